/*
 * bind.c - a callee's summary in the caller's graph: its objects bound to the caller's,
 * its stores, copies, leaks, open calls and results added.
 */
#include "solve/solver.h"

#include "cgoescape/source.h"

/* A place in a summary's object that something is stored in, or that is a value. */
typedef struct bound_place {
	struct bound_place *next; /* of the same object */
	ce_offid off;
	uint32_t n;     /* node */
	uint32_t order; /* among those of the object */
} bound_place;

typedef struct binding {
	solver *s;
	uint32_t call, callee;
	const ce_summary *sum;
	bool same_scc;
	bool itself;          /* widening: the parameters are the function's own */
	uint32_t *objs;       /* summary object -> node, CE_NONE: not yet, */
	uint32_t *classes;    /* class -> node */
	uint32_t *opens;      /* open call -> call of the caller */
	bound_place **places; /* of each object; few have more than two, */
	ce_map place_index;   /* (object, offset) -> node: of those that have many */
	uint32_t va;          /* node of the variadic arguments' address */
} binding;

static uint32_t bind_class(binding *b, uint32_t cls);

/* Of memory that this call makes for this callee. */
static uint64_t own_name(const binding *b, uint64_t what)
{
	return ce_mix(b->s->calls.at[b->call].name, ce_mix(ce_read_fn(b->s->p, b->callee)->name, what));
}

/* The memory in which a variadic callee finds the arguments beyond the fixed. */
static uint32_t variadic_area(binding *b)
{
	solver *s = b->s;
	const ce_func *f = ce_read_fn(s->p, b->callee)->func;
	uint32_t obj;

	if (b->va != CE_NONE)
		return b->va;
	obj = obj_new(s, CE_OBJ_LOCAL, CE_NONE, own_name(b, 'v'));
	b->va = node_const(s, val_make(obj, CE_OFFID_ZERO));
	for (uint32_t i = f->args.n; i < s->calls.at[b->call].nargs; i++)
		if (s->calls.at[b->call].args[i] != CE_NONE)
			store_at(s, val_make(obj, CE_OFFID_ANY), s->calls.at[b->call].args[i], s->width,
			         false, s->calls.at[b->call].note);
	return b->va;
}

/* A struct by value is copied: what the callee does to it, it does to its own. */
static uint32_t byval_copy(binding *b, uint32_t arg, uint32_t n)
{
	solver *s = b->s;
	uint32_t obj = obj_new(s, CE_OBJ_LOCAL, CE_NONE, own_name(b, 0x100 + arg));
	uint32_t copy = node_const(s, val_make(obj, CE_OFFID_ZERO));

	add_move(s, copy, n, ce_read_fn(s->p, b->callee)->func->args.at[arg].size, s->calls.at[b->call].note);
	return copy;
}

static bool made_a_pointer(const ce_func *f, const ce_summary *m, uint32_t arg)
{
	uint32_t param = arg < f->args.n ? f->args.at[arg].param : CE_NONE;

	if (m->casts & ce_arg_bit(arg))
		return true;
	return param < f->params.n && f->params.at[param].flags & CE_PARAM_AS_POINTER;
}

static uint32_t bind_param(binding *b, uint32_t arg)
{
	solver *s = b->s;
	const ce_func *f = ce_read_fn(s->p, b->callee)->func;
	uint32_t n = CE_NONE;

	if (b->itself)
		return arg;
	if (arg == ce_func_va_node(f))
		return variadic_area(b);
	if (arg < s->calls.at[b->call].nargs)
		n = s->calls.at[b->call].args[arg];
	if (n == CE_NONE)
		return node_new(s); /* no pointer: an empty set */
	if (arg < f->args.n && f->args.at[arg].kind == CE_ARG_BYVAL)
		return byval_copy(b, arg, n);
	if (made_a_pointer(f, b->sum, arg))
		add_use(s, n, (use){.kind = USE_CAST});
	return n;
}

static bool is_returned(const ce_summary *m, uint32_t obj)
{
	for (uint32_t i = 0; i < m->rets.n; i++) {
		const ce_sum_class *c = m->rets.at[i] == CE_NONE ? NULL : &m->classes.at[m->rets.at[i]];

		for (uint32_t k = 0; c && k < c->nvals; k++)
			if (m->vals.at[c->vals + k].obj == obj)
				return true;
	}
	return false;
}

/* Heap objects keep their call path, except inside a recursion, where the path
 * would never end. Coarse notches merge what one call brings. What calls with the same pointers leave
 * somewhere is one object: they leave it at the same places. */
