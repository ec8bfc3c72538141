/*
 * index.h - the program index: what is known of a project, in an SQLite file that
 * `explain`, `diff` and editors query (docs/scan.md has the tables).
 */
#ifndef CE_SCAN_INDEX_H
#define CE_SCAN_INDEX_H

#include "report/finding.h"

/**
 * Write an index, atomically: a new file takes the place of the old one, so that
 * readers never see half of it and the last of two writers wins.
 *
 * @param program  what the program was made of: ce_index_read() compares it
 * @retval false   *error says why; the caller frees. The old file is untouched.
 */
bool ce_index_write(const char *path, const char *program, const ce_findings *l, char **error);

/** What of an index is wanted. */
typedef struct ce_index_wish {
	const char *program;  /* of this program only; NULL: of any */
	const char *function; /* of this function only (as shown, or without its file); NULL: of all */
	bool sole;            /* of it only if no other has the name: found at once */
	bool steps;           /* findings with their explanations */
} ce_index_wish;

/**
 * Append what is in an index, in its order.
 *
 * @retval false  it is not there, not ours, damaged, or of another program or version:
 *                *error says which; the caller frees
 */
bool ce_index_read(const char *path, ce_index_wish wish, ce_findings *l, char **error);

/** Reports whether a file is an SQLite database. */
bool ce_is_index(const char *path);

#endif
