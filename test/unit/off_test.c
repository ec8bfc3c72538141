// Sets of offsets against sets written out: sums, negatives, overlaps and arrays, for all small numbers.
//
// RUN: %leaks %unit/off_test
#include "solve/off.h"

#include <stdlib.h>

#include "check.h"

/* Written out: which of the offsets [-FAR, FAR) are in the set. FAR is far
 * enough that both ends of an unbounded set are met. */
enum { FAR = 64 };

static bool has(ce_off o, int64_t at)
{
	int64_t d = at - o.base;

	if (!o.stride)
		return d == 0;
	if (d % o.stride)
		return false;
	return !o.count || (d >= 0 && d / o.stride < o.count);
}

static ce_off set(unsigned i)
{
	static const unsigned strides[] = {0, 1, 2, 3, 4, 6, 8}, counts[] = {0, 1, 2, 3, 5};
	ce_off o = {.base = (int64_t)(i % 9) - 4};

	i /= 9;
	o.stride = strides[i % 7];
	o.count = o.stride ? counts[i / 7] : 0;
	return o;
}

enum { NSETS = 9 * 7 * 5 };

#define EACH_OF(o, v)                        \
	for (int64_t v = -FAR; v < FAR; v++) \
		if (has(o, v))

TEST(one_form)
{
	for (unsigned i = 0; i < NSETS; i++) {
		ce_off o = set(i), c = ce_off_canonical(o), again = ce_off_canonical(c);

		for (int64_t v = -FAR; v < FAR; v++)
			CHECK(has(o, v) == has(c, v));
		CHECK(memcmp(&c, &again, sizeof c) == 0 && ce_off_hash(c) == ce_off_hash(again));
		CHECK(!c.stride || c.count || (c.base >= 0 && c.base < c.stride));
		CHECK(ce_off_exact(c) == (o.stride == 0 || o.count == 1));
	}
}

/* Every sum is in it, and no more than the greatest common stride adds. */
TEST(sums_are_all_there)
{
	for (unsigned i = 0; i < NSETS; i++)
		for (unsigned k = 0; k < NSETS; k++) {
			ce_off a = set(i), b = set(k), s = ce_off_add(a, b);

			for (int64_t v = -20; v < 20; v++)
				if (has(a, v))
					for (int64_t w = -20; w < 20; w++)
						if (has(b, w))
							CHECK(has(s, v + w));
			CHECK(!(ce_off_exact(a) && ce_off_exact(b)) || ce_off_exact(s));
			CHECK(!((!a.stride || a.count) && (!b.stride || b.count)) || !s.stride || s.count);
		}
}

TEST(negatives_are_all_there)
{
	for (unsigned i = 0; i < NSETS; i++) {
		ce_off n = ce_off_neg(set(i));

		for (int64_t v = -FAR + 1; v < FAR; v++)
			CHECK(has(n, v) == has(set(i), -v));
	}
}

static bool touch(ce_off a, int64_t asize, ce_off b, int64_t bsize)
{
	EACH_OF(a, v)
	EACH_OF(b, w)
	if (v < w + bsize && w < v + asize)
		return true;
	return false;
}

/* Places that can touch do so as far as the engine knows; it may see more. */
TEST(places_that_touch_overlap)
{
	static const int64_t sizes[] = {1, 2, 4, 8};

	for (unsigned i = 0; i < NSETS; i++)
		for (unsigned k = 0; k < NSETS; k++)
			for (int s = 0; s < 16; s++) {
				ce_off a = set(i), b = set(k);
				int64_t asize = sizes[s / 4], bsize = sizes[s % 4];
				bool over = ce_off_overlap(a, (uint64_t)asize, b, (uint64_t)bsize);

				CHECK(over || !touch(a, asize, b, bsize));
				if (ce_off_exact(a) && ce_off_exact(b))
					CHECK(over == touch(a, asize, b, bsize));
				CHECK(over == ce_off_overlap(b, (uint64_t)bsize, a, (uint64_t)asize));
			}
}

TEST(one_side_exact_is_exact)
{
	for (unsigned i = 0; i < NSETS; i++)
		for (int64_t at = -12; at < 12; at++)
			for (int64_t size = 1; size < 9; size++) {
				ce_off a = set(i), b = {.base = at};
				bool over = ce_off_overlap(a, 2, b, (uint64_t)size);

				CHECK(over == touch(a, 2, b, size));
			}
}

