// A context on the stack that holds the parameter: no leak by itself; whoever gets the context may keep it.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
struct ctx {
	void *in;
	struct ctx *up;
};
struct user {
	struct ctx *current;
};
void *kept;
extern void extern_use(struct ctx *);
extern void unknown(void);
static int look(struct ctx *c)
{
	return *(int *)c->in;
}
static void keep_in(struct ctx *c)
{
	kept = c->in;
}
static void keep_up(struct ctx *c)
{
	kept = c->up->in;
}

// CHECK: {{^}}used p p does not escape{{$}}
int used(void *p)
{
	struct ctx c = {p};
	return look(&c);
}

// CHECK: {{^}}used_two_levels p p does not escape{{$}}
int used_two_levels(void *p)
{
	struct ctx c = {p}, d = {0, &c};
	return look(d.up);
}

// CHECK: {{^}}kept_by_callee p leaking param: p{{$}}
void kept_by_callee(void *p)
{
	struct ctx c = {p};
	keep_in(&c);
}

// CHECK: {{^}}kept_from_inner p leaking param: p{{$}}
void kept_from_inner(void *p)
{
	struct ctx c = {p}, d = {0, &c};
	keep_up(&d);
}

// CHECK: {{^}}kept_other p p does not escape{{$}}
void kept_other(void *p)
{
	struct ctx c = {p, &c}, d = {0, &c};
	keep_in(&d);
}

// CHECK: {{^}}given_to_extern p leaking param: p{{$}}
// CHECK: {{^}}given_to_extern &c &c escapes to heap{{$}}
void given_to_extern(void *p)
{
	struct ctx c = {p};
	extern_use(&c);
}
static void give(void *p)
{
	struct ctx c = {p};
	extern_use(&c);
}

// CHECK: {{^}}given_to_extern_by_callee p leaking param: p{{$}}
void given_to_extern_by_callee(void *p)
{
	give(p);
}
static void give_inner(void *p)
{
	struct ctx c = {p}, d = {0, &c};
	extern_use(&d);
}

// CHECK: {{^}}given_inside_another_by_callee p leaking param: p{{$}}
void given_inside_another_by_callee(void *p)
{
	give_inner(p);
}
struct large {
	void *a, *b, *c, *d;
};
static void give_copy(struct large s)
{
	extern_use((struct ctx *)&s);
}

// CHECK: {{^}}given_by_value s leaking param: s{{$}}
void given_by_value(struct large s)
{
	give_copy(s);
}
static void into_assembly(void *p)
{
	struct ctx c = {p};
	__asm__ volatile("nop" : : "r"(&c) : "memory");
}

// CHECK: {{^}}given_to_assembly_by_callee p leaking param: p{{$}}
void given_to_assembly_by_callee(void *p)
{
	into_assembly(p);
}
static void each(void (*f)(struct ctx *), void *p)
{
	struct ctx c = {p};
	f(&c);
}

// CHECK: {{^}}given_to_callback p leaking param: p{{$}}
void given_to_callback(void *p)
{
	each(keep_in, p);
}
static void look_only(struct ctx *c)
{
	look(c);
}

// CHECK: {{^}}given_to_quiet_callback p p does not escape{{$}}
void given_to_quiet_callback(void *p)
{
	each(look_only, p);
}
static void park(struct user *u, struct user *v, void *p)
{
	struct ctx c = {p};
	u->current = &c;
	kept = v->current->in;
}

// CHECK: {{^}}parked_and_found u leaking param content: u{{$}}
// CHECK: {{^}}parked_and_found p leaking param: p{{$}}
void parked_and_found(struct user *u, void *p)
{
	park(u, u, p);
}
static void park_and_clear(struct user *u, struct user *v, void *p)
{
	struct ctx c = {p};
	u->current = &c;
	kept = v->current->in;
	u->current = 0;
}

// CHECK: {{^}}parked_for_a_while u leaking param content: u{{$}}
// CHECK: {{^}}parked_for_a_while p leaking param: p{{$}}
void parked_for_a_while(struct user *u, void *p)
{
	park_and_clear(u, u, p);
}
static void park_and_call(struct user *u, void *p)
{
	struct ctx c = {p};
	u->current = &c;
	unknown();
	u->current = 0;
}

// CHECK: {{^}}parked_while_unknown_code_runs u u does not escape{{$}}
// CHECK: {{^}}parked_while_unknown_code_runs p leaking param: p to param u{{$}}
void parked_while_unknown_code_runs(struct user *u, void *p)
{
	park_and_call(u, p);
}

// CHECK: {{^}}chain p p does not escape{{$}}
int chain(void *p)
{
	struct ctx c = {p}, d = {0, &c}, e = {0, &d};
	int n = 0;
	for (struct ctx *i = &e; i; i = i->up)
		n += i->in == p;
	return n;
}
