/*
 * explain_text.c - the flow of a leak in the form of Go's -m=2.
 */
#include <ctype.h>
#include <stdlib.h>

#include "report/report.h"

/* ---- which flow --------------------------------------------------------------------- */

static bool is_sink(const char *dst)
{
	return strcmp(dst, "{heap}") == 0 || strcmp(dst, "~r0") == 0 || strncmp(dst, "{param ", 7) == 0;
}

static bool fits(const ce_message *m, const ce_flow_edge *first, const ce_flow_edge *last)
{
	if (m->derefs < 0)
		return true; /* a local or an allocation: there is one */
	if (m->content)
		return first->derefs > 0 && strcmp(last->dst, "~r0") != 0;
	return strcmp(last->dst, m->sink) == 0 && (first->derefs > 0) == (m->derefs > 0);
}

/* A fact has its flows one after the other; each ends at a sink. */
ce_flow ce_message_flow(const ce_message *m)
{
	const ce_flow *all = &m->why.flow;
	uint32_t first = 0;

	for (uint32_t i = 0; i < all->nedges; i++) {
		if (!is_sink(all->edges[i].dst))
			continue;
		if (fits(m, &all->edges[first], &all->edges[i]))
			return (ce_flow){all->edges + first, i + 1 - first};
		first = i + 1;
	}
	return (ce_flow){0};
}

/* ---- lines ----------------------------------------------------------------------------- */

static const char *step_text(const ce_note *n, const ce_unit *u, const ce_source *source)
{
	const char *text = ce_text(&u->strings, n->text);

	if (!*text && source && source->text && n->pos.line)
		text = source->text(source->ctx, ce_text(&u->strings, n->pos.file), n->pos.line, n->pos.col,
		                    CE_TEXT_ACCESS);
	if (text && *text)
		return text;
	/* Several returns are one in the IR, at the end of the function. */
	return n->reason == CE_REASON_ASM ? "asm" : n->reason == CE_REASON_RETURN ? "return" : "";
}

/* Go's word for an access, by its outermost operator. */
static ce_reason access_reason(const char *text, ce_reason otherwise)
{
	size_t n = strlen(text);

	if (text[0] == '*')
		return CE_REASON_INDIRECTION;
	while (n && (isalnum((unsigned char)text[n - 1]) || text[n - 1] == '_' || text[n - 1] & 0x80))
		n--;
	if (n > 1 && text[n - 1] == '>' && text[n - 2] == '-')
		return CE_REASON_DOT_POINTER;
	return n > 1 && text[n - 1] == '.' ? CE_REASON_DOT : otherwise;
}

/* The words for what decided, where the step itself only knows that it is a call. */
static ce_reason deciding_reason(ce_category category)
{
	switch (category) {
	case CE_CAT_UNKNOWN_CALLEE:
		return CE_REASON_UNKNOWN_CALLEE;
	case CE_CAT_CALLBACK:
		return CE_REASON_CALLBACK;
	case CE_CAT_CALLBACK_DATA:
		return CE_REASON_REGISTERED;
	case CE_CAT_THREAD:
		return CE_REASON_THREAD;
	case CE_CAT_VARIADIC:
		return CE_REASON_VARIADIC;
	case CE_CAT_LIMIT:
		return CE_REASON_LIMIT;
	default:
		return CE_REASON_CALL;
	}
}

/* Whether the step is the one that the verdict names: itself, or the call of the
 * library function whose model has that step. */
static bool decides(const ce_program *p, const ce_message *m, ce_gnote step)
{
	const ce_unit *u;

	if (!m->why.note || step == m->why.note)
		return step == m->why.note;
	ce_program_note(p, m->why.note, &u);
	return u->is_model;
}

static ce_reason reason_of(const ce_program *p, const ce_message *m, ce_gnote step, const char *text,
                           bool last)
{
	const ce_unit *u;
	ce_reason r = (ce_reason)ce_program_note(p, step, &u)->reason;

	if (r == CE_REASON_INDIRECTION || r == CE_REASON_DOT || r == CE_REASON_DOT_POINTER)
		return access_reason(text, r);
	if (r == CE_REASON_CALL && last && decides(p, m, step))
		return deciding_reason((ce_category)m->why.category);
	return r;
}

