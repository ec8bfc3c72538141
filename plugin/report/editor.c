/*
 * editor.c - what an editor shows of one unit: its functions with their two
 * promises, and the findings (key format=editor, docs/report.md).
 */
#include <stdlib.h>

#include "report/json_text.h"
#include "report/report.h"

struct ce_editor {
	const ce_program *p;
	json_t *functions;
	ce_findings findings;
};

static void add_place(json_t *o, ce_loc loc)
{
	json_object_set_new(o, "file", ce_json_string(loc.file));
	json_object_set_new(o, "line", json_integer(loc.line));
	json_object_set_new(o, "column", json_integer(loc.col));
}

static void set_flag(json_t *o, const char *name, bool value)
{
	if (value)
		json_object_set_new(o, name, json_true());
}

static const char *who(const ce_program *p, const ce_why *w)
{
	return w->who == CE_NONE ? "" : ce_fn_shown(p, w->who);
}

/* A promise: held, refuted or unknown; and in a few words why not. */
static json_t *promise(const char *value, ce_buf *why)
{
	json_t *o = json_object();

	json_object_set_new(o, "value", json_string(value));
	if (why->n)
		json_object_set_new(o, "why", ce_json_string(why->data));
	ce_buf_free(why);
	return o;
}

static json_t *nocallback(const ce_program *p, const ce_verdict *v)
{
	static const char *const values[] = {"yes", "depends", "no", "unknown"};
	ce_buf why = {0};

	switch (v->nocallback) {
	case CE_NOCALLBACK_DEPENDS:
		ce_buf_adds(&why, v->object_hook ? "hook in an object" : "global hook");
		if (v->hook != CE_NONE) {
			const ce_gl *g = &p->gls.at[v->hook];

			ce_buf_addf(&why, " %s",
			            ce_text(&p->units.at[g->unit].unit->strings, g->global->shown));
		}
		break;
	case CE_NOCALLBACK_NO:
	case CE_NOCALLBACK_UNKNOWN:
		if (*who(p, &v->callback_why))
			ce_buf_addf(&why, "calls %s", who(p, &v->callback_why));
		else
			ce_buf_adds(&why, ce_category_text((ce_category)v->callback_why.category));
		break;
	case CE_NOCALLBACK_YES:
		break;
	}
	return promise(values[v->nocallback], &why);
}

/* The first parameter that certainly leaks, else the first that may. */
static json_t *noescape(const ce_program *p, const ce_verdict *v)
{
	const ce_fn *f = &p->fns.at[v->fn];
	const char *value = "yes";
	uint32_t which = 0;
	ce_buf why = {0};

	for (uint32_t i = 0; i < v->params.n && strcmp(value, "no") != 0; i++) {
		const ce_fact *fact = &v->params.at[i];

		if (!ce_param_has_verdict(p, v, i) || !ce_fact_level0(fact))
			continue;
		if (ce_why_certain(&fact->why))
			value = "no";
		else if (strcmp(value, "yes") == 0)
			value = "unknown";
		else
			continue;
		which = i;
	}
	if (strcmp(value, "yes") != 0) {
		const ce_why *w = &v->params.at[which].why;
		const char *name =
			ce_text(&p->units.at[f->unit].unit->strings, f->func->params.at[which].name);

		ce_buf_addf(&why, "%s: %s", *name ? name : "unnamed",
		            ce_category_text((ce_category)w->category));
		if (*who(p, w))
			ce_buf_addf(&why, " %s", who(p, w));
	}
	return promise(value, &why);
}

static json_t *parameters(const ce_program *p, const ce_verdict *v)
{
	const ce_func *f = p->fns.at[v->fn].func;
	const ce_unit *u = p->units.at[p->fns.at[v->fn].unit].unit;
	json_t *list = json_array();

	for (uint32_t i = 0; i < f->params.n; i++) {
		const ce_param *q = &f->params.at[i];
		json_t *o = json_object();
		bool judged = ce_param_has_verdict(p, v, i);

		json_object_set_new(o, "name", ce_json_string(ce_text(&u->strings, q->name)));
		add_place(o, (ce_loc){ce_text(&u->strings, q->pos.file), q->pos.line, q->pos.col});
		set_flag(o, "judged", judged);
		set_flag(o, "noescape", judged && !ce_fact_level0(&v->params.at[i]));
		set_flag(o, "declaredNoescape", q->flags & CE_PARAM_NOESCAPE);
		set_flag(o, "function", q->flags & CE_PARAM_FUNCTION);
		json_array_append_new(list, o);
	}
	return list;
}

ce_editor *ce_editor_new(const ce_program *p)
{
	ce_editor *e = ce_calloc(1, sizeof *e);

	e->p = p;
	e->functions = json_array();
	return e;
}

void ce_editor_add(ce_editor *e, const ce_verdict *v)
{
	const ce_fn *f = &e->p->fns.at[v->fn];
	const ce_unit *u = e->p->units.at[f->unit].unit;
	json_t *o = json_object();

	ce_findings_of(&e->findings, e->p, v,
	               (ce_wish){.explained = true, .proofs = true, .functions = true});
	json_object_set_new(o, "name", ce_json_string(ce_text(&u->strings, f->func->shown)));
	json_object_set_new(o, "id", ce_json_string(ce_shown_name(e->p, v->fn, &e->findings.arena)));
	add_place(o, (ce_loc){ce_text(&u->strings, f->func->pos.file), f->func->pos.line, f->func->pos.col});
	set_flag(o, "boundary", f->func->flags & CE_FUNC_BOUNDARY);
	set_flag(o, "static", f->func->linkage == CE_LINK_INTERNAL);
	set_flag(o, "limit", v->limit);
	json_object_set_new(o, "noescape", noescape(e->p, v));
	json_object_set_new(o, "nocallback", nocallback(e->p, v));
	json_object_set_new(o, "params", parameters(e->p, v));
	json_array_append_new(e->functions, o);
}

/* What the unit calls or has the address of, and others define. */
static json_t *callees(const ce_unit *u)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < u->funcs.n; i++) {
		const ce_func *f = &u->funcs.at[i];

		if (!(f->flags & CE_FUNC_DEFINED) && f->linkage != CE_LINK_INTERNAL)
			json_array_append_new(list, ce_json_string(ce_text(&u->strings, f->shown)));
	}
	return list;
}

void ce_editor_write(ce_editor *e, const ce_source *source, ce_buf *out)
{
	json_t *head = json_object(), *files = json_array();

	for (size_t i = 0; source && i < source->nfiles; i++)
		json_array_append_new(files, ce_json_string(source->files[i]));
	json_object_set_new(head, "version", json_integer(1));
	json_object_set_new(head, "files", files);
	json_object_set_new(head, "callees", callees(e->p->units.at[0].unit));
	json_object_set(head, "functions", e->functions);
	ce_findings_finish(&e->findings);
	ce_json_line(out, head);
	ce_findings_json(&e->findings, out);
}

void ce_editor_free(ce_editor *e)
{
	json_decref(e->functions);
	ce_findings_free(&e->findings);
	free(e);
}
