/*
 * fixpoint.c - the order in which functions are solved, and until when.
 *
 * Callees first, by strongly connected components (Tarjan). The call graph is
 * not known beforehand: indirect calls are found while solving. So rounds are
 * made; each knows the edges found so far, solves what is dirty, and ends with
 * the functions that must be seen again. Summaries start empty (optimistic) and
 * only the last round's are answers.
 */
#include <stdlib.h>
#include <string.h>

#include "link/link.h"
#include "solve/solve.h"

/* A component is given up as a whole, "unknown (limit)", when one member's summary has changed so many times
 * in one round, or after so many rounds. */
enum { WIDEN_AFTER = 4, MAX_CHANGES = 72, MAX_ROUNDS = 40 };

/* After so many solutions in one round a function is solved coarser, and again after
 * some more. */
enum { RESTLESS = 12, STILL_RESTLESS = 6 };

/* A component of so many functions is solved coarsely from the start: its members
 * see each other's summaries again and again. */
enum { LARGE_COMPONENT = 30, LARGE_NOTCH = 3 };

typedef struct fixpoint {
	ce_program *p;
	ce_memo *memo;
	CE_VEC(uint32_t) order;                     /* functions, callees first */
	CE_VEC(uint32_t) starts;                    /* first member of each component in order */
	bool *dirty, *needed;                       /* these and solutions have room for nfns functions */
	uint32_t *solutions, *this_round, *changes; /* changes: of the summary, in this round */
	uint32_t nfns;
	ce_ids members; /* of the component at hand; grows by specialisations */
	ce_ids woken;
} fixpoint;

/* ---- components ------------------------------------------------------------------ */

typedef struct tarjan {
	fixpoint *x;
	uint32_t *low, *num, next;
	uint32_t *finished, nfinished;
	bool *on_stack;
	CE_VEC(uint32_t) stack;
	/* The depth-first search keeps its own stack: call chains are long. */
	CE_VEC(uint32_t) path;
	CE_VEC(uint32_t) at;      /* next edge of each function on the path */
	CE_VEC(uint32_t) edge_of; /* edges: callee lists by function */
	uint32_t *first;
	ce_ids edges;
} tarjan;

/* What a function calls that was given up has no influence any more. */
static bool given_up(const ce_fn *f)
{
	return f->summary && f->summary->top;
}

static void collect_edges(tarjan *t)
{
	ce_program *p = t->x->p;
	ce_ids *lists = ce_calloc(p->fns.n, sizeof *lists);

	for (uint32_t f = 0; f < p->fns.n; f++) {
		const ce_fn *fn = &p->fns.at[f];
		const ce_unit_map *m = &p->units.at[fn->unit];

		for (uint32_t i = 0; fn->defined && !given_up(fn) && i < fn->func->calls.n; i++)
			if (fn->func->calls.at[i].direct)
				ce_push(&lists[f], m->funcs[fn->func->calls.at[i].target]);
		for (uint32_t i = 0; i < fn->callers.n; i++)
			if (!given_up(&p->fns.at[fn->callers.at[i]]))
				ce_push(&lists[fn->callers.at[i]], f);
	}
	t->first = ce_malloc((p->fns.n + 1) * sizeof *t->first);
	for (uint32_t f = 0; f < p->fns.n; f++) {
		t->first[f] = t->edges.n;
		for (uint32_t i = 0; i < lists[f].n; i++)
			ce_push(&t->edges, lists[f].at[i]);
		ce_vec_free(&lists[f]);
	}
	t->first[p->fns.n] = t->edges.n;
	free(lists);
}

static void enter(tarjan *t, uint32_t f)
{
	t->low[f] = t->num[f] = ++t->next;
	t->on_stack[f] = true;
	ce_push(&t->stack, f);
	ce_push(&t->path, f);
	ce_push(&t->at, t->first[f]);
}

static int compare_finished(const void *a, const void *b, void *finished)
{
	const uint32_t *of = finished, *x = a, *y = b;

	return of[*x] < of[*y] ? -1 : of[*x] > of[*y];
}

/* Inside a component, too, what the search left first is what the others wait for. */
static void callees_first(tarjan *t, uint32_t start)
{
	fixpoint *x = t->x;

	qsort_r(x->order.at + start, x->order.n - start, sizeof *x->order.at, compare_finished, t->finished);
}

