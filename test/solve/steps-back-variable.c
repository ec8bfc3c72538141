// A pointer to characters that goes back by some bytes where it is kept stays in its array (`in->next -= n`); what an array
// is in is found under another name, or another type.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <string.h>
struct input {
	const unsigned char *next;
	void *at;
	unsigned n;
};
struct buffer {
	void *owner;
	unsigned char bytes[8];
	struct input in;
};
void *kept;

static void unread(struct input *in, unsigned n)
{
	in->next -= n;
}

// CHECK: {{^}}text x x does not escape{{$}}
void text(void *x, unsigned n)
{
	struct buffer b = {.owner = x, .in.next = b.bytes};
	b.in.next += n;
	unread(&b.in, n);
	memcpy(&kept, b.in.next, sizeof kept);
}

static void unread_some(struct input *in, unsigned n)
{
	in->next = n ? in->next - n : in->next;
}

// CHECK: {{^}}choice x x does not escape{{$}}
void choice(void *x, unsigned n)
{
	struct buffer b = {.owner = x, .in.next = b.bytes};
	b.in.next += n;
	unread_some(&b.in, n);
	memcpy(&kept, b.in.next, sizeof kept);
}

// CHECK: {{^}}there x leaking param: x{{$}}
void there(void *x, unsigned n)
{
	struct buffer b = {.in.next = b.bytes};
	memcpy(b.bytes, &x, sizeof x);
	b.in.next += n;
	unread(&b.in, n);
	memcpy(&kept, b.in.next, sizeof kept);
}

static void *header(struct input *in, unsigned n)
{
	return *(void **)(in->next - n);
}

// CHECK: {{^}}other_name x leaking param: x{{$}}
// CHECK: {{^}}other_name &b &b escapes to heap{{$}}
void other_name(void *x)
{
	struct buffer b = {.owner = x, .in.next = b.bytes};
	kept = header(&b.in, sizeof b.owner);
}

static void to_container(struct input *in, unsigned n)
{
	in->at = (char *)in->at - n;
}

// CHECK: {{^}}other_type x leaking param: x{{$}}
// CHECK: {{^}}other_type &b &b escapes to heap{{$}}
void other_type(void *x)
{
	struct buffer b = {.owner = x, .in.at = b.bytes};
	to_container(&b.in, sizeof b.owner);
	kept = *(void **)b.in.at;
}

static void elsewhere(struct input *in, struct input *from, unsigned n)
{
	in->next = from->next - n;
}

// CHECK: {{^}}other_place x leaking param: x{{$}}
// CHECK: {{^}}other_place &b &b escapes to heap{{$}}
void other_place(void *x)
{
	struct buffer b = {.owner = x, .in.next = b.bytes};
	struct input in;
	elsewhere(&in, &b.in, sizeof b.owner);
	kept = *(void **)in.next;
}
