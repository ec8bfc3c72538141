/*
 * cmd_lsp.c - the language server.
 */
#include <stdio.h>
#include <string.h>

#include "driver/driver.h"
#include "driver/tools.h"
#include "lsp/lsp.h"

/* Where clangd was told to look, if we were not. */
static const char *commands_dir(const ce_args *a)
{
	static const char name[] = "--compile-commands-dir=";

	if (a->compile_commands_dir)
		return a->compile_commands_dir;
	for (char **arg = a->clangd_args; arg && *arg; arg++)
		if (strncmp(*arg, name, sizeof name - 1) == 0)
			return *arg + sizeof name - 1;
	return NULL;
}

int cmd_lsp(const ce_args *a)
{
	ce_lsp_options o = {
		.clangd = a->clangd,
		.clangd_args = a->clangd_args,
		.clang = a->clang ? a->clang : ce_tool_clang(),
		.commands_dir = commands_dir(a),
		.program = a->program.at,
		.nprogram = a->program.n,
		.verbose = a->verbose,
	};

	if (a->nfiles) {
		fprintf(stderr, "cgoescape: lsp: takes no files: %s\n", a->files[0]);
		return EXIT_TROUBLE;
	}
	return ce_lsp_run(&o);
}
