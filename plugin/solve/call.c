/*
 * call.c - which functions calls reach.
 */
#include "solve/solve.h"
#include "solve/solver.h"

#include <stdlib.h>

#include "cgoescape/source.h"

/* Open calls may be resolved by functions that make open calls, and so on. From
 * this depth on one instance per callee is shared, which ends the recursion. */
enum { MAX_OPEN_DEPTH = 3 };

uint64_t own_call_name(const solver *s)
{
	return ce_mix(own_fn(s)->name, 'w');
}

uint32_t call_new(solver *s, callsite c)
{
	ce_push(&s->calls, c);
	return s->calls.n - 1;
}

callsite call_like_own(solver *s, uint64_t name)
{
	callsite c = {.name = name,
	              .target = CE_NONE,
	              .direct = CE_NONE,
	              .nargs = s->func->args.n,
	              .nrets = s->func->nrets,
	              .ret_obj = CE_NONE,
	              .index = CE_NONE};

	c.args = ce_arena_alloc(&s->arena, (c.nargs + 1) * sizeof *c.args);
	c.rets = ce_arena_alloc(&s->arena, (c.nrets + 1) * sizeof *c.rets);
	for (uint32_t i = 0; i < c.nargs; i++)
		c.args[i] = i;
	for (uint32_t i = 0; i < c.nrets; i++)
		c.rets[i] = ce_func_ret_node(s->func, i);
	return c;
}

/* ---- calls that cannot be followed ------------------------------------------ */

static void leak_args(solver *s, uint32_t call, ce_category category, uint32_t who)
{
	for (uint32_t i = 0; i < s->calls.at[call].nargs; i++)
		add_leak(s, s->calls.at[call].args[i], category, who, s->calls.at[call].note, false);
}

static void return_value(solver *s, uint32_t call, ce_val v)
{
	for (uint32_t i = 0; i < s->calls.at[call].nrets; i++)
		if (s->calls.at[call].rets[i] != CE_NONE)
			add_val(s, s->calls.at[call].rets[i], v, (cause){CE_NONE, 0, s->calls.at[call].note});
}

void call_outside(solver *s, uint32_t call, ce_category category, uint32_t who)
{
	leak_args(s, call, category, who);
	return_value(s, call, val_make(0, CE_OFFID_ANY));
}

/* ---- targets ------------------------------------------------------------------ */

/* Reports whether the call has this callee already; remembers it. */
static bool seen(solver *s, uint32_t call, uint32_t callee)
{
	callsite *c = &s->calls.at[call];

	uint32_t *at = ce_map_at(&s->call_targets, (uint64_t)call << 32 | callee);

	if (*at != CE_NONE)
		return true;
	*at = 0;
	ce_push(&c->callees, callee);
	return false;
}

/* All calls of one callee as one, with nodes for all that it takes; the last one for all variadic arguments.
 */
static uint32_t shared_call(solver *s, uint32_t call, uint32_t callee)
{
	const ce_func *f = ce_read_fn(s->p, callee)->func;
	const callsite *first = &s->calls.at[call];
	callsite c = {.name = ce_mix(first->name, 's'),
	              .target = CE_NONE,
	              .direct = CE_NONE,
	              .nargs = f->args.n + (f->flags & CE_FUNC_VARIADIC ? 1 : 0),
	              .nrets = f->nrets,
	              .ret_obj = CE_NONE,
	              .index = first->index,
	              .note = first->note,
	              .depth = first->depth};

	c.args = ce_arena_alloc(&s->arena, (c.nargs + 1) * sizeof *c.args);
	c.rets = ce_arena_alloc(&s->arena, (c.nrets + 1) * sizeof *c.rets);
	for (uint32_t i = 0; i < c.nargs; i++)
		c.args[i] = node_new(s);
	for (uint32_t i = 0; i < c.nrets; i++)
		c.rets[i] = node_new(s);
	return call_new(s, c);
}

static void pass_args(solver *s, uint32_t call, uint32_t shared, uint32_t callee)
{
	const ce_func *f = ce_read_fn(s->p, callee)->func;

	for (uint32_t i = 0; i < s->calls.at[call].nargs; i++) {
		uint32_t to = i < f->args.n ? i : f->args.n, arg = s->calls.at[call].args[i];

		if (to < s->calls.at[shared].nargs)
			add_copy(s, s->calls.at[shared].args[to], arg, CE_OFFID_ZERO, s->calls.at[call].note);
		else /* as in instantiate() */
			add_leak(s, arg, CE_CAT_UNKNOWN_CALLEE, callee, s->calls.at[call].note, false);
	}
}

