// A memset or memcpy of known size over the place ends a temporary store like a store does, where it certainly covers
// it and brings nothing back.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <string.h>
struct c {
	void *cur;
	int mode;
	struct c *up;
	void *arr[4];
};
int n;

// CHECK: {{^}}cleared c c does not escape{{$}}
// CHECK: {{^}}cleared p p does not escape{{$}}
void cleared(struct c *c, void *p)
{
	c->cur = p;
	memset(c, 0, sizeof *c);
}

// CHECK: {{^}}member c c does not escape{{$}}
// CHECK: {{^}}member p p does not escape{{$}}
void member(struct c *c, void *p)
{
	c->arr[1] = p;
	memset(c->arr, 0, 16);
}

// Near misses: one byte short, unknown size, elsewhere, not on every way.
// CHECK: {{^}}short_of c c does not escape{{$}}
// CHECK: {{^}}short_of p leaking param: p to param c{{$}}
void short_of(struct c *c, void *p)
{
	c->arr[1] = p;
	memset(c->arr, 0, 15);
}

// CHECK: {{^}}unknown c c does not escape{{$}}
// CHECK: {{^}}unknown p leaking param: p to param c{{$}}
void unknown(struct c *c, void *p)
{
	c->cur = p;
	memset(c, 0, n);
}

// CHECK: {{^}}elsewhere c c does not escape{{$}}
// CHECK: {{^}}elsewhere p leaking param: p to param c{{$}}
void elsewhere(struct c *c, void *p)
{
	c->cur = p;
	memset(c->up, 0, sizeof *c);
}

// CHECK: {{^}}sometimes c c does not escape{{$}}
// CHECK: {{^}}sometimes p leaking param: p to param c{{$}}
void sometimes(struct c *c, void *p)
{
	c->cur = p;
	if (n)
		memset(c, 0, sizeof *c);
}

// What is copied over it is the pointer itself, or was copied before the end.
// CHECK: {{^}}itself c c does not escape{{$}}
// CHECK: {{^}}itself p leaking param: p to param c{{$}}
void itself(struct c *c, void *p)
{
	struct c s;

	c->cur = p;
	s = *c;
	*c = s;
}

// CHECK: {{^}}alias c c does not escape{{$}}
// CHECK: {{^}}alias d leaking param content: d{{$}}
// CHECK: {{^}}alias p leaking param: p to param c{{$}}
void alias(struct c *c, struct c *d, void *p)
{
	c->cur = p;
	*c = *d;
}

// CHECK: {{^}}moved c c does not escape{{$}}
// CHECK: {{^}}moved p leaking param: p to param c{{$}}
void moved(struct c *c, void *p)
{
	c->arr[1] = p;
	memmove(&c->arr[0], &c->arr[1], 16);
}

// BAD: the copy in s is one from before the store.
// CHECK: {{^}}restored c c does not escape{{$}}
// CHECK: {{^}}restored p leaking param: p to param c{{$}}
void restored(struct c *c, void *p)
{
	struct c s = *c;

	c->cur = p;
	*c = s;
}
