/*
 * cells.c - the places of an object that were accessed: which there are, and which overlap.
 */
#include "solve/cells.h"

static uint64_t near_key(uint32_t obj, int64_t base, int64_t next)
{
	enum { WIDEST = 8 };
	int64_t slot = base / WIDEST - (base % WIDEST < 0);

	return ce_mix((uint64_t)slot + (uint64_t)next, obj);
}

nearby near_cells(const solver *s, uint32_t c)
{
	enum { FEW = 16 };
	const object *o = &s->objs.at[s->cells.at[c].obj];
	nearby n = {{o->cells, CE_NONE, CE_NONE, CE_NONE}, true};

	if (o->ncells <= FEW || !ce_off_exact(cell_off(s, c)))
		return n;
	n = (nearby){.at = {o->ranges}};
	for (int64_t i = -1; i <= 1; i++)
		n.at[i + 2] =
			ce_map_get(&s->near_index, near_key(s->cells.at[c].obj, cell_off(s, c).base, i));
	return n;
}

uint32_t next_near(const solver *s, nearby *n)
{
	uint32_t newest = 0, found;

	if (n->all) {
		found = n->at[0];
		n->at[0] = found == CE_NONE ? CE_NONE : s->cells.at[found].next;
		return found;
	}
	for (uint32_t i = 1; i < 4; i++)
		if (n->at[newest] == CE_NONE || (n->at[i] != CE_NONE && n->at[i] > n->at[newest]))
			newest = i;
	found = n->at[newest];
	n->at[newest] = found == CE_NONE ? CE_NONE : s->cells.at[found].beside;
	return found;
}

/* Put the newest cell of its object among those nearby. */
static void index_cell(solver *s, uint32_t c)
{
	uint32_t obj = s->cells.at[c].obj, *first = &s->objs.at[obj].ranges;

	if (ce_off_exact(cell_off(s, c)))
		first = ce_map_at(&s->near_index, near_key(obj, cell_off(s, c).base, 0));
	s->cells.at[c].beside = *first;
	*first = c;
}

static void link_cell(solver *s, uint32_t c)
{
	nearby n = near_cells(s, c);

	for (uint32_t d; (d = next_near(s, &n)) != CE_NONE;) {
		if (d == c || !cells_overlap(s, c, d))
			continue;
		if (s->cells.at[d].view != CE_NONE)
			add_copy(s, s->cells.at[d].view, s->cells.at[c].in, CE_OFFID_ZERO, 0);
		if (s->cells.at[d].narrow != CE_NONE)
			add_copy(s, s->cells.at[d].narrow, s->cells.at[c].in, CE_OFFID_ZERO, 0);
	}
}

/* The next node of a list, as its type says: all of them. */
static bool leads_to_itself(const object *o, uint32_t obj)
{
	for (uint32_t i = 0; i < o->origins.n; i++)
		if (o->origins.at[i].obj == obj)
			return true;
	return false;
}

/* So many places of an object are told apart. A global's contents are the whole program's business: what one
 * coarse function blurs, all would read. An object that stands for many has fewer: contexts that lead to
 * each other would give each summary one store for each field of all of them. */
enum { OF_A_GLOBAL = 256, OF_MANY = 16 };

static bool is_crowd(const solver *s, uint32_t obj)
{
	const object *o = &s->objs.at[obj];

	return o->kind == CE_OBJ_CHILD && s->notch->cells > OF_MANY &&
	       (o->depth >= s->notch->depth || leads_to_itself(o, obj));
}

uint32_t most_places(const solver *s, uint32_t obj)
{
	const object *o = &s->objs.at[obj];

	if (o->kind == CE_OBJ_GLOBAL && s->notch->cells < OF_A_GLOBAL)
		return OF_A_GLOBAL;
	return is_crowd(s, obj) ? OF_MANY : s->notch->cells;
}

/* Whatever is stored in such an object is then loaded as what leads on from it, and is stored into as well:
 * of such attempts most fail, so they have few more steps. */
static void note_crowd(solver *s, uint32_t obj)
{
	enum { TIMES = 4, AT_LEAST = 50 };
	uint64_t most = s->steps + TIMES * (s->steps + AT_LEAST);

	if (!is_crowd(s, obj))
		return;
	s->crowded = true;
	s->limit = s->limit < most ? s->limit : most;
}

/* The object's places are no longer told apart. In a recursion it stays so in
 * later solutions: going back and forth would never end. */
void collapse(solver *s, uint32_t obj)
{
	const object *o = &s->objs.at[obj];

	note_crowd(s, obj);
	s->objs.at[obj].collapsed = true;
	if (s->widening)
		ce_stick(s->p, s->fn, (ce_sticky){CE_STICKY_COLLAPSED, ce_mix(o->name, o->kind), 0});
}

uint32_t cell_at(solver *s, ce_val addr, uint64_t size)
{
	uint32_t obj = val_obj(addr), *at, c;
	ce_offid off = s->objs.at[obj].collapsed ? CE_OFFID_ANY : val_off(addr);
	bool narrow = size <= s->width / 2, beyond = off != CE_OFFID_INDEX;
	cell made = {.obj = obj, .view = CE_NONE, .narrow = CE_NONE, .number = CE_NONE, .early = CE_NONE};

	if (size > s->width && off != CE_OFFID_ANY)
		off = ce_off_intern(&s->p->offs,
		                    ce_off_add(ce_off_plain(s->p->offs.at.at[off]),
		                               (ce_off){0, 1, (uint32_t)(size - s->width + 1), 0, 0}));
	else
		off = ce_off_place(&s->p->offs, ce_off_fit(&s->p->offs, off, size));
	at = ce_map_at(&s->cell_index, (uint64_t)obj << 32 | off << 1 | narrow);
	if (*at != CE_NONE) {
		s->cells.at[*at].beyond |= beyond;
		return *at;
	}
	*at = c = s->cells.n;
	made.off = off;
	made.beyond = beyond;
	made.size = narrow ? s->width / 2 : s->width;
	made.in = node_new(s);
	made.next = s->objs.at[obj].cells;
	s->nodes.at[made.in].escapes = s->objs.at[obj].leaks_in;
	ce_push(&s->cells, made);
	s->objs.at[obj].cells = c;
	index_cell(s, c);
	if (++s->objs.at[obj].ncells > most_places(s, obj))
		collapse(s, obj);
	link_cell(s, c);
	return c;
}

ce_offid told_place(const solver *s, uint32_t obj, ce_offid off)
{
	uint64_t place = (uint64_t)obj << 32 | off << 1;
	uint32_t wide = ce_map_get(&s->cell_index, place), narrow = ce_map_get(&s->cell_index, place | 1);

	/* Coarsely, what was read at any place counts as read anywhere (child.c). */
	if (off != CE_OFFID_ANY || s->objs.at[obj].collapsed || s->notch->one_rest ||
	    (wide == CE_NONE && narrow == CE_NONE))
		return off;
	if ((wide != CE_NONE && s->cells.at[wide].beyond) ||
	    (narrow != CE_NONE && s->cells.at[narrow].beyond))
		return off;
	return CE_OFFID_INDEX;
}
