// A pointer that stands in for another one for a while, also where it may be read under another name meanwhile.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stddef.h>
#include <stdint.h>
#include <string.h>
struct stream;
struct state {
	struct stream *stream;
	unsigned char *window;
	size_t fill;
};
struct stream {
	const unsigned char *next;
	size_t avail;
	struct state *state;
	const unsigned char *extra;
};
void *kept;

// CHECK: {{^}}restored s s does not escape{{$}}
// CHECK: {{^}}restored p p does not escape{{$}}
size_t restored(struct stream *s, const unsigned char *p)
{
	const unsigned char *old = s->next;
	s->next = p;
	size_t n = s->next[0];
	s->next = old;
	return n;
}

// CHECK: {{^}}restored_one_way s s does not escape{{$}}
// CHECK: {{^}}restored_one_way p leaking param: p to param s{{$}}
void restored_one_way(struct stream *s, const unsigned char *p)
{
	const unsigned char *old = s->next;
	s->next = p;
	if (p[0])
		s->next = old;
}

// CHECK: {{^}}read_too_late s s does not escape{{$}}
// CHECK: {{^}}read_too_late p leaking param: p to param s{{$}}
// CHECK: {{^}}read_too_late q q does not escape{{$}}
void read_too_late(struct stream *s, const unsigned char *p, const unsigned char *q)
{
	s->next = p;
	const unsigned char *old = s->next;
	s->next = q[0] ? NULL : (void *)8;
	s->next = old;
}

// CHECK: {{^}}twice s s does not escape{{$}}
// CHECK: {{^}}twice p p does not escape{{$}}
// CHECK: {{^}}twice q q does not escape{{$}}
size_t twice(struct stream *s, const unsigned char *p, const unsigned char *q)
{
	const unsigned char *old = s->next;
	s->next = p;
	size_t n = s->next[0];
	s->next = old;
	const unsigned char *again = s->next;
	s->next = q;
	n += s->next[0];
	s->next = again;
	return n;
}

// CHECK: {{^}}nested s s does not escape{{$}}
// CHECK: {{^}}nested p p does not escape{{$}}
// CHECK: {{^}}nested q q does not escape{{$}}
void nested(struct stream *s, const unsigned char *p, const unsigned char *q)
{
	const unsigned char *old = s->next;
	s->next = p;
	const unsigned char *inner = s->next;
	s->next = q;
	s->avail = s->next[0];
	s->next = inner;
	s->avail += s->next[0];
	s->next = old;
}

// CHECK: {{^}}nested_without_end s s does not escape{{$}}
// CHECK: {{^}}nested_without_end p leaking param: p to param s{{$}}
// CHECK: {{^}}nested_without_end q q does not escape{{$}}
void nested_without_end(struct stream *s, const unsigned char *p, const unsigned char *q)
{
	s->next = p;
	const unsigned char *inner = s->next;
	s->next = q;
	s->avail = s->next[0];
	s->next = inner;
}

// CHECK: {{^}}in_a_loop s s does not escape{{$}}
// CHECK: {{^}}in_a_loop p p does not escape{{$}}
void in_a_loop(struct stream *s, const unsigned char **p, int n)
{
	for (int i = 0; i < n; i++) {
		const unsigned char *old = s->next;
		s->next = (const unsigned char *)p;
		s->avail += s->next[i];
		s->next = old;
	}
}

static void fill(struct state *s)
{
	memcpy(s->window + s->fill, s->stream->next, s->stream->avail);
	s->stream->next += s->stream->avail;
	s->fill += s->stream->avail;
}

// When s->state->stream is s, what fill puts there is what s->next = next overwrites.
// CHECK: {{^}}through_back_pointer s s does not escape{{$}}
// CHECK: {{^}}through_back_pointer p p does not escape{{$}}
int through_back_pointer(struct stream *s, const unsigned char *p, size_t n)
{
	struct state *state = s->state;
	size_t avail = s->avail;
	const unsigned char *next = s->next;
	s->avail = n;
	s->next = p;
	fill(state);
	while (state->fill < 64)
		fill(state);
	s->next = next;
	s->avail = avail;
	return 0;
}

