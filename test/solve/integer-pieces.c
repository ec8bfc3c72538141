// Pieces of a pointer that together are the pointer leak it, however they were cut out.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdint.h>
#include <string.h>
void *held;
uintptr_t number;
struct fields {
	int64_t a : 16, b : 16, c : 16, d : 16;
};
struct unsigned_fields {
	uint64_t a : 16, b : 16, c : 32;
};

// CHECK: {{^}}bytes_by_shift p leaking param: p{{$}}
void bytes_by_shift(void *p)
{
	uintptr_t x = (uintptr_t)p, v = 0;
	for (int k = 0; k < 64; k += 8)
		v |= (x >> k & 255) << k;
	held = (void *)v;
}

// CHECK: {{^}}digits_by_shift p leaking param: p{{$}}
void digits_by_shift(void *p)
{
	static char t[16];
	uintptr_t x = (uintptr_t)p;
	for (int i = 0; i < 16; i++, x >>= 4)
		t[i] = x & 15;
}

// CHECK: {{^}}sixteens_by_two_shifts p leaking param: p{{$}}
void sixteens_by_two_shifts(void *p)
{
	uintptr_t x = (uintptr_t)p;
	held = (void *)(x << 48 >> 48 | x << 32 >> 48 << 16 | x << 16 >> 48 << 32);
}

// CHECK: {{^}}signed_bit_fields p leaking param: p{{$}}
void signed_bit_fields(void *p)
{
	struct fields f;
	memcpy(&f, &p, 8);
	number = (uint16_t)f.a | (uintptr_t)(uint16_t)f.b << 16 | (uintptr_t)(uint16_t)f.c << 32;
}

// CHECK: {{^}}unsigned_bit_fields p leaking param: p{{$}}
void unsigned_bit_fields(void *p)
{
	struct unsigned_fields f;
	memcpy(&f, &p, 8);
	number = f.a | (uintptr_t)f.b << 16 | (uintptr_t)f.c << 32;
}

// CHECK: {{^}}low_bytes_of_shifted_loads p leaking param: p{{$}}
void low_bytes_of_shifted_loads(void *p)
{
	char b[16];
	memcpy(b, &p, 8);
	uint64_t v = 0, w;
	for (int k = 0; k < 8; k++) {
		memcpy(&w, b + k, 8);
		v |= (w & 255) << 8 * k;
	}
	held = (void *)v;
}

// CHECK: {{^}}mask_after_product p leaking param: p{{$}}
void mask_after_product(void *p)
{
	uintptr_t x = (uintptr_t)p;
	number = ((x >> 4) * 2 & 0xffe) | ((x >> 12) * 2 & 0xffe) << 12;
}

// CHECK: {{^}}top_bits p p does not escape{{$}}
void top_bits(void *p)
{
	number = (uintptr_t)p >> 48;
}

// CHECK: {{^}}page_by_variable p leaking param: p{{$}}
void page_by_variable(void *p, uintptr_t size)
{
	held = (void *)((uintptr_t)p / size * size);
}
static uint32_t low(void *p)
{
	return (uintptr_t)p;
}
static uint32_t high(void *p)
{
	return (uintptr_t)p >> 32;
}

// CHECK: {{^}}halves_returned p leaking param: p{{$}}
void halves_returned(void *p)
{
	held = (void *)(low(p) | (uintptr_t)high(p) << 32);
}
static void join(uint32_t l, uint32_t h)
{
	held = (void *)(l | (uintptr_t)h << 32);
}

// CHECK: {{^}}halves_passed p leaking param: p{{$}}
void halves_passed(void *p)
{
	join((uintptr_t)p, (uintptr_t)p >> 32);
}
struct halves {
	uint32_t l, h;
};
static void split(struct halves *o, void *p)
{
	o->l = (uintptr_t)p;
	o->h = (uintptr_t)p >> 32;
}
static void *joined(const struct halves *o)
{
	return (void *)(o->l | (uintptr_t)o->h << 32);
}

// CHECK: {{^}}halves_in_memory p leaking param: p{{$}}
void halves_in_memory(void *p)
{
	struct halves h;
	split(&h, p);
	held = joined(&h);
}

/* ---- by arguments narrower than a pointer, one after the other -------------------------------------- */

static uintptr_t sum;
static void take(int c)
{
	sum = sum << 8 | (unsigned char)c;
}

union word {
	void *p;
	uintptr_t n;
};

// CHECK: {{^}}lowest_byte p p does not escape{{$}}
void lowest_byte(void *p, int kind)
{
	union word w[2];
	w[kind & 1].p = p;
	take((unsigned char)w[kind & 1].n);
}

// CHECK: {{^}}lowest_sixteen p p does not escape{{$}}
void lowest_sixteen(void *p)
{
	take((short)(uintptr_t)p);
}

// CHECK: {{^}}lowest_half p leaking param: p{{$}}
void lowest_half(void *p)
{
	take((int)(uintptr_t)p);
}

// CHECK: {{^}}second_byte p leaking param: p{{$}}
void second_byte(void *p, int kind)
{
	union word w[2];
	w[kind & 1].p = p;
	take((unsigned char)(w[kind & 1].n >> 8));
}

// CHECK: {{^}}byte_after_byte p leaking param: p{{$}}
void byte_after_byte(void *p)
{
	for (uintptr_t n = (uintptr_t)p; n; n >>= 8)
		take((unsigned char)n);
}

// CHECK: {{^}}byte_after_byte_in_memory p leaking param: p{{$}}
void byte_after_byte_in_memory(void *p)
{
	for (int i = 0; i < 8; i++)
		take(((unsigned char *)&p)[i]);
}

// CHECK: {{^}}lowest_bytes_of_shifted_copies p leaking param: p{{$}}
void lowest_bytes_of_shifted_copies(void *p)
{
	char b[16] = {0};
	uintptr_t n;
	memcpy(b, &p, 8);
	for (int i = 0; i < 8; i++) {
		memcpy(&n, b + i, 8);
		take((unsigned char)n);
	}
}

static uintptr_t sixteen_on(uintptr_t n)
{
	return n >> 16;
}

// CHECK: {{^}}lowest_after_calls p leaking param: p{{$}}
void lowest_after_calls(void *p)
{
	uintptr_t n = (uintptr_t)p, m = sixteen_on(n);
	take((short)n);
	take((short)m);
	take((short)sixteen_on(m));
}
