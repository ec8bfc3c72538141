// functions: whose verdicts m prints. Where the unit is cgo's, those that Go calls, else all.
// RUN: %m -w %s 2>&1 | FileCheck %s --check-prefixes=ALL --implicit-check-not='from_go does'
// RUN: %m -w -fplugin-arg-cgoescape-functions=all %s 2>&1 | FileCheck %s --check-prefixes=ALL
// RUN: %m -w -fplugin-arg-cgoescape-functions=extern %s 2>&1 | FileCheck %s --check-prefixes=EXTERN --implicit-check-not=remark:
// RUN: %m -w -fplugin-arg-cgoescape-functions=cgo %s 2>&1 | count 0
//
// RUN: %m -w -DCGO %s 2>&1 | FileCheck %s --check-prefixes=CGO --implicit-check-not=remark:
// RUN: %m -w -DCGO -fplugin-arg-cgoescape-functions=cgo %s 2>&1 | FileCheck %s --check-prefixes=CGO --implicit-check-not=remark:
// RUN: %m -w -DCGO -fplugin-arg-cgoescape-functions=extern %s 2>&1 | FileCheck %s --check-prefixes=XCGO
// RUN: %m -w -DCGO -fplugin-arg-cgoescape-functions=all %s 2>&1 | FileCheck %s --check-prefixes=ALL,ALLCGO
// What cgo generated has no verdicts of its own, unless they are asked for as external.
// RUN: %m -w -DCGO -fplugin-arg-cgoescape-functions=all %s 2>&1 | not grep 'remark: v '

// ALL-DAG: remark: a_static does not escape
// CGO-NOT: a_static
static int inner(int *a_static) { return *a_static; }

// ALL-DAG: remark: an_extern does not escape
// EXTERN: remark: an_extern does not escape
// XCGO: remark: an_extern does not escape
int outer(int *an_extern) { return inner(an_extern); }

#ifdef CGO
// ALLCGO-DAG: remark: from_go does not escape
// CGO: remark: from_go does not escape
static int called(int *from_go) { return *from_go; }
void _cgo_546b5b55f93f_Cfunc_called(void *v) {
  struct { int *p0; int r; } *_cgo_a = v;
  __typeof__(_cgo_a->r) _cgo_r;
  _cgo_r = called(_cgo_a->p0);
  _cgo_a->r = _cgo_r;
}
#endif
