/*
 * preamble.h - the C in a Go file, while it is edited.
 */
#ifndef CE_LSP_PREAMBLE_H
#define CE_LSP_PREAMBLE_H

#include "base/buf.h"
#include "lsp/text.h"

/** What cgo made of a Go file, with the preamble as it is in the editor now. False
 * when there is no preamble, or the generated text has none. */
bool ce_preamble_replace(const ce_doc_text *go, const char *path, const ce_doc_text *generated,
                         ce_doc_text *out);

/** The preamble as C, in the lines in which it stands; all others are empty. False: there is none. */
bool ce_preamble_text(const ce_doc_text *go, const char *path, ce_buf *out);

/** The column in the Go file of one in the preamble: cgo cuts comment markers. Both
 * from 1, in bytes. */
unsigned ce_preamble_column(const ce_doc_text *go, const char *path, unsigned line, unsigned col);

/** Where a line is put in so that cgo reads it: the start of the line before
 * import "C" or before the end of the block comment above it. And how it begins.
 * False: there is no import "C". */
bool ce_preamble_insertion(const ce_doc_text *go, const char *path, size_t *at, const char **before);

/** A line "#cgo noescape NAME" or "#cgo nocallback NAME". */
typedef struct ce_directive {
	bool noescape; /* false: nocallback */
	bool seen;     /* cgo reads it: it is in the comment above import "C", and no comment there */
	const char *name;
	unsigned line, col; /* of the '#', from 1 */
} ce_directive;

typedef void ce_directive_fn(void *ctx, const ce_directive *d);

/** All promises of a Go file. */
void ce_preamble_directives(const ce_doc_text *go, const char *path, ce_directive_fn *fn, void *ctx);

/** The line of one of them, its end included; false: there is none. */
bool ce_preamble_directive(const ce_doc_text *go, const char *path, bool noescape, const char *name,
                           size_t *at, size_t *n);

#endif
