// Bytes that pass through a private object: callers learn of both ends, and of nothing that was not copied.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdlib.h>
#include <string.h>
struct pair {
	void *one, *two;
};
struct quad {
	struct pair a, b;
};
void *kept;

static __attribute__((noinline)) void assign(struct pair *to, const struct pair *from)
{
	struct pair t;
	memcpy(&t, from, sizeof t);
	memcpy(to, &t, sizeof t);
}

// CHECK: {{^}}both_members x leaking param: x to result ~r0 level=0{{$}}
// CHECK: {{^}}both_members y y does not escape{{$}}
void *both_members(void *x, void *y)
{
	struct pair from = {x, y}, to;
	assign(&to, &from);
	return to.one;
}

static __attribute__((noinline)) void second_half(struct pair *to, const struct quad *from)
{
	struct quad t;
	memcpy(&t, from, sizeof t);
	memcpy(to, &t.b, sizeof *to);
}

// CHECK: {{^}}a_part_of_it x x does not escape{{$}}
// CHECK: {{^}}a_part_of_it y leaking param: y to result ~r0 level=0{{$}}
// CHECK: {{^}}a_part_of_it z z does not escape{{$}}
void *a_part_of_it(void *x, void *y, void *z)
{
	struct quad from = {{x, z}, {y, z}};
	struct pair to;
	second_half(&to, &from);
	return to.one;
}

static __attribute__((noinline)) void made_of_two(struct quad *to, const struct pair *a, const struct pair *b)
{
	struct quad t;
	memcpy(&t.a, a, sizeof t.a);
	memcpy(&t.b, b, sizeof t.b);
	memcpy(to, &t, sizeof t);
}

// CHECK: {{^}}made_of_parts x x does not escape{{$}}
// CHECK: {{^}}made_of_parts y leaking param: y to result ~r0 level=0{{$}}
void *made_of_parts(void *x, void *y)
{
	struct pair a = {x, x}, b = {y, x};
	struct quad to;
	made_of_two(&to, &a, &b);
	return to.b.one;
}

static __attribute__((noinline)) void swap(struct pair *a, struct pair *b)
{
	struct pair t = *a;
	*a = *b;
	*b = t;
}

// CHECK: {{^}}swapped x leaking param: x to result ~r0 level=0{{$}}
// CHECK: {{^}}swapped y y does not escape{{$}}
void *swapped(void *x, void *y)
{
	struct pair a = {x, y}, b = {0, y};
	swap(&a, &b);
	return b.one;
}

static __attribute__((noinline)) void in_a_circle(struct pair *to, const struct pair *from, int n)
{
	struct quad t, u;
	memset(&t, 0, sizeof t);
	memset(&u, 0, sizeof u);
	memcpy(&t.b, from, sizeof t.b);
	while (n--) {
		memcpy(&u, &t.b, sizeof u.a);
		memcpy(&t, &u, sizeof t.a);
	}
	memcpy(to, &t, sizeof t.a);
}

// CHECK: {{^}}through_a_circle x leaking param: x to result ~r0 level=0{{$}}
void *through_a_circle(void *x, int n)
{
	struct pair from = {x, 0}, to = {0, 0};
	in_a_circle(&to, &from, n);
	return to.one;
}

static __attribute__((noinline)) void with_one_more(struct pair *to, const struct pair *from, void *p)
{
	struct pair t;
	memcpy(&t, from, sizeof t);
	t.two = p;
	memcpy(to, &t, sizeof t);
}

// CHECK: {{^}}and_a_store x leaking param: x to result ~r0 level=0{{$}}
// CHECK: {{^}}and_a_store y leaking param: y to result ~r0 level=0{{$}}
// CHECK: {{^}}and_a_store z z does not escape{{$}}
void *and_a_store(void *x, void *y, void *z, int i)
{
	struct pair from = {x, x}, to;
	with_one_more(&to, &from, y);
	kept = from.one == z ? 0 : kept;
	return i ? to.one : to.two;
}

static __attribute__((noinline)) void looked_into(struct pair *to, const struct pair *from,
                                                  void (*look)(struct pair *))
{
	struct pair t;
	memcpy(&t, from, sizeof t);
	look(&t);
	memcpy(to, &t, sizeof t);
}

static void keep(struct pair *p)
{
	kept = p->one;
}

