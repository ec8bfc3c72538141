/*
 * jobs.h - child processes, a bounded number at a time (on libuv).
 *
 * Each child runs in a process group of its own, with an empty standard input,
 * its output captured, and is killed with all its children when it takes too long,
 * grows too big, says too much, or when we are interrupted.
 */
#ifndef CE_DRIVER_JOBS_H
#define CE_DRIVER_JOBS_H

#include <stdint.h>
#include <uv.h>

#include "base/buf.h"

typedef enum ce_job_end {
	JOB_EXITED,        /* by itself: see status */
	JOB_CRASHED,       /* by a signal that nobody here sent: see signal */
	JOB_TIMED_OUT,     /* killed after timeout_ms */
	JOB_OUT_OF_MEMORY, /* killed at memory_limit */
	JOB_NOT_STARTED,   /* error says why; there is no output */
	JOB_INTERRUPTED,   /* killed, or never started, because we were interrupted */
} ce_job_end;

/** One child. Zero-initialise, fill the first part; the rest is set when it ends. */
typedef struct ce_job {
	char **argv;           /* NULL-terminated; borrowed until the job has ended */
	char **env;            /* NULL-terminated "NAME=VALUE", or NULL: ours; borrowed */
	const char *cwd;       /* or NULL: ours; borrowed */
	uint64_t timeout_ms;   /* 0: none */
	uint64_t memory_limit; /* resident bytes, looked at every 50 ms; 0: none */
	void *ctx;             /* the owner's */

	ce_job_end end;
	int status, signal;
	ce_buf out, err;   /* owned by the job: ce_job_clear() */
	bool truncated;    /* output over JOB_OUTPUT_LIMIT was dropped */
	uint64_t wall_ns;  /* from start to end */
	uint64_t peak;     /* the largest resident size that was seen, bytes; 0: too short to see */
	const char *error; /* JOB_NOT_STARTED; static text */
} ce_job;

/** Captured for each of out and err; a child that says more goes on, unheard. */
#define JOB_OUTPUT_LIMIT ((size_t)64 << 20)

/** What the queue asks of its owner. */
typedef struct ce_job_source {
	/** The next job to start, or NULL: none for now. Called when there is room, again
	 * after each done(). */
	ce_job *(*next)(void *ctx);
	/** A job has ended; its memory may be reused afterwards. May be NULL. */
	void (*done)(void *ctx, ce_job *job);
	/** Called about ten times a second while children run; may be NULL. */
	void (*tick)(void *ctx);
	void *ctx;
} ce_job_source;

/**
 * Run jobs until next() has none and all have ended, at most `parallel`
 * (at least 1) at a time. The order of done() is that of ending.
 *
 * SIGINT, SIGTERM and SIGHUP meanwhile kill all children and end the run; their
 * jobs get done() as JOB_INTERRUPTED, no further next() is called.
 *
 * @return 0, or the number of the signal that interrupted
 */
int ce_jobs_run(unsigned parallel, const ce_job_source *source);

/** Run one job to its end. Returns as ce_jobs_run(). */
int ce_job_run(ce_job *job);

/** A job that runs on a loop of somebody else, who handles signals. */
typedef struct ce_child ce_child;

/** Start a job. done() is called from the loop when it has ended, also when it could
 * not be started; the child is gone then. */
ce_child *ce_job_start(uv_loop_t *loop, ce_job *job, void (*done)(ce_job *job));

/** End it now, as JOB_INTERRUPTED; done() is still called. */
void ce_job_kill(ce_child *c);

/** Free the captured output. */
void ce_job_clear(ce_job *job);

/** How a job ended, in words, for messages: "exit status 1", "killed after 5 s". The caller frees. */
char *ce_job_ending(const ce_job *job);

/** Processors that we may use; at least 1. */
unsigned ce_jobs_default(void);

#endif
