/*
 * budget.c - which calls are looked at, and what that may cost.
 */
#include <time.h>

#include "rt.h"

/* ---- by the rate ---------------------------------------------------------------------------- */

/* xorshift: which calls are looked at need not be secret. */
static uint32_t draw(void)
{
	uint64_t x = ce_rt_self.random;

	if (!x)
		x = (uintptr_t)&ce_rt_self | 1;
	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	ce_rt_self.random = x;
	return (uint32_t)(x >> 16);
}

bool ce_rt_is_sampled(void)
{
	if (ce_rt_self.chosen || ce_rt.options.rate == UINT32_MAX)
		return true;
	return !__cgoescape_skip && draw() < ce_rt.options.rate;
}

/* How many calls it takes, this one included, until one is looked at: one on average in as
 * many as the rate says. */
uint32_t ce_rt_draw_skip(void)
{
	uint64_t mean = ce_rt.options.rate ? UINT32_MAX / ce_rt.options.rate : UINT32_MAX;
	uint64_t n = 1 + draw() % (2 * mean - 1);

	return n < UINT32_MAX ? (uint32_t)n : UINT32_MAX;
}

/* ---- what it may cost ------------------------------------------------------------------------- */

enum { ALWAYS = 20 };

static uint64_t now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

/* The processor time of all threads; programs also wait. To ask for it takes long, so it is not asked
 * for more than once in a millisecond. */
static uint64_t used(void)
{
	uint64_t time = now(CLOCK_MONOTONIC);

	if (time - ce_rt.asked > 1000000) {
		ce_rt.asked = time;
		ce_rt.used = now(CLOCK_PROCESS_CPUTIME_ID);
	}
	return ce_rt.used;
}

bool ce_rt_is_early(const ce_rt_func *f)
{
	return ce_rt.options.rate == UINT32_MAX && *f->nwatched < ALWAYS;
}

/* When all calls are looked at, the first ones of each function are whatever it costs; the
 * others while no more than the given share of the time was spent on looking. */
bool ce_rt_is_affordable(const ce_rt_func *f)
{
	if (ce_rt_is_early(f)) {
		++*f->nwatched;
		return true;
	}
	return ce_rt.options.budget == UINT32_MAX ||
	       (double)__atomic_load_n(&ce_rt.spent, __ATOMIC_RELAXED) <=
	               (double)(used() - ce_rt.started) * ce_rt.options.budget / UINT32_MAX;
}

uint64_t ce_rt_clock(void)
{
	return now(CLOCK_THREAD_CPUTIME_ID);
}

void ce_rt_spend(uint64_t since)
{
	__atomic_fetch_add(&ce_rt.spent, ce_rt_clock() - since, __ATOMIC_RELAXED);
}

void ce_rt_clock_start(void)
{
	ce_rt.started = used();
}
