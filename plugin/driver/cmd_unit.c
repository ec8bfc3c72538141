/*
 * cmd_unit.c - the summary of one unit, as an action of a build: what it writes depends
 * on nothing but the files that its dependency file names, and the command.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis.h"
#include "base/path.h"
#include "driver/driver.h"
#include "driver/scan_units.h"
#include "driver/tools.h"
#include "summary/esc.h"

/* The last word that names a C source. */
static const char *find_source(char **words, int n)
{
	const char *source = NULL;

	for (int i = 1; i < n; i++) {
		size_t k = strlen(words[i]);

		if (words[i][0] != '-' && k > 2 && strcmp(words[i] + k - 2, ".c") == 0)
			source = words[i];
	}
	return source;
}

static bool fail(char *error)
{
	fprintf(stderr, "cgoescape: %s\n", error);
	free(error);
	return false;
}

static void take_unit(void *ctx, ce_unit *u)
{
	ce_unit **at = ctx;

	ce_unit_free(*at);
	*at = u;
}

/* The same bytes on every machine: where it was compiled is nobody's business. In place,
 * for the old text would stay in the table. */
static bool write_summary(const ce_args *args, const char *summary)
{
	ce_unit *u = NULL;
	char *error = NULL;
	bool ok = ce_esc_read_file(summary, take_unit, &u, &error);

	if (ok) {
		if (u->directory)
			u->strings.texts.at[u->directory] = "./";
		ok = ce_esc_write_file(args->output, u, &error);
	}
	ce_unit_free(u);
	return ok || fail(error);
}

static void add_path(ce_buf *b, const char *path)
{
	for (; *path; path++) {
		if (*path == ' ' || *path == '#')
			ce_buf_addc(b, '\\');
		if (*path == '$')
			ce_buf_addc(b, '$');
		ce_buf_addc(b, *path);
	}
}

static bool write_depfile(const ce_args *args, const ce_cache *files, const ce_kept *kept, const char *cwd)
{
	ce_buf b = {0};
	char *error = NULL;
	bool ok;

	add_path(&b, args->output);
	ce_buf_addc(&b, ':');
	for (uint32_t i = 0; i < kept->files.n; i++) {
		char *path = ce_path_relative(files->files.at[kept->files.at[i]].path, cwd);

		ce_buf_adds(&b, " \\\n ");
		add_path(&b, path);
		free(path);
	}
	ce_buf_addc(&b, '\n');
	ok = ce_file_write(args->depfile, b.data, b.n, &error);
	ce_buf_free(&b);
	return ok || fail(error);
}

static bool say_notices(const ce_findings *l, bool verbose)
{
	bool ok = true;

	for (uint32_t i = 0; i < l->notices.n; i++) {
		const ce_notice *n = &l->notices.at[i];

		ok &= n->level != CE_LEVEL_ERROR;
		if (n->level != CE_LEVEL_NOTE || verbose)
			fprintf(stderr, "cgoescape: %s: %s\n", n->loc.file ? n->loc.file : "", n->text);
	}
	return ok;
}

static bool run(const ce_args *args, const char *source, const char *cwd, const char *plugin)
{
	ce_database d = {0};
	ce_cache files = {0}; /* of nothing: only to look at dependencies */
	ce_findings notices = {0};
	char *path = ce_path_join(cwd, source);
	ce_scan_units units = {.clang = ce_tool_clang(),
	                       .plugin = plugin,
	                       .parallel = 1,
	                       .timeout_s = args->timeout,
	                       .memory_mb = args->memory,
	                       .quiet = true,
	                       .cache = &files,
	                       .findings = &notices};
	bool ok;

	ce_push(&d.at, ((ce_command){cwd, source, path, "", args->files, (uint32_t)args->nfiles}));
	ce_scan_units_run(&units, &d);
	ok = say_notices(&notices, args->verbose) && units.at.n && units.at.at[0].done;
	if (!units.at.n && units.other_language)
		fprintf(stderr, "cgoescape: %s: this is no C\n", source);
	ok = ok && write_summary(args, units.at.at[0].summary) &&
	     (!args->depfile || write_depfile(args, &files, &units.at.at[0].kept, cwd));
	ce_scan_units_free(&units);
	ce_findings_free(&notices);
	ce_cache_free(&files);
	ce_database_free(&d);
	free(path);
	return ok;
}

int cmd_unit(const ce_args *args)
{
	const char *source = find_source(args->files, args->nfiles);
	char *cwd = getcwd(NULL, 0), *plugin = ce_tool_plugin();
	bool ok = false;

	if (!args->output)
		fputs("cgoescape: unit: -o FILE.esc is needed\n", stderr);
	else if (!source)
		fputs("cgoescape: unit: the command names no C source\n", stderr);
	else if (!plugin || !cwd)
		fputs("cgoescape: cgoescape.so, the plugin, is not beside this program\n", stderr);
	else
		ok = run(args, source, cwd, plugin);
	free(cwd);
	free(plugin);
	return ok ? EXIT_CLEAN : EXIT_TROUBLE;
}
