/*
 * unit_check.c - the invariants of unit.h as a function.
 *
 * A unit that passes needs no range check any more: every index may be followed
 * and offset + size cannot overflow. It runs after lower/ and after decoding,
 * so a damaged or hostile summary cannot reach the solver. Linear in the unit.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "cgoescape/source.h"
#include "graph/unit.h"

/* Offsets and sizes stay this small so that the sum of two fits an int64_t.
 * No C object is larger: Clang's own limit is 2^61 bytes. */
#define LIMIT ((int64_t)1 << 62)

/* Nothing in a file backs the number of nodes, and the solver allocates by it. */
enum { MAX_NODES = 1 << 24 };

/* The bits above belong to unit.h; those below are the front end's (source.h)
 * and pass through. */
#define FUNC_FLAGS                                                                                      \
	(0xffffu | CE_FUNC_DEFINED | CE_FUNC_MODEL | CE_FUNC_NORETURN | CE_FUNC_ALIAS | CE_FUNC_ENTRY | \
	 CE_FUNC_WIDE_INT_RESULT | CE_FUNC_RETURNS | CE_FUNC_NAMELESS)

typedef struct checker {
	const ce_unit *u;
	const ce_func *f;   /* the function looked at, or NULL */
	const ce_global *g; /* the global looked at, or NULL */
	const char *item;   /* "edge", "local"; NULL: the thing itself */
	uint32_t index;     /* of the item */
	char *error;
} checker;

static const char *name_of(const ce_unit *u, ce_str name)
{
	return name < u->strings.texts.n ? ce_text(&u->strings, name) : "?";
}

/* Record the violation, with where it is; always false. */
__attribute__((format(printf, 2, 3))) static bool fail(checker *c, const char *fmt, ...)
{
	ce_buf b = {0};
	char what[200];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	if (c->f)
		ce_buf_addf(&b, "func %d %s: ", (int)(c->f - c->u->funcs.at), name_of(c->u, c->f->name));
	if (c->g)
		ce_buf_addf(&b, "global %d %s: ", (int)(c->g - c->u->globals.at), name_of(c->u, c->g->name));
	if (c->item)
		ce_buf_addf(&b, "%s %" PRIu32 ": ", c->item, c->index);
	ce_buf_adds(&b, what);
	c->error = b.data;
	return false;
}

static bool below(checker *c, const char *what, uint32_t index, uint32_t n)
{
	return index < n || fail(c, "%s is %" PRIu32 ", there are %" PRIu32, what, index, n);
}

static bool check_str(checker *c, const char *what, ce_str s)
{
	return below(c, what, s, c->u->strings.texts.n);
}

static bool check_pos(checker *c, ce_pos pos)
{
	return check_str(c, "file of the position", pos.file);
}

static bool check_size(checker *c, uint64_t size)
{
	return size <= (uint64_t)LIMIT || fail(c, "size %" PRIu64 " is too large", size);
}

static bool check_size_or_unknown(checker *c, uint64_t size)
{
	return size == CE_SIZE_UNKNOWN || check_size(c, size);
}

static bool check_offset(checker *c, int64_t off)
{
	return (off >= -LIMIT && off < LIMIT) || fail(c, "offset %" PRId64 " is out of range", off);
}

static bool is_cursor(ce_off off)
{
	return ce_off_is_back(off) && off.base < 0;
}

static bool check_off(checker *c, ce_off off)
{
	uint64_t span;

	if (off.extent ? off.stride || off.lo != off.base
	               : off.lo != 0 && !ce_off_is_index(off) && !is_cursor(off))
		return fail(c, "offset has a misplaced array of %" PRIu32 " bytes", off.extent);
	if (!check_offset(c, off.base))
		return false;
	if (!off.stride)
		return off.count == 0 ||
		       fail(c, "offset has a count of %" PRIu32 " without a stride", off.count);
	if (!off.count)
		return true;
	if (ce_off_is_index(off))
		return check_offset(c, off.lo) &&
		       (off.base < off.stride || fail(c, "an index starts at %" PRId64, off.base));
	/* Below 2^64, as both factors are below 2^32; so is LIMIT - base. */
	span = (uint64_t)off.stride * (off.count - 1);
	return span < (uint64_t)LIMIT - (uint64_t)off.base ||
	       fail(c, "last offset of %" PRIu32 " * %" PRIu32 " is out of range", off.stride, off.count);
}

static bool check_node(checker *c, const char *what, uint32_t node)
{
	return below(c, what, node, c->f->nnodes);
}

