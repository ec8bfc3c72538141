/*
 * go_judge.c - what was compiled, judged; the results of last time where they hold.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

#include "base/path.h"
#include "driver/gates.h"
#include "driver/go_session.h"
#include "driver/tools.h"

/* ---- configuration -------------------------------------------------------------------------------- */

static const ce_config *read_config(ce_go_session *s, const char *path, char **error)
{
	ce_config *c;

	for (uint32_t i = 0; i < s->configs.n; i++) {
		const char *known = s->configs.at[i]->path;

		if (path && known ? strcmp(path, known) == 0 : !path && !known)
			return s->configs.at[i];
	}
	c = ce_calloc(1, sizeof *c);
	ce_push(&s->configs, c);
	return ce_gates_read(c, s->args, path, error) ? c : NULL;
}

bool ce_go_session_configure(ce_go_session *s)
{
	for (uint32_t i = 0; i < s->targets.n; i++) {
		ce_go_target *t = &s->targets.at[i];
		char *path = ce_gates_file(s->args, t->package->dir), *error = NULL;

		t->config = read_config(s, path, &error);
		free(path);
		if (!t->config) {
			ce_go_session_fail(s, "%s", error);
			free(error);
			return false;
		}
	}
	return true;
}

/* ---- what there is to judge ---------------------------------------------------------------------- */

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The summaries of a folder, sorted: the order of units must not depend on the disk. */
static void list_summaries(const char *folder, ce_go_strings *out)
{
	char *esc = ce_format("%s/esc", folder);
	DIR *d = opendir(esc);
	struct dirent *e;

	while (d && (e = readdir(d)))
		if (e->d_name[0] != '.')
			ce_push(out, ce_format("%s/%s", esc, e->d_name));
	if (d)
		closedir(d);
	if (out->n)
		qsort(out->at, out->n, sizeof *out->at, by_text);
	free(esc);
}

/* "lib.c" of ".../lib.c-0123456789abcdef.esc" */
static bool is_summary_of(const char *path, const char *source)
{
	const char *base = ce_path_base(path);
	size_t n = strlen(source);

	return strncmp(base, source, n) == 0 && base[n] == '-' &&
	       strlen(base) == n + strlen("-0123456789abcdef.esc");
}

/* A unit without a summary is code that nobody sees, although its compile went well: the plugin
 * has taken it for one of go build's probes, by its name, or it has replaced another. */
static void check_units(ce_go_session *s, ce_go_target *t, const ce_go_strings *found)
{
	for (uint32_t i = 0; i < t->build.units.n && found->n < t->build.units.n && !t->partial; i++) {
		const char *source = ce_path_base(t->build.units.at[i].file);
		bool seen = false;

		for (uint32_t k = 0; k < found->n; k++)
			seen |= is_summary_of(found->at[k], source);
		if (!seen && !s->args->quiet)
			fprintf(stderr, "cgoescape: note: %s: %s has no summary: what it does is unknown\n",
			        t->package->import_path, source);
	}
	t->partial |= found->n < t->build.units.n;
}

/* Where the result for this view is kept: its paths depend on the working directory,
 * its verdicts on models and libraries. */
static char *result_path(const ce_go_session *s, const ce_go_target *t)
{
	ce_buf id = {0};
	char *path;

	ce_buf_addf(&id, "%s %d %d %d", s->from, s->args->no_models, s->args->handles, s->any_caller);
	for (size_t i = 0; i < s->args->models.n; i++)
		ce_buf_addf(&id, " %s %llx", s->args->models.at[i],
		            (unsigned long long)ce_tools_identity(s->args->models.at[i], NULL));
	for (uint32_t i = 0; i < t->config->models.n; i++)
		ce_buf_addf(&id, " %s %llx", t->config->models.at[i],
		            (unsigned long long)ce_tools_identity(t->config->models.at[i], NULL));
	for (uint32_t i = 0; i < t->config->hooks.n; i++)
		ce_buf_addf(&id, " hook %s", t->config->hooks.at[i]);
	for (uint32_t i = 0; i < t->libraries.n; i++)
		ce_buf_addf(&id, " %s %llx", t->libraries.at[i],
		            (unsigned long long)ce_tools_identity(t->libraries.at[i], NULL));
	for (uint32_t i = 0; i < t->missing.n; i++)
		ce_buf_addf(&id, " -l%s", t->missing.at[i]);
	for (uint32_t i = 0; i < t->wanted.n; i++)
		ce_buf_addf(&id, " :%s", t->wanted.at[i]);
	path = ce_format("%s/result-%016llx.json", t->folder, (unsigned long long)XXH3_64bits(id.data, id.n));
	ce_buf_free(&id);
	return path;
}

