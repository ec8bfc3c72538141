/*
 * plugin_run.c - one compile: module in, outputs out. The pipeline on one screen.
 */
#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

#include "analysis.h"
#include "base/path.h"
#include "cgoescape/plugin.h"
#include "check/plan.h"
#include "lower/lower.h"
#include "report/report.h"
#include "solve/solve.h"
#include "summary/esc.h"
#include "clang/prepare.h"

typedef struct run {
	const ce_options *o;
	const ce_reporter *rep;
	const ce_source *source;
	ce_check_plan *plan; /* or NULL */
	ce_analysis a;       /* units.at[0] is the one that is compiled */
	int status;
} run;

static void say(run *r, ce_severity severity, char *text)
{
	r->rep->message(r->rep->ctx, severity, (ce_loc){0}, text);
	free(text);
}

static void failed(run *r, char *error)
{
	r->status = 1;
	say(r, CE_WARNING, error);
}

static void read_models(run *r)
{
	char *path = ce_models_path(), *error = NULL;

	for (size_t i = 0; i < r->o->nhooks; i++)
		ce_push(&r->a.assumed, r->o->hooks[i]);
	for (size_t i = 0; i < r->o->nmodels; i++)
		if (!ce_analysis_read(&r->a, r->o->models[i], true, &error))
			failed(r, error);
	if (path && !ce_analysis_read(&r->a, path, true, &error))
		failed(r, error);
	if (!path && r->o->verbose)
		say(r, CE_REMARK, ce_strdup("no library models found: every library function is unknown"));
	free(path);
}

static char *source_path(const ce_unit *u)
{
	return ce_path_join(ce_text(&u->strings, u->directory), ce_text(&u->strings, u->source));
}

/* The rest of the program: verdicts are only wanted of the unit itself, whose summary
 * of last time may be there as well, its source named otherwise. */
static void read_program(run *r)
{
	char *own = source_path(r->a.units.at[0]), *error = NULL;

	for (size_t i = 0; i < r->o->nprogram; i++)
		if (!ce_analysis_read_all(&r->a, r->o->program[i], &error))
			failed(r, error);
	for (uint32_t i = 1; i < r->a.units.n;) {
		ce_unit *u = r->a.units.at[i];
		char *path = source_path(u);

		u->is_context = true;
		if (strcmp(path, own) != 0) {
			i++;
		} else {
			ce_unit_free(u);
			r->a.units.at[i] = r->a.units.at[--r->a.units.n];
		}
		free(path);
	}
	free(own);
}

/* A unit's file is named by where its source is, not by what is in it, so that
 * a new compile replaces the old summary. */
static void write_esc(run *r, const ce_unit *u)
{
	const char *source = ce_text(&u->strings, u->source), *slash = strrchr(source, '/');
	char *id = ce_format("%s\n%s", ce_text(&u->strings, u->directory), source), *path, *error = NULL;

	path = ce_format("%s/%s-%016llx.esc", r->o->esc, slash ? slash + 1 : source,
	                 (unsigned long long)XXH64(id, strlen(id), 0));
	if (!ce_make_dirs(r->o->esc, &error) || !ce_esc_write_file(path, u, &error))
		failed(r, error);
	free(id);
	free(path);
}

static void write_facts(run *r)
{
	ce_buf out = {0};
	char *error = NULL;

	ce_facts_tsv(r->a.program, r->a.verdicts.at, r->a.verdicts.n, &out);
	if (!ce_file_write(r->o->facts, out.data, out.n, &error))
		failed(r, error);
	ce_buf_free(&out);
}

/* Reports whether the verdicts of a function are wanted (key "functions"). */
static bool wanted(const run *r, const ce_func *f)
{
	ce_functions which = r->o->functions;

	if (f->flags & CE_FUNC_SYSTEM)
		return false;
	if (which == CE_FUNCTIONS_DEFAULT)
		which = r->a.units.at[0]->is_cgo ? CE_FUNCTIONS_CGO : CE_FUNCTIONS_ALL;
	switch (which) {
	case CE_FUNCTIONS_CGO:
		return f->flags & CE_FUNC_BOUNDARY;
	case CE_FUNCTIONS_EXTERN:
		return f->linkage != CE_LINK_INTERNAL;
	default:
		return !(f->flags & CE_FUNC_WRAPPER);
	}
}

