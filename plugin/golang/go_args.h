/*
 * go_args.h - whose memory an argument of a C call is, as far as the text shows.
 */
#ifndef CE_GO_ARGS_H
#define CE_GO_ARGS_H

#include "golang/go_file.h"

/** What cgo knows of the names behind "C.". */
typedef struct ce_go_names {
	bool (*is_function)(void *ctx, const char *name);
	/** Reports whether the name is an integer constant, and which. */
	bool (*constant)(void *ctx, const char *name, int64_t *value);
	void *ctx;
} ce_go_names;

/**
 * Fill in kind, value and pinned of every argument in the files of one package.
 *
 * A variable is C memory when everything that its function assigns to it is; a
 * field, when everything that the package assigns to any field of that name is. Nil
 * and constants are only believed where they stand in the call itself.
 */
void ce_go_judge_args(ce_go_file *files, size_t nfiles, const ce_go_names *names);

#endif
