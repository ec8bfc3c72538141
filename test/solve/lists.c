// Lists and trees: what is stored in one node and read from another is found, whether the nodes are told apart
// or not.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdlib.h>

typedef struct node node;
struct node {
	node *previous, *next;
	void *data;
};
struct list {
	node *head, *free, *recycled;
};

static void connect(struct list *l, node *a, node *b)
{
	if (a)
		a->next = b;
	else
		l->head = b;
	if (b)
		b->previous = a;
}
static void place(struct list *l, node *n, node *at)
{
	if (!at)
		at = l->head;
	while (at && n->data < at->data)
		at = at->previous;
	while (at && at->next && at->next->data < n->data)
		at = at->next;
	connect(l, n, at ? at->next : l->head);
	connect(l, at, n);
}
// CHECK: {{^}}insert l leaking param content: l{{$}}
// CHECK: {{^}}insert at leaking param: at to param l{{$}}
// CHECK: {{^}}insert at leaking param: at to param at{{$}}
// CHECK: {{^}}insert at leaking param content: at{{$}}
// CHECK: {{^}}insert data leaking param: data to param l{{$}}
// CHECK: {{^}}insert data leaking param: data to param at{{$}}
// CHECK: {{^}}insert malloc(sizeof *n) malloc(sizeof *n) escapes to heap{{$}}
void insert(struct list *l, node *at, void *data)
{
	node *n;
	if (l->free) {
		n = l->free;
		l->free = n->next;
	} else if (l->recycled) {
		n = l->recycled;
		l->recycled = n->next;
	} else if (!(n = malloc(sizeof *n))) {
		return;
	}
	n->data = data;
	place(l, n, at);
}

struct tree_node {
	struct tree_node *parent, *left, *right;
};
struct tree {
	struct tree_node *root, *leftmost, *rightmost;
	unsigned count;
};
// CHECK: {{^}}append t leaking param content: t{{$}}
// CHECK: {{^}}append n leaking param: n to param t{{$}}
// CHECK: {{^}}append n leaking param: n to param n{{$}}
// CHECK: {{^}}append n leaking param content: n{{$}}
void append(struct tree *t, struct tree_node *n)
{
	unsigned up;
	n->parent = t->rightmost;
	n->left = n->right = 0;
	if (!t->root) {
		t->root = t->leftmost = t->rightmost = n;
		return;
	}
	t->rightmost->right = n;
	t->rightmost = n;
	up = ++t->count & 7;
	if (up) {
		struct tree_node *pivot;
		do
			n = n->parent;
		while (--up > 0);
		pivot = n->right;
		if (!n->parent)
			t->root = pivot;
		else
			n->parent->right = pivot;
		pivot->parent = n->parent;
		n->right = pivot->left;
		if (n->right)
			n->right->parent = n;
		pivot->left = n;
		n->parent = pivot;
	}
}

// From one node to another: both are what the list leads to.
static void shift(struct list *l)
{
	l->head->data = l->head->next->data;
}
// CHECK: {{^}}shifted p leaking param: p to result ~r0 level=0{{$}}
void *shifted(void *p)
{
	node a = {0}, b = {0};
	struct list l = {&a};
	a.next = &b;
	b.data = p;
	shift(&l);
	return a.data;
}
static void shift_further(struct list *l)
{
	node *n = l->head->next->next->next->next->next;
	n->data = n->next->data;
}
// CHECK: {{^}}shifted_further p leaking param: p to result ~r0 level=0{{$}}
void *shifted_further(void *p)
{
	node a = {0}, b = {0}, c = {0}, d = {0}, e = {0}, f = {0}, g = {0};
	struct list l = {&a};
	a.next = &b, b.next = &c, c.next = &d, d.next = &e, e.next = &f, f.next = &g;
	g.data = p;
	shift_further(&l);
	return f.data;
}
// In one node it is where it was.
static void put_back(struct list *l)
{
	l->head->data = l->head->data;
}
// CHECK: {{^}}not_shifted p p does not escape{{$}}
void *not_shifted(void *p)
{
	node a = {0}, b = {0};
	struct list l = {&a};
	a.next = &b;
	b.data = p;
	put_back(&l);
	return a.data;
}

static void relink(struct list *l)
{
	node *n = l->head;
	n->previous = n->next;
}
// BAD: the same, in one node already
// CHECK: {{^}}relinked p leaking param: p{{$}}
// CHECK: {{^}}relinked &a &a escapes to heap{{$}}
node *relinked(node *p)
{
	node a = {0};
	struct list l = {&a};
	a.next = p;
	relink(&l);
	return a.previous;
}
static void relink_further(struct list *l)
{
	node *n = l->head->next->next;
	n->previous = n->next;
}
// BAD: nodes that are not told apart any more, p among them, are stored in each other
// CHECK: {{^}}relinked_further p leaking param: p{{$}}
// CHECK: {{^}}relinked_further &a &a escapes to heap{{$}}
// CHECK: {{^}}relinked_further &b &b escapes to heap{{$}}
// CHECK: {{^}}relinked_further &c &c escapes to heap{{$}}
node *relinked_further(node *p)
{
	node a = {0}, b = {0}, c = {0};
	struct list l = {&a};
	a.next = &b;
	b.next = &c;
	c.next = p;
	relink_further(&l);
	return c.previous;
}

// The type is what a member says: nodes of two lists in one another are two.
struct inner {
	struct inner *next;
	void *data;
};
struct outer {
	struct outer *next;
	struct inner *items;
	void *data;
};
static void *deep(struct outer *o)
{
	return o->next->next->items->next->next->data;
}
// CHECK: {{^}}inner_data p leaking param: p to result ~r0 level=0{{$}}
// CHECK: {{^}}inner_data q q does not escape{{$}}
void *inner_data(void *p, void *q)
{
	struct inner x = {0}, y = {&x}, z = {&y};
	struct outer a = {0, &z}, b = {&a}, c = {&b};
	x.data = p;
	a.data = b.data = c.data = q;
	return deep(&c);
}
// A pointer of another type that leads to a node.
struct other {
	struct other *next;
	void *data;
};
static void *as_other(struct inner *n)
{
	return ((struct other *)n->next)->next->data;
}
// CHECK: {{^}}by_another_type p leaking param: p to result ~r0 level=0{{$}}
void *by_another_type(void *p)
{
	struct inner x = {0}, y = {&x}, z = {&y};
	x.data = p;
	return as_other(&z);
}
