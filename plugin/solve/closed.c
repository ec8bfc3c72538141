/*
 * closed.c - functions during whose call no code is called but the program's own, unless an argument brings
 * some.
 *
 * A pointer to a function comes from somewhere: from an argument, from what a global holds, from the library,
 * or from the code that names the function. So what one call can ever reach is what its code names and calls,
 * and so on from there, whatever its objects hold and however coarsely they were told apart (rapid type
 * analysis: Bacon and Sweeney, OOPSLA 1996). That is reachability in one graph of functions and globals,
 * searched backwards from whatever may call, or lead to, code of others.
 */
#include <stdlib.h>
#include <string.h>

#include "cgoescape/source.h"
#include "solve/solve.h"

/* Functions, then globals. An arrow leads to what names or reads it. */
typedef struct graph {
	ce_program *p;
	ce_ids from, to; /* arrows, as they were found */
	ce_ids sorted;   /* ends of the arrows of each node, */
	uint32_t *first; /* from here on */
	bool *open;      /* leads to code of others */
	ce_ids todo;
} graph;

static uint32_t node_of(const graph *g, uint32_t gl)
{
	return g->p->fns.n + gl;
}

static void arrow(graph *g, uint32_t from, uint32_t to)
{
	ce_push(&g->from, from);
	ce_push(&g->to, to);
}

static bool given_up(const ce_fn *f)
{
	return !f->summary || f->summary->top;
}

/* ---- globals --------------------------------------------------------------------------- */

static bool is_defined(const ce_gl *gl)
{
	return gl->global->flags & CE_GLOBAL_DEFINED;
}

/* All that it ever holds is listed, or it is data. */
static bool is_listed(const ce_program *p, const ce_gl *gl)
{
	if (gl->constant || (gl->modelled && !is_defined(gl)))
		return true;
	if (is_defined(gl) && (gl->global->size < p->units.at[gl->unit].unit->pointer_size ||
	                       gl->global->flags & CE_GLOBAL_DATA))
		return true;
	return !(gl->symbolic || gl->opaque || gl->made || gl->unknown || gl->hidden.n || gl->found.n);
}

/* Function pointers that others may set. */
static bool is_hook(const ce_program *p, const ce_gl *gl)
{
	if (gl->strange || gl->unknown || !is_defined(gl) || gl->contested)
		return false;
	for (uint32_t i = 0; i < gl->contents.n; i++) {
		const ce_content *c = &gl->contents.at[i];

		if (c->obj_kind != CE_OBJ_FUNC && &p->gls.at[c->id] != gl) /* itself: a mark */
			return false;
	}
	return gl->contents.n;
}

/* Who finds pointers in it: known of those whose address is only where it is followed. */
static bool finds(const ce_program *p, const ce_gl *gl, uint32_t fn)
{
	bool bytes =
		is_defined(gl) && gl->global->flags & CE_GLOBAL_BYTES; /* others write text there (A13) */

	if (is_listed(p, gl) || is_hook(p, gl) ||
	    (!bytes && (gl->hidden.n || gl->unknown || given_up(&p->fns.at[fn]))))
		return true;
	for (uint32_t i = 0; i < gl->readers.n; i++)
		if (p->fns.at[gl->readers.at[i].fn].base == fn)
			return true;
	return false;
}

static void add_global(graph *g, uint32_t gl)
{
	const ce_gl *at = &g->p->gls.at[gl];

	g->open[node_of(g, gl)] = !is_listed(g->p, at) && !is_hook(g->p, at);
	for (uint32_t i = 0; i < at->contents.n; i++) {
		const ce_content *c = &at->contents.at[i];

		arrow(g, c->obj_kind == CE_OBJ_FUNC ? c->id : node_of(g, c->id), node_of(g, gl));
	}
	for (uint32_t i = 0; i < at->copies.n; i++)
		arrow(g, node_of(g, gl), node_of(g, at->copies.at[i].to));
	/* What the program puts into memory that leads to it, or that it is copied from. */
	for (uint32_t i = 0; (at->hidden.n || at->found.n) && i < g->p->code.n; i++)
		arrow(g, g->p->code.at[i].fn, node_of(g, gl));
	/* Whoever reads it without naming it got its address from one who does. */
	for (uint32_t i = 0; i < at->readers.n; i++)
		arrow(g, node_of(g, gl), g->p->fns.at[at->readers.at[i].fn].base);
}

