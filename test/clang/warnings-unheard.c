// With -w nobody hears warnings: what else was asked for comes all the same.
//
// RUN: rm -rf %t && mkdir %t
// RUN: %cc -fplugin-arg-cgoescape-esc=%t/heard -fsyntax-only %s 2>&1 | FileCheck %s --check-prefix=HEARD
// RUN: %cc -w -fplugin-arg-cgoescape-esc=%t/unheard -fsyntax-only %s 2>&1 | count 0
// RUN: diff -r %t/heard %t/unheard
// RUN: %cc -w -fplugin-arg-cgoescape-v -fsyntax-only %s 2>&1 | FileCheck %s --check-prefix=WORK
// RUN: %cc -w -fplugin-arg-cgoescape-m -fsyntax-only %s 2>&1 | FileCheck %s --check-prefix=VERDICT
// RUN: %cc -w -fplugin-arg-cgoescape-facts=%t/facts.tsv -fsyntax-only %s && FileCheck %s --check-prefix=FACTS --input-file=%t/facts.tsv

int *last;

// HEARD: warning: &x escapes to heap
// WORK-NOT: warning:
// WORK: remark: 2 solutions,
// WORK-NOT: warning:
// VERDICT-NOT: warning:
// VERDICT: remark: p does not escape
// VERDICT: remark: &x escapes to heap
// VERDICT-NOT: warning:
// FACTS: f{{.}}0{{.}}p{{.}}none
int f(int *p)
{
	int x = *p;

	last = &x;
	return x;
}
