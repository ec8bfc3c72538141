// Structs that hold pointers are moved whole: by assignment, memcpy, through several levels, in and out of the heap.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdlib.h>
#include <string.h>
struct in {
	long n;
	void *p;
};
struct mid {
	struct in in[2];
	char text[8];
};
struct out {
	struct mid mid;
	struct in *link;
};
struct out kept;
void *held;

// CHECK: {{^}}three_levels p leaking param: p{{$}}
void three_levels(void *p)
{
	struct in a = {1, p};
	struct mid b = {{{0}, a}};
	struct out c = {b};
	kept = c;
}

// CHECK: {{^}}three_levels_dropped p p does not escape{{$}}
void three_levels_dropped(void *p)
{
	struct in a = {1, p};
	struct mid b = {{{0}, a}};
	struct out c = {b};
	struct out d = c;
	(void)d;
}

// CHECK: {{^}}through_heap p leaking param: p{{$}}
// CHECK: {{^}}through_heap malloc(sizeof *h) malloc(sizeof *h) does not escape{{$}}
void through_heap(void *p)
{
	struct in a = {1, p};
	struct out *h = malloc(sizeof *h);
	h->mid.in[1] = a;
	struct mid m = h->mid;
	held = m.in[1].p;
	free(h);
}

// CHECK: {{^}}through_heap_other p p does not escape{{$}}
// CHECK: {{^}}through_heap_other calloc(1, sizeof *h) calloc(1, sizeof *h) does not escape{{$}}
void through_heap_other(void *p)
{
	struct in a = {1, p};
	struct out *h = calloc(1, sizeof *h);
	h->mid.in[1] = a;
	struct mid m = h->mid;
	held = m.in[0].p;
	free(h);
}

// CHECK: {{^}}part_of_it p leaking param: p{{$}}
void part_of_it(void *p)
{
	struct out o = {0};
	o.mid.in[1].p = p;
	memcpy(&held, (char *)&o + 24, sizeof held);
}

// CHECK: {{^}}moved_within p leaking param: p{{$}}
void moved_within(void *p)
{
	struct mid m = {0};
	m.in[0].p = p;
	memmove(&m.in[1], &m.in[0], sizeof m.in[0]);
	held = m.in[1].p;
}

// CHECK: {{^}}between_parameters d d does not escape{{$}}
// CHECK: {{^}}between_parameters s leaking param content: s{{$}}
void between_parameters(struct in *d, struct in *s)
{
	*d = *s;
}

// CHECK: {{^}}fresh_into_parameter d d does not escape{{$}}
// CHECK: {{^}}fresh_into_parameter p leaking param: p to param d{{$}}
void fresh_into_parameter(struct in *d, void *p)
{
	struct in t = {1, p};
	*d = t;
}

// CHECK: {{^}}link_to_copy p leaking param: p{{$}}
// CHECK: {{^}}link_to_copy malloc(sizeof *c) malloc(sizeof *c) escapes to heap{{$}}
void link_to_copy(void *p)
{
	struct in *c = malloc(sizeof *c);
	c->p = p;
	struct out o = {.link = c};
	kept = o;
}
