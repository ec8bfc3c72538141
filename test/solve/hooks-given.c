// Code that is not known may be a function of the program, which keeps in a hook what it is given; and a pointer to an
// element of an array, in memory that is not followed, is moved on to others.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdint.h>
#include <stdlib.h>
typedef void hook(void *);
void *sink;
static void good(void *p) {}
static void bad(void *p) { sink = p; }

struct ops;
struct registry {
	void (*reg)(hook *);
	void (*reg_second)(int, hook *);
	void (*reg_table)(const struct ops *), (*reg_later)(const struct ops *);
};
static struct registry *registry;

static hook *handler = good, *second = good;
static void set_handler(hook *h) { handler = h; }
static void set_second(int n, hook *h) { second = h; }

struct ops {
	hook *a;
};
static const struct ops good_ops = {good}, bad_ops = {bad};
static const struct ops *ops = &good_ops, *later;
static void set_ops(const struct ops *o) { ops = o; }
static void set_later(const struct ops *o) { later = o; }

// CHECK: {{^}}init malloc(sizeof *registry) malloc(sizeof *registry) escapes to heap{{$}}
void init(void)
{
	registry = malloc(sizeof *registry);
	registry->reg = set_handler;
	registry->reg_second = set_second;
	registry->reg_table = set_ops;
	registry->reg_later = set_later;
}
static __attribute__((noinline)) void hand_on(hook *h) { registry->reg(h); }
void use(void)
{
	hand_on(bad);
	registry->reg_second(1, bad);
	registry->reg_table(&bad_ops);
	registry->reg_later(&bad_ops);
}

// CHECK: {{^}}run_handler p leaking param: p{{$}}
void run_handler(void *p) { handler(p); }
// CHECK: {{^}}run_second p leaking param: p{{$}}
void run_second(void *p) { second(p); }
// CHECK: {{^}}run_ops p leaking param: p{{$}}
void run_ops(void *p) { ops->a(p); }

void set_default(void) { later = &good_ops; }
// CHECK: {{^}}run_later p leaking param: p{{$}}
void run_later(void *p) { later->a(p); }

static uintptr_t as_numbers[4];
struct numbers {
	uintptr_t *at;
};
static struct numbers *numbers;
// CHECK: {{^}}make_numbers malloc(sizeof *numbers) malloc(sizeof *numbers) escapes to heap{{$}}
void make_numbers(void)
{
	numbers = malloc(sizeof *numbers);
	numbers->at = as_numbers;
}
void next_number(void) { numbers->at++; }
void put_number(void) { *numbers->at = (uintptr_t)bad; }
// CHECK: {{^}}run_number p leaking param: p{{$}}
void run_number(void *p) { ((hook *)as_numbers[2])(p); }

struct element {
	long n;
	hook *h;
};
static struct element elements[4] = {{0, good}, {0, good}, {0, good}, {0, good}};
struct holder {
	struct element *at;
};
static struct holder *holder;
// CHECK: {{^}}make malloc(sizeof *holder) malloc(sizeof *holder) escapes to heap{{$}}
void make(void)
{
	holder = malloc(sizeof *holder);
	holder->at = elements;
}
void next(void) { holder->at++; }
void put(void) { holder->at->h = bad; }
// CHECK: {{^}}run_element p leaking param: p{{$}}
void run_element(void *p) { elements[2].h(p); }
