// What rows of bytes held at entry, copied on from row to row, would be one more value in each of them. Where that
// costs too much it is one, and the fields of other structs are told apart as before.
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

#define EIGHT(x, a) x(a, 0) x(a, 1) x(a, 2) x(a, 3) x(a, 4) x(a, 5) x(a, 6) x(a, 7)
#define ALL(x) EIGHT(x, 0) EIGHT(x, 1) EIGHT(x, 2) EIGHT(x, 3) EIGHT(x, 4) EIGHT(x, 5) EIGHT(x, 6) EIGHT(x, 7)
#define ROW(a, b) unsigned char *row##a##b;
struct planes {
	struct stream *stream;
	ALL(ROW)
	size_t n;
};

#define SMOOTH(a, b)                                                                                          \
	for (size_t i = 0; i + 8 < p->n; i++) {                                                               \
		size_t w;                                                                                     \
		memcpy(&w, last + i, 8);                                                                      \
		memcpy(p->row##a##b + i, &w, 8);                                                              \
	}                                                                                                     \
	last = p->row##a##b;

static void smooth(struct planes *p)
{
	unsigned char *last = p->row77;

	ALL(SMOOTH)
	p->stream->kept->out = p->stream->out;
}

#define GIVE(a, b) p.row##a##b = rows + (a * 8 + b) * n;

// What is found in one row may be what was put in another.
//
// CHECK: {{^}}put_in_a_row q leaking param: q{{$}}
// CHECK: {{^}}put_in_a_row malloc(64 * n) malloc(64 * n) does not escape{{$}}
void put_in_a_row(char *q, size_t n)
{
	struct stream s = {&kept};
	struct planes p = {&s};
	unsigned char *rows = malloc(64 * n);

	ALL(GIVE)
	p.n = n;
	memcpy(p.row33 + 8, &q, sizeof q);
	smooth(&p);
	memcpy(&kept.out, p.row55 + 8, sizeof kept.out);
}

// CHECK: {{^}}one_shot in in does not escape{{$}}
// CHECK: {{^}}one_shot out leaking param: out{{$}}
// CHECK: {{^}}one_shot malloc(64 * n) malloc(64 * n) does not escape{{$}}
size_t one_shot(const char *in, void *out, size_t n)
{
	struct stream s = {&kept, in, out};
	struct planes p = {&s};
	unsigned char *rows = malloc(64 * n);

	ALL(GIVE)
	p.n = n;
	smooth(&p);
	return (size_t)s.in[0];
}
