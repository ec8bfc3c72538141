// Parameters stored in the memory of parameters; which may be the same memory.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
struct node {
	struct node *next, *prev;
	void *value;
};
void *kept;

// CHECK: {{^}}insert list list does not escape{{$}}
// CHECK: {{^}}insert n leaking param: n to param list{{$}}
void insert(struct node *list, struct node *n)
{
	n->value = 0;
	list->next = n;
}

// CHECK: {{^}}insert_both list leaking param: list to param n{{$}}
// CHECK: {{^}}insert_both n leaking param: n to param list{{$}}
void insert_both(struct node *list, struct node *n)
{
	n->prev = list;
	list->next = n;
}

// CHECK: {{^}}init n leaking param: n to param n{{$}}
void init(struct node *n)
{
	n->next = n->prev = n;
}

// CHECK: {{^}}unlink n n does not escape{{$}}
void unlink(struct node *n)
{
	n->prev->next = n->next;
	n->next->prev = n->prev;
}

// CHECK: {{^}}exchange a leaking param content: a{{$}}
// CHECK: {{^}}exchange b leaking param content: b{{$}}
void exchange(void **a, void **b)
{
	void *t = *a;
	*a = *b;
	*b = t;
}

// CHECK: {{^}}found_through_alias a a does not escape{{$}}
// CHECK: {{^}}found_through_alias b leaking param content: b{{$}}
// CHECK: {{^}}found_through_alias p leaking param: p to param a{{$}}
void found_through_alias(struct node *a, struct node *b, void *p)
{
	a->value = p;
	kept = b->value;
}
static void shift(struct node *a, struct node *b, void *p)
{
	a->value = p;
	kept = b->value;
}

// CHECK: {{^}}same_object_twice a leaking param content: a{{$}}
// CHECK: {{^}}same_object_twice p leaking param: p{{$}}
void same_object_twice(struct node *a, void *p)
{
	shift(a, a, p);
}

// CHECK: {{^}}different_locals p p does not escape{{$}}
void different_locals(void *p)
{
	struct node a = {0}, b = {0};
	shift(&a, &b, p);
}

// CHECK: {{^}}same_local_twice p leaking param: p{{$}}
void same_local_twice(void *p)
{
	struct node a = {0};
	shift(&a, &a, p);
}

// CHECK: {{^}}two_levels o o does not escape{{$}}
// CHECK: {{^}}two_levels p leaking param: p to param o{{$}}
void two_levels(void ***o, void *p)
{
	**o = p;
}

// CHECK: {{^}}not_stored o o does not escape{{$}}
// CHECK: {{^}}not_stored p p does not escape{{$}}
void not_stored(void **o, void *p)
{
	*o = p ? kept : 0;
}

// CHECK: {{^}}parse s leaking param: s to param end{{$}}
// CHECK: {{^}}parse end end does not escape{{$}}
long parse(const char *s, char **end)
{
	long n = 0;
	while (*s >= '0' && *s <= '9')
		n = 10 * n + *s++ - '0';
	*end = (char *)s;
	return n;
}
