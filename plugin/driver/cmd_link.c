/*
 * cmd_link.c - link, explain and dump: what works on unit summaries alone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "analysis.h"
#include "driver/driver.h"
#include "driver/output.h"
#include "driver/progress.h"
#include "driver/scan.h"
#include "report/report.h"
#include "scan/index.h"

static void read_one(ce_analysis *a, const char *path, bool as_model, ce_buf *problems)
{
	char *error = NULL;

	if (ce_analysis_read(a, path, as_model, &error))
		return;
	ce_buf_addf(problems, "%s\n", error);
	free(error);
}

static void read_all(ce_analysis *a, const ce_args *args, char **files, int n, ce_buf *problems)
{
	char *models = args->no_models ? NULL : ce_models_path();

	for (int i = 0; i < n; i++)
		read_one(a, files[i], false, problems);
	for (size_t i = 0; i < args->models.n; i++)
		read_one(a, args->models.at[i], true, problems);
	if (models)
		read_one(a, models, true, problems);
	free(models);
}

/* Problems are said, a line each, and what could be done is done all the same. */
static bool say_problems(ce_buf *problems)
{
	bool ok = problems->n == 0;

	for (char *line = problems->data, *end; line && *line; line = end + 1) {
		end = strchr(line, '\n');
		fprintf(stderr, "cgoescape: %.*s\n", (int)(end - line), line);
	}
	ce_buf_free(problems);
	return ok;
}

/* One function, or only what is said of one name in it. Returns how much that is. */
static unsigned add_text(const ce_analysis *a, const ce_verdict *v, int m, const char *only, bool *found,
                         ce_buf *out)
{
	unsigned count = 0;
	ce_messages list = {0};
	ce_buf flow = {0};

	ce_messages_add(&list, a->program, v);
	for (uint32_t i = 0; i < list.at.n; i++) {
		const ce_message *k = &list.at.at[i];

		if (only && strcmp(k->subject, only) != 0)
			continue;
		count++;
		*found |= k->leaks;
		if (m > 1 && k->leaks)
			ce_explain_message(a->program, k, NULL, &flow);
		for (char *line = flow.data, *end; line && *line; line = end + 1) {
			end = strchr(line, '\n');
			ce_buf_addf(out, "%s:%u:%u: %.*s\n", k->loc.file, k->loc.line, k->loc.col,
			            (int)(end - line), line);
		}
		ce_buf_free(&flow);
		ce_buf_addf(out, "%s:%u:%u: %s\n", k->loc.file, k->loc.line, k->loc.col, k->text);
	}
	ce_messages_free(&list);
	return count;
}

/* The parameter of this name, or CE_NONE. */
static uint32_t param_named(const ce_analysis *a, const ce_verdict *v, const char *name)
{
	const ce_fn *f = &a->program->fns.at[v->fn];
	const ce_unit *u = a->program->units.at[f->unit].unit;

	for (uint32_t i = 0; name && i < f->func->params.n; i++)
		if (strcmp(ce_text(&u->strings, f->func->params.at[i].name), name) == 0)
			return i;
	return CE_NONE;
}

/* only: NULL, or the parameter that is asked about */
static void add_rests(const ce_analysis *a, const ce_verdict *v, const char *only, ce_buf *out)
{
	uint32_t param = param_named(a, v, only);
	const ce_fn *f = &a->program->fns.at[v->fn];
	const ce_unit *u = a->program->units.at[f->unit].unit;
	ce_buf rests = {0};

	if (param != CE_NONE)
		ce_param_rests_on(a->program, v, param, &rests);
	else
		ce_rests_on(a->program, v, &rests);
	for (char *line = rests.data, *end; line && *line; line = end + 1) {
		end = strchr(line, '\n');
		ce_buf_addf(out, "%s:%u:%u: %s%s%s %.*s\n", ce_text(&u->strings, f->func->pos.file),
		            f->func->pos.line, f->func->pos.col, ce_text(&u->strings, f->func->shown),
		            param != CE_NONE ? ":" : "", param != CE_NONE ? only : "", (int)(end - line),
		            line);
	}
	ce_buf_free(&rests);
}

static void print_stats(const ce_analysis *a, const ce_args *args)
{
	ce_buf stats = {0};

	if (!args->verbose)
		return;
	ce_analysis_stats(a, &stats);
	fprintf(stderr, "cgoescape: %s\n", stats.data);
	ce_buf_free(&stats);
}

/* Whether the verdicts are wanted in a form that is made of findings. */
static bool reports_findings(const ce_args *args)
{
	return args->format == FORMAT_JSON || args->format == FORMAT_SARIF;
}

static void report_findings(const ce_analysis *a, const ce_args *args, bool ok, const ce_buf *problems,
                            ce_buf *out)
{
	ce_findings list = {0};

	for (uint32_t i = 0; i < a->verdicts.n; i++)
		ce_findings_of(&list, a->program, a->verdicts.at[i],
		               (ce_wish){.proofs = args->m > 0, .explained = true});
	for (const char *line = problems->data, *end; line && *line; line = end + 1) {
		char *text;

		end = strchr(line, '\n');
		text = ce_strndup(line, (size_t)(end - line));
		ce_findings_notice(&list, (ce_loc){0}, CE_LEVEL_ERROR, text);
		free(text);
	}
	ce_findings_finish(&list);
	if (args->format == FORMAT_SARIF)
		ce_findings_sarif(&list, ok, out);
	else
		ce_findings_json(&list, out);
	ce_findings_free(&list);
}

