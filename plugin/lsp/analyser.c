#include "lsp/analyser.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "driver/tools.h"
#include "lsp/compile.h"
#include "lsp/preamble.h"
#include "lsp/project.h"
#include "lsp/run.h"
#include "lsp/summaries.h"

#define MEMORY_LIMIT ((uint64_t)6 << 30)

struct ce_analyser {
	ce_server *s;
	uv_timer_t timer;
	ce_summaries summaries;
	unsigned running;
	uint64_t changes;
	struct ce_compiles *compiles;
	struct ce_runs *runs;
	char *plugin, *cwd;
	bool told;    /* the user, of an analysis that failed */
	bool advised; /* to scan */
	bool ended;
};

static void fill(struct ce_analyser *a);
static void due(struct ce_analyser *a, ce_document *doc, unsigned delay_ms);

/* ---- the end of one ---------------------------------------------------------------------- */

/* What is there already is old, and must not pass for what is proved. */
static void gave_nothing(struct ce_analyser *a, ce_document *doc)
{
	if (!doc->old)
		ce_show_old(a->s, doc);
	doc->old = true;
}

/* Code with errors is the user's business, and clangd says so. */
static void say_failure(struct ce_analyser *a, const ce_run *r, const char *path)
{
	char *ending, *text, *details;

	if (r->error)
		ce_server_log(a->s, MESSAGE_WARNING, r->error);
	if (r->error || (r->job.end == JOB_EXITED && r->job.status <= 1))
		return;
	ending = ce_job_ending(&r->job);
	text = ce_format("cgoescape: analysis of %s: %s", path, ending);
	if (!a->told)
		ce_server_show(a->s, MESSAGE_WARNING, text);
	a->told = true;
	details = ce_format("%s\n%s", text, r->job.err.n ? r->job.err.data : "");
	ce_server_log(a->s, MESSAGE_WARNING, details);
	free(details);
	free(text);
	free(ending);
}

static void run_ended(void *ctx, ce_run *r)
{
	struct ce_analyser *a = ctx;
	ce_document *doc = r->stale ? NULL : ce_documents_find_id(&a->s->docs, r->doc);

	a->running--;
	if (doc) {
		doc->run = NULL;
		doc->took_ms = r->job.wall_ns / 1000000;
	}
	if (doc && !(r->report && ce_show_report(a->s, doc, r->command.directory, r->report))) {
		say_failure(a, r, doc->path);
		gave_nothing(a, doc);
	}
	ce_run_free(r);
	fill(a);
}

/* ---- summaries of the program ------------------------------------------------------------- */

enum { SETTLE_MS = 300 }; /* summaries are written one after the other */

static void on_summaries(void *ctx)
{
	struct ce_analyser *a = ctx;

	for (uint32_t i = 0; i < a->s->docs.at.n && !a->ended; i++)
		due(a, a->s->docs.at.at[i], SETTLE_MS);
	fill(a);
}

/* ---- a run -------------------------------------------------------------------------------- */

static void add_key(ce_compile *c, const char *key, const char *value)
{
	ce_compile_take(c, ce_format("-fplugin-arg-cgoescape-%s=%s", key, value));
}

/* Once, in the log. */
static void advise(struct ce_analyser *a)
{
	if (!a->advised)
		ce_server_log(a->s, MESSAGE_INFO,
		              "cgoescape: what other files define is unknown until the program is scanned: "
		              "cgoescape scan -p FOLDER_OF_compile_commands.json");
	a->advised = true;
}

static void add_program(struct ce_analyser *a, const ce_document *doc, ce_compile *c)
{
	char *scanned = ce_compile_program(a->compiles, doc, "units");

	for (size_t i = 0; i < a->s->o->nprogram; i++) {
		char *path = ce_path_join(a->cwd ? a->cwd : "/", a->s->o->program[i]);

		add_key(c, "program", path);
		free(path);
	}
	if (scanned && !a->s->o->nprogram) {
		if (access(scanned, R_OK) == 0)
			add_key(c, "program", scanned);
		else if (c->is_own)
			advise(a);
		ce_summaries_watch(&a->summaries, scanned); /* of a first scan as well */
	}
	free(scanned);
}

/* A compiler that cannot read one says so to nobody. */
static bool is_readable(struct ce_analyser *a, const char *model)
{
	char *text;
	int error = access(model, R_OK) == 0 ? 0 : errno;

	if (!error)
		return true;
	text = ce_format("%s: cannot read: %s", model, strerror(error));
	ce_server_log(a->s, MESSAGE_WARNING, text);
	free(text);
	return false;
}

typedef struct reading {
	struct ce_analyser *a;
	ce_compile *command;
} reading;

static void add_input(void *ctx, ce_project_input what, const char *text)
{
	reading *r = ctx;

	if (what == CE_PROJECT_HOOK)
		add_key(r->command, "hook", text);
	else if (what == CE_PROJECT_MODEL && is_readable(r->a, text))
		add_key(r->command, "model", text);
	if (what != CE_PROJECT_HOOK)
		ce_summaries_watch(&r->a->summaries, text);
}

