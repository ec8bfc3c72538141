/*
 * verdict_callback.c - whether a solved function can call back: which open calls,
 * hooks and unknown code stand against nocallback.
 */
#include "solve/judge.h"

/* no > unknown > depends on an object > depends on a global > yes */
void callback(judge *j, ce_nocallback value, bool object_hook, uint32_t hook, ce_why why)
{
	static const int ranks[] = {[CE_NOCALLBACK_YES] = 0,
	                            [CE_NOCALLBACK_DEPENDS] = 1,
	                            [CE_NOCALLBACK_UNKNOWN] = 3,
	                            [CE_NOCALLBACK_NO] = 4};
	ce_verdict *v = j->v;

	v->more_hooks |= hook != CE_NONE && v->hook != CE_NONE && hook != v->hook;
	if (ranks[value] + object_hook <= ranks[v->nocallback] + v->object_hook)
		return;
	v->nocallback = value;
	v->object_hook = object_hook;
	v->hook = hook;
	v->callback_why = why;
}

/* Whether the call is one of what was given in this very call. Where objects had to
 * be merged a pointer to data may seem to be called: nobody knows, then. */
static bool is_given(const judge *j, uint32_t obj)
{
	const unsigned callable = CE_PARAM_FUNCTION | CE_PARAM_AGGREGATE;
	uint32_t param = c_param(j->s, j->s->objs.at[obj].root);

	return own_fn(j->s)->notch == 0 || param == CE_NONE ||
	       (j->s->func->params.at[param].flags & callable);
}

/* Whatever it is given, it calls nothing that others could have put somewhere. */
static bool is_harmless(const ce_program *p, uint32_t fn)
{
	const ce_fn *f = ce_read_fn(p, fn);
	const ce_summary *m = ce_read_summary(p, fn);

	return f->defined && !f->is_go && m && !m->top && !m->backs.n && !m->opens.n;
}

static bool holds_harmless(const ce_program *p, uint32_t type, uint64_t at)
{
	for (uint32_t i = 0; i < p->private_hooks.n; i++) {
		const ce_private_hook *h = &p->private_hooks.at[i];

		if (h->type != type || h->at != at)
			continue;
		for (uint32_t k = 0; k < h->stored.n; k++)
			if (!is_harmless(p, h->stored.at[k]))
				return false;
		return true;
	}
	return false;
}

/* What a parameter's memory holds in a place where only the program can have put it, and has put
 * nothing that calls back (A12). */
static bool is_private(const judge *j, uint32_t obj)
{
	const solver *s = j->s;
	const object *o = &s->objs.at[obj], *root = &s->objs.at[o->root];
	uint32_t param = c_param(s, o->root), at;

	if (o->kind != CE_OBJ_CHILD || o->collapsed || stands_for_new(o) || root->collapsed || root->level ||
	    param == CE_NONE)
		return false;
	at = ce_map_get(&s->p->handle_index, ce_handle_key(j->v->fn, param));
	if (at == CE_NONE)
		return false;
	for (uint32_t i = 0; i < o->origins.n; i++) {
		ce_off off = s->p->offs.at.at[o->origins.at[i].off];
		const ce_handle *h = &s->p->handles.at[at];

		if (o->origins.at[i].obj != o->root || !ce_off_exact(off) || off.base < 0 ||
		    (uint64_t)off.base < h->known || !holds_harmless(s->p, h->type, (uint64_t)off.base))
			return false;
	}
	return o->origins.n;
}

static bool is_hook_of_object(const judge *j, uint32_t obj, int depth);

/* Whether all that the call may reach are hooks of objects that the caller owns. */
static bool calls_hooks_of_objects(const judge *j, uint32_t call, int depth)
{
	const solver *s = j->s;
	const node *n = &s->nodes.at[s->calls.at[call].target];

	for (uint32_t i = 0; i < n->n; i++)
		if (!is_hook_of_object(j, val_obj(n->vals[i]), depth))
			return false;
	return n->n;
}

/* Whether a function pointer was found in an object that the caller owns, or in what a hook of such an object
 * has returned, which is memory of the object: who has put the hook there has put that there. A function that
 * was given in this call may have come there by the hook as well. */
static bool is_hook_of_object(const judge *j, uint32_t obj, int depth)
{
	enum { DEEP = 4 };
	const solver *s = j->s;
	const object *o = &s->objs.at[obj], *root = &s->objs.at[o->root];

	if (o->kind == CE_OBJ_CHILD && root->kind == CE_OBJ_PARAM)
		return o->level > 0 && !found_in_new(s, obj);
	return root->kind == CE_OBJ_RET && depth < DEEP && !takes_code(s) &&
	       calls_hooks_of_objects(j, root->id, depth + 1);
}

static void callback_open(judge *j, uint32_t call)
{
	const solver *s = j->s;
	const node *n = &s->nodes.at[s->calls.at[call].target];
	ce_why why = why_of(CE_CAT_CALLBACK, s->calls.at[call].note, CE_NONE);

	for (uint32_t i = 0; i < n->n; i++) {
		const object *o = &s->objs.at[val_obj(n->vals[i])];
		uint8_t root = s->objs.at[o->root].kind;

		if (is_private(j, val_obj(n->vals[i])))
			continue;
		if (o->kind == CE_OBJ_PARAM ||
		    (o->kind == CE_OBJ_CHILD && root == CE_OBJ_PARAM && o->level <= 0))
			callback(j,
			         is_given(j, val_obj(n->vals[i])) ? CE_NOCALLBACK_NO : CE_NOCALLBACK_UNKNOWN,
			         false, CE_NONE, why);
		else if (is_hook_of_object(j, val_obj(n->vals[i]), 0))
			callback(j, CE_NOCALLBACK_DEPENDS, true, CE_NONE, why);
		else if (o->kind == CE_OBJ_RET || (o->kind == CE_OBJ_CHILD && root != CE_OBJ_GLOBAL))
			callback(j, CE_NOCALLBACK_UNKNOWN, false, CE_NONE, why);
	}
}

