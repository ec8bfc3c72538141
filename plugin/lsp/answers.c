/*
 * answers.c - hover, inlay hints and code lenses: what is known of the functions of
 * a document, in words.
 */
#include <ctype.h>
#include <stdlib.h>

#include "base/path.h"
#include "lsp/analyser.h"
#include "lsp/answers.h"
#include "lsp/known.h"
#include "lsp/preamble.h"

ce_document *ce_answer_document(ce_server *s, const json_t *params)
{
	return ce_documents_find(&s->docs, rpc_text(json_object_get(params, "textDocument"), "uri"));
}

/* ---- words ------------------------------------------------------------------------------- */

/* "noescape ✓", "nocallback ✗: calls g", "noescape ?: p: unknown-callee f" */
static void add_promise(ce_buf *b, const char *name, const json_t *promise)
{
	const char *value = rpc_text(promise, "value"), *why = rpc_text(promise, "why");
	const char *mark = !value || strcmp(value, "unknown") == 0 ? "?"
	                   : strcmp(value, "yes") == 0             ? "✓"
	                   : strcmp(value, "no") == 0              ? "✗"
	                                                           : "(✓)";

	ce_buf_addf(b, "%s %s", name, mark);
	if (why)
		ce_buf_addf(b, ": %s", why);
}

/* Hints, which are shown all the time, wait for an analysis that runs; who asks is told. */
static void add_promises(ce_server *s, ce_buf *b, const ce_item *item, const json_t *function, bool asked)
{
	const ce_document *unit = ce_item_unit(&s->docs, item);

	add_promise(b, "noescape", json_object_get(function, "noescape"));
	ce_buf_adds(b, "  ");
	add_promise(b, "nocallback", json_object_get(function, "nocallback"));
	if (!unit || unit->old || (asked && !unit->current))
		ce_buf_adds(b, "  (before the last changes)");
}

static void add_name(ce_buf *b, const json_t *function, bool markdown)
{
	ce_buf_addf(b, markdown ? "**cgoescape** `%s`: " : "cgoescape: %s: ", rpc_text(function, "name"));
}

static void add_steps(ce_buf *b, const json_t *steps, bool markdown)
{
	size_t i;
	json_t *step;

	if (json_array_size(steps) < 2)
		return;
	ce_buf_adds(b, markdown ? "```text\n" : "");
	json_array_foreach(steps, i, step)
	{
		const char *file = rpc_text(step, "file");

		if (i)
			ce_buf_addf(b, "%s  (%s:%lld)\n", rpc_text(step, "text"), file ? file : "",
			            (long long)json_integer_value(json_object_get(step, "line")));
	}
	ce_buf_adds(b, markdown ? "```\n" : "");
}

/* What is said of a function, or of one name in it. */
static void add_findings(ce_buf *b, const json_t *function, const char *subject, bool markdown)
{
	size_t i;
	json_t *f;

	ce_buf_adds(b, "\n\n");
	json_array_foreach(json_object_get(function, "findings"), i, f)
	{
		const char *category = rpc_text(f, "category"), *about = rpc_text(f, "subject");

		if (subject && (!about || strcmp(about, subject) != 0))
			continue;
		ce_buf_addf(b, "- %s", rpc_text(f, "message"));
		ce_buf_addf(b, category && *category ? " (%s)\n" : "\n", category);
		add_steps(b, json_object_get(f, "steps"), markdown);
	}
}

const json_t *ce_item_param(const ce_item *item, const json_t *function)
{
	return json_array_get(json_object_get(function, "params"), item->param);
}

void ce_answer_words(ce_server *s, ce_buf *b, const ce_item *item, const char *subject, bool markdown)
{
	json_t *function = ce_item_read(item);

	if (!subject && item->kind == CE_ITEM_PARAM)
		subject = rpc_text(ce_item_param(item, function), "name");
	add_name(b, function, markdown);
	add_promises(s, b, item, function, true);
	add_findings(b, function, subject, markdown);
	json_decref(function);
}

/* ---- hover ---------------------------------------------------------------------------------- */

static bool touches(ce_range r, ce_position p)
{
	return !ce_position_before(p, r.start) && !ce_position_before(r.end, p);
}

/* Behind "." or "->" stands a member, behind the preamble a name of Go, whatever functions
 * are called so. */
