// A temporary store was seen by whatever was read in between from memory that may be the same.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <string.h>
struct ctx {
	void *tmp;
	struct ctx *link;
	void *extra;
};
void *kept;

// CHECK: {{^}}other_parameter a a does not escape{{$}}
// CHECK: {{^}}other_parameter b leaking param content: b{{$}}
// BAD: the kind, it gets out by what the read saw when both are the same
// CHECK: {{^}}other_parameter p leaking param: p to param a{{$}}
void other_parameter(struct ctx *a, struct ctx *b, void *p)
{
	a->tmp = p;
	kept = b->tmp;
	a->tmp = 0;
}
static void keep_tmp(struct ctx *c)
{
	kept = c->tmp;
}

// CHECK: {{^}}other_parameter_in_callee a a does not escape{{$}}
// CHECK: {{^}}other_parameter_in_callee b leaking param content: b{{$}}
// BAD: the kind, it gets out by what the read saw when both are the same
// CHECK: {{^}}other_parameter_in_callee p leaking param: p to param a{{$}}
void other_parameter_in_callee(struct ctx *a, struct ctx *b, void *p)
{
	a->tmp = p;
	keep_tmp(b);
	a->tmp = 0;
}

// CHECK: {{^}}back_pointer a leaking param content: a{{$}}
// BAD: the kind, it gets out by what the read saw when both are the same
// CHECK: {{^}}back_pointer p leaking param: p to param a{{$}}
void back_pointer(struct ctx *a, void *p)
{
	a->tmp = p;
	kept = a->link->tmp;
	a->tmp = 0;
}

// CHECK: {{^}}global_and_parameter b leaking param content: b{{$}}
// CHECK: {{^}}global_and_parameter p leaking param: p{{$}}
void global_and_parameter(void **b, void *p)
{
	static void *last;
	kept = p;
	last = *b;
	kept = 0;
}

// CHECK: {{^}}copied_whole a leaking param content: a{{$}}
// CHECK: {{^}}copied_whole out out does not escape{{$}}
// BAD: it is not in a any more
// CHECK: {{^}}copied_whole p leaking param: p to param a{{$}}
// CHECK: {{^}}copied_whole p leaking param: p to param out{{$}}
void copied_whole(struct ctx *a, struct ctx *out, void *p)
{
	a->tmp = p;
	*out = *a;
	a->tmp = 0;
}

// CHECK: {{^}}copied_whole_by_callee a leaking param content: a{{$}}
// CHECK: {{^}}copied_whole_by_callee p leaking param: p{{$}}
void copied_whole_by_callee(struct ctx *a, void *p)
{
	a->tmp = p;
	memcpy(kept, a, sizeof *a);
	a->tmp = 0;
}

// CHECK: {{^}}copied_through_local a a does not escape{{$}}
// CHECK: {{^}}copied_through_local p leaking param: p{{$}}
void copied_through_local(struct ctx *a, void *p)
{
	struct ctx l;
	a->tmp = p;
	l = *a;
	a->tmp = 0;
	kept = l.tmp;
}

// CHECK: {{^}}as_integers a a does not escape{{$}}
// CHECK: {{^}}as_integers b b does not escape{{$}}
// CHECK: {{^}}as_integers c c does not escape{{$}}
// BAD: the kind, it gets out by what the read saw when both are the same
// CHECK: {{^}}as_integers p leaking param: p to param a{{$}}
void as_integers(unsigned long *a, unsigned long *b, unsigned long *c, void *p)
{
	*a = (unsigned long)p;
	*c = *b;
	*a = 0;
}
static void shift(struct ctx *a, struct ctx *b, void *p)
{
	a->tmp = p;
	b->extra = b->tmp;
	a->tmp = 0;
}

// CHECK: {{^}}same_twice a a does not escape{{$}}
// CHECK: {{^}}same_twice p leaking param: p to param a{{$}}
void same_twice(struct ctx *a, void *p)
{
	shift(a, a, p);
}

