/*
 * verdict.c - from a solved graph to facts: which sinks hold what at exit.
 *
 * Sinks are places that outlive the call: globals, outside memory, results, the
 * memory of parameters, other threads and unknown code. Whatever a private heap
 * object holds counts for every sink that reaches the object. Only stores count,
 * never what a place held at entry anyway.
 */
#include "solve/verdict.h"

#include <stdlib.h>

#include "cgoescape/source.h"
#include "solve/solver.h"

/* Kinds of sinks; SINK_PARAM + j is the memory of C parameter j. */
enum { SINK_DIRECT, SINK_RESULT, SINK_PARAM };

typedef struct judge {
	const solver *s;
	ce_verdict *v;
	ce_map seen_copies; /* (sink, value, size) that were copied there */
	ce_map seen;        /* (sink, object) whose contents were visited */
} judge;

static void visit_contents(judge *j, uint32_t sink, uint32_t obj, ce_why why);
static void visit_copies(judge *j, uint32_t sink, uint32_t obj, ce_off from, uint64_t size, ce_why why);
static void visit_stores(judge *j, uint32_t sink, uint32_t obj, bool transient, ce_off from, uint64_t size,
                         ce_why why);

static ce_why why_of(ce_category category, ce_gnote note, uint32_t who)
{
	return (ce_why){.category = (uint8_t)category, .note = note, .who = who, .node = CE_NONE};
}

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

bool ce_fact_level0(const ce_fact *f)
{
	return f->direct || (f->levels & 1) || f->params.n;
}

bool ce_why_certain(const ce_why *w)
{
	switch ((ce_category)w->category) {
	case CE_CAT_LIMIT:
	case CE_CAT_UNKNOWN_CALLEE:
	case CE_CAT_CALLBACK:
	case CE_CAT_VARIADIC:
	case CE_CAT_ASM:
	case CE_CAT_INT_CAST:
		return false;
	default:
		return true;
	}
}

/* What a reader should be shown of several leaks of one parameter: the pointer
 * itself before what it points to, a certain leak before an obstacle, kept for
 * good before kept by the caller. */
static uint8_t weight(int level, uint32_t sink, const ce_why *why)
{
	return (uint8_t)(1 + (level == 0) * 4 + ce_why_certain(why) * 2 + (sink == SINK_DIRECT));
}

static void add_fact(judge *j, uint32_t param, int level, uint32_t sink, ce_why why)
{
	uint8_t heavy = weight(level, sink, &why);
	ce_fact *f;

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
	} else if (sink == SINK_DIRECT) {
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

/* The C parameter behind an argument's object; CE_NONE for sret and "...". */
static uint32_t c_param(const judge *j, uint32_t obj)
{
	const object *o = &j->s->objs.at[obj];

	if (o->kind != CE_OBJ_PARAM || o->id >= j->s->func->args.n)
		return CE_NONE;
	return j->s->func->args.at[o->id].param;
}

static void escape_local(judge *j, uint32_t local, uint32_t sink, ce_why why)
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

static void visit_child(judge *j, uint32_t sink, const object *o, ce_why why)
{
	uint32_t param = c_param(j, o->root);

	if (param == CE_NONE)
		return;
	if (o->level > 0 && o->int_only)
		return; /* data, as far as this function knows */
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
			sink = sink == SINK_RESULT ? SINK_DIRECT : sink;
			if (c_param(j, val_obj(v)) != CE_NONE)
				add_fact(j, c_param(j, val_obj(v)), 0, sink, why);
			visit_contents(j, sink, val_obj(v), why);
		} else if (c_param(j, val_obj(v)) != CE_NONE)
			add_fact(j, c_param(j, val_obj(v)), 0, sink, why);
		/* Who holds the parameter for good holds what was stored in it. */
		if (sink == SINK_DIRECT)
			visit_contents(j, sink, val_obj(v), why);
		break;
	case CE_OBJ_CHILD:
		visit_child(j, sink, o, why);
		if (sink == SINK_DIRECT)
			visit_contents(j, sink, val_obj(v), why);
		break;
	case CE_OBJ_LOCAL:
		escape_local(j, o->id, sink, why);
		visit_contents(j, sink == SINK_RESULT ? SINK_DIRECT : sink, val_obj(v), why);
		break;
	case CE_OBJ_HEAP:
		escape_alloc(j, o, sink, why);
		/* An object that is returned outlives the call like any other. */
		if (sink == SINK_RESULT) {
			sink = SINK_DIRECT;
			why.category = CE_CAT_HEAP;
		}
		visit_contents(j, sink, val_obj(v), why);
		break;
	case CE_OBJ_RET:
		visit_contents(j, sink == SINK_RESULT ? SINK_DIRECT : sink, val_obj(v), why);
		break;
	default:
		break;
	}
}

