/*
 * verdict_walk.c - which sinks hold what at exit.
 *
 * Sinks are places that outlive the call: globals, outside memory, results, the
 * memory of parameters, other threads and unknown code. Whatever a private heap
 * object holds counts for every sink that reaches the object. Only stores count,
 * never what a place held at entry anyway.
 */
#include <stdlib.h>

#include "solve/judge.h"

/* ---- facts ---------------------------------------------------------------------- */

static void add_id(ce_ids *ids, uint32_t id)
{
	uint32_t i = 0;

	while (i < ids->n && ids->at[i] < id)
		i++;
	if (i < ids->n && ids->at[i] == id)
		return;
	ce_push(ids, id);
	for (uint32_t k = ids->n - 1; k > i; k--) {
		ids->at[k] = ids->at[k - 1];
		ids->at[k - 1] = id;
	}
}

/* What a reader should be shown of several leaks of one parameter: the pointer
 * itself before what it points to, a certain leak before an obstacle, kept for
 * good before kept by the caller. */
static uint8_t weight(int level, uint32_t sink, const ce_why *why)
{
	return (uint8_t)(1 + (level == 0) * 4 + ce_why_certain(why) * 2 + (sink == SINK_HEAP));
}

void add_fact(judge *j, uint32_t param, int level, uint32_t sink, ce_why why)
{
	uint8_t heavy;
	ce_fact *f;

	if (j->owned && level == 0)
		return;
	/* The hook may have that memory somewhere else, too. */
	if (j->returned && level > 0)
		sink = SINK_HEAP;
	heavy = weight(level, sink, &why);
	if (param >= j->v->params.n)
		return;
	/* By its type there is no pointer in what it points to, or in where it goes. */
	if (level > 0 && j->s->func->params.at[param].flags & CE_PARAM_PLAIN)
		return;
	if (level > 0 && sink >= SINK_PARAM &&
	    j->s->func->params.at[sink - SINK_PARAM].flags & CE_PARAM_PLAIN)
		return;
	f = &j->v->params.at[param];
	if (sink == SINK_RESULT) {
		f->levels |= 1u << (level < 31 ? level : 31);
		f->content_result |= level > 0;
	} else if (sink == SINK_HEAP) {
		if (level == 0)
			f->direct = true;
		else
			f->content = true;
	} else if (level == 0) {
		add_id(&f->params, sink - SINK_PARAM);
	} else if (sink - SINK_PARAM != param) {
		/* Moves inside a parameter's own object graph are no leak. */
		f->content = true;
		add_id(&f->content_params, sink - SINK_PARAM);
	} else {
		return;
	}
	why.sink = sink;
	if (heavy > f->weight)
		f->why = why;
	f->weight = heavy > f->weight ? heavy : f->weight;
}

void escape_local(judge *j, uint32_t local, uint32_t sink, ce_why why)
{
	ce_local_fact *f;

	why.sink = sink;
	if (local >= j->v->locals.n)
		return;
	f = &j->v->locals.at[local];
	if (!f->escapes)
		f->why = why;
	f->escapes = true;
}

static void escape_alloc(judge *j, const object *o, uint32_t sink, ce_why why)
{
	why.sink = sink;
	for (uint32_t i = 0; i < j->v->allocs.n; i++) {
		ce_alloc_fact *a = &j->v->allocs.at[i];

		if (a->call != o->site)
			continue;
		if (!a->escapes)
			a->why = why;
		a->escapes = true;
	}
}

/* A by-value parameter's own cell: its address gets out. */
static void escape_byval(judge *j, uint32_t arg, uint32_t sink, ce_why why)
{
	for (uint32_t i = 0; i < j->s->func->locals.n; i++)
		if (j->s->func->locals.at[i].kind == CE_LOCAL_PARAM &&
		    j->s->func->locals.at[i].param == j->s->func->args.at[arg].param)
			escape_local(j, i, sink, why);
}

/* ---- the walk --------------------------------------------------------------------- */

