#include "lsp/owed.h"

#include <stdlib.h>

#include "base/map.h"

enum { MAX_OWED = 10000 }; /* then the oldest is given up */

void ce_owed_drop(ce_owed_list *l, uint32_t i)
{
	json_decref(l->at[i].id);
	json_decref(l->at[i].params);
	free(l->at[i].method);
	l->at[i] = l->at[--l->n];
}

void ce_owed_free(ce_owed_list *l)
{
	while (l->n)
		ce_owed_drop(l, 0);
	ce_vec_free(l);
}

uint32_t ce_owed_find(const ce_owed_list *l, const json_t *id)
{
	for (uint32_t i = 0; i < l->n; i++)
		if (json_equal(l->at[i].id, id))
			return i;
	return CE_NONE;
}

bool ce_owed_is_initialize(const ce_owed *o)
{
	return strcmp(o->method, "initialize") == 0;
}

void ce_owed_add(ce_owed_list *l, const rpc_view *request, bool merge, uint64_t now)
{
	ce_owed o = {json_incref(request->id), ce_strdup(request->method), NULL, now};

	if (l->n >= MAX_OWED)
		ce_owed_drop(l, 0);
	if (merge)
		o.params = json_incref(request->params);
	ce_push(l, o);
}

/* ---- our part --------------------------------------------------------------------------------- */

/* The hover of clangd, then ours. */
static void join_hovers(json_t *theirs, json_t *ours)
{
	json_t *contents = json_object_get(theirs, "contents"), *value = json_object_get(contents, "value");
	const char *text = rpc_text(json_object_get(ours, "contents"), "value");

	if (json_is_string(value)) {
		bool markdown =
			strcmp(rpc_text(contents, "kind") ? rpc_text(contents, "kind") : "", "markdown") == 0;
		char *both = ce_format("%s\n\n%s%s", json_string_value(value), markdown ? "---\n" : "", text);

		json_object_set_new(contents, "value", ce_json_string(both));
		free(both);
	} else if (json_is_array(contents)) {
		json_array_append_new(contents, json_string(text));
	} else if (contents) {
		json_object_set_new(theirs, "contents", json_pack("[O,s]", contents, text));
	}
}

json_t *ce_owed_join(ce_server *s, const ce_owed *o, json_t *theirs)
{
	json_t *ours = NULL;

	if (ce_owed_is_initialize(o))
		return json_incref(ce_client_capabilities(s, theirs));
	if (o->params)
		ours = ce_client_answer(s, o->method, o->params);
	if (!ours || json_is_null(ours)) {
		json_decref(ours);
		return json_incref(theirs);
	}
	if (!theirs || json_is_null(theirs))
		return ours;
	if (json_is_array(theirs) && json_is_array(ours))
		json_array_extend(theirs, ours);
	else if (json_is_object(theirs))
		join_hovers(theirs, ours);
	json_decref(ours);
	return json_incref(theirs);
}
