/*
 * findings_json.c - findings as JSON (docs/report.md).
 */
#include <stdlib.h>

#include "cgoescape/plugin.h"
#include "report/finding.h"
#include "report/json_text.h"

static void add_place(json_t *o, ce_loc loc)
{
	json_object_set_new(o, "file", ce_json_string(loc.file));
	json_object_set_new(o, "line", json_integer(loc.line));
	json_object_set_new(o, "column", json_integer(loc.col));
}

static json_t *steps_of(const ce_finding *f)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < f->nsteps; i++) {
		json_t *o = json_object();

		json_object_set_new(o, "text", ce_json_string(f->steps[i].text));
		add_place(o, f->steps[i].loc);
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *finding(const ce_finding *f)
{
	static const char *const states[] = {NULL, "new", "unchanged", "absent"};
	char print[17];
	json_t *o = json_object();

	snprintf(print, sizeof print, "%016llx", (unsigned long long)f->fingerprint);
	json_object_set_new(o, "rule", json_string(ce_rule_name(f->rule)));
	json_object_set_new(o, "level", json_string(ce_level_name(f->level)));
	json_object_set_new(o, "category", ce_json_string(f->category));
	json_object_set_new(o, "message", ce_json_string(f->message));
	json_object_set_new(o, "function", ce_json_string(f->function));
	json_object_set_new(o, "subject", ce_json_string(f->subject));
	add_place(o, f->loc);
	json_object_set_new(o, "fingerprint", json_string(print));
	if (f->suppressed)
		json_object_set_new(o, "suppressed", ce_json_string(f->suppressed));
	if (states[f->state])
		json_object_set_new(o, "state", json_string(states[f->state]));
	if (f->nsteps)
		json_object_set_new(o, "steps", steps_of(f));
	return o;
}

static json_t *function(const ce_function *f)
{
	json_t *o = json_object(), *rows = json_array();

	json_object_set_new(o, "name", ce_json_string(f->name));
	add_place(o, f->loc);
	for (uint32_t i = 0; i < f->nrows; i++) {
		const ce_fact_row *r = &f->rows[i];
		json_t *row =
			json_pack("{s:i,s:o,s:o,s:o}", "index", r->index, "name", ce_json_string(r->name),
		                  "facts", ce_json_string(r->facts), "why", ce_json_string(r->why));

		if (*r->type)
			json_object_set_new(row, "type", ce_json_string(r->type));
		json_array_append_new(rows, row);
	}
	json_object_set_new(o, "facts", rows);
	return o;
}

static json_t *notice(const ce_notice *n)
{
	json_t *o = json_object();

	json_object_set_new(o, "level", json_string(ce_level_name(n->level)));
	json_object_set_new(o, "message", ce_json_string(n->text));
	if (n->loc.file)
		add_place(o, n->loc);
	return o;
}

/* A list with an item on each line, so that the file can be read and compared. */
static void add_list(ce_buf *out, const char *name, uint32_t n,
                     json_t *(*make)(const ce_findings *, uint32_t), const ce_findings *l)
{
	ce_buf_addf(out, "\"%s\":[", name);
	for (uint32_t i = 0; i < n; i++) {
		ce_buf line = {0};

		ce_json_line(&line, make(l, i));
		line.data[--line.n] = 0;
		ce_buf_addf(out, "%s\n%s", i ? "," : "", line.data);
		ce_buf_free(&line);
	}
	ce_buf_adds(out, "]");
}

static json_t *make_finding(const ce_findings *l, uint32_t i)
{
	return finding(&l->at.at[i]);
}

static json_t *make_function(const ce_findings *l, uint32_t i)
{
	return function(&l->functions.at[i]);
}

static json_t *make_notice(const ce_findings *l, uint32_t i)
{
	return notice(&l->notices.at[i]);
}

void ce_findings_json(const ce_findings *l, ce_buf *out)
{
	ce_buf_adds(out, "{\"version\":1,\"tool\":\"cgoescape " CGOESCAPE_VERSION "\",\n");
	add_list(out, "findings", l->at.n, make_finding, l);
	ce_buf_adds(out, ",\n");
	if (l->functions.n) {
		add_list(out, "functions", l->functions.n, make_function, l);
		ce_buf_adds(out, ",\n");
	}
	add_list(out, "notices", l->notices.n, make_notice, l);
	ce_buf_adds(out, "}\n");
}
