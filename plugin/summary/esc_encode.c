/*
 * esc_encode.c - a unit as bytes. The functions stand in the order of the
 * payload, and have their partners in esc_decode.c.
 */
#include "summary/esc.h"

#include <string.h>
#include <xxhash.h>

#include "summary/esc_format.h"

typedef struct encoder {
	const ce_unit *u;
	ce_buf *out;
	esc_last last;
} encoder;

/* ---- numbers --------------------------------------------------------------- */

/* LEB128: seven bits a byte, the lowest first. */
static void put(encoder *e, uint64_t v)
{
	uint8_t bytes[10];
	size_t n = 0;

	for (; v >= 0x80; v >>= 7)
		bytes[n++] = (uint8_t)(v | 0x80);
	bytes[n++] = (uint8_t)v;
	ce_buf_add(e->out, bytes, n);
}

/* Zigzag: 0, -1, 1, -2 are 0, 1, 2, 3, so that small numbers stay short. */
static uint64_t zigzag(int64_t v)
{
	return (uint64_t)v << 1 ^ (uint64_t)(v >> 63);
}

/* The difference of two indices modulo 2^32, as a small number. */
static uint64_t step(uint32_t from, uint32_t to)
{
	return zigzag((int32_t)(to - from));
}

static void put_step(encoder *e, uint32_t v, uint32_t *last)
{
	put(e, step(*last, v));
	*last = v;
}

/* CE_SIZE_UNKNOWN becomes 0. */
static void put_size(encoder *e, uint64_t size)
{
	put(e, size + 1);
}

static unsigned near_code(uint32_t v, uint32_t last)
{
	if (!v)
		return ESC_NEAR_NONE;
	if (v == last)
		return ESC_NEAR_SAME;
	return v == last + 1 ? ESC_NEAR_NEXT : ESC_NEAR_FAR;
}

/* What must follow the two bits of near_code(v, *last). */
static void put_near(encoder *e, uint32_t v, uint32_t *last)
{
	if (near_code(v, *last) == ESC_NEAR_FAR)
		put(e, step(*last, v));
	if (v)
		*last = v;
}

static void put_str(encoder *e, ce_str s)
{
	put_step(e, s, &e->last.str);
}

static void put_ref(encoder *e, ce_ref ref)
{
	put(e, (uint64_t)ce_ref_index(ref) << 2 | ce_ref_kind(ref));
}

/* Most places are in the file of the one before: one bit says so. */
static void put_pos(encoder *e, ce_pos pos)
{
	bool other = pos.file != e->last.file;

	put(e, step(e->last.line, pos.line) << 1 | other);
	if (other)
		put_step(e, pos.file, &e->last.file);
	put(e, pos.col);
	e->last.line = pos.line;
}

/* ---- tables of the unit ---------------------------------------------------- */

static void put_strings(encoder *e)
{
	const ce_strings *s = &e->u->strings;

	put(e, s->texts.n - 1);
	for (ce_str i = 1; i < s->texts.n; i++) {
		size_t n = strlen(ce_text(s, i));

		put(e, n);
		ce_buf_add(e->out, ce_text(s, i), n);
	}
}

static void put_notes(encoder *e)
{
	put(e, e->u->notes.n - 1);
	for (uint32_t i = 1; i < e->u->notes.n; i++) {
		const ce_note *n = &e->u->notes.at[i];

		put(e, near_code(n->text, e->last.text) << ESC_NOTE_TEXT_SHIFT | n->reason);
		put_near(e, n->text, &e->last.text);
		put_pos(e, n->pos);
	}
}

static void put_global(encoder *e, const ce_global *g)
{
	put_str(e, g->name);
	put_str(e, g->shown);
	put_pos(e, g->pos);
	put(e, g->linkage | (unsigned)g->flags << ESC_GLOBAL_FLAGS_SHIFT |
	               (g->element ? ESC_GLOBAL_ELEMENT : 0));
	put_size(e, g->size);
	if (g->element)
		put(e, g->element);
	put(e, g->inits.n);
	e->last.init_at = 0;
	for (uint32_t i = 0; i < g->inits.n; i++) {
		const ce_init *init = &g->inits.at[i];

		put(e, (uint64_t)(init->at - e->last.init_at));
		put_ref(e, init->target);
		put(e, zigzag(init->off));
		e->last.init_at = init->at;
	}
}

/* ---- functions ------------------------------------------------------------- */

static void put_params(encoder *e, const ce_func *f)
{
	put(e, f->params.n);
	for (uint32_t i = 0; i < f->params.n; i++) {
		const ce_param *p = &f->params.at[i];

		put_str(e, p->name);
		put_pos(e, p->pos);
		put(e, p->flags);
		put_str(e, p->type);
	}
}

