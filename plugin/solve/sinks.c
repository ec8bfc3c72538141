/*
 * sinks.c - which memory outlives a call, and whose it is.
 */
#include "solve/sinks.h"

#include "cgoescape/source.h"

uint32_t c_param(const solver *s, uint32_t obj)
{
	const object *o = &s->objs.at[obj];

	if (o->kind != CE_OBJ_PARAM || o->id >= s->func->args.n)
		return CE_NONE;
	return s->func->args.at[o->id].param;
}

bool is_data(const object *o)
{
	return o->int_only && (o->level > 0 || o->piece);
}

bool takes_code(const solver *s)
{
	for (uint32_t i = 0; i < s->func->params.n; i++)
		if (s->func->params.at[i].flags & (CE_PARAM_FUNCTION | CE_PARAM_AGGREGATE))
			return true;
	return false;
}

static uint32_t owner_of_targets(const solver *s, uint32_t call, int depth);

/* What a function pointer was read from. By its type there may be none. One that was read from what a hook of
 * an object has returned is that object's, too: who has put the hook there has put that there; unless a
 * function that was given in this call has come there by the hook. */
static uint32_t owner_of(const solver *s, uint32_t target, int depth)
{
	enum { DEEP = 4 };
	const object *o = &s->objs.at[target], *root = &s->objs.at[o->root];
	uint32_t param = c_param(s, o->root);

	if (o->kind != CE_OBJ_CHILD || o->level <= 0)
		return SINK_HEAP;
	if (root->kind == CE_OBJ_RET && depth < DEEP && !takes_code(s))
		return owner_of_targets(s, root->id, depth + 1);
	if (param == CE_NONE || s->func->params.at[param].flags & CE_PARAM_PLAIN)
		return SINK_HEAP;
	return SINK_PARAM + param;
}

static uint32_t owner_of_targets(const solver *s, uint32_t call, int depth)
{
	const node *n = &s->nodes.at[s->calls.at[call].target];
	uint32_t owner = CE_NONE;

	for (uint32_t i = 0; i < n->n; i++) {
		uint32_t o = owner_of(s, val_obj(n->vals[i]), depth);

		if (s->objs.at[val_obj(n->vals[i])].kind == CE_OBJ_FUNC)
			continue;
		if (owner != CE_NONE && owner != o)
			return SINK_HEAP;
		owner = o;
	}
	return owner == CE_NONE ? SINK_HEAP : owner;
}

uint32_t owner_of_call(const solver *s, uint32_t call)
{
	return owner_of_targets(s, call, 0);
}

uint32_t sink_of(const solver *s, uint32_t obj)
{
	const object *o = &s->objs.at[obj], *root = &s->objs.at[o->root];
	uint32_t param = c_param(s, o->root);

	switch ((ce_obj_kind)root->kind) {
	case CE_OBJ_GLOBAL:
		return ce_read_global(s->p, root->id)->constant ? CE_NONE : SINK_HEAP;
	case CE_OBJ_PARAM:
		if (obj == o->root && o->level < 0 && !o->escapes)
			return CE_NONE; /* a by-value copy */
		if (param != CE_NONE)
			return SINK_PARAM + param;
		return obj == o->root && root->id < s->func->args.n ? SINK_RESULT : SINK_HEAP;
	case CE_OBJ_RET: /* what an object's own hook made is the object's, as if it were made here */
		return owner_of_call(s, root->id);
	case CE_OBJ_OUTSIDE:
		return SINK_HEAP;
	default: /* below private objects: counted where those are reached */
		return CE_NONE;
	}
}

/*
 * At the outermost call nobody resolves what an escaped private object holds. A
 * call through it is unknown, unless nothing could have written there: no store
 * through memory it may alias, no unknown code, and no other thread.
 */
static bool only_private(const solver *s, uint32_t call)
{
	const node *n = &s->nodes.at[s->calls.at[call].target];

	for (uint32_t i = 0; i < n->n; i++) {
		const object *o = &s->objs.at[val_obj(n->vals[i])];

		if (o->kind == CE_OBJ_PARAM || o->kind == CE_OBJ_RET)
			return false;
		if (o->kind == CE_OBJ_CHILD && s->objs.at[o->root].kind != CE_OBJ_HEAP &&
		    s->objs.at[o->root].kind != CE_OBJ_LOCAL)
			return false;
	}
	return true;
}

static bool is_private(const solver *s, uint32_t obj)
{
	return s->objs.at[obj].kind == CE_OBJ_HEAP || s->objs.at[obj].kind == CE_OBJ_LOCAL;
}

/* Whether some private object that escaped is in the object, or in one that was copied there. */
static bool leads_to_private(const solver *s, uint32_t obj, uint32_t depth)
{
	enum { DEEP = 8 };

	for (uint32_t c = s->objs.at[obj].cells; c != CE_NONE; c = s->cells.at[c].next) {
		const node *in = &s->nodes.at[s->cells.at[c].in];

		for (uint32_t i = 0; i < in->n; i++)
			if (is_private(s, val_obj(in->vals[i])) && s->objs.at[val_obj(in->vals[i])].escapes)
				return true;
	}
	for (uint32_t k = s->objs.at[obj].copies; k; k = s->copies.at[k].next) {
		const node *from = &s->nodes.at[s->moves.at[s->copies.at[k].move].src];

		for (uint32_t i = 0; i < from->n; i++)
			if (is_private(s, val_obj(from->vals[i])) &&
			    (depth == DEEP || leads_to_private(s, val_obj(from->vals[i]), depth + 1)))
				return true;
	}
	return false;
}

/* Whether other threads may know private memory: it went where they may find it. What is in the caller's
 * memory only until the call is over nobody else writes meanwhile (A9). */
static bool others_know(const solver *s)
{
	for (uint32_t i = 0; i < s->objs.n; i++) {
		uint32_t root = s->objs.at[i].root;

		if (s->objs.at[root].kind != CE_OBJ_PARAM && !is_private(s, root) &&
		    leads_to_private(s, i, 0))
			return true;
	}
	return s->leaks.n;
}

static bool may_be_written(const solver *s, uint32_t call)
{
	if (others_know(s))
		return true;
	for (uint32_t i = 0; i < s->backs.n; i++)
		if (s->backs.at[i].kind != CE_BACK_HOOK)
			return true;
	for (uint32_t i = 0; i < s->calls.n; i++)
		if (s->calls.at[i].open && i != call && !only_private(s, i) && !call_of_tables(s, i))
			return true;
	for (uint32_t i = 0; i < s->objs.n; i++) {
		const object *o = &s->objs.at[i];

		if (o->kind != CE_OBJ_CHILD && o->kind != CE_OBJ_OUTSIDE && o->kind != CE_OBJ_RET)
			continue;
		if (o->copies)
			return true;
		for (uint32_t c = o->cells; c != CE_NONE; c = s->cells.at[c].next)
			for (uint32_t k = s->cells.at[c].stores; k; k = s->stores.at[k].next)
				if (s->nodes.at[s->stores.at[k].src].n)
					return true;
	}
	return false;
}

bool open_at_top(const solver *s, uint32_t call)
{
	return s->calls.at[call].open && !call_of_tables(s, call) &&
	       !(only_private(s, call) && !may_be_written(s, call));
}
