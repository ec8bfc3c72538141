/*
 * facts.c - the facts TSV (interface: docs/format.md).
 */
#include <stdlib.h>

#include "base/path.h"
#include "report/report.h"

const char *ce_shown_name(const ce_program *p, uint32_t fn, ce_arena *arena)
{
	const ce_fn *f = &p->fns.at[fn];
	const ce_unit *u = p->units.at[f->unit].unit;
	const char *name = ce_text(&u->strings, f->func->shown), *file;
	char *s;

	if (f->func->linkage != CE_LINK_INTERNAL || !f->shares_name)
		return name;
	file = ce_path_base(ce_text(&u->strings, u->source));
	s = ce_arena_alloc(arena, strlen(file) + strlen(name) + 2);
	strcat(strcat(strcpy(s, file), ":"), name);
	return s;
}

void ce_note_position(const ce_program *p, ce_gnote note, ce_buf *out)
{
	const ce_unit *u;
	const ce_note *n = ce_program_note(p, note, &u);

	if (n->pos.line)
		ce_buf_addf(out, "%s:%u:%u", ce_text(&u->strings, n->pos.file), n->pos.line, n->pos.col);
	else
		ce_buf_adds(out, "-");
}

/* ---- the deciding step ----------------------------------------------------------- */

static bool summary_has(const ce_summary *m, ce_gnote note)
{
	if (!m)
		return false;
	for (uint32_t i = 0; i < m->stores.n; i++)
		if (m->stores.at[i].note == note)
			return true;
	for (uint32_t i = 0; i < m->moves.n; i++)
		if (m->moves.at[i].note == note)
			return true;
	for (uint32_t i = 0; i < m->leaks.n; i++)
		if (m->leaks.at[i].note == note)
			return true;
	for (uint32_t i = 0; i < m->opens.n; i++)
		if (m->opens.at[i].note == note)
			return true;
	for (uint32_t i = 0; i < m->backs.n; i++)
		if (m->backs.at[i].note == note)
			return true;
	return false;
}

/* The call in fn by which a step of a callee is made; 0 when there is none. */
static ce_gnote call_of(const ce_program *p, uint32_t fn, ce_gnote note)
{
	const ce_func *f = p->fns.at[fn].func;
	const ce_unit_map *map = &p->units.at[p->fns.at[fn].unit];

	for (uint32_t i = 0; i < f->calls.n; i++) {
		const ce_call *c = &f->calls.at[i];

		if (c->direct && c->note && summary_has(p->fns.at[map->funcs[c->target]].summary, note))
			return map->note_base + c->note;
	}
	return 0;
}

static ce_gnote return_of(const ce_program *p, uint32_t fn)
{
	const ce_func *f = p->fns.at[fn].func;

	for (uint32_t i = 0; i < f->edges.n; i++) {
		const ce_edge *e = &f->edges.at[i];

		if (e->op == CE_OP_COPY && e->note && f->nrets && e->dst >= ce_func_ret_node(f, 0) &&
		    e->dst < ce_func_ret_node(f, f->nrets))
			return p->units.at[p->fns.at[fn].unit].note_base + e->note;
	}
	return 0;
}

ce_gnote ce_deciding_step(const ce_program *p, uint32_t fn, ce_why why)
{
	const ce_unit *u;
	ce_gnote call;

	if (!why.note)
		return why.category == CE_CAT_RESULT ? return_of(p, fn) : 0;
	ce_program_note(p, why.note, &u);
	call = u->is_model && !p->units.at[p->fns.at[fn].unit].unit->is_model ? call_of(p, fn, why.note) : 0;
	return call ? call : why.note;
}

/* ---- rows ---------------------------------------------------------------------------- */

static void join(ce_buf *b, const char *fmt, uint32_t n)
{
	if (b->n)
		ce_buf_addc(b, '+');
	ce_buf_addf(b, fmt, n);
}

static void fact_words(const ce_fact *f, ce_buf *b)
{
	if (f->direct)
		join(b, "direct", 0);
	for (uint32_t n = 0; n < 32; n++)
		if (f->levels >> n & 1)
			join(b, "result:%u", n);
	for (uint32_t i = 0; i < f->params.n; i++)
		join(b, "param:%u", f->params.at[i]);
	if (f->content || f->content_params.n)
		join(b, "content", 0);
	if (f->content_result)
		join(b, "content:result", 0);
	for (uint32_t i = 0; i < f->content_params.n; i++)
		join(b, "content:param:%u", f->content_params.at[i]);
	if (!b->n)
		ce_buf_adds(b, "none");
}

/* A limit has no step: the function that was given up stands for it. */
static void limit_position(const ce_program *p, uint32_t fn, ce_buf *b)
{
	const ce_fn *f = &p->fns.at[fn];
	ce_pos pos = f->func->pos;

	if (pos.line)
		ce_buf_addf(b, "%s:%u:%u", ce_text(&p->units.at[f->unit].unit->strings, pos.file), pos.line,
		            pos.col);
	else
		ce_buf_addc(b, '-');
}

