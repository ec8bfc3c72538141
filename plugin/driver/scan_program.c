/*
 * scan_program.c - units to one program, and its verdicts; those of a program that was
 * seen before are in the index.
 */
#include <stdlib.h>
#include <string.h>

#include "analysis.h"
#include "driver/scan.h"
#include "report/report.h"
#include "scan/index.h"
#include "scan/units.h"

/* A unit of equal bytes in another target: the same, unless its target gives it other callees. */
typedef struct twin {
	uint32_t unit, first; /* of scan.units; its place in chosen */
	const char *target;
	bool taken;
} twin;

typedef CE_VEC(twin) twin_list;

static bool is_target_known(const twin_list *twins, uint32_t first, const char *target)
{
	for (uint32_t i = 0; i < twins->n; i++)
		if (twins->at[i].first == first && strcmp(twins->at[i].target, target) == 0)
			return true;
	return false;
}

static void choose_units(scan *s, ce_ids *chosen, twin_list *twins)
{
	ce_map seen = {0};

	for (uint32_t i = 0; i < s->units.at.n; i++) {
		const ce_scan_unit *u = &s->units.at.at[i];
		uint32_t *at, first;

		if (!u->done)
			continue;
		at = ce_map_at(&seen, ce_key_number(&u->kept.unit));
		if (*at == CE_NONE) {
			*at = chosen->n;
			ce_push(chosen, i);
		}
		first = *at;
		for (uint32_t k = 0; k < u->targets.n; k++) {
			const char *t = u->targets.at[k];

			if (strcmp(s->units.at.at[chosen->at[first]].targets.at[0], t) != 0 &&
			    !is_target_known(twins, first, t))
				ce_push(twins, ((twin){i, first, t, false}));
		}
	}
	ce_map_free(&seen);
}

static const char *contents(scan *s, const char *path)
{
	uint32_t file = ce_cache_file(&s->cache, path); /* which may move the list */

	return s->cache.files.at[file].key.hex;
}

