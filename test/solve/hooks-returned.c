// A hook that is found in memory that an object's own hook has returned was put there by who owns the object, as
// that hook was: depends. What was given in this call, or comes from unknown code, is another thing.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -fplugin-arg-cgoescape-facts=%t -w %s
// RUN: FileCheck --implicit-check-not=nocallback %s < %t
#include <stddef.h>
#include <string.h>
struct memory {
	void *(*alloc)(void *, size_t);
	void (*free)(void *, void *);
	void *user;
};
struct data {
	struct memory memory;
	int n;
};
extern struct data *from_outside(void);

// CHECK-DAG: {{^}}drop -1 - nocallback=depends object-hook
static void drop(struct data *d)
{
	d->memory.free(d->memory.user, d);
}

// CHECK-DAG: {{^}}parse -1 - nocallback=depends object-hook
int parse(struct memory *o, const char *s, struct data **out)
{
	struct data *d = o->alloc(o->user, sizeof *d);
	if (!d)
		return 1;
	memset(d, 0, sizeof *d);
	d->memory = *o;
	if (*s == 'x') {
		drop(d);
		return 2;
	}
	*out = d;
	return 0;
}

// CHECK-DAG: {{^}}read_again -1 - nocallback=depends object-hook
void read_again(struct memory *o)
{
	struct data *d = o->alloc(o->user, sizeof *d), *e = d->memory.alloc(d->memory.user, sizeof *e);
	e->memory.free(0, e);
}

// CHECK-DAG: {{^}}found_by_hook -1 - nocallback=depends object-hook
void found_by_hook(void *(**find)(const char *))
{
	void (*f)(void) = (*find)("f");
	f();
}

// CHECK-DAG: {{^}}given_allocator -1 - nocallback=no
struct data *given_allocator(void *(*alloc)(size_t))
{
	struct data *d = alloc(sizeof *d);
	if (d)
		drop(d);
	return d;
}

// CHECK-DAG: {{^}}given_as_well -1 - nocallback=unknown
void given_as_well(struct memory *o, void (*free)(void *, void *))
{
	struct data *d = o->alloc(free, sizeof *d);
	drop(d);
}

// CHECK-DAG: {{^}}unknown_code -1 - nocallback=unknown
void unknown_code(void)
{
	drop(from_outside());
}
