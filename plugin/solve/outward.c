/*
 * outward.c - at the last notch, memory that others have is told apart no longer.
 *
 * An object whose address reached a global or unknown code is outward: anybody may
 * read and write it, so what is stored in it has leaked, and what is read from it
 * may be anything. It is replaced by OUTSIDE from then on. One leak entry says that
 * it is so of a parameter, or of what a parameter leads to; its contents need none.
 * This is what keeps functions small in which everything meets everything.
 */
#include "solve/solver.h"

/* Only what the caller knows needs to be told. */
static void tell(solver *s, uint32_t obj, leak why)
{
	uint8_t kind = s->objs.at[obj].kind;

	if (kind != CE_OBJ_PARAM && kind != CE_OBJ_CHILD && kind != CE_OBJ_RET)
		return;
	why.node = node_const(s, val_make(obj, CE_OFFID_ANY));
	why.taken = true;
	ce_push(&s->leaks, why);
}

static bool may_become(const solver *s, uint32_t obj)
{
	uint8_t kind = s->objs.at[obj].kind;

	if (s->objs.at[obj].outward || kind == CE_OBJ_OUTSIDE || kind == CE_OBJ_GLOBAL || kind == CE_OBJ_FUNC)
		return false;
	return s->objs.at[s->objs.at[obj].root].kind != CE_OBJ_GLOBAL; /* found through a global anyway */
}

static void become_outward(solver *s, uint32_t obj, leak why);

/* What was loaded from it before is found by others as well, and would not be an object had it been
 * loaded later. */
static void children_outward(solver *s, uint32_t obj, leak why)
{
	for (uint32_t i = 0; i < s->objs.n; i++)
		for (uint32_t k = 0; k < s->objs.at[i].origins.n; k++)
			if (s->objs.at[i].origins.at[k].obj == obj && may_become(s, i))
				become_outward(s, i, why);
}

static void become_outward(solver *s, uint32_t obj, leak why)
{
	mark_escaped(s, obj);
	s->objs.at[obj].outward = true;
	for (uint32_t c = s->objs.at[obj].cells; c != CE_NONE; c = s->cells.at[c].next) {
		node_outward(s, s->cells.at[c].in, why);
		if (s->cells.at[c].view != CE_NONE)
			add_val(s, s->cells.at[c].view, val_make(0, CE_OFFID_ANY),
			        (cause){CE_NONE, 0, why.note});
		if (s->cells.at[c].early != CE_NONE)
			add_val(s, s->cells.at[c].early, val_make(0, CE_OFFID_ANY), (cause){CE_NONE, 0, 0});
		if (s->cells.at[c].number != CE_NONE)
			add_val(s, s->cells.at[c].number, val_make(0, CE_OFFID_ANY),
			        (cause){CE_NONE, 0, why.note});
	}
	children_outward(s, obj, why);
}

static void obj_outward(solver *s, uint32_t obj, leak why)
{
	if (!may_become(s, obj))
		return;
	tell(s, obj, why);
	become_outward(s, obj, why);
}

void node_outward(solver *s, uint32_t n, leak why)
{
	if (!s->notch->one_place || n == CE_NONE || s->nodes.at[n].outward)
		return;
	ce_push(&s->whys, why);
	s->nodes.at[n].outward = s->whys.n;
	for (uint32_t i = 0; i < s->nodes.at[n].n; i++)
		obj_outward(s, val_obj(s->nodes.at[n].vals[i]), why);
}

void val_outward(solver *s, uint32_t n, ce_val v)
{
	obj_outward(s, val_obj(v), s->whys.at[s->nodes.at[n].outward - 1]);
}

/* Reports whether some target that only the caller could tell is outward (or all are). */
static bool target_outward(const solver *s, uint32_t call, bool all)
{
	const node *n = &s->nodes.at[s->calls.at[call].target];

	for (uint32_t i = 0; i < n->n; i++) {
		const object *o = &s->objs.at[val_obj(n->vals[i])];

		if (o->kind != CE_OBJ_OUTSIDE && o->symbolic && s->objs.at[o->root].kind != CE_OBJ_GLOBAL &&
		    o->outward != all)
			return !all;
	}
	return all;
}

bool outward_calls(solver *s)
{
	bool any = false;

	for (uint32_t i = 0; s->notch->one_place && i < s->calls.n; i++) {
		leak why = {.category = CE_CAT_CALLBACK, .who = CE_NONE, .note = s->calls.at[i].note};

		if (!s->calls.at[i].open)
			continue;
		if (!s->calls.at[i].unknown && target_outward(s, i, false)) {
			call_unknown(s, i);
			any = true;
		}
		if (target_outward(s, i, true)) {
			s->calls.at[i].open = false; /* the caller could not resolve it either */
			call_unknown(s, i);
			obj_outward(s, s->calls.at[i].ret_obj, why);
			any = true;
		}
	}
	return any;
}
