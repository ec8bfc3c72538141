/*
 * solve_check.c - what holds of a function that is solved; fatal in debug builds.
 *
 * The fixed point itself (no edge could still bring news), and the closure of
 * what is visible from outside. Linear in values times uses.
 */
#include <stdio.h>
#include <stdlib.h>

#include "solve/solver.h"

static void require(const solver *s, bool ok, const char *what, uint32_t where)
{
	if (ok)
		return;
	fprintf(stderr, "cgoescape: solving function %u: %s (%u)\n", (unsigned)s->fn, what, (unsigned)where);
	abort();
}

/* Whether OUTSIDE, which the node holds, stands for the object. */
static bool stands_for(const solver *s, const node *in, uint32_t obj)
{
	return (as_outside(s, obj) || is_outward(s, obj)) && has_val(in, val_make(0, CE_OFFID_ANY));
}

/* Whether a node holds this object (or the one that absorbed it), at the value's place or, once its places
 * are no longer told apart, anywhere. */
static bool holds(const solver *s, uint32_t n, ce_val v)
{
	const node *in = &s->nodes.at[n];

	if (has_val(in, v)) /* maybe from before it was absorbed */
		return true;
	v = absorbed(s, v);
	if (has_val(in, v) || is_said(in, v) || stands_for(s, in, val_obj(v)))
		return true;
	return s->objs.at[val_obj(v)].collapsed && has_val(in, val_make(val_obj(v), CE_OFFID_ANY));
}

static bool holds_object(const solver *s, uint32_t n, uint32_t obj)
{
	obj = val_obj(absorbed(s, val_make(obj, CE_OFFID_ZERO)));
	for (uint32_t i = 0; i < s->nodes.at[n].n; i++)
		if (val_obj(absorbed(s, s->nodes.at[n].vals[i])) == obj)
			return true;
	return stands_for(s, &s->nodes.at[n], obj);
}

static void check_copies(const solver *s, uint32_t n)
{
	const node *from = &s->nodes.at[n];

	for (uint32_t u = from->uses; u; u = s->uses.at[u].next) {
		const use *to = &s->uses.at[u];

		if (to->kind != USE_COPY)
			continue;
		require(s, to->a < s->nodes.n, "a copy leads nowhere", n);
		for (uint32_t i = 0; i < from->n; i++)
			require(s,
			        leads_nowhere(s, from->vals[i], to->off) ||
			                (to->off == CE_OFFID_ZERO
			                         ? holds(s, to->a, from->vals[i])
			                         : holds_object(s, to->a, val_obj(from->vals[i]))),
			        "a value has not been copied", n);
	}
}

static void check_nodes(const solver *s)
{
	for (uint32_t n = 0; n < s->nodes.n; n++) {
		const node *at = &s->nodes.at[n];

		require(s, at->done == at->n && !at->queued, "a value has not been propagated", n);
		for (uint32_t i = 0; i < at->n; i++) {
			require(s, val_obj(at->vals[i]) < s->objs.n, "a value of no object", n);
			require(s, val_off(at->vals[i]) < s->p->offs.at.n, "a value of no offset", n);
		}
		check_copies(s, n);
	}
}

/* Others see a private object as soon as they can find it. */
static void check_visible(const solver *s, uint32_t n)
{
	require(s, s->nodes.at[n].escapes, "what is stored in visible memory is not visible", n);
	for (uint32_t i = 0; i < s->nodes.at[n].n; i++) {
		const object *o = &s->objs.at[val_obj(s->nodes.at[n].vals[i])];

		if (o->kind == CE_OBJ_LOCAL || o->kind == CE_OBJ_HEAP)
			require(s, o->escapes && o->symbolic && o->leaks_in,
			        "an object that others find is private", n);
	}
}

static void check_cells(const solver *s, uint32_t obj)
{
	uint32_t n = 0;

	for (uint32_t c = s->objs.at[obj].cells; c != CE_NONE; c = s->cells.at[c].next, n++) {
		require(s, c < s->cells.n && s->cells.at[c].obj == obj, "a cell of another object", obj);
		require(s, n < s->objs.at[obj].ncells, "more cells than counted", obj);
		if (s->objs.at[obj].leaks_in)
			check_visible(s, s->cells.at[c].in);
	}
	require(s, n == s->objs.at[obj].ncells, "fewer cells than counted", obj);
}

static void check_child(const solver *s, uint32_t obj)
{
	const object *o = &s->objs.at[obj];

	require(s, o->root < s->objs.n && o->parent < s->objs.n, "a child of nothing", obj);
	require(s, s->objs.at[o->root].kind != CE_OBJ_CHILD, "a child's root is a child", obj);
	require(s, o->origins.n > 0, "a child that was loaded from nowhere", obj);
	for (uint32_t i = 0; i < o->origins.n; i++) {
		const object *from = &s->objs.at[o->origins.at[i].obj];

		require(s, o->origins.at[i].obj < s->objs.n, "a child loaded from nothing", obj);
		require(s, o->level <= from->level + 1, "a child deeper than what it was loaded from", obj);
	}
}

static void check_calls(const solver *s)
{
	for (uint32_t i = 0; i < s->calls.n; i++) {
		const callsite *c = &s->calls.at[i];

		require(s, c->target == CE_NONE || c->target < s->nodes.n, "a call of no node", i);
		for (uint32_t k = 0; k < c->nargs; k++)
			if (c->args[k] != CE_NONE && (c->open || c->unknown))
				check_visible(s, c->args[k]);
	}
}

void solver_check(const solver *s)
{
	if (s->failed)
		return;
	require(s, s->queue_head == s->queue.n, "work is left", 0);
	check_nodes(s);
	for (uint32_t i = 0; i < s->objs.n; i++) {
		check_cells(s, i);
		if (s->objs.at[i].kind == CE_OBJ_CHILD)
			check_child(s, i);
	}
	check_calls(s);
}
