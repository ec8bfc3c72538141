/*
 * summarize.c - the part of a solved function that its callers can see.
 *
 * Private memory is dropped: heap objects that nobody outside can reach when the
 * function returns, and locals that nobody could look into while they lived. What is kept is
 * put into one order, by name, so that equal effects give equal summaries.
 */
#include "solve/solver.h"

#include <stdlib.h>

typedef struct raw_store {
	uint32_t cell, store, cls;
} raw_store;

typedef struct builder {
	const solver *s;
	ce_summary *out;
	bool *keep;          /* private objects that are exported */
	bool *used;          /* objects that something refers to */
	uint32_t *index;     /* object -> number in the summary */
	CE_VEC(ce_val) vals; /* of raw classes, in solver objects */
	CE_VEC(ce_sum_class) classes;
	ce_map class_index;   /* content hash -> raw class */
	uint32_t *node_class; /* node -> raw class + 1; 0: not made */
	CE_VEC(raw_store) stores;
	ce_map move_index;
	uint32_t *open_of; /* call -> number of the open call in the summary */
} builder;

/* ---- what is kept ------------------------------------------------------------- */

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

static void keep_object(builder *b, uint32_t obj, bool locals)
{
	const object *o = &b->s->objs.at[obj];

	if (!is_private(o) || b->keep[obj] || (o->kind != CE_OBJ_HEAP && !locals))
		return;
	b->keep[obj] = true;
	for (uint32_t c = o->cells; c != CE_NONE; c = b->s->cells.at[c].next)
		for (uint32_t k = b->s->cells.at[c].stores; k; k = b->s->stores.at[k].next)
			keep_node(b, b->s->stores.at[k].src, locals);
	for (uint32_t k = o->copies; k; k = b->s->copies.at[k].next)
		keep_node(b, b->s->moves.at[b->s->copies.at[k].move].src, true);
}

/* Whether stores into the object can be seen by a caller. */
static bool exported(const builder *b, uint32_t obj)
{
	const object *o = &b->s->objs.at[obj];

	switch ((ce_obj_kind)o->kind) {
	case CE_OBJ_LOCAL:
	case CE_OBJ_HEAP:
		return b->keep[obj];
	case CE_OBJ_PARAM: /* a by-value copy dies with the call */
		return !is_byval(o) || b->keep[obj];
	case CE_OBJ_GLOBAL:
		return !b->s->p->gls.at[o->id].constant;
	case CE_OBJ_FUNC:
		return false;
	default:
		return true;
	}
}

static void find_kept(builder *b)
{
	const solver *s = b->s;

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
			for (uint32_t k = s->objs.at[i].copies; k; k = s->copies.at[k].next)
				keep_node(b, s->moves.at[s->copies.at[k].move].src, true);
}

/* ---- values --------------------------------------------------------------------- */

static bool visible(const builder *b, uint32_t obj)
{
	const object *o = &b->s->objs.at[obj];
	const ce_gl *g;

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
		g = &b->s->p->gls.at[o->id];
		return !g->constant || g->contents.n;
	default:
		return true;
	}
}

static void use_object(builder *b, uint32_t obj)
{
	const object *o = &b->s->objs.at[obj];

	if (b->used[obj])
		return;
	b->used[obj] = true;
	/* A by-value copy is nobody's value, but its fields come from somewhere. */
	for (uint32_t i = 0; i < o->origins.n; i++)
		if (visible(b, o->origins.at[i].obj) ||
		    b->s->objs.at[o->origins.at[i].obj].kind == CE_OBJ_PARAM)
			use_object(b, o->origins.at[i].obj);
}

/* Reports whether v is what its own place held at entry: storing it back there
 * changes nothing. */
static bool own_content(const builder *b, ce_val v, uint32_t obj, ce_offid off)
{
	const object *o = &b->s->objs.at[val_obj(v)];

	if (val_off(v) != CE_OFFID_ZERO)
		return false;
	for (uint32_t i = 0; i < o->origins.n; i++)
		if (o->origins.at[i].obj == obj && o->origins.at[i].off == off)
			return ce_off_exact(b->s->p->offs.at.at[off]);
	return false;
}

