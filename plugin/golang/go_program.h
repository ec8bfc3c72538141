/*
 * go_program.h - the C of one Go package as a whole program that Go drives.
 *
 * What Go shows makes verdicts sharper than those of a C library: the entry points
 * are known, so a function that neither Go nor anything that Go calls can reach never
 * runs (and what it would have set keeps its default); and an argument that every
 * call gives as nil or the same constant decides branches.
 */
#ifndef CE_GO_PROGRAM_H
#define CE_GO_PROGRAM_H

#include "analysis.h"
#include "golang/cgo_types.h"
#include "golang/go_list.h"

/** A C function that Go calls, with its verdict. */
typedef struct ce_go_called {
	const char *name;         /* as in C.NAME; of the types */
	const ce_cgo_func *types; /* Go's view of the parameters */
	uint32_t fn;              /* in the program; CE_NONE: not even declared to the engine */
	const ce_func *func;      /* its body, or a declaration; NULL with CE_NONE */
	const ce_unit *unit;      /* whose strings func uses */
	ce_verdict *verdict;      /* explained; NULL: neither body nor model. Owned */
	bool is_go;               /* exported Go code, called through C */
	bool unclear;             /* the name stands for two functions, or for a pointer: no verdict */
} ce_go_called;

typedef struct ce_go_program {
	ce_analysis a;
	CE_VEC(ce_go_called) called; /* sorted by name */
} ce_go_program;

/** What the package is made of. */
typedef struct ce_go_sources {
	const char *dir;         /* relative paths in summaries start here */
	const ce_go_file *files; /* with judged arguments */
	size_t nfiles;
	const ce_cgo_types *types;
	const ce_go_file *left_out; /* files that build constraints leave out, with judged arguments */
	size_t nleft_out;
	const ce_go_strings *wanted; /* what C of other packages and those files call or set here */
	bool any_caller;             /* verdicts are to hold for calls from any C, not only for those of Go */
	bool complete; /* no other code is linked, as far as files and flags tell; what is used must be
	                defined, too */
} ce_go_sources;

/**
 * Link, solve and judge. p->a holds the units that were read: those of the package
 * first, then libraries and models (is_model); p->a.assumed what stays at its default. The units are changed:
 * dead functions lose their bodies, positions become paths relative to `from` as a user would type them.
 */
void ce_go_program_run(ce_go_program *p, const ce_go_sources *s, const char *from, ce_buf *problems);
void ce_go_program_free(ce_go_program *p);

#endif
