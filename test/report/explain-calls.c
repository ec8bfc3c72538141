// A step inside a callee comes after the call that leads there, with its own place.
// RUN: cd %S && %cc -fplugin-arg-cgoescape-m=2 -fsyntax-only -w -fno-caret-diagnostics explain-calls.c 2>&1 | FileCheck --strict-whitespace --match-full-lines explain-calls.c

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct s { int *p; };
int *sink;
struct s table[4];
struct s *head;

void leak(int *p) { sink = p; }
// CHECK:explain-calls.c:[[#@LINE-1]]:16: remark: parameter p leaks to {heap} with derefs=0:
// CHECK-NEXT:explain-calls.c:[[#@LINE-2]]:16: remark:   flow: {heap} = p:
// CHECK-NEXT:explain-calls.c:[[#@LINE-3]]:16: remark:     from sink = p (assign) at explain-calls.c:[[#@LINE-3]]:26
// CHECK-NEXT:explain-calls.c:[[#@LINE-4]]:16: remark: leaking param: p

void via(int *p) { leak(p); }
// CHECK-NEXT:explain-calls.c:[[#@LINE-1]]:15: remark: parameter p leaks to {heap} with derefs=0:
// CHECK-NEXT:explain-calls.c:[[#@LINE-2]]:15: remark:   flow: {heap} = p:
// CHECK-NEXT:explain-calls.c:[[#@LINE-3]]:15: remark:     from leak(p) (call parameter) at explain-calls.c:[[#@LINE-3]]:20
// CHECK-NEXT:explain-calls.c:[[#@LINE-4]]:15: remark:     from sink = p (assign) at explain-calls.c:[[#@LINE-10]]:26
// CHECK-NEXT:explain-calls.c:[[#@LINE-5]]:15: remark: leaking param: p

// The call here and what decides, not all calls between.
void via_via(int *p) { via(p + 1); }
// CHECK-NEXT:explain-calls.c:[[#@LINE-1]]:19: remark: parameter p leaks to {heap} with derefs=0:
// CHECK-NEXT:explain-calls.c:[[#@LINE-2]]:19: remark:   flow: {heap} = p:
// CHECK-NEXT:explain-calls.c:[[#@LINE-3]]:19: remark:     from p + 1 (slice) at explain-calls.c:[[#@LINE-3]]:30
// CHECK-NEXT:explain-calls.c:[[#@LINE-4]]:19: remark:     from via(p + 1) (call parameter) at explain-calls.c:[[#@LINE-4]]:24
// CHECK-NEXT:explain-calls.c:[[#@LINE-5]]:19: remark:     from sink = p (assign) at explain-calls.c:[[#@LINE-19]]:26
// CHECK-NEXT:explain-calls.c:[[#@LINE-6]]:19: remark: leaking param: p

// Of two calls of one function that which was given the pointer.
void twice(int *p) { via(sink); via(p); }
// CHECK-NEXT:explain-calls.c:[[#@LINE-1]]:17: remark: parameter p leaks to {heap} with derefs=0:
// CHECK-NEXT:explain-calls.c:[[#@LINE-2]]:17: remark:   flow: {heap} = p:
// CHECK-NEXT:explain-calls.c:[[#@LINE-3]]:17: remark:     from via(p) (call parameter) at explain-calls.c:[[#@LINE-3]]:33
// CHECK-NEXT:explain-calls.c:[[#@LINE-4]]:17: remark:     from sink = p (assign) at explain-calls.c:[[#@LINE-27]]:26
// CHECK-NEXT:explain-calls.c:[[#@LINE-5]]:17: remark: leaking param: p

void put(struct s *to, int *p) { to->p = p; }
// CHECK-NEXT:explain-calls.c:[[#@LINE-1]]:20: remark: to does not escape
// CHECK-NEXT:explain-calls.c:[[#@LINE-2]]:29: remark: parameter p leaks to {param to} with derefs=0:
// CHECK-NEXT:explain-calls.c:[[#@LINE-3]]:29: remark:   flow: {param to} = p:
// CHECK-NEXT:explain-calls.c:[[#@LINE-4]]:29: remark:     from to->p = p (assign) at explain-calls.c:[[#@LINE-4]]:40
// CHECK-NEXT:explain-calls.c:[[#@LINE-5]]:29: remark: leaking param: p to param to

void into_global(int *p) { put(&table[2], p); }
// CHECK-NEXT:explain-calls.c:[[#@LINE-1]]:23: remark: parameter p leaks to {heap} with derefs=0:
// CHECK-NEXT:explain-calls.c:[[#@LINE-2]]:23: remark:   flow: {heap} = p:
// CHECK-NEXT:explain-calls.c:[[#@LINE-3]]:23: remark:     from put(&table[2], p) (call parameter) at explain-calls.c:[[#@LINE-3]]:28
// CHECK-NEXT:explain-calls.c:[[#@LINE-4]]:23: remark:     from to->p = p (assign) at explain-calls.c:[[#@LINE-11]]:40
// CHECK-NEXT:explain-calls.c:[[#@LINE-5]]:23: remark: leaking param: p

