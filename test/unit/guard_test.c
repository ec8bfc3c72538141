// Which values of an argument a guard lets through: every test, mask, width and sign, against counting bits.
//
// RUN: %leaks %unit/guard_test
#include <stdlib.h>

#include "check.h"
#include "units.h"

/* Bit by bit, so that nothing is shared with the engine. */
static int64_t narrow(uint64_t v, uint64_t mask, unsigned bits, bool is_signed)
{
	int64_t r = 0;

	for (unsigned i = 0; i < 64; i++) {
		unsigned from = i < bits ? i : bits - 1;
		bool bit = v >> from & mask >> from & 1;

		if (i < bits ? bit : is_signed && bit)
			r |= (int64_t)((uint64_t)1 << i);
	}
	return r;
}

static bool expected(const ce_guard *g, int64_t value)
{
	int64_t x = narrow((uint64_t)value, g->mask, g->bits, true);
	int64_t y = narrow((uint64_t)g->value, UINT64_MAX, g->bits, true);
	uint64_t ux = (uint64_t)narrow((uint64_t)value, g->mask, g->bits, false);
	uint64_t uy = (uint64_t)narrow((uint64_t)g->value, UINT64_MAX, g->bits, false);
	bool holds[CE_TEST_EITHER] = {x == y, x != y, ux < uy, ux <= uy, x < y, x <= y};

	return holds[g->test] != g->negated;
}

static const unsigned widths[] = {1, 2, 3, 8, 16, 31, 32, 33, 63, 64};
static const uint64_t masks[] = {UINT64_MAX, 0, 1, 4, 6, 0xff, 0x80, UINT32_MAX, (uint64_t)1 << 63};
static const int64_t values[] = {
	0,   1,    -1,   2,         -2,        3,          4,         7,         127,       128,         255,
	256, -128, -129, INT32_MAX, INT32_MIN, UINT32_MAX, INT64_MAX, INT64_MIN, 1LL << 32, -(1LL << 32)};

#define EACH(i, list) for (size_t i = 0; i < sizeof(list) / sizeof *(list); i++)

static void each_value(ce_func *f, ce_guard *g)
{
	EACH(i, values)
	{
		g->value = values[i];
		EACH(k, values)
		{
			bool want = expected(g, values[k]);

			CHECK(ce_guard_allows(f, 1, 0, 0, values[k]) == want);
			/* What is known of another argument decides nothing. */
			CHECK(ce_guard_allows(f, 1, 0, 1, values[k]));
		}
	}
}

TEST(each_test_width_and_mask)
{
	ce_unit *u = ce_unit_new();
	ce_func *f = add_func(u, "f", 0, 2);
	ce_guard *g;

	ce_push(&f->guards, ((ce_guard){0}));
	ce_push(&f->guards, ((ce_guard){0}));
	g = &f->guards.at[1];
	for (g->test = 0; g->test < CE_TEST_EITHER; g->test++)
		for (int negated = 0; negated < 2; negated++)
			EACH(w, widths)
			{
				g->negated = negated;
				g->bits = (uint8_t)widths[w];
				EACH(m, masks)
				{
					g->mask = masks[m];
					each_value(f, g);
				}
			}
	ce_unit_free(u);
}

/* All values of small types, so that no number was forgotten above. */
TEST(all_of_three_bits)
{
	ce_unit *u = ce_unit_new();
	ce_func *f = add_func(u, "f", 0, 2);
	ce_guard g = {.bits = 3};

	ce_push(&f->guards, ((ce_guard){0}));
	ce_push(&f->guards, g);
	for (unsigned k = 0; k < CE_TEST_EITHER * 2 * 8 * 8; k++) {
		g.test = (uint8_t)(k % CE_TEST_EITHER);
		g.negated = k / CE_TEST_EITHER % 2;
		g.mask = k / CE_TEST_EITHER / 2 % 8;
		g.value = k / CE_TEST_EITHER / 16;
		f->guards.at[1] = g;
		for (int64_t v = -16; v < 16; v++)
			CHECK(ce_guard_allows(f, 1, 0, 0, v) == expected(&g, v));
	}
	ce_unit_free(u);
}