static int compare_vals(const void *a, const void *b)
{
	ce_val x = *(const ce_val *)a, y = *(const ce_val *)b;

	return x < y ? -1 : x > y;
}

static bool same_class(const builder *b, uint32_t cls, const ce_val *vals, uint32_t n)
{
	const ce_sum_class *c = &b->classes.at[cls];

	return c->nvals == n && memcmp(b->vals.at + c->vals, vals, n * sizeof *vals) == 0;
}

/* The class of the last n pushed values; takes them back if it exists already. */
static uint32_t intern_class(builder *b, uint32_t n)
{
	ce_val *vals = b->vals.at + b->vals.n - n;
	uint64_t key = n;

	if (n == 0)
		return CE_NONE;
	qsort(vals, n, sizeof *vals, compare_vals);
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

enum { ONLY_SYMBOLIC = 1, NO_CODE = 2, WRITTEN = 4 };

/* The visible values of a node; obj/off: the place they are stored in. */
static uint32_t class_of(builder *b, uint32_t node_index, uint32_t obj, ce_offid off, int filter)
{
	const node *n;
	uint32_t count = 0;
	bool plain = true;

	if (node_index == CE_NONE)
		return CE_NONE;
	n = &b->s->nodes.at[node_index];
	if (!filter && b->node_class[node_index] && obj == CE_NONE)
		return b->node_class[node_index] - 1;
	for (uint32_t i = 0; i < n->n; i++) {
		const object *o = &b->s->objs.at[val_obj(n->vals[i])];

		if (!visible(b, val_obj(n->vals[i])))
			continue;
		if ((filter & WRITTEN) && !exported(b, val_obj(n->vals[i])))
			continue;
		if (obj != CE_NONE && own_content(b, n->vals[i], obj, off)) {
			plain = false;
			continue;
		}
		if ((filter & ONLY_SYMBOLIC) &&
		    (o->kind == CE_OBJ_FUNC || o->kind == CE_OBJ_GLOBAL || o->kind == CE_OBJ_OUTSIDE ||
		     b->s->objs.at[o->root].kind == CE_OBJ_GLOBAL))
			continue; /* resolved here already */
		if ((filter & NO_CODE) && o->kind == CE_OBJ_FUNC)
			continue;
		ce_push(&b->vals, n->vals[i]);
		count++;
	}
	count = intern_class(b, count);
	if (!filter && plain)
		b->node_class[node_index] = count + 1; /* CE_NONE + 1 is 0: made again, cheap */
	return count;
}

static void use_class(builder *b, uint32_t cls)
{
	if (cls == CE_NONE)
		return;
	for (uint32_t i = 0; i < b->classes.at[cls].nvals; i++)
		use_object(b, val_obj(b->vals.at[b->classes.at[cls].vals + i]));
}

/* ---- collecting --------------------------------------------------------------- */

static void collect_stores(builder *b)
{
	const solver *s = b->s;

	for (uint32_t i = 0; i < s->objs.n; i++) {
		if (!exported(b, i) || !visible(b, i))
			continue;
		for (uint32_t c = s->objs.at[i].cells; c != CE_NONE; c = s->cells.at[c].next)
			for (uint32_t k = s->cells.at[c].stores; k; k = s->stores.at[k].next) {
				uint32_t cls = class_of(b, s->stores.at[k].src, i, s->cells.at[c].off, 0);

				if (cls == CE_NONE)
					continue;
				ce_push(&b->stores, ((raw_store){c, k, cls}));
				use_object(b, i);
				use_class(b, cls);
			}
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
		                   .id = o->kind == CE_OBJ_HEAP || o->kind == CE_OBJ_LOCAL ? 0 : o->id,
		                   .name = o->name,
		                   .origins = b->out->origins.n};

		for (uint32_t k = 0; k < o->origins.n; k++)
			if (b->used[o->origins.at[k].obj])
				ce_push(&b->out->origins,
				        ((ce_origin){b->index[o->origins.at[k].obj], o->origins.at[k].off}));
		made.norigins = b->out->origins.n - made.origins;
		ce_push(&b->out->objs, made);
	}
	ce_vec_free(&order);
}

