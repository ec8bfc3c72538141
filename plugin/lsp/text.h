/*
 * text.h - the text of a document, and LSP's positions in it.
 *
 * A position is a line and a number of code units in it, both from 0. Lines end
 * in LF, CR LF or CR, as in Clang. Bytes that are not UTF-8 count as one
 * character each. Positions beyond the end of a line or of the text are taken
 * to it.
 */
#ifndef CE_LSP_TEXT_H
#define CE_LSP_TEXT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"

/** What a character of a position is: negotiated with the client, UTF-16 if not. */
typedef enum ce_encoding { CE_UTF16, CE_UTF8, CE_UTF32 } ce_encoding;

typedef struct ce_position {
	unsigned line, character;
} ce_position;

typedef struct ce_range {
	ce_position start, end;
} ce_range;

/** Bytes that other threads may hold too: they never change then. */
typedef struct ce_bytes {
	atomic_uint holders;
	size_t room;
	char data[];
} ce_bytes;

/** Zero-initialised it is empty. data[n] is 0 once anything was set. */
typedef struct ce_doc_text {
	ce_bytes *bytes;
	char *data; /* theirs */
	size_t n;
	CE_VEC(size_t) lines; /* where each begins; empty: not counted yet */
} ce_doc_text;

void ce_text_set(ce_doc_text *t, const char *bytes, size_t n);
void ce_text_free(ce_doc_text *t);

/** The bytes as they are, t->n of them, whatever becomes of the text. NULL: it was never set. */
ce_bytes *ce_text_hold(const ce_doc_text *t);
void ce_bytes_drop(ce_bytes *b); /* in any thread */

size_t ce_text_offset(ce_doc_text *t, ce_position p, ce_encoding e);
ce_position ce_text_position(ce_doc_text *t, size_t offset, ce_encoding e);

/** Where line n (from 0) begins, or the end of the text. */
size_t ce_text_line(ce_doc_text *t, unsigned line);

/** The end of a line, before what ends it. */
size_t ce_text_line_end(ce_doc_text *t, unsigned line);

/** An offset as Clang counts: line from 1, column from 1 in bytes. Taken to the
 * end of the line where it is beyond. */
size_t ce_text_clang_offset(ce_doc_text *t, unsigned line, unsigned col);

/** Replace a range by other bytes. */
void ce_text_edit(ce_doc_text *t, ce_range r, const char *bytes, size_t n, ce_encoding e);

/** The range that was replaced and the position behind what stands there now, when
 * the whole text is set anew: all that differs. */
void ce_text_difference(ce_doc_text *old, ce_doc_text *now, ce_encoding e, ce_range *replaced,
                        ce_position *end);

/** Length of the identifier at an offset; 0: there is none. */
size_t ce_text_identifier(const ce_doc_text *t, size_t offset);

/** Where the identifier around an offset begins. */
size_t ce_text_identifier_start(const ce_doc_text *t, size_t offset);

#endif
