/*
 * effects.c - what a solved function does to globals, whoever calls it.
 *
 * Callers do not need these flows from its summary: what they load from a global
 * is what the whole program stores there (link/globals.c applies the effects).
 */
#include "solve/solver.h"

uint64_t ce_effect_key(const ce_effect *e)
{
	return ce_mix(ce_mix((uint64_t)e->kind << 8 | e->obj_kind, (uint64_t)e->gl << 32 | e->off),
	              (uint64_t)e->id << 32 | e->value_off);
}

typedef struct collector {
	const solver *s;
	ce_effects *out;
	ce_map have;
} collector;

static void add_effect(collector *k, ce_effect e)
{
	uint32_t *at = ce_map_at(&k->have, ce_effect_key(&e));

	if (*at != CE_NONE)
		return;
	*at = 0;
	ce_push(k->out, e);
}

/* The address of a global went where others may find it. */
static void given_away(collector *k, uint32_t n, ce_effect_kind how)
{
	const node *from = n == CE_NONE ? NULL : &k->s->nodes.at[n];

	for (uint32_t i = 0; from && i < from->n; i++) {
		const object *o = &k->s->objs.at[val_obj(from->vals[i])];

		if (o->kind == CE_OBJ_GLOBAL)
			add_effect(k, (ce_effect){.kind = (uint8_t)how, .gl = o->id});
	}
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
	case CE_OBJ_HEAP: /* data: what is called through it is not a hook's default */
	case CE_OBJ_LOCAL:
		e.kind = CE_EFFECT_SYMBOLIC;
		break;
	case CE_OBJ_CHILD:
		if (root->kind == CE_OBJ_PARAM)
			e.kind = CE_EFFECT_SYMBOLIC;
		break;
	default:
		break;
	}
	return e;
}

/* What a constant table holds at the places that the value was read from. */
static bool from_table(collector *k, uint32_t gl, ce_offid off, ce_val v)
{
	const object *o = &k->s->objs.at[val_obj(v)], *root = &k->s->objs.at[o->root];

	if (o->kind != CE_OBJ_CHILD || root->kind != CE_OBJ_GLOBAL || !k->s->p->gls.at[root->id].constant)
		return false;
	for (uint32_t i = 0; i < o->origins.n; i++)
		add_effect(k, (ce_effect){CE_EFFECT_ENTRY, CE_OBJ_GLOBAL, gl, off, root->id,
		                          o->origins.at[i].off});
	return true;
}

static void stores_in_global(collector *k, uint32_t obj)
{
	const solver *s = k->s;
	uint32_t gl = s->objs.at[obj].id;

	for (uint32_t c = s->objs.at[obj].cells; c != CE_NONE; c = s->cells.at[c].next) {
		const node *in = &s->nodes.at[s->cells.at[c].in];
		ce_offid off = s->cells.at[c].off;

		for (uint32_t i = 0; i < in->n; i++)
			if (!own_content(s, in->vals[i], obj, off) && !from_table(k, gl, off, in->vals[i]))
				add_effect(k, stored(s, gl, off, in->vals[i]));
	}
}

static void copied(collector *k, ce_val dst, ce_val src)
{
	const solver *s = k->s;
	const object *d = &s->objs.at[val_obj(dst)], *o = &s->objs.at[val_obj(src)];
	ce_effect e = {.kind = CE_EFFECT_OPAQUE, .gl = d->id};

	if (d->kind != CE_OBJ_GLOBAL || s->p->gls.at[d->id].constant)
		return;
	if (o->kind == CE_OBJ_GLOBAL && s->p->gls.at[o->id].constant)
		e = (ce_effect){CE_EFFECT_COPY, CE_OBJ_GLOBAL, d->id, val_off(dst), o->id, val_off(src)};
	else if (s->objs.at[o->root].kind == CE_OBJ_PARAM)
		e.kind = CE_EFFECT_SYMBOLIC;
	add_effect(k, e);
}

static void copies(collector *k)
{
	const solver *s = k->s;

	for (uint32_t i = 0; i < s->moves.n; i++) {
		const node *d = &s->nodes.at[s->moves.at[i].dst], *o = &s->nodes.at[s->moves.at[i].src];

		for (uint32_t a = 0; a < d->n; a++)
			for (uint32_t b = 0;
			     b < o->n && s->objs.at[val_obj(d->vals[a])].kind == CE_OBJ_GLOBAL; b++)
				copied(k, d->vals[a], o->vals[b]);
	}
}

void collect_effects(const solver *s, const bool *seen_outside, ce_effects *out)
{
	collector k = {.s = s, .out = out};

	for (uint32_t i = 0; i < s->objs.n; i++) {
		if (s->objs.at[i].kind == CE_OBJ_GLOBAL && seen_outside[i])
			stores_in_global(&k, i);
		for (uint32_t c = s->objs.at[i].cells; c != CE_NONE && seen_outside[i];
		     c = s->cells.at[c].next)
			given_away(&k, s->cells.at[c].in, CE_EFFECT_SYMBOLIC);
	}
	copies(&k);
	for (uint32_t i = 0; i < s->leaks.n; i++)
		given_away(&k, s->leaks.at[i].node,
		           s->leaks.at[i].category == CE_CAT_LIMIT ? CE_EFFECT_LIMIT : CE_EFFECT_SYMBOLIC);
	for (uint32_t i = 0; i < s->func->nrets; i++)
		given_away(&k, ce_func_ret_node(s->func, i), CE_EFFECT_SYMBOLIC);
	for (uint32_t i = 0; i < s->calls.n; i++)
		for (uint32_t a = 0; s->calls.at[i].open && a < s->calls.at[i].nargs; a++)
			given_away(&k, s->calls.at[i].args[a], CE_EFFECT_SYMBOLIC);
	ce_map_free(&k.have);
}
