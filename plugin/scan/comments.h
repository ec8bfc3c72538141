/*
 * comments.h - what the source says to us: findings that are known and accepted, and
 * what must stay proved.
 *
 *	// cgoescape-ignore: REASON          this line, or the next one with code
 *	// cgoescape-ignore-begin: REASON    ... until
 *	// cgoescape-ignore-end
 *	// cgoescape: noescape [NAME...]     the function or parameters of this line, or
 *	// cgoescape: nocallback             of the next one with code; defined or declared there
 */
#ifndef CE_SCAN_COMMENTS_H
#define CE_SCAN_COMMENTS_H

#include "report/finding.h"
#include "report/sources.h"

/** Which functions a list has. */
typedef enum ce_functions_known {
	CE_KNOWN_PROGRAM, /* all: what is declared and not among them is wrong */
	CE_KNOWN_UNIT,    /* those of a part: others may be defined elsewhere */
	CE_KNOWN_LIVE,    /* ... and what is defined may never run */
} ce_functions_known;

/**
 * Apply the comments of one source: findings get their reason, an assertion that does
 * not hold and a comment that is wrong become findings of level error.
 *
 * @param file  as findings show it
 */
void ce_comments_apply(ce_findings *l, ce_sources *sources, const char *file, ce_functions_known known);

#endif
