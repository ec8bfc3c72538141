/*
 * effects.c - what a solved function does to globals, whoever calls it.
 *
 * Callers do not need these flows from its summary: what they load from a global
 * is what the whole program stores there (link/globals.c applies the effects).
 */
#include "solve/solver.h"

#include <stdlib.h>

uint64_t ce_effect_key(const ce_effect *e)
{
	return ce_mix(ce_mix((uint64_t)e->kind << 8 | e->obj_kind, (uint64_t)e->gl << 32 | e->off),
	              (uint64_t)e->id << 32 | e->value_off);
}

typedef struct collector {
	const solver *s;
	ce_effects *out;
	ce_map have;
	ce_map went_out; /* (object, shift): its contents went there */
	ce_map listed;   /* (destination, source) of copies into globals that are listed */
} collector;

static void add_effect(collector *k, ce_effect e)
{
	uint32_t *at = ce_map_at(&k->have, ce_effect_key(&e));

	if (*at != CE_NONE)
		return;
	*at = 0;
	ce_push(k->out, e);
}

/* ---- memory that is not followed from function to function ---------------------------
 *
 * What parameters, globals' pointers and the outside lead to. A global whose address is
 * there may be written by whoever finds it; functions that are stored there may end up
 * in such a global. */

static void goes_out(collector *k, ce_val v, ce_offid off)
{
	const object *o = &k->s->objs.at[val_obj(v)], *root = &k->s->objs.at[o->root];

	if (o->kind == CE_OBJ_GLOBAL)
		add_effect(k, (ce_effect){.kind = CE_EFFECT_HIDDEN, .gl = o->id, .value_off = val_off(v)});
	else if (o->kind == CE_OBJ_FUNC)
		add_effect(k, (ce_effect){.kind = CE_EFFECT_CODE, .gl = CE_NONE, .off = off, .id = o->id});
	else if (o->kind == CE_OBJ_CHILD && root->kind == CE_OBJ_GLOBAL)
		add_effect(k, (ce_effect){.kind = CE_EFFECT_SPREAD,
		                          .gl = root->id,
		                          .off = off,
		                          .value_off = o->made_by});
}

static void node_goes_out(collector *k, uint32_t n, ce_offid off)
{
	for (uint32_t i = 0; n != CE_NONE && i < k->s->nodes.at[n].n; i++)
		goes_out(k, k->s->nodes.at[n].vals[i], off);
}

/* The address of a global went where others may find it. */
static void given_away(collector *k, uint32_t n)
{
	for (uint32_t i = 0; n != CE_NONE && i < k->s->nodes.at[n].n; i++)
		if (k->s->objs.at[val_obj(k->s->nodes.at[n].vals[i])].kind == CE_OBJ_GLOBAL)
			goes_out(k, k->s->nodes.at[n].vals[i], CE_OFFID_ANY);
}

/* To code that is not known, which may be a function of the program that keeps it. */
static void given_to_code(collector *k, uint32_t n, ce_offid as)
{
	given_away(k, n);
	for (uint32_t i = 0; n != CE_NONE && i < k->s->nodes.at[n].n; i++) {
		ce_val v = k->s->nodes.at[n].vals[i];
		const object *o = &k->s->objs.at[val_obj(v)];

		if (o->kind == CE_OBJ_FUNC || o->kind == CE_OBJ_GLOBAL)
			add_effect(k, (ce_effect){.kind = CE_EFFECT_GIVEN,
			                          .obj_kind = o->kind,
			                          .gl = CE_NONE,
			                          .off = as,
			                          .id = o->id,
			                          .value_off = val_off(v)});
	}
}