/* A callee seen with another result type: any element may be meant. */
static void pass_results(solver *s, uint32_t call, uint32_t shared)
{
	uint32_t nrets = s->calls.at[call].nrets, n = s->calls.at[shared].nrets;

	for (uint32_t i = 0; i < nrets; i++)
		for (uint32_t k = 0; k < n && s->calls.at[call].rets[i] != CE_NONE; k++)
			if (n != nrets || k == i)
				add_copy(s, s->calls.at[call].rets[i], s->calls.at[shared].rets[k],
				         CE_OFFID_ZERO, s->calls.at[call].note);
}

/* Deep down, and at coarse notches, all calls of one callee share one instance. */
static bool share(solver *s, uint32_t call, uint32_t callee)
{
	uint32_t *at, shared;

	if ((s->calls.at[call].depth < MAX_OPEN_DEPTH && !s->notch->one_call) ||
	    s->calls.at[call].name == own_call_name(s))
		return false;
	at = ce_map_at(&s->shared_calls, callee);
	shared = *at;
	if (shared == CE_NONE) {
		*at = shared = shared_call(s, call, callee);
		instantiate(s, shared, callee);
	}
	pass_args(s, call, shared, callee);
	pass_results(s, call, shared);
	return true;
}

static bool returns_new(const ce_summary *m)
{
	for (uint32_t i = 0; i < m->rets.n; i++) {
		const ce_sum_class *c = m->rets.at[i] == CE_NONE ? NULL : &m->classes.at[m->rets.at[i]];

		for (uint32_t k = 0; c && k < c->nvals; k++) {
			uint8_t kind = m->objs.at[m->vals.at[c->vals + k].obj].kind;

			if (kind == CE_OBJ_HEAP || kind == CE_OBJ_LOCAL || kind == CE_OBJ_RET)
				return true;
		}
	}
	return false;
}

/* Whether another call did the same with the same pointers: then this one does nothing else. A parser looks
 * at the next token at twenty places. What is new in each result makes a difference. */
static bool repeats(solver *s, uint32_t call, uint32_t callee)
{
	const callsite *c = &s->calls.at[call], *before;
	const ce_summary *m = c->alike ? ce_read_summary(s->p, callee) : NULL;
	uint32_t *at;

	if (!m || m->top || returns_new(m))
		return false;
	at = ce_map_at(&s->shared_calls,
	               ce_mix(ce_mix(c->alike, callee), (uint64_t)c->early << 1 | c->first));
	if (*at == CE_NONE) {
		*at = call;
		return false;
	}
	before = &s->calls.at[*at];
	for (uint32_t i = 0; i < c->nrets; i++)
		if (c->rets[i] != CE_NONE && (i >= before->nrets || before->rets[i] == CE_NONE))
			return false;
	pass_results(s, call, *at);
	return true;
}

/* One that takes more arguments than it gets does not. (Fewer, or another result, are common: hooks
 * that are cast.) */
static bool fits(const solver *s, uint32_t call, uint32_t fn)
{
	return ce_read_fn(s->p, fn)->func->args.n <= s->calls.at[call].nargs;
}

static void call_function(solver *s, uint32_t call, uint32_t callee)
{
	const ce_fn *fn = ce_read_fn(s->p, callee);

	if (fn->absent || seen(s, call, callee))
		return;
	if (fn->is_go) {
		call_outside(s, call, CE_CAT_CALLBACK, callee);
		add_back(s, CE_BACK_GO, callee, s->calls.at[call].note);
	} else if (!fn->defined) {
		call_outside(s, call, CE_CAT_UNKNOWN_CALLEE, callee);
		add_back(s, CE_BACK_UNKNOWN, callee, s->calls.at[call].note);
	} else if (!share(s, call, callee) && !repeats(s, call, callee)) {
		instantiate(s, call, callee);
	}
}

/* A function that does not fit is not meant where another one does, or may still come to light: sets of
 * functions are often larger than what is there in truth. Where none does (`misfits`) one that ignores
 * the last of its arguments may have been cast. */
