// Where the way goes through memory, one edge ends there and the next begins.
// RUN: cd %S && %cc -fplugin-arg-cgoescape-m=2 -fsyntax-only -w -fno-caret-diagnostics explain-memory.c 2>&1 | FileCheck --strict-whitespace --match-full-lines explain-memory.c

#include <stdlib.h>
#include <string.h>

struct s { int *p; struct s *next; };
int *sink;
struct s *head;

void array(int *p, int i) { int *a[4]; a[i] = p; sink = a[2]; }
// CHECK:explain-memory.c:[[#@LINE-1]]:17: remark: parameter p leaks to {heap} with derefs=0:
// CHECK-NEXT:explain-memory.c:[[#@LINE-2]]:17: remark:   flow: a = p:
// CHECK-NEXT:explain-memory.c:[[#@LINE-3]]:17: remark:     from a[i] = p (assign) at explain-memory.c:[[#@LINE-3]]:45
// CHECK-NEXT:explain-memory.c:[[#@LINE-4]]:17: remark:   flow: {heap} = a:
// CHECK-NEXT:explain-memory.c:[[#@LINE-5]]:17: remark:     from a[2] (dot of pointer) at explain-memory.c:[[#@LINE-5]]:57
// CHECK-NEXT:explain-memory.c:[[#@LINE-6]]:17: remark:     from sink = a[2] (assign) at explain-memory.c:[[#@LINE-6]]:55
// CHECK-NEXT:explain-memory.c:[[#@LINE-7]]:17: remark: leaking param: p

void node(int *p) { struct s *n = malloc(sizeof *n); n->p = p; n->next = head; head = n; }
// CHECK-NEXT:explain-memory.c:[[#@LINE-1]]:16: remark: parameter p leaks to {heap} with derefs=0:
// CHECK-NEXT:explain-memory.c:[[#@LINE-2]]:16: remark:   flow: {storage for malloc(sizeof *n)} = p:
// CHECK-NEXT:explain-memory.c:[[#@LINE-3]]:16: remark:     from n->p = p (assign) at explain-memory.c:[[#@LINE-3]]:59
// CHECK-NEXT:explain-memory.c:[[#@LINE-4]]:16: remark:   flow: {heap} = &{storage for malloc(sizeof *n)}:
// CHECK-NEXT:explain-memory.c:[[#@LINE-5]]:16: remark:     from malloc(sizeof *n) (call parameter) at explain-memory.c:[[#@LINE-5]]:35
// CHECK-NEXT:explain-memory.c:[[#@LINE-6]]:16: remark:     from head = n (assign) at explain-memory.c:[[#@LINE-6]]:85
// CHECK-NEXT:explain-memory.c:[[#@LINE-7]]:16: remark: leaking param: p
// CHECK-NEXT:explain-memory.c:[[#@LINE-8]]:35: remark: malloc(sizeof *n) escapes to heap:
// CHECK-NEXT:explain-memory.c:[[#@LINE-9]]:35: remark:   flow: {heap} = &{storage for malloc(sizeof *n)}:
// CHECK-NEXT:explain-memory.c:[[#@LINE-10]]:35: remark:     from malloc(sizeof *n) (call parameter) at explain-memory.c:[[#@LINE-10]]:35
// CHECK-NEXT:explain-memory.c:[[#@LINE-11]]:35: remark:     from head = n (assign) at explain-memory.c:[[#@LINE-11]]:85
// CHECK-NEXT:explain-memory.c:[[#@LINE-12]]:35: remark: malloc(sizeof *n) escapes to heap

