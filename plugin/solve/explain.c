/*
 * explain.c - the path of each leak, read back from what the tracing solver kept.
 *
 * Two searches make a path. From a sink, breadth first, through the private
 * objects that it holds and what was stored in them (the judge's walk, so it
 * finds what was judged, by the fewest objects). And for each value that arrived
 * somewhere, back along its causes to where it started. Where a path goes
 * through memory of a local or of an allocation, one edge ends and the next
 * begins, as at Go's variables.
 *
 * The flow of a fact is all its flows one after the other, each from the source
 * to one sink: {heap}, then parameters, then the result.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cgoescape/source.h"
#include "solve/solver.h"
#include "solve/verdict.h"

enum { MAX_STEPS = 400 };

/* As ce_why.sink; SINK_PARAM + j is the memory of C parameter j. */
enum { SINK_HEAP, SINK_RESULT, SINK_PARAM };

/** A value at a sink, or in a private object that the sink holds. */
typedef struct arrival {
	uint32_t node, at;
	ce_gnote note; /* the step that brought it there; 0: its last cause did */
	uint32_t into; /* arrival of the object it was stored in; CE_NONE: the sink itself */
	bool copied;   /* not the address but the bytes behind it */
} arrival;

typedef struct step {
	ce_gnote note;
	uint32_t obj;  /* of the value that moves */
	uint32_t cell; /* the step ends in memory: this cell's; else CE_NONE */
} step;

/** A call whose callee makes the step `note`. */
typedef struct foreign {
	uint32_t call, next; /* next of the same note, CE_NONE: none */
} foreign;

typedef struct found {
	uint32_t level0, deeper; /* arrivals; CE_NONE: none */
	int level;               /* of deeper */
} found;

typedef CE_VEC(ce_flow_edge) edge_list;

typedef struct explainer {
	const solver *s;
	ce_verdict *v;
	ce_map cell_of; /* node `in` -> cell */
	ce_map own;     /* notes of the function itself */
	ce_map foreign_of; /* note -> first foreign */
	CE_VEC(foreign) foreigns;
	CE_VEC(step) path; /* from the sink back to the source */
	ce_ids steps;      /* of the edge being made */
	/* the search from one sink */
	uint32_t sink;
	CE_VEC(arrival) queue;
	ce_map seen; /* objects whose contents are in the queue */
	found *params;
	uint32_t *locals, *allocs; /* arrivals */
	edge_list *flows; /* one for each parameter */
} explainer;

/* ---- names ------------------------------------------------------------------------ */

static const char *text(explainer *x, const char *before, const char *t, const char *after)
{
	size_t n = strlen(before) + strlen(t) + strlen(after) + 1;
	char *s = ce_arena_alloc(&x->v->arena, n);

	snprintf(s, n, "%s%s%s", before, t, after);
	return s;
}

static const char *unit_text(const explainer *x, ce_str id)
{
	return ce_text(&x->s->unit->strings, id);
}

static const char *param_name(explainer *x, uint32_t param)
{
	char tmp[16];

	if (param >= x->s->func->params.n)
		return "{temp}";
	if (x->s->func->params.at[param].name)
		return unit_text(x, x->s->func->params.at[param].name);
	snprintf(tmp, sizeof tmp, "~p%u", param);
	return text(x, "", tmp, "");
}

/* The C parameter behind an argument's object; CE_NONE for sret and "...". */
static uint32_t c_param(const explainer *x, uint32_t obj)
{
	const object *o = &x->s->objs.at[obj];

	if (o->kind != CE_OBJ_PARAM || o->id >= x->s->func->args.n)
		return CE_NONE;
	return x->s->func->args.at[o->id].param;
}

static const char *storage_name(explainer *x, const ce_unit *u, ce_str expr)
{
	return expr ? text(x, "{storage for ", ce_text(&u->strings, expr), "}") : "{temp}";
}

