// Calls of one allocator in the caller's struct by one call of the source are one open call where what they return is found in the same
// places only: a list that grows at many places. Calls are told apart that leave what they get in different places, or in the hands of
// who called them, or whose result nobody keeps.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
// RUN: %cc -fplugin-arg-cgoescape-dump=summary -fplugin-arg-cgoescape-functions=all -w -fsyntax-only %s > %t
// RUN: FileCheck --check-prefix=APPEND %s < %t
// RUN: FileCheck --check-prefix=BOTH %s < %t
// RUN: FileCheck --check-prefix=TWICE %s < %t
#include <stdlib.h>
#include <string.h>
struct hooks {
	void *(*get)(void *own, size_t n);
	void (*visit)(void *own, void *value);
	void *own;
};
struct chunk {
	struct chunk *next;
	char *text;
	void *held;
	size_t n, max;
};
struct list {
	struct hooks *hooks;
	struct chunk *first, *last, *other;
};
void *kept;

static struct chunk *make(struct list *l)
{
	return l->hooks->get(l->hooks->own, sizeof(struct chunk));
}

static void put(struct list *l, int c)
{
	if (l->last->n == l->last->max) {
		struct chunk *k = make(l);
		k->text = l->hooks->get(l->hooks->own, 100);
		l->last->next = k;
		l->last = k;
	}
	l->last->text[l->last->n++] = c;
}

static void put_4(struct list *l, unsigned n)
{
	put(l, n), put(l, n >> 8), put(l, n >> 16), put(l, n >> 24);
}

// One open call for chunks and one for their texts, however many there may be.
// APPEND: {{^}}summary append{{$}}
// APPEND-COUNT-2: {{^}}  call {{[0-9]}}:
// APPEND-NOT: {{^}}  call {{[0-9]}}:
// APPEND: {{^}}summary
static void append(struct list *l, unsigned n)
{
	put_4(l, n), put_4(l, n + 1), put_4(l, n + 2), put_4(l, n + 3);
}

static void *of_malloc(void *own, size_t n)
{
	return malloc(n);
}

// CHECK: {{^}}use_lists p leaking param: p{{$}}
// CHECK: {{^}}use_lists q q does not escape{{$}}
// CHECK: {{^}}use_lists malloc(sizeof *a.last) malloc(sizeof *a.last) does not escape{{$}}
// CHECK: {{^}}use_lists malloc(sizeof *b.last) malloc(sizeof *b.last) does not escape{{$}}
void use_lists(void *p, void *q)
{
	struct hooks h = {of_malloc};
	struct list a = {&h}, b = {&h};
	a.last = malloc(sizeof *a.last);
	b.last = malloc(sizeof *b.last);
	append(&a, 1);
	append(&b, 2);
	a.last->held = p;
	b.last->held = q;
	kept = a.last->held;
}

// BOTH: {{^}}summary both{{$}}
// BOTH-COUNT-2: {{^}}  call {{[0-9]}}:
// BOTH-NOT: {{^}}  call {{[0-9]}}:
// BOTH: {{^}}summary
static void both(struct list *l)
{
	l->first = make(l);
	l->other = make(l);
}

// CHECK: {{^}}use_both p p does not escape{{$}}
// CHECK: {{^}}use_both q leaking param: q{{$}}
void use_both(void *p, void *q)
{
	struct hooks h = {of_malloc};
	struct list a = {&h};
	both(&a);
	a.first->held = p;
	a.other->held = q;
	kept = a.other->held;
}

static void visit(struct list *l, void *own, void *value)
{
	l->hooks->visit(own, value);
}

// TWICE: {{^}}summary visit_twice{{$}}
// TWICE-COUNT-2: {{^}}  call {{[0-9]}}:
// TWICE-NOT: {{^}}  call {{[0-9]}}:
// TWICE: {{^}}summary
static void visit_twice(struct list *l, void **x, void *p, void **y, void *q)
{
	visit(l, x, p);
	visit(l, y, q);
}

static void keep_in_own(void *own, void *value)
{
	*(void **)own = value;
}

// CHECK: {{^}}use_visit p p does not escape{{$}}
// CHECK: {{^}}use_visit q leaking param: q{{$}}
void use_visit(void *p, void *q)
{
	struct hooks h = {.visit = keep_in_own};
	struct list a = {&h};
	void *x, *y;
	visit_twice(&a, &x, p, &y, q);
	kept = y;
}
