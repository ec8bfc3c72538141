/*
 * show.c - the report of a unit's analysis as items of the documents it is about,
 * and diagnostics made of them.
 */
#include <stdlib.h>
#include <xxhash.h>

#include "base/path.h"
#include "lsp/places.h"
#include "lsp/preamble.h"
#include "lsp/project.h"
#include "lsp/server.h"

/* Severities and tags of LSP. */
enum { SEVERITY_WARNING = 2, SEVERITY_HINT = 4, TAG_UNNECESSARY = 1 };

/* Everything about one report while it is taken over. */
typedef struct taking {
	ce_server *s;
	ce_document *unit;
	const char *directory;
	ce_places places;
	unsigned hints;
	json_t *by_id;  /* functions, for their findings */
	uint64_t shown; /* a hash: what hints and lenses say, and where */
} taking;

/* ---- documents and places ------------------------------------------------------------------ */

static char *path_of(const taking *t, const json_t *o)
{
	const char *file = rpc_text(o, "file");

	return ce_path_join(t->directory, file ? file : "");
}

/* The name at the place of a record. cgo cuts the markers of comments off. */
static ce_range range_in(taking *t, ce_document *doc, const json_t *o)
{
	unsigned line = (unsigned)json_integer_value(json_object_get(o, "line"));
	unsigned col = (unsigned)json_integer_value(json_object_get(o, "column"));

	if (doc->language == CE_LANGUAGE_GO)
		col = ce_preamble_column(&doc->text, doc->path, line, col);
	return ce_place_range(&doc->text, line, col, t->s->encoding);
}

/* The open document that a record is about, and where; NULL when it is not open. */
static ce_document *place(taking *t, const json_t *o, ce_range *r)
{
	char *path = path_of(t, o);
	ce_document *doc = ce_documents_find_path(&t->s->docs, path);

	if (doc)
		*r = range_in(t, doc, o);
	free(path);
	return doc;
}

/* Takes the item over. */
static void add_item(taking *t, const json_t *o, ce_item item)
{
	ce_document *doc = place(t, o, &item.range);

	if (!doc) {
		ce_item_free(&item);
		return;
	}
	item.unit = t->unit->id;
	doc->touched |= ce_item_is_diagnostic(&item);
	ce_push(&doc->items, item);
}

static ce_item diagnostic_item(json_t *d, ce_item_kind kind)
{
	const char *message = rpc_text(d, "message"), *code = rpc_text(d, "code");
	ce_item item = {.kind = kind,
	                .text = ce_item_text(d),
	                .says = XXH64(message, strlen(message), 0),
	                .param = CE_NONE,
	                .proof = strcmp(code, "does-not-escape") == 0};

	json_decref(d);
	return item;
}

/* ---- findings --------------------------------------------------------------------------------- */

static json_t *location(taking *t, const json_t *step)
{
	char *path = path_of(t, step), *uri = NULL;
	ce_document *doc = ce_documents_find_path(&t->s->docs, path);
	ce_range r = doc ? range_in(t, doc, step)
	                 : ce_place_range(ce_places_text(&t->places, path),
	                                  (unsigned)json_integer_value(json_object_get(step, "line")),
	                                  (unsigned)json_integer_value(json_object_get(step, "column")),
	                                  t->s->encoding);
	json_t *j;

	if (!doc)
		uri = ce_path_uri(path);
	j = json_pack("{s:s,s:o}", "uri", doc ? doc->uri : uri, "range", ce_range_json(r));
	free(uri);
	free(path);
	return j;
}

/* The way of a leak, step by step; its first line repeats the message. */
static json_t *related(taking *t, const json_t *steps)
{
	json_t *list = json_array();

	for (size_t i = 1; i < json_array_size(steps); i++) {
		json_t *step = json_array_get(steps, i);
		const char *text = rpc_text(step, "text");

		json_array_append_new(list, json_pack("{s:o,s:s}", "location", location(t, step), "message",
		                                      text + strspn(text, " ")));
	}
	return list;
}

/* For clients that show no related information. */
static void append_steps(json_t *diagnostic, const json_t *steps)
{
	ce_buf b = {0};

	ce_buf_adds(&b, rpc_text(diagnostic, "message"));
	for (size_t i = 1; i < json_array_size(steps); i++)
		ce_buf_addf(&b, "\n%s", rpc_text(json_array_get(steps, i), "text"));
	json_object_set_new(diagnostic, "message", json_string(b.data));
	ce_buf_free(&b);
}