/* Arguments of the function's own calls of such code; of the others nobody knows which they are. */
static void calls_give(collector *k, ce_map *own)
{
	const solver *s = k->s;

	for (uint32_t i = 0; i < s->calls.n; i++) {
		const callsite *c = &s->calls.at[i];

		for (uint32_t a = 0; (c->open || c->unknown || c->behind) && a < c->nargs; a++) {
			ce_map_put(own, (uint64_t)c->args[a] << 32 | c->note, 0);
			given_to_code(k, c->args[a], ce_off_intern(&s->p->offs, ce_given_as(c->nargs, a)));
		}
	}
}

/* Many copies of the same memory, by pointers to different places in it, bring it to one place. */
static void contents_go_out(collector *k, uint32_t obj, ce_offid shift)
{
	const solver *s = k->s;
	uint32_t *at;

	obj = val_obj(absorbed(s, val_make(obj, CE_OFFID_ZERO)));
	at = ce_map_at(&k->went_out, val_make(obj, shift));
	if (*at != CE_NONE)
		return;
	*at = 0;
	for (uint32_t c = s->objs.at[obj].cells; c != CE_NONE; c = s->cells.at[c].next)
		node_goes_out(k, s->cells.at[c].in, ce_off_sum(&s->p->offs, s->cells.at[c].off, shift));
}

/* What was looked into already. */
typedef struct taken {
	bool *objs, *nodes;
} taken;

/* Code of the program that says no more than "taken" may store there what it has, and
 * what it finds on the way. */
static void take(collector *k, uint32_t n, bool limit, taken *seen)
{
	const solver *s = k->s;

	if (n == CE_NONE || seen->nodes[n])
		return;
	seen->nodes[n] = true;
	for (uint32_t i = 0; i < s->nodes.at[n].n; i++) {
		ce_val v = absorbed(s, s->nodes.at[n].vals[i]);
		const object *o = &s->objs.at[val_obj(v)];

		goes_out(k, v, CE_OFFID_ANY);
		if (limit && o->kind == CE_OBJ_GLOBAL)
			add_effect(k, (ce_effect){.kind = CE_EFFECT_LIMIT, .gl = o->id});
		if (seen->objs[val_obj(v)] || o->kind == CE_OBJ_GLOBAL)
			continue;
		seen->objs[val_obj(v)] = true;
		for (uint32_t c = o->cells; c != CE_NONE; c = s->cells.at[c].next)
			take(k, s->cells.at[c].in, limit, seen);
		for (uint32_t c = o->copies; c; c = s->copies.at[c].next)
			take(k, s->moves.at[s->copies.at[c].move].src, limit, seen);
	}
}

static taken taken_none(const solver *s)
{
	return (taken){ce_calloc(s->objs.n, sizeof(bool)), ce_calloc(s->nodes.n, sizeof(bool))};
}

static void taken_free(taken *t)
{
	free(t->objs);
	free(t->nodes);
}

static void leaks_go_out(collector *k)
{
	const solver *s = k->s;
	taken seen = taken_none(s), lost = taken_none(s);
	ce_map own = {0};

	calls_give(k, &own);
	for (uint32_t i = 0; i < s->leaks.n; i++) {
		const leak *l = &s->leaks.at[i];

		if (l->category == CE_CAT_LIMIT)
			take(k, l->node, true, &lost);
		else if (l->taken)
			take(k, l->node, false, &seen);
		if (ce_map_get(&own, (uint64_t)l->node << 32 | l->note) == CE_NONE)
			given_to_code(k, l->node, CE_OFFID_ANY);
	}
	ce_map_free(&own);
	taken_free(&seen);
	taken_free(&lost);
}

/* Where OUTSIDE stands for them in a set that is stored, they are stored. */
static void dropped_go_out(collector *k)
{
	const solver *s = k->s;

	for (uint32_t i = 0; i < s->objs.n; i++) {
		const object *o = &s->objs.at[i];

		if (o->dropped && o->kind == CE_OBJ_FUNC)
			goes_out(k, val_make(i, CE_OFFID_ZERO), CE_OFFID_ANY);
		else if (o->dropped)
			add_effect(k, (ce_effect){.kind = CE_EFFECT_SPILL,
			                          .gl = s->objs.at[o->root].id,
			                          .off = CE_OFFID_ANY});
	}
}