/* What the compiler made itself has no place: that of the source is said. */
static ce_loc step_loc(const ce_message *m, const ce_note *n, const ce_unit *u)
{
	if (!n->pos.line)
		return m->loc;
	return (ce_loc){ce_text(&u->strings, n->pos.file), n->pos.line, n->pos.col};
}

static void add_edge(const ce_program *p, const ce_message *m, const ce_flow_edge *e, const ce_source *source,
                     ce_explanation *out)
{
	uint32_t head = out->at.n;
	ce_buf b = {0};

	ce_buf_addf(&b, "  flow: %s = %s", e->dst, e->derefs < 0 ? "&" : "");
	for (int i = 0; i < e->derefs; i++)
		ce_buf_addc(&b, '*');
	ce_buf_addf(&b, "%s:", e->src);
	ce_explanation_add(out, m->loc, &b);
	for (uint32_t i = 0; i < e->nsteps; i++) {
		const ce_unit *u;
		const ce_note *n = ce_program_note(p, e->steps[i], &u);
		const char *text = step_text(n, u, source);

		if (!*text)
			continue;
		ce_buf_addf(&b, "    from %s (%s)", text,
		            ce_reason_text(reason_of(p, m, e->steps[i], text,
		                                     i + 1 == e->nsteps && is_sink(e->dst))));
		ce_explanation_add(out, step_loc(m, n, u), &b);
		/* Go puts the edge where its first step is. */
		if (out->at.n == head + 2)
			out->at.at[head].loc = out->at.at[head + 1].loc;
	}
}

static void add_limit(const ce_message *m, const char *name, const char *sink, ce_explanation *out)
{
	ce_buf b = {0};

	ce_buf_addf(&b, "  flow: %s = %s%s:", sink, m->derefs < 0 ? "&" : "", name);
	ce_explanation_add(out, m->loc, &b);
	ce_buf_addf(&b, "    from %s (%s)", m->function, ce_reason_text(CE_REASON_LIMIT));
	ce_explanation_add(out, m->loc, &b);
}

void ce_explain(const ce_program *p, const ce_message *m, const ce_source *source, ce_explanation *out)
{
	ce_flow f = ce_message_flow(m);
	const char *sink = f.nedges ? f.edges[f.nedges - 1].dst : m->sink;
	const char *name = m->subject + (m->subject[0] == '&');
	ce_buf b = {0};

	if (m->derefs < 0)
		ce_buf_addf(&b, "%s escapes to heap:", name);
	else
		ce_buf_addf(&b, "parameter %s leaks to %s with derefs=%d:", name, sink,
		            f.nedges && f.edges[0].derefs >= 0 ? f.edges[0].derefs : m->derefs);
	ce_explanation_add(out, m->loc, &b);
	for (uint32_t i = 0; i < f.nedges; i++)
		add_edge(p, m, &f.edges[i], source, out);
	if (!f.nedges && m->why.category == CE_CAT_LIMIT)
		add_limit(m, name, sink, out);
}

void ce_explanation_add(ce_explanation *x, ce_loc loc, ce_buf *text)
{
	char *s = ce_arena_alloc(&x->arena, text->n + 1);

	memcpy(s, text->data, text->n);
	ce_buf_free(text);
	ce_push(&x->at, ((ce_explain_line){s, loc}));
}

void ce_explanation_free(ce_explanation *x)
{
	ce_vec_free(&x->at);
	ce_arena_free(&x->arena);
}

static bool is_step(const char *line)
{
	return strncmp(line, "    from ", 9) == 0;
}

void ce_explain_message(const ce_program *p, const ce_message *m, const ce_source *source, ce_buf *out)
{
	ce_explanation x = {0};

	ce_explain(p, m, source, &x);
	for (uint32_t i = 0; i < x.at.n; i++) {
		const ce_explain_line *k = &x.at.at[i];

		ce_buf_adds(out, k->text);
		if (is_step(k->text))
			ce_buf_addf(out, " at %s:%u:%u", k->loc.file, k->loc.line, k->loc.col);
		ce_buf_addc(out, '\n');
	}
	ce_explanation_free(&x);
}
