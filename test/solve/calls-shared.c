// Where all calls of one function are one, as at the last notch, each brings its own arguments: also one that is no pointer
// in the first of these calls, and variadic ones; and none of them is another call's.
//
// RUN: %clang -w -fsyntax-only -fplugin=%plugin -fplugin-arg-cgoescape-esc=%t.d %s
// RUN: not env CGOESCAPE_NOTCH=last %build/bin/cgoescape-coarse link --format=tsv %t.d/*.esc | FileCheck %s --implicit-check-not='{{^[a-z_]+ [0-9] }}'
#include <stdarg.h>
#include <stddef.h>
void *kept;

static int compare(const char *a, const char *b)
{
	return a && b ? *a - *b : 0;
}

int first_is_null(const char *p, const char *q)
{
	return compare(NULL, NULL) + compare(p, q);
}

static void keep(void *p, void *q)
{
	kept = q;
}

void keeps_one(void *p, void *q)
{
	keep(NULL, NULL);
	keep(p, q);
}

static long sum(const char *kinds, ...)
{
	va_list ap;
	long n = 0;
	va_start(ap, kinds);
	for (; *kinds; kinds++)
		n += *kinds == 's' ? *va_arg(ap, char *) : va_arg(ap, int);
	va_end(ap);
	return n;
}

long fewer_before(const char *p, const char *q)
{
	return sum("") + sum("ss", p, q);
}

static void keep_all(int n, ...)
{
	va_list ap;
	va_start(ap, n);
	while (n--)
		kept = va_arg(ap, void *);
	va_end(ap);
}

void more_after(void *p, void *q)
{
	keep_all(0);
	keep_all(2, p, q);
}

static void *same(void *p)
{
	return p;
}

void *not_the_other(void *p, void *q)
{
	void *r = p;
	same(r);
	same(q);
	return r;
}

struct item {
	struct item *prev, *next;
};

static void link_back(struct item *x, struct item *v, int n)
{
	if (!n || !x)
		return;
	x->prev = v;
	link_back(x->next, x, n - 1);
}

// Calls of itself are one with others, but not with what the function does already.
void relinked(struct item *x, struct item *v, int n)
{
	link_back(x, v, n);
}

// CHECK: {{^}}compare 0 a none{{ *$}}
// CHECK: {{^}}compare 1 b none{{ *$}}
// CHECK: {{^}}fewer_before 0 p none{{ *$}}
// CHECK: {{^}}fewer_before 1 q none{{ *$}}
// CHECK: {{^}}first_is_null 0 p none{{ *$}}
// CHECK: {{^}}first_is_null 1 q none{{ *$}}
// CHECK: {{^}}keep 0 p none{{ *$}}
// CHECK: {{^}}keep 1 q direct heap 
// CHECK: {{^}}keeps_one 0 p none{{ *$}}
// CHECK: {{^}}keeps_one 1 q direct heap 
// CHECK: {{^}}link_back 0 x param:0 
// CHECK: {{^}}link_back 1 v param:0 
// CHECK: {{^}}more_after 0 p direct heap 
// CHECK: {{^}}more_after 1 q direct heap 
// CHECK: {{^}}not_the_other 0 p result:0 result 
// CHECK: {{^}}not_the_other 1 q none{{ *$}}
// CHECK: {{^}}relinked 0 x param:0 
// CHECK: {{^}}relinked 1 v param:0 
// CHECK: {{^}}same 0 p result:0 result 
// CHECK: {{^}}sum 0 kinds none{{ *$}}
