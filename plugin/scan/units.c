#include "scan/units.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"

/* ---- file names ------------------------------------------------------------------------------ */

typedef struct shower {
	ce_unit *u;
	const char *folder;
	ce_map shown; /* file -> as shown */
} shower;

static void show(shower *s, ce_str *file)
{
	uint32_t *at;

	if (!*file)
		return;
	at = ce_map_at(&s->shown, *file);
	if (*at == CE_NONE) {
		char *path = ce_path_join(ce_text(&s->u->strings, s->u->directory),
		                          ce_text(&s->u->strings, *file));
		char *shown = ce_path_relative(path, s->folder);

		*at = ce_intern(&s->u->strings, shown);
		free(path);
		free(shown);
	}
	*file = *at;
}

void ce_unit_show_files(ce_unit *u, const char *folder)
{
	shower s = {.u = u, .folder = folder};

	show(&s, &u->source);
	for (uint32_t i = 0; i < u->notes.n; i++)
		show(&s, &u->notes.at[i].pos.file);
	for (uint32_t i = 0; i < u->globals.n; i++)
		show(&s, &u->globals.at[i].pos.file);
	for (uint32_t i = 0; i < u->funcs.n; i++) {
		ce_func *f = &u->funcs.at[i];

		show(&s, &f->pos.file);
		for (uint32_t k = 0; k < f->params.n; k++)
			show(&s, &f->params.at[k].pos.file);
		for (uint32_t k = 0; k < f->locals.n; k++)
			show(&s, &f->locals.at[k].pos.file);
	}
	ce_map_free(&s.shown);
}

/* ---- several definitions of one name ------------------------------------------------------------ */

/* Functions and variables have one name space in a program. */
typedef struct divider {
	ce_strings names;
	ce_map first;   /* name -> unit that defines it first */
	ce_map renamed; /* (name, target or unit) -> number of the copy, from 2 */
	ce_map several; /* names that have copies */
	const char *const *targets;
	uint32_t count; /* of copies */
	char *example;
} divider;

/* Units of one target share their names; a unit of no target has its own. */
static uint64_t scope(divider *d, uint32_t unit)
{
	const char *t = d->targets[unit];

	return *t ? ce_intern(&d->names, t) : (uint64_t)1 << 32 | unit;
}

static void define(divider *d, uint32_t unit, const char *name)
{
	uint32_t id = ce_intern(&d->names, name), *first = ce_map_at(&d->first, id), *copy;
	uint64_t own = scope(d, unit);

	if (*first == CE_NONE) {
		*first = unit;
		return;
	}
	/* Twice in one target: the link could not work, each is seen alone. */
	if (own == scope(d, *first))
		own = (uint64_t)1 << 32 | unit;
	copy = ce_map_at(&d->renamed, ce_mix(id, own));
	if (*copy != CE_NONE)
		return;
	*copy = 2 + d->count++;
	ce_map_put(&d->several, id, 0);
	if (!d->example)
		d->example = ce_strdup(name);
}

/* The number of the copy that a name means in a unit; 0: the first definition. */
static uint32_t copy_of(divider *d, uint32_t unit, const char *name)
{
	uint32_t id = ce_intern(&d->names, name);
	uint32_t alone = ce_map_get(&d->renamed, ce_mix(id, (uint64_t)1 << 32 | unit));
	uint32_t shared = ce_map_get(&d->renamed, ce_mix(id, scope(d, unit)));

	return alone != CE_NONE ? alone : shared != CE_NONE ? shared : 0;
}

/* A name with several definitions, none of them in the unit's target. */
static bool is_anybodys(divider *d, uint32_t unit, const char *name)
{
	uint32_t id = ce_intern(&d->names, name);

	return ce_map_get(&d->several, id) != CE_NONE &&
	       scope(d, unit) != scope(d, ce_map_get(&d->first, id));
}

static void rename_one(divider *d, ce_unit *u, uint32_t unit, ce_str *name, ce_str *shown)
{
	uint32_t copy = copy_of(d, unit, ce_text(&u->strings, *name));
	char *text;

	if (!copy) {
		if (!is_anybodys(d, unit, ce_text(&u->strings, *name)))
			return;
		/* A name that nobody defines: unknown code, shown as before. */
		if (!*ce_text(&u->strings, *shown))
			*shown = *name;
		text = ce_format("%s@?%u", ce_text(&u->strings, *name), unit);
		*name = ce_intern(&u->strings, text);
		free(text);
		return;
	}
	text = ce_format("%s@%u", ce_text(&u->strings, *name), copy);
	*name = ce_intern(&u->strings, text);
	free(text);
	text = *d->targets[unit] ? ce_format("%s:%s", d->targets[unit], ce_text(&u->strings, *shown))
	                         : ce_format("%s@%s", ce_text(&u->strings, *shown),
	                                     ce_path_base(ce_text(&u->strings, u->source)));
	*shown = ce_intern(&u->strings, text);
	free(text);
}