/* ---- globals themselves ---------------------------------------------------------------- */

/* Reports whether a child is what its root, a global, held at entry. */
static bool held_by_global(const solver *s, uint32_t child)
{
	const object *o = &s->objs.at[child];

	for (uint32_t i = 0; i < o->origins.n; i++)
		if (o->origins.at[i].obj != o->root)
			return false;
	return s->objs.at[o->root].kind == CE_OBJ_GLOBAL;
}

/*
 * A value that the function stores in a global. A pointer from a parameter comes
 * from outside (symbolic) or is stored again, with better knowledge, where the
 * function is called. Everything else that is not listed makes it opaque.
 */
static ce_effect stored(const solver *s, uint32_t gl, ce_offid off, ce_val v)
{
	const object *o = &s->objs.at[val_obj(v)], *root = &s->objs.at[o->root];
	ce_effect e = {.kind = CE_EFFECT_OPAQUE, .gl = gl};

	switch ((ce_obj_kind)o->kind) {
	case CE_OBJ_FUNC:
		/* Nobody could tell which of them is called: a list would only be long. */
		if (s->notch->cells == 1 && !ce_off_exact(s->p->offs.at.at[off]))
			return e;
		return (ce_effect){CE_EFFECT_HOLDS, o->kind, gl, off, o->id, val_off(v)};
	case CE_OBJ_GLOBAL:
		return (ce_effect){CE_EFFECT_HOLDS, o->kind, gl, off, o->id, val_off(v)};
	case CE_OBJ_PARAM:
		e.kind = CE_EFFECT_SYMBOLIC;
		e.off = off;
		e.id = o->id;
		break;
	case CE_OBJ_HEAP: /* data: what is called through it is not a table's default */
	case CE_OBJ_LOCAL:
		e.kind = CE_EFFECT_MADE;
		break;
	case CE_OBJ_CHILD:
		if (root->kind == CE_OBJ_PARAM && !found_in_returned(s, val_obj(v)))
			e.kind = CE_EFFECT_MADE;
		break;
	default:
		break;
	}
	return e;
}

/* What it held that is stored there again, by whoever it was put there. */
static void found_in_memory(collector *k, uint32_t gl, ce_offid off, ce_val v)
{
	const object *o = &k->s->objs.at[val_obj(v)];

	if (o->kind != CE_OBJ_CHILD || k->s->objs.at[o->root].kind != CE_OBJ_PARAM)
		return;
	for (uint32_t i = 0; i < o->origins.n; i++)
		add_effect(k, (ce_effect){.kind = CE_EFFECT_FOUND,
		                          .gl = gl,
		                          .off = off,
		                          .value_off = o->origins.at[i].off});
}

/* What another global, or a constant table, holds at the places that the value was read from. */
static bool from_global(collector *k, uint32_t gl, ce_offid off, ce_val v)
{
	const object *o = &k->s->objs.at[val_obj(v)], *root = &k->s->objs.at[o->root];

	if (o->kind != CE_OBJ_CHILD || root->kind != CE_OBJ_GLOBAL ||
	    (!held_by_global(k->s, val_obj(v)) && !ce_read_global(k->s->p, root->id)->constant))
		return false;
	for (uint32_t i = 0; i < o->origins.n; i++)
		add_effect(k, (ce_effect){CE_EFFECT_ENTRY, CE_OBJ_GLOBAL, gl, off, root->id,
		                          o->origins.at[i].off});
	return true;
}

/* A value that lies at a place of a global. */
static void held(collector *k, uint32_t gl, ce_offid off, ce_val v)
{
	if (from_global(k, gl, off, v))
		return;
	add_effect(k, stored(k->s, gl, off, v));
	found_in_memory(k, gl, off, v);
}