/* The section of docs/messages.md. */
static json_t *help(const ce_server *s, bool warning)
{
	char *uri = ce_format("%s/messages.md#%s", s->docs_uri,
	                      warning ? "warnings-no-key-needed" : "verdicts--m");
	json_t *j = ce_json_string(uri);

	free(uri);
	return j;
}

static json_t *diagnostic(taking *t, const json_t *finding, bool warning)
{
	const json_t *steps = json_object_get(finding, "steps");
	json_t *d = json_pack(
		"{s:i,s:O,s:s,s:O,s:{s:O,s:O,s:b}}", "severity", warning ? SEVERITY_WARNING : SEVERITY_HINT,
		"code", json_object_get(finding, "rule"), "source", "cgoescape", "message",
		json_object_get(finding, "message"), "data", "function", json_object_get(finding, "function"),
		"subject", json_object_get(finding, "subject"), "way", json_array_size(steps) > 1);

	if (t->s->can.code_description)
		json_object_set_new(d, "codeDescription", json_pack("{s:o}", "href", help(t->s, warning)));
	if (!t->s->settings.flows || json_array_size(steps) < 2)
		return d;
	if (t->s->can.related)
		json_object_set_new(d, "relatedInformation", related(t, steps));
	else
		append_steps(d, steps);
	return d;
}

/* Where the analysis gave up there is nothing to look at in the code. */
static bool is_wanted(const ce_settings *s, const char *rule, const char *category, bool warning)
{
	if (warning)
		return s->warnings;
	if (category && strcmp(category, "limit") == 0)
		return false;
	if (strcmp(rule, "does-not-escape") == 0)
		return s->proved;
	return strncmp(rule, "leaking-", 8) == 0 ? s->leaks : s->escapes;
}

static void take_finding(taking *t, json_t *finding)
{
	const char *level = rpc_text(finding, "level"), *rule = rpc_text(finding, "rule");
	bool warning = strcmp(level, "warning") == 0 || strcmp(level, "error") == 0;
	json_t *function = json_object_get(t->by_id, rpc_text(finding, "function"));

	if (function)
		json_array_append(json_object_get(function, "findings"), finding);
	if (!is_wanted(&t->s->settings, rule, rpc_text(finding, "category"), warning))
		return;
	if (!warning && t->hints++ >= t->s->settings.max_hints)
		return;
	add_item(t, finding,
	         diagnostic_item(diagnostic(t, finding, warning), warning ? CE_ITEM_WARNING : CE_ITEM_HINT));
}

/* ---- functions ----------------------------------------------------------------------------------- */

static uint64_t promises(const json_t *function)
{
	json_t *both = json_pack("[O?,O?]", json_object_get(function, "noescape"),
	                         json_object_get(function, "nocallback")),
	       *text = ce_item_text(both);
	uint64_t hash = XXH64(json_string_value(text), json_string_length(text), 0);

	json_decref(text);
	json_decref(both);
	return hash;
}

/* Its findings belong to it by now. */
static void take_function(taking *t, json_t *function)
{
	json_t *params = json_object_get(function, "params"), *param;
	ce_item item = {.kind = CE_ITEM_FUNCTION,
	                .text = ce_item_text(function),
	                .name = json_incref(json_object_get(function, "name")),
	                .says = promises(function),
	                .param = CE_NONE,
	                .shown = rpc_flag(function, "shown", false),
	                .is_static = rpc_flag(function, "static", false)};
	size_t i;

	if (item.shown) {
		uint64_t all[] = {t->shown, item.says,
		                  (uint64_t)json_integer_value(json_object_get(function, "line"))};

		t->shown = XXH64(all, sizeof all, 0);
	}
	json_array_foreach(params, i, param)
	{
		ce_item one = {
			.kind = CE_ITEM_PARAM, .text = item.text, .says = item.says, .param = (uint32_t)i};

		json_incref(one.text);
		if (*rpc_text(param, "name"))
			add_item(t, param, one);
		else
			ce_item_free(&one);
	}
	add_item(t, function, item);
}

static void index_functions(taking *t, json_t *functions)
{
	size_t i;
	json_t *f;

	json_array_foreach(functions, i, f)
	{
		json_object_set_new(f, "findings", json_array());
		json_object_set(t->by_id, rpc_text(f, "id"), f);
	}
}

