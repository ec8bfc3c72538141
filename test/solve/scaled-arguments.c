// A pointer that a function gets as an integer is still there when it is multiplied or divided by a variable, which may
// be a power of two. By another constant it is a hash (docs/model.md, A4).
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdint.h>
static uintptr_t slots[4];

static uintptr_t packed(uintptr_t p, unsigned unit)
{
	return p / unit;
}
static uintptr_t spread(unsigned unit, uintptr_t p)
{
	return unit * p;
}
static uintptr_t rest(uintptr_t p, uintptr_t n)
{
	return p % n;
}
static uintptr_t hash(uintptr_t p)
{
	return p * 31 + p / 7;
}

// CHECK: {{^}}keep_packed p leaking param: p{{$}}
void keep_packed(void *p, unsigned unit)
{
	slots[0] = packed((uintptr_t)p, unit);
}
// CHECK: {{^}}keep_spread p leaking param: p{{$}}
void keep_spread(void *p, unsigned unit)
{
	slots[1] = spread(unit, (uintptr_t)p);
}
// CHECK: {{^}}keep_rest p leaking param: p{{$}}
void keep_rest(void *p, uintptr_t n)
{
	slots[2] = rest((uintptr_t)p, n);
}
// CHECK: {{^}}keep_hash p p does not escape{{$}}
void keep_hash(void *p)
{
	slots[3] = hash((uintptr_t)p);
}
