/*
 * any_of.c - what a wide table holds, as one function.
 *
 * A call through a table reaches all functions there. Where many calls do, each would take over
 * what all of them do. So that is solved once: as a function which calls each of them with the
 * arguments that it gets, and returns what they return.
 */
#include <stdlib.h>
#include <string.h>

#include "cgoescape/source.h"
#include "solve/solve.h"
#include "solve/solver.h"

/* Fewer are called each for themselves. */
enum { WIDE = 16 };

/* Of others there is more to say than what a summary tells, or it is told of each argument apart. */
static bool is_plain(const ce_fn *f)
{
	if (!f->defined || f->is_go || f->absent || f->func->flags & CE_FUNC_VARIADIC)
		return false;
	for (uint32_t i = 0; i < f->func->args.n; i++)
		if (f->func->args.at[i].kind == CE_ARG_BYVAL)
			return false;
	return true;
}

static int by_number(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* In the order of their numbers, each once. */
static void sort(ce_ids *fns)
{
	uint32_t n = 0;

	qsort(fns->at, fns->n, sizeof *fns->at, by_number);
	for (uint32_t i = 0; i < fns->n; i++)
		if (!n || fns->at[n - 1] != fns->at[i])
			fns->at[n++] = fns->at[i];
	fns->n = n;
}

/* It has the arguments and results of the one that has the most. */
static ce_func *shape(const ce_program *p, const ce_ids *fns)
{
	const ce_func *first = p->fns.at[fns->at[0]].func;
	ce_func *f = ce_calloc(1, sizeof *f);
	uint32_t nargs = 0;

	*f = (ce_func){.name = first->name, .shown = first->shown, .linkage = CE_LINK_INTERNAL};
	for (uint32_t i = 0; i < fns->n; i++) {
		const ce_func *one = p->fns.at[fns->at[i]].func;

		nargs = one->args.n > nargs ? one->args.n : nargs;
		f->nrets = one->nrets > f->nrets ? one->nrets : f->nrets;
	}
	for (uint32_t i = 0; i < nargs; i++)
		ce_push(&f->args, ((ce_arg){.kind = CE_ARG_DIRECT, .param = CE_NONE}));
	f->nnodes = nargs + f->nrets;
	return f;
}

static uint64_t name_of(const ce_program *p, const ce_ids *fns)
{
	uint64_t sum = 0; /* whatever the order of their numbers */

	for (uint32_t i = 0; i < fns->n; i++)
		sum += ce_mix(p->fns.at[fns->at[i]].name, 'a');
	return ce_mix(sum, fns->n);
}

static bool same_fns(const ce_ids *a, const ce_ids *b)
{
	return a->n == b->n && memcmp(a->at, b->at, a->n * sizeof *a->at) == 0;
}

static uint32_t make(ce_program *p, const ce_ids *fns, uint64_t name, ce_gnote note)
{
	ce_fn f = {.unit = p->fns.at[fns->at[0]].unit,
	           .func = shape(p, fns),
	           .name = name,
	           .defined = true,
	           .called_at = note,
	           .hook = CE_NONE,
	           .base = p->fns.n};

	for (uint32_t i = 0; i < fns->n; i++)
		ce_push(&f.any_of, fns->at[i]);
	ce_push(&p->fns, f);
	return p->fns.n - 1;
}

/* The function for these, or CE_NONE. Once all is solved there are no new ones. */
static uint32_t find(ce_program *p, ce_ids *fns, ce_gnote note)
{
	uint64_t name;

	sort(fns);
	for (name = name_of(p, fns);; name++) {
		uint32_t *at = ce_map_at(&p->any_index, name);

		if (*at == CE_NONE && p->settled)
			return CE_NONE;
		if (*at == CE_NONE)
			*at = make(p, fns, name, note);
		if (same_fns(&p->fns.at[*at].any_of, fns))
			return *at;
	}
}

uint32_t any_of_place(const solver *s, uint64_t place)
{
	return ce_map_get(&s->p->any_place_index, place);
}

uint32_t any_of(solver *s, uint32_t call, uint64_t place, const ce_ids *fns, ce_ids *others)
{
	ce_ids plain = {0};
	uint32_t found = CE_NONE;

	for (uint32_t i = 0; i < fns->n; i++) {
		const ce_fn *f = ce_read_fn(s->p, fns->at[i]);
		bool fits = f->func->args.n <= s->calls.at[call].nargs;

		ce_push(fits && is_plain(f) ? &plain : others, fns->at[i]);
	}
	if (plain.n >= WIDE)
		found = find(s->p, &plain, s->calls.at[call].note);
	for (uint32_t i = 0; found == CE_NONE && i < plain.n; i++)
		ce_push(others, plain.at[i]);
	ce_vec_free(&plain);
	if (found != CE_NONE && !others->n)
		ce_map_put(&s->p->any_place_index, place, found);
	return found;
}

void ce_any_of_free(ce_fn *f)
{
	ce_func *made = f->any_of.n ? (ce_func *)f->func : NULL;

	if (made)
		ce_vec_free(&made->args);
	free(made);
	ce_vec_free(&f->any_of);
}

void call_any_of(solver *s)
{
	callsite c = call_like_own(s, ce_mix(own_fn(s)->name, 'a'));
	uint32_t call;

	c.note = own_fn(s)->called_at;
	call = call_new(s, c);
	for (uint32_t i = 0; i < own_fn(s)->any_of.n; i++)
		call_reaches(s, call, own_fn(s)->any_of.at[i]);
}
