/*
 * explain_text.c - the flow of a leak in the form of Go's -m=2.
 */
#include "report/report.h"

static const char *step_text(const ce_note *n, const ce_unit *u, const ce_source *source)
{
	const char *text = ce_text(&u->strings, n->text);

	if (*text || !source || !source->text || !n->pos.line)
		return text;
	text = source->text(source->ctx, ce_text(&u->strings, n->pos.file), n->pos.line, n->pos.col, CE_TEXT_ACCESS);
	return text ? text : "";
}

static void add_edge(const ce_program *p, const ce_flow_edge *e, const ce_source *source, ce_buf *out)
{
	ce_buf_addf(out, "  flow: %s = %s", e->dst, e->derefs < 0 ? "&" : "");
	for (int i = 0; i < e->derefs; i++)
		ce_buf_addc(out, '*');
	ce_buf_addf(out, "%s:\n", e->src);
	for (uint32_t i = 0; i < e->nsteps; i++) {
		const ce_unit *u;
		const ce_note *n = ce_program_note(p, e->steps[i], &u);
		const char *text = step_text(n, u, source);

		if (!*text)
			continue;
		ce_buf_addf(out, "    from %s (%s) at ", text, ce_reason_text((ce_reason)n->reason));
		ce_note_position(p, e->steps[i], out);
		ce_buf_addc(out, '\n');
	}
}

void ce_explain_message(const ce_program *p, const ce_message *m, const ce_source *source, ce_buf *out)
{
	const ce_flow *f = &m->why.flow;
	const char *sink = f->nedges ? f->edges[f->nedges - 1].dst : "{heap}";

	if (m->derefs < 0)
		ce_buf_addf(out, "%s escapes to heap:\n", m->subject + (m->subject[0] == '&'));
	else
		ce_buf_addf(out, "parameter %s leaks to %s with derefs=%d:\n", m->subject, sink, m->derefs);
	for (uint32_t i = 0; i < f->nedges; i++)
		add_edge(p, &f->edges[i], source, out);
}
