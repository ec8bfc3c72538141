// A hook in memory of the function's own that unknown code has or that a global leads to may be anything: its callers know no
// more than the function does, also where such memory is told apart no longer (in a recursion, and from the third notch on).
//
// RUN: %clang -w -fsyntax-only -fplugin=%plugin -fplugin-arg-cgoescape-esc=%t.d %s
// RUN: not %cgoescape link --format=tsv %t.d/*.esc | FileCheck %s --implicit-check-not='{{^(called|known|plain)[a-z_]* [01] }}'
// RUN: not env CGOESCAPE_NOTCH=0 %build/bin/cgoescape-coarse link --format=tsv %t.d/*.esc | FileCheck %s --implicit-check-not='{{^(called|known|plain)[a-z_]* [01] }}'
// RUN: not env CGOESCAPE_NOTCH=plain2 %build/bin/cgoescape-coarse link --format=tsv %t.d/*.esc | FileCheck %s --implicit-check-not='{{^(called|known|plain)[a-z_]* [01] }}'
// RUN: not env CGOESCAPE_NOTCH=plain5 %build/bin/cgoescape-coarse link --format=tsv %t.d/*.esc | FileCheck %s --implicit-check-not='{{^(called|known|plain)[a-z_]* [01] }}'
#include <stdlib.h>
struct coder {
	void *state;
	void (*code)(void *state, const void *in);
};
struct coder *current;
int sum;

void fill(struct coder *);
void work(void);

static void filled(const void *in)
{
	struct coder c = {0};
	fill(&c);
	c.code(c.state, in);
}

// CHECK: {{^}}called_filled {{-1 - nocallback=unknown}}
// CHECK: {{^}}called_filled 0 in direct
void called_filled(const void *in)
{
	filled(in);
}

static void filled_new(const void *in)
{
	struct coder *c = malloc(sizeof *c);
	fill(c);
	c->code(c->state, in);
	free(c);
}

// CHECK: {{^}}called_filled_new {{-1 - nocallback=unknown}}
// CHECK: {{^}}called_filled_new 0 in direct
void called_filled_new(const void *in)
{
	filled_new(in);
}

static void installed(const void *in)
{
	struct coder c = {0};
	current = &c;
	work();
	c.code(c.state, in);
}

// CHECK: {{^}}called_installed {{-1 - nocallback=unknown}}
// CHECK: {{^}}called_installed 0 in direct
void called_installed(const void *in)
{
	installed(in);
}

static int itself(const void *in, int n)
{
	struct coder c = {0};
	fill(&c);
	c.code(c.state, in);
	return n ? itself(in, n - 1) : 0;
}

// CHECK: {{^}}called_itself {{-1 - nocallback=unknown}}
// CHECK: {{^}}called_itself 0 in direct
void called_itself(const void *in)
{
	itself(in, 3);
}

static void add(void *state, const void *in)
{
	sum += *(const char *)in;
}

static void set(struct coder *c)
{
	c->code = add;
}

static void filled_by_known(const void *in)
{
	struct coder c = {0};
	set(&c);
	c.code(c.state, in);
}

// CHECK: {{^}}known_code {{-1 - nocallback=yes}}
// CHECK: {{^}}known_code 0 in none
void known_code(const void *in)
{
	filled_by_known(in);
}

static void with(void (*init)(struct coder *), const void *in)
{
	struct coder c = {0};
	init(&c);
	c.code(c.state, in);
}

// CHECK: {{^}}known_init {{-1 - nocallback=yes}}
// CHECK: {{^}}known_init 0 in none
void known_init(const void *in)
{
	with(set, in);
}
