/*
 * backs.c - what stands against nocallback, gathered along the calls.
 *
 * It flows nowhere but to callers. So while functions are solved each tells its own
 * and whom it calls, and nobody is solved again because of it; once they are, the
 * callees' are put in their place.
 */
#include <stdlib.h>

#include "solve/solve.h"

/* Of those that are alike to a reader one is enough; hooks are all named. */
static uint64_t back_key(const ce_back *b)
{
	return (uint64_t)b->kind << 32 | (b->kind == CE_BACK_HOOK ? b->id : 0);
}

typedef CE_VEC(ce_back) backs;

typedef struct gatherer {
	const ce_program *p;
	backs *of;   /* gathered so far, by function */
	ce_map have; /* of the function at hand */
} gatherer;

static void add(gatherer *g, backs *to, const ce_back *b)
{
	uint32_t *at = ce_map_at(&g->have, back_key(b));

	if (*at != CE_NONE)
		return;
	*at = 0;
	ce_push(to, *b);
}

/* Reports whether there is more than before. */
static bool gather(gatherer *g, uint32_t fn)
{
	const ce_summary *m = g->p->fns.at[fn].summary;
	backs to = {0};
	bool more;

	ce_map_reuse(&g->have);
	for (uint32_t i = 0; m && i < m->backs.n; i++) {
		const ce_back *b = &m->backs.at[i];

		if (b->kind != CE_BACK_CALLEE)
			add(g, &to, b);
		else
			for (uint32_t k = 0; k < g->of[b->id].n; k++)
				add(g, &to, &g->of[b->id].at[k]);
	}
	more = to.n > g->of[fn].n;
	ce_vec_free(&g->of[fn]);
	g->of[fn] = to;
	return more;
}

void ce_solve_gather_backs(ce_program *p, const uint32_t *callees_first, uint32_t n)
{
	gatherer g = {.p = p, .of = ce_calloc(p->fns.n, sizeof *g.of)};

	for (bool again = true; again;) {
		again = false;
		for (uint32_t i = 0; i < n; i++)
			again |= gather(&g, callees_first[i]);
	}
	for (uint32_t f = 0; f < p->fns.n; f++) {
		ce_summary *m = p->fns.at[f].summary;

		if (m) {
			ce_vec_free(&m->backs);
			m->backs.at = g.of[f].at;
			m->backs.n = g.of[f].n;
			m->backs.cap = g.of[f].cap;
			m->hash = 0;
		} else {
			ce_vec_free(&g.of[f]);
		}
	}
	free(g.of);
	ce_map_free(&g.have);
}
