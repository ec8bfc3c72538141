// What setjmp() saves is no copy that somebody keeps, however many buffers are in use.
// RUN: %checked -O1 %s -o %t && env CGOESCAPE=budget=1 %t 2>&1 | FileCheck %s --implicit-check-not='param: p'
#include <setjmp.h>
#include <stdlib.h>

static jmp_buf *last;
static void *kept;

int dive(char *p, int depth)
{
	jmp_buf here, *outer = last;

	if (!depth)
		return *p;
	last = &here;
	if (!setjmp(here)) {
		dive(p, depth - 1);
		longjmp(*last, 1);
	}
	last = outer;
	return *p;
}

// CHECK: setjmp-deep.c:[[@LINE+1]]:17: leaking param: q (observed: kept+0 after return)
void keep(char *q) { kept = q; }

int main(void)
{
	int sum = dive(calloc(1, 8), 300);

	for (int i = 0; i < 2000; i++)
		sum += dive(calloc(1, 8), 3);
	keep(calloc(1, 8));
	return sum;
}
