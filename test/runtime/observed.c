// Each place in which a pointer parameter may be left behind, and what comes close: seen when the program runs,
// whatever the optimisation.
// RUN: %checked -O0 %s -o %t.O0 && %t.O0 2>&1 | FileCheck %s --implicit-check-not=leaking
// RUN: %checked -O2 -g %s -o %t.O2 && %t.O2 2>&1 | FileCheck %s --implicit-check-not=leaking
// RUN: %checked -O2 -flto -fuse-ld=lld %s -o %t.lto && %t.lto 2>&1 | FileCheck %s --implicit-check-not=leaking
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

struct node {
	struct node *next;
	void *data;
};

static void *modules[4];
static _Thread_local void *mine;
static struct node *list;

// CHECK: observed.c:[[@LINE+1]]:24: leaking param: m (observed: modules+16 after return){{$}}
void keep_global(void *m) { modules[2] = m; }

// CHECK: observed.c:[[@LINE+1]]:24: leaking param: p (observed: thread-local data+{{[0-9]+}} after return)
void keep_thread(void *p) { mine = p; }

// A pointer into the object is one to the object:
// CHECK: observed.c:[[@LINE+1]]:21: leaking param: p (observed: malloc({{.*}})+8 after return)
void keep_heap(int *p)
{
	struct node *n = malloc(sizeof *n);

	n->data = p + 1;
	n->next = list;
	list = n;
}

// CHECK: observed.c:[[@LINE+1]]:36: leaking param: p to param out (observed: out+8 after return)
void store(struct node *out, void *p) { out->data = p; }

// CHECK: observed.c:[[@LINE+1]]:24: leaking param: s to param s (observed: s+0 after return)
void self(struct node *s) { s->next = s; }

// CHECK: observed.c:[[@LINE+1]]:16: leaking param: p to result ~r0 level=0 (observed: ~r0+0 after return)
int *same(int *p) { return p + 1; }

// CHECK: observed.c:[[@LINE+1]]:26: leaking param: p to result ~r0 level=0 (observed: ~r0+8 after return)
struct node result(void *p) { return (struct node){0, p}; }

struct big {
	void *data;
	long more[7];
};

// CHECK: observed.c:[[@LINE+1]]:28: leaking param: p to result ~r0 level=0 (observed: ~r0+0 after return)
struct big in_memory(void *p) { return (struct big){p, {0}}; }

// CHECK: observed.c:[[@LINE+1]]:25: leaking param: p (observed: realloc({{.*}})+8 after return)
struct node *make(void *p)
{
	struct node *n = calloc(1, sizeof *n);

	n = realloc(n, 2 * sizeof *n);
	n->data = p;
	return n;
}

// CHECK: observed.c:[[@LINE+1]]:30: leaking param: n (observed: modules+0 after return)
void keep_struct(struct node n) { modules[0] = n.data; }

/* ---- near misses -------------------------------------------------------------------- */

int freed_memory(int *p)
{
	struct node *n = malloc(sizeof *n);
	int x;

	n->data = p;
	x = *(int *)n->data;
	free(n);
	return x;
}

void lost_memory(int *p)
{
	struct node *n = malloc(sizeof *n);

	n->data = p;
}

void taken_back(int *p)
{
	modules[3] = p;
	modules[3] = 0;
}

void freed_itself(int *p)
{
	modules[3] = p;
	free(p);
}

/* It was there before; and what leads to it may be stored where it likes. */
void known_before(void *p)
{
	modules[1] = modules[2];
	(void)p;
}

/* Whose pointer was it? */
void either(void *p, void *q)
{
	modules[1] = p;
	(void)q;
}

/* The function has a name for it. */
void named(void *p)
{
	modules[1] = modules;
	(void)p;
}

/* What is behind the dots may be the same. */
void variable(struct node *n, ...)
{
	va_list ap;

	va_start(ap, n);
	n->data = va_arg(ap, void *);
	va_end(ap);
}
void variable_list(struct node *n, va_list ap) { n->data = va_arg(ap, void *); }
static void pass_list(struct node *n, ...)
{
	va_list ap;

	va_start(ap, n);
	variable_list(n, ap);
	va_end(ap);
}

int main(void)
{
	struct node local = {0}, *made;
	int *p = malloc(8), x[2];
	struct big b;

	keep_global(p);
	known_before(p);
	modules[2] = modules[1] = 0;
	either(p, p);
	modules[1] = 0;
	named(modules);
	keep_thread(malloc(8));
	keep_heap(malloc(8));
	store(&local, x);
	self(malloc(sizeof local));
	p = same(malloc(8));
	local = result(malloc(8));
	b = in_memory(malloc(8));
	made = make(malloc(8));
	keep_struct((struct node){0, malloc(8)});
	list = calloc(1, sizeof *list);
	variable(list, list);
	list = calloc(1, sizeof *list);
	pass_list(list, list);
	list = 0;
	freed_memory(x);
	lost_memory(x);
	taken_back(x);
	freed_itself(malloc(8));
	return made == 0 || b.data == 0 || p == 0;
}