static void print_message(run *r, const ce_message *m)
{
	ce_buf lines = {0};

	if (r->o->format == CE_PRINT_TSV) {
		printf("%s\t%s\t%s\n", m->function, m->subject, m->text);
		return;
	}
	if (r->o->m > 1 && m->leaks)
		ce_explain_message(r->a.program, m, r->source, &lines);
	for (char *line = lines.data, *end; line && *line; line = end + 1) {
		end = strchr(line, '\n');
		*end = 0;
		r->rep->message(r->rep->ctx, CE_REMARK, m->loc, line);
	}
	ce_buf_free(&lines);
	r->rep->message(r->rep->ctx, CE_REMARK, m->loc, m->text);
}

static void print_verdicts(run *r)
{
	for (uint32_t i = 0; i < r->a.verdicts.n; i++) {
		ce_messages list = {0};

		if (!wanted(r, r->a.program->fns.at[r->a.verdicts.at[i]->fn].func))
			continue;
		ce_messages_add(&list, r->a.program, r->a.verdicts.at[i]);
		for (uint32_t k = 0; k < list.at.n; k++)
			print_message(r, &list.at.at[k]);
		ce_messages_free(&list);
	}
	fflush(stdout);
}

static void write_log(run *r)
{
	ce_log *log = ce_log_new(r->a.units.at[0]);
	char *error = NULL;

	for (uint32_t i = 0; i < r->a.verdicts.n; i++) {
		ce_messages list = {0};

		if (!wanted(r, r->a.program->fns.at[r->a.verdicts.at[i]->fn].func))
			continue;
		ce_messages_add(&list, r->a.program, r->a.verdicts.at[i]);
		for (uint32_t k = 0; k < list.at.n; k++)
			if (list.at.at[k].leaks)
				ce_log_add(log, r->a.program, &list.at.at[k], r->source);
		ce_messages_free(&list);
	}
	if (!ce_log_write(log, r->o->json, &error))
		failed(r, error);
	ce_log_free(log);
}

/* What is wrong whatever the caller does; honoured -w is the compiler's part. */
static void print_warnings(run *r)
{
	for (uint32_t i = 0; i < r->a.verdicts.n; i++) {
		const ce_func *f = r->a.program->fns.at[r->a.verdicts.at[i]->fn].func;
		ce_messages list = {0};

		if (f->flags & (CE_FUNC_SYSTEM | CE_FUNC_WRAPPER))
			continue;
		ce_warnings_add(&list, r->a.program, r->a.verdicts.at[i]);
		for (uint32_t k = 0; k < list.at.n; k++)
			r->rep->message(r->rep->ctx, CE_WARNING, list.at.at[k].loc, list.at.at[k].text);
		ce_messages_free(&list);
	}
}

static void print_out(ce_buf *out)
{
	if (out->n)
		fwrite(out->data, 1, out->n, stdout);
	fflush(stdout);
	ce_buf_free(out);
}

/* Nobody looks at thousands of verdicts: of large units static functions count where
 * they are wrong. */
static bool wanted_in_editor(const run *r, const ce_verdict *v)
{
	enum { LARGE = 500 };
	const ce_func *f = r->a.program->fns.at[v->fn].func;
	ce_messages warnings = {0};
	bool wrong;

	if (r->a.verdicts.n <= LARGE || f->linkage != CE_LINK_INTERNAL ||
	    r->o->functions != CE_FUNCTIONS_DEFAULT)
		return true;
	ce_warnings_add(&warnings, r->a.program, v);
	wrong = warnings.at.n > 0;
	ce_messages_free(&warnings);
	return wrong;
}

