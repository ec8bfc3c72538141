// longjmp is a way out: what is stored when it happens stays stored.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <setjmp.h>
struct ctx {
	void *tmp;
	jmp_buf back;
};
void *kept;
static jmp_buf target;
static void jump(void)
{
	longjmp(target, 1);
}

// CHECK: {{^}}stored_when_jumping c c does not escape{{$}}
// CHECK: {{^}}stored_when_jumping p leaking param: p to param c{{$}}
void stored_when_jumping(struct ctx *c, void *p)
{
	if (setjmp(target))
		return;
	c->tmp = p;
	jump();
	c->tmp = 0;
}

// CHECK: {{^}}cleared_after_jump c c does not escape{{$}}
// CHECK: {{^}}cleared_after_jump p p does not escape{{$}}
void cleared_after_jump(struct ctx *c, void *p)
{
	if (!setjmp(target)) {
		c->tmp = p;
		c->tmp = 0;
	}
}

// CHECK: {{^}}kept_after_jump p leaking param: p{{$}}
void kept_after_jump(void *p)
{
	void *volatile v = 0;
	if (setjmp(target)) {
		kept = v;
		return;
	}
	v = p;
	jump();
}

// CHECK: {{^}}not_kept_after_jump p p does not escape{{$}}
void not_kept_after_jump(void *p)
{
	void *volatile v = 0;
	if (setjmp(target))
		return;
	v = p;
	jump();
}

// CHECK: {{^}}buffer_in_context c leaking param: c{{$}}
// CHECK: {{^}}buffer_in_context f f does not escape{{$}}
void buffer_in_context(struct ctx *c, void (*f)(struct ctx *))
{
	if (!setjmp(c->back))
		f(c);
}

// CHECK: {{^}}own_buffer p p does not escape{{$}}
void own_buffer(int *p)
{
	jmp_buf b;
	if (!setjmp(b)) {
		if (*p)
			longjmp(b, 1);
	}
}
