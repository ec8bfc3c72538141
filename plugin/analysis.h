/*
 * analysis.h - units in, verdicts out: what the plugin and the command share.
 */
#ifndef CE_ANALYSIS_H
#define CE_ANALYSIS_H

#include <time.h>

#include "base/buf.h"
#include "link/link.h"
#include "solve/verdict.h"

typedef struct ce_analysis {
	CE_VEC(ce_unit *) units; /* owned */
	ce_program *program;
	CE_VEC(const char *) assumed;  /* hooks that stay at their default (ce_program_assume()) */
	ce_memo *memo;                 /* borrowed; only with flows explained; or NULL */
	bool quick;                    /* large programs get less work, and more "unknown (limit)" */
	clock_t linked, solved;        /* clock() when that was done */
	CE_VEC(ce_verdict *) verdicts; /* callees first, in order of declaration otherwise */
} ce_analysis;

/** Take a unit into the program; it is owned from now on. */
void ce_analysis_add(ce_analysis *a, ce_unit *u);

/** Read all units of a summary file. On failure *error names file and place. */
bool ce_analysis_read(ce_analysis *a, const char *path, bool as_model, char **error);

/** Read a summary file, all *.esc files of a folder by name, or those that a file *.units
 * names, a path a line. */
bool ce_analysis_read_all(ce_analysis *a, const char *path, char **error);

/** The checking runtime as bitcode, in the same places as the models. */
char *ce_runtime_path(void);

/** The models that ship with cgoescape: beside the object this code is in, or in
 * ../lib beside a program. NULL when there are none; the caller frees. */
char *ce_models_path(void);

/**
 * Link, solve, and judge every function with a body outside the models.
 *
 * @param whole     see ce_link()
 * @param explained keep the flow of each leak
 * @param problems  see ce_link()
 */
void ce_analysis_run(ce_analysis *a, bool whole, bool explained, ce_buf *problems);

/** The limits that were hit and the work done, on one line. */
void ce_analysis_stats(const ce_analysis *a, ce_buf *out);

void ce_analysis_free(ce_analysis *a);

#endif
