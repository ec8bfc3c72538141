/*
 * join.c - memory that meets in one place is one, and a table of numbers is one place, where telling it apart
 * has cost too much.
 *
 * A parser makes its nodes by a dozen calls, and finds each of them in every place where it keeps
 * nodes: each object more is one more value in all of these sets, and leads to as many in its turn.
 * When an attempt has failed, what it has found in one place is joined and the function is solved
 * again, as finely: that loses less than fewer fields, or one object for all new memory (notch.c).
 *
 * Joined is what is alike: new memory made by the same call, whoever called that; what one
 * parameter's memory held at entry, read as a pointer to the same type, or in a place that is a range what it
 * held anywhere among bytes; and all that was only moved as an integer there (A8). Any object may stand for
 * several, so any of them may be one. That they are is a fact of the function from then on (ce_fn.joined),
 * found out by name.
 *
 * Likewise what has too many places in one object: tables of numbers, among which bytes are copied about,
 * have as many as there are sums of their strides. They are one place from then on (ce_fn.collapsed).
 */
#include "solve/solver.h"

#include <stdlib.h>

typedef struct joining {
	const solver *s;
	uint32_t *of; /* each object's next one on the way to that which stands for it */
} joining;

static uint32_t stands_for(joining *j, uint32_t obj)
{
	while (j->of[obj] != obj)
		obj = j->of[obj] = j->of[j->of[obj]];
	return obj;
}

/* The one with the least name stands for both: in every run the same. */
static void join(joining *j, uint32_t a, uint32_t b)
{
	const object *objs = j->s->objs.at;

	a = stands_for(j, a);
	b = stands_for(j, b);
	if (objs[a].name < objs[b].name)
		j->of[b] = a;
	else
		j->of[a] = b;
}

static bool of_parameter(const solver *s, uint32_t obj)
{
	const object *o = &s->objs.at[obj];

	return o->kind == CE_OBJ_CHILD && s->objs.at[o->root].kind == CE_OBJ_PARAM;
}

static bool is_joinable(const solver *s, uint32_t obj)
{
	return s->objs.at[obj].into == CE_NONE &&
	       (s->objs.at[obj].kind == CE_OBJ_HEAP || of_parameter(s, obj));
}

static bool is_alike(const object *a, const object *b)
{
	if (a->kind != b->kind || a->kind == CE_OBJ_HEAP)
		return a->kind == b->kind && a->made_by_call == b->made_by_call;
	return a->root == b->root && a->type == b->type && a->number == b->number &&
	       a->int_only == b->int_only;
}

/* In a place that is a range lies what is not alike: only what was anywhere among bytes is joined there. */
static bool meets_others(const solver *s, ce_val v, bool range)
{
	uint32_t obj = val_obj(v);

	return val_off(v) == CE_OFFID_ZERO && is_joinable(s, obj) &&
	       (!range || (s->objs.at[obj].kind == CE_OBJ_CHILD &&
	                   s->p->offs.at.at[s->objs.at[obj].made_by].stride == 1));
}

static void join_values(joining *j, uint32_t n, bool range)
{
	const solver *s = j->s;
	const node *at = n == CE_NONE ? NULL : &s->nodes.at[n];

	for (uint32_t i = 0; at && i < at->n; i++) {
		uint32_t a = val_obj(at->vals[i]);

		if (!meets_others(s, at->vals[i], range))
			continue;
		for (uint32_t k = 0; k < i; k++) {
			uint32_t b = val_obj(at->vals[k]);

			if (meets_others(s, at->vals[k], range) && is_alike(&s->objs.at[a], &s->objs.at[b]))
				join(j, a, b);
		}
	}
}

/* What was found in one place. */
static void join_met(joining *j)
{
	const solver *s = j->s;

	for (uint32_t c = 0; c < s->cells.n; c++) {
		const cell *at = &s->cells.at[c];
		bool range = s->objs.at[at->obj].collapsed || !ce_off_exact(s->p->offs.at.at[at->off]);

		join_values(j, at->in, range);
		join_values(j, at->view, range);
	}
}

static void join_integers(joining *j)
{
	const solver *s = j->s;
	uint32_t *last = ce_calloc(s->objs.n, sizeof *last); /* of each root; 0 is OUTSIDE */

	for (uint32_t i = 0; i < s->objs.n; i++) {
		const object *o = &s->objs.at[i];

		if (!of_parameter(s, i) || !o->number || !o->int_only || o->into != CE_NONE)
			continue;
		if (last[o->root])
			join(j, last[o->root], i);
		last[o->root] = i;
	}
	free(last);
}

static join_count count_joined(joining *j)
{
	join_count n = {{0}, {0}};

	for (uint32_t i = 0; i < j->s->objs.n; i++) {
		const object *o = &j->s->objs.at[i];
		bool child = o->kind == CE_OBJ_CHILD;

		n.all[child] += o->into == CE_NONE && (child || o->kind == CE_OBJ_HEAP);
		n.joined[child] += stands_for(j, i) != i;
	}
	return n;
}

/* Places that are ranges of bytes overlap with each other, so each leads on to what all of them may hold. */
static bool is_blurred(const solver *s, uint32_t obj)
{
	const object *o = &s->objs.at[obj];
	uint32_t n = 0;

	if (o->kind == CE_OBJ_GLOBAL || o->into != CE_NONE)
		return false;
	for (uint32_t c = o->ranges; c != CE_NONE; c = s->cells.at[c].beside)
		n++;
	return worth_collapsing(n, o->ncells);
}

static bool collapse_blurred(const solver *s)
{
	const ce_fn *f = own_fn(s);
	bool any = false;

	for (uint32_t i = 0; i < s->objs.n; i++) {
		uint64_t key = ce_mix(s->objs.at[i].name, s->objs.at[i].kind);

		if (!is_blurred(s, i) || ce_map_get(&f->collapsed, key) != CE_NONE)
			continue;
		ce_stick(s->p, s->fn, (ce_sticky){CE_STICKY_COLLAPSED, key, 0});
		any = true;
	}
	return any;
}

bool join_objects(const solver *s)
{
	joining j = {s, ce_calloc(s->objs.n, sizeof *j.of)};
	bool worth, blurred = collapse_blurred(s);

	for (uint32_t i = 0; i < s->objs.n; i++)
		j.of[i] = i;
	join_met(&j);
	join_integers(&j);
	worth = worth_joining(count_joined(&j));
	for (uint32_t i = 0; worth && i < s->objs.n; i++) {
		const object *o = &s->objs.at[i];

		if (stands_for(&j, i) != i)
			ce_stick(s->p, s->fn,
			         (ce_sticky){CE_STICKY_JOINED, ce_mix(o->name, o->kind),
			                     s->objs.at[stands_for(&j, i)].name});
	}
	free(j.of);
	return worth || blurred;
}

uint64_t joined_name(const solver *s, uint64_t name, ce_obj_kind kind)
{
	const ce_fn *f = own_fn(s);
	uint32_t at;

	/* Each time to a smaller name. */
	while ((at = ce_map_get(&f->joined, ce_mix(name, kind))) != CE_NONE)
		name = f->joined_with.at[at];
	return name;
}
