/*
 * settable.c - hooks of a library that more than this program's code may set.
 *
 * A library is shared: what a function of it stores may be stored for another package,
 * which calls functions that nobody here calls, with arguments that nobody here gives.
 * So a variable of a library that the library ever writes a pointer to, or whose
 * address goes anywhere but into a load, is symbolic from the start (docs/model.md).
 * Of the program's own units the same comes to light when setters are solved.
 */
#include <stdlib.h>

#include "link/link.h"

typedef struct marking {
	ce_program *p;
	const ce_unit_map *map;
	const ce_func *f;
	uint32_t *global; /* of each node: the global whose address it may hold, plus one; 0: none */
} marking;

static void mark(const marking *m, uint32_t global)
{
	ce_gl *g = &m->p->gls.at[m->map->globals[global]];

	g->symbolic |= !g->constant && !g->member;
}

/* A node with the addresses of two globals holds the first; the other is marked. */
static bool hold(const marking *m, uint32_t node, uint32_t global)
{
	if (m->global[node] == global + 1)
		return false;
	if (m->global[node]) {
		mark(m, global);
		return false;
	}
	m->global[node] = global + 1;
	return true;
}

static void spread(const marking *m)
{
	for (bool again = true; again;) {
		again = false;
		for (uint32_t i = 0; i < m->f->edges.n; i++) {
			const ce_edge *e = &m->f->edges.at[i];

			if (e->op == CE_OP_ADDR && ce_ref_kind(e->src) == CE_REF_GLOBAL)
				again |= hold(m, e->dst, ce_ref_index(e->src));
			else if (e->op == CE_OP_COPY && m->global[e->src])
				again |= hold(m, e->dst, m->global[e->src] - 1);
		}
	}
}

static void give(const marking *m, uint32_t node)
{
	if (node != CE_NONE && m->global[node])
		mark(m, m->global[node] - 1);
}

static void mark_function(marking *m)
{
	const ce_func *f = m->f;

	spread(m);
	for (uint32_t i = 0; i < f->edges.n; i++) {
		const ce_edge *e = &f->edges.at[i];

		if (e->op == CE_OP_STORE || e->op == CE_OP_MOVE)
			give(m, e->dst);
		if (e->op == CE_OP_STORE || e->op == CE_OP_LEAK)
			give(m, e->src);
		if (e->op == CE_OP_CAST)
			give(m, e->dst);
	}
	for (uint32_t i = 0; i < f->calls.n; i++)
		for (uint32_t k = 0; k < f->calls.at[i].nargs; k++)
			give(m, f->lists.at[f->calls.at[i].args + k]);
	for (uint32_t i = 0; i < f->nrets; i++)
		give(m, ce_func_ret_node(f, i));
}

static void mark_unit(ce_program *p, const ce_unit_map *map)
{
	const ce_unit *u = map->unit;
	marking m = {.p = p, .map = map};

	for (uint32_t i = 0; i < u->funcs.n; i++) {
		m.f = &u->funcs.at[i];
		m.global = ce_calloc(m.f->nnodes + 1, sizeof *m.global);
		mark_function(&m);
		free(m.global);
	}
	/* A list of all tables of a type (CE_GLOBAL_MEMBER) is no variable. */
	for (uint32_t i = 0; i < u->globals.n; i++)
		for (uint32_t k = 0;
		     k < u->globals.at[i].inits.n && !(u->globals.at[i].flags & CE_GLOBAL_MEMBER); k++) {
			ce_ref target = u->globals.at[i].inits.at[k].target;

			if (ce_ref_kind(target) == CE_REF_GLOBAL)
				mark(&m, ce_ref_index(target));
		}
}

void ce_settable_init(ce_program *p)
{
	for (uint32_t i = 0; i < p->units.n; i++)
		if (p->units.at[i].unit->is_library)
			mark_unit(p, &p->units.at[i]);
}
