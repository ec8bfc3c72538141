#include "solve/off.h"

#include <stdlib.h>

static uint64_t gcd(uint64_t a, uint64_t b)
{
	while (b) {
		uint64_t t = a % b;

		a = b;
		b = t;
	}
	return a;
}

ce_off ce_off_canonical(ce_off o)
{
	if (o.stride == 0 || o.count == 1)
		return (ce_off){o.base, 0, 0};
	if (o.count == 0) {
		o.base %= (int64_t)o.stride;
		if (o.base < 0)
			o.base += o.stride;
	}
	return o;
}

/* Distance from the first to the last offset; only for bounded sets. */
static uint64_t span(ce_off o)
{
	return o.stride ? (uint64_t)o.stride * (o.count - 1) : 0;
}

static bool bounded(ce_off o)
{
	return o.stride == 0 || o.count != 0;
}

ce_off ce_off_add(ce_off a, ce_off b)
{
	ce_off r = {.base = (int64_t)((uint64_t)a.base + (uint64_t)b.base)};
	uint64_t n;

	if (ce_off_exact(a) && ce_off_exact(b))
		return r;
	r.stride = (uint32_t)gcd(a.stride, b.stride);
	if (bounded(a) && bounded(b)) {
		n = (span(a) + span(b)) / r.stride + 1;
		r.count = n > UINT32_MAX ? 0 : (uint32_t)n;
	}
	return ce_off_canonical(r);
}

ce_off ce_off_neg(ce_off a)
{
	a.base = (int64_t)(0 - (uint64_t)a.base - (bounded(a) ? span(a) : 0));
	return ce_off_canonical(a);
}

bool ce_off_overlap(ce_off a, uint64_t asize, ce_off b, uint64_t bsize)
{
	int64_t d = (int64_t)((uint64_t)a.base - (uint64_t)b.base);
	uint64_t g = gcd(a.stride, b.stride), r;

	if (bounded(a) && bounded(b)) {
		if (d >= 0 ? (uint64_t)d >= span(b) + bsize : (uint64_t)-d >= span(a) + asize)
			return false;
	}
	if (g == 0)
		return true;
	r = d >= 0 ? (uint64_t)d % g : (g - (uint64_t)-d % g) % g;
	return r < bsize || g - r < asize;
}

uint64_t ce_off_hash(ce_off o)
{
	return ce_mix((uint64_t)o.base, (uint64_t)o.stride << 32 | o.count);
}

void ce_offs_init(ce_offs *t)
{
	*t = (ce_offs){0};
	ce_off_intern(t, CE_OFF_ZERO);
	ce_off_intern(t, CE_OFF_ANY);
}

void ce_offs_free(ce_offs *t)
{
	ce_vec_free(&t->at);
	ce_map_free(&t->index);
	ce_map_free(&t->sums);
}

ce_offid ce_off_intern(ce_offs *t, ce_off o)
{
	o = ce_off_canonical(o);
	for (uint64_t key = ce_off_hash(o);; key++) {
		uint32_t *at = ce_map_at(&t->index, key);
		ce_off *have;

		if (*at == CE_NONE) {
			*at = t->at.n;
			ce_push(&t->at, o);
			return *at;
		}
		have = &t->at.at[*at];
		if (have->base == o.base && have->stride == o.stride && have->count == o.count)
			return *at;
	}
}

ce_offid ce_off_sum(ce_offs *t, ce_offid a, ce_offid b)
{
	uint32_t *at;
	ce_offid sum;

	if (a == CE_OFFID_ZERO)
		return b;
	if (b == CE_OFFID_ZERO)
		return a;
	if (a == CE_OFFID_ANY || b == CE_OFFID_ANY)
		return CE_OFFID_ANY;
	at = ce_map_at(&t->sums, (uint64_t)a << 32 | b);
	if (*at != CE_NONE)
		return *at;
	sum = ce_off_intern(t, ce_off_add(t->at.at[a], t->at.at[b]));
	ce_map_put(&t->sums, (uint64_t)a << 32 | b, sum);
	return sum;
}
