/*
 * esc_decode.c - a unit from the bytes of a payload that nobody vouches for.
 *
 * The decoder reads into the unit without looking at what the numbers mean;
 * ce_unit_check() does that afterwards (esc_file.c). What it must see to itself:
 * never read outside the bytes, never allocate by a count that the bytes cannot
 * hold, stop at the first thing that is wrong. After that every read gives 0, so
 * only loops ask for d->error.
 */
#include "summary/esc_format.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct decoder {
	ce_unit *u;
	const uint8_t *start, *p, *end;
	size_t base; /* place of start in the file */
	char *error; /* the first one */
	esc_last last;
} decoder;

/* Record what is wrong at p, and end the input there. */
__attribute__((format(printf, 2, 3))) static void bad(decoder *d, const char *fmt, ...)
{
	char what[200];
	va_list ap;

	if (d->error)
		return;
	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	d->error = ce_format("byte %zu: malformed payload: %s", d->base + (size_t)(d->p - d->start), what);
	d->end = d->p;
}

static size_t left(const decoder *d)
{
	return (size_t)(d->end - d->p);
}

/* ---- numbers --------------------------------------------------------------- */

static uint64_t get_long(decoder *d)
{
	uint64_t v = 0;

	for (unsigned shift = 0; d->p < d->end; shift += 7) {
		uint8_t byte = *d->p;

		if (shift == 63 && byte > 1) {
			bad(d, "number of more than 64 bits");
			return 0;
		}
		d->p++;
		v |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80)
			return v;
	}
	bad(d, "ends inside a number");
	return 0;
}

static inline uint64_t get(decoder *d)
{
	return d->p < d->end && *d->p < 0x80 ? *d->p++ : get_long(d);
}

static uint32_t get_u32(decoder *d)
{
	uint64_t v = get(d);

	if (v > UINT32_MAX) {
		bad(d, "%" PRIu64 " where 32 bits are expected", v);
		return 0;
	}
	return (uint32_t)v;
}

/* A number of which only the bits in mask are defined. */
static unsigned get_bits(decoder *d, unsigned mask, const char *what)
{
	uint64_t v = get(d);

	if (v & ~(uint64_t)mask) {
		bad(d, "%s 0x%" PRIx64 " is unknown", what, v);
		return 0;
	}
	return (unsigned)v;
}

/* A count of items of at least `least` bytes each. In memory no item is more
 * than 40 times as large. */
static uint32_t get_count(decoder *d, size_t least, const char *what)
{
	uint64_t v = get(d);

	if (v > left(d) / least || v >= UINT32_MAX) {
		bad(d, "%" PRIu64 " %s cannot be in the %zu bytes left", v, what, left(d));
		return 0;
	}
	return (uint32_t)v;
}

/* Get a count and make room for that many items. */
#define GET_ROOM(d, v, least, what)                                     \
	do {                                                            \
		(v)->cap = get_count(d, least, what);                   \
		if ((v)->cap)                                           \
			(v)->at = ce_calloc((v)->cap, sizeof *(v)->at); \
	} while (0)

static int64_t unzigzag(uint64_t v)
{
	return (int64_t)(v >> 1 ^ (0 - (v & 1)));
}

static uint32_t stepped(decoder *d, uint32_t from, uint64_t v)
{
	if (v > UINT32_MAX) {
		bad(d, "difference %" PRIu64 " is out of range", v);
		return 0;
	}
	return from + (uint32_t)unzigzag(v);
}

static uint32_t get_step(decoder *d, uint32_t *last)
{
	return *last = stepped(d, *last, get(d));
}

static uint64_t get_size(decoder *d)
{
	return get(d) - 1;
}

static uint32_t get_near(decoder *d, unsigned code, uint32_t *last)
{
	switch (code) {
	case ESC_NEAR_NONE:
		return 0;
	case ESC_NEAR_NEXT:
		++*last;
		break;
	case ESC_NEAR_FAR:
		get_step(d, last);
		break;
	}
	return *last;
}

static ce_str get_str(decoder *d)
{
	return get_step(d, &d->last.str);
}

static ce_ref get_ref(decoder *d)
{
	uint32_t v = get_u32(d);

	return ce_ref_make(v & 3, v >> 2);
}

