/*
 * compile.h - how a file is compiled.
 */
#ifndef CE_LSP_COMPILE_H
#define CE_LSP_COMPILE_H

#include "lsp/lsp.h"

/** Zero-initialised it is empty. */
typedef struct ce_compile {
	char **argv; /* NULL-terminated, owned; the compiler first */
	size_t n;
	char *directory; /* where it runs */
} ce_compile;

/**
 * The command of a file: from the compilation database of a folder above it, of its
 * neighbour for a file that the database does not know, else plain.
 */
bool ce_compile_of(const ce_lsp_options *o, const char *path, ce_compile *c);

/** Append an argument, and own it. */
void ce_compile_take(ce_compile *c, char *arg);

void ce_compile_free(ce_compile *c);

#endif
