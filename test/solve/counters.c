// An integer that is counted up or down in memory stays what it was, moved: nothing is stored. Whoever makes a pointer of
// an integer that he reads there finds any place of what it points to.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -fplugin-arg-cgoescape-facts=%t -w %s | %check
// RUN: FileCheck --check-prefix=FACTS %s < %t
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -fno-strict-aliasing -DRELAXED -w %s | FileCheck --check-prefix=RELAXED %s
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
typedef struct node {
	size_t refs;
	struct node *next;
} node;
struct pair {
	void *first, *second;
};
struct cursor {
	uintptr_t at;
	void *other;
};

// CHECK: {{^}}release n n does not escape{{$}}
void release(node *n)
{
	while (n && --n->refs == 0) {
		node *next = n->next;

		free(n);
		n = next;
	}
}

// CHECK: {{^}}release_atomically n n does not escape{{$}}
void release_atomically(node *n)
{
	while (n && __atomic_sub_fetch(&n->refs, 1, __ATOMIC_ACQ_REL) == 0)
		n = n->next;
}

// CHECK: {{^}}moved_here p leaking param: p to result ~r0 level=0{{$}}
void *moved_here(void *p)
{
	struct pair pair = {0};
	struct cursor c = {(uintptr_t)&pair.first};

	for (int i = 0; i < 1; i++)
		c.at += sizeof(void *);
	*(void **)c.at = p;
	return pair.second;
}

static void advance(struct cursor *c)
{
	c->at += sizeof(void *);
}

// CHECK: {{^}}moved_by_callee p leaking param: p to result ~r0 level=0{{$}}
void *moved_by_callee(void *p)
{
	struct pair pair = {0};
	struct cursor c = {(uintptr_t)&pair.first};

	advance(&c);
	*(void **)c.at = p;
	return pair.second;
}

static uintptr_t position(uintptr_t *at)
{
	return *at;
}

// CHECK: {{^}}read_by_callee p leaking param: p to result ~r0 level=0{{$}}
void *read_by_callee(void *p)
{
	struct pair pair = {0};
	struct cursor c = {(uintptr_t)&pair.first};

	advance(&c);
	*(void **)position(&c.at) = p;
	return pair.second;
}

// CHECK: {{^}}read_in_a_copy p leaking param: p to result ~r0 level=0{{$}}
void *read_in_a_copy(void *p)
{
	struct pair pair = {0};
	struct cursor c = {(uintptr_t)&pair.first}, copy;

	advance(&c);
	copy = c;
	*(void **)copy.at = p;
	return pair.second;
}

struct one {
	uintptr_t at;
};

static void advance_one(struct one *c)
{
	c->at += sizeof(void *);
}

static void put_one(struct one c, void *p)
{
	*(void **)c.at = p;
}

static void put(struct cursor c, void *p)
{
	*(void **)c.at = p;
}

// Arguments by value are read without a type.
// CHECK: {{^}}read_for_a_call p leaking param: p to result ~r0 level=0{{$}}
void *read_for_a_call(void *p)
{
	struct pair pair = {0};
	struct one c = {(uintptr_t)&pair.first};

	advance_one(&c);
	put_one(c, p);
	return pair.second;
}

// CHECK: {{^}}read_for_a_call_in_parts p leaking param: p to result ~r0 level=0{{$}}
void *read_for_a_call_in_parts(void *p)
{
	struct pair pair = {0};
	struct cursor c = {(uintptr_t)&pair.first};

	advance(&c);
	put(c, p);
	return pair.second;
}

// CHECK: {{^}}moved_atomically p leaking param: p to result ~r0 level=0{{$}}
void *moved_atomically(void *p)
{
	struct pair pair = {0};
	struct cursor c = {(uintptr_t)&pair.first};

	__atomic_fetch_add(&c.at, sizeof(void *), __ATOMIC_SEQ_CST);
	*(void **)c.at = p;
	return pair.second;
}

// CHECK: {{^}}old_value_of_an_atomic p leaking param: p to result ~r0 level=0{{$}}
void *old_value_of_an_atomic(void *p)
{
	struct pair pair = {0};
	struct cursor c = {(uintptr_t)&pair.first};

	advance(&c);
	*(void **)__atomic_fetch_add(&c.at, 0, __ATOMIC_SEQ_CST) = p;
	return pair.second;
}