static void stores_in_global(collector *k, uint32_t obj)
{
	const solver *s = k->s;

	for (uint32_t c = s->objs.at[obj].cells; c != CE_NONE; c = s->cells.at[c].next) {
		const node *in = &s->nodes.at[s->cells.at[c].in];

		for (uint32_t i = 0; i < in->n; i++)
			if (!own_content(s, in->vals[i], obj, s->cells.at[c].off))
				held(k, s->objs.at[obj].id, s->cells.at[c].off, in->vals[i]);
	}
}

/* Memory of which the function knows all that is in it; what many copies have made is no table. */
static bool is_listed(const solver *s, uint32_t obj)
{
	enum { MANY_COPIES = 16 };
	const object *o = &s->objs.at[obj];
	uint32_t copies = 0;

	for (uint32_t i = o->copies; i && copies < MANY_COPIES; i = s->copies.at[i].next)
		copies++;
	return copies < MANY_COPIES && (o->kind == CE_OBJ_LOCAL || o->kind == CE_OBJ_HEAP) && !o->escapes &&
	       !o->symbolic && !o->outward && !o->collapsed && o->into == CE_NONE;
}

/* A copy of so many bytes into a global. */
typedef struct global_copy {
	ce_val dst, src;
	uint64_t size;
	uint8_t depth; /* of copies that the source itself was made by */
} global_copy;

/* Where it puts what lies in its source, so many bytes. Of an array's element only that is copied. */
static ce_offid place_of(const solver *s, const global_copy *c, ce_offid in_source, uint64_t size)
{
	ce_offs *t = &s->p->offs;
	ce_offid far = ce_off_distance(t, ce_off_place(t, in_source), ce_off_place(t, val_off(c->src)));

	if (c->size < UINT32_MAX && size < UINT32_MAX)
		far = ce_off_only(t, far, 1 - (int64_t)size, (int64_t)c->size - 1);
	return ce_off_sum(t, ce_off_place(t, val_off(c->dst)), ce_off_place(t, far));
}

/* Where a copy of so many bytes begins: not in an array that has fewer. */
static ce_val begin_of(const solver *s, ce_val at, uint64_t size)
{
	return val_make(val_obj(at), copied_place(s, val_off(at), size));
}

static void copied_to_global(collector *k, global_copy c);

/* What was stored there, and what was copied there in its turn: a table is filled in a variable, or is the
 * result of a function, before it is copied. */
static void copied_from_listed(collector *k, global_copy c)
{
	const solver *s = k->s;
	const object *o = &s->objs.at[val_obj(c.src)];
	uint32_t gl = s->objs.at[val_obj(c.dst)].id;
	ce_off range = copied_range(s->p->offs.at.at[val_off(c.src)], c.size);
	uint32_t *seen = ce_map_at(&k->listed, ce_mix(ce_mix(c.dst, c.src), c.size << 2 | c.depth));

	if (*seen != CE_NONE)
		return;
	*seen = 0;
	for (uint32_t i = o->cells; i != CE_NONE; i = s->cells.at[i].next) {
		const cell *at = &s->cells.at[i];
		const node *in = &s->nodes.at[at->in];

		for (uint32_t v = 0; v < in->n; v++)
			if (ce_off_overlap(s->p->offs.at.at[at->off], at->size, range, 1))
				held(k, gl, place_of(s, &c, at->off, at->size), in->vals[v]);
	}
	for (uint32_t i = o->copies; i; i = s->copies.at[i].next) {
		const move *m = &s->moves.at[s->copies.at[i].move];
		const node *from = &s->nodes.at[m->src];
		ce_offid dst = place_of(s, &c, s->copies.at[i].off, m->size);

		for (uint32_t v = 0; v < from->n; v++)
			copied_to_global(k, (global_copy){.dst = val_make(val_obj(c.dst), dst),
			                                  .src = begin_of(s, from->vals[v], m->size),
			                                  .size = m->size,
			                                  .depth = (uint8_t)(c.depth + 1)});
	}
}