static ce_sum_val sum_val(const builder *b, ce_val v)
{
	return (ce_sum_val){b->index[val_obj(v)], val_off(v)};
}

static int compare_sum_vals(const void *a, const void *b)
{
	const ce_sum_val *x = a, *y = b;

	if (x->obj != y->obj)
		return x->obj < y->obj ? -1 : 1;
	return x->off < y->off ? -1 : x->off > y->off;
}

static void emit_classes(builder *b)
{
	ce_summary *m = b->out;

	for (uint32_t i = 0; i < b->classes.n; i++) {
		ce_sum_class c = {m->vals.n, 0};

		for (uint32_t k = 0; k < b->classes.at[i].nvals; k++) {
			ce_val v = b->vals.at[b->classes.at[i].vals + k];

			if (!b->used[val_obj(v)])
				continue; /* a class nobody uses */
			ce_push(&m->vals, sum_val(b, v));
			c.nvals++;
		}
		if (c.nvals)
			qsort(m->vals.at + c.vals, c.nvals, sizeof *m->vals.at, compare_sum_vals);
		ce_push(&m->classes, c);
	}
}

static void emit_stores(builder *b)
{
	const solver *s = b->s;

	for (uint32_t i = 0; i < b->stores.n; i++) {
		const raw_store *r = &b->stores.at[i];
		const cell *c = &s->cells.at[r->cell];
		ce_sum_store t = {.at = {b->index[c->obj], c->off},
		                  .cls = r->cls,
		                  .note = s->stores.at[r->store].note,
		                  .transient = s->stores.at[r->store].transient && transient_holds(s, c->obj),
		                  .size = (uint8_t)c->size};
		bool have = false;

		for (uint32_t k = b->out->stores.n; k-- > 0 && !have;) {
			const ce_sum_store *o = &b->out->stores.at[k];

			if (o->at.obj != t.at.obj || o->at.off != t.at.off)
				break; /* stores of one cell stand together */
			have = o->cls == t.cls && o->transient == t.transient;
		}
		if (!have)
			ce_push(&b->out->stores, t);
	}
}

static void collect_moves(builder *b)
{
	const solver *s = b->s;

	for (uint32_t i = 0; i < s->moves.n; i++) {
		const move *m = &s->moves.at[i];
		ce_sum_move t = {.size = m->size, .note = m->note};
		uint64_t key;

		t.dst = class_of(b, m->dst, CE_NONE, 0, WRITTEN);
		t.src = t.dst == CE_NONE ? CE_NONE : class_of(b, m->src, CE_NONE, 0, NO_CODE);
		if (t.src == CE_NONE)
			continue;
		key = ce_mix((uint64_t)t.dst << 32 | t.src, t.size);
		if (ce_map_get(&b->move_index, key) != CE_NONE)
			continue;
		ce_map_put(&b->move_index, key, 0);
		use_class(b, t.dst);
		use_class(b, t.src);
		ce_push(&b->out->moves, t);
	}
}

static void collect_leaks(builder *b)
{
	const solver *s = b->s;

	for (uint32_t i = 0; i < s->leaks.n; i++) {
		const leak *l = &s->leaks.at[i];
		ce_sum_leak t = {class_of(b, l->node, CE_NONE, 0, NO_CODE), l->category, l->who, l->note};
		bool have = t.cls == CE_NONE;

		for (uint32_t k = 0; k < b->out->leaks.n && !have; k++)
			have = b->out->leaks.at[k].cls == t.cls &&
			       b->out->leaks.at[k].category == t.category && b->out->leaks.at[k].who == t.who;
		if (have)
			continue;
		use_class(b, t.cls);
		ce_push(&b->out->leaks, t);
	}
}

/* ---- open calls ------------------------------------------------------------------ */

/* So many calls through one pointer are told apart; more are one call with all
 * their arguments. (An allocator in a context struct is called a few times, and its
 * results are best kept apart; a write handler may be called from everywhere.) */
enum { MAX_SAME_OPENS = 12 };

