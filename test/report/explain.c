// Explanations in Go's form: blanks, reasons, flows. The samples are those of Go's
// own output (go 1.19, -m=2) in C.
// RUN: cd %S && %cc -fplugin-arg-cgoescape-m=2 -fsyntax-only -w -fno-caret-diagnostics explain.c 2>&1 | FileCheck --strict-whitespace --match-full-lines explain.c

typedef struct T { int *p, *q; } T;
int *sink;
int **sinks;

void leak(int *p) { sink = p; }
// CHECK:explain.c:[[#@LINE-1]]:16: remark: parameter p leaks to {heap} with derefs=0:
// CHECK-NEXT:explain.c:[[#@LINE-2]]:16: remark:   flow: {heap} = p:
// CHECK-NEXT:explain.c:[[#@LINE-3]]:16: remark:     from sink = p (assign) at explain.c:[[#@LINE-3]]:26
// CHECK-NEXT:explain.c:[[#@LINE-4]]:16: remark: leaking param: p

void content(int **pp) { sink = *pp; }
// CHECK-NEXT:explain.c:[[#@LINE-1]]:20: remark: parameter pp leaks to {heap} with derefs=1:
// CHECK-NEXT:explain.c:[[#@LINE-2]]:20: remark:   flow: {heap} = *pp:
// CHECK-NEXT:explain.c:[[#@LINE-3]]:20: remark:     from *pp (indirection) at explain.c:[[#@LINE-3]]:33
// CHECK-NEXT:explain.c:[[#@LINE-4]]:20: remark:     from sink = *pp (assign) at explain.c:[[#@LINE-4]]:31
// CHECK-NEXT:explain.c:[[#@LINE-5]]:20: remark: leaking param content: pp

int *id(int *p) { return p; }
// CHECK-NEXT:explain.c:[[#@LINE-1]]:14: remark: parameter p leaks to ~r0 with derefs=0:
// CHECK-NEXT:explain.c:[[#@LINE-2]]:14: remark:   flow: ~r0 = p:
// CHECK-NEXT:explain.c:[[#@LINE-3]]:14: remark:     from return p (return) at explain.c:[[#@LINE-3]]:19
// CHECK-NEXT:explain.c:[[#@LINE-4]]:14: remark: leaking param: p to result ~r0 level=0

int *deref(int **pp) { return *pp; }
// CHECK-NEXT:explain.c:[[#@LINE-1]]:18: remark: parameter pp leaks to ~r0 with derefs=1:
// CHECK-NEXT:explain.c:[[#@LINE-2]]:18: remark:   flow: ~r0 = *pp:
// CHECK-NEXT:explain.c:[[#@LINE-3]]:18: remark:     from *pp (indirection) at explain.c:[[#@LINE-3]]:31
// CHECK-NEXT:explain.c:[[#@LINE-4]]:18: remark:     from return *pp (return) at explain.c:[[#@LINE-4]]:24
// CHECK-NEXT:explain.c:[[#@LINE-5]]:18: remark: leaking param: pp to result ~r0 level=1

int *deref2(int ***ppp) { return **ppp; }
// CHECK-NEXT:explain.c:[[#@LINE-1]]:20: remark: parameter ppp leaks to ~r0 with derefs=2:
// CHECK-NEXT:explain.c:[[#@LINE-2]]:20: remark:   flow: ~r0 = **ppp:
// CHECK-NEXT:explain.c:[[#@LINE-3]]:20: remark:     from **ppp (indirection) at explain.c:[[#@LINE-3]]:34
// CHECK-NEXT:explain.c:[[#@LINE-4]]:20: remark:     from return **ppp (return) at explain.c:[[#@LINE-4]]:27
// CHECK-NEXT:explain.c:[[#@LINE-5]]:20: remark: leaking param: ppp to result ~r0 level=2

int none(int *p) { return *p; }
// CHECK-NEXT:explain.c:[[#@LINE-1]]:15: remark: p does not escape

