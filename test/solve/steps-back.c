// A constant back from an index of bytes stays in the array, or is the way from its first byte to what the array is in.
// So is a cursor that goes back where it is kept.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
struct writer {
	void *owner;
	char *end;
	char bytes[64];
	void *after;
};
struct outer {
	void *held;
	struct writer w;
};
#define WRITER(c) ((struct writer *)((c)-offsetof(struct writer, bytes)))
void *kept;

/* ---- in the array -------------------------------------------------------------------------- */

static void put_before(struct writer *w, const void *from)
{
	w->end -= 8;
	memcpy(w->end, from, 8);
}

// CHECK: {{^}}back_in_place src leaking param content: src{{$}}
void back_in_place(const void **src)
{
	struct writer w = {0};
	w.end = w.bytes + 32;
	put_before(&w, src);
	memcpy(&kept, w.bytes + 24, sizeof kept);
}

// CHECK: {{^}}back_in_place_many src src does not escape{{$}}
void back_in_place_many(const void **src, unsigned n)
{
	struct writer w = {0};
	w.end = w.bytes + 60;
	while (n--)
		put_before(&w, src);
	kept = w.after;
}

// BAD: an index from the end leads behind the array
// CHECK: {{^}}back_in_place_from_the_end src leaking param content: src{{$}}
void back_in_place_from_the_end(const void **src, unsigned n)
{
	struct writer w = {0};
	w.end = w.bytes + 64;
	while (n--)
		put_before(&w, src);
	kept = w.after;
}

static void tail(struct writer *w, const void *from, unsigned n)
{
	w->end = w->bytes + n;
	memcpy(w->end - 8, from, 8);
}

// CHECK: {{^}}back_from_an_index src src does not escape{{$}}
void back_from_an_index(const void **src, unsigned n)
{
	struct writer w = {0};
	tail(&w, src, n);
	kept = w.after;
}

// CHECK: {{^}}back_from_an_index_found src leaking param content: src{{$}}
void back_from_an_index_found(const void **src, unsigned n)
{
	struct writer w = {0};
	tail(&w, src, n);
	memcpy(&kept, w.bytes + 8, sizeof kept);
}

static char *moved_back(char *c, unsigned n)
{
	return c + n - 16;
}

// CHECK: {{^}}by_a_callee p p does not escape{{$}}
void by_a_callee(void *p, unsigned n)
{
	struct writer w = {0};
	w.after = p;
	memcpy(&kept, moved_back(w.bytes, n), sizeof kept);
}

/* ---- to what it is in ---------------------------------------------------------------------- */

// CHECK: {{^}}index_to_container p leaking param: p to result ~r0 level=0{{$}}
void *index_to_container(void *p, unsigned n)
{
	struct writer w = {0};
	char *c = w.bytes + n;
	WRITER(c)->owner = p;
	return w.owner;
}

// CHECK: {{^}}callee_to_container p leaking param: p to result ~r0 level=0{{$}}
void *callee_to_container(void *p, unsigned n)
{
	struct writer w = {0};
	((struct writer *)moved_back(w.bytes, n))->owner = p;
	return w.owner;
}

// CHECK: {{^}}container_of_container p leaking param: p to result ~r0 level=0{{$}}
void *container_of_container(void *p, unsigned n)
{
	struct outer o = {0};
	char *c = o.w.bytes + n;
	struct writer *w = WRITER(c);
	((struct outer *)((char *)w - offsetof(struct outer, w)))->held = p;
	return o.held;
}

static void *beyond_the_parameter(struct writer *w, unsigned n, void *p)
{
	char *c = w->bytes + n;
	((struct outer *)(c - offsetof(struct outer, w.bytes)))->held = p;
	return p;
}

// CHECK: {{^}}container_of_parameter p leaking param: p to result ~r0 level=0{{$}}
void *container_of_parameter(void *p, unsigned n)
{
	struct outer o = {0};
	beyond_the_parameter(&o.w, n, p);
	return o.held;
}

static void end_to_container(struct writer *w)
{
	w->end -= offsetof(struct writer, bytes);
}

// CHECK: {{^}}in_place_from_the_start p leaking param: p to result ~r0 level=0{{$}}
void *in_place_from_the_start(void *p)
{
	struct writer w = {0}, other = {0};
	w.end = other.bytes;
	end_to_container(&w);
	((struct writer *)w.end)->owner = p;
	return other.owner;
}