static void put_args(encoder *e, const ce_func *f)
{
	put(e, f->args.n);
	for (uint32_t i = 0; i < f->args.n; i++) {
		const ce_arg *a = &f->args.at[i];
		bool param = a->param != CE_NONE;

		put(e, a->kind | (param ? ESC_ARG_PARAM : 0) | (a->size ? ESC_ARG_SIZE : 0));
		if (param)
			put(e, a->param);
		if (a->size)
			put(e, a->size);
	}
}

static void put_locals(encoder *e, const ce_func *f)
{
	put(e, f->locals.n);
	for (uint32_t i = 0; i < f->locals.n; i++) {
		const ce_local *l = &f->locals.at[i];

		put(e, l->kind);
		put_str(e, l->name);
		put_pos(e, l->pos);
		put_size(e, l->size);
		if (l->kind == CE_LOCAL_PARAM)
			put(e, l->param);
	}
}

/* 0 is CE_NONE, everything else the difference to the item before. */
static void put_list(encoder *e, const ce_func *f, uint32_t first, uint32_t n)
{
	put(e, n);
	for (uint32_t i = first; i < first + n; i++) {
		uint32_t node = f->lists.at[i];

		if (node == CE_NONE) {
			put(e, 0);
			continue;
		}
		put(e, step(e->last.item, node) + 1);
		e->last.item = node;
	}
}

static void put_calls(encoder *e, const ce_func *f)
{
	put(e, f->calls.n);
	for (uint32_t i = 0; i < f->calls.n; i++) {
		const ce_call *c = &f->calls.at[i];
		unsigned note = near_code(c->note, e->last.call_note);

		put(e, (c->direct ? ESC_CALL_DIRECT : 0) | (c->returns_twice ? ESC_CALL_TWICE : 0) |
		               note << ESC_CALL_NOTE_SHIFT);
		put_near(e, c->note, &e->last.call_note);
		put(e, c->target);
		put_list(e, f, c->args, c->nargs);
		put_list(e, f, c->rets, c->nrets);
	}
}

static void put_off(encoder *e, ce_off off)
{
	bool more = off.stride || off.extent || off.lo;

	put(e, zigzag(off.base) << 1 | more);
	if (more) {
		put(e, off.stride);
		put(e, off.stride ? off.count : off.extent);
		if (ce_off_is_index(off))
			put(e, zigzag(off.lo));
	}
}

/* Nodes are numbered as they are made, so dst is near the dst before it and
 * src is near dst. */
static void put_nodes(encoder *e, const ce_edge *edge)
{
	put_step(e, edge->dst, &e->last.node);
	put(e, step(edge->src, edge->dst));
}

static bool is_common(const encoder *e, const ce_edge *edge)
{
	switch (edge->op) {
	case CE_OP_ADDR:
	case CE_OP_COPY:
		return !edge->off.base && !edge->off.stride && !edge->off.extent;
	case CE_OP_LOAD:
	case CE_OP_STORE:
	case CE_OP_MOVE:
		return edge->size == e->u->pointer_size;
	case CE_OP_CALL:
		return edge->src == e->last.call;
	}
	return false;
}

static void put_operands(encoder *e, const ce_edge *edge, bool common)
{
	switch (edge->op) {
	case CE_OP_ADDR:
		put_step(e, edge->dst, &e->last.node);
		put_ref(e, edge->src);
		if (!common)
			put_off(e, edge->off);
		break;
	case CE_OP_COPY:
		put_nodes(e, edge);
		if (!common)
			put_off(e, edge->off);
		if (edge->flags & CE_EDGE_EXCEPT)
			put(e, ce_size_arg(edge->size));
		break;
	case CE_OP_LOAD:
		put(e, edge->type);
		/* fall through */
	case CE_OP_STORE:
	case CE_OP_MOVE:
		put_nodes(e, edge);
		if (!common)
			put_size(e, edge->size);
		break;
	case CE_OP_CALL:
		if (!common)
			put(e, edge->src);
		e->last.call = edge->src + 1;
		break;
	case CE_OP_LEAK:
		put_step(e, edge->src, &e->last.node);
		put(e, edge->category);
		break;
	case CE_OP_OPAQUE:
	case CE_OP_NEW:
	case CE_OP_CAST:
		put_step(e, edge->dst, &e->last.node);
		break;
	}
}