/* What the verdicts are made of. */
static ce_key program_key(scan *s)
{
	ce_buf b = {0};
	ce_key key;

	ce_buf_addf(&b, "%016llx %s\n", (unsigned long long)s->units.tool, s->cwd);
	for (size_t i = 0; i < s->models.n; i++)
		ce_buf_addf(&b, "%s\n", contents(s, s->models.at[i]));
	for (uint32_t i = 0; i < s->config.hooks.n; i++)
		ce_buf_addf(&b, "hook %s\n", s->config.hooks.at[i]);
	ce_buf_addf(&b, "%d %d\n", s->args->no_models, s->incomplete);
	for (uint32_t i = 0; i < s->units.at.n; i++) {
		const ce_scan_unit *u = &s->units.at.at[i];

		for (uint32_t k = 0; k < u->targets.n && u->done; k++)
			ce_buf_addf(&b, "%s %s\n", u->kept.unit.hex, u->targets.at[k]);
	}
	for (uint32_t i = 0; i < s->units.left_out.n; i++) {
		const ce_left_out *l = &s->units.left_out.at[i];

		ce_buf_addf(&b, "- %s %s %s\n", contents(s, l->path), l->path, l->target);
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

typedef struct reading {
	scan *s;
	ce_analysis *a;
	CE_VEC(const char *) targets; /* of a->units */
	ce_ids where;                 /* of each chosen: in a->units; CE_NONE: unreadable */
	ce_lost_list lost;
} reading;

static void add_lost(reading *r, const char *path, const char *target)
{
	ce_lost l = {.target = target};

	ce_lost_read(&l, path);
	ce_push(&r->lost, l);
}

static void read_unit(reading *r, uint32_t unit, const char *target)
{
	const ce_scan_unit *u = &r->s->units.at.at[unit];
	uint32_t before = r->a->units.n;
	bool ok;

	read_one(r->s, r->a, u->summary, false);
	ok = r->a->units.n > before;
	ce_push(&r->where, ok ? before : CE_NONE);
	if (!ok)
		add_lost(r, u->command->path, target);
	while (r->targets.n < r->a->units.n)
		ce_push(&r->targets, target);
}

/* Until no twin uses a name that has several definitions; each that is taken makes more. */
static void read_twins(reading *r, twin_list *twins)
{
	ce_contest names = {0};
	bool again = twins->n > 0;

	for (uint32_t i = 0; i < r->a->units.n && again; i++)
		ce_contest_add(&names, r->a->units.at[i]);
	while (again) {
		again = false;
		for (uint32_t i = 0; i < twins->n; i++) {
			twin *t = &twins->at[i];
			uint32_t first = r->where.at[t->first], n = r->a->units.n;

			if (t->taken || first == CE_NONE ||
			    !ce_contest_touches(&names, r->a->units.at[first], &r->lost))
				continue;
			t->taken = again = true;
			read_unit(r, t->unit, t->target);
			if (r->a->units.n > n)
				ce_contest_add(&names, r->a->units.at[n]);
		}
	}
	ce_contest_free(&names);
}

static void read_lost(reading *r)
{
	for (uint32_t i = 0; i < r->s->units.left_out.n; i++)
		add_lost(r, r->s->units.left_out.at[i].path, r->s->units.left_out.at[i].target);
	if (r->s->incomplete)
		add_lost(r, NULL, "");
}

/* @return whether all of the program is there */
static bool read_units(scan *s, ce_analysis *a, const ce_ids *chosen, twin_list *twins)
{
	reading r = {.s = s, .a = a};
	ce_buf said = {0};
	bool all;

	read_lost(&r);
	for (uint32_t i = 0; i < chosen->n; i++)
		read_unit(&r, chosen->at[i], s->units.at.at[chosen->at[i]].targets.at[0]);
	read_twins(&r, twins);
	for (uint32_t i = 0; i < a->units.n; i++)
		ce_unit_show_files(a->units.at[i], s->cwd);
	ce_units_divide(a->units.at, r.targets.at, a->units.n, &r.lost, &said);
	scan_notices(s, CE_LEVEL_NOTE, &said);
	all = !r.lost.n;
	ce_lost_free(&r.lost);
	ce_vec_free(&r.targets);
	ce_vec_free(&r.where);
	for (size_t i = 0; i < s->models.n; i++)
		read_one(s, a, s->models.at[i], true);
	if (s->shipped && !s->args->no_models)
		read_one(s, a, s->shipped, true);
	return all;
}

static bool says_error(const ce_findings *l, uint32_t first)
{
	for (uint32_t i = first; i < l->notices.n; i++)
		if (l->notices.at[i].level == CE_LEVEL_ERROR)
			return true;
	return false;
}

static void keep_memo(scan *s, ce_memo *memo)
{
	char *error = NULL;

	if (!memo)
		return;
	s->known = ce_memo_counts(memo);
	if (!s->units.cache_failed && !ce_memo_write(memo, &error))
		scan_notice(s, CE_LEVEL_WARNING, error);
}

/* @return whether nothing was wrong */
static bool link_program(scan *s, const ce_ids *chosen, twin_list *twins)
{
	ce_analysis a = {0};
	ce_buf problems = {0};
	uint32_t before = s->findings.notices.n;
	bool whole = read_units(s, &a, chosen, twins);

	for (uint32_t i = 0; i < s->config.hooks.n; i++)
		ce_push(&a.assumed, s->config.hooks.at[i]);
	if (s->memo)
		a.memo = ce_memo_open(s->memo, s->units.tool);
	scan_done(s, "summaries");
	ce_analysis_run(&a, whole, true, &problems);
	ce_push(&s->laps, ((scan_lap){"linking", a.linked}));
	ce_push(&s->laps, ((scan_lap){"solving", a.solved}));
	scan_done(s, "verdicts");
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
	keep_memo(s, a.memo);
	ce_memo_free(a.memo);
	ce_analysis_free(&a);
	scan_done(s, "findings");
	return !says_error(&s->findings, before);
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
	twin_list twins = {0};
	char *error = NULL;
	bool ok;
	ce_index_wish wish = {.program = s->program.hex, .steps = true};

	choose_units(s, &chosen, &twins);
	s->program = program_key(s);
	if (!s->index || !ce_index_read(s->index, wish, &s->findings, &error)) {
		free(error);
		error = NULL;
		/* What was wrong is not in the index: it is there for explain, but not to be taken again. */
		ok = link_program(s, &chosen, &twins);
		if (s->index && !s->units.cache_failed &&
		    !ce_index_write(s->index, ok ? s->program.hex : "", &s->findings, &error))
			scan_notice(s, CE_LEVEL_WARNING, error);
	}
	if (s->index && !s->units.cache_failed)
		write_list(s, &chosen);
	scan_done(s, "index");
	ce_vec_free(&chosen);
	ce_vec_free(&twins);
}
