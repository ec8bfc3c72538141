// New memory that is stored in the caller's memory, and what is stored in it. Solved coarsely the two are one object
// (solve/absorb.c); notches.test tells whether all of this is still so then.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -fplugin-arg-cgoescape-facts=%t -w %s > /dev/null
// RUN: grep -vE '^(add|ignore|in_two|keep|made|made_by_hook|parked)[[:space:]]' %t | tr '\t' ' ' | FileCheck %s --implicit-check-not='{{[0-9] [pq] }}'
#include <stdlib.h>
#include <string.h>
typedef void (*handler)(void *);
struct cell {
	void *p;
	struct cell *next;
	handler f;
};
struct owner {
	struct cell *cell, *other;
	struct cell *(*make)(void);
};
void *kept;
static void keep(void *p)
{
	kept = p;
}
static void ignore(void *p)
{
	(void)p;
}

static struct cell *made(struct owner *o, void *p)
{
	struct cell *c = calloc(1, sizeof *c);
	c->p = p;
	if (o)
		o->cell = c;
	return c;
}

static struct cell *made_by_hook(struct owner *o, struct owner *to, void *p)
{
	struct cell *c = o->make();
	c->p = p;
	if (to)
		to->cell = c;
	return c;
}

static void in_two(struct owner *a, struct owner *b, void *p)
{
	struct cell *c = calloc(1, sizeof *c);
	if (a)
		a->cell = c;
	if (b)
		b->other = c;
	c->p = p;
}

static struct cell *parked(struct owner *o, void *p)
{
	struct cell *c = calloc(1, sizeof *c);
	o->cell = c;
	o->cell->p = p;
	o->cell = 0;
	return c;
}

static void add(struct owner *o, void *p, handler f)
{
	struct cell *c = calloc(1, sizeof *c);
	c->p = p;
	c->f = f;
	c->next = o->cell;
	o->cell = c;
}

static handler from_made = ignore, copied_from_made[3] = {ignore};

void install_from_made(struct owner *o)
{
	o->cell = o->make();
	from_made = o->cell->f;
}

void copy_from_made(struct owner *o)
{
	o->cell = o->make();
	memcpy(copied_from_made, o->cell, sizeof copied_from_made);
}

// CHECK-DAG: {{^}}call_from_made 0 p direct
void call_from_made(void *p)
{
	from_made(p);
}

// CHECK-DAG: {{^}}call_copied_from_made 0 p direct
void call_copied_from_made(void *p)
{
	copied_from_made[2](p);
}

// CHECK-DAG: {{^}}by_hook 1 p direct+param:0 {{[a-z]}}
void by_hook(struct owner *o, void *p)
{
	kept = made_by_hook(o, 0, p);
}

// CHECK-DAG: {{^}}by_hook_in_place 1 p param:0 {{[a-z]}}
int by_hook_in_place(struct owner *o, void *p)
{
	struct owner to = {0};
	return made_by_hook(o, &to, p) != 0;
}

// CHECK-DAG: {{^}}from_first 0 p direct
void from_first(void *p)
{
	struct owner a = {0};
	in_two(&a, 0, p);
	kept = a.cell->p;
}

// CHECK-DAG: {{^}}from_second 0 p direct
void from_second(void *p)
{
	struct owner b = {0};
	in_two(0, &b, p);
	kept = b.other->p;
}

// CHECK-DAG: {{^}}from_neither 0 p none
void from_neither(void *p)
{
	in_two(0, 0, p);
}

// CHECK-DAG: {{^}}from_both 0 p none
void from_both(void *p)
{
	struct owner a = {0}, b = {0};
	in_two(&a, &b, p);
}

// CHECK-DAG: {{^}}keeps 0 p direct
void keeps(void *p)
{
	kept = made(0, p);
}

// CHECK-DAG: {{^}}keeps_from_place 0 p direct
void keeps_from_place(void *p)
{
	struct owner o = {0};
	made(&o, p);
	kept = o.cell;
}

// CHECK-DAG: {{^}}keeps_parked 0 p direct
void keeps_parked(void *p)
{
	struct owner o = {0};
	kept = parked(&o, p);
}

// CHECK-DAG: {{^}}list_calls 0 p direct
// CHECK-DAG: {{^}}list_calls 1 q none
void list_calls(void *p, void *q)
{
	struct owner o = {0};
	add(&o, q, ignore);
	add(&o, q, keep);
	o.cell->f(p);
}

// CHECK-DAG: {{^}}list_leaks 0 p direct
// CHECK-DAG: {{^}}list_leaks 1 q direct
void list_leaks(void *p, void *q)
{
	struct owner o = {0};
	add(&o, p, 0);
	add(&o, q, 0);
	kept = o.cell->next->p;
}

// CHECK-DAG: {{^}}of_caller 1 p param:0 {{[a-z]}}
// CHECK-DAG: {{^}}of_caller 2 q param:0 {{[a-z]}}
void of_caller(struct owner *o, void *p, void *q)
{
	add(o, p, ignore);
	add(o, q, ignore);
	o->cell->f(0);
}

// CHECK-DAG: {{^}}private 0 p none
void private(void *p)
{
	struct owner o = {0};
	made(&o, p);
}

// CHECK-DAG: {{^}}returns 0 p direct
struct cell *returns(void *p)
{
	return made(0, p);
}

// CHECK-DAG: {{^}}returns_or_stores 1 p direct+param:0
struct cell *returns_or_stores(struct owner *o, void *p)
{
	return made(o, p);
}
