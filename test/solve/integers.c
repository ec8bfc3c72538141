// An integer made from a pointer is followed as far as the pointer could be got back.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdint.h>
uintptr_t number;
void *held;
uint32_t low, high;

// CHECK: {{^}}round_trip p leaking param: p{{$}}
void round_trip(void *p)
{
	uintptr_t n = (uintptr_t)p;
	held = (void *)n;
}

// CHECK: {{^}}tagged p leaking param: p{{$}}
void tagged(void *p)
{
	held = (void *)((uintptr_t)p | 1);
}

// CHECK: {{^}}tag_removed p leaking param: p{{$}}
void tag_removed(void *p)
{
	held = (void *)((uintptr_t)p & ~(uintptr_t)7);
}

// CHECK: {{^}}tag_alone p p does not escape{{$}}
void tag_alone(void *p)
{
	number = (uintptr_t)p & 7;
}

// CHECK: {{^}}difference p p does not escape{{$}}
// CHECK: {{^}}difference q q does not escape{{$}}
void difference(char *p, char *q)
{
	number = p - q;
}

// CHECK: {{^}}aligned_by_difference p leaking param: p{{$}}
void aligned_by_difference(void *p)
{
	held = (void *)((uintptr_t)p - ((uintptr_t)p & 15));
}

// CHECK: {{^}}aligned_by_remainder p leaking param: p{{$}}
void aligned_by_remainder(void *p)
{
	held = (void *)((uintptr_t)p - (uintptr_t)p % 64);
}

// CHECK: {{^}}aligned_by_division p leaking param: p{{$}}
void aligned_by_division(void *p)
{
	held = (void *)((uintptr_t)p / 64 * 64);
}

// CHECK: {{^}}xor_link p leaking param: p{{$}}
// CHECK: {{^}}xor_link q leaking param: q{{$}}
void xor_link(void *p, void *q)
{
	number = (uintptr_t)p ^ (uintptr_t)q;
}

// CHECK: {{^}}complement p leaking param: p{{$}}
void complement(void *p)
{
	number = ~(uintptr_t)p;
}

// CHECK: {{^}}negated p leaking param: p{{$}}
void negated(void *p)
{
	number = -(uintptr_t)p;
}

// CHECK: {{^}}hashed p p does not escape{{$}}
void hashed(void *p)
{
	number = (uintptr_t)p * 0x9e3779b97f4a7c15;
}

// CHECK: {{^}}bucket p p does not escape{{$}}
void bucket(void *p)
{
	number = ((uintptr_t)p >> 4) % 1009;
}

// CHECK: {{^}}halves p leaking param: p{{$}}
void halves(void *p)
{
	low = (uintptr_t)p;
	high = (uintptr_t)p >> 32;
}

// CHECK: {{^}}rotated p leaking param: p{{$}}
void rotated(void *p)
{
	number = (uintptr_t)p << 7 | (uintptr_t)p >> 57;
}

// CHECK: {{^}}bytes_swapped p leaking param: p{{$}}
void bytes_swapped(void *p)
{
	number = __builtin_bswap64((uintptr_t)p);
}

// CHECK: {{^}}overflow_checked p leaking param: p{{$}}
void overflow_checked(void *p)
{
	__builtin_add_overflow((uintptr_t)p, 8, &number);
}

// CHECK: {{^}}compared p p does not escape{{$}}
// CHECK: {{^}}compared q q does not escape{{$}}
void compared(void *p, void *q)
{
	number = p < q;
}

// CHECK: {{^}}wide p leaking param: p{{$}}
void wide(void *p)
{
	static unsigned __int128 k;
	k = (unsigned __int128)(uintptr_t)p << 64;
}

// CHECK: {{^}}bit_precise p leaking param: p{{$}}
void bit_precise(void *p)
{
	static _BitInt(200) k;
	k = (_BitInt(200))(uintptr_t)p << 100;
}

// No pointer stands in what a uintptr_t * points to, by its type.
// CHECK: {{^}}changed_in_memory s s does not escape{{$}}
void changed_in_memory(uintptr_t *s)
{
	held = (void *)(s[0] | 1);
	s[1] = s[0] | 1;
}
