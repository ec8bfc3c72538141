/*
 * rpc.h - JSON-RPC messages as jansson values. All functions here take over the
 * references they are given.
 */
#ifndef CE_LSP_RPC_H
#define CE_LSP_RPC_H

#include <jansson.h>

#include "lsp/frame.h"
#include "report/json_text.h"

/** Error codes of JSON-RPC and LSP. */
enum {
	RPC_PARSE_ERROR = -32700,
	RPC_INVALID_REQUEST = -32600,
	RPC_METHOD_NOT_FOUND = -32601,
	RPC_INVALID_PARAMS = -32602,
	RPC_SERVER_NOT_INITIALIZED = -32002,
	RPC_CONTENT_MODIFIED = -32801,
};

json_t *rpc_notification(const char *method, json_t *params);
json_t *rpc_request(const char *id, const char *method, json_t *params);
json_t *rpc_result(json_t *id, json_t *result); /* result NULL: null */
json_t *rpc_error(json_t *id, int code, const char *text);

/** The message as bytes to send. */
ce_frame rpc_frame(json_t *message);

/** What a message is; method and id are NULL where it has none. Borrowed. */
typedef struct rpc_view {
	const char *method;
	json_t *id;
	json_t *params; /* or NULL */
} rpc_view;

/** Read a message; NULL when it is no JSON object. */
json_t *rpc_parse(ce_frame f, rpc_view *view);

/** The id of a response with a result, as clangd writes them, without reading all
 * of it; NULL when it must be read. */
json_t *rpc_peek_result(ce_frame f);

/** A member of a member: rpc_get(params, "textDocument", "uri", NULL); NULL when
 * one is missing. Borrowed. */
json_t *rpc_get(const json_t *o, ...) __attribute__((sentinel));
const char *rpc_text(const json_t *o, const char *name);
bool rpc_flag(const json_t *o, const char *name, bool otherwise);

#endif