static uint32_t bind_heap(binding *b, uint32_t i)
{
	solver *s = b->s;
	const ce_sum_obj *o = &b->sum->objs.at[i];
	const callsite *c = &s->calls.at[b->call];
	bool merge = s->nheaps > s->notch->heaps;
	uint64_t path = c->alike && !is_returned(b->sum, i) ? c->alike : c->name;
	uint64_t name = b->same_scc ? o->name : ce_mix(merge ? 'h' : o->name, path);
	uint32_t before = s->objs.n, obj;

	if (merge && s->notch->one_rest)
		name = ce_mix(own_fn(s)->name, 'H');
	obj = obj_new(s, (ce_obj_kind)o->kind, CE_NONE, name);
	if (obj == before) {
		s->nheaps++;
		s->objs.at[obj].note = c->note;
		s->objs.at[obj].site = c->index;
		s->objs.at[obj].made_by_call = o->made_by_call;
		if (o->kind == CE_OBJ_HEAP && ce_read_fn(s->p, b->callee)->func->flags & CE_FUNC_MODEL) {
			s->objs.at[obj].alloc_fn = b->callee;
			s->objs.at[obj].made_by_call = c->name;
		}
	}
	return node_const(s, val_make(obj, CE_OFFID_ZERO));
}

static uint32_t bind_obj(binding *b, uint32_t i)
{
	solver *s = b->s;
	const ce_sum_obj *o = &b->sum->objs.at[i];
	uint32_t n = b->objs[i];

	if (n != CE_NONE)
		return n;
	switch ((ce_obj_kind)o->kind) {
	case CE_OBJ_OUTSIDE:
		n = node_const(s, val_make(0, CE_OFFID_ANY));
		break;
	case CE_OBJ_PARAM:
		n = bind_param(b, o->id);
		break;
	case CE_OBJ_GLOBAL:
		n = node_const(s, val_make(obj_global(s, o->id), CE_OFFID_ZERO));
		break;
	case CE_OBJ_FUNC:
		n = node_const(s, val_make(obj_func(s, o->id), CE_OFFID_ZERO));
		break;
	case CE_OBJ_LOCAL:
	case CE_OBJ_HEAP:
		n = bind_heap(b, i);
		break;
	case CE_OBJ_RET:
	case CE_OBJ_CHILD:
		n = node_new(s);
		break;
	}
	b->objs[i] = n;
	return n;
}

enum { FEW_PLACES = 8 };

static uint64_t place_key(ce_sum_val v)
{
	return (uint64_t)v.obj << 32 | v.off;
}

/* The node of a place that was bound before, or CE_NONE. */
static uint32_t bound(const binding *b, ce_sum_val v)
{
	const bound_place *p = b->places[v.obj];

	if (p && p->order >= FEW_PLACES)
		return ce_map_get(&b->place_index, place_key(v));
	while (p && p->off != v.off)
		p = p->next;
	return p ? p->n : CE_NONE;
}

static void remember_place(binding *b, ce_sum_val v, uint32_t n)
{
	bound_place *p = ce_arena_alloc(&b->s->arena, sizeof *p), *last = b->places[v.obj];

	*p = (bound_place){last, v.off, n, last ? last->order + 1 : 0};
	b->places[v.obj] = p;
	if (p->order < FEW_PLACES)
		return;
	/* From now on; the first time those before, too. */
	for (uint32_t i = p->order > FEW_PLACES ? FEW_PLACES : 0; i <= FEW_PLACES; i++, p = p->next)
		ce_map_put(&b->place_index, place_key((ce_sum_val){v.obj, p->off}), p->n);
}

static uint32_t bind_val(binding *b, ce_sum_val v)
{
	uint32_t base = bind_obj(b, v.obj), n;

	if (v.off == CE_OFFID_ZERO || b->sum->objs.at[v.obj].kind == CE_OBJ_OUTSIDE)
		return base;
	n = bound(b, v);
	if (n != CE_NONE)
		return n;
	n = node_new(b->s);
	remember_place(b, v, n);
	add_copy(b->s, n, base, v.off, b->s->calls.at[b->call].note);
	return n;
}

static uint32_t bind_class(binding *b, uint32_t cls)
{
	const ce_sum_class *c;
	uint32_t n;

	if (cls == CE_NONE)
		return CE_NONE;
	if (b->classes[cls] != CE_NONE)
		return b->classes[cls];
	c = &b->sum->classes.at[cls];
	if (c->nvals == 1) {
		n = bind_val(b, b->sum->vals.at[c->vals]);
	} else {
		n = node_new(b->s);
		for (uint32_t i = 0; i < c->nvals; i++)
			add_copy(b->s, n, bind_val(b, b->sum->vals.at[c->vals + i]), CE_OFFID_ZERO,
			         b->s->calls.at[b->call].note);
	}
	b->classes[cls] = n;
	return n;
}

/* Children are loads from what their origins are bound to. All objects have
 * their nodes first: origins may form cycles. */
