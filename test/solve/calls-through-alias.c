// An object parked in memory of the caller can be changed through another way there: the call may reach what was
// stored through it.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -fplugin-arg-cgoescape-facts=%t -w %s | %check
// RUN: FileCheck --check-prefix=FACTS %s < %t
#include <pthread.h>
#include <stdlib.h>
struct ops {
	void (*f)(void *);
};
struct object {
	const struct ops *ops;
};
void *kept;
extern void unknown(void);
static void keep(void *p)
{
	kept = p;
}
static void ignore(void *p)
{
	(void)p;
}
static const struct ops keeping = {keep}, quiet = {ignore};

// CHECK: {{^}}from_caller slot slot does not escape{{$}}
// CHECK: {{^}}from_caller alias alias does not escape{{$}}
// CHECK: {{^}}from_caller f leaking param: f to param alias{{$}}
// CHECK: {{^}}from_caller p leaking param: p{{$}}
// CHECK: {{^}}from_caller malloc(sizeof *o) malloc(sizeof *o) escapes to heap{{$}}
// FACTS-DAG: {{^}}from_caller -1 - nocallback=unknown{{[[:space:]]}}
void from_caller(struct ops **slot, struct ops **alias, void (*f)(void *), void *p)
{
	struct ops *o = malloc(sizeof *o);
	o->f = ignore;
	*slot = o;
	(*alias)->f = f;
	o->f(p);
}

// CHECK: {{^}}own_function slot slot does not escape{{$}}
// CHECK: {{^}}own_function alias alias does not escape{{$}}
// CHECK: {{^}}own_function p leaking param: p{{$}}
// CHECK: {{^}}own_function malloc(sizeof *o) malloc(sizeof *o) escapes to heap{{$}}
void own_function(struct ops **slot, struct ops **alias, void *p)
{
	struct ops *o = malloc(sizeof *o);
	o->f = ignore;
	*slot = o;
	(*alias)->f = keep;
	o->f(p);
}

// CHECK: {{^}}own_table slot slot does not escape{{$}}
// CHECK: {{^}}own_table alias alias does not escape{{$}}
// CHECK: {{^}}own_table p leaking param: p{{$}}
// CHECK: {{^}}own_table malloc(sizeof *o) malloc(sizeof *o) escapes to heap{{$}}
void own_table(struct object **slot, struct object **alias, void *p)
{
	struct object *o = malloc(sizeof *o);
	o->ops = &quiet;
	*slot = o;
	(*alias)->ops = &keeping;
	o->ops->f(p);
}

// CHECK: {{^}}own_heap_table slot slot does not escape{{$}}
// CHECK: {{^}}own_heap_table alias alias does not escape{{$}}
// CHECK: {{^}}own_heap_table p leaking param: p{{$}}
// CHECK: {{^}}own_heap_table malloc(sizeof *o) malloc(sizeof *o) escapes to heap{{$}}
// CHECK: {{^}}own_heap_table malloc(sizeof *k) malloc(sizeof *k) escapes to heap{{$}}
void own_heap_table(struct object **slot, struct object **alias, void *p)
{
	struct object *o = malloc(sizeof *o);
	struct ops *k = malloc(sizeof *k);
	k->f = keep;
	o->ops = &quiet;
	*slot = o;
	(*alias)->ops = k;
	o->ops->f(p);
}
static struct object *shared;
// CHECK: {{^}}through_global alias alias does not escape{{$}}
// CHECK: {{^}}through_global p leaking param: p{{$}}
// CHECK: {{^}}through_global malloc(sizeof *o) malloc(sizeof *o) escapes to heap{{$}}
void through_global(struct object **alias, void *p)
{
	struct object *o = malloc(sizeof *o);
	o->ops = &quiet;
	shared = o;
	(*alias)->ops = &keeping;
	o->ops->f(p);
}

struct object *get_shared(void)
{
	return shared;
}

// CHECK: {{^}}by_unknown_code slot slot does not escape{{$}}
// CHECK: {{^}}by_unknown_code p leaking param: p{{$}}
// CHECK: {{^}}by_unknown_code malloc(sizeof *o) malloc(sizeof *o) escapes to heap{{$}}
// FACTS-DAG: {{^}}by_unknown_code -1 - nocallback=unknown{{[[:space:]]}}
void by_unknown_code(struct ops **slot, void *p)
{
	struct ops *o = malloc(sizeof *o);
	o->f = ignore;
	*slot = o;
	unknown();
	o->f(p);
}

// CHECK: {{^}}not_parked alias alias does not escape{{$}}
// CHECK: {{^}}not_parked p p does not escape{{$}}
// CHECK: {{^}}not_parked malloc(sizeof *o) malloc(sizeof *o) does not escape{{$}}
// FACTS-DAG: {{^}}not_parked -1 - nocallback=yes{{[[:space:]]}}
void not_parked(struct object **alias, void *p)
{
	struct object *o = malloc(sizeof *o);
	o->ops = &quiet;
	(*alias)->ops = &keeping;
	o->ops->f(p);
	free(o);
}

// CHECK: {{^}}parked_untouched slot slot does not escape{{$}}
// CHECK: {{^}}parked_untouched p p does not escape{{$}}
// CHECK: {{^}}parked_untouched malloc(sizeof *o) malloc(sizeof *o) escapes to heap{{$}}
// FACTS-DAG: {{^}}parked_untouched -1 - nocallback=yes{{[[:space:]]}}
void parked_untouched(struct object **slot, void *p)
{
	struct object *o = malloc(sizeof *o);
	o->ops = &quiet;
	*slot = o;
	o->ops->f(p);
}

// BAD: what a->f held at entry is overwritten before the call
// CHECK: {{^}}two_parameters a a does not escape{{$}}
// CHECK: {{^}}two_parameters b b does not escape{{$}}
// CHECK: {{^}}two_parameters p leaking param: p{{$}}
// FACTS-DAG: {{^}}two_parameters -1 - nocallback=depends object-hook {{[^ ]*}}
void two_parameters(struct ops *a, struct ops *b, void *p)
{
	a->f = ignore;
	b->f = keep;
	a->f(p);
}
