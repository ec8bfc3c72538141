/*
 * clangd.h - the clangd that we stand in front of: started, watched, restarted.
 */
#ifndef CE_LSP_CLANGD_H
#define CE_LSP_CLANGD_H

#include "lsp/server.h"

/** Start clangd. NULL when it cannot be started: the user is told, and we serve alone. */
struct ce_clangd *ce_clangd_start(ce_server *s);

/** Forward a message of the client; its bytes stay until control returns to the loop.
 * While no clangd runs it is dropped: documents are told again to the next one. */
void ce_clangd_forward(struct ce_clangd *c, ce_frame f);

/** Keep in mind what clangd was or will be sent now: the answer it owes, and what the
 * next one has to be told. Our part of an answer that is merged is made of the params. */
void ce_clangd_note(struct ce_clangd *c, ce_frame f, const rpc_view *view, bool merge);

bool ce_clangd_runs(const struct ce_clangd *c);

/** Send a message of our own. */
void ce_clangd_send(struct ce_clangd *c, json_t *message);

/** Stop reading from clangd while the client reads nothing, and start again. */
void ce_clangd_hold(struct ce_clangd *c, bool hold);

/** End it for good. */
void ce_clangd_end(struct ce_clangd *c);

#endif
