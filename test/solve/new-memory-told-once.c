// New memory that callers cannot tell apart is one object to them: what many calls leave in one place, however each of them goes on
// with it, and what is found in such memory in its turn. What is found in two places is two objects.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
// RUN: %cc -fplugin-arg-cgoescape-dump=summary -fplugin-arg-cgoescape-functions=all -w -fsyntax-only %s \
// RUN:   > %t
// RUN: FileCheck --check-prefix=COLLECT %s < %t
// RUN: FileCheck --check-prefix=ONE %s < %t
// RUN: FileCheck --check-prefix=TWO %s < %t
// RUN: FileCheck --check-prefix=ALSO %s < %t
#include <stdlib.h>
struct mark {
	int begin, end;
	void *held;
	struct mark *inner;
};
struct context {
	struct mark *marks;
	int n, max;
	struct mark *first, *second;
};
void *kept;

static struct mark *add(struct context *c)
{
	if (c->n >= c->max) {
		c->max = c->max * 2 + 8;
		c->marks = realloc(c->marks, c->max * sizeof *c->marks);
	}
	return &c->marks[c->n++];
}

// The array that grows is one object, whatever each call has returned.
// COLLECT: {{^}}summary collect{{$}}
// COLLECT: {{^}}  *(arg0) <- {heap
// COLLECT-NOT: *(arg0) <-
// COLLECT: {{^}}summary use_two
static void collect(struct context *c, const char *text, void *held)
{
	struct mark *m;
	m = add(c), m->begin = text[0];
	m = add(c), m->end = text[1];
	m = add(c), m->held = held;
	m = add(c), m->begin = text[2];
}

// CHECK: {{^}}use_marks text text does not escape{{$}}
// CHECK: {{^}}use_marks p leaking param: p{{$}}
// CHECK: {{^}}use_marks q q does not escape{{$}}
void use_marks(const char *text, void *p, void *q)
{
	struct context a = {0}, b = {0};
	collect(&a, text, p);
	collect(&b, text, q);
	kept = a.marks[0].held;
}

static struct mark *make(struct mark *inner)
{
	struct mark *m = calloc(1, sizeof *m);
	m->inner = inner;
	return m;
}

// Two pairs, one in each place: pairs alike, and what they lead to.
// ONE: {{^}}summary one_place{{$}}
// ONE-NEXT: {{^}}  *(arg0+16) <- {[[OUTER:heap[0-9]+]]}
// ONE-NEXT: {{^}}  *([[OUTER]]+16) <- {heap{{[0-9]+}}}
// ONE-NEXT: {{^}}summary
static void one_place(struct context *c, int n)
{
	if (n)
		c->first = make(make(NULL));
	else
		c->first = make(make(NULL));
}

// TWO: {{^}}summary two_places{{$}}
// TWO-NEXT: {{^}}  *(arg0+16) <- {[[FIRST:heap[0-9]+]]}
// TWO-NOT: [[FIRST]]
// TWO: {{^}}  *(arg0+24) <- {heap{{[0-9]+}}}
// TWO-NOT: [[FIRST]]}
// TWO: {{^}}summary
static void two_places(struct context *c)
{
	c->first = make(NULL);
	c->second = make(NULL);
}

// CHECK: {{^}}use_two p p does not escape{{$}}
// CHECK: {{^}}use_two q leaking param: q{{$}}
void use_two(void *p, void *q)
{
	struct context c = {0};
	two_places(&c);
	c.first->held = p;
	c.second->held = q;
	kept = c.second->held;
}

// In one place, and one of them in another as well.
// ALSO: {{^}}summary also_second{{$}}
// ALSO-COUNT-2: {{^}}  *(arg0+16) <- {heap{{[0-9]+}}}
static void also_second(struct context *c, int n)
{
	struct mark *m = make(NULL);
	c->first = m;
	if (n)
		c->first = make(NULL);
	c->second = m;
}

// CHECK: {{^}}use_also p leaking param: p{{$}}
// CHECK: {{^}}use_also q leaking param: q{{$}}
void use_also(void *p, void *q, int n)
{
	struct context c = {0};
	also_second(&c, n);
	c.first->held = p;
	kept = c.second->held;
	c.second->held = q;
	kept = c.first->held;
}

// Whoever has the place has all of them: what is stored in one that a callee made first is found by the way to the last.
// CHECK: {{^}}use_inner p leaking param: p{{$}}
// CHECK: {{^}}use_inner q q does not escape{{$}}
void use_inner(void *p, void *q, int n)
{
	struct context c = {0}, d = {0};
	one_place(&c, n);
	one_place(&d, n);
	c.first->inner->held = p;
	d.first->inner->held = q;
	kept = c.first->inner->held;
}
