/*
 * solve.c - one function: from its graph to the fixed point, coarser when over
 * budget.
 */
#include "solve/solve.h"

#include <stdio.h>
#include <stdlib.h>

#include "solve/solver.h"

/* docs/model.md explains the columns; every number here is a limit that ends in
 * "unknown (limit)" only when the last row fails too. */
const notch notches[] = {
	{.depth = 3, .cells = 64, .kids = 300, .heaps = 60, .steps = 16000},
	{.depth = 2, .cells = 32, .kids = 300, .heaps = 20, .steps = 12000},
	{.depth = 1, .cells = 24, .kids = 300, .heaps = 8, .steps = 12000},
	{.depth = 1, .cells = 16, .kids = 300, .heaps = 4, .one_rest = true, .steps = 12000},
	{.depth = 0, .cells = 8, .kids = 300, .heaps = 1, .one_rest = true, .steps = 16000},
	{.depth = 0, .cells = 1, .kids = 300, .heaps = 0, .one_rest = true, .steps = 24000},
};
const uint8_t nnotches = sizeof notches / sizeof *notches;

void solver_init(solver *s, ce_program *p, uint32_t fn, const notch *n, bool tracing)
{
	const ce_fn *f = &p->fns.at[fn];

	*s = (solver){.p = p, .fn = fn, .func = f->func, .notch = n, .tracing = tracing};
	s->map = &p->units.at[f->unit];
	s->unit = s->map->unit;
	s->width = s->unit->pointer_size;
	ce_push(&s->uses, ((use){0}));
	ce_push(&s->stores, ((store){0}));
	ce_push(&s->copies, ((copy){0}));
	obj_new(s, CE_OBJ_OUTSIDE, 0, 0);
	for (uint32_t i = 0; i < s->func->nnodes; i++)
		node_new(s);
}

void solver_free(solver *s)
{
	for (uint32_t i = 0; i < s->objs.n; i++)
		ce_vec_free(&s->objs.at[i].origins);
	for (uint32_t i = 0; i < s->calls.n; i++)
		ce_vec_free(&s->calls.at[i].callees);
	ce_arena_free(&s->arena);
	ce_vec_free(&s->nodes);
	ce_vec_free(&s->uses);
	ce_vec_free(&s->objs);
	ce_vec_free(&s->cells);
	ce_vec_free(&s->stores);
	ce_vec_free(&s->copies);
	ce_vec_free(&s->calls);
	ce_vec_free(&s->moves);
	ce_vec_free(&s->leaks);
	ce_vec_free(&s->backs);
	ce_vec_free(&s->queue);
	ce_vec_free(&s->reads);
	ce_map_free(&s->obj_index);
	ce_map_free(&s->cell_index);
	ce_map_free(&s->const_index);
	ce_map_free(&s->copy_index);
	ce_map_free(&s->call_index);
	ce_map_free(&s->back_index);
	ce_map_free(&s->off_index);
	ce_map_free(&s->shared_calls);
	ce_map_free(&s->read_index);
}

static ce_gnote gnote(const solver *s, uint32_t note)
{
	return note ? s->map->note_base + note : 0;
}

static void seed_params(solver *s)
{
	uint32_t va = ce_func_va_node(s->func), n = s->func->args.n + (va != CE_NONE);

	for (uint32_t i = 0; i < n; i++) {
		uint32_t o = obj_new(s, CE_OBJ_PARAM, i, ce_mix(i, 'p'));

		/* A struct by value is the function's own copy: private, but with
		 * content from outside; what it holds is level 0. */
		if (i < s->func->args.n && s->func->args.at[i].kind == CE_ARG_BYVAL) {
			s->objs.at[o].leaks_in = false;
			s->objs.at[o].level = -1;
		}
		/* The variadic arguments themselves are level 0. */
		if (i == va)
			s->objs.at[o].level = -1;
		add_val(s, i, val_make(o, CE_OFFID_ZERO), (cause){CE_NONE, 0, 0});
	}
}

static uint32_t local_object(solver *s, uint32_t local)
{
	uint32_t o = obj_new(s, CE_OBJ_LOCAL, local, ce_mix(ce_mix(s->fn, local), 'l'));

	return o;
}