static bool is_other(const ce_document *doc, size_t at)
{
	const ce_doc_text *t = &doc->text;
	const char *before;
	size_t end;

	if (doc->language == CE_LANGUAGE_GO &&
	    (!ce_preamble_insertion(t, doc->path, &end, &before) || at >= end))
		return true;
	while (at && isspace((unsigned char)t->data[at - 1]))
		at--;
	return at && (t->data[at - 1] == '.' || (at > 1 && memcmp(t->data + at - 2, "->", 2) == 0));
}

/* The name under the cursor: a parameter or a function that is defined there, else
 * a function of this name. */
static const ce_item *item_at(ce_server *s, ce_document *doc, ce_position p, ce_range *r)
{
	size_t at = ce_text_offset(&doc->text, p, s->encoding), n;

	for (uint32_t i = 0; i < doc->items.n; i++)
		if (doc->items.at[i].kind >= CE_ITEM_FUNCTION && touches(doc->items.at[i].range, p)) {
			*r = doc->items.at[i].range;
			return &doc->items.at[i];
		}
	at = ce_text_identifier_start(&doc->text, at);
	n = ce_text_identifier(&doc->text, at);
	*r = (ce_range){ce_text_position(&doc->text, at, s->encoding),
	                ce_text_position(&doc->text, at + n, s->encoding)};
	for (uint32_t i = 0; n && !is_other(doc, at) && i < doc->items.n; i++) {
		const char *name = json_string_value(doc->items.at[i].name);

		if (doc->items.at[i].kind == CE_ITEM_FUNCTION && strlen(name) == n &&
		    memcmp(name, doc->text.data + at, n) == 0)
			return &doc->items.at[i];
	}
	return NULL;
}

/* Of a header each unit has its own opinion. */
static void add_words(ce_server *s, const ce_document *doc, ce_buf *b, const ce_item *first)
{
	for (uint32_t i = (uint32_t)(first - doc->items.at); i < doc->items.n; i++) {
		const ce_item *item = &doc->items.at[i];
		ce_buf words = {0};

		if (item->kind != first->kind || !ce_range_is(item->range, first->range) ||
		    (item != first && item->unit == first->unit))
			continue;
		ce_answer_words(s, &words, item, NULL, s->can.markdown);
		if (!b->n || !strstr(b->data, words.data))
			ce_buf_addf(b, "%s%s", b->n ? "\n" : "", words.data);
		ce_buf_free(&words);
	}
}

static json_t *hover(const ce_server *s, ce_buf *words, ce_range r)
{
	json_t *j =
		json_pack("{s:{s:s,s:o},s:o}", "contents", "kind", s->can.markdown ? "markdown" : "plaintext",
	                  "value", ce_json_string(words->data), "range", ce_range_json(r));

	ce_buf_free(words);
	return j;
}

/* The name is of a function that others define, to an open unit that can be analysed. */
static bool is_callee(const ce_server *s, const ce_document *doc, const char *name)
{
	for (uint32_t i = 0; i < s->docs.at.n; i++) {
		const ce_document *unit = s->docs.at.at[i];

		if (!unit->old && ce_document_is_in(doc, unit) && json_object_get(unit->callees, name))
			return true;
	}
	return false;
}

/* As far as their databases tell, else their folders. */
static bool same_program(ce_server *s, const char *index, const ce_document *doc, const ce_document *other)
{
	char *its = ce_analyser_index(s->analyser, other), *here = NULL, *there = NULL;
	bool same = index && its && strcmp(index, its) == 0;

	if (!index && !its) {
		here = ce_path_join(doc->path, "..");
		there = ce_path_join(other->path, "..");
		same = strcmp(here, there) == 0;
	}
	free(here);
	free(there);
	free(its);
	return same;
}

/* Other open documents know better than the last scan; one of several of a name does not. */
static const ce_item *defined_elsewhere(ce_server *s, const ce_document *from, const char *index,
                                        const char *name)
{
	const ce_item *found = NULL;

	for (uint32_t d = 0; d < s->docs.at.n; d++) {
		const ce_document *doc = s->docs.at.at[d];

		for (uint32_t i = 0; i < doc->items.n; i++) {
			const ce_item *item = &doc->items.at[i];

			if (item->kind != CE_ITEM_FUNCTION || item->is_static ||
			    strcmp(json_string_value(item->name), name) != 0 ||
			    !same_program(s, index, from, doc))
				continue;
			if (found)
				return NULL;
			found = item;
		}
	}
	return found;
}

