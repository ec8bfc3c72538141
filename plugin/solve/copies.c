/*
 * copies.c - copies between objects. Nothing is copied: what lies where a copy writes is read, on demand,
 * where the copy reads.
 */
#include "solve/cells.h"

/* Whether so many bytes are more than what is left of the array: `memcpy(d, s->tag, sizeof *s)`. */
static bool is_beyond(ce_off from, uint64_t size)
{
	uint64_t gone = from.extent && ce_off_exact(from) ? (uint64_t)(from.base - from.lo) : 0;

	return from.extent && from.extent != CE_EXTENT_OPEN && size > from.extent - gone;
}

enum { STEPS = 4 };

ce_offid copied_place(const solver *s, ce_offid from, uint64_t size)
{
	return size < UINT32_MAX && is_beyond(s->p->offs.at.at[from], size) ? ce_off_place(&s->p->offs, from)
	                                                                    : from;
}

/* Whether the source was read behind this place already, so many times a step apart. */
static bool read_along(const solver *s, uint32_t obj, ce_off at, int64_t step)
{
	uint32_t seen = 0;

	for (int64_t i = 1; i <= 2 * STEPS && seen < STEPS; i++) {
		uint64_t off;

		at.base -= step;
		off = ce_off_place(&s->p->offs, ce_off_intern(&s->p->offs, at));
		seen += ce_map_get(&s->cell_index, (uint64_t)obj << 32 | off << 1) != CE_NONE;
	}
	return seen == STEPS;
}

/* Where in the source so many bytes of a cell are that lies anywhere in what a copy writes. */
static ce_offid anywhere_copied(const solver *s, const use *u, ce_offid begin)
{
	ce_offs *t = &s->p->offs;
	uint64_t bytes = s->cells.at[u->a].size;
	ce_off within = {.stride = 1, .count = (uint32_t)(u->size > bytes ? u->size - bytes + 1 : 1)};

	if (u->size == UINT32_MAX || t->at.at[begin].extent || !ce_off_exact(t->at.at[begin]))
		return ce_off_step(t, begin, CE_OFFID_INDEX);
	return ce_off_intern(t, ce_off_add(ce_off_plain(t->at.at[begin]), within));
}

/* The bytes of the source that are as far from its pointer as those of the cell are from the copy's. */
static ce_val copied_from(const solver *s, const use *u, ce_val src)
{
	ce_offs *t = &s->p->offs;
	ce_off far = t->at.at[u->off], at, to = cell_off(s, u->a);
	ce_offid begin = copied_place(s, val_off(src), u->size);
	ce_offid from = ce_off_sum(t, begin, u->off), anywhere = ce_off_step(t, begin, CE_OFFID_INDEX);
	int64_t d;

	/* Distances between ranges of bytes would only grow, from copy to copy. */
	if (far.stride == 1)
		return val_make(val_obj(src), anywhere_copied(s, u, begin));
	at = t->at.at[from];
	d = (int64_t)((uint64_t)at.base - (uint64_t)to.base);
	/* A copy to and from one object reads what it has written, any number of times over; several
	 * between two as well. */
	if (at.stride == to.stride && d && u->size / STEPS > (uint64_t)(d < 0 ? -d : d) &&
	    read_along(s, val_obj(src), at, d))
		from = val_obj(src) != s->cells.at[u->a].obj ? anywhere : ce_off_steps(t, from, d);
	return val_make(val_obj(src), from);
}

/* Bytes that a copy carries into a cell of its destination: read on demand. */
void pull(solver *s, const use *u, ce_val src)
{
	const cell *c = &s->cells.at[u->a];
	uint32_t to = view_of(s, u->a, (view_kind)u->flags), n, *seen;
	bool piece = c->as_piece && u->flags == NARROW;

	src = absorbed(s, copied_from(s, u, src));
	if (s->objs.at[val_obj(src)].collapsed)
		src = val_make(val_obj(src), CE_OFFID_ANY);
	/* Pointers that are moved about in one object make many copies of the same bytes. */
	if (!is_outward(s, val_obj(src))) {
		seen = ce_map_at(&s->pulled, ce_mix(src, (uint64_t)to << 1 | piece));
		if (*seen != CE_NONE)
			return;
		*seen = 0;
	}
	n = load_node(s, src, c->size, (how_read){.as_int = c->size < s->width, .piece = piece});
	if (n != CE_NONE)
		add_copy(s, to, n, CE_OFFID_ZERO, u->note);
}

ce_off copied_range(ce_off from, uint64_t size)
{
	if (size >= UINT32_MAX)
		return ce_off_onward(from);
	return ce_off_add(is_beyond(from, size) ? ce_off_plain(from) : from,
	                  (ce_off){.stride = 1, .count = (uint32_t)size});
}

/* The cell lies where a copy writes: its loads read what the copy brings there. */
static void subscribe(solver *s, uint32_t c, uint32_t copy_index, view_kind kind)
{
	const copy *k = &s->copies.at[copy_index];
	const move *m = &s->moves.at[k->move];
	ce_off range = copied_range(s->p->offs.at.at[k->off], m->size);
	ce_offid distance;

	if (!ce_off_overlap(cell_off(s, c), s->cells.at[c].size, range, 1))
		return;
	/* One element of an array is copied: the distance is in what is copied, and not from element to
	 * element. */
	distance = ce_off_distance(&s->p->offs, s->cells.at[c].off, k->off);
	if (m->size < UINT32_MAX)
		distance = ce_off_only(&s->p->offs, distance, 1 - (int64_t)s->cells.at[c].size,
		                       (int64_t)m->size - 1);
	add_use(s, m->src,
	        (use){.kind = USE_PULL,
	              .a = c,
	              .off = distance,
	              .size = (uint32_t)(m->size < UINT32_MAX ? m->size : UINT32_MAX),
	              .flags = kind,
	              .note = m->note});
}

void view_copies(solver *s, uint32_t c, view_kind kind)
{
	for (uint32_t k = s->objs.at[s->cells.at[c].obj].copies; k; k = s->copies.at[k].next)
		subscribe(s, c, k, kind);
}

void copy_into(solver *s, ce_val dst, uint32_t m)
{
	uint32_t d = val_obj(absorbed(s, dst)), *at;
	copy made = {.off = s->objs.at[d].collapsed ? CE_OFFID_ANY : val_off(dst), .move = m};

	if (immutable(s, d))
		return;
	at = ce_map_at(&s->copy_index, ce_mix(val_make(d, made.off), m));
	if (*at != CE_NONE)
		return;
	if (++s->steps > s->limit)
		s->failed = true;
	*at = s->copies.n;
	made.next = s->objs.at[d].copies;
	ce_push(&s->copies, made);
	s->objs.at[d].copies = s->copies.n - 1;
	for (uint32_t c = s->objs.at[d].cells; c != CE_NONE; c = s->cells.at[c].next)
		for (view_kind kind = VIEW; kind < VIEW_KINDS; kind++)
			if (view_of(s, c, kind) != CE_NONE)
				subscribe(s, c, s->objs.at[d].copies, kind);
	if (s->objs.at[d].leaks_in)
		add_use(s, s->moves.at[m].src, (use){.kind = USE_LEAK, .a = m});
}
