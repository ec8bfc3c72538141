// What Go calls, and what runs Go, from the code that cgo generates. dump=boundary.
// RUN: %cc -w -fplugin-arg-cgoescape-dump=boundary -fsyntax-only %s | FileCheck %s
//
// CHECK: unit {{.*}}boundary-cgo.c cgo{{$}}
#line 3 "x.go"
// CHECK-DAG: func called x.go:[[#]]:{{[0-9]+}} def boundary preamble static
static int called(int *p) { return *p; }
// CHECK-DAG: func for_errno x.go:{{.*}} boundary
static int for_errno(int *p) { return *p; }
// CHECK-DAG: func no_result x.go:{{.*}} boundary
static void no_result(int *p) {}
// CHECK-DAG: func renamed x.go:{{.*}} boundary
#define by_macro renamed
static int renamed(int *p) { return *p; }
// Near misses.
// CHECK-DAG: func not_called x.go:{{[0-9:]+}} def preamble static args
static int not_called(int *p) { return *p; }
// CHECK-DAG: func only_an_argument x.go:{{[0-9:]+}} def preamble static args
static int only_an_argument(int *p) { return *p; }
// CHECK-DAG: func _cgo_plumbing {{.*}} decl{{$}}
void *_cgo_plumbing(void);

#line 1 "cgo-gcc-export-header-prolog"
// CHECK-DAG: func goExported {{.*}} decl go-export
extern int goExported(int *p);
#line 1 "y.h"
// CHECK-DAG: func notExported y.h:2:{{[0-9]+}} decl{{$}}
extern int notExported(int *p);
int inner(int *p) { return goExported(p) + notExported(p); }
// CHECK-DAG: func crosscall2 {{.*}} decl go-export
extern void crosscall2(void (*fn)(void *), void *, int, unsigned long);
void into(void *p) { crosscall2(0, p, 1, 0); }

#line 1 "cgo-generated-wrapper"
// CHECK-DAG: func _cgo_546b5b55f93f_Cfunc_called {{.*}} def wrapper args=0
void _cgo_546b5b55f93f_Cfunc_called(void *v) {
  struct { int *p0; int r; } *_cgo_a = v;
  int _cgo_r;
  _cgo_plumbing();
  _cgo_r = called(_cgo_a->p0);
  _cgo_a->r = _cgo_r;
}
int _cgo_546b5b55f93f_C2func_for_errno(void *v) {
  struct { int *p0; int r; } *_cgo_a = v;
  int _cgo_errno = 0, _cgo_r;
  _cgo_r = for_errno(_cgo_a->p0);
  return _cgo_errno;
}
void _cgo_546b5b55f93f_Cfunc_no_result(void *v) {
  struct { int *p0; } *_cgo_a = v;
  no_result(_cgo_a->p0);
  for (int i = only_an_argument(_cgo_a->p0); i;)
    break;
}
void _cgo_546b5b55f93f_Cfunc_by_macro(void *v) {
  struct { int *p0; int r; } *_cgo_a = v;
  int _cgo_r;
  _cgo_r = by_macro(_cgo_a->p0);
}
// CHECK-DAG: func _cgo_546b5b55f93_Cfunc_not_called {{.*}} def args=0
void _cgo_546b5b55f93_Cfunc_not_called(void *v) {
  struct { int *p0; int r; } *_cgo_a = v;
  int _cgo_r;
  _cgo_r = not_called(_cgo_a->p0);
}
