/*
 * special.c - functions specialised for constant arguments.
 *
 * A flag, a mode or a NULL callback that the caller passes as a constant decides
 * branches of the callee (guards, graph/unit.h). Such a call gets a summary of its
 * own, of the function without the edges that the constant rules out. Constants
 * that are passed on reach the functions below.
 */
#include <stdlib.h>

#include "solve/solver.h"

/* Further combinations of constants share the general summary. */
enum { MAX_SPECIAL = 40, MAX_KNOWN = 16 };

bool edge_exists(const solver *s, const ce_edge *e)
{
	const ce_fn *f = own_fn(s);

	for (uint32_t i = 0; i < f->known.n && e->guard; i++)
		if (!ce_guard_allows(f->func, e->guard, 0, f->known.at[i].arg, f->known.at[i].value))
			return false;
	return true;
}

bool own_value(const ce_fn *f, uint32_t arg, int64_t *value)
{
	for (uint32_t i = 0; i < f->known.n; i++)
		if (f->known.at[i].arg == arg) {
			*value = f->known.at[i].value;
			return true;
		}
	return false;
}

/* The arguments of a call that are known and make a difference to the callee. */
static uint32_t known_args(const solver *s, uint64_t interest, uint32_t call, ce_arg_value *out)
{
	const ce_fn *f = own_fn(s);
	uint32_t lo = 0, hi = s->func->consts.n, n = 0;

	while (lo < hi) { /* the first constant of this call */
		uint32_t mid = lo + (hi - lo) / 2;

		if (s->func->consts.at[mid].call < call)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < s->func->consts.n && s->func->consts.at[lo].call == call && n < MAX_KNOWN; lo++) {
		const ce_const *k = &s->func->consts.at[lo];
		int64_t value = k->value;

		if (k->arg >= 64 || !(interest >> k->arg & 1))
			continue;
		if (k->from != CE_NONE && !own_value(f, k->from, &value))
			continue;
		out[n++] = (ce_arg_value){k->arg, value};
	}
	return n;
}

static bool same_known(const ce_fn *f, uint32_t base, const ce_arg_value *known, uint32_t n)
{
	if (f->base != base || f->known.n != n)
		return false;
	for (uint32_t i = 0; i < n; i++)
		if (f->known.at[i].arg != known[i].arg || f->known.at[i].value != known[i].value)
			return false;
	return true;
}

bool ce_special_full(const ce_program *p, uint32_t base, uint32_t more)
{
	return p->settled || p->fns.at[base].nspecial + more >= MAX_SPECIAL;
}

static uint64_t key_of(uint32_t base, const ce_arg_value *known, uint32_t n)
{
	uint64_t key = base;

	for (uint32_t i = 0; i < n; i++)
		key = ce_mix(key, ce_mix(known[i].arg, (uint64_t)known[i].value));
	return key;
}

uint32_t ce_special_find(const ce_program *p, uint32_t base, const ce_arg_value *known, uint32_t n)
{
	for (uint64_t key = key_of(base, known, n);; key++) {
		uint32_t at = ce_map_get(&p->special_index, key);

		if (at == CE_NONE || same_known(&p->fns.at[at], base, known, n))
			return at;
	}
}

uint32_t ce_special_make(ce_program *p, uint32_t base, const ce_arg_value *known, uint32_t n)
{
	const ce_fn *b = &p->fns.at[base];
	uint64_t key = key_of(base, known, n);
	ce_fn f = {.unit = b->unit,
	           .func = b->func,
	           .name = b->name,
	           .scc = b->scc,
	           .defined = true,
	           .base = base,
	           .interest = b->interest,
	           .notch = b->notch,
	           .callees_return = b->callees_return};

	for (uint32_t i = 0; i < n; i++) {
		ce_push(&f.known, known[i]);
		f.name = ce_mix(f.name, ce_mix(known[i].arg, (uint64_t)known[i].value));
	}
	/* What was joined there would only be found again, by attempts that fail. */
	ce_map_copy(&f.joined, &b->joined);
	for (uint32_t i = 0; i < b->joined_with.n; i++)
		ce_push(&f.joined_with, b->joined_with.at[i]);
	f.stuck = b->joined_with.n ? ce_mix(b->stuck, 1) : 0;
	while (ce_map_get(&p->special_index, key) != CE_NONE)
		key++;
	ce_map_put(&p->special_index, key, p->fns.n);
	p->fns.at[base].nspecial++;
	ce_push(&p->fns, f);
	return p->fns.n - 1;
}

/* A function that calls itself with the constants that it was called with itself does it again for each of
 * them until nothing changes. Where that takes long, it is what it does in general from the second level on.
 */
static bool is_next_level(const solver *s, uint32_t callee)
{
	enum { LARGE = 300 };
	const ce_summary *m;

	if (!own_fn(s)->known.n || own_fn(s)->base != callee)
		return false;
	m = ce_read_summary(s->p, callee);
	return m && !m->top && m->objs.n + m->stores.n + m->vals.n > LARGE;
}

/* The function to call instead of `callee`; itself when no constant matters.
 * May move ce_program.fns. */
uint32_t specialise(solver *s, uint32_t callee, uint32_t call)
{
	const ce_fn *f = ce_read_fn(s->p, callee);
	ce_arg_value known[MAX_KNOWN];
	uint32_t n, to;

	if (!f->interest || !f->defined || f->is_go || is_next_level(s, callee))
		return callee;
	n = known_args(s, f->interest, call, known);
	if (!n)
		return callee;
	to = ce_special_find(s->p, callee, known, n);
	if (to == CE_NONE)
		to = ce_special_full(s->p, callee, 0) ? callee : ce_special_make(s->p, callee, known, n);
	ce_note_special(s->p, callee, known, n, to);
	return to;
}

bool ce_solve_specialise(ce_program *p, uint32_t fn)
{
	solver s = {.p = p, .fn = fn, .func = p->fns.at[fn].func, .map = &p->units.at[p->fns.at[fn].unit]};
	uint32_t before = p->fns.n;

	for (uint32_t i = 0; i < s.func->edges.n; i++) {
		const ce_edge *e = &s.func->edges.at[i];

		if (e->op == CE_OP_CALL && s.func->calls.at[e->src].direct && edge_exists(&s, e))
			specialise(&s, s.map->funcs[s.func->calls.at[e->src].target], e->src);
	}
	return p->fns.n > before;
}
