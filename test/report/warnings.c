// Without any key: what is wrong whatever the caller does, and nothing else.
// RUN: %cc -fsyntax-only -Wno-return-stack-address -Xclang -verify %s
// -w silences all of it; -Werror makes neither remarks nor warnings errors.
// RUN: %cc -fsyntax-only -w %s 2>&1 | count 0
// RUN: %cc -fsyntax-only -Wno-return-stack-address -Werror %s
// RUN: %m -w -Werror %s

#include <stddef.h>
#include <string.h>

struct q { struct q *next; int *buf; };

int *global;
struct q *queue;
size_t number;
_Thread_local int *local_to_thread;
void use(int *);

void left_in_global(void) {
  int x; // expected-warning {{&x escapes to heap}}
  global = &x;
}

void left_in_thread(void) {
  int x; // expected-warning {{&x escapes to heap}}
  local_to_thread = &x;
}

void left_behind_parameter(struct q *q) {
  int x; // expected-warning {{&x escapes to heap}}
  q->buf = &x;
}

int *returned(void) {
  int x; // expected-warning {{&x escapes to heap}}
  int *p = &x;
  return p;
}

struct q returned_inside(void) {
  int x; // expected-warning {{&x escapes to heap}}
  struct q r = {0, &x};
  return r;
}

void left_after_a_call(int n) {
  int x = n; // expected-warning {{&x escapes to heap}}
  use(NULL);
  global = &x;
}

// The C library does not look at the user's variables.
void left_before_strlen(const char *s) {
  int x; // expected-warning {{&x escapes to heap}}
  global = &x;
  x = strlen(s);
}

void taken_back(void) {
  int x;
  global = &x;
  global = NULL;
}

// For those who are called meanwhile; that it is taken back is not proved.
void lent(struct q *q, void (*callback)(struct q *)) {
  int x;
  q->buf = &x;
  callback(q);
  q->buf = NULL;
}

void queued(void) {
  struct q self = {queue};
  queue = &self;
  use(self.buf);
  queue = self.next;
}

void handed_to_unknown(void) {
  int x;
  use(&x);
}

void handed_to_callback(void (*f)(int *)) {
  int x;
  f(&x);
}

// Facts, but nothing is wrong.
int *kept(int *p) { return global = p; }
void counted(size_t n) { number = n; }

void promised(__attribute__((noescape)) int *p) { // expected-warning {{leaking param: p, but it is declared noescape}}
  global = p;
}

int *promised_and_returned(__attribute__((noescape)) int *p) { // expected-warning {{leaking param: p to result ~r0 level=0, but it is declared noescape}}
  return p;
}

void promised_and_stored(struct q *q, __attribute__((noescape)) int *p) { // expected-warning {{leaking param: p to param q, but it is declared noescape}}
  q->buf = p;
}

// Unknown is no refutation, and what p points to was not promised.
void promise_unknown(__attribute__((noescape)) int *p) { use(p); }
void promise_to_callback(void (*f)(int *), __attribute__((noescape)) int *p) { f(p); }
int promise_kept(__attribute__((noescape)) int *p) { return *p; }
void promise_of_shell(__attribute__((noescape)) struct q *p) { global = p->buf; }

// An address as a number: nothing is wrong until somebody makes a pointer of it.
unsigned long as_number(void) {
  int x;
  return (unsigned long)&x;
}

struct cursor {
  unsigned long sum;
  unsigned char buf[8], *at;
};

static void take_in(struct cursor *c, const unsigned char *p, const unsigned char *end) {
  while (p < end && c->at < c->buf + 8)
    *c->at++ = *p++;
  c->sum ^= c->buf[0] | (unsigned long)c->buf[1] << 8;
  c->at = c->buf;
}

unsigned long hash_of(const unsigned char *p, unsigned n) {
  struct cursor c = {0};
  c.at = c.buf;
  take_in(&c, p, p + n);
  return c.sum;
}