void into_param(struct s *t, int *p) { put(t, p); }
// CHECK-NEXT:explain-calls.c:[[#@LINE-1]]:27: remark: t does not escape
// CHECK-NEXT:explain-calls.c:[[#@LINE-2]]:35: remark: parameter p leaks to {param t} with derefs=0:
// CHECK-NEXT:explain-calls.c:[[#@LINE-3]]:35: remark:   flow: {param t} = p:
// CHECK-NEXT:explain-calls.c:[[#@LINE-4]]:35: remark:     from put(t, p) (call parameter) at explain-calls.c:[[#@LINE-4]]:40
// CHECK-NEXT:explain-calls.c:[[#@LINE-5]]:35: remark:     from to->p = p (assign) at explain-calls.c:[[#@LINE-19]]:40
// CHECK-NEXT:explain-calls.c:[[#@LINE-6]]:35: remark: leaking param: p to param t

void into_local(int *p) { struct s x; put(&x, p); sink = x.p; }
// CHECK-NEXT:explain-calls.c:[[#@LINE-1]]:22: remark: parameter p leaks to {heap} with derefs=0:
// CHECK-NEXT:explain-calls.c:[[#@LINE-2]]:22: remark:   flow: x = p:
// CHECK-NEXT:explain-calls.c:[[#@LINE-3]]:22: remark:     from put(&x, p) (call parameter) at explain-calls.c:[[#@LINE-3]]:39
// CHECK-NEXT:explain-calls.c:[[#@LINE-4]]:22: remark:     from to->p = p (assign) at explain-calls.c:[[#@LINE-26]]:40
// CHECK-NEXT:explain-calls.c:[[#@LINE-5]]:22: remark:   flow: {heap} = x:
// CHECK-NEXT:explain-calls.c:[[#@LINE-6]]:22: remark:     from x.p (dot) at explain-calls.c:[[#@LINE-6]]:60
// CHECK-NEXT:explain-calls.c:[[#@LINE-7]]:22: remark:     from sink = x.p (assign) at explain-calls.c:[[#@LINE-7]]:56
// CHECK-NEXT:explain-calls.c:[[#@LINE-8]]:22: remark: leaking param: p

struct s *make(int *p) { struct s *m = malloc(sizeof *m); m->p = p; return m; }
// CHECK-NEXT:explain-calls.c:[[#@LINE-1]]:21: remark: parameter p leaks to {heap} with derefs=0:
// CHECK-NEXT:explain-calls.c:[[#@LINE-2]]:21: remark:   flow: {storage for malloc(sizeof *m)} = p:
// CHECK-NEXT:explain-calls.c:[[#@LINE-3]]:21: remark:     from m->p = p (assign) at explain-calls.c:[[#@LINE-3]]:64
// CHECK-NEXT:explain-calls.c:[[#@LINE-4]]:21: remark:   flow: {heap} = &{storage for malloc(sizeof *m)}:
// CHECK-NEXT:explain-calls.c:[[#@LINE-5]]:21: remark:     from malloc(sizeof *m) (call parameter) at explain-calls.c:[[#@LINE-5]]:40
// CHECK-NEXT:explain-calls.c:[[#@LINE-6]]:21: remark:     from return m (return) at explain-calls.c:[[#@LINE-6]]:69
// CHECK-NEXT:explain-calls.c:[[#@LINE-7]]:21: remark: leaking param: p
// CHECK-NEXT:explain-calls.c:[[#@LINE-8]]:40: remark: malloc(sizeof *m) escapes to heap:
// CHECK-NEXT:explain-calls.c:[[#@LINE-9]]:40: remark:   flow: ~r0 = &{storage for malloc(sizeof *m)}:
// CHECK-NEXT:explain-calls.c:[[#@LINE-10]]:40: remark:     from malloc(sizeof *m) (call parameter) at explain-calls.c:[[#@LINE-10]]:40
// CHECK-NEXT:explain-calls.c:[[#@LINE-11]]:40: remark:     from return m (return) at explain-calls.c:[[#@LINE-11]]:69
// CHECK-NEXT:explain-calls.c:[[#@LINE-12]]:40: remark: malloc(sizeof *m) escapes to heap

