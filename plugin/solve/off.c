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

/* As lo of a set without an array: the pointer has left the one it was in, and what it is in now nobody
 * knows. */
#define LEFT CE_OFF_LEFT
/* As lo of one offset: what the array was in may begin so far from its first byte (ce_off_way_back), by a
 * constant back from an index; or by a cursor, or by several. */
#define WAY (CE_OFF_LEFT + 1)
#define OTHER_WAY (CE_OFF_LEFT + 2)

ce_off ce_off_canonical(ce_off o)
{
	if (o.stride == 0 || o.count == 1)
		o.stride = o.count = 0;
	if (o.stride && (o.count == 0 || ce_off_is_index(o))) {
		o.base %= (int64_t)o.stride;
		if (o.base < 0)
			o.base += o.stride;
	}
	if (ce_off_is_index(o))
		return o;
	/* Outside its array (one past the end is still in) a pointer was made by
	 * other means, container_of for one: then the array says nothing. */
	if (o.extent && (o.base < o.lo || (o.extent != CE_EXTENT_OPEN && o.base > o.lo + o.extent)))
		o.extent = 0;
	/* Anywhere is anywhere. */
	if (!o.extent && !(o.lo == LEFT ? o.stride != 1 || o.count : !o.stride && o.lo <= OTHER_WAY))
		o.lo = 0;
	return o;
}

static bool has_left(ce_off o)
{
	return !o.extent && o.stride && o.lo == LEFT;
}

static bool is_way(ce_off o)
{
	return ce_off_exact(o) && !o.extent && (o.lo == WAY || o.lo == OTHER_WAY);
}

