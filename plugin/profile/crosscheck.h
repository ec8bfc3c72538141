/*
 * crosscheck.h - what was predicted beside what was observed.
 */
#ifndef CE_PROFILE_CROSSCHECK_H
#define CE_PROFILE_CROSSCHECK_H

#include "profile/profile.h"

/** What became of a prediction, the worst first. */
typedef enum ce_cross_status {
	CE_CROSS_CONTRADICTED, /* proved, but seen: a defect of cgoescape */
	CE_CROSS_CONFIRMED,    /* a leak was predicted and seen */
	CE_CROSS_OTHERWISE,    /* it leaks, but was seen elsewhere than predicted */
	CE_CROSS_UNSEEN,       /* a leak was predicted; it was watched and never seen */
	CE_CROSS_PROVED,       /* proved, watched and never seen */
	CE_CROSS_UNWATCHED,    /* it was never watched: these runs say nothing */
	CE_CROSS_NSTATUS
} ce_cross_status;

const char *ce_cross_status_name(ce_cross_status s);
const char *ce_cross_status_what(ce_cross_status s); /* one sentence */

/** One parameter, or, with index -1, nocallback. Texts belong to the ce_cross. */
typedef struct ce_cross_row {
	ce_cross_status status;
	const char *function, *name;
	int index;
	const char *position; /* of what was observed, else of the deciding step; "-" */
	const char *predicted, *why;
	const char *observed; /* "direct modules, result:0 ~r0"; "" */
	uint64_t watched, seen;
} ce_cross_row;

/** An allocation that is proved not to escape: it might be on the stack. */
typedef struct ce_cross_alloc {
	const char *function, *text, *position;
	uint64_t objects, bytes, outlive, outlive_bytes; /* what outlives is lost, or the proof is wrong */
} ce_cross_alloc;

typedef struct ce_cross {
	ce_arena arena;
	CE_VEC(ce_cross_row) rows;
	CE_VEC(ce_cross_alloc) allocs; /* the most bytes first */
	CE_VEC(const char *) local;    /* "file:line:col" of allocations that a whole program proves */
	CE_VEC(const char *) escaping;
	uint32_t count[CE_CROSS_NSTATUS];
	uint32_t unpredicted;      /* parameters and functions that were observed, and nothing is predicted */
	uint32_t unpredicted_seen; /* of these, parameters that leak */
} ce_cross;

/**
 * Take predictions: the facts TSV of docs/format.md.
 *
 * @retval false  *error names file and line; the caller frees it
 */
bool ce_cross_facts(ce_cross *c, const char *path, const ce_buf *tsv, char **error);

/** Take the verdict of an allocation; without one, that of its own unit is used. */
void ce_cross_allocation(ce_cross *c, const char *position, bool escapes);

/** Judge all predictions. Afterwards rows are in the order of their status. */
void ce_cross_join(ce_cross *c, const ce_profile *p);

void ce_cross_free(ce_cross *c);

/* ---- writers: each appends the whole -------------------------------------------------- */

/** @param all  proved and unwatched parameters, too */
void ce_cross_text(const ce_cross *c, bool all, ce_buf *out);
void ce_cross_tsv(const ce_cross *c, ce_buf *out);
void ce_cross_json(const ce_cross *c, ce_buf *out);
void ce_cross_html(const ce_cross *c, ce_buf *out);

#endif
