#include "driver/scan_units.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/path.h"
#include "driver/jobs.h"

extern char **environ;

/* A compile that runs, and its outputs: TMP/N/ for the summary, TMP/N.d. */
typedef struct scan_job {
	ce_job job;
	ce_scan_unit *unit;
	CE_VEC(char *) argv;
	char *folder, *depfile;
} scan_job;

/* ---- one compile ----------------------------------------------------------------------------- */

static char **own_environment(void)
{
	static const char *const harmful[] = {
		"DEPENDENCIES_OUTPUT=", "SUNPRO_DEPENDENCIES=", "CCC_", "CC_PRINT_",
		"CC_LOG_DIAGNOSTICS",   "CLANG_CONFIG_FILE"};
	CE_VEC(char *) list = {0};

	for (char **e = environ; *e; e++) {
		bool keep = true;

		for (size_t i = 0; i < sizeof harmful / sizeof *harmful; i++)
			keep &= strncmp(*e, harmful[i], strlen(harmful[i])) != 0;
		if (keep)
			ce_push(&list, *e);
	}
	/* One that crashes shall not look for its own symbols: that takes long, and files. */
	ce_push(&list, "LLVM_DISABLE_SYMBOLIZATION=1");
	ce_push(&list, (char *)NULL);
	return list.at;
}

static void push(scan_job *j, char *word)
{
	ce_push(&j->argv, word);
}

static void fill_command(ce_scan_units *s, scan_job *j)
{
	static const char *const always[] = {"--no-default-config",
	                                     "-fsyntax-only",
	                                     "-Wno-everything",
	                                     "-Qunused-arguments",
	                                     "-fno-color-diagnostics",
	                                     "-fno-crash-diagnostics",
	                                     "-fno-caret-diagnostics",
	                                     "-fplugin-arg-cgoescape-no-verdicts",
	                                     "-MD",
	                                     "-MT",
	                                     "unit",
	                                     "-MF"};
	const ce_unit_args *a = &j->unit->args;
	const char *file = j->unit->command->file;

	for (uint32_t i = 0; i < j->argv.n; i++)
		free(j->argv.at[i]);
	j->argv.n = 0;
	push(j, ce_strdup(s->clang));
	for (uint32_t i = 0; i < a->at.n; i++)
		push(j, ce_strdup(a->at.at[i]));
	push(j, ce_format("-fplugin=%s", s->plugin));
	push(j, ce_format("-fplugin-arg-cgoescape-esc=%s", j->folder));
	for (size_t i = 0; i < sizeof always / sizeof *always; i++)
		push(j, ce_strdup(always[i]));
	push(j, ce_strdup(j->depfile));
	/* A name that looks like an option, or a response file. */
	push(j, ce_format("%s%s", *file == '-' || *file == '@' ? "./" : "", file));
	push(j, NULL);
	j->job.argv = j->argv.at;
	j->job.cwd = j->unit->command->directory;
}

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static scan_job *new_job(ce_scan_units *s)
{
	static char **env;
	scan_job *j;

	if (s->idle.n) {
		j = s->idle.at[--s->idle.n];
	} else {
		j = ce_calloc(1, sizeof *j);
		j->folder = ce_format("%s/%p", s->tmp, (void *)j);
		j->depfile = ce_format("%s.d", j->folder);
	}
	if (!env)
		env = own_environment();
	j->job = (ce_job){.env = env,
	                  .timeout_ms = (uint64_t)s->timeout_s * 1000,
	                  .memory_limit = (uint64_t)s->memory_mb << 20,
	                  .ctx = j};
	return j;
}

/* The only summary in a folder; NULL. The caller frees. */
static char *find_summary(const char *folder)
{
	DIR *d = opendir(folder);
	char *found = NULL;

	for (struct dirent *e; d && !found && (e = readdir(d));)
		if (strlen(e->d_name) > 4 && strcmp(e->d_name + strlen(e->d_name) - 4, ".esc") == 0)
			found = ce_format("%s/%s", folder, e->d_name);
	if (d)
		closedir(d);
	return found;
}

/* ---- what came of it --------------------------------------------------------------------------- */

/* The first line with "error:", else the first, at most 300 bytes. */
static char *first_error(const ce_buf *err)
{
	const char *at = err->n ? strstr(err->data, "error: ") : NULL, *end;

	if (!err->n)
		return NULL;
	while (at && at > err->data && at[-1] != '\n')
		at--;
	if (!at)
		at = err->data;
	end = strchr(at, '\n');
	return ce_strndup(at, end && end - at < 300 ? (size_t)(end - at) : strnlen(at, 300));
}

