// nocallback, from the plainest to what no one can tell.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -fplugin-arg-cgoescape-facts=%t -w %s | %check
// RUN: FileCheck --check-prefix=FACTS %s < %t
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
typedef void (*handler)(void);
struct object {
	handler f;
	struct object *next;
};
extern void unknown(void);
static void quiet(void)
{
}
static void loud(void)
{
	unknown();
}
static const handler quiet_table[] = {quiet, 0}, loud_table[] = {quiet, loud};

// FACTS-DAG: {{^}}nothing -1 - nocallback=yes{{[[:space:]]}}
void nothing(void)
{
}

// CHECK: {{^}}parameter f f does not escape{{$}}
// FACTS-DAG: {{^}}parameter -1 - nocallback=no{{[[:space:]]}}
void parameter(handler f)
{
	f();
}

// CHECK: {{^}}parameter_dropped f f does not escape{{$}}
// FACTS-DAG: {{^}}parameter_dropped -1 - nocallback=yes{{[[:space:]]}}
void parameter_dropped(handler f)
{
	if (f)
		return;
}

// CHECK: {{^}}parameter_by_number f f does not escape{{$}}
// FACTS-DAG: {{^}}parameter_by_number -1 - nocallback=no{{[[:space:]]}}
void parameter_by_number(uintptr_t f)
{
	((handler)f)();
}

// CHECK: {{^}}object_of_caller o o does not escape{{$}}
// FACTS-DAG: {{^}}object_of_caller -1 - nocallback=depends object-hook {{[^ ]*}}
void object_of_caller(struct object *o)
{
	o->f();
}

// CHECK: {{^}}list_of_caller o o does not escape{{$}}
// FACTS-DAG: {{^}}list_of_caller -1 - nocallback=depends object-hook {{[^ ]*}}
void list_of_caller(struct object *o)
{
	for (; o; o = o->next)
		o->f();
}

// FACTS-DAG: {{^}}unknown_function -1 - nocallback=unknown{{[[:space:]]}}
void unknown_function(void)
{
	unknown();
}

// FACTS-DAG: {{^}}quiet_by_table -1 - nocallback=yes{{[[:space:]]}}
void quiet_by_table(int i)
{
	quiet_table[i]();
}

// FACTS-DAG: {{^}}loud_by_table -1 - nocallback=unknown{{[[:space:]]}}
void loud_by_table(int i)
{
	loud_table[i]();
}

// CHECK: {{^}}bytes_of_caller b b does not escape{{$}}
// FACTS-DAG: {{^}}bytes_of_caller -1 - nocallback=depends object-hook {{[^ ]*}}
void bytes_of_caller(const unsigned char *b)
{
	handler f;
	memcpy(&f, b, sizeof f);
	f();
}

// CHECK: {{^}}bytes_of_caller_by_loop b b does not escape{{$}}
// FACTS-DAG: {{^}}bytes_of_caller_by_loop -1 - nocallback=depends{{[[:space:]]}}
void bytes_of_caller_by_loop(const unsigned char *b)
{
	union {
		handler f;
		unsigned char c[8];
	} u;
	for (int i = 0; i < 8; i++)
		u.c[i] = b[i];
	u.f();
}

// CHECK: {{^}}code_made_here malloc(9) malloc(9) does not escape{{$}}
// FACTS-DAG: {{^}}code_made_here -1 - nocallback=unknown{{[[:space:]]}}
void code_made_here(void)
{
	unsigned char *code = malloc(9);
	((handler)code)();
}

// FACTS-DAG: {{^}}fixed_address -1 - nocallback=unknown{{[[:space:]]}}
void fixed_address(void)
{
	((handler)0x1000)();
}
static void call_variadic(int n, ...)
{
	__builtin_va_list ap;
	__builtin_va_start(ap, n);
	__builtin_va_arg(ap, handler)();
}

// CHECK: {{^}}variadic f f does not escape{{$}}
// FACTS-DAG: {{^}}variadic -1 - nocallback=no{{[[:space:]]}}
void variadic(handler f)
{
	call_variadic(1, f);
}
static void call(handler f)
{
	f();
}

// FACTS-DAG: {{^}}resolved -1 - nocallback=yes{{[[:space:]]}}
void resolved(void)
{
	call(quiet);
}

// FACTS-DAG: {{^}}resolved_to_unknown -1 - nocallback=unknown{{[[:space:]]}}
void resolved_to_unknown(void)
{
	call(loud);
}
static void call_again(handler f, int n)
{
	if (n)
		call_again(f, n - 1);
	else
		f();
}

// CHECK: {{^}}through_recursion f f does not escape{{$}}
// FACTS-DAG: {{^}}through_recursion -1 - nocallback=no{{[[:space:]]}}
void through_recursion(handler f)
{
	call_again(f, 3);
}

// FACTS-DAG: {{^}}resolved_through_recursion -1 - nocallback=yes{{[[:space:]]}}
void resolved_through_recursion(void)
{
	call_again(quiet, 3);
}

// CHECK: {{^}}returned_by_callback get get does not escape{{$}}
// FACTS-DAG: {{^}}returned_by_callback -1 - nocallback=no{{[[:space:]]}}
void returned_by_callback(handler (*get)(void))
{
	get()();
}
