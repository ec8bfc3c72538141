/*
 * messages.c - a verdict in Go's words. Every message is worded here and nowhere
 * else; docs/messages.md lists them.
 */
#include <stdio.h>
#include <stdlib.h>

#include "report/report.h"

static const char *keep(ce_messages *l, ce_buf *b)
{
	char *s = ce_arena_alloc(&l->arena, b->n + 1);

	if (b->n)
		memcpy(s, b->data, b->n);
	ce_buf_free(b);
	return s;
}

static ce_loc loc_of(const ce_unit *u, ce_pos pos)
{
	return (ce_loc){ce_text(&u->strings, pos.file), pos.line, pos.col};
}

bool ce_param_has_verdict(const ce_program *p, const ce_verdict *v, uint32_t i)
{
	const ce_param *q = &p->fns.at[v->fn].func->params.at[i];

	if (q->flags & (CE_PARAM_POINTER | CE_PARAM_AGGREGATE | CE_PARAM_FUNCTION))
		return true;
	/* An integer counts when the body turns it into a pointer. */
	return (q->flags & CE_PARAM_WIDE_INT) && q->flags & CE_PARAM_AS_POINTER;
}

static void add(ce_messages *l, ce_message m, ce_buf *text)
{
	m.text = keep(l, text);
	ce_push(&l->at, m);
}

void ce_messages_say(ce_messages *l, ce_message m, char *text)
{
	ce_buf b = {0};

	ce_buf_adds(&b, m.subject);
	m.subject = keep(l, &b);
	ce_buf_adds(&b, m.sink);
	m.sink = keep(l, &b);
	ce_buf_adds(&b, text);
	free(text);
	add(l, m, &b);
}

static const char *param_name(const ce_program *p, const ce_verdict *v, uint32_t i, char *tmp, size_t n)
{
	const ce_fn *f = &p->fns.at[v->fn];
	const char *name = ce_text(&p->units.at[f->unit].unit->strings, f->func->params.at[i].name);

	if (*name)
		return name;
	snprintf(tmp, n, "~p%u", i);
	return tmp;
}

static void add_result(ce_messages *l, const ce_fact *f, ce_message m)
{
	ce_buf b = {0};

	m.derefs = __builtin_ctz(f->levels);
	m.sink = "~r0";
	m.rule = CE_RULE_LEAKING_RESULT;
	ce_buf_addf(&b, "leaking param: %s to result ~r0 level=%d", m.subject, m.derefs);
	add(l, m, &b);
}

static void add_content(ce_messages *l, const ce_program *p, const ce_verdict *v, const ce_fact *f,
                        ce_message m)
{
	char other[16];
	ce_buf b = {0};

	m.derefs = 1;
	m.content = true;
	m.rule = CE_RULE_LEAKING_CONTENT;
	ce_buf_addf(&b, "leaking param content: %s", m.subject);
	if (f->content) {
		add(l, m, &b);
		return;
	}
	for (uint32_t k = 0; k < f->content_params.n; k++) {
		ce_buf_addf(&b, " to param %s",
		            param_name(p, v, f->content_params.at[k], other, sizeof other));
		add(l, m, &b);
		ce_buf_addf(&b, "leaking param content: %s", m.subject);
	}
	ce_buf_free(&b);
}

static const char *param_sink(ce_messages *l, const char *name)
{
	ce_buf b = {0};

	ce_buf_addf(&b, "{param %s}", name);
	return keep(l, &b);
}

/* Go prints the smallest level only, and nothing else beside a plain leak. */
static void add_param(ce_messages *l, const ce_program *p, const ce_verdict *v, uint32_t i, ce_message m)
{
	const ce_fact *f = &v->params.at[i];
	uint32_t before = l->at.n;
	char tmp[16];
	ce_buf b = {0};

	ce_buf_adds(&b, param_name(p, v, i, tmp, sizeof tmp));
	m.subject = keep(l, &b);
	m.sink = "{heap}";
	m.leaks = true;
	m.why = f->why;
	m.rule = CE_RULE_LEAKING_PARAM;
	if (f->direct) {
		ce_buf_addf(&b, "leaking param: %s", m.subject);
		add(l, m, &b);
		return;
	}
	for (uint32_t k = 0; k < f->params.n; k++) {
		const char *to = param_name(p, v, f->params.at[k], tmp, sizeof tmp);

		m.sink = param_sink(l, to);
		m.rule = CE_RULE_LEAKING_TO_PARAM;
		ce_buf_addf(&b, "leaking param: %s to param %s", m.subject, to);
		add(l, m, &b);
	}
	m.sink = "{heap}";
	if (f->content || f->content_params.n)
		add_content(l, p, v, f, m);
	if (f->levels)
		add_result(l, f, m);
	if (l->at.n > before)
		return;
	m.leaks = false;
	m.rule = CE_RULE_DOES_NOT_ESCAPE;
	ce_buf_addf(&b, "%s does not escape", m.subject);
	add(l, m, &b);
}