static uint64_t class_name(const builder *b, uint32_t cls)
{
	uint64_t h = 'o';

	for (uint32_t i = 0; cls != CE_NONE && i < b->classes.at[cls].nvals; i++) {
		ce_val v = b->vals.at[b->classes.at[cls].vals + i];

		h += ce_mix(b->s->objs.at[val_obj(v)].name, val_off(v)); /* in any order */
	}
	return h;
}

static uint64_t group_of(uint32_t target, const callsite *c)
{
	return ce_mix((uint64_t)target << 32 | c->nargs, c->nrets);
}

/* The values of one argument of all calls of a group. */
static uint32_t union_class(builder *b, const uint32_t *targets, uint64_t group, uint32_t arg)
{
	const solver *s = b->s;
	ce_map seen = {0};
	uint32_t count = 0;

	for (uint32_t i = 0; i < s->calls.n; i++) {
		const callsite *c = &s->calls.at[i];

		if (!c->open || group_of(targets[i], c) != group || c->args[arg] == CE_NONE)
			continue;
		for (uint32_t k = 0; k < s->nodes.at[c->args[arg]].n; k++) {
			ce_val v = s->nodes.at[c->args[arg]].vals[k];

			if (!visible(b, val_obj(v)) || ce_map_get(&seen, v) != CE_NONE)
				continue;
			ce_map_put(&seen, v, 0);
			ce_push(&b->vals, v);
			count++;
		}
	}
	ce_map_free(&seen);
	return intern_class(b, count);
}

static void add_open(builder *b, uint32_t i, uint32_t target, const uint32_t *targets, bool merged)
{
	const callsite *c = &b->s->calls.at[i];
	ce_sum_open o = {.name = c->name,
	                 .target = target,
	                 .nargs = c->nargs,
	                 .nrets = c->nrets,
	                 .tables = call_of_tables(b->s, i),
	                 .note = c->note};

	if (merged)
		o.name = ce_mix(class_name(b, target), ce_mix(c->nargs, c->nrets));
	use_class(b, target);
	o.args = b->out->lists.n;
	for (uint32_t k = 0; k < c->nargs; k++) {
		uint32_t cls = merged ? union_class(b, targets, group_of(target, c), k)
		                      : class_of(b, c->args[k], CE_NONE, 0, 0);

		use_class(b, cls);
		ce_push(&b->out->lists, cls);
	}
	ce_push(&b->out->opens, o);
}

static void collect_opens(builder *b)
{
	const solver *s = b->s;
	uint32_t *targets = ce_calloc(s->calls.n, sizeof *targets);
	ce_map sizes = {0}, firsts = {0};
	bool merged;

	b->open_of = ce_calloc(s->calls.n, sizeof *b->open_of);
	for (uint32_t i = 0; i < s->calls.n; i++) {
		uint32_t *n;

		if (!s->calls.at[i].open)
			continue;
		targets[i] = class_of(b, s->calls.at[i].target, CE_NONE, 0, ONLY_SYMBOLIC);
		n = ce_map_at(&sizes, group_of(targets[i], &s->calls.at[i]));
		*n = *n == CE_NONE ? 1 : *n + 1;
		/* Sticky: in a recursion going back and forth would never end. */
		if (*n > MAX_SAME_OPENS)
			s->p->fns.at[s->fn].merges_opens = true;
	}
	merged = s->p->fns.at[s->fn].merges_opens;
	for (uint32_t i = 0; i < s->calls.n; i++) {
		uint64_t group = group_of(targets[i], &s->calls.at[i]);

		if (!s->calls.at[i].open)
			continue;
		b->open_of[i] = merged ? ce_map_get(&firsts, group) : CE_NONE;
		if (b->open_of[i] != CE_NONE) {
			b->out->opens.at[b->open_of[i]].tables &= call_of_tables(s, i);
			continue;
		}
		b->open_of[i] = b->out->opens.n;
		if (merged)
			ce_map_put(&firsts, group, b->open_of[i]);
		add_open(b, i, targets[i], targets, merged);
	}
	ce_map_free(&sizes);
	ce_map_free(&firsts);
	free(targets);
}

/* The result of an open call names the call by its place among the open ones. */
static void number_results(builder *b)
{
	const solver *s = b->s;

	for (uint32_t i = 0; i < s->calls.n; i++)
		if (s->calls.at[i].open && b->used[s->calls.at[i].ret_obj])
			b->out->objs.at[b->index[s->calls.at[i].ret_obj]].id = b->open_of[i];
}