/* ---- functions ------------------------------------------------------------------------- */

/* A statement that is not followed: it may call, or find, what it likes. */
static bool is_strange(const ce_edge *e)
{
	return !(e->flags & CE_EDGE_DATA) &&
	       (e->op == CE_OP_OPAQUE ||
	        (e->op == CE_OP_LEAK && (e->category == CE_CAT_ASM || e->category == CE_CAT_LIMIT)));
}

/* Library models tell of calls that are not in their bodies, but for those of their variables. */
static bool calls_others(const ce_program *p, const ce_fn *f)
{
	bool model = f->func->flags & CE_FUNC_MODEL;

	if (!f->defined || f->is_go || (model && given_up(f)))
		return true;
	for (uint32_t i = 0; model && i < f->summary->backs.n; i++) {
		const ce_back *b = &f->summary->backs.at[i];

		if (b->kind != CE_BACK_HOOK || !is_defined(&p->gls.at[b->id]))
			return true;
	}
	return false;
}

/* Code that the program makes at run time calls whom it likes. */
static bool calls_data(const ce_fn *f)
{
	for (uint32_t i = 0; f->summary && i < f->summary->backs.n; i++)
		if (f->summary->backs.at[i].kind == CE_BACK_DATA)
			return true;
	return false;
}

static void add_function(graph *g, uint32_t fn)
{
	const ce_fn *f = &g->p->fns.at[fn];
	const ce_unit_map *m = &g->p->units.at[f->unit];

	if (f->absent)
		return;
	g->open[fn] = calls_others(g->p, f) || calls_data(f);
	for (uint32_t i = 0; i < f->any_of.n; i++)
		arrow(g, f->any_of.at[i], fn);
	for (uint32_t i = 0; f->any_of.n && i < f->callers.n; i++)
		arrow(g, fn, g->p->fns.at[f->callers.at[i]].base);
	for (uint32_t i = 0; f->defined && i < f->func->calls.n; i++)
		if (f->func->calls.at[i].direct)
			arrow(g, m->funcs[f->func->calls.at[i].target], fn);
	for (uint32_t i = 0; f->defined && i < f->func->edges.n; i++) {
		const ce_edge *e = &f->func->edges.at[i];
		uint32_t named = ce_ref_index(e->src);

		g->open[fn] |= is_strange(e);
		if (e->op != CE_OP_ADDR)
			continue;
		if (ce_ref_kind(e->src) == CE_REF_FUNC)
			arrow(g, m->funcs[named], fn);
		else if (ce_ref_kind(e->src) == CE_REF_GLOBAL &&
		         finds(g->p, &g->p->gls.at[m->globals[named]], fn))
			arrow(g, node_of(g, m->globals[named]), fn);
	}
}

/* ---- search ---------------------------------------------------------------------------- */

static void sort_arrows(graph *g, uint32_t nodes)
{
	g->first = ce_calloc(nodes + 2, sizeof *g->first);
	for (uint32_t i = 0; i < g->from.n; i++)
		g->first[g->from.at[i] + 2]++;
	for (uint32_t i = 2; i < nodes + 2; i++)
		g->first[i] += g->first[i - 1];
	for (uint32_t i = 0; i < g->from.n; i++)
		ce_push(&g->sorted, 0);
	for (uint32_t i = 0; i < g->from.n; i++)
		g->sorted.at[g->first[g->from.at[i] + 1]++] = g->to.at[i];
}

/* Mark all that leads to the nodes of g->todo. */
static void mark(graph *g, bool *marked)
{
	while (g->todo.n) {
		uint32_t n = g->todo.at[--g->todo.n];

		for (uint32_t i = g->first[n]; i < g->first[n + 1]; i++) {
			uint32_t k = g->sorted.at[i];

			if (marked[k])
				continue;
			marked[k] = true;
			ce_push(&g->todo, k);
		}
	}
}

