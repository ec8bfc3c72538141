/*
 * cmd_check.c - verdicts on the C functions that Go packages call, and on what the
 * packages promise and do with them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/path.h"
#include "driver/gates.h"
#include "driver/go_session.h"
#include "driver/output.h"
#include "driver/progress.h"

/* ---- one list of all packages --------------------------------------------------------------- */

/* Without -m: what is wrong, and notes on what people wrote. */
static bool is_said(const ce_finding *f)
{
	switch (f->rule) {
	case CE_RULE_KEPT_PINNED:
	case CE_RULE_UNPROVED_DIRECTIVE:
	case CE_RULE_INERT:
	case CE_RULE_LOCAL_TO_GO:
		return true;
	default:
		return f->level >= CE_LEVEL_WARNING;
	}
}

/* Another build's files are read for their calls alone. */
static bool is_left_out(const ce_go_target *t, const char *path)
{
	for (uint32_t i = 0; i < t->left_out.n; i++)
		if (strcmp(t->left_out.at[i].path, path) == 0)
			return true;
	return false;
}

/* Comments in the package's files, and its configuration. */
static void apply_gates(const ce_go_session *s, ce_go_target *t)
{
	ce_sources sources = {0};
	ce_ids files = {0};

	for (uint32_t i = 0; i < t->inputs.n; i++)
		if (!is_left_out(t, s->read.files.at[t->inputs.at[i]].path))
			ce_push(&files, t->inputs.at[i]);
	for (uint32_t i = 0; i < t->files.n; i++) {
		char *shown = ce_path_relative(t->files.at[i].path, s->from);
		char *text = ce_go_file_comments(&t->files.at[i]);

		ce_sources_put(&sources, shown, text, t->files.at[i].source.n);
		free(shown);
		free(text);
	}
	ce_gates_apply(&t->result.findings, t->config, &s->read, &files, &sources, s->from, CE_KNOWN_LIVE);
	ce_vec_free(&files);
	ce_sources_free(&sources);
}

/* A name that several packages have stands behind its package's. */
static void add_function(const ce_go_session *s, const ce_go_target *t, const ce_function *f,
                         ce_findings *all)
{
	ce_function named = *f;
	char *name = NULL;

	for (uint32_t i = 0; i < s->targets.n && !name; i++) {
		const ce_findings *l = &s->targets.at[i].result.table;

		for (uint32_t k = 0; k < l->functions.n && &s->targets.at[i] != t && !name; k++)
			if (strcmp(l->functions.at[k].name, f->name) == 0)
				named.name = name = ce_format("%s:%s", t->package->import_path, f->name);
	}
	ce_findings_function(all, &named);
	free(name);
}

static void add_functions(const ce_go_session *s, ce_findings *all)
{
	for (uint32_t i = 0; i < s->targets.n; i++) {
		const ce_go_target *t = &s->targets.at[i];
		const ce_findings *l = &t->result.table;

		for (uint32_t k = 0; k < l->functions.n; k++)
			if (ce_config_wants(t->config, l, l->functions.at[k].name,
			                    l->functions.at[k].loc.file))
				add_function(s, t, &l->functions.at[k], all);
	}
}

static void add_findings(const ce_go_session *s, ce_findings *all)
{
	for (uint32_t i = 0; i < s->targets.n; i++) {
		const ce_findings *l = &s->targets.at[i].result.findings;
		char *fail_on = ce_gates_fail_on(s->targets.at[i].config, s->args);

		apply_gates(s, &s->targets.at[i]);
		for (uint32_t k = 0; k < l->at.n; k++) {
			const ce_finding *f = &l->at.at[k];

			bool counts = ce_fail_on_counts(fail_on ? fail_on : "warning", f);

			if (s->args->m || counts || is_said(f))
				ce_findings_add(all, f)->counts = counts;
		}
		free(fail_on);
	}
	add_functions(s, all);
	ce_findings_finish(all);
}

/* Returns whether there is something that counts and is new. */
static bool apply_baseline(ce_go_session *s, ce_findings *all)
{
	char *error = NULL;
	bool found = false;
	uint32_t n = 0;

	if (!ce_gates_baseline(all, s->args, &error)) {
		ce_go_session_fail(s, "%s", error);
		free(error);
	}
	for (uint32_t i = 0; i < all->at.n; i++) {
		const ce_finding *f = &all->at.at[i];

		/* What is gone, and would not be said if it were there. */
		if (f->state == CE_STATE_ABSENT && !s->args->m && !is_said(f))
			continue;
		found |= f->counts && f->state != CE_STATE_UNCHANGED && f->state != CE_STATE_ABSENT;
		all->at.at[n++] = *f;
	}
	all->at.n = n;
	return found;
}

static void print_findings(const ce_go_session *s, const ce_findings *all)
{
	ce_buf out = {0};

	switch ((output_format)s->args->format) {
	case FORMAT_JSON:
		ce_findings_json(all, &out);
		break;
	case FORMAT_SARIF:
		ce_findings_sarif(all, !s->trouble, &out);
		break;
	case FORMAT_TSV:
		ce_findings_tsv(all, &out);
		break;
	default:
		ce_findings_text(all, (ce_text_style){s->args->m > 1, ce_has_colour(STDOUT_FILENO)}, &out);
	}
	fwrite(out.n ? out.data : "", 1, out.n, stdout);
	ce_buf_free(&out);
}

/* ---- what was done ------------------------------------------------------------------------------ */

