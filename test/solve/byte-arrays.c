// Indexing an array of bytes in a struct stays inside it; arithmetic on addresses does not.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stddef.h>
#include <stdint.h>
#include <string.h>
struct message {
	void *owner;
	char text[70];
	void *other;
};
struct string {
	void *owner;
	char text[];
};
struct page {
	void *owner;
	char data[4088];
};
void *kept;

static void fill(struct message *m, const void *src, unsigned n, unsigned k)
{
	memcpy(m->text + k, src, n);
	kept = m->owner;
}

// CHECK: {{^}}by_index src src does not escape{{$}}
void by_index(const void **src, unsigned n, unsigned k)
{
	struct message m;
	m.owner = NULL;
	fill(&m, src, n, k);
}

static void fill_masked(struct message *m, const void *src, unsigned n, int k)
{
	memcpy(m->text + (k & 31) + 2, src, n);
	kept = m->other;
}

// CHECK: {{^}}masked_index src src does not escape{{$}}
void masked_index(const void **src, unsigned n, int k)
{
	struct message m;
	m.other = NULL;
	fill_masked(&m, src, n, k);
}

static void fill_end(struct message *m, const void *src, unsigned n)
{
	memcpy(m->text + (sizeof m->text - n), src, n);
	kept = m->owner;
}

// CHECK: {{^}}from_the_end src src does not escape{{$}}
void from_the_end(const void **src, unsigned n)
{
	struct message m;
	m.owner = NULL;
	fill_end(&m, src, n);
}

static void fill_read(struct message *m, void *const *src, unsigned n, unsigned k)
{
	memcpy(m->text + k, src, n);
	memcpy(&kept, m->text + 8, sizeof kept);
}

// CHECK: {{^}}read_again src leaking param content: src{{$}}
void read_again(void *const *src, unsigned n, unsigned k)
{
	struct message m;
	fill_read(&m, src, n, k);
}

static void fill_last(struct string *s, const void *src, unsigned n, unsigned k)
{
	memcpy(s->text + k, src, n);
	kept = s->owner;
}

// CHECK: {{^}}last_array src src does not escape{{$}}
void last_array(const void **src, unsigned n, unsigned k)
{
	struct {
		struct string s;
		char room[70];
	} m;
	m.s.owner = NULL;
	fill_last(&m.s, src, n, k);
}

static void *owner_of(char *text, unsigned header)
{
	return ((struct string *)(text - header))->owner;
}

// A header before the array is found by a size that varies.
// CHECK: {{^}}header x leaking param: x{{$}}
void header(void *x)
{
	struct {
		struct string s;
		char room[70];
	} m;
	m.s.owner = x;
	kept = owner_of(m.s.text, offsetof(struct string, text));
}

static void *page_of(struct page *p, unsigned k)
{
	char *at = p->data + k;
	return ((struct page *)((uintptr_t)at & ~(uintptr_t)4095))->owner;
}

// CHECK: {{^}}page_header x leaking param: x{{$}}
void page_header(void *x, unsigned k)
{
	_Alignas(4096) struct page p;
	p.owner = x;
	kept = page_of(&p, k);
}

static void *by_integer(struct page *p, uintptr_t distance)
{
	return *(void **)((uintptr_t)p->data + distance);
}

// CHECK: {{^}}distance x leaking param: x{{$}}
void distance(void *x, uintptr_t d)
{
	struct page p;
	p.owner = x;
	kept = by_integer(&p, d);
}

static void *by_constant(struct page *p)
{
	return *(void **)(p->data - offsetof(struct page, data));
}

// CHECK: {{^}}container x leaking param: x{{$}}
void container(void *x)
{
	struct page p;
	p.owner = x;
	kept = by_constant(&p);
}
struct writer {
	void *owner;
	char *cursor;
	char buffer[70];
	void *other;
};

static void put(struct writer *w, const char *from)
{
	*w->cursor++ = *from;
}

static void put_many(struct writer *w, const char *from, unsigned n)
{
	memcpy(w->cursor, from, n);
	w->cursor += n;
}

static void put_loop(struct writer *w, const char *from, unsigned n)
{
	char *to = w->buffer;
	while (n--)
		*to++ = *from++;
	w->cursor = to;
}

static void put_before(struct writer *w, const char *from, unsigned n)
{
	w->cursor -= n;
	memcpy(w->cursor, from, n);
}

// A cursor stays in its array, though only the caller knows the array.
// CHECK: {{^}}cursor src src does not escape{{$}}
void cursor(const void **src, unsigned n)
{
	struct writer w;
	w.owner = w.other = NULL;
	w.cursor = w.buffer + 1;
	while (n--) {
		put(&w, (const char *)src);
		put_many(&w, (const char *)src, n);
		put_loop(&w, (const char *)src, n);
	}
	kept = w.owner;
	kept = w.other;
}

// CHECK: {{^}}cursor_back src src does not escape{{$}}
void cursor_back(const void **src, unsigned n)
{
	struct writer w;
	w.owner = NULL;
	w.cursor = w.buffer + 60;
	put_before(&w, (const char *)src, n);
	kept = w.owner;
}

static void **back(char *from, unsigned n)
{
	from += n;
	return (void **)(from - offsetof(struct string, text));
}

// CHECK: {{^}}back_to_the_header x leaking param: x{{$}}
void back_to_the_header(void *x, unsigned n)
{
	struct {
		struct string s;
		char room[70];
	} m;
	m.s.owner = x;
	kept = *back(m.s.text, n);
}

static void **by_index_of_the_container(char *text, size_t i)
{
	return (void **)(text - offsetof(struct writer, buffer) + i);
}

static void **beside_by_index(char *text, size_t i)
{
	return (void **)((char *)&((struct writer *)(text - offsetof(struct writer, buffer)))->other + i);
}

// CHECK: {{^}}in_the_container p leaking param: p to result ~r0 level=0{{$}}
void *in_the_container(void *p)
{
	struct writer w = {0};
	*by_index_of_the_container(w.buffer, 0) = p;
	return w.owner;
}

// CHECK: {{^}}beside_in_the_container p leaking param: p to result ~r0 level=0{{$}}
void *beside_in_the_container(void *p)
{
	struct writer w = {0};
	*beside_by_index(w.buffer, 0) = p;
	return w.other;
}

// CHECK: {{^}}back_from_the_end p leaking param: p to result ~r0 level=0{{$}}
void *back_from_the_end(void *p)
{
	struct writer w = {0};
	char *c = w.buffer;
	while (c < w.buffer + sizeof w.buffer)
		c++;
	((struct writer *)(c - sizeof w.buffer - offsetof(struct writer, buffer)))->owner = p;
	return w.owner;
}

static void back_in_place(struct writer *w)
{
	w->cursor -= offsetof(struct writer, buffer);
}

// CHECK: {{^}}container_in_place p leaking param: p to result ~r0 level=0{{$}}
void *container_in_place(void *p)
{
	struct writer w = {0}, other;
	w.cursor = other.buffer;
	back_in_place(&w);
	((struct writer *)w.cursor)->owner = p;
	return other.owner;
}
