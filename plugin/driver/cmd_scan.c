/*
 * cmd_scan.c - a project by its compilation database: summaries, one program, a report.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis.h"
#include "base/path.h"
#include "driver/jobs.h"
#include "driver/output.h"
#include "driver/scan_units.h"
#include "driver/tools.h"
#include "report/report.h"
#include "scan/index.h"
#include "scan/units.h"

typedef struct scan {
	const ce_args *args;
	ce_database database;
	ce_cache cache;
	ce_scan_units units;
	ce_findings findings;
	char *cwd, *plugin, *models, *index;
	ce_key program;
} scan;

static void notice(scan *s, ce_level level, char *text)
{
	ce_findings_notice(&s->findings, (ce_loc){0}, level, text);
	free(text);
}

static void notices(scan *s, ce_level level, ce_buf *lines)
{
	for (char *line = lines->data, *end; line && *line; line = end + 1) {
		end = strchr(line, '\n');
		notice(s, level, ce_strndup(line, (size_t)(end - line)));
	}
	ce_buf_free(lines);
}

/* ---- the program ---------------------------------------------------------------------------- */

/* Equal bytes are the same unit, however often it is compiled. */
static void choose_units(scan *s, ce_ids *chosen)
{
	ce_map seen = {0};

	for (uint32_t i = 0; i < s->units.at.n; i++) {
		const ce_scan_unit *u = &s->units.at.at[i];
		uint32_t *at;

		if (!u->done)
			continue;
		at = ce_map_at(&seen, ce_key_number(&u->kept.unit));
		if (*at == CE_NONE)
			ce_push(chosen, i);
		*at = i;
	}
	ce_map_free(&seen);
}

/* What the verdicts are made of. */
static ce_key program_key(scan *s, const ce_ids *chosen)
{
	ce_buf b = {0};
	ce_key key;

	ce_buf_addf(&b, "%016llx %s\n", (unsigned long long)s->units.tool, s->cwd);
	for (size_t i = 0; i < s->args->models.n; i++)
		ce_buf_addf(&b, "%s\n",
		            s->cache.files.at[ce_cache_file(&s->cache, s->args->models.at[i])].key.hex);
	ce_buf_addf(&b, "%d\n", s->args->no_models);
	for (uint32_t i = 0; i < chosen->n; i++) {
		const ce_scan_unit *u = &s->units.at.at[chosen->at[i]];

		ce_buf_addf(&b, "%s %s\n", u->kept.unit.hex, u->target);
	}
	key = ce_key_of(b.data, b.n);
	ce_buf_free(&b);
	return key;
}

static void read_one(scan *s, ce_analysis *a, const char *path, bool as_model)
{
	char *error = NULL;

	if (!ce_analysis_read(a, path, as_model, &error))
		notice(s, CE_LEVEL_ERROR, error);
}

static void read_units(scan *s, ce_analysis *a, const ce_ids *chosen)
{
	CE_VEC(const char *) targets = {0};
	ce_buf said = {0};

	for (uint32_t i = 0; i < chosen->n; i++) {
		const ce_scan_unit *u = &s->units.at.at[chosen->at[i]];

		read_one(s, a, u->summary, false);
		while (targets.n < a->units.n)
			ce_push(&targets, u->target);
	}
	for (uint32_t i = 0; i < a->units.n; i++)
		ce_unit_show_files(a->units.at[i], s->cwd);
	ce_units_divide(a->units.at, targets.at, a->units.n, &said);
	notices(s, CE_LEVEL_NOTE, &said);
	ce_vec_free(&targets);
	for (size_t i = 0; i < s->args->models.n; i++)
		read_one(s, a, s->args->models.at[i], true);
	if (s->models && !s->args->no_models)
		read_one(s, a, s->models, true);
}

static void link_program(scan *s, const ce_ids *chosen)
{
	ce_analysis a = {0};
	ce_buf problems = {0};

	read_units(s, &a, chosen);
	ce_analysis_run(&a, true, true, &problems);
	notices(s, CE_LEVEL_ERROR, &problems);
	if (s->args->verbose) {
		ce_analysis_stats(&a, &problems);
		ce_buf_addc(&problems, '\n');
		notices(s, CE_LEVEL_NOTE, &problems);
	}
	for (uint32_t i = 0; i < a.verdicts.n; i++)
		if (!(a.program->fns.at[a.verdicts.at[i]->fn].func->flags & CE_FUNC_SYSTEM))
			ce_findings_of(&s->findings, a.program, a.verdicts.at[i],
			               (ce_wish){.proofs = true, .explained = true, .functions = true});
	ce_findings_finish(&s->findings);
	ce_analysis_free(&a);
}

