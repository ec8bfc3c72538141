/*
 * summarize_alike.c - new memory that callers cannot tell apart is one to them.
 *
 * A function that fills an array of its caller's by twenty calls, each of which may let it grow, leaves
 * twenty objects in one place. Whoever reads the place finds any of them, and there is no other way to
 * one: what is stored in one can be found in all. So one object says as much, and each caller in turn has
 * one instead of twenty. Objects are alike that were made by one call (whoever called that) and that are
 * found in the same places, objects that are alike being the same place; these are the coarsest such
 * classes, found by refinement as when automata are minimized (Moore 1956).
 *
 * What an allocator in the caller's struct has returned is new memory, too: then the calls of it become
 * one open call (summarize_opens.c).
 *
 * Merging is sound whatever is merged: any object may stand for several.
 */
#include "solve/summarize.h"

#include <stdlib.h>

/* A way to an object: from a holder (CE_NONE: from none, `way` says it all) by a place in it. */
typedef struct found {
	uint32_t obj, holder;
	uint64_t way, now; /* now: of this round */
} found;

typedef struct partition {
	builder *b;
	CE_VEC(found) ways;
	uint64_t *cls; /* of each object that may be alike to another; 0: none */
} partition;

static bool may_be_alike(const builder *b, uint32_t obj)
{
	const object *o = &b->s->objs.at[obj];

	if (o->into != CE_NONE || o->outward || b->outward[o->root])
		return false;
	return o->kind == CE_OBJ_HEAP ? b->keep[obj] : o->kind == CE_OBJ_RET;
}

/* Which call made the object, whoever called its function. */
static uint64_t maker(const builder *b, uint32_t obj)
{
	const solver *s = b->s;
	const object *o = &s->objs.at[obj];
	const callsite *c;
	uint64_t by;

	if (o->kind == CE_OBJ_HEAP)
		return o->made_by_call;
	c = &s->calls.at[o->id];
	by = ce_mix(c->note, (uint64_t)c->nargs << 8 | c->nrets);
	for (uint32_t i = 0; i < s->nodes.at[c->target].n; i++)
		by += ce_mix(s->nodes.at[c->target].vals[i], CE_OBJ_RET);
	return by;
}

static uint32_t first_classes(partition *p)
{
	const solver *s = p->b->s;
	ce_map made = {0};
	uint32_t pairs = 0;

	for (uint32_t i = 0; i < s->objs.n; i++) {
		const object *o = &s->objs.at[i];
		uint32_t *at;

		if (!may_be_alike(p->b, i))
			continue;
		p->cls[i] = ce_mix(ce_mix(maker(p->b, i), o->collapsed), o->kind) | 1;
		at = ce_map_at(&made, p->cls[i]);
		pairs += *at != CE_NONE;
		*at = i;
	}
	ce_map_free(&made);
	return pairs;
}

/* ---- ways -------------------------------------------------------------------------- */

static void found_in(partition *p, uint32_t n, uint32_t holder, uint64_t way)
{
	const node *at = n == CE_NONE ? NULL : &p->b->s->nodes.at[n];

	for (uint32_t i = 0; at && i < at->n; i++) {
		uint32_t obj = val_obj(at->vals[i]);

		if (p->cls[obj])
			ce_push(&p->ways, ((found){obj, holder, ce_mix(way, val_off(at->vals[i])), 0}));
	}
}

static void found_in_memory(partition *p)
{
	const solver *s = p->b->s;

	for (uint32_t i = 0; i < s->objs.n; i++) {
		if (!exported(p->b, i) || !visible(p->b, i))
			continue;
		for (uint32_t c = s->objs.at[i].cells; c != CE_NONE; c = s->cells.at[c].next)
			for (uint32_t k = s->cells.at[c].stores; k; k = s->stores.at[k].next)
				found_in(p, s->stores.at[k].src, i,
				         ce_mix(told_place(s, i, s->cells.at[c].off),
				                (uint64_t)s->cells.at[c].size << 1 |
				                        is_gone(s, i, &s->stores.at[k])));
	}
}

enum { BY_RESULT, BY_LEAK, BY_TARGET, BY_ARGUMENT };