static void visit_node(judge *j, uint32_t sink, uint32_t n, ce_why why)
{
	if (n == CE_NONE)
		return;
	for (uint32_t i = 0; i < j->s->nodes.at[n].n; i++) {
		why.node = n;
		why.at = i;
		visit(j, sink, j->s->nodes.at[n].vals[i], why);
	}
}

/* The bytes [0, size) from each of the offsets. */
static ce_off range_of(ce_off from, uint64_t size)
{
	return size < UINT32_MAX ? ce_off_add(from, (ce_off){.stride = 1, .count = (uint32_t)size})
	                         : CE_OFF_ANY;
}

/* One piece that is smaller than a pointer is none, unless the rest of the
 * pointer's place is copied by others. */
static bool is_lone_piece(const judge *j, uint32_t obj, uint32_t copy_index, ce_off from)
{
	const solver *s = j->s;
	const move *m = &s->moves.at[s->copies.at[copy_index].move];

	if (m->size >= s->width || !ce_off_exact(from) ||
	    !ce_off_exact(s->p->offs.at.at[s->copies.at[copy_index].off]))
		return false;
	for (uint32_t k = s->objs.at[obj].copies; k; k = s->copies.at[k].next) {
		const move *n = &s->moves.at[s->copies.at[k].move];
		int64_t d = s->p->offs.at.at[s->copies.at[k].off].base -
		            s->p->offs.at.at[s->copies.at[copy_index].off].base;

		if (k != copy_index && n->size < s->width && d != 0 && d < (int64_t)s->width &&
		    d > -(int64_t)s->width)
			return false;
	}
	return true;
}

/* Bytes of `src` were copied into memory of the sink: also what they held at
 * entry goes there, though nobody may have loaded it. */
static void visit_copied(judge *j, uint32_t sink, ce_val src, uint64_t size, ce_why why)
{
	const object *o = &j->s->objs.at[val_obj(src)];
	uint32_t param = c_param(j, o->root), *at;
	ce_off from = o->collapsed ? CE_OFF_ANY : j->s->p->offs.at.at[val_off(src)];

	if (o->symbolic && param != CE_NONE)
		add_fact(j, param, o->level + 1, sink, why);
	at = ce_map_at(&j->seen_copies, ce_mix(ce_mix(src, size), sink));
	if (*at != CE_NONE)
		return;
	*at = 0;
	/* Temporary stores too: they were there when it was copied. */
	visit_stores(j, sink, val_obj(src), false, from, size, why);
	visit_stores(j, sink, val_obj(src), true, from, size, why);
	visit_copies(j, sink, val_obj(src), from, size, why);
}

static ce_why store_why(const store *k, ce_why why)
{
	if (why.note == 0 || (why.category != CE_CAT_RESULT && k->note))
		why.note = k->note;
	return why;
}

