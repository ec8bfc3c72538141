/*
 * answers.h - what answers to requests are made of.
 */
#ifndef CE_LSP_ANSWERS_H
#define CE_LSP_ANSWERS_H

#include "lsp/server.h"

/** The document of a request's textDocument; NULL when it is not open. */
ce_document *ce_answer_document(ce_server *s, const json_t *params);

/** What an item's unit says of its function, or of one name in it (subject NULL: of the parameter
 * that the item is about, else of all), with the ways of its leaks. */
void ce_answer_words(ce_server *s, ce_buf *b, const ce_item *item, const char *subject, bool markdown);

/** The parameter that an item is about. */
const json_t *ce_item_param(const ce_item *item, const json_t *function);

#endif
