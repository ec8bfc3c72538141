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

/* As lo of a set without an array: some distance and then an index. Which array the
 * pointer was in at first says nothing of it. */
#define LEFT INT64_MIN

ce_off ce_off_canonical(ce_off o)
{
	if (o.stride == 0 || o.count == 1)
		o.stride = o.count = 0;
	if (o.stride && o.count == 0) {
		o.base %= (int64_t)o.stride;
		if (o.base < 0)
			o.base += o.stride;
	}
	/* Outside its array (one past the end is still in) a pointer was made by
	 * other means, container_of for one: then the array says nothing. */
	if (o.extent && (o.base < o.lo || (o.extent != CE_EXTENT_OPEN && o.base > o.lo + o.extent)))
		o.extent = 0;
	/* Anywhere is anywhere. */
	if (!o.extent)
		o.lo = o.lo == LEFT && o.stride && (o.stride != 1 || o.count) ? LEFT : 0;
	return o;
}

static bool has_left(ce_off o)
{
	return !o.extent && o.lo == LEFT;
}

ce_off ce_off_plain(ce_off o)
{
	bool elsewhere = o.stride && (has_left(o) || (o.extent && o.lo != 0));

	o.extent = 0;
	o.lo = elsewhere ? LEFT : 0;
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

/* As a place an index is anywhere. */
static ce_off as_place(ce_off o)
{
	return ce_off_is_index(o) ? CE_OFF_ANY : o;
}

static ce_off add_plain(ce_off a, ce_off b)
{
	ce_off r = {.base = (int64_t)((uint64_t)a.base + (uint64_t)b.base)};
	uint64_t n;

	if (ce_off_exact(a) && ce_off_exact(b))
		return r;
	r.stride = (uint32_t)gcd(a.stride, b.stride);
	if (bounded(a) && bounded(b)) {
		n = (span(a) + span(b)) / r.stride + 1;
		r.count = n >= CE_COUNT_INDEX ? 0 : (uint32_t)n;
	}
	return ce_off_canonical(r);
}

/* So many elements an index of an open array is told to go, not more than so many bytes, and so many
 * are as good as that. */
#define FAR (CE_COUNT_INDEX - 1)
#define FARTHER (FAR / 4)
#define FAR_BYTES (UINT64_C(1) << 60)

/* How far in the array of a the offsets of o begin, which are o.stride apart. */
static uint64_t first_within(ce_off a, ce_off o)
{
	if (o.base >= a.lo)
		return (uint64_t)(o.base - a.lo) % o.stride;
	return (o.stride - (uint64_t)(a.lo - o.base) % o.stride) % o.stride;
}

/* The offsets of o that lie in the array of a, which has no end: an index only goes on (lower_gep.c),
 * no matter how far. */
static ce_off within_open(ce_off a, ce_off o)
{
	bool far = o.stride && (!bounded(o) || (o.base >= a.lo && o.count > FARTHER));
	uint64_t n = far ? FAR_BYTES / o.stride : 0;

	if (far)
		return (ce_off){a.lo + (int64_t)first_within(a, o), o.stride, n < FAR ? (uint32_t)n : FAR,
		                a.extent, a.lo};
	if (bounded(o) && o.base >= a.lo) {
		o.extent = a.extent;
		o.lo = a.lo;
	}
	return o;
}

/* The offsets of o that lie in the array of a. */
static ce_off within(ce_off a, ce_off o)
{
	uint64_t first, n;

	if (a.extent == CE_EXTENT_OPEN)
		return within_open(a, o);
	if (bounded(o) && o.base >= a.lo && (uint64_t)(o.base - a.lo) + span(o) <= a.extent) {
		o.extent = a.extent;
		o.lo = a.lo;
		return o;
	}
	if (!o.stride)
		return o;
	first = first_within(a, o);
	n = first >= a.extent ? 1 : (a.extent - first + o.stride - 1) / o.stride;
	/* Of a single element the end is told, too: the way back from there leads to it. */
	if (n == 1 && first < a.extent && (a.extent - first) % o.stride == 0)
		n = 2;
	return (ce_off){a.lo + (int64_t)first, o.stride, (uint32_t)n, a.extent, a.lo};
}

/* One past the last element: what is on from there is another member, as is the pointer, maybe. */
static bool is_end(ce_off o)
{
	return ce_off_exact(o) && o.extent && o.extent != CE_EXTENT_OPEN &&
	       o.base == o.lo + (int64_t)o.extent;
}

ce_off ce_off_add(ce_off a, ce_off b)
{
	ce_off r;

	a = is_end(a) ? ce_off_plain(a) : as_place(a);
	b = as_place(b);
	r = add_plain(a, b);
	if (has_left(a))
		r.lo = LEFT;
	else if (b.extent && ce_off_exact(a)) {
		r.extent = b.extent;
		r.lo = (int64_t)((uint64_t)a.base + (uint64_t)b.lo);
	} else if (a.extent && !b.extent) {
		r = within(a, r);
	}
	return ce_off_canonical(r);
}

ce_off ce_off_neg(ce_off a)
{
	a = ce_off_plain(as_place(a));
	a.base = (int64_t)(0 - (uint64_t)a.base - (bounded(a) ? span(a) : 0));
	return ce_off_canonical(a);
}

ce_off ce_off_onward(ce_off o)
{
	ce_off r = ce_off_add(o, CE_OFF_ANY);

	if (!r.extent && bounded(as_place(o)))
		r = (ce_off){.base = o.base, .stride = 1, .count = CE_COUNT_INDEX - 1};
	return r;
}

bool ce_off_overlap(ce_off a, uint64_t asize, ce_off b, uint64_t bsize)
{
	int64_t d;
	uint64_t g, r;

	a = as_place(a);
	b = as_place(b);
	d = (int64_t)((uint64_t)a.base - (uint64_t)b.base);
	g = gcd(a.stride, b.stride);
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
	uint64_t h = ce_mix((uint64_t)o.base, (uint64_t)o.stride << 32 | o.count);

	return o.extent || o.lo ? ce_mix(h, ce_mix((uint64_t)o.lo, o.extent)) : h;
}

int ce_off_compare(const ce_off *a, const ce_off *b)
{
	if (a->base != b->base)
		return a->base < b->base ? -1 : 1;
	if (a->stride != b->stride)
		return a->stride < b->stride ? -1 : 1;
	if (a->count != b->count)
		return a->count < b->count ? -1 : 1;
	if (a->extent != b->extent)
		return a->extent < b->extent ? -1 : 1;
	return (a->lo > b->lo) - (a->lo < b->lo);
}

void ce_offs_init(ce_offs *t)
{
	*t = (ce_offs){0};
	ce_off_intern(t, CE_OFF_ZERO);
	ce_off_intern(t, CE_OFF_ANY);
	ce_off_intern(t, CE_OFF_INDEX);
}

void ce_offs_free(ce_offs *t)
{
	ce_vec_free(&t->at);
	ce_map_free(&t->index);
	ce_map_free(&t->sums);
	ce_vec_free(&t->plain);
	ce_vec_free(&t->neg);
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
		if (have->base == o.base && have->stride == o.stride && have->count == o.count &&
		    have->extent == o.extent && have->lo == o.lo)
			return *at;
	}
}

