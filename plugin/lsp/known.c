#include "lsp/known.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/finding.h"
#include "report/json_text.h"
#include "scan/index.h"

static json_t *finding(const ce_finding *f)
{
	json_t *steps = json_array();

	for (uint32_t i = 0; i < f->nsteps; i++)
		json_array_append_new(steps,
		                      json_pack("{s:o,s:o,s:i}", "text", ce_json_string(f->steps[i].text),
		                                "file", ce_json_string(f->steps[i].loc.file), "line",
		                                (int)f->steps[i].loc.line));
	return json_pack("{s:o,s:o,s:s,s:o}", "message", ce_json_string(f->message), "subject",
	                 ce_json_string(f->subject), "category", f->category, "steps", steps);
}

/* Rows: "nocallback=VALUE" first, then "none" or leaks of each parameter. */
static void add_promises(json_t *record, const ce_function *f)
{
	static const char word[] = "nocallback=";
	bool proved = true;

	for (uint32_t i = 0; i < f->nrows; i++) {
		const ce_fact_row *r = &f->rows[i];

		if (r->index >= 0)
			proved &= strcmp(r->facts, "none") == 0;
		else if (strncmp(r->facts, word, sizeof word - 1) == 0)
			json_object_set_new(record, "nocallback",
			                    json_pack("{s:s,s:o*}", "value", r->facts + sizeof word - 1,
			                              "why", *r->why ? ce_json_string(r->why) : NULL));
	}
	if (proved)
		json_object_set_new(record, "noescape", json_pack("{s:s}", "value", "yes"));
}

json_t *ce_known_function(const char *index, const char *name)
{
	ce_index_wish wish = {.function = name, .sole = true, .steps = true};
	ce_findings l = {0};
	char *error = NULL;
	json_t *record = NULL, *findings;

	if (access(index, R_OK) == 0 && ce_index_read(index, wish, &l, &error) && l.functions.n == 1 &&
	    !l.functions.at[0].is_static) {
		findings = json_array();
		for (uint32_t i = 0; i < l.at.n; i++)
			json_array_append_new(findings, finding(&l.at.at[i]));
		record = json_pack("{s:s,s:o}", "name", name, "findings", findings);
		add_promises(record, &l.functions.at[0]);
	}
	free(error);
	ce_findings_free(&l);
	return record;
}
