/*
 * summarize_visible.c - which objects of a solved function its callers can see.
 *
 * Private memory is dropped: heap objects that nobody outside can reach when the
 * function returns, and locals that nobody could look into while they lived.
 */
#include "solve/summarize.h"

#include <stdlib.h>

static bool is_byval(const object *o)
{
	return o->kind == CE_OBJ_PARAM && o->level < 0;
}

static bool is_private(const object *o)
{
	return o->kind == CE_OBJ_HEAP || o->kind == CE_OBJ_LOCAL || is_byval(o);
}

static void keep_object(builder *b, uint32_t obj, bool locals);

static void keep_node(builder *b, uint32_t n, bool locals)
{
	if (n == CE_NONE)
		return;
	for (uint32_t i = 0; i < b->s->nodes.at[n].n; i++)
		keep_object(b, val_obj(b->s->nodes.at[n].vals[i]), locals);
}

/* What is copied into memory that others can look into. */
static void keep_copied(builder *b, uint32_t obj)
{
	pieces from = {0};

	for (uint32_t k = b->s->objs.at[obj].copies; k; k = b->s->copies.at[k].next) {
		pieces_of_move(b->s, b->relay, &b->s->moves.at[b->s->copies.at[k].move], &from);
		for (uint32_t i = 0; i < from.n; i++)
			keep_object(b, val_obj(from.at[i].src), true);
	}
	ce_vec_free(&from);
}

static void keep_object(builder *b, uint32_t obj, bool locals)
{
	const object *o = &b->s->objs.at[obj];

	if (!is_private(o) || b->keep[obj] || (o->kind != CE_OBJ_HEAP && !locals))
		return;
	b->keep[obj] = true;
	b->relay[obj] = false;
	for (uint32_t c = o->cells; c != CE_NONE; c = b->s->cells.at[c].next)
		for (uint32_t k = b->s->cells.at[c].stores; k; k = b->s->stores.at[k].next)
			keep_node(b, b->s->stores.at[k].src, locals);
	keep_copied(b, obj);
}

/* Whether stores into the object can be seen by a caller. */
bool exported(const builder *b, uint32_t obj)
{
	const object *o = &b->s->objs.at[obj];

	switch ((ce_obj_kind)o->kind) {
	case CE_OBJ_LOCAL:
	case CE_OBJ_HEAP:
		return b->keep[obj];
	case CE_OBJ_PARAM: /* a by-value copy dies with the call */
		return !is_byval(o) || b->keep[obj];
	case CE_OBJ_GLOBAL:
		return !ce_read_global(b->s->p, o->id)->constant;
	case CE_OBJ_FUNC:
		return false;
	default:
		return true;
	}
}

void find_kept(builder *b)
{
	const solver *s = b->s;

	find_relays(s, b->relay);
	for (uint32_t i = 0; i < s->func->nrets; i++)
		keep_node(b, ce_func_ret_node(s->func, i), false);
	for (uint32_t i = 0; i < s->objs.n; i++)
		if (s->objs.at[i].escapes)
			keep_object(b, i, true);
	for (uint32_t i = 0; i < s->calls.n; i++) {
		if (!s->calls.at[i].open)
			continue;
		keep_node(b, s->calls.at[i].target, true);
		for (uint32_t k = 0; k < s->calls.at[i].nargs; k++)
			keep_node(b, s->calls.at[i].args[k], true);
	}
	for (uint32_t i = 0; i < s->objs.n; i++)
		if (!is_private(&s->objs.at[i]) && exported(b, i))
			keep_copied(b, i);
}

/* Memory that callers find through globals only: stores from there to there are
 * effects on the program (effects.c). */
bool is_global(const builder *b, uint32_t obj)
{
	uint32_t root = b->s->objs.at[obj].root;
	uint8_t kind = b->s->objs.at[root].kind;

	return kind == CE_OBJ_GLOBAL || kind == CE_OBJ_FUNC || kind == CE_OBJ_OUTSIDE || b->outward[root] ||
	       is_outward(b->s, obj);
}

/* Once so, always so: in a recursion going back and forth would never end. */
static bool once_outward(const builder *b, uint32_t obj)
{
	return ce_map_get(&own_fn(b->s)->outward, b->s->objs.at[obj].name) != CE_NONE;
}

static void mark_outward(builder *b, uint32_t obj, ce_ids *todo)
{
	if (b->outward[obj])
		return;
	b->outward[obj] = true;
	ce_push(todo, obj);
	if (b->s->widening)
		ce_stick(b->s->p, b->s->fn, (ce_sticky){CE_STICKY_OUTWARD, b->s->objs.at[obj].name, 0});
}

/* Private objects that can be found through globals, or that unknown code has, are
 * as good as any other memory outside: what is stored there has leaked. */
