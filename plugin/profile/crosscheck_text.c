/*
 * crosscheck_text.c - the join as text, TSV, JSON and HTML.
 */
#include <stdlib.h>

#include "profile/crosscheck.h"
#include "report/json_text.h"

/* ---- text ------------------------------------------------------------------------------ */

static void add_subject(const ce_cross_row *r, ce_buf *out)
{
	if (r->index < 0)
		ce_buf_addf(out, "%s", r->function);
	else
		ce_buf_addf(out, "%s: %s", r->function, r->name);
}

static void row_text(const ce_cross_row *r, ce_buf *out)
{
	ce_buf_addf(out, "%s: %s: ", r->position, ce_cross_status_name(r->status));
	add_subject(r, out);
	ce_buf_addf(out, ": predicted %s", r->predicted);
	if (*r->why && strcmp(r->why, "-") != 0)
		ce_buf_addf(out, " (%s)", r->why);
	if (*r->observed)
		ce_buf_addf(out, ", observed %s", r->observed);
	ce_buf_addf(out, ", seen in %llu of %llu calls\n", (unsigned long long)r->seen,
	            (unsigned long long)r->watched);
}

static void alloc_text(const ce_cross_alloc *a, ce_buf *out)
{
	ce_buf_addf(out, "%s: %s: %s does not escape: %llu objects, %llu bytes", a->position, a->function,
	            a->text, (unsigned long long)a->objects, (unsigned long long)a->bytes);
	if (a->outlive)
		ce_buf_addf(out, "; %llu (%llu bytes) were not freed by the end of the call",
		            (unsigned long long)a->outlive, (unsigned long long)a->outlive_bytes);
	ce_buf_addc(out, '\n');
}

void ce_cross_text(const ce_cross *c, bool all, ce_buf *out)
{
	for (uint32_t i = 0; i < c->rows.n; i++)
		if (all || c->rows.at[i].status < CE_CROSS_PROVED)
			row_text(&c->rows.at[i], out);
	for (uint32_t i = 0; i < c->allocs.n; i++)
		alloc_text(&c->allocs.at[i], out);
	for (int s = 0; s < CE_CROSS_NSTATUS; s++)
		ce_buf_addf(out, "%6u %-12s %s\n", c->count[s], ce_cross_status_name(s),
		            ce_cross_status_what(s));
	if (c->unpredicted)
		ce_buf_addf(out, "%6u observed, and nothing is predicted of them; %u seen to leak\n",
		            c->unpredicted, c->unpredicted_seen);
}

/* ---- TSV ---------------------------------------------------------------------------------- */

static void field(ce_buf *out, const char *text)
{
	ce_buf_addc(out, '\t');
	for (; *text; text++)
		ce_buf_addc(out, *text == '\t' || *text == '\n' ? ' ' : *text);
}

