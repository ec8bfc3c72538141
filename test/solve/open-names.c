// A recursion that calls what a call of its own has returned, and what is found in that, settles: what calls have returned
// does not name them.
//
// RUN: %clang -w -fsyntax-only -fplugin=%plugin -fplugin-arg-cgoescape-esc=%t.d %s
// RUN: not %cgoescape link --format=tsv %t.d/*.esc | FileCheck %s --implicit-check-not='{{^run_all [01] }}'
// RUN: not env CGOESCAPE_NOTCH=plain6 %build/bin/cgoescape-coarse link --format=tsv %t.d/*.esc | FileCheck %s --implicit-check-not='{{^run_all [01] }}'
// RUN: not env CGOESCAPE_NOTCH=last %build/bin/cgoescape-coarse link --format=tsv %t.d/*.esc | FileCheck %s --implicit-check-not='{{^run_all [01] }}'
struct stage {
	struct stage *(*next)(struct stage *);
	int n;
};
static struct stage *run(struct stage *s, int n, const char *text)
{
	struct stage *r = s->next(s);
	if (n && text[n])
		r = run(r, n - 1, text);
	if (n > 2)
		r = r->next(r);
	if (n > 3)
		r = s->next(r);
	return r;
}

// CHECK: {{^}}run_all {{-1 - nocallback=unknown callback}}
// CHECK: {{^}}run_all 0 s direct
// CHECK: {{^}}run_all 1 text none
struct stage *run_all(struct stage *s, const char *text)
{
	return run(s, 4, text);
}