static ce_pos get_pos(decoder *d)
{
	ce_pos pos;
	uint64_t head = get(d);

	pos.line = d->last.line = stepped(d, d->last.line, head >> 1);
	pos.file = head & 1 ? get_step(d, &d->last.file) : d->last.file;
	pos.col = get_u32(d);
	return pos;
}

/* ---- tables of the unit ---------------------------------------------------- */

static void get_string(decoder *d, ce_str index)
{
	uint32_t n = get_count(d, 1, "bytes of text");

	if (d->error)
		return;
	if (memchr(d->p, 0, n))
		bad(d, "NUL inside a text");
	else if (ce_intern_n(&d->u->strings, (const char *)d->p, n) != index)
		bad(d, "the same text twice");
	else
		d->p += n;
}

static void get_strings(decoder *d)
{
	uint32_t n = get_count(d, 2, "texts");

	for (ce_str i = 1; i <= n && !d->error; i++)
		get_string(d, i);
}

static void get_notes(decoder *d)
{
	uint32_t n = get_count(d, 3, "notes");
	ce_unit *u = d->u;

	u->notes.cap = n + 1; /* note 0 is there */
	u->notes.at = ce_realloc(u->notes.at, u->notes.cap * sizeof *u->notes.at);
	for (uint32_t i = 0; i < n && !d->error; i++) {
		unsigned head = get_bits(d, 0x7f, "head of a note");
		ce_note note = {.reason = head & ESC_NOTE_REASON};

		note.text = get_near(d, head >> ESC_NOTE_TEXT_SHIFT, &d->last.text);
		note.pos = get_pos(d);
		ce_push(&u->notes, note);
	}
}

static void get_inits(decoder *d, ce_global *g)
{
	GET_ROOM(d, &g->inits, 3, "initialisers");
	d->last.init_at = 0;
	for (uint32_t i = 0; i < g->inits.cap && !d->error; i++) {
		ce_init init;

		/* Wraps around when hostile; the check then finds it negative or unsorted. */
		d->last.init_at = (int64_t)((uint64_t)d->last.init_at + get(d));
		init.at = d->last.init_at;
		init.target = get_ref(d);
		init.off = unzigzag(get(d));
		ce_push(&g->inits, init);
	}
}

static void get_global(decoder *d, ce_global *g)
{
	unsigned head;

	g->name = get_str(d);
	g->shown = get_str(d);
	g->pos = get_pos(d);
	head = get_bits(d, 0x3ff, "head of a global");
	g->linkage = head & ESC_GLOBAL_LINKAGE;
	g->flags = (uint8_t)((head & ~(unsigned)ESC_GLOBAL_ELEMENT) >> ESC_GLOBAL_FLAGS_SHIFT);
	g->size = get_size(d);
	g->element = head & ESC_GLOBAL_ELEMENT ? get_u32(d) : 0;
	get_inits(d, g);
}

/* ---- functions ------------------------------------------------------------- */

static void get_params(decoder *d, ce_func *f)
{
	GET_ROOM(d, &f->params, 5, "parameters");
	for (uint32_t i = 0; i < f->params.cap && !d->error; i++) {
		ce_param p;

		p.name = get_str(d);
		p.pos = get_pos(d);
		p.flags = get_u32(d);
		p.type = get_str(d);
		ce_push(&f->params, p);
	}
}

static void get_args(decoder *d, ce_func *f)
{
	GET_ROOM(d, &f->args, 1, "arguments");
	for (uint32_t i = 0; i < f->args.cap && !d->error; i++) {
		unsigned head =
			get_bits(d, ESC_ARG_KIND | ESC_ARG_PARAM | ESC_ARG_SIZE, "head of an argument");
		ce_arg a = {.kind = head & ESC_ARG_KIND};

		a.param = head & ESC_ARG_PARAM ? get_u32(d) : CE_NONE;
		a.size = head & ESC_ARG_SIZE ? get(d) : 0;
		ce_push(&f->args, a);
	}
}

static void get_locals(decoder *d, ce_func *f)
{
	GET_ROOM(d, &f->locals, 5, "locals");
	for (uint32_t i = 0; i < f->locals.cap && !d->error; i++) {
		ce_local l = {.kind = (uint8_t)get_bits(d, 3, "kind of a local")};

		l.name = get_str(d);
		l.pos = get_pos(d);
		l.size = get_size(d);
		l.param = l.kind == CE_LOCAL_PARAM ? get_u32(d) : CE_NONE;
		ce_push(&f->locals, l);
	}
}

