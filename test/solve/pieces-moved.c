// Narrow integers that are moved one by one are pieces of a pointer in a program that cuts pointers into such, side by
// side; in one that does not they are data, and cost nothing.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w -DCUTS %s | %check --check-prefix=CUTS
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check --check-prefix=DATA
#include <stdint.h>
uint64_t number;
struct halves {
	uint32_t lo, hi;
};
struct quarters {
	uint16_t q[4];
};

static __attribute__((noinline)) uint64_t join(const struct halves *h)
{
	return (uint64_t)h->hi << 32 | h->lo;
}

static __attribute__((noinline)) void move(struct halves *d, const struct halves *s)
{
	d->lo = s->lo;
	d->hi = s->hi;
}

static __attribute__((noinline)) void move_swapped(uint32_t *d, const struct halves *s, int first)
{
	uint32_t one = first ? s->hi : s->lo, other = first ? s->lo : s->hi;
	d[0] = one;
	d[1] = other;
}

static __attribute__((noinline)) void move_quarters(struct quarters *d, const struct quarters *s)
{
	for (int i = 0; i < 4; i++)
		d->q[i] = s->q[i];
}

static __attribute__((noinline)) uint64_t join_quarters(const struct quarters *s)
{
	return (uint64_t)s->q[3] << 48 | (uint64_t)s->q[2] << 32 | (uint64_t)s->q[1] << 16 | s->q[0];
}

#ifdef CUTS
static __attribute__((noinline)) void cut(struct halves *h, void *p)
{
	h->lo = (uint32_t)(uintptr_t)p;
	h->hi = (uintptr_t)p >> 32;
}

// CUTS: {{^}}in_halves p leaking param: p{{$}}
void in_halves(void *p)
{
	struct halves h, d;
	cut(&h, p);
	move(&d, &h);
	number = join(&d);
}

// CUTS: {{^}}in_two_steps p leaking param: p{{$}}
void in_two_steps(void *p)
{
	struct halves h, d, e;
	cut(&h, p);
	move(&d, &h);
	move(&e, &d);
	number = join(&e);
}

// CUTS: {{^}}swapped p leaking param: p{{$}}
void swapped(void *p, int first)
{
	struct halves h;
	uint32_t d[2];
	cut(&h, p);
	move_swapped(d, &h, first);
	number = (uint64_t)d[1] << 32 | d[0];
}

// CUTS: {{^}}in_quarters p leaking param: p{{$}}
void in_quarters(void *p)
{
	struct quarters s, d;
	for (int i = 0; i < 4; i++)
		s.q[i] = (uintptr_t)p >> 16 * i;
	move_quarters(&d, &s);
	number = join_quarters(&d);
}

struct halves kept;

// CUTS: {{^}}in_a_global p leaking param: p{{$}}
void in_a_global(void *p)
{
	struct halves h;
	cut(&h, p);
	move(&kept, &h);
}

// CUTS: {{^}}not_joined p p does not escape{{$}}
uint32_t not_joined(void *p)
{
	struct halves h, d;
	cut(&h, p);
	move(&d, &h);
	return d.lo == 0;
}
#endif

// CUTS: {{^}}reads h h does not escape{{$}}
// DATA: {{^}}reads h h does not escape{{$}}
uint32_t reads(const struct halves *h)
{
	struct halves d;
	move(&d, h);
	return d.lo + d.hi;
}