static void why_words(const ce_program *p, uint32_t fn, ce_why why, ce_buf *b)
{
	ce_gnote step = ce_deciding_step(p, fn, why);

	ce_buf_addf(b, "%s ", ce_category_text((ce_category)why.category));
	if (!step && why.category == CE_CAT_LIMIT && why.who != CE_NONE)
		limit_position(p, why.who, b);
	else
		ce_note_position(p, step, b);
	if (why.who != CE_NONE)
		ce_buf_addf(b, " %s", ce_fn_shown(p, why.who));
}

static void callback_why(const ce_program *p, const ce_verdict *v, ce_buf *why)
{
	const ce_gl *g;
	const ce_unit *u;

	if (v->nocallback == CE_NOCALLBACK_YES)
		return;
	if (v->nocallback != CE_NOCALLBACK_DEPENDS) {
		why_words(p, v->fn, v->callback_why, why);
		return;
	}
	ce_buf_adds(why, v->object_hook ? "object-hook " : "global-hook ");
	ce_note_position(p, ce_deciding_step(p, v->fn, v->callback_why), why);
	if (v->hook == CE_NONE)
		return;
	g = &p->gls.at[v->hook];
	u = p->units.at[g->unit].unit;
	ce_buf_addf(why, " %s", ce_text(&u->strings, g->global->shown));
	if (g->setter != CE_NONE)
		ce_buf_addf(why, " set by %s", ce_fn_name(p, g->setter));
	if (v->more_hooks)
		ce_buf_adds(why, " and others");
}

static ce_loc loc_of(const ce_unit *u, ce_pos pos)
{
	return (ce_loc){ce_text(&u->strings, pos.file), pos.line, pos.col};
}

static const char *keep(ce_arena *a, ce_buf *b)
{
	char *s = ce_arena_alloc(a, b->n + 1);

	if (b->n)
		memcpy(s, b->data, b->n);
	b->n = 0;
	return s;
}

ce_function ce_function_of(const ce_program *p, const ce_verdict *v, ce_arena *a)
{
	static const char *const values[] = {"yes", "depends", "no", "unknown"};
	const ce_fn *f = &p->fns.at[v->fn];
	const ce_unit *u = p->units.at[f->unit].unit;
	ce_fact_row *rows = ce_arena_alloc(a, (v->params.n + 1) * sizeof *rows), *row = rows;
	ce_buf b = {0};

	ce_buf_addf(&b, "nocallback=%s", values[v->nocallback]);
	*row = (ce_fact_row){-1, "-", keep(a, &b), NULL, loc_of(u, f->func->pos), ""};
	callback_why(p, v, &b);
	(row++)->why = keep(a, &b);
	for (uint32_t i = 0; i < v->params.n; i++) {
		const ce_param *q = &f->func->params.at[i];

		if (!ce_param_has_verdict(p, v, i))
			continue;
		fact_words(&v->params.at[i], &b);
		*row = (ce_fact_row){(int)i,
		                     ce_text(&u->strings, q->name),
		                     keep(a, &b),
		                     NULL,
		                     loc_of(u, q->pos),
		                     ce_text(&u->strings, q->type)};
		if (strcmp(row->facts, "none") != 0)
			why_words(p, v->fn, v->params.at[i].why, &b);
		(row++)->why = keep(a, &b);
	}
	ce_buf_free(&b);
	return (ce_function){ce_shown_name(p, v->fn, a), rows[0].loc, f->func->linkage == CE_LINK_INTERNAL,
	                     rows, (uint32_t)(row - rows)};
}

void ce_findings_tsv(const ce_findings *l, ce_buf *out)
{
	ce_buf_adds(out, "function\tindex\tname\tfacts\twhy\n");
	for (uint32_t i = 0; i < l->functions.n; i++)
		for (uint32_t k = 0; k < l->functions.at[i].nrows; k++) {
			const ce_fact_row *r = &l->functions.at[i].rows[k];

			ce_buf_addf(out, "%s\t%d\t%s\t%s\t%s\n", l->functions.at[i].name, r->index, r->name,
			            r->facts, r->why);
		}
}

void ce_facts_tsv(const ce_program *p, ce_verdict *const *verdicts, size_t n, ce_buf *out)
{
	ce_findings list = {0};
	ce_arena arena = {0};

	for (size_t i = 0; i < n; i++) {
		ce_function f = ce_function_of(p, verdicts[i], &arena);

		ce_findings_function(&list, &f);
	}
	ce_findings_finish(&list);
	ce_findings_tsv(&list, out);
	ce_findings_free(&list);
	ce_arena_free(&arena);
}
