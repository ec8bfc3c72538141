/*
 * unit_dump.c - a unit as text, one item a line, for people and FileCheck.
 *
 * Nodes are printed as n0, n1, ...; what carries no pointer is "-". A dump is
 * also wanted of a unit that ce_unit_check() refuses, so no index is trusted.
 */
#include <inttypes.h>

#include "base/buf.h"
#include "cgoescape/source.h"
#include "graph/unit.h"

#define ARRAY_LEN(a) (sizeof(a) / sizeof *(a))

struct word {
	uint32_t bit;
	const char *text;
};

static const struct word func_words[] = {
	{CE_FUNC_BOUNDARY, "boundary"},
	{CE_FUNC_GO_EXPORT, "go-export"},
	{CE_FUNC_WRAPPER, "wrapper"},
	{CE_FUNC_SYSTEM, "system"},
	{CE_FUNC_STATIC, "static"},
	{CE_FUNC_PREAMBLE, "preamble"},
	{CE_FUNC_VARIADIC, "variadic"},
	{CE_FUNC_DEFINED, "defined"},
	{CE_FUNC_MODEL, "model"},
	{CE_FUNC_NORETURN, "noreturn"},
	{CE_FUNC_ALIAS, "alias"},
	{CE_FUNC_ENTRY, "entry"},
	{CE_FUNC_WIDE_INT_RESULT, "wide-int-result"},
	{CE_FUNC_RETURNS, "returns"},
	{CE_FUNC_NAMELESS, "nameless"},
};
static const struct word param_words[] = {
	{CE_PARAM_POINTER, "pointer"},   {CE_PARAM_AGGREGATE, "aggregate"},   {CE_PARAM_WIDE_INT, "wide-int"},
	{CE_PARAM_OPAQUE, "opaque"},     {CE_PARAM_PLAIN, "plain"},           {CE_PARAM_NUMBERS, "numbers"},
	{CE_PARAM_TEXT, "text"},         {CE_PARAM_AS_POINTER, "as-pointer"}, {CE_PARAM_FUNCTION, "function"},
	{CE_PARAM_NOESCAPE, "noescape"},
};
static const struct word edge_words[] = {
	{CE_EDGE_INT, "int"},       {CE_EDGE_TRANSIENT, "transient"},
	{CE_EDGE_CALM, "calm"},     {CE_EDGE_IF_RETURNS, "if-returns"},
	{CE_EDGE_LIMIT, "limit"},   {CE_EDGE_EXCEPT, "except"},
	{CE_EDGE_UPDATE, "update"}, {CE_EDGE_TYPED, "typed"},
	{CE_EDGE_EARLY, "early"},   {CE_EDGE_FIRST, "first"},
	{CE_EDGE_DATA, "data"},     {CE_EDGE_PIECE, "piece"},
	{CE_EDGE_MOVED, "moved"},
};
static const struct word global_words[] = {
	{CE_GLOBAL_DEFINED, "defined"}, {CE_GLOBAL_CONSTANT, "constant"}, {CE_GLOBAL_TLS, "tls"},
	{CE_GLOBAL_MEMBER, "member"},   {CE_GLOBAL_OPEN, "open"},         {CE_GLOBAL_DATA, "data"},
	{CE_GLOBAL_BYTES, "bytes"},
};

static void add_words(ce_buf *out, uint32_t flags, const struct word *words, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (flags & words[i].bit)
			ce_buf_addf(out, " %s", words[i].text);
		flags &= ~words[i].bit;
	}
	if (flags)
		ce_buf_addf(out, " flags=0x%" PRIx32, flags);
}

static const char *linkage_word(uint8_t linkage)
{
	static const char *const words[] = {"internal", "extern", "weak", "once"};

	return linkage < ARRAY_LEN(words) ? words[linkage] : "<bad linkage>";
}

static const char *text_of(const ce_unit *u, ce_str s)
{
	return s < u->strings.texts.n ? ce_text(&u->strings, s) : "<bad string>";
}

/* Quoted, so that a line stays a line whatever the text holds. */
static void add_quoted(ce_buf *out, const char *text)
{
	ce_buf_addc(out, '"');
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			ce_buf_addf(out, "\\%c", c);
		else if (c < 0x20 || c == 0x7f)
			ce_buf_addf(out, "\\x%02x", c);
		else
			ce_buf_addc(out, (char)c);
	}
	ce_buf_addc(out, '"');
}

