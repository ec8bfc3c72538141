/*
 * lsp.h - the language server: escape diagnostics in front of clangd, or alone.
 */
#ifndef CE_LSP_H
#define CE_LSP_H

#include <stdbool.h>
#include <stddef.h>

typedef struct ce_lsp_options {
	const char *clangd;         /* program to stand in front of; NULL: alone */
	char **clangd_args;         /* NULL-terminated; or NULL */
	const char *clang;          /* the compiler that runs the plugin; NULL: the one of the build */
	const char *commands_dir;   /* where compile_commands.json is; NULL: found from each file upwards */
	const char *const *program; /* folders and files of unit summaries: what is defined elsewhere */
	size_t nprogram;
	bool verbose; /* what is done, on standard error */
} ce_lsp_options;

/**
 * Serve standard input and output until the client ends it or vanishes.
 *
 * @return the exit status: 0 after `shutdown` and `exit`; 1 when the client left
 *         without `shutdown`, as the protocol asks; 2 when it could not begin
 */
int ce_lsp_run(const ce_lsp_options *o);

#endif