static void bind_children(binding *b)
{
	for (uint32_t i = 0; i < b->sum->objs.n; i++) {
		const ce_sum_obj *o = &b->sum->objs.at[i];

		if (o->kind != CE_OBJ_CHILD)
			continue;
		add_copy(b->s, bind_obj(b, i), bind_class(b, o->also), CE_OFFID_ZERO,
		         b->s->calls.at[b->call].note);
		for (uint32_t k = o->origins; k < o->origins + o->norigins; k++) {
			ce_sum_val from = {b->sum->origins.at[k].obj, b->sum->origins.at[k].off};

			add_load(b->s, bind_obj(b, i), bind_val(b, from), b->s->width,
			         (how_read){o->int_only, o->number, o->type, b->s->calls.at[b->call].early,
			                    o->first && b->s->calls.at[b->call].first, o->piece},
			         b->s->calls.at[b->call].note);
		}
	}
}

static bool result_is_returned(const ce_summary *m, uint32_t open)
{
	for (uint32_t i = 0; i < m->objs.n; i++)
		if (m->objs.at[i].kind == CE_OBJ_RET && m->objs.at[i].id == open)
			return is_returned(m, i);
	return false;
}

/* The caller's call for an open call of the callee. Inside a recursion the same
 * one comes back through many calls: they are one, with the union of arguments. So are those of calls with
 * the same pointers, like new memory: bind_heap(). */
static uint32_t open_instance(binding *b, uint32_t i)
{
	solver *s = b->s;
	const ce_sum_open *o = &b->sum->opens.at[i];
	const callsite *via = &s->calls.at[b->call];
	uint64_t path = via->alike && !result_is_returned(b->sum, i) ? via->alike : via->name;
	uint64_t name = b->same_scc ? o->name : ce_mix(o->name, path);
	bool one = b->same_scc || path != via->name;
	uint32_t *at = ce_map_at(&s->call_index, name);
	callsite c = {
		.name = name,
		.direct = CE_NONE,
		.nargs = o->nargs,
		.nrets = o->nrets,
		.ret_obj = CE_NONE,
		.index = CE_NONE,
		.note = o->note,
		.depth = (uint8_t)(via->depth + 1),
		.tables = o->tables,
	};
	if (one && *at != CE_NONE)
		s->calls.at[*at].tables &= o->tables;
	if (one && *at != CE_NONE && s->calls.at[*at].nargs == o->nargs && s->calls.at[*at].nrets == o->nrets)
		return *at;
	c.args = ce_arena_alloc(&s->arena, (o->nargs + 1) * sizeof *c.args);
	c.rets = ce_arena_alloc(&s->arena, (o->nrets + 1) * sizeof *c.rets);
	for (uint32_t k = 0; k < o->nargs; k++)
		c.args[k] = node_new(s);
	for (uint32_t k = 0; k < o->nrets; k++)
		c.rets[k] = node_new(s);
	c.target = node_new(s);
	if (one)
		*at = s->calls.n;
	ce_push(&s->calls, c);
	add_call_use(s, c.target, s->calls.n - 1, o->note);
	return s->calls.n - 1;
}

static void bind_open(binding *b, uint32_t i)
{
	solver *s = b->s;
	const ce_sum_open *o = &b->sum->opens.at[i];
	uint32_t call = open_instance(b, i);

	for (uint32_t k = 0; k < o->nargs; k++)
		add_copy(s, s->calls.at[call].args[k], bind_class(b, b->sum->lists.at[o->args + k]),
		         CE_OFFID_ZERO, o->note);
	for (uint32_t k = 0; k < b->sum->objs.n; k++)
		if (b->sum->objs.at[k].kind == CE_OBJ_RET && b->sum->objs.at[k].id == i)
			for (uint32_t r = 0; r < o->nrets; r++)
				add_copy(s, bind_obj(b, k), s->calls.at[call].rets[r], CE_OFFID_ZERO,
				         o->note);
	add_copy(s, s->calls.at[call].target, bind_class(b, o->target), CE_OFFID_ZERO, o->note);
}

/* Once all are solved the summary has all that stands against it, and before it has only its own. */
static void bind_backs(binding *b)
{
	const ce_summary *m = b->sum;

	if (!b->s->p->settled)
		add_back(b->s, CE_BACK_CALLEE, b->callee, 0);
	for (uint32_t i = 0; b->s->p->settled && i < m->backs.n; i++)
		add_back(b->s, (ce_back_kind)m->backs.at[i].kind, m->backs.at[i].id, m->backs.at[i].note);
}