int cmd_link(const ce_args *args)
{
	ce_analysis a = {0};
	ce_buf problems = {0}, out = {0};
	bool ok, found = false;

	read_all(&a, args, args->files, args->nfiles, &problems);
	ce_analysis_run(&a, !problems.n, args->m > 1 || reports_findings(args), &problems);
	ok = problems.n == 0;
	print_stats(&a, args);
	for (uint32_t i = 0; i < a.verdicts.n; i++)
		for (uint32_t k = 0; k < a.verdicts.at[i]->params.n; k++)
			found |= ce_fact_level0(&a.verdicts.at[i]->params.at[k]);
	if (args->format == FORMAT_TSV)
		ce_facts_tsv(a.program, a.verdicts.at, a.verdicts.n, &out);
	else if (reports_findings(args))
		report_findings(&a, args, ok, &problems, &out);
	else
		for (uint32_t i = 0; i < a.verdicts.n; i++)
			add_text(&a, a.verdicts.at[i], args->m, NULL, &found, &out);
	say_problems(&problems);
	ok &= ce_output_print(&out);
	ce_analysis_free(&a);
	return !ok ? EXIT_TROUBLE : found ? EXIT_FINDINGS : EXIT_CLEAN;
}

/* What a scan has found out, of a function or "FUNCTION:NAME"; NAME alone when only is not NULL. */
static bool read_index(ce_findings *l, const char *path, const char *function, const char *only, bool *ok)
{
	char *error = NULL;
	uint32_t n = 0;

	*ok = ce_index_read(path, (ce_index_wish){.function = function, .steps = true}, l, &error);
	if (!*ok)
		fprintf(stderr, "cgoescape: %s\n", error);
	free(error);
	for (uint32_t i = 0; i < l->at.n; i++)
		if (!only || strcmp(l->at.at[i].subject, only) == 0)
			l->at.at[n++] = l->at.at[i];
	l->at.n = n;
	return l->functions.n > 0;
}

static int explain_by_index(const ce_args *args)
{
	char *path = scan_index_path(args), *name = ce_strdup(args->files[0]), *colon = strrchr(name, ':');
	ce_findings list = {0};
	ce_buf out = {0};
	bool ok = access(path, R_OK) == 0, found = false, have = false;

	if (!ok)
		fprintf(stderr,
		        "cgoescape: %s was not scanned: cgoescape scan -p %s, or name summary files\n",
		        args->project, args->project);
	else if (!(have = read_index(&list, path, name, NULL, &ok)) && ok && colon) {
		*colon = 0;
		have = read_index(&list, path, name, colon + 1, &ok);
	}
	ce_findings_text(&list, (ce_text_style){.steps = true, .colour = ce_has_colour(STDOUT_FILENO)}, &out);
	for (uint32_t i = 0; i < list.at.n; i++)
		found |= list.at.at[i].level != CE_LEVEL_NONE;
	if (ok && (!have || !out.n)) {
		fprintf(stderr, "cgoescape: %s: %s\n", args->files[0],
		        have ? "nothing is said of this name" : "no function with a body has this name");
		ok = false;
	}
	ok &= ce_output_print(&out);
	ce_findings_free(&list);
	free(name);
	free(path);
	return !ok ? EXIT_TROUBLE : found ? EXIT_FINDINGS : EXIT_CLEAN;
}

int cmd_explain(const ce_args *args)
{
	ce_analysis a = {0};
	ce_buf problems = {0}, out = {0};
	bool ok, found = false, have = false;
	unsigned said = 0;
	const char *colon = strchr(args->files[0], ':');
	size_t n = colon ? (size_t)(colon - args->files[0]) : strlen(args->files[0]);

	if (args->nfiles < 2)
		return explain_by_index(args);
	read_all(&a, args, args->files + 1, args->nfiles - 1, &problems);
	ce_analysis_run(&a, !problems.n, true, &problems);
	ok = say_problems(&problems);
	for (uint32_t i = 0; i < a.verdicts.n; i++) {
		const char *name = ce_fn_name(a.program, a.verdicts.at[i]->fn);

		if (strncmp(name, args->files[0], n) != 0 || name[n])
			continue;
		have = true;
		said += add_text(&a, a.verdicts.at[i], 2, colon ? colon + 1 : NULL, &found, &out);
		add_rests(&a, a.verdicts.at[i], colon ? colon + 1 : NULL, &out);
	}
	if (!have) {
		fprintf(stderr, "cgoescape: %.*s: no function with a body has this name\n", (int)n,
		        args->files[0]);
		ok = false;
	} else if (colon && !said) {
		fprintf(stderr, "cgoescape: %s: nothing is said of this name\n", args->files[0]);
		ok = false;
	}
	ok &= ce_output_print(&out);
	ce_analysis_free(&a);
	return !ok ? EXIT_TROUBLE : found ? EXIT_FINDINGS : EXIT_CLEAN;
}

int cmd_dump(const ce_args *args)
{
	ce_analysis a = {0};
	ce_args plain = *args;
	ce_buf out = {0}, problems = {0};
	bool ok;

	plain.no_models = true;
	read_all(&a, &plain, args->files, args->nfiles, &problems);
	ok = say_problems(&problems);
	for (uint32_t i = 0; i < a.units.n; i++)
		ce_unit_dump(a.units.at[i], &out);
	ok &= ce_output_print(&out);
	ce_analysis_free(&a);
	return ok ? EXIT_CLEAN : EXIT_TROUBLE;
}
