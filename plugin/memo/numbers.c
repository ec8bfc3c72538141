#include <stdlib.h>

#include "memo/state.h"

static void fill(ce_ids *ids, uint32_t n)
{
	while (ids->n < n)
		ce_push(ids, CE_NONE);
}

static void number_names(ce_numbers *k)
{
	for (uint32_t i = 0; i < k->names.n; i++)
		ce_map_put(&k->by_name, k->names.at[i], i);
	fill(&k->here, k->names.n);
}

/* Much of what is named is not in the program any more (a function has 16 specialisations at most). */
static bool is_worn(const ce_memo *m)
{
	enum { FEW = 1000, SPECIALS = 17 };

	return m->fns.names.n > 2 * SPECIALS * m->p->fns.n + FEW || m->gls.names.n > 2 * m->p->gls.n + FEW ||
	       m->notes.n > 2 * m->p->nnotes + FEW;
}

void memo_numbers_init(ce_memo *m)
{
	if (is_worn(m))
		memo_forget(m);
	number_names(&m->fns);
	number_names(&m->gls);
	for (uint32_t i = 0; i < m->offs.n; i++) {
		ce_offid off = ce_off_intern(&m->p->offs, m->offs.at[i]);

		ce_push(&m->offs_here, off);
		fill(&m->offs_there, off + 1);
		m->offs_there.at[off] = i;
	}
	for (uint32_t i = 0; i < m->notes.n; i++)
		ce_map_put(&m->note_index, m->notes.at[i], i);
	fill(&m->notes_here, m->notes.n);
	fill(&m->notes_there, m->p->nnotes);
	m->units = ce_calloc(m->p->units.n, sizeof *m->units);
}

static void free_names(ce_numbers *k)
{
	ce_vec_free(&k->names);
	ce_vec_free(&k->here);
	ce_vec_free(&k->there);
	ce_map_free(&k->by_name);
	ce_map_free(&k->in_program);
}

void memo_numbers_free(ce_memo *m)
{
	free_names(&m->fns);
	free_names(&m->gls);
	for (uint32_t i = 0; m->units && i < m->p->units.n; i++) {
		free(m->units[i].owner);
		free(m->units[i].place);
		free(m->units[i].lists);
		free(m->units[i].first);
	}
	free(m->units);
	ce_vec_free(&m->offs);
	ce_vec_free(&m->offs_here);
	ce_vec_free(&m->offs_there);
	ce_vec_free(&m->notes);
	ce_vec_free(&m->notes_here);
	ce_vec_free(&m->notes_there);
	ce_map_free(&m->note_index);
}

/* ---- functions and globals ------------------------------------------------------------ */

static uint32_t number(ce_numbers *k, uint32_t here, uint64_t name)
{
	uint32_t *at;

	fill(&k->there, here + 1);
	if (k->there.at[here] != CE_NONE)
		return k->there.at[here];
	at = ce_map_at(&k->by_name, name);
	if (*at == CE_NONE) {
		*at = k->names.n;
		ce_push(&k->names, name);
		ce_push(&k->here, here);
	}
	return k->there.at[here] = *at;
}

uint32_t memo_fn(ce_memo *m, uint32_t fn)
{
	return number(&m->fns, fn, m->p->fns.at[fn].name);
}

uint32_t memo_gl(ce_memo *m, uint32_t gl)
{
	return number(&m->gls, gl, m->p->gls.at[gl].name);
}

uint32_t memo_fn_here(ce_memo *m, uint32_t fn)
{
	ce_numbers *k = &m->fns;

	if (fn >= k->names.n)
		return CE_NONE;
	for (; k->seen < m->p->fns.n; k->seen++) /* specialisations come up */
		ce_map_put(&k->in_program, m->p->fns.at[k->seen].name, k->seen);
	if (k->here.at[fn] == CE_NONE)
		k->here.at[fn] = ce_map_get(&k->in_program, k->names.at[fn]);
	return k->here.at[fn];
}

uint32_t memo_gl_here(ce_memo *m, uint32_t gl)
{
	ce_numbers *k = &m->gls;

	if (gl >= k->names.n)
		return CE_NONE;
	for (; k->seen < m->p->gls.n; k->seen++)
		ce_map_put(&k->in_program, m->p->gls.at[k->seen].name, k->seen);
	if (k->here.at[gl] == CE_NONE)
		k->here.at[gl] = ce_map_get(&k->in_program, k->names.at[gl]);
	return k->here.at[gl];
}

/* ---- offsets ---------------------------------------------------------------------------- */

uint32_t memo_off(ce_memo *m, ce_offid off)
{
	fill(&m->offs_there, off + 1);
	if (m->offs_there.at[off] == CE_NONE) {
		m->offs_there.at[off] = m->offs.n;
		ce_push(&m->offs, m->p->offs.at.at[off]);
		ce_push(&m->offs_here, off);
	}
	return m->offs_there.at[off];
}