ce_off ce_off_plain(ce_off o)
{
	bool elsewhere = o.stride && o.lo != 0;

	if (ce_off_is_index(o))
		o.count = 0;
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

/* As a place an index is any number of strides away. */
static ce_off as_place(ce_off o)
{
	return ce_off_is_index(o) ? ce_off_canonical(ce_off_plain(o)) : o;
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

/* Whether b only leads on from what is there. */
static bool is_same_way(ce_off a, ce_off b)
{
	return a.lo == WAY && !is_way(b) && b.base >= 0;
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
	if (ce_off_exact(r) && !r.extent && (is_way(a) || is_way(b)))
		r.lo = is_same_way(a, b) || is_same_way(b, a) ? WAY : OTHER_WAY;
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

ce_offid ce_off_fit(ce_offs *t, ce_offid a, uint64_t size)
{
	ce_off o = t->at.at[a];
	int64_t room;

	if (!o.stride || !o.extent || o.extent == CE_EXTENT_OPEN || ce_off_is_index(o) || size > o.extent)
		return a;
	room = o.lo + (int64_t)o.extent - (int64_t)size - o.base;
	if (room < 0 || span(o) <= (uint64_t)room)
		return a;
	o.count = (uint32_t)((uint64_t)room / o.stride) + 1;
	return ce_off_intern(t, o);
}

/* n / d, rounded down. */
static int64_t floor_div(int64_t n, int64_t d)
{
	return n / d - (n % d < 0);
}

ce_offid ce_off_only(ce_offs *t, ce_offid a, int64_t first, int64_t last)
{
	const int64_t far = INT64_C(1) << 40; /* nothing below overflows */
	ce_off o = t->at.at[a];
	int64_t from, to;

	if (o.stride < 2 || o.extent || (o.lo && o.lo != LEFT) || ce_off_is_index(o) || o.base < -far ||
	    o.base > far || first < -far || last > far)
		return a;
	from = -floor_div(o.base - first, o.stride); /* k of the first not below, and of the last not above */
	to = floor_div(last - o.base, o.stride);
	if (bounded(o)) {
		from = from < 0 ? 0 : from;
		to = to >= (int64_t)o.count ? (int64_t)o.count - 1 : to;
	}
	if (from != to)
		return a;
	return ce_off_intern(t, (ce_off){.base = o.base + from * o.stride});
}

ce_offid ce_off_place(ce_offs *t, ce_offid a)
{
	uint32_t *plain;

	if (!t->at.at[a].extent && !ce_off_is_index(t->at.at[a]) && !is_way(t->at.at[a]))
		return a;
	plain = known(&t->plain, a);
	if (*plain == CE_NONE)
		*plain = ce_off_intern(t, ce_off_plain(t->at.at[a]));
	return *plain;
}

ce_offid ce_off_unindexed(ce_offs *t, ce_offid a)
{
	return ce_off_is_index(t->at.at[a]) ? ce_off_place(t, a) : a;
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

/* A constant back from an element may lead out of the array, as to what the array is in. */
static bool leads_back(ce_off b)
{
	return ce_off_is_index(b) ? b.lo < 0 : bounded(b) && b.base < 0;
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
	ce_off sum = add_plain(as_place(a), as_place(b));

	if (leads_back(b) || has_left(a))
		sum.count = 0;
	sum.lo = LEFT;
	return sum;
}

/* An index from somewhere in an array that nobody here knows. */
static ce_offid index_from(ce_offs *t, ce_off x, int64_t rest, uint32_t stride)
{
	ce_off r = {.base = (int64_t)((uint64_t)x.base + (uint64_t)rest),
	            .stride = (uint32_t)gcd(x.stride, stride),
	            .count = CE_COUNT_INDEX,
	            .extent = ce_off_is_index(x) && !stride ? x.extent : 0, /* as a cursor (is_cursor) */
	            .lo = ce_off_is_index(x) ? x.lo : x.base};

	return ce_off_intern(t, r);
}

/* An index of that stride, which starts so far from the offset. */
static ce_offid indexed(ce_offs *t, ce_offid a, int64_t rest, uint32_t stride)
{
	ce_off x = t->at.at[a], by = {.base = rest, .stride = stride};

	if (ce_off_is_index(x))
		return index_from(t, x, rest, stride);
	if (x.extent && !is_end(x))
		return ce_off_sum(t, a, ce_off_intern(t, by));
	if (x.extent || !bounded(x) || has_left(x))
		return ce_off_intern(t, moved_out(x, by));
	return index_from(t, x, rest, stride);
}

/* Whether a constant leads back in the element of an index, or any number of bytes of one. */
static bool is_in_element(ce_off x, ce_off y)
{
	int64_t rest = (int64_t)((uint64_t)x.base - (uint64_t)x.lo) % (int64_t)x.stride;

	return ce_off_exact(y) && (x.stride == 1 || (rest < 0 ? rest + x.stride : rest) >= -y.base);
}

/* From somewhere in an array that nobody here knows. */
static ce_offid on_from_index(ce_offs *t, ce_offid a, ce_off y)
{
	ce_off x = t->at.at[a];

	if (has_left(y) || !bounded(y) || (y.base < 0 && !is_in_element(x, y)))
		return ce_off_intern(t, moved_out(x, y));
	return indexed(t, a, y.base, y.stride);
}

/* Whether bytes are in an array, and a constant leads back: to others of it, or to what it is in
 * (ce_off_way_back). */
static bool back_in_bytes(ce_off x, ce_off y)
{
	return x.stride == 1 && x.extent && ce_off_exact(y) && y.base < 0 && !y.extent &&
	       (x.extent == CE_EXTENT_OPEN || (uint64_t)-y.base < x.extent);
}

/* Where a cursor that goes back where it is kept may be in its array. */
static bool is_cursor(ce_off o)
{
	return ce_off_is_index(o) && o.extent;
}

static ce_offid cursor_at(ce_offs *t, ce_offid a)
{
	ce_offid at = indexed(t, a, 0, 1);
	ce_off o = t->at.at[at];

	if (!ce_off_is_index(o))
		return at;
	o.extent = 1;
	return ce_off_intern(t, o);
}

/* What such a cursor makes of a way back that it was itself: nobody goes on like that from one struct to what
 * it is in. */
static bool goes_round(ce_off x, ce_off y)
{
	return is_way(x) && (ce_off_is_back(y) || is_way(y) || is_cursor(y));
}

/* Whether it is as far back as the array is long: from the end to what the array is in, then. */
static bool is_far_back(ce_off x, ce_off y)
{
	return y.lo != OTHER_WAY && x.extent && x.extent != CE_EXTENT_OPEN && y.base < 0 &&
	       (uint64_t)-y.base >= x.extent;
}

static bool is_inside(ce_off x, ce_off y)
{
	return ce_off_exact(x) && x.extent && x.base + y.base >= x.lo;
}

/* A cursor that is put where it was, back in its array. */
static ce_offid back_by(ce_offs *t, ce_offid a, ce_offid b)
{
	ce_off x = t->at.at[a], y = t->at.at[b];

	if (is_inside(x, y)) {
		x.base += y.base;
		return ce_off_intern(t, x);
	}
	if (back_in_bytes(x, y))
		return ce_off_sum(t, a, ce_off_intern(t, (ce_off){.base = y.base}));
	if (is_far_back(x, y) && !(ce_off_exact(x) && ce_off_is_back(y)))
		return ce_off_intern(t, moved_out(x, CE_OFF_ANY));
	return cursor_at(t, a);
}

ce_offid ce_off_step(ce_offs *t, ce_offid a, ce_offid b)
{
	ce_off x = t->at.at[a], y = t->at.at[b];

	if (b == CE_OFFID_ZERO)
		return a;
	if (a == CE_OFFID_ANY || b == CE_OFFID_ANY)
		return CE_OFFID_ANY;
	if (goes_round(x, y))
		return CE_NONE;
	if (ce_off_is_index(y)) {
		ce_offid entry = y.lo ? ce_off_step(t, a, ce_off_intern(t, (ce_off){.base = y.lo})) : a;

		if (entry == CE_OFFID_ANY || entry == CE_NONE)
			return entry;
		return is_cursor(y) ? cursor_at(t, entry) : indexed(t, entry, y.base - y.lo, y.stride);
	}
	if (ce_off_is_index(x))
		return ce_off_is_back(y) || is_way(y) ? a : on_from_index(t, a, y);
	if (ce_off_is_back(y) || (is_way(y) && (!ce_off_exact(x) || is_inside(x, y) || is_far_back(x, y))))
		return back_by(t, a, b);
	if (is_way(x) && !ce_off_exact(y))
		return ce_off_step(t, ce_off_place(t, a), b);
	if ((ce_off_exact(x) && ce_off_exact(y)) || back_in_bytes(x, y) || !leaves(x, y))
		return ce_off_sum(t, a, b);
	return ce_off_intern(t, moved_out(x, y));
}

/* Whether a constant back from there may be the way to what the array is in, and not a step in it only. */
static bool goes_back(ce_off x, ce_off y)
{
	if (!ce_off_exact(y) || y.base >= 0 || has_left(x))
		return false;
	if (ce_off_is_back(y))
		return !is_way(x) && !is_inside(x, y) && (ce_off_exact(x) || ce_off_is_index(x) || x.extent);
	return x.stride == 1 && (ce_off_is_index(x) || back_in_bytes(x, y));
}

ce_offid ce_off_way_back(ce_offs *t, ce_offid a, ce_offid b)
{
	ce_off x = t->at.at[a], y = t->at.at[b];
	ce_off way = {.lo = ce_off_is_back(y) || is_cursor(x) || is_way(y) ? OTHER_WAY : WAY};

	if (a == CE_OFFID_ANY || !goes_back(x, y))
		return CE_NONE;
	/* From there it would go on and on: a stack of which a function pops, and another one pushes. */
	if (ce_off_is_index(x) && x.lo < 0)
		return ce_off_intern(t, moved_out(x, y));
	way.base = (int64_t)((uint64_t)(ce_off_exact(x) ? x.base : x.lo) + (uint64_t)y.base);
	return ce_off_intern(t, way);
}

bool ce_off_is_way_before(const ce_offs *t, ce_offid a)
{
	return is_way(t->at.at[a]) && t->at.at[a].base < 0;
}

ce_offid ce_off_steps(ce_offs *t, ce_offid a, int64_t d)
{
	ce_off by = {.stride = (uint32_t)(d < 0 ? -d : d)}, sum;

	if (d > 0)
		return indexed(t, a, 0, by.stride);
	sum = add_plain(t->at.at[a], by);
	sum.lo = LEFT;
	return ce_off_intern(t, sum);
}

bool ce_off_leads_out(ce_off b)
{
	return leads_back(b) || has_left(b) || (b.stride == 1 && !b.count);
}
