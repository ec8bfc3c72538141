#include "analysis.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

#include "summary/esc.h"

void ce_analysis_add(ce_analysis *a, ce_unit *u)
{
	ce_push(&a->units, u);
}

static void take_unit(void *ctx, ce_unit *u)
{
	ce_analysis_add(ctx, u);
}

bool ce_analysis_read(ce_analysis *a, const char *path, bool as_model, char **error)
{
	uint32_t before = a->units.n;
	bool ok = ce_esc_read_file(path, take_unit, a, error);

	for (uint32_t i = before; i < a->units.n && as_model; i++)
		a->units.at[i]->is_model = true;
	return ok;
}

char *ce_models_path(void)
{
	static const char *const places[] = {"", "/../lib", "/../lib/cgoescape"};
	Dl_info info;
	const char *slash;

	if (!dladdr((void *)ce_models_path, &info) || !info.dli_fname ||
	    !(slash = strrchr(info.dli_fname, '/')))
		return NULL;
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		char *path = ce_format("%.*s%s/cgoescape-models.esc", (int)(slash - info.dli_fname),
		                       info.dli_fname, places[i]);

		if (access(path, R_OK) == 0)
			return path;
		free(path);
	}
	return NULL;
}

/* Go's order: callees first, in order of declaration otherwise. */
static int by_component(const void *a, const void *b, void *program)
{
	const ce_program *p = program;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	if (p->fns.at[x].scc != p->fns.at[y].scc)
		return p->fns.at[x].scc < p->fns.at[y].scc ? -1 : 1;
	return x < y ? -1 : x > y;
}

void ce_analysis_run(ce_analysis *a, bool whole, bool explained, ce_buf *problems)
{
	ce_ids order = {0};

	a->program = ce_link(a->units.at, a->units.n, whole, problems);
	ce_program_solve(a->program);
	for (uint32_t f = 0; f < a->program->fns.n; f++)
		if (a->program->fns.at[f].reported)
			ce_push(&order, f);
	if (order.n)
		qsort_r(order.at, order.n, sizeof *order.at, by_component, a->program);
	for (uint32_t i = 0; i < order.n; i++)
		ce_push(&a->verdicts, explained ? ce_judge_explained(a->program, order.at[i])
		                                : ce_judge(a->program, order.at[i]));
	ce_vec_free(&order);
}

void ce_analysis_stats(const ce_analysis *a, ce_buf *out)
{
	const ce_stats *s = &a->program->stats;

	ce_buf_addf(out,
	            "%llu solutions, %llu steps, %llu nodes, %llu rounds, %llu coarser, %llu given up "
	            "(limit), at most "
	            "%llu solutions of one function",
	            (unsigned long long)s->solves, (unsigned long long)s->steps, (unsigned long long)s->nodes,
	            (unsigned long long)s->rounds, (unsigned long long)s->retries,
	            (unsigned long long)s->tops, (unsigned long long)s->max_iterations);
}

void ce_analysis_free(ce_analysis *a)
{
	for (uint32_t i = 0; i < a->verdicts.n; i++)
		ce_verdict_free(a->verdicts.at[i]);
	ce_vec_free(&a->verdicts);
	ce_program_free(a->program);
	for (uint32_t i = 0; i < a->units.n; i++)
		ce_unit_free(a->units.at[i]);
	ce_vec_free(&a->units);
}
