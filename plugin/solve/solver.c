/*
 * solver.c - nodes, their values and uses, and the work list.
 */
#include "solve/solver.h"

#include "cgoescape/source.h"

enum { FEW_USES = 12 };  /* so many are looked through for an equal copy; more have an index */
enum { HASH_FROM = 12 }; /* below, a linear search is faster */

uint32_t node_new(solver *s)
{
	ce_push(&s->nodes, ((node){0}));
	return s->nodes.n - 1;
}

uint32_t node_const(solver *s, ce_val v)
{
	uint32_t *at = ce_map_at(&s->const_index, v), n;

	if (*at != CE_NONE)
		return *at;
	n = node_new(s);
	ce_map_put(&s->const_index, v, n);
	add_val(s, n, v, (cause){CE_NONE, 0, 0});
	return n;
}

static uint32_t hash_slot(const node *n, ce_val v)
{
	uint32_t i = (uint32_t)ce_mix(v, 7) & (n->hashcap - 1);

	while (n->hash[i] && n->hash[i] != v)
		i = (i + 1) & (n->hashcap - 1);
	return i;
}

bool has_val(const node *n, ce_val v)
{
	if (n->hash)
		return n->hash[hash_slot(n, v)] == v;
	for (uint32_t i = 0; i < n->n; i++)
		if (n->vals[i] == v)
			return true;
	return false;
}

static void rehash(solver *s, node *n)
{
	n->hashcap = n->hashcap ? n->hashcap * 2 : HASH_FROM * 4 > 64 ? HASH_FROM * 4 : 64;
	n->hash = ce_arena_alloc(&s->arena, n->hashcap * sizeof *n->hash);
	for (uint32_t i = 0; i < n->n; i++)
		n->hash[hash_slot(n, n->vals[i])] = n->vals[i];
}

static void append(solver *s, node *n, ce_val v, cause why)
{
	if (n->n == n->cap) {
		uint32_t cap = n->cap ? n->cap * 2 : 2;
		ce_val *vals = ce_arena_alloc(&s->arena, cap * sizeof *vals);

		if (n->n)
			memcpy(vals, n->vals, n->n * sizeof *vals);
		n->vals = vals;
		if (s->tracing) {
			cause *causes = ce_arena_alloc(&s->arena, cap * sizeof *causes);

			if (n->n)
				memcpy(causes, n->causes, n->n * sizeof *causes);
			n->causes = causes;
		}
		n->cap = cap;
	}
	n->vals[n->n] = v;
	n->outside |= v == val_make(0, CE_OFFID_ANY);
	if (s->tracing)
		n->causes[n->n] = why;
	n->n++;
	if (n->hash && n->n * 2 <= n->hashcap)
		n->hash[hash_slot(n, v)] = v;
	else if (n->n >= HASH_FROM)
		rehash(s, n);
}

bool as_outside(const solver *s, uint32_t obj)
{
	const object *o = &s->objs.at[obj];

	switch ((ce_obj_kind)o->kind) {
	case CE_OBJ_FUNC:
		return true;
	case CE_OBJ_CHILD:
		return s->objs.at[o->root].kind == CE_OBJ_GLOBAL;
	case CE_OBJ_GLOBAL:
		return ce_read_global(s->p, o->id)->constant;
	default:
		return false;
	}
}

bool is_said(const node *n, ce_val v)
{
	return val_off(v) != CE_OFFID_ANY && has_val(n, val_make(val_obj(v), CE_OFFID_ANY));
}

bool add_val(solver *s, uint32_t at, ce_val v, cause why)
{
	node *n = &s->nodes.at[at];
	object *o;
	ce_val now;

	if (s->failed || has_val(n, v)) /* most often */
		return false;
	now = absorbed(s, v);
	o = &s->objs.at[val_obj(now)];
	if (o->outward)
		now = val_make(0, CE_OFFID_ANY);
	else if (o->collapsed)
		now = val_make(val_obj(now), CE_OFFID_ANY);
	if ((now != v && has_val(n, now)) || is_said(n, now))
		return false;
	v = now;
	if (n->outside && as_outside(s, val_obj(v))) {
		s->objs.at[val_obj(v)].dropped = true;
		return false;
	}
	if (++s->steps > s->limit) {
		s->failed = true;
		return false;
	}
	append(s, n, v, why);
	if (!n->queued) {
		n->queued = true;
		ce_push(&s->queue, at);
	}
	if (n->escapes)
		mark_escaped(s, val_obj(v));
	if (s->nodes.at[at].outward)
		val_outward(s, at, v);
	return true;
}