TEST(numbers_far_out_do_not_wrap)
{
	int64_t far = (int64_t)1 << 62;
	ce_off high = {.base = far - 1}, low = {.base = -far},
	       many = {.stride = 1 << 20, .count = UINT32_MAX};

	CHECK(!ce_off_overlap(high, 8, low, 8) && !ce_off_overlap(low, 8, high, 8));
	CHECK(!ce_off_overlap(low, (uint64_t)far, high, 8));
	CHECK(ce_off_overlap(low, CE_SIZE_UNKNOWN / 2 + 1, high, 8));
	CHECK(ce_off_add(many, many).count == 0); /* too many to count: unbounded */
	CHECK(ce_off_overlap(many, 1, ce_off_add(many, many), 1));
}

/* An index into an array stays there, wherever it started; so does what is
 * added to the result. */
TEST(an_index_stays_in_its_array)
{
	for (uint32_t extent = 1; extent <= 24; extent++)
		for (int64_t lo = -8; lo <= 8; lo += 4)
			for (uint32_t stride = 1; stride <= 8; stride++)
				for (uint32_t at = 0; at < extent; at++) {
					ce_off a = {.base = lo + at, .extent = extent, .lo = lo};
					ce_off s = ce_off_add(a, (ce_off){.stride = stride});

					CHECK(s.extent == extent && s.lo == lo);
					for (int64_t v = lo; v < lo + extent; v++)
						CHECK(has(s, v) == ((v - a.base) % stride == 0));
					EACH_OF(s, v)
					CHECK(v >= lo && v <= lo + extent);
				}
}

static ce_off stepped(ce_offs *t, ce_offid a, ce_offid b)
{
	ce_offid sum = ce_off_step(t, a, b); /* which may move them */

	return t->at.at[sum];
}

/* By steps that a callee has made the caller's array is left. */
TEST(a_distance_before_an_index_leaves_the_array)
{
	ce_offs t;
	ce_offid in, far;

	ce_offs_init(&t);
	in = ce_off_intern(&t, (ce_off){.base = 8, .extent = 16, .lo = 8});
	far = ce_off_step(&t, ce_off_intern(&t, (ce_off){.base = 16}),
	                  ce_off_intern(&t, (ce_off){.stride = 8, .count = 4}));
	CHECK(stepped(&t, in, far).extent == 0);
	CHECK(has(stepped(&t, in, far), 24) && has(stepped(&t, in, far), 48));
	CHECK(ce_off_step(&t, CE_OFFID_INDEX, far) == CE_OFFID_ANY);
	CHECK(stepped(&t, in, CE_OFFID_INDEX).extent == 16);
	CHECK(ce_off_step(&t, CE_OFFID_ZERO, CE_OFFID_INDEX) == CE_OFFID_INDEX);
	CHECK(ce_off_steps(&t, in, -1) == CE_OFFID_ANY);
	far = ce_off_steps(&t, in, 4);
	CHECK(t.at.at[far].extent == 16);
	ce_offs_free(&t);
}

/* Where a constant and then an index lead is told where the array is known. */
TEST(an_index_remembers_where_it_starts)
{
	ce_offs t;
	ce_offid in, index, behind;

	ce_offs_init(&t);
	in = ce_off_intern(&t, (ce_off){.base = 8, .extent = 16, .lo = 8});
	index = ce_off_intern(&t, (ce_off){.stride = 4, .count = CE_COUNT_INDEX});
	behind = ce_off_step(&t, ce_off_intern(&t, (ce_off){.base = 6}), index);
	CHECK(t.at.at[behind].lo == 6 && t.at.at[behind].base == 2);
	CHECK(stepped(&t, in, behind).extent == 16);
	CHECK(has(stepped(&t, in, behind), 10) && !has(stepped(&t, in, behind), 12));
	behind = ce_off_step(&t, ce_off_intern(&t, (ce_off){.base = 16}), index);
	CHECK(stepped(&t, in, behind).extent == 0 && has(stepped(&t, in, behind), 28));
	behind = ce_off_step(&t, ce_off_intern(&t, (ce_off){.base = -8}), index);
	CHECK(stepped(&t, in, behind).extent == 0 && has(stepped(&t, in, behind), 4));
	CHECK(ce_off_step(&t, behind, CE_OFFID_ZERO) == behind);
	CHECK(stepped(&t, behind, ce_off_intern(&t, (ce_off){.base = 4})).lo == -8);
	CHECK(ce_off_place(&t, CE_OFFID_INDEX) == CE_OFFID_ANY);
	ce_offs_free(&t);
}

