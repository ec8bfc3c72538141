/*
 * globals.c - what the whole program is known to keep in its globals.
 *
 * Concrete pointers (functions, other globals) are listed place by place, so
 * that tables, default hooks and static pointers to constant tables resolve.
 * Anything else makes the global symbolic: it may hold what nobody here knows.
 */
#include <stdlib.h>

#include "link/link.h"

static void wake(ce_program *p, uint32_t gl, ce_ids *dirty)
{
	if (!dirty)
		return;
	for (uint32_t i = 0; i < p->gls.at[gl].readers.n; i++)
		ce_push(dirty, p->gls.at[gl].readers.at[i]);
}

static void add_content(ce_program *p, uint32_t gl, ce_content c, ce_ids *dirty)
{
	ce_gl *g = &p->gls.at[gl];

	for (uint32_t i = 0; i < g->contents.n && dirty; i++) {
		const ce_content *k = &g->contents.at[i];

		if (k->off == c.off && k->obj_kind == c.obj_kind && k->id == c.id &&
		    k->value_off == c.value_off)
			return;
	}
	ce_push(&g->contents, c);
	wake(p, gl, dirty);
}

/* The program stores something there that is not listed: calling what the global
 * holds is no call of its default any more. */
static void make_opaque(ce_program *p, uint32_t gl, uint32_t setter, ce_ids *dirty)
{
	ce_gl *g = &p->gls.at[gl];

	if (g->constant || g->opaque)
		return;
	g->opaque = g->symbolic = true;
	if (g->setter == CE_NONE)
		g->setter = setter;
	wake(p, gl, dirty);
}

static void make_symbolic(ce_program *p, uint32_t gl, uint32_t setter, ce_ids *dirty)
{
	ce_gl *g = &p->gls.at[gl];

	if (g->constant)
		return;
	if (g->setter == CE_NONE)
		g->setter = setter;
	if (g->symbolic)
		return;
	g->symbolic = true;
	wake(p, gl, dirty);
}

void ce_globals_init(ce_program *p)
{
	for (uint32_t i = 0; i < p->gls.n; i++) {
		const ce_global *g = p->gls.at[i].global;
		const ce_unit_map *m = &p->units.at[p->gls.at[i].unit];

		for (uint32_t k = 0; k < g->inits.n && !p->gls.at[i].member; k++) {
			const ce_init *init = &g->inits.at[k];
			bool code = ce_ref_kind(init->target) == CE_REF_FUNC;
			uint32_t index = ce_ref_index(init->target);
			ce_content c = {
				.off = ce_off_intern(&p->offs, (ce_off){.base = init->at}),
				.obj_kind = code ? CE_OBJ_FUNC : CE_OBJ_GLOBAL,
				.id = code ? m->funcs[index] : m->globals[index],
				.value_off = ce_off_intern(&p->offs, (ce_off){.base = init->off}),
			};

			add_content(p, i, c, NULL);
			if (!code)
				make_symbolic(p, c.id, CE_NONE, NULL);
		}
	}
}

/* Where a symbolic object's chain of loads starts; CE_NONE when it has several
 * origins of different kinds. */
static uint32_t root_of(const ce_summary *m, uint32_t obj)
{
	for (uint32_t steps = 0; steps < 64 && m->objs.at[obj].kind == CE_OBJ_CHILD; steps++) {
		if (!m->objs.at[obj].norigins)
			return CE_NONE;
		obj = m->origins.at[m->objs.at[obj].origins].obj;
	}
	return obj;
}

/* What a constant table holds at the places that a value was read from. */
static void stored_from_table(ce_program *p, uint32_t gl, ce_offid off, const ce_summary *m, uint32_t obj,
                              ce_ids *dirty)
{
	const ce_sum_obj *o = &m->objs.at[obj];

	for (uint32_t k = o->origins; k < o->origins + o->norigins; k++) {
		const ce_gl *t = &p->gls.at[m->objs.at[m->origins.at[k].obj].id];

		for (uint32_t i = 0; i < t->contents.n; i++) {
			ce_content c = t->contents.at[i];

			if (!ce_off_overlap(p->offs.at.at[c.off], 8, p->offs.at.at[m->origins.at[k].off], 8))
				continue;
			c.off = off;
			add_content(p, gl, c, dirty);
		}
	}
}

/*
 * A value that a function stores in a global. A function pointer from a parameter
 * comes from outside (symbolic) or is stored again, with better knowledge, where
 * the function is called. Everything else that is not listed makes it opaque.
 */
