/*
 * go_make.c - each package's C: taken from the cache, or generated and compiled.
 *
 * A package is made in a folder of its own beside its place in the cache and moved
 * there when it is whole, so an interrupt leaves the old state or the new one.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/path.h"
#include "driver/go_session.h"
#include "driver/jobs.h"
#include "driver/progress.h"
#include "scan/trim.h"

/* ---- what the compiler read ------------------------------------------------------------------ */

/* Files named in a .d file, but for those that were generated. */
static void add_dependencies(ce_go_session *s, ce_go_target *t, uint32_t unit)
{
	char *d_file = ce_format("%s/deps/%u.d", t->fresh, unit), *error = NULL;
	ce_ids all = {0};
	ce_buf text = {0};

	if (ce_file_read(&text, d_file, &error) && text.n)
		ce_read_depfile(&s->read, text.data, t->build.units.at[unit].cwd, &all);
	for (uint32_t i = 0; i < all.n; i++)
		if (!ce_path_inside(s->read.files.at[all.at[i]].path, t->fresh))
			ce_push(&t->inputs, all.at[i]);
	free(error);
	free(d_file);
	ce_buf_free(&text);
	ce_vec_free(&all);
}

/* ---- the manifest --------------------------------------------------------------------------------- */

static char *manifest_path(const char *folder)
{
	return ce_format("%s/manifest.json", folder);
}

/* Note a file as read; its hash. */
static const char *take_input(ce_go_session *s, ce_go_target *t, const char *path)
{
	uint32_t file = ce_cache_file(&s->read, path);

	ce_push(&t->inputs, file);
	return s->read.files.at[file].key.hex;
}

static bool is_fresh(ce_go_session *s, ce_go_target *t)
{
	char *path = manifest_path(t->folder);
	json_t *manifest = json_load_file(path, 0, NULL), *inputs = json_object_get(manifest, "inputs");
	const char *key = json_string_value(json_object_get(manifest, "key")), *file;
	bool fresh = key && strcmp(key, t->key) == 0 && json_is_object(inputs);
	json_t *value;

	if (fresh) {
		json_object_foreach(inputs, file, value)
		{
			if (!json_is_string(value) ||
			    strcmp(take_input(s, t, file), json_string_value(value)) != 0) {
				fresh = false;
				break;
			}
		}
	}
	if (fresh)
		ce_cache_used(path);
	else
		t->inputs.n = 0;
	json_decref(manifest);
	free(path);
	return fresh;
}

/* Of a package that was made now. */
static void take_inputs(ce_go_session *s, ce_go_target *t)
{
	for (uint32_t i = 0; i < t->files.n; i++)
		take_input(s, t, t->files.at[i].path);
	for (uint32_t i = 0; i < t->left_out.n; i++)
		take_input(s, t, t->left_out.at[i].path);
	for (uint32_t i = 0; i < t->build.units.n; i++)
		add_dependencies(s, t, i);
}

/* There is none when a file has changed meanwhile: the folder is not taken again then. */
static bool write_manifest(ce_go_session *s, const ce_go_target *t)
{
	json_t *inputs = json_object(), *manifest = json_pack("{ssso}", "key", t->key, "inputs", inputs);
	char *path = manifest_path(t->fresh), *text, *error = NULL;
	bool settled = true, ok;

	for (uint32_t i = 0; i < t->inputs.n; i++) {
		const ce_file_state *f = &s->read.files.at[t->inputs.at[i]];

		settled &= ce_cache_is_settled(&s->read, t->inputs.at[i], s->started_ns);
		json_object_set_new(inputs, f->path, json_string(f->key.hex));
	}
	text = json_dumps(manifest, JSON_INDENT(1) | JSON_SORT_KEYS);
	ok = !settled || ce_file_write(path, text, strlen(text), &error);
	if (!ok)
		ce_go_session_fail(s, "%s", error);
	free(error);
	free(text);
	free(path);
	json_decref(manifest);
	return ok;
}

/* ---- jobs ------------------------------------------------------------------------------------------- */

typedef struct work {
	ce_job job;
	ce_go_target *t;
	const ce_go_command *command;
	ce_go_strings argv;
} work;

typedef struct queue {
	ce_go_session *s;
	CE_VEC(work) works;
	uint32_t next;
	ce_progress progress;
} queue;

static ce_job *next_job(void *ctx)
{
	queue *q = ctx;
	work *w = q->next < q->works.n ? &q->works.at[q->next++] : NULL;

	if (w)
		q->progress.current = w->command->file;
	return w ? &w->job : NULL;
}

static void draw(void *ctx)
{
	ce_progress_draw(&((queue *)ctx)->progress);
}