/* What leads to the hook is closed as long as that is at its default. */
static void mark_hook(graph *g, uint32_t gl, uint32_t nodes)
{
	bool *leads = ce_calloc(nodes, sizeof *leads);

	ce_push(&g->todo, node_of(g, gl));
	mark(g, leads);
	for (uint32_t f = 0; f < g->p->fns.n; f++) {
		ce_fn *fn = &g->p->fns.at[f];

		if (!leads[f])
			continue;
		fn->more_hooks = fn->hook != CE_NONE;
		if (fn->hook == CE_NONE || g->p->gls.at[gl].name < g->p->gls.at[fn->hook].name)
			fn->hook = gl;
	}
	free(leads);
}

/* Integers that are made pointers by the function itself, */
static void find_own_casts(ce_fn *f)
{
	for (uint32_t i = 0; i < f->func->args.n; i++) {
		uint32_t param = f->func->args.at[i].param;

		if (param < f->func->params.n && f->func->params.at[param].flags & CE_PARAM_AS_POINTER)
			f->pointers |= ce_arg_bit(i);
	}
}

/* ... or by a function that gets them as they are. */
static bool find_passed_casts(ce_program *p, ce_fn *f)
{
	uint64_t before = f->pointers;

	for (uint32_t i = 0; f->defined && i < f->func->consts.n; i++) {
		const ce_const *c = &f->func->consts.at[i];
		const ce_call *call = &f->func->calls.at[c->call];

		if (c->from == CE_NONE || !call->direct)
			continue;
		if (p->fns.at[p->units.at[f->unit].funcs[call->target]].pointers & ce_arg_bit(c->arg))
			f->pointers |= ce_arg_bit(c->from);
	}
	return f->pointers != before;
}

static void find_casts(ce_program *p)
{
	for (uint32_t f = 0; f < p->fns.n; f++)
		find_own_casts(&p->fns.at[f]);
	for (bool again = true; again;) {
		again = false;
		for (uint32_t f = 0; f < p->fns.n; f++)
			again |= find_passed_casts(p, &p->fns.at[f]);
	}
}

/* Where all that is called was solved finely, what seems to be called is. */
static void mark_coarse(graph *g, uint32_t nodes)
{
	enum { FINE = 2 };
	bool *leads = ce_calloc(nodes + 1, sizeof *leads);

	for (uint32_t f = 0; f < g->p->fns.n; f++)
		if (g->p->fns.at[f].notch >= FINE) {
			leads[g->p->fns.at[f].base] = true;
			ce_push(&g->todo, g->p->fns.at[f].base);
		}
	mark(g, leads);
	for (uint32_t f = 0; f < g->p->fns.n; f++)
		g->p->fns.at[f].coarse = leads[g->p->fns.at[f].base];
	free(leads);
}

void ce_solve_find_closed(ce_program *p)
{
	graph g = {.p = p};
	uint32_t nodes = p->fns.n + p->gls.n;

	g.open = ce_calloc(nodes + 1, sizeof *g.open);
	for (uint32_t f = 0; f < p->fns.n; f++)
		if (p->fns.at[f].base == f)
			add_function(&g, f);
	for (uint32_t i = 0; i < p->gls.n; i++)
		add_global(&g, i);
	find_casts(p);
	sort_arrows(&g, nodes);
	for (uint32_t i = 0; i < nodes; i++)
		if (g.open[i])
			ce_push(&g.todo, i);
	mark(&g, g.open);
	for (uint32_t f = 0; f < p->fns.n; f++) {
		p->fns.at[f].closed = p->fns.at[f].defined && !g.open[f];
		p->fns.at[f].hook = CE_NONE;
		p->fns.at[f].more_hooks = false;
	}
	for (uint32_t i = 0; i < p->gls.n; i++)
		if (!is_listed(p, &p->gls.at[i]) && is_hook(p, &p->gls.at[i]) && !p->gls.at[i].assumed)
			mark_hook(&g, i, nodes);
	mark_coarse(&g, nodes);
	ce_vec_free(&g.from);
	ce_vec_free(&g.to);
	ce_vec_free(&g.sorted);
	ce_vec_free(&g.todo);
	free(g.first);
	free(g.open);
}
