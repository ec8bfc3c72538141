// A double, a complex number or a vector can move a pointer as it is; what was calculated from it is a
// number.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <string.h>
void *held;
double real;
double _Complex complex_kept;
struct two {
	float a, b;
};

// CHECK: {{^}}in_double p leaking param: p{{$}}
void in_double(void *p)
{
	double d;
	memcpy(&d, &p, sizeof d);
	real = d;
}
static double wrap(void *p)
{
	double d;
	memcpy(&d, &p, sizeof d);
	return d;
}
static void *unwrap(double d)
{
	void *p;
	memcpy(&p, &d, sizeof p);
	return p;
}

// CHECK: {{^}}through_calls p leaking param: p{{$}}
void through_calls(void *p)
{
	held = unwrap(wrap(p));
}
static struct two split(void *p)
{
	struct two t;
	memcpy(&t, &p, sizeof t);
	return t;
}

// CHECK: {{^}}two_floats p leaking param: p{{$}}
void two_floats(void *p)
{
	struct two t = split(p);
	memcpy(&held, &t, sizeof held);
}

// CHECK: {{^}}absolute p leaking param: p{{$}}
void absolute(void *p)
{
	double d;
	memcpy(&d, &p, sizeof d);
	d = __builtin_fabs(d);
	memcpy(&held, &d, sizeof d);
}

// CHECK: {{^}}sign_changed p leaking param: p{{$}}
void sign_changed(void *p)
{
	real = -wrap(p);
}

// CHECK: {{^}}imaginary p leaking param: p{{$}}
void imaginary(void *p)
{
	__imag__ complex_kept = wrap(p);
}

// CHECK: {{^}}converted p leaking param: p{{$}}
void converted(void *p)
{
	real = (double)(unsigned long)p;
}

// CHECK: {{^}}plus_nothing p leaking param: p{{$}}
void plus_nothing(void *p)
{
	double d = wrap(p) + 0.0;
	held = unwrap(0.0 + d);
}

// CHECK: {{^}}minus_nothing p leaking param: p to result ~r0 level=0{{$}}
void *minus_nothing(void *p)
{
	return unwrap(wrap(p) - 0.0);
}

// CHECK: {{^}}plus_one p p does not escape{{$}}
void plus_one(void *p)
{
	real = wrap(p) + 1.0;
}

// CHECK: {{^}}multiplied p p does not escape{{$}}
void multiplied(void *p)
{
	real = (double)(unsigned long)p * 3.7;
}