static void change(struct pair *p)
{
	p->one = p->two;
}

// CHECK: {{^}}while_it_is_there x leaking param: x{{$}}
// CHECK: {{^}}while_it_is_there y y does not escape{{$}}
void while_it_is_there(void *x, void *y)
{
	struct pair from = {x, y}, to;
	looked_into(&to, &from, keep);
}

// CHECK: {{^}}changed_meanwhile x leaking param: x to result ~r0 level=0{{$}}
// CHECK: {{^}}changed_meanwhile y leaking param: y to result ~r0 level=0{{$}}
void *changed_meanwhile(void *x, void *y)
{
	struct pair from = {x, y}, to;
	looked_into(&to, &from, change);
	return to.one;
}

static __attribute__((noinline)) struct pair *new_copy(const struct pair *from)
{
	struct pair t, *p = malloc(sizeof *p);
	if (!p)
		abort();
	memcpy(&t, from, sizeof t);
	memcpy(p, &t, sizeof t);
	return p;
}

// CHECK: {{^}}into_new_memory x leaking param: x to result ~r0 level=0{{$}}
// CHECK: {{^}}into_new_memory y y does not escape{{$}}
void *into_new_memory(void *x, void *y)
{
	struct pair from = {y, x}, *p = new_copy(&from);
	void *r = p->two;
	free(p);
	return r;
}

static __attribute__((noinline)) void backwards(struct pair *to, const struct quad *from, size_t n)
{
	struct quad t;
	memcpy(&t, from, n);
	memcpy(to, &t.b, sizeof *to);
}

// CHECK: {{^}}of_unknown_size x leaking param: x to result ~r0 level=0{{$}}
// CHECK: {{^}}of_unknown_size y y does not escape{{$}}
void *of_unknown_size(void *x, void *y, size_t n)
{
	struct quad from = {{y, y}, {x, y}};
	struct pair to;
	backwards(&to, &from, n);
	return to.one;
}

struct list {
	struct quad items[8];
	int n;
};

static __attribute__((noinline)) void push(struct list *l, const struct pair *first,
                                           const struct pair *second)
{
	struct pair again = *second;
	struct quad t;
	t.a = *first;
	t.b = again;
	l->items[l->n++] = t;
}

// CHECK: {{^}}put_together x leaking param: x to result ~r0 level=0{{$}}
// CHECK: {{^}}put_together y y does not escape{{$}}
void *put_together(void *x, void *y)
{
	struct pair first = {y, y}, second = {y, x};
	struct list l = {.n = 0};
	push(&l, &first, &second);
	return l.items[0].b.two;
}

// CHECK: {{^}}the_other_one x x does not escape{{$}}
// CHECK: {{^}}the_other_one y leaking param: y to result ~r0 level=0{{$}}
void *the_other_one(void *x, void *y)
{
	struct pair first = {x, y}, second = {x, x};
	struct list l = {.n = 0};
	push(&l, &first, &second);
	return l.items[0].a.two;
}

static __attribute__((noinline)) void halves_of_one(struct quad *to, const struct quad *from)
{
	struct quad t, u;
	memcpy(&t, from, sizeof t);
	memcpy((char *)&u + 8, (char *)&t, 24);
	u.a.one = 0;
	memcpy(to, &u, sizeof u);
}

// CHECK: {{^}}moved_on x leaking param: x to result ~r0 level=0{{$}}
// CHECK: {{^}}moved_on y y does not escape{{$}}
void *moved_on(void *x, void *y)
{
	struct quad from = {{y, x}, {y, y}}, to;
	halves_of_one(&to, &from);
	return to.b.one;
}

static __attribute__((noinline)) void kept_as_well(struct pair *to, const struct pair *from,
                                                   void (*look)(struct quad *))
{
	struct quad t;
	t.a = *from;
	t.b = *from;
	look(&t);
	*to = t.b;
}

static void keep_second(struct quad *q)
{
	kept = q->b.two;
}

// CHECK: {{^}}both_ways x leaking param: x to result ~r0 level=0{{$}}
// CHECK: {{^}}both_ways y leaking param: y{{$}}
void *both_ways(void *x, void *y)
{
	struct pair from = {x, y}, to;
	kept_as_well(&to, &from, keep_second);
	return to.one;
}