static void put_edges(encoder *e, const ce_func *f)
{
	put(e, f->edges.n);
	for (uint32_t i = 0; i < f->edges.n; i++) {
		const ce_edge *edge = &f->edges.at[i];
		bool common = is_common(e, edge);
		unsigned note = near_code(edge->note, e->last.edge_note);

		ce_buf_addc(e->out, (char)(edge->op | (edge->flags ? ESC_EDGE_FLAGS : 0) |
		                           (common ? ESC_EDGE_COMMON : 0) | note << ESC_EDGE_NOTE_SHIFT));
		if (edge->flags)
			put(e, edge->flags);
		put_near(e, edge->note, &e->last.edge_note);
		put_operands(e, edge, common);
	}
}

/* Guards, then which edges have them, as runs: edges of one block stand together. */
static void put_guards(encoder *e, const ce_func *f)
{
	put(e, f->guards.n ? f->guards.n - 1 : 0);
	for (uint32_t i = 1; i < f->guards.n; i++) {
		const ce_guard *g = &f->guards.at[i];

		put(e, i - g->parent);
		put(e, g->arg);
		put(e, (uint64_t)g->test << 1 | g->negated);
		put(e, g->bits);
		put(e, ~g->mask);
		put(e, zigzag(g->value));
	}
	for (uint32_t i = 0, n; f->guards.n > 1 && i < f->edges.n; i += n) {
		for (n = 1; i + n < f->edges.n && f->edges.at[i + n].guard == f->edges.at[i].guard;)
			n++;
		put(e, n);
		put(e, f->edges.at[i].guard);
	}
}

static void put_consts(encoder *e, const ce_func *f)
{
	uint32_t last = 0;

	put(e, f->consts.n);
	for (uint32_t i = 0; i < f->consts.n; i++) {
		const ce_const *k = &f->consts.at[i];

		put(e, k->call - last);
		put(e, k->arg);
		put(e, k->from == CE_NONE ? 0 : (uint64_t)k->from + 1);
		if (k->from == CE_NONE)
			put(e, zigzag(k->value));
		last = k->call;
	}
}

static void put_func(encoder *e, const ce_func *f)
{
	put_str(e, f->name);
	put_str(e, f->shown);
	put_pos(e, f->pos);
	put(e, f->flags);
	put(e, f->linkage);
	if (f->flags & CE_FUNC_ALIAS)
		put(e, f->alias);
	put_params(e, f);
	put_args(e, f);
	put(e, f->nnodes);
	put(e, f->nrets);
	put_locals(e, f);
	e->last.node = e->last.call = e->last.item = 0;
	put_calls(e, f);
	put_edges(e, f);
	put_guards(e, f);
	put_consts(e, f);
}

/* ---- the unit -------------------------------------------------------------- */

static void put_uses(encoder *e)
{
	put(e, e->u->uses.n);
	for (uint32_t i = 0; i < e->u->uses.n; i++) {
		const ce_use *use = &e->u->uses.at[i];

		put(e, use->kind);
		put_str(e, use->a);
		put_str(e, use->b);
		put(e, use->x);
		put(e, use->y);
	}
}

static void put_payload(encoder *e)
{
	const ce_unit *u = e->u;

	put_strings(e);
	put_str(e, u->source);
	put_str(e, u->directory);
	put_str(e, u->producer);
	put(e, u->pointer_size);
	put(e, (u->is_cgo ? ESC_UNIT_CGO : 0) | (u->is_model ? ESC_UNIT_MODEL : 0) |
	               (u->is_untyped ? ESC_UNIT_UNTYPED : 0) | (u->cuts ? ESC_UNIT_CUTS : 0));
	put_notes(e);
	put(e, u->globals.n);
	for (uint32_t i = 0; i < u->globals.n; i++)
		put_global(e, &u->globals.at[i]);
	put(e, u->funcs.n);
	for (uint32_t i = 0; i < u->funcs.n; i++)
		put_func(e, &u->funcs.at[i]);
	put_uses(e);
}

static void set_le(char *at, uint64_t v, unsigned nbytes)
{
	for (unsigned i = 0; i < nbytes; i++)
		at[i] = (char)(v >> 8 * i);
}

void ce_esc_encode(const ce_unit *u, ce_buf *out)
{
	encoder e = {.u = u, .out = out};
	char header[ESC_HEADER] = ESC_MAGIC;
	size_t start = out->n, n;

	ce_buf_add(out, header, sizeof header);
	put_payload(&e);
	n = out->n - start - sizeof header;
	set_le(header + ESC_AT_VERSION, CE_ESC_VERSION, 2);
	set_le(header + ESC_AT_ORDER, ESC_ORDER, 2);
	set_le(header + ESC_AT_LENGTH, n, 8);
	set_le(header + ESC_AT_SUM, XXH64(out->data + start + sizeof header, n, 0), 8);
	memcpy(out->data + start, header, sizeof header);
}
