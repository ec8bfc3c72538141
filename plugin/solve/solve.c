/*
 * solve.c - one function: from its graph to the fixed point, coarser when over
 * budget.
 */
#include "solve/solve.h"

#include <stdlib.h>

#include "solve/solver.h"

/* The arrays and maps of a solver: do X to each, as one expression. */
#define EACH_VEC(X)                                                                                        \
	X(nodes), X(uses), X(objs), X(cells), X(stores), X(ways), X(copies), X(calls), X(moves), X(leaks), \
		X(whys), X(backs), X(queue), X(reads)
#define EACH_MAP(X)                                                                                          \
	X(obj_index), X(cell_index), X(store_index), X(near_index), X(const_index), X(pulled), X(use_index), \
		X(copy_index), X(call_targets), X(call_prints), X(alike_index), X(maker_index),              \
		X(call_index), X(back_index), X(off_index), X(shared_calls), X(read_index)

/* What the last solver left: thousands of functions are solved one after the other. */
static solver take_memory(ce_program *p)
{
	solver s = {0};

	if (p->idle) {
		s = *p->idle;
		*p->idle = (solver){0};
	}
	return s;
}

void solver_init(solver *s, ce_program *p, uint32_t fn, const notch *n, bool tracing)
{
	const ce_fn *f = &p->fns.at[fn];

	*s = take_memory(p);
	s->p = p;
	s->fn = fn;
	s->func = f->func;
	s->notch = n;
	s->tracing = tracing;
	s->limit = p->stats.steps > p->budget ? steps_over_budget(p, f, n) : steps_of(f, n);
	s->map = &p->units.at[f->unit];
	s->unit = s->map->unit;
	s->width = s->unit->pointer_size;
	ce_push(&s->uses, ((use){0}));
	ce_push(&s->stores, ((store){0}));
	ce_push(&s->ways, ((way){0}));
	ce_push(&s->copies, ((copy){0}));
	obj_new(s, CE_OBJ_OUTSIDE, 0, 0);
	for (uint32_t i = 0; i < s->func->nnodes; i++)
		node_new(s);
}

/* Empty again, with the memory that it has. */
static void clear(solver *s)
{
	solver kept = {.arena = s->arena};

	ce_arena_reset(&kept.arena);
#define KEEP_VEC(v) (memcpy(&kept.v, &s->v, sizeof kept.v), kept.v.n = 0)
#define KEEP_MAP(m) (kept.m = s->m, ce_map_reuse(&kept.m))
	EACH_VEC(KEEP_VEC);
	EACH_MAP(KEEP_MAP);
	*s = kept;
}

static void free_memory(solver *s)
{
	ce_arena_free(&s->arena);
#define FREE_VEC(v) ce_vec_free(&s->v)
#define FREE_MAP(m) ce_map_free(&s->m)
	EACH_VEC(FREE_VEC);
	EACH_MAP(FREE_MAP);
}

void solver_free(solver *s)
{
	ce_program *p = s->p;

	for (uint32_t i = 0; i < s->objs.n; i++)
		ce_vec_free(&s->objs.at[i].origins);
	for (uint32_t i = 0; i < s->calls.n; i++) {
		ce_vec_free(&s->calls.at[i].callees);
		ce_vec_free(&s->calls.at[i].misfits);
	}
	if (!p->idle)
		p->idle = ce_calloc(1, sizeof *p->idle);
	else if (p->idle->nodes.cap) { /* another solver was freed since */
		free_memory(s);
		return;
	}
	clear(s);
	*p->idle = *s;
}

