/*
 * summarize.c - the part of a solved function that its callers can see.
 *
 * What is kept is put into one order, by name, so that equal effects give equal
 * summaries.
 */
#include "solve/summarize.h"

#include <stdlib.h>

static bool told(const builder *b, const ce_sum_leak *t)
{
	for (uint32_t k = 0; k < b->out->leaks.n; k++) {
		const ce_sum_leak *o = &b->out->leaks.at[k];

		if (o->cls == t->cls && o->category == t->category && o->taken == t->taken &&
		    (b->s->widening || o->who == t->who))
			return true;
	}
	return false;
}

static void collect_leaks(builder *b)
{
	const solver *s = b->s;

	for (uint32_t i = 0; i < s->leaks.n; i++) {
		const leak *l = &s->leaks.at[i];
		ce_sum_leak t = {.cls = class_of(b, l->node, NO_GLOBALS | LEAKED),
		                 .category = l->category,
		                 .who = l->who,
		                 .taken = l->taken,
		                 .note = l->note};

		if (t.cls == CE_NONE || told(b, &t))
			continue;
		use_class(b, t.cls);
		ce_push(&b->out->leaks, t);
	}
}

/* ---- emitting, in the order of names -------------------------------------------- */

typedef struct named {
	uint64_t name;
	uint32_t obj;
	uint8_t kind;
} named;

static int compare_named(const void *a, const void *b)
{
	const named *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return x->name < y->name ? -1 : x->name > y->name;
}

static void emit_objects(builder *b)
{
	const solver *s = b->s;
	CE_VEC(named) order = {0};

	for (uint32_t i = 0; i < s->objs.n; i++)
		if (b->used[i])
			ce_push(&order, ((named){s->objs.at[i].name, i, s->objs.at[i].kind}));
	if (order.n)
		qsort(order.at, order.n, sizeof *order.at, compare_named);
	for (uint32_t i = 0; i < order.n; i++)
		b->index[order.at[i].obj] = i;
	for (uint32_t i = 0; i < order.n; i++) {
		const object *o = &s->objs.at[order.at[i].obj];
		ce_sum_obj made = {.kind = o->kind,
		                   .int_only = o->kind == CE_OBJ_CHILD && o->int_only,
		                   .first = o->kind == CE_OBJ_CHILD && !o->late,
		                   .number = o->number,
		                   .piece = o->piece,
		                   .type = o->type,
		                   .id = o->kind == CE_OBJ_HEAP || o->kind == CE_OBJ_LOCAL ? 0 : o->id,
		                   .name = o->name,
		                   .made_by_call = o->made_by_call,
		                   .also = b->also[order.at[i].obj] - 1,
		                   .origins = b->out->origins.n};

		for (uint32_t k = 0; k < o->origins.n; k++) {
			origin at = o->origins.at[k];

			if (b->used[b->alike[at.obj]])
				ce_push(&b->out->origins, ((ce_origin){b->index[b->alike[at.obj]],
				                                       told_place(s, at.obj, at.off)}));
		}
		made.norigins = b->out->origins.n - made.origins;
		ce_push(&b->out->objs, made);
	}
	ce_vec_free(&order);
}

static ce_sum_val sum_val(const builder *b, ce_val v)
{
	return (ce_sum_val){b->index[val_obj(v)], val_off(v)};
}

static int compare_offs(const void *a, const void *b, void *offs)
{
	const ce_val *x = a, *y = b;
	const ce_offs *t = offs;

	return ce_off_compare(&t->at.at[val_off(*x)], &t->at.at[val_off(*y)]);
}

/* By object; those of one by the offsets themselves, whose numbers depend on who met them first. */
static void sort_vals(ce_offs *offs, ce_val *at, uint32_t n)
{
	ce_sort_u64(at, n);
	for (uint32_t i = 0, next; i < n; i = next) {
		for (next = i + 1; next < n && val_obj(at[next]) == val_obj(at[i]); next++)
			;
		if (next - i > 1)
			qsort_r(at + i, next - i, sizeof *at, compare_offs, offs);
	}
}

static void emit_classes(builder *b)
{
	ce_summary *m = b->out;
	CE_VEC(uint64_t) vals = {0}; /* as they are sorted: by object, then by offset */

	for (uint32_t i = 0; i < b->classes.n; i++) {
		ce_sum_class c = {m->vals.n, 0};

		vals.n = 0;
		for (uint32_t k = 0; k < b->classes.at[i].nvals; k++) {
			ce_val v = b->vals.at[b->classes.at[i].vals + k];

			if (b->used[val_obj(v)]) /* else a class nobody uses */
				ce_push(&vals, val_make(b->index[val_obj(v)], val_off(v)));
		}
		sort_vals(&b->s->p->offs, vals.at, vals.n);
		for (; c.nvals < vals.n; c.nvals++)
			ce_push(&m->vals,
			        ((ce_sum_val){val_obj(vals.at[c.nvals]), val_off(vals.at[c.nvals])}));
		ce_push(&m->classes, c);
	}
	ce_vec_free(&vals);
}