void store(int **dst, int *src) { *dst = src; }
// CHECK-NEXT:explain.c:[[#@LINE-1]]:18: remark: dst does not escape
// CHECK-NEXT:explain.c:[[#@LINE-2]]:28: remark: parameter src leaks to {param dst} with derefs=0:
// CHECK-NEXT:explain.c:[[#@LINE-3]]:28: remark:   flow: {param dst} = src:
// CHECK-NEXT:explain.c:[[#@LINE-4]]:28: remark:     from *dst = src (assign) at explain.c:[[#@LINE-4]]:40
// CHECK-NEXT:explain.c:[[#@LINE-5]]:28: remark: leaking param: src to param dst

void field(T *t, int *p) { t->p = p; }
// CHECK-NEXT:explain.c:[[#@LINE-1]]:15: remark: t does not escape
// CHECK-NEXT:explain.c:[[#@LINE-2]]:23: remark: parameter p leaks to {param t} with derefs=0:
// CHECK-NEXT:explain.c:[[#@LINE-3]]:23: remark:   flow: {param t} = p:
// CHECK-NEXT:explain.c:[[#@LINE-4]]:23: remark:     from t->p = p (assign) at explain.c:[[#@LINE-4]]:33
// CHECK-NEXT:explain.c:[[#@LINE-5]]:23: remark: leaking param: p to param t

void self(T *t) { t->p = t->q; }
// CHECK-NEXT:explain.c:[[#@LINE-1]]:14: remark: t does not escape

int *local(void) { int x = 42; return &x; }
// CHECK-NEXT:explain.c:[[#@LINE-1]]:24: remark: x escapes to heap:
// CHECK-NEXT:explain.c:[[#@LINE-2]]:24: remark:   flow: ~r0 = &x:
// CHECK-NEXT:explain.c:[[#@LINE-3]]:24: remark:     from &x (address-of) at explain.c:[[#@LINE-3]]:32
// CHECK-NEXT:explain.c:[[#@LINE-4]]:24: remark:     from return &x (return) at explain.c:[[#@LINE-4]]:32
// CHECK-NEXT:explain.c:[[#@LINE-5]]:24: remark: &x escapes to heap

int *interior(T *t) { return (int *)&t->q; }
// CHECK-NEXT:explain.c:[[#@LINE-1]]:18: remark: parameter t leaks to ~r0 with derefs=0:
// CHECK-NEXT:explain.c:[[#@LINE-2]]:18: remark:   flow: ~r0 = t:
// CHECK-NEXT:explain.c:[[#@LINE-3]]:18: remark:     from t->q (dot of pointer) at explain.c:[[#@LINE-3]]:41
// CHECK-NEXT:explain.c:[[#@LINE-4]]:18: remark:     from return (int *)&t->q (return) at explain.c:[[#@LINE-4]]:23
// CHECK-NEXT:explain.c:[[#@LINE-5]]:18: remark: leaking param: t to result ~r0 level=0

int *member(T *t) { return t->q; }
// CHECK-NEXT:explain.c:[[#@LINE-1]]:16: remark: parameter t leaks to ~r0 with derefs=1:
// CHECK-NEXT:explain.c:[[#@LINE-2]]:16: remark:   flow: ~r0 = *t:
// CHECK-NEXT:explain.c:[[#@LINE-3]]:16: remark:     from t->q (dot of pointer) at explain.c:[[#@LINE-3]]:31
// CHECK-NEXT:explain.c:[[#@LINE-4]]:16: remark:     from return t->q (return) at explain.c:[[#@LINE-4]]:21
// CHECK-NEXT:explain.c:[[#@LINE-5]]:16: remark: leaking param: t to result ~r0 level=1

int *second(int *s) { return &s[1]; }
// CHECK-NEXT:explain.c:[[#@LINE-1]]:18: remark: parameter s leaks to ~r0 with derefs=0:
// CHECK-NEXT:explain.c:[[#@LINE-2]]:18: remark:   flow: ~r0 = s:
// CHECK-NEXT:explain.c:[[#@LINE-3]]:18: remark:     from s[1] (slice) at explain.c:[[#@LINE-3]]:31
// CHECK-NEXT:explain.c:[[#@LINE-4]]:18: remark:     from return &s[1] (return) at explain.c:[[#@LINE-4]]:23
// CHECK-NEXT:explain.c:[[#@LINE-5]]:18: remark: leaking param: s to result ~r0 level=0