void two_nodes(int *p) { struct s *a = malloc(16), *b = malloc(17); a->next = b; b->p = p; head = a; }
// CHECK-NEXT:explain-memory.c:[[#@LINE-1]]:21: remark: parameter p leaks to {heap} with derefs=0:
// CHECK-NEXT:explain-memory.c:[[#@LINE-2]]:21: remark:   flow: {storage for malloc(17)} = p:
// CHECK-NEXT:explain-memory.c:[[#@LINE-3]]:21: remark:     from b->p = p (assign) at explain-memory.c:[[#@LINE-3]]:87
// CHECK-NEXT:explain-memory.c:[[#@LINE-4]]:21: remark:   flow: {storage for malloc(16)} = &{storage for malloc(17)}:
// CHECK-NEXT:explain-memory.c:[[#@LINE-5]]:21: remark:     from malloc(17) (call parameter) at explain-memory.c:[[#@LINE-5]]:57
// CHECK-NEXT:explain-memory.c:[[#@LINE-6]]:21: remark:     from a->next = b (assign) at explain-memory.c:[[#@LINE-6]]:77
// CHECK-NEXT:explain-memory.c:[[#@LINE-7]]:21: remark:   flow: {heap} = &{storage for malloc(16)}:
// CHECK-NEXT:explain-memory.c:[[#@LINE-8]]:21: remark:     from malloc(16) (call parameter) at explain-memory.c:[[#@LINE-8]]:40
// CHECK-NEXT:explain-memory.c:[[#@LINE-9]]:21: remark:     from head = a (assign) at explain-memory.c:[[#@LINE-9]]:97
// CHECK-NEXT:explain-memory.c:[[#@LINE-10]]:21: remark: leaking param: p
// CHECK-NEXT:explain-memory.c:[[#@LINE-11]]:40: remark: malloc(16) escapes to heap:
// CHECK-NEXT:explain-memory.c:[[#@LINE-12]]:40: remark:   flow: {heap} = &{storage for malloc(16)}:
// CHECK-NEXT:explain-memory.c:[[#@LINE-13]]:40: remark:     from malloc(16) (call parameter) at explain-memory.c:[[#@LINE-13]]:40
// CHECK-NEXT:explain-memory.c:[[#@LINE-14]]:40: remark:     from head = a (assign) at explain-memory.c:[[#@LINE-14]]:97
// CHECK-NEXT:explain-memory.c:[[#@LINE-15]]:40: remark: malloc(16) escapes to heap
// CHECK-NEXT:explain-memory.c:[[#@LINE-16]]:57: remark: malloc(17) escapes to heap:
// CHECK-NEXT:explain-memory.c:[[#@LINE-17]]:57: remark:   flow: {storage for malloc(16)} = &{storage for malloc(17)}:
// CHECK-NEXT:explain-memory.c:[[#@LINE-18]]:57: remark:     from malloc(17) (call parameter) at explain-memory.c:[[#@LINE-18]]:57
// CHECK-NEXT:explain-memory.c:[[#@LINE-19]]:57: remark:     from a->next = b (assign) at explain-memory.c:[[#@LINE-19]]:77
// CHECK-NEXT:explain-memory.c:[[#@LINE-20]]:57: remark:   flow: {heap} = &{storage for malloc(16)}:
// CHECK-NEXT:explain-memory.c:[[#@LINE-21]]:57: remark:     from malloc(16) (call parameter) at explain-memory.c:[[#@LINE-21]]:40
// CHECK-NEXT:explain-memory.c:[[#@LINE-22]]:57: remark:     from head = a (assign) at explain-memory.c:[[#@LINE-22]]:97
// CHECK-NEXT:explain-memory.c:[[#@LINE-23]]:57: remark: malloc(17) escapes to heap

// Not reached by anything when the function returns.
void dead(int *p) { struct s *n = malloc(sizeof *n); n->p = p; free(n); }
// CHECK-NEXT:explain-memory.c:[[#@LINE-1]]:16: remark: p does not escape
// CHECK-NEXT:explain-memory.c:[[#@LINE-2]]:35: remark: malloc(sizeof *n) does not escape

void copied(struct s *to, const struct s *from) { memcpy(to, from, sizeof *to); }
// CHECK-NEXT:explain-memory.c:[[#@LINE-1]]:23: remark: to does not escape
// CHECK-NEXT:explain-memory.c:[[#@LINE-2]]:43: remark: parameter from leaks to {param to} with derefs=1:
// CHECK-NEXT:explain-memory.c:[[#@LINE-3]]:43: remark:   flow: {param to} = *from:
// CHECK-NEXT:explain-memory.c:[[#@LINE-4]]:43: remark:     from memcpy(to, from, sizeof *to) (copied memory) at explain-memory.c:[[#@LINE-4]]:51
// CHECK-NEXT:explain-memory.c:[[#@LINE-5]]:43: remark: leaking param content: from

void copy_of(int *p) { struct s x; x.p = p; memcpy(&head->p, &x, sizeof x); }
// CHECK-NEXT:explain-memory.c:[[#@LINE-1]]:19: remark: parameter p leaks to {heap} with derefs=0:
// CHECK-NEXT:explain-memory.c:[[#@LINE-2]]:19: remark:   flow: {heap} = p:
// CHECK-NEXT:explain-memory.c:[[#@LINE-3]]:19: remark:     from memcpy(&head->p, &x, sizeof x) (assign) at explain-memory.c:[[#@LINE-3]]:45
// CHECK-NEXT:explain-memory.c:[[#@LINE-4]]:19: remark: leaking param: p

struct s by_value(int *p) { struct s x = {0}; x.p = p; return x; }
// CHECK-NEXT:explain-memory.c:[[#@LINE-1]]:24: remark: parameter p leaks to ~r0 with derefs=0:
// CHECK-NEXT:explain-memory.c:[[#@LINE-2]]:24: remark:   flow: ~r0 = p:
// CHECK-NEXT:explain-memory.c:[[#@LINE-3]]:24: remark:     from return x (return) at explain-memory.c:[[#@LINE-3]]:56
// CHECK-NEXT:explain-memory.c:[[#@LINE-4]]:24: remark: leaking param: p to result ~r0 level=0

