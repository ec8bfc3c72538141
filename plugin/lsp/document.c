#include "lsp/document.h"

#include <limits.h>
#include <stdlib.h>
#include <xxhash.h>

#include "lsp/rpc.h"
#include "lsp/uri.h"

/* ---- which ----------------------------------------------------------------------------- */

static uint64_t hash_of(const char *name)
{
	return XXH64(name, strlen(name), 0);
}

static ce_document *find(const ce_documents *d, const char *path, const char *uri)
{
	uint64_t hash = hash_of(path ? path : uri);

	for (uint32_t i = 0; i < d->at.n; i++) {
		ce_document *doc = d->at.at[i];

		if (doc->hash == hash && !path == !doc->path &&
		    strcmp(path ? path : uri, path ? doc->path : doc->uri) == 0)
			return doc;
	}
	return NULL;
}

ce_document *ce_documents_find(const ce_documents *d, const char *uri)
{
	char *path = uri ? ce_uri_path(uri) : NULL;
	ce_document *doc = uri ? find(d, path, uri) : NULL;

	free(path);
	return doc;
}

ce_document *ce_documents_find_path(const ce_documents *d, const char *path)
{
	return find(d, path, NULL);
}

ce_document *ce_documents_find_id(const ce_documents *d, uint32_t id)
{
	for (uint32_t i = 0; i < d->at.n; i++)
		if (d->at.at[i]->id == id)
			return d->at.at[i];
	return NULL;
}

static bool ends_with(const char *path, const char *end)
{
	size_t n = strlen(path), k = strlen(end);

	return n > k && strcmp(path + n - k, end) == 0;
}

/* By the name before what the editor calls it: to many a header is "cpp". */
static ce_language language_of(const char *path, const char *id)
{
	if (!path)
		return CE_LANGUAGE_OTHER;
	if (ends_with(path, ".c"))
		return CE_LANGUAGE_C;
	if (ends_with(path, ".h"))
		return CE_LANGUAGE_HEADER;
	if (ends_with(path, ".go") || strcmp(id, "go") == 0)
		return CE_LANGUAGE_GO;
	return strcmp(id, "c") == 0 ? CE_LANGUAGE_C : CE_LANGUAGE_OTHER;
}

ce_document *ce_documents_open(ce_documents *d, const char *uri, const char *language_id)
{
	ce_document *doc = ce_documents_find(d, uri);

	if (doc)
		ce_documents_close(d, doc);
	doc = ce_calloc(1, sizeof *doc);
	doc->id = ++d->next_id;
	doc->uri = ce_strdup(uri);
	doc->path = ce_uri_path(uri);
	doc->language_id = ce_strdup(language_id);
	doc->hash = hash_of(doc->path ? doc->path : uri);
	doc->language = language_of(doc->path, language_id);
	ce_push(&d->at, doc);
	return doc;
}

static void free_items(ce_items *items)
{
	for (uint32_t i = 0; i < items->n; i++)
		ce_item_free(&items->at[i]);
	ce_vec_free(items);
}

static void free_document(ce_document *doc)
{
	free_items(&doc->items);
	json_decref(doc->theirs);
	json_decref(doc->files);
	json_decref(doc->callees);
	ce_text_free(&doc->text);
	free(doc->uri);
	free(doc->path);
	free(doc->language_id);
	free(doc);
}

void ce_documents_close(ce_documents *d, ce_document *doc)
{
	for (uint32_t i = 0; i < d->at.n; i++)
		if (d->at.at[i] == doc)
			d->at.at[i] = d->at.at[--d->at.n];
	free_document(doc);
}

void ce_documents_free(ce_documents *d)
{
	for (uint32_t i = 0; i < d->at.n; i++)
		free_document(d->at.at[i]);
	ce_vec_free(&d->at);
}

/* ---- what is said about it --------------------------------------------------------------- */

json_t *ce_item_read(const ce_item *item)
{
	json_t *data = json_loadb(json_string_value(item->text), json_string_length(item->text), 0, NULL);

	return data ? data : json_object();
}

json_t *ce_item_text(const json_t *data)
{
	char *text = json_dumps(data, JSON_COMPACT | JSON_PRESERVE_ORDER);
	json_t *string = json_string(text ? text : "{}");

	free(text);
	return string;
}

void ce_item_free(ce_item *item)
{
	json_decref(item->text);
	json_decref(item->name);
}

