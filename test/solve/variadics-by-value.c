// A large struct by value among variadic arguments: what was in it is where the callee puts it.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdarg.h>
#include <stdlib.h>
struct box {
	void *v;
	struct node *n;
	long k;
	struct box *link;
};
struct node {
	struct node *prev;
	struct box box;
};
struct node *kept;

static void put(struct node *x, int k, ...)
{
	va_list ap;
	struct box b;

	va_start(ap, k);
	b = va_arg(ap, struct box);
	x->box.n = b.n;
	va_end(ap);
}
static struct node *get(int k, ...)
{
	va_list ap;
	struct box b;

	va_start(ap, k);
	b = va_arg(ap, struct box);
	va_end(ap);
	return b.n;
}
static int number(int k, ...)
{
	va_list ap;
	struct box b;

	va_start(ap, k);
	b = va_arg(ap, struct box);
	va_end(ap);
	return (int)b.k;
}

// CHECK: {{^}}put_in_local q leaking param: q{{$}}
// CHECK: {{^}}put_in_local calloc(1, sizeof *made) calloc(1, sizeof *made) escapes to heap{{$}}
void *put_in_local(void *q)
{
	struct node *made = calloc(1, sizeof *made), local;
	struct box b = {0, made, 0, 0};

	put(&local, 0, b);
	local.box.n->prev = q;
	return made;
}

// CHECK: {{^}}get_made q leaking param: q{{$}}
// CHECK: {{^}}get_made calloc(1, sizeof *made) calloc(1, sizeof *made) escapes to heap{{$}}
void *get_made(void *q)
{
	struct node *made = calloc(1, sizeof *made);
	struct box b = {0, made, 0, 0};

	get(0, b)->prev = q;
	return made;
}

// CHECK: {{^}}get_kept q leaking param: q{{$}}
void get_kept(void *q)
{
	struct box b = {0, kept, 0, 0};

	get(0, b)->prev = q;
}

// CHECK: {{^}}get_back q leaking param: q to result ~r0 level=0{{$}}
void *get_back(void *q)
{
	struct box b = {0, q, 0, 0};

	return get(0, b);
}

// CHECK: {{^}}only_number q q does not escape{{$}}
int only_number(void *q)
{
	struct box b = {0, q, 1, 0};

	return number(0, b);
}
