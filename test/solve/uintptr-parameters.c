// An integer parameter that the body turns into a pointer is a pointer parameter.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdint.h>
void *kept;

// CHECK: {{^}}read n n does not escape{{$}}
int read(uintptr_t n)
{
	return *(int *)n;
}

// CHECK: {{^}}keep n leaking param: n{{$}}
void keep(uintptr_t n)
{
	kept = (void *)n;
}

int number(uintptr_t n)
{
	return n & 1;
}
