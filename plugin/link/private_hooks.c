/*
 * private_hooks.c - function pointers in structs that only the program knows: what all
 * its units say that they store there (docs/model.md, A12).
 *
 * The test is the one by which compilers find out whether they may change the layout of
 * a struct (Hundt, Mannarswamy, Chakrabarti: Practical structure layout optimization and
 * advice, CGO 2006): pointers to it travel under their type, nobody converts them, nobody
 * outside gets one to a struct inside under a type that it knows.
 */
#include <stdlib.h>

#include "base/strings.h"
#include "cgoescape/source.h"
#include "link/link.h"

typedef struct type {
	ce_str place;
	uint64_t size;
	bool sized, flat;
	bool twice;          /* two definitions */
	bool known, shown;   /* as in ce_use_kind */
	bool addressed;      /* a pointer to a member of it is converted */
	bool copied, filled; /* written as a whole somewhere; with what may be something else */
} type;

typedef struct hook {
	uint32_t in;       /* type */
	uint64_t at;       /* byte of it */
	uint32_t owner;    /* the innermost struct, */
	uint64_t in_owner; /* and the byte of that */
} hook;

typedef struct pair { /* of a type and another thing, or CE_NONE: a type, a function */
	uint32_t type, other;
	uint64_t x;
	uint32_t unit; /* that says so */
} pair;

typedef struct finder {
	ce_program *p;
	ce_strings names;
	CE_VEC(type) types; /* by the number of the name */
	CE_VEC(hook) hooks;
	CE_VEC(pair) parts, casts, stores, copies, params;
	bool *called; /* functions that the program itself calls or points to */
} finder;

/* ---- what the units say -------------------------------------------------------------------- */

static uint32_t type_of(finder *f, const ce_unit *u, ce_str name)
{
	uint32_t t = ce_intern(&f->names, ce_text(&u->strings, name));

	while (f->types.n <= t)
		ce_push(&f->types, ((type){0}));
	return t;
}

static void add_size(finder *f, const ce_unit *u, const ce_use *use)
{
	ce_str place = ce_intern(&f->names, ce_text(&u->strings, use->b));
	type *t = &f->types.at[type_of(f, u, use->a)];

	t->twice |= t->sized && (t->place != place || t->size != use->x);
	t->sized = true;
	t->place = place;
	t->size = use->x;
	t->flat = use->y;
}

static void add_cast(finder *f, const ce_unit *u, const ce_use *use, uint32_t t)
{
	const char *to = ce_text(&u->strings, use->b);

	if (strcmp(to, "&") == 0)
		f->types.at[t].addressed = true;
	else
		ce_push(&f->casts, ((pair){t, *to ? type_of(f, u, use->b) : CE_NONE, 0, 0}));
}

static void add_use(finder *f, const ce_unit_map *m, const ce_use *use, const ce_map *by_name)
{
	uint32_t t = type_of(f, m->unit, use->a), fn = ce_map_get(by_name, use->b);

	fn = fn == CE_NONE ? CE_NONE : m->funcs[fn];
	switch ((ce_use_kind)use->kind) {
	case CE_USE_SIZE:
		add_size(f, m->unit, use);
		break;
	case CE_USE_KNOWN:
		f->types.at[t].known = true;
		break;
	case CE_USE_HOOK:
		ce_push(&f->hooks, ((hook){t, use->x, type_of(f, m->unit, use->b), use->y}));
		break;
	case CE_USE_PART:
		ce_push(&f->parts, ((pair){t, type_of(f, m->unit, use->b), use->x, 0}));
		break;
	case CE_USE_STORE:
		ce_push(&f->stores, ((pair){t, fn, use->x, 0}));
		break;
	case CE_USE_CAST:
		add_cast(f, m->unit, use, t);
		break;
	case CE_USE_SHOWN:
		f->types.at[t].shown = true;
		break;
	case CE_USE_COPY:
		f->types.at[t].filled |= use->x;
		f->types.at[t].copied |= fn == CE_NONE;
		if (fn != CE_NONE)
			ce_push(&f->copies, ((pair){t, fn, 0, 0}));
		break;
	case CE_USE_PARAM:
		if (fn != CE_NONE) /* else the unit does not use it */
			ce_push(&f->params, ((pair){t, fn, use->x, (uint32_t)(m - f->p->units.at)}));
		break;
	case CE_USE_UNIT:
	case CE_NUSES:
		break;
	}
}

static void add_unit(finder *f, const ce_unit_map *m)
{
	ce_map by_name = {0};

	for (uint32_t i = 0; i < m->unit->funcs.n; i++)
		ce_map_put(&by_name, m->unit->funcs.at[i].name, i);
	for (uint32_t i = 0; i < m->unit->uses.n; i++)
		add_use(f, m, &m->unit->uses.at[i], &by_name);
	ce_map_free(&by_name);
}

