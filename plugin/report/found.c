/*
 * found.c - verdicts as findings.
 */
#include <stdlib.h>

#include "report/report.h"

ce_finding *ce_findings_say(ce_findings *l, const ce_program *p, const ce_verdict *v, const ce_message *m,
                            bool explained)
{
	ce_arena names = {0};
	ce_explanation x = {0};
	CE_VEC(ce_finding_step) steps = {0};
	ce_finding *added;
	ce_finding f = {.rule = m->rule,
	                .category = m->leaks ? ce_category_text((ce_category)m->why.category) : "",
	                .function = ce_shown_name(p, v->fn, &names),
	                .subject = m->subject,
	                .message = m->text,
	                .loc = m->loc};

	if (explained && m->leaks)
		ce_explain(p, m, NULL, &x);
	for (uint32_t i = 0; i < x.at.n; i++)
		ce_push(&steps, ((ce_finding_step){x.at.at[i].loc, x.at.at[i].text}));
	f.steps = steps.at;
	f.nsteps = steps.n;
	added = ce_findings_add(l, &f);
	ce_vec_free(&steps);
	ce_explanation_free(&x);
	ce_arena_free(&names);
	return added;
}

/* A warning says all that the plain message says. */
static bool is_warned(const ce_messages *warnings, const ce_message *m)
{
	for (uint32_t i = 0; i < warnings->at.n; i++) {
		const ce_message *w = &warnings->at.at[i];

		if (w->param == m->param && strcmp(w->subject, m->subject) == 0 &&
		    w->loc.line == m->loc.line && w->loc.col == m->loc.col)
			return true;
	}
	return false;
}

static void add_function(ce_findings *l, const ce_program *p, const ce_verdict *v)
{
	ce_arena arena = {0};
	ce_function f = ce_function_of(p, v, &arena);

	ce_findings_function(l, &f);
	ce_arena_free(&arena);
}

void ce_findings_of(ce_findings *l, const ce_program *p, const ce_verdict *v, ce_wish wish)
{
	ce_messages warnings = {0}, all = {0};

	if (wish.functions)
		add_function(l, p, v);
	ce_warnings_add(&warnings, p, v);
	ce_messages_add(&all, p, v);
	for (uint32_t i = 0; i < warnings.at.n; i++)
		ce_findings_say(l, p, v, &warnings.at.at[i], wish.explained);
	for (uint32_t i = 0; i < all.at.n; i++) {
		const ce_message *m = &all.at.at[i];

		if ((m->leaks || wish.proofs) && !(m->leaks && is_warned(&warnings, m)))
			ce_findings_say(l, p, v, m, wish.explained);
	}
	ce_messages_free(&warnings);
	ce_messages_free(&all);
}
