/*
 * returns.c - which functions certainly return, whatever they call (CE_FUNC_RETURNS).
 */
#include <stdlib.h>

#include "link/link.h"

/* By itself, or as far as its name tells (L8: functions of the C library). */
static bool returns_itself(const ce_fn *f)
{
	return f->defined && !(f->func->flags & CE_FUNC_MODEL) ? (f->func->flags & CE_FUNC_RETURNS) != 0
	                                                       : f->known_to_return && !f->is_go;
}

static bool callees_return(const ce_program *p, uint32_t fn, const bool *returns)
{
	const ce_fn *f = &p->fns.at[fn];
	const ce_unit_map *m = &p->units.at[f->unit];

	for (uint32_t i = 0; i < f->func->calls.n; i++) {
		const ce_call *c = &f->func->calls.at[i];

		if (!c->direct || !returns[m->funcs[c->target]])
			return false;
	}
	return true;
}

void ce_returns_init(ce_program *p)
{
	bool *returns = ce_calloc(p->fns.n + 1, sizeof *returns), again = true;

	for (uint32_t i = 0; i < p->fns.n; i++)
		returns[i] = returns_itself(&p->fns.at[i]);
	while (again) {
		again = false;
		for (uint32_t i = 0; i < p->fns.n; i++)
			if (returns[i] && p->fns.at[i].defined &&
			    !(p->fns.at[i].func->flags & CE_FUNC_MODEL) && !callees_return(p, i, returns))
				again = !(returns[i] = false);
	}
	for (uint32_t i = 0; i < p->fns.n; i++)
		p->fns.at[i].callees_return = callees_return(p, i, returns);
	free(returns);
}
