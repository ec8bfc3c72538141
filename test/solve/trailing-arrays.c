// An array at the end of a struct is as long as it says, unless it has one element or none: then it is as long as its memory.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdlib.h>
struct four {
	long n;
	void *slot[4];
};
struct one {
	long n;
	void *slot[1];
};
struct open {
	long n;
	void *slot[];
};
struct around_four {
	void *before;
	struct four four;
	void *after;
};
struct around_one {
	void *before;
	struct one one;
	void *after[3];
};

static __attribute__((noinline)) void put_four(struct four *s, void *p)
{
	void **slot = s->slot;
	slot[s->n++] = p;
}

static __attribute__((noinline)) void put_one(struct one *s, void *p)
{
	void **slot = s->slot;
	slot[s->n++] = p;
}

static __attribute__((noinline)) void put_open(struct open *s, void *p)
{
	void **slot = s->slot;
	slot[s->n++] = p;
}

// CHECK: {{^}}beside_four p p does not escape{{$}}
// CHECK: {{^}}beside_four q leaking param: q to result ~r0 level=0{{$}}
void *beside_four(void *p, void *q)
{
	struct around_four a = {0};
	a.after = q;
	put_four(&a.four, p);
	return a.after;
}

// CHECK: {{^}}in_four p leaking param: p to result ~r0 level=0{{$}}
void *in_four(void *p, int i)
{
	struct around_four a = {0};
	put_four(&a.four, p);
	return a.four.slot[i];
}

// CHECK: {{^}}before_four p p does not escape{{$}}
void *before_four(void *p)
{
	struct around_four a = {0};
	put_four(&a.four, p);
	return a.before;
}

// One element: the old way to say that there are more.
// CHECK: {{^}}behind_one p leaking param: p to result ~r0 level=0{{$}}
void *behind_one(void *p)
{
	struct around_one a = {0};
	put_one(&a.one, p);
	return a.after[1];
}

// CHECK: {{^}}before_one p p does not escape{{$}}
void *before_one(void *p)
{
	struct around_one a = {0};
	put_one(&a.one, p);
	return a.before;
}

// CHECK: {{^}}in_open p leaking param: p to result ~r0 level=0{{$}}
// CHECK: {{^}}in_open calloc(1, sizeof *s + 8 * sizeof s->slot[0]) {{.*}} does not escape{{$}}
void *in_open(void *p, int i)
{
	struct open *s = calloc(1, sizeof *s + 8 * sizeof s->slot[0]);
	void *r;
	if (!s)
		abort();
	put_open(s, p);
	r = s->slot[i];
	free(s);
	return r;
}

// More memory than the array says: what was put there by an index is found there by an index.
// CHECK: {{^}}longer_than_it_says p leaking param: p to result ~r0 level=0{{$}}
// CHECK: {{^}}longer_than_it_says calloc(1, sizeof *s + 8 * sizeof s->slot[0]) {{.*}} does not escape{{$}}
void *longer_than_it_says(void *p, int i)
{
	struct four *s = calloc(1, sizeof *s + 8 * sizeof s->slot[0]);
	void **slot, *r;
	if (!s)
		abort();
	put_four(s, p);
	slot = s->slot;
	r = slot[i];
	free(s);
	return r;
}

// CHECK: {{^}}very_far p leaking param: p to result ~r0 level=0{{$}}
// CHECK: {{^}}very_far calloc(1, 0x20000010ul * 8) {{.*}} does not escape{{$}}
void *very_far(void *p, unsigned long i)
{
	struct open *s = calloc(1, 0x20000010ul * 8);
	void *r;
	if (!s)
		abort();
	s->slot[i] = p;
	r = s->slot[0x20000000];
	free(s);
	return r;
}