static void visit_contents(judge *j, uint32_t sink, uint32_t obj, ce_why why);
static void visit_copies(judge *j, uint32_t sink, uint32_t obj, ce_off from, uint64_t size, ce_why why);
static void visit_stores(judge *j, uint32_t sink, uint32_t obj, bool all, ce_off from, uint64_t size,
                         ce_why why);

static void visit_child(judge *j, uint32_t sink, const object *o, ce_why why)
{
	uint32_t param = c_param(j->s, o->root);

	if (param == CE_NONE)
		return;
	if (is_data(o))
		return;
	add_fact(j, param, o->level < 0 ? 0 : o->level, sink, why);
}

static void visit(judge *j, uint32_t sink, ce_val v, ce_why why)
{
	const object *o = &j->s->objs.at[val_obj(v)];

	switch ((ce_obj_kind)o->kind) {
	case CE_OBJ_PARAM:
		if (o->id < j->s->func->args.n && j->s->func->args.at[o->id].kind == CE_ARG_BYVAL) {
			escape_byval(j, o->id, sink, why);
			/* Who has the copy's address reads what came in it. */
			sink = sink == SINK_RESULT ? SINK_HEAP : sink;
			if (c_param(j->s, val_obj(v)) != CE_NONE)
				add_fact(j, c_param(j->s, val_obj(v)), 0, sink, why);
			visit_contents(j, sink, val_obj(v), why);
		} else if (c_param(j->s, val_obj(v)) != CE_NONE)
			add_fact(j, c_param(j->s, val_obj(v)), 0, sink, why);
		/* Who holds the parameter for good holds what was stored in it. */
		if (sink == SINK_HEAP)
			visit_contents(j, sink, val_obj(v), why);
		break;
	case CE_OBJ_CHILD:
		visit_child(j, sink, o, why);
		if (sink == SINK_RESULT && stands_for_new(o))
			sink = SINK_HEAP;
		if (sink == SINK_HEAP || stands_for_new(o))
			visit_contents(j, sink, val_obj(v), why);
		break;
	case CE_OBJ_LOCAL:
		escape_local(j, o->id, sink, why);
		visit_contents(j, sink == SINK_RESULT ? SINK_HEAP : sink, val_obj(v), why);
		break;
	case CE_OBJ_HEAP:
		escape_alloc(j, o, sink, why);
		/* An object that is returned outlives the call like any other. */
		if (sink == SINK_RESULT) {
			sink = SINK_HEAP;
			why.category = CE_CAT_HEAP;
		}
		visit_contents(j, sink, val_obj(v), why);
		break;
	case CE_OBJ_RET:
		visit_contents(j, sink == SINK_RESULT ? SINK_HEAP : sink, val_obj(v), why);
		break;
	default:
		break;
	}
}

static uint64_t sink_key(uint32_t sink, bool owned)
{
	return (uint64_t)sink << 1 | owned;
}

/* Many stores and copies bring the same values. A reason that is as certain as the first tells nothing
 * new. `how`: 0 for a store. */
static bool seen_node(judge *j, uint32_t sink, uint32_t n, uint64_t how, const ce_why *why)
{
	uint64_t who = ce_mix(sink_key(sink, j->owned), (uint64_t)j->owner << 1 | j->returned);
	uint32_t *at =
		ce_map_at(&j->seen_nodes, ce_mix(ce_mix(who, how), (uint64_t)n << 1 | ce_why_certain(why)));
	bool seen = *at != CE_NONE;

	*at = 0;
	return seen;
}

static void visit_node(judge *j, uint32_t sink, uint32_t n, ce_why why)
{
	if (n == CE_NONE || !j->s->nodes.at[n].n || seen_node(j, sink, n, 0, &why))
		return;
	for (uint32_t i = 0; i < j->s->nodes.at[n].n; i++) {
		why.node = n;
		why.at = i;
		visit(j, sink, j->s->nodes.at[n].vals[i], why);
	}
}

