// Members of a union are arrays of their own, though they lie at one place: a pointer is bounded by the
// longest that a function takes there, and by none if it takes a struct or the union itself.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct shorter {
	long n;
	void *v[2];
	void *w[2];
};
struct longer {
	long n;
	void *v[4];
};
struct nested {
	long n;
	struct {
		void *v[4];
	} in;
};
union either {
	struct shorter a;
	struct longer b;
	struct nested c;
};

// CHECK: {{^}}by_member x leaking param: x to result ~r0 level=0{{$}}
void *by_member(void *x, int i)
{
	union either u = {0};
	void **a = u.a.v, **b = u.b.v;
	a[0] = NULL;
	b[i] = x;
	return u.a.w[0];
}

// CHECK: {{^}}inside_shorter x x does not escape{{$}}
void *inside_shorter(void *x, int i)
{
	union either u = {0};
	void **a = u.a.v;
	a[i] = x;
	return u.a.w[0];
}

static void *through_pointer(union either *u, void *x, int i)
{
	u->a.v[0] = NULL;
	u->b.v[i] = x;
	return u->a.w[0];
}

// CHECK: {{^}}by_pointer x leaking param: x to result ~r0 level=0{{$}}
void *by_pointer(void *x, int i)
{
	union either u = {0};
	return through_pointer(&u, x, i);
}

static void *through_nested(union either *u, void *x, int i)
{
	void **v;

	u->a.v[0] = NULL;
	v = u->c.in.v;
	v[i] = x;
	return u->a.w[0];
}

// CHECK: {{^}}by_nested x leaking param: x to result ~r0 level=0{{$}}
void *by_nested(void *x, int i)
{
	union either u = {0};
	return through_nested(&u, x, i);
}

struct inner {
	void *first, *v[4];
};
struct outer {
	long n;
	struct inner in;
};
union struct_or_array {
	struct shorter a;
	struct outer b;
};

static __attribute__((noinline)) void set(struct inner *in, void *x, int i)
{
	in->v[i] = x;
}

static void *through_struct(union struct_or_array *u, void *x, int i)
{
	u->a.v[0] = NULL;
	set(&u->b.in, x, i);
	return u->a.w[0];
}

// CHECK: {{^}}by_struct x leaking param: x to result ~r0 level=0{{$}}
void *by_struct(void *x, int i)
{
	union struct_or_array u = {0};
	return through_struct(&u, x, i);
}

static void *copied(union struct_or_array *u, void **from, size_t n)
{
	u->a.v[0] = NULL;
	memcpy(&u->b.in, from, n);
	return u->a.w[1];
}

// Nobody knows how much of the struct is copied.
// CHECK: {{^}}by_copy x leaking param: x to result ~r0 level=0{{$}}
void *by_copy(void *x, size_t n)
{
	union struct_or_array u = {0};
	void *from[] = {x, x, x, x};
	return copied(&u, from, n);
}

struct members {
	long n;
	void *first, *second, *third, *fourth;
};
union members_or_array {
	struct shorter a;
	struct members b;
};

static void *from_a_member(union members_or_array *u, void **from, size_t n)
{
	u->a.v[0] = NULL;
	memcpy(&u->b.first, from, n);
	return u->a.w[1];
}

// CHECK: {{^}}by_members x leaking param: x to result ~r0 level=0{{$}}
void *by_members(void *x, size_t n)
{
	union members_or_array u = {0};
	void *from[] = {x, x, x, x};
	return from_a_member(&u, from, n);
}

static void *as_array(union members_or_array *u, void *x, long i)
{
	u->a.v[0] = NULL;
	(&u->b.first)[i] = x;
	return u->a.w[1];
}

// As vectors with x, y and z are indexed.
// CHECK: {{^}}by_members_as_array x leaking param: x to result ~r0 level=0{{$}}
void *by_members_as_array(void *x, long i)
{
	union members_or_array u = {0};
	return as_array(&u, x, i);
}

struct reader {
	const uint8_t *next;
	void *owner;
	union {
		uint64_t word;
		uint8_t bytes[8];
	} held;
	void *after;
};

static void start(struct reader *r, uint8_t c)
{
	r->held.word = 0;
	r->held.bytes[0] = c;
	r->next = r->held.bytes;
}

static uint64_t take(struct reader *r)
{
	uint64_t word;

	memcpy(&word, r->next, sizeof word);
	r->next += 7;
	return word;
}

// A cursor in such an array stays there.
// CHECK: {{^}}cursor_in_union p p does not escape{{$}}
uint64_t cursor_in_union(void *p, int n)
{
	struct reader r = {.owner = p};
	uint64_t sum = 0;

	start(&r, 'x');
	while (n--)
		sum += take(&r);
	return sum;
}

static void *whole(struct reader *r, void *x, long i)
{
	void **at = (void **)&r->held;

	r->held.bytes[0] = 0;
	at[i] = x;
	return r->after;
}

// The union's own address is not that of an array in it.
// CHECK: {{^}}from_the_union x leaking param: x to result ~r0 level=0{{$}}
void *from_the_union(void *x, long i)
{
	struct reader r = {0};
	return whole(&r, x, i);
}