/* Where the unit says whom Go calls, those; else all that others may call. */
static void mark_shown(json_t *functions)
{
	bool cgo = false;
	size_t i;
	json_t *f;

	json_array_foreach(functions, i, f) cgo |= rpc_flag(f, "boundary", false);
	json_array_foreach(functions, i, f) json_object_set_new(
		f, "shown",
		json_boolean(cgo ? rpc_flag(f, "boundary", false) : !rpc_flag(f, "static", false)));
}

/* ---- promises in a Go file -------------------------------------------------------------------------- */

static void say_of_directive(taking *t, const ce_directive *d, const char *rule, const char *why)
{
	const char *word = d->noescape ? "noescape" : "nocallback";
	ce_doc_text *go = &t->unit->text;
	char *text = ce_format("#cgo %s %s %s", word, d->name, why);
	json_t *data = json_pack("{s:i,s:s,s:s,s:o,s:{s:s,s:s}}", "severity", SEVERITY_WARNING, "code", rule,
	                         "source", "cgoescape", "message", ce_json_string(text), "data", "function",
	                         d->name, "subject", word);
	ce_item item;

	if (!d->seen && t->s->can.tags)
		json_object_set_new(data, "tags", json_pack("[i]", TAG_UNNECESSARY));
	item = diagnostic_item(data, CE_ITEM_WARNING);
	item.unit = t->unit->id;
	item.range = ce_place_range(go, d->line, d->col, t->s->encoding);
	item.range.end = ce_text_position(go, ce_text_line_end(go, d->line - 1), t->s->encoding);
	t->unit->touched = true;
	ce_push(&t->unit->items, item);
	free(text);
}

/* A promise that cgo does not read, or that the function does not keep. */
static void take_directive(void *ctx, const ce_directive *d)
{
	taking *t = ctx;
	const json_t *promise = rpc_get(t->by_id, d->name, d->noescape ? "noescape" : "nocallback", NULL);
	const char *value = rpc_text(promise, "value"), *why = rpc_text(promise, "why");
	char *text;

	if (!t->s->settings.warnings)
		return;
	if (!d->seen) {
		say_of_directive(t, d, "cgo-directive-no-effect", "has no effect here: cgo does not read it");
	} else if (value && strcmp(value, "no") == 0) {
		text = ce_format("is refuted: %s", why ? why : "");
		say_of_directive(t, d, d->noescape ? "cgo-noescape-false" : "cgo-nocallback-false", text);
		free(text);
	}
}

/* ---- a report ------------------------------------------------------------------------------------ */

static bool is_complete(const json_t *report)
{
	size_t i;
	json_t *o;

	json_array_foreach(json_object_get(report, "findings"), i,
	                   o) if (!rpc_text(o, "level") || !rpc_text(o, "rule") || !rpc_text(o, "message") ||
	                          !rpc_text(o, "function")) return false;
	json_array_foreach(json_object_get(report, "functions"), i,
	                   o) if (!rpc_text(o, "id") || !rpc_text(o, "name")) return false;
	return true;
}

static void take_files(taking *t, const json_t *files)
{
	size_t i;
	json_t *file;

	json_decref(t->unit->files);
	t->unit->files = json_object();
	json_array_foreach(files, i, file)
	{
		char *path = ce_path_join(t->directory, json_string_value(file));

		json_object_set_new(t->unit->files, path, json_true());
		free(path);
	}
}

static void take_callees(taking *t, const json_t *names)
{
	size_t i;
	json_t *name;

	json_decref(t->unit->callees);
	t->unit->callees = json_object();
	json_array_foreach(names, i, name)
		json_object_set_new(t->unit->callees, json_string_value(name), json_true());
}

static void refresh(ce_server *s)
{
	if (s->can.hints_refresh && s->settings.inlay_hints)
		ce_server_ask(s, "workspace/inlayHint/refresh", NULL);
	if (s->can.lens_refresh && s->settings.code_lens)
		ce_server_ask(s, "workspace/codeLens/refresh", NULL);
}

