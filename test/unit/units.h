/*
 * units.h - units to test with: one written by hand, and valid ones made at
 * random from a seed.
 */
#ifndef CE_TEST_UNITS_H
#define CE_TEST_UNITS_H

#include <stdlib.h>

#include "cgoescape/source.h"
#include "graph/unit.h"

static inline ce_func *add_func(ce_unit *u, const char *name, uint32_t flags, uint32_t nnodes)
{
	ce_func f = {.flags = flags, .linkage = CE_LINK_EXTERNAL, .alias = CE_NONE, .nnodes = nnodes};

	f.name = f.shown = ce_intern(&u->strings, name);
	ce_push(&u->funcs, f);
	return &u->funcs.at[u->funcs.n - 1];
}

static inline uint32_t add_note(ce_unit *u, ce_reason reason, const char *text, uint32_t line, uint32_t col)
{
	ce_note n = {.pos = {ce_intern(&u->strings, "f.c"), line, col}, .reason = reason};

	n.text = ce_intern(&u->strings, text);
	ce_push(&u->notes, n);
	return u->notes.n - 1;
}

static inline ce_edge *add_edge(ce_func *f, ce_op op, uint32_t dst, uint32_t src, uint32_t note)
{
	ce_edge e = {.op = op, .dst = dst, .src = src, .note = note};

	if (op == CE_OP_LOAD || op == CE_OP_STORE || op == CE_OP_MOVE)
		e.size = 8;
	ce_push(&f->edges, e);
	return &f->edges.at[f->edges.n - 1];
}

static inline void sample_globals(ce_unit *u)
{
	ce_global g = {.linkage = CE_LINK_EXTERNAL, .flags = CE_GLOBAL_DEFINED, .size = 8};
	ce_global ops = {.flags = CE_GLOBAL_DEFINED | CE_GLOBAL_CONSTANT, .size = 24};

	g.name = g.shown = ce_intern(&u->strings, "g");
	g.pos = (ce_pos){ce_intern(&u->strings, "f.c"), 1, 6};
	ops.name = ce_intern(&u->strings, "keep.ops");
	ops.shown = ce_intern(&u->strings, "ops");
	ce_push(&ops.inits, ((ce_init){0, ce_ref_make(CE_REF_FUNC, 1), 0}));
	ce_push(&ops.inits, ((ce_init){16, ce_ref_make(CE_REF_GLOBAL, 0), 4}));
	ce_push(&u->globals, g);
	ce_push(&u->globals, ops);
}

/* Nodes: n0 is p, n1 is q, n2 the result, the rest are values. */
static inline void sample_keep(ce_unit *u)
{
	ce_func *f = add_func(u, "keep", CE_FUNC_BOUNDARY | CE_FUNC_DEFINED, 8);
	ce_str file = ce_intern(&u->strings, "f.c"), x = ce_intern(&u->strings, "x");
	static const uint32_t lists[] = {0, CE_NONE, 7, 4, CE_NONE};

	f->pos = (ce_pos){file, 3, 6};
	ce_push(&f->params, ((ce_param){ce_intern(&u->strings, "p"),
	                                {file, 3, 16},
	                                CE_PARAM_POINTER,
	                                ce_intern(&u->strings, "int *")}));
	ce_push(&f->params, ((ce_param){0, {0}, CE_PARAM_WIDE_INT, 0}));
	ce_push(&f->args, ((ce_arg){CE_ARG_DIRECT, 0, 0}));
	ce_push(&f->args, ((ce_arg){CE_ARG_BYVAL, 1, 16}));
	f->nrets = 1;
	ce_push(&f->locals, ((ce_local){x, {file, 4, 7}, CE_LOCAL_VARIABLE, CE_NONE, 4}));
	ce_push(&f->locals, ((ce_local){x, {file, 5, 9}, CE_LOCAL_VARIABLE, CE_NONE, CE_SIZE_UNKNOWN}));
	ce_push(&f->locals, ((ce_local){0, {0}, CE_LOCAL_HIDDEN, CE_NONE, 40}));
	ce_push(&f->locals, ((ce_local){u->funcs.at[0].params.at[0].name, {0}, CE_LOCAL_PARAM, 0, 8}));
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		ce_push(&f->lists, lists[i]);
	ce_push(&f->calls,
	        ((ce_call){1, true, true, add_note(u, CE_REASON_CALL, "log(p, 1)", 6, 2), 0, 2, 2, 1}));
	ce_push(&f->calls, ((ce_call){3, false, false, 0, 3, 2, 0, 0}));
}

