/*
 * sarif.c - findings as SARIF 2.1.0, what code scanning services and editors read.
 */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "cgoescape/plugin.h"
#include "report/finding.h"
#include "report/json_text.h"
#include "report/sources.h"

#define SCHEMA "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#define ROOT "SRCROOT"

typedef struct writer {
	const ce_findings *l;
	ce_sources sources;
} writer;

static json_t *text_of(const char *text)
{
	return json_pack("{s:o}", "text", ce_json_string(text));
}

/* ---- places -------------------------------------------------------------------------------- */

static json_t *artifact(const writer *w, const char *file)
{
	char *path = ce_findings_path(w->l, file);
	ce_buf uri = {0};
	json_t *o;

	if (*path == '/')
		ce_buf_adds(&uri, "file://");
	/* A relative reference with a colon in its first name would have a scheme. */
	ce_uri_escape(&uri, path, strlen(path), "-_.~$&+,/;=@");
	o = json_pack("{s:s}", "uri", uri.data ? uri.data : "");
	if (*path != '/')
		json_object_set_new(o, "uriBaseId", json_string(ROOT));
	free(path);
	ce_buf_free(&uri);
	return o;
}

static json_t *physical(writer *w, ce_loc loc)
{
	json_t *o = json_pack("{s:o}", "artifactLocation", artifact(w, loc.file)), *region;

	if (loc.line) {
		region = json_pack("{s:i}", "startLine", (int)loc.line);
		if (loc.col)
			json_object_set_new(
				region, "startColumn",
				json_integer(ce_source_utf16(ce_sources_get(&w->sources, loc.file), loc.line,
			                                     loc.col)));
		json_object_set_new(o, "region", region);
	}
	return o;
}

static json_t *location(writer *w, ce_loc loc)
{
	return json_pack("{s:o}", "physicalLocation", physical(w, loc));
}

/* ---- a result --------------------------------------------------------------------------------- */

/* "  flow:" lines are one level in, "    from" lines two. */
static json_t *code_flow(writer *w, const ce_finding *f)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < f->nsteps; i++) {
		const char *text = f->steps[i].text;
		size_t blanks = strspn(text, " ");
		json_t *at = location(w, f->steps[i].loc);

		json_object_set_new(at, "message", text_of(text + blanks));
		json_array_append_new(list, json_pack("{s:o,s:i,s:s}", "location", at, "nestingLevel",
		                                      (int)blanks / 2, "importance",
		                                      blanks == 2 ? "unimportant" : "important"));
	}
	return json_pack("{s:[{s:o}]}", "threadFlows", "locations", list);
}

static json_t *result(writer *w, const ce_finding *f)
{
	static const char *const states[] = {NULL, "new", "unchanged", "absent"};
	json_t *o = json_object(), *at = location(w, f->loc);
	char print[17];

	snprintf(print, sizeof print, "%016llx", (unsigned long long)f->fingerprint);
	if (*f->function)
		json_object_set_new(at, "logicalLocations",
		                    json_pack("[{s:o,s:s}]", "fullyQualifiedName",
		                              ce_json_string(f->function), "kind", "function"));
	json_object_set_new(o, "ruleId", json_string(ce_rule_name(f->rule)));
	json_object_set_new(o, "ruleIndex", json_integer(f->rule));
	if (f->level == CE_LEVEL_NONE)
		json_object_set_new(o, "kind", json_string("pass"));
	json_object_set_new(o, "level", json_string(ce_level_name(f->level)));
	json_object_set_new(o, "message", text_of(f->message));
	json_object_set_new(o, "locations", json_pack("[o]", at));
	json_object_set_new(o, "partialFingerprints", json_pack("{s:s}", "cgoescape/v1", print));
	if (f->nsteps)
		json_object_set_new(o, "codeFlows", json_pack("[o]", code_flow(w, f)));
	if (f->suppressed)
		json_object_set_new(o, "suppressions",
		                    json_pack("[{s:s,s:s,s:o}]", "kind",
		                              f->external ? "external" : "inSource", "status", "accepted",
		                              "justification", ce_json_string(f->suppressed)));
	else
		json_object_set_new(o, "suppressions", json_array());
	if (states[f->state])
		json_object_set_new(o, "baselineState", json_string(states[f->state]));
	json_object_set_new(o, "properties",
	                    json_pack("{s:o,s:o}", "category", ce_json_string(f->category), "subject",
	                              ce_json_string(f->subject)));
	return o;
}

/* ---- the run ------------------------------------------------------------------------------------ */

static json_t *rules(void)
{
	json_t *list = json_array();

	for (int i = 0; i < CE_NRULES; i++) {
		ce_rule r = (ce_rule)i;
		char *help = ce_format("%s See docs/%s of cgoescape.", ce_rule_what(r), ce_rule_help(r));

		json_array_append_new(list, json_pack("{s:s,s:o,s:o,s:{s:s}}", "id", ce_rule_name(r),
		                                      "shortDescription", text_of(ce_rule_what(r)), "help",
		                                      text_of(help), "defaultConfiguration", "level",
		                                      ce_level_name(ce_rule_level(r))));
		free(help);
	}
	return list;
}

static json_t *invocation(writer *w, bool ok)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < w->l->notices.n; i++) {
		const ce_notice *n = &w->l->notices.at[i];
		json_t *o =
			json_pack("{s:s,s:o}", "level", ce_level_name(n->level), "message", text_of(n->text));

		if (n->loc.file)
			json_object_set_new(o, "locations", json_pack("[o]", location(w, n->loc)));
		json_array_append_new(list, o);
	}
	return json_pack("{s:b,s:o}", "executionSuccessful", ok, "toolExecutionNotifications", list);
}

static json_t *base_ids(const ce_findings *l)
{
	ce_buf uri = {0};
	json_t *o;

	if (!l->root)
		return NULL;
	ce_buf_adds(&uri, "file://");
	ce_uri_escape(&uri, l->root, strlen(l->root), CE_URI_PATH);
	ce_buf_addc(&uri, '/');
	o = json_pack("{s:{s:s}}", ROOT, "uri", uri.data);
	ce_buf_free(&uri);
	return o;
}

void ce_findings_sarif(const ce_findings *l, bool ok, ce_buf *out)
{
	writer w = {.l = l};
	json_t *results = json_array(), *run, *log, *ids = base_ids(l);
	char *text;

	for (uint32_t i = 0; i < l->at.n; i++)
		json_array_append_new(results, result(&w, &l->at.at[i]));
	run = json_pack("{s:{s:{s:s,s:s,s:o}}, s:[o], s:s, s:o}", "tool", "driver", "name", "cgoescape",
	                "semanticVersion", CGOESCAPE_VERSION, "rules", rules(), "invocations",
	                invocation(&w, ok), "columnKind", "utf16CodeUnits", "results", results);
	if (ids)
		json_object_set_new(run, "originalUriBaseIds", ids);
	log = json_pack("{s:s,s:s,s:[o]}", "$schema", SCHEMA, "version", "2.1.0", "runs", run);
	text = json_dumps(log, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
	if (!text)
		ce_fatal("out of memory");
	ce_buf_addf(out, "%s\n", text);
	free(text);
	json_decref(log);
	ce_sources_free(&w.sources);
}
