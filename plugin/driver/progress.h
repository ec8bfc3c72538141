/*
 * progress.h - one line on a terminal that says how far the work is.
 */
#ifndef CE_DRIVER_PROGRESS_H
#define CE_DRIVER_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct ce_progress {
	bool shown; /* standard error is a terminal that can, and it is wanted */
	unsigned done, all;
	uint64_t start_ns;   /* of the work */
	const char *current; /* what is being done; borrowed */
} ce_progress;

/** @param quiet  show nothing */
void ce_progress_start(ce_progress *p, unsigned all, bool quiet);
/** Draw the line anew. */
void ce_progress_draw(const ce_progress *p);
/** Remove the line: before other output, and at the end. */
void ce_progress_clear(const ce_progress *p);

/** Whether a stream takes ANSI colours: a terminal, without NO_COLOR, not "dumb". */
bool ce_has_colour(int fd);

#endif