/* Names and paths are bare unless they would read as something else. */
static void add_name(ce_buf *out, const char *text)
{
	if (!*text)
		ce_buf_addc(out, '-');
	else if (text[strcspn(text, " \t\r\n\v\f\"\\(),=#\x01")] || strcmp(text, "-") == 0)
		add_quoted(out, text);
	else
		ce_buf_adds(out, text);
}

static void add_str(ce_buf *out, const ce_unit *u, ce_str s)
{
	add_name(out, text_of(u, s));
}

static void add_pos(ce_buf *out, const ce_unit *u, ce_pos pos)
{
	add_str(out, u, pos.file);
	ce_buf_addf(out, ":%" PRIu32 ":%" PRIu32, pos.line, pos.col);
}

static void add_pos_field(ce_buf *out, const ce_unit *u, ce_pos pos)
{
	if (!pos.line)
		return;
	ce_buf_adds(out, " pos=");
	add_pos(out, u, pos);
}

/* " (assign "g = p" f.c:4:4)", less what is unknown. */
static void add_note(ce_buf *out, const ce_unit *u, uint32_t index)
{
	const ce_note *note;
	const char *text, *space = "";

	if (!index)
		return;
	if (index >= u->notes.n) {
		ce_buf_adds(out, " (<bad note>)");
		return;
	}
	note = &u->notes.at[index];
	text = note->reason < CE_NREASONS ? ce_reason_text(note->reason) : "<bad reason>";
	ce_buf_addf(out, " (%s", text);
	if (*text)
		space = " ";
	text = text_of(u, note->text);
	if (*text) {
		ce_buf_adds(out, space);
		add_quoted(out, text);
		space = " ";
	}
	if (note->pos.line) {
		ce_buf_adds(out, space);
		add_pos(out, u, note->pos);
	}
	ce_buf_addc(out, ')');
}

static void add_size(ce_buf *out, uint64_t size)
{
	if (size == CE_SIZE_UNKNOWN)
		ce_buf_addc(out, '?');
	else if (ce_size_is_arg(size))
		ce_buf_addf(out, "n%" PRIu32, ce_size_arg(size));
	else
		ce_buf_addf(out, "%" PRIu64, size);
}

static void add_index(ce_buf *out, ce_off off)
{
	if (off.lo)
		ce_buf_addf(out, "%+" PRId64, off.lo);
	ce_buf_adds(out, "+index");
	if (off.stride > 1 && off.base)
		ce_buf_addf(out, "[%" PRId64 ":%" PRIu32 "*]", off.base, off.stride);
	else if (off.stride > 1)
		ce_buf_addf(out, "*%" PRIu32, off.stride);
}

void ce_off_dump(ce_off off, ce_buf *out)
{
	if (off.stride == 1 && off.count == 0)
		ce_buf_adds(out, "+any");
	else if (ce_off_is_index(off))
		add_index(out, off);
	else if (off.stride && off.count)
		ce_buf_addf(out, "+[%" PRId64 ":%" PRIu32 "*%" PRIu32 "]", off.base, off.stride, off.count);
	else if (off.stride)
		ce_buf_addf(out, "+[%" PRId64 ":%" PRIu32 "*]", off.base, off.stride);
	else if (off.base)
		ce_buf_addf(out, "%+" PRId64, off.base);
	if (ce_off_is_back(off))
		ce_buf_adds(out, " back");
	if (off.extent == CE_EXTENT_OPEN)
		ce_buf_adds(out, "[..]");
	else if (off.extent)
		ce_buf_addf(out, "[..%" PRIu32 "]", off.extent);
}

static void add_node(ce_buf *out, uint32_t node)
{
	if (node == CE_NONE)
		ce_buf_addc(out, '-');
	else
		ce_buf_addf(out, "n%" PRIu32, node);
}

/* ---- one function ---------------------------------------------------------- */

typedef struct dumper {
	ce_buf *out;
	const ce_unit *u;
	const ce_func *f;
	ce_map first; /* name -> the first local called so */
} dumper;

static void add_symbol(dumper *d, ce_str name, uint32_t index)
{
	if (*text_of(d->u, name))
		add_str(d->out, d->u, name);
	else
		ce_buf_addf(d->out, "#%" PRIu32, index);
}

/* A local by name; the second x of a function is x#INDEX. */
static void add_local(dumper *d, uint32_t index)
{
	ce_str name = d->f->locals.at[index].name;

	add_symbol(d, name, index);
	if (*text_of(d->u, name) && ce_map_get(&d->first, name) != index)
		ce_buf_addf(d->out, "#%" PRIu32, index);
}