/* Gcc's flags that look like ours, and processors that clang does not know: once more without. */
static bool drop_refused(ce_scan_unit *u, const ce_buf *err)
{
	static const char *const complaints[] = {"unknown argument: '", "unknown argument '",
	                                         "unsupported option '", "unsupported argument '",
	                                         "invalid value '"};
	enum { MOST = 16 };
	bool dropped = false;

	for (size_t i = 0; i < sizeof complaints / sizeof *complaints && err->n; i++)
		for (const char *p = err->data; (p = strstr(p, complaints[i])) && u->nrefused < MOST;) {
			const char *end;
			char *arg;

			p += strlen(complaints[i]);
			end = strchr(p, '\'');
			if (!end)
				break;
			arg = ce_strndup(p, (size_t)(end - p));
			if (ce_unit_args_drop(&u->args, arg)) {
				dropped = true;
				u->nrefused++;
			}
			free(arg);
		}
	return dropped;
}

static void cache_trouble(ce_scan_units *s, char *error)
{
	if (!s->cache_failed) {
		char *text = ce_format("the cache does not keep what was made: %s", error);

		ce_findings_notice(s->findings, (ce_loc){0}, CE_LEVEL_WARNING, text);
		free(text);
	}
	s->cache_failed = true;
	free(error);
}

/* Units end in any order; what went wrong is said in that of the database. */
static void fail_unit(ce_scan_unit *u, const char *what, const char *detail)
{
	free(u->failure);
	u->failure =
		ce_format("not analysed: %s%s%s", what, *what && detail ? ": " : "", detail ? detail : "");
}

/* Without a cache summaries stay in the temporary folder, named by the unit. */
static bool keep_outside(ce_scan_units *s, ce_scan_unit *u, const ce_buf *esc)
{
	char *path = ce_format("%s/unit-%zu.esc", s->tmp, (size_t)(u - s->at.at)), *error = NULL;

	u->kept.unit = ce_key_of(esc->data, esc->n);
	if (ce_file_write(path, esc->data, esc->n, &error)) {
		u->summary = path;
		return true;
	}
	fail_unit(u, "", error);
	free(error);
	free(path);
	return false;
}

static bool keep(ce_scan_units *s, ce_scan_unit *u, const ce_buf *esc, const char *depfile)
{
	char *error = NULL;
	ce_buf deps = {0};

	if (!s->cache->dir || !ce_cache_keep_unit(s->cache, esc, &u->kept.unit, &error)) {
		if (error)
			cache_trouble(s, error);
		if (!keep_outside(s, u, esc))
			return false;
	} else {
		u->summary = ce_cache_unit_path(s->cache, &u->kept.unit);
	}
	error = NULL;
	if (ce_file_read(&deps, depfile, &error)) {
		ce_read_depfile(s->cache, deps.data ? deps.data : "", u->command->directory, &u->kept.files);
		if (s->cache->dir && u->kept.files.n &&
		    !ce_cache_keep(s->cache, &u->key, &u->kept, u->started_ns, &error))
			cache_trouble(s, error);
	} else {
		free(error);
	}
	ce_buf_free(&deps);
	return true;
}

static bool take_summary(ce_scan_units *s, scan_job *j)
{
	char *path = find_summary(j->folder), *error = NULL;
	ce_buf esc = {0};
	bool ok = path && ce_file_read(&esc, path, &error);

	if (!ok) {
		char *what = first_error(&j->job.err);

		fail_unit(j->unit, "no summary was made", error ? error : what);
		free(what);
	} else {
		ok = keep(s, j->unit, &esc, j->depfile);
		unlink(path);
	}
	free(error);
	free(path);
	ce_buf_free(&esc);
	return ok;
}

static void keep_failure(scan_job *j)
{
	const char *folder = j->unit->command->directory;
	char *error = j->job.end == JOB_EXITED ? first_error(&j->job.err) : NULL;
	char *ending = ce_job_ending(&j->job);

	if (j->job.end == JOB_NOT_STARTED && access(folder, X_OK) != 0)
		error = ce_format("%s, where it is compiled: %s", folder, strerror(errno));
	fail_unit(j->unit, "", error ? error : ending);
	free(ending);
	free(error);
}