void call_reaches(solver *s, uint32_t call, uint32_t callee)
{
	callsite *c = &s->calls.at[call];

	if (fits(s, call, callee)) {
		call_function(s, call, callee);
		return;
	}
	for (uint32_t i = 0; i < c->misfits.n; i++)
		if (c->misfits.at[i] == callee)
			return;
	ce_push(&c->misfits, callee);
}

bool call_misfits(solver *s)
{
	bool any = false;

	s->misfits = false;
	for (uint32_t i = 0; i < s->calls.n; i++) {
		bool none = s->calls.at[i].misfits.n && !s->calls.at[i].callees.n;

		s->misfits |= none;
		for (uint32_t k = 0; none && own_fn(s)->casts && k < s->calls.at[i].misfits.n; k++)
			call_function(s, i, s->calls.at[i].misfits.at[k]);
		any |= none && own_fn(s)->casts;
	}
	return any;
}

void call_direct(solver *s, uint32_t call)
{
	call_function(s, call, s->calls.at[call].direct);
}

/* The caller will know the target. Until then whatever the arguments reach may
 * be read and written by it, and its result is a place of its own. */
static void open_call(solver *s, uint32_t call)
{
	if (s->calls.at[call].open)
		return;
	s->calls.at[call].open = true;
	for (uint32_t i = 0; i < s->calls.at[call].nargs; i++)
		node_escapes(s, s->calls.at[call].args[i]);
	s->calls.at[call].ret_obj = obj_new(s, CE_OBJ_RET, call, ce_mix(s->calls.at[call].name, 'r'));
	return_value(s, call, val_make(s->calls.at[call].ret_obj, CE_OFFID_ZERO));
}

void call_unknown(solver *s, uint32_t call)
{
	if (s->calls.at[call].unknown)
		return;
	s->calls.at[call].unknown = true;
	call_outside(s, call, CE_CAT_CALLBACK, CE_NONE);
	add_back(s, CE_BACK_POINTER, s->calls.at[call].note, s->calls.at[call].note);
}

void note_calls_of_data(solver *s)
{
	for (uint32_t i = 0; i < s->calls.n; i++) {
		const node *n = s->calls.at[i].unknown ? &s->nodes.at[s->calls.at[i].target] : NULL;
		bool data = n;

		for (uint32_t k = 0; data && k < n->n; k++) {
			uint8_t kind = s->objs.at[val_obj(n->vals[k])].kind;

			data = kind == CE_OBJ_GLOBAL || kind == CE_OBJ_LOCAL || kind == CE_OBJ_HEAP;
		}
		if (data)
			add_back(s, CE_BACK_DATA, s->calls.at[i].note, s->calls.at[i].note);
	}
}

/* A pointer that was found behind a pointer in a global is called. */
static bool call_behind(solver *s, uint32_t call)
{
	if (s->calls.at[call].behind)
		return false;
	s->calls.at[call].behind = true;
	call_outside(s, call, CE_CAT_CALLBACK, CE_NONE);
	return true;
}

/* The functions that are listed for the places of a global that were read. */
static void list(const solver *s, uint32_t gl, uint32_t read, ce_ids *out)
{
	CE_VEC(ce_offid) places = {0};
	const ce_gl *g = ce_read_contents(s->p, gl);

	for (uint32_t i = 0; i < s->objs.at[read].origins.n; i++)
		if (s->objs.at[s->objs.at[read].origins.at[i].obj].kind == CE_OBJ_GLOBAL)
			ce_push(&places, s->objs.at[read].origins.at[i].off);
	for (uint32_t i = 0; i < g->contents.n; i++)
		for (uint32_t k = 0; k < places.n && g->contents.at[i].obj_kind == CE_OBJ_FUNC; k++)
			if (ce_off_overlap(s->p->offs.at.at[g->contents.at[i].off], s->width,
			                   s->p->offs.at.at[places.at[k]], s->width))
				ce_push(out, g->contents.at[i].id);
	ce_vec_free(&places);
}

/* What one place of a table holds is the same for every call with so many arguments; 0: the place of no
 * table, or others may store there. */
static uint64_t place_in_table(const solver *s, uint32_t call, uint32_t gl, uint32_t read)
{
	const object *o = &s->objs.at[read];
	const ce_gl *g = ce_read_contents(s->p, gl);

	if (o->origins.n != 1 || s->objs.at[o->origins.at[0].obj].kind != CE_OBJ_GLOBAL ||
	    !(g->constant || g->member))
		return 0;
	return ce_mix(ce_mix(gl, g->contents.n), ce_mix(o->origins.at[0].off, s->calls.at[call].nargs));
}

