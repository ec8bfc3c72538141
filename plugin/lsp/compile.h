/*
 * compile.h - how an open document is compiled: by the compilation database above it,
 * or what `cgoescape db` makes of the Go package it is in.
 */
#ifndef CE_LSP_COMPILE_H
#define CE_LSP_COMPILE_H

#include "lsp/server.h"

/** Zero-initialised it is empty. */
typedef struct ce_compile {
	char **argv; /* NULL-terminated, owned; the compiler first, the source last */
	size_t n;
	char *directory; /* where it runs */
	char *generated; /* of a Go file: what cgo made of it, which is compiled */
	bool is_own;     /* the database has an entry of this file */
} ce_compile;

typedef enum ce_compile_answer {
	CE_COMPILE_READY,
	CE_COMPILE_LATER, /* a Go package is being looked at: changed() will be called */
	CE_COMPILE_NEVER, /* it is not C, or its command is refused */
} ce_compile_answer;

/** The databases that were found. changed() is called when the commands of all
 * documents in or below a folder may have changed. */
struct ce_compiles *ce_compiles_new(ce_server *s, void (*changed)(void *ctx, const char *folder), void *ctx);

/**
 * The command of a document. The entry of its path in the database; for a file that
 * the database does not know that of its nearest neighbour; without a database plain
 * `clang FILE`. What a command could do besides compiling is left out.
 */
ce_compile_answer ce_compile_of(struct ce_compiles *c, const ce_document *doc, ce_compile *out);

/** A Go file of the folder was saved: cgo's part is made again. */
void ce_compiles_go_saved(struct ce_compiles *c, const char *path);

/** A new clangd runs: tell it the commands of Go packages. */
void ce_compiles_tell_clangd(struct ce_compiles *c);

/** Nothing is asked for at the moment: forget what can be read again. */
void ce_compiles_rest(struct ce_compiles *c);

void ce_compiles_end(struct ce_compiles *c);  /* stop what runs */
void ce_compiles_free(struct ce_compiles *c); /* when the loop has come to its end */

/** What the last `cgoescape scan` left of the program that a document belongs to, if there was
 * one: "units" for the key program=, "sqlite" for the index. NULL: it has no database. The
 * caller frees. */
char *ce_compile_program(struct ce_compiles *c, const ce_document *doc, const char *ending);

/** Insert an argument before the source, and own it. */
void ce_compile_take(ce_compile *c, char *arg);
void ce_compile_free(ce_compile *c);

#endif