static void find_called(finder *f)
{
	f->called = ce_calloc(f->p->fns.n + 1, sizeof *f->called);
	for (uint32_t i = 0; i < f->p->units.n; i++) {
		const ce_unit_map *m = &f->p->units.at[i];

		for (uint32_t k = 0; k < m->unit->globals.n; k++)
			for (uint32_t n = 0; n < m->unit->globals.at[k].inits.n; n++) {
				ce_ref to = m->unit->globals.at[k].inits.at[n].target;

				if (ce_ref_kind(to) == CE_REF_FUNC)
					f->called[m->funcs[ce_ref_index(to)]] = true;
			}
		for (uint32_t k = 0; k < m->unit->funcs.n; k++) {
			const ce_func *fn = &m->unit->funcs.at[k];

			for (uint32_t n = 0; n < fn->calls.n; n++)
				if (fn->calls.at[n].direct)
					f->called[m->funcs[fn->calls.at[n].target]] = true;
			for (uint32_t n = 0; n < fn->edges.n; n++) {
				const ce_edge *e = &fn->edges.at[n];

				if (e->op == CE_OP_ADDR && ce_ref_kind(e->src) == CE_REF_FUNC)
					f->called[m->funcs[ce_ref_index(e->src)]] = true;
			}
		}
	}
}

/* ---- what follows ---------------------------------------------------------------------------- */

/* Nobody outside knows it. */
static bool is_own(const type *t)
{
	return t->sized && !t->known && !t->twice;
}

/* The one struct that pointers to h become, which starts with an h or is all that is known of one;
 * CE_NONE when there are others, or anything else is made of them. */
static uint32_t behind(const finder *f, uint32_t h)
{
	const type *t = &f->types.at[h];
	uint32_t found = CE_NONE;

	if (t->addressed || t->twice || t->filled || (t->sized && !t->flat))
		return CE_NONE;
	for (uint32_t i = 0; i < f->casts.n; i++) {
		if (f->casts.at[i].type != h)
			continue;
		if (found != CE_NONE && found != f->casts.at[i].other)
			return CE_NONE;
		found = f->casts.at[i].other;
		if (found == CE_NONE)
			return CE_NONE;
	}
	for (uint32_t i = 0; i < f->casts.n; i++)
		if (f->casts.at[i].other == h && f->casts.at[i].type != found)
			return CE_NONE; /* something else goes by its name */
	return found;
}

/* A function that is defined with another type of parameter than another unit thinks. */
static bool is_misdeclared(const finder *f, uint32_t t)
{
	for (uint32_t i = 0; i < f->params.n; i++) {
		const pair *a = &f->params.at[i];
		bool same = false;

		if (a->type != t || !f->p->fns.at[a->other].defined)
			continue;
		for (uint32_t k = 0; k < f->params.n && !same; k++) {
			const pair *b = &f->params.at[k];

			same = b->type == t && b->other == a->other && b->x == a->x &&
			       b->unit == f->p->fns.at[a->other].unit;
		}
		if (!same)
			return true;
	}
	return false;
}

/* Its objects are made by the program alone, and are nothing else but what handles stand for. */
static bool is_pure(const finder *f, uint32_t t)
{
	if (!is_own(&f->types.at[t]) || f->types.at[t].filled || is_misdeclared(f, t))
		return false;
	for (uint32_t i = 0; i < f->casts.n; i++) {
		const pair *c = &f->casts.at[i];
		uint32_t other = c->type == t ? c->other : c->type;

		if ((c->type == t || c->other == t) && (other == CE_NONE || behind(f, other) != t))
			return false;
	}
	return true;
}

/* So are those that it is in. */
static bool is_private(const finder *f, uint32_t t)
{
	for (uint32_t i = 0; i < f->parts.n; i++)
		if (f->parts.at[i].other == t && !is_pure(f, f->parts.at[i].type))
			return false;
	return is_pure(f, t);
}

/* Somebody outside gets pointers to it from the program, or the program writes where others may have
 * meant one of theirs. */
static bool is_given(const finder *f, uint32_t t)
{
	if (f->types.at[t].shown || f->types.at[t].copied)
		return true;
	for (uint32_t i = 0; i < f->copies.n; i++)
		if (f->copies.at[i].type == t && f->called[f->copies.at[i].other])
			return true;
	for (uint32_t i = 0; i < f->params.n; i++) {
		const ce_fn *fn = &f->p->fns.at[f->params.at[i].other];

		if (f->params.at[i].type == t && (!fn->defined || fn->is_go))
			return true;
	}
	return false;
}

/* A struct in a private one stays what it is. */
static bool is_kept(const finder *f, uint32_t t)
{
	if (is_misdeclared(f, t))
		return false;
	for (uint32_t i = 0; i < f->casts.n; i++)
		if (f->casts.at[i].type == t)
			return false;
	return is_own(&f->types.at[t]) ? !f->types.at[t].filled : !is_given(f, t);
}

