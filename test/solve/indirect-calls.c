// Calls through pointers the program fixes itself: constant tables, static pointers, vtables in objects, arguments.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -fplugin-arg-cgoescape-facts=%t -w %s | %check
// RUN: FileCheck --check-prefix=FACTS %s < %t
#include <stdlib.h>
typedef void (*handler)(void *);
struct ops {
	handler open, close;
};
struct object {
	const struct ops *ops;
	void *data;
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
static const handler quiet[] = {ignore, ignore}, mixed[] = {ignore, keep, 0};
static const struct ops quiet_ops = {ignore, ignore}, keeping_ops = {ignore, keep};
static const struct ops *current = &quiet_ops;

// CHECK: {{^}}table p p does not escape{{$}}
// FACTS-DAG: {{^}}table -1 - nocallback=yes{{[[:space:]]}}
void table(void *p, int i)
{
	quiet[i](p);
}

// CHECK: {{^}}table_with_keeper p leaking param: p{{$}}
// FACTS-DAG: {{^}}table_with_keeper -1 - nocallback=yes{{[[:space:]]}}
void table_with_keeper(void *p, int i)
{
	mixed[i](p);
}

// CHECK: {{^}}field_of_table p p does not escape{{$}}
// FACTS-DAG: {{^}}field_of_table -1 - nocallback=yes{{[[:space:]]}}
void field_of_table(void *p)
{
	keeping_ops.open(p);
}

// CHECK: {{^}}other_field_of_table p leaking param: p{{$}}
// FACTS-DAG: {{^}}other_field_of_table -1 - nocallback=yes{{[[:space:]]}}
void other_field_of_table(void *p)
{
	keeping_ops.close(p);
}

// CHECK: {{^}}static_pointer_to_table p p does not escape{{$}}
// FACTS-DAG: {{^}}static_pointer_to_table -1 - nocallback=yes{{[[:space:]]}}
void static_pointer_to_table(void *p)
{
	current->close(p);
}

// CHECK: {{^}}own_object p p does not escape{{$}}
// FACTS-DAG: {{^}}own_object -1 - nocallback=yes{{[[:space:]]}}
void own_object(void *p)
{
	struct object o = {&quiet_ops};
	o.ops->close(p);
}

// CHECK: {{^}}own_keeping_object p leaking param: p{{$}}
// FACTS-DAG: {{^}}own_keeping_object -1 - nocallback=yes{{[[:space:]]}}
void own_keeping_object(void *p)
{
	struct object o = {&keeping_ops};
	o.ops->close(p);
}

// CHECK: {{^}}object_of_caller o o does not escape{{$}}
// CHECK: {{^}}object_of_caller p leaking param: p{{$}}
// FACTS-DAG: {{^}}object_of_caller -1 - nocallback=depends object-hook {{[^ ]*}}
void object_of_caller(struct object *o, void *p)
{
	o->ops->open(p);
}
static void apply(handler f, void *p)
{
	f(p);
}

// CHECK: {{^}}argument p p does not escape{{$}}
// FACTS-DAG: {{^}}argument -1 - nocallback=yes{{[[:space:]]}}
void argument(void *p)
{
	apply(ignore, p);
}

// CHECK: {{^}}keeping_argument p leaking param: p{{$}}
// FACTS-DAG: {{^}}keeping_argument -1 - nocallback=yes{{[[:space:]]}}
void keeping_argument(void *p)
{
	apply(keep, p);
}

// CHECK: {{^}}argument_of_caller f f does not escape{{$}}
// CHECK: {{^}}argument_of_caller p leaking param: p{{$}}
// FACTS-DAG: {{^}}argument_of_caller -1 - nocallback=no{{[[:space:]]}}
void argument_of_caller(handler f, void *p)
{
	apply(f, p);
}

// CHECK: {{^}}argument_dropped f f does not escape{{$}}
// CHECK: {{^}}argument_dropped p p does not escape{{$}}
// FACTS-DAG: {{^}}argument_dropped -1 - nocallback=yes{{[[:space:]]}}
void argument_dropped(handler f, void *p)
{
	apply(ignore, p);
}
static void *pick(void *(*f)(void *), void *p)
{
	return f(p);
}
static void *same(void *p)
{
	return p;
}
static void *boxed(void *p)
{
	void **b = malloc(8);
	*b = p;
	return b;
}

// CHECK: {{^}}result p leaking param: p to result ~r0 level=0{{$}}
// FACTS-DAG: {{^}}result -1 - nocallback=yes{{[[:space:]]}}
void *result(void *p)
{
	return pick(same, p);
}

// CHECK: {{^}}boxed_result p leaking param: p{{$}}
// FACTS-DAG: {{^}}boxed_result -1 - nocallback=yes{{[[:space:]]}}
void *boxed_result(void *p)
{
	return pick(boxed, p);
}

// CHECK: {{^}}boxed_and_freed p p does not escape{{$}}
// FACTS-DAG: {{^}}boxed_and_freed -1 - nocallback=yes{{[[:space:]]}}
void boxed_and_freed(void *p)
{
	free(pick(boxed, p));
}

// CHECK: {{^}}too_many_arguments p leaking param: p{{$}}
// FACTS-DAG: {{^}}too_many_arguments -1 - nocallback=yes{{[[:space:]]}}
void too_many_arguments(void *p)
{
	((void (*)(void *, void *))ignore)(0, p);
}