static void complete(struct ce_analyser *a, const ce_document *doc, ce_run *r)
{
	ce_compile *c = &r->command;
	const char *functions = ce_settings_functions(&a->s->settings);

	ce_compile_take(c, ce_strdup("-fsyntax-only"));
	ce_compile_take(c, ce_strdup("-w"));
	ce_compile_take(c, ce_strdup("-fno-color-diagnostics"));
	ce_compile_take(c, ce_format("-fplugin=%s", a->plugin));
	add_key(c, "format", "editor");
	ce_compile_take(c, ce_strdup("-fplugin-arg-cgoescape-quick"));
	if (functions)
		add_key(c, "functions", functions);
	add_program(a, doc, c);
	ce_project_inputs(doc, add_input, &(reading){a, c});
}

/* What cgo made of a Go file may have been made of another text. */
static bool is_newer(const ce_document *go, const char *generated)
{
	struct stat st;

	return go->unsaved || stat(generated, &st) != 0 || go->disk.tv_sec > st.st_mtim.tv_sec ||
	       (go->disk.tv_sec == st.st_mtim.tv_sec && go->disk.tv_nsec > st.st_mtim.tv_nsec);
}

/* The same with the preamble that is in the editor. False: there is none to judge. */
static bool overlay_preamble(const ce_document *doc, ce_run *r, ce_doc_text *text)
{
	ce_doc_text generated = {0};
	ce_buf disk = {0};
	char *error = NULL;
	bool ok = false;

	if (ce_file_read(&disk, r->command.generated, &error)) {
		ce_text_set(&generated, disk.data, disk.n);
		ok = ce_preamble_replace(&doc->text, doc->path, &generated, text);
	}
	if (ok)
		ce_overlay_add(&r->overlay, r->command.generated, text);
	free(error);
	ce_buf_free(&disk);
	ce_text_free(&generated);
	return ok;
}

/* What a unit was made of last time, and all headers: to look at thousands of files takes long. */
static bool may_include(const ce_document *unit, const ce_document *doc)
{
	return doc == unit || doc->language == CE_LANGUAGE_HEADER || !unit->files ||
	       json_object_get(unit->files, doc->path);
}

/* False: there is nothing to judge. */
static bool add_texts(struct ce_analyser *a, ce_document *unit, ce_run *r)
{
	ce_doc_text preamble = {0};
	bool ok = true;

	for (uint32_t i = 0; i < a->s->docs.at.n; i++) {
		ce_document *doc = a->s->docs.at.at[i];

		if (!doc->path || doc->language == CE_LANGUAGE_GO)
			continue;
		if (!doc->unsaved && may_include(unit, doc))
			ce_sync_disk(doc);
		if (doc->unsaved)
			ce_overlay_add(&r->overlay, doc->path, &doc->text);
	}
	ce_sync_disk(unit);
	if (r->command.generated && is_newer(unit, r->command.generated))
		ok = overlay_preamble(unit, r, &preamble);
	ce_text_free(&preamble);
	r->folder = r->overlay.texts.n ? ce_server_folder(a->s) : NULL;
	return ok && (!r->overlay.texts.n || r->folder);
}

static void start(struct ce_analyser *a, ce_document *doc)
{
	ce_run *r = ce_calloc(1, sizeof *r);
	ce_compile_answer answer = ce_compile_of(a->compiles, doc, &r->command);

	doc->due = 0;
	if (answer != CE_COMPILE_READY || !add_texts(a, doc, r)) {
		if (answer == CE_COMPILE_READY || (answer == CE_COMPILE_NEVER && doc->files))
			gave_nothing(a, doc);
		ce_run_free(r);
		return;
	}
	complete(a, doc, r);
	r->doc = doc->id;
	r->job.timeout_ms = a->s->settings.timeout_ms;
	r->job.memory_limit = MEMORY_LIMIT;
	doc->run = r;
	a->running++;
	ce_runs_start(a->runs, r);
}

static void stop(ce_document *doc)
{
	ce_run *r = doc->run;

	if (!r)
		return;
	r->stale = true;
	doc->run = NULL;
	ce_runs_stop(r);
}

/* ---- which, and when ------------------------------------------------------------------------ */

static void on_timer(uv_timer_t *t)
{
	fill(t->data);
}

