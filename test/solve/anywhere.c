// What is stored anywhere in an object says all that the same, stored at one of its places, does: but not to whoever
// reads an integer.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
// RUN: %cc -fsyntax-only -fplugin-arg-cgoescape-dump=summary -fplugin-arg-cgoescape-functions=all -w %s | FileCheck %s --check-prefix=SUMMARY --implicit-check-not="<-"
#include <string.h>
struct s {
	int *a, *b;
	long n;
};
int *sink;

// SUMMARY-DAG: *(arg0+index) <- {arg1}
static void put(struct s *s, int *p, long i)
{
	*(int **)((char *)s + i) = p;
}

// SUMMARY-DAG: *(arg0+index) <- {arg1}
// SUMMARY-DAG: *(arg0+8) <- {arg2}
static __attribute__((noinline)) void fill(struct s *s, int *p, int *q, long i)
{
	put(s, p, i);
	s->a = p;
	s->b = q;
}

// CHECK: {{^}}read_a p leaking param: p{{$}}
// CHECK: {{^}}read_a q q does not escape{{$}}
// SUMMARY-DAG: *(global sink) <- {arg0}
void read_a(int *p, int *q, long i)
{
	struct s s;
	fill(&s, p, q, i);
	sink = s.a;
}

// CHECK: {{^}}read_b p leaking param: p{{$}}
// CHECK: {{^}}read_b q leaking param: q{{$}}
// SUMMARY-DAG: *(global sink) <- {arg{{[01]}}, arg{{[01]}}}
void read_b(int *p, int *q, long i)
{
	struct s s;
	fill(&s, p, q, i);
	sink = s.b;
}

// The pointer that was stored as one is no integer, the integer is:
// SUMMARY-DAG: *(arg0+index) <- {arg1}
// SUMMARY-DAG: *(arg0+16) <- {arg1}
static __attribute__((noinline)) void number(struct s *s, int *p, long i)
{
	put(s, p, i);
	s->n = (long)p;
}

// CHECK: {{^}}read_number p leaking param: p{{$}}
// SUMMARY-DAG: *(global sink) <- {arg0+any}
void read_number(int *p, long i)
{
	struct s s;
	number(&s, p, i);
	sink = (int *)s.n;
}