static const char *object_name(explainer *x, uint32_t obj)
{
	const object *o = &x->s->objs.at[obj];
	const ce_unit *u;
	const ce_note *n;

	if (o->kind == CE_OBJ_LOCAL && o->id < x->s->func->locals.n &&
	    x->s->func->locals.at[o->id].kind != CE_LOCAL_HIDDEN)
		return unit_text(x, x->s->func->locals.at[o->id].name);
	if (o->kind == CE_OBJ_HEAP) {
		n = ce_program_note(x->s->p, o->note, &u);
		return storage_name(x, u, n->text);
	}
	if (c_param(x, o->root) != CE_NONE)
		return param_name(x, c_param(x, o->root));
	return "{temp}";
}

static const char *sink_name(explainer *x, uint32_t sink)
{
	if (sink == SINK_HEAP)
		return "{heap}";
	if (sink == SINK_RESULT)
		return "~r0";
	return text(x, "{param ", param_name(x, sink - SINK_PARAM), "}");
}

/* ---- steps inside callees ------------------------------------------------------------ */

static void add_foreign(explainer *x, uint32_t call, ce_gnote note)
{
	uint32_t *at;

	if (!note || ce_map_get(&x->own, note) != CE_NONE)
		return;
	at = ce_map_at(&x->foreign_of, note);
	if (*at != CE_NONE && x->foreigns.at[*at].call == call)
		return;
	ce_push(&x->foreigns, ((foreign){call, *at}));
	*at = x->foreigns.n - 1;
}

static void add_callee(explainer *x, uint32_t call, const ce_summary *m)
{
	if (!m || m->top)
		return;
	for (uint32_t i = 0; i < m->stores.n; i++)
		add_foreign(x, call, m->stores.at[i].note);
	for (uint32_t i = 0; i < m->moves.n; i++)
		add_foreign(x, call, m->moves.at[i].note);
	for (uint32_t i = 0; i < m->leaks.n; i++)
		add_foreign(x, call, m->leaks.at[i].note);
	for (uint32_t i = 0; i < m->opens.n; i++)
		add_foreign(x, call, m->opens.at[i].note);
}

static void note_steps(explainer *x)
{
	const solver *s = x->s;

	for (uint32_t i = 0; i < s->func->edges.n; i++)
		if (s->func->edges.at[i].note)
			ce_map_put(&x->own, s->map->note_base + s->func->edges.at[i].note, 0);
	for (uint32_t i = 0; i < s->func->calls.n; i++)
		if (s->func->calls.at[i].note)
			ce_map_put(&x->own, s->map->note_base + s->func->calls.at[i].note, 0);
	/* Backwards, so that each list is in the order of the calls. */
	for (uint32_t i = s->calls.n; i-- > 0;) {
		const callsite *c = &s->calls.at[i];

		if (c->index == CE_NONE)
			continue; /* not in this function */
		for (uint32_t k = 0; k < c->callees.n; k++)
			add_callee(x, i, s->p->fns.at[c->callees.at[k]].summary);
	}
}

static bool is_given(const explainer *x, const callsite *c, uint32_t obj)
{
	for (uint32_t i = 0; i < c->nargs; i++)
		for (uint32_t k = 0; c->args[i] != CE_NONE && k < x->s->nodes.at[c->args[i]].n; k++)
			if (val_obj(x->s->nodes.at[c->args[i]].vals[k]) == obj)
				return true;
	return false;
}

/* The call by which a step of a callee came here; 0 when it is our own. */
static ce_gnote call_of(const explainer *x, const step *t)
{
	uint32_t first = ce_map_get(&x->foreign_of, t->note);

	for (uint32_t i = first; i != CE_NONE; i = x->foreigns.at[i].next)
		if (is_given(x, &x->s->calls.at[x->foreigns.at[i].call], t->obj))
			return x->s->calls.at[x->foreigns.at[i].call].note;
	return first == CE_NONE ? 0 : x->s->calls.at[x->foreigns.at[first].call].note;
}

