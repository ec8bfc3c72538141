// format=tsv: the verdicts on standard output, function, subject and message apart.
// RUN: %tsv %s 2>%t.err | FileCheck %s --match-full-lines --strict-whitespace
// RUN: count 0 < %t.err
// It asks for verdicts by itself, and leaves warnings where they are.
// RUN: %cc -fsyntax-only -fplugin-arg-cgoescape-format=tsv -DWARN %s 2>&1 >%t.out | grep 'warning: &x escapes'
// RUN: FileCheck %s --match-full-lines --strict-whitespace < %t.out

//      CHECK:keep{{	}}p{{	}}leaking param: p
// CHECK-NEXT:look{{	}}p{{	}}p does not escape
int *g;
void keep(int *p) { g = p; }
int look(int *p) { return *p; }
#ifdef WARN
void local(void) { int x; g = &x; }
#endif
