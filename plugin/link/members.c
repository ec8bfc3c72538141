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

/* The stand-in of one unit for a type of table. */
typedef struct group {
	const ce_unit_map *map;
	const ce_global *global;
} group;

typedef CE_VEC(group) groups;

static void find_groups(const ce_program *p, groups *out)
{
	for (uint32_t i = 0; i < p->units.n; i++) {
		const ce_unit_map *m = &p->units.at[i];

		for (uint32_t k = 0; k < m->unit->globals.n; k++) {
			const ce_global *g = &m->unit->globals.at[k];

			if (g->flags & CE_GLOBAL_MEMBER && is_group(g))
				ce_push(out, ((group){m, g}));
		}
	}
}

static void add_tables(ce_program *p, ce_gl *member, const group *from)
{
	for (uint32_t i = 0; i < from->global->inits.n; i++) {
		const ce_init *init = &from->global->inits.at[i];
		ce_content c = {
			.off = CE_OFFID_ZERO,
			.obj_kind = CE_OBJ_GLOBAL,
			.id = from->map->globals[ce_ref_index(init->target)],
			.value_off = ce_off_intern(&p->offs, (ce_off){.base = init->off}),
		};

		ce_push(&member->contents, c);
	}
}

/* Every group of the member's type, and those whose type has no name; nothing when
 * one of them is open. */
static void fill(ce_program *p, ce_gl *member, const groups *all)
{
	const char *type = shown(p->units.at[member->unit].unit, member->global);

	for (uint32_t i = 0; i < all->n; i++) {
		const char *name = shown(all->at[i].map->unit, all->at[i].global);

		if (strcmp(name, type) != 0 && strcmp(name, "p1 ?") != 0)
			continue;
		if (all->at[i].global->flags & CE_GLOBAL_OPEN) {
			member->contents.n = 0;
			return;
		}
		add_tables(p, member, &all->at[i]);
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

/* The type of the pointer and the place of the member, whatever the struct. */
static uint64_t place_key(const ce_unit *u, const ce_global *g)
{
	const char *off = strrchr(ce_text(&u->strings, g->name), '+'), *type = shown(u, g);
	uint64_t h = 0;

	for (; off && *off; off++)
		h = ce_mix(h, (unsigned char)*off);
	for (; *type; type++)
		h = ce_mix(h, (unsigned char)*type);
	return h;
}

/* Structs that begin alike are often taken for one another: what is stored in one may be meant for
 * any that has such a pointer at the same place. */
static void spread_open(const ce_program *p, state *states)
{
	ce_map open = {0};

	for (int pass = 0; pass < 2; pass++)
		for (uint32_t i = 0; i < p->gls.n; i++) {
			const ce_global *g = p->gls.at[i].global;
			const ce_unit *u = p->units.at[p->gls.at[i].unit].unit;

			if (!(g->flags & CE_GLOBAL_MEMBER) || is_group(g))
				continue;
			if (pass)
				states[i].open |= ce_map_get(&open, place_key(u, g)) != CE_NONE;
			else if (states[i].open)
				ce_map_put(&open, place_key(u, g), 0);
		}
	ce_map_free(&open);
}

void ce_members_init(ce_program *p, bool whole)
{
	state *states = collect(p);
	bool known = all_known(p, whole);
	groups all = {0};

	for (uint32_t i = 0; i < p->gls.n; i++) {
		ce_gl *g = &p->gls.at[i];

		g->member = g->global->flags & CE_GLOBAL_MEMBER;
		if (!g->member)
			continue;
		g->constant = true; /* nobody stores in a stand-in */
		g->opaque = g->symbolic = false;
	}
	spread_open(p, states);
	find_groups(p, &all);
	for (uint32_t i = 0; known && i < p->gls.n; i++) {
		ce_gl *g = &p->gls.at[i];

		if (g->member && !is_group(g->global) && states[i].stored && !states[i].open)
			fill(p, g, &all);
	}
	ce_vec_free(&all);
	free(states);
}

/* ---- many tables ----------------------------------------------------------------------------- */

/* More are one table that holds at each place what they hold there. */
enum { MANY_TABLES = 16 };

/* Whether the member leads to many tables, which never change, and to their first bytes. */
static bool leads_to_many(const ce_program *p, const ce_gl *member)
{
	if (!member->member || is_group(member->global) || member->contents.n <= MANY_TABLES)
		return false;
	for (uint32_t i = 0; i < member->contents.n; i++) {
		const ce_content *c = &member->contents.at[i];

		if (c->value_off != CE_OFFID_ZERO || !p->gls.at[c->id].constant)
			return false;
	}
	return true;
}

/* What all tables of a member hold is in the stand-in of their type. */
static void join(const ce_program *p, const ce_gl *member, ce_gl *all)
{
	ce_map have = {0};

	for (uint32_t i = 0; i < member->contents.n; i++) {
		const ce_gl *table = &p->gls.at[member->contents.at[i].id];

		for (uint32_t k = 0; k < table->contents.n; k++) {
			const ce_content *c = &table->contents.at[k];
			uint64_t key = ce_mix(ce_mix(c->obj_kind, c->id), ce_mix(c->off, c->value_off));

			if (*ce_map_at(&have, key) != CE_NONE)
				continue;
			ce_map_put(&have, key, 0);
			ce_push(&all->contents, *c);
		}
	}
	ce_map_free(&have);
}

/* The stand-in of the type of the member's tables, or CE_NONE. */
static uint32_t type_of(const ce_program *p, const ce_gl *member, const groups *all)
{
	const char *type = shown(p->units.at[member->unit].unit, member->global);

	for (uint32_t i = 0; i < all->n; i++)
		if (strcmp(shown(all->at[i].map->unit, all->at[i].global), type) == 0)
			return all->at[i].map->globals[all->at[i].global - all->at[i].map->unit->globals.at];
	return CE_NONE;
}

void ce_members_join(ce_program *p)
{
	groups all = {0};

	find_groups(p, &all);
	for (uint32_t i = 0; i < p->gls.n; i++) {
		ce_gl *member = &p->gls.at[i];
		uint32_t type = leads_to_many(p, member) ? type_of(p, member, &all) : CE_NONE;

		if (type == CE_NONE)
			continue;
		if (!p->gls.at[type].contents.n) /* members of one type lead to the same tables */
			join(p, member, &p->gls.at[type]);
		member->contents.n = 1;
		member->contents.at[0].id = type;
	}
	ce_vec_free(&all);
}
