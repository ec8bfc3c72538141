/*
 * server.h - the state of a session, and what its files offer each other. One
 * loop, one thread; analyses are started and read in another (run.h).
 */
#ifndef CE_LSP_SERVER_H
#define CE_LSP_SERVER_H

#include "base/map.h"
#include "lsp/channel.h"
#include "lsp/document.h"
#include "lsp/lsp.h"
#include "lsp/rpc.h"
#include "lsp/settings.h"

/** What the client can show. */
typedef struct ce_client_abilities {
	bool related, code_description, tags, versions;
	bool inlay_hints, hints_refresh, code_lens, lens_refresh;
	bool code_action_literals, show_document, markdown;
} ce_client_abilities;

typedef struct ce_server {
	uv_loop_t loop;
	const ce_lsp_options *o;
	ce_settings settings, given; /* with and without the client's changes while it runs */
	ce_documents docs;
	ce_reader in;
	ce_writer out;
	struct ce_clangd *clangd; /* NULL: alone, or clangd is gone for good */
	struct ce_analyser *analyser;
	ce_encoding encoding;
	ce_client_abilities can;
	bool initialized, shut_down, ended;
	uint64_t requests; /* of our own, numbered */
	char *docs_uri;    /* where documentation is */
	char *folder;      /* for what is written for others; NULL: nothing yet */
} ce_server;

/* ---- server.c: to the client ----------------------------------------------------------- */

void ce_server_send(ce_server *s, json_t *message);
void ce_server_forward(ce_server *s, ce_frame f);

/** Types of window/showMessage and window/logMessage. */
enum { MESSAGE_ERROR = 1, MESSAGE_WARNING = 2, MESSAGE_INFO = 3, MESSAGE_LOG = 4 };

/** To the user; only for what he has to know, once. */
void ce_server_show(ce_server *s, int type, const char *text);
/** To the client's log. */
void ce_server_log(ce_server *s, int type, const char *text);

/** A request of our own; the answer is dropped. */
void ce_server_ask(ce_server *s, const char *method, json_t *params);

/** A folder of the session, made when it is first asked for. NULL: it cannot be made. */
const char *ce_server_folder(ce_server *s);

/** The client says that it goes: analyse nothing any more, and leave nothing behind, for
 * some kill the server next. */
void ce_server_rest(ce_server *s);

/** Leave the loop: kill what runs, close all handles. Safe to call again. */
void ce_server_end(ce_server *s);

/* ---- client.c: from the client -------------------------------------------------------------- */

void ce_client_message(ce_server *s, ce_frame f);

/** Answer a request ourselves, as if there were no clangd. Returns NULL for a method
 * that is not ours. */
json_t *ce_client_answer(ce_server *s, const char *method, const json_t *params);

/** Our part in the answer to initialize: all of it when result is NULL. Returns it. */
json_t *ce_client_capabilities(ce_server *s, json_t *result);

/* ---- sync.c: documents follow the client --------------------------------------------------------- */

void ce_sync_open(ce_server *s, const json_t *params);
void ce_sync_change(ce_server *s, const json_t *params);
void ce_sync_save(ce_server *s, const json_t *params);
void ce_sync_close(ce_server *s, const json_t *params);

/** Others may have changed the file: compare again if so. */
void ce_sync_disk(ce_document *doc);

/** The notification by which clangd learns of a document that was open before it. */
json_t *ce_sync_opened(const ce_document *doc);

/* ---- show.c: what is said about documents --------------------------------------------------------- */

/** Take over the report of a unit's analysis (format=editor of the plugin). False: it is none. */
bool ce_show_report(ce_server *s, ce_document *unit, const char *directory, json_t *report);

/** What a unit's analysis said is of a text before, for this one cannot be analysed: what
 * it proved goes or says so. */
void ce_show_old(ce_server *s, const ce_document *unit);

/** Drop what a unit's analysis said. */
void ce_show_forget(ce_server *s, uint32_t unit);

/** Send the diagnostics of a document, clangd's and ours. */
void ce_show_publish(ce_server *s, ce_document *doc);

/** Keep clangd's list of a publishDiagnostics and add ours to it. Reports whether there
 * was any. */
bool ce_show_merge(ce_server *s, const json_t *params);

/** Clangd is gone for good: show ours alone. */
void ce_show_without_clangd(ce_server *s);

/* ---- answers.c, actions.c: requests -------------------------------------------------------------------- */

json_t *ce_answer_hover(ce_server *s, const json_t *params);
json_t *ce_answer_inlay_hints(ce_server *s, const json_t *params);
json_t *ce_answer_code_lens(ce_server *s, const json_t *params);
json_t *ce_answer_code_actions(ce_server *s, const json_t *params);
json_t *ce_answer_command(ce_server *s, const json_t *params);

/** The command that shows the flow. In editors commands of all servers are one list: one in
 * front of clangd has another than one beside gopls. */
const char *ce_command_flow(const ce_server *s);

#endif