static bool check_note(checker *c, uint32_t note)
{
	return below(c, "note", note, c->u->notes.n);
}

static bool check_ref(checker *c, ce_ref ref)
{
	uint32_t i = ce_ref_index(ref);

	switch (ce_ref_kind(ref)) {
	case CE_REF_LOCAL:
		return c->f ? below(c, "local", i, c->f->locals.n)
		            : fail(c, "an initialiser cannot name a local");
	case CE_REF_GLOBAL:
		return below(c, "global", i, c->u->globals.n);
	case CE_REF_FUNC:
		return below(c, "func", i, c->u->funcs.n);
	}
	return fail(c, "reference 0x%" PRIx32 " is of no kind", ref);
}

static bool check_linkage(checker *c, uint8_t linkage)
{
	return linkage <= CE_LINK_ONCE || fail(c, "linkage %u is unknown", linkage);
}

/* ---- edges and calls ------------------------------------------------------- */

static bool check_edge_flags(checker *c, const ce_edge *e)
{
	static const uint16_t allowed[CE_NOPS] = {
		[CE_OP_COPY] = CE_EDGE_EXCEPT,
		[CE_OP_LOAD] = CE_EDGE_INT | CE_EDGE_TYPED | CE_EDGE_EARLY | CE_EDGE_FIRST | CE_EDGE_PIECE |
	                       CE_EDGE_MOVED,
		[CE_OP_STORE] = CE_EDGE_TRANSIENT | CE_EDGE_CALM | CE_EDGE_IF_RETURNS | CE_EDGE_UPDATE |
	                        CE_EDGE_TYPED,
		[CE_OP_CALL] = CE_EDGE_EARLY | CE_EDGE_FIRST,
		[CE_OP_LEAK] = CE_EDGE_LIMIT | CE_EDGE_DATA,
		[CE_OP_OPAQUE] = CE_EDGE_DATA,
	};

	return !(e->flags & ~allowed[e->op]) ||
	       fail(c, "flags 0x%x do not fit operation %u", e->flags, e->op);
}

static bool check_access(checker *c, const ce_edge *e)
{
	if (!check_node(c, "dst node", e->dst) || !check_node(c, "src node", e->src))
		return false;
	if (e->op == CE_OP_MOVE && ce_size_is_arg(e->size))
		return below(c, "argument that is a size", ce_size_arg(e->size), c->f->args.n);
	if (e->op == CE_OP_MOVE)
		return check_size_or_unknown(c, e->size);
	if (!check_str(c, "type", e->type))
		return false;
	return e->size ? check_size(c, e->size) : fail(c, "access of 0 bytes");
}

/* CE_CAT_NONE is an answer ("none got out"), not a way out. */
static bool check_leak(checker *c, const ce_edge *e)
{
	if (e->category == CE_CAT_NONE || e->category >= CE_NCATEGORIES)
		return fail(c, "category %u of a leak is unknown", e->category);
	return check_node(c, "src node", e->src);
}

static bool check_edge(checker *c, const ce_edge *e)
{
	if (e->op >= CE_NOPS)
		return fail(c, "operation %u is unknown", e->op);
	if (!check_edge_flags(c, e) || !check_note(c, e->note))
		return false;
	if (e->guard && !below(c, "guard", e->guard, c->f->guards.n))
		return false;
	switch ((ce_op)e->op) {
	case CE_OP_ADDR:
		return check_node(c, "dst node", e->dst) && check_ref(c, e->src) && check_off(c, e->off);
	case CE_OP_COPY:
		if (e->flags & CE_EDGE_EXCEPT &&
		    !(ce_size_is_arg(e->size) &&
		      below(c, "argument compared with", ce_size_arg(e->size), c->f->args.n)))
			return false;
		return check_node(c, "dst node", e->dst) && check_node(c, "src node", e->src) &&
		       check_off(c, e->off);
	case CE_OP_LOAD:
	case CE_OP_STORE:
	case CE_OP_MOVE:
		return check_access(c, e);
	case CE_OP_CALL:
		return below(c, "call", e->src, c->f->calls.n);
	case CE_OP_LEAK:
		return check_leak(c, e);
	case CE_OP_OPAQUE:
	case CE_OP_NEW:
	case CE_OP_CAST:
		return check_node(c, "dst node", e->dst);
	case CE_NOPS:
		break;
	}
	return true;
}

