// What is given an array in a struct that the program has made gets the array (A11), unless some function that others can call goes from what
// it gets to what is around it. Arithmetic with numbers goes nowhere; a number that is made a pointer is one.
//
// RUN: %clang -w -fsyntax-only -fplugin=%plugin -fplugin-arg-cgoescape-esc=%t.plain %s
// RUN: not %cgoescape link --format=tsv %t.plain/*.esc | FileCheck %s --check-prefix=ARRAY
// RUN: %clang -w -DNUMBERS -fsyntax-only -fplugin=%plugin -fplugin-arg-cgoescape-esc=%t.numbers %s
// RUN: not %cgoescape link --format=tsv %t.numbers/*.esc | FileCheck %s --check-prefix=ARRAY
// RUN: %clang -w -DWAY -fsyntax-only -fplugin=%plugin -fplugin-arg-cgoescape-esc=%t.way %s
// RUN: not %cgoescape link --format=tsv %t.way/*.esc | FileCheck %s --check-prefix=STRUCT
// RUN: %clang -w -DCAST -fsyntax-only -fplugin=%plugin -fplugin-arg-cgoescape-esc=%t.cast %s
// RUN: not %cgoescape link --format=tsv %t.cast/*.esc | FileCheck %s --check-prefix=STRUCT
// ARRAY: {{^}}pack 0 text none
// STRUCT: {{^}}pack 0 text direct
#include <stddef.h>
#include <stdlib.h>
struct packer {
	int (*put)(void *user, const char *text, int n);
	const char *from;
	char out[64];
};
int pack(const char *text, int n, int (*put)(void *, const char *, int), void *user)
{
	struct packer *p = malloc(sizeof *p);
	int done;
	if (!p)
		return 0;
	p->put = put;
	p->from = text;
	for (int i = 0; i < n && i < 64; i++)
		p->out[i] = p->from[i] ^ 1;
	done = put(user, p->out, n);
	free(p);
	return done;
}
#ifdef NUMBERS
size_t bound(size_t n, size_t m) { return 128 + n * 110 / 100 + m; }
double scale(double x, double by) { return x * by - 1; }
#endif
#ifdef WAY
void *owner(char *out) { return out - offsetof(struct packer, out); }
#endif
#ifdef CAST
void *owner_of(size_t out) { return (void *)(out - offsetof(struct packer, out)); }
#endif
