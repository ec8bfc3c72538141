#include "scan/units.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "scan/arguments.h"

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

/*
 * Functions and variables have one name space in a program. Units of one target share
 * their names, a unit of no target has its own: that is a scope. A key is a name in a scope.
 */
typedef struct divider {
	ce_strings names;
	ce_map first;   /* names that are defined: the first scope keeps them */
	ce_map copies;  /* key -> number of the definition there, from FIRST_COPY; PLAIN: the first */
	ce_map strong;  /* key -> the first unit with a strong definition */
	ce_map doubled; /* keys with a second one */
	ce_map strongs; /* names with a strong definition anywhere */
	ce_map several; /* names that mean something else in another scope */
	const char *const *targets;
	uint32_t count, nlost; /* of copies; of names that lost units may define */
	char *example, *lost_example;
} divider;

enum { PLAIN, UNKNOWN, FIRST_COPY };

static uint64_t scope_alone(uint32_t unit)
{
	return (uint64_t)1 << 32 | unit;
}

static uint64_t scope_of(divider *d, uint32_t unit)
{
	const char *t = d->targets[unit];

	return *t ? ce_intern(&d->names, t) : scope_alone(unit);
}

static void add_definition(divider *d, uint32_t id, uint64_t scope)
{
	uint64_t key = ce_mix(id, scope);

	if (ce_map_get(&d->copies, key) != CE_NONE)
		return;
	if (ce_map_get(&d->first, id) == CE_NONE) {
		ce_map_put(&d->first, id, 0);
		ce_map_put(&d->copies, key, PLAIN);
		return;
	}
	ce_map_put(&d->copies, key, FIRST_COPY + d->count++);
	ce_map_put(&d->several, id, 0);
	if (!d->example)
		d->example = ce_strdup(ce_text(&d->names, id));
}

static void define_strong(divider *d, uint32_t unit, const char *name)
{
	uint32_t id = ce_intern(&d->names, name), *have;
	uint64_t scope = scope_of(d, unit), key = ce_mix(id, scope);

	ce_map_put(&d->strongs, id, 0);
	add_definition(d, id, scope);
	have = ce_map_at(&d->strong, key);
	if (*have == CE_NONE) {
		*have = unit;
		return;
	}
	/* Twice in one target: it is two programs, or the link could not work. Each is seen alone. */
	ce_map_put(&d->doubled, key, 0);
	add_definition(d, id, scope_alone(unit));
}

/* All strong definitions are there. Units of no target share weak ones that none replaces:
 * they stand in headers. */
static void define_weak(divider *d, uint32_t unit, const char *name)
{
	const uint64_t shared = (uint64_t)2 << 32;
	uint32_t id = ce_intern(&d->names, name);
	bool alone = !*d->targets[unit] && ce_map_get(&d->strongs, id) == CE_NONE;

	add_definition(d, id, alone ? shared : scope_of(d, unit));
}

/* A lost unit may have a definition for its target, unless that has one. */
static void define_lost(divider *d, const ce_lost *lost)
{
	uint32_t n = d->names.texts.n;

	for (uint32_t id = 1; id < n; id++) {
		uint64_t key = ce_mix(id, ce_intern(&d->names, lost->target));

		if (ce_map_get(&d->first, id) == CE_NONE ||
		    (*lost->target && ce_map_get(&d->copies, key) != CE_NONE) ||
		    !ce_lost_may_define(lost, ce_text(&d->names, id)))
			continue;
		ce_map_put(&d->several, id, 0);
		d->nlost++;
		if (!d->lost_example)
			d->lost_example = ce_strdup(ce_text(&d->names, id));
	}
}

/* The number of the definition that a name means in a unit. */
static uint32_t meaning(divider *d, uint32_t unit, const char *name)
{
	uint32_t id = ce_intern(&d->names, name);
	uint64_t scope = scope_of(d, unit), key = ce_mix(id, scope);
	uint32_t alone = ce_map_get(&d->copies, ce_mix(id, scope_alone(unit)));
	uint32_t copy = ce_map_get(&d->copies, key), strong = ce_map_get(&d->strong, key);

	if (ce_map_get(&d->several, id) == CE_NONE)
		return PLAIN;
	if (scope != scope_alone(unit) && alone != CE_NONE)
		return alone;
	if (copy == CE_NONE || (ce_map_get(&d->doubled, key) != CE_NONE && strong != unit))
		return UNKNOWN;
	/* Weak, and another scope replaces it: so may whoever is linked with this one. */
	if (strong == CE_NONE && ce_map_get(&d->strongs, id) != CE_NONE)
		return UNKNOWN;
	return copy;
}

static uint32_t rename_one(divider *d, ce_unit *u, uint32_t unit, ce_str *name, ce_str *shown)
{
	uint32_t copy = meaning(d, unit, ce_text(&u->strings, *name));
	char *text;

	if (copy == PLAIN)
		return copy;
	if (copy == UNKNOWN) {
		/* A name that nobody defines, shown as before. */
		if (!*ce_text(&u->strings, *shown))
			*shown = *name;
		text = ce_format("%s@?%u", ce_text(&u->strings, *name), unit);
		*name = ce_intern(&u->strings, text);
		free(text);
		return copy;
	}
	text = ce_format("%s@%u", ce_text(&u->strings, *name), copy);
	*name = ce_intern(&u->strings, text);
	free(text);
	if (*d->targets[unit]) {
		char *target = ce_target_name(d->targets[unit]);

		text = ce_format("%s:%s", target, ce_text(&u->strings, *shown));
		free(target);
	} else {
		text = ce_format("%s@%s", ce_text(&u->strings, *shown),
		                 ce_path_base(ce_text(&u->strings, u->source)));
	}
	*shown = ce_intern(&u->strings, text);
	free(text);
	return copy;
}