static void stored(ce_program *p, uint32_t fn, uint32_t gl, ce_offid off, const ce_summary *m, ce_sum_val v,
                   ce_ids *dirty)
{
	const ce_sum_obj *o = &m->objs.at[v.obj];
	uint32_t root = root_of(m, v.obj);

	switch ((ce_obj_kind)o->kind) {
	case CE_OBJ_FUNC:
	case CE_OBJ_GLOBAL:
		add_content(p, gl, (ce_content){off, o->kind, o->id, v.off}, dirty);
		if (o->kind == CE_OBJ_GLOBAL)
			make_symbolic(p, o->id, fn, dirty); /* others reach it through here */
		return;
	case CE_OBJ_PARAM:
	case CE_OBJ_HEAP: /* data: what is called through it is not a hook's default */
	case CE_OBJ_LOCAL:
		make_symbolic(p, gl, fn, dirty);
		return;
	case CE_OBJ_CHILD:
		if (root != CE_NONE && m->objs.at[root].kind == CE_OBJ_PARAM)
			make_symbolic(p, gl, fn, dirty);
		else if (root != CE_NONE && m->objs.at[root].kind == CE_OBJ_GLOBAL &&
		         p->gls.at[m->objs.at[root].id].constant)
			stored_from_table(p, gl, off, m, v.obj, dirty);
		else
			make_opaque(p, gl, fn, dirty);
		return;
	default:
		make_opaque(p, gl, fn, dirty);
		return;
	}
}

static void escaped(ce_program *p, uint32_t fn, const ce_summary *m, uint32_t cls, ce_ids *dirty)
{
	if (cls == CE_NONE)
		return;
	for (uint32_t i = 0; i < m->classes.at[cls].nvals; i++) {
		const ce_sum_obj *o = &m->objs.at[m->vals.at[m->classes.at[cls].vals + i].obj];

		if (o->kind == CE_OBJ_GLOBAL)
			make_symbolic(p, o->id, fn, dirty);
	}
}

static void moved(ce_program *p, uint32_t fn, const ce_summary *m, ce_sum_val dst, ce_sum_val src,
                  ce_ids *dirty)
{
	const ce_sum_obj *d = &m->objs.at[dst.obj], *s = &m->objs.at[src.obj];
	ce_off shift;

	if (d->kind != CE_OBJ_GLOBAL)
		return;
	if (s->kind != CE_OBJ_GLOBAL || !p->gls.at[s->id].constant) {
		uint32_t root = root_of(m, src.obj);

		if (root != CE_NONE && m->objs.at[root].kind == CE_OBJ_PARAM)
			make_symbolic(p, d->id, fn, dirty);
		else
			make_opaque(p, d->id, fn, dirty);
		return;
	}
	shift = ce_off_add(p->offs.at.at[dst.off], ce_off_neg(p->offs.at.at[src.off]));
	for (uint32_t i = 0; i < p->gls.at[s->id].contents.n; i++) {
		ce_content c = p->gls.at[s->id].contents.at[i];

		c.off = ce_off_intern(&p->offs, ce_off_add(p->offs.at.at[c.off], shift));
		add_content(p, d->id, c, dirty);
	}
}

static void moved_class(ce_program *p, uint32_t fn, const ce_summary *m, const ce_sum_move *k, ce_ids *dirty)
{
	const ce_sum_class *d = &m->classes.at[k->dst], *s = &m->classes.at[k->src];

	for (uint32_t i = 0; i < d->nvals; i++)
		for (uint32_t n = 0; n < s->nvals; n++)
			moved(p, fn, m, m->vals.at[d->vals + i], m->vals.at[s->vals + n], dirty);
}

void ce_globals_update(ce_program *p, uint32_t fn, ce_ids *dirty)
{
	const ce_summary *m = p->fns.at[fn].summary;

	if (!m)
		return;
	for (uint32_t i = 0; i < m->stores.n; i++) {
		const ce_sum_store *t = &m->stores.at[i];
		const ce_sum_obj *o = &m->objs.at[t->at.obj];
		const ce_sum_class *c = &m->classes.at[t->cls];

		if (o->kind != CE_OBJ_GLOBAL) {
			escaped(p, fn, m, t->cls, dirty);
			continue;
		}
		for (uint32_t k = 0; k < c->nvals; k++)
			stored(p, fn, o->id, t->at.off, m, m->vals.at[c->vals + k], dirty);
	}
	for (uint32_t i = 0; i < m->moves.n; i++)
		moved_class(p, fn, m, &m->moves.at[i], dirty);
	for (uint32_t i = 0; i < m->leaks.n; i++)
		escaped(p, fn, m, m->leaks.at[i].cls, dirty);
	for (uint32_t i = 0; i < m->rets.n; i++)
		escaped(p, fn, m, m->rets.at[i], dirty);
	for (uint32_t i = 0; i < m->opens.n; i++)
		for (uint32_t k = 0; k < m->opens.at[i].nargs; k++)
			escaped(p, fn, m, m->lists.at[m->opens.at[i].args + k], dirty);
}
