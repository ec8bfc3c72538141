/* Builds a program, analyses it, runs it, and compares. */
#ifndef GEN_RUN_H
#define GEN_RUN_H

#include "facts.h"

typedef struct {
	const char *clang, *lld, *plugin, *command, *observer, *include;
	const char *
		runtime; /* the checking runtime as a library, if programs are to run with it, too; or NULL */
	unsigned inputs, calls; /* runs with other random inputs, calls of each function in each */
	unsigned trials;        /* in which reduce() must be ready; one takes about 0.2 s */
} tools;

typedef struct {
	unsigned long programs, functions, parameters, proved, calls, leaks;
	unsigned long watched, seen; /* parameters, by the checking runtime */
} totals;

/* folder holds u0.c, u1.c ... and harness.c; everything made is put beside them.
 * Adds a line for each contradiction to bad, and for what went wrong, as `FUNCTION INDEX WHAT...` or `! ...`.
 * quiet: no output of the tools. */
void run_program(const tools *t, const char *folder, unsigned units, page *bad, totals *sum, bool quiet);

/* Makes the sources in the folder smaller while `FUNCTION INDEX WHAT` of the first line of bad stays
 * a contradiction, and joins them in folder/reduced.c. */
void reduce(const tools *t, const char *folder, unsigned units, const char *bad);

#endif