ce_summary *summarize(const solver *s)
{
	builder b = {.s = s, .out = ce_calloc(1, sizeof *b.out)};

	b.keep = ce_calloc(s->objs.n, sizeof *b.keep);
	b.used = ce_calloc(s->objs.n, sizeof *b.used);
	b.index = ce_calloc(s->objs.n, sizeof *b.index);
	b.node_class = ce_calloc(s->nodes.n, sizeof *b.node_class);
	find_kept(&b);
	collect_stores(&b);
	collect_moves(&b);
	collect_leaks(&b);
	collect_opens(&b);
	for (uint32_t i = 0; i < s->func->nrets; i++) {
		uint32_t cls = class_of(&b, ce_func_ret_node(s->func, i), CE_NONE, 0, 0);

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
	free(b.used);
	free(b.index);
	free(b.node_class);
	free(b.open_of);
	ce_vec_free(&b.vals);
	ce_vec_free(&b.classes);
	ce_map_free(&b.class_index);
	ce_map_free(&b.move_index);
	ce_vec_free(&b.stores);
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
	free(m);
}

/* ---- comparison ------------------------------------------------------------------ */

static uint64_t class_hash(const ce_summary *m, uint32_t cls)
{
	uint64_t h = 17;

	if (cls == CE_NONE)
		return h;
	for (uint32_t i = 0; i < m->classes.at[cls].nvals; i++) {
		const ce_sum_val *v = &m->vals.at[m->classes.at[cls].vals + i];

		h = ce_mix(h, ce_mix(v->obj, v->off));
	}
	return h;
}

/* A fingerprint that does not depend on the order of entries, nor on notes:
 * which of two equal flows was found first is not part of the effect. */
static uint64_t fingerprint(const ce_summary *m)
{
	uint64_t h = m->top;

	for (uint32_t i = 0; i < m->objs.n; i++) {
		const ce_sum_obj *o = &m->objs.at[i];

		h += ce_mix(ce_mix(o->kind, o->name), ce_mix(o->id, o->int_only));
		for (uint32_t k = o->origins; k < o->origins + o->norigins; k++)
			h += ce_mix(ce_mix(i, 3), ce_mix(m->origins.at[k].obj, m->origins.at[k].off));
	}
	for (uint32_t i = 0; i < m->stores.n; i++)
		h += ce_mix(ce_mix(m->stores.at[i].at.obj, m->stores.at[i].at.off),
		            ce_mix(class_hash(m, m->stores.at[i].cls), m->stores.at[i].transient));
	for (uint32_t i = 0; i < m->moves.n; i++)
		h += ce_mix(ce_mix(class_hash(m, m->moves.at[i].dst), class_hash(m, m->moves.at[i].src)),
		            m->moves.at[i].size);
	for (uint32_t i = 0; i < m->leaks.n; i++)
		h += ce_mix(class_hash(m, m->leaks.at[i].cls), ce_mix(m->leaks.at[i].category, 5));
	for (uint32_t i = 0; i < m->opens.n; i++) {
		h += ce_mix(class_hash(m, m->opens.at[i].target),
		            m->opens.at[i].name + m->opens.at[i].tables);
		for (uint32_t k = 0; k < m->opens.at[i].nargs; k++)
			h += ce_mix(ce_mix(k, m->opens.at[i].name),
			            class_hash(m, m->lists.at[m->opens.at[i].args + k]));
	}
	for (uint32_t i = 0; i < m->rets.n; i++)
		h += ce_mix(i + 99, class_hash(m, m->rets.at[i]));
	for (uint32_t i = 0; i < m->backs.n; i++)
		h += ce_mix(m->backs.at[i].kind + 7, m->backs.at[i].id);
	return h;
}

bool summary_equal(const ce_summary *a, const ce_summary *b)
{
	return a->objs.n == b->objs.n && a->stores.n == b->stores.n && a->moves.n == b->moves.n &&
	       a->leaks.n == b->leaks.n && a->opens.n == b->opens.n && fingerprint(a) == fingerprint(b);
}