static void find_from(builder *b, uint32_t n, ce_ids *todo)
{
	for (uint32_t i = 0; n != CE_NONE && i < b->s->nodes.at[n].n; i++) {
		uint32_t obj = val_obj(b->s->nodes.at[n].vals[i]);
		uint8_t kind = b->s->objs.at[obj].kind;

		if (kind == CE_OBJ_HEAP || kind == CE_OBJ_LOCAL)
			mark_outward(b, obj, todo);
	}
}

static void find_in(builder *b, uint32_t obj, ce_ids *todo)
{
	const solver *s = b->s;

	if (b->looked_into[obj])
		return;
	b->looked_into[obj] = true;
	for (uint32_t c = s->objs.at[obj].cells; c != CE_NONE; c = s->cells.at[c].next)
		for (uint32_t k = s->cells.at[c].stores; k; k = s->stores.at[k].next)
			if (!is_gone(s, obj, &s->stores.at[k]))
				find_from(b, s->stores.at[k].src, todo);
}

/* The contents of what is copied there. */
static void find_copied(builder *b, uint32_t obj, ce_ids *todo)
{
	const solver *s = b->s;

	pieces from = {0};

	for (uint32_t k = s->objs.at[obj].copies; k; k = s->copies.at[k].next) {
		pieces_of_move(b->s, b->relay, &s->moves.at[s->copies.at[k].move], &from);
		for (uint32_t i = 0; i < from.n; i++)
			find_in(b, val_obj(from.at[i].src), todo);
	}
	ce_vec_free(&from);
}

void find_outward(builder *b)
{
	const solver *s = b->s;
	ce_ids todo = {0};

	b->looked_into = ce_calloc(s->objs.n, sizeof *b->looked_into);
	for (uint32_t i = 0; i < s->objs.n; i++)
		if (is_global(b, i)) {
			find_in(b, i, &todo);
			find_copied(b, i, &todo);
		}
	for (uint32_t i = 0; i < s->leaks.n; i++)
		find_from(b, s->leaks.at[i].node, &todo);
	for (uint32_t i = 0; s->widening && i < s->objs.n; i++)
		if ((s->objs.at[i].kind == CE_OBJ_HEAP || s->objs.at[i].kind == CE_OBJ_LOCAL) &&
		    once_outward(b, i))
			mark_outward(b, i, &todo);
	while (todo.n) {
		uint32_t obj = todo.at[--todo.n];

		find_in(b, obj, &todo);
		find_copied(b, obj, &todo);
	}
	free(b->looked_into);
	ce_vec_free(&todo);
}

bool visible(const builder *b, uint32_t obj)
{
	const object *o = &b->s->objs.at[obj];

	switch ((ce_obj_kind)o->kind) {
	case CE_OBJ_LOCAL:
	case CE_OBJ_HEAP:
		return b->keep[obj];
	case CE_OBJ_PARAM:
		return !is_byval(o) || b->keep[obj];
	case CE_OBJ_CHILD:
		return !is_private(&b->s->objs.at[o->root]) || is_byval(&b->s->objs.at[o->root]) ||
		       b->keep[o->root];
	case CE_OBJ_GLOBAL: /* constant data without pointers: nothing to find there */
		return !ce_read_global(b->s->p, o->id)->constant ||
		       ce_read_contents(b->s->p, o->id)->contents.n;
	default:
		return true;
	}
}

bool loaded_from(const solver *s, uint32_t child, uint32_t obj, ce_offid off)
{
	const object *o = &s->objs.at[child];

	for (uint32_t i = 0; i < o->origins.n; i++)
		if (o->origins.at[i].obj == obj && o->origins.at[i].off == off)
			return true;
	return false;
}

/* Whether an object stands for one that the caller has, or for several that are one to it, too. Nodes
 * of a list that are told apart no longer are not, nor what several calls of one pointer returned. */
static bool is_one(const solver *s, uint32_t obj)
{
	const object *o = &s->objs.at[obj];

	for (; o->kind == CE_OBJ_CHILD; o = &s->objs.at[o->origins.at[0].obj])
		if (o->origins.n != 1 || stands_for_new(o) ||
		    !ce_off_exact(s->p->offs.at.at[o->origins.at[0].off]) ||
		    s->objs.at[o->origins.at[0].obj].collapsed)
			return false;
	return o->kind != CE_OBJ_RET && o->kind != CE_OBJ_OUTSIDE;
}

bool own_content(const solver *s, ce_val v, uint32_t obj, ce_offid off)
{
	return val_off(v) == CE_OFFID_ZERO && loaded_from(s, val_obj(v), obj, off) &&
	       s->objs.at[val_obj(v)].origins.n == 1 && ce_off_exact(s->p->offs.at.at[off]) && is_one(s, obj);
}
