// Integers that functions give each other may be any part of a pointer: divided by a variable and multiplied again, masked
// after they were shifted elsewhere, taken from another pointer.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdint.h>
typedef uint64_t u64;
#define NOINLINE static __attribute__((noinline))
#define U ((u64)(uintptr_t)p)
u64 number;
void *kept;
unsigned char bytes[64];
uint16_t words[4];

NOINLINE u64 to_int(const void *q) { return (u64)q; }
// CHECK: {{^}}aligned p leaking param: p to result ~r0 level=0{{$}}
// CHECK: {{^}}aligned n leaking param: n to result ~r0 level=0{{$}}
void *aligned(void *p, u64 n) { return (void *)((to_int(p) + n - 1) / n * n); }

// Only what is multiplied by its own divisor goes by that.
// CHECK: {{^}}times_another p leaking param: p to result ~r0 level=0{{$}}
void *times_another(void *p) { return (void *)((((u64)&number & 1) | 1) * to_int(p)); }

struct bump {
	u64 at, end;
};
NOINLINE void *allocate(struct bump *b, u64 n, u64 align)
{
	u64 r = (b->at + align - 1) / align * align;
	b->at = r + n;
	return (void *)r;
}
// CHECK: {{^}}in_an_arena p leaking param: p{{$}}
void in_an_arena(void *p, u64 align)
{
	struct bump b = {U, U + 100};
	kept = allocate(&b, 8, align);
}

NOINLINE u64 chosen(const u64 *a, u64 c) { return a[0] * c + a[1] * (1 - c); }
// CHECK: {{^}}by_a_product p leaking param: p{{$}}
void by_a_product(void *p, u64 c)
{
	u64 a[2] = {U, 0};
	number = chosen(a, c);
}

struct writer {
	u64 v;
	int n;
	unsigned char *to;
};
NOINLINE int put_byte(struct writer *w)
{
	*w->to++ = w->v & 255;
	w->v >>= 8;
	return --w->n;
}
// CHECK: {{^}}byte_by_byte p leaking param: p{{$}}
void byte_by_byte(void *p)
{
	struct writer w = {U, 8, bytes};
	while (put_byte(&w))
		;
}

NOINLINE void put(u64 v, unsigned char *d) { *d = v & 255; }
// CHECK: {{^}}as_an_argument p leaking param: p{{$}}
void as_an_argument(void *p)
{
	for (int i = 0; i < 8; i++)
		put(U >> 8 * i, &bytes[i]);
}

NOINLINE u64 shifted(u64 u, int n) { return u >> n; }
// CHECK: {{^}}as_a_result p leaking param: p{{$}}
void as_a_result(void *p)
{
	for (int i = 0; i < 8; i++)
		bytes[i] = shifted(U, 8 * i) % 256;
}

NOINLINE u64 top(u64 v) { return v >> 48; }
// CHECK: {{^}}the_highest_bits p leaking param: p{{$}}
void the_highest_bits(void *p)
{
	for (int i = 0; i < 4; i++)
		words[i] = top(U << 16 * i);
}

NOINLINE u64 from_base(u64 b) { return (u64)&number - b; }
// CHECK: {{^}}subtracted p leaking param: p{{$}}
void subtracted(void *p) { number = from_base(U); }

// The lowest bits of what was a pointer just now are a place on a page, its highest those of all.
// CHECK: {{^}}low_bits p p does not escape{{$}}
void low_bits(void *p) { bytes[0] = U & 255; }
// CHECK: {{^}}high_bits p p does not escape{{$}}
void high_bits(void *p) { words[0] = U >> 48; }