void ce_cross_tsv(const ce_cross *c, ce_buf *out)
{
	ce_buf_adds(
		out,
		"status\tfunction\tindex\tname\tposition\tpredicted\twhy\tobserved\tseen\twatched\tbytes\n");
	for (uint32_t i = 0; i < c->rows.n; i++) {
		const ce_cross_row *r = &c->rows.at[i];

		ce_buf_adds(out, ce_cross_status_name(r->status));
		field(out, r->function);
		ce_buf_addf(out, "\t%d", r->index);
		field(out, r->name);
		field(out, r->position);
		field(out, r->predicted);
		field(out, r->why);
		field(out, r->observed);
		ce_buf_addf(out, "\t%llu\t%llu\t0\n", (unsigned long long)r->seen,
		            (unsigned long long)r->watched);
	}
	for (uint32_t i = 0; i < c->allocs.n; i++) {
		const ce_cross_alloc *a = &c->allocs.at[i];

		ce_buf_adds(out, "local");
		field(out, a->function);
		ce_buf_adds(out, "\t-1");
		field(out, a->text);
		field(out, a->position);
		ce_buf_addf(out, "\tnone\t\t\t%llu\t%llu\t%llu\n", (unsigned long long)a->outlive,
		            (unsigned long long)a->objects, (unsigned long long)a->bytes);
	}
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static json_t *row_json(const ce_cross_row *r)
{
	json_t *o = json_object();

	json_object_set_new(o, "status", json_string(ce_cross_status_name(r->status)));
	json_object_set_new(o, "function", ce_json_string(r->function));
	json_object_set_new(o, "index", json_integer(r->index));
	json_object_set_new(o, "name", ce_json_string(r->name));
	json_object_set_new(o, "position", ce_json_string(r->position));
	json_object_set_new(o, "predicted", ce_json_string(r->predicted));
	json_object_set_new(o, "why", ce_json_string(r->why));
	json_object_set_new(o, "observed", ce_json_string(r->observed));
	json_object_set_new(o, "seen", json_integer((json_int_t)r->seen));
	json_object_set_new(o, "watched", json_integer((json_int_t)r->watched));
	return o;
}

static json_t *alloc_json(const ce_cross_alloc *a)
{
	json_t *o = json_object();

	json_object_set_new(o, "function", ce_json_string(a->function));
	json_object_set_new(o, "allocation", ce_json_string(a->text));
	json_object_set_new(o, "position", ce_json_string(a->position));
	json_object_set_new(o, "objects", json_integer((json_int_t)a->objects));
	json_object_set_new(o, "bytes", json_integer((json_int_t)a->bytes));
	json_object_set_new(o, "outlive", json_integer((json_int_t)a->outlive));
	json_object_set_new(o, "outlive_bytes", json_integer((json_int_t)a->outlive_bytes));
	return o;
}

void ce_cross_json(const ce_cross *c, ce_buf *out)
{
	json_t *top = json_object(), *counts = json_object(), *rows = json_array(), *allocs = json_array();

	for (int s = 0; s < CE_CROSS_NSTATUS; s++)
		json_object_set_new(counts, ce_cross_status_name(s), json_integer(c->count[s]));
	for (uint32_t i = 0; i < c->rows.n; i++)
		json_array_append_new(rows, row_json(&c->rows.at[i]));
	for (uint32_t i = 0; i < c->allocs.n; i++)
		json_array_append_new(allocs, alloc_json(&c->allocs.at[i]));
	json_object_set_new(top, "version", json_integer(1));
	json_object_set_new(top, "counts", counts);
	json_object_set_new(top, "unpredicted", json_integer(c->unpredicted));
	json_object_set_new(top, "unpredicted_seen", json_integer(c->unpredicted_seen));
	json_object_set_new(top, "parameters", rows);
	json_object_set_new(top, "local_allocations", allocs);
	ce_json_line(out, top);
}

/* ---- HTML -------------------------------------------------------------------------------------- */

static void escaped(ce_buf *out, const char *s)
{
	for (; *s; s++)
		switch (*s) {
		case '&':
			ce_buf_adds(out, "&amp;");
			break;
		case '<':
			ce_buf_adds(out, "&lt;");
			break;
		case '>':
			ce_buf_adds(out, "&gt;");
			break;
		default:
			ce_buf_addc(out, *s);
		}
}

static void cell(ce_buf *out, const char *text)
{
	ce_buf_adds(out, "<td>");
	escaped(out, text);
	ce_buf_adds(out, "</td>");
}

static void number_cell(ce_buf *out, uint64_t n)
{
	ce_buf_addf(out, "<td class=\"n\">%llu</td>", (unsigned long long)n);
}

static void row_html(const ce_cross_row *r, ce_buf *out)
{
	ce_buf_addf(out, "<tr class=\"%s\">", ce_cross_status_name(r->status));
	cell(out, ce_cross_status_name(r->status));
	cell(out, r->function);
	cell(out, r->index < 0 ? "nocallback" : r->name);
	cell(out, r->position);
	cell(out, r->predicted);
	cell(out, r->why);
	cell(out, r->observed);
	number_cell(out, r->seen);
	number_cell(out, r->watched);
	ce_buf_adds(out, "</tr>\n");
}

static void alloc_html(const ce_cross_alloc *a, ce_buf *out)
{
	ce_buf_adds(out, "<tr>");
	cell(out, a->function);
	cell(out, a->text);
	cell(out, a->position);
	number_cell(out, a->objects);
	number_cell(out, a->bytes);
	number_cell(out, a->outlive);
	ce_buf_adds(out, "</tr>\n");
}

static const char head[] =
	"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>cgoescape "
	"crosscheck</title>\n"
	"<style>body{font:14px system-ui,sans-serif;margin:2em}table{border-collapse:collapse;margin:1em 0}"
	"th,td{padding:.2em .6em;border-bottom:1px solid #ccc;text-align:left}.n{text-align:right}"
	".contradicted{background:#fdd}.confirmed{background:#ffe8c8}.proved{background:#e4f6e4}"
	"</style></head><body>\n<h1>Predicted and observed</h1>\n";

void ce_cross_html(const ce_cross *c, ce_buf *out)
{
	ce_buf_adds(out, head);
	ce_buf_adds(out, "<table><tr><th>parameters</th><th></th><th></th></tr>\n");
	for (int s = 0; s < CE_CROSS_NSTATUS; s++)
		ce_buf_addf(out, "<tr class=\"%s\"><td class=\"n\">%u</td><td>%s</td><td>%s</td></tr>\n",
		            ce_cross_status_name(s), c->count[s], ce_cross_status_name(s),
		            ce_cross_status_what(s));
	ce_buf_adds(
		out,
		"</table>\n<h2>Parameters</h2>\n<table><tr><th>status</th><th>function</th><th>parameter</th>"
		"<th>position</th><th>predicted</th><th>why</th><th>observed</th><th>seen</th><th>watched</"
		"th></tr>\n");
	for (uint32_t i = 0; i < c->rows.n; i++)
		row_html(&c->rows.at[i], out);
	ce_buf_adds(out, "</table>\n<h2>Allocations that are proved local</h2>\n<table><tr><th>function</th>"
	                 "<th>allocation</th><th>position</th><th>objects</th><th>bytes</th><th>not "
	                 "freed</th></tr>\n");
	for (uint32_t i = 0; i < c->allocs.n; i++)
		alloc_html(&c->allocs.at[i], out);
	ce_buf_adds(out, "</table></body></html>\n");
}
