/*
 * child.c - what symbolic memory held at entry: the objects that loads from it find.
 */
#include "solve/solver.h"

static bool has_parent(const solver *s, uint32_t obj)
{
	return s->objs.at[obj].kind == CE_OBJ_CHILD && obj != s->objs.at[obj].parent;
}

/* The object itself when it leads to one of its own kind, as far as the load says: the next node of a list.
 * Further down an ancestor that is the same struct, or was made through the same place likewise. So lists and
 * trees close after a step or two, recursion over data stays finite and keeps its fields. */
static uint32_t same_ancestor(const solver *s, uint32_t obj, ce_offid off, how_read how)
{
	if (how.type && s->objs.at[obj].type == how.type)
		return obj;
	if (s->objs.at[obj].depth < s->notch->depth)
		return CE_NONE;
	for (uint32_t a = obj; how.type && has_parent(s, a); a = s->objs.at[a].parent)
		if (s->objs.at[a].type == how.type)
			return a;
	for (uint32_t a = obj; has_parent(s, a); a = s->objs.at[a].parent)
		if (s->objs.at[a].made_by == off && s->objs.at[a].number == how.number &&
		    s->objs.at[a].type == how.type)
			return a;
	return CE_NONE;
}

static void add_origin(solver *s, uint32_t child, uint32_t obj, ce_offid off)
{
	object *c = &s->objs.at[child];

	for (uint32_t i = 0; i < c->origins.n; i++)
		if (c->origins.at[i].obj == obj && c->origins.at[i].off == off)
			return;
	ce_push(&c->origins, ((origin){obj, off}));
}

/* There is a shorter way to the object, so to all that is loaded from it. */
static void raise_level(solver *s, uint32_t obj, int8_t level)
{
	s->objs.at[obj].level = level;
	for (uint32_t i = 0; i < s->objs.n; i++)
		for (uint32_t k = 0; k < s->objs.at[i].origins.n && s->objs.at[i].level > level + 1; k++)
			if (s->objs.at[i].origins.at[k].obj == obj)
				raise_level(s, i, (int8_t)(level + 1));
}

static uint32_t make_child(solver *s, uint32_t obj, ce_offid off, how_read how, bool exact)
{
	const object from = s->objs.at[obj]; /* the array may move */
	uint64_t name = ce_mix(ce_off_hash(s->p->offs.at.at[off]), exact ? 'c' : 'm');
	uint32_t child;
	object *o;

	name = ce_mix(exact ? from.name : s->objs.at[from.root].name, name + how.number);
	name = joined_name(s, how.type ? ce_mix(name, how.type) : name, CE_OBJ_CHILD);
	child = ce_map_get(&s->obj_index, ce_mix(name, CE_OBJ_CHILD));
	if (child != CE_NONE)
		return child;
	child = obj_new(s, CE_OBJ_CHILD, 0, name);
	o = &s->objs.at[child];
	o->root = from.root;
	o->parent = exact ? obj : from.root;
	o->depth = (uint8_t)(from.depth < 200 ? from.depth + 1 : 200);
	o->level = (int8_t)(from.level < 100 ? from.level + 1 : 100);
	o->made_by = off;
	o->int_only = how.as_int;
	o->number = how.number;
	o->piece = how.piece;
	o->type = how.type;
	if (++s->nkids > s->notch->kids)
		s->failed = true;
	return child;
}

/*
 * What `obj` held at `off` at entry. Names do not depend on the order in which
 * loads are met: exact down to notch->depth, below that one object per root and
 * offset (so that function pointers and data, which live at different offsets,
 * are not merged), at coarse notches one per root, which still has fields.
 * What was read as an integer is another object (A8); so is what was read as a pointer to another
 * struct, but not at coarse notches, where it would be one more in every set.
 */
uint32_t obj_child(solver *s, uint32_t obj, ce_offid off, how_read how)
{
	bool exact = s->objs.at[obj].depth < s->notch->depth;
	uint32_t child;

	if (s->notch->one_rest || s->notch->absorbs)
		how.type = 0;
	child = same_ancestor(s, obj, off, how);
	if (child == CE_NONE) {
		if (!exact && s->notch->one_rest)
			off = CE_OFFID_ANY;
		child = make_child(s, obj, off, how, exact);
	}
	add_origin(s, child, obj, off);
	if (!how.as_int)
		s->objs.at[child].int_only = false;
	if (!how.piece)
		s->objs.at[child].piece = false;
	s->objs.at[child].late |= !how.first;
	if (s->objs.at[child].level > s->objs.at[obj].level + 1)
		raise_level(s, child, (int8_t)(s->objs.at[obj].level + 1));
	return child;
}