// CHECK: {{^}}perhaps_the_same a a does not escape{{$}}
// CHECK: {{^}}perhaps_the_same b b does not escape{{$}}
// CHECK: {{^}}perhaps_the_same p leaking param: p to param a{{$}}
void perhaps_the_same(struct ctx *a, struct ctx *b, void *p)
{
	shift(a, b, p);
}

// CHECK: {{^}}nothing_read a a does not escape{{$}}
// CHECK: {{^}}nothing_read b b does not escape{{$}}
// CHECK: {{^}}nothing_read p p does not escape{{$}}
void nothing_read(struct ctx *a, struct ctx *b, void *p)
{
	a->tmp = p;
	b->extra = 0;
	a->tmp = 0;
}

// CHECK: {{^}}own_copy_read a a does not escape{{$}}
// CHECK: {{^}}own_copy_read p p does not escape{{$}}
void own_copy_read(struct ctx *a, void *p)
{
	struct ctx l = {0};
	a->tmp = p;
	kept = l.tmp;
	a->tmp = 0;
}
static void *slot;
// CHECK: {{^}}address_never_taken b leaking param content: b{{$}}
// BAD: no b can point to slot
// CHECK: {{^}}address_never_taken p leaking param: p{{$}}
void address_never_taken(void **b, void *p)
{
	slot = p;
	kept = *b;
	slot = 0;
}
static struct ctx *current;

void set_current(struct ctx *c)
{
	current = c;
}
// CHECK: {{^}}set_current c leaking param: c{{$}}

static void keep_of_current(void)
{
	if (current)
		kept = current->tmp;
}

// CHECK: {{^}}kept_by_callee a a does not escape{{$}}
// CHECK: {{^}}kept_by_callee p leaking param: p to param a{{$}}
void kept_by_callee(struct ctx *a, void *p)
{
	a->tmp = p;
	keep_of_current();
	a->tmp = 0;
}

static void copy_of_current(void)
{
	static struct ctx last;
	last = *current;
}

// CHECK: {{^}}copied_by_callee a a does not escape{{$}}
// CHECK: {{^}}copied_by_callee p leaking param: p to param a{{$}}
void copied_by_callee(struct ctx *a, void *p)
{
	a->tmp = p;
	copy_of_current();
	a->tmp = 0;
}

static int look_at_current(void)
{
	return current && current->tmp && *(char *)current->tmp;
}

// CHECK: {{^}}looked_at_by_callee a a does not escape{{$}}
// CHECK: {{^}}looked_at_by_callee p p does not escape{{$}}
int looked_at_by_callee(struct ctx *a, void *p)
{
	int n;
	a->tmp = p;
	n = look_at_current();
	a->tmp = 0;
	return n;
}
extern void **somewhere(void);

// CHECK: {{^}}from_outside a a does not escape{{$}}
// CHECK: {{^}}from_outside p leaking param: p to param a{{$}}
void from_outside(struct ctx *a, void *p)
{
	void **q = somewhere();
	a->tmp = p;
	kept = *q;
	a->tmp = 0;
}

// CHECK: {{^}}between_elements a a does not escape{{$}}
// CHECK: {{^}}between_elements all all does not escape{{$}}
// CHECK: {{^}}between_elements p leaking param: p to param a{{$}}
void between_elements(struct ctx *a, struct ctx **all, int i, int j, void *p)
{
	a->tmp = p;
	all[j]->tmp = all[i]->tmp;
	a->tmp = 0;
}
struct head {
	struct ctx *first;
};

// CHECK: {{^}}reached_twice a a does not escape{{$}}
// CHECK: {{^}}reached_twice h h does not escape{{$}}
// CHECK: {{^}}reached_twice k k does not escape{{$}}
// CHECK: {{^}}reached_twice n leaking param: n to param k{{$}}
// CHECK: {{^}}reached_twice p leaking param: p to param a{{$}}
void reached_twice(struct ctx *a, struct head *h, struct head *k, struct ctx *n, void *p)
{
	void *x;
	a->tmp = p;
	x = h->first->tmp;
	k->first = n;
	h->first->tmp = x;
	a->tmp = 0;
}
