// Vectors. dump=graph.
// RUN: %cc -w -target x86_64-linux-gnu -fplugin-arg-cgoescape-dump=graph -fsyntax-only %s | grep -v "^  param" | FileCheck %s

struct in { int a; int *q; };
struct s { int n; int *p; struct in in[3]; int *tail[1]; };
struct big { int *p; long pad[8]; };
int *g; extern int table[8]; int *const fixed[2] = { &table[1], 0 };
void use(int *, ...);
typedef long lvec __attribute__((vector_size(16)));
struct list { struct list *next; };

// CHECK-LABEL: func vecst {{.*}} params=(d, p) args=(0:direct, 1:direct)
// CHECK-NEXT: {{^}}  n2 <- n1{{( .*)?$}}
// CHECK-NEXT: {{^}}  n3 <- n2{{( .*)?$}}
// CHECK-NEXT: {{^}}  store16 n0 <- n3{{( .*)?$}}
void vecst(lvec *d, long p) { lvec v = {p, 0}; *d = v; }

// CHECK-LABEL: func vecld {{.*}} params=(s) args=(0:direct)
// CHECK-NEXT: {{^}}  n2 <- load16 n0 int{{( .*)?$}}
// CHECK-NEXT: {{^}}  n1 <- n2{{( .*)?$}}
long vecld(lvec *s) { return (*s)[1]; }
