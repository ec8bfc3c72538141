/*
 * summarize_flows.c - stores and copies into memory that callers can see.
 */
#include "solve/summarize.h"

#include <stdlib.h>

static void keep_store(builder *b, raw_store r)
{
	if (r.cls == CE_NONE)
		return;
	ce_push(&b->stores, r);
	use_object(b, val_obj(one_form(b, val_make(b->s->cells.at[r.cell].obj, 0))));
	use_class(b, r.cls);
}

/* ---- what is stored anywhere in an object ------------------------------------------
 *
 * Who reads one of its places finds that as well: that the same is stored there says no more. */

static bool is_anywhere(const builder *b, uint32_t c)
{
	const cell *at = &b->s->cells.at[c];
	ce_offid off = told_place(b->s, at->obj, at->off);

	return val_off(one_form(b, val_make(at->obj, off))) == CE_OFFID_ANY && at->size == b->s->width;
}

/* Stores into the cell, if others see them: pushes the values of one of them. */
static uint32_t push_stored(builder *b, uint32_t c, uint32_t k)
{
	const cell *at = &b->s->cells.at[c];

	return push_vals(b, b->s->stores.at[k].src, at->obj, at->off, is_global(b, at->obj) ? NO_GLOBALS : 0);
}

static uint64_t anywhere_key(uint32_t obj, ce_val v, bool typed)
{
	return ce_mix(v, (uint64_t)obj << 1 | typed);
}

static void note_anywhere(builder *b, uint32_t c)
{
	const solver *s = b->s;
	uint32_t obj = s->cells.at[c].obj;

	for (uint32_t k = s->cells.at[c].stores; k; k = s->stores.at[k].next) {
		const store *t = &s->stores.at[k];
		uint32_t n = t->how & CE_EDGE_UPDATE || is_gone(s, obj, t) ? 0 : push_stored(b, c, k);

		for (; n; n--) {
			ce_val v = b->vals.at[--b->vals.n];

			ce_map_put(&b->anywhere, anywhere_key(obj, v, true), 0);
			if (!(t->how & CE_EDGE_TYPED))
				ce_map_put(&b->anywhere, anywhere_key(obj, v, false), 0);
		}
	}
}

static void find_anywhere(builder *b)
{
	const solver *s = b->s;

	for (uint32_t i = 0; i < s->objs.n; i++)
		if (s->objs.at[i].ncells > 1 && exported(b, i) && visible(b, i))
			for (uint32_t c = s->objs.at[i].cells; c != CE_NONE; c = s->cells.at[c].next)
				if (is_anywhere(b, c))
					note_anywhere(b, c);
}

/* Reports whether all of the last n pushed values are stored anywhere in the object. */
static bool says_no_more(const builder *b, uint32_t obj, uint32_t n, bool typed)
{
	for (uint32_t i = b->vals.n - n; i < b->vals.n; i++)
		if (ce_map_get(&b->anywhere, anywhere_key(obj, b->vals.at[i], typed)) == CE_NONE)
			return false;
	return true;
}

static void stores_of_cell(builder *b, uint32_t c)
{
	const solver *s = b->s;
	bool anywhere = is_anywhere(b, c);

	for (uint32_t k = s->cells.at[c].stores; k; k = s->stores.at[k].next) {
		raw_store r = {.cell = c,
		               .store = k,
		               .gone = is_gone(s, s->cells.at[c].obj, &s->stores.at[k]),
		               .update = s->stores.at[k].how & CE_EDGE_UPDATE,
		               .typed = s->stores.at[k].how & CE_EDGE_TYPED};
		uint32_t n = push_stored(b, c, k);

		if (!anywhere && says_no_more(b, s->cells.at[c].obj, n, r.typed)) {
			b->vals.n -= n;
			continue;
		}
		r.cls = intern_class(b, n);
		keep_store(b, r);
	}
}

static void collect_each_store(builder *b)
{
	const solver *s = b->s;

	for (uint32_t i = 0; i < s->objs.n; i++)
		if (exported(b, i) && visible(b, i))
			for (uint32_t c = s->objs.at[i].cells; c != CE_NONE; c = s->cells.at[c].next)
				stores_of_cell(b, c);
}

/* The class of where so much of the move goes that is so far from its beginning. */
static uint32_t class_of_dst(builder *b, const move *m, uint64_t at, int filter)
{
	const node *d = &b->s->nodes.at[m->dst];
	uint32_t count = 0;

	if (!at)
		return class_of(b, m->dst, filter);
	for (uint32_t i = 0; i < d->n; i++)
		if (passes(b, val_obj(d->vals[i]), filter)) {
			ce_push(&b->vals, one_form(b, piece_to(b->s, m, d->vals[i], at)));
			count++;
		}
	return intern_class(b, count);
}

