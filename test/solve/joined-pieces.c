// A pointer that is copied in halves through a local and out of it as one: what copies put down they carry.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdint.h>
#include <string.h>
static __attribute__((noinline)) void in_ints(void **d, void **s)
{
	int t[2];
	memcpy(t, s, 4);
	memcpy(t + 1, (char *)s + 4, 4);
	memcpy(d, t, 8);
}

// CHECK: {{^}}halves_of_ints p leaking param: p to result ~r0 level=0{{$}}
void *halves_of_ints(void *p)
{
	void *d;
	in_ints(&d, &p);
	return d;
}

static __attribute__((noinline)) void in_chars(void **d, void **s)
{
	char t[8];
	memcpy(t, s, 4);
	memcpy(t + 4, (char *)s + 4, 4);
	memcpy(d, t, 8);
}

// CHECK: {{^}}halves_of_chars p leaking param: p to result ~r0 level=0{{$}}
void *halves_of_chars(void *p)
{
	void *d;
	in_chars(&d, &p);
	return d;
}

// Numbers that are computed are data.
static __attribute__((noinline)) void computed(uint64_t *d, const uint32_t *s)
{
	*d = (uint64_t)s[1] << 32 | s[0];
}

// CHECK: {{^}}joined_numbers p p does not escape{{$}}
uint64_t joined_numbers(const uint32_t *p)
{
	uint64_t d;
	computed(&d, p);
	return d;
}
