/*
 * profile.c - rows, stacks and modules of many processes as one profile.
 */
#include "profile/profile.h"

#include <stdlib.h>
#include <xxhash.h>

#include "runtime/profile_format.h"

static const char *const kinds[CE_PROFILE_NKINDS] = {"call", "watched", "seen", "alloc", "callback"};

const char *ce_profile_kind_name(ce_profile_kind k)
{
	return kinds[k];
}

void ce_profile_init(ce_profile *p)
{
	memset(p, 0, sizeof *p);
	ce_strings_init(&p->strings);
	ce_push(&p->stacks, (ce_profile_stack){0});
	p->rate = 1;
}

void ce_profile_free(ce_profile *p)
{
	ce_strings_free(&p->strings);
	ce_vec_free(&p->rows);
	ce_vec_free(&p->stacks);
	ce_vec_free(&p->pcs);
	ce_vec_free(&p->modules);
	ce_map_free(&p->index);
	ce_map_free(&p->stack_index);
}

/* ---- one of each ------------------------------------------------------------------------ */

ce_profile_row *ce_profile_row_of(ce_profile *p, const ce_profile_key *key)
{
	uint64_t hash = XXH64(key, sizeof *key, 0);
	uint32_t i;

	for (; (i = ce_map_get(&p->index, hash)) != CE_NONE; hash++)
		if (memcmp(&p->rows.at[i].key, key, sizeof *key) == 0)
			return &p->rows.at[i];
	ce_map_put(&p->index, hash, p->rows.n);
	ce_push(&p->rows, (ce_profile_row){.key = *key});
	return &p->rows.at[p->rows.n - 1];
}

uint32_t ce_profile_stack_of(ce_profile *p, const uint64_t *pcs, uint32_t n)
{
	uint64_t hash = XXH64(pcs, n * sizeof *pcs, 0);
	uint32_t i;

	if (!n)
		return 0;
	for (; (i = ce_map_get(&p->stack_index, hash)) != CE_NONE; hash++) {
		const ce_profile_stack *s = &p->stacks.at[i];

		if (s->n == n && memcmp(p->pcs.at + s->first, pcs, n * sizeof *pcs) == 0)
			return i;
	}
	ce_map_put(&p->stack_index, hash, p->stacks.n);
	ce_push(&p->stacks, ((ce_profile_stack){p->pcs.n, n}));
	for (i = 0; i < n; i++)
		ce_push(&p->pcs, pcs[i]);
	return p->stacks.n - 1;
}

const ce_profile_module *ce_profile_module_of(ce_profile *p, const ce_profile_module *m)
{
	for (uint32_t i = 0; i < p->modules.n; i++) {
		const ce_profile_module *old = &p->modules.at[i];

		if (old->path == m->path && old->offset == m->offset)
			return old;
	}
	ce_push(&p->modules, *m);
	return &p->modules.at[p->modules.n - 1];
}

/* ---- reading -------------------------------------------------------------------------------- */

static bool is_raw(const ce_buf *b)
{
	return b->n >= 8 && memcmp(b->data, CE_RT_PROFILE_MAGIC, 8) == 0;
}

static bool is_gzip(const ce_buf *b)
{
	return b->n >= 2 && memcmp(b->data, "\x1f\x8b", 2) == 0;
}

bool ce_profile_is_one(const ce_buf *bytes)
{
	return is_raw(bytes) || is_gzip(bytes);
}

bool ce_profile_read(ce_profile *p, const char *path, char **error)
{
	ce_buf bytes = {0};
	bool ok = false;

	if (!ce_file_read(&bytes, path, error))
		return false;
	if (is_raw(&bytes))
		ok = ce_profile_read_raw(p, path, &bytes, error);
	else if (is_gzip(&bytes))
		ok = ce_profile_read_pprof(p, path, &bytes, error);
	else
		*error = ce_format("%s: not an escape profile", path);
	ce_buf_free(&bytes);
	return ok;
}

/* ---- order ------------------------------------------------------------------------------------ */

static int compare(const void *a, const void *b, void *profile)
{
	const ce_profile *p = profile;
	const ce_profile_row *x = a, *y = b;
	const ce_str xs[] = {x->key.file, x->key.function, x->key.name, x->key.fact, x->key.where};
	const ce_str ys[] = {y->key.file, y->key.function, y->key.name, y->key.fact, y->key.where};
	int c;

	if (x->key.kind != y->key.kind)
		return x->key.kind < y->key.kind ? -1 : 1;
	if (x->bytes != y->bytes)
		return x->bytes > y->bytes ? -1 : 1;
	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	if (x->key.line != y->key.line)
		return x->key.line < y->key.line ? -1 : 1;
	for (size_t i = 0; i < sizeof xs / sizeof *xs; i++)
		if ((c = strcmp(ce_text(&p->strings, xs[i]), ce_text(&p->strings, ys[i]))))
			return c;
	return x->key.stack < y->key.stack ? -1 : x->key.stack > y->key.stack;
}

void ce_profile_sort_rows(const ce_profile *p, ce_profile_row *rows, uint32_t n)
{
	if (n)
		qsort_r(rows, n, sizeof *rows, compare, (void *)p);
}

void ce_profile_sort(ce_profile *p)
{
	ce_profile_sort_rows(p, p->rows.at, p->rows.n);
	/* The index speaks of the old places. */
	ce_map_free(&p->index);
}