/* Start what is due, the last changed first; wake up for the next. */
static void fill(struct ce_analyser *a)
{
	uint64_t now = uv_now(&a->s->loop), next;
	ce_document *best;

	do {
		next = UINT64_MAX;
		best = NULL;
		for (uint32_t i = 0; i < a->s->docs.at.n && !a->ended; i++) {
			ce_document *doc = a->s->docs.at.at[i];

			if (!doc->due)
				continue;
			if (doc->due > now)
				next = doc->due < next ? doc->due : next;
			else if (!best || doc->changed > best->changed)
				best = doc;
		}
		if (!best || a->running >= a->s->settings.jobs)
			break;
		start(a, best);
	} while (true);
	if (next != UINT64_MAX)
		uv_timer_start(&a->timer, on_timer, next - now, 0);
	else if (!best && !a->running && !a->ended)
		ce_compiles_rest(a->compiles);
}

static void due(struct ce_analyser *a, ce_document *doc, unsigned delay_ms)
{
	if (doc->language != CE_LANGUAGE_C && doc->language != CE_LANGUAGE_GO)
		return;
	stop(doc);
	doc->current = false;
	/* 0 means "not due". */
	doc->due = uv_now(&a->s->loop) + delay_ms;
	if (!doc->due)
		doc->due = 1;
	doc->changed = ++a->changes;
}

/* What a unit includes that could not be analysed, or is just now, is not known: maybe any header. */
static bool includes(const ce_document *unit, const ce_document *doc)
{
	return ((unit->old || unit->run) && doc->language == CE_LANGUAGE_HEADER) ||
	       (unit->files ? json_object_get(unit->files, doc->path) != NULL : unit->run != NULL);
}

static void includers_due(struct ce_analyser *a, const ce_document *doc, unsigned delay_ms)
{
	for (uint32_t i = 0; i < a->s->docs.at.n && doc->path; i++)
		if (a->s->docs.at.at[i] != doc && includes(a->s->docs.at.at[i], doc))
			due(a, a->s->docs.at.at[i], delay_ms);
}

void ce_analyser_changed(struct ce_analyser *a, ce_document *doc, unsigned delay_ms)
{
	includers_due(a, doc, delay_ms);
	due(a, doc, delay_ms);
	fill(a);
}

void ce_analyser_saved(struct ce_analyser *a, const ce_document *doc)
{
	if (doc->language == CE_LANGUAGE_GO)
		ce_compiles_go_saved(a->compiles, doc->path);
}

void ce_analyser_closed(struct ce_analyser *a, ce_document *doc)
{
	stop(doc);
	doc->due = 0;
	if (!doc->unsaved)
		return;
	/* What was not saved is gone; they see the file when it is closed. */
	includers_due(a, doc, 0);
	if (!a->ended)
		uv_timer_start(&a->timer, on_timer, 0, 0);
}

void ce_analyser_again(struct ce_analyser *a)
{
	for (uint32_t i = 0; i < a->s->docs.at.n; i++)
		due(a, a->s->docs.at.at[i], 0);
	fill(a);
}

void ce_analyser_tell_clangd(struct ce_analyser *a)
{
	ce_compiles_tell_clangd(a->compiles);
}

char *ce_analyser_index(struct ce_analyser *a, const ce_document *doc)
{
	return ce_compile_program(a->compiles, doc, "sqlite");
}

/* ---- begin and end ----------------------------------------------------------------------------- */

/* The commands of a folder are there, or others than before. */
static void commands_changed(void *ctx, const char *folder)
{
	struct ce_analyser *a = ctx;

	for (uint32_t i = 0; i < a->s->docs.at.n; i++)
		if (a->s->docs.at.at[i]->path && ce_path_inside(a->s->docs.at.at[i]->path, folder))
			due(a, a->s->docs.at.at[i], 0);
	fill(a);
}

struct ce_analyser *ce_analyser_new(ce_server *s)
{
	struct ce_analyser *a = ce_calloc(1, sizeof *a);

	a->s = s;
	a->summaries = (ce_summaries){.loop = &s->loop, .changed = on_summaries, .ctx = a};
	a->plugin = ce_tool_plugin();
	a->cwd = getcwd(NULL, 0);
	a->compiles = ce_compiles_new(s, commands_changed, a);
	a->runs = ce_runs_new(&s->loop, run_ended, a);
	uv_timer_init(&s->loop, &a->timer);
	a->timer.data = a;
	for (size_t i = 0; i < s->o->nprogram; i++) {
		char *path = ce_path_join(a->cwd ? a->cwd : "/", s->o->program[i]);

		ce_summaries_watch(&a->summaries, path);
		free(path);
	}
	return a;
}

void ce_analyser_end(struct ce_analyser *a)
{
	if (a->ended)
		return;
	a->ended = true;
	ce_compiles_end(a->compiles);
	ce_runs_end(a->runs);
	for (uint32_t i = 0; i < a->s->docs.at.n; i++)
		a->s->docs.at.at[i]->run = NULL;
	uv_close((uv_handle_t *)&a->timer, NULL);
	ce_summaries_end(&a->summaries);
}

void ce_analyser_free(struct ce_analyser *a)
{
	ce_compiles_free(a->compiles);
	free(a->plugin);
	free(a->cwd);
	ce_summaries_free(&a->summaries);
	free(a);
}