enum { STEPS = 8 };

/* Whether what is moved on was at so many places of the object already. (That others were there says
 * nothing: a struct has a member every few bytes.) */
static bool goes_on(const node *n, uint32_t obj)
{
	uint32_t places = 0;

	for (uint32_t i = 0; i < n->n && places < STEPS; i++)
		places += val_obj(n->vals[i]) == obj;
	return places == STEPS;
}

/* Whether the object was pointed to at as many places behind v, a step from each other. */
static bool came_along(solver *s, ce_val v, int64_t step)
{
	ce_off before = s->p->offs.at.at[val_off(v)];

	for (uint32_t i = 0; i < STEPS; i++) {
		before.base -= step;
		if (ce_map_get(&s->off_index, val_make(val_obj(v), ce_off_intern(&s->p->offs, before))) ==
		    CE_NONE)
			return false;
	}
	return true;
}

/* A cursor in memory that moves on by the same distance each time: after so many steps it
 * may be any number of them away. */
static ce_offid moved(solver *s, uint32_t from, ce_val v, ce_offid off)
{
	ce_off at = s->p->offs.at.at[val_off(v)], by = s->p->offs.at.at[off];
	int64_t d = by.base < 0 ? -by.base : by.base;

	if (ce_off_exact(at) && ce_off_exact(by) && d <= UINT32_MAX &&
	    goes_on(&s->nodes.at[from], val_obj(v)) && came_along(s, v, by.base))
		return ce_off_is_back(by) ? ce_off_step(&s->p->offs, val_off(v), CE_OFFID_INDEX)
		                          : ce_off_steps(&s->p->offs, val_off(v), by.base);
	return ce_off_step(&s->p->offs, val_off(v), off);
}

/* What an argument points to may be in a struct that only the caller knows: before it, that is. */
static void note_way_out(solver *s, const object *o, ce_offid to, ce_offid by)
{
	ce_off at = s->p->offs.at.at[to];

	if (o->kind == CE_OBJ_PARAM &&
	    (ce_off_exact(at) ? at.base < 0 : ce_off_leads_out(s->p->offs.at.at[by])))
		s->ways_out |= ce_arg_bit(o->id);
}

/* Declared as a number of which no pointer is made. */
static bool is_number(const solver *s, uint32_t arg)
{
	const ce_func *f = s->func;
	uint32_t param = arg < f->args.n ? f->args.at[arg].param : CE_NONE;

	return param < f->params.n && !(s->casts & ce_arg_bit(arg)) &&
	       !(f->params.at[param].flags & (CE_PARAM_POINTER | CE_PARAM_AGGREGATE | CE_PARAM_AS_POINTER));
}

/* Arithmetic with numbers leads nowhere. The last bit is one of many arguments. */
bool leads_out(const solver *s)
{
	enum { LAST = 63 };

	for (uint32_t i = 0; i < LAST; i++)
		if (s->ways_out & ce_arg_bit(i) && !is_number(s, i))
			return true;
	return s->ways_out & ce_arg_bit(LAST);
}

/* No value. */
#define CE_NO_VAL UINT64_MAX

static bool is_index_of_bytes(const solver *s, ce_offid off)
{
	ce_off o = s->p->offs.at.at[off];

	return ce_off_is_index(o) && o.stride == 1;
}

/* Objects stop telling offsets apart once they have too many: a cursor that lives in memory would make
 * new ones for ever. */
static void meet_place(solver *s, ce_val v)
{
	if (*ce_map_at(&s->off_index, v) != CE_NONE)
		return;
	ce_map_put(&s->off_index, v, 0);
	if (++s->objs.at[val_obj(v)].noffs > most_places(s, val_obj(v)))
		collapse(s, val_obj(v));
}

/* What the pointer is in everybody knows as well as the caller. */
static bool begins_here(const object *o)
{
	return o->kind == CE_OBJ_HEAP || o->kind == CE_OBJ_LOCAL || o->kind == CE_OBJ_GLOBAL;
}

