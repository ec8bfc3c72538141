// How much is copied: by a size that callers give as a constant, by a loop over bytes.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <string.h>
typedef int (*hook)(const void *);
struct mode {
	int type;
	void *palette;
};
struct first {
	hook hook;
	struct mode mode;
};
struct last {
	struct mode mode;
	hook hook;
};

static void by_memcpy(void *dst, const void *src, size_t n)
{
	memcpy(dst, src, n);
}

static void passed_on(void *dst, const void *src, size_t n)
{
	by_memcpy(dst, src, n);
}

static void by_index(char *dst, const char *src, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		dst[i] = src[i];
}

static void by_cursor(char *dst, const char *src, size_t n)
{
	while (n--)
		*dst++ = *src++;
}

static void backwards(char *dst, const char *src, size_t n)
{
	while (n--)
		dst[n] = src[n];
}

static void scattered(char *dst, const char *src, const int *where, size_t n)
{
	for (size_t i = 0; i < n; i++)
		dst[where[i]] = src[i];
}

static void one_more(char *dst, const char *src, unsigned n)
{
	unsigned i = 0;
	do
		dst[i] = src[i];
	while (i++ < n);
}

// CHECK: {{^}}constant in in does not escape{{$}}
// CHECK: {{^}}constant m m does not escape{{$}}
int constant(const void *in, const struct mode *m)
{
	struct last l;
	l.hook = 0;
	by_memcpy(&l.mode, m, sizeof *m);
	return l.hook ? l.hook(in) : l.mode.type;
}

// CHECK: {{^}}constant_passed_on in in does not escape{{$}}
// CHECK: {{^}}constant_passed_on m m does not escape{{$}}
int constant_passed_on(const void *in, const struct mode *m)
{
	struct last l;
	l.hook = 0;
	passed_on(&l.mode, m, sizeof *m);
	return l.hook ? l.hook(in) : l.mode.type;
}

// CHECK: {{^}}hook_and_all in leaking param: in{{$}}
// CHECK: {{^}}hook_and_all m m does not escape{{$}}
int hook_and_all(const void *in, const struct last *m)
{
	struct last l;
	l.hook = 0;
	by_memcpy(&l, m, sizeof *m);
	return l.hook ? l.hook(in) : l.mode.type;
}

// CHECK: {{^}}unknown_size in leaking param: in{{$}}
// CHECK: {{^}}unknown_size m m does not escape{{$}}
int unknown_size(const void *in, const struct mode *m, size_t n)
{
	struct last l;
	l.hook = 0;
	by_memcpy(&l.mode, m, n);
	return l.hook ? l.hook(in) : l.mode.type;
}

// CHECK: {{^}}loop in in does not escape{{$}}
// CHECK: {{^}}loop m m does not escape{{$}}
int loop(const void *in, const struct mode *m)
{
	struct last l;
	l.hook = 0;
	by_index((char *)&l.mode, (const char *)m, sizeof *m);
	return l.hook ? l.hook(in) : l.mode.type;
}

// CHECK: {{^}}loop_hook_and_all in leaking param: in{{$}}
// CHECK: {{^}}loop_hook_and_all m m does not escape{{$}}
int loop_hook_and_all(const void *in, const struct last *m)
{
	struct last l;
	l.hook = 0;
	by_index((char *)&l, (const char *)m, sizeof *m);
	return l.hook ? l.hook(in) : l.mode.type;
}

// What is before it is not written, whatever the size.
// CHECK: {{^}}cursor in in does not escape{{$}}
// CHECK: {{^}}cursor m m does not escape{{$}}
int cursor(const void *in, const struct mode *m, size_t n)
{
	struct first f;
	f.hook = 0;
	by_cursor((char *)&f.mode, (const char *)m, n);
	return f.hook ? f.hook(in) : f.mode.type;
}

// CHECK: {{^}}cursor_before in leaking param: in{{$}}
// CHECK: {{^}}cursor_before m m does not escape{{$}}
int cursor_before(const void *in, const struct mode *m, size_t n)
{
	struct last l;
	l.hook = 0;
	by_cursor((char *)&l.mode, (const char *)m, n);
	return l.hook ? l.hook(in) : l.mode.type;
}

// BAD: it begins at the start all the same
// CHECK: {{^}}from_the_end in leaking param: in{{$}}
// CHECK: {{^}}from_the_end m m does not escape{{$}}
int from_the_end(const void *in, const struct mode *m)
{
	struct first f;
	f.hook = 0;
	backwards((char *)&f.mode, (const char *)m, sizeof *m);
	return f.hook ? f.hook(in) : f.mode.type;
}

// CHECK: {{^}}anywhere in leaking param: in{{$}}
// CHECK: {{^}}anywhere m m does not escape{{$}}
// CHECK: {{^}}anywhere where where does not escape{{$}}
int anywhere(const void *in, const struct mode *m, const int *where)
{
	struct first f;
	f.hook = 0;
	scattered((char *)&f.mode, (const char *)m, where, sizeof *m);
	return f.hook ? f.hook(in) : f.mode.type;
}

// CHECK: {{^}}one_more_than_said in leaking param: in{{$}}
// CHECK: {{^}}one_more_than_said m m does not escape{{$}}
int one_more_than_said(const void *in, const struct mode *m)
{
	struct last l;
	l.hook = 0;
	one_more((char *)&l.mode, (const char *)m, sizeof *m);
	return l.hook ? l.hook(in) : l.mode.type;
}
