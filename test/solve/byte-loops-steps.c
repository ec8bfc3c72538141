// A loop that takes every eighth byte is no copy of as many bytes; nor is one whose index starts again below 0.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <string.h>
void *sink;
unsigned char kept[256];
typedef unsigned char word[8];
struct planes {
	unsigned char a[3], b[3], c[3], d[3], e[3], f[3], g[3], h[3];
};
static __attribute__((noinline)) void gather(unsigned char *d, word *s)
{
	for (int n = 3; n--;)
		*d++ = (*s++)[0];
}
static __attribute__((noinline)) void scatter(word *d, unsigned char *s)
{
	for (int n = 3; n--;)
		(*d++)[0] = *s++;
}

// CHECK: {{^}}shuffled p leaking param: p{{$}}
void shuffled(void *p)
{
	void *in[4] = {0, 0, p}, *out[4];
	struct planes t;
#define PLANE(j, m)                                                                                           \
	gather(t.m, (word *)((unsigned char *)in + j));                                                       \
	scatter((word *)((unsigned char *)out + j), t.m);
	PLANE(0, a) PLANE(1, b) PLANE(2, c) PLANE(3, d) PLANE(4, e) PLANE(5, f) PLANE(6, g) PLANE(7, h)
	sink = out[2];
}

static __attribute__((noinline)) void round(unsigned char *d, const unsigned char *s)
{
	signed char i = 0;
	do {
		d[i] = s[i];
		i++;
	} while (i);
}
// CHECK: {{^}}below_zero p leaking param: p{{$}}
void below_zero(void *p)
{
	unsigned char t[256];
	memset(t, 0, 256);
	memcpy(t, &p, 8);
	round(kept + 128, t + 128);
}

struct record {
	void *p;
	char name[16];
};
static __attribute__((noinline)) void copy(char *d, const char *s, int n)
{
	for (int i = 0; i < n; i++)
		d[i] = s[i];
}
// CHECK: {{^}}from_the_start p p does not escape{{$}}
void from_the_start(void *p, int n)
{
	struct record r = {p, "name"};
	copy((char *)kept, r.name, n);
}