static void emit_stores(builder *b)
{
	const solver *s = b->s;
	ce_map have = {0};

	for (uint32_t i = 0; i < b->stores.n; i++) {
		const raw_store *r = &b->stores.at[i];
		const cell *c = &s->cells.at[r->cell];
		ce_sum_store t = {
			.at = sum_val(b, one_form(b, val_make(c->obj, told_place(s, c->obj, c->off)))),
			.cls = r->cls,
			.note = s->stores.at[r->store].note,
			.transient = r->gone,
			.update = r->update,
			.typed = r->typed,
			.size = (uint8_t)c->size};
		uint32_t *at = ce_map_at(&have, ce_mix(val_make(t.at.obj, t.at.off),
		                                       (uint64_t)t.cls << 32 | (uint64_t)t.size << 3 |
		                                               (uint64_t)t.typed << 2 |
		                                               (uint64_t)t.update << 1 | t.transient));

		if (*at != CE_NONE)
			continue;
		*at = 0;
		ce_push(&b->out->stores, t);
	}
	ce_map_free(&have);
}

/* The result of an open call names the call by its place among the open ones. */
static void number_results(builder *b)
{
	const solver *s = b->s;

	for (uint32_t i = 0; i < s->calls.n; i++)
		if (s->calls.at[i].open && b->used[s->calls.at[i].ret_obj])
			b->out->objs.at[b->index[s->calls.at[i].ret_obj]].id = b->open_of[i];
}

/* Objects whose contents callers or others can see. */
static bool *seen_outside(const builder *b)
{
	bool *seen = ce_calloc(b->s->objs.n, sizeof *seen);

	for (uint32_t i = 0; i < b->s->objs.n; i++)
		seen[i] = exported(b, i);
	return seen;
}

ce_summary *summarize(const solver *s)
{
	builder b = {.s = s, .out = ce_calloc(1, sizeof *b.out)};
	bool *seen;

	b.keep = ce_calloc(s->objs.n, sizeof *b.keep);
	b.relay = ce_calloc(s->objs.n, sizeof *b.relay);
	b.outward = ce_calloc(s->objs.n, sizeof *b.outward);
	b.alike = ce_calloc(s->objs.n, sizeof *b.alike);
	b.also = ce_calloc(s->objs.n, sizeof *b.also);
	b.used = ce_calloc(s->objs.n, sizeof *b.used);
	b.index = ce_calloc(s->objs.n, sizeof *b.index);
	b.node_class = ce_calloc(s->nodes.n, sizeof *b.node_class);
	find_kept(&b);
	if (s->widening || s->notch->one_rest)
		find_outward(&b);
	find_alike(&b);
	seen = seen_outside(&b);
	collect_effects(s, seen, b.relay, &b.out->effects);
	free(seen);
	collect_stores(&b);
	collect_moves(&b);
	collect_leaks(&b);
	collect_opens(&b);
	b.out->casts = s->casts;
	b.out->keeps = s->keeps;
	for (uint32_t i = 0; i < s->func->nrets; i++) {
		uint32_t cls = class_of(&b, ce_func_ret_node(s->func, i), 0);

		use_class(&b, cls);
		ce_push(&b.out->rets, cls);
	}
	for (uint32_t i = 0; i < s->backs.n; i++)
		ce_push(&b.out->backs, s->backs.at[i]);
	emit_objects(&b);
	emit_classes(&b);
	emit_stores(&b);
	number_results(&b);
	free(b.keep);
	free(b.relay);
	free(b.outward);
	free(b.alike);
	free(b.also);
	free(b.used);
	free(b.index);
	free(b.node_class);
	free(b.open_of);
	ce_vec_free(&b.vals);
	ce_vec_free(&b.classes);
	ce_map_free(&b.class_index);
	ce_map_free(&b.move_index);
	ce_map_free(&b.anywhere);
	ce_vec_free(&b.stores);
	b.out->print = summary_print(b.out);
	return b.out;
}

void ce_summary_free(ce_summary *m)
{
	if (!m)
		return;
	ce_vec_free(&m->objs);
	ce_vec_free(&m->origins);
	ce_vec_free(&m->vals);
	ce_vec_free(&m->classes);
	ce_vec_free(&m->stores);
	ce_vec_free(&m->moves);
	ce_vec_free(&m->leaks);
	ce_vec_free(&m->opens);
	ce_vec_free(&m->lists);
	ce_vec_free(&m->rets);
	ce_vec_free(&m->backs);
	ce_vec_free(&m->effects);
	free(m);
}
