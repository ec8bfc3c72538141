/*
 * summaries.h - notices when the summaries of the rest of the program change.
 */
#ifndef CE_LSP_SUMMARIES_H
#define CE_LSP_SUMMARIES_H

#include <uv.h>

#include "base/mem.h"

/** Fill in loop, changed and ctx. */
typedef struct ce_summaries {
	uv_loop_t *loop;
	void (*changed)(void *ctx);
	void *ctx;
	CE_VEC(struct summary_watch *) watches;
} ce_summaries;

/** Follow a folder, or a list that is replaced or will come. Again is nothing; neither is a
 * path whose folder is not there. */
void ce_summaries_watch(ce_summaries *s, const char *path);

void ce_summaries_end(ce_summaries *s);
void ce_summaries_free(ce_summaries *s); /* when the loop has come to its end */

#endif
