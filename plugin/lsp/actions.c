/*
 * actions.c - code actions: declare what is proved, take back what is refuted,
 * suppress with a reason, show the way of a leak.
 */
#include <ctype.h>
#include <stdlib.h>

#include "base/path.h"
#include "lsp/answers.h"
#include "lsp/preamble.h"
#include "lsp/uri.h"

#define ATTRIBUTE "__attribute__((noescape))"

typedef struct offers {
	ce_server *s;
	ce_document *doc;
	ce_range range;
	const json_t *context;
	json_t *list;
} offers;

static bool overlaps(ce_range a, ce_range b)
{
	return !ce_position_before(a.end, b.start) && !ce_position_before(b.end, a.start);
}

/* ---- edits --------------------------------------------------------------------------------- */

static json_t *edit(const offers *x, size_t from, size_t to, const char *text)
{
	ce_range r = {ce_text_position(&x->doc->text, from, x->s->encoding),
	              ce_text_position(&x->doc->text, to, x->s->encoding)};

	return json_pack("{s:o,s:s}", "range", ce_range_json(r), "newText", text);
}

/* Once, however many units of a header have it. */
static void add(offers *x, json_t *action)
{
	size_t i;
	json_t *other;

	json_array_foreach(x->list, i, other) if (json_equal(other, action))
	{
		json_decref(action);
		return;
	}
	json_array_append_new(x->list, action);
}

static void offer(offers *x, const char *title, const char *kind, json_t *one_edit, json_t *diagnostic)
{
	json_t *changes = json_object(), *action;

	json_object_set_new(changes, x->doc->uri, json_pack("[o]", one_edit));
	action = json_pack("{s:s,s:s,s:{s:o}}", "title", title, "kind", kind, "edit", "changes", changes);
	if (diagnostic)
		json_object_set_new(action, "diagnostics", json_pack("[o]", diagnostic));
	add(x, action);
}

/* What is proved of a text before may be wrong of this one. */
static bool is_current(const offers *x, const ce_item *item)
{
	const ce_document *unit = ce_item_unit(&x->s->docs, item);

	return unit && unit->current;
}

static json_t *whole_diagnostic(const ce_item *item, json_t *data)
{
	json_t *d = json_pack("{s:o}", "range", ce_range_json(item->range));

	json_object_update(d, data);
	return d;
}

/* ---- the attribute ------------------------------------------------------------------------------ */

/* The declarator ends behind its name: only there the attribute can follow it. */
static bool ends_declarator(const ce_doc_text *t, size_t at)
{
	while (at < t->n && isspace((unsigned char)t->data[at]))
		at++;
	return at < t->n && (t->data[at] == ',' || t->data[at] == ')');
}

/* Where the attribute stands in the declaration around a name; false: it does not,
 * it comes from a macro or a header. */
static bool find_attribute(const ce_doc_text *t, size_t name, size_t *from, size_t *to)
{
	size_t n = strlen(ATTRIBUTE), first = name, last = name;
	int depth = 0;

	/* A parameter begins behind "(" or ",", and ends before "," or ")". */
	for (; first && (depth || (t->data[first - 1] != ',' && t->data[first - 1] != '(')); first--)
		depth += (t->data[first - 1] == ')') - (t->data[first - 1] == '(');
	for (depth = 0; last < t->n && (depth || (t->data[last] != ',' && t->data[last] != ')')); last++)
		depth += (t->data[last] == '(') - (t->data[last] == ')');
	for (size_t at = first; at + n <= last; at++)
		if (memcmp(t->data + at, ATTRIBUTE, n) == 0) {
			*from = at;
			*to = at + n;
			if (*from > first && t->data[*from - 1] == ' ')
				--*from;
			return true;
		}
	return false;
}

/* The name itself stands there, no macro that may be more than this parameter. */
static bool is_spelled(offers *x, ce_range r, const char *name)
{
	size_t at = ce_text_offset(&x->doc->text, r.start, x->s->encoding), n = strlen(name);

	return ce_text_identifier(&x->doc->text, at) == n && memcmp(x->doc->text.data + at, name, n) == 0;
}

/* Of the text as it is, and by all open units that include it. */
static bool is_proved(offers *x, const ce_item *item)
{
	for (uint32_t i = 0; i < x->doc->items.n; i++) {
		const ce_item *other = &x->doc->items.at[i];
		json_t *function;
		bool proved;

		if (other->kind != CE_ITEM_PARAM || !ce_range_is(other->range, item->range))
			continue;
		function = ce_item_read(other);
		proved = rpc_flag(ce_item_param(other, function), "noescape", false);
		json_decref(function);
		if (!proved || !is_current(x, other))
			return false;
	}
	return true;
}