// CHECK: {{^}}in_place_from_an_index p leaking param: p to result ~r0 level=0{{$}}
void *in_place_from_an_index(void *p, unsigned n)
{
	struct writer w = {0}, other = {0};
	w.end = other.bytes + n;
	end_to_container(&w);
	((struct writer *)w.end)->owner = p;
	return other.owner;
}

// CHECK: {{^}}member_of_container p leaking param: p to result ~r0 level=0{{$}}
void *member_of_container(void *p, unsigned n)
{
	struct writer w = {0};
	WRITER(w.bytes + n)->after = p;
	return w.after;
}

// CHECK: {{^}}byte_of_container p leaking param: p to result ~r0 level=0{{$}}
// CHECK: {{^}}byte_of_container at at does not escape{{$}}
void *byte_of_container(void *p, unsigned n, const unsigned *at)
{
	struct writer w = {0};
	char *c = (char *)WRITER(w.bytes + n);
	*(void **)(c + at[n]) = p;
	return w.after;
}

static char *from_the_end(char *c, unsigned n)
{
	c += n;
	return c - sizeof(struct writer) + sizeof(void *);
}

// CHECK: {{^}}container_from_the_end p leaking param: p to result ~r0 level=0{{$}}
void *container_from_the_end(void *p)
{
	struct writer w = {0};
	((struct writer *)from_the_end(w.bytes, sizeof w.bytes))->owner = p;
	return w.owner;
}

/* ---- a distance and then an index ----------------------------------------------------------- */

static char *in_second_half(char *c, unsigned n)
{
	return c + 32 + n;
}

// CHECK: {{^}}index_behind_a_distance src src does not escape{{$}}
void index_behind_a_distance(const void **src, unsigned n)
{
	struct writer w = {0};
	memcpy(in_second_half(w.bytes, n), src, 8);
	kept = w.after;
}

// CHECK: {{^}}index_behind_a_distance_found src leaking param content: src{{$}}
void index_behind_a_distance_found(const void **src, unsigned n)
{
	struct writer w = {0};
	memcpy(in_second_half(w.bytes, n), src, 8);
	memcpy(&kept, w.bytes + 40, sizeof kept);
}

static char *in_next_member(char *c, unsigned n)
{
	return c + sizeof(((struct writer *)0)->bytes) + n;
}

// CHECK: {{^}}index_behind_the_array p leaking param: p{{$}}
void index_behind_the_array(void *p, unsigned n)
{
	struct writer w = {0};
	w.after = p;
	memcpy(&kept, in_next_member(w.bytes, n), sizeof kept);
}

struct pair {
	void *first, *second;
};
struct pairs {
	long n;
	struct pair all[4];
	void *after;
};

static void *second_of(struct pairs *s, int i)
{
	return s->all[i].second;
}

static struct pair *first_behind(char *s, int i)
{
	return (struct pair *)(s + offsetof(struct pairs, all)) + i;
}

// CHECK: {{^}}elements_stay_apart p p does not escape{{$}}
void elements_stay_apart(void *p, int i)
{
	struct pairs s = {0};
	first_behind((char *)&s, i)->first = p;
	kept = second_of(&s, i);
}

// CHECK: {{^}}elements_found p leaking param: p{{$}}
void elements_found(void *p, int i)
{
	struct pairs s = {0};
	first_behind((char *)&s, i)->second = p;
	kept = second_of(&s, i);
}

static struct pairs *pairs_of(void **second, int i)
{
	struct pair *e = (struct pair *)((char *)second - offsetof(struct pair, second)) - i;
	return (struct pairs *)((char *)e - offsetof(struct pairs, all));
}

// CHECK: {{^}}from_an_element_to_the_container p leaking param: p to result ~r0 level=0{{$}}
void *from_an_element_to_the_container(void *p, int i)
{
	struct pairs s = {0};
	pairs_of(&s.all[i].second, i)->after = p;
	return s.after;
}

static struct writer *writer_at(char *c, int n)
{
	return (struct writer *)(c + n - offsetof(struct writer, bytes));
}

// Nothing is before new memory.
// CHECK: {{^}}nothing_before_new_memory p p does not escape{{$}}
// CHECK: {{^}}nothing_before_new_memory malloc(n) malloc(n) does not escape{{$}}
int nothing_before_new_memory(void *p, int n)
{
	char *c = malloc(n);
	writer_at(c, n)->owner = p;
	free(c);
	return n;
}
