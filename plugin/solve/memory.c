/*
 * memory.c - objects, and what is loaded from and stored in their cells.
 */
#include "solve/cells.h"

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
	              ce_map_get(&own_fn(s)->collapsed, key) != CE_NONE;
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

/* ---- loads -------------------------------------------------------------------- */

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

/* What the program is known to store in a global, from initialisers and from
 * every function solved so far. */
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
		how_read how = {.as_int = !at.as_pointer, .type = s->ways.at[w].type, .piece = !at.as_whole};

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
		view_child(s, c, at.number,
		           (how_read){.as_int = !at.as_number_cast, .number = true, .piece = !at.as_whole});
}

/* Stores that such loads do not find. Pointers that were stored as pointers are no integers (A8); what the
 * function stores itself comes later than what it loads early. */
static uint16_t unseen(view_kind kind)
{
	return kind == NUMBER ? CE_EDGE_TYPED : STORE_OWN;
}

static void view_stored(solver *s, uint32_t c, uint32_t d, view_kind kind)
{
	for (uint32_t k = s->cells.at[d].stores; cells_overlap(s, c, d) && k; k = s->stores.at[k].next)
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
		else if (cells_overlap(s, c, d))
			add_copy(s, view, s->cells.at[d].in, CE_OFFID_ZERO, 0);
	view_copies(s, c, kind);
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

/* Where the pointer lies that there may be a piece of. */
static ce_offid whole_of(const solver *s, ce_offid off)
{
	ce_off o = s->p->offs.at.at[off];

	if (!ce_off_exact(o) || o.extent)
		return off;
	o.base -= (int64_t)((uint64_t)o.base % s->width);
	return ce_off_intern(&s->p->offs, o);
}

/* What the place held at entry is loaded in another way than before. */
static void note_load(solver *s, uint32_t c, view_kind kind, how_read how)
{
	cell *at = &s->cells.at[c];
	bool cast = !how.as_int && !(kind == NUMBER ? at->as_number_cast : at->as_pointer);
	bool fresh = (kind == VIEW || kind == EARLY) && new_way(s, c, how.type);
	bool whole = !how.piece && !at->as_whole;
	uint32_t view = view_of(s, c, kind);

	if (!how.as_int)
		*(kind == NUMBER ? &at->as_number_cast : &at->as_pointer) = true;
	at->as_whole |= whole;
	if (how.piece && kind == NARROW && !at->as_piece) {
		at->as_piece = true;
		view_copies(s, c, kind); /* of what is copied there pieces are loaded, too, */
		if (s->objs.at[s->cells.at[c].obj].kind ==
		    CE_OBJ_GLOBAL) /* ... and of what others have stored */
			view_global(s, c, view);
		at = &s->cells.at[c];
	}
	if (!(cast || fresh || whole || how.piece) || !s->objs.at[at->obj].symbolic)
		return;
	if (kind == VIEW || kind == EARLY)
		view_ways(s, c);
	else if (at->size == s->width)
		view_child(s, c, view, how);
	else if (cast) /* a piece that the function makes a pointer of */
		add_val(s, view, val_make(obj_child(s, at->obj, at->off, how), CE_OFFID_ANY),
		        (cause){CE_NONE, 0, 0});
	else if (how.piece)
		add_val(s, view, val_make(obj_child(s, at->obj, whole_of(s, at->off), how), CE_OFFID_ANY),
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

/* ---- stores ------------------------------------------------------------------- */

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
		if (view_of(s, d, kind) != CE_NONE && cells_overlap(s, c, d))
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
