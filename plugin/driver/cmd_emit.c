/*
 * cmd_emit.c - the promises that are proved, as a diff or put in place.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "boundary/cgo_names.h"
#include "driver/go_session.h"
#include "driver/jobs.h"
#include "golang/c_header.h"

enum { STYLE_CGO, STYLE_ATTRIBUTES };

static bool write_edit(ce_go_session *s, const ce_go_edit *e)
{
	struct stat before;
	char *error = NULL, *path = ce_path_relative(e->path, s->from);
	bool known = stat(e->path, &before) == 0;
	bool ok = ce_file_write(e->path, e->text.data, e->text.n, &error);

	/* The file is a new one of the old name. */
	if (ok && known)
		ok = chmod(e->path, before.st_mode & 07777) == 0;
	if (!ok)
		ce_go_session_fail(s, "%s", error ? error : path);
	else if (!s->args->quiet)
		fprintf(stderr, "cgoescape: wrote %s\n", path);
	free(error);
	free(path);
	return ok;
}

/* One file of a module of somebody else is not ours to write. */
static bool is_foreign(const ce_go_session *s, const ce_go_target *t)
{
	return !ce_path_inside(t->package->dir, s->from) && access(t->package->dir, W_OK) != 0;
}

/* Whether the file of --file is there, calls no C and is not one that emit has made: it would be lost.
 * (One that emit has made may be left out by an old Go.) */
static bool has_other_code(ce_go_session *s, const ce_go_target *t)
{
	char *path = ce_format("%s/%s", t->package->dir, s->args->file), *error = NULL;
	bool other = access(path, F_OK) == 0;
	ce_buf text = {0};

	for (uint32_t i = 0; i < t->files.n; i++)
		other &= t->files.at[i].import_at == CE_NONE || strcmp(t->files.at[i].path, path) != 0;
	if (other && ce_file_read(&text, path, &error))
		other = text.n < strlen(ce_go_emit_mark) ||
		        memcmp(text.data, ce_go_emit_mark, strlen(ce_go_emit_mark)) != 0;
	if (other)
		ce_go_session_fail(
			s, "%s: has other code in it; --file wants the name of a file for the lines", path);
	free(error);
	free(path);
	ce_buf_free(&text);
	return other;
}

/* A file with the constraint "ignore" belongs to no build of the package. */
static bool is_never_built(const ce_go_target *t, const char *name)
{
	char *path = ce_format("%s/%s", t->package->dir, name), *error = NULL;
	ce_buf text = {0};
	bool never = ce_file_read(&text, path, &error) && text.n && ce_go_is_never_built(text.data);

	free(error);
	free(path);
	ce_buf_free(&text);
	return never;
}

static const char *what(const ce_go_session *s)
{
	return s->any_caller ? "attributes" : "lines";
}

/* With other tags or for another system the same lines stand above other code. */
static void say_left_out(const ce_go_session *s, const ce_go_target *t)
{
	const char *first = NULL;
	unsigned n = 0;

	for (uint32_t i = 0; i < t->package->ignored.n && !s->args->quiet; i++)
		if (!is_never_built(t, t->package->ignored.at[i])) {
			first = first ? first : t->package->ignored.at[i];
			n++;
		}
	if (n)
		fprintf(stderr,
		        "cgoescape: note: %s: %s are for %s/%s and these tags; build constraints leave "
		        "out %s%s: run cgoescape check for what else you build\n",
		        t->package->import_path, what(s), s->env.goos, s->env.goarch, first,
		        n > 1 ? " and others" : "");
}

/* What Clang says of the functions that a wrapper calls. */
static bool dump_boundary(ce_go_session *s, const ce_go_command *unit, ce_buf *out)
{
	ce_go_strings argv = {0};
	ce_job job = {.cwd = unit->cwd};
	bool ok;

	for (uint32_t i = 0; i < unit->argv.n; i++)
		ce_go_strings_add(&argv, unit->argv.at[i]);
	ce_go_strings_add(&argv, "-fsyntax-only");
	ce_go_strings_add(&argv, "-w");
	ce_push(&argv, ce_format("-fplugin=%s", s->plugin));
	ce_go_strings_add(&argv, "-fplugin-arg-cgoescape-dump=boundary");
	ce_go_strings_add(&argv, "-fplugin-arg-cgoescape-no-verdicts");
	ce_push(&argv, NULL);
	job.argv = argv.at;
	s->interrupted = ce_job_run(&job);
	ok = !s->interrupted && job.end == JOB_EXITED && job.status == 0;
	if (!ok && !s->interrupted)
		ce_go_session_fail(s, "%s: its headers cannot be read", unit->file);
	if (ok && job.out.n)
		ce_buf_add(out, job.out.data, job.out.n);
	ce_job_clear(&job);
	ce_go_strings_free(&argv);
	return ok;
}

/* Headers of the module whose declarations get attributes. */
static bool read_headers(ce_go_session *s, const ce_go_target *t, ce_c_headers *headers)
{
	const char *folder = t->package->module_dir[0] ? t->package->module_dir : t->package->dir;
	ce_buf dump = {0};
	bool ok = true;

	for (uint32_t i = 0; i < t->build.units.n && ok; i++)
		if (ce_cgo_is_wrapper_source(t->build.units.at[i].file))
			ok = dump_boundary(s, &t->build.units.at[i], &dump);
	if (ok && dump.n)
		ce_c_headers_read(headers, dump.data, &t->result, folder);
	ce_buf_free(&dump);
	return ok;
}