static void visit_stores(judge *j, uint32_t sink, uint32_t obj, bool transient, ce_off from, uint64_t size,
                         ce_why why)
{
	const solver *s = j->s;
	ce_off range = range_of(from, size);

	for (uint32_t c = s->objs.at[obj].cells; c != CE_NONE; c = s->cells.at[c].next) {
		if (!ce_off_overlap(s->p->offs.at.at[s->cells.at[c].off], s->cells.at[c].size, range, 1))
			continue;
		for (uint32_t k = s->cells.at[c].stores; k; k = s->stores.at[k].next)
			if (s->stores.at[k].transient == transient)
				visit_node(j, sink, s->stores.at[k].src, store_why(&s->stores.at[k], why));
	}
}

/* What copies carry into the bytes [from, from + size) of an object. */
static void visit_copies(judge *j, uint32_t sink, uint32_t obj, ce_off from, uint64_t size, ce_why why)
{
	const solver *s = j->s;
	ce_off range = range_of(from, size);

	for (uint32_t k = s->objs.at[obj].copies; k; k = s->copies.at[k].next) {
		const move *m = &s->moves.at[s->copies.at[k].move];

		if (!ce_off_overlap(range_of(s->p->offs.at.at[s->copies.at[k].off], m->size), 1, range, 1))
			continue;
		why.note = m->note;
		why.node = CE_NONE;
		for (uint32_t i = 0; i < s->nodes.at[m->src].n; i++) {
			ce_val v = s->nodes.at[m->src].vals[i];

			if (!is_lone_piece(j, obj, k, s->p->offs.at.at[val_off(v)]))
				visit_copied(j, sink, v, m->size, why);
		}
	}
}

static void visit_contents(judge *j, uint32_t sink, uint32_t obj, ce_why why)
{
	const solver *s = j->s;
	uint32_t *at = ce_map_at(&j->seen, (uint64_t)sink << 32 | obj);

	if (*at != CE_NONE)
		return;
	*at = 0;
	visit_stores(j, sink, obj, false, CE_OFF_ANY, CE_SIZE_UNKNOWN, why);
	if (!transient_holds(s, obj))
		visit_stores(j, sink, obj, true, CE_OFF_ANY, CE_SIZE_UNKNOWN, why);
	visit_copies(j, sink, obj, CE_OFF_ANY, CE_SIZE_UNKNOWN, why);
	/* What others put into an object that they can see, and what is below it. */
	if (s->objs.at[obj].kind == CE_OBJ_HEAP || s->objs.at[obj].kind == CE_OBJ_LOCAL)
		for (uint32_t i = 0; i < s->objs.n; i++)
			if (s->objs.at[i].kind == CE_OBJ_CHILD && s->objs.at[i].root == obj)
				visit_contents(j, sink, i, why);
}

/* ---- the sinks ---------------------------------------------------------------------- */

static void sink_object(judge *j, uint32_t obj)
{
	const solver *s = j->s;
	const object *o = &s->objs.at[obj], *root = &s->objs.at[o->root];
	ce_why why = why_of(CE_CAT_HEAP, 0, CE_NONE);
	uint32_t param = c_param(j, o->root);

	switch ((ce_obj_kind)root->kind) {
	case CE_OBJ_GLOBAL:
		if (s->p->gls.at[root->id].constant)
			return;
		why.category = s->p->gls.at[root->id].global->flags & CE_GLOBAL_TLS ? CE_CAT_THREAD_LOCAL
		                                                                    : CE_CAT_GLOBAL;
		visit_contents(j, SINK_DIRECT, obj, why);
		return;
	case CE_OBJ_PARAM:
		if (obj == o->root && o->level < 0 && !o->escapes)
			return; /* a by-value copy */
		why.category = CE_CAT_OUT_PARAM;
		if (param != CE_NONE) {
			visit_contents(j, SINK_PARAM + param, obj, why);
		} else if (obj == o->root && root->id < s->func->args.n) {
			why.category = CE_CAT_RESULT; /* the hidden result */
			visit_contents(j, SINK_RESULT, obj, why);
		} else {
			visit_contents(j, SINK_DIRECT, obj, why);
		}
		return;
	case CE_OBJ_OUTSIDE:
		visit_contents(j, SINK_DIRECT, obj, why);
		return;
	case CE_OBJ_RET: /* counted where the result is kept; and it may be anywhere */
		visit_contents(j, SINK_DIRECT, obj, why);
		return;
	default: /* below private objects: counted where those are reached */
		return;
	}
}