static bool is_variable(const ce_global *g)
{
	return g->linkage != CE_LINK_INTERNAL && !(g->flags & CE_GLOBAL_MEMBER);
}

static bool defines_function(const ce_func *f, ce_linkage linkage)
{
	return f->linkage == linkage && f->flags & CE_FUNC_DEFINED;
}

static bool defines_variable(const ce_global *g, ce_linkage linkage)
{
	return is_variable(g) && g->linkage == linkage && g->flags & CE_GLOBAL_DEFINED;
}

static void find_copies(divider *d, const ce_unit *u, uint32_t unit, ce_linkage linkage)
{
	void (*found)(divider *, uint32_t, const char *) =
		linkage == CE_LINK_WEAK ? define_weak : define_strong;

	for (uint32_t i = 0; i < u->funcs.n; i++)
		if (defines_function(&u->funcs.at[i], linkage))
			found(d, unit, ce_text(&u->strings, u->funcs.at[i].name));
	for (uint32_t i = 0; i < u->globals.n; i++)
		if (defines_variable(&u->globals.at[i], linkage))
			found(d, unit, ce_text(&u->strings, u->globals.at[i].name));
}

static void rename_copies(divider *d, ce_unit *u, uint32_t unit)
{
	for (uint32_t i = 0; i < u->funcs.n; i++) {
		ce_func *f = &u->funcs.at[i];

		if (f->linkage != CE_LINK_INTERNAL &&
		    rename_one(d, u, unit, &f->name, &f->shown) == UNKNOWN && f->linkage == CE_LINK_WEAK)
			f->flags |= CE_FUNC_REPLACED;
	}
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
	for (ce_linkage l = CE_LINK_EXTERNAL; l <= CE_LINK_WEAK; l++) {
		for (uint32_t i = 0; i < u->funcs.n; i++)
			if (defines_function(&u->funcs.at[i], l))
				count_name(c, ce_text(&u->strings, u->funcs.at[i].name));
		for (uint32_t i = 0; i < u->globals.n; i++)
			if (defines_variable(&u->globals.at[i], l))
				count_name(c, ce_text(&u->strings, u->globals.at[i].name));
	}
}

static bool is_contested(ce_contest *c, const char *name, const ce_lost_list *lost)
{
	uint32_t n = ce_map_get(&c->count, ce_intern(&c->names, name));

	for (uint32_t i = 0; i < lost->n && n == 1; i++)
		n += ce_lost_may_define(&lost->at[i], name);
	return n != CE_NONE && n > 1;
}

bool ce_contest_touches(ce_contest *c, const ce_unit *u, const ce_lost_list *lost)
{
	for (uint32_t i = 0; i < u->funcs.n; i++)
		if (u->funcs.at[i].linkage != CE_LINK_INTERNAL &&
		    is_contested(c, ce_text(&u->strings, u->funcs.at[i].name), lost))
			return true;
	for (uint32_t i = 0; i < u->globals.n; i++)
		if (is_variable(&u->globals.at[i]) &&
		    is_contested(c, ce_text(&u->strings, u->globals.at[i].name), lost))
			return true;
	return false;
}

void ce_contest_free(ce_contest *c)
{
	if (c->ready)
		ce_strings_free(&c->names);
	ce_map_free(&c->count);
}

static void free_divider(divider *d)
{
	free(d->example);
	free(d->lost_example);
	ce_strings_free(&d->names);
	ce_map_free(&d->first);
	ce_map_free(&d->copies);
	ce_map_free(&d->strong);
	ce_map_free(&d->doubled);
	ce_map_free(&d->strongs);
	ce_map_free(&d->several);
}

void ce_units_divide(ce_unit *const *units, const char *const *targets, uint32_t n, const ce_lost_list *lost,
                     ce_buf *said)
{
	divider d = {.targets = targets};

	ce_strings_init(&d.names);
	for (uint32_t i = 0; i < n; i++)
		find_copies(&d, units[i], i, CE_LINK_EXTERNAL);
	for (uint32_t i = 0; i < n; i++)
		find_copies(&d, units[i], i, CE_LINK_WEAK);
	for (uint32_t i = 0; i < lost->n; i++)
		define_lost(&d, &lost->at[i]);
	for (uint32_t i = 0; i < n && (d.count || d.nlost); i++)
		rename_copies(&d, units[i], i);
	if (d.count)
		ce_buf_addf(said,
		            "%u definitions of names that other targets define, too (%s): each is analysed; "
		            "which of them further targets call is unknown\n",
		            d.count, d.example);
	if (d.nlost)
		ce_buf_addf(said,
		            "units that were left out may define names, too (%s): what other targets call by "
		            "them is unknown\n",
		            d.lost_example);
	free_divider(&d);
}
