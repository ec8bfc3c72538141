/*
 * memo.h - solutions and verdicts of an earlier run, done again without solving.
 *
 * Solving a function is a pure function of what it reads of the program (solve/solution.h). The
 * memo keeps, for each solution, all that was read, as hashes, and all that was done. When the
 * function itself is the same and all of what it read then is the same now, it is done again. So a
 * program that is solved with a memo is, step by step, what it would be without.
 *
 * A memo is a file. One that is missing, damaged, or of another version is empty: it costs time.
 */
#ifndef CE_MEMO_H
#define CE_MEMO_H

#include "solve/program.h"
#include "solve/verdict.h"

typedef struct ce_memo ce_memo;

typedef struct ce_memo_stats {
	uint32_t solutions, verdicts;             /* that were asked for, */
	uint32_t known_solutions, known_verdicts; /* and those that were there */
} ce_memo_stats;

/** @param tool  what the solutions were made by: those of another are not taken */
ce_memo *ce_memo_open(const char *path, uint64_t tool);

/** The program that is solved from now on; linked, and until ce_memo_free(). */
void ce_memo_begin(ce_memo *m, ce_program *p);

/** ce_solve_function() and ce_judge_explained(); m may be NULL. */
bool ce_memo_solve(ce_memo *m, ce_program *p, uint32_t fn, bool widen);
ce_verdict *ce_memo_judge(ce_memo *m, ce_program *p, uint32_t fn);

/** Keep what was asked for, unless it is what the file has. False: *error says why, the caller frees it. */
bool ce_memo_write(ce_memo *m, char **error);

ce_memo_stats ce_memo_counts(const ce_memo *m);
void ce_memo_free(ce_memo *m); /* NULL allowed */

#endif