/* ---- from an arrival back to the source ------------------------------------------------ */

/* Whether the path's edge ends at this memory: a variable or an allocation. */
static bool has_name(const explainer *x, uint32_t cell)
{
	uint8_t kind = x->s->objs.at[x->s->cells.at[cell].obj].kind;

	return kind == CE_OBJ_LOCAL || kind == CE_OBJ_HEAP;
}

static void walk_back(explainer *x, const arrival *a)
{
	uint32_t n = a->node, at = a->at;

	x->path.n = 0;
	if (n == CE_NONE || at >= x->s->nodes.at[n].n)
		return;
	ce_push(&x->path, ((step){a->note, val_obj(x->s->nodes.at[n].vals[at]), CE_NONE}));
	while (n != CE_NONE && x->path.n < MAX_STEPS) {
		const node *from = &x->s->nodes.at[n];
		uint32_t cell = ce_map_get(&x->cell_of, n), obj;

		if (at >= from->n)
			break;
		obj = val_obj(from->vals[at]);
		if (cell != CE_NONE && has_name(x, cell))
			ce_push(&x->path, ((step){0, obj, cell}));
		ce_push(&x->path, ((step){from->causes[at].note, obj, CE_NONE}));
		n = from->causes[at].node;
		at = from->causes[at].at;
	}
}

static bool same_place(const explainer *x, ce_gnote a, ce_gnote b)
{
	const ce_unit *ua, *ub;
	const ce_note *na = ce_program_note(x->s->p, a, &ua), *nb = ce_program_note(x->s->p, b, &ub);

	return ua == ub && na->text && na->text == nb->text && na->pos.line == nb->pos.line &&
	       na->pos.col == nb->pos.col;
}

static void add_note(explainer *x, ce_gnote note)
{
	if (!note)
		return;
	for (uint32_t i = 0; i < x->steps.n; i++)
		if (x->steps.at[i] == note)
			return; /* once is enough, also in a loop */
	if (x->steps.n && same_place(x, x->steps.at[x->steps.n - 1], note))
		x->steps.n--; /* two things done by one expression: the later decides */
	ce_push(&x->steps, note);
}

/* A step inside a callee comes after the call; those of library models are not
 * the user's code and stay unsaid. */
static void add_step(explainer *x, const step *t)
{
	ce_gnote call = call_of(x, t);
	const ce_unit *u;

	add_note(x, call);
	if (t->note && call)
		ce_program_note(x->s->p, t->note, &u);
	if (!t->note || !call || !u->is_model)
		add_note(x, t->note);
}

static void end_edge(explainer *x, ce_flow_edge *e, const char *dst, edge_list *out)
{
	e->dst = dst;
	e->nsteps = x->steps.n;
	e->steps = ce_arena_alloc(&x->v->arena, (x->steps.n + 1) * sizeof *e->steps);
	if (x->steps.n)
		memcpy(e->steps, x->steps.at, x->steps.n * sizeof *e->steps);
	ce_push(out, *e);
	*e = (ce_flow_edge){.src = dst};
	x->steps.n = 0;
}

/* The edges from where the value started to where it arrived. */
static void add_edges(explainer *x, const arrival *a, ce_flow_edge e, const char *dst, edge_list *out)
{
	const char *cell_name;

	x->steps.n = 0;
	walk_back(x, a);
	for (uint32_t i = x->path.n; i-- > 0;) {
		const step *t = &x->path.at[i];

		add_step(x, t);
		if (t->cell == CE_NONE)
			continue;
		cell_name = object_name(x, x->s->cells.at[t->cell].obj);
		if (strcmp(cell_name, "{temp}") != 0 && strcmp(cell_name, e.src) != 0)
			end_edge(x, &e, cell_name, out);
	}
	end_edge(x, &e, dst, out);
}

