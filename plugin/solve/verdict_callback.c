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

static void callback_open(judge *j, uint32_t call)
{
	const solver *s = j->s;
	const node *n = &s->nodes.at[s->calls.at[call].target];
	ce_why why = why_of(CE_CAT_CALLBACK, s->calls.at[call].note, CE_NONE);

	for (uint32_t i = 0; i < n->n; i++) {
		const object *o = &s->objs.at[val_obj(n->vals[i])];
		uint8_t root = s->objs.at[o->root].kind;

		if (o->kind == CE_OBJ_PARAM ||
		    (o->kind == CE_OBJ_CHILD && root == CE_OBJ_PARAM && o->level <= 0))
			callback(j,
			         is_given(j, val_obj(n->vals[i])) ? CE_NOCALLBACK_NO : CE_NOCALLBACK_UNKNOWN,
			         false, CE_NONE, why);
		else if (o->kind == CE_OBJ_CHILD && root == CE_OBJ_PARAM &&
		         !found_in_new(s, val_obj(n->vals[i])))
			callback(j, CE_NOCALLBACK_DEPENDS, true, CE_NONE, why);
		else if (o->kind == CE_OBJ_RET || (o->kind == CE_OBJ_CHILD && root != CE_OBJ_GLOBAL))
			callback(j, CE_NOCALLBACK_UNKNOWN, false, CE_NONE, why);
	}
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