static bool load(ce_go_target *t, const char *path)
{
	ce_buf text = {0};
	char *error = NULL;
	bool ok = ce_file_read(&text, path, &error) && ce_go_result_load(&t->result, text.data, text.n);

	free(error);
	ce_buf_free(&text);
	return ok;
}

static void save(ce_go_session *s, const ce_go_target *t, const char *path)
{
	char *text = ce_go_result_save(&t->result), *error = NULL;

	/* A cache that cannot be written only costs time. */
	if (!ce_file_write(path, text, strlen(text), &error) && s->args->verbose)
		fprintf(stderr, "cgoescape: %s\n", error);
	free(error);
	free(text);
}

static bool read_units(ce_go_session *s, ce_go_target *t, const char *folder, ce_analysis *a)
{
	ce_go_strings units = {0};
	char *error = NULL;
	bool ok = true;

	list_summaries(folder, &units);
	check_units(s, t, &units);
	for (uint32_t i = 0; i < units.n && ok; i++)
		ok = ce_analysis_read(a, units.at[i], false, &error);
	for (uint32_t i = 0; i < t->libraries.n && ok; i++)
		ok = ce_analysis_read(a, t->libraries.at[i], true, &error);
	for (uint32_t i = 0; i < t->config->models.n && ok; i++)
		ok = ce_analysis_read(a, t->config->models.at[i], true, &error);
	for (size_t i = 0; i < s->args->models.n && ok; i++)
		ok = ce_analysis_read(a, s->args->models.at[i], true, &error);
	if (s->models && !s->args->no_models && ok)
		ok = ce_analysis_read(a, s->models, true, &error);
	if (!ok)
		ce_go_session_fail(s, "%s", error);
	free(error);
	ce_go_strings_free(&units);
	return ok;
}

static void say_problems(ce_go_session *s, const ce_buf *problems)
{
	for (char *line = problems->data, *end; line && *line; line = end + 1) {
		end = strchr(line, '\n');
		ce_go_session_fail(s, "%.*s", (int)(end - line), line);
	}
}

/* Whether a file of the package may have a comment for us. */
static bool speaks(const ce_go_session *s, const ce_go_target *t)
{
	for (uint32_t i = 0; i < t->inputs.n; i++)
		if (s->read.files.at[t->inputs.at[i]].speaks)
			return true;
	return false;
}

static void judge(ce_go_session *s, ce_go_target *t, const char *folder, ce_cgo_types *types)
{
	ce_go_sources sources = {t->package->dir,
	                         t->files.at,
	                         t->files.n,
	                         types,
	                         .left_out = t->left_out.at,
	                         .nleft_out = t->left_out.n,
	                         .wanted = &t->wanted,
	                         .any_caller = s->any_caller};
	ce_go_check_options o = {s->args->handles, s->env.minor, speaks(s, t)};
	ce_go_program p = {0};
	ce_buf problems = {0};

	for (uint32_t i = 0; i < t->config->hooks.n; i++)
		ce_push(&p.a.assumed, t->config->hooks.at[i]);
	if (read_units(s, t, folder, &p.a)) {
		sources.complete = !t->package->not_c.n && !t->missing.n && !t->partial;
		ce_go_program_run(&p, &sources, s->from, &problems);
		say_problems(s, &problems);
		ce_go_check(&t->result, &p, &sources, s->from, o);
	} else {
		t->failed = true;
	}
	ce_go_program_free(&p);
	ce_buf_free(&problems);
}

