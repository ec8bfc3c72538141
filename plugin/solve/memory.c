/*
 * memory.c - objects, their cells, and copies between them.
 */
#include "solve/solver.h"

/* ---- objects ---------------------------------------------------------------- */

uint32_t obj_new(solver *s, ce_obj_kind kind, uint32_t id, uint64_t name)
{
	uint64_t key = ce_mix(name = joined_name(s, name, kind), kind);
	uint32_t *at = ce_map_at(&s->obj_index, key);
	object o = {.kind = (uint8_t)kind,
	            .id = id,
	            .name = name,
	            .site = CE_NONE,
	            .into = CE_NONE,
	            .heap = CE_NONE,
	            .alloc_fn = CE_NONE,
	            .cells = CE_NONE,
	            .ranges = CE_NONE};

	if (*at != CE_NONE)
		return *at;
	*at = o.root = o.parent = s->objs.n;
	o.collapsed = (s->notch->one_place && kind != CE_OBJ_GLOBAL && kind != CE_OBJ_FUNC) ||
	              (s->widening && ce_map_get(&own_fn(s)->collapsed, key) != CE_NONE);
	o.symbolic = o.leaks_in =
		kind == CE_OBJ_PARAM || kind == CE_OBJ_CHILD || kind == CE_OBJ_RET || kind == CE_OBJ_OUTSIDE;
	ce_push(&s->objs, o);
	return o.root;
}

void note_read(solver *s, ce_place r)
{
	uint32_t *at = ce_map_at(&s->read_index, (uint64_t)r.gl << 32 | r.off << 1 | r.calls);

	if (*at != CE_NONE)
		return;
	*at = 0;
	ce_push(&s->reads, r);
}

uint32_t obj_global(solver *s, uint32_t gl)
{
	const ce_gl *g = ce_read_global(s->p, gl);
	uint32_t o = obj_new(s, CE_OBJ_GLOBAL, gl, ce_mix(g->name, 'g'));

	s->objs.at[o].leaks_in = !g->constant;
	s->objs.at[o].symbolic = !g->constant && g->symbolic;
	return o;
}

uint32_t obj_func(solver *s, uint32_t fn)
{
	return obj_new(s, CE_OBJ_FUNC, fn, ce_mix(ce_read_fn(s->p, fn)->name, 'f'));
}

/* ---- cells -------------------------------------------------------------------- */

static ce_off cell_off(const solver *s, uint32_t c)
{
	return s->p->offs.at.at[s->cells.at[c].off];
}

static bool overlap(const solver *s, uint32_t a, uint32_t b)
{
	const ce_off *x = &s->p->offs.at.at[s->cells.at[a].off], *y = &s->p->offs.at.at[s->cells.at[b].off];
	int64_t d = (int64_t)((uint64_t)x->base - (uint64_t)y->base);

	/* Most are fields; an object may have hundreds, and each meets all others. */
	if (ce_off_exact(*x) && ce_off_exact(*y))
		return d >= 0 ? (uint64_t)d < s->cells.at[b].size : -(uint64_t)d < s->cells.at[a].size;
	return ce_off_overlap(*x, s->cells.at[a].size, *y, s->cells.at[b].size);
}

/* Cells that may overlap with one, the newest first. An object may have hundreds: those at exact offsets are
 * found by where they are, next to each other; with the others each is compared. */
typedef struct nearby {
	uint32_t at[4]; /* chains, each in that order; CE_NONE: at its end */
	bool all;       /* at[0] is the one of all cells of the object */
} nearby;

static uint64_t near_key(uint32_t obj, int64_t base, int64_t next)
{
	enum { WIDEST = 8 };
	int64_t slot = base / WIDEST - (base % WIDEST < 0);

	return ce_mix((uint64_t)slot + (uint64_t)next, obj);
}

static nearby near_cells(const solver *s, uint32_t c)
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

/* The next of them, or CE_NONE. */
static uint32_t next_near(const solver *s, nearby *n)
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
		if (d == c || !overlap(s, c, d))
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