// CHECK: {{^}}put_back_after s s does not escape{{$}}
// CHECK: {{^}}put_back_after t t does not escape{{$}}
// CHECK: {{^}}put_back_after p leaking param: p to param s{{$}}
void put_back_after(struct stream *s, struct stream *t, const unsigned char *p)
{
	s->next = p;
	const unsigned char *seen = t->next;
	s->next = NULL;
	t->next = seen;
}

static void put(struct stream *t, const unsigned char *p)
{
	t->next = p;
}

// CHECK: {{^}}put_back_after_by_callee s s does not escape{{$}}
// CHECK: {{^}}put_back_after_by_callee t t does not escape{{$}}
// CHECK: {{^}}put_back_after_by_callee p leaking param: p to param s{{$}}
void put_back_after_by_callee(struct stream *s, struct stream *t, const unsigned char *p)
{
	s->next = p;
	const unsigned char *seen = t->next;
	s->next = NULL;
	put(t, seen);
}

// CHECK: {{^}}restored_from_meanwhile s s does not escape{{$}}
// CHECK: {{^}}restored_from_meanwhile t t does not escape{{$}}
// CHECK: {{^}}restored_from_meanwhile p leaking param: p to param s{{$}}
// BAD: seen is what was there before
// CHECK: {{^}}restored_from_meanwhile q leaking param: q to param t{{$}}
void restored_from_meanwhile(struct stream *s, struct stream *t, const unsigned char *p, const unsigned char *q)
{
	s->next = p;
	const unsigned char *seen = t->next;
	t->next = q;
	s->next = NULL;
	t->next = seen;
}

// CHECK: {{^}}put_back_meanwhile s s does not escape{{$}}
// CHECK: {{^}}put_back_meanwhile t t does not escape{{$}}
// CHECK: {{^}}put_back_meanwhile p p does not escape{{$}}
void put_back_meanwhile(struct stream *s, struct stream *t, const unsigned char *p)
{
	s->next = p;
	t->next = t->next + 1;
	s->next = NULL;
}

// CHECK: {{^}}put_elsewhere s s does not escape{{$}}
// CHECK: {{^}}put_elsewhere t t does not escape{{$}}
// CHECK: {{^}}put_elsewhere p leaking param: p to param s{{$}}
void put_elsewhere(struct stream *s, struct stream *t, const unsigned char *p)
{
	s->next = p;
	t->extra = t->next;
	s->next = NULL;
}

// CHECK: {{^}}returned_meanwhile s s does not escape{{$}}
// CHECK: {{^}}returned_meanwhile t leaking param: t to result ~r0 level=1{{$}}
// CHECK: {{^}}returned_meanwhile p leaking param: p to param s{{$}}
const unsigned char *returned_meanwhile(struct stream *s, struct stream *t, const unsigned char *p)
{
	s->next = p;
	const unsigned char *seen = t->next;
	s->next = NULL;
	return seen;
}

// CHECK: {{^}}content_meanwhile s s does not escape{{$}}
// CHECK: {{^}}content_meanwhile t leaking param content: t{{$}}
// CHECK: {{^}}content_meanwhile p leaking param: p to param s{{$}}
void content_meanwhile(struct stream *s, struct stream *t, void **p)
{
	s->next = (const unsigned char *)p;
	kept = *(void **)t->next;
	s->next = NULL;
}

// CHECK: {{^}}copied_meanwhile s s does not escape{{$}}
// CHECK: {{^}}copied_meanwhile t leaking param content: t{{$}}
// CHECK: {{^}}copied_meanwhile p leaking param: p to param s{{$}}
void copied_meanwhile(struct stream *s, struct stream *t, const unsigned char *p)
{
	s->next = p;
	memcpy(kept, t, sizeof *t);
	s->next = NULL;
}

