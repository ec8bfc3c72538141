/*
 * sync.c - documents follow the client: opened, changed in parts or as a whole,
 * saved, closed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "lsp/analyser.h"
#include "lsp/server.h"

static ce_document *document_of(ce_server *s, const json_t *params)
{
	return ce_documents_find(&s->docs, rpc_text(json_object_get(params, "textDocument"), "uri"));
}

static bool is_ours(const ce_document *doc)
{
	return doc->path && doc->language != CE_LANGUAGE_OTHER;
}

/* Editors bring back texts that were never saved. */
static bool differs_from_disk(ce_document *doc)
{
	struct stat st;
	FILE *f;
	char chunk[64 << 10];
	size_t at = 0, n;
	bool same = true;

	if (!is_ours(doc))
		return false;
	f = fopen(doc->path, "rbe");
	if (!f)
		return true;
	if (fstat(fileno(f), &st) == 0)
		doc->disk = st.st_mtim;
	while (same && (n = fread(chunk, 1, sizeof chunk, f)) > 0) {
		same = n <= doc->text.n - at && memcmp(chunk, doc->text.data + at, n) == 0;
		at += n;
	}
	fclose(f);
	return !same || at != doc->text.n;
}

void ce_sync_disk(ce_document *doc)
{
	struct stat st;

	if (is_ours(doc) && !doc->unsaved &&
	    (stat(doc->path, &st) != 0 || st.st_mtim.tv_sec != doc->disk.tv_sec ||
	     st.st_mtim.tv_nsec != doc->disk.tv_nsec))
		doc->unsaved = differs_from_disk(doc);
}

void ce_sync_open(ce_server *s, const json_t *params)
{
	const json_t *item = json_object_get(params, "textDocument"), *text = json_object_get(item, "text");
	const char *uri = rpc_text(item, "uri"), *language = rpc_text(item, "languageId");
	ce_document *doc;

	if (!uri || !json_is_string(text))
		return;
	if ((doc = ce_documents_find(&s->docs, uri)))
		ce_analyser_closed(s->analyser, doc);
	doc = ce_documents_open(&s->docs, uri, language ? language : "");
	doc->version = json_integer_value(json_object_get(item, "version"));
	ce_text_set(&doc->text, json_string_value(text), json_string_length(text));
	doc->unsaved = differs_from_disk(doc);
	ce_analyser_changed(s->analyser, doc, 0);
}

/* One change: of a range, or the whole text anew. */
static bool apply(ce_server *s, ce_document *doc, const json_t *change)
{
	const json_t *text = json_object_get(change, "text"), *range = json_object_get(change, "range");
	size_t n = json_string_length(text), at;
	ce_doc_text now = {0};
	ce_position end;
	ce_range r;

	if (!json_is_string(text))
		return false;
	if (!range) {
		ce_text_set(&now, json_string_value(text), n);
		ce_text_difference(&doc->text, &now, s->encoding, &r, &end);
		ce_text_free(&doc->text);
		doc->text = now;
	} else {
		if (!ce_range_read(range, &r))
			return false;
		at = ce_text_offset(&doc->text, r.start, s->encoding);
		ce_text_edit(&doc->text, r, json_string_value(text), n, s->encoding);
		end = ce_text_position(&doc->text, at + n, s->encoding);
	}
	ce_document_shift(doc, r, end);
	return true;
}

enum { MOST_DEBOUNCE_MS = 500 };

/* The longer an analysis takes, the longer typing is left to settle. */
static unsigned debounce(const ce_server *s, const ce_document *doc)
{
	uint64_t ms = doc->took_ms / 4 < MOST_DEBOUNCE_MS ? doc->took_ms / 4 : MOST_DEBOUNCE_MS;

	return ms > s->settings.debounce_ms ? (unsigned)ms : s->settings.debounce_ms;
}

void ce_sync_change(ce_server *s, const json_t *params)
{
	ce_document *doc = document_of(s, params);
	const json_t *version = rpc_get(params, "textDocument", "version", NULL);
	size_t i;
	json_t *change;

	if (!doc)
		return;
	json_array_foreach(json_object_get(params, "contentChanges"), i, change) if (!apply(s, doc, change))
		ce_server_log(s, MESSAGE_WARNING, "a change without text or with a bad range was left out");
	if (json_is_integer(version))
		doc->version = json_integer_value(version);
	doc->unsaved = true;
	ce_analyser_changed(s->analyser, doc, debounce(s, doc));
}

void ce_sync_save(ce_server *s, const json_t *params)
{
	ce_document *doc = document_of(s, params);

	if (!doc)
		return;
	doc->unsaved = differs_from_disk(doc);
	ce_analyser_saved(s->analyser, doc);
}

void ce_sync_close(ce_server *s, const json_t *params)
{
	ce_document *doc = document_of(s, params);
	uint32_t id;

	if (!doc)
		return;
	id = doc->id;
	ce_analyser_closed(s->analyser, doc);
	/* clangd takes its own back by itself. */
	if (doc->published && (!s->clangd || doc->language == CE_LANGUAGE_GO))
		ce_server_send(s, rpc_notification("textDocument/publishDiagnostics",
		                                   json_pack("{s:s,s:[]}", "uri", doc->uri, "diagnostics")));
	ce_documents_close(&s->docs, doc);
	ce_show_forget(s, id);
}

json_t *ce_sync_opened(const ce_document *doc)
{
	json_t *text = json_stringn(doc->text.data, doc->text.n);

	return rpc_notification("textDocument/didOpen",
	                        json_pack("{s:{s:s,s:s,s:I,s:o}}", "textDocument", "uri", doc->uri,
	                                  "languageId", doc->language_id, "version", doc->version, "text",
	                                  text ? text : json_string("")));
}
