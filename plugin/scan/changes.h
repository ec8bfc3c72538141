/*
 * changes.h - the lines that a unified diff adds or changes.
 */
#ifndef CE_SCAN_CHANGES_H
#define CE_SCAN_CHANGES_H

#include "report/finding.h"

/** Lines of one file: [first, first + n); n 0: all that it has. */
typedef struct ce_changed {
	const char *file; /* as the diff names it, maybe with "b/" before it */
	unsigned first, n;
} ce_changed;

typedef struct ce_changes {
	CE_VEC(ce_changed) at;
	ce_arena arena;
} ce_changes;

/**
 * Read a unified diff, as `git diff` and `diff -u` write it.
 *
 * @retval false  it has no file header, or a hunk that is none: *error names the line; the
 *                caller frees. An empty text is a diff without changes.
 */
bool ce_changes_read(ce_changes *c, const char *text, char **error);

/** Take a file that is new as a whole. */
void ce_changes_add_file(ce_changes *c, const char *file);

/** Keep the findings whose place or deciding step is in a changed line, and errors: what a
 * comment demands may be broken from afar.
 *
 * @param folders  absolute: what names in the diff may be relative to; ends with NULL */
void ce_changes_apply(const ce_changes *c, const char *const *folders, ce_findings *l);

void ce_changes_free(ce_changes *c);

#endif