static bool parts_are_kept(const finder *f, uint32_t t)
{
	for (uint32_t i = 0; i < f->parts.n; i++)
		if (f->parts.at[i].type == t && !is_kept(f, f->parts.at[i].other))
			return false;
	return true;
}

/* The functions that are stored there, in any struct of the kind; false if something else is, or
 * nothing: whoever calls it must have put something there by a way that nobody here sees. */
static bool list_stored(const finder *f, const hook *h, ce_ids *out)
{
	for (uint32_t i = 0; i < f->stores.n; i++) {
		const pair *s = &f->stores.at[i];

		if (s->type != h->owner || s->x != h->in_owner)
			continue;
		if (s->other == CE_NONE)
			return false;
		ce_push(out, s->other);
	}
	return out->n;
}

/* Two units see something else there. */
static bool is_disputed(const finder *f, const hook *h)
{
	for (uint32_t i = 0; i < f->hooks.n; i++) {
		const hook *o = &f->hooks.at[i];

		if (o->in == h->in && o->at == h->at && (o->owner != h->owner || o->in_owner != h->in_owner))
			return true;
	}
	return false;
}

static void add_hooks(finder *f, uint32_t t)
{
	for (uint32_t i = 0; i < f->hooks.n; i++) {
		const hook *h = &f->hooks.at[i];
		ce_private_hook made = {.type = t, .at = h->at};

		if (h->in != t || is_disputed(f, h) || !list_stored(f, h, &made.stored)) {
			ce_vec_free(&made.stored);
			continue;
		}
		ce_push(&f->p->private_hooks, made);
	}
}

/* As many bytes of it may be what others have made, who know a struct that becomes one, */
static uint64_t known_alone(const finder *f, uint32_t t)
{
	uint64_t most = 0;

	for (uint32_t i = 0; i < f->casts.n; i++) {
		const type *from = &f->types.at[f->casts.at[i].type];

		if (f->casts.at[i].other == t && from->size > most)
			most = from->size;
	}
	return most;
}

/* ... or one that it is in. */
static uint64_t known_bytes(const finder *f, uint32_t t)
{
	uint64_t most = known_alone(f, t);

	for (uint32_t i = 0; i < f->parts.n; i++) {
		uint64_t around = f->parts.at[i].other == t ? known_alone(f, f->parts.at[i].type) : 0;

		if (around > f->parts.at[i].x && around - f->parts.at[i].x > most)
			most = around - f->parts.at[i].x;
	}
	return most;
}

static void add_handles(finder *f, const bool *private)
{
	for (uint32_t i = 0; i < f->params.n; i++) {
		const pair *a = &f->params.at[i];
		uint32_t t = private[a->type] ? a->type : behind(f, a->type);
		ce_handle made = {t, t == CE_NONE ? 0 : known_bytes(f, t)};
		uint32_t *at = ce_map_at(&f->p->handle_index, ce_handle_key(a->other, (uint32_t)a->x));

		if (t == CE_NONE || !private[t] ||
		    (*at != CE_NONE &&
		     f->p->handles.at[*at].type != t)) /* declared in another way elsewhere */
			made.type = CE_NONE;
		if (*at == CE_NONE) {
			*at = f->p->handles.n;
			ce_push(&f->p->handles, made);
		} else if (made.type == CE_NONE || made.known > f->p->handles.at[*at].known) {
			f->p->handles.at[*at] = made;
		}
	}
}

static void find(finder *f)
{
	bool *private = ce_calloc(f->types.n + 1, sizeof *private);

	for (uint32_t i = 0; i < f->hooks.n; i++) {
		uint32_t t = f->hooks.at[i].in;

		if (private[t] || !is_private(f, t))
			continue;
		if (!f->called)
			find_called(f);
		if (!parts_are_kept(f, t))
			continue;
		private[t] = true;
		add_hooks(f, t);
	}
	if (f->p->private_hooks.n)
		add_handles(f, private);
	free(private);
}

void ce_private_hooks_init(ce_program *p, bool whole)
{
	finder f = {.p = p};

	for (uint32_t i = 0; i < p->units.n; i++)
		whole &= p->units.at[i].unit->is_model || p->units.at[i].unit->uses.n;
	if (!whole)
		return;
	ce_strings_init(&f.names);
	for (uint32_t i = 0; i < p->units.n; i++)
		add_unit(&f, &p->units.at[i]);
	find(&f);
	ce_strings_free(&f.names);
	ce_vec_free(&f.types);
	ce_vec_free(&f.hooks);
	ce_vec_free(&f.parts);
	ce_vec_free(&f.casts);
	ce_vec_free(&f.stores);
	ce_vec_free(&f.copies);
	ce_vec_free(&f.params);
	free(f.called);
}