static uint32_t arrived(const explainer *x, const arrival *a)
{
	return val_obj(x->s->nodes.at[a->node].vals[a->at]);
}

/* From the source through each object that holds it to the sink. */
static void add_flow(explainer *x, uint32_t at, const char *source, int derefs, edge_list *out)
{
	ce_flow_edge e = {.src = source, .derefs = derefs};

	for (uint32_t next; at != CE_NONE; at = next) {
		const arrival *a = &x->queue.at[at];
		const object *holder;
		const char *name;

		next = a->into;
		if (next == CE_NONE) {
			add_edges(x, a, e, sink_name(x, x->sink), out);
			return;
		}
		holder = &x->s->objs.at[arrived(x, &x->queue.at[next])];
		name = object_name(x, arrived(x, &x->queue.at[next]));
		/* That a parameter is in its own memory needs no words. */
		if (strcmp(name, e.src) != 0)
			add_edges(x, a, e, name, out);
		e = (ce_flow_edge){.src = name, .derefs = -1};
		if (holder->kind == CE_OBJ_PARAM || holder->kind == CE_OBJ_CHILD)
			e.derefs = holder->level;
		e.derefs += x->queue.at[next].copied;
	}
}

/* ---- from a sink to all that it holds ----------------------------------------------------- */

static void reach_param(explainer *x, uint32_t at, uint32_t param, int level)
{
	found *f;

	if (param >= x->v->params.n)
		return;
	f = &x->params[param];
	if (level == 0 && f->level0 == CE_NONE)
		f->level0 = at;
	if (level > 0 && (f->deeper == CE_NONE || (x->sink == SINK_RESULT && level < f->level))) {
		f->deeper = at;
		f->level = level;
	}
}

static void reach_local(explainer *x, uint32_t at, uint32_t local)
{
	if (local < x->v->locals.n && x->locals[local] == CE_NONE)
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
	const object *o = &x->s->objs.at[arrived(x, &x->queue.at[at])];
	uint32_t param = c_param(x, o->root);

	switch ((ce_obj_kind)o->kind) {
	case CE_OBJ_PARAM:
		if (param != CE_NONE && x->s->func->args.at[o->id].kind == CE_ARG_BYVAL && !copied)
			reach_byval(x, at, param);
		else if (param != CE_NONE)
			reach_param(x, at, param, o->level + copied);
		break;
	case CE_OBJ_CHILD:
		if (param != CE_NONE && !(o->level > 0 && o->int_only))
			reach_param(x, at, param, (o->level < 0 ? 0 : o->level) + copied);
		break;
	case CE_OBJ_LOCAL:
		if (!copied)
			reach_local(x, at, o->id);
		break;
	case CE_OBJ_HEAP:
		for (uint32_t i = 0; i < x->v->allocs.n && !copied; i++)
			if (x->v->allocs.at[i].call == o->site && x->allocs[i] == CE_NONE)
				x->allocs[i] = at;
		break;
	default:
		break;
	}
}

static void arrive(explainer *x, uint32_t n, ce_gnote note, uint32_t into, bool copied)
{
	for (uint32_t i = 0; n != CE_NONE && i < x->s->nodes.at[n].n; i++)
		ce_push(&x->queue, ((arrival){n, i, note, into, copied}));
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
			if (!s->stores.at[k].transient)
				arrive(x, s->stores.at[k].src, s->stores.at[k].note, into, false);
	for (uint32_t k = s->objs.at[obj].copies; k; k = s->copies.at[k].next) {
		const move *m = &s->moves.at[s->copies.at[k].move];

		arrive(x, m->src, m->note, into, true);
	}
	/* What others put into an object that they can see. */
	for (uint32_t i = 0; i < s->objs.n && (kind == CE_OBJ_HEAP || kind == CE_OBJ_LOCAL); i++)
		if (s->objs.at[i].kind == CE_OBJ_CHILD && s->objs.at[i].root == obj)
			arrive_contents(x, i, into);
}

