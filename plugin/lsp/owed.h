/*
 * owed.h - answers that clangd owes to the client, and our part in them.
 */
#ifndef CE_LSP_OWED_H
#define CE_LSP_OWED_H

#include "lsp/server.h"

typedef struct ce_owed {
	json_t *id;
	char *method;
	json_t *params; /* kept if our part comes in; else NULL */
	uint64_t since; /* loop time */
} ce_owed;

/** Zero-initialised it is empty. */
typedef CE_VEC(ce_owed) ce_owed_list;

void ce_owed_add(ce_owed_list *l, const rpc_view *request, bool merge, uint64_t now);

/** Its index, or CE_NONE. */
uint32_t ce_owed_find(const ce_owed_list *l, const json_t *id);

/** Another one may take its index. */
void ce_owed_drop(ce_owed_list *l, uint32_t i);
void ce_owed_free(ce_owed_list *l);

bool ce_owed_is_initialize(const ce_owed *o);

/** Our part of an answer into clangd's. Returns the result to send, a new reference. */
json_t *ce_owed_join(ce_server *s, const ce_owed *o, json_t *theirs);

#endif
