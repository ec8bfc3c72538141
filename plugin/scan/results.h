/*
 * results.h - two results side by side: a baseline, and what has got worse.
 */
#ifndef CE_SCAN_RESULTS_H
#define CE_SCAN_RESULTS_H

#include "report/finding.h"

/**
 * Read a result that was written before: a program index, a JSON report, or (facts
 * only) a facts table. What could not be done when a report was made is a notice of
 * level error, as it was then.
 *
 * @retval false  *error says what is wrong, with the line where there is one; the
 *                caller frees
 */
bool ce_results_read(const char *path, ce_findings *l, char **error);

/**
 * Hold findings against a baseline, by their fingerprints: each becomes
 * CE_STATE_UNCHANGED or CE_STATE_NEW; what is only in the baseline is appended as
 * CE_STATE_ABSENT. Proofs are left alone.
 */
void ce_baseline_apply(ce_findings *l, const ce_findings *baseline);

/** How facts of one row changed. */
typedef enum ce_change {
	CE_CHANGE_NONE,
	CE_CHANGE_WORSE,  /* leaks that were not there, or a proof of nocallback is lost */
	CE_CHANGE_BETTER, /* the other way round */
	CE_CHANGE_KIND,   /* both: it leaks in another way */
	CE_CHANGE_NEW,    /* a function or parameter that was not there */
	CE_CHANGE_GONE,
} ce_change;

/**
 * Append a line for each difference, sorted by function and index:
 * "CHANGE<TAB>FUNCTION:NAME<TAB>OLD<TAB>NEW<TAB>WHY"; a "nocallback" stands for the name
 * of a row with index -1.
 *
 * @return whether anything got worse: leaks that are new, also in new functions
 */
bool ce_results_diff(const ce_findings *old, const ce_findings *now, ce_buf *out);

#endif
