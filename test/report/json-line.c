// A Go file's preamble has a log under the Go file's name.
// RUN: rm -rf %t && %cc -fplugin-arg-cgoescape-json=%t -fsyntax-only -w %s
// RUN: %python %S/Inputs/read_log.py %t | FileCheck %s

// CHECK:      {{^}}shop/main.json main.go
// CHECK-NEXT: {{^}}9:23 leak(parameter p leaks to {heap} with derefs=0)
// CHECK-NEXT: main.go:9:33 escflow:    flow: {heap} = p:
// CHECK-NEXT: main.go:9:33 escflow:      from kept = p (assign)
static void *kept;
#line 10 "/src/shop/main.go"
static void keep(void *p) { kept = p; }
#line 1 "cgo-gcc-prolog"
void _cgo_546b5b55f93f_Cfunc_keep(void *v) {
  struct { void *p0; } __attribute__((__packed__)) *_cgo_a = v;
  keep(_cgo_a->p0);
}