/* Explaining costs more than judging: only what is shown is judged a second time. */
static void print_for_editor(run *r)
{
	ce_editor *e = ce_editor_new(r->a.program);
	ce_buf out = {0};

	for (uint32_t i = 0; i < r->a.verdicts.n; i++) {
		const ce_verdict *v = r->a.verdicts.at[i];
		ce_verdict *explained;

		if (!wanted(r, r->a.program->fns.at[v->fn].func) || !wanted_in_editor(r, v))
			continue;
		explained = ce_judge_explained(r->a.program, v->fn);
		ce_editor_add(e, explained);
		ce_verdict_free(explained);
	}
	ce_editor_write(e, r->source, &out);
	print_out(&out);
	ce_editor_free(e);
}

static void dump_graph(const ce_unit *u)
{
	ce_buf out = {0};

	ce_unit_dump(u, &out);
	print_out(&out);
}

/* Summaries of the unit's own functions, specialisations among them. */
static void dump_summaries(const ce_program *p)
{
	ce_buf out = {0};

	for (uint32_t f = 0; f < p->fns.n; f++)
		if (p->fns.at[p->fns.at[f].base].reported)
			ce_summary_dump(p, f, &out);
	print_out(&out);
}

static void make_plan(run *r)
{
	bool embed = !r->o->runtime || strcmp(r->o->runtime, "link") != 0;

	r->plan->runtime = embed ? ce_runtime_path() : NULL;
	if (embed && !r->plan->runtime)
		failed(r, ce_strdup("cgoescape-runtime.bc is not beside the plugin: nothing is checked at "
		                    "run time"));
	else
		ce_check_plan_make(r->plan, r->a.program, r->a.verdicts.at, r->a.verdicts.n, r->source,
		                   (ce_functions)(r->o->check - 1));
}

static void analyse(run *r)
{
	ce_buf text = {0};

	read_program(r);
	if (!r->a.units.at[0]->is_model)
		read_models(r);
	ce_analysis_run(&r->a, false, r->o->m > 1 || r->o->json, &text);
	ce_buf_free(&text);
	if (r->o->verbose) {
		ce_analysis_stats(&r->a, &text);
		say(r, CE_REMARK, ce_strdup(text.data));
		ce_buf_free(&text);
	}
	if (r->o->dump && strcmp(r->o->dump, "summary") == 0)
		dump_summaries(r->a.program);
	if (r->o->facts)
		write_facts(r);
	if (r->o->json)
		write_log(r);
	if (r->plan)
		make_plan(r);
	print_warnings(r);
	if (r->o->format == CE_PRINT_EDITOR)
		print_for_editor(r);
	if (r->o->m || r->o->format == CE_PRINT_TSV)
		print_verdicts(r);
}

/* Warnings are for what is certain: a large unit need not be solved to the end for
 * them, in every compile. */
static bool only_warns(const ce_options *o, const ce_check_plan *plan)
{
	return !o->m && !o->facts && !o->json && !o->dump && !plan && o->format == CE_PRINT_REMARKS;
}

static bool wants_verdicts(const run *r)
{
	return !r->o->no_verdicts && (!r->rep->unheard || r->o->verbose || !only_warns(r->o, r->plan));
}

int ce_plugin_run(void *module, bool run_passes, const ce_source *source, const ce_options *options,
                  const ce_reporter *reporter, ce_check_plan *plan)
{
	run r = {.o = options,
	         .rep = reporter,
	         .source = source,
	         .plan = plan,
	         .a = {.quick = options->quick || only_warns(options, plan)}};
	ce_unit *u;

	if (run_passes)
		ce_prepare_module(module);
	u = ce_lower_module(module, source);
	ce_analysis_add(&r.a, u);
	if (options->dump && strcmp(options->dump, "graph") == 0)
		dump_graph(u);
	if (options->esc)
		write_esc(&r, u);
	if (wants_verdicts(&r))
		analyse(&r);
	ce_analysis_free(&r.a);
	return r.status;
}