/* A function that is called or declared here, and defined elsewhere. */
static json_t *hover_of_name(ce_server *s, ce_document *doc, ce_range r)
{
	size_t at = ce_text_offset(&doc->text, r.start, s->encoding), n = ce_text_identifier(&doc->text, at),
	       behind = at + n;
	char *name, *index;
	const ce_item *item = NULL;
	json_t *known = NULL;
	ce_buf b = {0};

	while (behind < doc->text.n && isspace((unsigned char)doc->text.data[behind]))
		behind++;
	if (!n || behind >= doc->text.n || doc->text.data[behind] != '(' || is_other(doc, at))
		return NULL;
	name = ce_strndup(doc->text.data + at, n);
	index = ce_analyser_index(s->analyser, doc);
	if (is_callee(s, doc, name)) {
		item = defined_elsewhere(s, doc, index, name);
		known = !item && index ? ce_known_function(index, name) : NULL;
	}
	if (item && index && ce_known_several(index, name))
		item = NULL;
	if (item) {
		ce_answer_words(s, &b, item, NULL, s->can.markdown);
	} else if (known) {
		add_name(&b, known, s->can.markdown);
		if (json_object_get(known, "noescape"))
			ce_buf_adds(&b, "noescape ✓  ");
		add_promise(&b, "nocallback", json_object_get(known, "nocallback"));
		ce_buf_adds(&b, "  (by the last scan)");
		add_findings(&b, known, NULL, s->can.markdown);
	}
	json_decref(known);
	free(index);
	free(name);
	return b.n ? hover(s, &b, r) : NULL;
}

json_t *ce_answer_hover(ce_server *s, const json_t *params)
{
	ce_document *doc = ce_answer_document(s, params);
	const ce_item *item;
	ce_position p;
	ce_range r;
	ce_buf b = {0};

	if (!doc || !s->settings.hover || !ce_position_read(json_object_get(params, "position"), &p))
		return NULL;
	item = item_at(s, doc, p, &r);
	if (!item)
		return hover_of_name(s, doc, r);
	add_words(s, doc, &b, item);
	return hover(s, &b, r);
}

/* ---- hints and lenses ------------------------------------------------------------------------ */

static bool is_shown(const ce_document *doc, uint32_t item)
{
	return doc->items.at[item].shown && !ce_document_repeats(doc, item);
}

/* Behind the line of the name, where they move nothing. */
json_t *ce_answer_inlay_hints(ce_server *s, const json_t *params)
{
	ce_document *doc = ce_answer_document(s, params);
	json_t *list = json_array();
	ce_range r;

	for (uint32_t i = 0; doc && s->settings.inlay_hints && i < doc->items.n; i++) {
		const ce_item *item = &doc->items.at[i];
		unsigned line = item->range.start.line;
		ce_position end;
		json_t *function;
		ce_buf b = {0};

		if (!is_shown(doc, i) || (ce_range_read(json_object_get(params, "range"), &r) &&
		                          (line < r.start.line || line > r.end.line)))
			continue;
		end = ce_text_position(&doc->text, ce_text_line_end(&doc->text, line), s->encoding);
		function = ce_item_read(item);
		add_promises(s, &b, item, function, false);
		json_decref(function);
		json_array_append_new(list, json_pack("{s:o,s:o,s:b}", "position", ce_position_json(end),
		                                      "label", ce_json_string(b.data), "paddingLeft", 1));
		ce_buf_free(&b);
	}
	return list;
}

/* Only where no inlay hints can be shown: they say the same. */
json_t *ce_answer_code_lens(ce_server *s, const json_t *params)
{
	ce_document *doc = ce_answer_document(s, params);
	json_t *list = json_array();
	bool wanted = s->settings.code_lens && !(s->can.inlay_hints && s->settings.inlay_hints);

	for (uint32_t i = 0; doc && wanted && i < doc->items.n; i++) {
		const ce_item *item = &doc->items.at[i];
		json_t *function;
		ce_buf b = {0};

		if (!is_shown(doc, i))
			continue;
		function = ce_item_read(item);
		add_promises(s, &b, item, function, false);
		json_array_append_new(list,
		                      json_pack("{s:o,s:{s:o,s:s,s:[s,O]}}", "range",
		                                ce_range_json(item->range), "command", "title",
		                                ce_json_string(b.data), "command", ce_command_flow(s),
		                                "arguments", doc->uri, json_object_get(function, "id")));
		json_decref(function);
		ce_buf_free(&b);
	}
	return list;
}