int *via_id(int *p) { return id(p); }
// CHECK-NEXT:explain.c:[[#@LINE-1]]:18: remark: parameter p leaks to ~r0 with derefs=0:
// CHECK-NEXT:explain.c:[[#@LINE-2]]:18: remark:   flow: ~r0 = p:
// CHECK-NEXT:explain.c:[[#@LINE-3]]:18: remark:     from id(p) (call parameter) at explain.c:[[#@LINE-3]]:30
// CHECK-NEXT:explain.c:[[#@LINE-4]]:18: remark:     from return id(p) (return) at explain.c:[[#@LINE-4]]:23
// CHECK-NEXT:explain.c:[[#@LINE-5]]:18: remark: leaking param: p to result ~r0 level=0

// Several facts of one parameter: each has its own explanation.
int **both(int **pp) { sink = *pp; return pp; }
// CHECK-NEXT:explain.c:[[#@LINE-1]]:18: remark: parameter pp leaks to {heap} with derefs=1:
// CHECK-NEXT:explain.c:[[#@LINE-2]]:18: remark:   flow: {heap} = *pp:
// CHECK-NEXT:explain.c:[[#@LINE-3]]:18: remark:     from *pp (indirection) at explain.c:[[#@LINE-3]]:31
// CHECK-NEXT:explain.c:[[#@LINE-4]]:18: remark:     from sink = *pp (assign) at explain.c:[[#@LINE-4]]:29
// CHECK-NEXT:explain.c:[[#@LINE-5]]:18: remark: leaking param content: pp
// CHECK-NEXT:explain.c:[[#@LINE-6]]:18: remark: parameter pp leaks to ~r0 with derefs=0:
// CHECK-NEXT:explain.c:[[#@LINE-7]]:18: remark:   flow: ~r0 = pp:
// CHECK-NEXT:explain.c:[[#@LINE-8]]:18: remark:     from return pp (return) at explain.c:[[#@LINE-8]]:36
// CHECK-NEXT:explain.c:[[#@LINE-9]]:18: remark: leaking param: pp to result ~r0 level=0

// Nothing is said beside a plain leak.
int *plain(int *p) { sink = p; return p; }
// CHECK-NEXT:explain.c:[[#@LINE-1]]:17: remark: parameter p leaks to {heap} with derefs=0:
// CHECK-NEXT:explain.c:[[#@LINE-2]]:17: remark:   flow: {heap} = p:
// CHECK-NEXT:explain.c:[[#@LINE-3]]:17: remark:     from sink = p (assign) at explain.c:[[#@LINE-3]]:27
// CHECK-NEXT:explain.c:[[#@LINE-4]]:17: remark: leaking param: p

int **own_cell(int *p) { return &p; }
// CHECK-NEXT:explain.c:[[#@LINE-1]]:21: remark: parameter p leaks to {heap} with derefs=0:
// CHECK-NEXT:explain.c:[[#@LINE-2]]:21: remark:   flow: {heap} = &p:
// CHECK-NEXT:explain.c:[[#@LINE-3]]:21: remark:     from &p (address-of) at explain.c:[[#@LINE-3]]:21
// CHECK-NEXT:explain.c:[[#@LINE-4]]:21: remark:     from return &p (return) at explain.c:[[#@LINE-4]]:26
// CHECK-NEXT:explain.c:[[#@LINE-5]]:21: remark: leaking param: p
// CHECK-NEXT:explain.c:[[#@LINE-6]]:21: remark: p escapes to heap:
// CHECK-NEXT:explain.c:[[#@LINE-7]]:21: remark:   flow: ~r0 = &p:
// CHECK-NEXT:explain.c:[[#@LINE-8]]:21: remark:     from &p (address-of) at explain.c:[[#@LINE-8]]:21
// CHECK-NEXT:explain.c:[[#@LINE-9]]:21: remark:     from return &p (return) at explain.c:[[#@LINE-9]]:26
// CHECK-NEXT:explain.c:[[#@LINE-10]]:21: remark: &p escapes to heap
