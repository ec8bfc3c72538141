/*
 * cgoescape/plugin.h - the seam between a compiler and the engine.
 *
 * The Clang plugin and the LLVM pass both fill a ce_options, hand their module
 * over with ce_plugin_run(), and print what comes back through a ce_reporter.
 * Everything behind this header is C.
 */
#ifndef CGOESCAPE_PLUGIN_H
#define CGOESCAPE_PLUGIN_H

#include "cgoescape/source.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CGOESCAPE_VERSION "0.1.0"

typedef enum ce_functions {
	CE_FUNCTIONS_DEFAULT,
	CE_FUNCTIONS_CGO,
	CE_FUNCTIONS_EXTERN,
	CE_FUNCTIONS_ALL
} ce_functions;

/** How verdicts are printed: as remarks, or on standard output. */
typedef enum ce_print { CE_PRINT_REMARKS, CE_PRINT_TSV, CE_PRINT_EDITOR } ce_print;

/** The plugin's keys, as in docs/plugin.md. Zero-initialise, then ce_options_set(). */
typedef struct ce_options {
	int m;                  /* 0: warnings only; 1: verdicts; 2: with explanations */
	ce_functions functions; /* whose verdicts to print */
	ce_print format;
	bool quiet;       /* q */
	bool quick;       /* large units get less work */
	bool verbose;     /* v: say what was skipped, limits that were hit */
	bool no_verdicts; /* write the summary and judge nothing */
	int check;        /* instrument for the checking runtime: 1 + a ce_functions; 0: no */
	char *runtime;    /* "link": the program is linked with it; else it comes with the object */
	char *esc;        /* folder for the unit summary, or NULL */
	char *json;       /* folder for Go's optimisation log, or NULL */
	char *facts;      /* path of the facts TSV, or NULL */
	char *dump;       /* print a middle form: "graph", "summary" or "boundary" */
	char **models;    /* additional summaries */
	size_t nmodels;
	char **hooks; /* variables that are taken to stay at their default */
	size_t nhooks;
	char **program; /* summaries of other units, or folders of them */
	size_t nprogram;
} ce_options;

/**
 * Set one option from "KEY" or "KEY=VALUE".
 *
 * Strings are copied. On failure *error is a message for the user, owned by the
 * caller (free()), and the options are unchanged.
 * @retval true  done
 * @retval false unknown key, missing or unknown value, or out of memory
 */
bool ce_options_set(ce_options *o, const char *arg, char **error);

/** Release what ce_options_set() allocated; accepts a zeroed struct. */
void ce_options_clear(ce_options *o);

struct ce_check_plan; /* check/check.h */

typedef enum ce_severity { CE_REMARK, CE_WARNING, CE_NOTE } ce_severity;

/** Where messages go; each is one line without position, Go's wording. */
typedef struct ce_reporter {
	void (*message)(void *ctx, ce_severity severity, ce_loc loc, const char *text);
	void *ctx;
	bool unheard; /* nobody sees warnings: nothing is worked out for them alone */
} ce_reporter;

/**
 * Analyse one module and write all outputs that the options ask for.
 *
 * @param module  an LLVMModuleRef; the private module of the plugin (it is
 *                changed: passes run on it) or the pass's (it is only read when
 *                run_passes is false). Borrowed.
 * @param source  what the front end knows, or NULL
 * @param plan    filled for the key "check"; NULL: not wanted
 * @return 0, or 1 when an output could not be written (already reported)
 *
 * Never exits and never prints except through the reporter and to the files
 * named by the options (standard output for tsv and dump).
 */
int ce_plugin_run(void *module, bool run_passes, const ce_source *source, const ce_options *options,
                  const ce_reporter *reporter, struct ce_check_plan *plan);

#ifdef __cplusplus
}
#endif
#endif