static void copied_to_global(collector *k, global_copy c)
{
	enum { MAX_DEPTH = 3 };
	const solver *s = k->s;
	const object *d = &s->objs.at[val_obj(c.dst)], *o = &s->objs.at[val_obj(c.src)];
	ce_effect e = {.kind = CE_EFFECT_OPAQUE, .gl = d->id};

	if (is_listed(s, val_obj(c.src)) && c.depth < MAX_DEPTH) {
		copied_from_listed(k, c);
		return;
	}
	if (o->kind == CE_OBJ_GLOBAL)
		e = (ce_effect){CE_EFFECT_COPY, CE_OBJ_GLOBAL, d->id, val_off(c.dst), o->id, val_off(c.src)};
	else if (s->objs.at[o->root].kind == CE_OBJ_PARAM && !found_in_returned(s, val_obj(c.src)))
		e.kind = CE_EFFECT_MADE;
	add_effect(k, e);
	if (e.kind == CE_EFFECT_MADE)
		add_effect(k, (ce_effect){.kind = CE_EFFECT_FOUND,
		                          .gl = d->id,
		                          .off = val_off(c.dst),
		                          .id = 1,
		                          .value_off = val_off(c.src)});
}

static ce_offid shift_of(const solver *s, ce_val dst, ce_val src)
{
	ce_offs *t = &s->p->offs;

	return ce_off_distance(t, ce_off_place(t, val_off(dst)), ce_off_place(t, val_off(src)));
}

static void copied(collector *k, ce_val dst, ce_val src, uint64_t size, bool out)
{
	const solver *s = k->s;
	const object *d = &s->objs.at[val_obj(dst)], *o = &s->objs.at[val_obj(src)];

	if (d->kind == CE_OBJ_GLOBAL && !ce_read_global(s->p, d->id)->constant)
		copied_to_global(k, (global_copy){begin_of(s, dst, size), begin_of(s, src, size), size, 0});
	else if (d->kind == CE_OBJ_GLOBAL || !out)
		return;
	else if (o->kind == CE_OBJ_GLOBAL)
		add_effect(k,
		           (ce_effect){.kind = CE_EFFECT_SPILL, .gl = o->id, .off = shift_of(s, dst, src)});
	else
		contents_go_out(k, val_obj(src), shift_of(s, dst, src));
}

static void copies(collector *k, const bool *seen_outside, const bool *relay)
{
	const solver *s = k->s;
	pieces from = {0};

	for (uint32_t i = 0; i < s->moves.n; i++) {
		const move *m = &s->moves.at[i];
		const node *d = &s->nodes.at[m->dst];

		pieces_of_move(s, relay, m, &from);
		for (uint32_t a = 0; a < d->n; a++)
			for (uint32_t b = 0; b < from.n; b++)
				copied(k, piece_to(s, m, d->vals[a], from.at[b].at), from.at[b].src,
				       from.at[b].size, seen_outside[val_obj(d->vals[a])]);
	}
	ce_vec_free(&from);
}

void collect_effects(const solver *s, const bool *seen_outside, const bool *relay, ce_effects *out)
{
	collector k = {.s = s, .out = out};

	for (uint32_t i = 0; i < s->objs.n; i++) {
		if (!seen_outside[i])
			continue;
		if (s->objs.at[i].kind == CE_OBJ_GLOBAL)
			stores_in_global(&k, i);
		else
			contents_go_out(&k, i, CE_OFFID_ZERO);
	}
	copies(&k, seen_outside, relay);
	leaks_go_out(&k);
	dropped_go_out(&k);
	for (uint32_t i = 0; i < s->func->nrets; i++)
		given_away(&k, ce_func_ret_node(s->func, i));
	ce_map_free(&k.have);
	ce_map_free(&k.went_out);
	ce_map_free(&k.listed);
}
