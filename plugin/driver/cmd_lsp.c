/*
 * cmd_lsp.c - the language server.
 */
#include <stdio.h>

#include "driver/driver.h"
#include "lsp/lsp.h"

int cmd_lsp(const ce_args *a)
{
	ce_lsp_options o = {
		.clangd = a->clangd,
		.clangd_args = a->clangd_args,
		.clang = a->clang ? a->clang : CE_CLANG,
		.commands_dir = a->compile_commands_dir,
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