/* A compiler's or cgo's messages; of our own paths the user's view. */
static void say_failure(ce_go_session *s, const work *w)
{
	const ce_buf *err = &w->job.err;
	size_t n = strlen(s->from);
	ce_buf said = {0};

	for (char *line = err->data, *end; line && *line; line = end) {
		size_t length;

		end = strchr(line, '\n');
		length = end ? (size_t)(end - line) : strlen(line);
		end = line + length + (end != NULL);
		if (length > n && strncmp(line, s->from, n) == 0 && line[n] == '/') {
			line += n + 1;
			length -= n + 1;
		}
		/* "1 error generated." */
		if (!length || *line == '#' || memmem(line, length, " generated.", 11))
			continue;
		ce_buf_addf(&said, "%.*s\n", (int)length, line);
	}
	if (said.n) {
		fputs(said.data, stderr);
		said.data[said.n - 1] = 0;
		ce_go_session_note_failure(s, said.data);
	} else {
		char *how = ce_job_ending(&w->job);

		ce_go_session_fail(s, "%s: %s: %s", w->t->package->import_path,
		                   ce_path_base(w->command->argv.at[0]), how);
		free(how);
	}
	ce_buf_free(&said);
}

static void job_done(void *ctx, ce_job *job)
{
	queue *q = ctx;
	work *w = job->ctx;

	q->progress.done++;
	if (job->end == JOB_INTERRUPTED || (job->end == JOB_EXITED && job->status == 0))
		return;
	ce_progress_clear(&q->progress);
	say_failure(q->s, w);
	if (w->command == &w->t->build.cgo)
		w->t->failed = true;
	else
		w->t->partial = true;
}

/* @param shown  the works are units, of which a terminal shows the progress */
static void run_queue(queue *q, bool shown)
{
	ce_job_source source = {next_job, job_done, draw, q};

	for (uint32_t i = 0; i < q->works.n; i++) {
		work *w = &q->works.at[i];

		ce_push(&w->argv, NULL);
		w->job.argv = w->argv.at;
		w->job.cwd = w->command->cwd;
		w->job.ctx = w;
	}
	ce_progress_start(&q->progress, q->works.n, !shown || q->s->args->quiet);
	ce_progress_draw(&q->progress);
	q->s->interrupted = ce_jobs_run(q->s->args->jobs ? q->s->args->jobs : ce_jobs_default(), &source);
	ce_progress_clear(&q->progress);
	for (uint32_t i = 0; i < q->works.n; i++) {
		ce_job_clear(&q->works.at[i].job);
		free(q->works.at[i].job.env);
		ce_go_strings_free(&q->works.at[i].argv);
	}
	ce_vec_free(&q->works);
}

extern char **environ;

/* Our environment with the names that `more` gives. */
static char **environment(const ce_go_strings *more)
{
	CE_VEC(char *) all = {0};

	for (char **e = environ; *e; e++) {
		bool replaced = false;

		for (uint32_t i = 0; i < more->n; i++)
			replaced |= strncmp(*e, more->at[i], strcspn(more->at[i], "=") + 1) == 0;
		if (!replaced)
			ce_push(&all, *e);
	}
	for (uint32_t i = 0; i < more->n; i++)
		ce_push(&all, more->at[i]);
	ce_push(&all, NULL);
	return all.at;
}

static void generate(ce_go_session *s)
{
	queue q = {.s = s};

	for (uint32_t i = 0; i < s->targets.n; i++) {
		ce_go_target *t = &s->targets.at[i];
		work w = {.t = t, .command = &t->build.cgo};

		if (!t->fresh || t->failed)
			continue;
		for (uint32_t k = 0; k < t->build.cgo.argv.n; k++)
			ce_go_strings_add(&w.argv, t->build.cgo.argv.at[k]);
		w.job.env = environment(&t->build.env);
		ce_push(&q.works, w);
	}
	run_queue(&q, false);
}

/* The compile of a unit for us: no object, but a summary and a list of what was read. */
static void add_compile(const ce_go_session *s, ce_go_target *t, uint32_t unit, queue *q)
{
	work w = {.t = t, .command = &t->build.units.at[unit]};

	for (uint32_t k = 0; k < w.command->argv.n; k++)
		ce_go_strings_add(&w.argv, w.command->argv.at[k]);
	ce_go_strings_add(&w.argv, "-fsyntax-only");
	ce_go_strings_add(&w.argv, "-w");
	ce_push(&w.argv, ce_format("-fplugin=%s", s->plugin));
	ce_push(&w.argv, ce_format("-fplugin-arg-cgoescape-esc=%s/esc", t->fresh));
	ce_go_strings_add(&w.argv, "-fplugin-arg-cgoescape-no-verdicts");
	ce_go_strings_add(&w.argv, "-MD");
	ce_go_strings_add(&w.argv, "-MF");
	ce_push(&w.argv, ce_format("%s/deps/%u.d", t->fresh, unit));
	ce_push(&q->works, w);
}

