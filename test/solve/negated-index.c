// An index that is the less, the more something else is, may lead to what is before the array, however it is written; one that
// is masked to the array's size, or counted from its end, may not.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <string.h>
struct message {
	void *owner;
	char text[64];
};
void *kept;
extern char base[];

static void *word(const char *p)
{
	void *r;
	memcpy(&r, p, sizeof r);
	return r;
}

// CHECK: {{^}}minus x leaking param: x{{$}}
void minus(void *x, long n)
{
	struct message m = {.owner = x};
	kept = word(m.text - n);
}

// CHECK: {{^}}times x leaking param: x{{$}}
void times(void *x, long n)
{
	struct message m = {.owner = x};
	kept = word(m.text + n * -8);
}

// CHECK: {{^}}complement x leaking param: x{{$}}
void complement(void *x, long n)
{
	struct message m = {.owner = x};
	kept = word(m.text + ~n);
}

// CHECK: {{^}}shifted x leaking param: x{{$}}
void shifted(void *x, unsigned long n)
{
	struct message m = {.owner = x};
	kept = word(m.text + (-n << 3));
}

// CHECK: {{^}}aligned x leaking param: x{{$}}
void aligned(void *x, long n)
{
	struct message m = {.owner = x};
	kept = word(m.text + (-n & ~7L));
}

// CHECK: {{^}}chosen x leaking param: x{{$}}
void chosen(void *x, long n, int back)
{
	struct message m = {.owner = x};
	kept = word(m.text + (back ? -n : n));
}

// CHECK: {{^}}narrow x leaking param: x{{$}}
void narrow(void *x, int n)
{
	struct message m = {.owner = x};
	kept = word(m.text + -n);
}

// CHECK: {{^}}from_address x leaking param: x{{$}}
void from_address(void *x, long n)
{
	struct message m = {.owner = x};
	kept = word(m.text + ((long)base - n));
}

// CHECK: {{^}}masked x x does not escape{{$}}
void masked(void *x, long n)
{
	struct message m = {.owner = x};
	kept = word(m.text + (-n & 31));
}

// CHECK: {{^}}hashed x x does not escape{{$}}
void hashed(void *x, unsigned n)
{
	struct message m = {.owner = x};
	kept = word(m.text + ((n ^ 0x55) & 31));
}

// CHECK: {{^}}from_end x x does not escape{{$}}
void from_end(void *x, unsigned long n)
{
	struct message m = {.owner = x};
	kept = word(m.text + (sizeof m.text - n));
}

// CHECK: {{^}}difference x x does not escape{{$}}
void difference(void *x, long i, long n)
{
	struct message m = {.owner = x};
	kept = word(m.text + (i - n));
}
