/*
 * program.c - names resolved across units.
 */
#include "link/link.h"
#include "solve/solve.h"

#include <stdlib.h>
#include <string.h>

#include "cgoescape/source.h"

typedef struct linker {
	ce_program *p;
	ce_strings names;
	ce_map fn_of, gl_of; /* name -> program index, symbols of external linkage */
	bool whole;
	ce_buf *problems;
} linker;

/* How much a definition counts: more wins, the first among equals. */
static int rank(const ce_unit *u, uint8_t linkage, bool defined)
{
	if (!defined)
		return 0;
	if (u->is_model)
		return 1;
	return linkage == CE_LINK_EXTERNAL ? 3 : 2;
}

static void duplicate(linker *l, const char *what, const char *name, const ce_unit *a, const ce_unit *b)
{
	ce_buf_addf(l->problems, "duplicate definition of %s %s: in %s and in %s; the first counts\n", what,
	            name, ce_text(&a->strings, a->source), ce_text(&b->strings, b->source));
}

static uint32_t add_fn(linker *l, uint32_t unit, uint32_t i)
{
	const ce_unit *u = l->p->units.at[unit].unit;
	const ce_func *f = &u->funcs.at[i];
	bool defined = f->flags & CE_FUNC_DEFINED;
	ce_fn made = {.unit = unit, .func = f, .scc = CE_NONE};
	uint32_t *at, old;

	if (f->linkage != CE_LINK_INTERNAL) {
		at = ce_map_at(&l->fn_of, ce_intern(&l->names, ce_text(&u->strings, f->name)));
		if (*at != CE_NONE) {
			ce_fn *have = &l->p->fns.at[*at];
			const ce_unit *hu = l->p->units.at[have->unit].unit;
			int hr = rank(hu, have->func->linkage, have->func->flags & CE_FUNC_DEFINED);
			int r = rank(u, f->linkage, defined);

			if (r == 3 && hr == 3)
				duplicate(l, "function", ce_text(&u->strings, f->name), hu, u);
			have->contested |= r == 3 && hr == 3 && u->is_context && hu->is_context;
			have->is_go |= (f->flags & CE_FUNC_GO_EXPORT) != 0;
			have->known_to_return |= !defined && f->flags & CE_FUNC_RETURNS;
			if (r > hr) {
				have->unit = unit;
				have->func = f;
			}
			return *at;
		}
		*at = l->p->fns.n;
	}
	old = made.base = l->p->fns.n;
	made.is_go = (f->flags & CE_FUNC_GO_EXPORT) != 0;
	made.known_to_return = !defined && f->flags & CE_FUNC_RETURNS;
	ce_push(&l->p->fns, made);
	return old;
}

static uint32_t add_gl(linker *l, uint32_t unit, uint32_t i)
{
	const ce_unit *u = l->p->units.at[unit].unit;
	const ce_global *g = &u->globals.at[i];
	ce_gl made = {
		.unit = unit, .global = g, .setter = CE_NONE, .modelled = u->is_model && !u->is_library};
	uint32_t *at;

	if (g->linkage != CE_LINK_INTERNAL) {
		at = ce_map_at(&l->gl_of, ce_intern(&l->names, ce_text(&u->strings, g->name)));
		if (*at != CE_NONE) {
			ce_gl *have = &l->p->gls.at[*at];
			const ce_unit *hu = l->p->units.at[have->unit].unit;
			int hr = rank(hu, have->global->linkage, have->global->flags & CE_GLOBAL_DEFINED);
			int r = rank(u, g->linkage, g->flags & CE_GLOBAL_DEFINED);

			if (r == 3 && hr == 3)
				duplicate(l, "variable", ce_text(&u->strings, g->name), hu, u);
			have->contested |= r == 3 && hr == 3 && u->is_context && hu->is_context;
			have->modelled |= u->is_model && !u->is_library;
			if (r > hr) {
				have->unit = unit;
				have->global = g;
			}
			return *at;
		}
		*at = l->p->gls.n;
	}
	ce_push(&l->p->gls, made);
	return l->p->gls.n - 1;
}

static void add_unit(linker *l, const ce_unit *u)
{
	ce_unit_map m = {.unit = u, .note_base = l->p->nnotes};
	uint32_t unit = l->p->units.n;

	m.funcs = ce_malloc((u->funcs.n + 1) * sizeof *m.funcs);
	m.globals = ce_malloc((u->globals.n + 1) * sizeof *m.globals);
	l->p->nnotes += u->notes.n;
	ce_push(&l->p->units, m);
	l->p->cuts |= m.unit->cuts;
	for (uint32_t i = 0; i < u->funcs.n; i++)
		m.funcs[i] = add_fn(l, unit, i);
	for (uint32_t i = 0; i < u->globals.n; i++)
		m.globals[i] = add_gl(l, unit, i);
}