static void offer_attribute(offers *x, const ce_item *item, const json_t *function)
{
	const json_t *param = ce_item_param(item, function);
	const char *name = rpc_text(param, "name");
	const ce_doc_text *t = &x->doc->text;
	size_t end = ce_text_offset(&x->doc->text, item->range.end, x->s->encoding), from, to;
	char *title;

	if (x->doc->language == CE_LANGUAGE_GO || rpc_flag(param, "function", false) ||
	    !is_spelled(x, item->range, name))
		return;
	if (is_proved(x, item) && !rpc_flag(param, "declaredNoescape", false) && ends_declarator(t, end)) {
		title = ce_format("Declare '%s' noescape (proved)", name);
		offer(x, title, "refactor.rewrite", edit(x, end, end, " " ATTRIBUTE), NULL);
		free(title);
	}
	if (rpc_flag(param, "judged", false) && rpc_flag(param, "declaredNoescape", false) &&
	    !rpc_flag(param, "noescape", false) && find_attribute(t, end, &from, &to)) {
		title = ce_format("Remove noescape from '%s'", name);
		offer(x, title, "quickfix", edit(x, from, to, ""), NULL);
		free(title);
	}
}

/* ---- promises in Go files ------------------------------------------------------------------------- */

static bool holds(const json_t *function, const char *promise)
{
	const char *value = rpc_text(json_object_get(function, promise), "value");

	return value && strcmp(value, "yes") == 0;
}

/* Of what Go calls: cgo refuses lines for other functions. */
static void offer_promises(offers *x, const ce_item *item, const json_t *function)
{
	ce_document *doc = x->doc;
	const char *name = rpc_text(function, "name"), *mark;
	size_t at, n;
	char *text, *title;

	if (!is_current(x, item) || !rpc_flag(function, "boundary", false) || !holds(function, "noescape") ||
	    !holds(function, "nocallback") ||
	    ce_preamble_directive(&doc->text, doc->path, true, name, &at, &n) ||
	    ce_preamble_directive(&doc->text, doc->path, false, name, &at, &n) ||
	    !ce_preamble_insertion(&doc->text, doc->path, &at, &mark))
		return;
	title = ce_format("Add #cgo noescape and nocallback for '%s' (proved)", name);
	text = ce_format("%s%s#cgo noescape %s\n%s#cgo nocallback %s\n",
	                 at && doc->text.data[at - 1] != '\n' ? "\n" : "", mark, name, mark, name);
	offer(x, title, "refactor.rewrite", edit(x, at, at, text), NULL);
	free(text);
	free(title);
}

/* A refuted promise: its line goes. */
static void offer_removal(offers *x, const ce_item *item, json_t *diagnostic)
{
	const json_t *data = json_object_get(diagnostic, "data");
	const char *word = rpc_text(data, "subject"), *name = rpc_text(data, "function");
	size_t at, n;
	char *title;

	if (x->doc->language != CE_LANGUAGE_GO ||
	    !ce_preamble_directive(&x->doc->text, x->doc->path, strcmp(word, "noescape") == 0, name, &at, &n))
		return;
	title = ce_format("Remove #cgo %s %s", word, name);
	offer(x, title, "quickfix", edit(x, at, at + n, ""), whole_diagnostic(item, diagnostic));
	free(title);
}

/* ---- findings --------------------------------------------------------------------------------------- */

static void offer_suppression(offers *x, const ce_item *item, json_t *diagnostic)
{
	size_t end = ce_text_line_end(&x->doc->text, item->range.start.line);
	const char *message = rpc_text(diagnostic, "message");
	char *title = ce_format("Suppress \"%.*s\" (give the reason)", (int)strcspn(message, "\n"), message);

	offer(x, title, "quickfix", edit(x, end, end, " // cgoescape-ignore: why"),
	      whole_diagnostic(item, diagnostic));
	free(title);
}

static void offer_flow(offers *x, const json_t *diagnostic)
{
	const json_t *data = json_object_get(diagnostic, "data");
	char *title;

	if (!rpc_flag(data, "way", false))
		return;
	title = ce_format("Show the way of '%s'", rpc_text(data, "subject"));
	add(x, json_pack("{s:s,s:s,s:{s:s,s:s,s:[s,O,O]}}", "title", title, "kind", "quickfix", "command",
	                 "title", title, "command", ce_command_flow(x->s), "arguments", x->doc->uri,
	                 json_object_get(data, "function"), json_object_get(data, "subject")));
	free(title);
}