/* Whether what the object holds is held by the sink too. */
static bool is_container(const explainer *x, const arrival *a)
{
	uint8_t kind = x->s->objs.at[arrived(x, a)].kind;

	if (a->copied)
		return true;
	if (kind == CE_OBJ_LOCAL || kind == CE_OBJ_HEAP || kind == CE_OBJ_RET)
		return x->sink != SINK_RESULT;
	return x->sink == SINK_HEAP && (kind == CE_OBJ_PARAM || kind == CE_OBJ_CHILD);
}

static void visit_queue(explainer *x, uint32_t from)
{
	for (uint32_t i = from; i < x->queue.n; i++) {
		arrival a = x->queue.at[i]; /* the array may move */

		reach_object(x, i, a.copied);
		if (is_container(x, &a))
			arrive_contents(x, arrived(x, &a), i);
	}
}

/* The C parameter in whose memory an object is, as a sink; CE_NONE: in none. */
static uint32_t sink_of(const explainer *x, uint32_t obj)
{
	const object *o = &x->s->objs.at[obj], *root = &x->s->objs.at[o->root];
	uint32_t param = c_param(x, o->root);

	switch ((ce_obj_kind)root->kind) {
	case CE_OBJ_GLOBAL:
		return x->s->p->gls.at[root->id].constant ? CE_NONE : SINK_HEAP;
	case CE_OBJ_PARAM:
		if (obj == o->root && o->level < 0 && !o->escapes)
			return CE_NONE; /* a by-value copy */
		if (param != CE_NONE)
			return SINK_PARAM + param;
		return obj == o->root && root->id < x->s->func->args.n ? SINK_RESULT : SINK_HEAP;
	case CE_OBJ_OUTSIDE:
	case CE_OBJ_RET:
		return SINK_HEAP;
	default:
		return CE_NONE;
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
		if (sink_of(x, i) == SINK_RESULT)
			arrive_contents(x, i, CE_NONE);
	last = x->queue.n;
	for (uint32_t i = first; i < last; i++) {
		arrival a = x->queue.at[i];
		uint8_t kind = x->s->objs.at[arrived(x, &a)].kind;

		if (kind == CE_OBJ_LOCAL || kind == CE_OBJ_HEAP || kind == CE_OBJ_RET)
			arrive_contents(x, arrived(x, &a), i);
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
		if (sink_of(x, i) == sink)
			arrive_contents(x, i, CE_NONE);
	for (uint32_t i = 0; i < s->calls.n && sink == SINK_HEAP; i++)
		for (uint32_t k = 0; k < s->calls.at[i].nargs && s->calls.at[i].open; k++)
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
	const char *name = param_name(x, i);
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
		add_flow(x, k->level0, name, 0, &x->flows[i]);
	if (deeper && k->deeper != CE_NONE)
		add_flow(x, k->deeper, name, k->level, &x->flows[i]);
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
	add_flow(x, at, name, -1, &edges);
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
			explain_place(x, &v->locals.at[i].why, x->locals[i],
			              unit_text(x, x->s->func->locals.at[i].name));
	for (uint32_t i = 0; i < v->allocs.n; i++)
		if (v->allocs.at[i].escapes) {
			const ce_note *n = &x->s->unit->notes.at[x->s->func->calls.at[v->allocs.at[i].call].note];

			explain_place(x, &v->allocs.at[i].why, x->allocs[i], storage_name(x, x->s->unit, n->text));
		}
}

void explain_verdict(const solver *s, struct ce_verdict *v)
{
	explainer x = {.s = s, .v = v};
	ce_arena arena = {0};

	for (uint32_t c = 0; c < s->cells.n; c++)
		ce_map_put(&x.cell_of, s->cells.at[c].in, c);
	note_steps(&x);
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
