// The record of the heap against a list of what is live: objects of all sizes that come and go, in their
// pages and across the borders of pages and regions; some are freed unseen, and others are placed over them.
// No memory is touched.
//
// RUN: %leaks %unit/heap_test
#include "runtime/rt.h"

#include <stdlib.h>

#include "check.h"

/* Around the border of two regions. */
#define LOW ((uintptr_t)0x7f0000000000 - ((uintptr_t)1 << 20))

enum { ROOM = 2 << 20, LIVE = 300, STEPS = 60000 };

typedef struct live {
	uintptr_t base, size;
	const ce_rt_site *site;
} live;

static live all[LIVE];
static size_t nall;
static ce_rt_site sites[4];
static uint64_t state = 88172645463325252u;

static uintptr_t draw(uintptr_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uintptr_t)(state >> 8) % below;
}

static bool overlaps(const live *l, uintptr_t base, uintptr_t size)
{
	return l->base < base + size && base < l->base + l->size;
}

static const live *live_at(uintptr_t base, uintptr_t size)
{
	for (size_t i = 0; i < nall; i++)
		if (overlaps(&all[i], base, size))
			return &all[i];
	return NULL;
}

static uintptr_t draw_size(void)
{
	static const uintptr_t most[] = {8, 64, 600, 5000, 300 << 10, 700 << 10};

	return 1 + draw(most[draw(draw(8) ? 4 : 6)]);
}

/* Half of the time in a few pages, so that things meet. */
static uintptr_t draw_base(void)
{
	uintptr_t low = draw(2) ? LOW + (1 << 20) - 8192 : LOW, room = low == LOW ? ROOM : 16384;

	return low + draw(room / 8) * 8;
}

static void add(bool quickly)
{
	live l = {draw_base(), draw_size(), draw(2) ? &sites[draw(4)] : NULL};

	if (nall == LIVE || live_at(l.base, l.size))
		return;
	if (!quickly || !ce_rt_heap_add_quickly(&ce_rt.heap, l.base, l.size, l.site))
		CHECK(ce_rt_heap_add(&ce_rt.heap, l.base, l.size, l.site));
	all[nall++] = l;
}

static void drop(bool seen, bool quickly)
{
	size_t i = nall ? draw(nall) : 0;
	ce_rt_object old = {0};

	if (!nall)
		return;
	if (seen && (!quickly || !ce_rt_heap_remove_quickly(&ce_rt.heap, all[i].base, &old)))
		CHECK(ce_rt_heap_remove(&ce_rt.heap, all[i].base, &old));
	if (seen)
		CHECK(old.size == all[i].size && old.site == all[i].site);
	all[i] = all[--nall];
}

static void look(uintptr_t address)
{
	const live *l = live_at(address, 1);
	ce_rt_object o;
	bool found = ce_rt_heap_find(&ce_rt.heap, address, &o);

	if (l) {
		CHECK(found && o.base == l->base && o.size == l->size && o.site == l->site);
		CHECK(!ce_rt_heap_is_gone(&ce_rt.heap, &o));
	} else if (found && !ce_rt_heap_is_gone(&ce_rt.heap, &o)) {
		/* Freed unseen, and nothing stands there. */
		CHECK(!live_at(o.base, o.size));
	}
}

static void walk(unsigned unseen)
{
	for (int i = 0; i < STEPS; i++) {
		if (draw(5) < 3)
			add(draw(4));
		else
			drop(draw(100) >= unseen, draw(4));
		for (int k = 0; k < 4; k++)
			look(draw_base() + draw(9));
		if (nall)
			look(all[draw(nall)].base + draw(all[draw(nall)].size));
	}
	while (nall)
		drop(true, false);
}

TEST(all_frees_are_seen)
{
	ce_rt_object o;

	walk(0);
	for (uintptr_t at = LOW; at < LOW + ROOM; at += 8)
		CHECK(!ce_rt_heap_find(&ce_rt.heap, at, &o));
}

