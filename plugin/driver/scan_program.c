/*
 * scan_program.c - units to one program, and its verdicts; those of a program that was
 * seen before are in the index.
 */
#include <stdlib.h>

#include "analysis.h"
#include "driver/scan.h"
#include "report/report.h"
#include "scan/index.h"
#include "scan/units.h"

/* Equal bytes are the same unit, however often it is compiled. */
static void choose_units(scan *s, ce_ids *chosen)
{
	ce_map seen = {0};

	for (uint32_t i = 0; i < s->units.at.n; i++) {
		const ce_scan_unit *u = &s->units.at.at[i];
		uint32_t *at;

		if (!u->done)
			continue;
		at = ce_map_at(&seen, ce_key_number(&u->kept.unit));
		if (*at == CE_NONE)
			ce_push(chosen, i);
		*at = i;
	}
	ce_map_free(&seen);
}

/* What the verdicts are made of. */
static ce_key program_key(scan *s, const ce_ids *chosen)
{
	ce_buf b = {0};
	ce_key key;

	ce_buf_addf(&b, "%016llx %s\n", (unsigned long long)s->units.tool, s->cwd);
	for (size_t i = 0; i < s->models.n; i++)
		ce_buf_addf(&b, "%s\n", s->cache.files.at[ce_cache_file(&s->cache, s->models.at[i])].key.hex);
	ce_buf_addf(&b, "%d\n", s->args->no_models);
	for (uint32_t i = 0; i < chosen->n; i++) {
		const ce_scan_unit *u = &s->units.at.at[chosen->at[i]];

		ce_buf_addf(&b, "%s %s\n", u->kept.unit.hex, u->target);
	}
	key = ce_key_of(b.data, b.n);
	ce_buf_free(&b);
	return key;
}

static void read_one(scan *s, ce_analysis *a, const char *path, bool as_model)
{
	char *error = NULL;

	if (!ce_analysis_read(a, path, as_model, &error))
		scan_notice(s, CE_LEVEL_ERROR, error);
}

static void read_units(scan *s, ce_analysis *a, const ce_ids *chosen)
{
	CE_VEC(const char *) targets = {0};
	ce_buf said = {0};

	for (uint32_t i = 0; i < chosen->n; i++) {
		const ce_scan_unit *u = &s->units.at.at[chosen->at[i]];

		read_one(s, a, u->summary, false);
		while (targets.n < a->units.n)
			ce_push(&targets, u->target);
	}
	for (uint32_t i = 0; i < a->units.n; i++)
		ce_unit_show_files(a->units.at[i], s->cwd);
	ce_units_divide(a->units.at, targets.at, a->units.n, &said);
	scan_notices(s, CE_LEVEL_NOTE, &said);
	ce_vec_free(&targets);
	for (size_t i = 0; i < s->models.n; i++)
		read_one(s, a, s->models.at[i], true);
	if (s->shipped && !s->args->no_models)
		read_one(s, a, s->shipped, true);
}

static void link_program(scan *s, const ce_ids *chosen)
{
	ce_analysis a = {0};
	ce_buf problems = {0};

	read_units(s, &a, chosen);
	ce_analysis_run(&a, true, true, &problems);
	scan_notices(s, CE_LEVEL_ERROR, &problems);
	if (s->args->verbose) {
		ce_analysis_stats(&a, &problems);
		ce_buf_addc(&problems, '\n');
		scan_notices(s, CE_LEVEL_NOTE, &problems);
	}
	for (uint32_t i = 0; i < a.verdicts.n; i++)
		if (!(a.program->fns.at[a.verdicts.at[i]->fn].func->flags & CE_FUNC_SYSTEM))
			ce_findings_of(&s->findings, a.program, a.verdicts.at[i],
			               (ce_wish){.proofs = true, .explained = true, .functions = true});
	ce_findings_finish(&s->findings);
	ce_analysis_free(&a);
}

/* The editor links what is open with these (docs/editor.md); it watches the file. */
static void write_list(scan *s, const ce_ids *chosen)
{
	ce_buf list = {0}, old = {0};
	char *error = NULL;

	for (uint32_t i = 0; i < chosen->n; i++)
		ce_buf_addf(&list, "%s\n", s->units.at.at[chosen->at[i]].summary);
	if (!ce_file_read(&old, s->list, &error))
		free(error);
	if (old.n != list.n || (list.n && memcmp(old.data, list.data, list.n) != 0)) {
		error = NULL;
		if (!ce_file_write(s->list, list.data, list.n, &error))
			scan_notice(s, CE_LEVEL_WARNING, error);
	}
	ce_buf_free(&list);
	ce_buf_free(&old);
}

void scan_find_verdicts(scan *s)
{
	ce_ids chosen = {0};
	char *error = NULL;
	ce_index_wish wish = {.program = s->program.hex, .steps = true};

	choose_units(s, &chosen);
	s->program = program_key(s, &chosen);
	if (!s->index || !ce_index_read(s->index, wish, &s->findings, &error)) {
		free(error);
		error = NULL;
		link_program(s, &chosen);
		if (s->index && !s->units.cache_failed &&
		    !ce_index_write(s->index, s->program.hex, &s->findings, &error))
			scan_notice(s, CE_LEVEL_WARNING, error);
	}
	if (s->index && !s->units.cache_failed)
		write_list(s, &chosen);
	ce_vec_free(&chosen);
}
