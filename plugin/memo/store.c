/*
 * store.c - the file of a memo: a header, the lists of what entries name, the entries, their texts.
 */
#include "memo/state.h"

#include <stdlib.h>

static const char magic[8] = "cememo1";

typedef struct header {
	char magic[8];
	uint64_t tool;
	uint64_t check; /* of all behind the header */
	uint64_t nfns, ngls, noffs, nnotes, nentries, ntexts;
} header;

typedef struct stored_off {
	int64_t base, lo;
	uint32_t stride, count, extent, unused;
} stored_off;

typedef struct stored_entry {
	uint64_t low, high;
	uint64_t at, n;
} stored_entry;

const unsigned char *memo_entry_text(const ce_memo *m, const ce_memo_entry *e)
{
	return (const unsigned char *)(e->fresh ? m->fresh.data : m->file.data) + e->at;
}

void memo_index_entry(ce_memo *m, uint32_t entry)
{
	ce_memo_entry *e = &m->entries.at[entry];
	uint32_t *at = ce_map_at(&m->index, e->key.low64);

	e->next = *at;
	*at = entry;
}

static uint64_t check_of(const char *file, size_t n)
{
	return XXH3_64bits(file + sizeof(header), n - sizeof(header));
}

static bool is_whole(const ce_memo *m, header *h)
{
	const ce_buf *f = &m->file;
	uint64_t rest;

	if (f->n < sizeof *h)
		return false;
	memcpy(h, f->data, sizeof *h);
	if (memcmp(h->magic, magic, sizeof magic) != 0 || h->tool != m->tool)
		return false;
	rest = f->n - sizeof *h;
	if (h->nfns > rest || h->ngls > rest || h->noffs > rest || h->nnotes > rest || h->nentries > rest ||
	    h->ntexts > rest)
		return false;
	return (h->nfns + h->ngls + h->nnotes) * sizeof(uint64_t) + h->noffs * sizeof(stored_off) +
	                       h->nentries * sizeof(stored_entry) + h->ntexts ==
	               rest &&
	       h->check == check_of(f->data, f->n);
}

static const char *take_words(const char *from, uint64_t n, ce_numbers *to)
{
	for (uint64_t i = 0; i < n; i++) {
		uint64_t word;

		memcpy(&word, from + i * sizeof word, sizeof word);
		ce_push(&to->names, word);
	}
	return from + n * sizeof(uint64_t);
}

void memo_load(ce_memo *m)
{
	header h;
	const char *at;
	size_t texts;
	char *error = NULL;

	if (!ce_file_read_found(&m->file, m->path, &error) || !is_whole(m, &h)) {
		free(error);
		ce_buf_free(&m->file);
		return;
	}
	texts = m->file.n - h.ntexts;
	at = take_words(m->file.data + sizeof h, h.nfns, &m->fns);
	at = take_words(at, h.ngls, &m->gls);
	for (uint64_t i = 0; i < h.nnotes; i++, at += sizeof(uint64_t)) {
		uint64_t note;

		memcpy(&note, at, sizeof note);
		ce_push(&m->notes, note);
	}
	for (uint64_t i = 0; i < h.noffs; i++, at += sizeof(stored_off)) {
		stored_off o;

		memcpy(&o, at, sizeof o);
		ce_push(&m->offs, ((ce_off){o.base, o.stride, o.count, o.extent, o.lo}));
	}
	for (uint64_t i = 0; i < h.nentries; i++, at += sizeof(stored_entry)) {
		stored_entry s;

		memcpy(&s, at, sizeof s);
		if (s.at > h.ntexts || s.n > h.ntexts - s.at)
			continue;
		ce_push(&m->entries,
		        ((ce_memo_entry){.key = {s.low, s.high}, .at = texts + s.at, .n = (uint32_t)s.n}));
		memo_index_entry(m, m->entries.n - 1);
	}
}

void memo_forget(ce_memo *m)
{
	m->fns.names.n = m->gls.names.n = m->notes.n = m->offs.n = m->entries.n = 0;
	ce_map_clear(&m->index);
	ce_buf_free(&m->file);
}

/* ---- writing ---------------------------------------------------------------------------------- */

static void add_entries(const ce_memo *m, ce_buf *b, header *h)
{
	for (uint32_t i = 0; i < m->entries.n; i++) {
		const ce_memo_entry *e = &m->entries.at[i];
		stored_entry s = {e->key.low64, e->key.high64, h->ntexts, e->n};

		if (!e->used)
			continue;
		ce_buf_add(b, &s, sizeof s);
		h->ntexts += e->n;
		h->nentries++;
	}
	for (uint32_t i = 0; i < m->entries.n; i++)
		if (m->entries.at[i].used)
			ce_buf_add(b, memo_entry_text(m, &m->entries.at[i]), m->entries.at[i].n);
}

static bool is_news(const ce_memo *m)
{
	for (uint32_t i = 0; i < m->entries.n; i++)
		if (m->entries.at[i].fresh || !m->entries.at[i].used)
			return true;
	return false;
}

bool ce_memo_write(ce_memo *m, char **error)
{
	header h = {.tool = m->tool,
	            .nfns = m->fns.names.n,
	            .ngls = m->gls.names.n,
	            .noffs = m->offs.n,
	            .nnotes = m->notes.n};
	ce_buf b = {0};
	bool ok;

	if (!is_news(m))
		return true;
	memcpy(h.magic, magic, sizeof magic);
	ce_buf_add(&b, &h, sizeof h);
	ce_buf_add(&b, m->fns.names.at, h.nfns * sizeof(uint64_t));
	ce_buf_add(&b, m->gls.names.at, h.ngls * sizeof(uint64_t));
	ce_buf_add(&b, m->notes.at, h.nnotes * sizeof(uint64_t));
	for (uint32_t i = 0; i < m->offs.n; i++) {
		ce_off o = m->offs.at[i];
		stored_off s = {o.base, o.lo, o.stride, o.count, o.extent, 0};

		ce_buf_add(&b, &s, sizeof s);
	}
	add_entries(m, &b, &h);
	h.check = check_of(b.data, b.n);
	memcpy(b.data, &h, sizeof h);
	ok = ce_make_dirs_of(m->path, error) && ce_file_write(m->path, b.data, b.n, error);
	ce_buf_free(&b);
	return ok;
}