TEST(some_frees_are_not_seen)
{
	walk(30);
}

TEST(marks)
{
	ce_rt_object o;

	CHECK(ce_rt_heap_add(&ce_rt.heap, LOW, 24, NULL) && ce_rt_heap_find(&ce_rt.heap, LOW + 8, &o));
	CHECK(ce_rt_heap_mark(&ce_rt.heap, &o) && !ce_rt_heap_mark(&ce_rt.heap, &o));
	ce_rt_heap_unmark_all(&ce_rt.heap);
	CHECK(ce_rt_heap_mark(&ce_rt.heap, &o));
}

/* What stands there later is another object, if calls are looked at meanwhile. */
TEST(serials)
{
	ce_rt_object a, b, old;

	ce_rt.nwatched = 1;
	CHECK(ce_rt_heap_add(&ce_rt.heap, LOW, 24, &sites[0]) && ce_rt_heap_find(&ce_rt.heap, LOW + 23, &a));
	CHECK(ce_rt_heap_remove(&ce_rt.heap, LOW, &old) && !ce_rt_heap_find(&ce_rt.heap, LOW, &b));
	CHECK(ce_rt_heap_add(&ce_rt.heap, LOW, 24, &sites[0]) && ce_rt_heap_find(&ce_rt.heap, LOW, &b));
	CHECK(a.serial && b.serial && a.serial != b.serial);
	ce_rt.nwatched = 0;
}

/* The unit with the sites is unloaded. */
TEST(forgotten_sites)
{
	ce_rt_object o;

	CHECK(ce_rt_heap_add(&ce_rt.heap, LOW, 24, &sites[1]));
	CHECK(ce_rt_heap_add(&ce_rt.heap, LOW + 64, 400 << 10, &sites[1]));
	ce_rt_heap_set_profiled(&ce_rt.heap, LOW);
	ce_rt_heap_forget(&ce_rt.heap);
	CHECK(ce_rt_heap_find(&ce_rt.heap, LOW, &o) && o.size == 24 && !o.site && !o.profiled);
	CHECK(ce_rt_heap_find(&ce_rt.heap, LOW + 64, &o) && o.size == 400 << 10 && !o.site);
}

/* No allocator does such things; nothing is known of them. */
TEST(odd_places)
{
	ce_rt_object o;

	CHECK(!ce_rt_heap_add(&ce_rt.heap, LOW + 3, 24, NULL));
	CHECK(!ce_rt_heap_add(&ce_rt.heap, (uintptr_t)1 << 50, 24, NULL));
	CHECK(!ce_rt_heap_find(&ce_rt.heap, (uintptr_t)1 << 50, &o) && !ce_rt_heap_find(&ce_rt.heap, 8, &o));
	CHECK(!ce_rt_heap_remove(&ce_rt.heap, (uintptr_t)1 << 50, &o));
	CHECK(ce_rt_heap_add(&ce_rt.heap, LOW + 128, 0, NULL) && ce_rt_heap_find(&ce_rt.heap, LOW + 128, &o));
}

/* A program at a fixed address has its heap near the bottom. */
TEST(the_first_region)
{
	ce_rt_object o;

	CHECK(ce_rt_heap_add(&ce_rt.heap, 32 << 20, 24, NULL) &&
	      ce_rt_heap_find(&ce_rt.heap, (32 << 20) + 8, &o));
	CHECK(!ce_rt_heap_find(&ce_rt.heap, 8, &o) && !ce_rt_heap_find(&ce_rt.heap, 5000, &o));
	CHECK(ce_rt.heap.low < 32 << 20 && ce_rt.heap.high > LOW);
}

int main(void)
{
	RUN(all_frees_are_seen);
	RUN(some_frees_are_not_seen);
	RUN(marks);
	RUN(serials);
	RUN(forgotten_sites);
	RUN(odd_places);
	RUN(the_first_region);
	return check_status();
}