TEST(chains_hold_together)
{
	ce_unit *u = ce_unit_new();
	ce_func *f = add_func(u, "f", 0, 2);

	ce_push(&f->guards, ((ce_guard){0}));
	ce_push(&f->guards, ((ce_guard){0, 0, CE_TEST_SLE, false, 32, UINT64_MAX, 9}));
	ce_push(&f->guards, ((ce_guard){1, 1, CE_TEST_EQ, false, 32, UINT64_MAX, 5}));
	ce_push(&f->guards, ((ce_guard){2, 0, CE_TEST_SLE, true, 32, UINT64_MAX, 3}));
	for (int64_t v = -3; v < 14; v++) {
		CHECK(ce_guard_allows(f, 0, 0, 0, v));
		CHECK(ce_guard_allows(f, 1, 0, 0, v) == (v <= 9));
		CHECK(ce_guard_allows(f, 2, 0, 0, v) == (v <= 9));
		CHECK(ce_guard_allows(f, 2, 0, 1, v) == (v == 5));
		CHECK(ce_guard_allows(f, 3, 0, 0, v) == (v > 3 && v <= 9));
		CHECK(ce_guard_allows(f, 3, 0, 1, v) == (v == 5));
		CHECK(ce_guard_allows(f, 3, 1, 0, v) == (v > 3));
	}
	ce_unit_free(u);
}

TEST(one_of_two_chains_holds)
{
	ce_unit *u = ce_unit_new();
	ce_func *f = add_func(u, "f", 0, 2);

	ce_push(&f->guards, ((ce_guard){0}));
	ce_push(&f->guards, ((ce_guard){0, 0, CE_TEST_SLE, false, 32, UINT64_MAX, 9}));
	ce_push(&f->guards, ((ce_guard){1, 0, CE_TEST_EQ, false, 32, UINT64_MAX, 2}));
	ce_push(&f->guards, ((ce_guard){1, 0, CE_TEST_SLT, true, 32, UINT64_MAX, 7}));
	ce_push(&f->guards, ((ce_guard){1, 0, CE_TEST_EITHER, false, 32, UINT64_MAX, ce_guard_either(2, 3)}));
	ce_push(&f->guards, ((ce_guard){4, 1, CE_TEST_EQ, false, 32, UINT64_MAX, 5}));
	for (int64_t v = -3; v < 14; v++) {
		CHECK(ce_guard_allows(f, 4, 0, 0, v) == (v == 2 || (v >= 7 && v <= 9)));
		CHECK(ce_guard_allows(f, 4, 1, 0, v) == (v == 2 || v >= 7));
		CHECK(ce_guard_allows(f, 4, 0, 1, v));
		CHECK(ce_guard_allows(f, 5, 0, 0, v) == (v == 2 || (v >= 7 && v <= 9)));
		CHECK(ce_guard_allows(f, 5, 0, 1, v) == (v == 5));
	}
	ce_unit_free(u);
}

TEST(nesting_without_end_holds)
{
	enum { DEEP = 70 };
	ce_unit *u = ce_unit_new();
	ce_func *f = add_func(u, "f", 0, 2);

	ce_push(&f->guards, ((ce_guard){0}));
	ce_push(&f->guards, ((ce_guard){0, 0, CE_TEST_EQ, false, 32, UINT64_MAX, 2}));
	for (uint32_t i = 1; i < DEEP; i++)
		ce_push(&f->guards,
		        ((ce_guard){0, 0, CE_TEST_EITHER, false, 32, UINT64_MAX, ce_guard_either(i, i)}));
	CHECK(ce_guard_allows(f, DEEP, 0, 0, 2));
	CHECK(ce_guard_allows(f, DEEP, 0, 0, 3)); /* nobody knows: it was not looked at */
	CHECK(!ce_guard_allows(f, 4, 0, 0, 3));
	ce_unit_free(u);
}

int main(void)
{
	RUN(each_test_width_and_mask);
	RUN(all_of_three_bits);
	RUN(chains_hold_together);
	RUN(one_of_two_chains_holds);
	RUN(nesting_without_end_holds);
	return check_status();
}
