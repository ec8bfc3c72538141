// A pointer that was compared with an argument and replaced if equal is not that argument.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdlib.h>
struct reader {
	int left;
	void *last;
};
void *kept;

// The reader itself is the mark for the end.
static void *next(struct reader *r)
{
	return r->left-- ? malloc(8) : (void *)r;
}

// CHECK: {{^}}replaced r r does not escape{{$}}
void *replaced(struct reader *r)
{
	void *u = next(r);
	if (u == r)
		u = NULL;
	return u;
}

// CHECK: {{^}}on_a_branch r r does not escape{{$}}
void on_a_branch(struct reader *r, int *n)
{
	void *u = next(r);
	if (u == (void *)r) {
		*n = 1;
		u = NULL;
	}
	kept = u;
}
// CHECK: {{^}}on_a_branch n n does not escape{{$}}

// CHECK: {{^}}kept_if_equal r leaking param: r to result ~r0 level=0{{$}}
void *kept_if_equal(struct reader *r)
{
	void *u = next(r);
	if (u != (void *)r)
		u = NULL;
	return u;
}

// CHECK: {{^}}with_another r leaking param: r to result ~r0 level=0{{$}}
// CHECK: {{^}}with_another t t does not escape{{$}}
void *with_another(struct reader *r, struct reader *t)
{
	void *u = next(r);
	if (u == (void *)t)
		u = NULL;
	return u;
}

// CHECK: {{^}}kept_before r leaking param: r{{$}}
void *kept_before(struct reader *r)
{
	void *u = next(r);
	kept = u;
	if (u == (void *)r)
		u = NULL;
	return u;
}

static void *inner(struct reader *r)
{
	return r->left ? malloc(8) : (void *)&r->last;
}

// Another place in it is not the argument.
// CHECK: {{^}}place_inside r leaking param: r to result ~r0 level=0{{$}}
void *place_inside(struct reader *r)
{
	void *u = inner(r);
	if (u == (void *)r)
		u = NULL;
	return u;
}

// BAD: what is compared and what is returned are two loads
// CHECK: {{^}}by_a_place r leaking param: r to result ~r0 level=0{{$}}
void *by_a_place(struct reader *r)
{
	r->last = next(r);
	if (r->last == (void *)r)
		r->last = NULL;
	return r->last;
}
