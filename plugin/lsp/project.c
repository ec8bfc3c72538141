#include "lsp/project.h"

#include <stdlib.h>

#include "base/path.h"
#include "lsp/preamble.h"
#include "scan/comments.h"
#include "scan/config.h"
#include "scan/handles.h"

typedef struct project {
	ce_server *s;
	const char *directory;
	ce_findings list;
	ce_sources sources;
} project;

/* ---- a report as a list of findings ------------------------------------------------------- */

static const char *text(const json_t *o, const char *name)
{
	const char *t = rpc_text(o, name);

	return t ? t : "";
}

static ce_loc place(project *p, const json_t *o)
{
	char *path = ce_path_join(p->directory, text(o, "file"));
	ce_loc loc = {ce_findings_keep(&p->list, path),
	              (unsigned)json_integer_value(json_object_get(o, "line")),
	              (unsigned)json_integer_value(json_object_get(o, "column"))};

	free(path);
	return loc;
}

static void add_finding(project *p, const json_t *o)
{
	const json_t *steps = json_object_get(o, "steps");
	CE_VEC(ce_finding_step) list = {0};
	ce_finding f = {.rule = ce_rule_of(text(o, "rule")),
	                .category = text(o, "category"),
	                .function = text(o, "function"),
	                .subject = text(o, "subject"),
	                .message = text(o, "message"),
	                .loc = place(p, o),
	                .fingerprint = strtoull(text(o, "fingerprint"), NULL, 16)};

	for (size_t i = 0; i < json_array_size(steps); i++) {
		const json_t *step = json_array_get(steps, i);

		ce_push(&list, ((ce_finding_step){place(p, step), text(step, "text")}));
	}
	f.steps = list.at;
	f.nsteps = list.n;
	if (f.rule != CE_NRULES)
		ce_findings_add(&p->list, &f);
	ce_vec_free(&list);
}

static void add_function(project *p, const json_t *o)
{
	const json_t *facts = json_object_get(o, "facts");
	CE_VEC(ce_fact_row) rows = {0};
	ce_function f = {.name = text(o, "name"), .loc = place(p, o)};

	for (size_t i = 0; i < json_array_size(facts); i++) {
		const json_t *row = json_array_get(facts, i);

		ce_push(&rows, ((ce_fact_row){(int)json_integer_value(json_object_get(row, "index")),
		                              text(row, "name"), text(row, "facts"), text(row, "why"), f.loc,
		                              text(row, "type")}));
	}
	f.rows = rows.at;
	f.nrows = rows.n;
	ce_findings_function(&p->list, &f);
	ce_vec_free(&rows);
}

/* ---- and back -------------------------------------------------------------------------------- */

static json_t *new_finding(const ce_finding *f)
{
	return json_pack("{s:s,s:s,s:s,s:o,s:o,s:o,s:o,s:i,s:i}", "rule", ce_rule_name(f->rule), "level",
	                 ce_level_name(f->level), "category", f->category, "message",
	                 ce_json_string(f->message), "function", ce_json_string(f->function), "subject",
	                 ce_json_string(f->subject), "file", ce_json_string(f->loc.file), "line",
	                 (int)f->loc.line, "column", (int)f->loc.col);
}

/* Findings that are new have no fingerprint yet. */
static void put_back(const project *p, json_t *report)
{
	json_t *kept = json_object(), *findings = json_object_get(report, "findings"), *result = json_array(),
	       *o;
	char key[32];
	size_t n;

	for (uint32_t i = 0; i < p->list.at.n; i++) {
		const ce_finding *f = &p->list.at.at[i];

		snprintf(key, sizeof key, "%016llx", (unsigned long long)f->fingerprint);
		if (!f->fingerprint)
			json_array_append_new(result, new_finding(f));
		else if (!f->suppressed)
			json_object_set_new(kept, key, json_true());
	}
	json_array_foreach(findings, n, o) if (json_object_get(kept, text(o, "fingerprint")))
		json_array_append(result, o);
	json_object_set_new(report, "findings", result);
	json_decref(kept);
}

