#include "driver/jobs.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

#include "base/mem.h"

enum { TICK_MS = 100, MEMORY_MS = 50, NSIGNALS = 3 };

static const int interrupts[NSIGNALS] = {SIGINT, SIGTERM, SIGHUP};

typedef struct queue {
	uv_loop_t loop;
	uv_signal_t signals[NSIGNALS];
	uv_timer_t tick;
	const ce_job_source *source;
	ce_child *children; /* that run */
	unsigned running, parallel;
	int interrupted; /* signal number */
} queue;

/* A job while it runs. It is freed when all its handles are closed. */
struct ce_child {
	uv_loop_t *loop;
	ce_job *job;
	queue *q; /* or NULL: of a loop that is not ours */
	void (*done)(ce_job *job);
	uv_process_t process;
	uv_pipe_t out, err;
	uv_timer_t timeout, memory;
	unsigned open; /* handles not closed yet */
	unsigned busy; /* process and pipes that have not ended */
	bool killed;
	uint64_t start;
	ce_child *next, **prev; /* in the queue */
};

static void left(queue *q, ce_child *c);

/* ---- one child -------------------------------------------------------------------------- */

static void kill_child(ce_child *c, ce_job_end why)
{
	if (c->killed)
		return;
	c->killed = true;
	c->job->end = why;
	/* It leads its own group: its children go with it. */
	if (c->process.pid > 0)
		kill(-c->process.pid, SIGKILL);
}

static void on_closed(uv_handle_t *h)
{
	ce_child *c = h->data;

	if (--c->open)
		return;
	c->job->wall_ns = uv_hrtime() - c->start;
	if (c->q)
		left(c->q, c);
	else
		c->done(c->job);
	free(c);
}

static void close_handle(ce_child *c, uv_handle_t *h)
{
	h->data = c;
	uv_close(h, on_closed);
}

/* The process has ended and both pipes are at their end. */
static void ended(ce_child *c)
{
	if (--c->busy)
		return;
	close_handle(c, (uv_handle_t *)&c->process);
	close_handle(c, (uv_handle_t *)&c->out);
	close_handle(c, (uv_handle_t *)&c->err);
	close_handle(c, (uv_handle_t *)&c->timeout);
	close_handle(c, (uv_handle_t *)&c->memory);
}

static void on_exit_status(uv_process_t *p, int64_t status, int sig)
{
	ce_child *c = p->data;

	c->job->status = (int)status;
	c->job->signal = sig;
	if (!c->killed)
		c->job->end = sig ? JOB_CRASHED : JOB_EXITED;
	/* Whoever it left behind would hold the pipes open. */
	kill(-p->pid, SIGKILL);
	ended(c);
}

static void on_alloc(uv_handle_t *h, size_t size, uv_buf_t *buf)
{
	(void)h;
	*buf = uv_buf_init(ce_malloc(size), (unsigned)size);
}

static void on_read(uv_stream_t *s, ssize_t n, const uv_buf_t *buf)
{
	ce_child *c = s->data;
	ce_buf *b = s == (uv_stream_t *)&c->out ? &c->job->out : &c->job->err;
	size_t room = JOB_OUTPUT_LIMIT - b->n;

	if (n > 0) {
		c->job->truncated |= (size_t)n > room;
		ce_buf_add(b, buf->base, (size_t)n < room ? (size_t)n : room);
	}
	free(buf->base);
	if (n < 0) {
		uv_read_stop(s);
		ended(c);
	}
}

static void on_timeout(uv_timer_t *t)
{
	kill_child(t->data, JOB_TIMED_OUT);
}