static void bind_effects(binding *b)
{
	solver *s = b->s;
	const ce_summary *m = b->sum;

	for (uint32_t i = 0; i < m->stores.n; i++) {
		const ce_sum_store *t = &m->stores.at[i];

		add_store(s, bind_val(b, t->at), bind_class(b, t->cls), t->size,
		          (uint16_t)((t->transient ? CE_EDGE_TRANSIENT | STORE_OVER : 0) |
		                     (t->update ? CE_EDGE_UPDATE : 0) | (t->typed ? CE_EDGE_TYPED : 0)),
		          t->note);
	}
	for (uint32_t i = 0; i < m->moves.n; i++)
		add_move(s, bind_class(b, m->moves.at[i].dst), bind_class(b, m->moves.at[i].src),
		         m->moves.at[i].size, m->moves.at[i].note);
	for (uint32_t i = 0; i < m->leaks.n; i++)
		add_leak(s, bind_class(b, m->leaks.at[i].cls), (ce_category)m->leaks.at[i].category,
		         m->leaks.at[i].who, m->leaks.at[i].note, m->leaks.at[i].taken);
	for (uint32_t i = 0; i < m->opens.n; i++)
		bind_open(b, i);
}

static void bind_results(binding *b)
{
	solver *s = b->s;
	const ce_summary *m = b->sum;

	for (uint32_t i = 0; i < s->calls.at[b->call].nrets; i++) {
		/* A callee seen with another result type: any element may be meant. */
		bool same = m->rets.n == s->calls.at[b->call].nrets;

		for (uint32_t k = 0; k < m->rets.n; k++)
			if ((!same || k == i) && m->rets.at[k] != CE_NONE)
				add_copy(s, s->calls.at[b->call].rets[i], bind_class(b, m->rets.at[k]),
				         CE_OFFID_ZERO, s->calls.at[b->call].note);
	}
}

/* Whether the call has a callee already that takes its arguments as this one does and has an equal
 * summary: methods of a table often do the same. Heap objects, too, are told apart by what is in both. */
static bool same_as_another(solver *s, uint32_t call, uint32_t callee)
{
	const ce_fn *fn = ce_read_fn(s->p, callee);
	const ce_summary *m = ce_read_summary(s->p, callee);
	uint64_t key = ce_mix(ce_mix(call, fn->scc == own_fn(s)->scc), m->print);
	uint32_t *at;

	if (fn->func->flags & CE_FUNC_VARIADIC)
		return false;
	for (uint32_t i = 0; i < fn->func->args.n; i++) {
		if (fn->func->args.at[i].kind == CE_ARG_BYVAL)
			return false;
		key = ce_mix(key, made_a_pointer(fn->func, m, i));
	}
	at = ce_map_at(&s->call_prints, key);
	if (*at != CE_NONE)
		return true;
	*at = callee;
	return false;
}

void instantiate(solver *s, uint32_t call, uint32_t callee)
{
	const ce_fn *fn = ce_read_fn(s->p, callee); /* until something is called: then they may move */
	const ce_func *func = fn->func;
	const ce_summary *m = ce_read_summary(s->p, callee);
	binding b = {.s = s, .call = call, .callee = callee, .sum = m, .va = CE_NONE};
	uint32_t n;

	ce_depend(s->p, s->fn, callee);
	s->recursive |= fn->scc == own_fn(s)->scc;
	if (!m && !s->p->settled)
		return; /* in this recursion and not solved yet: nothing so far */
	s->keeps |= !m || m->top || m->keeps;
	if (!m || m->top) {
		call_outside(s, call, CE_CAT_LIMIT, callee);
		add_back(s, CE_BACK_LIMIT, callee, s->calls.at[call].note);
		return;
	}
	bind_backs(&b);
	if (same_as_another(s, call, callee))
		return;
	b.same_scc = fn->scc == own_fn(s)->scc;
	b.itself = s->calls.at[call].name == own_call_name(s);
	n = m->objs.n + m->classes.n;
	b.objs = ce_arena_alloc(&s->arena, (n + 1) * sizeof *b.objs);
	b.classes = b.objs + m->objs.n;
	memset(b.objs, 0xff, n * sizeof *b.objs);
	b.places = ce_arena_alloc(&s->arena, (m->objs.n + 1) * sizeof *b.places);
	for (uint32_t i = 0; i < m->objs.n; i++)
		bind_obj(&b, i);
	bind_children(&b);
	bind_effects(&b);
	bind_results(&b);
	ce_map_free(&b.place_index);
	/* A callee that takes fewer arguments than it is given cannot be the
	 * function that was meant: what it does with the rest is unknown. */
	if (!(func->flags & CE_FUNC_VARIADIC))
		for (uint32_t i = func->args.n; i < s->calls.at[call].nargs; i++)
			add_leak(s, s->calls.at[call].args[i], CE_CAT_UNKNOWN_CALLEE, callee,
			         s->calls.at[call].note, false);
}
