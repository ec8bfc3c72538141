/*
 * scan_gates.c - what of the findings is reported, and what counts.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "driver/gates.h"
#include "driver/jobs.h"
#include "driver/scan.h"
#include "scan/changes.h"

/* The folder that all sources are in; "/" at least. The caller frees. */
static char *common_folder(const ce_database *d)
{
	char *folder = NULL;

	for (uint32_t i = 0; i < d->at.n; i++) {
		char *own = ce_path_join(d->at.at[i].path, "..");

		while (folder && !ce_path_inside(own, folder)) {
			char *up = ce_path_join(folder, "..");

			free(folder);
			folder = up;
		}
		if (folder)
			free(own);
		else
			folder = own;
	}
	return folder ? folder : ce_strdup("/");
}

bool scan_configure(scan *s)
{
	char *folder = common_folder(&s->database), *error = NULL;
	char *path = ce_gates_file(s->args, folder);
	bool ok = ce_gates_read(&s->config, s->args, path, &error);

	if (ok) {
		s->root = ce_gates_root(&s->config, folder);
		s->findings.root = s->root;
		s->models.at = ce_calloc(s->config.models.n + s->args->models.n + 1, sizeof *s->models.at);
		for (uint32_t i = 0; i < s->config.models.n; i++)
			s->models.at[s->models.n++] = s->config.models.at[i];
		for (size_t i = 0; i < s->args->models.n; i++)
			s->models.at[s->models.n++] = s->args->models.at[i];
	} else {
		scan_notice(s, CE_LEVEL_ERROR, error);
	}
	free(folder);
	free(path);
	return ok;
}

/* Reports whether any unit has read a file, or one in a folder. */
static bool is_read(const scan *s, const char *path)
{
	for (uint32_t i = 0; i < s->units.at.n; i++) {
		const ce_ids *files = &s->units.at.at[i].kept.files;

		if (ce_path_inside(s->units.at.at[i].command->path, path))
			return true;
		for (uint32_t k = 0; k < files->n; k++)
			if (ce_path_inside(s->cache.files.at[files->at[k]].path, path))
				return true;
	}
	return false;
}

/* A gate that looks at nothing must not pass. */
static void check_files(scan *s)
{
	for (int k = 0; k < s->args->nfiles; k++) {
		char *path = ce_path_join(s->cwd, s->args->files[k]);

		if (!is_read(s, path))
			scan_notice(s, CE_LEVEL_ERROR,
			            ce_format("%s: no unit of the database reads it", s->args->files[k]));
		free(path);
	}
}

/* FILE arguments: sources, headers or folders. */
static void apply_files(scan *s)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < s->findings.at.n; i++) {
		char *path = ce_path_join(s->cwd, s->findings.at.at[i].loc.file);
		bool wanted = false;

		for (int k = 0; k < s->args->nfiles; k++) {
			char *file = ce_path_join(s->cwd, s->args->files[k]);

			wanted |= ce_path_inside(path, file);
			free(file);
		}
		if (wanted)
			s->findings.at.at[n++] = s->findings.at.at[i];
		free(path);
	}
	s->findings.at.n = n;
}

static bool read_stream(FILE *f, ce_buf *out)
{
	char chunk[65536];

	for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
		ce_buf_add(out, chunk, n);
	return !ferror(f);
}

/* What git says; false: *error says why. */
static bool ask_git(char **argv, const char *what, ce_buf *out, char **error)
{
	ce_job job = {.argv = argv};
	bool ok;

	ce_job_run(&job);
	ok = job.end == JOB_EXITED && job.status == 0 && !job.truncated;
	if (ok) {
		*out = job.out;
		job.out = (ce_buf){0};
	} else {
		char *ending = job.truncated ? ce_strdup("too much") : ce_job_ending(&job);

		*error = ce_format("git %s: %s", what, job.err.n ? job.err.data : ending);
		if (job.err.n)
			(*error)[strcspn(*error, "\n")] = 0;
		free(ending);
	}
	ce_job_clear(&job);
	return ok;
}

/* The changes of the whole work tree, wherever in it we are; *top is its folder. */
static bool ask_for_changes(const char *since, ce_buf *out, ce_buf *top, char **error)
{
	char *find[] = {"git", "rev-parse", "--show-toplevel", NULL};
	char *diff[] = {"git",
	                "diff",
	                "-U0",
	                "--no-color",
	                "--no-ext-diff",
	                "--no-textconv",
	                "--no-relative",
	                "--src-prefix=a/",
	                "--dst-prefix=b/",
	                (char *)since,
	                "--",
	                NULL};
	char *what = ce_format("diff %s", since);
	bool ok = *since != '-';

	if (!ok)
		*error = ce_format("%s: no revision", since);
	else
		ok = ask_git(find, "rev-parse", top, error) && ask_git(diff, what, out, error);
	if (top->n)
		top->data[strcspn(top->data, "\n")] = 0;
	free(what);
	return ok;
}

/* Files that git does not know yet, and is not told to ignore. */
static bool add_new_files(ce_changes *changes, const ce_buf *top, char **error)
{
	char *list[] = {"git", "-C", top->data, "ls-files", "--others", "--exclude-standard", "-z", NULL};
	ce_buf names = {0};
	bool ok = ask_git(list, "ls-files", &names, error);

	for (size_t at = 0; at < names.n; at += strlen(names.data + at) + 1)
		ce_changes_add_file(changes, names.data + at);
	ce_buf_free(&names);
	return ok;
}

/* The diff as given: its names are relative to here or to the root. */
static bool read_diff(const char *path, ce_buf *out, char **error)
{
	if (strcmp(path, "-") != 0)
		return ce_file_read(out, path, error);
	if (read_stream(stdin, out))
		return true;
	*error = ce_strdup("standard input cannot be read");
	return false;
}

static void apply_changes(scan *s)
{
	ce_changes changes = {0};
	ce_buf diff = {0}, top = {0};
	char *error = NULL;
	const char *since = s->args->changed_since, *folders[3] = {s->cwd, s->root, NULL};
	bool ok = since ? ask_for_changes(since, &diff, &top, &error)
	                : read_diff(s->args->changed, &diff, &error);

	if (since) {
		folders[0] = top.data;
		folders[1] = NULL;
	}
	if (ok && ce_changes_read(&changes, diff.data ? diff.data : "", &error) &&
	    (!since || add_new_files(&changes, &top, &error)))
		ce_changes_apply(&changes, folders, &s->findings);
	else
		scan_notice(s, CE_LEVEL_ERROR, error);
	ce_changes_free(&changes);
	ce_buf_free(&diff);
	ce_buf_free(&top);
}

void scan_apply_gates(scan *s)
{
	ce_sources sources = {0};
	ce_ids files = {0};
	char *error = NULL;

	for (uint32_t i = 0; i < s->units.at.n; i++)
		for (uint32_t k = 0; k < s->units.at.at[i].kept.files.n; k++)
			ce_push(&files, s->units.at.at[i].kept.files.at[k]);
	ce_gates_apply(&s->findings, &s->config, &s->cache, &files, &sources, s->cwd, CE_KNOWN_PROGRAM);
	ce_vec_free(&files);
	ce_sources_free(&sources);
	if (!ce_gates_baseline(&s->findings, s->args, &error))
		scan_notice(s, CE_LEVEL_ERROR, error);
	if (s->args->nfiles) {
		check_files(s);
		apply_files(s);
	}
	if (s->args->changed_since || s->args->changed)
		apply_changes(s);
}
