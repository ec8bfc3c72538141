// A copy of a part of an object takes that part: from the pointer on, within the array that it points into.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
typedef int (*put)(const void *, int, void *);
struct writer {
	put put;
	unsigned char *cursor;
	void *in, *out;
	size_t at;
	unsigned char buffer[700];
	void *after;
};
void *kept;

// CHECK: {{^}}array_of_unknown_size w leaking param: w to param w{{$}}
// CHECK: {{^}}array_of_unknown_size dst dst does not escape{{$}}
void array_of_unknown_size(struct writer *w, char *dst, unsigned n)
{
	w->cursor = w->buffer;
	memcpy(dst, w->buffer, n);
}

// CHECK: {{^}}beside_the_array x x does not escape{{$}}
// CHECK: {{^}}beside_the_array y y does not escape{{$}}
// CHECK: {{^}}beside_the_array dst dst does not escape{{$}}
void beside_the_array(void *x, void *y, char *dst, unsigned n)
{
	struct writer w;
	w.out = x;
	w.after = y;
	array_of_unknown_size(&w, dst, n);
}

// CHECK: {{^}}from_a_member_on x x does not escape{{$}}
// CHECK: {{^}}from_a_member_on y leaking param: y to param dst{{$}}
// CHECK: {{^}}from_a_member_on z leaking param: z to param dst{{$}}
// CHECK: {{^}}from_a_member_on dst dst does not escape{{$}}
void from_a_member_on(void *x, void *y, void *z, char *dst, unsigned n)
{
	struct writer w;
	w.in = x;
	w.out = y;
	w.after = z;
	memcpy(dst, &w.out, n);
}

// CHECK: {{^}}into_an_array src leaking param content: src{{$}}
void into_an_array(void **src, unsigned n)
{
	struct writer w = {0};
	memcpy(w.buffer, src, n);
	kept = *(void **)w.buffer;
}

// CHECK: {{^}}into_an_array_read_beside src src does not escape{{$}}
void into_an_array_read_beside(void **src, unsigned n)
{
	struct writer w = {0};
	memcpy(w.buffer, src, n);
	kept = w.after;
}

static int flush(struct writer *w, int n)
{
	w->cursor = w->put ? w->buffer : (unsigned char *)w->out;
	if (w->put)
		return w->put(w->buffer, n, NULL);
	memcpy((char *)w->out + w->at, w->buffer, n);
	return 0;
}

// What is copied out of it does not take the writer along, though it points into itself.
// CHECK: {{^}}compress dst dst does not escape{{$}}
// CHECK: {{^}}compress src src does not escape{{$}}
// CHECK: {{^}}compress malloc(sizeof *w) malloc(sizeof *w) does not escape{{$}}
int compress(void *dst, void *src, int n)
{
	struct writer *w = malloc(sizeof *w);
	w->put = NULL;
	w->out = dst;
	w->in = src;
	w->at = n;
	w->cursor = w->buffer;
	int r = flush(w, n);
	free(w);
	return r;
}

// CHECK: {{^}}copied_with_the_part dst dst does not escape{{$}}
// CHECK: {{^}}copied_with_the_part src leaking param: src to param dst{{$}}
void copied_with_the_part(void *dst, void *src)
{
	struct writer w = {0};
	w.out = src;
	memcpy(dst, &w.in, 3 * sizeof(void *));
}

// CHECK: {{^}}before_the_part dst dst does not escape{{$}}
// CHECK: {{^}}before_the_part src src does not escape{{$}}
void before_the_part(void *dst, void *src)
{
	struct writer w = {0};
	w.in = src;
	memcpy(dst, &w.out, 2 * sizeof(void *));
}

// A piece of it that is copied may be part of all of it.
// CHECK: {{^}}with_a_link_to_itself dst dst does not escape{{$}}
// CHECK: {{^}}with_a_link_to_itself src leaking param: src to param dst{{$}}
// CHECK: {{^}}with_a_link_to_itself malloc(sizeof *w) malloc(sizeof *w) escapes to heap{{$}}
void with_a_link_to_itself(void *dst, void *src)
{
	struct writer *w = malloc(sizeof *w);
	w->in = src;
	w->cursor = w->buffer;
	memcpy(dst, &w->cursor, sizeof w->cursor);
}
#define EACH(m) m(0) m(1) m(2) m(3) m(4) m(5) m(6) m(7)
#define FIELDS(n) int a##n, b##n, c##n, d##n, e##n, f##n, g##n, h##n, *p##n;
struct decoder {
	void *(*alloc)(size_t);
	unsigned char *out;
	unsigned char ch;
	EACH(FIELDS)
};
#define READ(n)                                                                                             \
	int a##n = d->a##n, b##n = d->b##n, c##n = d->c##n, d##n = d->d##n, e##n = d->e##n, f##n = d->f##n, \
	    g##n = d->g##n, h##n = d->h##n, *p##n = d->p##n;
#define MIX(n) a##n += b##n, b##n ^= c##n, c##n += d##n, d##n ^= e##n, e##n += f##n, f##n ^= g##n, g##n += *p##n;
#define WRITE(n)                                                                                        \
	d->a##n = a##n, d->b##n = b##n, d->c##n = c##n, d->d##n = d##n, d->e##n = e##n, d->f##n = f##n, \
	d->g##n = g##n, d->h##n = h##n, d->p##n = p##n;