/* Bytes; 0 where it cannot be told. */
static uint64_t resident_size(int pid)
{
	char path[64];
	unsigned long pages = 0;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/statm", pid);
	f = fopen(path, "re");
	if (!f)
		return 0;
	if (fscanf(f, "%*u %lu", &pages) != 1)
		pages = 0;
	fclose(f);
	return (uint64_t)pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

static void on_memory(uv_timer_t *t)
{
	ce_child *c = t->data;
	uint64_t size = resident_size(c->process.pid);

	if (size > c->job->peak)
		c->job->peak = size;
	if (c->job->memory_limit && size > c->job->memory_limit)
		kill_child(c, JOB_OUT_OF_MEMORY);
}

static void init_handles(ce_child *c)
{
	uv_pipe_init(c->loop, &c->out, 0);
	uv_pipe_init(c->loop, &c->err, 0);
	uv_timer_init(c->loop, &c->timeout);
	uv_timer_init(c->loop, &c->memory);
	c->process.data = c->out.data = c->err.data = c->timeout.data = c->memory.data = c;
	c->open = 5;
	c->busy = 3;
}

static int spawn(ce_child *c)
{
	ce_job *j = c->job;
	uv_stdio_container_t stdio[3] = {
		{.flags = UV_IGNORE},
		{.flags = UV_CREATE_PIPE | UV_WRITABLE_PIPE, .data.stream = (uv_stream_t *)&c->out},
		{.flags = UV_CREATE_PIPE | UV_WRITABLE_PIPE, .data.stream = (uv_stream_t *)&c->err},
	};
	uv_process_options_t o = {
		.exit_cb = on_exit_status,
		.file = j->argv[0],
		.args = j->argv,
		.env = j->env,
		.cwd = j->cwd,
		.flags = UV_PROCESS_DETACHED,
		.stdio_count = 3,
		.stdio = stdio,
	};

	return uv_spawn(c->loop, &c->process, &o);
}

/* The owner has filled in loop, job, and queue or done. */
static void start(ce_child *c)
{
	int error;

	c->start = uv_hrtime();
	init_handles(c);
	error = spawn(c);
	if (error) {
		c->job->end = JOB_NOT_STARTED;
		c->job->error = uv_strerror(error);
		c->busy = 1;
		ended(c);
		return;
	}
	uv_read_start((uv_stream_t *)&c->out, on_alloc, on_read);
	uv_read_start((uv_stream_t *)&c->err, on_alloc, on_read);
	if (c->job->timeout_ms)
		uv_timer_start(&c->timeout, on_timeout, c->job->timeout_ms, 0);
	uv_timer_start(&c->memory, on_memory, MEMORY_MS, MEMORY_MS);
}

ce_child *ce_job_start(uv_loop_t *loop, ce_job *job, void (*done)(ce_job *job))
{
	ce_child *c = ce_calloc(1, sizeof *c);

	c->loop = loop;
	c->job = job;
	c->done = done;
	start(c);
	return c;
}

void ce_job_kill(ce_child *c)
{
	kill_child(c, JOB_INTERRUPTED);
}

/* ---- the queue ---------------------------------------------------------------------------- */

static void enter(queue *q, ce_job *job)
{
	ce_child *c = ce_calloc(1, sizeof *c);

	c->loop = &q->loop;
	c->job = job;
	c->q = q;
	c->prev = &q->children;
	c->next = q->children;
	if (c->next)
		c->next->prev = &c->next;
	q->children = c;
	q->running++;
	start(c);
}

static void fill(queue *q)
{
	while (!q->interrupted && q->running < q->parallel) {
		ce_job *job = q->source->next(q->source->ctx);

		if (!job)
			break;
		enter(q, job);
	}
	if (q->running)
		return;
	uv_close((uv_handle_t *)&q->tick, NULL);
	for (int i = 0; i < NSIGNALS; i++)
		uv_close((uv_handle_t *)&q->signals[i], NULL);
}

static void left(queue *q, ce_child *c)
{
	*c->prev = c->next;
	if (c->next)
		c->next->prev = c->prev;
	q->running--;
	if (q->source->done)
		q->source->done(q->source->ctx, c->job);
	fill(q);
}

static void on_signal(uv_signal_t *s, int number)
{
	queue *q = s->data;

	if (!q->interrupted)
		q->interrupted = number;
	for (ce_child *c = q->children; c; c = c->next)
		kill_child(c, JOB_INTERRUPTED);
}

static void on_tick(uv_timer_t *t)
{
	queue *q = t->data;

	if (q->source->tick)
		q->source->tick(q->source->ctx);
}

int ce_jobs_run(unsigned parallel, const ce_job_source *source)
{
	queue q = {.source = source, .parallel = parallel ? parallel : 1};

	if (uv_loop_init(&q.loop) != 0)
		ce_fatal("no event loop");
	for (int i = 0; i < NSIGNALS; i++) {
		uv_signal_init(&q.loop, &q.signals[i]);
		q.signals[i].data = &q;
		uv_signal_start(&q.signals[i], on_signal, interrupts[i]);
	}
	uv_timer_init(&q.loop, &q.tick);
	q.tick.data = &q;
	uv_timer_start(&q.tick, on_tick, TICK_MS, TICK_MS);
	fill(&q);
	uv_run(&q.loop, UV_RUN_DEFAULT);
	uv_loop_close(&q.loop);
	return q.interrupted;
}

static ce_job *next_one(void *ctx)
{
	ce_job **only = ctx, *job = *only;

	*only = NULL;
	return job;
}

int ce_job_run(ce_job *job)
{
	ce_job *only = job;
	ce_job_source source = {.next = next_one, .ctx = &only};

	return ce_jobs_run(1, &source);
}

void ce_job_clear(ce_job *job)
{
	ce_buf_free(&job->out);
	ce_buf_free(&job->err);
}

char *ce_job_ending(const ce_job *job)
{
	switch (job->end) {
	case JOB_EXITED:
		return ce_format("exit status %d", job->status);
	case JOB_CRASHED:
		return ce_format("crashed: %s", strsignal(job->signal));
	case JOB_TIMED_OUT:
		return ce_format("stopped after %g s (the time limit)", (double)job->timeout_ms / 1000);
	case JOB_OUT_OF_MEMORY:
		return ce_format("stopped at %llu MB (the memory limit)",
		                 (unsigned long long)(job->memory_limit >> 20));
	case JOB_NOT_STARTED:
		return ce_format("cannot start %s: %s", job->argv[0], job->error);
	case JOB_INTERRUPTED:
		break;
	}
	return ce_strdup("interrupted");
}

unsigned ce_jobs_default(void)
{
	return uv_available_parallelism();
}
