/*
 * The command with another ce_solve_function(): CGOESCAPE_NOTCH=N solves every function at
 * notch N of plugin/solve/notch.c at least, "last" at the last, "mixed" or "mixedN" each at one
 * of its own, and all are widened from the start; with "plain" before it (plain1) only where
 * they do not settle otherwise; "joined" where objects that meet are joined, as often as they may be, and
 * those with places that are ranges are one place.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "solve/solver.h"

bool __real_ce_solve_function(ce_program *p, uint32_t fn, bool widen);
bool __wrap_ce_solve_function(ce_program *p, uint32_t fn, bool widen);
bool __real_too_large(const ce_summary *m, uint8_t notch);
bool __wrap_too_large(const ce_summary *m, uint8_t notch);
bool __real_worth_joining(join_count n);
bool __wrap_worth_joining(join_count n);
bool __real_worth_collapsing(uint32_t ranges, uint32_t places);
bool __wrap_worth_collapsing(uint32_t ranges, uint32_t places);

/* Of the function that is solved. */
static int joins;

static bool is_joined(void)
{
	const char *notch = getenv("CGOESCAPE_NOTCH");

	return notch && strcmp(notch, "joined") == 0;
}

static bool is_plain(void)
{
	const char *notch = getenv("CGOESCAPE_NOTCH");

	return notch && (strncmp(notch, "plain", 5) == 0 || is_joined());
}

static const char *value(void)
{
	const char *notch = getenv("CGOESCAPE_NOTCH");

	return is_plain() ? notch + 5 : notch;
}

/* Equal in every run: a hash of the name. */
static uint8_t wanted(const ce_program *p, uint32_t fn)
{
	const char *notch = value();
	uint64_t hash = p->fns.at[fn].base != fn;
	char *end = NULL;
	unsigned long n = notch ? strtoul(notch, &end, 10) : 0;

	if (is_joined())
		return LAST_FINE;
	if (notch && strcmp(notch, "last") == 0)
		return nnotches - 1;
	if (notch && strncmp(notch, "mixed", 5) == 0) {
		hash = ce_mix(hash, strtoul(notch + 5, NULL, 10));
		for (const char *c = ce_fn_name(p, fn); *c; c++)
			hash = ce_mix(hash, (uint8_t)*c);
		return (uint8_t)(hash % nnotches);
	}
	if (!notch || end == notch || *end || n >= nnotches) {
		fputs("CGOESCAPE_NOTCH is no notch\n", stderr);
		exit(2);
	}
	return (uint8_t)n;
}

bool __wrap_ce_solve_function(ce_program *p, uint32_t fn, bool widen)
{
	uint8_t notch = wanted(p, fn);

	joins = 0;
	if (p->fns.at[fn].notch < notch)
		p->fns.at[fn].notch = notch;
	return __real_ce_solve_function(p, fn, widen || !is_plain());
}

bool __wrap_too_large(const ce_summary *m, uint8_t notch)
{
	enum { JOINS = 3 };

	return (is_joined() && notch == LAST_FINE && joins < JOINS) || __real_too_large(m, notch);
}

bool __wrap_worth_joining(join_count n)
{
	joins++;
	return is_joined() || __real_worth_joining(n);
}

bool __wrap_worth_collapsing(uint32_t ranges, uint32_t places)
{
	return (is_joined() && ranges) || __real_worth_collapsing(ranges, places);
}
