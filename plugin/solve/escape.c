/*
 * escape.c - which memory is visible from outside, as soon as somebody else can find it.
 */
#include "solve/solver.h"

void leak_contents(solver *s, uint32_t obj)
{
	if (s->objs.at[obj].leaks_in)
		return;
	if (immutable(s, obj))
		return;
	s->objs.at[obj].leaks_in = true;
	for (uint32_t c = s->objs.at[obj].cells; c != CE_NONE; c = s->cells.at[c].next)
		node_escapes(s, s->cells.at[c].in);
	for (uint32_t k = s->objs.at[obj].copies; k; k = s->copies.at[k].next)
		add_use(s, s->moves.at[s->copies.at[k].move].src,
		        (use){.kind = USE_LEAK, .a = s->copies.at[k].move});
}

/* Bytes of an object became visible by a copy: of one of the function's own only these. */
void leak_copied(solver *s, ce_val src, uint32_t m)
{
	uint32_t obj = val_obj(absorbed(s, src));
	const object *o = &s->objs.at[obj];
	bool own = o->kind == CE_OBJ_LOCAL || o->kind == CE_OBJ_HEAP;
	ce_off from;

	if (!own || o->symbolic || o->collapsed || obj != val_obj(src)) {
		leak_contents(s, obj);
		return;
	}
	from = copied_range(s->p->offs.at.at[val_off(src)], s->moves.at[m].size);
	node_escapes(s,
	             load_node(s, val_make(obj, ce_off_intern(&s->p->offs, from)),
	                       s->moves.at[m].size < s->width ? s->moves.at[m].size : s->width, AS_POINTER));
}

void node_escapes(solver *s, uint32_t n)
{
	if (n == CE_NONE || s->nodes.at[n].escapes)
		return;
	s->nodes.at[n].escapes = true;
	for (uint32_t i = 0; i < s->nodes.at[n].n; i++)
		mark_escaped(s, val_obj(s->nodes.at[n].vals[i]));
}

/*
 * A private object became visible before the function ends. From now on others
 * may write to it: an alias of the place it was stored in, an open call, another
 * thread. So what is read from it is also "what somebody put there", which the
 * caller will know better (a child of the object).
 */
void mark_escaped(solver *s, uint32_t obj)
{
	uint8_t kind = s->objs.at[obj].kind;

	if (s->objs.at[obj].escapes)
		return;
	if (kind != CE_OBJ_LOCAL && kind != CE_OBJ_HEAP && kind != CE_OBJ_PARAM)
		return;
	s->objs.at[obj].escapes = true;
	if (kind != CE_OBJ_PARAM && !s->objs.at[obj].symbolic) {
		s->objs.at[obj].symbolic = true;
		for (uint32_t c = s->objs.at[obj].cells; c != CE_NONE; c = s->cells.at[c].next)
			view_children(s, c);
	}
	leak_contents(s, obj);
}