/* Whether the rest of a pointer's place is copied, too, to anywhere. */
static bool is_taken_apart(const solver *s, uint32_t src, ce_off from)
{
	for (uint32_t i = 0; i < s->moves.n; i++) {
		const node *n = &s->nodes.at[s->moves.at[i].src];

		for (uint32_t k = 0; k < n->n; k++) {
			ce_off off = s->p->offs.at.at[val_off(n->vals[k])];
			int64_t d = off.base - from.base;

			if (val_obj(n->vals[k]) == src &&
			    (!ce_off_exact(off) || (d && d < (int64_t)s->width && d > -(int64_t)s->width)))
				return true;
		}
	}
	return false;
}

/* The same, looked for once: large functions have many small copies from few places. */
static bool taken_apart(judge *j, ce_val src)
{
	uint32_t *at = ce_map_at(&j->taken_apart, src);

	if (*at == CE_NONE)
		*at = is_taken_apart(j->s, val_obj(src), j->s->p->offs.at.at[val_off(src)]);
	return *at;
}

/* Whether a copy is to a part of a pointer's place, and the only one. */
static bool is_lone_copy(const solver *s, uint32_t obj, uint32_t copy_index)
{
	const move *m = &s->moves.at[s->copies.at[copy_index].move];
	ce_off to = s->p->offs.at.at[s->copies.at[copy_index].off];

	/* The highest bits are the same in all (L5). */
	if (m->size >= s->width - s->width / 4 || !ce_off_exact(to))
		return false;
	for (uint32_t k = s->objs.at[obj].copies; k; k = s->copies.at[k].next) {
		const move *n = &s->moves.at[s->copies.at[k].move];
		int64_t d = s->p->offs.at.at[s->copies.at[k].off].base - to.base;

		if (k != copy_index && n->size < s->width && d != 0 && d < (int64_t)s->width &&
		    d > -(int64_t)s->width)
			return false;
	}
	return true;
}

/* One piece that is smaller than a pointer is none, unless the rest of the
 * pointer's place is copied by others. */
static bool is_lone_piece(judge *j, ce_val src)
{
	return ce_off_exact(j->s->p->offs.at.at[val_off(src)]) && !taken_apart(j, src);
}

static uint64_t seen_key(uint32_t sink, bool owned, uint32_t obj)
{
	return sink_key(sink, owned) << 32 | obj;
}

/* Bytes of `src` were copied into memory of the sink: also what they held at
 * entry goes there, though nobody may have loaded it. */
static void visit_copied(judge *j, uint32_t sink, ce_val src, uint64_t size, ce_why why)
{
	const object *o;
	uint32_t param, *at;
	ce_off from;

	src = absorbed(j->s, src);
	o = &j->s->objs.at[val_obj(src)];
	param = c_param(j->s, o->root);
	from = o->collapsed ? CE_OFF_ANY : j->s->p->offs.at.at[val_off(src)];

	if (o->symbolic && param != CE_NONE)
		add_fact(j, param, o->level + 1, sink, why);
	at = ce_map_at(&j->seen_copies, ce_mix(ce_mix(src, size), sink_key(sink, j->owned)));
	if (*at != CE_NONE)
		return;
	*at = 0;
	/* Temporary stores too: they were there when it was copied. */
	visit_stores(j, sink, val_obj(src), true, from, size, why);
	visit_copies(j, sink, val_obj(src), from, size, why);
}

static ce_why store_why(const store *k, ce_why why)
{
	if (why.note == 0 || (why.category != CE_CAT_RESULT && k->note))
		why.note = k->note;
	return why;
}

/* Those that are there when the function returns, or all. */
static void visit_stores(judge *j, uint32_t sink, uint32_t obj, bool all, ce_off from, uint64_t size,
                         ce_why why)
{
	const solver *s = j->s;
	ce_off range = copied_range(from, size);

	for (uint32_t c = s->objs.at[obj].cells; c != CE_NONE; c = s->cells.at[c].next) {
		if (!ce_off_overlap(s->p->offs.at.at[s->cells.at[c].off], s->cells.at[c].size, range, 1))
			continue;
		for (uint32_t k = s->cells.at[c].stores; k; k = s->stores.at[k].next)
			if (all || !is_gone(s, obj, &s->stores.at[k]))
				visit_node(j, sink, s->stores.at[k].src, store_why(&s->stores.at[k], why));
	}
}