/* Nothing is around what begins where offsets are counted from. */
static bool is_nowhere(const solver *s, const object *o, ce_offid off)
{
	return begins_here(o) && ce_off_is_way_before(&s->p->offs, off);
}

bool leads_nowhere(const solver *s, ce_val v, ce_offid off)
{
	const object *o = &s->objs.at[val_obj(v)];
	ce_offid to;

	if (off == CE_OFFID_ZERO || o->kind == CE_OBJ_OUTSIDE || o->collapsed)
		return false;
	to = ce_off_step(&s->p->offs, val_off(v), off);
	return to == CE_NONE || is_nowhere(s, o, to);
}

/* The value of a node moved by an offset, or CE_NO_VAL. */
static ce_val shifted(solver *s, uint32_t from, ce_val v, ce_offid off)
{
	object *o = &s->objs.at[val_obj(v)];
	ce_offid to;

	if (o->kind == CE_OBJ_OUTSIDE)
		return v;
	/* Coarsely, to know in which array is not worth one value more for each. */
	if (o->collapsed || (s->notch->one_rest && is_index_of_bytes(s, off))) {
		note_way_out(s, o, CE_OFFID_ANY, off);
		return val_make(val_obj(v), CE_OFFID_ANY);
	}
	to = moved(s, from, v, off);
	if (to == CE_NONE || is_nowhere(s, o, to))
		return CE_NO_VAL;
	if (begins_here(o))
		to = ce_off_unindexed(&s->p->offs, to);
	note_way_out(s, o, to, off);
	v = val_make(val_obj(v), to);
	meet_place(s, v);
	return v;
}

/* A constant back from an index may lead to what the array is in, too; or CE_NO_VAL. */
static ce_val led_back(solver *s, ce_val v, ce_offid off)
{
	const object *o = &s->objs.at[val_obj(v)];
	ce_offid way;

	if (o->kind == CE_OBJ_OUTSIDE || o->collapsed)
		return CE_NO_VAL;
	way = ce_off_way_back(&s->p->offs, val_off(v), off);
	if (way == CE_NONE || is_nowhere(s, o, way))
		return CE_NO_VAL;
	note_way_out(s, o, way, off);
	v = val_make(val_obj(v), way);
	meet_place(s, v);
	return v;
}

static void move_on(solver *s, uint32_t at, uint32_t i, const use *u)
{
	ce_val v = s->nodes.at[at].vals[i], to = u->off == CE_OFFID_ZERO ? v : shifted(s, at, v, u->off);
	ce_val way = u->off == CE_OFFID_ZERO ? CE_NO_VAL : led_back(s, v, u->off);

	if (to != CE_NO_VAL)
		add_val(s, u->a, to, (cause){at, i, u->note});
	if (way != CE_NO_VAL)
		add_val(s, u->a, way, (cause){at, i, u->note});
}

static void add_loaded(solver *s, uint32_t dst, uint32_t src, bool as_pointer, ce_gnote note);

static void cast_value(solver *s, uint32_t obj)
{
	object *o = &s->objs.at[obj];

	o->int_only = false;
	if (o->kind == CE_OBJ_PARAM)
		s->casts |= ce_arg_bit(o->id);
}

static bool is_argument(const solver *s, ce_val v, uint32_t arg)
{
	const object *o = &s->objs.at[val_obj(v)];

	return o->kind == CE_OBJ_PARAM && o->id == arg && val_off(v) == CE_OFFID_ZERO && !o->collapsed;
}

static void apply(solver *s, uint32_t at, uint32_t i, const use *u)
{
	ce_val v = s->nodes.at[at].vals[i];

	switch ((use_kind)u->kind) {
	case USE_COPY:
		if (u->flags)
			cast_value(s, val_obj(v));
		move_on(s, at, i, u);
		break;
	case USE_EXCEPT:
		if (!is_argument(s, v, u->size))
			move_on(s, at, i, u);
		break;
	case USE_LOAD: {
		how_read how = {u->flags & CE_EDGE_INT,   u->flags & CE_EDGE_TYPED, u->type,
		                u->flags & CE_EDGE_EARLY, u->flags & CE_EDGE_FIRST, u->flags & CE_EDGE_PIECE};
		uint32_t n = load_node(s, v, u->size, how);

		if (n != CE_NONE)
			add_loaded(s, u->a, n, !(u->flags & CE_EDGE_INT), u->note);
		break;
	}
	case USE_STORE:
		store_at(s, v, u->a, u->size, u->flags, u->note);
		break;
	case USE_MOVE:
		copy_into(s, v, u->a);
		break;
	case USE_PULL:
		pull(s, u, v);
		break;
	case USE_LEAK:
		leak_copied(s, v, u->a);
		break;
	case USE_CALL:
		call_target(s, u->a, v);
		break;
	case USE_ABSORB:
		absorb(s, u->a, v);
		break;
	case USE_CAST:
		cast_value(s, val_obj(v));
		break;
	}
}

