// Constants, aliases, what cannot be reached. dump=graph.
// RUN: %cc -w -target x86_64-linux-gnu -fplugin-arg-cgoescape-dump=graph -fsyntax-only %s | grep -v "^  param" | FileCheck %s

struct in { int a; int *q; };
struct s { int n; int *p; struct in in[3]; int *tail[1]; };
struct big { int *p; long pad[8]; };
int *g; extern int table[8]; int *const fixed[2] = { &table[1], 0 };
void use(int *, ...);
typedef long lvec __attribute__((vector_size(16)));
struct list { struct list *next; };

// CHECK-LABEL: func gaddr {{.*}} params=() args=()
// CHECK-NEXT: {{^}}  n1 <- &global table+12{{( .*)?$}}
// CHECK-NEXT: {{^}}  n0 <- n1{{( .*)?$}}
int *gaddr(void) { return table + 3; }

// CHECK-LABEL: func cst {{.*}} params=() args=()
// CHECK-NEXT: {{^}}  n1 <- &global table+4{{( .*)?$}}
// CHECK-NEXT: {{^}}  n0 <- n1{{( .*)?$}}
int *cst(void) { return fixed[0]; }

// CHECK-LABEL: func text {{.*}} params=() args=()
// CHECK-NOT: {{<-|leak|move}}
const char *text(void) { return "text" + 1; }

// CHECK-LABEL: func target {{.*}} params=(p) args=(0:direct)
// CHECK-NEXT: {{^}}  n1 <- &global g{{( .*)?$}}
// CHECK-NEXT: {{^}}  store8 n1 <- n0{{( .*)?$}}
void target(int *p) { g = p; }

// CHECK-LABEL: func viaal {{.*}} params=(p) args=(0:direct)
// CHECK-NEXT: {{^}}  call target(n0) arg0=n0{{( .*)?$}}
// CHECK-NEXT: {{^}}  call wal(n0) arg0=n0{{( .*)?$}}
extern void al(int *) __attribute__((alias("target")));
extern void wal(int *) __attribute__((weak, alias("target")));
void viaal(int *p) { al(p); wal(p); }

// CHECK-LABEL: func unreach {{.*}} params=(p) args=(0:direct)
// CHECK-NOT: {{<-|leak|move}}
void unreach(int *p) { if (0) g = p; }

// CHECK-LABEL: func choose {{.*}} params=(c, p, q) args=(0:direct, 1:direct, 2:direct)
// CHECK-NEXT: {{^}}  n4 <- n1 if n0&0xffffffff!=0{{( .*)?$}}
// CHECK-NEXT: {{^}}  n4 <- n2 if !n0&0xffffffff!=0{{( .*)?$}}
// CHECK-NEXT: {{^}}  n3 <- n4{{( .*)?$}}
int *choose(int c, int *p, int *q) { return c ? p : q; }
