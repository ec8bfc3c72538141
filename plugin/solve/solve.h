/*
 * solve.h - what solve/ offers: one function solved, summarised and judged.
 */
#ifndef CE_SOLVE_H
#define CE_SOLVE_H

#include "solve/program.h"

/**
 * Solve function fn with the summaries its callees have now and keep the result
 * as its summary.
 *
 * @param widen  keep the effects of the summary before, so that it only grows
 *
 * @return true when the summary differs from the one before. A function that is
 *         over budget at every notch gets a summary that says "top": everything
 *         leaks, reported as a limit.
 */
bool ce_solve_function(ce_program *p, uint32_t fn, bool widen);

/**
 * Whether the same bytes may be at two offsets, from pointers to memory that is not followed: structs are in
 * others, and who has a pointer to the one and who has one to the other mean the same place
 * (ce_program.parts).
 */
bool ce_solve_meets(const ce_program *p, ce_off a, ce_off b, uint64_t width);

/** Make the specialisations that the function calls and that are not there yet. True: some were not; they
 * are to be solved first. May move ce_program.fns. */
bool ce_solve_specialise(ce_program *p, uint32_t fn);

/** Free what is a function's own that stands for others (any_of.c). */
void ce_any_of_free(ce_fn *f);

/** From now on solve the function one notch coarser, if there is one. */
void ce_solve_coarser(ce_program *p, uint32_t fn);

/** Give up on a function: its summary becomes top. */
void ce_solve_give_up(ce_program *p, uint32_t fn);

/** Put into every summary what stands against nocallback in its callees, once all are
 * solved. (n functions; the others have no summary.) */
void ce_solve_gather_backs(ce_program *p, const uint32_t *callees_first, uint32_t n);

/** Find out for which functions ce_fn.closed holds, once all are solved. */
void ce_solve_find_closed(ce_program *p);

/** Whom an argument is given to, at any depth, by index of function and global. */
typedef struct ce_received {
	bool *fns;    /* get it, or memory that holds it */
	bool *makers; /* make memory that holds it: they, and all that they call */
	bool *hooks;  /* globals that are called with it */
	bool tables;  /* functions of known tables in objects are called with it (A10) */
} ce_received;

/** Follow C parameter `param` of a solved program's function; to be freed. */
void ce_solve_received(ce_program *p, uint32_t fn, uint32_t param, ce_received *out);
void ce_received_free(ce_received *r);

/** Print the summary of a function, one effect a line. */
struct ce_buf;
void ce_summary_dump(const ce_program *p, uint32_t fn, struct ce_buf *out);

/** Frees what is kept between two functions. */
void ce_solve_free(ce_program *p);

#endif
