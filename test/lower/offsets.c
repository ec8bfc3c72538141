// Offsets: fields, array elements, steps in loops. dump=graph.
// RUN: %cc -w -target x86_64-linux-gnu -fplugin-arg-cgoescape-dump=graph -fsyntax-only %s | grep -v "^  param" | FileCheck %s

struct in { int a; int *q; };
struct s { int n; int *p; struct in in[3]; int *tail[1]; };
struct big { int *p; long pad[8]; };
int *g; extern int table[8]; int *const fixed[2] = { &table[1], 0 };
void use(int *, ...);
typedef long lvec __attribute__((vector_size(16)));
struct list { struct list *next; };

// CHECK-LABEL: func nested {{.*}} params=(s, i) args=(0:direct, 1:direct)
// CHECK-NEXT: {{^}}  n3 <- n0+16[..48]{{( .*)?$}}
// CHECK-NEXT: {{^}}  n4 <- n3+[0:16*3]{{( .*)?$}}
// CHECK-NEXT: {{^}}  n5 <- n4+8{{( .*)?$}}
// CHECK-NEXT: {{^}}  n2 <- n5{{( .*)?$}}
int **nested(struct s *s, long i) { return &s->in[i].q; }

// CHECK-LABEL: func last {{.*}} params=(s, i) args=(0:direct, 1:direct)
// CHECK-NEXT: {{^}}  n3 <- n0+64[..]{{( .*)?$}}
// CHECK-NEXT: {{^}}  n4 <- n3+index*8{{( .*)?$}}
// CHECK-NEXT: {{^}}  n2 <- n4{{( .*)?$}}
int **last(struct s *s, long i) { return &s->tail[i]; }

// CHECK-LABEL: func back {{.*}} params=(p) args=(0:direct)
// CHECK-NOT: {{<-|leak|move}}
int back(int *p) { return p[-3]; }

// CHECK-LABEL: func container {{.*}} params=(q) args=(0:direct)
// CHECK-NEXT: {{^}}  n2 <- n0-16{{( .*)?$}}
// CHECK-NEXT: {{^}}  n1 <- n2{{( .*)?$}}
int **container(int **q) { return (int **)((char *)q - 16); }

// CHECK-LABEL: func loop {{.*}} params=(p, n) args=(0:direct, 1:direct)
// CHECK-NEXT: {{^}}  n2 <- n3{{( .*)?$}}
// CHECK-NEXT: {{^}}  n4 <- n3+index*8{{( .*)?$}}
// CHECK-NEXT: {{^}}  n3 <- n0{{( .*)?$}}
// CHECK-NEXT: {{^}}  n3 <- n4{{( .*)?$}}
int *loop(int *p, int n) { int *q = p; while (n--) q = q + 2; return q; }

// CHECK-LABEL: func end {{.*}} params=(l) args=(0:direct)
// CHECK-NEXT: {{^}}  n3 <- load8 n2{{( .*)?$}}
// CHECK-NEXT: {{^}}  n1 <- n2{{( .*)?$}}
// CHECK-NEXT: {{^}}  n2 <- n0{{( .*)?$}}
// CHECK-NEXT: {{^}}  n2 <- n3{{( .*)?$}}
struct list *end(struct list *l) { while (l->next) l = l->next; return l; }

// CHECK-LABEL: func indexed {{.*}} params=(a, i, p) args=(0:direct, 1:direct, 2:direct)
// CHECK-NEXT: {{^}}  n3 <- n0+index*8{{( .*)?$}}
// CHECK-NEXT: {{^}}  store8 n3 <- n2{{( .*)?$}}
void indexed(int **a, long i, int *p) { a[i] = p; }

// CHECK-LABEL: func member {{.*}} params=(s, i, p) args=(0:direct, 1:direct, 2:direct)
// CHECK-NEXT: {{^}}  n3 <- n0+64[..]{{( .*)?$}}
// CHECK-NEXT: {{^}}  store8 n3 <- n2{{( .*)?$}}
// CHECK-NEXT: {{^}}  n4 <- n0+16[..48]{{( .*)?$}}
// CHECK-NEXT: {{^}}  n5 <- n4+[0:16*3]{{( .*)?$}}
// CHECK-NEXT: {{^}}  n6 <- n5+8{{( .*)?$}}
// CHECK-NEXT: {{^}}  store8 n6 <- n2{{( .*)?$}}
void member(struct s *s, long i, int *p) { s->tail[0] = p; s->in[i].q = p; }

// CHECK-LABEL: func cursor {{.*}} params=(a, e, p) args=(0:direct, 1:direct, 2:direct)
// CHECK-NEXT: {{^}}  store8 n3 <- n2{{( .*)?$}}
// CHECK-NEXT: {{^}}  n4 <- n3+index*8{{( .*)?$}}
// CHECK-NEXT: {{^}}  n3 <- n0{{( .*)?$}}
// CHECK-NEXT: {{^}}  n3 <- n4{{( .*)?$}}
void cursor(int **a, int **e, int *p) { for (; a != e; a++) *a = p; }
