/*
 * explain.c - the path of each leak, read back from what the tracing solver kept.
 *
 * Two searches make a path. From a sink, breadth first, through the private
 * objects that it holds and what was stored in them (the judge's walk, so it
 * finds what was judged, by the fewest objects). And for each value that arrived
 * somewhere, back along its causes to where it started (explain_path.c). Where a path goes
 * through memory of a local or of an allocation, one edge ends and the next
 * begins, as at Go's variables.
 *
 * The flow of a fact is all its flows one after the other, each from the source
 * to one sink: {heap}, then parameters, then the result.
 */
#include "solve/explain.h"

#include <stdlib.h>

enum { MAX_LENGTH = 400 };

/* ---- from a sink to all that it holds ----------------------------------------------------- */

/* The way through fewer objects is the better one, then that of fewer steps. The
 * queue brings the former in order. */
static bool is_better(explainer *x, uint32_t at, uint32_t best)
{
	arrival *a = &x->queue.at[at], *b = best == CE_NONE ? NULL : &x->queue.at[best];

	if (!b)
		return true;
	if (a->depth > b->depth || a->copied > b->copied)
		return false;
	if (!b->nsteps)
		b->nsteps = explain_length(x, b, MAX_LENGTH);
	a->nsteps = explain_length(x, a, b->nsteps);
	return a->nsteps < b->nsteps;
}

static void reach_param(explainer *x, uint32_t at, uint32_t param, int level)
{
	found *f;

	if (param >= x->v->params.n)
		return;
	f = &x->params[param];
	if (level == 0 && is_better(x, at, f->level0))
		f->level0 = at;
	/* Of results only the smallest level is said. */
	if (level > 0 && ((x->sink == SINK_RESULT && f->deeper != CE_NONE && level != f->level)
	                          ? level < f->level
	                          : is_better(x, at, f->deeper))) {
		f->deeper = at;
		f->level = level;
	}
}

static void reach_local(explainer *x, uint32_t at, uint32_t local)
{
	if (local < x->v->locals.n && is_better(x, at, x->locals[local]))
		x->locals[local] = at;
}

/* A by-value parameter's own cell: its address gets out. */
static void reach_byval(explainer *x, uint32_t at, uint32_t param)
{
	for (uint32_t i = 0; i < x->s->func->locals.n; i++)
		if (x->s->func->locals.at[i].kind == CE_LOCAL_PARAM &&
		    x->s->func->locals.at[i].param == param)
			reach_local(x, at, i);
}

static void reach_object(explainer *x, uint32_t at, bool copied)
{
	const object *o = &x->s->objs.at[explain_arrived(x, &x->queue.at[at])];
	uint32_t param = c_param(x->s, o->root);

	switch ((ce_obj_kind)o->kind) {
	case CE_OBJ_PARAM:
		if (param != CE_NONE && x->s->func->args.at[o->id].kind == CE_ARG_BYVAL) {
			if (!copied)
				reach_byval(x, at, param);
			reach_param(x, at, param, 0);
		} else if (param != CE_NONE)
			reach_param(x, at, param, o->level + copied);
		break;
	case CE_OBJ_CHILD:
		if (param != CE_NONE && !is_data(o))
			reach_param(x, at, param, (o->level < 0 ? 0 : o->level) + copied);
		break;
	case CE_OBJ_LOCAL:
		if (!copied)
			reach_local(x, at, o->id);
		break;
	case CE_OBJ_HEAP:
		for (uint32_t i = 0; i < x->v->allocs.n && !copied; i++)
			if (x->v->allocs.at[i].call == o->site && is_better(x, at, x->allocs[i]))
				x->allocs[i] = at;
		break;
	default:
		break;
	}
}

static void arrive(explainer *x, uint32_t n, ce_gnote note, uint32_t into, bool copied)
{
	uint16_t depth =
		into == CE_NONE ? 0 : x->queue.at[into].depth + (x->queue.at[into].depth < UINT16_MAX);

	for (uint32_t i = 0; n != CE_NONE && i < x->s->nodes.at[n].n; i++)
		ce_push(&x->queue, ((arrival){n, i, note, into, copied, depth, 0}));
}

