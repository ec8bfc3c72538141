/*
 * go_emit.h - proved promises as `#cgo` lines, and the edits that put them in place.
 */
#ifndef CE_GO_EMIT_H
#define CE_GO_EMIT_H

#include "golang/go_file.h"
#include "golang/go_result.h"

/** A file as it shall be. */
typedef struct ce_go_edit {
	char *path;  /* absolute; owned */
	ce_buf text; /* the whole new contents; n 0: the file shall go */
	bool exists; /* there is one now; `old` has its contents */
	const char *old;
	size_t old_n;
} ce_go_edit;

typedef struct ce_go_emit_options {
	bool alone; /* noescape also where nocallback is not proved: it does nothing with Go's compiler */
	bool prune; /* take refuted promises away, and those for which cgo refuses the package */
	const char *file;          /* base name of a file of its own for the lines, or NULL: the preamble */
	const char *package, *dir; /* of that file */
} ce_go_emit_options;

typedef CE_VEC(ce_go_edit) ce_go_edits;

/**
 * The edits of one package: what is promised already, in whatever file, is not
 * promised again. Nothing is appended when nothing changes.
 *
 * Lines go to the end of the comment above import "C", in the first file that calls the
 * function (or all to o.file), sorted, noescape before nocallback. What people wrote stays as it is.
 */
void ce_go_emit(ce_go_edits *out, const ce_go_result *r, const ce_go_file *files, size_t nfiles,
                ce_go_emit_options o);

/** How a file begins that ce_go_emit() makes for o.file. */
extern const char ce_go_emit_mark[];

void ce_go_edits_free(ce_go_edits *e);

/** Append the difference as `diff -u` has it, with paths as seen from `from`. */
void ce_go_edit_diff(const ce_go_edit *e, const char *from, ce_buf *out);

#endif
