// Methods of a table that do the same are taken over once: not those that take, keep or return anything else.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdint.h>
#include <stdlib.h>
void *kept;

struct box {
	void *in, *out;
};
typedef void *method(struct box *, void *, void *);

static void *put_a(struct box *b, void *x, void *y)
{
	b->in = x;
	return 0;
}
static void *put_b(struct box *b, void *x, void *y)
{
	b->in = x;
	return 0;
}
static void *put_other(struct box *b, void *x, void *y)
{
	b->in = y;
	return 0;
}
static void *put_out(struct box *b, void *x, void *y)
{
	b->out = x;
	return 0;
}
static void *give(struct box *b, void *x, void *y)
{
	b->in = x;
	return y;
}
static void *keep_it(struct box *b, void *x, void *y)
{
	b->in = x;
	kept = y;
	return 0;
}
static void *as_number(struct box *b, uintptr_t x, void *y)
{
	b->in = (void *)x;
	return 0;
}
static void *new_a(struct box *b, void *x, void *y)
{
	void **p = malloc(sizeof *p);
	if (p)
		*p = x;
	return p;
}
static void *new_b(struct box *b, void *x, void *y)
{
	void **p = malloc(sizeof *p);
	if (p)
		*p = x;
	return p;
}

static method *const alike[] = {put_a, put_b};
// CHECK: {{^}}all_alike x leaking param: x to result ~r0 level=0{{$}}
// CHECK: {{^}}all_alike y y does not escape{{$}}
void *all_alike(void *x, void *y, int i)
{
	struct box b = {0};
	alike[i](&b, x, y);
	return b.in;
}

static method *const one_other[] = {put_a, put_b, put_other};
// CHECK: {{^}}another_argument x leaking param: x to result ~r0 level=0{{$}}
// CHECK: {{^}}another_argument y leaking param: y to result ~r0 level=0{{$}}
void *another_argument(void *x, void *y, int i)
{
	struct box b = {0};
	one_other[i](&b, x, y);
	return b.in;
}

static method *const one_out[] = {put_a, put_b, put_out};
// CHECK: {{^}}another_place x leaking param: x to result ~r0 level=0{{$}}
// CHECK: {{^}}another_place y y does not escape{{$}}
void *another_place(void *x, void *y, int i)
{
	struct box b = {0};
	one_out[i](&b, x, y);
	return b.out;
}

static method *const one_gives[] = {put_a, give, put_b};
// CHECK: {{^}}another_result x x does not escape{{$}}
// CHECK: {{^}}another_result y leaking param: y to result ~r0 level=0{{$}}
void *another_result(void *x, void *y, int i)
{
	struct box b = {0};
	return one_gives[i](&b, x, y);
}

static method *const one_keeps[] = {put_a, keep_it};
// CHECK: {{^}}another_leak x x does not escape{{$}}
// CHECK: {{^}}another_leak y leaking param: y{{$}}
void another_leak(void *x, void *y, int i)
{
	struct box b = {0};
	one_keeps[i](&b, x, y);
}

static method *const casts[] = {put_a, (method *)as_number, put_b};
// CHECK: {{^}}another_type x leaking param: x to result ~r0 level=0{{$}}
// CHECK: {{^}}another_type y y does not escape{{$}}
void *another_type(void *x, void *y, int i)
{
	struct box b = {0};
	casts[i](&b, x, y);
	return b.in;
}

static method *const makers[] = {new_a, new_b};
// CHECK: {{^}}new_memory x leaking param: x to result ~r0 level=0{{$}}
// CHECK: {{^}}new_memory y y does not escape{{$}}
void *new_memory(void *x, void *y, int i)
{
	struct box b = {0};
	void **p = makers[i](&b, x, y);
	return *p;
}

// CHECK: {{^}}two_calls x leaking param: x to result ~r0 level=0{{$}}
// CHECK: {{^}}two_calls y leaking param: y to result ~r0 level=0{{$}}
void *two_calls(void *x, void *y, int i)
{
	struct box b = {0}, c = {0};
	alike[i](&b, x, y);
	alike[i](&c, y, x);
	return i ? b.in : c.in;
}