static inline void sample_edges(ce_unit *u)
{
	ce_func *f = &u->funcs.at[0];
	ce_edge *e;

	add_edge(f, CE_OP_ADDR, 4, ce_ref_make(CE_REF_LOCAL, 0), 0);
	add_edge(f, CE_OP_ADDR, 4, ce_ref_make(CE_REF_LOCAL, 1), 0)->off.base = 8;
	add_edge(f, CE_OP_ADDR, 4, ce_ref_make(CE_REF_LOCAL, 2), 0);
	add_edge(f, CE_OP_ADDR, 4, ce_ref_make(CE_REF_GLOBAL, 1), 0);
	add_edge(f, CE_OP_ADDR, 3, ce_ref_make(CE_REF_FUNC, 1), 0);
	add_edge(f, CE_OP_COPY, 5, 0, 0);
	add_edge(f, CE_OP_COPY, 5, 1, 0)->off.base = -8;
	add_edge(f, CE_OP_COPY, 5, 1, 0)->off = (ce_off){.stride = 8, .count = 4};
	add_edge(f, CE_OP_COPY, 5, 1, 0)->off = (ce_off){.base = 4, .stride = 8};
	add_edge(f, CE_OP_COPY, 5, 1, 0)->off = CE_OFF_ANY;
	add_edge(f, CE_OP_LOAD, 6, 5, add_note(u, CE_REASON_INDIRECTION, "*q", 0, 0))->flags = CE_EDGE_INT;
	add_edge(f, CE_OP_STORE, 4, 0, add_note(u, CE_REASON_ASSIGN, "g = \"p\"", 7, 4));
	e = add_edge(f, CE_OP_STORE, 4, 0, u->notes.n - 1);
	e->size = 4;
	e->flags = CE_EDGE_TRANSIENT | CE_EDGE_CALM | CE_EDGE_IF_RETURNS;
	add_edge(f, CE_OP_MOVE, 4, 5, 0)->size = 16;
	add_edge(f, CE_OP_MOVE, 4, 5, 0)->size = CE_SIZE_UNKNOWN;
	add_edge(f, CE_OP_CALL, CE_NONE, 0, f->calls.at[0].note);
	add_edge(f, CE_OP_CALL, CE_NONE, 1, add_note(u, CE_REASON_NONE, "", 8, 2));
	e = add_edge(f, CE_OP_LEAK, CE_NONE, 1, 0);
	e->category = CE_CAT_ASM;
	e->flags = CE_EDGE_LIMIT;
	add_edge(f, CE_OP_OPAQUE, 3, CE_NONE, 0);
	add_edge(f, CE_OP_NEW, 2, CE_NONE, 0);
	add_edge(f, CE_OP_COPY, 5, 1, 0)->off = (ce_off){.base = 8, .extent = 32, .lo = 8};
	add_edge(f, CE_OP_COPY, 5, 1, 0)->off = (ce_off){4, 8, CE_COUNT_INDEX, 0, 16};
	add_edge(f, CE_OP_COPY, 5, 1, 0)->off = (ce_off){.base = -8, .lo = CE_OFF_LEFT};
	add_edge(f, CE_OP_CAST, 2, CE_NONE, 0);
}

static inline void sample_conditions(ce_unit *u)
{
	ce_func *f = &u->funcs.at[0];

	ce_push(&f->guards, ((ce_guard){0}));
	ce_push(&f->guards, ((ce_guard){0, 0, CE_TEST_EQ, true, 64, UINT64_MAX, 0}));
	ce_push(&f->guards, ((ce_guard){1, 1, CE_TEST_SLT, false, 32, 0xff, -7}));
	f->edges.at[11].guard = f->edges.at[12].guard = 2;
	f->edges.at[13].guard = 1;
	ce_push(&f->consts, ((ce_const){0, 0, CE_NONE, -1}));
	ce_push(&f->consts, ((ce_const){0, 1, 1, 0}));
	ce_push(&f->consts, ((ce_const){1, 1, CE_NONE, INT64_MIN}));
}

