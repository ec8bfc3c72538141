/*
 * driver.h - the `cgoescape` command: its arguments and its subcommands, one file each.
 */
#ifndef CE_DRIVER_H
#define CE_DRIVER_H

#include <stdbool.h>
#include <stddef.h>

/** Exit statuses (docs/command.md). */
enum { EXIT_CLEAN = 0, EXIT_FINDINGS = 1, EXIT_TROUBLE = 2 };

/** In the order of the words of --format. */
typedef enum output_format { FORMAT_TEXT, FORMAT_TSV, FORMAT_JSON, FORMAT_SARIF, FORMAT_HTML } output_format;

/** A list of option values; the texts belong to argv. */
typedef struct ce_texts {
	const char **at;
	size_t n;
} ce_texts;

/** What the command line says. Each field is set by a row of the table in options.c. */
typedef struct ce_args {
	int format; /* output_format; of profile and crosscheck the number of the word */
	int m;      /* 0, 1, 2 */
	bool quiet, verbose, no_models;
	ce_texts models;
	ce_texts program;
	const char *clang, *clangd, *compile_commands_dir;
	char **clangd_args;             /* all that stands behind --clangd; NULL-terminated */
	const char *project, *cache;    /* scan; cache: Go packages, too */
	unsigned jobs, timeout, memory; /* 0: the default, no limit, no limit */
	/* check, emit, db */
	const char *dir, *tags, *mod;
	int handles; /* 1: strict */
	int style;   /* of emit: 1: attributes */
	bool write, alone, prune;
	const char *file, *output;
	const char *depfile; /* of unit */
	const char *fail_on, *baseline, *config, *changed_since, *changed;
	bool dump_config, no_config;
	char **files; /* what is left after the options */
	int nfiles;
} ce_args;

int cmd_link(const ce_args *a);
int cmd_explain(const ce_args *a);
int cmd_dump(const ce_args *a);
int cmd_lsp(const ce_args *a);
int cmd_scan(const ce_args *a);
int cmd_check(const ce_args *a);
int cmd_emit(const ce_args *a);
int cmd_db(const ce_args *a);
int cmd_diff(const ce_args *a);
int cmd_unit(const ce_args *a);
int cmd_profile(const ce_args *a);
int cmd_crosscheck(const ce_args *a);

#endif