static void on_done(void *ctx, ce_job *job)
{
	ce_scan_units *s = ctx;
	scan_job *j = job->ctx;
	ce_scan_unit *u = j->unit;

	if (job->end == JOB_EXITED && job->status == 0)
		u->done = take_summary(s, j);
	else if (job->end == JOB_EXITED && drop_refused(u, &job->err))
		ce_push(&s->again, (uint32_t)(u - s->at.at));
	else if (job->end != JOB_INTERRUPTED)
		keep_failure(j);
	s->compiled += u->done;
	s->progress.done = s->next - s->again.n;
	ce_job_clear(job);
	ce_push(&s->idle, j);
}

/* ---- all of them --------------------------------------------------------------------------------- */

static ce_scan_unit *next_unit(ce_scan_units *s)
{
	while (s->next < s->at.n)
		if (!s->at.at[s->next++].done)
			return &s->at.at[s->next - 1];
	return s->again.n ? &s->at.at[s->again.at[--s->again.n]] : NULL;
}

static ce_job *on_next(void *ctx)
{
	ce_scan_units *s = ctx;
	ce_scan_unit *u = next_unit(s);
	scan_job *j;

	if (!u)
		return NULL;
	j = new_job(s);
	j->unit = u;
	u->started_ns = now_ns();
	ce_remove_dir(j->folder);
	s->progress.current = u->command->file;
	fill_command(s, j);
	return &j->job;
}

static void on_tick(void *ctx)
{
	ce_progress_draw(&((ce_scan_units *)ctx)->progress);
}

static void compile(ce_scan_units *s, unsigned missing)
{
	ce_job_source source = {on_next, on_done, on_tick, s};
	const char *folder = getenv("TMPDIR");

	s->tmp = ce_format("%s/cgoescape-XXXXXX", folder && *folder ? folder : "/tmp");
	if (!mkdtemp(s->tmp)) {
		char *text = ce_format("%s: cannot make a temporary folder", s->tmp);

		ce_findings_notice(s->findings, (ce_loc){0}, CE_LEVEL_ERROR, text);
		free(text);
		free(s->tmp);
		s->tmp = NULL;
		return;
	}
	ce_progress_start(&s->progress, missing, s->quiet);
	ce_progress_draw(&s->progress);
	s->interrupted = ce_jobs_run(s->parallel, &source);
	ce_progress_clear(&s->progress);
}

void ce_scan_units_run(ce_scan_units *s, const ce_database *d)
{
	unsigned missing = 0;
	ce_left_arguments unknown = {0};

	ce_scan_units_choose(s, d);
	for (uint32_t i = 0; i < s->at.n; i++) {
		ce_scan_unit *u = &s->at.at[i];

		u->done = ce_cache_find(s->cache, &u->key, &u->kept);
		if (u->done)
			u->summary = ce_cache_unit_path(s->cache, &u->kept.unit);
		missing += !u->done;
	}
	if (missing)
		compile(s, missing);
	for (uint32_t i = 0; i < s->at.n; i++) {
		const ce_scan_unit *u = &s->at.at[i];

		ce_left_arguments_add(&unknown, u->command, u->args.unknown.at, u->args.unknown.n);
		if (u->failure)
			ce_scan_units_say(s, u, CE_LEVEL_ERROR, u->failure, NULL);
		s->failed += !u->done;
		for (uint32_t k = 0; k < u->targets.n && !u->done; k++)
			ce_push(&s->left_out, ((ce_left_out){u->command->path, u->targets.at[k]}));
	}
	ce_left_arguments_say(s, &unknown, CE_LEVEL_NOTE, "an argument that is not known is left out");
}

void ce_scan_units_free(ce_scan_units *s)
{
	for (uint32_t i = 0; i < s->at.n; i++) {
		ce_unit_args_free(&s->at.at[i].args);
		ce_vec_free(&s->at.at[i].targets);
		ce_vec_free(&s->at.at[i].kept.files);
		free(s->at.at[i].summary);
		free(s->at.at[i].failure);
	}
	ce_vec_free(&s->at);
	for (uint32_t i = 0; i < s->idle.n; i++) {
		scan_job *j = s->idle.at[i];

		for (uint32_t k = 0; k < j->argv.n; k++)
			free(j->argv.at[k]);
		ce_vec_free(&j->argv);
		free(j->folder);
		free(j->depfile);
		free(j);
	}
	ce_vec_free(&s->idle);
	ce_vec_free(&s->again);
	ce_vec_free(&s->left_out);
	ce_arena_free(&s->texts);
	if (s->tmp)
		ce_remove_dir(s->tmp);
	free(s->tmp);
}
