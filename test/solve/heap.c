// Objects made by the call: what only they hold is gone with them; reachable, they keep it.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdlib.h>
#include <string.h>
struct node {
	void *value;
	struct node *next;
};
struct node *list;
void *kept;
static void *checked(size_t n)
{
	void *p = malloc(n);
	if (!p)
		abort();
	return p;
}

// CHECK: {{^}}freed p p does not escape{{$}}
// CHECK: {{^}}freed malloc(sizeof *n) malloc(sizeof *n) does not escape{{$}}
void freed(void *p)
{
	struct node *n = malloc(sizeof *n);
	n->value = p;
	free(n);
}

// CHECK: {{^}}lost p p does not escape{{$}}
// CHECK: {{^}}lost malloc(sizeof *n) malloc(sizeof *n) does not escape{{$}}
void lost(void *p)
{
	struct node *n = malloc(sizeof *n);
	n->value = p;
}

// CHECK: {{^}}linked p leaking param: p{{$}}
// CHECK: {{^}}linked malloc(sizeof *n) malloc(sizeof *n) escapes to heap{{$}}
void linked(void *p)
{
	struct node *n = malloc(sizeof *n);
	n->value = p;
	n->next = list;
	list = n;
}

// CHECK: {{^}}returned p leaking param: p{{$}}
// CHECK: {{^}}returned malloc(sizeof *n) malloc(sizeof *n) escapes to heap{{$}}
struct node *returned(void *p)
{
	struct node *n = malloc(sizeof *n);
	n->value = p;
	return n;
}

// CHECK: {{^}}out o o does not escape{{$}}
// CHECK: {{^}}out p leaking param: p to param o{{$}}
// CHECK: {{^}}out malloc(sizeof *n) malloc(sizeof *n) escapes to heap{{$}}
void out(struct node **o, void *p)
{
	struct node *n = malloc(sizeof *n);
	n->value = p;
	*o = n;
}

// CHECK: {{^}}deep p leaking param: p{{$}}
// CHECK: {{^}}deep calloc(1, sizeof *a) calloc(1, sizeof *a) escapes to heap{{$}}
// CHECK: {{^}}deep calloc(1, sizeof *b) calloc(1, sizeof *b) escapes to heap{{$}}
void deep(void *p)
{
	struct node *a = calloc(1, sizeof *a), *b = calloc(1, sizeof *b);
	b->value = p;
	a->next = b;
	list = a;
}

// CHECK: {{^}}other_object_of_wrapper p p does not escape{{$}}
void other_object_of_wrapper(void *p)
{
	struct node *a = checked(sizeof *a), *b = checked(sizeof *b);
	a->value = p;
	b->value = 0;
	kept = b;
}

// CHECK: {{^}}object_of_wrapper p leaking param: p{{$}}
void object_of_wrapper(void *p)
{
	struct node *a = checked(sizeof *a), *b = checked(sizeof *b);
	a->value = p;
	b->value = 0;
	kept = a;
}
static struct node *cons(void *v, struct node *n)
{
	struct node *c = checked(sizeof *c);
	c->value = v;
	c->next = n;
	return c;
}
static void drop(struct node *n)
{
	while (n) {
		struct node *next = n->next;
		free(n);
		n = next;
	}
}

// CHECK: {{^}}private_list p p does not escape{{$}}
// CHECK: {{^}}private_list q q does not escape{{$}}
void private_list(void *p, void *q)
{
	struct node *l = cons(p, cons(q, 0));
	drop(l);
}

// CHECK: {{^}}list_kept p leaking param: p{{$}}
// CHECK: {{^}}list_kept q leaking param: q{{$}}
void list_kept(void *p, void *q)
{
	list = cons(p, cons(q, 0));
}

// CHECK: {{^}}loop_list p p does not escape{{$}}
void loop_list(void **p, int n)
{
	struct node *l = 0;
	while (n--)
		l = cons(p + n, l);
	drop(l);
}

// CHECK: {{^}}value_taken_out p leaking param: p{{$}}
void value_taken_out(void *p)
{
	struct node *l = cons(p, 0);
	kept = l->value;
	drop(l);
}

// CHECK: {{^}}duplicated s s does not escape{{$}}
// CHECK: {{^}}duplicated strdup(s) strdup(s) does not escape{{$}}
unsigned long duplicated(const char *s)
{
	char *c = strdup(s);
	unsigned long n = strlen(c);
	free(c);
	return n;
}