/* The n-th allocation with the same text in a function is told apart by "#n". */
static const char *alloc_subject(ce_messages *l, const ce_program *p, const ce_verdict *v, uint32_t i)
{
	const ce_fn *f = &p->fns.at[v->fn];
	const ce_unit *u = p->units.at[f->unit].unit;
	uint32_t call = v->allocs.at[i].call, same = 1;
	ce_str text = u->notes.at[f->func->calls.at[call].note].text;
	ce_buf b = {0};

	for (uint32_t k = 0; k < i; k++)
		same += u->notes.at[f->func->calls.at[v->allocs.at[k].call].note].text == text;
	if (text)
		ce_buf_adds(&b, ce_text(&u->strings, text));
	else
		ce_buf_addf(&b, "%s(...)",
		            ce_text(&u->strings, u->funcs.at[f->func->calls.at[call].target].shown));
	if (same > 1)
		ce_buf_addf(&b, "#%u", same);
	return keep(l, &b);
}

static void add_locals(ce_messages *l, const ce_program *p, const ce_verdict *v, ce_message m)
{
	const ce_fn *f = &p->fns.at[v->fn];
	const ce_unit *u = p->units.at[f->unit].unit;

	for (uint32_t i = 0; i < v->locals.n; i++) {
		const ce_local *x = &f->func->locals.at[i];
		ce_buf b = {0};

		if (x->kind == CE_LOCAL_HIDDEN || !v->locals.at[i].escapes)
			continue;
		ce_buf_addf(&b, "&%s", ce_text(&u->strings, x->name));
		m.subject = keep(l, &b);
		m.loc = loc_of(u, x->pos);
		m.leaks = true;
		m.sink = "{heap}";
		m.why = v->locals.at[i].why;
		m.rule = CE_RULE_LOCAL_ESCAPES;
		ce_buf_addf(&b, "%s escapes to heap", m.subject);
		add(l, m, &b);
	}
}

static void add_allocs(ce_messages *l, const ce_program *p, const ce_verdict *v, ce_message m)
{
	const ce_fn *f = &p->fns.at[v->fn];
	const ce_unit *u = p->units.at[f->unit].unit;

	for (uint32_t i = 0; i < v->allocs.n; i++) {
		ce_buf b = {0};

		m.subject = alloc_subject(l, p, v, i);
		m.loc = loc_of(u, u->notes.at[f->func->calls.at[v->allocs.at[i].call].note].pos);
		m.leaks = v->allocs.at[i].escapes;
		m.sink = "{heap}";
		m.why = v->allocs.at[i].why;
		m.rule = m.leaks ? CE_RULE_ALLOC_ESCAPES : CE_RULE_DOES_NOT_ESCAPE;
		ce_buf_addf(&b, "%s %s", m.subject, m.leaks ? "escapes to heap" : "does not escape");
		add(l, m, &b);
	}
}

void ce_messages_add(ce_messages *l, const ce_program *p, const ce_verdict *v)
{
	const ce_fn *f = &p->fns.at[v->fn];
	const ce_unit *u = p->units.at[f->unit].unit;
	ce_message m = {.function = ce_text(&u->strings, f->func->shown)};

	for (uint32_t i = 0; i < v->params.n; i++) {
		if (!ce_param_has_verdict(p, v, i))
			continue;
		m.loc = loc_of(u, f->func->params.at[i].pos);
		m.param = i;
		add_param(l, p, v, i, m);
	}
	m.derefs = -1;
	m.param = CE_NONE;
	add_locals(l, p, v, m);
	add_allocs(l, p, v, m);
}

void ce_messages_free(ce_messages *l)
{
	ce_vec_free(&l->at);
	ce_arena_free(&l->arena);
}