static void compile(ce_go_session *s)
{
	queue q = {.s = s};

	for (uint32_t i = 0; i < s->targets.n; i++) {
		ce_go_target *t = &s->targets.at[i];

		for (uint32_t k = 0; t->fresh && !t->failed && k < t->build.units.n; k++)
			add_compile(s, t, k, &q);
	}
	run_queue(&q, q.works.n > 0);
}

/* ---- folders ------------------------------------------------------------------------------------------ */

/* A promise for a function that nobody calls is said in the result. It shall not keep cgo from all else: cgo
 * gets a copy without the line, under the file's name. */
static bool replace_refused(ce_go_session *s, ce_go_target *t, uint32_t file)
{
	const char *path = t->files.at[file].path;
	char *text = ce_go_file_accepted(&t->files.at[file], t->files.at, t->files.n), *error = NULL;
	char *copy = ce_format("%s/%s", t->fresh, ce_path_base(path));

	if (text && ce_file_write(copy, text, strlen(text), &error)) {
		ce_cgo_use_copy(&t->build.cgo, path, copy);
	} else if (text) {
		ce_go_session_fail(s, "%s", error);
		t->failed = true;
	}
	free(error);
	free(copy);
	free(text);
	return !t->failed;
}

static bool start(ce_go_session *s, ce_go_target *t)
{
	char *esc, *deps, *error = NULL;
	bool ok;

	t->fresh = ce_format("%s.new-%d", t->folder, (int)getpid());
	ce_remove_dir(t->fresh);
	esc = ce_format("%s/esc", t->fresh);
	deps = ce_format("%s/deps", t->fresh);
	ok = ce_make_dirs(esc, &error) && ce_make_dirs(deps, &error);
	if (!ok) {
		ce_go_session_fail(s, "%s; CGOESCAPE_CACHE names another place for the cache", error);
		free(error);
		t->failed = true;
	}
	ce_cgo_build_free(&t->build);
	ce_cgo_plan(&t->build, &s->env, t->package, t->fresh, s->clang, &t->pkg_config);
	for (uint32_t i = 0; ok && i < t->files.n; i++)
		ok = replace_refused(s, t, i);
	free(esc);
	free(deps);
	return ok;
}

void ce_go_keep_listed(const char *folder)
{
	char *path = ce_format("%s/" CE_CACHE_LISTED, folder), *error = NULL;

	/* If not, it goes earlier. */
	if (!ce_file_write(path, "", 0, &error))
		free(error);
	free(path);
}

/* What an editor was told of stays so. */
static void keep_listed(const ce_go_target *t)
{
	char *before = ce_format("%s/" CE_CACHE_LISTED, t->folder);

	if (access(before, F_OK) == 0)
		ce_go_keep_listed(t->fresh);
	free(before);
}

/* Put what was made in its place. Another run may have been faster; that is as good. */
static void finish(ce_go_session *s, ce_go_target *t)
{
	char *old;

	take_inputs(s, t);
	if (t->failed || t->partial || s->interrupted || !write_manifest(s, t))
		return;
	old = ce_format("%s.old-%d", t->folder, (int)getpid());
	ce_remove_dir(old);
	keep_listed(t);
	rename(t->folder, old);
	if (rename(t->fresh, t->folder) == 0) {
		free(t->fresh);
		t->fresh = NULL;
		ce_cgo_build_free(&t->build);
		ce_cgo_plan(&t->build, &s->env, t->package, t->folder, s->clang, &t->pkg_config);
	}
	ce_remove_dir(old);
	free(old);
}

bool ce_go_session_build(ce_go_session *s)
{
	struct timespec now;
	uint32_t stale = 0;

	clock_gettime(CLOCK_REALTIME_COARSE, &now);
	s->started_ns = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
	for (uint32_t i = 0; i < s->targets.n; i++)
		if (!is_fresh(s, &s->targets.at[i])) {
			start(s, &s->targets.at[i]);
			stale++;
		}
	if (s->args->verbose)
		fprintf(stderr, "cgoescape: %u packages, %u of them from %s\n", s->targets.n,
		        s->targets.n - stale, s->cache);
	generate(s);
	if (!s->interrupted)
		compile(s);
	for (uint32_t i = 0; i < s->targets.n; i++)
		if (s->targets.at[i].fresh)
			finish(s, &s->targets.at[i]);
	return !s->interrupted;
}