static void leave(tarjan *t, uint32_t f)
{
	fixpoint *x = t->x;
	uint32_t member;

	t->finished[f] = t->nfinished++;
	if (t->low[f] != t->num[f])
		return;
	ce_push(&x->starts, x->order.n);
	do {
		member = t->stack.at[--t->stack.n];
		t->on_stack[member] = false;
		x->p->fns.at[member].scc = x->starts.n - 1;
		ce_push(&x->order, member);
	} while (member != f);
	callees_first(t, x->starts.at[x->starts.n - 1]);
}

static void search(tarjan *t, uint32_t root)
{
	enter(t, root);
	while (t->path.n) {
		uint32_t f = t->path.at[t->path.n - 1], *at = &t->at.at[t->at.n - 1], g;

		if (*at == t->first[f + 1]) {
			leave(t, f);
			t->path.n--;
			t->at.n--;
			if (t->path.n) {
				uint32_t up = t->path.at[t->path.n - 1];

				if (t->low[f] < t->low[up])
					t->low[up] = t->low[f];
			}
			continue;
		}
		g = t->edges.at[(*at)++];
		if (!t->num[g])
			enter(t, g);
		else if (t->on_stack[g] && t->num[g] < t->low[f])
			t->low[f] = t->num[g];
	}
}

static void components(fixpoint *x)
{
	uint32_t n = x->p->fns.n;
	tarjan t = {.x = x,
	            .low = ce_calloc(n, sizeof *t.low),
	            .num = ce_calloc(n, sizeof *t.num),
	            .finished = ce_calloc(n, sizeof *t.finished),
	            .on_stack = ce_calloc(n, sizeof *t.on_stack)};

	x->order.n = x->starts.n = 0;
	collect_edges(&t);
	/* Indirect calls are not known yet: what may be called so comes first. */
	for (uint32_t f = 0; f < n; f++)
		if (!t.num[f] && x->p->fns.at[f].addressed && !x->p->settled)
			search(&t, f);
	for (uint32_t f = 0; f < n; f++)
		if (!t.num[f])
			search(&t, f);
	ce_push(&x->starts, x->order.n);
	free(t.low);
	free(t.num);
	free(t.finished);
	free(t.on_stack);
	free(t.first);
	ce_vec_free(&t.stack);
	ce_vec_free(&t.path);
	ce_vec_free(&t.at);
	ce_vec_free(&t.edges);
}

/* ---- what is needed --------------------------------------------------------------- */

/* Everything reachable from a reported function by direct calls, by addresses it
 * takes and by tables it names: models that nobody uses are not solved. */
static void need(fixpoint *x, ce_ids *todo, uint32_t f)
{
	if (x->needed[f] || !x->p->fns.at[f].defined)
		return;
	x->needed[f] = x->dirty[f] = true;
	ce_push(todo, f);
}

static void need_global(fixpoint *x, ce_ids *todo, bool *seen, uint32_t gl)
{
	const ce_gl *g = &x->p->gls.at[gl];

	if (seen[gl])
		return;
	seen[gl] = true;
	for (uint32_t i = 0; i < g->contents.n; i++) {
		if (g->contents.at[i].obj_kind == CE_OBJ_FUNC) {
			x->p->fns.at[g->contents.at[i].id].addressed = true;
			need(x, todo, g->contents.at[i].id);
		} else
			need_global(x, todo, seen, g->contents.at[i].id);
	}
}

static void find_needed(fixpoint *x)
{
	bool *seen = ce_calloc(x->p->gls.n, sizeof *seen);
	ce_ids todo = {0};

	for (uint32_t f = 0; f < x->p->fns.n; f++)
		if (x->p->fns.at[f].reported)
			need(x, &todo, f);
	while (todo.n) {
		const ce_fn *fn = &x->p->fns.at[todo.at[--todo.n]];
		const ce_unit_map *m = &x->p->units.at[fn->unit];

		for (uint32_t i = 0; i < fn->func->calls.n; i++)
			if (fn->func->calls.at[i].direct)
				need(x, &todo, m->funcs[fn->func->calls.at[i].target]);
		for (uint32_t i = 0; i < fn->func->edges.n; i++) {
			const ce_edge *e = &fn->func->edges.at[i];

			if (e->op != CE_OP_ADDR)
				continue;
			if (ce_ref_kind(e->src) == CE_REF_FUNC) {
				x->p->fns.at[m->funcs[ce_ref_index(e->src)]].addressed = true;
				need(x, &todo, m->funcs[ce_ref_index(e->src)]);
			} else if (ce_ref_kind(e->src) == CE_REF_GLOBAL)
				need_global(x, &todo, seen, m->globals[ce_ref_index(e->src)]);
		}
	}
	ce_vec_free(&todo);
	free(seen);
}

