// Calls that the compiler has inlined are calls, wherever it puts their frames: each is asked about its own parameters.
// RUN: %checked -O2 %s -o %t && %t 2>&1 | FileCheck %s --implicit-check-not=leaking
// RUN: %checked -O0 %s -o %t.0 && %t.0 2>&1 | FileCheck %s --implicit-check-not=leaking
#include <stdlib.h>

static int *g;

int look(int *p) { return *p; }
int look_twice(int *p) { return look(p) + look(p); }
int look_often(int *p) { return look_twice(p) + look_twice(p); }

// What it stores is its own.
int outer(int *p)
{
	int *a = calloc(1, sizeof *a);
	int sum = look_often(a);

	g = a;
	return sum + *p;
}

// The same, whatever the order on the stack.
int outer_thrice(int *p)
{
	int *a = calloc(1, sizeof *a), *b = calloc(1, sizeof *b);
	int sum = look_often(p) + look_often(a) + look_often(b);

	g = b;
	return sum + *a;
}

// CHECK: inlined.c:[[@LINE+1]]:21: leaking param: p (observed: g+0 after return)
int outer_keep(int *p)
{
	int *a = calloc(1, sizeof *a);
	int sum = look_often(a);

	g = p;
	return sum;
}

int main(void)
{
	int sum = 0;

	for (int i = 0; i < 3; i++) {
		sum += outer(calloc(1, sizeof(int)));
		sum += outer_thrice(calloc(1, sizeof(int)));
		sum += outer_keep(calloc(1, sizeof(int)));
	}
	return sum;
}