/*
 * At the outermost call nobody resolves what an escaped private object holds. A
 * call through it is unknown, unless nothing here could have written there:
 * no store through memory it may alias, and no unknown code.
 */
static bool only_private(const judge *j, uint32_t call)
{
	const solver *s = j->s;
	const node *n = &s->nodes.at[s->calls.at[call].target];

	for (uint32_t i = 0; i < n->n; i++) {
		const object *o = &s->objs.at[val_obj(n->vals[i])];

		if (o->kind == CE_OBJ_PARAM || o->kind == CE_OBJ_RET)
			return false;
		if (o->kind == CE_OBJ_CHILD && s->objs.at[o->root].kind != CE_OBJ_HEAP &&
		    s->objs.at[o->root].kind != CE_OBJ_LOCAL)
			return false;
	}
	return true;
}

static bool may_be_written(const judge *j, uint32_t call)
{
	const solver *s = j->s;

	for (uint32_t i = 0; i < s->backs.n; i++)
		if (s->backs.at[i].kind != CE_BACK_HOOK)
			return true;
	for (uint32_t i = 0; i < s->calls.n; i++)
		if (s->calls.at[i].open && i != call && !only_private(j, i) && !call_of_tables(s, i))
			return true;
	for (uint32_t i = 0; i < s->objs.n; i++) {
		const object *o = &s->objs.at[i];

		if (o->kind != CE_OBJ_CHILD && o->kind != CE_OBJ_OUTSIDE && o->kind != CE_OBJ_RET)
			continue;
		if (o->copies)
			return true;
		for (uint32_t c = o->cells; c != CE_NONE; c = s->cells.at[c].next)
			for (uint32_t k = s->cells.at[c].stores; k; k = s->stores.at[k].next)
				if (s->nodes.at[s->stores.at[k].src].n)
					return true;
	}
	return false;
}

static bool open_at_top(const judge *j, uint32_t call)
{
	return j->s->calls.at[call].open && !call_of_tables(j->s, call) &&
	       !(only_private(j, call) && !may_be_written(j, call));
}

static void sink_calls(judge *j)
{
	const solver *s = j->s;

	for (uint32_t i = 0; i < s->calls.n; i++) {
		ce_why why = why_of(CE_CAT_CALLBACK, s->calls.at[i].note, CE_NONE);

		if (!open_at_top(j, i))
			continue;
		for (uint32_t k = 0; k < s->calls.at[i].nargs; k++)
			visit_node(j, SINK_DIRECT, s->calls.at[i].args[k], why);
	}
}

static void sink_leaks(judge *j)
{
	for (uint32_t i = 0; i < j->s->leaks.n; i++) {
		const leak *l = &j->s->leaks.at[i];

		visit_node(j, SINK_DIRECT, l->node, why_of((ce_category)l->category, l->note, l->who));
	}
}

/* ---- nocallback ------------------------------------------------------------------------ */

/* no > unknown > depends on an object > depends on a global > yes */
static void callback(judge *j, ce_nocallback value, bool object_hook, uint32_t hook, ce_why why)
{
	static const int ranks[] = {[CE_NOCALLBACK_YES] = 0,
	                            [CE_NOCALLBACK_DEPENDS] = 1,
	                            [CE_NOCALLBACK_UNKNOWN] = 3,
	                            [CE_NOCALLBACK_NO] = 4};
	ce_verdict *v = j->v;

	v->more_hooks |= hook != CE_NONE && v->hook != CE_NONE && hook != v->hook;
	if (ranks[value] + object_hook <= ranks[v->nocallback] + v->object_hook)
		return;
	v->nocallback = value;
	v->object_hook = object_hook;
	v->hook = hook;
	v->callback_why = why;
}