static void add_func_name(dumper *d, uint32_t index)
{
	if (index < d->u->funcs.n)
		add_symbol(d, d->u->funcs.at[index].name, index);
	else
		ce_buf_adds(d->out, "<bad func>");
}

static void add_ref(dumper *d, ce_ref ref)
{
	uint32_t i = ce_ref_index(ref);

	switch (ce_ref_kind(ref)) {
	case CE_REF_LOCAL:
		ce_buf_adds(d->out, "&local ");
		if (d->f && i < d->f->locals.n)
			add_local(d, i);
		else
			ce_buf_adds(d->out, "<bad local>");
		break;
	case CE_REF_GLOBAL:
		ce_buf_adds(d->out, "&global ");
		if (i < d->u->globals.n)
			add_symbol(d, d->u->globals.at[i].name, i);
		else
			ce_buf_adds(d->out, "<bad global>");
		break;
	case CE_REF_FUNC:
		ce_buf_adds(d->out, "&func ");
		add_func_name(d, i);
		break;
	default:
		ce_buf_addf(d->out, "<bad ref 0x%" PRIx32 ">", ref);
	}
}

static void add_list(dumper *d, uint32_t first, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		if (i)
			ce_buf_adds(d->out, ", ");
		if ((uint64_t)first + i >= d->f->lists.n) {
			ce_buf_adds(d->out, "<bad list>");
			return;
		}
		add_node(d->out, d->f->lists.at[first + i]);
	}
}

static void add_call(dumper *d, const ce_edge *e)
{
	const ce_call *call;

	if (e->src >= d->f->calls.n) {
		ce_buf_adds(d->out, "call <bad call>");
		return;
	}
	call = &d->f->calls.at[e->src];
	add_list(d, call->rets, call->nrets);
	ce_buf_adds(d->out, call->nrets ? " <- call " : "call ");
	if (call->direct) {
		add_func_name(d, call->target);
	} else {
		ce_buf_addc(d->out, '*');
		add_node(d->out, call->target);
	}
	ce_buf_addc(d->out, '(');
	add_list(d, call->args, call->nargs);
	ce_buf_addc(d->out, ')');
	if (call->returns_twice)
		ce_buf_adds(d->out, " returns-twice");
	if (call->note != e->note)
		add_note(d->out, d->u, call->note);
}

/* "n4 <- ", then the operation's word. */
static void add_result(dumper *d, const ce_edge *e, const char *word)
{
	add_node(d->out, e->dst);
	ce_buf_addf(d->out, " <- %s", word);
}

static void add_access(dumper *d, const ce_edge *e)
{
	if (e->op == CE_OP_LOAD) {
		add_result(d, e, "load");
		add_size(d->out, e->size);
		ce_buf_addc(d->out, ' ');
		add_node(d->out, e->src);
		if (e->type) {
			ce_buf_adds(d->out, " of ");
			add_str(d->out, d->u, e->type);
		}
		return;
	}
	ce_buf_adds(d->out, e->op == CE_OP_MOVE ? "move" : "store");
	if (e->op == CE_OP_STORE)
		add_size(d->out, e->size);
	ce_buf_addc(d->out, ' ');
	add_node(d->out, e->dst);
	ce_buf_adds(d->out, " <- ");
	add_node(d->out, e->src);
	if (e->op == CE_OP_MOVE) {
		ce_buf_addc(d->out, ' ');
		add_size(d->out, e->size);
	}
}

enum { MAX_GUARDS = 64 }; /* of a damaged unit there may be more */

/* The guards of a chain above `end`. */
static void add_chain(dumper *d, uint32_t guard, uint32_t end, uint32_t *n)
{
	static const char *const tests[] = {"==", "!=", "<u", "<=u", "<", "<="};
	const char *and = "";

	for (; guard > end && guard < d->f->guards.n && (*n)++ < MAX_GUARDS;
	     guard = d->f->guards.at[guard].parent, and = " && ") {
		const ce_guard *g = &d->f->guards.at[guard];

		ce_buf_adds(d->out, and);
		if (g->test == CE_TEST_EITHER) {
			ce_buf_addc(d->out, '(');
			add_chain(d, ce_guard_one(g), g->parent, n);
			ce_buf_adds(d->out, " || ");
			add_chain(d, ce_guard_other(g), g->parent, n);
			ce_buf_addc(d->out, ')');
			continue;
		}
		ce_buf_addf(d->out, "%sn%" PRIu32, g->negated ? "!" : "", g->arg);
		if (~g->mask)
			ce_buf_addf(d->out, "&0x%" PRIx64, g->mask);
		ce_buf_addf(d->out, "%s%" PRId64, g->test < CE_TEST_EITHER ? tests[g->test] : "<bad>",
		            g->value);
	}
}

