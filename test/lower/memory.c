// Copies of memory, and stores that are certainly overwritten. dump=graph.
// RUN: %cc -w -target x86_64-linux-gnu -fplugin-arg-cgoescape-dump=graph -fsyntax-only %s | grep -v "^  param" | FileCheck %s

struct in { int a; int *q; };
struct s { int n; int *p; struct in in[3]; int *tail[1]; };
struct big { int *p; long pad[8]; };
int *g; extern int table[8]; int *const fixed[2] = { &table[1], 0 };
void use(int *, ...);
typedef long lvec __attribute__((vector_size(16)));
struct list { struct list *next; };

// CHECK-LABEL: func wide {{.*}} params=(d, s) args=(0:direct, 1:direct)
// CHECK-NEXT: {{^}}  move n0 <- n1 16{{( .*)?$}}
void wide(void *d, void *s) { __builtin_memcpy(d, s, 16); }

// CHECK-LABEL: func many {{.*}} params=(d, s, n) args=(0:direct, 1:direct, 2:direct)
// CHECK-NEXT: {{^}}  move n0 <- n1 n2{{( .*)?$}}
void many(void *d, void *s, long n) { __builtin_memmove(d, s, n); }

// CHECK-LABEL: func zero {{.*}} params=(d, n) args=(0:direct, 1:direct)
// CHECK-NOT: {{<-|leak|move}}
void zero(void *d, long n) { __builtin_memset(d, 0, n); }

// CHECK-LABEL: func copy {{.*}} params=(a, b) args=(0:direct, 1:direct)
// CHECK-NEXT: {{^}}  move n0 <- n1 72{{( .*)?$}}
void copy(struct s *a, struct s *b) { *a = *b; }

// CHECK-LABEL: func trans {{.*}} params=(s, p, n) args=(0:direct, 1:direct, 2:direct)
// CHECK-NEXT: {{^}}  n3 <- n0+8{{( .*)?$}}
// CHECK-NEXT: {{^}}  store8 n3 <- n1 transient{{( .*)?$}}
// CHECK-NEXT: {{^}}  n4 <- load4 n0 int{{( .*)?$}}
// CHECK-NEXT: {{^}}  n5 <- n4+any{{( .*)?$}}
void trans(struct s *s, int *p, int n) { s->p = p; for (; n; n--) s->n++; s->p = 0; }

// CHECK-LABEL: func trans_some {{.*}} params=(s, p, n) args=(0:direct, 1:direct, 2:direct)
// CHECK-NEXT: {{^}}  n3 <- n0+8{{( .*)?$}}
// CHECK-NEXT: {{^}}  store8 n3 <- n1 transient{{( .*)?$}}
// CHECK-NEXT: {{^}}  n4 <- n1 if !n2&0xffffffff!=0{{( .*)?$}}
// CHECK-NEXT: {{^}}  store8 n3 <- n4{{( .*)?$}}
void trans_some(struct s *s, int *p, int n) { s->p = p; if (n) s->p = 0; }

// CHECK-LABEL: func trans_loop {{.*}} params=(s, p, t) args=(0:direct, 1:direct, 2:direct)
// CHECK-NEXT: {{^}}  n3 <- n0+8{{( .*)?$}}
// CHECK-NEXT: {{^}}  store8 n3 <- n1{{( .*)?$}}
// CHECK-NEXT: {{^}}  n4 <- load4 n2 int{{( .*)?$}}
// CHECK-NEXT: {{^}}  n5 <- n4+any{{( .*)?$}}
// CHECK-NEXT: {{^}}  n6 <- load4 n0 int{{( .*)?$}}
// CHECK-NEXT: {{^}}  n7 <- n6+any{{( .*)?$}}
void trans_loop(struct s *s, int *p, struct s *t) { s->p = p; t->n++; while (s->n--) t->n = 3; t->p = 0; }

// CHECK-LABEL: func atom {{.*}} params=(a, p) args=(0:direct, 1:direct)
// CHECK-NEXT: {{^}}  store8 n0 <- n1{{( .*)?$}}
// CHECK-NEXT: {{^}}  n3 <- load8 n0{{( .*)?$}}
// CHECK-NEXT: {{^}}  cast n3{{$}}
// CHECK-NEXT: {{^}}  n2 <- n3{{( .*)?$}}
int *atom(int **a, int *p) { return __atomic_exchange_n(a, p, 5); }

// CHECK-LABEL: func cas {{.*}} params=(a, e, p) args=(0:direct, 1:direct, 2:direct)
// CHECK-NEXT: {{^}}  n4 <- load8 n1{{( .*)?$}}
// CHECK-NEXT: {{^}}  store8 n0 <- n2{{( .*)?$}}
// CHECK-NEXT: {{^}}  n5 <- load8 n0{{( .*)?$}}
// CHECK-NEXT: {{^}}  store8 n1 <- n5{{( .*)?$}}
int cas(int **a, int **e, int *p) { return __atomic_compare_exchange_n(a, e, p, 0, 5, 5); }

// Of a pointer to a struct that is loaded the type is told, as the member says it.
// CHECK-LABEL: func pointees {{.*}} params=(l, v) args=(0:direct, 1:direct)
// CHECK-NEXT: {{^}}  n2 <- load8 n0 of list early first (
// CHECK-NEXT: {{^}}  n3 <- load8 n1 early first (
void pointees(struct list *l, void **v) { use(0, l->next, *v); }

// Before it is stored, and after; what carries no pointer may be stored before.
// CHECK-LABEL: func swap {{.*}} params=(l, p, n) args=(0:direct, 1:direct, 2:direct)
// CHECK-NEXT: {{^}}  n4 <- load8 n0 of list early first (
// CHECK-NEXT: {{^}}  call use(-, n4)
// CHECK-NEXT: {{^}}  store8 n0 <- n1 typed (
// CHECK-NEXT: {{^}}  call use(-)
// CHECK-NEXT: {{^}}  n5 <- load8 n0 of list (
struct list *swap(struct list *l, struct list *p, int *n) { *n = 1; use(0, l->next); l->next = p; use(0); return l->next; }
