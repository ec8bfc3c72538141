/*
 * driver.h - the `cgoescape` command: one table of subcommands, one of options.
 */
#ifndef CE_DRIVER_H
#define CE_DRIVER_H

#include <stdbool.h>
#include <stddef.h>

/** Exit statuses (docs/command.md). */
enum { EXIT_CLEAN = 0, EXIT_FINDINGS = 1, EXIT_TROUBLE = 2 };

typedef enum output_format { FORMAT_TEXT, FORMAT_TSV } output_format;

typedef struct ce_args {
	output_format format;
	int m;
	bool quiet, verbose, no_models;
	const char **models;
	size_t nmodels;
	char **files; /* what is left after the options */
	int nfiles;
} ce_args;

int cmd_link(const ce_args *a);
int cmd_explain(const ce_args *a);
int cmd_dump(const ce_args *a);

#endif
