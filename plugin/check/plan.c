/*
 * plan.c - which functions of a unit are to be looked at, and what is known of them.
 */
#include <stdio.h>
#include <stdlib.h>

#include "check/plan.h"
#include "report/report.h"
#include "runtime/record.h"

typedef struct maker {
	ce_check_plan *plan;
	const ce_program *p;
	const ce_source *source;
	ce_functions which;
} maker;

static const char *keep(maker *m, const char *text)
{
	size_t n = strlen(text) + 1;

	return memcpy(ce_arena_alloc(&m->plan->arena, n), text, n);
}

static const ce_source_func *source_of(const maker *m, const char *symbol)
{
	for (size_t i = 0; m->source && i < m->source->nfuncs; i++)
		if (strcmp(m->source->funcs[i].link_name, symbol) == 0)
			return &m->source->funcs[i];
	return NULL;
}

static bool is_wanted(const maker *m, const ce_func *f)
{
	ce_functions which = m->which;

	if (f->flags & (CE_FUNC_SYSTEM | CE_FUNC_WRAPPER | CE_FUNC_ALIAS | CE_FUNC_GO_EXPORT))
		return false;
	if (which == CE_FUNCTIONS_DEFAULT)
		which = m->plan->is_cgo ? CE_FUNCTIONS_CGO : CE_FUNCTIONS_EXTERN;
	return which == CE_FUNCTIONS_ALL || (which == CE_FUNCTIONS_CGO && f->flags & CE_FUNC_BOUNDARY) ||
	       (which == CE_FUNCTIONS_EXTERN && f->linkage != CE_LINK_INTERNAL);
}

static void add_params(maker *m, ce_check_func *to, const ce_verdict *v, const ce_unit *u,
                       const ce_source_func *sf)
{
	const ce_func *f = m->p->fns.at[v->fn].func;

	for (uint32_t i = 0; i < f->params.n; i++) {
		const ce_param *q = &f->params.at[i];
		ce_check_param out = {.index = i, .line = q->pos.line, .col = q->pos.col};
		char unnamed[16];

		if (!ce_param_has_verdict(m->p, v, i))
			continue;
		snprintf(unnamed, sizeof unnamed, "~p%u", i);
		out.name = keep(m, q->name ? ce_text(&u->strings, q->name) : unnamed);
		out.size = sf && i < sf->nparams ? sf->params[i].pointee_size : 0;
		if (q->flags & CE_PARAM_PLAIN)
			out.flags |= CE_RT_PARAM_PLAIN;
		if (q->flags & CE_PARAM_NOESCAPE)
			out.flags |= CE_RT_PARAM_NOESCAPE;
		if (!v->limit && !ce_fact_level0(&v->params.at[i]))
			out.flags |= CE_RT_PARAM_PROVED;
		ce_push(&to->params, out);
	}
}

/* What stands behind `...` may be what a parameter leads to: whose pointer it was nobody can tell. */
static bool is_open_ended(const ce_unit *u, const ce_func *f)
{
	for (uint32_t i = 0; i < f->params.n; i++)
		if (strstr(ce_text(&u->strings, f->params.at[i].type), "va_list"))
			return true;
	return f->flags & CE_FUNC_VARIADIC;
}

static void add_args(ce_check_func *to, const ce_unit *u, const ce_func *f)
{
	to->result = CE_NONE;
	to->nargs_ir = f->args.n;
	if (is_open_ended(u, f))
		return;
	for (uint32_t a = 0; a < f->args.n; a++) {
		const ce_arg *arg = &f->args.at[a];

		if (arg->kind == CE_ARG_RESULT)
			to->result = a;
		for (uint32_t i = 0; i < to->params.n && arg->kind != CE_ARG_RESULT; i++)
			if (to->params.at[i].index == arg->param)
				ce_push(&to->args,
				        ((ce_check_arg){a, i, arg->kind == CE_ARG_BYVAL ? arg->size : 0}));
	}
}

