// Arguments, results, variable arguments, assembly. dump=graph.
// RUN: %cc -w -target x86_64-linux-gnu -fplugin-arg-cgoescape-dump=graph -fsyntax-only %s | grep -v "^  param" | FileCheck %s

struct in { int a; int *q; };
struct s { int n; int *p; struct in in[3]; int *tail[1]; };
struct big { int *p; long pad[8]; };
int *g; extern int table[8]; int *const fixed[2] = { &table[1], 0 };
void use(int *, ...);
typedef long lvec __attribute__((vector_size(16)));
struct list { struct list *next; };

// CHECK-LABEL: func sret {{.*}} params=(p, b) args=(-:result, 0:direct, 1:byval[72])
// CHECK-NEXT: {{^}}  local b param=1 size=72{{( .*)?$}}
// CHECK-NEXT: {{^}}  store8 n0 <- n1{{( .*)?$}}
struct big sret(int *p, struct big b) { b.pad[0] = 1; return (struct big){p}; }

// CHECK-LABEL: func byval {{.*}} params=(b) args=(0:byval[72])
// CHECK-NEXT: {{^}}  local b param=0 size=72{{( .*)?$}}
// CHECK-NEXT: {{^}}  n2 <- load8 n0{{( .*)?$}}
// CHECK-NEXT: {{^}}  n1 <- n2{{( .*)?$}}
int *byval(struct big b) { return b.p; }

// CHECK-LABEL: func two {{.*}} params=(s) args=(0:direct, 0:direct)
// CHECK-NEXT: {{^}}  n2 <- n1{{( .*)?$}}
int *two(struct in s) { return s.q; }

// CHECK-LABEL: func var {{.*}} params=(n) args=(0:direct)
// CHECK-NEXT: {{^}}  local l size=24{{( .*)?$}}
// CHECK-NEXT: {{^}}  local m size=24{{( .*)?$}}
// CHECK-NEXT: {{^}}  n2 <- &local l{{( .*)?$}}
// CHECK-NEXT: {{^}}  n3 <- &local m{{( .*)?$}}
// CHECK-NEXT: {{^}}  n4 <- n2+[0:8*4]{{( .*)?$}}
// CHECK-NEXT: {{^}}  n5 <- n1+any{{( .*)?$}}
// CHECK-NEXT: {{^}}  store8 n4 <- n5{{( .*)?$}}
// CHECK-NEXT: {{^}}  move n3 <- n2 32{{( .*)?$}}
// CHECK-NEXT: {{^}}  n6 <- load4 n2 int{{( .*)?$}}
// CHECK-NEXT: {{^}}  n7 <- n2+8{{( .*)?$}}
// CHECK-NEXT: {{^}}  n8 <- load8 n7{{( .*)?$}}
// CHECK-NEXT: {{^}}  n9 <- n8+index{{( .*)?$}}
// CHECK-NEXT: {{^}}  store8 n7 <- n9{{( .*)?$}}
// CHECK-NEXT: {{^}}  n10 <- n2+16{{( .*)?$}}
// CHECK-NEXT: {{^}}  n11 <- load8 n10{{( .*)?$}}
// CHECK-NEXT: {{^}}  n12 <- n11+index{{( .*)?$}}
// CHECK-NEXT: {{^}}  n13 <- n6+any{{( .*)?$}}
// CHECK-NEXT: {{^}}  store4 n2 <- n13{{( .*)?$}}
// CHECK-NEXT: {{^}}  n15 <- load8 n14{{( .*)?$}}
// CHECK-NEXT: {{^}}  n16 <- &global g{{( .*)?$}}
// CHECK-NEXT: {{^}}  store8 n16 <- n15{{( .*)?$}}
// CHECK-NEXT: {{^}}  n14 <- n12{{( .*)?$}}
// CHECK-NEXT: {{^}}  n14 <- n8{{( .*)?$}}
void var(int n, ...) { __builtin_va_list l, m; __builtin_va_start(l, n); __builtin_va_copy(m, l); g = __builtin_va_arg(l, int *); __builtin_va_end(l); __builtin_va_end(m); }

// CHECK-LABEL: func call {{.*}} params=(p) args=(0:direct)
// CHECK-NEXT: {{^}}  call use(n0, n0) arg0=n0 arg1=n0{{( .*)?$}}
void call(int *p) { use(p, p); }

// CHECK-LABEL: func ptr {{.*}} params=(f, p) args=(0:direct, 1:direct)
// CHECK-NEXT: {{^}}  call *n0(n1) arg0=n1{{( .*)?$}}
void ptr(void (*f)(int *), int *p) { f(p); }

// CHECK-LABEL: func asm_empty {{.*}} params=(p) args=(0:direct)
// CHECK-NEXT: {{^}}  n1 <- n0{{( .*)?$}}
// CHECK-NEXT: {{^}}  n2 <- &global g{{( .*)?$}}
// CHECK-NEXT: {{^}}  store8 n2 <- n1{{( .*)?$}}
void asm_empty(int *p) { int *q; __asm__("" : "=r"(q) : "0"(p)); g = q; }

// CHECK-LABEL: func asm_out {{.*}} params=() args=()
// CHECK-NEXT: {{^}}  n1 <- opaque{{( .*)?$}}
// CHECK-NEXT: {{^}}  n0 <- n1{{( .*)?$}}
int *asm_out(void) { int *q; __asm__("nop" : "=r"(q)); return q; }

// CHECK-LABEL: func asm_in {{.*}} params=(p) args=(0:direct)
// CHECK-NEXT: {{^}}  leak n0 asm{{( .*)?$}}
void asm_in(int *p) { __asm__("nop" :: "r"(p)); }