/* ---- rounds ----------------------------------------------------------------------- */

static void mark_dirty(fixpoint *x, const uint32_t *fns, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		x->dirty[fns[i]] = true;
}

/* Specialisations that came up are members of the component that asked for them. */
static void adopt(fixpoint *x)
{
	uint32_t n = x->p->fns.n;

	if (n == x->nfns)
		return;
	x->dirty = ce_realloc(x->dirty, n * sizeof *x->dirty);
	x->needed = ce_realloc(x->needed, n * sizeof *x->needed);
	x->solutions = ce_realloc(x->solutions, n * sizeof *x->solutions);
	x->this_round = ce_realloc(x->this_round, n * sizeof *x->this_round);
	x->changes = ce_realloc(x->changes, n * sizeof *x->changes);
	for (uint32_t f = x->nfns; f < n; f++) {
		x->dirty[f] = x->needed[f] = true;
		x->solutions[f] = x->this_round[f] = x->changes[f] = 0;
		ce_push(&x->members, f);
	}
	x->nfns = n;
}

static void update_globals(fixpoint *x, uint32_t f)
{
	x->woken.n = 0;
	ce_globals_update(x->p, f, &x->woken);
	mark_dirty(x, x->woken.at, x->woken.n);
}

static void solve_one(fixpoint *x, uint32_t f)
{
	bool changed;
	ce_fn *fn;

	if (ce_solve_specialise(x->p, f)) { /* it needs their summaries */
		adopt(x);
		return;
	}
	x->dirty[f] = false;
	x->solutions[f]++;
	if (++x->this_round[f] >= RESTLESS && (x->this_round[f] - RESTLESS) % STILL_RESTLESS == 0)
		ce_solve_coarser(x->p, f);
	if (x->solutions[f] > x->p->stats.max_iterations)
		x->p->stats.max_iterations = x->solutions[f];
	changed = ce_memo_solve(x->memo, x->p, f, x->solutions[f] > WIDEN_AFTER);
	adopt(x);
	update_globals(x, f);
	if (!changed)
		return;
	x->changes[f]++;
	fn = &x->p->fns.at[f];
	mark_dirty(x, fn->callers.at, fn->callers.n);
}

static void give_up(fixpoint *x)
{
	for (uint32_t i = 0; i < x->members.n; i++) {
		uint32_t f = x->members.at[i];
		ce_fn *fn = &x->p->fns.at[f];

		x->dirty[f] = false;
		if (!fn->defined || given_up(fn))
			continue;
		ce_solve_give_up(x->p, f);
		update_globals(x, f);
		mark_dirty(x, fn->callers.at, fn->callers.n);
	}
}

static void take_members(fixpoint *x, uint32_t from, uint32_t to)
{
	x->members.n = 0;
	for (uint32_t i = from; i < to; i++) {
		uint32_t f = x->order.at[i];

		ce_push(&x->members, f);
		if (to - from >= LARGE_COMPONENT && x->p->fns.at[f].notch < LARGE_NOTCH)
			x->p->fns.at[f].notch = LARGE_NOTCH;
	}
}

static bool is_any_of(const fixpoint *x, uint32_t member)
{
	return x->p->fns.at[x->members.at[member]].any_of.n;
}

/* When a member is solved: those come first that were solved least often. What calls all others, and is
 * called by them, as an interpreter's loop, waits so for what they settle to. What stands for many functions
 * (any_of.c) waits until all of those are done. */
static uint32_t turn(const fixpoint *x, uint32_t member)
{
	enum { AT_ONCE = 2 };

	return is_any_of(x, member) ? UINT32_MAX - 1 : x->this_round[x->members.at[member]] / AT_ONCE;
}

/* The member to solve next; CE_NONE: all are done. Of one turn, specialisations that came up come first, the
 * latest before all: they are callees of those before them, which wait for what they settle to. Then the
 * others, from i on and around. */