static uint64_t copy_key(uint32_t dst, uint32_t src, ce_offid off, bool as_pointer)
{
	return ce_mix((uint64_t)src << 32 | dst, (uint64_t)off << 1 | as_pointer);
}

static void index_copy(solver *s, uint32_t src, const use *u)
{
	if (u->kind == USE_COPY)
		ce_map_put(&s->use_index, copy_key(u->a, src, u->off, u->flags), 0);
}

static void link_use(solver *s, uint32_t n, use u)
{
	node *at = &s->nodes.at[n];

	u.next = at->uses;
	ce_push(&s->uses, u);
	at->uses = s->uses.n - 1;
	if (++at->nuses == FEW_USES + 1)
		for (uint32_t i = at->uses; i; i = s->uses.at[i].next)
			index_copy(s, n, &s->uses.at[i]);
	else if (at->nuses > FEW_USES)
		index_copy(s, n, &u);
}

/* Values that already went through the node's uses go through a new one now;
 * the rest will when the work list comes to the node. */
void add_use(solver *s, uint32_t n, use u)
{
	uint32_t done = s->nodes.at[n].done;

	link_use(s, n, u);
	for (uint32_t i = 0; i < done; i++)
		apply(s, n, i, &u);
}

static bool is_indexed(const solver *s, uint32_t dst, uint32_t src, ce_offid off, bool as_pointer)
{
	return ce_map_get(&s->use_index, copy_key(dst, src, off, true)) != CE_NONE ||
	       (!as_pointer && ce_map_get(&s->use_index, copy_key(dst, src, off, false)) != CE_NONE);
}

/* The same copy is often asked for again: by the next offset of one object, by each copy of
 * memory that meets the same places. */
static bool copies_already(const solver *s, uint32_t dst, uint32_t src, ce_offid off, bool as_pointer)
{
	if (s->nodes.at[src].nuses > FEW_USES)
		return is_indexed(s, dst, src, off, as_pointer);
	for (uint32_t u = s->nodes.at[src].uses; u; u = s->uses.at[u].next)
		if (s->uses.at[u].kind == USE_COPY && s->uses.at[u].a == dst && s->uses.at[u].off == off &&
		    (s->uses.at[u].flags || !as_pointer))
			return true;
	return false;
}

void add_copy(solver *s, uint32_t dst, uint32_t src, ce_offid off, ce_gnote note)
{
	if (dst == CE_NONE || src == CE_NONE || (dst == src && off == CE_OFFID_ZERO) ||
	    copies_already(s, dst, src, off, false))
		return;
	add_use(s, src, (use){.kind = USE_COPY, .a = dst, .off = off, .note = note});
}

void add_copy_except(solver *s, uint32_t dst, uint32_t src, uint32_t arg, ce_offid off, ce_gnote note)
{
	add_use(s, src, (use){.kind = USE_EXCEPT, .a = dst, .size = arg, .off = off, .note = note});
}

/* What a load finds: an integer that is loaded as a pointer has become one. */
static void add_loaded(solver *s, uint32_t dst, uint32_t src, bool as_pointer, ce_gnote note)
{
	if (dst != CE_NONE && dst != src && !copies_already(s, dst, src, CE_OFFID_ZERO, as_pointer))
		add_use(s, src,
		        (use){.kind = USE_COPY,
		              .a = dst,
		              .off = CE_OFFID_ZERO,
		              .note = note,
		              .flags = as_pointer});
}