// CHECK: {{^}}copied_itself s leaking param content: s{{$}}
// CHECK: {{^}}copied_itself t t does not escape{{$}}
// CHECK: {{^}}copied_itself p leaking param: p{{$}}
void copied_itself(struct stream *s, struct stream *t, const unsigned char *p, size_t n)
{
	s->next = p;
	t->next = t->next + 1;
	memcpy(kept, s, n);
	s->next = NULL;
}

// CHECK: {{^}}by_a_local s s does not escape{{$}}
// CHECK: {{^}}by_a_local t leaking param content: t{{$}}
// CHECK: {{^}}by_a_local p leaking param: p to param s{{$}}
void by_a_local(struct stream *s, struct stream *t, const unsigned char *p)
{
	struct stream l;
	s->next = p;
	memset(&l, 0, sizeof l);
	l.next = t->next;
	memcpy(kept, &l, sizeof l);
	s->next = NULL;
}

// An integer that is stored may be read as one.
// CHECK: {{^}}integers a a does not escape{{$}}
// CHECK: {{^}}integers b b does not escape{{$}}
// CHECK: {{^}}integers p leaking param: p to param a{{$}}
void integers(uintptr_t *a, uintptr_t *b, void *p)
{
	*a = (uintptr_t)p;
	b[1] = b[0];
	*a = 0;
}

static void set_for_a_while(struct stream *s, struct stream *t, const unsigned char *p)
{
	s->next = p;
	t->next = t->next + 1;
	s->next = NULL;
}

// What a callee has overwritten is gone, whatever its callers read.
// CHECK: {{^}}caller_reads s s does not escape{{$}}
// CHECK: {{^}}caller_reads t leaking param content: t{{$}}
// CHECK: {{^}}caller_reads p p does not escape{{$}}
void caller_reads(struct stream *s, struct stream *t, const unsigned char *p)
{
	set_for_a_while(s, t, p);
	kept = (void *)t->extra;
}

// CHECK: {{^}}both_the_same s s does not escape{{$}}
// BAD: what is put there is overwritten
// CHECK: {{^}}both_the_same p leaking param: p to param s{{$}}
void both_the_same(struct stream *s, const unsigned char *p)
{
	set_for_a_while(s, s, p);
}
static const unsigned char *cursor;

// CHECK: {{^}}global_restored p p does not escape{{$}}
size_t global_restored(const unsigned char *p)
{
	const unsigned char *old = cursor;
	cursor = p;
	size_t n = cursor[0];
	cursor = old;
	return n;
}

// CHECK: {{^}}waits_in_a_local s s does not escape{{$}}
// CHECK: {{^}}waits_in_a_local t t does not escape{{$}}
// CHECK: {{^}}waits_in_a_local p leaking param: p to param s{{$}}
void waits_in_a_local(struct stream *s, struct stream *t, const unsigned char *p, int i)
{
	const unsigned char *waiting[2];
	s->next = p;
	waiting[i] = t->next;
	s->next = NULL;
	t->next = waiting[i];
}

// CHECK: {{^}}updated_after s s does not escape{{$}}
// CHECK: {{^}}updated_after t t does not escape{{$}}
// CHECK: {{^}}updated_after p leaking param: p to param s{{$}}
void updated_after(struct stream *s, struct stream *t, const unsigned char *p)
{
	s->next = p;
	const unsigned char *seen = t->next;
	s->next = NULL;
	t->next = seen + 1;
}

// CHECK: {{^}}updated_by_a_pointer s s does not escape{{$}}
// CHECK: {{^}}updated_by_a_pointer t leaking param content: t{{$}}
// CHECK: {{^}}updated_by_a_pointer u u does not escape{{$}}
// CHECK: {{^}}updated_by_a_pointer p leaking param: p to param s{{$}}
void updated_by_a_pointer(struct stream *s, struct stream *t, struct stream *u, const unsigned char *p)
{
	s->next = p;
	u->next = u->next + (uintptr_t)t->next;
	s->next = NULL;
}
