// One way of using a parameter each: reading, comparing, returning, storing, handing on.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
struct box {
	int *in;
};
int *kept;

// CHECK: {{^}}read p p does not escape{{$}}
int read(int *p)
{
	return p[0];
}

// CHECK: {{^}}moved_on p leaking param: p to result ~r0 level=0{{$}}
int *moved_on(int *p)
{
	return p + 1;
}

// CHECK: {{^}}stored p leaking param: p{{$}}
void stored(int *p)
{
	kept = p;
}

// CHECK: {{^}}into_out_parameter o o does not escape{{$}}
// CHECK: {{^}}into_out_parameter p leaking param: p to param o{{$}}
void into_out_parameter(int **o, int *p)
{
	*o = p;
}

// CHECK: {{^}}tested p p does not escape{{$}}
int tested(int *p)
{
	return p == 0;
}

// CHECK: {{^}}compared p p does not escape{{$}}
// CHECK: {{^}}compared q q does not escape{{$}}
int compared(int *p, int *q)
{
	return p == q;
}

// CHECK: {{^}}as_number p leaking param: p to result ~r0 level=0{{$}}
long as_number(int *p)
{
	return (long)p;
}

// CHECK: {{^}}content_stored p leaking param content: p{{$}}
void content_stored(int **p)
{
	kept = *p;
}

// CHECK: {{^}}content_returned p leaking param: p to result ~r0 level=1{{$}}
int *content_returned(int **p)
{
	return *p;
}
static int read_box(struct box *b)
{
	return *b->in;
}

// CHECK: {{^}}in_local_struct p p does not escape{{$}}
int in_local_struct(int *p)
{
	struct box b = {p};
	return *b.in;
}

// CHECK: {{^}}by_address_of_local_struct p p does not escape{{$}}
int by_address_of_local_struct(int *p)
{
	struct box b = {p};
	return read_box(&b);
}

// CHECK: {{^}}in_freed_heap p p does not escape{{$}}
// CHECK: {{^}}in_freed_heap malloc(sizeof *b) malloc(sizeof *b) does not escape{{$}}
int in_freed_heap(int *p)
{
	struct box *b = malloc(sizeof *b);
	b->in = p;
	int r = read_box(b);
	free(b);
	return r;
}

// CHECK: {{^}}to_unknown f f does not escape{{$}}
// CHECK: {{^}}to_unknown p leaking param: p{{$}}
void to_unknown(void (*f)(int *), int *p)
{
	f(p);
}

// CHECK: {{^}}copied d d does not escape{{$}}
// CHECK: {{^}}copied s s does not escape{{$}}
void copied(char *d, const char *s, size_t n)
{
	memcpy(d, s, n);
}

// CHECK: {{^}}copied_by_loop d d does not escape{{$}}
// CHECK: {{^}}copied_by_loop s s does not escape{{$}}
void copied_by_loop(char *d, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		d[i] = s[i];
}

// CHECK: {{^}}recursive p p does not escape{{$}}
int recursive(const int *p, int n)
{
	return n ? *p + recursive(p + 1, n - 1) : 0;
}

// CHECK: {{^}}printed p p does not escape{{$}}
void printed(const char *p)
{
	printf("%s", p);
}

// CHECK: {{^}}searched p p does not escape{{$}}
int searched(const char *p, size_t n)
{
	const char *c = memchr(p, 'x', n);
	return c && *c == 'x';
}

// CHECK: {{^}}locked p p does not escape{{$}}
void locked(pthread_mutex_t *p)
{
	pthread_mutex_lock(p);
}

// CHECK: {{^}}self_stored p leaking param: p to param p{{$}}
void self_stored(void **p)
{
	*p = p;
}

// CHECK: {{^}}in_assembly p leaking param: p{{$}}
void in_assembly(int *p)
{
	__asm__ volatile("nop" : : "r"(p));
}

// CHECK: {{^}}in_volatile_local p p does not escape{{$}}
void in_volatile_local(int *p)
{
	int *volatile x = p;
	(void)x;
}