static uint32_t get_list(decoder *d, ce_func *f, uint32_t *first)
{
	uint32_t n = get_count(d, 1, "list items");

	*first = f->lists.n;
	for (uint32_t i = 0; i < n && !d->error; i++) {
		uint64_t v = get(d);

		if (v)
			d->last.item = stepped(d, d->last.item, v - 1);
		ce_push(&f->lists, v ? d->last.item : CE_NONE);
	}
	return n;
}

static void get_calls(decoder *d, ce_func *f)
{
	GET_ROOM(d, &f->calls, 4, "calls");
	for (uint32_t i = 0; i < f->calls.cap && !d->error; i++) {
		unsigned head = get_bits(d, 0xf, "head of a call");
		ce_call c = {.direct = head & ESC_CALL_DIRECT, .returns_twice = head & ESC_CALL_TWICE};

		c.note = get_near(d, head >> ESC_CALL_NOTE_SHIFT, &d->last.call_note);
		c.target = get_u32(d);
		c.nargs = get_list(d, f, &c.args);
		c.nrets = get_list(d, f, &c.rets);
		ce_push(&f->calls, c);
	}
}

static ce_off get_off(decoder *d)
{
	uint64_t head = get(d);
	ce_off off = {.base = unzigzag(head >> 1)};

	if (!(head & 1))
		return off;
	off.stride = get_u32(d);
	if (off.stride) {
		off.count = get_u32(d);
		off.lo = ce_off_is_index(off) ? unzigzag(get(d)) : 0;
	} else {
		off.extent = get_u32(d);
		off.lo = off.extent ? off.base : CE_OFF_LEFT;
	}
	return off;
}

static void get_nodes(decoder *d, ce_edge *e)
{
	e->dst = get_step(d, &d->last.node);
	/* The encoder took dst - src. */
	e->src = e->dst - stepped(d, 0, get(d));
}

static void get_operands(decoder *d, ce_edge *e, bool common)
{
	switch (e->op) {
	case CE_OP_ADDR:
		e->dst = get_step(d, &d->last.node);
		e->src = get_ref(d);
		e->off = common ? CE_OFF_ZERO : get_off(d);
		break;
	case CE_OP_COPY:
		get_nodes(d, e);
		e->off = common ? CE_OFF_ZERO : get_off(d);
		if (e->flags & CE_EDGE_EXCEPT)
			e->size = CE_SIZE_ARG(get_bits(d, 63, "argument compared with"));
		break;
	case CE_OP_LOAD:
		e->type = get_u32(d);
		/* fall through */
	case CE_OP_STORE:
	case CE_OP_MOVE:
		get_nodes(d, e);
		e->size = common ? d->u->pointer_size : get_size(d);
		break;
	case CE_OP_CALL:
		e->src = common ? d->last.call : get_u32(d);
		d->last.call = e->src + 1;
		break;
	case CE_OP_LEAK:
		e->src = get_step(d, &d->last.node);
		e->category = (uint8_t)get_bits(d, 0xff, "category");
		break;
	case CE_OP_OPAQUE:
	case CE_OP_NEW:
	case CE_OP_CAST:
		e->dst = get_step(d, &d->last.node);
		break;
	default:
		bad(d, "operation %u is unknown", e->op);
	}
}

static void get_edges(decoder *d, ce_func *f)
{
	/* One byte: the next call, without a note. */
	GET_ROOM(d, &f->edges, 1, "edges");
	for (uint32_t i = 0; i < f->edges.cap && d->p < d->end; i++) {
		unsigned head = *d->p++;
		ce_edge e = {.op = head & ESC_EDGE_OP, .dst = CE_NONE, .src = CE_NONE};

		if (head & ESC_EDGE_FLAGS)
			e.flags = (uint16_t)get_bits(d, 0x1fff, "edge flags");
		e.note = get_near(d, head >> ESC_EDGE_NOTE_SHIFT, &d->last.edge_note);
		get_operands(d, &e, head & ESC_EDGE_COMMON);
		ce_push(&f->edges, e);
	}
	if (f->edges.n < f->edges.cap)
		bad(d, "ends before the last edge");
}