/* Whether the call is one of what was given in this very call. Where objects had to
 * be merged a pointer to data may seem to be called: nobody knows, then. */
static bool is_given(const judge *j, uint32_t obj)
{
	const unsigned callable = CE_PARAM_FUNCTION | CE_PARAM_AGGREGATE;
	uint32_t param = c_param(j, j->s->objs.at[obj].root);

	return j->s->p->fns.at[j->v->fn].notch == 0 || param == CE_NONE ||
	       (j->s->func->params.at[param].flags & callable);
}

static void callback_open(judge *j, uint32_t call)
{
	const solver *s = j->s;
	const node *n = &s->nodes.at[s->calls.at[call].target];
	ce_why why = why_of(CE_CAT_CALLBACK, s->calls.at[call].note, CE_NONE);

	for (uint32_t i = 0; i < n->n; i++) {
		const object *o = &s->objs.at[val_obj(n->vals[i])];
		uint8_t root = s->objs.at[o->root].kind;

		if (o->kind == CE_OBJ_PARAM ||
		    (o->kind == CE_OBJ_CHILD && root == CE_OBJ_PARAM && o->level <= 0))
			callback(j,
			         is_given(j, val_obj(n->vals[i])) ? CE_NOCALLBACK_NO : CE_NOCALLBACK_UNKNOWN,
			         false, CE_NONE, why);
		else if (o->kind == CE_OBJ_CHILD && root == CE_OBJ_PARAM)
			callback(j, CE_NOCALLBACK_DEPENDS, true, CE_NONE, why);
		else if (o->kind == CE_OBJ_RET || (o->kind == CE_OBJ_CHILD && root != CE_OBJ_GLOBAL))
			callback(j, CE_NOCALLBACK_UNKNOWN, false, CE_NONE, why);
	}
}

static void judge_callbacks(judge *j)
{
	const solver *s = j->s;

	for (uint32_t i = 0; i < s->backs.n; i++) {
		const ce_back *b = &s->backs.at[i];
		ce_why why = why_of(CE_CAT_CALLBACK, b->note, CE_NONE);

		switch ((ce_back_kind)b->kind) {
		case CE_BACK_GO:
			why.who = b->id;
			callback(j, CE_NOCALLBACK_NO, false, CE_NONE, why);
			break;
		case CE_BACK_UNKNOWN:
			why.category = CE_CAT_UNKNOWN_CALLEE;
			why.who = b->id;
			callback(j, CE_NOCALLBACK_UNKNOWN, false, CE_NONE, why);
			break;
		case CE_BACK_LIMIT:
			why.category = CE_CAT_LIMIT;
			why.who = b->id;
			callback(j, CE_NOCALLBACK_UNKNOWN, false, CE_NONE, why);
			break;
		case CE_BACK_POINTER:
			callback(j, CE_NOCALLBACK_UNKNOWN, false, CE_NONE, why);
			break;
		case CE_BACK_HOOK:
			callback(j, CE_NOCALLBACK_DEPENDS, false, b->id, why);
			break;
		}
	}
	for (uint32_t i = 0; i < s->calls.n; i++) {
		if (open_at_top(j, i))
			callback_open(j, i);
		else if (s->calls.at[i].open && call_of_tables(s, i))
			callback(j, CE_NOCALLBACK_DEPENDS, true, CE_NONE,
			         why_of(CE_CAT_CALLBACK, s->calls.at[i].note, CE_NONE));
	}
}

/* ---- all of it ----------------------------------------------------------------------- */

static void judge_solved(judge *j)
{
	const solver *s = j->s;
	ce_why result = why_of(CE_CAT_RESULT, 0, CE_NONE);

	sink_leaks(j);
	for (uint32_t i = 0; i < s->objs.n; i++)
		sink_object(j, i);
	sink_calls(j);
	for (uint32_t i = 0; i < s->func->nrets; i++)
		visit_node(j, SINK_RESULT, ce_func_ret_node(s->func, i), result);
	judge_callbacks(j);
}