void in_struct(struct s x) { sink = x.p; }
// CHECK-NEXT:explain-memory.c:[[#@LINE-1]]:25: remark: parameter x leaks to {heap} with derefs=0:
// CHECK-NEXT:explain-memory.c:[[#@LINE-2]]:25: remark:   flow: {heap} = x:
// CHECK-NEXT:explain-memory.c:[[#@LINE-3]]:25: remark:     from sink = x.p (assign) at explain-memory.c:[[#@LINE-3]]:35
// CHECK-NEXT:explain-memory.c:[[#@LINE-4]]:25: remark: leaking param: x

// The parameter itself is kept later, and with it what was stored behind it.
void kept(struct s *t, int *p) { t->p = p; head = t; }
// CHECK-NEXT:explain-memory.c:[[#@LINE-1]]:21: remark: parameter t leaks to {heap} with derefs=0:
// CHECK-NEXT:explain-memory.c:[[#@LINE-2]]:21: remark:   flow: {heap} = t:
// CHECK-NEXT:explain-memory.c:[[#@LINE-3]]:21: remark:     from head = t (assign) at explain-memory.c:[[#@LINE-3]]:49
// CHECK-NEXT:explain-memory.c:[[#@LINE-4]]:21: remark: leaking param: t
// CHECK-NEXT:explain-memory.c:[[#@LINE-5]]:29: remark: parameter p leaks to {heap} with derefs=0:
// CHECK-NEXT:explain-memory.c:[[#@LINE-6]]:29: remark:   flow: t = p:
// CHECK-NEXT:explain-memory.c:[[#@LINE-7]]:29: remark:     from t->p = p (assign) at explain-memory.c:[[#@LINE-7]]:39
// CHECK-NEXT:explain-memory.c:[[#@LINE-8]]:29: remark:   flow: {heap} = t:
// CHECK-NEXT:explain-memory.c:[[#@LINE-9]]:29: remark:     from head = t (assign) at explain-memory.c:[[#@LINE-9]]:49
// CHECK-NEXT:explain-memory.c:[[#@LINE-10]]:29: remark: leaking param: p

struct s *list_end(struct s *t) { while (t->next) t = t->next; return t; }
// CHECK-NEXT:explain-memory.c:[[#@LINE-1]]:30: remark: parameter t leaks to ~r0 with derefs=0:
// CHECK-NEXT:explain-memory.c:[[#@LINE-2]]:30: remark:   flow: ~r0 = t:
// CHECK-NEXT:explain-memory.c:[[#@LINE-3]]:30: remark:     from return t (return) at explain-memory.c:[[#@LINE-3]]:64
// CHECK-NEXT:explain-memory.c:[[#@LINE-4]]:30: remark: leaking param: t to result ~r0 level=0

void out(char **end, const char *text) { *end = strdup(text); }
// CHECK-NEXT:explain-memory.c:[[#@LINE-1]]:17: remark: end does not escape
// CHECK-NEXT:explain-memory.c:[[#@LINE-2]]:34: remark: text does not escape
// CHECK-NEXT:explain-memory.c:[[#@LINE-3]]:49: remark: strdup(text) escapes to heap:
// CHECK-NEXT:explain-memory.c:[[#@LINE-4]]:49: remark:   flow: {param end} = &{storage for strdup(text)}:
// CHECK-NEXT:explain-memory.c:[[#@LINE-5]]:49: remark:     from strdup(text) (call parameter) at explain-memory.c:[[#@LINE-5]]:49
// CHECK-NEXT:explain-memory.c:[[#@LINE-6]]:49: remark:     from *end = strdup(text) (assign) at explain-memory.c:[[#@LINE-6]]:47
// CHECK-NEXT:explain-memory.c:[[#@LINE-7]]:49: remark: strdup(text) escapes to heap

void dangling(struct s *t) { int x; t->p = &x; }
// CHECK-NEXT:explain-memory.c:[[#@LINE-1]]:25: remark: t does not escape
// CHECK-NEXT:explain-memory.c:[[#@LINE-2]]:34: remark: x escapes to heap:
// CHECK-NEXT:explain-memory.c:[[#@LINE-3]]:34: remark:   flow: {param t} = &x:
// CHECK-NEXT:explain-memory.c:[[#@LINE-4]]:34: remark:     from &x (address-of) at explain-memory.c:[[#@LINE-4]]:42
// CHECK-NEXT:explain-memory.c:[[#@LINE-5]]:34: remark:     from t->p = &x (assign) at explain-memory.c:[[#@LINE-5]]:42
// CHECK-NEXT:explain-memory.c:[[#@LINE-6]]:34: remark: &x escapes to heap