static void call_listed(solver *s, uint32_t call, uint32_t gl, uint32_t read)
{
	uint64_t place = place_in_table(s, call, gl, read);
	ce_ids there = {0}, others = {0};
	uint32_t wide = place ? any_of_place(s, place) : CE_NONE;

	if (wide == CE_NONE) {
		list(s, gl, read, &there);
		wide = place ? any_of(s, call, place, &there, &others) : CE_NONE;
	}
	if (wide != CE_NONE)
		call_function(s, call, wide);
	for (uint32_t i = 0; i < (place ? &others : &there)->n; i++)
		call_reaches(s, call, (place ? &others : &there)->at[i]);
	ce_vec_free(&there);
	ce_vec_free(&others);
}

/* What a global itself held at entry, and nothing else. The object may stand for what was
 * read further down too, as soon as that is met. */
static bool is_hook(const solver *s, uint32_t read)
{
	const object *o = &s->objs.at[read];
	const ce_gl *g;

	for (uint32_t i = 0; i < o->origins.n; i++)
		if (s->objs.at[o->origins.at[i].obj].kind != CE_OBJ_GLOBAL)
			return false;
	g = ce_read_global(s->p, s->objs.at[o->root].id);
	return !g->opaque || g->assumed;
}

/* A global that leads to tables of the program's own, and nothing else that the program stores. */
static bool leads_to_tables(const solver *s, uint32_t gl)
{
	const ce_gl *g = ce_read_global(s->p, gl), *t;
	uint32_t n = 0;

	if (g->made || g->hidden.n || (g->opaque && !g->assumed))
		return false;
	g = ce_read_contents(s->p, gl);
	for (uint32_t i = 0; i < g->contents.n && !n; i++) {
		if (g->contents.at[i].obj_kind != CE_OBJ_GLOBAL)
			continue;
		t = ce_read_contents(s->p, g->contents.at[i].id);
		for (uint32_t k = 0; k < t->contents.n; k++)
			n += t->contents.at[k].obj_kind == CE_OBJ_FUNC;
	}
	return n;
}

/* What memory held at entry that only a global itself led to, at entry: a table that a setter was given,
 * instead of one of the program's. */
static bool in_set_table(const solver *s, uint32_t read)
{
	const object *o = &s->objs.at[read];

	for (uint32_t i = 0; i < o->origins.n; i++) {
		const object *t = &s->objs.at[o->origins.at[i].obj];

		if (t->kind != CE_OBJ_CHILD || s->objs.at[t->root].kind != CE_OBJ_GLOBAL)
			return false;
		for (uint32_t k = 0; k < t->origins.n; k++) {
			const object *from = &s->objs.at[t->origins.at[k].obj];

			if (from->kind != CE_OBJ_GLOBAL || !leads_to_tables(s, from->id))
				return false;
		}
	}
	return true;
}

bool ce_solve_meets(const ce_program *p, ce_off a, ce_off b, uint64_t width)
{
	bool meet = ce_off_overlap(a, width, b, width);

	for (uint32_t i = 0; i < p->parts.n && !meet; i++) {
		ce_off part = {.base = p->parts.at[i]};

		meet = ce_off_overlap(ce_off_add(a, part), width, b, width) ||
		       ce_off_overlap(a, width, ce_off_add(b, part), width);
	}
	return meet;
}

/* The functions that the program has put into memory that is not followed, where those that lie `shift`
 * further on meet the place; in_globals: and those that stand in globals which it has given away. */
static void call_code(solver *s, uint32_t call, ce_off shift, ce_off place, bool in_globals)
{
	const ce_program *p = s->p;
	CE_VEC(uint32_t) there = {0};

	for (uint32_t i = 0; i < p->code.n; i++)
		if ((in_globals || !p->code.at[i].in_global) &&
		    ce_solve_meets(p, ce_off_add(shift, p->offs.at.at[p->code.at[i].off]), place, s->width))
			ce_push(&there, p->code.at[i].fn);
	for (uint32_t i = 0; i < there.n; i++)
		call_reaches(s, call, there.at[i]);
	ce_vec_free(&there);
}