/* What the lists hold is checked once for all calls. */
static bool check_list(checker *c, const char *what, uint32_t first, uint32_t n)
{
	return (uint64_t)first + n <= c->f->lists.n ||
	       fail(c, "%s [%" PRIu32 " + %" PRIu32 ") reach outside the %" PRIu32 " list items", what, first,
	            n, c->f->lists.n);
}

static bool check_call(checker *c, const ce_call *call)
{
	return (call->direct ? below(c, "target func", call->target, c->u->funcs.n)
	                     : check_node(c, "target node", call->target)) &&
	       check_note(c, call->note) && check_list(c, "arguments", call->args, call->nargs) &&
	       check_list(c, "results", call->rets, call->nrets);
}

static bool check_guard(checker *c, const ce_guard *g)
{
	if (c->index == 0)
		return true;
	if (g->test >= CE_NTESTS || g->bits < 1 || g->bits > 64)
		return fail(c, "test %u of %u bits is unknown", g->test, g->bits);
	if (g->test == CE_TEST_EITHER && !(below(c, "one way", ce_guard_one(g), c->index) &&
	                                   below(c, "other way", ce_guard_other(g), c->index)))
		return false;
	return below(c, "parent", g->parent, c->index) && below(c, "argument", g->arg, c->f->args.n);
}

static bool check_const(checker *c, const ce_const *k)
{
	if (c->index && (k[-1].call > k->call || (k[-1].call == k->call && k[-1].arg >= k->arg)))
		return fail(c, "argument %" PRIu32 " of call %" PRIu32 " is out of order", k->arg, k->call);
	return below(c, "call", k->call, c->f->calls.n) &&
	       below(c, "argument", k->arg, c->f->calls.at[k->call].nargs) &&
	       (k->from == CE_NONE || below(c, "own argument", k->from, c->f->args.n));
}

/* ---- functions and globals ------------------------------------------------- */

static bool check_param(checker *c, const ce_param *p)
{
	return check_str(c, "name", p->name) && check_str(c, "type", p->type) && check_pos(c, p->pos);
}

static bool check_arg(checker *c, const ce_arg *a)
{
	if (a->kind > CE_ARG_RESULT)
		return fail(c, "kind %u is unknown", a->kind);
	if (a->kind == CE_ARG_RESULT && a->param != CE_NONE)
		return fail(c, "the hidden result names parameter %" PRIu32, a->param);
	return (a->param == CE_NONE || below(c, "parameter", a->param, c->f->params.n)) &&
	       check_size(c, a->size);
}

static bool check_local(checker *c, const ce_local *l)
{
	if (l->kind > CE_LOCAL_HIDDEN)
		return fail(c, "kind %u is unknown", l->kind);
	if (l->kind == CE_LOCAL_PARAM && !below(c, "parameter", l->param, c->f->params.n))
		return false;
	return check_str(c, "name", l->name) && check_pos(c, l->pos) && check_size_or_unknown(c, l->size);
}

static bool check_func_head(checker *c, const ce_func *f)
{
	uint64_t fixed = (uint64_t)f->args.n + (f->flags & CE_FUNC_VARIADIC ? 1 : 0) + f->nrets;

	if (f->flags & ~FUNC_FLAGS)
		return fail(c, "flags 0x%" PRIx32 " are unknown", f->flags & ~FUNC_FLAGS);
	if (f->nnodes > MAX_NODES)
		return fail(c, "%" PRIu32 " nodes are too many", f->nnodes);
	if (fixed > f->nnodes)
		return fail(c, "%" PRIu64 " arguments and results do not fit into %" PRIu32 " nodes", fixed,
		            f->nnodes);
	if ((f->flags & CE_FUNC_ALIAS) && !below(c, "aliased func", f->alias, c->u->funcs.n))
		return false;
	return check_str(c, "name", f->name) && check_str(c, "shown name", f->shown) &&
	       check_pos(c, f->pos) && check_linkage(c, f->linkage);
}

/* Run one check over every item of a vector. */
#define EACH(c, word, v, check)                                         \
	do {                                                            \
		(c)->item = (word);                                     \
		for ((c)->index = 0; (c)->index < (v)->n; (c)->index++) \
			if (!check((c), &(v)->at[(c)->index]))          \
				return false;                           \
		(c)->item = NULL;                                       \
	} while (0)

static bool check_list_item(checker *c, const uint32_t *node)
{
	return *node == CE_NONE || check_node(c, "node", *node);
}

