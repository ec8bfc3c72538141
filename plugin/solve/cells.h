/*
 * cells.h - the places of an object that were accessed (private to cells.c, copies.c and memory.c).
 */
#ifndef CE_CELLS_H
#define CE_CELLS_H

#include "solve/solver.h"

static inline ce_off cell_off(const solver *s, uint32_t c)
{
	return s->p->offs.at.at[s->cells.at[c].off];
}

/** Reports whether an access of one finds what is stored in the other. */
static inline bool cells_overlap(const solver *s, uint32_t a, uint32_t b)
{
	const ce_off *x = &s->p->offs.at.at[s->cells.at[a].off], *y = &s->p->offs.at.at[s->cells.at[b].off];
	int64_t d = (int64_t)((uint64_t)x->base - (uint64_t)y->base);

	/* Most are fields; an object may have hundreds, and each meets all others. */
	if (ce_off_exact(*x) && ce_off_exact(*y))
		return d >= 0 ? (uint64_t)d < s->cells.at[b].size : -(uint64_t)d < s->cells.at[a].size;
	return ce_off_overlap(*x, s->cells.at[a].size, *y, s->cells.at[b].size);
}

/** Cells that may overlap with one, the newest first. An object may have hundreds: those at exact offsets are
 * found by where they are, next to each other; with the others each is compared. */
typedef struct nearby {
	uint32_t at[4]; /* chains, each in that order; CE_NONE: at its end */
	bool all;       /* at[0] is the one of all cells of the object */
} nearby;

nearby near_cells(const solver *s, uint32_t c);
/** The next of them, or CE_NONE. */
uint32_t next_near(const solver *s, nearby *n);

/** The cell of an access. Wider accesses than a pointer become a range of pointer-sized ones; narrower
 * ones get a cell of their own size class. */
uint32_t cell_at(solver *s, ce_val addr, uint64_t size);

/** Loads that find different things in a cell. */
typedef enum view_kind { VIEW, NARROW, NUMBER, EARLY, VIEW_KINDS } view_kind;

static inline uint32_t *view_at(cell *c, view_kind kind)
{
	return kind == VIEW     ? &c->view
	       : kind == NARROW ? &c->narrow
	       : kind == NUMBER ? &c->number
	                        : &c->early;
}

/** Its node, or CE_NONE while there are no such loads. */
static inline uint32_t view_of(const solver *s, uint32_t c, view_kind kind)
{
	return *view_at(&s->cells.at[c], kind);
}

/* copies.c */
/** What copies into its object bring to loads of the cell. */
void view_copies(solver *s, uint32_t c, view_kind kind);

#endif
