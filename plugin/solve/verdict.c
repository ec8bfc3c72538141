/*
 * verdict.c - from a solved graph to facts.
 */
#include "solve/verdict.h"

#include <stdlib.h>

#include "solve/judge.h"

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

static void judge_limit(judge *j)
{
	ce_why why = why_of(CE_CAT_LIMIT, 0, j->v->fn);

	j->v->limit = true;
	for (uint32_t i = 0; i < j->v->params.n; i++)
		add_fact(j, i, 0, SINK_HEAP, why);
	for (uint32_t i = 0; i < j->v->locals.n; i++)
		escape_local(j, i, SINK_HEAP, why);
	for (uint32_t i = 0; i < j->v->allocs.n; i++)
		j->v->allocs.at[i] = (ce_alloc_fact){j->v->allocs.at[i].call, true, why};
	callback(j, CE_NOCALLBACK_UNKNOWN, false, CE_NONE, why);
	judge_closed(j);
}

/* Calls of allocation functions: those of models whose result is a new object. */
static bool allocates(const ce_program *p, uint32_t fn)
{
	const ce_summary *m;

	if (!(ce_read_fn(p, fn)->func->flags & CE_FUNC_MODEL))
		return false;
	m = ce_read_summary(p, fn);
	for (uint32_t r = 0; m && !m->top && r < m->rets.n; r++) {
		uint32_t cls = m->rets.at[r];

		for (uint32_t i = 0; cls != CE_NONE && i < m->classes.at[cls].nvals; i++) {
			uint32_t v = m->vals.at[m->classes.at[cls].vals + i].obj;

			if (m->objs.at[v].kind == CE_OBJ_HEAP)
				return true;
		}
	}
	return false;
}

static ce_verdict *judge_function(ce_program *p, uint32_t fn, bool explained)
{
	const ce_fn *f = &p->fns.at[fn];
	judge j = {.fn = f, .v = ce_calloc(1, sizeof *j.v)};
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
	s.limit = steps_of(f, s.notch); /* it has been solved with that once */
	solver_run(&s);
	if (s.failed)
		judge_limit(&j);
	else {
		j.s = &s;
		judge_sinks(&j);
		judge_callbacks(&j);
		judge_closed(&j);
	}
	if (explained && !s.failed)
		explain_verdict(&s, j.v);
	solver_free(&s);
	ce_map_free(&j.seen);
	ce_map_free(&j.seen_copies);
	ce_map_free(&j.taken_apart);
	ce_map_free(&j.seen_nodes);
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
