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
		ce_buf_addf(b, " %s", ce_fn_name(p, why.who));
}

static void callback_row(const ce_program *p, const ce_verdict *v, const char *name, ce_buf *out)
{
	static const char *const values[] = {"yes", "depends", "no", "unknown"};
	ce_buf why = {0};

	if (v->nocallback == CE_NOCALLBACK_DEPENDS) {
		ce_buf_adds(&why, v->object_hook ? "object-hook " : "global-hook ");
		ce_note_position(p, ce_deciding_step(p, v->fn, v->callback_why), &why);
		if (v->hook != CE_NONE) {
			const ce_gl *g = &p->gls.at[v->hook];
			const ce_unit *u = p->units.at[g->unit].unit;

			ce_buf_addf(&why, " %s", ce_text(&u->strings, g->global->shown));
			if (g->setter != CE_NONE)
				ce_buf_addf(&why, " set by %s", ce_fn_name(p, g->setter));
		}
	} else if (v->nocallback != CE_NOCALLBACK_YES) {
		why_words(p, v->fn, v->callback_why, &why);
	}
	ce_buf_addf(out, "%s\t-1\t-\tnocallback=%s\t%s\n", name, values[v->nocallback],
	            why.n ? why.data : "");
	ce_buf_free(&why);
}

static void function_rows(const ce_program *p, const ce_verdict *v, const char *name, ce_buf *out)
{
	const ce_fn *f = &p->fns.at[v->fn];
	const ce_unit *u = p->units.at[f->unit].unit;

	callback_row(p, v, name, out);
	for (uint32_t i = 0; i < v->params.n; i++) {
		const ce_fact *fact = &v->params.at[i];
		ce_buf facts = {0}, why = {0};

		if (!ce_param_has_verdict(p, v, i))
			continue;
		fact_words(fact, &facts);
		if (strcmp(facts.data, "none") != 0)
			why_words(p, v->fn, fact->why, &why);
		ce_buf_addf(out, "%s\t%u\t%s\t%s\t%s\n", name, i,
		            ce_text(&u->strings, f->func->params.at[i].name), facts.data,
		            why.n ? why.data : "");
		ce_buf_free(&facts);
		ce_buf_free(&why);
	}
}

typedef struct named {
	const char *name;
	const ce_verdict *v;
} named;

static int by_name(const void *a, const void *b)
{
	const named *x = a, *y = b;
	int c = strcmp(x->name, y->name);

	return c ? c : x->v->fn < y->v->fn ? -1 : x->v->fn > y->v->fn;
}

void ce_facts_tsv(const ce_program *p, ce_verdict *const *verdicts, size_t n, ce_buf *out)
{
	named *rows = ce_calloc(n, sizeof *rows);
	ce_arena arena = {0};

	for (size_t i = 0; i < n; i++)
		rows[i] = (named){ce_shown_name(p, verdicts[i]->fn, &arena), verdicts[i]};
	qsort(rows, n, sizeof *rows, by_name);
	ce_buf_adds(out, "function\tindex\tname\tfacts\twhy\n");
	for (size_t i = 0; i < n; i++)
		function_rows(p, rows[i].v, rows[i].name, out);
	free(rows);
	ce_arena_free(&arena);
}
