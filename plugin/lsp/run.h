/*
 * run.h - analyses that run: each writes the texts that are not saved, is a compiler, and is
 * read. All of it happens in a thread of its own, so that the one of the server forwards
 * messages meanwhile.
 */
#ifndef CE_LSP_RUN_H
#define CE_LSP_RUN_H

#include <jansson.h>

#include "driver/jobs.h"
#include "lsp/compile.h"
#include "lsp/overlay.h"

/** One analysis. Zero-initialise and fill in the first part. */
typedef struct ce_run {
	ce_job job; /* first: its end is told by it. Its limits; argv and cwd are the command's */
	ce_compile command;
	ce_overlay overlay;
	const char *folder; /* for the overlay; may be NULL if that is empty. Borrowed */
	uint32_t doc;       /* the owner's, as are the next */
	bool stale;

	json_t *report; /* in done(); NULL: there is none */
	char *error;    /* the texts could not be written, or NULL */

	/* private */
	struct ce_runs *runs;
	ce_child *child;
	bool stopped;
	struct ce_run *next;
} ce_run;

/** Start the thread. done() is called in the loop for each run that has ended, which is
 * freed by ce_run_free(). */
struct ce_runs *ce_runs_new(uv_loop_t *loop, void (*done)(void *ctx, ce_run *r), void *ctx);

void ce_runs_start(struct ce_runs *x, ce_run *r);

/** End it soon; done() is still called. */
void ce_runs_stop(ce_run *r);

/** Stop all, wait until they have ended and free them without done(). */
void ce_runs_end(struct ce_runs *x);

void ce_run_free(ce_run *r);

#endif