void made(int *p) { head = make(p); }
// CHECK-NEXT:explain-calls.c:[[#@LINE-1]]:16: remark: parameter p leaks to {heap} with derefs=0:
// CHECK-NEXT:explain-calls.c:[[#@LINE-2]]:16: remark:   flow: {storage for make(p)} = p:
// CHECK-NEXT:explain-calls.c:[[#@LINE-3]]:16: remark:     from make(p) (call parameter) at explain-calls.c:[[#@LINE-3]]:28
// CHECK-NEXT:explain-calls.c:[[#@LINE-4]]:16: remark:     from m->p = p (assign) at explain-calls.c:[[#@LINE-18]]:64
// CHECK-NEXT:explain-calls.c:[[#@LINE-5]]:16: remark:   flow: {heap} = &{storage for make(p)}:
// CHECK-NEXT:explain-calls.c:[[#@LINE-6]]:16: remark:     from make(p) (call parameter) at explain-calls.c:[[#@LINE-6]]:28
// CHECK-NEXT:explain-calls.c:[[#@LINE-7]]:16: remark:     from head = make(p) (assign) at explain-calls.c:[[#@LINE-7]]:26
// CHECK-NEXT:explain-calls.c:[[#@LINE-8]]:16: remark: leaking param: p

void unknown(int *p);

void ask(int *p) { unknown(p); }
// CHECK-NEXT:explain-calls.c:[[#@LINE-1]]:15: remark: parameter p leaks to {heap} with derefs=0:
// CHECK-NEXT:explain-calls.c:[[#@LINE-2]]:15: remark:   flow: {heap} = p:
// CHECK-NEXT:explain-calls.c:[[#@LINE-3]]:15: remark:     from unknown(p) (unknown callee) at explain-calls.c:[[#@LINE-3]]:20
// CHECK-NEXT:explain-calls.c:[[#@LINE-4]]:15: remark: leaking param: p

void call(void (*f)(int *), int *p) { f(p); }
// CHECK-NEXT:explain-calls.c:[[#@LINE-1]]:18: remark: f does not escape
// CHECK-NEXT:explain-calls.c:[[#@LINE-2]]:34: remark: parameter p leaks to {heap} with derefs=0:
// CHECK-NEXT:explain-calls.c:[[#@LINE-3]]:34: remark:   flow: {heap} = p:
// CHECK-NEXT:explain-calls.c:[[#@LINE-4]]:34: remark:     from f(p) (call of function pointer) at explain-calls.c:[[#@LINE-4]]:39
// CHECK-NEXT:explain-calls.c:[[#@LINE-5]]:34: remark: leaking param: p

void *run(void *arg) { return 0; }
// CHECK-NEXT:explain-calls.c:[[#@LINE-1]]:17: remark: arg does not escape

void start(int *p) { pthread_t t; pthread_create(&t, 0, run, p); }
// CHECK-NEXT:explain-calls.c:[[#@LINE-1]]:17: remark: parameter p leaks to {heap} with derefs=0:
// CHECK-NEXT:explain-calls.c:[[#@LINE-2]]:17: remark:   flow: {heap} = p:
// CHECK-NEXT:explain-calls.c:[[#@LINE-3]]:17: remark:     from pthread_create(&t, 0, run, p) (thread start) at explain-calls.c:[[#@LINE-3]]:35
// CHECK-NEXT:explain-calls.c:[[#@LINE-4]]:17: remark: leaking param: p

// The steps of library models are not the user's code.
void buffer(char *b) { setvbuf(stdout, b, _IOFBF, 512); }
// CHECK-NEXT:explain-calls.c:[[#@LINE-1]]:19: remark: parameter b leaks to {heap} with derefs=0:
// CHECK-NEXT:explain-calls.c:[[#@LINE-2]]:19: remark:   flow: {heap} = b:
// CHECK-NEXT:explain-calls.c:[[#@LINE-3]]:19: remark:     from setvbuf(stdout, b, _IOFBF, 512) (call parameter) at explain-calls.c:[[#@LINE-3]]:24
// CHECK-NEXT:explain-calls.c:[[#@LINE-4]]:19: remark: leaking param: b

void assembly(int *p) { __asm__("foo %0" : : "r"(p)); }
// CHECK-NEXT:explain-calls.c:[[#@LINE-1]]:20: remark: parameter p leaks to {heap} with derefs=0:
// CHECK-NEXT:explain-calls.c:[[#@LINE-2]]:20: remark:   flow: {heap} = p:
// CHECK-NEXT:explain-calls.c:[[#@LINE-3]]:20: remark:     from asm (inline assembly) at explain-calls.c:[[#@LINE-3]]:25
// CHECK-NEXT:explain-calls.c:[[#@LINE-4]]:20: remark: leaking param: p

int *recurse(int n, int *p) { return n ? recurse(n - 1, p) : p; }
// CHECK-NEXT:explain-calls.c:[[#@LINE-1]]:26: remark: parameter p leaks to ~r0 with derefs=0:
// CHECK-NEXT:explain-calls.c:[[#@LINE-2]]:26: remark:   flow: ~r0 = p:
// CHECK-NEXT:explain-calls.c:[[#@LINE-3]]:26: remark:     from return n ? recurse(n - 1, p) : p (return) at explain-calls.c:[[#@LINE-3]]:31
// CHECK-NEXT:explain-calls.c:[[#@LINE-4]]:26: remark: leaking param: p to result ~r0 level=0
