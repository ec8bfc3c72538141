// A hook table that is filled in a variable, or is the result of a function, holds what was put there once it is
// copied: kernels that are chosen for the processor.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdlib.h>
#include <string.h>

typedef void (*handler)(void *);
struct hooks {
	handler open, close;
};

void *kept;
extern int wide;
extern void change(struct hooks *h);

static void keep(void *p)
{
	kept = p;
}

static void ignore(void *p)
{
}

static void ignore_wide(void *p)
{
	*(int *)p = 1;
}

static struct hooks chosen;
static struct hooks choose(void)
{
	struct hooks h;

	if (wide) {
		struct hooks w;

		w.open = ignore_wide;
		w.close = keep;
		return w;
	}
	h.open = ignore;
	h.close = ignore;
	return h;
}

// CHECK: {{^}}result p p does not escape{{$}}
// CHECK: {{^}}result q leaking param: q{{$}}
void result(void *p, void *q)
{
	chosen = choose();
	chosen.open(p);
	chosen.close(q);
}

static struct hooks element;
// CHECK: {{^}}element_of_array p p does not escape{{$}}
// CHECK: {{^}}element_of_array q leaking param: q{{$}}
void element_of_array(void *p, void *q)
{
	struct hooks all[2];

	all[0].open = ignore;
	all[0].close = keep;
	all[1].open = ignore_wide;
	all[1].close = keep;
	element = all[wide];
	element.open(p);
	element.close(q);
}

static struct hooks twice;
// CHECK: {{^}}copied_twice p p does not escape{{$}}
// CHECK: {{^}}copied_twice q leaking param: q{{$}}
void copied_twice(void *p, void *q)
{
	struct hooks h = {0}, *heap = malloc(sizeof *heap);

	h.open = ignore;
	h.close = keep;
	*heap = h;
	twice = *heap;
	free(heap);
	twice.open(p);
	twice.close(q);
}
// CHECK: {{^}}copied_twice malloc(sizeof *heap) malloc(sizeof *heap) does not escape{{$}}

static handler part[3];
// CHECK: {{^}}part_of_it p p does not escape{{$}}
// CHECK: {{^}}part_of_it q leaking param: q{{$}}
void part_of_it(void *p, void *q)
{
	handler all[4];

	all[0] = keep;
	all[1] = ignore;
	all[2] = keep;
	all[3] = ignore;
	memcpy(part + 1, all + 1, 2 * sizeof *all);
	part[1](p);
	part[2](q);
}

static struct hooks given;
// CHECK: {{^}}partly_given h leaking param content: h{{$}}
void partly_given(const struct hooks *h)
{
	struct hooks own = *h;

	own.open = ignore;
	given = own;
}

// CHECK: {{^}}call_given q leaking param: q{{$}}
void call_given(void *q)
{
	given.close(q);
}

static struct hooks changed;
// CHECK: {{^}}changed_by_others p leaking param: p{{$}}
// CHECK: {{^}}changed_by_others &own &own escapes to heap{{$}}
void changed_by_others(void *p)
{
	struct hooks own = {ignore, ignore};

	change(&own);
	changed = own;
	changed.open(p);
}

static struct named {
	char name[8];
	handler open, close;
} named;

// More than the array is copied.
//
// CHECK: {{^}}from_array_on p p does not escape{{$}}
// CHECK: {{^}}from_array_on q leaking param: q{{$}}
void from_array_on(void *p, void *q)
{
	struct named own = {"a", ignore, keep};

	own.name[0] = 'b';
	memcpy(named.name, own.name, sizeof own);
	named.open(p);
	named.close(q);
}

// It came through more variables than are looked into.
static struct hooks far;
// BAD: p is ignored.
// CHECK: {{^}}copied_often p leaking param: p{{$}}
// CHECK: {{^}}copied_often q leaking param: q{{$}}
void copied_often(void *p, void *q, int n)
{
	struct hooks a = {ignore, keep}, b = {ignore, keep};

	while (n--) {
		struct hooks t = a;

		a = b;
		b = t;
	}
	far = a;
	far.open(p);
	far.close(q);
}

static void fill(struct hooks *h, int i)
{
	if (i)
		fill(h, i - 1);
	else
		h->close = keep;
}

static struct hooks filled;
// CHECK: {{^}}filled_by_others p p does not escape{{$}}
// CHECK: {{^}}filled_by_others q leaking param: q{{$}}
void filled_by_others(void *p, void *q, int n)
{
	struct hooks h = {ignore, ignore};

	fill(&h, n);
	filled = h;
	filled.open(p);
	filled.close(q);
}

extern struct hooks unknown(void);
static struct hooks foreign;
// CHECK: {{^}}of_others p leaking param: p{{$}}
void of_others(void *p)
{
	foreign = unknown();
	foreign.open(p);
}

static struct hooks several[4];
// CHECK: {{^}}any_element p leaking param: p{{$}}
void any_element(void *p, int i, int k)
{
	struct hooks all[3] = {{ignore, ignore}, {ignore, ignore}, {keep, ignore}};

	memcpy(&several[i], &all[k], sizeof *all);
	several[k].open(p);
}
