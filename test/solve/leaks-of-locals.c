// The ways in which the address of a local leaves its function, and the ones that look like it.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <pthread.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
struct node {
	int *value;
	struct node *next;
};
int *kept, *table[8];
struct node record, *list;
uintptr_t number;
union {
	int *value;
	long word;
} either;
_Thread_local int *per_thread;
jmp_buf target;
extern void log_values(const char *format, ...);
extern void keep(int *);

// CHECK: {{^}}returned &x &x escapes to heap{{$}}
int *returned(void)
{
	int x;
	return &x;
}

// CHECK: {{^}}returned_by_copies &x &x escapes to heap{{$}}
int *returned_by_copies(void)
{
	int x, *a = &x, *b = a;
	return b;
}

// CHECK: {{^}}in_global &x &x escapes to heap{{$}}
void in_global(void)
{
	int x;
	kept = &x;
}

// CHECK: {{^}}in_out_parameter o o does not escape{{$}}
// CHECK: {{^}}in_out_parameter &x &x escapes to heap{{$}}
void in_out_parameter(int **o)
{
	int x;
	*o = &x;
}

// CHECK: {{^}}in_field_of_parameter h h does not escape{{$}}
// CHECK: {{^}}in_field_of_parameter &x &x escapes to heap{{$}}
void in_field_of_parameter(struct node *h)
{
	int x;
	h->value = &x;
}

// CHECK: {{^}}in_field_of_global &x &x escapes to heap{{$}}
void in_field_of_global(void)
{
	int x;
	record.value = &x;
}

// CHECK: {{^}}in_returned_heap &x &x escapes to heap{{$}}
// CHECK: {{^}}in_returned_heap malloc(sizeof *h) malloc(sizeof *h) escapes to heap{{$}}
struct node *in_returned_heap(void)
{
	int x;
	struct node *h = malloc(sizeof *h);
	h->value = &x;
	return h;
}
static void *run(void *data)
{
	return data;
}

// CHECK: {{^}}in_thread &x &x escapes to heap{{$}}
void in_thread(void)
{
	int x;
	pthread_t t;
	pthread_create(&t, 0, run, &x);
}

// CHECK: {{^}}in_callback f f does not escape{{$}}
// CHECK: {{^}}in_callback &x &x escapes to heap{{$}}
void in_callback(void (*f)(int *))
{
	int x;
	f(&x);
}

// CHECK: {{^}}in_variadic &x &x escapes to heap{{$}}
void in_variadic(void)
{
	int x;
	log_values("%p", &x);
}

// CHECK: {{^}}by_memcpy h h does not escape{{$}}
// CHECK: {{^}}by_memcpy &x &x escapes to heap{{$}}
void by_memcpy(struct node *h)
{
	int x, *a = &x;
	memcpy(&h->value, &a, sizeof a);
}

// CHECK: {{^}}as_number &x &x escapes to heap{{$}}
void as_number(void)
{
	int x;
	number = (uintptr_t)&x;
}

// CHECK: {{^}}as_number_and_back &x &x escapes to heap{{$}}
int *as_number_and_back(void)
{
	int x;
	uintptr_t n = (uintptr_t)&x;
	return (int *)n;
}

// CHECK: {{^}}in_array &x &x escapes to heap{{$}}
void in_array(int i)
{
	int x;
	table[i & 7] = &x;
}

// CHECK: {{^}}in_union &x &x escapes to heap{{$}}
void in_union(void)
{
	int x;
	either.value = &x;
}

// CHECK: {{^}}list_head &n &n escapes to heap{{$}}
void list_head(void)
{
	struct node n = {0, list};
	list = &n;
}

// CHECK: {{^}}in_thread_local &x &x escapes to heap{{$}}
void in_thread_local(void)
{
	int x;
	per_thread = &x;
}

// CHECK: {{^}}in_static_local &x &x escapes to heap{{$}}
void in_static_local(void)
{
	static int *last;
	int x;
	last = &x;
}

// CHECK: {{^}}on_setjmp_path &x &x escapes to heap{{$}}
void on_setjmp_path(void)
{
	int x;
	if (setjmp(target))
		kept = &x;
}
static void store(int *p)
{
	kept = p;
}

// CHECK: {{^}}by_helper &x &x escapes to heap{{$}}
void by_helper(void)
{
	int x;
	store(&x);
}
static int *same(int *p)
{
	return p;
}

// CHECK: {{^}}by_identity &x &x escapes to heap{{$}}
int *by_identity(void)
{
	int x;
	return same(&x);
}

// CHECK: {{^}}struct_returned &x &x escapes to heap{{$}}
struct node struct_returned(void)
{
	int x;
	return (struct node){&x, 0};
}

int used_in_block(void)
{
	int *p, r;
	{
		int x = 1;
		p = &x;
		r = *p;
	}
	return r;
}

int *static_returned(void)
{
	static int x;
	return &x;
}

void reset_after(void)
{
	int x = 1;
	kept = &x;
	x = *kept;
	kept = 0;
}

// CHECK: {{^}}to_extern &x &x escapes to heap{{$}}
void to_extern(void)
{
	int x;
	keep(&x);
}

// CHECK: {{^}}by_struct_assignment h h does not escape{{$}}
// CHECK: {{^}}by_struct_assignment &x &x escapes to heap{{$}}
void by_struct_assignment(struct node *h)
{
	int x;
	struct node l = {&x, 0};
	*h = l;
}

// CHECK: {{^}}dialog d d does not escape{{$}}
// CHECK: {{^}}dialog &buf &buf escapes to heap{{$}}
char *dialog(struct { char *file; } * d)
{
	char buf[64];
	d->file = buf;
	return d->file;
}
