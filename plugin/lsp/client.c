/*
 * client.c - what the client sends. In front of clangd a large message goes on first
 * and is read afterwards, unless its bytes hint that we alone should have it.
 */
#include <stdlib.h>

#include "base/path.h"
#include "cgoescape/plugin.h"
#include "lsp/analyser.h"
#include "lsp/clangd.h"
#include "lsp/project.h"
#include "lsp/server.h"
#include "lsp/uri.h"

/* ---- capabilities ---------------------------------------------------------------------- */

static bool in_array(const json_t *array, const char *word)
{
	size_t i;
	json_t *item;

	json_array_foreach(array, i, item) if (json_is_string(item) &&
	                                       strcmp(json_string_value(item), word) == 0) return true;
	return false;
}

static void read_abilities(ce_server *s, const json_t *capabilities)
{
	const json_t *text = json_object_get(capabilities, "textDocument");
	const json_t *workspace = json_object_get(capabilities, "workspace");
	const json_t *publish = json_object_get(text, "publishDiagnostics");
	ce_client_abilities *can = &s->can;

	can->related = rpc_flag(publish, "relatedInformation", false);
	can->code_description = rpc_flag(publish, "codeDescriptionSupport", false);
	can->versions = rpc_flag(publish, "versionSupport", false);
	can->tags = rpc_get(publish, "tagSupport", NULL) != NULL;
	can->inlay_hints = rpc_get(text, "inlayHint", NULL) != NULL;
	can->code_lens = rpc_get(text, "codeLens", NULL) != NULL;
	can->hints_refresh = rpc_flag(rpc_get(workspace, "inlayHint", NULL), "refreshSupport", false);
	can->lens_refresh = rpc_flag(rpc_get(workspace, "codeLens", NULL), "refreshSupport", false);
	can->code_action_literals = rpc_get(text, "codeAction", "codeActionLiteralSupport", NULL) != NULL;
	can->show_document =
		rpc_flag(rpc_get(capabilities, "window", "showDocument", NULL), "support", false);
	can->markdown = in_array(rpc_get(text, "hover", "contentFormat", NULL), "markdown");
}

static const char *const encodings[] = {[CE_UTF16] = "utf-16", [CE_UTF8] = "utf-8", [CE_UTF32] = "utf-32"};

static bool read_encoding(ce_server *s, const char *name)
{
	for (int e = 0; name && e < (int)(sizeof encodings / sizeof *encodings); e++)
		if (strcmp(encodings[e], name) == 0) {
			s->encoding = (ce_encoding)e;
			return true;
		}
	return false;
}

static void choose_encoding(ce_server *s, const json_t *capabilities)
{
	size_t i;
	json_t *name;

	json_array_foreach(rpc_get(capabilities, "general", "positionEncodings", NULL), i,
	                   name) if (read_encoding(s, json_string_value(name))) return;
}

static void take_settings(ce_server *s, const json_t *object)
{
	char *wrong = ce_settings_take(&s->settings, json_object_get(object, "cgoescape")), *text;

	if (!wrong)
		return;
	text = ce_format("cgoescape: setting %s", wrong);
	ce_server_show(s, MESSAGE_WARNING, text);
	free(text);
	free(wrong);
}

static void set_default(json_t *o, const char *name, json_t *value)
{
	if (json_object_get(o, name))
		json_decref(value);
	else
		json_object_set_new(o, name, value);
}

static void add_command(const ce_server *s, json_t *capabilities)
{
	json_t *commands;

	set_default(capabilities, "executeCommandProvider", json_pack("{s:[]}", "commands"));
	commands = rpc_get(capabilities, "executeCommandProvider", "commands", NULL);
	json_array_append_new(commands, json_string(ce_command_flow(s)));
}

json_t *ce_client_capabilities(ce_server *s, json_t *result)
{
	json_t *capabilities = json_object_get(result, "capabilities");
	const char *encoding = rpc_text(capabilities, "positionEncoding");

	if (capabilities) {
		/* clangd's own extension is older than the protocol's word. */
		s->encoding = CE_UTF16;
		read_encoding(s, encoding ? encoding : rpc_text(result, "offsetEncoding"));
	} else {
		result = json_pack("{s:{s:s,s:{s:b,s:i,s:{s:b}}},s:{s:s,s:s}}", "capabilities",
		                   "positionEncoding", encodings[s->encoding], "textDocumentSync",
		                   "openClose", 1, "change", 2, "save", "includeText", 0, "serverInfo",
		                   "name", "cgoescape", "version", CGOESCAPE_VERSION);
		capabilities = json_object_get(result, "capabilities");
	}
	if (s->settings.hover)
		set_default(capabilities, "hoverProvider", json_true());
	if (s->settings.actions)
		set_default(capabilities, "codeActionProvider", json_true());
	if (s->settings.inlay_hints)
		set_default(capabilities, "inlayHintProvider", json_true());
	if (s->settings.code_lens)
		set_default(capabilities, "codeLensProvider", json_pack("{s:b}", "resolveProvider", 0));
	add_command(s, capabilities);
	return result;
}