/* What copies carry into the bytes [from, from + size) of an object. */
static void visit_copies(judge *j, uint32_t sink, uint32_t obj, ce_off from, uint64_t size, ce_why why)
{
	const solver *s = j->s;
	ce_off range = copied_range(from, size);

	for (uint32_t k = s->objs.at[obj].copies; k; k = s->copies.at[k].next) {
		const move *m = &s->moves.at[s->copies.at[k].move];
		bool lone;

		if (!ce_off_overlap(copied_range(s->p->offs.at.at[s->copies.at[k].off], m->size), 1, range,
		                    1))
			continue;
		why.note = m->note;
		why.node = CE_NONE;
		lone = is_lone_copy(s, obj, k);
		if (seen_node(j, sink, m->src, m->size << 2 | (uint64_t)lone << 1 | 1, &why))
			continue;
		for (uint32_t i = 0; i < s->nodes.at[m->src].n; i++) {
			ce_val v = s->nodes.at[m->src].vals[i];

			if (!lone || !is_lone_piece(j, v))
				visit_copied(j, sink, v, m->size, why);
		}
	}
}

/* What others put into an object that they can see, and what is below it. */
static void visit_below(judge *j, uint32_t sink, uint32_t obj, ce_why why)
{
	for (uint32_t i = 0; i < j->s->objs.n; i++)
		if (j->s->objs.at[i].kind == CE_OBJ_CHILD && j->s->objs.at[i].root == obj)
			visit_contents(j, sink, i, why);
}

static void visit_held(judge *j, uint32_t sink, uint32_t obj, ce_why why)
{
	const solver *s = j->s;

	visit_stores(j, sink, obj, false, CE_OFF_ANY, CE_SIZE_UNKNOWN, why);
	visit_copies(j, sink, obj, CE_OFF_ANY, CE_SIZE_UNKNOWN, why);
	if (s->objs.at[obj].into != CE_NONE)
		visit_contents(j, sink, s->objs.at[obj].into, why);
	if (s->objs.at[obj].kind == CE_OBJ_HEAP || s->objs.at[obj].kind == CE_OBJ_LOCAL)
		visit_below(j, sink, obj, why);
}

static void visit_contents(judge *j, uint32_t sink, uint32_t obj, ce_why why)
{
	bool before = j->owned;
	uint32_t *at;

	/* To an object's own hook what is the object's already is no news, but for what was
	 * loaded from it: that has not left it before. */
	j->owned |= j->owner != SINK_HEAP && ce_map_get(&j->seen, seen_key(j->owner, false, obj)) != CE_NONE;
	at = ce_map_at(&j->seen, seen_key(sink, j->owned, obj));
	if (*at == CE_NONE) {
		*at = 0;
		visit_held(j, sink, obj, why);
	}
	j->owned = before;
}

/* ---- the sinks ---------------------------------------------------------------------- */

static ce_category category_of(const judge *j, uint32_t obj, uint32_t sink)
{
	const solver *s = j->s;
	const object *root = &s->objs.at[s->objs.at[obj].root];

	if (root->kind == CE_OBJ_GLOBAL)
		return ce_read_global(s->p, root->id)->global->flags & CE_GLOBAL_TLS ? CE_CAT_THREAD_LOCAL
		                                                                     : CE_CAT_GLOBAL;
	if (sink == SINK_RESULT)
		return CE_CAT_RESULT; /* the hidden result */
	return root->kind == CE_OBJ_PARAM || sink >= SINK_PARAM ? CE_CAT_OUT_PARAM : CE_CAT_HEAP;
}

/* New memory that the caller gets by the result, whoever made it, and what such memory leads to. */
static void find_passed_on(judge *j, uint32_t n)
{
	const solver *s = j->s;

	for (uint32_t i = 0; n != CE_NONE && i < s->nodes.at[n].n; i++) {
		uint32_t obj = val_obj(s->nodes.at[n].vals[i]);
		const object *o = &s->objs.at[obj];

		if ((o->kind != CE_OBJ_RET && o->kind != CE_OBJ_HEAP) || j->passed_on[obj])
			continue;
		j->passed_on[obj] = true;
		for (uint32_t c = o->cells; c != CE_NONE; c = s->cells.at[c].next)
			find_passed_on(j, s->cells.at[c].in);
	}
}

