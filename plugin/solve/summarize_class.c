/*
 * summarize_class.c - sets of values, each told once.
 */
#include "solve/summarize.h"

#include <stdlib.h>

static ce_val kept_form(const builder *b, ce_val v)
{
	const object *o = &b->s->objs.at[val_obj(v)];

	if (b->outward[o->root] || o->outward)
		return val_make(0, CE_OFFID_ANY);
	return val_make(b->alike[val_obj(v)], o->collapsed ? CE_OFFID_ANY : val_off(v));
}

/* All new memory that one object absorbed is one. */
static ce_val new_memory(const solver *s, ce_val v)
{
	const object *o = &s->objs.at[val_obj(v)];

	return o->kind == CE_OBJ_HEAP ? val_make(s->objs.at[o->into].heap, val_off(v)) : v;
}

/* New memory that became the object: callers bind it to that, too, since the place may be
 * no memory of theirs when it is not stored there (a NULL that is tested). */
static void use_absorbed(builder *b, uint32_t obj)
{
	const solver *s = b->s;
	uint32_t n = 0, cls;

	for (uint32_t i = 0; i < s->objs.n; i++)
		if (s->objs.at[i].into == obj && s->objs.at[i].kind != CE_OBJ_CHILD) {
			ce_push(&b->vals, kept_form(b, new_memory(s, val_make(i, CE_OFFID_ZERO))));
			n++;
		}
	cls = intern_class(b, n);
	b->also[obj] = cls + 1;
	use_class(b, cls);
}

void use_object(builder *b, uint32_t obj)
{
	const object *o = &b->s->objs.at[obj];

	if (b->used[obj])
		return;
	b->used[obj] = true;
	if (stands_for_new(o))
		use_absorbed(b, obj);
	/* A by-value copy is nobody's value, but its fields come from somewhere. */
	for (uint32_t i = 0; i < o->origins.n; i++)
		if (visible(b, o->origins.at[i].obj) ||
		    b->s->objs.at[o->origins.at[i].obj].kind == CE_OBJ_PARAM)
			use_object(b, b->alike[o->origins.at[i].obj]);
}

static bool same_class(const builder *b, uint32_t cls, const ce_val *vals, uint32_t n)
{
	const ce_sum_class *c = &b->classes.at[cls];

	return c->nvals == n && memcmp(b->vals.at + c->vals, vals, n * sizeof *vals) == 0;
}

/* Whether a value says no more than one before it in that order, or the next, do: is_said(). */
static bool is_told(const builder *b, const ce_val *vals, uint32_t kept, const ce_val *v, const ce_val *end)
{
	ce_val any = val_make(val_obj(*v), CE_OFFID_ANY);

	if (kept && vals[kept - 1] == *v)
		return true;
	if (!b->s->notch->one_rest || *v == any)
		return false;
	while (v + 1 < end && v[1] == *v)
		v++;
	return (kept && vals[kept - 1] == any) || (v + 1 < end && v[1] == any);
}

/* Sorts the last n pushed values, takes back those that come twice or add nothing. */
static uint32_t unique_vals(builder *b, uint32_t n)
{
	ce_val *vals = b->vals.at + b->vals.n - n;
	uint32_t kept = 0;

	ce_sort_u64(vals, n);
	for (uint32_t i = 0; i < n; i++)
		if (!is_told(b, vals, kept, vals + i, vals + n) &&
		    !(val_obj(vals[0]) == 0 && as_outside(b->s, val_obj(vals[i]))))
			vals[kept++] = vals[i];
	b->vals.n -= n - kept;
	return kept;
}

/* The class of the last n pushed values; takes them back if it exists already. */
uint32_t intern_class(builder *b, uint32_t n)
{
	ce_val *vals = b->vals.at + b->vals.n - n;
	uint64_t key = n = unique_vals(b, n);

	if (n == 0)
		return CE_NONE;
	for (uint32_t i = 0; i < n; i++)
		key = ce_mix(key, vals[i]);
	for (;; key++) {
		uint32_t *at = ce_map_at(&b->class_index, key);

		if (*at == CE_NONE) {
			*at = b->classes.n;
			ce_push(&b->classes, ((ce_sum_class){b->vals.n - n, n}));
			return b->classes.n - 1;
		}
		if (same_class(b, *at, vals, n)) {
			b->vals.n -= n;
			return *at;
		}
	}
}

/* A value as the summary says it: a collapsed object has one place, an absorbed one is what
 * absorbed it. */
ce_val one_form(const builder *b, ce_val v)
{
	return kept_form(b, absorbed(b->s, v));
}

/* The same of a value that is stored at a place. What that place absorbed must be there
 * itself. */
ce_val stored_form(const builder *b, ce_val v, uint32_t obj, ce_offid off)
{
	const object *o = &b->s->objs.at[val_obj(v)];

	if (o->into == CE_NONE || o->kind == CE_OBJ_CHILD || !loaded_from(b->s, o->into, obj, off))
		return one_form(b, v);
	return kept_form(b, new_memory(b->s, v));
}

/* What is outward is told as itself. */
static ce_val leaked_form(const builder *b, ce_val v)
{
	v = absorbed(b->s, v);
	return val_make(b->alike[val_obj(v)], val_off(v));
}

bool passes(const builder *b, uint32_t obj, int filter)
{
	const object *o = &b->s->objs.at[obj];

	if (!visible(b, obj) || ((filter & WRITTEN) && !exported(b, obj)) ||
	    ((filter & NO_CODE) && o->kind == CE_OBJ_FUNC))
		return false;
	/* What is known here is resolved here already. */
	if ((filter & LEAKED) && o->outward && !b->outward[o->root])
		return true;
	if ((filter & TARGETS) && is_global(b, obj))
		return b->outward[o->root];
	if ((filter & NO_GLOBALS) && is_global(b, obj))
		return false;
	return !(filter & ONLY_GLOBALS) || is_global(b, obj);
}

/* Pushes the values of a node that pass; obj/off: the place they are stored in. */
uint32_t push_vals(builder *b, uint32_t n, uint32_t obj, ce_offid off, int filter)
{
	uint32_t count = 0;

	for (uint32_t i = 0; n != CE_NONE && i < b->s->nodes.at[n].n; i++) {
		ce_val v = b->s->nodes.at[n].vals[i];

		if (!passes(b, val_obj(v), filter) || (obj != CE_NONE && own_content(b->s, v, obj, off)))
			continue;
		ce_push(&b->vals, filter & LEAKED ? leaked_form(b, v) : stored_form(b, v, obj, off));
		count++;
	}
	return count;
}

/* The visible values of a node. */
uint32_t class_of(builder *b, uint32_t n, int filter)
{
	uint32_t cls;

	if (n == CE_NONE)
		return CE_NONE;
	if (!filter && b->node_class[n])
		return b->node_class[n] - 1;
	cls = intern_class(b, push_vals(b, n, CE_NONE, 0, filter));
	if (!filter)
		b->node_class[n] = cls + 1; /* CE_NONE + 1 is 0: made again, cheap */
	return cls;
}

void use_class(builder *b, uint32_t cls)
{
	if (cls == CE_NONE)
		return;
	for (uint32_t i = 0; i < b->classes.at[cls].nvals; i++)
		use_object(b, val_obj(b->vals.at[b->classes.at[cls].vals + i]));
}