static void arrive_contents(explainer *x, uint32_t obj, uint32_t into)
{
	const solver *s = x->s;
	uint32_t *at = ce_map_at(&x->seen, obj);
	uint8_t kind = s->objs.at[obj].kind;

	if (*at != CE_NONE)
		return;
	*at = 0;
	for (uint32_t c = s->objs.at[obj].cells; c != CE_NONE; c = s->cells.at[c].next)
		for (uint32_t k = s->cells.at[c].stores; k; k = s->stores.at[k].next)
			if (!is_gone(s, obj, &s->stores.at[k]))
				arrive(x, s->stores.at[k].src, s->stores.at[k].note, into, false);
	for (uint32_t k = s->objs.at[obj].copies; k; k = s->copies.at[k].next) {
		const move *m = &s->moves.at[s->copies.at[k].move];

		arrive(x, m->src, m->note, into, true);
	}
	if (s->objs.at[obj].into != CE_NONE)
		arrive_contents(x, s->objs.at[obj].into, into);
	/* What others put into an object that they can see. */
	for (uint32_t i = 0; i < s->objs.n && (kind == CE_OBJ_HEAP || kind == CE_OBJ_LOCAL); i++)
		if (s->objs.at[i].kind == CE_OBJ_CHILD && s->objs.at[i].root == obj)
			arrive_contents(x, i, into);
}

/* Memory that the function or its callees made. */
static bool is_own(const object *o)
{
	return o->kind == CE_OBJ_LOCAL || o->kind == CE_OBJ_HEAP || o->kind == CE_OBJ_RET ||
	       stands_for_new(o);
}

/* Whether what the object holds is held by the sink too. */
static bool is_container(const explainer *x, const arrival *a)
{
	const object *o = &x->s->objs.at[explain_arrived(x, a)];

	if (a->copied)
		return true;
	if (is_own(o))
		return x->sink != SINK_RESULT;
	return x->sink == SINK_HEAP && (o->kind == CE_OBJ_PARAM || o->kind == CE_OBJ_CHILD);
}

static void visit_queue(explainer *x, uint32_t from)
{
	for (uint32_t i = from; i < x->queue.n; i++) {
		arrival a = x->queue.at[i]; /* the array may move */

		reach_object(x, i, a.copied);
		if (is_container(x, &a))
			arrive_contents(x, explain_arrived(x, &a), i);
	}
}

static void arrive_results(explainer *x)
{
	for (uint32_t i = 0; i < x->s->func->nrets; i++)
		arrive(x, ce_func_ret_node(x->s->func, i), 0, CE_NONE, false);
}

/* What a returned object holds outlives the call like any other: {heap}. */
static void arrive_returned(explainer *x)
{
	uint32_t first = x->queue.n, last;

	arrive_results(x);
	for (uint32_t i = 0; i < x->s->objs.n; i++)
		if (sink_of(x->s, i) == SINK_RESULT)
			arrive_contents(x, i, CE_NONE);
	last = x->queue.n;
	for (uint32_t i = first; i < last; i++) {
		arrival a = x->queue.at[i];

		if (is_own(&x->s->objs.at[explain_arrived(x, &a)]))
			arrive_contents(x, explain_arrived(x, &a), i);
	}
	visit_queue(x, last);
}

static void search(explainer *x, uint32_t sink)
{
	const solver *s = x->s;

	x->sink = sink;
	x->queue.n = 0;
	ce_map_clear(&x->seen);
	for (uint32_t i = 0; i < x->v->params.n; i++)
		x->params[i] = (found){CE_NONE, CE_NONE, 0};
	memset(x->locals, 0xff, (x->v->locals.n + x->v->allocs.n) * sizeof *x->locals);
	for (uint32_t i = 0; i < s->leaks.n && sink == SINK_HEAP; i++)
		arrive(x, s->leaks.at[i].node, s->leaks.at[i].note, CE_NONE, false);
	for (uint32_t i = 0; i < s->objs.n; i++)
		if (sink_of(s, i) == sink)
			arrive_contents(x, i, CE_NONE);
	for (uint32_t i = 0; i < s->calls.n && sink == SINK_HEAP; i++)
		for (uint32_t k = 0; k < s->calls.at[i].nargs && open_at_top(s, i); k++)
			arrive(x, s->calls.at[i].args[k], s->calls.at[i].note, CE_NONE, false);
	if (sink == SINK_RESULT)
		arrive_results(x);
	visit_queue(x, 0);
	if (sink == SINK_HEAP)
		arrive_returned(x);
}