static void run(struct decoder *d, int n)
{
	EACH(READ)
	while (n--) {
		EACH(MIX)
		*d->out++ = d->ch;
		d->ch = (unsigned char)a0;
	}
	if (d->alloc)
		free(d->alloc(8));
	EACH(WRITE)
}

// The members of a large struct are told apart.
// CHECK: {{^}}large_struct dst dst does not escape{{$}}
// CHECK: {{^}}large_struct calloc(1, sizeof *d) calloc(1, sizeof *d) does not escape{{$}}
void large_struct(unsigned char *dst, int n)
{
	struct decoder *d = calloc(1, sizeof *d);
	d->alloc = NULL;
	d->out = dst;
	run(d, n);
	free(d);
}
struct tagged {
	long n;
	char tag[8];
	void *held;
	int m;
};
char bytes[64];

static void copy_from_tag(void *d, struct tagged *t)
{
	memcpy(d, t->tag, sizeof *t - offsetof(struct tagged, tag));
}

static void copy_tag(void *d, struct tagged *t)
{
	memcpy(d, t->tag, sizeof t->tag);
}

static void copy_to_tag(struct tagged *t, const void *s)
{
	memcpy(t->tag, s, 16);
}

// More than the array holds is what is behind it, too.
// CHECK: {{^}}more_than_the_array x leaking param: x{{$}}
void more_than_the_array(void *x)
{
	struct tagged t;
	t.held = x;
	copy_from_tag(bytes, &t);
}

// CHECK: {{^}}just_the_array x x does not escape{{$}}
void just_the_array(void *x)
{
	struct tagged t;
	t.held = x;
	copy_tag(bytes, &t);
}

// CHECK: {{^}}into_more_than_the_array s leaking param content: s{{$}}
void into_more_than_the_array(void **s)
{
	struct tagged t;
	copy_to_tag(&t, s);
	kept = t.held;
}

struct output {
	char *at;
};

static void append(struct output *o, const void *s, unsigned n)
{
	memcpy(o->at, s, n);
	o->at += n;
}

static void append_from_tag(struct output *o, struct tagged *t)
{
	append(o, t->tag, sizeof *t - offsetof(struct tagged, tag));
}

static void append_tag(struct output *o, struct tagged *t)
{
	append(o, t->tag, sizeof t->tag);
}

// CHECK: {{^}}more_by_a_callee o o does not escape{{$}}
// CHECK: {{^}}more_by_a_callee x leaking param: x to param o{{$}}
void more_by_a_callee(struct output *o, void *x)
{
	struct tagged t;
	t.held = x;
	append_from_tag(o, &t);
}

// CHECK: {{^}}just_that_by_a_callee o o does not escape{{$}}
// CHECK: {{^}}just_that_by_a_callee x x does not escape{{$}}
void just_that_by_a_callee(struct output *o, void *x)
{
	struct tagged t;
	t.held = x;
	append_tag(o, &t);
}

struct followed {
	char tag[16];
	void *pointer, *last;
};

// To somewhere in a buffer, and more than the array has: what is behind it, too.
// CHECK: {{^}}past_an_array_to_anywhere p leaking param: p to result ~r0 level=0{{$}}
// CHECK: {{^}}past_an_array_to_anywhere q q does not escape{{$}}
// CHECK: {{^}}past_an_array_to_anywhere to to does not escape{{$}}
void *past_an_array_to_anywhere(void *p, void *q, char *to, unsigned i)
{
	struct followed t;
	char buffer[100], *s = t.tag;
	void *r;
	t.pointer = p;
	t.last = q;
	memcpy(buffer + i, s, 24);
	memcpy(&r, buffer + i + 16, sizeof r);
	return r;
}

struct slots {
	long n;
	void *slot[16], *tail, *more;
};

static __attribute__((noinline)) void from_an_index(void **d, struct slots *s, int i)
{
	memcpy(d, &s->slot[i], 17 * sizeof *d);
}

// CHECK: {{^}}past_the_slots p leaking param: p to result ~r0 level=0{{$}}
// CHECK: {{^}}past_the_slots q q does not escape{{$}}
void *past_the_slots(void *p, void *q)
{
	void *d[17];
	struct slots s = {0};
	s.tail = p;
	s.n = q != 0;
	from_an_index(d, &s, 0);
	return d[16];
}

static __attribute__((noinline)) void to_an_index(void **d, struct slots *s, int i)
{
	memcpy(d + i, s->slot, 17 * sizeof *d);
}

// CHECK: {{^}}past_the_slots_to_an_index p leaking param: p to result ~r0 level=0{{$}}
void *past_the_slots_to_an_index(void *p)
{
	void *d[32];
	struct slots s = {0};
	s.tail = p;
	to_an_index(d, &s, 4);
	return d[20];
}

static __attribute__((noinline)) void through_a_local(void **d, struct slots *s, int i)
{
	char t[256];
	memcpy(t, &s->slot[i], 17 * sizeof *d);
	memcpy(d, t, 17 * sizeof *d);
}

// CHECK: {{^}}past_the_slots_through_a_local p leaking param: p to result ~r0 level=0{{$}}
void *past_the_slots_through_a_local(void *p)
{
	void *d[17];
	struct slots s = {0};
	s.tail = p;
	through_a_local(d, &s, 0);
	return d[16];
}