/* cgo's types, and with them the arguments of the calls. */
static bool read_types(ce_go_session *s, ce_go_target *t, ce_cgo_types *types, const char *folder)
{
	char *path = ce_format("%s/_cgo_gotypes.go", folder), *error = NULL;
	bool ok = ce_cgo_types_read(types, path, &error);

	if (ok) {
		ce_go_names names = ce_cgo_types_names(types);

		ce_go_judge_args(t->files.at, t->files.n, &names);
		names = ce_cgo_types_names_elsewhere(types);
		ce_go_judge_args(t->left_out.at, t->left_out.n, &names);
	} else {
		ce_go_session_fail(s, "%s", error);
	}
	free(error);
	free(path);
	return ok;
}

static void judge_target(ce_go_session *s, ce_go_target *t)
{
	const char *folder = t->fresh ? t->fresh : t->folder;
	char *path = result_path(s, t);
	ce_cgo_types types = {0};

	if (t->failed) {
		/* cgo refused the package. Its directives may be the reason: that can be told. */
		ce_go_check_directives(&t->result, t->files.at, t->files.n, s->from, s->env.minor);
	} else if (t->fresh || !load(t, path)) {
		if (read_types(s, t, &types, folder))
			judge(s, t, folder, &types);
		else
			t->failed = true;
		if (!t->failed && !t->partial && !t->fresh)
			save(s, t, path);
		ce_cgo_types_free(&types);
	}
	free(path);
}

/* ---- packages among each other ------------------------------------------------------------------ */

/* A package's names, from its units if they are not in the cache yet. */
static void find_linkage(ce_go_target *t)
{
	const char *folder = t->fresh ? t->fresh : t->folder;
	char *path = ce_format("%s/linkage.txt", folder), *error = NULL;
	ce_go_strings units = {0};
	ce_analysis a = {0};
	ce_buf text = {0};

	if (ce_file_read(&text, path, &error)) {
		ce_go_linkage_read(&t->linkage, text.n ? text.data : "");
	} else {
		free(error);
		error = NULL;
		list_summaries(folder, &units);
		/* What is wrong with one is said when it is judged. */
		for (uint32_t i = 0; i < units.n && !error; i++)
			ce_analysis_read(&a, units.at[i], false, &error);
		ce_go_linkage_find(&t->linkage, a.units.at, a.units.n);
		ce_go_linkage_write(&t->linkage, &text);
		if (!error)
			ce_file_write(path, text.data, text.n, &error);
	}
	free(error);
	free(path);
	ce_buf_free(&text);
	ce_go_strings_free(&units);
	ce_analysis_free(&a);
}

/* The C names in Go files. */
static void add_names(ce_go_strings *out, const ce_go_file *files, uint32_t nfiles)
{
	for (uint32_t n = 0; n < nfiles; n++) {
		for (uint32_t i = 0; i < files[n].calls.n; i++)
			ce_go_strings_add(out, files[n].calls.at[i].name);
		for (uint32_t i = 0; i < files[n].uses.n; i++)
			ce_go_strings_add(out, files[n].uses.at[i].name);
	}
}

/* One package may call and set what C of another defines: they are one program. Of a variable or function
 * that Go takes the address of, nothing is to be seen in C. */
static void find_wanted(ce_go_session *s)
{
	const ce_go_linkage **all = ce_calloc(s->targets.n + 1, sizeof *all);

	for (uint32_t i = 0; i < s->targets.n && s->targets.n > 1; i++) {
		ce_go_target *t = &s->targets.at[i];

		find_linkage(t);
		add_names(&t->linkage.uses, t->files.at, t->files.n);
		add_names(&t->linkage.uses, t->left_out.at, t->left_out.n);
		all[i] = &t->linkage;
	}
	for (uint32_t i = 0; i < s->targets.n && s->targets.n > 1; i++)
		ce_go_linkage_wanted(&s->targets.at[i].wanted, all[i], all, s->targets.n);
	/* A promise stands in a file of more than one build: what another one calls is not dead. */
	for (uint32_t i = 0; i < s->targets.n; i++)
		add_names(&s->targets.at[i].wanted, s->targets.at[i].left_out.at,
		          s->targets.at[i].left_out.n);
	free(all);
}

bool ce_go_session_judge(ce_go_session *s)
{
	find_wanted(s);
	for (uint32_t i = 0; i < s->targets.n; i++)
		judge_target(s, &s->targets.at[i]);
	return !s->interrupted;
}