/* An alias stands for its function everywhere. */
static void follow_aliases(linker *l)
{
	for (uint32_t i = 0; i < l->p->fns.n; i++) {
		ce_fn *f = &l->p->fns.at[i];
		const ce_unit *u = l->p->units.at[f->unit].unit;

		f->weak = f->func->linkage == CE_LINK_WEAK;
		f->alias = f->func->flags & CE_FUNC_ALIAS;
		while (f->func->flags & CE_FUNC_ALIAS && f->func != &u->funcs.at[f->func->alias])
			f->func = &u->funcs.at[f->func->alias];
	}
}

/* A body counts as evidence unless the linker may still put another one in its
 * place: a weak definition, while the program is not linked whole. */
static void decide(linker *l)
{
	for (uint32_t i = 0; i < l->p->fns.n; i++) {
		ce_fn *f = &l->p->fns.at[i];
		const ce_unit *u = l->p->units.at[f->unit].unit;
		bool body = f->func->flags & CE_FUNC_DEFINED && !(f->func->flags & CE_FUNC_ALIAS);

		f->defined = body && !f->is_go && !f->contested && !(f->func->flags & CE_FUNC_REPLACED) &&
		             (l->whole || u->is_model || !f->weak);
		f->absent = l->whole && !body && !f->is_go && f->func->linkage == CE_LINK_WEAK;
		f->reported = body && !f->alias && !u->is_model && !u->is_context;
	}
	for (uint32_t i = 0; i < l->p->gls.n; i++) {
		ce_gl *g = &l->p->gls.at[i];
		bool table = g->global->flags & CE_GLOBAL_CONSTANT;
		bool replaceable = table && !l->whole && g->global->linkage == CE_LINK_WEAK &&
		                   !l->p->units.at[g->unit].unit->is_model;

		g->opaque = !(g->global->flags & CE_GLOBAL_DEFINED) || g->contested || replaceable;
		g->constant = table && !g->opaque;
		g->symbolic = !g->constant && (!(g->global->flags & CE_GLOBAL_DEFINED) ||
		                               g->global->linkage != CE_LINK_INTERNAL);
	}
}

static void find_shared_names(linker *l)
{
	ce_map first = {0};

	for (uint32_t i = 0; i < l->p->fns.n; i++) {
		ce_fn *f = &l->p->fns.at[i];
		uint32_t *at;

		if (!f->reported)
			continue;
		at = ce_map_at(&first, ce_intern(&l->names, ce_text(&l->p->units.at[f->unit].unit->strings,
		                                                    f->func->shown)));
		if (*at == CE_NONE)
			*at = i;
		else
			f->shares_name = l->p->fns.at[*at].shares_name = true;
	}
	ce_map_free(&first);
}

/* From one argument's memory to another's, as much as a third one says. Elsewhere to know how much
 * is not worth a summary for each size. */
static bool is_own_memcpy(const ce_func *f, const ce_edge *e)
{
	return e->op == CE_OP_MOVE && ce_size_is_arg(e->size) && e->dst < f->args.n && e->src < f->args.n;
}

/* Which arguments decide a branch or say how much is copied, here or in a function that gets
 * them passed on. */
static void find_interest(ce_program *p)
{
	for (uint32_t i = 0; i < p->fns.n; i++) {
		const ce_func *f = p->fns.at[i].func;

		for (uint32_t g = 1; g < f->guards.n; g++)
			if (f->guards.at[g].arg < 64)
				p->fns.at[i].interest |= (uint64_t)1 << f->guards.at[g].arg;
		for (uint32_t e = 0; e < f->edges.n; e++)
			if (is_own_memcpy(f, &f->edges.at[e]))
				p->fns.at[i].interest |= (uint64_t)1 << ce_size_arg(f->edges.at[e].size);
	}
	for (bool again = true; again;) {
		again = false;
		for (uint32_t i = 0; i < p->fns.n; i++) {
			ce_fn *fn = &p->fns.at[i];

			for (uint32_t k = 0; k < fn->func->consts.n; k++) {
				const ce_const *c = &fn->func->consts.at[k];
				const ce_call *call = &fn->func->calls.at[c->call];
				uint64_t bit;

				if (c->from >= 64 || c->arg >= 64 || !call->direct)
					continue;
				bit = (uint64_t)1 << c->from;
				if (fn->interest & bit ||
				    !(p->fns.at[p->units.at[fn->unit].funcs[call->target]].interest >>
				              c->arg &
				      1))
					continue;
				fn->interest |= bit;
				again = true;
			}
		}
	}
}

typedef struct place {
	const ce_unit *unit;
	size_t given;
} place;

/* The program's own units by where their sources are, then the models, as they come. */
static int compare_places(const void *a, const void *b)
{
	const place *x = a, *y = b;
	int by = x->unit->is_model - y->unit->is_model;

	if (!by && !x->unit->is_model)
		by = strcmp(ce_text(&x->unit->strings, x->unit->directory),
		            ce_text(&y->unit->strings, y->unit->directory));
	if (!by && !x->unit->is_model)
		by = strcmp(ce_text(&x->unit->strings, x->unit->source),
		            ce_text(&y->unit->strings, y->unit->source));
	return by ? by : (x->given > y->given) - (x->given < y->given);
}

