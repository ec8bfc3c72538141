/*
 * absorb.c - new memory that is stored in the caller's memory becomes "what the place holds".
 *
 * After `s->state = malloc(n)` whoever reads s->state finds what it held at entry, or the new
 * object, or one of those that other branches and callees store there. Where they are told
 * apart, each of them leads to as many in its own places, and everything that is stored in one
 * meets all others: sizes are multiplied with each level. From the second notch on they are
 * one, the child of the place.
 *
 * It is sound since summaries say it of the child (ce_sum_obj.also): callers bind it to what
 * they load from the place and to the new object. The place must be a parameter's memory all
 * the way, so that no part of it is absorbed itself.
 */
#include "solve/solver.h"

#include <stdlib.h>

static bool pushed(const ce_ids *ids, uint32_t id)
{
	for (uint32_t i = 0; i < ids->n; i++)
		if (ids->at[i] == id)
			return true;
	return false;
}

/* Whether the object, or one that it was loaded from, stands for new memory. */
static bool found_below(const solver *s, uint32_t obj, bool returned)
{
	ce_ids todo = {0};
	bool found = false;

	ce_push(&todo, obj);
	for (uint32_t next = 0; next < todo.n && !found; next++) {
		const object *o = &s->objs.at[todo.at[next]];

		found = returned ? o->returned : stands_for_new(o);
		for (uint32_t i = 0; i < o->origins.n; i++)
			if (!pushed(&todo, o->origins.at[i].obj))
				ce_push(&todo, o->origins.at[i].obj);
	}
	ce_vec_free(&todo);
	return found;
}

bool found_in_new(const solver *s, uint32_t obj)
{
	return found_below(s, obj, false);
}

bool found_in_returned(const solver *s, uint32_t obj)
{
	return s->objs.at[s->objs.at[obj].root].kind == CE_OBJ_RET || found_below(s, obj, true);
}

/* Memory of a parameter, at the address that the store names. */
static bool is_place(const solver *s, uint32_t obj)
{
	const object *o = &s->objs.at[obj], *root = &s->objs.at[o->root];

	return (o->kind == CE_OBJ_PARAM || o->kind == CE_OBJ_CHILD) && root->kind == CE_OBJ_PARAM &&
	       root->level >= 0 && !o->collapsed;
}

void absorb_stored(solver *s, uint32_t c, uint32_t src, bool transient)
{
	const cell *at = &s->cells.at[c];

	if (!s->notch->absorbs || transient || at->size < s->width ||
	    !ce_off_exact(s->p->offs.at.at[at->off]) || !is_place(s, at->obj))
		return;
	add_use(s, src, (use){.kind = USE_ABSORB, .a = c});
}

/* What the new object's places hold, the place's do; what was read from them, too. */
static void hand_over(solver *s, uint32_t from, uint32_t into)
{
	uint32_t cells = s->objs.at[from].cells, copies = s->objs.at[from].copies;

	s->objs.at[from].cells = s->objs.at[from].ranges = CE_NONE;
	s->objs.at[from].ncells = 0;
	s->objs.at[from].copies = 0;
	for (uint32_t c = cells, next; c != CE_NONE; c = next) {
		cell old = s->cells.at[c]; /* the array may move */

		next = old.next;
		for (uint32_t k = old.stores; k; k = s->stores.at[k].next)
			store_at(s, val_make(into, old.off), s->stores.at[k].src, old.size,
			         s->stores.at[k].how, s->stores.at[k].note);
		if (old.view != CE_NONE)
			add_copy(s, old.view, load_node(s, val_make(into, old.off), old.size, AS_POINTER),
			         CE_OFFID_ZERO, 0);
		if (old.early != CE_NONE)
			add_copy(s, old.early,
			         load_node(s, val_make(into, old.off), old.size, (how_read){.early = true}),
			         CE_OFFID_ZERO, 0);
		if (old.narrow != CE_NONE)
			add_copy(s, old.narrow,
			         load_node(s, val_make(into, old.off), old.size, (how_read){.as_int = true}),
			         CE_OFFID_ZERO, 0);
		if (old.number != CE_NONE)
			add_copy(s, old.number,
			         load_node(s, val_make(into, old.off), old.size,
			                   (how_read){.as_int = !old.as_number_cast, .number = true}),
			         CE_OFFID_ZERO, 0);
	}
	for (uint32_t k = copies; k; k = s->copies.at[k].next)
		copy_into(s, val_make(into, s->copies.at[k].off), s->copies.at[k].move);
}

static void merge(solver *s, uint32_t obj, uint32_t into)
{
	s->objs.at[obj].into = into;
	hand_over(s, obj, into);
	/* What others put into the new object they put into what it is now. */
	for (uint32_t i = 0; i < s->objs.n && !s->failed; i++) {
		const object *o = &s->objs.at[i];

		if (o->kind == CE_OBJ_CHILD && o->parent == obj && o->origins.n == 1 && o->into == CE_NONE &&
		    o->origins.at[0].obj == obj && i != into)
			merge(s, i,
			      obj_child(s, into, o->made_by,
			                (how_read){o->int_only, o->number, o->type, false, false, o->piece}));
	}
}

void absorb(solver *s, uint32_t c, ce_val v)
{
	uint32_t obj = val_obj(v), into;
	uint8_t kind = s->objs.at[obj].kind;

	/* In a recursion the results of many open calls are one. */
	if (val_off(v) != CE_OFFID_ZERO || (kind != CE_OBJ_HEAP && (kind != CE_OBJ_RET || s->widening)) ||
	    s->objs.at[obj].into != CE_NONE || !is_place(s, s->cells.at[c].obj))
		return;
	into = obj_child(s, s->cells.at[c].obj, s->cells.at[c].off, AS_POINTER);
	if (s->failed)
		return;
	s->objs.at[into].returned |= kind == CE_OBJ_RET;
	if (kind == CE_OBJ_HEAP && (s->objs.at[into].heap == CE_NONE ||
	                            s->objs.at[obj].name < s->objs.at[s->objs.at[into].heap].name))
		s->objs.at[into].heap = obj;
	merge(s, obj, into);
	mark_escaped(s, obj);
}