static void found_otherwise(partition *p)
{
	const solver *s = p->b->s;

	for (uint32_t i = 0; i < s->func->nrets; i++)
		found_in(p, ce_func_ret_node(s->func, i), CE_NONE, ce_mix(BY_RESULT, i));
	for (uint32_t i = 0; i < s->leaks.n; i++)
		found_in(p, s->leaks.at[i].node, CE_NONE, ce_mix(BY_LEAK, i));
	for (uint32_t i = 0; i < s->calls.n; i++) {
		const callsite *c = &s->calls.at[i];

		if (!c->open)
			continue;
		found_in(p, c->target, CE_NONE, ce_mix(BY_TARGET, i));
		for (uint32_t k = 0; k < c->nargs; k++)
			found_in(p, c->args[k], CE_NONE, ce_mix(BY_ARGUMENT, (uint64_t)i << 32 | k));
	}
}

/* What hooks return that nobody keeps is not new memory: such calls differ in what they are given. */
static void leave_out_unfound(partition *p)
{
	bool *any = ce_calloc(p->b->s->objs.n, sizeof *any);

	for (uint32_t i = 0; i < p->ways.n; i++)
		any[p->ways.at[i].obj] = true;
	for (uint32_t i = 0; i < p->b->s->objs.n; i++)
		if (!any[i])
			p->cls[i] = 0;
	free(any);
}

/* ---- refinement -------------------------------------------------------------------- */

static int compare_found(const void *a, const void *b)
{
	const found *x = a, *y = b;

	if (x->obj != y->obj)
		return x->obj < y->obj ? -1 : 1;
	return x->now < y->now ? -1 : x->now > y->now;
}

static uint32_t count_classes(const partition *p)
{
	ce_map have = {0};
	uint32_t n = 0;

	for (uint32_t i = 0; i < p->b->s->objs.n; i++) {
		uint32_t *at = p->cls[i] ? ce_map_at(&have, p->cls[i]) : NULL;

		if (at && *at == CE_NONE)
			*at = n++;
	}
	ce_map_free(&have);
	return n;
}

/* Objects of one class stay in one if they are found in places of the same classes. */
static void split_classes(partition *p)
{
	found *at = p->ways.at;

	for (uint32_t i = 0; i < p->ways.n; i++) {
		uint32_t holder = at[i].holder;
		uint64_t in = holder == CE_NONE ? 0 : p->cls[holder] ? p->cls[holder] : (uint64_t)holder + 1;

		at[i].now = ce_mix(at[i].way, in);
	}
	if (p->ways.n)
		qsort(at, p->ways.n, sizeof *at, compare_found);
	for (uint32_t i = 0, next; i < p->ways.n; i = next) {
		uint64_t cls = p->cls[at[i].obj];

		for (next = i; next < p->ways.n && at[next].obj == at[i].obj; next++)
			if (next == i || at[next].now != at[next - 1].now)
				cls = ce_mix(cls, at[next].now);
		p->cls[at[i].obj] = cls | 1;
	}
}

/* The one with the least name stands for its class: in every run the same. */
static void name_classes(partition *p)
{
	const solver *s = p->b->s;
	ce_map least = {0};

	for (uint32_t i = 0; i < s->objs.n; i++) {
		uint32_t *at = p->cls[i] ? ce_map_at(&least, p->cls[i]) : NULL;

		if (at && (*at == CE_NONE || s->objs.at[i].name < s->objs.at[*at].name))
			*at = i;
	}
	for (uint32_t i = 0; i < s->objs.n; i++)
		p->b->alike[i] = p->cls[i] ? ce_map_get(&least, p->cls[i]) : i;
	ce_map_free(&least);
}

void find_alike(builder *b)
{
	partition p = {.b = b, .cls = ce_calloc(b->s->objs.n, sizeof *p.cls)};

	for (uint32_t i = 0; i < b->s->objs.n; i++)
		b->alike[i] = i;
	if (first_classes(&p)) {
		uint32_t was, now;

		found_in_memory(&p);
		found_otherwise(&p);
		leave_out_unfound(&p);
		was = count_classes(&p);
		for (split_classes(&p); (now = count_classes(&p)) != was; split_classes(&p))
			was = now;
		name_classes(&p);
	}
	ce_vec_free(&p.ways);
	free(p.cls);
}