static void judge_limit(judge *j)
{
	ce_why why = why_of(CE_CAT_LIMIT, 0, j->v->fn);

	j->v->limit = true;
	for (uint32_t i = 0; i < j->v->params.n; i++)
		add_fact(j, i, 0, SINK_DIRECT, why);
	for (uint32_t i = 0; i < j->v->locals.n; i++)
		escape_local(j, i, SINK_DIRECT, why);
	for (uint32_t i = 0; i < j->v->allocs.n; i++)
		j->v->allocs.at[i] = (ce_alloc_fact){j->v->allocs.at[i].call, true, why};
	callback(j, CE_NOCALLBACK_UNKNOWN, false, CE_NONE, why);
}

/* Calls of allocation functions: those of models whose result is a new object. */
static bool allocates(const ce_program *p, uint32_t fn)
{
	const ce_fn *f = &p->fns.at[fn];

	if (!(f->func->flags & CE_FUNC_MODEL) || !f->summary || f->summary->top)
		return false;
	for (uint32_t r = 0; r < f->summary->rets.n; r++) {
		uint32_t cls = f->summary->rets.at[r];

		for (uint32_t i = 0; cls != CE_NONE && i < f->summary->classes.at[cls].nvals; i++) {
			uint32_t v = f->summary->vals.at[f->summary->classes.at[cls].vals + i].obj;

			if (f->summary->objs.at[v].kind == CE_OBJ_HEAP)
				return true;
		}
	}
	return false;
}

static ce_verdict *judge_function(ce_program *p, uint32_t fn, bool explained)
{
	const ce_fn *f = &p->fns.at[fn];
	judge j = {.v = ce_calloc(1, sizeof *j.v)};
	solver s;

	*j.v = (ce_verdict){.fn = fn, .hook = CE_NONE};
	for (uint32_t i = 0; i < f->func->params.n; i++)
		ce_push(&j.v->params, ((ce_fact){0}));
	for (uint32_t i = 0; i < f->func->locals.n; i++)
		ce_push(&j.v->locals, ((ce_local_fact){0}));
	for (uint32_t i = 0; i < f->func->calls.n; i++) {
		const ce_call *c = &f->func->calls.at[i];

		if (c->direct && allocates(p, p->units.at[f->unit].funcs[c->target]))
			ce_push(&j.v->allocs, ((ce_alloc_fact){.call = i}));
	}
	if (!f->summary || f->summary->top || f->notch >= nnotches) {
		judge_limit(&j);
		return j.v;
	}
	solver_init(&s, p, fn, &notches[f->notch], explained);
	s.limit = notches[f->notch].steps; /* it has been solved with that once */
	solver_run(&s);
	j.s = &s;
	if (s.failed)
		judge_limit(&j);
	else
		judge_solved(&j);
	if (explained && !s.failed)
		explain_verdict(&s, j.v);
	solver_free(&s);
	ce_map_free(&j.seen);
	ce_map_free(&j.seen_copies);
	return j.v;
}

ce_verdict *ce_judge(ce_program *p, uint32_t fn)
{
	return judge_function(p, fn, false);
}

ce_verdict *ce_judge_explained(ce_program *p, uint32_t fn)
{
	return judge_function(p, fn, true);
}

void ce_verdict_free(ce_verdict *v)
{
	if (!v)
		return;
	for (uint32_t i = 0; i < v->params.n; i++) {
		ce_vec_free(&v->params.at[i].params);
		ce_vec_free(&v->params.at[i].content_params);
	}
	ce_vec_free(&v->params);
	ce_vec_free(&v->locals);
	ce_vec_free(&v->allocs);
	ce_arena_free(&v->arena);
	free(v);
}
