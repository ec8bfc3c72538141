// A hook table that the program fills by copying structs holds the functions of the copy.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdlib.h>
#include <string.h>
void *kept;
static void keep(void *p)
{
	kept = p;
}
static void ignore(void *p)
{
	(void)p;
}
typedef void (*handler)(void *);
struct hooks {
	handler open, close, other;
};

static struct hooks a = {ignore};
void set_a(void)
{
	struct hooks h = {keep};
	memcpy(&a, &h, 16);
}

// CHECK: {{^}}from_local p leaking param: p{{$}}
void from_local(void *p)
{
	a.open(p);
}
static struct hooks b = {ignore}, mine = {keep};
// CHECK: {{^}}set_b h leaking param content: h{{$}}
void set_b(const struct hooks *h)
{
	b = *h;
}

void init_b(void)
{
	set_b(&mine);
}

// CHECK: {{^}}from_argument p leaking param: p{{$}}
void from_argument(void *p)
{
	b.open(p);
}
static struct hooks c = {ignore};
static void set_c(struct hooks h)
{
	c = h;
}

void init_c(void)
{
	struct hooks h = {keep};
	set_c(h);
}

// CHECK: {{^}}from_struct_by_value p leaking param: p{{$}}
void from_struct_by_value(void *p)
{
	c.open(p);
}
static struct hooks d = {ignore};
static struct hooks make(void)
{
	return (struct hooks){keep};
}

void init_d(void)
{
	d = make();
}

// CHECK: {{^}}from_result p leaking param: p{{$}}
void from_result(void *p)
{
	d.open(p);
}
static struct hooks e[2] = {{ignore}};
void init_e(void)
{
	e[0].open = keep;
	memmove(e + 1, e, sizeof e[0]);
}

// CHECK: {{^}}from_itself p leaking param: p{{$}}
void from_itself(void *p)
{
	e[1].open(p);
}
static handler f[4] = {ignore};
void init_f(void)
{
	handler t[4] = {ignore, keep, ignore, ignore};
	memcpy(f, t, sizeof f);
}

// CHECK: {{^}}from_array p leaking param: p{{$}}
void from_array(void *p)
{
	f[1](p);
}
static struct hooks g = {ignore};
// CHECK: {{^}}init_g malloc(sizeof *h) malloc(sizeof *h) does not escape{{$}}
void init_g(void)
{
	struct hooks *h = malloc(sizeof *h);
	h->open = keep;
	g = *h;
	free(h);
}

// CHECK: {{^}}from_heap p leaking param: p{{$}}
void from_heap(void *p)
{
	g.open(p);
}
static int compare(const void *x, const void *y)
{
	return 0;
}
static handler h[4] = {ignore, keep};
void init_h(void)
{
	qsort(h, 4, sizeof *h, compare);
}

// CHECK: {{^}}sorted p leaking param: p{{$}}
void sorted(void *p)
{
	h[2](p);
}
static const struct hooks quiet = {ignore, ignore, ignore};
static struct hooks i = {ignore};
void init_i(void)
{
	i = quiet;
}

// CHECK: {{^}}from_constant p p does not escape{{$}}
void from_constant(void *p)
{
	i.open(p);
}