/* The cell of an access. Wider accesses than a pointer become a range of
 * pointer-sized ones; narrower ones get a cell of their own size class. */
static uint32_t cell_at(solver *s, ce_val addr, uint64_t size)
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
		return val_make(val_obj(src), anywhere);
	at = t->at.at[from];
	d = (int64_t)((uint64_t)at.base - (uint64_t)to.base);
	/* A copy to and from one object reads what it has written, any number of times over; several
	 * between two as well. */
	if (at.stride == to.stride && d && u->size / STEPS > (uint64_t)(d < 0 ? -d : d) &&
	    read_along(s, val_obj(src), at, d))
		from = val_obj(src) != s->cells.at[u->a].obj ? anywhere : ce_off_steps(t, from, d);
	return val_make(val_obj(src), from);
}

/* Which loads of a cell a copy brings something to. */
typedef enum view_kind { VIEW, NARROW, NUMBER, EARLY } view_kind;

static uint32_t *view_at(cell *c, view_kind kind)
{
	return kind == VIEW     ? &c->view
	       : kind == NARROW ? &c->narrow
	       : kind == NUMBER ? &c->number
	                        : &c->early;
}

static uint32_t view_of(const solver *s, uint32_t c, view_kind kind)
{
	return *view_at(&s->cells.at[c], kind);
}

