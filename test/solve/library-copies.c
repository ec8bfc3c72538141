// Library functions that move bytes move the pointers among them.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w -D_GNU_SOURCE %s | %check
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <wchar.h>
struct box {
	void *in, *more;
};
void *kept[2];

// CHECK: {{^}}by_memcpy p leaking param: p{{$}}
void by_memcpy(void *p)
{
	memcpy(kept, &p, sizeof p);
}

// CHECK: {{^}}by_memmove p leaking param: p{{$}}
void by_memmove(void *p)
{
	struct box b = {0, p};
	memmove(kept, &b, sizeof b);
}

// CHECK: {{^}}by_bcopy p leaking param: p{{$}}
void by_bcopy(void *p)
{
	bcopy(&p, kept, sizeof p);
}

// CHECK: {{^}}by_memccpy p leaking param: p{{$}}
void by_memccpy(void *p)
{
	memccpy(kept, &p, 1, sizeof p);
}

// CHECK: {{^}}by_wmemcpy p leaking param: p{{$}}
void by_wmemcpy(void *p)
{
	wmemcpy((wchar_t *)kept, (wchar_t *)&p, 2);
}

// CHECK: {{^}}by_mempcpy p leaking param: p{{$}}
void by_mempcpy(void *p)
{
	mempcpy(kept, &p, sizeof p);
}

// CHECK: {{^}}memset_over p p does not escape{{$}}
void memset_over(void *p)
{
	memset(p, 0, 8);
}

// CHECK: {{^}}to_dead_memory p p does not escape{{$}}
void to_dead_memory(void *p)
{
	struct box b = {p}, c;
	memcpy(&c, &b, sizeof c);
}

// CHECK: {{^}}compared p p does not escape{{$}}
int compared(const void *p)
{
	return memcmp(p, kept, 8);
}
