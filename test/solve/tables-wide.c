// What a wide table holds is called as one function, which calls each: it does what any of them does, no more.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdlib.h>
#include <string.h>
struct box {
	void *held;
	char text[64];
};
struct pair {
	void *a, *b;
};
void *kept;
int elsewhere(struct box *b, void *p);
int (*set)(struct box *, void *);

/* Thirty functions of a name, and the row of a table with them. */
#define TEN(X, n) X(n##0) X(n##1) X(n##2) X(n##3) X(n##4) X(n##5) X(n##6) X(n##7) X(n##8) X(n##9)
#define THIRTY(X) TEN(X, 1) TEN(X, 2) TEN(X, 3)

/* ---- each of them copies, or puts it in the box -------------------------------------------------- */

#define COPY(n)                                               \
	static int copy##n(struct box *b, void *p)            \
	{                                                     \
		return snprintf_of(b->text, p, n) + (int)(n); \
	}
static int snprintf_of(char *to, const char *p, int n)
{
	strncpy(to, p, n);
	return *to;
}
THIRTY(COPY)
#define NAME(n) copy##n,
static int (*const copies[])(struct box *, void *) = {THIRTY(NAME)};

// CHECK: {{^}}copied b b does not escape{{$}}
// CHECK: {{^}}copied p p does not escape{{$}}
int copied(struct box *b, void *p, unsigned i)
{
	return copies[i % 30](b, p);
}

static int put(struct box *b, void *p)
{
	b->held = p;
	return 0;
}
#undef NAME
#define NAME(n) copy##n,
static int (*const one_puts[])(struct box *, void *) = {THIRTY(NAME) put, NULL};

// CHECK: {{^}}put_in_a_box b b does not escape{{$}}
// CHECK: {{^}}put_in_a_box p leaking param: p to param b{{$}}
int put_in_a_box(struct box *b, void *p, unsigned i)
{
	return one_puts[i % 31](b, p);
}

// CHECK: {{^}}put_in_a_box_of_its_own p p does not escape{{$}}
int put_in_a_box_of_its_own(void *p, unsigned i)
{
	struct box b = {0};
	return one_puts[i % 31](&b, p);
}

// CHECK: {{^}}put_and_taken p leaking param: p{{$}}
void put_and_taken(void *p, unsigned i)
{
	struct box b = {0};
	one_puts[i % 31](&b, p);
	kept = b.held;
}

/* ---- not all are alike ----------------------------------------------------------------------------- */

static int (*const one_is_elsewhere[])(struct box *, void *) = {THIRTY(NAME) elsewhere};

// CHECK: {{^}}given_elsewhere b leaking param: b{{$}}
// CHECK: {{^}}given_elsewhere p leaking param: p{{$}}
int given_elsewhere(struct box *b, void *p, unsigned i)
{
	return one_is_elsewhere[i % 31](b, p);
}

static int put_pair(struct box *b, struct pair p)
{
	b->held = p.a;
	return 0;
}
static int ignored(struct box *b)
{
	return b->text[0];
}
static int back(struct box *b, void *p, int *next)
{
	kept = p;
	return *next;
}
typedef int (*any)();
/* What one does that takes less is unknown. */
static const any some_take_less[] = {(any)ignored, THIRTY(NAME) (any)back};

// CHECK: {{^}}given_to_two b b does not escape{{$}}
// CHECK: {{^}}given_to_two p leaking param: p{{$}}
int given_to_two(struct box *b, void *p, unsigned i)
{
	return ((int (*)(struct box *, void *))some_take_less[i % 32])(b, p);
}

// CHECK: {{^}}given_to_three b b does not escape{{$}}
// CHECK: {{^}}given_to_three p leaking param: p{{$}}
// CHECK: {{^}}given_to_three n leaking param: n{{$}}
int given_to_three(struct box *b, void *p, int *n, unsigned i)
{
	return ((int (*)(struct box *, void *, int *))some_take_less[i % 32])(b, p, n);
}

static const any one_by_value[] = {(any)put_pair, THIRTY(NAME)};

// CHECK: {{^}}given_by_value b b does not escape{{$}}
// CHECK: {{^}}given_by_value p leaking param: p{{$}}
int given_by_value(struct box *b, void *p, unsigned i)
{
	struct pair x = {p, p};
	return ((int (*)(struct box *, struct pair))one_by_value[i % 31])(b, x);
}

/* ---- two members, of which one keeps --------------------------------------------------------------- */

#define KEEP(n)                                    \
	static int keep##n(struct box *b, void *p) \
	{                                          \
		kept = p;                          \
		return n;                          \
	}
THIRTY(KEEP)
static const struct entry {
	const char *name;
	int (*copy)(struct box *, void *), (*keep)(struct box *, void *);
} entries[] = {
#undef NAME
#define NAME(n) {#n, copy##n, keep##n},
	THIRTY(NAME)};

// CHECK: {{^}}by_one_member b b does not escape{{$}}
// CHECK: {{^}}by_one_member p p does not escape{{$}}
int by_one_member(struct box *b, void *p, unsigned i)
{
	return entries[i % 30].copy(b, p);
}

// CHECK: {{^}}by_the_other_member b b does not escape{{$}}
// CHECK: {{^}}by_the_other_member p leaking param: p{{$}}
int by_the_other_member(struct box *b, void *p, unsigned i)
{
	return entries[i % 30].keep(b, p);
}

/* ---- one that calls the table itself --------------------------------------------------------------- */

static int again(struct box *b, void *p);
#undef NAME
#define NAME(n) copy##n,
static int (*const calls_itself[])(struct box *, void *) = {THIRTY(NAME) again, put};
static int again(struct box *b, void *p)
{
	return b->text[0] ? calls_itself[b->text[1] & 31](b, &b->text[1]) : calls_itself[1](b, p);
}

// CHECK: {{^}}in_a_recursion b leaking param: b to param b{{$}}
// CHECK: {{^}}in_a_recursion p leaking param: p to param b{{$}}
int in_a_recursion(struct box *b, void *p, unsigned i)
{
	return calls_itself[i & 31](b, p);
}

/* ---- a table that is at its default (A5) -------------------------------------------------------------- */

int (*open_table[])(struct box *, void *) = {THIRTY(NAME) put};

// CHECK: {{^}}by_what_others_set b b does not escape{{$}}
// CHECK: {{^}}by_what_others_set p leaking param: p to param b{{$}}
int by_what_others_set(struct box *b, void *p, unsigned i)
{
	return open_table[i % 31](b, p);
}
