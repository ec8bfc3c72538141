// What is read before anything may have been stored is what the memory held at entry, whatever the function and those that it calls store there
// later. That is so in callers as well whose call comes before all else; not in a second call, in a loop, nor after a copy.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <setjmp.h>
#include <string.h>
struct node {
	struct node *left, *right;
	void *held;
};
void work(void);

/* Reads, and stores then. */
static void *exchange(struct node *a, struct node *b, void *p)
{
	void *was = b->held;
	a->held = p;
	return was;
}

// CHECK: {{^}}once a leaking param: a to result ~r0 level=1{{$}}
// CHECK: {{^}}once p leaking param: p to param a{{$}}
void *once(struct node *a, void *p)
{
	return exchange(a, a, p);
}

static void *inner(struct node *a, void *p)
{
	return exchange(a->left, a, p);
}

// CHECK: {{^}}deeper a leaking param: a to result ~r0 level=1{{$}}
// CHECK: {{^}}deeper p leaking param: p to param a{{$}}
void *deeper(struct node *a, void *p)
{
	return inner(a, p);
}

static void add_last(struct node *list, struct node *n)
{
	while (list->right)
		list = list->right;
	list->right = n;
}

// CHECK: {{^}}add list list does not escape{{$}}
// CHECK: {{^}}add n leaking param: n to param list{{$}}
void add(struct node *list, struct node *n)
{
	add_last(list, n);
}

static void insert_below(struct node *t, struct node *n)
{
	if (t->left)
		insert_below(t->left, n);
	else
		t->left = n;
}

// CHECK: {{^}}insert t t does not escape{{$}}
// CHECK: {{^}}insert n leaking param: n to param t{{$}}
void insert(struct node *t, struct node *n)
{
	insert_below(t, n);
}

/* ---- not first ------------------------------------------------------------------------------------ */

// CHECK: {{^}}twice a leaking param: a to result ~r0 level=1{{$}}
// CHECK: {{^}}twice p leaking param: p to param a{{$}}
// CHECK: {{^}}twice p leaking param: p to result ~r0 level=0{{$}}
// CHECK: {{^}}twice q leaking param: q to param a{{$}}
// BAD: what is returned was there before q
// CHECK: {{^}}twice q leaking param: q to result ~r0 level=0{{$}}
void *twice(struct node *a, void *p, void *q)
{
	exchange(a, a, p);
	return exchange(a, a, q);
}

// CHECK: {{^}}again a leaking param: a to result ~r0 level=1{{$}}
// CHECK: {{^}}again p leaking param: p to param a{{$}}
// CHECK: {{^}}again p leaking param: p to result ~r0 level=0{{$}}
void *again(struct node *a, void *p, int n)
{
	void *was = 0;
	while (n--)
		was = exchange(a, a, p);
	return was;
}

// CHECK: {{^}}copied a leaking param: a to result ~r0 level=1{{$}}
// CHECK: {{^}}copied b leaking param content: b{{$}}
// CHECK: {{^}}copied b leaking param: b to result ~r0 level=1{{$}}
// CHECK: {{^}}copied p leaking param: p to param a{{$}}
// BAD: what is returned was there before p
// CHECK: {{^}}copied p leaking param: p to result ~r0 level=0{{$}}
void *copied(struct node *a, struct node *b, void *p)
{
	memcpy(a, b, sizeof *a);
	return exchange(a, a, p);
}

// CHECK: {{^}}bytes_copied a leaking param: a to result ~r0 level=1{{$}}
// CHECK: {{^}}bytes_copied b leaking param content: b{{$}}
// CHECK: {{^}}bytes_copied b leaking param: b to result ~r0 level=1{{$}}
// CHECK: {{^}}bytes_copied p leaking param: p to param a{{$}}
// BAD: what is returned was there before p
// CHECK: {{^}}bytes_copied p leaking param: p to result ~r0 level=0{{$}}
void *bytes_copied(struct node *a, struct node *b, void *p)
{
	for (unsigned i = 0; i < sizeof *a; i++)
		((char *)a)[i] = ((char *)b)[i];
	return exchange(a, a, p);
}

static void put(struct node *a, void *p)
{
	a->held = p;
}

// CHECK: {{^}}after_callee a leaking param: a to result ~r0 level=1{{$}}
// CHECK: {{^}}after_callee p leaking param: p to param a{{$}}
// CHECK: {{^}}after_callee p leaking param: p to result ~r0 level=0{{$}}
void *after_callee(struct node *a, void *p)
{
	put(a, p);
	return exchange(a, a, 0);
}

// CHECK: {{^}}own_variable p leaking param: p to result ~r0 level=0{{$}}
// BAD: what is returned was there before q
// CHECK: {{^}}own_variable q leaking param: q to result ~r0 level=0{{$}}
void *own_variable(void *p, void *q)
{
	struct node own = {.held = p};
	return exchange(&own, &own, q);
}

static void *store_and_go(struct node *t, void *p)
{
	void *was;
	if (!t->left)
		return t->held;
	t->left->held = p;
	was = store_and_go(t->left, p);
	return was;
}

// CHECK: {{^}}stored_above t leaking param: t to result ~r0 level=1{{$}}
// CHECK: {{^}}stored_above p leaking param: p to param t{{$}}
// CHECK: {{^}}stored_above p leaking param: p to result ~r0 level=0{{$}}
void *stored_above(struct node *t, void *p)
{
	return store_and_go(t, p);
}

static jmp_buf back;
static int came_back(void)
{
	return setjmp(back);
}

// CHECK: {{^}}comes_back a leaking param: a to result ~r0 level=1{{$}}
// CHECK: {{^}}comes_back p leaking param: p to param a{{$}}
// CHECK: {{^}}comes_back p leaking param: p to result ~r0 level=0{{$}}
void *comes_back(struct node *a, void *p)
{
	if (setjmp(back) == 2)
		return a->held;
	exchange(a, a, p);
	longjmp(back, 2);
}