ce_document *ce_item_unit(const ce_documents *d, const ce_item *item)
{
	return ce_documents_find_id(d, item->unit);
}

bool ce_document_repeats(const ce_document *doc, uint32_t item)
{
	const ce_item *b = &doc->items.at[item];

	for (uint32_t i = 0; i < item && b->unit != doc->id; i++) {
		const ce_item *a = &doc->items.at[i];

		if (a->unit != b->unit && a->kind == b->kind && ce_range_is(a->range, b->range) &&
		    a->says == b->says)
			return true;
	}
	return false;
}

bool ce_item_is_diagnostic(const ce_item *item)
{
	return item->kind == CE_ITEM_WARNING || item->kind == CE_ITEM_HINT;
}

bool ce_document_is_in(const ce_document *doc, const ce_document *unit)
{
	return unit == doc || (doc->path && json_object_get(unit->files, doc->path));
}

bool ce_document_forget(ce_document *doc, uint32_t unit)
{
	uint32_t kept = 0, before = doc->items.n;
	bool any = false;

	for (uint32_t i = 0; i < before; i++) {
		ce_item item = doc->items.at[i];

		if (item.unit == unit) {
			any |= ce_item_is_diagnostic(&item);
			ce_item_free(&item);
		} else {
			doc->items.at[kept++] = item;
		}
	}
	doc->items.n = kept;
	return any;
}

bool ce_position_before(ce_position a, ce_position b)
{
	return a.line != b.line ? a.line < b.line : a.character < b.character;
}

bool ce_range_is(ce_range a, ce_range b)
{
	return !ce_position_before(a.start, b.start) && !ce_position_before(b.start, a.start) &&
	       !ce_position_before(a.end, b.end) && !ce_position_before(b.end, a.end);
}

/* Where a position behind the replaced range is now. */
static ce_position moved(ce_position p, ce_range replaced, ce_position end)
{
	if (p.line == replaced.end.line)
		p.character = p.character - replaced.end.character + end.character;
	p.line = p.line - replaced.end.line + end.line;
	return p;
}

/* False: the range was touched. What only touches an end of it stays whole. */
static bool shift(ce_range *r, ce_range replaced, ce_position end)
{
	if (!ce_position_before(replaced.start, r->end))
		return true;
	if (ce_position_before(r->start, replaced.end))
		return false;
	r->start = moved(r->start, replaced, end);
	r->end = moved(r->end, replaced, end);
	return true;
}

static void shift_theirs(json_t *list, ce_range replaced, ce_position end)
{
	for (size_t i = 0; i < json_array_size(list);) {
		json_t *diagnostic = json_array_get(list, i);
		ce_range r;

		if (!ce_range_read(json_object_get(diagnostic, "range"), &r)) {
			i++;
		} else if (shift(&r, replaced, end)) {
			json_object_set_new(diagnostic, "range", ce_range_json(r));
			i++;
		} else {
			json_array_remove(list, i);
		}
	}
}

void ce_document_shift(ce_document *doc, ce_range replaced, ce_position end)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < doc->items.n; i++)
		if (shift(&doc->items.at[i].range, replaced, end))
			doc->items.at[kept++] = doc->items.at[i];
		else
			ce_item_free(&doc->items.at[i]);
	doc->items.n = kept;
	shift_theirs(doc->theirs, replaced, end);
}

/* ---- JSON ---------------------------------------------------------------------------------- */

json_t *ce_position_json(ce_position p)
{
	return json_pack("{s:I,s:I}", "line", (json_int_t)p.line, "character", (json_int_t)p.character);
}

json_t *ce_range_json(ce_range r)
{
	return json_pack("{s:o,s:o}", "start", ce_position_json(r.start), "end", ce_position_json(r.end));
}

static bool read_number(const json_t *j, unsigned *out)
{
	json_int_t n = json_integer_value(j);

	if (!json_is_integer(j) || n < 0 || n > INT_MAX)
		return false;
	*out = (unsigned)n;
	return true;
}

bool ce_position_read(const json_t *j, ce_position *p)
{
	return read_number(json_object_get(j, "line"), &p->line) &&
	       read_number(json_object_get(j, "character"), &p->character);
}

bool ce_range_read(const json_t *j, ce_range *r)
{
	return ce_position_read(json_object_get(j, "start"), &r->start) &&
	       ce_position_read(json_object_get(j, "end"), &r->end);
}
