/*
 * cmd_profile.c - profile and crosscheck: what instrumented programs were seen to do,
 * by itself and beside what was predicted.
 */
#include <stdio.h>
#include <stdlib.h>

#include "analysis.h"
#include "driver/driver.h"
#include "driver/output.h"
#include "profile/crosscheck.h"
#include "profile/profile.h"
#include "report/report.h"

/* The words of --format, in their order: of profile, of crosscheck. */
enum { AS_TEXT, AS_TSV, AS_JSON, AS_PPROF, AS_HTML = AS_PPROF };

static bool say(char *error)
{
	fprintf(stderr, "cgoescape: %s\n", error);
	free(error);
	return false;
}

static bool put(const ce_args *args, ce_buf *out)
{
	char *error = NULL;
	bool ok;

	if (!args->output)
		return ce_output_print(out);
	ok = ce_file_write(args->output, out->data, out->n, &error) || say(error);
	ce_buf_free(out);
	return ok;
}

static void warn_incomplete(const ce_args *args, const ce_profile *p)
{
	if (p->is_full && !args->quiet)
		fputs("cgoescape: a profile ran out of room: later things are missing in it\n", stderr);
}

/* ---- profile --------------------------------------------------------------------------- */

static bool write_profile(const ce_args *args, const ce_profile *p, ce_buf *out)
{
	switch (args->format) {
	case AS_TSV:
		ce_profile_tsv(p, out);
		return true;
	case AS_JSON:
		ce_profile_json(p, out);
		return true;
	case AS_PPROF:
		return ce_profile_pprof(p, out) || say(ce_strdup("the profile could not be compressed"));
	default:
		ce_profile_text(p, out);
		return true;
	}
}

int cmd_profile(const ce_args *args)
{
	ce_profile p;
	ce_buf out = {0};
	char *error = NULL;
	bool ok = true;

	ce_profile_init(&p);
	for (int i = 0; i < args->nfiles; i++)
		ok &= ce_profile_read(&p, args->files[i], &error) || say(error);
	ce_profile_sort(&p);
	warn_incomplete(args, &p);
	ok &= write_profile(args, &p, &out);
	ok &= put(args, &out);
	ce_profile_free(&p);
	return ok ? EXIT_CLEAN : EXIT_TROUBLE;
}

/* ---- crosscheck: what each file is, its first bytes tell ------------------------------------ */

typedef struct inputs {
	const ce_args *args;
	ce_analysis analysis;
	ce_profile profile;
	ce_cross cross;
	bool ok, has_profile, has_facts;
} inputs;

static bool is_summary(const ce_buf *b)
{
	return b->n >= 6 && memcmp(b->data, "CGOESC", 6) == 0;
}

static void read_input(inputs *in, const char *path)
{
	ce_buf bytes = {0};
	char *error = NULL;
	bool ok;

	if (!ce_file_read(&bytes, path, &error)) {
		in->ok = say(error);
		return;
	}
	if (ce_profile_is_one(&bytes)) {
		in->has_profile = true;
		ok = ce_profile_read(&in->profile, path, &error);
	} else if (is_summary(&bytes)) {
		ok = ce_analysis_read(&in->analysis, path, false, &error);
	} else {
		in->has_facts = true;
		ok = ce_cross_facts(&in->cross, path, &bytes, &error);
	}
	ce_buf_free(&bytes);
	in->ok &= ok || say(error);
}

static void add_allocations(inputs *in, const ce_verdict *v)
{
	const ce_program *p = in->analysis.program;
	const ce_fn *f = &p->fns.at[v->fn];

	for (uint32_t i = 0; i < v->allocs.n; i++) {
		const ce_call *c = &f->func->calls.at[v->allocs.at[i].call];
		ce_buf at = {0};

		ce_note_position(p, p->units.at[f->unit].note_base + c->note, &at);
		ce_cross_allocation(&in->cross, at.data, v->limit || v->allocs.at[i].escapes);
		ce_buf_free(&at);
	}
}

static void say_all(ce_buf *problems)
{
	if (problems->n)
		fprintf(stderr, "cgoescape: %s", problems->data);
	ce_buf_free(problems);
}

/* Summaries are linked, and their facts taken as from a table. */
static void add_summaries(inputs *in)
{
	ce_buf problems = {0}, tsv = {0};
	char *models = in->args->no_models ? NULL : ce_models_path(), *error = NULL;

	for (size_t i = 0; i < in->args->models.n; i++)
		in->ok &= ce_analysis_read(&in->analysis, in->args->models.at[i], true, &error) || say(error);
	in->ok &= !models || ce_analysis_read(&in->analysis, models, true, &error) || say(error);
	free(models);
	ce_analysis_run(&in->analysis, true, false, &problems);
	in->ok &= problems.n == 0;
	say_all(&problems);
	ce_facts_tsv(in->analysis.program, in->analysis.verdicts.at, in->analysis.verdicts.n, &tsv);
	in->ok &= ce_cross_facts(&in->cross, "summaries", &tsv, &error) || say(error);
	for (uint32_t i = 0; i < in->analysis.verdicts.n; i++)
		add_allocations(in, in->analysis.verdicts.at[i]);
	ce_buf_free(&tsv);
}

static void write_cross(const ce_args *args, const ce_cross *c, ce_buf *out)
{
	switch (args->format) {
	case AS_TSV:
		ce_cross_tsv(c, out);
		break;
	case AS_JSON:
		ce_cross_json(c, out);
		break;
	case AS_HTML:
		ce_cross_html(c, out);
		break;
	default:
		ce_cross_text(c, args->m > 0, out);
	}
}

/* A proof that was seen to be wrong is no finding about the user's code, but trouble. */
static int cross_status(const inputs *in)
{
	uint32_t wrong = in->cross.count[CE_CROSS_CONTRADICTED];

	if (wrong)
		fprintf(stderr,
		        "cgoescape: %u proved, but seen: this is a defect of cgoescape, please report it\n",
		        wrong);
	if (wrong || !in->ok)
		return EXIT_TROUBLE;
	return in->cross.count[CE_CROSS_CONFIRMED] || in->cross.count[CE_CROSS_OTHERWISE] ||
	                       in->cross.unpredicted_seen
	               ? EXIT_FINDINGS
	               : EXIT_CLEAN;
}

int cmd_crosscheck(const ce_args *args)
{
	inputs in = {.args = args, .ok = true};
	ce_buf out = {0};
	int status;

	ce_profile_init(&in.profile);
	for (int i = 0; i < args->nfiles; i++)
		read_input(&in, args->files[i]);
	if (in.analysis.units.n)
		add_summaries(&in);
	else if (!in.has_facts)
		in.ok = say(
			ce_strdup("crosscheck: no facts among the files: a facts table or unit summaries"));
	if (!in.has_profile)
		in.ok = say(ce_strdup("crosscheck: no profile among the files"));
	ce_cross_join(&in.cross, &in.profile);
	warn_incomplete(args, &in.profile);
	write_cross(args, &in.cross, &out);
	in.ok &= put(args, &out);
	status = cross_status(&in);
	ce_cross_free(&in.cross);
	ce_profile_free(&in.profile);
	ce_analysis_free(&in.analysis);
	return status;
}
