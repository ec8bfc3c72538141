// A pointer stored for a while is no leak when it is overwritten on every way out and nobody can have looked.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
struct ctx {
	void *tmp;
	void *seen;
	int n;
};
void *kept;
jmp_buf target;
extern void unknown(void);
static int use(struct ctx *c)
{
	return *(int *)c->tmp;
}

// CHECK: {{^}}overwritten c c does not escape{{$}}
// CHECK: {{^}}overwritten p p does not escape{{$}}
void overwritten(struct ctx *c, void *p)
{
	c->tmp = p;
	c->n = use(c);
	c->tmp = 0;
}

// CHECK: {{^}}one_way_without c c does not escape{{$}}
// CHECK: {{^}}one_way_without p leaking param: p to param c{{$}}
void one_way_without(struct ctx *c, void *p, int early)
{
	c->tmp = p;
	if (early)
		return;
	c->tmp = 0;
}

// CHECK: {{^}}on_both_ways c c does not escape{{$}}
// CHECK: {{^}}on_both_ways p p does not escape{{$}}
void on_both_ways(struct ctx *c, void *p, int early)
{
	c->tmp = p;
	if (early) {
		c->tmp = 0;
		return;
	}
	c->n = use(c);
	c->tmp = 0;
}

// CHECK: {{^}}half_overwritten c c does not escape{{$}}
// CHECK: {{^}}half_overwritten p leaking param: p to param c{{$}}
void half_overwritten(struct ctx *c, void *p)
{
	c->tmp = p;
	*(int *)&c->tmp = 0;
}

// CHECK: {{^}}read_and_kept c c does not escape{{$}}
// CHECK: {{^}}read_and_kept p leaking param: p{{$}}
void read_and_kept(struct ctx *c, void *p)
{
	c->tmp = p;
	kept = c->tmp;
	c->tmp = 0;
}

// CHECK: {{^}}moved_to_other_field c c does not escape{{$}}
// CHECK: {{^}}moved_to_other_field p leaking param: p to param c{{$}}
void moved_to_other_field(struct ctx *c, void *p)
{
	c->tmp = p;
	c->seen = c->tmp;
	c->tmp = 0;
}

// CHECK: {{^}}unknown_call_between c c does not escape{{$}}
// CHECK: {{^}}unknown_call_between p leaking param: p to param c{{$}}
void unknown_call_between(struct ctx *c, void *p)
{
	c->tmp = p;
	unknown();
	c->tmp = 0;
}

// CHECK: {{^}}callback_between c c does not escape{{$}}
// CHECK: {{^}}callback_between p leaking param: p to param c{{$}}
// CHECK: {{^}}callback_between f f does not escape{{$}}
void callback_between(struct ctx *c, void *p, void (*f)(void))
{
	c->tmp = p;
	f();
	c->tmp = 0;
}
static void jump(void)
{
	longjmp(target, 1);
}

// CHECK: {{^}}jump_between c c does not escape{{$}}
// CHECK: {{^}}jump_between p leaking param: p to param c{{$}}
void jump_between(struct ctx *c, void *p, int failed)
{
	c->tmp = p;
	if (failed)
		jump();
	c->tmp = 0;
}
static void clear(struct ctx *c)
{
	c->tmp = 0;
}

// BAD: the callee certainly overwrites it
// CHECK: {{^}}overwritten_by_callee c c does not escape{{$}}
// CHECK: {{^}}overwritten_by_callee p leaking param: p to param c{{$}}
void overwritten_by_callee(struct ctx *c, void *p)
{
	c->tmp = p;
	c->n = use(c);
	clear(c);
}

// CHECK: {{^}}overwritten_by_memset c c does not escape{{$}}
// CHECK: {{^}}overwritten_by_memset p p does not escape{{$}}
void overwritten_by_memset(struct ctx *c, void *p)
{
	c->tmp = p;
	c->n = use(c);
	memset(c, 0, sizeof *c);
}

// CHECK: {{^}}global_overwritten p p does not escape{{$}}
void global_overwritten(void *p)
{
	kept = p;
	unsigned char b = *(unsigned char *)kept;
	kept = b ? 0 : (void *)1;
}

// CHECK: {{^}}loop c c does not escape{{$}}
// CHECK: {{^}}loop p p does not escape{{$}}
void loop(struct ctx *c, void **p, int n)
{
	for (int i = 0; i < n; i++) {
		c->tmp = p;
		c->n += use(c);
		c->tmp = 0;
	}
}
