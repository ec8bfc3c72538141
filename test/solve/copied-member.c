// A member of a struct that is copied to nobody knows where: who reads there finds what was in the member,
// and nothing that lies beside it.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <string.h>
struct mark {
	void *a, *b, *c;
};
struct parser {
	void *before;
	struct mark mark;
	void *behind;
};

static __attribute__((noinline)) void note(char *stack, long at, const struct parser *s)
{
	memcpy(stack + at, &s->mark, sizeof s->mark);
}

// CHECK: {{^}}beside x x does not escape{{$}}
// CHECK: {{^}}beside y leaking param: y to result ~r0 level=0{{$}}
// CHECK: {{^}}beside z leaking param: z to result ~r0 level=0{{$}}
void *beside(void *x, void *y, void *z, long at, int i)
{
	struct parser s = {x, {y, 0, z}, x};
	void *stack[64] = {0};
	note((char *)stack, at, &s);
	return stack[i];
}

static __attribute__((noinline)) void note_all(char *stack, long at, const struct parser *s)
{
	memcpy(stack + at, s, sizeof *s);
}

// CHECK: {{^}}whole x leaking param: x to result ~r0 level=0{{$}}
void *whole(void *x, long at, int i)
{
	struct parser s = {0, {0, 0, 0}, x};
	void *stack[64] = {0};
	note_all((char *)stack, at, &s);
	return stack[i];
}

static __attribute__((noinline)) void note_some(char *stack, long at, const struct parser *s, unsigned long n)
{
	memcpy(stack + at, &s->mark, n);
}

// CHECK: {{^}}and_more x leaking param: x to result ~r0 level=0{{$}}
void *and_more(void *x, long at, int i, unsigned long n)
{
	struct parser s = {0, {0, 0, 0}, x};
	void *stack[64] = {0};
	note_some((char *)stack, at, &s, n);
	return stack[i];
}
