// The members of a union are the same bytes: stored as one, read as any.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdint.h>
#include <string.h>
union any {
	void *pointer;
	uintptr_t number;
	double real;
	unsigned char byte[8];
	uint32_t half[2];
	struct {
		uint32_t low, high;
	} parts;
	struct {
		long tag;
		void *value;
	} tagged;
};
union any kept;
void *held;

// CHECK: {{^}}as_integer p leaking param: p{{$}}
void as_integer(void *p)
{
	union any u;
	u.pointer = p;
	held = (void *)u.number;
}

// CHECK: {{^}}as_double p leaking param: p{{$}}
void as_double(void *p)
{
	union any u;
	u.pointer = p;
	kept.real = u.real;
}

// CHECK: {{^}}by_bytes p leaking param: p{{$}}
void by_bytes(void *p)
{
	union any u, v;
	u.pointer = p;
	for (int i = 0; i < 8; i++)
		v.byte[i] = u.byte[i];
	held = v.pointer;
}

// CHECK: {{^}}by_halves p leaking param: p{{$}}
void by_halves(void *p)
{
	union any u, v;
	u.pointer = p;
	v.half[0] = u.half[0];
	v.half[1] = u.half[1];
	held = v.pointer;
}

// CHECK: {{^}}by_struct p leaking param: p{{$}}
void by_struct(void *p)
{
	union any u, v;
	u.pointer = p;
	v.parts = u.parts;
	held = v.pointer;
}

// CHECK: {{^}}beyond_the_member p p does not escape{{$}}
void beyond_the_member(void *p)
{
	union any u;
	u.tagged.value = p;
	held = u.pointer;
}

// CHECK: {{^}}at_its_offset p leaking param: p{{$}}
void at_its_offset(void *p)
{
	union any u;
	u.tagged.value = p;
	memcpy(&held, u.byte + 8, 8);
}

// CHECK: {{^}}by_value u leaking param: u{{$}}
void by_value(union any u)
{
	held = u.pointer;
}

// CHECK: {{^}}only_looked_at p p does not escape{{$}}
void only_looked_at(union any *p)
{
	if (p->number & 1)
		p->number ^= 1;
}
