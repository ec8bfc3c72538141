// What code that is not known is given comes to be in no hook that it cannot reach: one that takes more arguments, or
// another one of them; that is no function; whose address nobody takes.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdlib.h>
typedef void hook(void *);
void *sink;
static void good(void *p) {}
static void bad(void *p) { sink = p; }

struct registry {
	void (*reg)(int, hook *);
	void *setters[3];
};
static struct registry *registry;
static hook *first = good, *third = good, *unused = good;
static void set_first(hook *h, int n) { first = h; }
static void set_third(int n, int m, hook *h) { third = h; }
static void set_unused(int n, hook *h) { unused = h; }

// CHECK: {{^}}init malloc(sizeof *registry) malloc(sizeof *registry) escapes to heap{{$}}
void init(void)
{
	registry = malloc(sizeof *registry);
	registry->setters[0] = (void *)set_first;
	registry->setters[1] = (void *)set_third;
}
void use(int n)
{
	registry->reg(1, bad);
	set_unused(n, good);
}

// CHECK: {{^}}run_first p p does not escape{{$}}
void run_first(void *p) { first(p); }
// CHECK: {{^}}run_third p p does not escape{{$}}
void run_third(void *p) { third(p); }
// CHECK: {{^}}run_unused p p does not escape{{$}}
void run_unused(void *p) { unused(p); }