/* ---- the facts ------------------------------------------------------------------------------ */

static bool has_id(const ce_ids *ids, uint32_t id)
{
	for (uint32_t i = 0; i < ids->n; i++)
		if (ids->at[i] == id)
			return true;
	return false;
}

/* Only what is said is explained: nothing beside a plain leak. */
static void explain_param(explainer *x, uint32_t i)
{
	const ce_fact *f = &x->v->params.at[i];
	const found *k = &x->params[i];
	const char *name = explain_param_name(x, i);
	bool level0 = f->direct, deeper = false;

	if (x->sink == SINK_HEAP) {
		deeper = !f->direct && f->content;
	} else if (!f->direct && x->sink == SINK_RESULT) {
		level0 = f->levels & 1;
		deeper = f->levels && !level0;
	} else if (!f->direct) {
		level0 = has_id(&f->params, x->sink - SINK_PARAM);
		deeper = has_id(&f->content_params, x->sink - SINK_PARAM);
	} else {
		return;
	}
	if (level0 && k->level0 != CE_NONE)
		explain_flow(x, k->level0, name, 0, &x->flows[i]);
	if (deeper && k->deeper != CE_NONE)
		explain_flow(x, k->deeper, name, k->level, &x->flows[i]);
}

static void keep_flow(explainer *x, edge_list *edges, ce_flow *out)
{
	out->nedges = edges->n;
	out->edges = ce_arena_alloc(&x->v->arena, (edges->n + 1) * sizeof *edges->at);
	if (edges->n)
		memcpy(out->edges, edges->at, edges->n * sizeof *edges->at);
	ce_vec_free(edges);
}

static void explain_place(explainer *x, ce_why *why, uint32_t at, const char *name)
{
	edge_list edges = {0};

	if (at == CE_NONE || why->sink != x->sink || why->flow.nedges)
		return;
	explain_flow(x, at, name, -1, &edges);
	keep_flow(x, &edges, &why->flow);
}

static void explain_sink(explainer *x, uint32_t sink)
{
	ce_verdict *v = x->v;

	search(x, sink);
	for (uint32_t i = 0; i < v->params.n; i++)
		explain_param(x, i);
	for (uint32_t i = 0; i < v->locals.n; i++)
		if (v->locals.at[i].escapes)
			explain_place(x, &v->locals.at[i].why, x->locals[i], explain_local_name(x, i));
	for (uint32_t i = 0; i < v->allocs.n; i++)
		if (v->allocs.at[i].escapes) {
			const ce_unit *u;
			const ce_note *n = ce_read_note(
				x->s->p,
				x->s->map->note_base + x->s->func->calls.at[v->allocs.at[i].call].note, &u);

			explain_place(x, &v->allocs.at[i].why, x->allocs[i],
			              explain_storage_name(x, u, n->text));
		}
}

void explain_verdict(const solver *s, struct ce_verdict *v)
{
	explainer x = {.s = s, .v = v};
	ce_arena arena = {0};

	for (uint32_t c = 0; c < s->cells.n; c++)
		ce_map_put(&x.cell_of, s->cells.at[c].in, c);
	explain_note_steps(&x);
	x.params = ce_arena_alloc(&arena, (v->params.n + 1) * sizeof *x.params);
	x.flows = ce_arena_alloc(&arena, (v->params.n + 1) * sizeof *x.flows);
	x.locals = ce_arena_alloc(&arena, (v->locals.n + v->allocs.n + 1) * sizeof *x.locals);
	x.allocs = x.locals + v->locals.n;
	explain_sink(&x, SINK_HEAP);
	for (uint32_t i = 0; i < v->params.n; i++)
		explain_sink(&x, SINK_PARAM + i);
	explain_sink(&x, SINK_RESULT);
	for (uint32_t i = 0; i < v->params.n; i++)
		keep_flow(&x, &x.flows[i], &v->params.at[i].why.flow);
	ce_map_free(&x.cell_of);
	ce_map_free(&x.own);
	ce_map_free(&x.foreign_of);
	ce_map_free(&x.seen);
	ce_vec_free(&x.foreigns);
	ce_vec_free(&x.path);
	ce_vec_free(&x.steps);
	ce_vec_free(&x.queue);
	ce_arena_free(&arena);
}