/* ---- calls that only the program's own code makes ------------------------------------------------- */

/* Where objects are told apart well the function is believed more than its declaration. */
static bool is_fine(const judge *j)
{
	return j->s && !j->fn->coarse;
}

/* An integer that is made a pointer somewhere may be one to code. */
static bool is_number(const judge *j, uint32_t param)
{
	uint64_t casts = j->fn->pointers | (is_fine(j) ? j->s->casts : 0);

	for (uint32_t i = 0; i < j->fn->func->args.n; i++)
		if (j->fn->func->args.at[i].param == param && casts & ce_arg_bit(i))
			return false;
	return true;
}

/* Whether it is called, or what is read from its memory. */
static bool is_called(const judge *j, uint32_t param)
{
	const solver *s = j->s;

	for (uint32_t i = 0; i < s->calls.n; i++) {
		const node *n = s->calls.at[i].target == CE_NONE ? NULL : &s->nodes.at[s->calls.at[i].target];

		for (uint32_t k = 0; n && k < n->n; k++) {
			const object *o = &s->objs.at[val_obj(n->vals[k])];

			/* (A copy of an argument is no code itself.) */
			if (c_param(s, o->root) == param && (o->kind == CE_OBJ_CHILD || o->level >= 0))
				return true;
		}
	}
	return false;
}

/* Neither it nor what is behind it gets to where it is not followed. */
static bool is_kept(const ce_fact *f)
{
	return !ce_fact_level0(f) && !f->content && !f->content_params.n;
}

/* No code comes by the parameter. What is declared as text or numbers holds none (A13): but for text the
 * function, where it seems to call what it read there, is believed more than its declaration. */
static bool brings_no_code(const judge *j, uint32_t param)
{
	uint32_t flags = j->fn->func->params.at[param].flags;

	if (flags & (CE_PARAM_FUNCTION | CE_PARAM_AGGREGATE))
		return false;
	if (!(flags & CE_PARAM_POINTER))
		return is_number(j, param) &&
		       (!(flags & CE_PARAM_NUMBERS) || (is_fine(j) && !is_called(j, param)));
	if (!j->s)
		return flags & CE_PARAM_NUMBERS;
	if (flags & CE_PARAM_TEXT && !is_fine(j))
		return true;
	return (flags & CE_PARAM_NUMBERS || is_kept(&j->v->params.at[param])) && !is_called(j, param);
}

void judge_closed(judge *j)
{
	const ce_fn *f = j->fn;
	ce_why why = j->v->callback_why;

	if (!f->closed || f->func->flags & CE_FUNC_VARIADIC || j->v->nocallback == CE_NOCALLBACK_YES ||
	    (j->v->nocallback == CE_NOCALLBACK_DEPENDS && !j->v->object_hook))
		return;
	for (uint32_t i = 0; i < j->fn->func->params.n; i++)
		if (!brings_no_code(j, i))
			return;
	j->v->nocallback = CE_NOCALLBACK_YES;
	j->v->object_hook = j->v->more_hooks = false;
	j->v->hook = CE_NONE;
	j->v->callback_why = (ce_why){0};
	for (uint32_t i = 0; j->s && i < j->s->backs.n; i++)
		if (j->s->backs.at[i].kind == CE_BACK_HOOK)
			callback(j, CE_NOCALLBACK_DEPENDS, false, j->s->backs.at[i].id,
			         why_of(CE_CAT_CALLBACK, j->s->backs.at[i].note, CE_NONE));
	if (f->hook != CE_NONE)
		callback(j, CE_NOCALLBACK_DEPENDS, false, f->hook, why);
	j->v->more_hooks |= f->hook != CE_NONE && f->more_hooks;
}

void judge_callbacks(judge *j)
{
	const solver *s = j->s;

	for (uint32_t i = 0; i < s->backs.n; i++) {
		const ce_back *b = &s->backs.at[i];
		ce_why why = why_of(CE_CAT_CALLBACK, b->note, CE_NONE);

		switch ((ce_back_kind)b->kind) {
		case CE_BACK_GO:
			why.who = b->id;
			callback(j, CE_NOCALLBACK_NO, false, CE_NONE, why);
			break;
		case CE_BACK_UNKNOWN:
			why.category = CE_CAT_UNKNOWN_CALLEE;
			why.who = b->id;
			callback(j, CE_NOCALLBACK_UNKNOWN, false, CE_NONE, why);
			break;
		case CE_BACK_LIMIT:
			why.category = CE_CAT_LIMIT;
			why.who = b->id;
			callback(j, CE_NOCALLBACK_UNKNOWN, false, CE_NONE, why);
			break;
		case CE_BACK_POINTER:
		case CE_BACK_DATA:
			callback(j, CE_NOCALLBACK_UNKNOWN, false, CE_NONE, why);
			break;
		case CE_BACK_HOOK:
			callback(j, CE_NOCALLBACK_DEPENDS, false, b->id, why);
			break;
		case CE_BACK_CALLEE: /* replaced by what the callee has */
			break;
		}
	}
	for (uint32_t i = 0; i < s->calls.n; i++) {
		if (open_at_top(s, i))
			callback_open(j, i);
		else if (s->calls.at[i].open && call_of_tables(s, i))
			callback(j, CE_NOCALLBACK_DEPENDS, true, CE_NONE,
			         why_of(CE_CAT_CALLBACK, s->calls.at[i].note, CE_NONE));
	}
}