static uint32_t ref_object(solver *s, ce_ref r)
{
	switch (ce_ref_kind(r)) {
	case CE_REF_LOCAL:
		return local_object(s, ce_ref_index(r));
	case CE_REF_GLOBAL:
		return obj_global(s, s->map->globals[ce_ref_index(r)]);
	default:
		return obj_func(s, s->map->funcs[ce_ref_index(r)]);
	}
}

static void seed_call(solver *s, uint32_t index)
{
	const ce_call *k = &s->func->calls.at[index];
	callsite c = {
		.name = ce_mix(ce_mix(s->fn, index), 'k'),
		.target = k->direct ? CE_NONE : k->target,
		.direct = k->direct ? s->map->funcs[k->target] : CE_NONE,
		.args = s->func->lists.at + k->args,
		.nargs = k->nargs,
		.rets = s->func->lists.at + k->rets,
		.nrets = k->nrets,
		.ret_obj = CE_NONE,
		.index = index,
		.note = gnote(s, k->note),
	};
	uint32_t call = call_new(s, c);

	if (k->direct)
		call_direct(s, call);
	else
		add_call_use(s, k->target, call, c.note);
}

static void seed_edge(solver *s, uint32_t i)
{
	const ce_edge *e = &s->func->edges.at[i];
	ce_gnote note = gnote(s, e->note);
	uint32_t o;

	switch ((ce_op)e->op) {
	case CE_OP_ADDR:
		o = ref_object(s, e->src);
		add_val(s, e->dst, val_make(o, ce_off_intern(&s->p->offs, e->off)), (cause){CE_NONE, 0, note});
		break;
	case CE_OP_COPY:
		add_copy(s, e->dst, e->src, ce_off_intern(&s->p->offs, e->off), note);
		break;
	case CE_OP_LOAD:
		add_load(s, e->dst, e->src, e->size, e->flags, note);
		break;
	case CE_OP_STORE:
		add_store(s, e->dst, e->src, e->size, e->flags, note);
		break;
	case CE_OP_MOVE:
		add_move(s, e->dst, e->src, e->size, note);
		break;
	case CE_OP_CALL:
		seed_call(s, e->src);
		break;
	case CE_OP_LEAK:
		add_leak(s, e->src, (ce_category)e->category, CE_NONE, note);
		break;
	case CE_OP_OPAQUE:
		add_val(s, e->dst, val_make(0, CE_OFFID_ANY), (cause){CE_NONE, 0, note});
		break;
	case CE_OP_NEW:
		o = obj_new(s, CE_OBJ_HEAP, CE_NONE, ce_mix(ce_mix(s->fn, i), 'h'));
		add_val(s, e->dst, val_make(o, CE_OFFID_ZERO), (cause){CE_NONE, 0, note});
		break;
	case CE_NOPS:
		break;
	}
}

void solver_run(solver *s)
{
	seed_params(s);
	for (uint32_t i = 0; i < s->func->edges.n && !s->failed; i++)
		seed_edge(s, i);
	propagate(s);
	s->p->stats.solves++;
	s->p->stats.steps += s->steps;
	s->p->stats.nodes += s->nodes.n;
}

static void remember_reads(solver *s)
{
	for (uint32_t i = 0; i < s->reads.n; i++) {
		ce_gl *g = &s->p->gls.at[s->reads.at[i]];
		bool have = false;

		for (uint32_t k = 0; k < g->readers.n && !have; k++)
			have = g->readers.at[k] == s->fn;
		if (!have)
			ce_push(&g->readers, s->fn);
	}
}

static bool replace(ce_program *p, uint32_t fn, ce_summary *now)
{
	ce_fn *f = &p->fns.at[fn];
	bool changed = !f->summary || !summary_equal(f->summary, now);

	ce_summary_free(f->summary);
	f->summary = now;
	return changed;
}

void ce_solve_give_up(ce_program *p, uint32_t fn)
{
	ce_summary *top = ce_calloc(1, sizeof *top);

	top->top = true;
	p->stats.tops++;
	replace(p, fn, top);
}

