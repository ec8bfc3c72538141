// Tables that are copied from place to place of others: from a variable element on, into a member that is an array, through
// a variable; there and back again.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <string.h>
typedef void hook(void *);
void *sink;
static void good(void *p) {}
static void bad(void *p) { sink = p; }

static hook *from[4] = {good, good, bad, good}, *part[2];
void copy_part(int i) { memcpy(part, &from[i], sizeof part); }
// CHECK: {{^}}run_part p leaking param: p{{$}}
void run_part(void *p) { part[0](p); }

struct ops {
	hook *a, *b;
};
static struct ops each[3] = {{bad, good}, {good, good}, {bad, good}}, current;
void choose(int i) { current = each[i]; }
// CHECK: {{^}}run_a p leaking param: p{{$}}
void run_a(void *p) { current.a(p); }
// BAD: how far the elements are apart is not kept
// CHECK: {{^}}run_b p leaking param: p{{$}}
void run_b(void *p) { current.b(p); }

static struct {
	long n;
	struct ops all[4];
} registered;
static struct {
	long k;
	struct ops o;
} driver = {1, {bad, good}};
void add(void) { registered.all[registered.n++] = driver.o; }
// CHECK: {{^}}run_registered p leaking param: p{{$}}
void run_registered(void *p) { registered.all[0].a(p); }

static struct ops known = {good, bad}, last = {good, good};
void through_a_variable(int i)
{
	struct {
		long q;
		struct ops l[2];
	} v;
	v.l[1] = known;
	last = v.l[i];
}
// CHECK: {{^}}run_last p leaking param: p{{$}}
void run_last(void *p) { last.b(p); }

extern hook *here[], *there[];
// CHECK: {{^}}to_and_fro p leaking param: p{{$}}
void to_and_fro(void *p)
{
	here[0] = good;
	memcpy(there + 1, here, 80);
	memcpy(here + 1, there, 80);
	here[5](p);
}