/* ---- requests and notifications -------------------------------------------------------- */

/* The folder that the client opened, by whichever of its names. */
static void read_project(ce_server *s, const json_t *params)
{
	const char *folder = rpc_text(json_array_get(json_object_get(params, "workspaceFolders"), 0), "uri");
	char *path = ce_uri_path(folder                        ? folder
	                         : rpc_text(params, "rootUri") ? rpc_text(params, "rootUri")
	                                                       : "");

	if (!path && rpc_text(params, "rootPath"))
		path = ce_path_join("/", rpc_text(params, "rootPath"));
	if (path)
		ce_project_settings(s, path);
	free(path);
}

static void initialize(ce_server *s, const json_t *params)
{
	const json_t *capabilities = json_object_get(params, "capabilities");

	read_abilities(s, capabilities);
	choose_encoding(s, capabilities);
	read_project(s, params);
	take_settings(s, json_object_get(params, "initializationOptions"));
	s->given = s->settings;
	s->initialized = true;
}

static void change_settings(ce_server *s, const json_t *params)
{
	s->settings = s->given;
	take_settings(s, json_object_get(params, "settings"));
	ce_analyser_again(s->analyser);
}

static void files_changed(ce_server *s, const json_t *params)
{
	(void)params;
	ce_analyser_again(s->analyser);
}

static void stop(ce_server *s, const json_t *params)
{
	(void)params;
	ce_server_end(s);
}

/* What we do with a notification, besides clangd. */
static const struct {
	const char *method;
	void (*take)(ce_server *s, const json_t *params);
} notifications[] = {
	{"textDocument/didOpen", ce_sync_open},
	{"textDocument/didChange", ce_sync_change},
	{"textDocument/didSave", ce_sync_save},
	{"textDocument/didClose", ce_sync_close},
	{"workspace/didChangeConfiguration", change_settings},
	{"workspace/didChangeWatchedFiles", files_changed},
	{"exit", stop},
};

/* What we answer. Merged: clangd answers too. */
static const struct {
	const char *method;
	json_t *(*answer)(ce_server *s, const json_t *params);
	bool merged;
} requests[] = {
	{"textDocument/hover", ce_answer_hover, true},
	{"textDocument/inlayHint", ce_answer_inlay_hints, true},
	{"textDocument/codeAction", ce_answer_code_actions, true},
	{"textDocument/codeLens", ce_answer_code_lens, false},
};

#define COUNT(a) (sizeof(a) / sizeof *(a))

static int find_request(const char *method)
{
	for (size_t i = 0; i < COUNT(requests); i++)
		if (strcmp(requests[i].method, method) == 0)
			return (int)i;
	return -1;
}

json_t *ce_client_answer(ce_server *s, const char *method, const json_t *params)
{
	int i = find_request(method);
	json_t *result = i < 0 ? NULL : requests[i].answer(s, params);

	return i < 0 || result ? result : json_null();
}

static void notify(ce_server *s, const rpc_view *view)
{
	for (size_t i = 0; i < COUNT(notifications); i++)
		if (strcmp(notifications[i].method, view->method) == 0)
			notifications[i].take(s, view->params);
}

static bool is(const rpc_view *view, const char *method)
{
	return strcmp(view->method, method) == 0;
}

static void shut_down(ce_server *s)
{
	s->shut_down = true;
	ce_server_rest(s);
}

/* A request that is ours alone. */
static void answer(ce_server *s, const rpc_view *view)
{
	json_t *id = json_incref(view->id), *result;

	if (is(view, "initialize") && s->initialized) {
		ce_server_send(s, rpc_error(id, RPC_INVALID_REQUEST, "initialized already"));
	} else if (is(view, "initialize")) {
		initialize(s, view->params);
		ce_server_send(s, rpc_result(id, ce_client_capabilities(s, NULL)));
	} else if (!s->initialized) {
		ce_server_send(s, rpc_error(id, RPC_SERVER_NOT_INITIALIZED, "not initialized"));
	} else if (is(view, "shutdown")) {
		shut_down(s);
		ce_server_send(s, rpc_result(id, NULL));
	} else if (is(view, "workspace/executeCommand")) {
		result = ce_answer_command(s, view->params);
		ce_server_send(s, result ? rpc_result(id, result)
		                         : rpc_error(id, RPC_INVALID_PARAMS, "no such command"));
	} else if ((result = ce_client_answer(s, view->method, view->params))) {
		ce_server_send(s, rpc_result(id, result));
	} else if (s->o->clangd) {
		ce_server_send(s, rpc_result(id, NULL)); /* clangd's, which is gone */
	} else {
		ce_server_send(s, rpc_error(id, RPC_METHOD_NOT_FOUND, "method not found"));
	}
}

