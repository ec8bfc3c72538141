/*
 * members.c - which members of structs lead to known tables of functions, whatever
 * object they are in (docs/model.md, A10): of a complete program, those where every
 * store that names the member stores a table. They may hold all tables of their
 * type, since tables are copied from initialisers as well.
 */
#include <stdlib.h>
#include <string.h>

#include "link/link.h"

static const char *shown(const ce_unit *u, const ce_global *g)
{
	return ce_text(&u->strings, g->shown);
}

static bool is_group(const ce_global *g)
{
	return g->name == g->shown;
}

/* The program is complete, and each of its units says what it stores where. */
static bool all_known(const ce_program *p, bool whole)
{
	for (uint32_t i = 0; i < p->units.n; i++)
		whole &= !p->units.at[i].unit->is_untyped;
	return whole;
}

static void add_tables(ce_program *p, ce_gl *member, const ce_unit_map *m, const ce_global *group)
{
	for (uint32_t i = 0; i < group->inits.n; i++) {
		const ce_init *init = &group->inits.at[i];
		ce_content c = {
			.off = CE_OFFID_ZERO,
			.obj_kind = CE_OBJ_GLOBAL,
			.id = m->globals[ce_ref_index(init->target)],
			.value_off = ce_off_intern(&p->offs, (ce_off){.base = init->off}),
		};

		ce_push(&member->contents, c);
	}
}

/* Every group of the member's type, and those whose type has no name. */
static void fill(ce_program *p, ce_gl *member)
{
	const char *type = shown(p->units.at[member->unit].unit, member->global);

	for (uint32_t i = 0; i < p->units.n; i++) {
		const ce_unit_map *m = &p->units.at[i];

		for (uint32_t k = 0; k < m->unit->globals.n; k++) {
			const ce_global *g = &m->unit->globals.at[k];

			if (g->flags & CE_GLOBAL_MEMBER && is_group(g) &&
			    (strcmp(shown(m->unit, g), type) == 0 || strcmp(shown(m->unit, g), "p1 ?") == 0))
				add_tables(p, member, m, g);
		}
	}
}

typedef struct state {
	bool stored, open;
} state;

/* What all units say of each stand-in. */
static state *collect(const ce_program *p)
{
	state *states = ce_calloc(p->gls.n + 1, sizeof *states);

	for (uint32_t i = 0; i < p->units.n; i++) {
		const ce_unit_map *m = &p->units.at[i];

		for (uint32_t k = 0; k < m->unit->globals.n; k++) {
			const ce_global *g = &m->unit->globals.at[k];

			if (!(g->flags & CE_GLOBAL_MEMBER))
				continue;
			states[m->globals[k]].stored |= g->flags & CE_GLOBAL_DEFINED;
			states[m->globals[k]].open |= g->flags & CE_GLOBAL_OPEN;
		}
	}
	return states;
}

static bool type_is_open(const ce_program *p, const state *states, const ce_gl *member)
{
	const char *type = shown(p->units.at[member->unit].unit, member->global);

	for (uint32_t i = 0; i < p->gls.n; i++) {
		const ce_gl *g = &p->gls.at[i];

		if (g->member && states[i].open && is_group(g->global) &&
		    strcmp(shown(p->units.at[g->unit].unit, g->global), type) == 0)
			return true;
	}
	return false;
}

void ce_members_init(ce_program *p, bool whole)
{
	state *states = collect(p);
	bool known = all_known(p, whole);

	for (uint32_t i = 0; i < p->gls.n; i++) {
		ce_gl *g = &p->gls.at[i];

		g->member = g->global->flags & CE_GLOBAL_MEMBER;
		if (!g->member)
			continue;
		g->constant = true; /* nobody stores in a stand-in */
		g->opaque = g->symbolic = false;
	}
	for (uint32_t i = 0; known && i < p->gls.n; i++) {
		ce_gl *g = &p->gls.at[i];

		if (g->member && !is_group(g->global) && states[i].stored && !states[i].open &&
		    !type_is_open(p, states, g))
			fill(p, g);
	}
	free(states);
}
