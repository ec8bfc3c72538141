/*
 * names.c - what functions and globals are known by in every program that they are part of.
 *
 * Their numbers follow the order of the units: one function more, and all behind it have other
 * numbers. Names do not change, and so neither does what is made of them (the names of objects,
 * by which summaries are ordered).
 */
#include "link/link.h"

#include <xxhash.h>

static uint64_t hash(const ce_unit *u, ce_str text)
{
	const char *s = ce_text(&u->strings, text);

	return XXH3_64bits(s, strlen(s));
}

/* A name of a unit's own is told apart by where the unit's source is. */
static uint64_t name_of(const ce_unit *u, ce_str symbol, bool internal, uint64_t kind)
{
	uint64_t name = ce_mix(hash(u, symbol), kind);

	return internal ? ce_mix(name, ce_mix(hash(u, u->source), hash(u, u->directory))) : name;
}

/* The first has it; those behind it (one source, compiled in several ways) get others. */
static uint64_t unique(ce_map *taken, uint64_t name)
{
	for (;; name = ce_mix(name, 'n')) {
		uint32_t *at = ce_map_at(taken, name);

		if (*at != CE_NONE)
			continue;
		*at = 0;
		return name;
	}
}

void ce_names_init(ce_program *p)
{
	ce_map taken = {0};

	for (uint32_t i = 0; i < p->fns.n; i++) {
		const ce_fn *f = &p->fns.at[i];

		p->fns.at[i].name = unique(&taken, name_of(p->units.at[f->unit].unit, f->func->name,
		                                           f->func->linkage == CE_LINK_INTERNAL, 'f'));
	}
	for (uint32_t i = 0; i < p->gls.n; i++) {
		const ce_gl *g = &p->gls.at[i];

		p->gls.at[i].name = unique(&taken, name_of(p->units.at[g->unit].unit, g->global->name,
		                                           g->global->linkage == CE_LINK_INTERNAL, 'g'));
	}
	ce_map_free(&taken);
}