/* What the program stores through pointers to the global that went through memory. */
static void call_hidden(solver *s, uint32_t call, uint32_t gl, uint32_t read)
{
	const ce_program *p = s->p;
	const ce_gl *g = ce_read_contents(p, gl);
	ce_offid place = s->objs.at[read].made_by;

	note_read(s, (ce_place){gl, place, true});
	ce_read_code(p);
	for (uint32_t k = 0; k < g->hidden.n; k++)
		call_code(s, call, p->offs.at.at[g->hidden.at[k]], p->offs.at.at[place], false);
}

/* What the program has put into memory from where it took what is in the global. Copies of whole structs are
 * none of tables. */
static void call_found(solver *s, uint32_t call, uint32_t gl, uint32_t read)
{
	const ce_program *p = s->p;
	const ce_gl *g = ce_read_contents(p, gl);

	if (g->found.n)
		ce_read_code(p);
	for (uint32_t i = 0; i < s->objs.at[read].origins.n; i++) {
		ce_off place = p->offs.at.at[s->objs.at[read].origins.at[i].off];

		note_read(s, (ce_place){gl, s->objs.at[read].origins.at[i].off, true});
		for (uint32_t k = 0; k < g->found.n; k++) {
			const ce_found f = g->found.at[k];
			ce_off at = p->offs.at.at[f.place], from = p->offs.at.at[f.from];

			if (f.all)
				from = ce_off_add(from, ce_off_add(place, ce_off_neg(at)));
			if (f.all || ce_off_overlap(at, s->width, place, s->width))
				call_code(s, call, CE_OFF_ZERO, from, !f.all);
		}
	}
}

/*
 * A function pointer kept directly in a global is a hook: what the program
 * stores there has been added to the view, so only what a setter was given by
 * others is left. That is assumed not to have happened and is said (docs/
 * model.md, A5). So it is with a pointer to a table of the program's. What else
 * is behind a pointer in a global is not at its default.
 */
static void call_global(solver *s, uint32_t call, uint32_t read)
{
	uint32_t gl = s->objs.at[s->objs.at[read].root].id;
	const ce_gl *g = ce_read_global(s->p, gl);
	bool hook = is_hook(s, read), table = !hook && in_set_table(s, read);

	note_read(s, (ce_place){gl, CE_OFFID_ANY, false});
	if (!g->opaque || hook) /* else unknown code, which does all that these do */
		call_listed(s, call, gl, read);
	if (g->constant)
		return;
	if (hook)
		call_hidden(s, call, gl, read);
	if (hook && !g->assumed)
		call_found(s, call, gl, read);
	if (hook && (!g->symbolic || g->assumed))
		return; /* nobody else can store there, or does */
	if (table && g->assumed)
		return;
	add_back(s, CE_BACK_HOOK, gl, s->calls.at[call].note);
	if (!hook && !table)
		call_behind(s, call);
}

bool calls_behind(solver *s)
{
	bool any = false;

	for (uint32_t i = 0; i < s->calls.n; i++) {
		const node *n = s->calls.at[i].target == CE_NONE ? NULL : &s->nodes.at[s->calls.at[i].target];

		for (uint32_t k = 0; n && k < n->n && !s->calls.at[i].behind; k++) {
			const object *o = &s->objs.at[val_obj(n->vals[k])];
			const object *root = &s->objs.at[o->root];

			if (o->kind == CE_OBJ_CHILD && root->kind == CE_OBJ_GLOBAL &&
			    !ce_read_global(s->p, root->id)->constant && !is_hook(s, val_obj(n->vals[k])) &&
			    !in_set_table(s, val_obj(n->vals[k])))
				any = call_behind(s, i);
		}
	}
	return any;
}

void call_target(solver *s, uint32_t call, ce_val target)
{
	const object *o = &s->objs.at[val_obj(target)];
	uint8_t root = s->objs.at[o->root].kind;

	switch ((ce_obj_kind)o->kind) {
	case CE_OBJ_FUNC:
		if (!s->notch->one_place || !s->calls.at[call].unknown)
			call_reaches(s, call, o->id);
		break;
	case CE_OBJ_PARAM:
	case CE_OBJ_RET:
		open_call(s, call);
		break;
	case CE_OBJ_CHILD:
		if (root == CE_OBJ_GLOBAL)
			call_global(s, call, val_obj(target));
		else
			open_call(s, call);
		break;
	case CE_OBJ_OUTSIDE:
	case CE_OBJ_GLOBAL:
	case CE_OBJ_LOCAL:
	case CE_OBJ_HEAP:
		/* Data that is called: made at run time, or merged by us. */
		call_unknown(s, call);
		break;
	}
}