TEST(a_constant_back_stays_or_is_the_way_out)
{
	ce_offs t;
	ce_offid in, back, far, way, cursor, up;

	ce_offs_init(&t);
	in = ce_off_intern(&t, (ce_off){.base = 8, .stride = 1, .count = 16, .extent = 16, .lo = 8});
	back = ce_off_intern(&t, (ce_off){.base = -4});
	far = ce_off_intern(&t, (ce_off){.base = -20});
	cursor = ce_off_intern(&t, (ce_off){.base = -4, .lo = CE_OFF_LEFT});
	CHECK(stepped(&t, in, back).extent == 16);
	way = ce_off_way_back(&t, in, back);
	CHECK(way != CE_NONE && t.at.at[way].base == 4 && ce_off_exact(t.at.at[way]));
	CHECK(way != ce_off_intern(&t, (ce_off){.base = 4}) &&
	      ce_off_place(&t, way) == ce_off_intern(&t, (ce_off){.base = 4}));
	CHECK(stepped(&t, in, far).extent == 0 && ce_off_way_back(&t, in, far) == CE_NONE);
	CHECK(ce_off_step(&t, CE_OFFID_INDEX, back) == CE_OFFID_INDEX);
	CHECK(t.at.at[ce_off_way_back(&t, CE_OFFID_INDEX, back)].base == -4);
	CHECK(ce_off_place(&t, ce_off_step(&t, CE_OFFID_ZERO, cursor)) == CE_OFFID_ANY);
	CHECK(t.at.at[ce_off_way_back(&t, CE_OFFID_ZERO, cursor)].base == -4);
	CHECK(ce_off_step(&t, way, cursor) == CE_NONE);
	CHECK(ce_off_step(&t, way, ce_off_step(&t, CE_OFFID_ZERO, cursor)) == CE_NONE);
	CHECK(ce_off_is_index(stepped(&t, way, CE_OFFID_INDEX)));
	CHECK(stepped(&t, way, back).base == 0);
	up = ce_off_step(&t, way, ce_off_intern(&t, (ce_off){.base = 4}));
	CHECK(ce_off_place(&t, up) == ce_off_intern(&t, (ce_off){.base = 8}));
	CHECK(!ce_off_is_way_before(&t, way) && ce_off_is_way_before(&t, ce_off_step(&t, way, far)));
	/* Elements of more than a byte have members to go back to, no further. */
	far = ce_off_step(&t, CE_OFFID_ZERO,
	                  ce_off_intern(&t, (ce_off){.base = 4, .stride = 8, .count = CE_COUNT_INDEX}));
	CHECK(stepped(&t, far, back).count == CE_COUNT_INDEX && stepped(&t, far, back).base == 0);
	CHECK(stepped(&t, ce_off_step(&t, far, back), back).count == 0);
	ce_offs_free(&t);
}

TEST(an_access_lies_in_its_array)
{
	ce_offs t;
	ce_off bytes = {.base = 8, .stride = 1, .count = 16, .extent = 16, .lo = 8}, words = bytes, o;
	ce_offid in, fit;

	ce_offs_init(&t);
	in = ce_off_intern(&t, bytes);
	fit = ce_off_fit(&t, in, 8);
	o = t.at.at[fit];
	CHECK(has(o, 8) && has(o, 16) && !has(o, 17));
	CHECK(ce_off_fit(&t, in, 1) == in);
	CHECK(ce_off_fit(&t, in, 17) == in); /* then it is no array of such */
	words.stride = 8, words.count = 2;
	CHECK(ce_off_fit(&t, ce_off_intern(&t, words), 8) == ce_off_intern(&t, words));
	bytes.extent = CE_EXTENT_OPEN;
	CHECK(ce_off_fit(&t, ce_off_intern(&t, bytes), 8) == ce_off_intern(&t, bytes));
	CHECK(ce_off_fit(&t, CE_OFFID_ANY, 8) == CE_OFFID_ANY);
	CHECK(ce_off_fit(&t, CE_OFFID_INDEX, 8) == CE_OFFID_INDEX);
	ce_offs_free(&t);
}

