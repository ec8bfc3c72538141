/*
 * places.h - places as the compiler counts them, as ranges of LSP; with the texts
 * of files that are not open.
 */
#ifndef CE_LSP_PLACES_H
#define CE_LSP_PLACES_H

#include "lsp/text.h"
#include "lsp/uri.h"

/** Files read while one report is taken over. Zero-initialised it is empty. */
typedef struct ce_places {
	CE_VEC(struct ce_place_file *) files;
} ce_places;

/** The text of a file on disk, read once; empty when it cannot be read. */
ce_doc_text *ce_places_text(ce_places *p, const char *path);
void ce_places_free(ce_places *p);

/** The name at a place; where there is none, one character. Line and column from 1,
 * in bytes. */
ce_range ce_place_range(ce_doc_text *t, unsigned line, unsigned col, ce_encoding e);

#endif
