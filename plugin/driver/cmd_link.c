/*
 * cmd_link.c - link, explain and dump: what works on unit summaries alone.
 */
#include <stdio.h>
#include <stdlib.h>

#include "analysis.h"
#include "driver/driver.h"
#include "report/report.h"

static bool read_all(ce_analysis *a, const ce_args *args, char **files, int n)
{
	char *error = NULL, *models = args->no_models ? NULL : ce_models_path();
	bool ok = true;

	for (int i = 0; i < n; i++)
		if (!ce_analysis_read(a, files[i], false, &error)) {
			fprintf(stderr, "cgoescape: %s\n", error);
			free(error);
			ok = false;
		}
	for (size_t i = 0; i < args->models.n; i++)
		if (!ce_analysis_read(a, args->models.at[i], true, &error)) {
			fprintf(stderr, "cgoescape: %s\n", error);
			free(error);
			ok = false;
		}
	if (models && !ce_analysis_read(a, models, true, &error)) {
		fprintf(stderr, "cgoescape: %s\n", error);
		free(error);
		ok = false;
	}
	free(models);
	return ok;
}

/* Problems of linking are said, and what could be done is done all the same. */
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
static unsigned print_text(const ce_analysis *a, const ce_verdict *v, int m, const char *only, bool *found)
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
			printf("%s:%u:%u: %.*s\n", k->loc.file, k->loc.line, k->loc.col, (int)(end - line),
			       line);
		}
		ce_buf_free(&flow);
		printf("%s:%u:%u: %s\n", k->loc.file, k->loc.line, k->loc.col, k->text);
	}
	ce_messages_free(&list);
	return count;
}

static void print_rests(const ce_analysis *a, const ce_verdict *v)
{
	const ce_fn *f = &a->program->fns.at[v->fn];
	const ce_unit *u = a->program->units.at[f->unit].unit;
	ce_buf rests = {0};

	ce_rests_on(a->program, v, &rests);
	for (char *line = rests.data, *end; line && *line; line = end + 1) {
		end = strchr(line, '\n');
		printf("%s:%u:%u: %s %.*s\n", ce_text(&u->strings, f->func->pos.file), f->func->pos.line,
		       f->func->pos.col, ce_text(&u->strings, f->func->shown), (int)(end - line), line);
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

int cmd_link(const ce_args *args)
{
	ce_analysis a = {0};
	ce_buf problems = {0}, out = {0};
	bool ok = read_all(&a, args, args->files, args->nfiles), found = false;

	ce_analysis_run(&a, true, args->m > 1, &problems);
	ok &= say_problems(&problems);
	print_stats(&a, args);
	for (uint32_t i = 0; i < a.verdicts.n; i++)
		for (uint32_t k = 0; k < a.verdicts.at[i]->params.n; k++)
			found |= ce_fact_level0(&a.verdicts.at[i]->params.at[k]);
	if (args->format == FORMAT_TSV) {
		ce_facts_tsv(a.program, a.verdicts.at, a.verdicts.n, &out);
		fwrite(out.data, 1, out.n, stdout);
		ce_buf_free(&out);
	} else {
		for (uint32_t i = 0; i < a.verdicts.n; i++)
			print_text(&a, a.verdicts.at[i], args->m, NULL, &found);
	}
	if (fflush(stdout) != 0) {
		perror("cgoescape: standard output");
		ok = false;
	}
	ce_analysis_free(&a);
	return !ok ? EXIT_TROUBLE : found ? EXIT_FINDINGS : EXIT_CLEAN;
}

int cmd_explain(const ce_args *args)
{
	ce_analysis a = {0};
	ce_buf problems = {0};
	bool ok, found = false, have = false;
	unsigned said = 0;
	const char *colon = strchr(args->files[0], ':');
	size_t n = colon ? (size_t)(colon - args->files[0]) : strlen(args->files[0]);

	ok = read_all(&a, args, args->files + 1, args->nfiles - 1);
	ce_analysis_run(&a, true, true, &problems);
	ok &= say_problems(&problems);
	for (uint32_t i = 0; i < a.verdicts.n; i++) {
		const char *name = ce_fn_name(a.program, a.verdicts.at[i]->fn);

		if (strncmp(name, args->files[0], n) != 0 || name[n])
			continue;
		have = true;
		said += print_text(&a, a.verdicts.at[i], 2, colon ? colon + 1 : NULL, &found);
		print_rests(&a, a.verdicts.at[i]);
	}
	if (!have) {
		fprintf(stderr, "cgoescape: %.*s: no function with a body has this name\n", (int)n,
		        args->files[0]);
		ok = false;
	} else if (colon && !said) {
		fprintf(stderr, "cgoescape: %s: nothing is said of this name\n", args->files[0]);
		ok = false;
	}
	ce_analysis_free(&a);
	return !ok ? EXIT_TROUBLE : found ? EXIT_FINDINGS : EXIT_CLEAN;
}

int cmd_dump(const ce_args *args)
{
	ce_analysis a = {0};
	ce_args plain = *args;
	ce_buf out = {0};
	bool ok;

	plain.no_models = true;
	ok = read_all(&a, &plain, args->files, args->nfiles);
	for (uint32_t i = 0; i < a.units.n; i++)
		ce_unit_dump(a.units.at[i], &out);
	if (out.n)
		fwrite(out.data, 1, out.n, stdout);
	ce_buf_free(&out);
	ce_analysis_free(&a);
	return ok ? EXIT_CLEAN : EXIT_TROUBLE;
}