void ce_solve_free(ce_program *p)
{
	if (p->idle)
		free_memory(p->idle);
	free(p->idle);
	p->idle = NULL;
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
	uint32_t o = obj_new(s, CE_OBJ_LOCAL, local, ce_mix(ce_mix(own_fn(s)->name, local), 'l'));

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

enum { MADE_OFTEN = CE_NONE - 1 };

/* Whatever the arguments are; a pointer to an array knows that it is one. */
static bool is_constant_move(const ce_edge *e)
{
	return e->op == CE_OP_COPY && !e->flags && !e->guard && ce_off_exact(e->off) && !e->off.extent;
}

/* Each expression has nodes of its own, but what is only moved by a constant is known by where it came from.
 */
static void find_makers(solver *s)
{
	for (uint32_t i = 0; i < s->func->edges.n; i++) {
		const ce_edge *e = &s->func->edges.at[i];
		uint32_t *at;

		if (e->op == CE_OP_STORE || e->op == CE_OP_MOVE || e->op == CE_OP_CALL || e->op == CE_OP_LEAK)
			continue; /* what these have there they read */
		at = ce_map_at(&s->maker_index, e->dst);
		*at = *at == CE_NONE && is_constant_move(e) ? i : MADE_OFTEN;
	}
}

/* Equal for nodes that hold the same pointers. */
static uint64_t identity(const solver *s, uint32_t n)
{
	uint64_t moved = 0;
	uint32_t at;

	for (int i = 0; i < 4 && n != CE_NONE; i++) {
		at = ce_map_get(&s->maker_index, n);
		if (at == CE_NONE || at == MADE_OFTEN)
			break;
		moved += (uint64_t)s->func->edges.at[at].off.base;
		n = s->func->edges.at[at].src;
	}
	return ce_mix(n, moved);
}

/* Calls of one function with the same pointers: a parser appends to its buffer at a hundred places. */
static uint64_t alike(const solver *s, const ce_call *k)
{
	uint64_t key = ce_mix(own_fn(s)->name, ce_read_fn(s->p, s->map->funcs[k->target])->name);

	for (uint32_t i = 0; i < k->nargs; i++)
		key = ce_mix(key, identity(s, s->func->lists.at[k->args + i]));
	return key;
}

static void count_alike(solver *s)
{
	find_makers(s);
	for (uint32_t i = 0; i < s->func->calls.n; i++) {
		uint32_t *n;

		if (!s->func->calls.at[i].direct)
			continue;
		n = ce_map_at(&s->alike_index, alike(s, &s->func->calls.at[i]));
		*n = *n == CE_NONE ? 1 : *n + 1;
	}
}

static uint64_t several_alike(const solver *s, const ce_call *k)
{
	uint64_t key = k->direct ? alike(s, k) : 0;

	return key && ce_map_get(&s->alike_index, key) > 1 ? key : 0;
}

static void seed_call(solver *s, const ce_edge *e)
{
	uint32_t index = e->src;
	const ce_call *k = &s->func->calls.at[index];
	callsite c = {
		.name = ce_mix(ce_mix(own_fn(s)->name, index), 'k'),
		.alike = several_alike(s, k),
		.target = k->direct ? CE_NONE : k->target,
		.direct = k->direct ? specialise(s, s->map->funcs[k->target], index) : CE_NONE,
		.args = s->func->lists.at + k->args,
		.nargs = k->nargs,
		.rets = s->func->lists.at + k->rets,
		.nrets = k->nrets,
		.ret_obj = CE_NONE,
		.index = index,
		.note = gnote(s, k->note),
		.early = e->flags & CE_EDGE_EARLY && !s->notch->one_call,
		.first = e->flags & CE_EDGE_FIRST && !s->notch->one_call,
	};
	uint32_t call = call_new(s, c);

	if (k->direct)
		call_direct(s, call);
	else
		add_call_use(s, k->target, call, c.note);
}

static uint64_t move_size(const solver *s, const ce_edge *e)
{
	int64_t n;

	if (!ce_size_is_arg(e->size))
		return e->size;
	return own_value(own_fn(s), ce_size_arg(e->size), &n) && n >= 0 ? (uint64_t)n : CE_SIZE_UNKNOWN;
}

static uint8_t store_flags(const solver *s, const ce_edge *e)
{
	if (e->flags & CE_EDGE_IF_RETURNS && !own_fn(s)->callees_return)
		return e->flags & (CE_EDGE_UPDATE | CE_EDGE_TYPED);
	return e->flags & (CE_EDGE_TRANSIENT | CE_EDGE_CALM | CE_EDGE_UPDATE | CE_EDGE_TYPED);
}

/* Structs of one name in two units are nearly always the same. */
static uint32_t pointee(const solver *s, const ce_edge *e)
{
	const char *name = ce_text(&s->unit->strings, e->type);
	uint64_t h = 0;

	for (; *name; name++)
		h = ce_mix(h, (unsigned char)*name);
	return (uint32_t)h;
}

static void seed_edge(solver *s, uint32_t i)
{
	const ce_edge *e = &s->func->edges.at[i];
	ce_gnote note = gnote(s, e->note);
	uint32_t o;

	switch ((ce_op)e->op) {
	case CE_OP_ADDR:
		o = ref_object(s, e->src);
		add_val(s, e->dst, val_make(o, ce_off_intern(&s->p->offs, e->off)),
		        (cause){CE_NONE, 0, note});
		break;
	case CE_OP_COPY:
		if (e->flags & CE_EDGE_EXCEPT)
			add_copy_except(s, e->dst, e->src, ce_size_arg(e->size),
			                ce_off_intern(&s->p->offs, e->off), note);
		else
			add_copy(s, e->dst, e->src, ce_off_intern(&s->p->offs, e->off), note);
		break;
	case CE_OP_LOAD:
		add_load(s, e->dst, e->src, e->size,
		         (how_read){e->flags & CE_EDGE_INT, e->flags & CE_EDGE_TYPED, pointee(s, e),
		                    e->flags & CE_EDGE_EARLY, e->flags & CE_EDGE_FIRST,
		                    e->flags & CE_EDGE_PIECE || (e->flags & CE_EDGE_MOVED && s->p->cuts)},
		         note);
		break;
	case CE_OP_STORE:
		add_store(s, e->dst, e->src, e->size, store_flags(s, e) | STORE_OWN, note);
		break;
	case CE_OP_MOVE:
		add_move(s, e->dst, e->src, move_size(s, e), note);
		break;
	case CE_OP_CALL:
		seed_call(s, e);
		break;
	case CE_OP_LEAK:
		add_leak(s, e->src, (ce_category)e->category, CE_NONE, note, false);
		break;
	case CE_OP_OPAQUE:
		add_val(s, e->dst, val_make(0, CE_OFFID_ANY), (cause){CE_NONE, 0, note});
		break;
	case CE_OP_NEW:
		o = obj_new(s, CE_OBJ_HEAP, CE_NONE, ce_mix(ce_mix(own_fn(s)->name, i), 'h'));
		s->objs.at[o].made_by_call = ce_mix(own_fn(s)->name, i);
		add_val(s, e->dst, val_make(o, CE_OFFID_ZERO), (cause){CE_NONE, 0, note});
		break;
	case CE_OP_CAST:
		add_use(s, e->dst, (use){.kind = USE_CAST});
		break;
	case CE_NOPS:
		break;
	}
}

/*
 * Take over the summary that the function has already, as if it called itself
 * with its own parameters. In a recursion this makes summaries only grow, so
 * that they settle though merging depends on what was met first.
 */
static void call_itself(solver *s)
{
	callsite c = call_like_own(s, own_call_name(s));

	c.direct = s->fn;
	call_direct(s, call_new(s, c));
}

/* Whether what an object held at entry was only loaded as a pointer to that type: another struct may have
 * another pointer at the same place. Coarsely both are one object. */
static bool is_of_type(const solver *s, const object *o, uint32_t type)
{
	uint64_t place = (uint64_t)o->origins.at[0].obj << 32 | o->origins.at[0].off << 1;
	uint32_t c = o->type ? CE_NONE : ce_map_get(&s->cell_index, place);

	for (uint32_t w = c == CE_NONE ? 0 : s->cells.at[c].types; w; w = s->ways.at[w].next)
		if (s->ways.at[w].type != type)
			return false;
	return c != CE_NONE || o->type == type;
}

/* What is read from a member that leads to known tables only (link/members.c). An
 * object that stands for several places is no table. */
static void mark_tables(solver *s, const ce_edge *e)
{
	const node *from = &s->nodes.at[e->src], *to = &s->nodes.at[e->dst];
	const object *g;

	if (from->n != 1)
		return;
	g = &s->objs.at[val_obj(from->vals[0])];
	if (g->kind != CE_OBJ_GLOBAL || !ce_read_global(s->p, g->id)->member ||
	    !ce_read_contents(s->p, g->id)->contents.n)
		return;
	for (uint32_t i = 0; i < to->n; i++) {
		object *o = &s->objs.at[val_obj(to->vals[i])];

		o->tables |= o->kind == CE_OBJ_CHILD && o->origins.n == 1 &&
		             ce_off_exact(s->p->offs.at.at[o->made_by]) && !s->objs.at[o->parent].collapsed &&
		             is_of_type(s, o, pointee(s, e));
	}
}

static bool in_tables(const solver *s, uint32_t obj, int depth)
{
	const object *o = &s->objs.at[obj];

	if (o->collapsed || stands_for_new(o) || o->kind != CE_OBJ_CHILD || depth > 4)
		return false;
	for (uint32_t i = 0; i < o->origins.n && !o->tables; i++)
		if (!in_tables(s, o->origins.at[i].obj, depth + 1))
			return false;
	return o->tables || o->origins.n;
}

bool call_of_tables(const solver *s, uint32_t call)
{
	const callsite *c = &s->calls.at[call];
	const node *n = c->target == CE_NONE ? NULL : &s->nodes.at[c->target];

	for (uint32_t i = 0; !c->tables && n && i < n->n; i++) {
		const object *o = &s->objs.at[val_obj(n->vals[i])];
		bool known = o->kind == CE_OBJ_FUNC || s->objs.at[o->root].kind == CE_OBJ_GLOBAL;

		if (!known && !in_tables(s, val_obj(n->vals[i]), 0))
			return false;
	}
	return n;
}

void solver_run(solver *s)
{
	seed_params(s);
	count_alike(s);
	if (own_fn(s)->any_of.n)
		call_any_of(s);
	for (uint32_t i = 0; i < s->func->edges.n && !s->failed; i++)
		if (edge_exists(s, &s->func->edges.at[i]))
			seed_edge(s, i);
	do
		propagate(s);
	while (outward_calls(s) || calls_behind(s) || call_misfits(s));
#ifndef NDEBUG
	solver_check(s);
#endif
	for (uint32_t i = 0; i < s->func->edges.n && !s->failed; i++)
		if (s->func->edges.at[i].op == CE_OP_LOAD)
			mark_tables(s, &s->func->edges.at[i]);
	find_transient(s);
	note_calls_of_data(s);
	s->p->stats.solves++;
	s->p->stats.steps += s->steps;
	s->p->stats.nodes += s->nodes.n;
}

static void remember_reads(solver *s)
{
	for (uint32_t i = 0; i < s->reads.n; i++)
		ce_depend_on_place(s->p, s->fn, s->reads.at[i]);
}

static bool replace(ce_program *p, uint32_t fn, ce_summary *now)
{
	ce_fn *f = &p->fns.at[fn];
	bool changed = !f->summary || !summary_equal(f->summary, now);

	ce_summary_free(f->summary);
	f->summary = now;
	return changed;
}

bool ce_replace_summary(ce_program *p, uint32_t fn, ce_summary *now)
{
	if (now) {
		now->print = summary_print(now);
		return replace(p, fn, now);
	}
	ce_solve_give_up(p, fn);
	return true;
}

void ce_solve_coarser(ce_program *p, uint32_t fn)
{
	if (p->fns.at[fn].notch < nnotches - 1)
		p->fns.at[fn].notch++;
}

void ce_solve_give_up(ce_program *p, uint32_t fn)
{
	ce_summary *top = ce_calloc(1, sizeof *top);

	top->top = true;
	top->print = summary_print(top);
	p->stats.tops++;
	replace(p, fn, top);
}

static void note_attempt(const solver *s, bool over)
{
	ce_attempt a = {over, s->steps, s->nodes.n};

	if (s->p->solution)
		ce_push(&s->p->solution->attempts, a);
}

/* How a function is solved next. */
typedef struct plan {
	uint8_t notch;
	uint8_t joins; /* attempts made for what was joined */
} plan;

/* Finely once more, with fewer objects, when it was over budget. */
static bool may_join(const solver *s, const ce_summary *now, const plan *at)
{
	enum { JOINS = 3 };
	/* A summary that is too large may be small enough for the next notch. */
	bool large = now && at->notch == LAST_FINE && too_large(now, at->notch);

	return (s->failed || large) && at->notch <= LAST_FINE && at->joins < JOINS && !s->recursive &&
	       s->p->stats.steps <= s->p->budget;
}

/* Over the program's budget the last notch is a short attempt. A function that is given up gives away
 * all that it has: before that a small one may cost what others may, from then on. */
static bool has_last_chance(const solver *s)
{
	enum { SMALL = 1000 };

	return s->failed && s->notch == &notches[nnotches - 1] && own_fn(s)->cost < s->notch->steps &&
	       s->limit < s->notch->steps && s->func->edges.n < SMALL && !s->p->quick;
}

static void plan_next(const solver *s, const ce_summary *now, plan *at)
{
	if (may_join(s, now, at) && join_objects(s))
		at->joins++;
	else if (has_last_chance(s))
		s->p->fns.at[s->fn].cost = (uint32_t)s->notch->steps;
	else
		at->notch = next_notch(s);
}

/* One attempt: its summary, or NULL when that cost too much. */
static ce_summary *solve_once(ce_program *p, uint32_t fn, bool widen, plan *at)
{
	bool over = p->stats.steps > p->budget;
	ce_summary *now = NULL;
	solver s;

	if (p->fns.at[fn].notch != at->notch)
		p->fns.at[fn].cost = 0;
	p->fns.at[fn].notch = at->notch;
	solver_init(&s, p, fn, &notches[at->notch], false);
	s.widening = widen;
	if (widen)
		call_itself(&s);
	solver_run(&s);
	note_attempt(&s, over);
	if (!s.failed) {
		remember_reads(&s);
		now = summarize(&s);
		p->fns.at[fn].cost = (uint32_t)s.steps;
		p->fns.at[fn].leads_out |= leads_out(&s);
		p->fns.at[fn].misfits = s.misfits;
	}
	if (!now || too_large(now, at->notch)) {
		plan_next(&s, now, at);
		ce_summary_free(now);
		now = NULL;
	}
	solver_free(&s);
	return now;
}

bool ce_solve_function(ce_program *p, uint32_t fn, bool widen)
{
	plan at = {ce_first_notch(p, fn), 0};

	if (p->fns.at[fn].summary && p->fns.at[fn].summary->top)
		return false; /* once given up, always given up */
	while (at.notch < nnotches) {
		ce_summary *now = solve_once(p, fn, widen, &at);

		if (now)
			return replace(p, fn, now);
		p->stats.retries++;
	}
	ce_solve_give_up(p, fn);
	return true;
}