void add_load(solver *s, uint32_t dst, uint32_t addr, uint64_t size, how_read how, ce_gnote note)
{
	if (dst == CE_NONE || addr == CE_NONE)
		return;
	add_use(s, addr,
	        (use){.kind = USE_LOAD,
	              .a = dst,
	              .size = (uint32_t)(size > UINT32_MAX ? UINT32_MAX : size),
	              .type = how.type,
	              .flags = (how.as_int ? CE_EDGE_INT : 0) | (how.number ? CE_EDGE_TYPED : 0) |
	                       (how.early ? CE_EDGE_EARLY : 0) | (how.first ? CE_EDGE_FIRST : 0) |
	                       (how.piece ? CE_EDGE_PIECE : 0),
	              .note = note});
}

void add_store(solver *s, uint32_t addr, uint32_t src, uint64_t size, uint16_t flags, ce_gnote note)
{
	if (addr == CE_NONE || src == CE_NONE)
		return;
	add_use(s, addr,
	        (use){.kind = USE_STORE,
	              .a = src,
	              .size = (uint32_t)(size > UINT32_MAX ? UINT32_MAX : size),
	              .flags = flags,
	              .note = note});
}

void add_move(solver *s, uint32_t dst, uint32_t src, uint64_t size, ce_gnote note)
{
	if (dst == CE_NONE || src == CE_NONE || size == 0)
		return;
	if (s->notch->one_place) { /* one place is copied to another; globals have several */
		uint32_t n = node_new(s);

		size = size > s->width ? size : s->width;
		add_load(s, n, src, size, AS_POINTER, note);
		add_store(s, dst, n, size, 0, note);
		return;
	}
	ce_push(&s->moves, ((move){dst, src, size, note}));
	add_use(s, dst, (use){.kind = USE_MOVE, .a = s->moves.n - 1, .note = note});
}

void add_call_use(solver *s, uint32_t target, uint32_t call, ce_gnote note)
{
	if (target != CE_NONE)
		add_use(s, target, (use){.kind = USE_CALL, .a = call, .note = note});
}

void add_leak(solver *s, uint32_t n, ce_category category, uint32_t who, ce_gnote note, bool taken)
{
	if (n == CE_NONE)
		return;
	ce_push(&s->leaks, ((leak){n, (uint8_t)category, taken || category == CE_CAT_LIMIT, who, note}));
	node_outward(s, n, s->leaks.at[s->leaks.n - 1]);
	node_escapes(s, n);
}

void add_back(solver *s, ce_back_kind kind, uint32_t id, ce_gnote note)
{
	uint32_t *at = ce_map_at(&s->back_index, (uint64_t)kind << 32 | id);

	if (*at != CE_NONE)
		return;
	*at = s->backs.n;
	ce_push(&s->backs, ((ce_back){(uint8_t)kind, id, note}));
}

/* Most uses do no more than that. */
static void pass_on(solver *s, uint32_t n, uint32_t from, uint32_t to, const use *u)
{
	for (uint32_t i = from; i < to && !s->failed; i++) {
		ce_val v = s->nodes.at[n].vals[i];

		if (!has_val(&s->nodes.at[u->a], v))
			add_val(s, u->a, v, (cause){n, i, u->note});
	}
}

void propagate(solver *s)
{
	while (s->queue_head < s->queue.n && !s->failed) {
		uint32_t n = s->queue.at[s->queue_head++];
		uint32_t from = s->nodes.at[n].done, to = s->nodes.at[n].n;

		s->nodes.at[n].queued = false;
		s->nodes.at[n].done = to;
		/* New uses may be added to n meanwhile: they see [0, done) at
		 * once, so only the uses that exist now are run here. */
		for (uint32_t u = s->nodes.at[n].uses; u && !s->failed; u = s->uses.at[u].next) {
			use copy = s->uses.at[u]; /* the array may move */

			if (copy.kind == USE_COPY && copy.off == CE_OFFID_ZERO && !copy.flags)
				pass_on(s, n, from, to, &copy);
			else
				for (uint32_t i = from; i < to && !s->failed; i++)
					apply(s, n, i, &copy);
		}
		if (s->queue_head > 4096 && s->queue_head * 2 > s->queue.n) {
			memmove(s->queue.at, s->queue.at + s->queue_head,
			        (s->queue.n - s->queue_head) * sizeof *s->queue.at);
			s->queue.n -= s->queue_head;
			s->queue_head = 0;
		}
	}
}