static bool check_func(checker *c, const ce_func *f)
{
	c->f = f;
	if (!check_func_head(c, f))
		return false;
	EACH(c, "param", &f->params, check_param);
	EACH(c, "arg", &f->args, check_arg);
	EACH(c, "local", &f->locals, check_local);
	EACH(c, "list item", &f->lists, check_list_item);
	EACH(c, "call", &f->calls, check_call);
	EACH(c, "edge", &f->edges, check_edge);
	EACH(c, "guard", &f->guards, check_guard);
	EACH(c, "constant", &f->consts, check_const);
	c->f = NULL;
	return true;
}

static bool check_init(checker *c, const ce_init *init)
{
	const ce_global *g = c->g;

	if (init->at < 0 || init->at >= LIMIT || (uint64_t)init->at >= g->size)
		return fail(c, "byte %" PRId64 " lies outside the global", init->at);
	if (c->index && init->at < init[-1].at)
		return fail(c, "byte %" PRId64 " stands after byte %" PRId64, init->at, init[-1].at);
	return check_ref(c, init->target) && check_offset(c, init->off);
}

static bool check_global(checker *c, const ce_global *g)
{
	const unsigned flags = CE_GLOBAL_DEFINED | CE_GLOBAL_CONSTANT | CE_GLOBAL_TLS | CE_GLOBAL_MEMBER |
	                       CE_GLOBAL_OPEN | CE_GLOBAL_DATA | CE_GLOBAL_BYTES;

	c->g = g;
	if (g->flags & ~flags)
		return fail(c, "flags 0x%x are unknown", g->flags & ~flags);
	if (!check_str(c, "name", g->name) || !check_str(c, "shown name", g->shown) ||
	    !check_pos(c, g->pos) || !check_linkage(c, g->linkage) || !check_size_or_unknown(c, g->size))
		return false;
	EACH(c, "init", &g->inits, check_init);
	c->g = NULL;
	return true;
}

/* ---- the unit -------------------------------------------------------------- */

static bool check_unit_note(checker *c, const ce_note *n)
{
	if (n->reason >= CE_NREASONS)
		return fail(c, "reason %u is unknown", n->reason);
	return check_str(c, "text", n->text) && check_pos(c, n->pos);
}

static bool check_use(checker *c, const ce_use *use)
{
	if (use->kind >= CE_NUSES)
		return fail(c, "kind %u is unknown", use->kind);
	return check_str(c, "struct", use->a) && check_str(c, "second name", use->b) &&
	       check_size(c, use->x) && check_size(c, use->y);
}

static bool check_head(checker *c)
{
	const ce_unit *u = c->u;
	const ce_note *none = u->notes.at;

	if (!u->strings.texts.n || *ce_text(&u->strings, 0))
		return fail(c, "string 0 is not the empty string");
	if (u->pointer_size != 4 && u->pointer_size != 8)
		return fail(c, "pointer size %u is neither 4 nor 8", u->pointer_size);
	if (!u->notes.n || none->pos.file || none->pos.line || none->pos.col || none->text || none->reason)
		return fail(c, "note 0 is not empty");
	if (!check_str(c, "source", u->source) || !check_str(c, "directory", u->directory) ||
	    !check_str(c, "producer", u->producer))
		return false;
	EACH(c, "note", &u->notes, check_unit_note);
	EACH(c, "use", &u->uses, check_use);
	return true;
}

/* Follow each chain of aliases once: a function reached again in the walk that
 * reached it first closes a cycle, one left by an earlier walk is known good. */
static bool check_aliases(checker *c)
{
	const ce_unit *u = c->u;
	uint32_t *walk = ce_calloc(u->funcs.n, sizeof *walk);
	bool ok = true;

	for (uint32_t i = 0; ok && i < u->funcs.n; i++) {
		uint32_t at = i;

		while ((u->funcs.at[at].flags & CE_FUNC_ALIAS) && !walk[at]) {
			walk[at] = i + 1;
			at = u->funcs.at[at].alias;
		}
		if ((u->funcs.at[at].flags & CE_FUNC_ALIAS) && walk[at] == i + 1) {
			c->f = &u->funcs.at[at];
			ok = fail(c, "is an alias of itself");
		}
	}
	free(walk);
	return ok;
}

char *ce_unit_check(const ce_unit *u)
{
	checker c = {.u = u};

	if (!check_head(&c))
		return c.error;
	for (uint32_t i = 0; i < u->globals.n; i++)
		if (!check_global(&c, &u->globals.at[i]))
			return c.error;
	for (uint32_t i = 0; i < u->funcs.n; i++)
		if (!check_func(&c, &u->funcs.at[i]))
			return c.error;
	check_aliases(&c);
	return c.error;
}
