// A pointer copied byte by byte, or in other pieces, is copied.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check --check-prefixes=CHECK,TYPED
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w -fno-strict-aliasing %s | %check --check-prefixes=CHECK,ANY
#include <stddef.h>
#include <stdint.h>
#include <string.h>
void *held;
struct box {
	void *in;
};
struct box kept;

// CHECK: {{^}}bytes_here p leaking param: p{{$}}
void bytes_here(void *p)
{
	for (int i = 0; i < 8; i++)
		((char *)&held)[i] = ((char *)&p)[i];
}
static void copy_bytes(char *d, const char *s, size_t n)
{
	while (n--)
		*d++ = *s++;
}

// CHECK: {{^}}bytes_in_callee p leaking param: p{{$}}
void bytes_in_callee(void *p)
{
	copy_bytes((char *)&held, (char *)&p, sizeof p);
}

// CHECK: {{^}}struct_in_callee p leaking param: p{{$}}
void struct_in_callee(void *p)
{
	struct box b = {p};
	copy_bytes((char *)&kept, (char *)&b, sizeof b);
}

// CHECK: {{^}}text_in_callee p p does not escape{{$}}
void text_in_callee(char *p)
{
	copy_bytes((char *)&kept, p, 8);
}

// CHECK: {{^}}bytes_to_dead_copy p p does not escape{{$}}
void bytes_to_dead_copy(void *p)
{
	struct box b = {p}, c;
	copy_bytes((char *)&c, (char *)&b, sizeof b);
}
static void copy_halves(uint32_t *d, const uint32_t *s, size_t n)
{
	while (n--)
		*d++ = *s++;
}

// A uint32_t access touches no pointer (L9), unless the compiler is told that it may.
// TYPED: {{^}}halves_in_callee p p does not escape{{$}}
// ANY: {{^}}halves_in_callee p leaking param: p{{$}}
void halves_in_callee(void *p)
{
	copy_halves((uint32_t *)&held, (uint32_t *)&p, 2);
}
static void copy_words(uint64_t *d, const uint64_t *s, size_t n)
{
	while (n--)
		*d++ = *s++;
}

// CHECK: {{^}}words_in_callee p leaking param: p{{$}}
void words_in_callee(void *p)
{
	copy_words((uint64_t *)&held, (uint64_t *)&p, 1);
}
static void swap_bytes(char *a, char *b, size_t n)
{
	while (n--) {
		char t = *a;
		*a++ = *b;
		*b++ = t;
	}
}

// CHECK: {{^}}swapped p leaking param: p{{$}}
void swapped(void *p)
{
	swap_bytes((char *)&held, (char *)&p, sizeof p);
}
static void put(unsigned char *b, uint64_t v)
{
	for (int i = 0; i < 8; i++)
		b[i] = v >> 8 * i;
}
static void *get(const unsigned char *b)
{
	uint64_t v = 0;
	for (int i = 0; i < 8; i++)
		v |= (uint64_t)b[i] << 8 * i;
	return (void *)v;
}

// CHECK: {{^}}serialised p leaking param: p{{$}}
void serialised(void *p)
{
	unsigned char b[8];
	put(b, (uintptr_t)p);
	held = get(b);
}

// CHECK: {{^}}serialised_one_way p leaking param: p{{$}}
void serialised_one_way(void *p)
{
	unsigned char b[8];
	put(b, (uintptr_t)p);
	memcpy(&held, b, sizeof held);
}

// CHECK: {{^}}number_serialised p p does not escape{{$}}
void number_serialised(const uint64_t *p)
{
	unsigned char b[8];
	put(b, *p & 255);
	held = get(b);
}

// CHECK: {{^}}unaligned p leaking param: p{{$}}
void unaligned(void *p)
{
	char b[32];
	memcpy(b + 3, &p, 8);
	memcpy(&held, b + 3, 8);
}

// CHECK: {{^}}beside_it p p does not escape{{$}}
void beside_it(void *p)
{
	char b[32] = {0};
	memcpy(b + 3, &p, 8);
	memcpy(&held, b + 16, 8);
}
static unsigned low, high;

static void take_apart(void **s)
{
	memcpy(&low, s, 4);
	memcpy(&high, (char *)s + 4, 4);
}

// CHECK: {{^}}halves_in_two_variables p leaking param: p{{$}}
void halves_in_two_variables(void *p)
{
	take_apart(&p);
}

static void take_low(void **s)
{
	memcpy(&low, s, 4);
}

// CHECK: {{^}}one_half p p does not escape{{$}}
void one_half(void *p)
{
	take_low(&p);
}

// CHECK: {{^}}content_in_halves s leaking param content: s{{$}}
void content_in_halves(void **s)
{
	memcpy(&low, s, 4);
	memcpy(&high, (char *)s + 4, 4);
}

// CHECK: {{^}}half_of_the_content s s does not escape{{$}}
void half_of_the_content(void **s)
{
	memcpy(&low, s, 4);
}
char some_bytes[8];

// CHECK: {{^}}all_but_the_highest_bytes s leaking param content: s{{$}}
void all_but_the_highest_bytes(void **s)
{
	memcpy(some_bytes, s, 6);
}