/* What was computed of a before, or CE_NONE. */
static uint32_t *known(ce_ids *of, ce_offid a)
{
	while (of->n <= a)
		ce_push(of, CE_NONE);
	return &of->at[a];
}

ce_offid ce_off_place(ce_offs *t, ce_offid a)
{
	uint32_t *plain;

	if (!t->at.at[a].extent)
		return a;
	plain = known(&t->plain, a);
	if (*plain == CE_NONE)
		*plain = ce_off_intern(t, ce_off_plain(t->at.at[a]));
	return *plain;
}

ce_offid ce_off_sum(ce_offs *t, ce_offid a, ce_offid b)
{
	uint32_t *at;
	ce_offid sum;

	if (a == CE_OFFID_ZERO || a == CE_OFFID_ANY)
		return a == CE_OFFID_ZERO ? b : a;
	at = ce_map_at(&t->sums, (uint64_t)a << 32 | b);
	if (*at != CE_NONE)
		return *at;
	*at = sum = ce_off_intern(t, ce_off_add(t->at.at[a], t->at.at[b]));
	return sum;
}

ce_offid ce_off_distance(ce_offs *t, ce_offid a, ce_offid b)
{
	uint32_t *neg = known(&t->neg, b);

	if (*neg == CE_NONE)
		*neg = ce_off_intern(t, ce_off_neg(t->at.at[b]));
	return ce_off_sum(t, a, *neg);
}