ce_offid memo_off_here(const ce_memo *m, uint32_t off)
{
	return off < m->offs_here.n ? m->offs_here.at[off] : CE_NONE;
}

/* ---- notes ------------------------------------------------------------------------------
 *
 * What is added above a function, or in another one, changes no note's name. */

static void own_note(ce_unit_notes *k, uint32_t func, uint32_t note, uint32_t *n)
{
	if (!note || k->owner[note] != CE_NONE)
		return;
	k->owner[note] = func;
	k->place[note] = *n - k->first[func];
	k->lists[(*n)++] = note;
}

static const ce_unit_notes *notes_of(ce_memo *m, uint32_t unit)
{
	const ce_unit_map *map = &m->p->units.at[unit];
	const ce_unit *u = map->unit;
	ce_unit_notes *k = &m->units[unit];
	uint32_t n = 0;

	if (k->known)
		return k;
	k->known = true;
	k->owner = ce_malloc((u->notes.n + 1) * sizeof *k->owner);
	memset(k->owner, 0xff, (u->notes.n + 1) * sizeof *k->owner);
	k->place = ce_calloc(u->notes.n + 1, sizeof *k->place);
	k->lists = ce_calloc(u->notes.n + 1, sizeof *k->lists);
	k->first = ce_calloc(u->funcs.n + 1, sizeof *k->first);
	for (uint32_t i = 0; i < u->funcs.n; i++) {
		const ce_func *f = &u->funcs.at[i];
		bool counts = m->p->fns.at[map->funcs[i]].func == f; /* another unit's may, or an alias' */

		k->first[i] = n;
		for (uint32_t e = 0; counts && e < f->edges.n; e++)
			own_note(k, i, f->edges.at[e].note, &n);
		for (uint32_t c = 0; counts && c < f->calls.n; c++)
			own_note(k, i, f->calls.at[c].note, &n);
	}
	k->first[u->funcs.n] = n;
	return k;
}

uint64_t memo_note_name(ce_memo *m, uint32_t unit, uint32_t note)
{
	const ce_unit_notes *k = notes_of(m, unit);
	uint32_t owner = note ? k->owner[note] : CE_NONE;

	if (owner == CE_NONE)
		return note != 0;
	return ce_mix(m->p->fns.at[m->p->units.at[unit].funcs[owner]].name, k->place[note]);
}

static uint32_t unit_of(const ce_memo *m, ce_gnote note)
{
	uint32_t low = 0, high = m->p->units.n;

	while (high - low > 1) {
		uint32_t mid = low + (high - low) / 2;

		if (m->p->units.at[mid].note_base > note)
			high = mid;
		else
			low = mid;
	}
	return low;
}

uint32_t memo_note(ce_memo *m, ce_gnote note)
{
	uint32_t unit, *at, number;
	const ce_unit_notes *k;
	uint64_t name;

	if (!note)
		return 0;
	if (m->notes_there.at[note] != CE_NONE)
		return m->notes_there.at[note] + 1;
	unit = unit_of(m, note);
	k = notes_of(m, unit);
	number = note - m->p->units.at[unit].note_base;
	if (k->owner[number] == CE_NONE)
		return CE_NONE;
	name = (uint64_t)memo_fn(m, m->p->units.at[unit].funcs[k->owner[number]]) << 32 | k->place[number];
	at = ce_map_at(&m->note_index, name);
	if (*at == CE_NONE) {
		*at = m->notes.n;
		ce_push(&m->notes, name);
		ce_push(&m->notes_here, note);
	}
	m->notes_there.at[note] = *at;
	return *at + 1;
}

static ce_gnote find_note(ce_memo *m, uint64_t name)
{
	uint32_t fn = memo_fn_here(m, (uint32_t)(name >> 32)), place = (uint32_t)name, unit, func;
	const ce_unit_notes *k;

	if (fn == CE_NONE)
		return CE_NONE;
	unit = m->p->fns.at[fn].unit;
	func = (uint32_t)(m->p->fns.at[fn].func - m->p->units.at[unit].unit->funcs.at);
	k = notes_of(m, unit);
	if (place >= k->first[func + 1] - k->first[func])
		return CE_NONE;
	return m->p->units.at[unit].note_base + k->lists[k->first[func] + place];
}

ce_gnote memo_note_here(ce_memo *m, uint32_t note)
{
	uint32_t *at;

	if (!note)
		return 0;
	if (note > m->notes.n)
		return CE_NONE;
	at = &m->notes_here.at[note - 1];
	if (*at == CE_NONE)
		*at = find_note(m, m->notes.at[note - 1]);
	if (*at != CE_NONE)
		m->notes_there.at[*at] = note - 1;
	return *at;
}
