/*
 * analyser.h - analyses of open documents: when, how many at a time, and what
 * comes of them. Each is a compiler of its own, so that none can hurt the server.
 */
#ifndef CE_LSP_ANALYSER_H
#define CE_LSP_ANALYSER_H

#include "lsp/server.h"

struct ce_analyser *ce_analyser_new(ce_server *s);

/** A document was opened or changed: it and the units that include it are due after
 * so many milliseconds; what runs for them is stale and ends. */
void ce_analyser_changed(struct ce_analyser *a, ce_document *doc, unsigned delay_ms);

/** A document was saved. */
void ce_analyser_saved(struct ce_analyser *a, const ce_document *doc);

/** A document is about to be closed. */
void ce_analyser_closed(struct ce_analyser *a, ce_document *doc);

/** Everything is due: settings, files on disk or the summaries changed. */
void ce_analyser_again(struct ce_analyser *a);

/** A new clangd runs: it has to hear what the one before was told of Go packages. */
void ce_analyser_tell_clangd(struct ce_analyser *a);

/** The index of the program that a document belongs to, where the last scan of it would leave
 * one; NULL: there is no program. The caller frees. */
char *ce_analyser_index(struct ce_analyser *a, const ce_document *doc);

/** End all; free when the loop has come to its end. */
void ce_analyser_end(struct ce_analyser *a);
void ce_analyser_free(struct ce_analyser *a);

#endif
