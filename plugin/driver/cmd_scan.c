/*
 * cmd_scan.c - a project by its compilation database: summaries, one program, a report.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis.h"
#include "base/path.h"
#include "driver/gates.h"
#include "driver/jobs.h"
#include "driver/output.h"
#include "driver/scan.h"
#include "driver/tools.h"
#include "scan/trim.h"

void scan_notice(scan *s, ce_level level, char *text)
{
	ce_findings_notice(&s->findings, (ce_loc){0}, level, text);
	free(text);
}

void scan_notices(scan *s, ce_level level, ce_buf *lines)
{
	for (char *line = lines->data, *end; line && *line; line = end + 1) {
		end = strchr(line, '\n');
		scan_notice(s, level, ce_strndup(line, (size_t)(end - line)));
	}
	ce_buf_free(lines);
}

void scan_done(scan *s, const char *what)
{
	ce_push(&s->laps, ((scan_lap){what, clock()}));
}

/* Of the compilers nothing: they are other processes. */
static void say_times(const scan *s)
{
	clock_t before = 0;

	if (!s->args->verbose)
		return;
	fputs("cgoescape: processor time of this process:", stderr);
	for (uint32_t i = 0; i < s->laps.n; i++) {
		const scan_lap *l = &s->laps.at[i];

		fprintf(stderr, "%s %s %.0f ms", i ? "," : "", l->what,
		        (double)(l->end - before) * 1000 / CLOCKS_PER_SEC);
		before = l->end;
	}
	fputc('\n', stderr);
	if (s->known.solutions)
		fprintf(stderr,
		        "cgoescape: %u of %u solutions and %u of %u verdicts were known from before\n",
		        s->known.known_solutions, s->known.solutions, s->known.known_verdicts,
		        s->known.verdicts);
}

static bool prepare(scan *s)
{
	char *error = NULL;
	ce_buf said = {0};

	s->cwd = getcwd(NULL, 0);
	s->plugin = ce_tool_plugin();
	s->shipped = ce_models_path();
	if (!s->cwd || !s->plugin) {
		fputs(s->cwd ? "cgoescape: cgoescape.so, the plugin, is not beside this program\n"
		             : "cgoescape: the working directory is gone\n",
		      stderr);
		return false;
	}
	if (!ce_database_read(&s->database, s->args->project, &said, &error)) {
		scan_notice(s, CE_LEVEL_ERROR, error);
		s->incomplete = true;
	}
	s->incomplete |= said.n > 0;
	scan_notices(s, CE_LEVEL_ERROR, &said);
	return true;
}

/* The caller frees. */
static char *cache_folder(const ce_args *args, const char *cwd)
{
	char *folder = args->cache ? ce_strdup(args->cache) : ce_tool_cache(),
	     *whole = ce_path_join(cwd, folder);

	free(folder);
	return whole;
}

/* A program is known by the file of its database. */
static char *program_path(const ce_args *args, const char *ending)
{
	char *cwd = getcwd(NULL, 0), *file = ce_database_find(args->project);
	char *folder = cache_folder(args, cwd ? cwd : "/");
	char *database = ce_path_join(cwd ? cwd : "/", file ? file : args->project);
	char *path = ce_cache_program(folder, database, ending);

	free(cwd);
	free(file);
	free(folder);
	free(database);
	return path;
}

char *scan_index_path(const ce_args *args)
{
	return program_path(args, "sqlite");
}

static void open_cache(scan *s)
{
	char *folder = cache_folder(s->args, s->cwd);

	ce_cache_open(&s->cache, folder);
	s->index = scan_index_path(s->args);
	s->list = program_path(s->args, "units");
	s->memo = program_path(s->args, "memo");
	ce_cache_used(s->index);
	ce_cache_used(s->list);
	ce_cache_used(s->memo);
	free(folder);
}

static void run_units(scan *s)
{
	const ce_args *a = s->args;

	s->units = (ce_scan_units){.clang = ce_tool_clang(),
	                           .plugin = s->plugin,
	                           .tool = ce_tools_identity(s->plugin, s->shipped),
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
	free(s->shipped);
	free(s->models.at);
	free(s->root);
	ce_config_free(&s->config);
	ce_vec_free(&s->laps);
	free(s->index);
	free(s->list);
	free(s->memo);
}

static int run_all(scan *s)
{
	ce_args args = *s->args;
	char *fail_on = ce_gates_fail_on(&s->config, s->args);
	int status;

	open_cache(s);
	scan_done(s, "database");
	run_units(s);
	scan_done(s, "units");
	if (!s->units.at.n && !s->units.failed)
		scan_notice(s, CE_LEVEL_ERROR,
		            ce_format("%s: no C source is in this database", s->args->project));
	if (s->units.interrupted) {
		fputs("cgoescape: interrupted; what was compiled is kept\n", stderr);
		free(fail_on);
		return EXIT_TROUBLE;
	}
	scan_find_verdicts(s);
	scan_apply_gates(s);
	scan_done(s, "gates");
	args.fail_on = fail_on;
	status = ce_output(&args, &s->findings);
	scan_done(s, "report");
	say_times(s);
	say_counts(s);
	free(fail_on);
	return status;
}

int cmd_scan(const ce_args *args)
{
	scan s = {.args = args};
	int status = EXIT_TROUBLE;

	if (prepare(&s)) {
		bool ready = scan_configure(&s);

		/* Whoever reads the report learns that there is none, and why. */
		status = !ready              ? ce_output(args, &s.findings)
		         : args->dump_config ? ce_gates_dump(&s.config)
		                             : run_all(&s);
	}
	free_scan(&s);
	return status;
}