static uint32_t class_of_src(builder *b, const piece *from, uint32_t n, int filter)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < n; i++)
		if (passes(b, val_obj(from[i].src), filter)) {
			ce_push(&b->vals, one_form(b, from[i].src));
			count++;
		}
	return intern_class(b, count);
}

/* Pieces that go to the same place. */
static void add_move_of(builder *b, const move *m, const piece *from, uint32_t n, int dst, int src)
{
	ce_sum_move t = {.size = from->size, .note = m->note};
	uint64_t key;

	t.dst = class_of_dst(b, m, from->at, WRITTEN | dst);
	t.src = t.dst == CE_NONE ? CE_NONE : class_of_src(b, from, n, NO_CODE | src);
	if (t.src == CE_NONE)
		return;
	key = ce_mix((uint64_t)t.dst << 32 | t.src, t.size);
	if (ce_map_get(&b->move_index, key) != CE_NONE)
		return;
	ce_map_put(&b->move_index, key, 0);
	use_class(b, t.dst);
	use_class(b, t.src);
	ce_push(&b->out->moves, t);
}

static int compare_pieces(const void *a, const void *b)
{
	const piece *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->size == y->size ? 0 : x->size > y->size ? -1 : 1;
}

static void collect_each_move(builder *b)
{
	pieces from = {0};

	for (uint32_t i = 0; i < b->s->moves.n; i++) {
		const move *m = &b->s->moves.at[i];

		pieces_of_move(b->s, b->relay, m, &from);
		if (from.n)
			qsort(from.at, from.n, sizeof *from.at, compare_pieces);
		for (uint32_t k = 0, end; k < from.n; k = end) {
			for (end = k + 1; end < from.n && !compare_pieces(&from.at[k], &from.at[end]);)
				end++;
			add_move_of(b, m, &from.at[k], end - k, NO_GLOBALS, 0);
			add_move_of(b, m, &from.at[k], end - k, ONLY_GLOBALS, NO_GLOBALS);
		}
	}
	ce_vec_free(&from);
}

/* ---- one form for one content ----------------------------------------------------
 *
 * In a recursion a summary is compared with the one before, so what it says must
 * not depend on how it came about: each place has one store, and one move, of all
 * that may arrive there. */

typedef struct flow {
	ce_val dst, src;
	uint32_t cell, store; /* of a store, */
	uint32_t size;        /* its bytes, */
	const move *move;     /* or of a move, */
	uint64_t bytes;       /* and its */
} flow;

typedef CE_VEC(flow) flows;

static int compare_vals(const ce_offs *t, ce_val a, ce_val b)
{
	if (val_obj(a) != val_obj(b))
		return val_obj(a) < val_obj(b) ? -1 : 1;
	return a == b ? 0 : ce_off_compare(&t->at.at[val_off(a)], &t->at.at[val_off(b)]);
}

static int compare_flows(const void *a, const void *b, void *offs)
{
	const flow *x = a, *y = b;
	int by = compare_vals(offs, x->dst, y->dst);

	if (by)
		return by;
	if (x->size != y->size)
		return x->size < y->size ? -1 : 1;
	return compare_vals(offs, x->src, y->src);
}

/* The end of the flows to one place, which starts at i; their sources are pushed. */
static uint32_t push_sources(builder *b, const flows *f, uint32_t i)
{
	uint32_t end = i;

	for (; end < f->n && f->at[end].dst == f->at[i].dst && f->at[end].size == f->at[i].size; end++)
		ce_push(&b->vals, f->at[end].src);
	return end;
}

static void sort_flows(const builder *b, flows *f)
{
	if (f->n)
		qsort_r(f->at, f->n, sizeof *f->at, compare_flows, &b->s->p->offs);
}

/* Many pointers into one object bring the same value to the same place: once is enough. `what` tells
 * flows apart that are alike otherwise. */
static void add_flow(flows *f, ce_map *have, flow x, uint64_t what)
{
	uint32_t *at = ce_map_at(have, ce_mix(ce_mix(x.dst, x.src), what));

	if (*at != CE_NONE)
		return;
	*at = 0;
	ce_push(f, x);
}