bool ce_show_report(ce_server *s, ce_document *unit, const char *directory, json_t *report)
{
	taking t = {.s = s, .unit = unit, .directory = directory, .by_id = json_object()};
	json_t *functions = json_object_get(report, "functions"), *o;
	bool was_old;
	size_t i;

	if (!is_complete(report)) {
		ce_server_log(s, MESSAGE_WARNING, "a report of the plugin that is not of this version");
		json_decref(t.by_id);
		return false;
	}
	for (uint32_t d = 0; d < s->docs.at.n; d++)
		s->docs.at.at[d]->touched = ce_document_forget(s->docs.at.at[d], unit->id);
	was_old = unit->old;
	unit->current = true;
	unit->old = false;
	take_files(&t, json_object_get(report, "files"));
	take_callees(&t, json_object_get(report, "callees"));
	mark_shown(functions);
	ce_project_apply(s, unit, directory, report);
	index_functions(&t, functions);
	json_array_foreach(json_object_get(report, "findings"), i, o) take_finding(&t, o);
	json_array_foreach(functions, i, o) take_function(&t, o);
	if (unit->language == CE_LANGUAGE_GO)
		ce_preamble_directives(&unit->text, unit->path, take_directive, &t);
	for (uint32_t d = 0; d < s->docs.at.n; d++) {
		ce_document *doc = s->docs.at.at[d];

		/* A client that has clangd's list waits for none of ours. */
		if (doc->touched || (doc == unit && !s->clangd))
			ce_show_publish(s, doc);
	}
	if (was_old || t.shown != unit->shown)
		refresh(s);
	unit->shown = t.shown;
	json_decref(t.by_id);
	ce_places_free(&t.places);
	return true;
}

void ce_show_old(ce_server *s, const ce_document *unit)
{
	bool any = false;

	for (uint32_t d = 0; d < s->docs.at.n; d++) {
		ce_document *doc = s->docs.at.at[d];
		uint32_t kept = 0, before = doc->items.n;

		for (uint32_t i = 0; i < before; i++) {
			ce_item item = doc->items.at[i];

			any |= item.unit == unit->id;
			if (item.unit == unit->id && item.proof)
				ce_item_free(&item);
			else
				doc->items.at[kept++] = item;
		}
		doc->items.n = kept;
		if (kept < before)
			ce_show_publish(s, doc);
	}
	if (any)
		refresh(s);
}

void ce_show_forget(ce_server *s, uint32_t unit)
{
	for (uint32_t d = 0; d < s->docs.at.n; d++)
		if (ce_document_forget(s->docs.at.at[d], unit))
			ce_show_publish(s, s->docs.at.at[d]);
}

/* ---- diagnostics ------------------------------------------------------------------------------------ */

static void add_ours(const ce_document *doc, json_t *list)
{
	for (uint32_t i = 0; i < doc->items.n; i++) {
		const ce_item *item = &doc->items.at[i];
		json_t *d, *data;

		if (!ce_item_is_diagnostic(item) || ce_document_repeats(doc, i))
			continue;
		d = json_pack("{s:o}", "range", ce_range_json(item->range));
		data = ce_item_read(item);
		json_object_update(d, data);
		json_decref(data);
		json_array_append_new(list, d);
	}
}

void ce_show_publish(ce_server *s, ce_document *doc)
{
	json_t *list = doc->theirs ? json_copy(doc->theirs) : json_array();

	add_ours(doc, list);
	doc->published = true;
	ce_server_send(s, rpc_notification("textDocument/publishDiagnostics",
	                                   json_pack("{s:s,s:I,s:o}", "uri", doc->uri, "version",
	                                             doc->version, "diagnostics", list)));
}

bool ce_show_merge(ce_server *s, const json_t *params)
{
	json_t *list = json_object_get(params, "diagnostics");
	ce_document *doc = ce_documents_find(&s->docs, rpc_text(params, "uri"));
	size_t before = json_array_size(list);

	if (!doc || !json_is_array(list))
		return false;
	json_decref(doc->theirs);
	doc->theirs = json_deep_copy(list); /* it will be moved with the text */
	doc->published = true;
	add_ours(doc, list);
	return json_array_size(list) > before;
}

void ce_show_without_clangd(ce_server *s)
{
	for (uint32_t i = 0; i < s->docs.at.n; i++) {
		json_decref(s->docs.at.at[i]->theirs);
		s->docs.at.at[i]->theirs = NULL;
		ce_show_publish(s, s->docs.at.at[i]);
	}
}
