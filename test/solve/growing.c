// Memory that grows: realloc returns the old block or a new one that holds the same.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdlib.h>
struct vector {
	void **at;
	size_t n, room;
};
struct arena {
	char *base;
	size_t used;
};
void *kept;
struct vector all;
static void push(struct vector *v, void *p)
{
	if (v->n == v->room) {
		v->room = v->room ? 2 * v->room : 4;
		v->at = realloc(v->at, v->room * sizeof *v->at);
	}
	v->at[v->n++] = p;
}
static void *take(struct arena *a, size_t n)
{
	void *p = a->base + a->used;
	a->used += n;
	return p;
}

// CHECK: {{^}}moved p leaking param content: p{{$}}
// CHECK: {{^}}moved p leaking param: p to result ~r0 level=0{{$}}
// CHECK: {{^}}moved realloc(p, 10) realloc(p, 10) escapes to heap{{$}}
void *moved(void *p)
{
	return realloc(p, 10);
}

// CHECK: {{^}}content_survives p leaking param: p{{$}}
// CHECK: {{^}}content_survives malloc(8) malloc(8) does not escape{{$}}
// CHECK: {{^}}content_survives realloc(a, 16) realloc(a, 16) does not escape{{$}}
void content_survives(void *p)
{
	void **a = malloc(8);
	a[0] = p;
	a = realloc(a, 16);
	kept = a[0];
	free(a);
}

// CHECK: {{^}}content_freed p p does not escape{{$}}
// CHECK: {{^}}content_freed malloc(8) malloc(8) does not escape{{$}}
// CHECK: {{^}}content_freed realloc(a, 16) realloc(a, 16) does not escape{{$}}
void content_freed(void *p)
{
	void **a = malloc(8);
	a[0] = p;
	a = realloc(a, 16);
	free(a);
}

// CHECK: {{^}}into_parameter v v does not escape{{$}}
// CHECK: {{^}}into_parameter p leaking param: p to param v{{$}}
void into_parameter(struct vector *v, void *p)
{
	push(v, p);
}

// CHECK: {{^}}into_global p leaking param: p{{$}}
void into_global(void *p)
{
	push(&all, p);
}

// CHECK: {{^}}into_local p p does not escape{{$}}
void into_local(void *p)
{
	struct vector v = {0};
	push(&v, p);
	push(&v, p);
	free(v.at);
}

// CHECK: {{^}}read_back p leaking param: p{{$}}
void read_back(void *p)
{
	struct vector v = {0};
	push(&v, p);
	push(&v, 0);
	kept = v.at[0];
	free(v.at);
}

// CHECK: {{^}}in_local_arena p p does not escape{{$}}
// CHECK: {{^}}in_local_arena malloc(99) malloc(99) does not escape{{$}}
void in_local_arena(void *p)
{
	struct arena a = {malloc(99)};
	void **q = take(&a, 8);
	*q = p;
	free(a.base);
}

// CHECK: {{^}}in_local_arena_read p leaking param: p{{$}}
// CHECK: {{^}}in_local_arena_read malloc(99) malloc(99) does not escape{{$}}
void in_local_arena_read(void *p)
{
	struct arena a = {malloc(99)};
	void **q = take(&a, 8), **r = take(&a, 8);
	*q = p;
	kept = *r;
	free(a.base);
}

// CHECK: {{^}}in_arena a a does not escape{{$}}
// CHECK: {{^}}in_arena p leaking param: p to param a{{$}}
void in_arena(struct arena *a, void *p)
{
	void **q = take(a, 8);
	*q = p;
}

// CHECK: {{^}}in_static_pool p leaking param: p{{$}}
void in_static_pool(void *p)
{
	static char pool[4096];
	static size_t used;
	void **q = (void **)(pool + used);
	used += 8;
	*q = p;
}
