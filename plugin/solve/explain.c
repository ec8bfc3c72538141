/*
 * explain.c - the path of each leak, read back from the causes that the tracing
 * solver kept.
 *
 * Every value of every node remembers the node it came from, so a path is a walk
 * from the sink to the source. It is the first way found, which the order of the
 * work list makes a short one. Where the path goes through memory of a local or
 * of an allocation, one edge ends and the next begins, as at Go's variables.
 */
#include <stdio.h>
#include <stdlib.h>

#include "solve/solver.h"
#include "solve/verdict.h"

enum { MAX_STEPS = 400 };

typedef struct step {
	ce_gnote note;
	uint32_t cell; /* the step ends in memory: this cell's */
} step;

typedef struct explainer {
	const solver *s;
	ce_verdict *v;
	ce_map cell_of; /* node `in` -> cell */
	CE_VEC(step) path; /* from the sink back to the source */
} explainer;

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
	return param < x->s->func->params.n ? unit_text(x, x->s->func->params.at[param].name) : "{temp}";
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
		if (n->text)
			return text(x, "{storage for ", ce_text(&u->strings, n->text), "}");
	}
	return "{temp}";
}

static const char *sink_name(explainer *x, const ce_why *why)
{
	if (why->sink == 0)
		return "{heap}";
	if (why->sink == 1)
		return "~r0";
	return text(x, "{param ", param_name(x, why->sink - 2), "}");
}

static void add_step(explainer *x, ce_gnote note, uint32_t cell)
{
	if (cell == CE_NONE && (!note || (x->path.n && x->path.at[x->path.n - 1].note == note)))
		return;
	ce_push(&x->path, ((step){note, cell}));
}

/* Whether the path's edge ends at this memory: a variable or an allocation. */
static bool has_name(const explainer *x, uint32_t cell)
{
	uint8_t kind = x->s->objs.at[x->s->cells.at[cell].obj].kind;

	return kind == CE_OBJ_LOCAL || kind == CE_OBJ_HEAP;
}

static void walk_back(explainer *x, const ce_why *why)
{
	uint32_t n = why->node, at = why->at;

	x->path.n = 0;
	add_step(x, why->note, CE_NONE);
	while (n != CE_NONE && x->path.n < MAX_STEPS) {
		const node *from = &x->s->nodes.at[n];
		uint32_t cell = ce_map_get(&x->cell_of, n);

		if (at >= from->n)
			break;
		if (cell != CE_NONE && has_name(x, cell))
			add_step(x, 0, cell);
		add_step(x, from->causes[at].note, CE_NONE);
		n = from->causes[at].node;
		at = from->causes[at].at;
	}
}

static void cut(explainer *x, const ce_why *why, const char *source, int derefs, ce_flow *out)
{
	CE_VEC(ce_flow_edge) edges = {0};
	ce_flow_edge e = {.src = source, .derefs = derefs};
	ce_ids steps = {0};

	for (uint32_t i = x->path.n; i-- > 0;) {
		bool memory = x->path.at[i].cell != CE_NONE;

		if (!memory && x->path.at[i].note)
			ce_push(&steps, x->path.at[i].note);
		if (!memory && i > 0)
			continue;
		e.dst = memory ? object_name(x, x->s->cells.at[x->path.at[i].cell].obj) : sink_name(x, why);
		e.nsteps = steps.n;
		e.steps = ce_arena_alloc(&x->v->arena, (steps.n + 1) * sizeof *e.steps);
		if (steps.n)
			memcpy(e.steps, steps.at, steps.n * sizeof *e.steps);
		ce_push(&edges, e);
		e = (ce_flow_edge){.src = e.dst};
		steps.n = 0;
	}
	out->nedges = edges.n;
	out->edges = ce_arena_alloc(&x->v->arena, (edges.n + 1) * sizeof *edges.at);
	if (edges.n)
		memcpy(out->edges, edges.at, edges.n * sizeof *edges.at);
	ce_vec_free(&edges);
	ce_vec_free(&steps);
}

static void explain(explainer *x, ce_why *why, const char *source, int derefs)
{
	walk_back(x, why);
	cut(x, why, source, derefs, &why->flow);
}

void explain_verdict(const solver *s, struct ce_verdict *v)
{
	explainer x = {.s = s, .v = v};

	for (uint32_t c = 0; c < s->cells.n; c++)
		ce_map_put(&x.cell_of, s->cells.at[c].in, c);
	for (uint32_t i = 0; i < v->params.n; i++) {
		ce_fact *f = &v->params.at[i];
		int level = 0;

		if (!ce_fact_level0(f) && !f->content && !f->levels && !f->content_params.n)
			continue;
		if (!ce_fact_level0(f))
			level = f->levels ? __builtin_ctz(f->levels) : 1;
		explain(&x, &f->why, param_name(&x, i), level);
	}
	for (uint32_t i = 0; i < v->locals.n; i++)
		if (v->locals.at[i].escapes)
			explain(&x, &v->locals.at[i].why, unit_text(&x, s->func->locals.at[i].name), -1);
	for (uint32_t i = 0; i < v->allocs.n; i++)
		if (v->allocs.at[i].escapes) {
			uint32_t note = s->func->calls.at[v->allocs.at[i].call].note;

			explain(&x, &v->allocs.at[i].why,
			        text(&x, "{storage for ", unit_text(&x, s->unit->notes.at[note].text), "}"), -1);
		}
	ce_map_free(&x.cell_of);
	ce_vec_free(&x.path);
}