/* All numbers follow the order of units, and so does which of two equally good ways is told: it must not
 * be the order in which somebody happened to name the files. */
static void add_units(linker *l, ce_unit *const *units, size_t nunits)
{
	place *places = ce_malloc(nunits * sizeof *places);

	for (size_t i = 0; i < nunits; i++)
		places[i] = (place){units[i], i};
	if (nunits)
		qsort(places, nunits, sizeof *places, compare_places);
	for (size_t i = 0; i < nunits; i++)
		add_unit(l, places[i].unit);
	free(places);
}

ce_program *ce_link(ce_unit *const *units, size_t nunits, bool whole, ce_buf *problems)
{
	linker l = {.p = ce_calloc(1, sizeof *l.p), .whole = whole, .problems = problems};

	ce_strings_init(&l.names);
	ce_offs_init(&l.p->offs);
	l.p->nnotes = 1;
	l.p->leads_out = !whole;
	add_units(&l, units, nunits);
	ce_names_init(l.p);
	follow_aliases(&l);
	decide(&l);
	find_shared_names(&l);
	find_interest(l.p);
	ce_members_init(l.p, whole);
	ce_private_hooks_init(l.p, whole);
	ce_returns_init(l.p);
	ce_settable_init(l.p);
	ce_globals_init(l.p);
	ce_members_join(l.p);
	ce_strings_free(&l.names);
	ce_map_free(&l.fn_of);
	ce_map_free(&l.gl_of);
	return l.p;
}

void ce_program_free(ce_program *p)
{
	if (!p)
		return;
	ce_solve_free(p);
	for (uint32_t i = 0; i < p->units.n; i++) {
		free(p->units.at[i].funcs);
		free(p->units.at[i].globals);
	}
	for (uint32_t i = 0; i < p->fns.n; i++) {
		ce_summary_free(p->fns.at[i].summary);
		ce_vec_free(&p->fns.at[i].callers);
		ce_vec_free(&p->fns.at[i].known);
		ce_any_of_free(&p->fns.at[i]);
		ce_map_free(&p->fns.at[i].collapsed);
		ce_map_free(&p->fns.at[i].joined);
		ce_vec_free(&p->fns.at[i].joined_with);
		ce_map_free(&p->fns.at[i].outward);
	}
	for (uint32_t i = 0; i < p->gls.n; i++) {
		ce_vec_free(&p->gls.at[i].contents);
		ce_vec_free(&p->gls.at[i].copies);
		ce_vec_free(&p->gls.at[i].readers);
		ce_vec_free(&p->gls.at[i].hidden);
		ce_vec_free(&p->gls.at[i].spreads);
		ce_vec_free(&p->gls.at[i].found);
	}
	for (uint32_t i = 0; i < p->private_hooks.n; i++)
		ce_vec_free(&p->private_hooks.at[i].stored);
	ce_vec_free(&p->private_hooks);
	ce_vec_free(&p->handles);
	ce_map_free(&p->handle_index);
	ce_vec_free(&p->units);
	ce_vec_free(&p->fns);
	ce_vec_free(&p->gls);
	ce_vec_free(&p->code);
	ce_vec_free(&p->given);
	ce_vec_free(&p->setters);
	ce_vec_free(&p->parts);
	ce_offs_free(&p->offs);
	ce_map_free(&p->call_index);
	ce_map_free(&p->reader_index);
	ce_map_free(&p->content_index);
	ce_map_free(&p->effect_index);
	ce_map_free(&p->special_index);
	ce_map_free(&p->any_index);
	ce_map_free(&p->any_place_index);
	ce_map_free(&p->wide_index);
	free(p);
}

void ce_program_assume(ce_program *p, const char *variable, bool whole)
{
	for (uint32_t i = 0; i < p->gls.n; i++) {
		ce_gl *g = &p->gls.at[i];
		bool final =
			g->global->flags & CE_GLOBAL_DEFINED && (whole || g->global->linkage != CE_LINK_WEAK);

		g->assumed |=
			final && !g->member &&
			strcmp(ce_text(&p->units.at[g->unit].unit->strings, g->global->shown), variable) == 0;
	}
}

uint32_t ce_program_find(const ce_program *p, const char *symbol)
{
	for (uint32_t i = 0; i < p->fns.n; i++)
		if (p->fns.at[i].func->linkage != CE_LINK_INTERNAL && strcmp(ce_fn_name(p, i), symbol) == 0)
			return i;
	return CE_NONE;
}

const ce_note *ce_program_note(const ce_program *p, ce_gnote n, const ce_unit **unit)
{
	static const ce_note none;

	uint32_t low = 0, high = p->units.n;

	while (n && low < high) {
		uint32_t i = low + (high - low) / 2;

		if (p->units.at[i].note_base > n) {
			high = i;
			continue;
		}
		low = i + 1;
		if (low == p->units.n || p->units.at[low].note_base > n) {
			*unit = p->units.at[i].unit;
			return &p->units.at[i].unit->notes.at[n - p->units.at[i].note_base];
		}
	}
	*unit = p->units.at[0].unit;
	return &none;
}
