// Variadic arguments: own readers, va_copy, va_lists handed on, structs and doubles among the arguments.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
struct pair {
	void *a;
	long n;
};
struct large {
	void *a, *b, *c, *d;
};
struct reader {
	va_list ap;
};
void *kept;
extern void log_to_somebody(const char *, ...);

static void keep_all(int n, ...)
{
	va_list ap;
	va_start(ap, n);
	while (n--)
		kept = va_arg(ap, void *);
	va_end(ap);
}

// CHECK: {{^}}kept_by_reader p leaking param: p{{$}}
void kept_by_reader(void *p)
{
	keep_all(2, 0, p);
}
static int sum(int n, ...)
{
	va_list ap;
	int s = 0;
	va_start(ap, n);
	while (n--)
		s += *va_arg(ap, int *);
	va_end(ap);
	return s;
}

// CHECK: {{^}}only_read p p does not escape{{$}}
// CHECK: {{^}}only_read q q does not escape{{$}}
int only_read(int *p, int *q)
{
	return sum(2, p, q);
}
static void *first(int n, ...)
{
	va_list ap;
	va_start(ap, n);
	void *r = va_arg(ap, void *);
	va_end(ap);
	return r;
}

// CHECK: {{^}}returned p leaking param: p to result ~r0 level=0{{$}}
void *returned(void *p)
{
	return first(1, p);
}
static void keep_one(va_list ap)
{
	kept = va_arg(ap, void *);
}
static void copy_list(int n, ...)
{
	va_list ap, copy;
	va_start(ap, n);
	va_copy(copy, ap);
	keep_one(copy);
	va_end(copy);
	va_end(ap);
}

// CHECK: {{^}}list_copied_and_handed_on p leaking param: p{{$}}
void list_copied_and_handed_on(void *p)
{
	copy_list(1, p);
}
static void keep_from_reader(struct reader *r)
{
	kept = va_arg(r->ap, void *);
}
static void list_in_struct(int n, ...)
{
	struct reader r;
	va_start(r.ap, n);
	keep_from_reader(&r);
	va_end(r.ap);
}

// CHECK: {{^}}list_inside_struct p leaking param: p{{$}}
void list_inside_struct(void *p)
{
	list_in_struct(1, p);
}
static void keep_pair(int n, ...)
{
	va_list ap;
	va_start(ap, n);
	kept = va_arg(ap, struct pair).a;
	va_end(ap);
}

// CHECK: {{^}}small_struct p leaking param: p{{$}}
void small_struct(void *p)
{
	struct pair s = {p, 1};
	keep_pair(1, s);
}
static void keep_large(int n, ...)
{
	va_list ap;
	va_start(ap, n);
	kept = va_arg(ap, struct large).b;
	va_end(ap);
}

// BAD: only a field of s is kept, not its address
// CHECK: {{^}}large_struct p leaking param: p{{$}}
void large_struct(void *p)
{
	struct large s = {0, p};
	keep_large(1, s);
}
static void keep_double(int n, ...)
{
	va_list ap;
	va_start(ap, n);
	double d = va_arg(ap, double);
	memcpy(&kept, &d, sizeof d);
	va_end(ap);
}

// CHECK: {{^}}in_double p leaking param: p{{$}}
void in_double(void *p)
{
	double d;
	memcpy(&d, &p, sizeof d);
	keep_double(1, d);
}
static void through(void (*f)(int, ...), void *p)
{
	f(1, p);
}

// CHECK: {{^}}through_pointer p leaking param: p{{$}}
void through_pointer(void *p)
{
	through(keep_all, p);
}

// CHECK: {{^}}to_extern p leaking param: p{{$}}
void to_extern(void *p)
{
	log_to_somebody("%p", p);
}

// CHECK: {{^}}to_printf s s does not escape{{$}}
void to_printf(const char *s)
{
	printf("%s %d\n", s, 1);
}
static int format(char *b, size_t n, const char *f, ...)
{
	va_list ap;
	va_start(ap, f);
	int r = vsnprintf(b, n, f, ap);
	va_end(ap);
	return r;
}

// CHECK: {{^}}wrapper_of_vsnprintf b b does not escape{{$}}
// CHECK: {{^}}wrapper_of_vsnprintf s s does not escape{{$}}
int wrapper_of_vsnprintf(char *b, const char *s)
{
	return format(b, 9, "%s", s);
}
