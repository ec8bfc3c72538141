/*
 * html.c - findings as one page: page/report.html with the data in it.
 */
#include <stdlib.h>
#include <string.h>

#include "cgoescape/plugin.h"
#include "report/finding.h"
#include "report/json_text.h"
#include "report/sources.h"

/* Sources beyond this many bytes are left out of the page. */
enum { MOST_SOURCE = 24 << 20 };

static const char page[] = {
#include "report_page.h"
	0};

typedef struct writer {
	const ce_findings *l;
	ce_sources sources;
	size_t bytes;
} writer;

/* ---- sources ------------------------------------------------------------------------------------- */

static json_t *lines_of(writer *w, const ce_source_lines *s)
{
	json_t *list;

	w->bytes += s->text.n;
	if (!s->starts.n || w->bytes > MOST_SOURCE)
		return json_null();
	list = json_array();
	for (unsigned i = 1; i <= s->starts.n; i++) {
		size_t n;
		const char *text = ce_source_line(s, i, &n);
		char *line = ce_strndup(text, n);

		json_array_append_new(list, ce_json_string(line));
		free(line);
	}
	return list;
}

static int number_of(writer *w, const char *file)
{
	return (int)ce_sources_get(&w->sources, file)->number;
}

static int column(writer *w, ce_loc loc)
{
	return (int)ce_source_utf16(ce_sources_get(&w->sources, loc.file), loc.line, loc.col);
}

/* ---- data ------------------------------------------------------------------------------------------ */

static json_t *steps(writer *w, const ce_finding *f)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < f->nsteps; i++)
		json_array_append_new(list, json_pack("[o,i,i,i]", ce_json_string(f->steps[i].text),
		                                      number_of(w, f->steps[i].loc.file),
		                                      (int)f->steps[i].loc.line, column(w, f->steps[i].loc)));
	return list;
}

static json_t *finding(writer *w, const ce_finding *f)
{
	static const char *const states[] = {"", "new", "unchanged", "absent"};
	json_t *o = json_pack("{s:s,s:s,s:o,s:o,s:o,s:i,s:i,s:i,s:s}", "rule", ce_rule_name(f->rule), "level",
	                      ce_level_name(f->level), "category", ce_json_string(f->category), "function",
	                      ce_json_string(f->function), "message", ce_json_string(f->message), "file",
	                      number_of(w, f->loc.file), "line", (int)f->loc.line, "col", column(w, f->loc),
	                      "state", states[f->state]);

	json_object_set_new(o, "steps", steps(w, f));
	if (f->suppressed)
		json_object_set_new(o, "suppressed", ce_json_string(f->suppressed));
	return o;
}

/* "CATEGORY PLACE ...": the page may be looked at elsewhere. */
static json_t *why(const writer *w, const char *text)
{
	size_t category = strcspn(text, " "), root = w->l->root ? strlen(w->l->root) : 0;
	const char *place = text + category + (text[category] == ' ');
	ce_buf b = {0};
	json_t *s;

	if (!root || strncmp(place, w->l->root, root) != 0 || place[root] != '/')
		return ce_json_string(text);
	ce_buf_add(&b, text, (size_t)(place - text));
	ce_buf_adds(&b, place + root + 1);
	s = ce_json_string(b.data);
	ce_buf_free(&b);
	return s;
}

static json_t *function(writer *w, const ce_function *f)
{
	json_t *facts = json_array();

	for (uint32_t i = 0; i < f->nrows; i++) {
		const ce_fact_row *r = &f->rows[i];

		json_array_append_new(facts, json_pack("[i,o,o,o,o]", r->index, ce_json_string(r->name),
		                                       ce_json_string(r->facts), why(w, r->why),
		                                       ce_json_string(r->type)));
	}
	return json_pack("{s:o,s:i,s:i,s:o}", "name", ce_json_string(f->name), "file",
	                 number_of(w, f->loc.file), "line", (int)f->loc.line, "facts", facts);
}

static json_t *files(writer *w)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < w->sources.files.n; i++) {
		const ce_source_lines *s = w->sources.files.at[i];
		char *path = ce_findings_path(w->l, s->path);

		json_array_append_new(
			list, json_pack("{s:o,s:o}", "name", ce_json_string(path), "lines", lines_of(w, s)));
		free(path);
	}
	return list;
}

static json_t *collect(writer *w)
{
	json_t *findings = json_array(), *functions = json_array();
	ce_buf summary = {0};
	json_t *o;

	for (uint32_t i = 0; i < w->l->at.n; i++)
		json_array_append_new(findings, finding(w, &w->l->at.at[i]));
	for (uint32_t i = 0; i < w->l->functions.n; i++)
		json_array_append_new(functions, function(w, &w->l->functions.at[i]));
	ce_findings_summary(w->l, &summary);
	o = json_pack("{s:s,s:s,s:o,s:o,s:o}", "tool", "cgoescape " CGOESCAPE_VERSION, "summary",
	              summary.data, "findings", findings, "functions", functions, "files", files(w));
	ce_buf_free(&summary);
	return o;
}

void ce_findings_html(const ce_findings *l, ce_buf *out)
{
	static const char here[] = "@DATA@";
	const char *at = strstr(page, here);
	writer w = {.l = l};
	json_t *data = collect(&w);
	char *text = json_dumps(data, JSON_COMPACT);

	if (!text)
		ce_fatal("out of memory");
	ce_buf_add(out, page, (size_t)(at - page));
	/* Nothing in a source may end the script. */
	for (const char *p = text; *p; p++)
		if (*p == '<')
			ce_buf_adds(out, "\\u003c");
		else
			ce_buf_addc(out, *p);
	ce_buf_adds(out, at + sizeof here - 1);
	free(text);
	json_decref(data);
	ce_sources_free(&w.sources);
}
