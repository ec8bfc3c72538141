#include "golang/go_names.h"

#include <stdlib.h>

#include "boundary/cgo_names.h"
#include "cgoescape/source.h"

/* Names as numbers, and what is known of each. */
typedef struct table {
	ce_strings names;
	ce_map state; /* of a name: USED, DEFINED */
} table;

enum { USED = 1, DEFINED = 2 };

static void note(table *t, const char *name, bool defined)
{
	uint32_t *at = ce_map_at(&t->state, ce_intern(&t->names, name));

	if (defined || *at == CE_NONE)
		*at = defined ? DEFINED : USED;
}

static bool is_cgo(const char *name)
{
	const char *of;

	return ce_cgo_is_plumbing(name) || ce_cgo_parse_symbol(name, &of) != CE_CGO_OTHER;
}

static void note_unit(table *t, const ce_unit *u)
{
	for (uint32_t i = 0; i < u->funcs.n; i++) {
		const ce_func *f = &u->funcs.at[i];
		const char *name = ce_text(&u->strings, f->name);

		if (f->linkage != CE_LINK_INTERNAL && !(f->flags & CE_FUNC_GO_EXPORT) && !is_cgo(name))
			note(t, name, f->flags & (CE_FUNC_DEFINED | CE_FUNC_ALIAS));
	}
	for (uint32_t i = 0; i < u->globals.n; i++) {
		const ce_global *g = &u->globals.at[i];

		if (g->linkage != CE_LINK_INTERNAL && !(g->flags & CE_GLOBAL_MEMBER))
			note(t, ce_text(&u->strings, g->name), g->flags & CE_GLOBAL_DEFINED);
	}
}

void ce_go_linkage_find(ce_go_linkage *out, ce_unit *const *units, size_t nunits)
{
	table t = {0};

	ce_strings_init(&t.names);
	for (size_t i = 0; i < nunits; i++)
		note_unit(&t, units[i]);
	for (uint32_t i = 1; i < t.names.texts.n; i++) {
		bool defined = ce_map_get(&t.state, i) == DEFINED;

		ce_go_strings_add(defined ? &out->defines : &out->uses, ce_text(&t.names, i));
	}
	ce_map_free(&t.state);
	ce_strings_free(&t.names);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void ce_go_linkage_wanted(ce_go_strings *out, const ce_go_linkage *of, const ce_go_linkage *const *all,
                          size_t n)
{
	table t = {0};

	ce_strings_init(&t.names);
	for (uint32_t i = 0; i < of->defines.n; i++)
		note(&t, of->defines.at[i], true);
	for (size_t k = 0; k < n; k++)
		for (uint32_t i = 0; i < all[k]->uses.n && all[k] != of; i++) {
			uint32_t *at = ce_map_at(&t.state, ce_intern(&t.names, all[k]->uses.at[i]));

			if (*at == DEFINED) {
				*at = USED; /* once */
				ce_go_strings_add(out, all[k]->uses.at[i]);
			}
		}
	if (out->n)
		qsort(out->at, out->n, sizeof *out->at, by_text);
	ce_map_free(&t.state);
	ce_strings_free(&t.names);
}

void ce_go_linkage_write(const ce_go_linkage *l, ce_buf *out)
{
	ce_buf_adds(out, "");
	for (uint32_t i = 0; i < l->defines.n; i++)
		ce_buf_addf(out, "defines %s\n", l->defines.at[i]);
	for (uint32_t i = 0; i < l->uses.n; i++)
		ce_buf_addf(out, "uses %s\n", l->uses.at[i]);
}

void ce_go_linkage_read(ce_go_linkage *l, const char *text)
{
	for (const char *p = text, *end; (end = strchr(p, '\n')); p = end + 1) {
		const char *name = memchr(p, ' ', (size_t)(end - p));

		if (name)
			ce_push(*p == 'd' ? &l->defines : &l->uses,
			        ce_strndup(name + 1, (size_t)(end - name - 1)));
	}
}

void ce_go_linkage_free(ce_go_linkage *l)
{
	ce_go_strings_free(&l->defines);
	ce_go_strings_free(&l->uses);
}