static void add_func(maker *m, const ce_verdict *v)
{
	const ce_fn *fn = &m->p->fns.at[v->fn];
	const ce_func *f = fn->func;
	const ce_unit *u = m->p->units.at[fn->unit].unit;
	const ce_source_func *sf = source_of(m, ce_text(&u->strings, f->name));
	ce_check_func out = {.symbol = keep(m, ce_text(&u->strings, f->name)),
	                     .name = keep(m, ce_text(&u->strings, f->shown)),
	                     .file = keep(m, ce_text(&u->strings, f->pos.file)),
	                     .line = f->pos.line,
	                     .col = f->pos.col};

	if (f->flags & CE_FUNC_BOUNDARY)
		out.flags |= CE_RT_FUNC_BOUNDARY;
	if (v->nocallback == CE_NOCALLBACK_YES)
		out.flags |= CE_RT_FUNC_NOCALLBACK_PROVED;
	if (sf && sf->promises & CE_PROMISE_NOCALLBACK)
		out.flags |= CE_RT_FUNC_NOCALLBACK;
	if (sf && sf->promises & CE_PROMISE_NOESCAPE)
		out.flags |= CE_RT_FUNC_NOESCAPE;
	add_params(m, &out, v, u, sf);
	add_args(&out, u, f);
	ce_push(&m->plan->funcs, out);
}

static void add_sites(maker *m, const ce_verdict *v)
{
	const ce_fn *fn = &m->p->fns.at[v->fn];
	const ce_unit_map *map = &m->p->units.at[fn->unit];

	for (uint32_t i = 0; i < v->allocs.n; i++) {
		const ce_call *c = &fn->func->calls.at[v->allocs.at[i].call];
		const ce_note *note = &map->unit->notes.at[c->note];

		ce_push(&m->plan->sites,
		        ((ce_check_site){.function = keep(m, ce_text(&map->unit->strings, fn->func->name)),
		                         .text = keep(m, ce_text(&map->unit->strings, note->text)),
		                         .line = note->pos.line,
		                         .col = note->pos.col,
		                         .escapes = v->limit || v->allocs.at[i].escapes}));
	}
}

/* Plumbing of cgo: only its entry is of interest. */
static void add_entry(maker *m, const ce_source_func *sf, ce_check_kind kind)
{
	ce_push(&m->plan->funcs, ((ce_check_func){.kind = kind,
	                                          .symbol = keep(m, sf->link_name),
	                                          .name = keep(m, sf->name),
	                                          .file = keep(m, sf->loc.file ? sf->loc.file : ""),
	                                          .line = sf->loc.line,
	                                          .col = sf->loc.col,
	                                          .result = CE_NONE}));
}

static void add_entries(maker *m)
{
	for (size_t i = 0; m->source && i < m->source->nfuncs; i++) {
		const ce_source_func *sf = &m->source->funcs[i];

		if (sf->defined && sf->flags & CE_FUNC_GO_EXPORT)
			add_entry(m, sf, CE_CHECK_EXPORT);
		else if (sf->defined && sf->flags & CE_FUNC_WRAPPER)
			add_entry(m, sf, CE_CHECK_WRAPPER);
	}
}

void ce_check_plan_make(ce_check_plan *plan, const ce_program *p, ce_verdict *const *verdicts, size_t n,
                        const ce_source *source, ce_functions which)
{
	maker m = {plan, p, source, which};

	plan->is_cgo = p->units.at[0].unit->is_cgo;
	for (size_t i = 0; i < n; i++) {
		if (p->fns.at[verdicts[i]->fn].unit != 0)
			continue;
		add_sites(&m, verdicts[i]);
		if (is_wanted(&m, p->fns.at[verdicts[i]->fn].func))
			add_func(&m, verdicts[i]);
	}
	add_entries(&m);
	plan->is_made = true;
}

ce_check_plan *ce_check_plan_new(void)
{
	return ce_calloc(1, sizeof(ce_check_plan));
}

void ce_check_plan_free(ce_check_plan *plan)
{
	if (!plan)
		return;
	for (uint32_t i = 0; i < plan->funcs.n; i++) {
		ce_vec_free(&plan->funcs.at[i].params);
		ce_vec_free(&plan->funcs.at[i].args);
	}
	ce_vec_free(&plan->funcs);
	ce_vec_free(&plan->sites);
	ce_arena_free(&plan->arena);
	free(plan->runtime);
	free(plan);
}
