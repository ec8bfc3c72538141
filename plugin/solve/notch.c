/*
 * notch.c - how fine functions are solved, and what is tried when that costs too much.
 */
#include "solve/solver.h"

/* docs/model.md explains the columns; every number here is a limit that ends in
 * "unknown (limit)" only when the last row fails too. */
const notch notches[] = {
	{.depth = 3, .cells = 256, .kids = 300, .heaps = 60, .steps = 12000},
	{.absorbs = true, .depth = 3, .cells = 256, .kids = 300, .heaps = 60, .steps = 12000},
	{.depth = 2, .cells = 32, .kids = 300, .heaps = 16, .one_rest = true, .steps = 8000},
	{.depth = 1, .cells = 16, .kids = 300, .heaps = 4, .one_rest = true, .steps = 8000},
	{.depth = 0, .cells = 8, .kids = 300, .heaps = 1, .one_rest = true, .steps = 12000},
	{.depth = 0, .cells = 1, .kids = 300, .heaps = 0, .one_rest = true, .steps = 24000},
	{.depth = 0,
         .cells = 1,
         .kids = 300,
         .heaps = 0,
         .one_rest = true,
         .one_place = true,
         .one_call = true,
         .steps = 75000},
};
/* Once the program's budget is used up a function has one cheap attempt, which is
 * enough for small ones, and the last. */
enum {
	STEPS_CHEAP = 3000,
	STEPS_CHEAP_LARGE = 1000,
	STEPS_LAST = 16000,
	QUICK_CHEAP = 200,
	QUICK_LAST = 1500
};

const uint8_t nnotches = sizeof notches / sizeof *notches;

/* A long function costs as much as it is long, though little meets in it. */
uint64_t steps_of(const ce_fn *f, const notch *n)
{
	enum { STEPS_PER_EDGE = 2 };
	uint64_t length = (uint64_t)f->func->edges.n * STEPS_PER_EDGE;

	return length > n->steps ? length : n->steps;
}

/* What a function has cost before it may cost again, and some more. */
uint64_t steps_over_budget(const ce_program *p, const ce_fn *f, const notch *n)
{
	bool last = n == &notches[nnotches - 1];
	uint64_t cheap = p->quick   ? (last ? QUICK_LAST : QUICK_CHEAP)
	                 : last     ? STEPS_LAST
	                 : p->large ? STEPS_CHEAP_LARGE
	                            : STEPS_CHEAP;
	uint64_t again = f->cost + f->cost / 8;

	again = again < steps_of(f, n) ? again : steps_of(f, n);
	return again > cheap ? again : cheap;
}

/* Whether what made the function fail at finer notches is in its summary, so that its callers would fail as
 * well: in a large one, or where objects had one place only. */
static bool spreads(const ce_fn *f)
{
	enum { LARGE = 60, ONE_PLACE_EACH = 5 };
	const ce_summary *m = f->summary;

	return m && !m->top && (f->notch >= ONE_PLACE_EACH || m->objs.n + m->stores.n > LARGE);
}

/* A function that would fail gains nothing from being solved finely. */
static uint8_t callees_notch(const ce_program *p, const ce_fn *f)
{
	const ce_unit_map *m = &p->units.at[f->unit];
	uint8_t most = 0;

	for (uint32_t i = 0; i < f->func->calls.n; i++) {
		const ce_call *c = &f->func->calls.at[i];
		const ce_fn *callee = c->direct ? &p->fns.at[m->funcs[c->target]] : NULL;

		if (callee && callee->notch > most && spreads(callee))
			most = callee->notch;
	}
	return most;
}

uint8_t ce_first_notch(const ce_program *p, uint32_t fn)
{
	const ce_fn *f = &p->fns.at[fn];
	uint8_t of_callees = f->summary ? 0 : callees_notch(p, f);

	return f->notch > of_callees ? f->notch : of_callees;
}

/* Every caller takes over the whole summary. One that is too large is made again,
 * coarser, before it makes all of them fail. */
bool too_large(const ce_summary *m, uint8_t notch)
{
	enum { MAX_OBJS = 100, MAX_STORES = 150, ABSORBED = 2, LAST_FOR_SIZE = 3 };
	uint32_t times = notches[notch].absorbs ? ABSORBED : 1;

	return notch < LAST_FOR_SIZE && (m->objs.n > MAX_OBJS * times || m->stores.n > MAX_STORES * times);
}

/* Whether so many fewer are worth another attempt. */
bool worth_joining(join_count n)
{
	enum { LEAST = 4, PART = 4 };

	for (int i = 0; i < 2; i++)
		if (n.joined[i] >= LEAST && n.joined[i] * PART >= n.all[i])
			return true;
	return false;
}

/* Whether so many ranges among the places of an object are worth to make it one place. Structs that only have
 * arrays in them have more fields. */
bool worth_collapsing(uint32_t ranges, uint32_t places)
{
	enum { MANY_RANGES = 20 };

	return ranges >= MANY_RANGES && ranges > places / 2;
}

enum { ABSORBS = 1, ONE_REST = 2, SHALLOW = 3, ROOTS = 4 };

/* The next notch after one that took more steps than it may, with so many symbolic objects. One that does not
 * change what they were many of is left out: it would fail as well, nine times out of ten. */
static uint8_t after_failure(uint8_t notch, uint32_t kids)
{
	enum { FEW = 80, MANY = 120, MOST = 280 };
	if (notch < ABSORBS)
		return kids < FEW ? ONE_REST : kids < MOST ? ABSORBS : SHALLOW;
	if (notch == ABSORBS)
		return kids < FEW ? ONE_REST : kids < MANY ? SHALLOW : ROOTS;
	return notch == ONE_REST && kids >= MANY ? ROOTS : notch + 1;
}

uint8_t next_notch(const solver *s)
{
	uint8_t notch = (uint8_t)(s->notch - notches);

	if (s->p->stats.steps > s->p->budget && notch < nnotches - 1)
		return nnotches - 1;
	if (s->failed && s->crowded && notch < SHALLOW)
		return SHALLOW;
	return s->failed ? after_failure(notch, s->nkids) : notch + 1;
}
