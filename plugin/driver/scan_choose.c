/*
 * scan_choose.c - which units a database has.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "driver/scan_units.h"

void ce_scan_units_say(ce_scan_units *s, const ce_scan_unit *u, ce_level level, const char *what,
                       const char *detail)
{
	char *text = ce_format("%s%s%s", what, detail ? ": " : "", detail ? detail : "");
	char *cwd = getcwd(NULL, 0), *path = ce_path_relative(u->command->path, cwd ? cwd : "/");

	ce_findings_notice(s->findings, (ce_loc){path, 0, 0}, level, text);
	free(path);
	free(cwd);
	free(text);
}

/* What a summary is made of, except the contents of files. */
static ce_key command_key(const ce_scan_units *s, const ce_scan_unit *u)
{
	static const char *const variables[] = {"CPATH", "C_INCLUDE_PATH", "SDKROOT"};
	ce_buf b = {0};
	ce_key key;

	ce_buf_addf(&b, "%016llx%c%s%c%s%c%s%c", (unsigned long long)s->tool, 0, s->clang, 0,
	            u->command->directory, 0, u->command->file, 0);
	for (uint32_t i = 0; i < u->args.at.n; i++)
		ce_buf_addf(&b, "%s%c", u->args.at.at[i], 0);
	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
		if (getenv(variables[i]))
			ce_buf_addf(&b, "%s=%s%c", variables[i], getenv(variables[i]), 0);
	key = ce_key_of(b.data, b.n);
	ce_buf_free(&b);
	return key;
}

void ce_left_arguments_add(ce_left_arguments *l, const ce_command *c, const char *const *args, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		uint32_t k = 0;

		while (k < l->n && strcmp(l->at[k].text, args[i]) != 0)
			k++;
		if (k == l->n)
			ce_push(l, ((ce_left_argument){args[i], c, 0}));
		else
			l->at[k].more += l->at[k].command != c;
	}
}

void ce_left_arguments_say(ce_scan_units *s, ce_left_arguments *l, ce_level level, const char *what)
{
	for (uint32_t i = 0; i < l->n; i++) {
		const ce_left_argument *a = &l->at[i];
		ce_scan_unit u = {.command = a->command};
		char *text = a->more ? ce_format("%s (and of %u more command%s)", a->text, a->more,
		                                 a->more == 1 ? "" : "s")
		                     : ce_strdup(a->text);

		ce_scan_units_say(s, &u, level, what, text);
		free(text);
	}
	ce_vec_free(l);
}

/* Commands that differ in nothing but the target are one unit. */
static void add_target(ce_scan_unit *u, const char *target)
{
	for (uint32_t i = 0; i < u->targets.n; i++)
		if (strcmp(u->targets.at[i], target) == 0)
			return;
	ce_push(&u->targets, target);
}

static void refuse(ce_scan_units *s, const ce_scan_unit *u, const char *why)
{
	ce_scan_units_say(s, u, CE_LEVEL_ERROR, "not analysed: the command is refused", why);
	s->failed++;
}

static bool is_chosen(const ce_scan_units *s, const char *path)
{
	for (uint32_t i = 0; i < s->at.n; i++)
		if (strcmp(s->at.at[i].command->path, path) == 0)
			return true;
	return false;
}

/* What was recorded of clang's own processes stands for nothing, if their command is there. */
static void refuse_steps(ce_scan_units *s, const ce_database *d)
{
	for (uint32_t i = 0; i < d->at.n; i++) {
		ce_scan_unit u = {.command = &d->at.at[i]};
		const char *why = NULL;

		if (ce_unit_args_make(&u.args, u.command, &why) == CE_UNIT_STEP &&
		    !is_chosen(s, u.command->path)) {
			refuse(s, &u, why);
			ce_push(&s->left_out, ((ce_left_out){u.command->path, ""}));
		}
		ce_unit_args_free(&u.args);
	}
}

void ce_scan_units_choose(ce_scan_units *s, const ce_database *d)
{
	ce_map seen = {0};
	ce_left_arguments dropped = {0};
	bool steps = false;

	for (uint32_t i = 0; i < d->at.n; i++) {
		ce_scan_unit u = {.command = &d->at.at[i]};
		const char *why = NULL, *target = ce_link_unit(&s->texts, u.command);
		ce_unit_kind kind = ce_unit_args_make(&u.args, u.command, &why);
		uint32_t *at;

		if (kind == CE_UNIT_C)
			ce_left_arguments_add(&dropped, u.command, u.args.dropped.at, u.args.dropped.n);
		u.key = command_key(s, &u);
		at = ce_map_at(&seen, ce_key_number(&u.key) ^ kind);
		if (kind == CE_UNIT_C && *at == CE_NONE) {
			*at = s->at.n;
			add_target(&u, target);
			ce_push(&s->at, u);
			continue;
		}
		if (kind == CE_UNIT_C)
			add_target(&s->at.at[*at], target);
		if (kind == CE_UNIT_REFUSED && *at == CE_NONE)
			refuse(s, &u, why);
		steps |= kind == CE_UNIT_STEP;
		if (kind == CE_UNIT_REFUSED || kind == CE_UNIT_OTHER_LANGUAGE)
			ce_push(&s->left_out, ((ce_left_out){u.command->path, target}));
		s->other_language += kind == CE_UNIT_OTHER_LANGUAGE;
		if (kind != CE_UNIT_C)
			*at = i;
		ce_unit_args_free(&u.args);
	}
	ce_map_free(&seen);
	ce_left_arguments_say(s, &dropped, CE_LEVEL_WARNING,
	                      "an argument that could run, load or write something is left out");
	if (steps)
		refuse_steps(s, d);
}
