// Functions that call themselves: directly, by turns, through callbacks, over lists and trees.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdlib.h>
struct node {
	struct node *left, *right, *up;
	void *value;
};
struct frame {
	void *value;
	struct frame *up;
};
void *kept;
struct node *root;

static void *down(void *p, int n)
{
	return n ? down(p, n - 1) : p;
}

// CHECK: {{^}}itself p leaking param: p to result ~r0 level=0{{$}}
void *itself(void *p)
{
	return down(p, 3);
}
static int count(const char *p)
{
	return *p ? 1 + count(p + 1) : 0;
}

// CHECK: {{^}}counted p p does not escape{{$}}
int counted(const char *p)
{
	return count(p);
}
static void odd(void *p, int n);
static void even(void *p, int n)
{
	if (n)
		odd(p, n - 1);
	else
		kept = p;
}
static void odd(void *p, int n)
{
	if (n)
		even(p, n - 1);
}

// CHECK: {{^}}by_turns p leaking param: p{{$}}
void by_turns(void *p)
{
	odd(p, 3);
}
static void call(void (*f)(void *, int), void *p, int n)
{
	f(p, n);
}
static void again(void *p, int n)
{
	if (n)
		call(again, p, n - 1);
	else
		kept = p;
}

// CHECK: {{^}}through_callback p leaking param: p{{$}}
void through_callback(void *p)
{
	again(p, 2);
}
static void quiet(void *p, int n)
{
	if (n)
		call(quiet, p, n - 1);
}

// CHECK: {{^}}through_quiet_callback p p does not escape{{$}}
void through_quiet_callback(void *p)
{
	quiet(p, 2);
}
static void frames(struct frame *up, void *p, int n)
{
	struct frame f = {p, up};
	if (n)
		frames(&f, p, n - 1);
	else
		for (; up; up = up->up)
			kept = up->value;
}

// CHECK: {{^}}found_in_outer_frame p leaking param: p{{$}}
void found_in_outer_frame(void *p)
{
	frames(0, p, 3);
}
static int frames_read(struct frame *up, void *p, int n)
{
	struct frame f = {p, up};
	int s = 0;
	if (n)
		return frames_read(&f, p, n - 1);
	for (; up; up = up->up)
		s += up->value == p;
	return s;
}

// CHECK: {{^}}only_compared_in_outer_frame p p does not escape{{$}}
int only_compared_in_outer_frame(void *p)
{
	return frames_read(0, p, 3);
}
static struct node *insert(struct node *t, void *v)
{
	if (!t) {
		t = calloc(1, sizeof *t);
		t->value = v;
	} else if (v < t->value) {
		t->left = insert(t->left, v);
		t->left->up = t;
	} else {
		t->right = insert(t->right, v);
		t->right->up = t;
	}
	return t;
}

// CHECK: {{^}}into_global_tree p leaking param: p{{$}}
void into_global_tree(void *p)
{
	root = insert(root, p);
}
static void destroy(struct node *t)
{
	if (t) {
		destroy(t->left);
		destroy(t->right);
		free(t);
	}
}

// CHECK: {{^}}into_private_tree p p does not escape{{$}}
// CHECK: {{^}}into_private_tree q q does not escape{{$}}
void into_private_tree(void *p, void *q)
{
	struct node *t = insert(insert(0, p), q);
	destroy(t);
}

// BAD: q is not the root; nodes of one tree are not told apart
// CHECK: {{^}}taken_from_private_tree p leaking param: p{{$}}
// CHECK: {{^}}taken_from_private_tree q leaking param: q{{$}}
void taken_from_private_tree(void *p, void *q)
{
	struct node *t = insert(insert(0, p), q);
	kept = t->value;
	destroy(t);
}
static void walk(struct node *t, void (*f)(struct node *, void *), void *d)
{
	if (t) {
		walk(t->left, f, d);
		f(t, d);
		walk(t->right, f, d);
	}
}
static void set(struct node *t, void *d)
{
	t->value = d;
}
static void get(struct node *t, void *d)
{
	*(void **)d = t->value;
}

// CHECK: {{^}}set_everywhere t t does not escape{{$}}
// CHECK: {{^}}set_everywhere p leaking param: p to param t{{$}}
void set_everywhere(struct node *t, void *p)
{
	walk(t, set, p);
}

// CHECK: {{^}}only_got t t does not escape{{$}}
void only_got(struct node *t)
{
	void *last;
	walk(t, get, &last);
}

// CHECK: {{^}}got_and_kept p leaking param: p{{$}}
void got_and_kept(void *p)
{
	struct node *t = insert(0, p);
	void *last;
	walk(t, get, &last);
	kept = last;
	destroy(t);
}

// The call of itself comes before anything is stored: it finds what the tree held.
// CHECK: {{^}}append a a does not escape{{$}}
// CHECK: {{^}}append b leaking param: b to param a{{$}}
void append(struct node *a, struct node *b)
{
	if (!a->left)
		a->left = b;
	else
		append(a->left, b);
}

// CHECK: {{^}}append_in_loop a a does not escape{{$}}
// CHECK: {{^}}append_in_loop b leaking param: b to param a{{$}}
void append_in_loop(struct node *a, struct node *b)
{
	while (a->left)
		a = a->left;
	a->left = b;
}
