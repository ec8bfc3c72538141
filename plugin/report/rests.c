/*
 * rests.c - what the verdicts of a function rest on besides the source at hand: the
 * models of library functions, hooks at their default, known tables of functions.
 */
#include <stdlib.h>
#include <string.h>

#include "report/report.h"
#include "solve/solve.h"

/* What the solutions of these functions used, at any depth. The callers of each function are
 * known; read backwards that is it. */
static void find_used(const ce_program *p, bool *used)
{
	bool again = true;

	while (again) {
		again = false;
		for (uint32_t g = 0; g < p->fns.n; g++)
			for (uint32_t i = 0; i < p->fns.at[g].callers.n && !used[g]; i++) {
				used[g] = used[p->fns.at[g].callers.at[i]];
				again |= used[g];
			}
	}
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void add_models(const ce_program *p, const bool *used, ce_buf *out)
{
	const char **names = ce_calloc(p->fns.n + 1, sizeof *names);
	uint32_t n = 0;

	for (uint32_t g = 0; g < p->fns.n; g++)
		if (used[g] && p->fns.at[g].func->flags & CE_FUNC_MODEL && p->fns.at[g].defined)
			names[n++] = ce_fn_name(p, g);
	qsort(names, n, sizeof *names, by_name);
	for (uint32_t i = 0; i < n; i++)
		if (i == 0 || strcmp(names[i], names[i - 1]) != 0)
			ce_buf_addf(out, "%s%s", i ? ", " : "rests on the model of ", names[i]);
	if (n)
		ce_buf_addc(out, '\n');
	free(names);
}

/* only: those that count, or NULL */
static void add_hooks(const ce_program *p, const ce_summary *m, const bool *only, ce_buf *out)
{
	for (uint32_t i = 0; i < m->backs.n; i++) {
		const ce_gl *g;
		const ce_unit *u;

		if (m->backs.at[i].kind != CE_BACK_HOOK || (only && !only[m->backs.at[i].id]))
			continue;
		g = &p->gls.at[m->backs.at[i].id];
		u = p->units.at[g->unit].unit;
		ce_buf_addf(out, "rests on the hook %s at its default",
		            ce_text(&u->strings, g->global->shown));
		if (g->setter != CE_NONE)
			ce_buf_addf(out, ", which %s may change", ce_fn_name(p, g->setter));
		ce_buf_addc(out, '\n');
	}
}

static void add_tables(bool any, ce_buf *out)
{
	if (any)
		ce_buf_adds(out, "rests on the tables of functions that the program stores in objects\n");
	if (!out->n)
		ce_buf_adds(out, "rests on its source alone\n");
}

void ce_param_rests_on(ce_program *p, const ce_verdict *v, uint32_t param, ce_buf *out)
{
	const ce_summary *m = p->fns.at[v->fn].summary;
	ce_received r;

	ce_solve_received(p, v->fn, param, &r);
	find_used(p, r.makers);
	for (uint32_t g = 0; g < p->fns.n; g++)
		r.fns[g] |= r.makers[g];
	add_models(p, r.fns, out);
	if (m)
		add_hooks(p, m, r.hooks, out);
	add_tables(r.tables, out);
	ce_received_free(&r);
}

void ce_rests_on(const ce_program *p, const ce_verdict *v, ce_buf *out)
{
	const ce_summary *m = p->fns.at[v->fn].summary;
	bool *used = ce_calloc(p->fns.n + 1, sizeof *used), tables = false;

	used[v->fn] = true;
	find_used(p, used);
	add_models(p, used, out);
	if (m)
		add_hooks(p, m, NULL, out);
	for (uint32_t i = 0; m && i < m->opens.n; i++)
		tables |= m->opens.at[i].tables;
	add_tables(tables, out);
	free(used);
}
