/*
 * transient.c - stores that are certainly overwritten before the function returns
 * (CE_EDGE_TRANSIENT): whether they are gone by then, under every aliasing.
 *
 * A read under another name may have seen the store. Then what it read is the stored
 * pointer, and is wherever the value of that read goes. Most simply, nobody reads. Else,
 * if the store is calm, a place may be updated with what is read there (CE_EDGE_UPDATE): when it
 * is the place of the store it is overwritten like that, when not it is another value.
 * (A9: bytes that are copied from other memory are data, and nobody reads pieces of the place.)
 *
 * What callees read is in their summaries, but for what they keep elsewhere of what they found
 * elsewhere, through globals: then nothing is known to be gone (ce_summary.keeps).
 */
#include "solve/solver.h"

/* Whose reads matter: nobody's, one object's (which are no others to it), or more. */
enum { NOBODY = CE_NONE, MANY = CE_NONE - 1 };

static void add_reader(uint32_t *who, uint32_t obj)
{
	if (*who == NOBODY)
		*who = obj;
	else if (*who != obj)
		*who = MANY;
}

static bool is_shared(const solver *s, uint32_t obj)
{
	const object *o = &s->objs.at[obj];

	return o->kind == CE_OBJ_PARAM || o->kind == CE_OBJ_CHILD || o->kind == CE_OBJ_RET ||
	       o->kind == CE_OBJ_OUTSIDE ||
	       (o->kind == CE_OBJ_GLOBAL && !ce_read_global(s->p, o->id)->constant);
}

static void find_readers(solver *s)
{
	for (uint32_t c = 0; c < s->cells.n; c++)
		if ((s->cells.at[c].view != CE_NONE || s->cells.at[c].narrow != CE_NONE ||
		     s->cells.at[c].number != CE_NONE) &&
		    is_shared(s, s->cells.at[c].obj))
			add_reader(&s->reader, s->cells.at[c].obj);
}

/* Found through a global, or what nobody here made: where it goes from there callers are not told. */
static bool is_elsewhere(const solver *s, const object *o)
{
	const object *root = &s->objs.at[o->root];

	return o->kind == CE_OBJ_OUTSIDE ||
	       (root->kind == CE_OBJ_GLOBAL && !ce_read_global(s->p, root->id)->constant);
}

/* Copies read all of an object; those of a known size may be of a struct, pointers and all. */
static void find_copied(solver *s)
{
	for (uint32_t i = 0; i < s->moves.n; i++) {
		const move *m = &s->moves.at[i];
		const node *src = &s->nodes.at[m->src];
		bool all = m->size != CE_SIZE_UNKNOWN && m->size >= s->width;

		for (uint32_t k = 0; k < src->n; k++) {
			object *o = &s->objs.at[val_obj(absorbed(s, src->vals[k]))];

			o->copied = true;
			s->keeps |= all && is_elsewhere(s, o);
			if (!o->symbolic && o->kind != CE_OBJ_OUTSIDE)
				continue;
			s->reader = MANY;
			if (all)
				s->keeper = MANY;
		}
	}
}

/* The values of a node are kept. */
static void keep_read(solver *s, uint32_t n)
{
	for (uint32_t i = 0; n != CE_NONE && i < s->nodes.at[n].n; i++) {
		const object *o = &s->objs.at[val_obj(s->nodes.at[n].vals[i])];

		if (o->kind == CE_OBJ_OUTSIDE) {
			s->keeper = MANY;
			s->keeps |= s->outside_read;
		}
		if (o->kind != CE_OBJ_CHILD || o->int_only)
			continue;
		s->keeps |= is_elsewhere(s, o);
		if (o->origins.n == 1)
			add_reader(&s->keeper, o->origins.at[0].obj);
		else
			s->keeper = MANY;
	}
}

static bool stays_here(const object *o)
{
	return o->kind == CE_OBJ_LOCAL && !o->symbolic && !o->copied;
}

static void find_keepers(solver *s)
{
	for (uint32_t c = 0; c < s->cells.n; c++)
		for (uint32_t k = s->cells.at[c].stores; k; k = s->stores.at[k].next)
			if (!(s->stores.at[k].how & CE_EDGE_UPDATE) &&
			    !stays_here(&s->objs.at[s->cells.at[c].obj]))
				keep_read(s, s->stores.at[k].src);
	for (uint32_t i = 0; i < s->leaks.n; i++)
		keep_read(s, s->leaks.at[i].node);
	for (uint32_t i = 0; i < s->func->nrets; i++)
		keep_read(s, ce_func_ret_node(s->func, i));
	for (uint32_t i = 0; i < s->calls.n; i++) {
		const callsite *c = &s->calls.at[i];

		if (!c->open)
			continue;
		keep_read(s, c->target);
		for (uint32_t a = 0; a < c->nargs; a++)
			keep_read(s, c->args[a]);
	}
}

void find_transient(solver *s)
{
	bool callees = s->keeps;

	s->reader = s->keeper = NOBODY;
	find_readers(s);
	find_copied(s);
	find_keepers(s);
	if (s->outside_read || callees)
		s->reader = MANY;
	if (callees)
		s->keeper = MANY;
}

bool is_gone(const solver *s, uint32_t obj, const store *k)
{
	bool seen = s->reader != NOBODY && s->reader != obj;
	bool kept = (s->keeper != NOBODY && s->keeper != obj) || s->objs.at[obj].copied;

	if (!(k->how & CE_EDGE_TRANSIENT))
		return false;
	return k->how & STORE_OVER || !seen || (k->how & CE_EDGE_CALM && !kept);
}
