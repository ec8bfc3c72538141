/*
 * explain_path.c - the steps of a value from where it started to where it arrived,
 * read back along the causes that the tracing solver kept.
 */
#include <stdio.h>
#include <stdlib.h>

#include "solve/explain.h"

enum { MAX_STEPS = 400 };

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

const char *explain_param_name(explainer *x, uint32_t param)
{
	char tmp[16];

	if (param >= x->s->func->params.n)
		return "{temp}";
	if (x->s->func->params.at[param].name)
		return unit_text(x, x->s->func->params.at[param].name);
	snprintf(tmp, sizeof tmp, "~p%u", param);
	return text(x, "", tmp, "");
}

const char *explain_local_name(const explainer *x, uint32_t local)
{
	return unit_text(x, x->s->func->locals.at[local].name);
}

const char *explain_storage_name(explainer *x, const ce_unit *u, ce_str expr)
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
		return explain_local_name(x, o->id);
	if (o->kind == CE_OBJ_HEAP) {
		n = ce_read_note(x->s->p, o->note, &u);
		return explain_storage_name(x, u, n->text);
	}
	if (o->kind == CE_OBJ_GLOBAL) {
		const ce_gl *g = ce_read_global(x->s->p, o->id);

		return ce_text(&x->s->p->units.at[g->unit].unit->strings, g->global->shown);
	}
	if (c_param(x->s, o->root) != CE_NONE)
		return explain_param_name(x, c_param(x->s, o->root));
	return "{temp}";
}

static const char *sink_name(explainer *x, uint32_t sink)
{
	if (sink == SINK_HEAP)
		return "{heap}";
	if (sink == SINK_RESULT)
		return "~r0";
	return text(x, "{param ", explain_param_name(x, sink - SINK_PARAM), "}");
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

void explain_note_steps(explainer *x)
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
			add_callee(x, i, ce_read_summary(s->p, c->callees.at[k]));
	}
}

static bool holds(const explainer *x, uint32_t n, uint32_t obj)
{
	for (uint32_t k = 0; n != CE_NONE && k < x->s->nodes.at[n].n; k++)
		if (val_obj(x->s->nodes.at[n].vals[k]) == obj)
			return true;
	return false;
}

/* How surely the call was given the value of a step: 2 as an argument itself, 1 the
 * same object in some argument, 0 neither. */
static int is_given(const explainer *x, const callsite *c, const step *t)
{
	int sure = 0;

	for (uint32_t i = 0; i < c->nargs && sure < 2; i++)
		if (c->args[i] == t->node)
			sure = 2;
		else if (!sure && holds(x, c->args[i], t->obj))
			sure = 1;
	return sure;
}

/* The call by which a step of a callee came here; 0 when it is our own. */
static ce_gnote call_of(const explainer *x, const step *t)
{
	ce_gnote note = 0;
	int best = -1;

	for (uint32_t i = ce_map_get(&x->foreign_of, t->note); i != CE_NONE; i = x->foreigns.at[i].next) {
		const callsite *c = &x->s->calls.at[x->foreigns.at[i].call];
		int sure = is_given(x, c, t);

		if (sure <= best)
			continue;
		best = sure;
		note = c->note;
	}
	return note;
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
	ce_push(&x->path, ((step){a->note, n, val_obj(x->s->nodes.at[n].vals[at]), CE_NONE}));
	while (n != CE_NONE && x->path.n < MAX_STEPS) {
		const node *from = &x->s->nodes.at[n];
		uint32_t cell = ce_map_get(&x->cell_of, n), obj;

		if (at >= from->n)
			break;
		obj = val_obj(from->vals[at]);
		if (cell != CE_NONE && has_name(x, cell))
			ce_push(&x->path, ((step){0, n, obj, cell}));
		ce_push(&x->path, ((step){from->causes[at].note, from->causes[at].node, obj, CE_NONE}));
		n = from->causes[at].node;
		at = from->causes[at].at;
	}
}

uint16_t explain_length(const explainer *x, const arrival *a, uint16_t most)
{
	uint32_t n = a->node, at = a->at, next;
	uint16_t length = 1;

	while (n != CE_NONE && length < most && at < x->s->nodes.at[n].n) {
		const cause *c = &x->s->nodes.at[n].causes[at];

		next = c->node;
		at = c->at;
		length += c->note != 0;
		if (next == n)
			break;
		n = next;
	}
	return length;
}

static void add_note(explainer *x, ce_gnote note)
{
	if (!note)
		return;
	for (uint32_t i = 0; i < x->steps.n; i++)
		if (x->steps.at[i] == note)
			return; /* once is enough, also in a loop */
	if (x->steps.n && ce_read_same_place(x->s->p, x->steps.at[x->steps.n - 1], note))
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
		ce_read_note(x->s->p, t->note, &u);
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

uint32_t explain_arrived(const explainer *x, const arrival *a)
{
	return val_obj(x->s->nodes.at[a->node].vals[a->at]);
}

/* From the source through each object that holds it to the sink. */
void explain_flow(explainer *x, uint32_t at, const char *source, int derefs, edge_list *out)
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
		holder = &x->s->objs.at[explain_arrived(x, &x->queue.at[next])];
		name = object_name(x, explain_arrived(x, &x->queue.at[next]));
		/* That a parameter is in its own memory needs no words. */
		if (strcmp(name, e.src) != 0)
			add_edges(x, a, e, name, out);
		e = (ce_flow_edge){.src = name, .derefs = -1};
		if (holder->kind == CE_OBJ_PARAM || holder->kind == CE_OBJ_CHILD)
			e.derefs = holder->level;
		e.derefs += x->queue.at[next].copied;
	}
}
