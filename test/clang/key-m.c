// m: verdicts as remarks of the compiler, shown without -R. m=2: and the way of each leak.
// RUN: %cc -fsyntax-only -fplugin-arg-cgoescape-m %s 2>&1 | FileCheck %s --implicit-check-not=flow: --implicit-check-not=warning
// RUN: %cc -fsyntax-only -fplugin-arg-cgoescape-m=1 %s 2>&1 | FileCheck %s --implicit-check-not=flow:
// RUN: %cc -fsyntax-only -fplugin-arg-cgoescape-m=2 %s 2>&1 | FileCheck %s --check-prefixes=CHECK,FLOW
// Without m nothing is said. The last of several counts.
// RUN: %cc -fsyntax-only %s 2>&1 | count 0
// RUN: %cc -fsyntax-only -fplugin-arg-cgoescape-m=2 -fplugin-arg-cgoescape-m=1 %s 2>&1 | FileCheck %s --implicit-check-not=flow:
//
// Verdicts are no diagnostics that -w or -Werror is about.
// RUN: %cc -fsyntax-only -fplugin-arg-cgoescape-m -w -Werror -Weverything %s 2>&1 | FileCheck %s
// q: nothing but warnings.
// RUN: %cc -fsyntax-only -fplugin-arg-cgoescape-m -fplugin-arg-cgoescape-q %s 2>&1 | count 0

int *g;

// FLOW: key-m.c:[[#@LINE+4]]:16: remark: parameter p leaks to {heap} with derefs=0:
// FLOW: key-m.c:[[#@LINE+3]]:16: remark: flow: {heap} = p:
// FLOW: key-m.c:[[#@LINE+2]]:16: remark: from g = p (assign) at {{.*}}key-m.c:[[#@LINE+2]]:23
// CHECK: key-m.c:[[#@LINE+1]]:16: remark: leaking param: p
void keep(int *p) { g = p; }

// CHECK: key-m.c:[[#@LINE+1]]:15: remark: p does not escape
int look(int *p) { return *p; }
