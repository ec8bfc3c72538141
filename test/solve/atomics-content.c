// Atomics on pointers are integer loads and stores to LLVM. What they take out of memory that the caller owns may be
// a pointer all the same; a counter is none by its type.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w -ffreestanding %s | %check
int *g;

// CHECK: {{^}}cas a leaking param content: a{{$}}
// CHECK: {{^}}cas e e does not escape{{$}}
// CHECK: {{^}}cas p leaking param: p to param a{{$}}
// BAD: what is read out is the value before.
// CHECK: {{^}}cas p leaking param: p to param e{{$}}
int cas(int **a, int **e, int *p)
{
	return __atomic_compare_exchange_n(a, e, p, 0, 5, 5);
}

// CHECK: {{^}}through a leaking param content: a{{$}}
// BAD: as above.
// CHECK: {{^}}through p leaking param: p{{$}}
void through(int **a, int *p)
{
	int *e = 0;

	cas(a, &e, p);
	g = e;
}

// CHECK: {{^}}load a leaking param content: a{{$}}
void load(int **a)
{
	g = __atomic_load_n(a, 5);
}

static int *take(int **a)
{
	int *old;

	__atomic_exchange(a, &g, &old, 5);
	return old;
}

// CHECK: {{^}}taken a leaking param: a to result ~r0 level=1{{$}}
int *taken(int **a)
{
	return take(a);
}

// CHECK: {{^}}put b leaking param content: b{{$}}
void put(int **b)
{
	int *old;

	__atomic_exchange(&g, b, &old, 5);
}

// CHECK: {{^}}count n n does not escape{{$}}
long kept;
void count(long *n)
{
	kept = __atomic_exchange_n(n, 0, 5) + __atomic_fetch_add(n, 1, 5);
}