static bool is_variable(const ce_global *g)
{
	return g->linkage != CE_LINK_INTERNAL && !(g->flags & CE_GLOBAL_MEMBER);
}

static void find_copies(divider *d, const ce_unit *u, uint32_t unit)
{
	for (uint32_t i = 0; i < u->funcs.n; i++)
		if (u->funcs.at[i].linkage == CE_LINK_EXTERNAL && u->funcs.at[i].flags & CE_FUNC_DEFINED)
			define(d, unit, ce_text(&u->strings, u->funcs.at[i].name));
	for (uint32_t i = 0; i < u->globals.n; i++)
		if (is_variable(&u->globals.at[i]) && u->globals.at[i].linkage == CE_LINK_EXTERNAL &&
		    u->globals.at[i].flags & CE_GLOBAL_DEFINED)
			define(d, unit, ce_text(&u->strings, u->globals.at[i].name));
}

static void rename_copies(divider *d, ce_unit *u, uint32_t unit)
{
	for (uint32_t i = 0; i < u->funcs.n; i++)
		if (u->funcs.at[i].linkage != CE_LINK_INTERNAL)
			rename_one(d, u, unit, &u->funcs.at[i].name, &u->funcs.at[i].shown);
	for (uint32_t i = 0; i < u->globals.n; i++)
		if (is_variable(&u->globals.at[i]))
			rename_one(d, u, unit, &u->globals.at[i].name, &u->globals.at[i].shown);
}

/* ---- is it one unit or several? ------------------------------------------------------------------ */

static void count_name(ce_contest *c, const char *name)
{
	uint32_t *n = ce_map_at(&c->count, ce_intern(&c->names, name));

	*n = *n == CE_NONE ? 1 : *n + 1;
}

void ce_contest_add(ce_contest *c, const ce_unit *u)
{
	if (!c->ready)
		ce_strings_init(&c->names);
	c->ready = true;
	for (uint32_t i = 0; i < u->funcs.n; i++)
		if (u->funcs.at[i].linkage == CE_LINK_EXTERNAL && u->funcs.at[i].flags & CE_FUNC_DEFINED)
			count_name(c, ce_text(&u->strings, u->funcs.at[i].name));
	for (uint32_t i = 0; i < u->globals.n; i++)
		if (is_variable(&u->globals.at[i]) && u->globals.at[i].linkage == CE_LINK_EXTERNAL &&
		    u->globals.at[i].flags & CE_GLOBAL_DEFINED)
			count_name(c, ce_text(&u->strings, u->globals.at[i].name));
}

static bool is_contested(ce_contest *c, const char *name)
{
	uint32_t n = ce_map_get(&c->count, ce_intern(&c->names, name));

	return n != CE_NONE && n > 1;
}

bool ce_contest_touches(ce_contest *c, const ce_unit *u)
{
	for (uint32_t i = 0; i < u->funcs.n; i++)
		if (u->funcs.at[i].linkage != CE_LINK_INTERNAL &&
		    is_contested(c, ce_text(&u->strings, u->funcs.at[i].name)))
			return true;
	for (uint32_t i = 0; i < u->globals.n; i++)
		if (is_variable(&u->globals.at[i]) &&
		    is_contested(c, ce_text(&u->strings, u->globals.at[i].name)))
			return true;
	return false;
}

void ce_contest_free(ce_contest *c)
{
	if (c->ready)
		ce_strings_free(&c->names);
	ce_map_free(&c->count);
}

void ce_units_divide(ce_unit *const *units, const char *const *targets, uint32_t n, ce_buf *said)
{
	divider d = {.targets = targets};

	ce_strings_init(&d.names);
	for (uint32_t i = 0; i < n; i++)
		find_copies(&d, units[i], i);
	for (uint32_t i = 0; i < n && d.count; i++)
		rename_copies(&d, units[i], i);
	if (d.count)
		ce_buf_addf(said,
		            "%u definitions of names that other targets define, too (%s): each is analysed; "
		            "which of them further targets call is unknown\n",
		            d.count, d.example);
	free(d.example);
	ce_strings_free(&d.names);
	ce_map_free(&d.first);
	ce_map_free(&d.renamed);
	ce_map_free(&d.several);
}
