// Calls of one function with the same pointers do the same, whoever looks at the result; what is new in each
// result makes a difference.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdlib.h>
struct parser {
	void *token, *next;
	int have;
};
void *kept;

static __attribute__((noinline)) void *peek(struct parser *s)
{
	if (!s->have) {
		s->token = s->next;
		s->have = 1;
	}
	return s->token;
}

// CHECK: {{^}}second_result_only x leaking param: x to result ~r0 level=0{{$}}
void *second_result_only(void *x)
{
	struct parser s = {0, x, 0};
	peek(&s);
	return peek(&s);
}

// CHECK: {{^}}each_result x leaking param: x{{$}}
void each_result(void *x)
{
	struct parser s = {0, x, 0};
	void *a = peek(&s), *b = peek(&s), *c = peek(&s);
	if (a == b)
		kept = c;
}

// CHECK: {{^}}stored_between x leaking param: x to result ~r0 level=0{{$}}
// CHECK: {{^}}stored_between y leaking param: y to result ~r0 level=0{{$}}
void *stored_between(void *x, void *y, int n)
{
	struct parser s = {0, x, 0};
	void *first = peek(&s), *second;
	s.have = 0;
	s.next = y;
	second = peek(&s);
	return n ? first : second;
}

// CHECK: {{^}}another_parser x leaking param: x to result ~r0 level=0{{$}}
// CHECK: {{^}}another_parser y y does not escape{{$}}
void *another_parser(void *x, void *y)
{
	struct parser s = {0, x, 0}, t = {0, y, 0};
	peek(&s);
	peek(&t);
	peek(&t);
	return peek(&s);
}

struct pair {
	void *one, *two;
};

static __attribute__((noinline)) struct pair *fresh(struct parser *s)
{
	struct pair *p = calloc(1, sizeof *p);
	if (!p)
		abort();
	s->have++;
	return p;
}

// CHECK: {{^}}new_each_time x leaking param: x to result ~r0 level=0{{$}}
// CHECK: {{^}}new_each_time y y does not escape{{$}}
void *new_each_time(void *x, void *y)
{
	struct parser s = {0, 0, 0};
	struct pair *a = fresh(&s), *b = fresh(&s);
	void *r;
	a->one = y;
	b->one = x;
	r = b->one;
	free(a);
	free(b);
	return r;
}

static __attribute__((noinline)) void put(void **to, void *p)
{
	*to = p;
}

// CHECK: {{^}}other_pointers x leaking param: x{{$}}
// CHECK: {{^}}other_pointers y y does not escape{{$}}
void other_pointers(void *x, void *y)
{
	void *local;
	put(&local, x);
	put(&local, y);
	put(&kept, x);
	put(&local, y);
}

// Pointers that are the same only for some arguments are others; so is the array that an object begins with, and the object.
void *sink, *other_sink;
static __attribute__((noinline)) void keep(void *p)
{
	if (p)
		sink = p;
}
static __attribute__((noinline)) void keep_if(int c, void *p)
{
	other_sink = &sink;
	keep(c ? p : 0);
	keep(p);
}
// CHECK: {{^}}for_some_arguments p leaking param: p{{$}}
void for_some_arguments(void *p)
{
	keep_if(0, p);
}

struct object {
	char array[16];
	void *x;
};
static __attribute__((noinline)) void *get(char *a, unsigned off)
{
	return *(void **)(a + off);
}
// CHECK: {{^}}begins_with_an_array p leaking param: p{{$}}
// CHECK: {{^}}begins_with_an_array o o does not escape{{$}}
void begins_with_an_array(void *p, unsigned n, unsigned m, void **o)
{
	struct object l = {{0}, p};
	*o = get(l.array, m);
	sink = get((char *)&l, n);
}