TEST(an_exact_step_out_forgets_the_array)
{
	ce_off a = {.base = 16, .extent = 16, .lo = 16};

	CHECK(ce_off_add(a, (ce_off){.base = 8}).extent == 16);
	CHECK(ce_off_add(a, (ce_off){.base = 16}).extent == 16); /* one past the end */
	CHECK(ce_off_add(a, (ce_off){.base = 17}).extent == 0);
	a.base = 32; /* what is on from there is another member */
	CHECK(ce_off_add(a, (ce_off){.stride = 4}).extent == 0);
	a.base = 16;
	CHECK(ce_off_add(a, (ce_off){.base = -1}).extent == 0); /* container_of */
	a.extent = CE_EXTENT_OPEN;
	CHECK(ce_off_add(a, (ce_off){.base = 1000}).extent == CE_EXTENT_OPEN);
	CHECK(ce_off_add(a, (ce_off){.base = -8}).extent == 0);
	CHECK(has(ce_off_add(a, (ce_off){.stride = 8}), 16 + 80));
	CHECK(!has(ce_off_add(a, (ce_off){.stride = 8}), 8));
	CHECK(ce_off_plain(a).extent == 0 && ce_off_plain(a).base == 16);
	CHECK(ce_off_neg(a).extent == 0 && ce_off_neg(a).base == -16);
}

/* An array that is as long as its memory: cursors that go on in it come to an end. */
TEST(open_arrays_start_somewhere)
{
	ce_off a = {.base = 20, .extent = CE_EXTENT_OPEN, .lo = 20},
	       each = ce_off_add(a, (ce_off){.stride = 24}), next;

	CHECK(has(each, 20) && has(each, 44) && has(each, 20 + 24 * 100000));
	CHECK(!has(each, 20 - 24) && !has(each, 28));
	next = ce_off_add(each, (ce_off){.base = 24});
	CHECK(next.base == each.base && next.count == each.count && next.lo == 20);
	next = ce_off_add(each, (ce_off){.base = 8});
	CHECK(has(next, 28) && has(next, 52) && !has(next, 20) && !has(next, 4));
	CHECK(has(ce_off_add(each, (ce_off){.base = -20}), 0));
	CHECK(ce_off_add(each, (ce_off){.base = -20}).extent == 0);
	CHECK(has(ce_off_add(a, (ce_off){.stride = UINT32_MAX}), 20 + (int64_t)UINT32_MAX));
}

/* Taking a member that is an array of an element of an array. */
TEST(inner_arrays_move_with_the_outer)
{
	ce_off inner = {.base = 8, .extent = 8, .lo = 8};
	ce_off at = ce_off_add((ce_off){.base = 32}, inner);

	CHECK(at.base == 40 && at.lo == 40 && at.extent == 8);
	at = ce_off_add((ce_off){.stride = 24, .count = 3}, inner);
	for (int k = 0; k < 3; k++)
		CHECK(has(at, 24 * k + 8));
	at = ce_off_add(at, (ce_off){.stride = 4});
	for (int k = 0; k < 3; k++)
		CHECK(has(at, 24 * k + 8) && has(at, 24 * k + 12));
}

TEST(equal_sets_have_equal_numbers)
{
	ce_offs t;

	ce_offs_init(&t);
	CHECK(ce_off_intern(&t, CE_OFF_ZERO) == CE_OFFID_ZERO &&
	      ce_off_intern(&t, CE_OFF_ANY) == CE_OFFID_ANY);
	for (unsigned i = 0; i < NSETS; i++)
		for (unsigned k = 0; k < NSETS; k++) {
			ce_offid a = ce_off_intern(&t, set(i)), b = ce_off_intern(&t, set(k));
			ce_offid sum = ce_off_sum(&t, a, b);
			ce_off s = t.at.at[sum], want = ce_off_add(t.at.at[a], t.at.at[b]);
			bool same = true;

			for (int64_t v = -FAR; v < FAR; v++)
				same &= has(set(i), v) == has(set(k), v);
			CHECK((a == b) == same);
			for (int64_t v = -FAR; v < FAR; v++)
				CHECK(has(s, v) == has(want, v));
		}
	ce_offs_free(&t);
}

int main(void)
{
	RUN(one_form);
	RUN(sums_are_all_there);
	RUN(negatives_are_all_there);
	RUN(places_that_touch_overlap);
	RUN(one_side_exact_is_exact);
	RUN(numbers_far_out_do_not_wrap);
	RUN(an_index_stays_in_its_array);
	RUN(a_distance_before_an_index_leaves_the_array);
	RUN(an_index_remembers_where_it_starts);
	RUN(a_constant_back_stays_or_is_the_way_out);
	RUN(an_access_lies_in_its_array);
	RUN(an_exact_step_out_forgets_the_array);
	RUN(open_arrays_start_somewhere);
	RUN(inner_arrays_move_with_the_outer);
	RUN(equal_sets_have_equal_numbers);
	return check_status();
}