static void flows_of_store(builder *b, flows *f, ce_map *have, uint32_t c, uint32_t k)
{
	const solver *s = b->s;
	const cell *to = &s->cells.at[c];
	const node *n = &s->nodes.at[s->stores.at[k].src];
	int filter = is_global(b, to->obj) ? NO_GLOBALS : 0;
	bool gone = n->n && is_gone(s, to->obj, &s->stores.at[k]);
	uint64_t how = s->stores.at[k].how & (CE_EDGE_UPDATE | CE_EDGE_TYPED);

	for (uint32_t i = 0; i < n->n; i++)
		if (passes(b, val_obj(n->vals[i]), filter) && !own_content(s, n->vals[i], to->obj, to->off))
			add_flow(f, have,
			         (flow){one_form(b, val_make(to->obj, to->off)),
			                stored_form(b, n->vals[i], to->obj, to->off), c, k, to->size, NULL,
			                0},
			         (uint64_t)to->size << 10 | how << 1 | gone);
}

static void collect_stores_merged(builder *b)
{
	const solver *s = b->s;
	flows f = {0};
	ce_map have = {0};

	for (uint32_t i = 0; i < s->objs.n; i++)
		if (exported(b, i) && visible(b, i))
			for (uint32_t c = s->objs.at[i].cells; c != CE_NONE; c = s->cells.at[c].next)
				for (uint32_t k = s->cells.at[c].stores; k; k = s->stores.at[k].next)
					flows_of_store(b, &f, &have, c, k);
	ce_map_free(&have);
	sort_flows(b, &f);
	for (uint32_t i = 0, next; i < f.n; i = next) {
		uint32_t obj = s->cells.at[f.at[i].cell].obj;
		raw_store r = {.cell = f.at[i].cell,
		               .store = f.at[i].store,
		               .gone = true,
		               .update = true,
		               .typed = true};

		next = push_sources(b, &f, i);
		for (uint32_t k = i; k < next; k++) {
			const store *from = &s->stores.at[f.at[k].store];

			r.gone &= is_gone(s, s->cells.at[f.at[k].cell].obj, from);
			r.update &= (from->how & CE_EDGE_UPDATE) != 0;
			r.typed &= (from->how & CE_EDGE_TYPED) != 0;
		}
		if (!is_anywhere(b, r.cell) && says_no_more(b, obj, next - i, r.typed)) {
			b->vals.n -= next - i;
			continue;
		}
		r.cls = intern_class(b, next - i);
		keep_store(b, r);
	}
	ce_vec_free(&f);
}

static void flows_of_move(builder *b, flows *f, ce_map *have, const move *m, const piece *from)
{
	const node *d = &b->s->nodes.at[m->dst];

	for (uint32_t k = 0; k < d->n; k++) {
		ce_val dst = piece_to(b->s, m, d->vals[k], from->at);
		int filter = NO_CODE | (is_global(b, val_obj(dst)) ? NO_GLOBALS : 0);

		if (passes(b, val_obj(dst), WRITTEN) && passes(b, val_obj(from->src), filter))
			add_flow(f, have,
			         (flow){.dst = one_form(b, dst),
			                .src = one_form(b, from->src),
			                .move = m,
			                .bytes = from->size},
			         from->size);
	}
}

static void collect_moves_merged(builder *b)
{
	flows f = {0};
	ce_map have = {0};
	pieces from = {0};

	for (uint32_t i = 0; i < b->s->moves.n; i++) {
		pieces_of_move(b->s, b->relay, &b->s->moves.at[i], &from);
		for (uint32_t k = 0; k < from.n; k++)
			flows_of_move(b, &f, &have, &b->s->moves.at[i], &from.at[k]);
	}
	ce_vec_free(&from);
	ce_map_free(&have);
	sort_flows(b, &f);
	for (uint32_t i = 0, next; i < f.n; i = next) {
		ce_sum_move t = {.note = f.at[i].move->note};

		next = push_sources(b, &f, i);
		t.src = intern_class(b, next - i);
		ce_push(&b->vals, f.at[i].dst);
		t.dst = intern_class(b, 1);
		for (uint32_t k = i; k < next; k++)
			t.size = f.at[k].bytes > t.size ? f.at[k].bytes : t.size;
		use_class(b, t.dst);
		use_class(b, t.src);
		ce_push(&b->out->moves, t);
	}
	ce_vec_free(&f);
}

void collect_stores(builder *b)
{
	find_anywhere(b);
	if (b->s->widening)
		collect_stores_merged(b);
	else
		collect_each_store(b);
}

void collect_moves(builder *b)
{
	if (b->s->widening)
		collect_moves_merged(b);
	else
		collect_each_move(b);
}
