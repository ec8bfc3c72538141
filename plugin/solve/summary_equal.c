/*
 * summary_equal.c - whether two summaries say the same, to callers. (What stands against
 * nocallback is gathered at the end: backs.c.)
 */
#include "solve/solver.h"

static uint64_t class_hash(const ce_summary *m, uint32_t cls)
{
	uint64_t h = 17;

	if (cls == CE_NONE)
		return h;
	for (uint32_t i = 0; i < m->classes.at[cls].nvals; i++) {
		const ce_sum_val *v = &m->vals.at[m->classes.at[cls].vals + i];

		h = ce_mix(h, ce_mix(v->obj, v->off));
	}
	return h;
}

/* A fingerprint that does not depend on the order of entries, nor on notes:
 * which of two equal flows was found first is not part of the effect. */
uint64_t summary_print(const ce_summary *m)
{
	uint64_t h = ce_mix((uint64_t)m->keeps << 1 | m->top, m->casts);

	for (uint32_t i = 0; i < m->objs.n; i++) {
		const ce_sum_obj *o = &m->objs.at[i];

		h += ce_mix(ce_mix(o->kind, o->name),
		            ce_mix(o->id, (uint64_t)o->type << 4 | (uint64_t)o->piece << 3 |
		                                  (uint64_t)o->first << 2 | (uint64_t)o->number << 1 |
		                                  o->int_only));
		h += ce_mix(ce_mix(i, 11), class_hash(m, o->also) + o->made_by_call);
		for (uint32_t k = o->origins; k < o->origins + o->norigins; k++)
			h += ce_mix(ce_mix(i, 3), ce_mix(m->origins.at[k].obj, m->origins.at[k].off));
	}
	for (uint32_t i = 0; i < m->stores.n; i++)
		h += ce_mix(
			ce_mix(m->stores.at[i].at.obj, m->stores.at[i].at.off),
			ce_mix(class_hash(m, m->stores.at[i].cls),
		               (uint64_t)m->stores.at[i].size << 3 | (uint64_t)m->stores.at[i].typed << 2 |
		                       (uint64_t)m->stores.at[i].update << 1 | m->stores.at[i].transient));
	for (uint32_t i = 0; i < m->moves.n; i++)
		h += ce_mix(ce_mix(class_hash(m, m->moves.at[i].dst), class_hash(m, m->moves.at[i].src)),
		            m->moves.at[i].size);
	for (uint32_t i = 0; i < m->leaks.n; i++)
		h += ce_mix(class_hash(m, m->leaks.at[i].cls),
		            ce_mix(m->leaks.at[i].category, 5 + m->leaks.at[i].taken));
	for (uint32_t i = 0; i < m->opens.n; i++) {
		h += ce_mix(class_hash(m, m->opens.at[i].target),
		            m->opens.at[i].name + m->opens.at[i].tables);
		for (uint32_t k = 0; k < m->opens.at[i].nargs; k++)
			h += ce_mix(ce_mix(k, m->opens.at[i].name),
			            class_hash(m, m->lists.at[m->opens.at[i].args + k]));
	}
	for (uint32_t i = 0; i < m->rets.n; i++)
		h += ce_mix(i + 99, class_hash(m, m->rets.at[i]));
	return h;
}

bool summary_equal(const ce_summary *a, const ce_summary *b)
{
	return a->objs.n == b->objs.n && a->stores.n == b->stores.n && a->moves.n == b->moves.n &&
	       a->leaks.n == b->leaks.n && a->opens.n == b->opens.n && a->print == b->print;
}