/* Bytes that a copy carries into a cell of its destination: read on demand. */
void pull(solver *s, const use *u, ce_val src)
{
	const cell *c = &s->cells.at[u->a];
	uint32_t to = view_of(s, u->a, (view_kind)u->flags), n, *seen;

	src = absorbed(s, copied_from(s, u, src));
	if (s->objs.at[val_obj(src)].collapsed)
		src = val_make(val_obj(src), CE_OFFID_ANY);
	/* Pointers that are moved about in one object make many copies of the same bytes. */
	if (!is_outward(s, val_obj(src))) {
		seen = ce_map_at(&s->pulled, ce_mix(src, to));
		if (*seen != CE_NONE)
			return;
		*seen = 0;
	}
	n = load_node(s, src, c->size, (how_read){.as_int = c->size < s->width});
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

/* What the program is known to store in a global, from initialisers and from
 * every function solved so far. */
/* A table of many functions is one value, "what the table holds there", and is
 * looked into only when it is called. */
enum { SMALL_TABLE = 4 };

static bool is_data(const ce_program *p, const ce_content *k)
{
	/* Constants without pointers: nothing can be found through them. */
	return k->obj_kind == CE_OBJ_GLOBAL && ce_read_global(p, k->id)->constant &&
	       !ce_read_contents(p, k->id)->contents.n;
}

enum { NOT_WIDE, WIDE, WIDE_ONLY };

/* Whether many functions stand there, and maybe (WIDE) more than functions. */
static uint8_t how_wide(solver *s, uint32_t c)
{
	const cell *at = &s->cells.at[c];
	const ce_gl *g = ce_read_contents(s->p, s->objs.at[at->obj].id);
	uint64_t place = ce_mix(ce_mix(s->objs.at[at->obj].id, g->contents.n), ce_mix(at->off, at->size));
	uint32_t known = ce_map_get(&s->p->wide_index, place), code = 0, others = 0;

	for (uint32_t i = 0; known == CE_NONE && i < g->contents.n; i++) {
		const ce_content *k = &g->contents.at[i];

		if (!ce_off_overlap(s->p->offs.at.at[k->off], s->width, cell_off(s, c), at->size))
			continue;
		code += k->obj_kind == CE_OBJ_FUNC;
		others += k->obj_kind != CE_OBJ_FUNC;
	}
	if (known != CE_NONE)
		return (uint8_t)known;
	known = code <= SMALL_TABLE ? NOT_WIDE : others ? WIDE : WIDE_ONLY;
	ce_map_put(&s->p->wide_index, place, known);
	return (uint8_t)known;
}

static void view_global(solver *s, uint32_t c, uint32_t view)
{
	uint32_t obj = s->cells.at[c].obj;
	uint8_t wide = how_wide(s, c);
	const ce_gl *g = ce_read_contents(s->p, s->objs.at[obj].id);
	const ce_content *k = g->contents.at, *end = wide == WIDE_ONLY ? k : k + g->contents.n;

	note_read(s, (ce_place){s->objs.at[obj].id, s->cells.at[c].off, false});
	for (; k < end; k++) {
		uint32_t o;

		if (is_data(s->p, k) || (wide && k->obj_kind == CE_OBJ_FUNC) ||
		    !ce_off_overlap(s->p->offs.at.at[k->off], s->width, cell_off(s, c), s->cells.at[c].size))
			continue;
		o = k->obj_kind == CE_OBJ_FUNC ? obj_func(s, k->id) : obj_global(s, k->id);
		add_val(s, view, val_make(o, k->value_off), (cause){CE_NONE, 0, 0});
	}
	if (wide)
		add_val(s, view, val_make(obj_child(s, obj, s->cells.at[c].off, AS_POINTER), CE_OFFID_ZERO),
		        (cause){CE_NONE, 0, 0});
}

/* Code, and constants: nothing is stored there. */
bool immutable(const solver *s, uint32_t obj)
{
	const object *root = &s->objs.at[s->objs.at[obj].root];

	return root->kind == CE_OBJ_FUNC ||
	       (root->kind == CE_OBJ_GLOBAL && ce_read_global(s->p, root->id)->constant);
}

static void view_child(solver *s, uint32_t c, uint32_t view, how_read how)
{
	uint32_t child = obj_child(s, s->cells.at[c].obj, s->cells.at[c].off, how);

	/* An array's cell stands for many places; its content may be any of them. */
	add_val(s, view, val_make(child, CE_OFFID_ZERO), (cause){CE_NONE, 0, 0});
}

/* However it is loaded, once as a pointer it is one. */
static void view_ways(solver *s, uint32_t c)
{
	const cell at = s->cells.at[c]; /* the array may move */

	for (uint32_t w = at.types; w && at.size == s->width; w = s->ways.at[w].next) {
		how_read how = {.as_int = !at.as_pointer, .type = s->ways.at[w].type};

		if (at.view != CE_NONE)
			view_child(s, c, at.view, how);
		if (at.early != CE_NONE)
			view_child(s, c, at.early, how);
	}
}

/* The other view of the cell has met them already. */
static void view_known_ways(solver *s, uint32_t c)
{
	if (s->objs.at[s->cells.at[c].obj].symbolic)
		view_ways(s, c);
}

/* What others may have put there. */
void view_children(solver *s, uint32_t c)
{
	const cell at = s->cells.at[c]; /* the array may move */

	s->cells.at[c].as_pointer |= at.view != CE_NONE || at.early != CE_NONE;
	view_ways(s, c);
	if (at.number != CE_NONE && at.size == s->width)
		view_child(s, c, at.number, (how_read){.as_int = !at.as_number_cast, .number = true});
}

/* Stores that such loads do not find. Pointers that were stored as pointers are no integers (A8); what the
 * function stores itself comes later than what it loads early. */
static uint16_t unseen(view_kind kind)
{
	return kind == NUMBER ? CE_EDGE_TYPED : STORE_OWN;
}

static void view_stored(solver *s, uint32_t c, uint32_t d, view_kind kind)
{
	for (uint32_t k = s->cells.at[d].stores; overlap(s, c, d) && k; k = s->stores.at[k].next)
		if (!(s->stores.at[k].how & unseen(kind)))
			add_copy(s, view_of(s, c, kind), s->stores.at[k].src, CE_OFFID_ZERO,
			         s->stores.at[k].note);
}

static void fill_view(solver *s, uint32_t c, view_kind kind, how_read how)
{
	uint32_t obj = s->cells.at[c].obj, view = view_of(s, c, kind);
	nearby n = near_cells(s, c);

	s->objs.at[obj].numbers |= kind == NUMBER;
	s->objs.at[obj].early |= kind == EARLY;
	for (uint32_t d; (d = next_near(s, &n)) != CE_NONE;)
		if (kind == NUMBER || kind == EARLY)
			view_stored(s, c, d, kind);
		else if (overlap(s, c, d))
			add_copy(s, view, s->cells.at[d].in, CE_OFFID_ZERO, 0);
	for (uint32_t k = s->objs.at[obj].copies; k; k = s->copies.at[k].next)
		subscribe(s, c, k, kind);
	/* A narrow load from memory that this function has not written is data
	 * (assumption A1), so only wide views see entry content. */
	if (s->cells.at[c].size < s->width)
		return;
	if (s->objs.at[obj].kind == CE_OBJ_GLOBAL)
		view_global(s, c, view);
	if (s->objs.at[obj].symbolic)
		view_child(s, c, view, how);
}

/* Reports whether no pointer to that type was loaded from the cell before; remembers it. */
static bool new_way(solver *s, uint32_t c, uint32_t type)
{
	for (uint32_t w = s->cells.at[c].types; w; w = s->ways.at[w].next)
		if (s->ways.at[w].type == type)
			return false;
	ce_push(&s->ways, ((way){s->cells.at[c].types, type}));
	s->cells.at[c].types = s->ways.n - 1;
	return true;
}

/* What the place held at entry is loaded in another way than before. */
static void note_load(solver *s, uint32_t c, view_kind kind, how_read how)
{
	cell *at = &s->cells.at[c];
	bool cast = !how.as_int && !(kind == NUMBER ? at->as_number_cast : at->as_pointer);
	bool fresh = (kind == VIEW || kind == EARLY) && new_way(s, c, how.type);
	uint32_t view = view_of(s, c, kind);

	if (!how.as_int)
		*(kind == NUMBER ? &at->as_number_cast : &at->as_pointer) = true;
	if (!(cast || fresh) || !s->objs.at[at->obj].symbolic)
		return;
	if (kind == VIEW || kind == EARLY)
		view_ways(s, c);
	else if (at->size == s->width)
		view_child(s, c, view, how);
	else if (cast) /* a piece that the function makes a pointer of */
		add_val(s, view, val_make(obj_child(s, at->obj, at->off, how), CE_OFFID_ANY),
		        (cause){CE_NONE, 0, 0});
}

/* Whether what is read first is what the place held at entry and nothing else: memory that the caller has. */
static bool is_as_at_entry(const solver *s, uint32_t obj, uint64_t size)
{
	const object *o = &s->objs.at[obj];

	return (o->kind == CE_OBJ_PARAM || o->kind == CE_OBJ_CHILD) && o->symbolic && !o->collapsed &&
	       s->objs.at[o->root].kind == CE_OBJ_PARAM && s->objs.at[o->root].level == 0 && size == s->width;
}

uint32_t load_node(solver *s, ce_val addr, uint64_t size, how_read how)
{
	view_kind kind = how.number ? NUMBER : size <= s->width / 2 ? NARROW : how.early ? EARLY : VIEW;
	uint32_t obj, c;

	addr = absorbed(s, addr);
	obj = val_obj(addr);
	if (kind == EARLY && s->objs.at[obj].kind == CE_OBJ_LOCAL)
		kind = VIEW; /* what is stored in variables of its own may be there */
	if (s->objs.at[obj].kind == CE_OBJ_OUTSIDE || is_outward(s, obj)) {
		s->outside_read = true;
		return node_const(s, val_make(0, CE_OFFID_ANY));
	}
	if (s->objs.at[obj].kind == CE_OBJ_FUNC ||
	    (s->objs.at[obj].kind == CE_OBJ_CHILD && immutable(s, obj)))
		return CE_NONE;
	if (how.first && is_as_at_entry(s, obj, size))
		return node_const(s, val_make(obj_child(s, obj, val_off(addr), how), CE_OFFID_ZERO));
	c = cell_at(s, addr, size);
	if (view_of(s, c, kind) == CE_NONE) {
		uint32_t n = node_new(s);

		*view_at(&s->cells.at[c], kind) = n;
		fill_view(s, c, kind, how);
		if (kind == EARLY || (kind == VIEW && s->objs.at[obj].early))
			view_known_ways(s, c);
	}
	note_load(s, c, kind, how);
	return view_of(s, c, kind);
}

static bool others_find(const solver *s, uint32_t obj)
{
	uint8_t root = s->objs.at[s->objs.at[obj].root].kind;

	return root == CE_OBJ_OUTSIDE || root == CE_OBJ_GLOBAL || is_outward(s, obj);
}

enum { FEW_STORES = 8 };

static uint64_t store_key(uint32_t c, const store *k)
{
	return ce_mix((uint64_t)c << 32 | k->src, k->how);
}

static bool stored_already(const solver *s, uint32_t c, uint32_t src, uint16_t how)
{
	store same = {.src = src, .how = how};

	if (s->cells.at[c].nstores > FEW_STORES)
		return ce_map_get(&s->store_index, store_key(c, &same)) != CE_NONE;
	for (uint32_t k = s->cells.at[c].stores; k; k = s->stores.at[k].next)
		if (s->stores.at[k].src == src && s->stores.at[k].how == how)
			return true;
	return false;
}

static void add_record(solver *s, uint32_t c, store record)
{
	cell *at = &s->cells.at[c];

	record.next = at->stores;
	ce_push(&s->stores, record);
	at->stores = s->stores.n - 1;
	if (++at->nstores > FEW_STORES + 1)
		ce_map_put(&s->store_index, store_key(c, &record), 0);
	else if (at->nstores > FEW_STORES) /* all so far */
		for (uint32_t k = at->stores; k; k = s->stores.at[k].next)
			ce_map_put(&s->store_index, store_key(c, &s->stores.at[k]), 0);
}

/* Loads that do not find all stores look at each one. */
static void find_stored(solver *s, uint32_t c, view_kind kind, uint32_t src, ce_gnote note)
{
	nearby n = near_cells(s, c);

	for (uint32_t d; (d = next_near(s, &n)) != CE_NONE;)
		if (view_of(s, d, kind) != CE_NONE && overlap(s, c, d))
			add_copy(s, view_of(s, d, kind), src, CE_OFFID_ZERO, note);
}

void store_at(solver *s, ce_val addr, uint32_t src, uint64_t size, uint16_t how, ce_gnote note)
{
	uint32_t obj, c;
	store record = {.src = src, .note = note, .how = how};

	addr = absorbed(s, addr);
	obj = val_obj(addr);
	if (immutable(s, obj))
		return;
	if (others_find(s, obj))
		node_outward(s, src, (leak){.category = CE_CAT_HEAP, .who = CE_NONE, .note = note});
	c = cell_at(s, addr, size);
	if (stored_already(s, c, src, how))
		return;
	add_record(s, c, record);
	add_copy(s, s->cells.at[c].in, src, CE_OFFID_ZERO, note);
	if (s->objs.at[obj].numbers && !(how & unseen(NUMBER)))
		find_stored(s, c, NUMBER, src, note);
	if (s->objs.at[obj].early && !(how & unseen(EARLY)))
		find_stored(s, c, EARLY, src, note);
	absorb_stored(s, c, src, how & CE_EDGE_TRANSIENT);
}

/* ---- copies ------------------------------------------------------------------- */

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
	for (uint32_t c = s->objs.at[d].cells; c != CE_NONE; c = s->cells.at[c].next) {
		if (s->cells.at[c].view != CE_NONE)
			subscribe(s, c, s->objs.at[d].copies, VIEW);
		if (s->cells.at[c].narrow != CE_NONE)
			subscribe(s, c, s->objs.at[d].copies, NARROW);
		if (s->cells.at[c].number != CE_NONE)
			subscribe(s, c, s->objs.at[d].copies, NUMBER);
		if (s->cells.at[c].early != CE_NONE)
			subscribe(s, c, s->objs.at[d].copies, EARLY);
	}
	if (s->objs.at[d].leaks_in)
		add_use(s, s->moves.at[m].src, (use){.kind = USE_LEAK, .a = m});
}
