/*
 * warnings.c - what is said without being asked: only what is wrong whatever the
 * caller does. In doubt nothing is said; -m says it all.
 */
#include <stdio.h>
#include <stdlib.h>

#include "report/report.h"

/* ---- parameters ---------------------------------------------------------------------- */

/* A claim in the source that the analysis refutes: an obstacle is no refutation. */
static bool refutes(const ce_fact *f)
{
	return ce_why_certain(&f->why) && ce_fact_level0(f);
}

/*
 * C keeps the pointer, in memory that cannot be Go's. What is stored behind
 * another parameter is the caller's to judge, unless that is a handle that only C
 * makes; and whom a callback hands it on to is known to the caller alone.
 */
static bool keeps(const ce_func *f, const ce_fact *fact)
{
	switch ((ce_category)fact->why.category) {
	case CE_CAT_GLOBAL:
	case CE_CAT_THREAD_LOCAL:
	case CE_CAT_HEAP:
	case CE_CAT_THREAD:
	case CE_CAT_CALLBACK_DATA:
		return fact->direct;
	case CE_CAT_OUT_PARAM:
		for (uint32_t i = 0; i < fact->params.n; i++)
			if (f->params.at[fact->params.at[i]].flags & CE_PARAM_OPAQUE)
				return true;
		return false;
	default:
		return false;
	}
}

static const char *reproach(const ce_func *f, const ce_param *q, const ce_fact *fact, ce_rule *rule)
{
	*rule = CE_RULE_NOESCAPE_REFUTED;
	if (q->flags & CE_PARAM_NOESCAPE && refutes(fact))
		return "it is declared noescape";
	*rule = CE_RULE_KEPT_GO_POINTER;
	/* A handle that only C makes is no Go pointer; functions are never Go memory;
	 * a number is nobody's pointer. */
	if (!(f->flags & CE_FUNC_BOUNDARY) || q->flags & (CE_PARAM_OPAQUE | CE_PARAM_FUNCTION) ||
	    !(q->flags & (CE_PARAM_POINTER | CE_PARAM_AGGREGATE)))
		return NULL;
	return keeps(f, fact) ? "Go calls it, and C must not keep Go pointers" : NULL;
}

static void warn_params(ce_messages *l, const ce_program *p, const ce_verdict *v)
{
	const ce_func *f = p->fns.at[v->fn].func;
	ce_messages words = {0};

	ce_messages_add(&words, p, v);
	for (uint32_t i = 0; i < words.at.n; i++) {
		ce_message m = words.at.at[i];
		const char *but;

		if (m.derefs != 0 || !m.leaks)
			continue;
		but = reproach(f, &f->params.at[m.param], &v->params.at[m.param], &m.rule);
		if (but && (!l->at.n || l->at.at[l->at.n - 1].param != m.param))
			ce_messages_say(l, m, ce_format("%s, but %s", m.text, but));
	}
	ce_messages_free(&words);
}

/* ---- locals -------------------------------------------------------------------------------- */

/* Code that may look at what was stored. The C library does not know the user's
 * variables. */
static bool looks(const ce_program *p, const ce_fn *f, const ce_call *c)
{
	const ce_func *callee;

	if (!c->direct)
		return true;
	callee = p->fns.at[p->units.at[f->unit].funcs[c->target]].func;
	return !(callee->flags & CE_FUNC_MODEL);
}

/*
 * A pointer to a local is stored for a while so that the code that is called
 * meanwhile finds it, and taken back before the end. So only a store in the
 * function itself that no call follows is certain to be left there.
 */
static bool is_left(const ce_program *p, uint32_t fn, ce_gnote note)
{
	const ce_fn *f = &p->fns.at[fn];
	uint32_t base = p->units.at[f->unit].note_base;
	bool stored = false;

	for (uint32_t i = 0; i < f->func->edges.n; i++) {
		const ce_edge *e = &f->func->edges.at[i];

		if (e->op == CE_OP_STORE && e->note && base + e->note == note)
			stored = true;
		else if (e->op == CE_OP_CALL && stored && looks(p, f, &f->func->calls.at[e->src]))
			return false;
	}
	return stored;
}

/* An address that is returned as an integer (a hash over it, the depth of the stack) is
 * a number until the caller makes a pointer of it. */
static bool dangles(const ce_program *p, uint32_t fn, const ce_why *why)
{
	switch ((ce_category)why->category) {
	case CE_CAT_RESULT:
		return !(p->fns.at[fn].func->flags & CE_FUNC_WIDE_INT_RESULT);
	case CE_CAT_GLOBAL:
	case CE_CAT_THREAD_LOCAL:
	case CE_CAT_OUT_PARAM:
		return is_left(p, fn, why->note);
	default: /* whoever was handed it may be done with it */
		return false;
	}
}

void ce_warnings_add(ce_messages *l, const ce_program *p, const ce_verdict *v)
{
	ce_messages words = {0};

	if (v->limit)
		return;
	warn_params(l, p, v);
	ce_messages_add(&words, p, v);
	for (uint32_t i = 0; i < words.at.n; i++) {
		ce_message m = words.at.at[i];

		if (m.rule != CE_RULE_LOCAL_ESCAPES || !dangles(p, v->fn, &m.why))
			continue;
		m.rule = CE_RULE_LOCAL_DANGLES;
		ce_messages_say(l, m, ce_strdup(m.text));
	}
	ce_messages_free(&words);
}
