/*
 * received.c - whom a function gives an argument to, at any depth: what a proof about it
 * rests on is what these do.
 *
 * Each function on the way is solved once more for each argument in which it gets the
 * pointer, or memory that holds it.
 */
#include <stdlib.h>

#include "solve/sinks.h"
#include "solve/solve.h"

typedef struct taker {
	uint32_t fn, arg;
} taker;

typedef struct trail {
	ce_program *p;
	ce_received *out;
	CE_VEC(taker) todo;
	ce_map known; /* takers that are, or were, in todo */
} trail;

static void give(trail *t, uint32_t fn, uint32_t arg)
{
	uint32_t *at = ce_map_at(&t->known, (uint64_t)fn << 32 | arg);

	if (*at != CE_NONE)
		return;
	*at = 0;
	t->out->fns[fn] = true;
	ce_push(&t->todo, ((taker){fn, arg}));
}

/* The argument's memory, all that was loaded from there, and what holds a pointer to any of it. */
typedef struct holders {
	const solver *s;
	bool *of; /* by object */
} holders;

static bool carries(const holders *h, uint32_t n)
{
	for (uint32_t i = 0; n != CE_NONE && i < h->s->nodes.at[n].n; i++)
		if (h->of[val_obj(h->s->nodes.at[n].vals[i])])
			return true;
	return false;
}

static bool holds(const holders *h, uint32_t obj)
{
	const solver *s = h->s;
	const object *o = &s->objs.at[obj];

	if (h->of[o->root])
		return true;
	for (uint32_t c = o->cells; c != CE_NONE; c = s->cells.at[c].next)
		if (carries(h, s->cells.at[c].in))
			return true;
	for (uint32_t k = o->copies; k; k = s->copies.at[k].next)
		if (carries(h, s->moves.at[s->copies.at[k].move].src))
			return true;
	return false;
}

static void find_holders(holders *h, uint32_t arg)
{
	h->of = ce_calloc(h->s->objs.n, sizeof *h->of);
	for (uint32_t i = 0; i < h->s->objs.n; i++)
		h->of[i] = h->s->objs.at[i].kind == CE_OBJ_PARAM && h->s->objs.at[i].id == arg;
	for (bool again = true; again;) {
		again = false;
		for (uint32_t i = 0; i < h->s->objs.n; i++)
			if (!h->of[i] && holds(h, i))
				h->of[i] = again = true;
	}
}

/* Hooks whose default is called with it. */
static void note_hooks(trail *t, const solver *s, const callsite *c)
{
	const node *n = c->target == CE_NONE ? NULL : &s->nodes.at[c->target];

	for (uint32_t i = 0; n && i < n->n; i++) {
		const object *o = &s->objs.at[val_obj(n->vals[i])], *root = &s->objs.at[o->root];

		if (o->kind == CE_OBJ_CHILD && root->kind == CE_OBJ_GLOBAL &&
		    !s->p->gls.at[root->id].constant)
			t->out->hooks[root->id] = true;
	}
}

static void follow_call(trail *t, const holders *h, uint32_t call)
{
	const callsite *c = &h->s->calls.at[call];
	bool any = false;

	for (uint32_t k = 0; k < c->nargs; k++) {
		if (!carries(h, c->args[k]))
			continue;
		any = true;
		for (uint32_t i = 0; i < c->callees.n; i++)
			give(t, c->callees.at[i], k);
	}
	if (!any)
		return;
	note_hooks(t, h->s, c);
	t->out->tables |= c->open && call_of_tables(h->s, call);
}

/* That new memory is nobody else's is what its allocator's model says. */
static void note_allocators(trail *t, const holders *h)
{
	const solver *s = h->s;

	for (uint32_t i = 0; i < s->objs.n; i++)
		if (h->of[i] && s->objs.at[i].kind == CE_OBJ_HEAP && s->objs.at[i].site != CE_NONE)
			for (uint32_t k = 0; k < s->calls.n; k++)
				for (uint32_t c = 0; s->calls.at[k].index == s->objs.at[i].site &&
				                     c < s->calls.at[k].callees.n;
				     c++)
					t->out->makers[s->calls.at[k].callees.at[c]] = true;
}

static void follow(trail *t, taker at)
{
	const ce_fn *f = &t->p->fns.at[at.fn];
	holders h;
	solver s;

	if (!f->defined || !f->summary || f->summary->top || f->notch >= nnotches)
		return;
	solver_init(&s, t->p, at.fn, &notches[f->notch], false);
	s.limit = steps_of(f, s.notch); /* it has been solved with that once */
	solver_run(&s);
	h.s = &s;
	find_holders(&h, at.arg);
	for (uint32_t i = 0; i < s.calls.n; i++)
		follow_call(t, &h, i);
	note_allocators(t, &h);
	free(h.of);
	solver_free(&s);
}

void ce_solve_received(ce_program *p, uint32_t fn, uint32_t param, ce_received *out)
{
	trail t = {.p = p, .out = out};
	const ce_func *f = p->fns.at[fn].func;

	*out = (ce_received){.fns = ce_calloc(p->fns.n, sizeof *out->fns),
	                     .makers = ce_calloc(p->fns.n, sizeof *out->makers),
	                     .hooks = ce_calloc(p->gls.n + 1, sizeof *out->hooks)};
	for (uint32_t i = 0; i < f->args.n; i++)
		if (f->args.at[i].param == param)
			give(&t, fn, i);
	out->fns[fn] = false;
	for (uint32_t i = 0; i < t.todo.n; i++)
		follow(&t, t.todo.at[i]);
	ce_vec_free(&t.todo);
	ce_map_free(&t.known);
}

void ce_received_free(ce_received *r)
{
	free(r->fns);
	free(r->makers);
	free(r->hooks);
}