/* ---- comments ------------------------------------------------------------------------------------ */

/* Of a Go file what C is in it. */
static void put_source(project *p, const ce_document *doc)
{
	ce_buf preamble = {0};

	if (doc->language != CE_LANGUAGE_GO)
		ce_sources_put(&p->sources, doc->path, doc->text.data, doc->text.n);
	else if (ce_preamble_text(&doc->text, doc->path, &preamble))
		ce_sources_put(&p->sources, doc->path, preamble.data, preamble.n);
	ce_buf_free(&preamble);
}

/* True when there was one. */
static bool obey_comments(project *p, const ce_document *unit)
{
	bool any = false;

	for (uint32_t i = 0; i < p->s->docs.at.n; i++) {
		const ce_document *doc = p->s->docs.at.at[i];

		if (doc->language == CE_LANGUAGE_OTHER || !doc->text.n || !ce_document_is_in(doc, unit) ||
		    !memmem(doc->text.data, doc->text.n, "cgoescape", 9))
			continue;
		put_source(p, doc);
		any = true;
	}
	return any;
}

void ce_project_apply(ce_server *s, const ce_document *unit, const char *directory, json_t *report)
{
	project p = {.s = s, .directory = directory};
	char *folder = ce_path_join(unit->path, ".."), *path = ce_config_find(folder), *error = NULL;
	ce_config config = {0};
	bool comments = obey_comments(&p, unit), configured = path && ce_config_read(&config, path, &error);
	json_t *o;
	size_t n;

	if (error)
		ce_server_log(s, MESSAGE_WARNING, error);
	if (comments || configured) {
		json_array_foreach(json_object_get(report, "findings"), n, o) add_finding(&p, o);
		json_array_foreach(json_object_get(report, "facts"), n, o) add_function(&p, o);
		for (uint32_t i = 0; i < s->docs.at.n; i++)
			if (ce_document_is_in(s->docs.at.at[i], unit))
				ce_comments_apply(&p.list, &p.sources, s->docs.at.at[i]->path, CE_KNOWN_UNIT);
		if (configured) {
			ce_handles_accept(&config, &p.list);
			ce_config_apply(&config, &p.list);
		}
		put_back(&p, report);
	}
	ce_config_free(&config);
	ce_findings_free(&p.list);
	ce_sources_free(&p.sources);
	free(error);
	free(path);
	free(folder);
}

void ce_project_inputs(const ce_document *unit,
                       void (*tell)(void *ctx, ce_project_input what, const char *text), void *ctx)
{
	char *folder = ce_path_join(unit->path, ".."), *path = ce_config_find(folder), *error = NULL;
	ce_config config = {0};

	if (path && ce_config_read(&config, path, &error)) {
		for (uint32_t i = 0; i < config.models.n; i++)
			tell(ctx, CE_PROJECT_MODEL, config.models.at[i]);
		for (uint32_t i = 0; i < config.hooks.n; i++)
			tell(ctx, CE_PROJECT_HOOK, config.hooks.at[i]);
	}
	if (path)
		tell(ctx, CE_PROJECT_FILE, path);
	free(error); /* it is said when the report comes */
	ce_config_free(&config);
	free(path);
	free(folder);
}

void ce_project_settings(ce_server *s, const char *folder)
{
	char *path = ce_config_find(folder), *error = NULL;
	ce_config config = {0};

	if (path && ce_config_read(&config, path, &error))
		for (uint32_t i = 0; i < config.editor.n && !error; i++)
			if (!ce_settings_switch(&s->settings, config.editor.at[i]))
				error = ce_format("%s: editor: no kind '%s' (docs/editor.md)", path,
				                  config.editor.at[i]);
	if (error)
		ce_server_show(s, MESSAGE_WARNING, error);
	free(error);
	free(path);
	ce_config_free(&config);
}