typedef struct counts {
	unsigned answers[CE_ANSWER_UNKNOWN + 1];
} counts;

static void print_counts(const char *what, const counts *c)
{
	static const char *const words[] = {"proved", "refuted", "dependent on a hook", "unknown"};
	const char *before = "";

	fprintf(stderr, "%s: ", what);
	for (int i = 0; i <= CE_ANSWER_UNKNOWN; i++)
		if (c->answers[i]) {
			fprintf(stderr, "%s%u %s", before, c->answers[i], words[i]);
			before = ", ";
		}
	fputs(*before ? "" : "none", stderr);
}

/* What cgoescape-libraries knows to make of -lNAME; NULL: nothing. */
static const char *recipe_for(const char *name)
{
	static const char *const recipes[][2] = {
		{"z", "zlib"}, {"sqlite3", "sqlite3"}, {"crypto", "openssl"}};

	for (size_t i = 0; i < sizeof recipes / sizeof *recipes; i++)
		if (strcmp(name, recipes[i][0]) == 0)
			return recipes[i][1];
	return NULL;
}

static void print_missing(const char *name)
{
	if (recipe_for(name))
		fprintf(stderr,
		        "cgoescape: note: -l%s has no summary here, so what it does is unknown: make one "
		        "with "
		        "cgoescape-libraries %s (docs/go.md, \"Libraries\")\n",
		        name, recipe_for(name));
	else if (strchr(name, '/') || strchr(name, '.'))
		fprintf(stderr,
		        "cgoescape: note: what is in %s is unknown: analyse it once and keep the summary as "
		        "%s.esc beside it or go.mod (docs/go.md, \"Libraries\")\n",
		        name, ce_path_base(name));
	else
		fprintf(stderr,
		        "cgoescape: note: -l%s has no summary here, so what it does is unknown: analyse it "
		        "once and keep the summary as %s.esc beside go.mod (docs/go.md, \"Libraries\")\n",
		        name, name);
}

static void print_summary(const ce_go_target *t)
{
	counts noescape = {0}, nocallback = {0};
	unsigned could = 0;

	if (t->failed)
		return;
	for (uint32_t i = 0; i < t->result.functions.n; i++) {
		const ce_go_function *f = &t->result.functions.at[i];

		noescape.answers[f->noescape]++;
		nocallback.answers[f->nocallback]++;
		could += f->noescape == CE_ANSWER_PROVED && f->nocallback == CE_ANSWER_PROVED &&
		         f->pointers &&
		         !(ce_go_is_promised(t->files.at, t->files.n, f->name, true) &&
		           ce_go_is_promised(t->files.at, t->files.n, f->name, false));
	}
	fprintf(stderr, "cgoescape: %s: %u C function%s called; ", t->package->import_path,
	        t->result.functions.n, t->result.functions.n == 1 ? "" : "s");
	print_counts("noescape", &noescape);
	print_counts("; nocallback", &nocallback);
	fputc('\n', stderr);
	for (uint32_t i = 0; i < t->missing.n && noescape.answers[CE_ANSWER_UNKNOWN]; i++)
		print_missing(t->missing.at[i]);
	if (could)
		fprintf(stderr, "cgoescape: %s: %u function%s could have both promises: cgoescape emit\n",
		        t->package->import_path, could, could == 1 ? "" : "s");
}

/* Compared with the baseline. */
static void print_states(const ce_findings *all)
{
	ce_buf b = {0};

	ce_findings_summary(all, &b);
	fprintf(stderr, "cgoescape: %s\n", b.data);
	ce_buf_free(&b);
}

static int dump_configs(const ce_go_session *s)
{
	int status = EXIT_CLEAN;

	for (uint32_t i = 0; i < s->configs.n && status == EXIT_CLEAN; i++)
		status = ce_gates_dump(s->configs.at[i]);
	return status;
}

int cmd_check(const ce_args *args)
{
	ce_go_session s;
	const ce_config none = {0};
	ce_findings all = {0};
	char *root = NULL;
	bool found = false;
	int status;
	bool ready = ce_go_session_open(&s, args) && ce_go_session_configure(&s);

	if (args->dump_config) {
		s.trouble |= ready && dump_configs(&s) != EXIT_CLEAN;
	} else if (ready ? ce_go_session_build(&s) && ce_go_session_judge(&s) : !s.interrupted) {
		/* Where there was nothing to do, whoever reads the report learns that. */
		all.root = root =
			ce_gates_root(s.configs.n == 1 ? s.configs.at[0] : &none, s.from ? s.from : "/");
		if (ready) {
			add_findings(&s, &all);
			found = apply_baseline(&s, &all);
		}
		for (uint32_t i = 0; i < s.problems.notices.n; i++)
			ce_findings_notice(&all, (ce_loc){0}, CE_LEVEL_ERROR, s.problems.notices.at[i].text);
		print_findings(&s, &all);
		for (uint32_t i = 0; i < s.targets.n && ready && !args->quiet; i++)
			print_summary(&s.targets.at[i]);
		if (args->baseline && ready && !args->quiet)
			print_states(&all);
		if (fflush(stdout) != 0 || ferror(stdout))
			ce_go_session_fail(&s, "standard output: %m");
	}
	if (s.interrupted)
		fputs("cgoescape: interrupted\n", stderr);
	status = ce_go_session_status(&s, found);
	ce_findings_free(&all);
	free(root);
	ce_go_session_close(&s);
	return status;
}