static void add_guards(dumper *d, uint32_t guard)
{
	uint32_t n = 0;

	if (!guard || guard >= d->f->guards.n)
		return;
	ce_buf_adds(d->out, " if ");
	add_chain(d, guard, 0, &n);
}

static void add_consts(dumper *d, uint32_t call)
{
	for (uint32_t i = 0; i < d->f->consts.n; i++) {
		const ce_const *k = &d->f->consts.at[i];

		if (k->call != call)
			continue;
		if (k->from == CE_NONE)
			ce_buf_addf(d->out, " arg%" PRIu32 "=%" PRId64, k->arg, k->value);
		else
			ce_buf_addf(d->out, " arg%" PRIu32 "=n%" PRIu32, k->arg, k->from);
	}
}

static void add_edge(dumper *d, const ce_edge *e)
{
	switch (e->op) {
	case CE_OP_ADDR:
		add_result(d, e, "");
		add_ref(d, e->src);
		ce_off_dump(e->off, d->out);
		break;
	case CE_OP_COPY:
		add_result(d, e, "");
		add_node(d->out, e->src);
		ce_off_dump(e->off, d->out);
		break;
	case CE_OP_LOAD:
	case CE_OP_STORE:
	case CE_OP_MOVE:
		add_access(d, e);
		break;
	case CE_OP_CALL:
		add_call(d, e);
		add_consts(d, e->src);
		break;
	case CE_OP_LEAK:
		ce_buf_adds(d->out, "leak ");
		add_node(d->out, e->src);
		ce_buf_addf(d->out, " %s",
		            e->category < CE_NCATEGORIES ? ce_category_text(e->category) : "<bad category>");
		break;
	case CE_OP_OPAQUE:
		add_result(d, e, "opaque");
		break;
	case CE_OP_NEW:
		add_result(d, e, "new");
		break;
	case CE_OP_CAST:
		ce_buf_adds(d->out, "cast ");
		add_node(d->out, e->dst);
		break;
	default:
		ce_buf_addf(d->out, "<bad op %u>", e->op);
	}
}

static void add_signature(dumper *d)
{
	static const char *const kinds[] = {"direct", "byval", "result"};
	const ce_func *f = d->f;

	ce_buf_adds(d->out, " params=(");
	for (uint32_t i = 0; i < f->params.n; i++) {
		ce_buf_adds(d->out, i ? ", " : "");
		add_str(d->out, d->u, f->params.at[i].name);
	}
	ce_buf_adds(d->out, ") args=(");
	for (uint32_t i = 0; i < f->args.n; i++) {
		const ce_arg *a = &f->args.at[i];

		ce_buf_adds(d->out, i ? ", " : "");
		if (a->param == CE_NONE)
			ce_buf_addc(d->out, '-');
		else
			ce_buf_addf(d->out, "%" PRIu32, a->param);
		ce_buf_addf(d->out, ":%s", a->kind < ARRAY_LEN(kinds) ? kinds[a->kind] : "<bad>");
		if (a->size) {
			ce_buf_addc(d->out, '[');
			add_size(d->out, a->size);
			ce_buf_addc(d->out, ']');
		}
	}
	ce_buf_addf(d->out, ") nodes=%" PRIu32 " rets=%" PRIu32 "\n", f->nnodes, f->nrets);
}

static void add_head(dumper *d)
{
	const ce_func *f = d->f;

	ce_buf_adds(d->out, "func ");
	add_str(d->out, d->u, f->name);
	ce_buf_addf(d->out, " %s", linkage_word(f->linkage));
	add_words(d->out, f->flags, func_words, ARRAY_LEN(func_words));
	if (f->flags & CE_FUNC_ALIAS) {
		ce_buf_addc(d->out, '=');
		add_func_name(d, f->alias);
	}
	if (f->shown != f->name) {
		ce_buf_adds(d->out, " shown=");
		add_str(d->out, d->u, f->shown);
	}
	add_pos_field(d->out, d->u, f->pos);
	add_signature(d);
}

static void add_params(dumper *d)
{
	for (uint32_t i = 0; i < d->f->params.n; i++) {
		const ce_param *p = &d->f->params.at[i];

		ce_buf_addf(d->out, "  param %" PRIu32 " ", i);
		add_str(d->out, d->u, p->name);
		add_words(d->out, p->flags, param_words, ARRAY_LEN(param_words));
		add_pos_field(d->out, d->u, p->pos);
		if (p->type) {
			ce_buf_adds(d->out, " type=");
			add_str(d->out, d->u, p->type);
		}
		ce_buf_addc(d->out, '\n');
	}
}