static void sink_object(judge *j, uint32_t obj)
{
	uint32_t sink = sink_of(j->s, obj), root = j->s->objs.at[obj].root;

	if (j->s->objs.at[root].kind == CE_OBJ_RET && j->passed_on[root])
		sink = SINK_HEAP;
	j->returned = found_in_returned(j->s, obj);
	if (sink != CE_NONE)
		visit_contents(j, sink, obj, why_of(category_of(j, obj, sink), 0, CE_NONE));
}

/* An array inside of a struct that this function, or one that it calls, has made. */
static bool is_own_array(const solver *s, ce_val v)
{
	const object *o = &s->objs.at[val_obj(v)];
	ce_off off = s->p->offs.at.at[val_off(v)];

	return (o->kind == CE_OBJ_LOCAL || o->kind == CE_OBJ_HEAP) && !o->collapsed && off.extent &&
	       !ce_off_is_index(off) && off.extent != CE_EXTENT_OPEN &&
	       off.base < off.lo + (int64_t)off.extent;
}

/* Of such an array a function from outside, which does not know the struct, gets just that (A11); but one of
 * the program that does, and that others may call, may be what is called, or gets it from there. */
static void visit_given(judge *j, uint32_t n, ce_why why)
{
	const solver *s = j->s;

	for (uint32_t i = 0; n != CE_NONE && i < s->nodes.at[n].n; i++) {
		ce_val v = s->nodes.at[n].vals[i];
		const object *o = &s->objs.at[val_obj(v)];
		ce_off off = s->p->offs.at.at[val_off(v)];

		why.node = n;
		why.at = i;
		if (s->p->leads_out || !is_own_array(s, v)) {
			visit(j, SINK_HEAP, v, why);
			continue;
		}
		if (o->kind == CE_OBJ_LOCAL)
			escape_local(j, o->id, SINK_HEAP, why);
		else
			escape_alloc(j, o, SINK_HEAP, why);
		visit_stores(j, SINK_HEAP, val_obj(v), false, (ce_off){.base = off.lo}, off.extent, why);
		visit_copies(j, SINK_HEAP, val_obj(v), (ce_off){.base = off.lo}, off.extent, why);
		visit_below(j, SINK_HEAP, val_obj(v), why);
	}
}

static void sink_calls(judge *j)
{
	const solver *s = j->s;

	for (uint32_t i = 0; i < s->calls.n; i++) {
		ce_why why = why_of(CE_CAT_CALLBACK, s->calls.at[i].note, CE_NONE);

		if (!open_at_top(s, i))
			continue;
		j->owner = owner_of_call(s, i);
		for (uint32_t k = 0; k < s->calls.at[i].nargs; k++)
			visit_given(j, s->calls.at[i].args[k], why);
	}
	j->owner = SINK_HEAP;
}

static void sink_leaks(judge *j)
{
	for (uint32_t i = 0; i < j->s->leaks.n; i++) {
		const leak *l = &j->s->leaks.at[i];

		visit_node(j, SINK_HEAP, l->node, why_of((ce_category)l->category, l->note, l->who));
	}
}

void judge_sinks(judge *j)
{
	const solver *s = j->s;
	ce_why result = why_of(CE_CAT_RESULT, 0, CE_NONE);

	j->passed_on = ce_calloc(s->objs.n + 1, sizeof *j->passed_on);
	for (uint32_t i = 0; i < s->func->nrets; i++)
		find_passed_on(j, ce_func_ret_node(s->func, i));
	sink_leaks(j);
	for (uint32_t i = 0; i < s->objs.n; i++)
		if (found_in_returned(s, i))
			sink_object(j, i);
	for (uint32_t i = 0; i < s->objs.n; i++)
		if (!found_in_returned(s, i))
			sink_object(j, i);
	j->returned = false;
	sink_calls(j);
	for (uint32_t i = 0; i < s->func->nrets; i++)
		visit_node(j, SINK_RESULT, ce_func_ret_node(s->func, i), result);
	free(j->passed_on);
}
