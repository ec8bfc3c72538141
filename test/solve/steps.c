// Cursors that live in memory: what moves on by equal steps may be any number of them away, which a struct of many
// members is not taken for.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdlib.h>
#include <string.h>
struct part {
	void *a, *b, *c, *d, *e;
};
struct parts {
	void *first;
	struct part p[1], q[1], r[1], s[1], t[1];
	void *last;
};

static __attribute__((noinline)) void fill(struct part *p, void *x, void *y)
{
	p->a = y;
	p->b = x;
	p->c = p->d = p->e = y;
}

// CHECK: {{^}}many_members x leaking param: x to result ~r0 level=0{{$}}
// CHECK: {{^}}many_members y y does not escape{{$}}
void *many_members(void *x, void *y)
{
	struct parts s = {0};
	fill(s.p, x, y);
	fill(s.q, x, y);
	fill(s.r, x, y);
	fill(s.s, x, y);
	fill(s.t, x, y);
	return s.t->b;
}

// CHECK: {{^}}behind_them x x does not escape{{$}}
// CHECK: {{^}}behind_them y y does not escape{{$}}
void *behind_them(void *x, void *y)
{
	struct parts s = {0};
	fill(s.p, x, y);
	fill(s.q, x, y);
	fill(s.r, x, y);
	fill(s.s, x, y);
	fill(s.t, x, y);
	return s.last;
}

struct cursor {
	void **at;
};

static __attribute__((noinline)) void put(struct cursor *c, void *x)
{
	*c->at++ = x;
}

// CHECK: {{^}}far_away x leaking param: x to result ~r0 level=0{{$}}
// CHECK: {{^}}far_away calloc(100, sizeof *m) {{.*}} does not escape{{$}}
void *far_away(void *x, int n)
{
	void **m = calloc(100, sizeof *m), *r;
	struct cursor c = {m};
	if (!m)
		abort();
	while (n--)
		put(&c, x);
	r = m[40];
	free(m);
	return r;
}

static __attribute__((noinline)) void put_two(struct cursor *c, void *x, void *y)
{
	*c->at++ = x;
	*c->at++ = y;
}

// CHECK: {{^}}far_away_by_two x leaking param: x to result ~r0 level=0{{$}}
// CHECK: {{^}}far_away_by_two y leaking param: y to result ~r0 level=0{{$}}
// CHECK: {{^}}far_away_by_two calloc(1000, sizeof *m) {{.*}} does not escape{{$}}
void *far_away_by_two(void *x, void *y, int n, int i)
{
	void **m = calloc(1000, sizeof *m), *r;
	struct cursor c = {m};
	if (!m)
		abort();
	while (n--)
		put_two(&c, x, y);
	r = i ? m[600] : m[601];
	free(m);
	return r;
}

static __attribute__((noinline)) void shift(char *m, size_t n)
{
	memmove(m + 24, m, n);
}

// CHECK: {{^}}shifted x leaking param: x to result ~r0 level=0{{$}}
// CHECK: {{^}}shifted y y does not escape{{$}}
// CHECK: {{^}}shifted calloc(1000, sizeof *m) {{.*}} does not escape{{$}}
void *shifted(void *x, void *y, size_t n, int times)
{
	void **m = calloc(1000, sizeof *m), *r;
	if (!m)
		abort();
	m[0] = x;
	m[1] = y;
	while (times--)
		shift((char *)m, n);
	r = m[300];
	free(m);
	return r;
}

// CHECK: {{^}}shifted_back x leaking param: x to result ~r0 level=0{{$}}
// CHECK: {{^}}shifted_back calloc(1000, sizeof *m) {{.*}} does not escape{{$}}
void *shifted_back(void *x, size_t n, int times)
{
	void **m = calloc(1000, sizeof *m), *r;
	if (!m)
		abort();
	m[300] = x;
	while (times--)
		memmove(m, m + 3, n);
	r = m[0];
	free(m);
	return r;
}

// CHECK: {{^}}to_and_fro x leaking param: x to result ~r0 level=0{{$}}
// CHECK: {{^}}to_and_fro calloc(1000, sizeof *m) {{.*}} does not escape{{$}}
// CHECK: {{^}}to_and_fro calloc(1000, sizeof *k) {{.*}} does not escape{{$}}
void *to_and_fro(void *x, size_t n, int times)
{
	void **m = calloc(1000, sizeof *m), **k = calloc(1000, sizeof *k), *r;
	if (!m || !k)
		abort();
	m[0] = x;
	while (times--) {
		memcpy(k + 3, m, n);
		memcpy(m + 2, k, n);
	}
	r = m[500];
	free(m);
	free(k);
	return r;
}