static void find_verdicts(scan *s)
{
	ce_ids chosen = {0};
	char *error = NULL;
	ce_index_wish wish = {.program = s->program.hex, .steps = true};

	choose_units(s, &chosen);
	s->program = program_key(s, &chosen);
	if (!s->index || !ce_index_read(s->index, wish, &s->findings, &error)) {
		free(error);
		error = NULL;
		link_program(s, &chosen);
		if (s->index && !s->units.cache_failed &&
		    !ce_index_write(s->index, s->program.hex, &s->findings, &error))
			notice(s, CE_LEVEL_WARNING, error);
	}
	ce_vec_free(&chosen);
}

/* ---- all of it --------------------------------------------------------------------------------- */

static bool prepare(scan *s)
{
	char *error = NULL;
	ce_buf said = {0};

	s->cwd = getcwd(NULL, 0);
	s->plugin = ce_tool_plugin();
	s->models = ce_models_path();
	if (!s->cwd || !s->plugin) {
		fputs(s->cwd ? "cgoescape: cgoescape.so, the plugin, is not beside this program\n"
		             : "cgoescape: the working directory is gone\n",
		      stderr);
		return false;
	}
	if (!ce_database_read(&s->database, s->args->project, &said, &error))
		notice(s, CE_LEVEL_ERROR, error);
	notices(s, CE_LEVEL_WARNING, &said);
	return true;
}

static void open_cache(scan *s)
{
	char *folder = s->args->cache ? ce_strdup(s->args->cache) : ce_tool_cache();
	char *whole = ce_path_join(s->cwd, folder), *database = ce_path_join(s->cwd, s->args->project);
	ce_key name = ce_key_of(database, strlen(database));

	ce_cache_open(&s->cache, whole);
	s->index = ce_format("%s/programs/%s.sqlite", whole, name.hex);
	free(folder);
	free(whole);
	free(database);
}

static void run_units(scan *s)
{
	const ce_args *a = s->args;

	s->units = (ce_scan_units){.clang = ce_tool_clang(),
	                           .plugin = s->plugin,
	                           .tool = ce_tools_identity(s->plugin, s->models),
	                           .parallel = a->jobs ? a->jobs : ce_jobs_default(),
	                           .timeout_s = a->timeout,
	                           .memory_mb = a->memory,
	                           .quiet = a->quiet,
	                           .verbose = a->verbose,
	                           .cache = &s->cache,
	                           .findings = &s->findings};
	ce_scan_units_run(&s->units, &s->database);
}

static void say_counts(scan *s)
{
	ce_buf b = {0};

	if (s->args->quiet)
		return;
	ce_findings_summary(&s->findings, &b);
	fprintf(stderr, "cgoescape: %u unit%s (%u compiled, %u failed)", s->units.at.n,
	        s->units.at.n == 1 ? "" : "s", s->units.compiled, s->units.failed);
	if (s->units.other_language)
		fprintf(stderr, ", %u not C", s->units.other_language);
	fprintf(stderr, ", %u function%s: %s\n", s->findings.functions.n,
	        s->findings.functions.n == 1 ? "" : "s", b.data);
	ce_buf_free(&b);
}

static void free_scan(scan *s)
{
	ce_scan_units_free(&s->units);
	ce_cache_free(&s->cache);
	ce_database_free(&s->database);
	ce_findings_free(&s->findings);
	free(s->cwd);
	free(s->plugin);
	free(s->models);
	free(s->index);
}

int cmd_scan(const ce_args *args)
{
	scan s = {.args = args};
	int status = EXIT_TROUBLE;

	if (prepare(&s)) {
		open_cache(&s);
		run_units(&s);
		if (!s.units.interrupted) {
			find_verdicts(&s);
			status = ce_output(args, &s.findings);
			say_counts(&s);
		} else {
			fputs("cgoescape: interrupted; what was compiled is kept\n", stderr);
		}
	}
	free_scan(&s);
	return status;
}