static void get_guards(decoder *d, ce_func *f)
{
	uint32_t n = get_count(d, 6, "guards"), run = 0, guard = 0;

	if (n)
		ce_push(&f->guards, ((ce_guard){0}));
	for (uint32_t i = 1; i <= n && !d->error; i++) {
		ce_guard g = {0};
		unsigned test;

		g.parent = i - get_u32(d);
		g.arg = get_u32(d);
		test = get_bits(d, 0xff, "test");
		g.test = (uint8_t)(test >> 1);
		g.negated = test & 1;
		g.bits = (uint8_t)get_bits(d, 0x7f, "width of a test");
		g.mask = ~get(d);
		g.value = unzigzag(get(d));
		ce_push(&f->guards, g);
	}
	for (uint32_t i = 0; n && i < f->edges.n && !d->error; i++) {
		if (run == 0) {
			run = get_u32(d);
			guard = get_u32(d);
			if (run == 0)
				bad(d, "a run of no edges");
		}
		f->edges.at[i].guard = guard;
		run--;
	}
	if (run && !d->error)
		bad(d, "a run goes past the last edge");
}

static void get_consts(decoder *d, ce_func *f)
{
	uint32_t n = get_count(d, 3, "constant arguments"), last = 0;

	for (uint32_t i = 0; i < n && !d->error; i++) {
		ce_const k = {.from = CE_NONE};
		uint32_t from;

		k.call = last + get_u32(d);
		k.arg = get_u32(d);
		from = get_u32(d);
		if (from)
			k.from = from - 1;
		else
			k.value = unzigzag(get(d));
		last = k.call;
		ce_push(&f->consts, k);
	}
}

static void get_func(decoder *d, ce_func *f)
{
	f->name = get_str(d);
	f->shown = get_str(d);
	f->pos = get_pos(d);
	f->flags = get_u32(d);
	f->linkage = (uint8_t)get_bits(d, 3, "linkage");
	f->alias = f->flags & CE_FUNC_ALIAS ? get_u32(d) : CE_NONE;
	get_params(d, f);
	get_args(d, f);
	f->nnodes = get_u32(d);
	f->nrets = get_u32(d);
	get_locals(d, f);
	d->last.node = d->last.call = d->last.item = 0;
	get_calls(d, f);
	get_edges(d, f);
	get_guards(d, f);
	get_consts(d, f);
}

/* ---- the unit -------------------------------------------------------------- */

static void get_uses(decoder *d)
{
	GET_ROOM(d, &d->u->uses, 5, "uses of structs");
	for (uint32_t i = 0; i < d->u->uses.cap && !d->error; i++) {
		ce_use use = {.kind = (uint8_t)get_bits(d, 0xf, "kind of a use")};

		use.a = get_str(d);
		use.b = get_str(d);
		use.x = get(d);
		use.y = get(d);
		ce_push(&d->u->uses, use);
	}
}

static void get_payload(decoder *d)
{
	ce_unit *u = d->u;
	unsigned flags;

	get_strings(d);
	u->source = get_str(d);
	u->directory = get_str(d);
	u->producer = get_str(d);
	u->pointer_size = (uint8_t)get_bits(d, 0xf, "pointer size");
	flags = get_bits(d, ESC_UNIT_CGO | ESC_UNIT_MODEL | ESC_UNIT_UNTYPED | ESC_UNIT_CUTS, "unit flags");
	u->is_cgo = flags & ESC_UNIT_CGO;
	u->is_model = flags & ESC_UNIT_MODEL;
	u->is_untyped = flags & ESC_UNIT_UNTYPED;
	u->cuts = flags & ESC_UNIT_CUTS;
	get_notes(d);
	GET_ROOM(d, &u->globals, 7, "globals");
	for (; u->globals.n < u->globals.cap && !d->error;)
		get_global(d, &u->globals.at[u->globals.n++]);
	GET_ROOM(d, &u->funcs, 13, "functions");
	for (; u->funcs.n < u->funcs.cap && !d->error;)
		get_func(d, &u->funcs.at[u->funcs.n++]);
	if (!d->error)
		get_uses(d);
	if (!d->error && d->p < d->end)
		bad(d, "%zu bytes left over", left(d));
}

ce_unit *ce_esc_payload(const uint8_t *bytes, size_t n, size_t base, char **error)
{
	decoder d = {.start = bytes, .p = bytes, .end = bytes + n, .base = base, .u = ce_unit_new()};

	get_payload(&d);
	if (!d.error)
		return d.u;
	ce_unit_free(d.u);
	*error = d.error;
	return NULL;
}