/* A function whose callees are coarse gains little from being fine itself. */
static uint8_t callees_notch(const ce_program *p, const ce_fn *f)
{
	const ce_unit_map *m = &p->units.at[f->unit];
	uint8_t most = 0;

	for (uint32_t i = 0; i < f->func->calls.n; i++) {
		const ce_call *c = &f->func->calls.at[i];

		if (c->direct && p->fns.at[m->funcs[c->target]].summary &&
		    !p->fns.at[m->funcs[c->target]].summary->top && p->fns.at[m->funcs[c->target]].notch > most)
			most = p->fns.at[m->funcs[c->target]].notch;
	}
	return most ? most - 1 : 0;
}

bool ce_solve_function(ce_program *p, uint32_t fn)
{
	ce_fn *f = &p->fns.at[fn];

	if (f->summary && f->summary->top)
		return false; /* once given up, always given up */
	if (!f->summary)
		f->notch = callees_notch(p, f);
	for (; f->notch < nnotches; f->notch++) {
		solver s;
		ce_summary *now = NULL;

		solver_init(&s, p, fn, &notches[f->notch], getenv("CE_INT") != NULL);
		solver_run(&s);
		if (!s.failed) {
			remember_reads(&s);
			now = summarize(&s);
		}
		if (getenv("CE_FN") && !strcmp(getenv("CE_FN"), ce_fn_name(p, fn))) {
			for (uint32_t i = 0; i < s.objs.n; i++) { object *o = &s.objs.at[i]; ce_off mb = p->offs.at.at[o->made_by];
				fprintf(stderr, "OBJ %u kind %d id %u level %d depth %d parent %u root %u key %ld+%ux%u int %d noffs %u cells %u copies %d coll %d leaks %d esc %d\n", i, o->kind, o->id, o->level, o->depth, o->parent, o->root, (long)mb.base, mb.stride, mb.count, o->int_only, o->noffs, o->ncells, !!o->copies, o->collapsed, o->leaks_in, o->escapes); for (uint32_t q = 0; q < o->origins.n; q++) { ce_off qo = p->offs.at.at[o->origins.at[q].off]; fprintf(stderr, "  ORIG of %u: %u %ld+%ux%u\n", i, o->origins.at[q].obj, (long)qo.base, qo.stride, qo.count); } }
			for (uint32_t c = 0; c < s.cells.n; c++) { ce_off co = p->offs.at.at[s.cells.at[c].off]; if (s.cells.at[c].obj == 8) fprintf(stderr, "CELL obj %u %ld+%ux%u size %u in %u view %d\n", s.cells.at[c].obj, (long)co.base, co.stride, co.count, s.cells.at[c].size, s.nodes.at[s.cells.at[c].in].n, (int)s.cells.at[c].view); }
			for (uint32_t i = 0; i < s.nodes.n; i++) if (s.nodes.at[i].n > 20) { fprintf(stderr, "NODE %u n %u:", i, s.nodes.at[i].n); for (uint32_t k = 0; k < s.nodes.at[i].n && k < 60; k++) { ce_off o = p->offs.at.at[val_off(s.nodes.at[i].vals[k])]; fprintf(stderr, " %u+%ld:%ux%u", val_obj(s.nodes.at[i].vals[k]), (long)o.base, o.stride, o.count);} fprintf(stderr, "\n"); }
		}
		if (getenv("CE_DEBUG"))
			fprintf(stderr, "SOLVE %s notch %d steps %llu nodes %u objs %u kids %u heaps %u calls %u copies %u uses %u fail %d | sum objs %u stores %u moves %u leaks %u opens %u vals %u classes %u\n", ce_fn_name(p, fn), f->notch, (unsigned long long)s.steps, s.nodes.n, s.objs.n, s.nkids, s.nheaps, s.calls.n, s.copies.n, s.uses.n, s.failed, now ? now->objs.n : 0, now ? now->stores.n : 0, now ? now->moves.n : 0, now ? now->leaks.n : 0, now ? now->opens.n : 0, now?now->vals.n:0, now?now->classes.n:0);
		solver_free(&s);
		if (now)
			return replace(p, fn, now);
		p->stats.retries++;
	}
	ce_solve_give_up(p, fn);
	return true;
}