static uint32_t next_dirty(const fixpoint *x, uint32_t own, uint32_t i)
{
	uint32_t came = x->members.n - own, best = CE_NONE, least = UINT32_MAX;

	for (uint32_t n = 0; n < x->members.n && least; n++) {
		uint32_t k = n < came ? x->members.n - 1 - n : (i + n - came) % own;

		if (x->dirty[x->members.at[k]] && turn(x, k) < least) {
			best = k;
			least = turn(x, k);
		}
	}
	return best;
}

static bool solve_component(fixpoint *x, uint32_t from, uint32_t to)
{
	uint32_t own = to - from, next = 0;
	bool any = false;

	take_members(x, from, to);
	for (uint32_t i; (i = next_dirty(x, own, next)) != CE_NONE; any = true) {
		uint32_t f = x->members.at[i], before = x->members.n;

		if (x->changes[f] >= MAX_CHANGES || x->p->stats.rounds >= MAX_ROUNDS) {
			give_up(x);
			return true;
		}
		solve_one(x, f);
		if (i < own)
			next = x->members.n > before ? i : i + 1;
	}
	return any;
}

/* Their callees may be known better now than when they were given up. */
static void update_given_up(fixpoint *x)
{
	for (uint32_t f = 0; f < x->p->fns.n; f++)
		if (given_up(&x->p->fns.at[f]))
			update_globals(x, f);
}

static bool make_round(fixpoint *x)
{
	bool any = false;

	components(x);
	memset(x->this_round, 0, x->nfns * sizeof *x->this_round);
	memset(x->changes, 0, x->nfns * sizeof *x->changes);
	for (uint32_t c = 0; c + 1 < x->starts.n; c++)
		any |= solve_component(x, x->starts.at[c], x->starts.at[c + 1]);
	update_given_up(x);
	x->p->stats.rounds++;
	return any;
}

/* The work that a program of this size may cost before every further function
 * gets one coarse attempt only: it keeps the whole linear in the input. */
static void set_budget(const fixpoint *x)
{
	enum { STEPS_FREE = 1000000, STEPS_PER_EDGE = 10, QUICKER = 8, LARGE = 1500000 };
	uint64_t steps = STEPS_FREE;

	for (uint32_t f = 0; f < x->p->fns.n; f++)
		if (x->needed[f])
			steps += (uint64_t)x->p->fns.at[f].func->edges.n * STEPS_PER_EDGE;
	x->p->large = steps > LARGE;
	x->p->budget = steps / (x->p->quick ? QUICKER : 1);
}

/* Functions that somebody outside can call, and that may know a struct by an array in it (A11). */
static void find_ways_out(const fixpoint *x)
{
	for (uint32_t f = 0; f < x->p->fns.n; f++) {
		const ce_fn *fn = &x->p->fns.at[f];
		bool given = fn->func->linkage != CE_LINK_INTERNAL || x->p->fns.at[fn->base].addressed;

		x->p->leads_out |= fn->defined && given && !(fn->func->flags & CE_FUNC_MODEL) &&
		                   (fn->leads_out || given_up(fn));
	}
}

/* What calls reach only functions that do not fit is known once no others come to light. */
static bool find_casts(fixpoint *x)
{
	bool any = false;

	for (uint32_t f = 0; f < x->p->fns.n; f++) {
		ce_fn *fn = &x->p->fns.at[f];

		if (!fn->misfits || fn->casts)
			continue;
		fn->casts = x->dirty[f] = any = true;
	}
	return any;
}

void ce_program_solve(ce_program *p, ce_memo *memo)
{
	fixpoint x = {.p = p,
	              .memo = memo,
	              .dirty = ce_calloc(p->fns.n, sizeof *x.dirty),
	              .needed = ce_calloc(p->fns.n, sizeof *x.needed),
	              .solutions = ce_calloc(p->fns.n, sizeof *x.solutions),
	              .this_round = ce_calloc(p->fns.n, sizeof *x.this_round),
	              .changes = ce_calloc(p->fns.n, sizeof *x.changes),
	              .nfns = p->fns.n};

	find_needed(&x);
	set_budget(&x);
	while (make_round(&x) || find_casts(&x))
		;
	p->settled = true;
	ce_solve_gather_backs(p, x.order.at, x.order.n);
	ce_solve_find_closed(p);
	find_ways_out(&x);
	components(&x); /* for reports */
	ce_vec_free(&x.members);
	free(x.dirty);
	free(x.needed);
	free(x.solutions);
	free(x.this_round);
	free(x.changes);
	ce_vec_free(&x.order);
	ce_vec_free(&x.starts);
	ce_vec_free(&x.woken);
}