/* With an index: where no array is known, one that the caller knows may stand around both. */
static ce_offid step_by_index(ce_offs *t, ce_offid a, ce_offid b)
{
	ce_off x = t->at.at[a], y = t->at.at[b];

	if (a != CE_OFFID_INDEX && x.extent)
		return ce_off_sum(t, a, CE_OFFID_ANY);
	if (a != CE_OFFID_INDEX)
		return a == CE_OFFID_ZERO ? CE_OFFID_INDEX : CE_OFFID_ANY;
	return b == CE_OFFID_INDEX || (bounded(y) && y.base >= 0 && !y.extent && !has_left(y))
	               ? CE_OFFID_INDEX
	               : CE_OFFID_ANY;
}

/* A constant back from an element may lead out of the array, as to what the array is in. */
static bool leads_back(ce_off b)
{
	return bounded(b) && b.base < 0;
}

/* Whether the way leads out of the array that the pointer is in: a distance is gone before the index,
 * to another member maybe; back; on from the end; or to where no index of the array leads. */
static bool leaves(ce_off a, ce_off b)
{
	bool far = ce_off_exact(a) && a.base && !a.extent && !ce_off_exact(b) && !b.extent;
	int64_t end = a.lo + (int64_t)a.extent;
	ce_off sum = add_plain(a, b);

	if (far || has_left(a) || has_left(b) || leads_back(b))
		return true;
	if (!a.extent || b.extent)
		return false;
	if (a.extent == CE_EXTENT_OPEN)
		return false;
	return is_end(a) || (bounded(sum) && sum.base >= end);
}

/* Offsets without an array. Nothing bounds them, but the object: a cursor that goes back and forth would
 * make new ones for ever. */
static ce_off moved_out(ce_off a, ce_off b)
{
	ce_off sum = add_plain(a, b);

	if (leads_back(b) || has_left(a))
		sum.count = 0;
	sum.lo = LEFT;
	return sum;
}

ce_offid ce_off_step(ce_offs *t, ce_offid a, ce_offid b)
{
	ce_off x = t->at.at[a], y = t->at.at[b];

	if (b == CE_OFFID_ZERO)
		return a;
	if (a == CE_OFFID_ANY || b == CE_OFFID_ANY)
		return CE_OFFID_ANY;
	if (a == CE_OFFID_INDEX || b == CE_OFFID_INDEX)
		return step_by_index(t, a, b);
	if ((ce_off_exact(x) && ce_off_exact(y)) || !leaves(x, y))
		return ce_off_sum(t, a, b);
	return ce_off_intern(t, moved_out(x, y));
}

ce_offid ce_off_steps(ce_offs *t, ce_offid a, int64_t d)
{
	ce_off by = {.stride = (uint32_t)(d < 0 ? -d : d)}, sum;

	if (d > 0)
		return ce_off_intern(t, ce_off_add(t->at.at[a], by));
	sum = add_plain(t->at.at[a], by);
	sum.lo = LEFT;
	return ce_off_intern(t, sum);
}

bool ce_off_leads_out(ce_off b)
{
	return leads_back(b) || has_left(b) || (b.stride == 1 && !b.count);
}
