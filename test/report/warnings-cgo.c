// In a unit of cgo's: C that Go calls must not keep a Go pointer.
// RUN: %cc -fsyntax-only -Xclang -verify %s

#include <stddef.h>
#include <stdint.h>

struct opaque;
struct known { void *p; };
void *kept;
size_t number;
void unknown(void *);

static void keep(void *p, size_t n) { // expected-warning {{leaking param: p, but Go calls it, and C must not keep Go pointers}}
  kept = p;
  number = n;
}

// The object is C's own: only C knows what is in it.
static void keep_in_handle(struct opaque *o, void *p) { // expected-warning {{leaking param: p to param o, but Go calls it, and C must not keep Go pointers}}
  *(void **)o = p;
}

// Numbers are nobody's pointers, also if this one is a handle that C makes one of.
static void keep_number(size_t n) { number = n; }
static void keep_handle(uintptr_t h) { kept = (void *)h; }

// A pointer to an incomplete type comes from C, a function is no Go memory.
static void keep_opaque(struct opaque *o) { kept = o; }
static void keep_function(void (*f)(void)) { kept = (void *)f; }

// The caller's to judge.
static void into(struct known *k, void *p) { k->p = p; }
static void *same(void *p) { return p; }
static void call(void (*f)(void *), void *p) { f(p); }
static void ask(void *p) { unknown(p); }

// Not called from Go.
static void inner(void *p) { kept = p; }
void outer(void) { inner(kept); }

#define WRAPPER(f, ...)                                                                \
  void _cgo_546b5b55f93f_Cfunc_##f(void *v) {                                          \
    struct { void *p0; void *p1; } __attribute__((__packed__)) *_cgo_a = v;            \
    f(__VA_ARGS__);                                                                    \
  }
WRAPPER(keep, _cgo_a->p0, (size_t)_cgo_a->p1)
WRAPPER(keep_in_handle, _cgo_a->p0, _cgo_a->p1)
WRAPPER(keep_number, (size_t)_cgo_a->p0)
WRAPPER(keep_handle, (uintptr_t)_cgo_a->p0)
WRAPPER(keep_opaque, _cgo_a->p0)
WRAPPER(keep_function, (void (*)(void))_cgo_a->p0)
WRAPPER(into, _cgo_a->p0, _cgo_a->p1)
WRAPPER(same, _cgo_a->p0)
WRAPPER(call, (void (*)(void *))_cgo_a->p0, _cgo_a->p1)
WRAPPER(ask, _cgo_a->p0)
