/*
 * relay.c - private memory that bytes only pass through.
 *
 * `tmp = *a; *b = tmp;` copies to tmp and from there. Nobody can look into tmp, so callers need not
 * know it: the summary says that *b is a copy of *a, or nothing when no pointer is in it. Otherwise
 * every caller would take over as many objects as its callees have such locals.
 */
#include "solve/solver.h"

#include <stdlib.h>

static bool may_be(const solver *s, const bool *kept, uint32_t obj)
{
	const object *o = &s->objs.at[obj];
	bool own = o->kind == CE_OBJ_LOCAL || o->kind == CE_OBJ_HEAP;

	if (!own || o->escapes || o->symbolic || o->collapsed || o->into != CE_NONE || kept[obj])
		return false;
	for (uint32_t c = o->cells; c != CE_NONE; c = s->cells.at[c].next)
		if (s->nodes.at[s->cells.at[c].in].n)
			return false;
	return true;
}

/* Whether all bytes that the move reads at v come from the copy, which has put them at their place. */
static bool covers(const solver *s, const copy *k, const move *m, ce_val v)
{
	ce_off at = s->p->offs.at.at[k->off], from = s->p->offs.at.at[val_off(v)];
	uint64_t size = s->moves.at[k->move].size;

	return ce_off_exact(at) && ce_off_exact(from) && at.base <= from.base && m->size < CE_SIZE_UNKNOWN &&
	       size >= m->size && (uint64_t)(from.base - at.base) <= size - m->size;
}

static void check_reads(const solver *s, const move *m, bool *relay)
{
	const node *from = &s->nodes.at[m->src];

	for (uint32_t i = 0; i < from->n; i++) {
		uint32_t obj = val_obj(from->vals[i]);

		for (uint32_t k = relay[obj] ? s->objs.at[obj].copies : 0; k; k = s->copies.at[k].next)
			if (!covers(s, &s->copies.at[k], m, from->vals[i]))
				relay[obj] = false;
	}
}

/* What comes through one relay is not told of another: there may be a circle. */
static void check_sources(const solver *s, uint32_t obj, bool *relay)
{
	for (uint32_t k = s->objs.at[obj].copies; k; k = s->copies.at[k].next) {
		const node *from = &s->nodes.at[s->moves.at[s->copies.at[k].move].src];

		for (uint32_t i = 0; i < from->n; i++)
			relay[val_obj(from->vals[i])] = false;
	}
}

void find_relays(const solver *s, const bool *kept, bool *relay)
{
	for (uint32_t i = 0; i < s->objs.n; i++)
		relay[i] = may_be(s, kept, i);
	for (uint32_t i = 0; i < s->moves.n; i++)
		check_reads(s, &s->moves.at[i], relay);
	for (uint32_t i = 0; i < s->objs.n; i++)
		if (relay[i])
			check_sources(s, i, relay);
}

static void through(const solver *s, ce_val v, ce_vals *out)
{
	for (uint32_t k = s->objs.at[val_obj(v)].copies; k; k = s->copies.at[k].next) {
		const move *m = &s->moves.at[s->copies.at[k].move];
		const node *from = &s->nodes.at[m->src];
		ce_offid on = ce_off_distance(&s->p->offs, val_off(v), s->copies.at[k].off);

		for (uint32_t i = 0; i < from->n; i++) {
			ce_offid begin = copied_place(s, val_off(from->vals[i]), m->size);

			ce_push(out, val_make(val_obj(from->vals[i]), ce_off_sum(&s->p->offs, begin, on)));
		}
	}
}

void sources_of_move(const solver *s, const bool *relay, const move *m, ce_vals *out)
{
	const node *from = &s->nodes.at[m->src];

	out->n = 0;
	for (uint32_t i = 0; i < from->n; i++)
		if (relay[val_obj(from->vals[i])])
			through(s, from->vals[i], out);
		else
			ce_push(out, from->vals[i]);
}
