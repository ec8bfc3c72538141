// A callee that indexes the bytes behind a pointer, or copies them, stays in the array that its caller knows; not one that
// goes a distance first, or back.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <string.h>
struct message {
	void *owner;
	char text[64];
	void *other;
};
void *kept;

static void *word(const char *p, unsigned i)
{
	void *r;
	memcpy(&r, p + i, sizeof r);
	return r;
}

// CHECK: {{^}}read x x does not escape{{$}}
void read(void *x, unsigned i)
{
	struct message m = {.owner = x, .other = x};
	kept = word(m.text, i);
}

static void *word_after(const char *p, unsigned i)
{
	void *r;
	p += 64;
	memcpy(&r, p + i, sizeof r);
	return r;
}

// CHECK: {{^}}read_after x leaking param: x{{$}}
void read_after(void *x, unsigned i)
{
	struct message m = {.other = x};
	kept = word_after(m.text, i);
}

static void *word_before(const char *p, unsigned i)
{
	void *r;
	memcpy(&r, p - i, sizeof r);
	return r;
}

// CHECK: {{^}}read_before x leaking param: x{{$}}
void read_before(void *x, unsigned i)
{
	struct message m = {.owner = x};
	kept = word_before(m.text, i);
}

static void *word_around(const char *p, unsigned i, int back)
{
	void *r;
	memcpy(&r, back ? p - i : p + i, sizeof r);
	return r;
}

// CHECK: {{^}}read_around x leaking param: x{{$}}
void read_around(void *x, unsigned i, int back)
{
	struct message m = {.owner = x};
	kept = word_around(m.text, i, back);
}

static void put(char *p, unsigned i, void *x)
{
	memcpy(p + i, &x, sizeof x);
}

// CHECK: {{^}}stored x x does not escape{{$}}
void stored(void *x, unsigned i)
{
	struct message m = {0};
	put(m.text, i, x);
	kept = m.other;
}

// CHECK: {{^}}stored_there x leaking param: x{{$}}
void stored_there(void *x, unsigned i)
{
	struct message m = {0};
	put(m.text, i, x);
	memcpy(&kept, m.text + 8, sizeof kept);
}

static void put_twice(char *p, unsigned i, void *x)
{
	memcpy(p + i, &x, sizeof x);
	p += 64;
	memcpy(p + i, &x, sizeof x);
}

// CHECK: {{^}}stored_after x leaking param: x{{$}}
void stored_after(void *x, unsigned i)
{
	struct message m = {0};
	put_twice(m.text, i, x);
	kept = m.other;
}

static void copy(char *to, const char *from, unsigned n)
{
	memcpy(to, from, n);
}

// CHECK: {{^}}copied x x does not escape{{$}}
void copied(void *x, unsigned n, unsigned i)
{
	struct message m = {.owner = x, .other = x};
	char bytes[80];
	copy(bytes, m.text, n);
	kept = word(bytes, i);
}

// CHECK: {{^}}copied_all x leaking param: x{{$}}
void copied_all(void *x, unsigned i)
{
	struct message m = {.other = x};
	char bytes[80];
	memcpy(bytes, m.text, sizeof m.text + sizeof m.other);
	kept = word(bytes, i);
}

static void *word_of(char **p, unsigned i)
{
	return word(*p, i);
}

// CHECK: {{^}}behind_a_pointer x x does not escape{{$}}
void behind_a_pointer(void *x, unsigned i)
{
	struct message m = {.owner = x, .other = x};
	char *p = m.text;
	kept = word_of(&p, i);
}

// CHECK: {{^}}in_the_array x leaking param: x{{$}}
void in_the_array(void *x, unsigned i)
{
	struct message m = {0};
	char *p = m.text;
	memcpy(m.text + 16, &x, sizeof x);
	kept = word_of(&p, i);
}