/* ---- who gets it ------------------------------------------------------------------------------- */

/* Bytes without which a message cannot be ours alone. A false alarm costs time only. */
static bool may_be_ours(ce_frame f)
{
	static const char *const marks[] = {"cgoescape", ".go", "codeLens", "\"go\""};

	for (size_t i = 0; i < COUNT(marks); i++)
		if (memmem(f.bytes + f.content, f.n - f.content, marks[i], strlen(marks[i])))
			return true;
	return false;
}

static bool is_go_document(ce_server *s, const json_t *params)
{
	const char *uri = rpc_text(json_object_get(params, "textDocument"), "uri");
	const char *language = rpc_text(json_object_get(params, "textDocument"), "languageId");
	ce_document *doc = ce_documents_find(&s->docs, uri);
	size_t n = uri ? strlen(uri) : 0;

	return doc ? doc->language == CE_LANGUAGE_GO
	           : (language && strcmp(language, "go") == 0) || (n > 3 && strcmp(uri + n - 3, ".go") == 0);
}

/* Reports whether clangd must not have it. */
static bool ours_alone(ce_server *s, const rpc_view *view)
{
	const char *id = json_string_value(view->id), *command;

	if (!view->method) /* an answer to a request of ours */
		return id && strncmp(id, "cgoescape-", 10) == 0;
	command = rpc_text(view->params, "command");
	if (is(view, "workspace/executeCommand"))
		return command && strncmp(command, "cgoescape.", 10) == 0;
	return is(view, "textDocument/codeLens") || is_go_document(s, view->params);
}

/* What clangd has, we have to know as well. */
static void follow(ce_server *s, const rpc_view *view)
{
	if (!view->method)
		return;
	if (!view->id)
		notify(s, view);
	else if (is(view, "initialize") && !s->initialized)
		initialize(s, view->params);
	else if (is(view, "shutdown"))
		shut_down(s);
}

static void alone(ce_server *s, const rpc_view *view)
{
	if (view->method && view->id)
		answer(s, view);
	else if (view->method && (s->initialized || is(view, "exit")))
		notify(s, view);
}

static bool is_merged(const rpc_view *view)
{
	int i = view->method && view->id ? find_request(view->method) : -1;

	return i >= 0 && requests[i].merged;
}

static void in_front(ce_server *s, ce_frame f, const rpc_view *view)
{
	struct ce_clangd *c = s->clangd; /* an answer that nobody takes ends the session */

	if (ours_alone(s, view)) {
		free(f.bytes);
		alone(s, view);
		return;
	}
	ce_clangd_note(c, f, view, is_merged(view));
	ce_clangd_forward(c, f);
	follow(s, view);
}

/* Sent on before it is read: its bytes stay until control returns to the loop. */
static void in_front_at_once(ce_server *s, ce_frame f)
{
	rpc_view view;
	json_t *m;

	ce_clangd_forward(s->clangd, f);
	m = rpc_parse(f, &view);
	if (!m)
		return;
	ce_clangd_note(s->clangd, f, &view, is_merged(&view));
	follow(s, &view);
	json_decref(m);
}

static void read_first(ce_server *s, ce_frame f)
{
	rpc_view view;
	json_t *m = rpc_parse(f, &view);

	if (m && s->clangd) {
		in_front(s, f, &view);
	} else if (s->clangd) {
		ce_clangd_forward(s->clangd, f); /* not ours to judge */
	} else {
		free(f.bytes);
		if (m)
			alone(s, &view);
		else
			ce_server_send(s, rpc_error(NULL, RPC_PARSE_ERROR, "not a JSON-RPC message"));
	}
	json_decref(m);
}

enum { LARGE = 32 << 10 };

void ce_client_message(ce_server *s, ce_frame f)
{
	if (s->o->clangd && !s->clangd && !s->initialized)
		ce_clangd_start(s);
	if (s->clangd && f.n > LARGE && ce_clangd_runs(s->clangd) && !may_be_ours(f))
		in_front_at_once(s, f);
	else
		read_first(s, f);
}