// CHECK: {{^}}read_atomically p leaking param: p to result ~r0 level=0{{$}}
void *read_atomically(void *p)
{
	struct pair pair = {0};
	struct cursor c = {(uintptr_t)&pair.first};
	uintptr_t expected = 0;

	advance(&c);
	__atomic_compare_exchange_n(&c.at, &expected, 1, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
	*(void **)expected = p;
	return pair.second;
}

union both {
	uintptr_t at;
	void **place;
};

// A member of a union is no integer alone.
// CHECK: {{^}}moved_in_a_union p leaking param: p to result ~r0 level=0{{$}}
// CHECK: {{^}}moved_in_a_union malloc(sizeof *u) malloc(sizeof *u) does not escape{{$}}
void *moved_in_a_union(void *p)
{
	struct pair pair = {0};
	union both *u = malloc(sizeof *u);

	u->at = (uintptr_t)&pair.first;
	u->at += sizeof(void *);
	*u->place = p;
	return pair.second;
}

static void advance_place(uintptr_t *at)
{
	*at += sizeof(void *);
}

// Under its own type a member of a union may be moved as well.
// CHECK: {{^}}member_of_a_union p leaking param: p to result ~r0 level=0{{$}}
void *member_of_a_union(void *p)
{
	struct pair pair = {0};
	union both u;

	u.at = (uintptr_t)&pair.first;
	advance_place(&u.at);
	*u.place = p;
	return pair.second;
}

union counted {
	struct one one;
	size_t n;
};

// CHECK: {{^}}read_from_a_union p leaking param: p to result ~r0 level=0{{$}}
void *read_from_a_union(void *p)
{
	struct pair pair = {0};
	union counted u;

	u.one.at = (uintptr_t)&pair.first;
	advance_one(&u.one);
	*(void **)u.n = p;
	return pair.second;
}

typedef uintptr_t any_place __attribute__((may_alias));

static uintptr_t position_of_any(any_place *at)
{
	return *at;
}

// CHECK: {{^}}read_as_anything p leaking param: p to result ~r0 level=0{{$}}
void *read_as_anything(void *p)
{
	struct pair pair = {0};
	uintptr_t at = (uintptr_t)&pair.first;

	advance_place(&at);
	*(void **)position_of_any(&at) = p;
	return pair.second;
}

// CHECK: {{^}}copied_into_a_pointer p leaking param: p to result ~r0 level=0{{$}}
void *copied_into_a_pointer(void *p)
{
	struct pair pair = {0};
	uintptr_t at = (uintptr_t)&pair.first;
	void **place;

	advance_place(&at);
	memcpy(&place, &at, sizeof place);
	*place = p;
	return pair.second;
}

// What is added may be a pointer itself.
// CHECK: {{^}}a_pointer_is_added c c does not escape{{$}}
// CHECK: {{^}}a_pointer_is_added p leaking param: p to param c{{$}}
void a_pointer_is_added(struct cursor *c, void *p)
{
	c->at += (uintptr_t)p;
}

// CHECK: {{^}}a_pointer_is_added_atomically c c does not escape{{$}}
// CHECK: {{^}}a_pointer_is_added_atomically p leaking param: p to param c{{$}}
void a_pointer_is_added_atomically(struct cursor *c, void *p)
{
	__atomic_fetch_add(&c->at, (uintptr_t)p, __ATOMIC_SEQ_CST);
}

// A store that is counted afterwards is not gone.
// CHECK: {{^}}counted_after_it_was_stored c c does not escape{{$}}
// CHECK: {{^}}counted_after_it_was_stored p leaking param: p to param c{{$}}
void counted_after_it_was_stored(struct cursor *c, char *p, int k)
{
	c->at = (uintptr_t)p;
	do
		c->at += 8;
	while (--k);
}

// CHECK: {{^}}counted_and_cleared c c does not escape{{$}}
// CHECK: {{^}}counted_and_cleared p p does not escape{{$}}
// CHECK: {{^}}counted_and_cleared k k does not escape{{$}}
void counted_and_cleared(struct cursor *c, char *p, int *k)
{
	c->at = (uintptr_t)p;
	*k = 0;
	c->at += 8;
	*k = 1;
	c->at = 0;
}

// CHECK: {{^}}cleared_and_put_back c c does not escape{{$}}
// CHECK: {{^}}cleared_and_put_back p leaking param: p to param c{{$}}
// CHECK: {{^}}cleared_and_put_back k k does not escape{{$}}
void cleared_and_put_back(struct cursor *c, char *p, int *k)
{
	uintptr_t at;

	c->at = (uintptr_t)p;
	*k = 0;
	at = c->at;
	c->at = 0;
	*k = 1;
	c->at = at + 8;
}

// The other name may be of the same place.
// CHECK: {{^}}put_back_under_another_name c c does not escape{{$}}
// CHECK: {{^}}put_back_under_another_name other other does not escape{{$}}
// CHECK: {{^}}put_back_under_another_name p leaking param: p to param c{{$}}
void put_back_under_another_name(struct cursor *c, struct cursor **other, char *p)
{
	struct cursor *q;
	uintptr_t at;

	c->at = (uintptr_t)p;
	q = *other;
	at = q->at;
	c->at = 0;
	q->at = at + 8;
}

// So may another element.
// CHECK: {{^}}put_back_in_an_element c c does not escape{{$}}
// CHECK: {{^}}put_back_in_an_element p leaking param: p to param c{{$}}
void put_back_in_an_element(struct cursor *c, int i, char *p)
{
	uintptr_t at;

	c[0].at = (uintptr_t)p;
	at = c[i].at;
	c[0].at = 0;
	c[i].at = at + 1;
}

// CHECK: {{^}}counted_in_an_element_before c c does not escape{{$}}
// CHECK: {{^}}counted_in_an_element_before p p does not escape{{$}}
void counted_in_an_element_before(struct cursor *c, int i, char *p)
{
	c[i].at++;
	c[0].at = (uintptr_t)p;
	c[0].at = 0;
	c[i].at++;
}

static struct {
	void (*hook)(void *);
	size_t calls;
} config = {free};

// Counting is not storing a hook.
// CHECK: {{^}}count_calls p p does not escape{{$}}
// FACTS-DAG: {{^}}count_calls -1 - nocallback=yes{{[[:space:]]}}
void count_calls(void *p)
{
	config.calls++;
	config.hook(p);
}

#ifdef RELAXED
struct place {
	void **at;
};

static void advance_pointer(struct place *p)
{
	*(uintptr_t *)&p->at += sizeof(void *);
}

// Where types say nothing a pointer may be moved as an integer.
// RELAXED: {{^}}moved_as_an_integer p leaking param: p to result ~r0 level=0{{$}}
void *moved_as_an_integer(void *p)
{
	struct pair pair = {0};
	struct place c = {&pair.first};

	advance_pointer(&c);
	*c.at = p;
	return pair.second;
}
#endif
