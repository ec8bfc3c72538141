#include "golang/go_result.h"

#include <stdlib.h>

#include "report/json_text.h"

/* ---- save ------------------------------------------------------------------------------ */

static json_t *save_loc(ce_loc loc)
{
	return loc.file ? json_pack("[oii]", ce_json_string(loc.file), (int)loc.line, (int)loc.col)
	                : json_null();
}

static json_t *save_finding(const ce_finding *f)
{
	json_t *steps = json_array();

	for (uint32_t i = 0; i < f->nsteps; i++)
		json_array_append_new(steps, json_pack("[oo]", ce_json_string(f->steps[i].text),
		                                       save_loc(f->steps[i].loc)));
	return json_pack("[iisooooo]", (int)f->rule, (int)f->level, f->category, ce_json_string(f->function),
	                 ce_json_string(f->subject), ce_json_string(f->message), save_loc(f->loc), steps);
}

static json_t *save_notice(const ce_notice *n)
{
	return json_pack("[ioo]", (int)n->level, ce_json_string(n->text), save_loc(n->loc));
}

static json_t *save_function(const ce_go_function *f)
{
	return json_pack("[oiiioo]", ce_json_string(f->name), (int)f->noescape, (int)f->nocallback,
	                 (int)f->pointers, ce_json_string(f->noescape_why),
	                 ce_json_string(f->nocallback_why));
}

/* A function with its facts. */
static json_t *save_facts(const ce_function *f)
{
	json_t *rows = json_array();

	for (uint32_t i = 0; i < f->nrows; i++) {
		const ce_fact_row *r = &f->rows[i];

		json_array_append_new(rows, json_pack("[iooooo]", r->index, ce_json_string(r->name),
		                                      ce_json_string(r->facts), ce_json_string(r->why),
		                                      save_loc(r->loc), ce_json_string(r->type)));
	}
	return json_pack("[ooio]", ce_json_string(f->name), save_loc(f->loc), (int)f->is_static, rows);
}

static json_t *save_all_facts(const ce_findings *l)
{
	json_t *all = json_array();

	for (uint32_t i = 0; i < l->functions.n; i++)
		json_array_append_new(all, save_facts(&l->functions.at[i]));
	return all;
}

char *ce_go_result_save(const ce_go_result *r)
{
	json_t *findings = json_array(), *notices = json_array(), *functions = json_array();
	json_t *all = json_pack("{so so so so so}", "findings", findings, "notices", notices, "functions",
	                        functions, "table", save_all_facts(&r->table), "facts",
	                        save_all_facts(&r->findings));
	char *text;

	for (uint32_t i = 0; i < r->findings.at.n; i++)
		json_array_append_new(findings, save_finding(&r->findings.at.at[i]));
	for (uint32_t i = 0; i < r->findings.notices.n; i++)
		json_array_append_new(notices, save_notice(&r->findings.notices.at[i]));
	for (uint32_t i = 0; i < r->functions.n; i++)
		json_array_append_new(functions, save_function(&r->functions.at[i]));
	text = json_dumps(all, JSON_COMPACT);
	json_decref(all);
	return text;
}

/* ---- load ------------------------------------------------------------------------------- */

static bool load_loc(json_t *j, ce_loc *loc)
{
	int line, col;

	*loc = (ce_loc){0};
	if (json_is_null(j))
		return true;
	if (json_unpack(j, "[sii]", &loc->file, &line, &col) != 0 || line < 0 || col < 0)
		return false;
	loc->line = (unsigned)line;
	loc->col = (unsigned)col;
	return true;
}

static bool load_finding(ce_go_result *r, json_t *j)
{
	CE_VEC(ce_finding_step) steps = {0};
	ce_finding f = {0};
	json_t *loc, *list;
	int rule, level;
	bool ok = json_unpack(j, "[iissssoo]", &rule, &level, &f.category, &f.function, &f.subject,
	                      &f.message, &loc, &list) == 0 &&
	          rule >= 0 && rule < CE_NRULES && level >= 0 && level <= CE_LEVEL_ERROR &&
	          load_loc(loc, &f.loc);

	for (size_t i = 0; ok && i < json_array_size(list); i++) {
		ce_finding_step s;

		ok = json_unpack(json_array_get(list, i), "[so]", &s.text, &loc) == 0 &&
		     load_loc(loc, &s.loc);
		if (ok)
			ce_push(&steps, s);
	}
	if (ok) {
		f.rule = (ce_rule)rule;
		f.level = (ce_level)level;
		f.steps = steps.at;
		f.nsteps = steps.n;
		ce_findings_add(&r->findings, &f);
	}
	ce_vec_free(&steps);
	return ok;
}

