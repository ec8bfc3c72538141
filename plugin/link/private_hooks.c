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
	bool twice;        /* two definitions */
	bool known, shown; /* as in ce_use_kind */
	bool apart, named; /* known to those only who have included its header for itself (others name it), */
	bool faced;        /* ... and nobody has any use for that */
	bool found;        /* shown by way of another struct */
	bool addressed;    /* a pointer to a member of it is converted */
	bool copied, filled; /* written as a whole somewhere; with what may be something else */
	bool misdeclared;    /* a function that takes it is defined with another type of parameter */
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
	bool local;    /* the function is that unit's own, */
	bool there;    /* ... or declared where the type is defined */
} pair;

/* Which elements of an array have a number. */
typedef struct by_number {
	uint32_t *first; /* in at: those of number n are from first[n] to first[n + 1] */
	uint32_t *at;    /* indices of the array, in its order */
} by_number;

typedef struct finder {
	ce_program *p;
	ce_strings names;
	CE_VEC(type) types; /* by the number of the name */
	CE_VEC(hook) hooks;
	CE_VEC(pair) parts, casts, stores, copies, params, shown;
	by_number hooks_in, casts_of, casts_to, parts_of, parts_in, copies_of, params_of, shown_of;
	ce_map disputed;      /* bytes of types: CE_NONE if units agree on the hook there */
	ce_map stored;        /* byte of an owner -> its first store; */
	uint32_t *store_next; /* ... the next, or CE_NONE */
	bool *called;         /* functions that the program itself calls or points to */
	bool *elsewhere;      /* ... and that other units than their own do */
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
		ce_push(&f->casts, ((pair){.type = t, .other = *to ? type_of(f, u, use->b) : CE_NONE}));
}

static void add_known(type *t, uint64_t to)
{
	t->known |= to == 0;
	t->apart |= to != 0;
	t->named |= to == 2;
}

static void add_shown(finder *f, const ce_unit *u, const ce_use *use, uint32_t t)
{
	if (*ce_text(&u->strings, use->b))
		ce_push(&f->shown, ((pair){.type = t, .other = type_of(f, u, use->b)}));
	else
		f->types.at[t].shown = true;
}