/** Every kind of everything once. */
static inline ce_unit *sample_unit(void)
{
	ce_unit *u = ce_unit_new();

	u->source = ce_intern(&u->strings, "f.c");
	u->directory = ce_intern(&u->strings, "/src");
	u->producer = ce_intern(&u->strings, "cgoescape test");
	u->pointer_size = 8;
	u->is_cgo = true;
	sample_globals(u);
	sample_keep(u);
	add_func(u, "log", CE_FUNC_VARIADIC, 1);
	add_func(u, "log2", CE_FUNC_ALIAS, 0)->alias = 1;
	sample_edges(u);
	sample_conditions(u);
	return u;
}

/* ---- random units ---------------------------------------------------------- */

typedef struct rng {
	uint64_t state;
} rng;

/* splitmix64 */
static inline uint64_t rng_next(rng *r)
{
	uint64_t z = r->state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

/** A number in [0, n); 0 for an empty range. */
static inline uint32_t below(rng *r, uint32_t n)
{
	return n ? (uint32_t)(rng_next(r) % n) : 0;
}

static inline bool one_in(rng *r, uint32_t n)
{
	return below(r, n) == 0;
}

/* Mostly small, now and then anything up to 2^62 - 1. */
static inline uint64_t random_size(rng *r)
{
	return one_in(r, 20) ? rng_next(r) >> (2 + below(r, 40)) : below(r, 100);
}

static inline ce_str random_str(rng *r, const ce_unit *u)
{
	return below(r, u->strings.texts.n);
}

static inline ce_pos random_pos(rng *r, const ce_unit *u)
{
	if (one_in(r, 5))
		return (ce_pos){0};
	return (ce_pos){random_str(r, u), (uint32_t)random_size(r), (uint32_t)random_size(r)};
}

static inline int64_t random_base(rng *r)
{
	int64_t v = (int64_t)random_size(r);

	return one_in(r, 3) ? -v : v;
}

static inline ce_off random_off(rng *r)
{
	ce_off off = CE_OFF_ZERO;

	if (one_in(r, 2))
		off.base = random_base(r);
	if (one_in(r, 3)) {
		off.base /= 4; /* leave room for the span */
		off.stride = 1 + below(r, 1000);
		off.count = below(r, 1000);
		if (one_in(r, 4))
			off = (ce_off){below(r, off.stride), off.stride, CE_COUNT_INDEX, 0, random_base(r)};
	} else if (one_in(r, 4)) { /* into an array that is a member */
		off.extent = one_in(r, 4) ? CE_EXTENT_OPEN : 1 + below(r, 1000);
		off.lo = off.base;
	} else if (one_in(r, 4)) {
		off = (ce_off){.base = -1 - (int64_t)below(r, 1000), .lo = CE_OFF_LEFT};
	}
	return off;
}

static inline ce_ref random_ref(rng *r, const ce_unit *u, const ce_func *f)
{
	if (f && f->locals.n && one_in(r, 2))
		return ce_ref_make(CE_REF_LOCAL, below(r, f->locals.n));
	if (u->globals.n && one_in(r, 2))
		return ce_ref_make(CE_REF_GLOBAL, below(r, u->globals.n));
	return ce_ref_make(CE_REF_FUNC, below(r, u->funcs.n));
}

static inline uint32_t random_node(rng *r, const ce_func *f)
{
	return below(r, f->nnodes);
}

static inline ce_edge random_edge(rng *r, const ce_unit *u, const ce_func *f)
{
	ce_edge e = {.op = (uint8_t)below(r, CE_NOPS), .note = below(r, u->notes.n)};

	if (e.op == CE_OP_CALL && !f->calls.n)
		e.op = CE_OP_COPY;
	e.dst = e.op == CE_OP_CALL || e.op == CE_OP_LEAK ? CE_NONE : random_node(r, f);
	e.src = e.op == CE_OP_OPAQUE || e.op == CE_OP_NEW || e.op == CE_OP_CAST ? CE_NONE : random_node(r, f);
	if (e.op == CE_OP_ADDR)
		e.src = random_ref(r, u, f);
	if (e.op == CE_OP_CALL)
		e.src = below(r, f->calls.n);
	if (e.op == CE_OP_ADDR || e.op == CE_OP_COPY)
		e.off = random_off(r);
	if (e.op == CE_OP_LOAD || e.op == CE_OP_STORE || e.op == CE_OP_MOVE)
		e.size = one_in(r, 2) ? 8 : 1 + random_size(r);
	if (e.op == CE_OP_MOVE && one_in(r, 3))
		e.size = CE_SIZE_UNKNOWN;
	if (e.op == CE_OP_LOAD && one_in(r, 3))
		e.flags = CE_EDGE_INT;
	if (e.op == CE_OP_STORE && one_in(r, 3))
		e.flags = CE_EDGE_TRANSIENT | (one_in(r, 2) ? CE_EDGE_CALM : 0) |
		          (one_in(r, 2) ? CE_EDGE_IF_RETURNS : 0);
	if (e.op == CE_OP_LEAK) {
		e.category = (uint8_t)(1 + below(r, CE_NCATEGORIES - 1));
		e.flags = one_in(r, 2) ? CE_EDGE_LIMIT : 0;
	}
	return e;
}

static inline void random_call(rng *r, const ce_unit *u, ce_func *f)
{
	ce_call c = {.direct = one_in(r, 2), .returns_twice = one_in(r, 9), .note = below(r, u->notes.n)};

	c.target = c.direct ? below(r, u->funcs.n) : random_node(r, f);
	c.nargs = below(r, 4);
	c.nrets = below(r, 3);
	c.args = f->lists.n;
	c.rets = f->lists.n + c.nargs;
	for (uint32_t i = 0; i < c.nargs + c.nrets; i++)
		ce_push(&f->lists, one_in(r, 4) ? CE_NONE : random_node(r, f));
	ce_push(&f->calls, c);
}

static inline ce_guard random_guard(rng *r, const ce_func *f, uint32_t index)
{
	ce_guard g = {.parent = below(r, index), .arg = below(r, f->args.n), .mask = UINT64_MAX};

	g.test = (uint8_t)below(r, CE_NTESTS);
	g.negated = one_in(r, 2);
	g.bits = (uint8_t)(1 + below(r, 64));
	if (one_in(r, 2))
		g.mask = random_size(r);
	g.value = one_in(r, 5) ? (int64_t)rng_next(r) : random_base(r);
	if (g.test == CE_TEST_EITHER)
		g.value = ce_guard_either(below(r, index), below(r, index));
	return g;
}

/* Conditions for some edges, if there is an argument to put them on. */
static inline void random_guards(rng *r, ce_func *f)
{
	if (!f->args.n || one_in(r, 2))
		return;
	ce_push(&f->guards, ((ce_guard){0}));
	for (uint32_t i = 1 + below(r, 6); i; i--) {
		ce_guard g = random_guard(r, f, f->guards.n);

		ce_push(&f->guards, g);
	}
	for (uint32_t i = 0, guard = 0; i < f->edges.n; i++) { /* in runs */
		if (one_in(r, 4))
			guard = below(r, f->guards.n);
		f->edges.at[i].guard = guard;
	}
}

static inline void random_consts(rng *r, ce_func *f)
{
	for (uint32_t call = 0; call < f->calls.n; call++)
		for (uint32_t arg = 0; arg < f->calls.at[call].nargs; arg++) {
			ce_const k = {.call = call, .arg = arg, .from = CE_NONE};

			if (one_in(r, 2))
				continue;
			if (f->args.n && one_in(r, 3))
				k.from = below(r, f->args.n);
			else
				k.value = one_in(r, 5) ? (int64_t)rng_next(r) : random_base(r);
			ce_push(&f->consts, k);
		}
}

static inline void random_signature(rng *r, const ce_unit *u, ce_func *f)
{
	for (uint32_t i = below(r, 4); i; i--)
		ce_push(&f->params, ((ce_param){random_str(r, u), random_pos(r, u), (uint32_t)rng_next(r),
		                                random_str(r, u)}));
	for (uint32_t i = below(r, 4); i; i--) {
		ce_arg a = {.kind = (uint8_t)below(r, 3), .param = CE_NONE};

		if (a.kind != CE_ARG_RESULT && f->params.n)
			a.param = below(r, f->params.n);
		if (a.kind == CE_ARG_BYVAL)
			a.size = random_size(r);
		ce_push(&f->args, a);
	}
	for (uint32_t i = below(r, 4); i; i--) {
		ce_local l = {random_str(r, u), random_pos(r, u), (uint8_t)below(r, 3), CE_NONE,
		              random_size(r)};

		if (l.kind == CE_LOCAL_PARAM && !f->params.n)
			l.kind = CE_LOCAL_HIDDEN;
		if (l.kind == CE_LOCAL_PARAM)
			l.param = below(r, f->params.n);
		if (one_in(r, 5))
			l.size = CE_SIZE_UNKNOWN;
		ce_push(&f->locals, l);
	}
	f->nrets = below(r, 3);
	f->nnodes = f->args.n + 1 + f->nrets + below(r, 200);
}

static inline void random_func(rng *r, const ce_unit *u, uint32_t index)
{
	ce_func *f = &u->funcs.at[index];

	f->name = random_str(r, u);
	f->shown = one_in(r, 3) ? random_str(r, u) : f->name;
	f->pos = random_pos(r, u);
	f->flags =
		below(r, 0x10000) | (one_in(r, 2) ? CE_FUNC_DEFINED : 0) | (one_in(r, 9) ? CE_FUNC_MODEL : 0);
	f->linkage = (uint8_t)below(r, 4);
	f->alias = CE_NONE;
	if (index && one_in(r, 5)) { /* only backwards, so there is no cycle */
		f->flags |= CE_FUNC_ALIAS;
		f->alias = below(r, index);
	}
	random_signature(r, u, f);
	for (uint32_t i = below(r, 5); i; i--)
		random_call(r, u, f);
	for (uint32_t i = below(r, 60); i; i--)
		ce_push(&f->edges, random_edge(r, u, f));
	random_guards(r, f);
	random_consts(r, f);
}

static inline void random_global(rng *r, const ce_unit *u, ce_global *g)
{
	int64_t at = 0;

	g->name = random_str(r, u);
	g->shown = random_str(r, u);
	g->pos = random_pos(r, u);
	g->linkage = (uint8_t)below(r, 4);
	g->flags = (uint8_t)below(r, 32);
	g->size = one_in(r, 4) ? CE_SIZE_UNKNOWN : random_size(r);
	g->element = one_in(r, 4) ? 1 + below(r, 100) : 0;
	for (; one_in(r, 2) && (uint64_t)at < g->size; at += below(r, 20))
		ce_push(&g->inits, ((ce_init){at, random_ref(r, u, NULL), random_base(r)}));
}

static inline void random_strings(rng *r, ce_unit *u)
{
	char text[200];

	for (uint32_t i = below(r, 100); i; i--) {
		uint32_t n = one_in(r, 10) ? below(r, sizeof text) : below(r, 12);

		for (uint32_t k = 0; k < n; k++)
			text[k] = (char)(1 + below(r, 255));
		ce_intern_n(&u->strings, text, n);
	}
}

/** A valid unit; equal seeds give equal units. */
static inline ce_unit *random_unit(uint64_t seed)
{
	rng r = {seed};
	ce_unit *u = ce_unit_new();

	random_strings(&r, u);
	u->source = random_str(&r, u);
	u->directory = random_str(&r, u);
	u->producer = random_str(&r, u);
	u->pointer_size = one_in(&r, 3) ? 4 : 8;
	u->is_cgo = one_in(&r, 2);
	u->is_model = one_in(&r, 2);
	u->is_untyped = one_in(&r, 2);
	u->cuts = one_in(&r, 2);
	for (uint32_t i = below(&r, 80); i; i--)
		ce_push(&u->notes,
		        ((ce_note){random_pos(&r, u), random_str(&r, u), (uint8_t)below(&r, CE_NREASONS)}));
	for (uint32_t i = 1 + below(&r, 8); i; i--)
		ce_push(&u->funcs, ((ce_func){0}));
	for (uint32_t i = below(&r, 5); i; i--)
		ce_push(&u->globals, ((ce_global){0}));
	for (uint32_t i = 0; i < u->globals.n; i++)
		random_global(&r, u, &u->globals.at[i]);
	for (uint32_t i = 0; i < u->funcs.n; i++)
		random_func(&r, u, i);
	return u;
}

#endif