static bool load_notice(ce_go_result *r, json_t *j)
{
	const char *text;
	json_t *place;
	ce_loc loc;
	int level;

	if (json_unpack(j, "[iso]", &level, &text, &place) != 0 || level < 0 || level > CE_LEVEL_ERROR ||
	    !load_loc(place, &loc))
		return false;
	ce_findings_notice(&r->findings, loc, (ce_level)level, text);
	return true;
}

static bool load_function(ce_go_result *r, json_t *j)
{
	ce_go_function f = {0};
	int noescape, nocallback, pointers;

	if (json_unpack(j, "[siiiss]", &f.name, &noescape, &nocallback, &pointers, &f.noescape_why,
	                &f.nocallback_why) != 0 ||
	    (unsigned)noescape > CE_ANSWER_UNKNOWN || (unsigned)nocallback > CE_ANSWER_UNKNOWN)
		return false;
	f.noescape = (uint8_t)noescape;
	f.nocallback = (uint8_t)nocallback;
	f.pointers = (unsigned)pointers;
	f.name = ce_findings_keep(&r->findings, f.name);
	f.noescape_why = ce_findings_keep(&r->findings, f.noescape_why);
	f.nocallback_why = ce_findings_keep(&r->findings, f.nocallback_why);
	ce_push(&r->functions, f);
	return true;
}

static bool load_fact(json_t *j, ce_fact_row *row)
{
	json_t *loc;

	*row = (ce_fact_row){0};
	return json_unpack(j, "[isssos]", &row->index, &row->name, &row->facts, &row->why, &loc,
	                   &row->type) == 0 &&
	       load_loc(loc, &row->loc);
}

static bool load_function_of(ce_findings *l, json_t *j)
{
	CE_VEC(ce_fact_row) rows = {0};
	ce_function f = {0};
	json_t *loc, *list;
	int is_static;
	bool ok = json_unpack(j, "[soio]", &f.name, &loc, &is_static, &list) == 0 && load_loc(loc, &f.loc);

	for (size_t i = 0; ok && i < json_array_size(list); i++) {
		ce_fact_row row;

		ok = load_fact(json_array_get(list, i), &row);
		ce_push(&rows, row);
	}
	if (ok) {
		f.is_static = is_static;
		f.rows = rows.at;
		f.nrows = rows.n;
		ce_findings_function(l, &f);
	}
	ce_vec_free(&rows);
	return ok;
}

static bool load_facts(ce_go_result *r, json_t *j)
{
	return load_function_of(&r->findings, j);
}

static bool load_table(ce_go_result *r, json_t *j)
{
	return load_function_of(&r->table, j);
}

static bool load_all(ce_go_result *r, json_t *array, bool (*load)(ce_go_result *, json_t *))
{
	for (size_t i = 0; i < json_array_size(array); i++)
		if (!load(r, json_array_get(array, i)))
			return false;
	return json_is_array(array);
}

bool ce_go_result_load(ce_go_result *r, const char *json, size_t n)
{
	json_t *all = json_loadb(json, n, 0, NULL);
	bool ok;

	*r = (ce_go_result){0};
	ok = load_all(r, json_object_get(all, "findings"), load_finding) &&
	     load_all(r, json_object_get(all, "notices"), load_notice) &&
	     load_all(r, json_object_get(all, "functions"), load_function) &&
	     load_all(r, json_object_get(all, "table"), load_table) &&
	     load_all(r, json_object_get(all, "facts"), load_facts);
	json_decref(all);
	if (!ok)
		ce_go_result_free(r);
	return ok;
}

void ce_go_result_free(ce_go_result *r)
{
	ce_findings_free(&r->findings);
	ce_vec_free(&r->functions);
	ce_findings_free(&r->table);
	*r = (ce_go_result){0};
}
