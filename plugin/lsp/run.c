#include "lsp/run.h"

#include <stdlib.h>
#include <string.h>

/* What both threads use is below the lock. */
struct ce_runs {
	void (*done)(void *ctx, ce_run *r);
	void *ctx;
	uv_async_t ended; /* in the server's loop */
	uv_thread_t thread;
	uv_loop_t loop; /* the thread's */
	uv_async_t wake;
	ce_run *active; /* the thread's */
	uv_mutex_t lock;
	ce_run *asked, *finished;
	bool ending;
};

void ce_run_free(ce_run *r)
{
	ce_overlay_free(&r->overlay);
	ce_compile_free(&r->command);
	ce_job_clear(&r->job);
	json_decref(r->report);
	free(r->error);
	free(r);
}

/* ---- in the thread ------------------------------------------------------------------------- */

/* The functions are on the first line, the findings follow. */
static void read_report(ce_run *r)
{
	const ce_buf *out = &r->job.out;
	const char *end = out->n ? memchr(out->data, '\n', out->n) : NULL;
	json_t *findings;

	if (!end)
		return;
	r->report = json_loadb(out->data, (size_t)(end - out->data), 0, NULL);
	findings = json_loadb(end + 1, out->n - (size_t)(end + 1 - out->data), 0, NULL);
	if (r->report && findings) {
		json_object_set(r->report, "findings", json_object_get(findings, "findings"));
		json_object_set(r->report, "facts", json_object_get(findings, "functions"));
	} else {
		json_decref(r->report);
		r->report = NULL;
	}
	json_decref(findings);
}

static void finish(ce_run *r)
{
	struct ce_runs *x = r->runs;
	ce_run **at = &x->active;

	while (*at != r)
		at = &(*at)->next;
	*at = r->next;
	ce_overlay_free(&r->overlay);
	ce_buf_free(&r->job.out);
	uv_mutex_lock(&x->lock);
	r->next = x->finished;
	x->finished = r;
	uv_mutex_unlock(&x->lock);
	uv_async_send(&x->ended);
	uv_async_send(&x->wake); /* it may have been the last */
}

static void job_done(ce_job *job)
{
	ce_run *r = (ce_run *)job;

	r->child = NULL;
	if (job->end == JOB_EXITED)
		read_report(r);
	finish(r);
}

static void begin(struct ce_runs *x, ce_run *r, bool stopped)
{
	r->next = x->active;
	x->active = r;
	if (stopped || !ce_overlay_write(&r->overlay, r->folder, &r->error)) {
		r->job.end = JOB_NOT_STARTED;
		finish(r);
		return;
	}
	if (r->overlay.list) {
		ce_compile_take(&r->command, ce_strdup("-ivfsoverlay"));
		ce_compile_take(&r->command, ce_strdup(r->overlay.list));
	}
	r->job.argv = r->command.argv;
	r->job.cwd = r->command.directory;
	r->child = ce_job_start(&x->loop, &r->job, job_done);
}

static void on_wake(uv_async_t *h)
{
	struct ce_runs *x = h->data;
	ce_run *asked, *next;
	bool ending, stopped;

	uv_mutex_lock(&x->lock);
	asked = x->asked;
	x->asked = NULL;
	ending = x->ending;
	for (ce_run *r = x->active; r; r = r->next)
		if ((r->stopped || ending) && r->child)
			ce_job_kill(r->child);
	uv_mutex_unlock(&x->lock);
	for (; asked; asked = next) {
		next = asked->next;
		uv_mutex_lock(&x->lock);
		stopped = asked->stopped || ending;
		uv_mutex_unlock(&x->lock);
		begin(x, asked, stopped);
	}
	if (ending && !x->active && !uv_is_closing((uv_handle_t *)h))
		uv_close((uv_handle_t *)h, NULL);
}

static void run_thread(void *arg)
{
	struct ce_runs *x = arg;

	uv_run(&x->loop, UV_RUN_DEFAULT);
}

/* ---- in the server's --------------------------------------------------------------------------- */

static void on_ended(uv_async_t *h)
{
	struct ce_runs *x = h->data;
	ce_run *finished, *next;

	uv_mutex_lock(&x->lock);
	finished = x->finished;
	x->finished = NULL;
	uv_mutex_unlock(&x->lock);
	for (; finished; finished = next) {
		next = finished->next;
		x->done(x->ctx, finished);
	}
}

struct ce_runs *ce_runs_new(uv_loop_t *loop, void (*done)(void *ctx, ce_run *r), void *ctx)
{
	struct ce_runs *x = ce_calloc(1, sizeof *x);

	x->done = done;
	x->ctx = ctx;
	x->wake.data = x->ended.data = x;
	if (uv_loop_init(&x->loop) != 0 || uv_async_init(&x->loop, &x->wake, on_wake) != 0 ||
	    uv_async_init(loop, &x->ended, on_ended) != 0 || uv_mutex_init(&x->lock) != 0 ||
	    uv_thread_create(&x->thread, run_thread, x) != 0)
		ce_fatal("no thread for analyses");
	return x;
}

void ce_runs_start(struct ce_runs *x, ce_run *r)
{
	r->runs = x;
	uv_mutex_lock(&x->lock);
	r->next = x->asked;
	x->asked = r;
	uv_mutex_unlock(&x->lock);
	uv_async_send(&x->wake);
}

void ce_runs_stop(ce_run *r)
{
	uv_mutex_lock(&r->runs->lock);
	r->stopped = true;
	uv_mutex_unlock(&r->runs->lock);
	uv_async_send(&r->runs->wake);
}

static void free_closed(uv_handle_t *h)
{
	free(h->data);
}

void ce_runs_end(struct ce_runs *x)
{
	uv_mutex_lock(&x->lock);
	x->ending = true;
	uv_mutex_unlock(&x->lock);
	uv_async_send(&x->wake);
	uv_thread_join(&x->thread);
	uv_loop_close(&x->loop);
	uv_mutex_destroy(&x->lock);
	for (ce_run *r = x->finished, *next; r; r = next) {
		next = r->next;
		ce_run_free(r);
	}
	uv_close((uv_handle_t *)&x->ended, free_closed);
}