/* ---- the request --------------------------------------------------------------------------------------- */

static bool is_asked_for(const offers *x, const char *kind)
{
	const json_t *only = json_object_get(x->context, "only");
	size_t i;
	json_t *one;

	if (!json_array_size(only))
		return true;
	json_array_foreach(only, i, one)
	{
		const char *word = json_string_value(one);
		size_t n = word ? strlen(word) : 0;

		if (n == 0 || (strncmp(kind, word, n) == 0 && (kind[n] == 0 || kind[n] == '.')))
			return true;
	}
	return false;
}

static void drop_unasked(offers *x)
{
	for (size_t i = json_array_size(x->list); i-- > 0;)
		if (!is_asked_for(x, rpc_text(json_array_get(x->list, i), "kind")))
			json_array_remove(x->list, i);
}

static void offer_all(offers *x, const ce_item *item)
{
	json_t *data = ce_item_read(item);

	switch (item->kind) {
	case CE_ITEM_PARAM:
		offer_attribute(x, item, data);
		break;
	case CE_ITEM_WARNING:
		offer_removal(x, item, data);
		offer_suppression(x, item, data);
		offer_flow(x, data);
		break;
	case CE_ITEM_HINT:
		offer_flow(x, data);
		break;
	case CE_ITEM_FUNCTION:
		if (x->doc->language == CE_LANGUAGE_GO)
			offer_promises(x, item, data);
		break;
	}
	json_decref(data);
}

json_t *ce_answer_code_actions(ce_server *s, const json_t *params)
{
	offers x = {
		.s = s, .doc = ce_answer_document(s, params), .context = json_object_get(params, "context")};

	if (!x.doc || !s->settings.actions || !s->can.code_action_literals ||
	    !ce_range_read(json_object_get(params, "range"), &x.range))
		return NULL;
	x.list = json_array();
	/* What mends comes before what hides. */
	for (int hides = 0; hides < 2; hides++)
		for (uint32_t i = 0; i < x.doc->items.n; i++)
			if (overlaps(x.doc->items.at[i].range, x.range) &&
			    ce_item_is_diagnostic(&x.doc->items.at[i]) == hides)
				offer_all(&x, &x.doc->items.at[i]);
	drop_unasked(&x);
	return x.list;
}

const char *ce_command_flow(const ce_server *s)
{
	return s->o->clangd ? "cgoescape.clangd.showFlow" : "cgoescape.showFlow";
}

/* ---- the command ------------------------------------------------------------------------ */

static const ce_item *find_function(const ce_document *doc, const char *id)
{
	for (uint32_t i = 0; i < doc->items.n; i++) {
		json_t *function =
			doc->items.at[i].kind == CE_ITEM_FUNCTION ? ce_item_read(&doc->items.at[i]) : NULL;
		bool is = function && strcmp(rpc_text(function, "id"), id) == 0;

		json_decref(function);
		if (is)
			return &doc->items.at[i];
	}
	return NULL;
}

/* In a window of its own where the client has one, else as a message. */
static void show_text(ce_server *s, const ce_buf *text)
{
	char *error = NULL, *path = NULL, *uri;

	/* One file for the session, written again each time. */
	if (s->can.show_document && ce_server_folder(s))
		path = ce_path_join(s->folder, "flow.md");
	if (path && ce_file_write(path, text->data, text->n, &error)) {
		uri = ce_path_uri(path);
		ce_server_ask(s, "window/showDocument", json_pack("{s:s,s:b}", "uri", uri, "takeFocus", 0));
		free(uri);
	} else {
		ce_server_show(s, MESSAGE_INFO, text->data);
	}
	free(error);
	free(path);
}

json_t *ce_answer_command(ce_server *s, const json_t *params)
{
	const json_t *arguments = json_object_get(params, "arguments");
	const ce_item *function;
	const char *command = rpc_text(params, "command"),
		   *uri = json_string_value(json_array_get(arguments, 0));
	const char *id = json_string_value(json_array_get(arguments, 1));
	ce_document *doc = ce_documents_find(&s->docs, uri);
	ce_buf text = {0};

	if (!command || strcmp(command, ce_command_flow(s)) != 0 || !doc || !id ||
	    !(function = find_function(doc, id)))
		return NULL;
	ce_answer_words(s, &text, function, json_string_value(json_array_get(arguments, 2)),
	                s->can.show_document);
	show_text(s, &text);
	ce_buf_free(&text);
	return json_null();
}
