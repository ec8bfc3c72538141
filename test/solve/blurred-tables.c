// Tables of numbers among which bytes are copied about have as many places as there are sums of their strides.
// Where that costs too much each of them is one place, and the fields of other structs are told apart as before.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdlib.h>
#include <string.h>

struct kept {
	void *out;
} kept;

struct stream {
	struct kept *kept;
	const char *in;
	void *out;
};

struct ctx {
	struct stream *stream;
	unsigned char *prev, *next, *work;
	size_t n;
};

static size_t word_at(const unsigned char *p)
{
	size_t w;

	memcpy(&w, p, sizeof w);
	return w;
}

static void put_word(unsigned char *p, size_t w)
{
	memcpy(p, &w, sizeof w);
}

#define COPY(to, a, x, from, b, y) put_word(c->to + (a) + i * (x), word_at(c->from + (b) + i * (y)))
#define COPIES(to, from, a, b, x, y)                                                                          \
	COPY(to, a, x, from, b, y);                                                                           \
	COPY(from, b + 4, y, to, a + 12, x);                                                                  \
	COPY(to, a, y, to, b + 68, x)

static void build(struct ctx *c)
{
	for (size_t i = 0; i < c->n; i++) {
		COPIES(prev, next, 0, 64, 212, 28);
		COPIES(next, work, 2836, 4096, 36, 20);
		COPIES(work, prev, 2064, 104, 44, 52);
		COPIES(prev, work, 4288, 144, 60, 76);
		COPIES(next, prev, 5616, 2860, 84, 92);
		COPIES(work, next, 6464, 3036, 100, 108);
		COPIES(prev, prev, 320, 7000, 116, 124);
		COPIES(next, next, 1608, 7204, 132, 140);
		COPIES(work, work, 1040, 7408, 148, 156);
		memcpy(c->next + 212, c->prev, 8000);
		memcpy(c->work, c->next + 36, 8000);
		memcpy(c->prev, c->work + 4, 8000);
	}
	c->stream->kept->out = c->stream->out;
}

// What is found anywhere in the tables may be what was put there.
//
// CHECK: {{^}}put_in_a_table p leaking param: p{{$}}
// CHECK: {{^}}put_in_a_table malloc(n) malloc(n) does not escape{{$}}
// CHECK: {{^}}put_in_a_table malloc(n)#2 malloc(n)#2 does not escape{{$}}
// CHECK: {{^}}put_in_a_table malloc(n)#3 malloc(n)#3 does not escape{{$}}
void put_in_a_table(char *p, size_t n)
{
	struct stream s = {&kept};
	struct ctx c = {&s, malloc(n), malloc(n), malloc(n), n};

	memcpy(c.work + 8, &p, sizeof p);
	build(&c);
	memcpy(&kept.out, c.prev + 4000, sizeof p);
}

// CHECK: {{^}}one_shot in in does not escape{{$}}
// CHECK: {{^}}one_shot out leaking param: out{{$}}
// CHECK: {{^}}one_shot malloc(n) malloc(n) does not escape{{$}}
// CHECK: {{^}}one_shot malloc(n)#2 malloc(n)#2 does not escape{{$}}
// CHECK: {{^}}one_shot malloc(n)#3 malloc(n)#3 does not escape{{$}}
size_t one_shot(const char *in, void *out, size_t n)
{
	struct stream s = {&kept, in, out};
	struct ctx c = {&s, malloc(n), malloc(n), malloc(n), n};

	build(&c);
	return (size_t)s.in[0];
}