static void add_use(finder *f, const ce_unit_map *m, const ce_use *use, const ce_map *by_name)
{
	uint32_t t = type_of(f, m->unit, use->a), fn = ce_map_get(by_name, use->b);
	bool local = fn != CE_NONE && m->unit->funcs.at[fn].linkage == CE_LINK_INTERNAL;

	fn = fn == CE_NONE ? CE_NONE : m->funcs[fn];
	switch ((ce_use_kind)use->kind) {
	case CE_USE_SIZE:
		add_size(f, m->unit, use);
		break;
	case CE_USE_KNOWN:
		add_known(&f->types.at[t], use->x);
		break;
	case CE_USE_HOOK:
		ce_push(&f->hooks, ((hook){t, use->x, type_of(f, m->unit, use->b), use->y}));
		break;
	case CE_USE_PART:
		ce_push(&f->parts, ((pair){.type = t, .other = type_of(f, m->unit, use->b), .x = use->x}));
		break;
	case CE_USE_STORE:
		ce_push(&f->stores, ((pair){.type = t, .other = fn, .x = use->x}));
		break;
	case CE_USE_CAST:
		add_cast(f, m->unit, use, t);
		break;
	case CE_USE_SHOWN:
		add_shown(f, m->unit, use, t);
		break;
	case CE_USE_COPY:
		f->types.at[t].filled |= use->x;
		f->types.at[t].copied |= fn == CE_NONE;
		if (fn != CE_NONE)
			ce_push(&f->copies, ((pair){.type = t, .other = fn}));
		break;
	case CE_USE_PARAM:
		if (fn != CE_NONE) /* else the unit does not use it */
			ce_push(&f->params,
			        ((pair){t, fn, use->x, (uint32_t)(m - f->p->units.at), local, use->y}));
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

/* ---- all that one type has to do with ---------------------------------------------------------- */

/* The elements of an array of n by the number that is `step` bytes from one to the next; CE_NONE: none. */
static by_number order(const finder *f, const void *numbers, size_t step, uint32_t n)
{
	by_number by = {ce_calloc(f->types.n + 2, sizeof *by.first), ce_calloc(n + 1, sizeof *by.at)};

	for (int pass = 0; pass < 2; pass++) {
		for (uint32_t i = 0; i < n; i++) {
			uint32_t k = *(const uint32_t *)((const char *)numbers + i * step);

			if (k != CE_NONE && !pass)
				by.first[k + 2]++;
			else if (k != CE_NONE)
				by.at[by.first[k + 1]++] = i;
		}
		for (uint32_t k = 0; k < f->types.n && !pass; k++)
			by.first[k + 2] += by.first[k + 1];
	}
	return by;
}

#define ORDER(f, array, number) \
	order(f, (array).n ? &(array).at[0].number : NULL, sizeof *(array).at, (array).n)

static uint64_t byte_key(uint32_t type, uint64_t at)
{
	return ce_mix(type, at);
}

/* Functions that are defined with another type of parameter than another unit thinks. */
static void find_misdeclared(finder *f)
{
	ce_map defined = {0};

	for (int pass = 0; pass < 2; pass++)
		for (uint32_t i = 0; i < f->params.n; i++) {
			const pair *a = &f->params.at[i];
			const ce_fn *fn = &f->p->fns.at[a->other];
			uint64_t key = ce_mix(ce_mix(a->type, a->other), a->x);

			if (!pass && a->unit == fn->unit)
				ce_map_put(&defined, key, 0);
			else if (pass && fn->defined && ce_map_get(&defined, key) == CE_NONE)
				f->types.at[a->type].misdeclared = true;
		}
	ce_map_free(&defined);
}

static void order_hooks(finder *f)
{
	ce_map first = {0};

	for (uint32_t i = 0; i < f->hooks.n; i++) { /* do two units see something else there? */
		const hook *h = &f->hooks.at[i], *o;
		uint32_t *at = ce_map_at(&first, byte_key(h->in, h->at));

		*at = *at == CE_NONE ? i : *at;
		o = &f->hooks.at[*at];
		if (o->owner != h->owner || o->in_owner != h->in_owner)
			ce_map_put(&f->disputed, byte_key(h->in, h->at), 0);
	}
	ce_map_free(&first);
	f->store_next = ce_calloc(f->stores.n + 1, sizeof *f->store_next);
	for (uint32_t i = f->stores.n; i-- > 0;) {
		uint32_t *at = ce_map_at(&f->stored, byte_key(f->stores.at[i].type, f->stores.at[i].x));

		f->store_next[i] = *at;
		*at = i;
	}
}

static void order_all(finder *f)
{
	f->hooks_in = ORDER(f, f->hooks, in);
	f->casts_of = ORDER(f, f->casts, type);
	f->casts_to = ORDER(f, f->casts, other);
	f->parts_of = ORDER(f, f->parts, type);
	f->parts_in = ORDER(f, f->parts, other);
	f->copies_of = ORDER(f, f->copies, type);
	f->params_of = ORDER(f, f->params, type);
	f->shown_of = ORDER(f, f->shown, type);
	find_misdeclared(f);
	order_hooks(f);
}

static void free_order(finder *f)
{
	by_number *all[] = {&f->hooks_in, &f->casts_of,  &f->casts_to,  &f->parts_of,
	                    &f->parts_in, &f->copies_of, &f->params_of, &f->shown_of};

	for (uint32_t i = 0; i < sizeof all / sizeof *all; i++) {
		free(all[i]->first);
		free(all[i]->at);
	}
	ce_map_free(&f->disputed);
	ce_map_free(&f->stored);
	free(f->store_next);
}

/* ---- what follows ---------------------------------------------------------------------------- */

/* Nobody outside knows it. */
static bool is_own(const type *t)
{
	return t->sized && !t->known && (!t->apart || t->faced) && !t->twice;
}

/* The one struct that pointers to h become, which starts with an h or is all that is known of one;
 * CE_NONE when there are others, or anything else is made of them. */
static uint32_t behind(const finder *f, uint32_t h)
{
	const type *t = &f->types.at[h];
	uint32_t found = CE_NONE;

	if (t->addressed || t->twice || t->filled || (t->sized && !t->flat))
		return CE_NONE;
	for (uint32_t i = f->casts_of.first[h]; i < f->casts_of.first[h + 1]; i++) {
		uint32_t to = f->casts.at[f->casts_of.at[i]].other;

		if (to == CE_NONE || (found != CE_NONE && found != to))
			return CE_NONE;
		found = to;
	}
	for (uint32_t i = f->casts_to.first[h]; i < f->casts_to.first[h + 1]; i++)
		if (f->casts.at[f->casts_to.at[i]].type != found)
			return CE_NONE; /* something else goes by its name */
	return found;
}

/* A function that takes a t is there for others to call, for no other unit than its own does; or is
 * theirs. */
static bool is_offered(const finder *f, uint32_t t)
{
	for (uint32_t i = f->params_of.first[t]; i < f->params_of.first[t + 1]; i++) {
		const pair *a = &f->params.at[f->params_of.at[i]];

		if (!a->local && (!f->elsewhere[a->other] || !f->p->fns.at[a->other].defined))
			return true;
	}
	return false;
}

/* Others who may include the header of t get and pass its objects as something else, which another
 * header tells them of: all functions that take it under its name are those of its header, which is
 * for the program's units. */
static bool is_faced(const finder *f, uint32_t t)
{
	const type *own = &f->types.at[t];

	if (!own->apart || own->named || own->shown || own->found || is_offered(f, t))
		return false;
	for (uint32_t i = f->casts_to.first[t]; i < f->casts_to.first[t + 1]; i++) {
		uint32_t h = f->casts.at[f->casts_to.at[i]].type;

		if ((f->types.at[h].known || !f->types.at[h].sized) && behind(f, h) == t && is_offered(f, h))
			return true;
	}
	return false;
}

/* Others who have not included the header of t only get one by a pointer in an `of`: it belongs to that,
 * and where it leads back to an `of`, it is that one. */
static bool is_inner(const finder *f, uint32_t t, uint32_t of)
{
	const type *own = &f->types.at[t];

	if (!own->apart || own->known || own->shown || own->twice)
		return false;
	for (uint32_t i = f->shown_of.first[t]; i < f->shown_of.first[t + 1]; i++)
		if (f->shown.at[f->shown_of.at[i]].other != of)
			return false;
	for (uint32_t i = f->params_of.first[t]; i < f->params_of.first[t + 1]; i++) {
		const pair *a = &f->params.at[f->params_of.at[i]];

		if (!a->local && !a->there)
			return false;
	}
	return true;
}

static void find_faces(finder *f)
{
	f->elsewhere = ce_calloc(f->p->fns.n + 1, sizeof *f->elsewhere);
	for (uint32_t i = 0; i < f->params.n; i++)
		f->elsewhere[f->params.at[i].other] |=
			f->params.at[i].unit != f->p->fns.at[f->params.at[i].other].unit;
	for (uint32_t i = 0; i < f->shown.n; i++) {
		const pair *a = &f->shown.at[i];

		f->types.at[a->type].found |= !is_inner(f, a->other, a->type);
	}
	for (uint32_t t = 0; t < f->types.n; t++)
		f->types.at[t].faced = is_faced(f, t);
}

/* Its objects are made by the program alone, and are nothing else but what handles stand for. */
static bool is_pure(const finder *f, uint32_t t)
{
	if (!is_own(&f->types.at[t]) || f->types.at[t].filled || f->types.at[t].misdeclared)
		return false;
	for (uint32_t i = f->casts_of.first[t]; i < f->casts_of.first[t + 1]; i++) {
		uint32_t to = f->casts.at[f->casts_of.at[i]].other;

		if (to == CE_NONE || behind(f, to) != t)
			return false;
	}
	for (uint32_t i = f->casts_to.first[t]; i < f->casts_to.first[t + 1]; i++)
		if (behind(f, f->casts.at[f->casts_to.at[i]].type) != t)
			return false;
	return true;
}

/* So are those that it is in. */
static bool is_private(const finder *f, uint32_t t)
{
	for (uint32_t i = f->parts_in.first[t]; i < f->parts_in.first[t + 1]; i++)
		if (!is_pure(f, f->parts.at[f->parts_in.at[i]].type))
			return false;
	return is_pure(f, t);
}

/* Somebody outside gets pointers to it from the program, or the program writes where others may have
 * meant one of theirs. */
static bool is_given(const finder *f, uint32_t t)
{
	if (f->types.at[t].shown || f->types.at[t].found || f->types.at[t].copied)
		return true;
	for (uint32_t i = f->copies_of.first[t]; i < f->copies_of.first[t + 1]; i++)
		if (f->called[f->copies.at[f->copies_of.at[i]].other])
			return true;
	for (uint32_t i = f->params_of.first[t]; i < f->params_of.first[t + 1]; i++) {
		const ce_fn *fn = &f->p->fns.at[f->params.at[f->params_of.at[i]].other];

		if (!fn->defined || fn->is_go)
			return true;
	}
	return false;
}

/* A struct in a private one stays what it is. */
static bool is_kept(const finder *f, uint32_t t)
{
	if (f->types.at[t].misdeclared || f->casts_of.first[t] < f->casts_of.first[t + 1])
		return false;
	return is_own(&f->types.at[t]) ? !f->types.at[t].filled : !is_given(f, t);
}

static bool parts_are_kept(const finder *f, uint32_t t)
{
	for (uint32_t i = f->parts_of.first[t]; i < f->parts_of.first[t + 1]; i++)
		if (!is_kept(f, f->parts.at[f->parts_of.at[i]].other))
			return false;
	return true;
}

/* The functions that are stored there, in any struct of the kind; false if something else is, or
 * nothing: whoever calls it must have put something there by a way that nobody here sees. */
static bool list_stored(const finder *f, const hook *h, ce_ids *out)
{
	uint32_t i = ce_map_get(&f->stored, byte_key(h->owner, h->in_owner));

	for (; i != CE_NONE; i = f->store_next[i]) {
		if (f->stores.at[i].other == CE_NONE)
			return false;
		ce_push(out, f->stores.at[i].other);
	}
	return out->n;
}

static void add_hooks(finder *f, uint32_t t)
{
	for (uint32_t i = f->hooks_in.first[t]; i < f->hooks_in.first[t + 1]; i++) {
		const hook *h = &f->hooks.at[f->hooks_in.at[i]];
		ce_private_hook made = {.type = t, .at = h->at};

		if (ce_map_get(&f->disputed, byte_key(h->in, h->at)) != CE_NONE ||
		    !list_stored(f, h, &made.stored)) {
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

	for (uint32_t i = f->casts_to.first[t]; i < f->casts_to.first[t + 1]; i++) {
		const type *from = &f->types.at[f->casts.at[f->casts_to.at[i]].type];

		most = from->size > most ? from->size : most;
	}
	return most;
}

/* ... or one that it is in. */
static uint64_t known_bytes(const finder *f, uint32_t t)
{
	uint64_t most = known_alone(f, t);

	for (uint32_t i = f->parts_in.first[t]; i < f->parts_in.first[t + 1]; i++) {
		const pair *part = &f->parts.at[f->parts_in.at[i]];
		uint64_t around = known_alone(f, part->type);

		if (around > part->x && around - part->x > most)
			most = around - part->x;
	}
	return most;
}

static void add_handles(finder *f, const bool *private)
{
	for (uint32_t i = 0; i < f->params.n; i++) {
		const pair *a = &f->params.at[i];
		uint32_t t = private[a->type] ? a->type : behind(f, a->type);
		ce_handle made = {t, t == CE_NONE ? 0 : known_bytes(f, t)};
		uint32_t *at;

		if (a->x == CE_USE_RESULT)
			continue;
		at = ce_map_at(&f->p->handle_index, ce_handle_key(a->other, (uint32_t)a->x));
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
	bool *private = ce_calloc(f->types.n + 1, sizeof *private),
	     *seen = ce_calloc(f->types.n + 1, sizeof *seen);

	for (uint32_t i = 0; i < f->hooks.n; i++) {
		uint32_t t = f->hooks.at[i].in;

		if (seen[t])
			continue;
		seen[t] = true;
		if (!is_private(f, t))
			continue;
		if (!f->called)
			find_called(f);
		private[t] = parts_are_kept(f, t);
		if (private[t])
			add_hooks(f, t);
	}
	if (f->p->private_hooks.n)
		add_handles(f, private);
	free(private);
	free(seen);
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
	order_all(&f);
	find_faces(&f);
	find(&f);
	free_order(&f);
	ce_strings_free(&f.names);
	ce_vec_free(&f.types);
	ce_vec_free(&f.hooks);
	ce_vec_free(&f.parts);
	ce_vec_free(&f.casts);
	ce_vec_free(&f.stores);
	ce_vec_free(&f.copies);
	ce_vec_free(&f.params);
	ce_vec_free(&f.shown);
	free(f.called);
	free(f.elsewhere);
}
