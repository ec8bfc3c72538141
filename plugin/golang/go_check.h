/*
 * go_check.h - what is said of one package: the promises in its Go files and the
 * calls that Go makes, held against what its C does.
 */
#ifndef CE_GO_CHECK_H
#define CE_GO_CHECK_H

#include "golang/go_program.h"
#include "golang/go_result.h"

typedef struct ce_go_check_options {
	bool strict_handles; /* handles that only C makes count as Go memory, too */
	unsigned go_minor;   /* of go1.N; 0: newer than any */
	bool all_facts;      /* result.findings.functions: also C that only C calls */
} ce_go_check_options;

/**
 * Append findings, functions and rows to an empty result. Paths in it are as in the
 * program (see ce_go_program_run); those of Go files as seen from `from`.
 */
void ce_go_check(ce_go_result *r, ce_go_program *p, const ce_go_sources *s, const char *from,
                 ce_go_check_options o);

/**
 * Directives that cgo does not read, or reads in vain; it needs no C. `names` may be
 * NULL: then nothing is said of functions that are not called.
 */
void ce_go_check_directives(ce_go_result *r, const ce_go_file *files, size_t nfiles, const char *from,
                            unsigned go_minor);

#endif