/* As the go command has it: a line "// Code generated ... DO NOT EDIT." */
static bool is_generated(const ce_go_edit *e)
{
	static const char begin[] = "// Code generated ", end[] = "DO NOT EDIT.";
	size_t n = e->exists ? e->old_n : 0, at = 0;

	while (at < n) {
		const char *line = e->old + at, *stop = memchr(line, '\n', n - at);
		size_t length = stop ? (size_t)(stop - line) : n - at;

		if (length > strlen(begin) + strlen(end) && memcmp(line, begin, strlen(begin)) == 0 &&
		    memcmp(line + length - strlen(end), end, strlen(end)) == 0)
			return true;
		at += length + 1;
	}
	return false;
}

/* What makes the file again makes it without the lines. */
static void say_generated(const ce_go_session *s, const ce_go_edits *edits)
{
	for (uint32_t i = 0; i < edits->n && !s->args->quiet; i++) {
		char *path = ce_path_relative(edits->at[i].path, s->from);

		if (is_generated(&edits->at[i]))
			fprintf(stderr,
			        "cgoescape: note: %s is generated: --file=NAME.go puts the lines into a file "
			        "of their own\n",
			        path);
		free(path);
	}
}

/* A library is not built with the package: another version of it may be there when it runs. */
static void say_libraries(const ce_go_session *s, const ce_go_target *t)
{
	for (uint32_t i = 0; i < t->libraries.n && !s->args->quiet; i++)
		fprintf(stderr,
		        "cgoescape: note: %s: %s about what %s tells of hold for the version of the "
		        "library that it was made from\n",
		        t->package->import_path, what(s), ce_path_base(t->libraries.at[i]));
}

static void put(ce_go_session *s, const ce_go_target *t, const ce_go_edits *edits, ce_buf *out)
{
	if (edits->n && s->args->write && is_foreign(s, t))
		ce_go_session_fail(s, "%s: its folder %s cannot be written", t->package->import_path,
		                   t->package->dir);
	for (uint32_t i = 0; i < edits->n; i++) {
		if (!s->args->write)
			ce_go_edit_diff(&edits->at[i], s->from, out);
		else if (!s->trouble)
			write_edit(s, &edits->at[i]);
	}
}

static void emit(ce_go_session *s, const ce_go_target *t, ce_buf *out)
{
	ce_go_emit_options o = {
		.alone = s->args->alone,
		.prune = s->args->prune,
		.file = s->args->file,
		.package = t->package->name,
		.dir = t->package->dir,
	};
	ce_c_headers headers = {0};
	ce_go_edits edits = {0};

	if (s->any_caller) {
		if (read_headers(s, t, &headers))
			ce_c_headers_edit(&edits, &headers);
	} else if (!o.file || !has_other_code(s, t)) {
		ce_go_emit(&edits, &t->result, t->files.at, t->files.n, o);
		if (!o.file)
			say_generated(s, &edits);
	}
	say_left_out(s, t);
	if (edits.n)
		say_libraries(s, t);
	put(s, t, &edits, out);
	ce_go_edits_free(&edits);
	ce_c_headers_free(&headers);
}

static bool can_emit(ce_go_session *s)
{
	size_t n = s->args->file ? strlen(s->args->file) : 0;

	if (s->env.minor && s->env.minor < 24 && !s->args->file && s->args->style == STYLE_CGO) {
		ce_go_session_fail(s,
		                   "%s does not know #cgo noescape (Go 1.24 does): emit with --file=NAME.go, "
		                   "which older releases skip",
		                   s->env.version);
		return false;
	}
	if (s->args->file &&
	    (strchr(s->args->file, '/') || n < 4 || strcmp(s->args->file + n - 3, ".go") != 0)) {
		ce_go_session_fail(s, "--file=%s: it wants the name of a Go file, without a folder",
		                   s->args->file);
		return false;
	}
	return true;
}

/* A line in a Go file is about Go's calls, a header about everybody's. */
static bool judge(ce_go_session *s)
{
	s->any_caller = s->args->style == STYLE_ATTRIBUTES;
	return ce_go_session_judge(s);
}

int cmd_emit(const ce_args *args)
{
	ce_go_session s;
	ce_buf out = {0};
	int status;

	if (ce_go_session_open(&s, args) && can_emit(&s) && ce_go_session_configure(&s) &&
	    ce_go_session_build(&s) && judge(&s)) {
		for (uint32_t i = 0; i < s.targets.n; i++)
			if (!s.targets.at[i].failed)
				emit(&s, &s.targets.at[i], &out);
		fwrite(out.n ? out.data : "", 1, out.n, stdout);
		if (fflush(stdout) != 0 || ferror(stdout))
			ce_go_session_fail(&s, "standard output: %m");
	}
	if (s.interrupted)
		fputs("cgoescape: interrupted\n", stderr);
	/* Lines that are missing are what it was asked for, no finding. */
	status = ce_go_session_status(&s, false);
	ce_buf_free(&out);
	ce_go_session_close(&s);
	return status;
}