static void add_locals(dumper *d)
{
	for (uint32_t i = 0; i < d->f->locals.n; i++) {
		const ce_local *l = &d->f->locals.at[i];
		uint32_t *first = ce_map_at(&d->first, l->name);

		if (*first == CE_NONE)
			*first = i;
		ce_buf_adds(d->out, "  local ");
		add_local(d, i);
		if (l->kind == CE_LOCAL_PARAM)
			ce_buf_addf(d->out, " param=%" PRIu32, l->param);
		else if (l->kind == CE_LOCAL_HIDDEN)
			ce_buf_adds(d->out, " hidden");
		else if (l->kind != CE_LOCAL_VARIABLE)
			ce_buf_adds(d->out, " <bad kind>");
		ce_buf_adds(d->out, " size=");
		add_size(d->out, l->size);
		add_pos_field(d->out, d->u, l->pos);
		ce_buf_addc(d->out, '\n');
	}
}

void ce_func_dump(const ce_unit *u, const ce_func *f, ce_buf *out)
{
	dumper d = {.out = out, .u = u, .f = f};

	add_head(&d);
	add_params(&d);
	add_locals(&d);
	for (uint32_t i = 0; i < f->edges.n; i++) {
		const ce_edge *e = &f->edges.at[i];

		ce_buf_adds(out, "  ");
		add_edge(&d, e);
		add_words(out, e->flags, edge_words, ARRAY_LEN(edge_words));
		add_guards(&d, e->guard);
		add_note(out, u, e->note);
		ce_buf_addc(out, '\n');
	}
	ce_map_free(&d.first);
}

/* ---- the unit -------------------------------------------------------------- */

static void dump_global(const ce_unit *u, uint32_t index, ce_buf *out)
{
	const ce_global *g = &u->globals.at[index];
	dumper d = {.out = out, .u = u};

	ce_buf_adds(out, "global ");
	add_symbol(&d, g->name, index);
	ce_buf_addf(out, " %s", linkage_word(g->linkage));
	add_words(out, g->flags, global_words, ARRAY_LEN(global_words));
	if (g->shown != g->name) {
		ce_buf_adds(out, " shown=");
		add_str(out, u, g->shown);
	}
	ce_buf_adds(out, " size=");
	add_size(out, g->size);
	if (g->element)
		ce_buf_addf(out, " element=%" PRIu32, g->element);
	add_pos_field(out, u, g->pos);
	ce_buf_addc(out, '\n');
	for (uint32_t i = 0; i < g->inits.n; i++) {
		const ce_init *init = &g->inits.at[i];

		ce_buf_addf(out, "  at %" PRId64 ": ", init->at);
		add_ref(&d, init->target);
		ce_off_dump((ce_off){.base = init->off}, out);
		ce_buf_addc(out, '\n');
	}
}

static void dump_use(const ce_unit *u, const ce_use *use, ce_buf *out)
{
	static const char *const kinds[] = {"unit",  "size", "known", "hook", "part",
	                                    "store", "cast", "shown", "copy", "param"};

	ce_buf_addf(out, "use %s ", use->kind < ARRAY_LEN(kinds) ? kinds[use->kind] : "<bad>");
	add_str(out, u, use->a);
	ce_buf_addc(out, ' ');
	add_str(out, u, use->b);
	ce_buf_addf(out, " %" PRIu64 " %" PRIu64 "\n", use->x, use->y);
}

void ce_unit_dump(const ce_unit *u, ce_buf *out)
{
	ce_buf_adds(out, "unit ");
	add_str(out, u, u->source);
	ce_buf_adds(out, " directory=");
	add_str(out, u, u->directory);
	ce_buf_adds(out, " producer=");
	add_quoted(out, text_of(u, u->producer));
	ce_buf_addf(out, " pointer=%u%s%s%s%s\n", u->pointer_size, u->is_cgo ? " cgo" : "",
	            u->is_model ? " model" : "", u->is_untyped ? " untyped" : "", u->cuts ? " cuts" : "");
	for (uint32_t i = 1; i < u->uses.n; i++) /* the first says that there are any */
		dump_use(u, &u->uses.at[i], out);
	for (uint32_t i = 0; i < u->globals.n; i++)
		dump_global(u, i, out);
	for (uint32_t i = 0; i < u->funcs.n; i++)
		ce_func_dump(u, &u->funcs.at[i], out);
}
