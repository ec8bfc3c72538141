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

static bool read_index(const char *index, ce_index_wish wish, ce_findings *l)
{
	char *error = NULL;
	bool ok = access(index, R_OK) == 0 && ce_index_read(index, wish, l, &error);

	free(error);
	return ok;
}

json_t *ce_known_function(const char *index, const char *name)
{
	ce_index_wish wish = {.function = name, .sole = true, .steps = true};
	ce_findings l = {0};
	json_t *record = NULL, *findings;

	if (read_index(index, wish, &l) && l.functions.n == 1 && !l.functions.at[0].is_static) {
		findings = json_array();
		for (uint32_t i = 0; i < l.at.n; i++)
			json_array_append_new(findings, finding(&l.at.at[i]));
		record = json_pack("{s:s,s:o}", "name", name, "findings", findings);
		add_promises(record, &l.functions.at[0]);
	}
	ce_findings_free(&l);
	return record;
}

bool ce_known_several(const char *index, const char *name)
{
	ce_findings sole = {0}, all = {0};
	bool one = read_index(index, (ce_index_wish){.function = name, .sole = true}, &sole) &&
	           sole.functions.n,
	     any = false;

	/* The first of several has the plain name. */
	if (!one && read_index(index, (ce_index_wish){.function = name}, &all))
		for (uint32_t i = 0; i < all.functions.n; i++)
			any |= !all.functions.at[i].is_static;
	ce_findings_free(&sole);
	ce_findings_free(&all);
	return any;
}
