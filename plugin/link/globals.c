/*
 * globals.c - what the whole program is known to keep in its globals.
 *
 * Concrete pointers (functions, other globals) are listed place by place, so
 * that tables, default hooks and static pointers to constant tables resolve.
 * Anything else makes the global symbolic: it may hold what nobody here knows.
 */
#include <stdlib.h>
#include <string.h>

#include "cgoescape/source.h"
#include "link/link.h"
#include "solve/solve.h"

enum { POINTER = 8 }; /* bytes, of the widest pointer */

static bool overlap(const ce_program *p, ce_off a, ce_offid b)
{
	return ce_off_overlap(a, POINTER, p->offs.at.at[b], POINTER);
}

/* Those who read one of its places, or any. */
static void wake(ce_program *p, uint32_t gl, ce_offid off, ce_ids *dirty)
{
	for (uint32_t i = 0; dirty && i < p->gls.at[gl].readers.n; i++) {
		ce_gl_reader r = p->gls.at[gl].readers.at[i];

		if (!r.calls && overlap(p, p->offs.at.at[off], r.off))
			ce_push(dirty, r.fn);
	}
}

/* Those who call, by way of the global, what is stored `off` from a pointer to its place `at`. */
static void wake_callers(ce_program *p, uint32_t gl, ce_offid at, ce_offid off, ce_ids *dirty)
{
	ce_off place = ce_off_add(p->offs.at.at[at], p->offs.at.at[off]);

	for (uint32_t i = 0; i < p->gls.at[gl].readers.n; i++) {
		ce_gl_reader r = p->gls.at[gl].readers.at[i];

		if (r.calls && ce_solve_meets(p, place, p->offs.at.at[r.off], POINTER))
			ce_push(dirty, r.fn);
	}
}

static uint64_t content_key(uint32_t gl, ce_content c)
{
	ce_effect same = {CE_EFFECT_HOLDS, (uint8_t)c.obj_kind, gl, c.off, c.id, c.value_off};

	return ce_effect_key(&same);
}

/* The same content, or one that includes it, is listed. */
static bool listed(const ce_program *p, uint32_t gl, ce_content c)
{
	ce_content anywhere = c, any_place = c, both = c;

	anywhere.off = both.off = CE_OFFID_ANY;
	any_place.value_off = both.value_off = CE_OFFID_ANY;
	return ce_map_get(&p->content_index, content_key(gl, c)) != CE_NONE ||
	       ce_map_get(&p->content_index, content_key(gl, anywhere)) != CE_NONE ||
	       ce_map_get(&p->content_index, content_key(gl, any_place)) != CE_NONE ||
	       ce_map_get(&p->content_index, content_key(gl, both)) != CE_NONE;
}

/* Reports whether it was not known. */
static bool add_content(ce_program *p, uint32_t gl, ce_content c, ce_ids *dirty)
{
	if (listed(p, gl, c))
		return false;
	ce_map_put(&p->content_index, content_key(gl, c), 0);
	ce_push(&p->gls.at[gl].contents, c);
	wake(p, gl, c.off, dirty);
	return true;
}

static void make_symbolic(ce_program *p, uint32_t gl, uint32_t setter, ce_ids *dirty);
static void make_opaque(ce_program *p, uint32_t gl, uint32_t setter, ce_ids *dirty);

/* Whether all that the program stores there is listed, as far as it has not taken it from outside. */
static bool is_listed(const ce_gl *g)
{
	return !g->opaque && !g->made && !g->hidden.n && !g->found.n;
}

/* What is said of a global is true of those that it is copied to. */
static void tell_copies(ce_program *p, uint32_t gl, uint32_t setter, ce_ids *dirty)
{
	for (uint32_t i = 0; i < p->gls.at[gl].copies.n; i++) {
		uint32_t to = p->gls.at[gl].copies.at[i].to;

		if (!is_listed(&p->gls.at[gl]))
			make_opaque(p, to, setter, dirty);
		else if (p->gls.at[gl].symbolic)
			make_symbolic(p, to, setter, dirty);
	}
}

/* Others reach what the global holds through it. */
static void lead_on(ce_program *p, uint32_t gl, uint32_t setter, ce_ids *dirty)
{
	tell_copies(p, gl, setter, dirty);
	for (uint32_t i = 0; i < p->gls.at[gl].contents.n; i++)
		if (p->gls.at[gl].contents.at[i].obj_kind == CE_OBJ_GLOBAL)
			make_symbolic(p, p->gls.at[gl].contents.at[i].id, setter, dirty);
}

/* Whether they do. What the program loads from one that only its unit can name it tells itself
 * where that goes. */
static bool leads_on(const ce_program *p, uint32_t gl)
{
	const ce_gl *g = &p->gls.at[gl];

	return g->symbolic || g->shown || g->global->linkage != CE_LINK_INTERNAL;
}

/* The program stores something there that is not listed: calling what the global
 * holds is no call of its default any more. */
static void make_opaque(ce_program *p, uint32_t gl, uint32_t setter, ce_ids *dirty)
{
	ce_gl *g = &p->gls.at[gl];

	if (g->constant || g->opaque)
		return;
	g->opaque = g->symbolic = true;
	if (g->setter == CE_NONE)
		g->setter = setter;
	wake(p, gl, CE_OFFID_ANY, dirty);
	lead_on(p, gl, setter, dirty);
}

static void make_symbolic(ce_program *p, uint32_t gl, uint32_t setter, ce_ids *dirty)
{
	ce_gl *g = &p->gls.at[gl];

	if (g->setter == CE_NONE && !g->constant)
		g->setter = setter;
	if (g->constant ? g->shown : g->symbolic)
		return;
	*(g->constant ? &g->shown : &g->symbolic) = true;
	if (!g->constant)
		wake(p, gl, CE_OFFID_ANY, dirty);
	lead_on(p, gl, setter, dirty);
}

/* An object of the program's own may be stored there: what is called through it is what that object holds. */
static void make_made(ce_program *p, uint32_t gl, uint32_t setter, ce_ids *dirty)
{
	make_symbolic(p, gl, setter, dirty);
	if (p->gls.at[gl].made)
		return;
	p->gls.at[gl].made = true;
	wake(p, gl, CE_OFFID_ANY, dirty);
	tell_copies(p, gl, setter, dirty);
}

/* Where the units say that structs with function pointers are in others. */
static void find_parts(ce_program *p)
{
	ce_map have = {0};

	for (uint32_t i = 0; i < p->units.n; i++) {
		const ce_unit *u = p->units.at[i].unit;

		for (uint32_t k = 0; k < u->uses.n && !u->is_model; k++) {
			const ce_use *use = &u->uses.at[k];

			if (use->kind != CE_USE_PART || !use->x || ce_map_get(&have, use->x) != CE_NONE)
				continue;
			ce_map_put(&have, use->x, 0);
			ce_push(&p->parts, (int64_t)use->x);
		}
	}
	ce_map_free(&have);
}

void ce_globals_init(ce_program *p)
{
	find_parts(p);
	for (uint32_t i = 0; i < p->gls.n; i++) {
		const ce_global *g = p->gls.at[i].global;
		const ce_unit_map *m = &p->units.at[p->gls.at[i].unit];

		for (uint32_t k = 0; k < g->inits.n && !p->gls.at[i].member; k++) {
			const ce_init *init = &g->inits.at[k];
			bool code = ce_ref_kind(init->target) == CE_REF_FUNC;
			uint32_t index = ce_ref_index(init->target);
			ce_content c = {
				.off = ce_off_intern(&p->offs, (ce_off){.base = init->at}),
				.obj_kind = code ? CE_OBJ_FUNC : CE_OBJ_GLOBAL,
				.id = code ? m->funcs[index] : m->globals[index],
				.value_off = ce_off_intern(&p->offs, (ce_off){.base = init->off}),
			};

			add_content(p, i, c, NULL);
			if (!code && leads_on(p, i))
				make_symbolic(p, c.id, CE_NONE, NULL);
		}
	}
}

/* What the program gave away to code that was given up, and all that leads on from
 * there, may hold anything. */
static void make_unknown(ce_program *p, uint32_t gl, uint32_t fn, ce_ids *dirty)
{
	const ce_gl *g = &p->gls.at[gl];

	if (g->unknown)
		return;
	p->gls.at[gl].unknown = true;
	make_opaque(p, gl, fn, dirty);
	for (uint32_t i = 0; i < p->gls.at[gl].contents.n; i++)
		if (p->gls.at[gl].contents.at[i].obj_kind == CE_OBJ_GLOBAL)
			make_unknown(p, p->gls.at[gl].contents.at[i].id, fn, dirty);
}

/* ---- memory that is not followed -------------------------------------------------------- */

static void add_code(ce_program *p, ce_code c, ce_ids *dirty)
{
	ce_effect same = {
		.kind = CE_EFFECT_CODE, .obj_kind = c.in_global, .gl = CE_NONE, .off = c.off, .id = c.fn};
	uint32_t *at = ce_map_at(&p->content_index, ce_effect_key(&same));

	if (*at != CE_NONE)
		return;
	*at = 0;
	ce_push(&p->code, c);
	for (uint32_t i = 0; i < p->gls.n; i++) {
		for (uint32_t k = 0; k < p->gls.at[i].hidden.n && !c.in_global; k++)
			wake_callers(p, i, p->gls.at[i].hidden.at[k], c.off, dirty);
		if (p->gls.at[i].found.n)
			wake_callers(p, i, CE_OFFID_ANY, CE_OFFID_ZERO, dirty);
	}
}

/* A function in a global that such a pointer leads to. */
static void add_code_in(ce_program *p, ce_content c, ce_offid at, ce_ids *dirty)
{
	ce_off off = ce_off_add(p->offs.at.at[c.off], ce_off_neg(p->offs.at.at[at]));

	add_code(p, (ce_code){c.id, ce_off_intern(&p->offs, off), true}, dirty);
}

/* Pointers to the global are where they are not followed, so are those that it holds. There one to an element
 * of an array may be moved on to others. */
static void hide(ce_program *p, uint32_t gl, ce_offid at, uint32_t fn, ce_ids *dirty)
{
	ce_effect same = {.kind = CE_EFFECT_HIDDEN, .gl = gl};
	uint32_t *have, element = p->gls.at[gl].global->element;

	if (element)
		at = ce_off_intern(&p->offs, ce_off_add(p->offs.at.at[at], (ce_off){.stride = element}));
	same.value_off = at;
	have = ce_map_at(&p->content_index, ce_effect_key(&same));
	if (*have != CE_NONE)
		return;
	*have = 0;
	make_symbolic(p, gl, fn, dirty);
	ce_push(&p->gls.at[gl].hidden, at);
	if (p->gls.at[gl].hidden.n == 1) { /* it may lead to other tables (call.c) */
		wake(p, gl, CE_OFFID_ANY, dirty);
		tell_copies(p, gl, fn, dirty);
	}
	for (uint32_t i = 0; i < p->code.n; i++)
		wake_callers(p, gl, at, p->code.at[i].off, dirty);
	for (uint32_t i = 0; i < p->gls.at[gl].contents.n; i++) {
		ce_content c = p->gls.at[gl].contents.at[i];

		if (c.obj_kind == CE_OBJ_GLOBAL)
			hide(p, c.id, c.value_off, fn, dirty);
		else
			add_code_in(p, c, at, dirty);
	}
}

static void go_out(ce_program *p, uint32_t fn, ce_content c, const ce_spread *to, ce_ids *dirty)
{
	ce_off at = p->offs.at.at[c.off];
	ce_offid off = to->off;

	if (!to->all && !ce_off_overlap(at, 8, p->offs.at.at[to->place], 8))
		return;
	if (to->all)
		off = ce_off_intern(&p->offs, ce_off_add(at, p->offs.at.at[to->off]));
	if (c.obj_kind == CE_OBJ_FUNC)
		add_code(p, (ce_code){c.id, off, false}, dirty);
	else
		hide(p, c.id, c.value_off, fn, dirty);
}

static void spread(ce_program *p, uint32_t gl, ce_spread to, uint32_t fn, ce_ids *dirty)
{
	ce_push(&p->gls.at[gl].spreads, to);
	for (uint32_t i = 0; i < p->gls.at[gl].contents.n; i++)
		go_out(p, fn, p->gls.at[gl].contents.at[i], &to, dirty);
}

/* ---- effects of functions --------------------------------------------------------------- */

/* What is still to be listed. */
typedef struct holding {
	uint32_t gl;
	ce_content c;
} holding;

typedef CE_VEC(holding) holdings;

/* Whether some place of the range is in so many bytes; 0: of a global whose size is not known. */
static bool is_inside(ce_off off, uint64_t size)
{
	ce_off all = {.stride = 1, .count = size && size < UINT32_MAX ? (uint32_t)size : 0};

	if (ce_off_exact(off))
		return off.base >= 0 && (!size || (uint64_t)off.base < size);
	return ce_off_overlap(off, POINTER, all, 1);
}

/* From one global to another: the entry at one place, or all that a copy takes along. (A copy stays in it:
 * A2.) */
static void hold_copy(ce_program *p, ce_copied to, ce_content c, holdings *todo)
{
	enum { MANY = 4096 }; /* places; copies to and fro may shift them by any number */
	ce_off from = ce_off_plain(p->offs.at.at[to.from]), off = ce_off_plain(p->offs.at.at[c.off]);
	ce_off place = ce_off_plain(p->offs.at.at[to.place]);
	const ce_gl *g = &p->gls.at[to.to];

	if (!to.all && !ce_off_overlap(off, POINTER, from, POINTER))
		return;
	off = to.all ? ce_off_add(off, ce_off_add(place, ce_off_neg(from))) : place;
	if (!is_inside(off, g->global->size))
		return;
	if (off.base < 0 || (!g->global->size && off.base) || g->contents.n > MANY)
		off = CE_OFF_ANY;
	c.off = to.all ? ce_off_intern(&p->offs, off) : to.place;
	ce_push(todo, ((holding){to.to, c}));
}

static void set_tables(ce_program *p, uint32_t gl, ce_ids *dirty);

static void hold_one(ce_program *p, uint32_t fn, uint32_t gl, ce_content c, holdings *todo, ce_ids *dirty)
{
	bool news = add_content(p, gl, c, dirty);

	if (news && c.obj_kind == CE_OBJ_GLOBAL)
		set_tables(p, gl, dirty);
	for (uint32_t i = 0; news && i < p->gls.at[gl].copies.n; i++)
		hold_copy(p, p->gls.at[gl].copies.at[i], c, todo);
	for (uint32_t i = 0; i < p->gls.at[gl].spreads.n; i++)
		go_out(p, fn, c, &p->gls.at[gl].spreads.at[i], dirty);
	for (uint32_t i = 0; i < p->gls.at[gl].hidden.n && c.obj_kind == CE_OBJ_FUNC; i++)
		add_code_in(p, c, p->gls.at[gl].hidden.at[i], dirty);
	if (c.obj_kind != CE_OBJ_GLOBAL)
		return;
	if (leads_on(p, gl))
		make_symbolic(p, c.id, fn, dirty);
	if (p->gls.at[gl].hidden.n)
		hide(p, c.id, c.value_off, fn, dirty);
	if (p->gls.at[gl].unknown)
		make_unknown(p, c.id, fn, dirty);
}

static void hold_all(ce_program *p, uint32_t fn, holdings *todo, ce_ids *dirty)
{
	while (todo->n) {
		holding h = todo->at[--todo->n];

		hold_one(p, fn, h.gl, h.c, todo, dirty);
	}
	ce_vec_free(todo);
}

static void hold(ce_program *p, uint32_t fn, uint32_t gl, ce_content c, ce_ids *dirty)
{
	holdings todo = {0};

	ce_push(&todo, ((holding){gl, c}));
	hold_all(p, fn, &todo, dirty);
}

/* What another global holds, from now on. (From place to place of one table: nobody knows which goes where.)
 */
static void copy_global(ce_program *p, uint32_t fn, const ce_effect *e, ce_ids *dirty)
{
	ce_copied to = {e->gl, e->off, e->value_off, e->kind == CE_EFFECT_COPY};
	holdings todo = {0};

	if (e->gl == e->id) {
		make_opaque(p, e->gl, fn, dirty);
		return;
	}
	if (!p->gls.at[e->id].constant) {
		ce_push(&p->gls.at[e->id].copies, to);
		tell_copies(p, e->id, fn, dirty);
	}
	for (uint32_t i = 0; i < p->gls.at[e->id].contents.n; i++)
		hold_copy(p, to, p->gls.at[e->id].contents.at[i], &todo);
	hold_all(p, fn, &todo, dirty);
}

/* Whether the argument may be a function, by the parameter's type: nobody takes one for an object's address,
 * but for `void *`. */
static bool may_be_function(const ce_param *param, const char *type)
{
	if (param->flags & (CE_PARAM_FUNCTION | CE_PARAM_AGGREGATE | CE_PARAM_AS_POINTER))
		return true;
	return param->flags & CE_PARAM_POINTER && (!*type || !strchr(type, '*') || strstr(type, "void"));
}

/* Whether it is a table, and another of the kind is there, as far as its size tells. */
static bool is_table_like_those(const ce_program *p, const ce_setter *s, uint32_t gl)
{
	uint64_t size = p->gls.at[gl].global->size;

	for (uint32_t i = 0; p->gls.at[gl].constant && i < p->gls.at[s->gl].contents.n; i++) {
		const ce_content *c = &p->gls.at[s->gl].contents.at[i];
		uint64_t other = c->obj_kind == CE_OBJ_GLOBAL && p->gls.at[c->id].constant
		                         ? p->gls.at[c->id].global->size
		                         : 0;

		if (other && overlap(p, p->offs.at.at[c->off], s->off) &&
		    (!size || size % other == 0 || other % size == 0))
			return true;
	}
	return false;
}

static bool takes(const ce_program *p, const ce_setter *s, const ce_content *c)
{
	const ce_func *f = p->fns.at[s->fn].func;
	const ce_param *param;
	const char *type;

	if (s->arg >= f->args.n || f->args.at[s->arg].param >= f->params.n)
		return true;
	param = &f->params.at[f->args.at[s->arg].param];
	type = ce_text(&p->units.at[p->fns.at[s->fn].unit].unit->strings, param->type);
	if (c->obj_kind == CE_OBJ_FUNC)
		return may_be_function(param, type);
	return param->flags & CE_PARAM_POINTER && !(param->flags & (CE_PARAM_FUNCTION | CE_PARAM_PLAIN)) &&
	       is_table_like_those(p, s, c->id);
}

/* Code that is not known may be a function that the program has put somewhere: it stores what it is given. */
static void set(ce_program *p, const ce_setter *s, const ce_given *g, ce_ids *dirty)
{
	const ce_func *f = p->fns.at[s->fn].func;
	int64_t as = p->offs.at.at[g->as].base;
	ce_content c = g->what;

	if (!takes(p, s, &c))
		return;
	if (g->as != CE_OFFID_ANY && ((uint64_t)as >> 32 < f->args.n || (uint32_t)as != s->arg))
		return;
	c.off = s->off;
	hold(p, s->fn, s->gl, c, dirty);
}

/* Now that a table is there others of its size may be. */
static void set_tables(ce_program *p, uint32_t gl, ce_ids *dirty)
{
	for (uint32_t i = 0; i < p->setters.n; i++)
		for (uint32_t k = 0; p->setters.at[i].gl == gl && k < p->given.n; k++)
			if (p->given.at[k].what.obj_kind == CE_OBJ_GLOBAL)
				set(p, &p->setters.at[i], &p->given.at[k], dirty);
}

static void give(ce_program *p, const ce_effect *e, ce_ids *dirty)
{
	ce_given g = {{CE_OFFID_ZERO, e->obj_kind, e->id, e->value_off}, e->off};

	if (e->obj_kind == CE_OBJ_GLOBAL && p->gls.at[e->id].constant && !p->gls.at[e->id].contents.n)
		return; /* text */
	ce_push(&p->given, g);
	for (uint32_t i = 0; i < p->setters.n; i++)
		set(p, &p->setters.at[i], &g, dirty);
}

static void add_setter(ce_program *p, uint32_t fn, const ce_effect *e, ce_ids *dirty)
{
	ce_setter s = {p->fns.at[fn].base, e->id, e->gl, e->off};
	uint32_t *at = ce_map_at(&p->content_index, ce_mix(ce_effect_key(e), s.fn));

	if (*at != CE_NONE)
		return;
	*at = 0;
	ce_push(&p->setters, s);
	for (uint32_t i = 0; i < p->given.n; i++)
		set(p, &s, &p->given.at[i], dirty);
}

static void apply(ce_program *p, uint32_t fn, const ce_effect *e, ce_ids *dirty)
{
	switch ((ce_effect_kind)e->kind) {
	case CE_EFFECT_HOLDS:
		hold(p, fn, e->gl, (ce_content){e->off, e->obj_kind, e->id, e->value_off}, dirty);
		break;
	case CE_EFFECT_ENTRY:
	case CE_EFFECT_COPY:
		copy_global(p, fn, e, dirty);
		break;
	case CE_EFFECT_GIVEN:
		give(p, e, dirty);
		break;
	case CE_EFFECT_SYMBOLIC:
		make_symbolic(p, e->gl, fn, dirty);
		break;
	case CE_EFFECT_MADE:
		make_made(p, e->gl, fn, dirty);
		break;
	case CE_EFFECT_OPAQUE:
		p->gls.at[e->gl].strange = true;
		make_opaque(p, e->gl, fn, dirty);
		break;
	case CE_EFFECT_HIDDEN:
		hide(p, e->gl, e->value_off, fn, dirty);
		break;
	case CE_EFFECT_CODE:
		add_code(p, (ce_code){e->id, e->off, false}, dirty);
		break;
	case CE_EFFECT_SPREAD:
	case CE_EFFECT_SPILL:
		spread(p, e->gl, (ce_spread){e->value_off, e->off, e->kind == CE_EFFECT_SPILL}, fn, dirty);
		break;
	case CE_EFFECT_FOUND:
		ce_push(&p->gls.at[e->gl].found, ((ce_found){e->off, e->value_off, e->id}));
		wake(p, e->gl, CE_OFFID_ANY, dirty);
		tell_copies(p, e->gl, fn, dirty);
		break;
	case CE_EFFECT_LIMIT:
		make_unknown(p, e->gl, fn, dirty);
		break;
	}
}

static void apply_once(ce_program *p, uint32_t fn, const ce_effect *e, ce_ids *dirty)
{
	uint32_t *at = ce_map_at(&p->effect_index, ce_effect_key(e));

	if (*at != CE_NONE)
		return;
	*at = 0;
	apply(p, fn, e, dirty);
}

/* What the callee stores in globals comes from its caller. */
static void stored_for(ce_program *p, uint32_t fn, uint32_t callee, ce_ids *dirty)
{
	const ce_summary *m = p->fns.at[callee].summary;

	for (uint32_t i = 0; m && i < m->stores.n; i++)
		if (m->objs.at[m->stores.at[i].at.obj].kind == CE_OBJ_GLOBAL)
			make_unknown(p, m->objs.at[m->stores.at[i].at.obj].id, fn, dirty);
	for (uint32_t i = 0; m && i < m->moves.n; i++) {
		const ce_sum_class *to = &m->classes.at[m->moves.at[i].dst];

		for (uint32_t k = to->vals; k < to->vals + to->nvals; k++)
			if (m->objs.at[m->vals.at[k].obj].kind == CE_OBJ_GLOBAL)
				make_unknown(p, m->objs.at[m->vals.at[k].obj].id, fn, dirty);
	}
}

/* A function that was given up may store anything in every global that it names,
 * itself or by those it calls, and the functions that it names anywhere. */
static void given_up(ce_program *p, uint32_t fn, ce_ids *dirty)
{
	const ce_fn *f = &p->fns.at[fn];
	const ce_unit_map *m = &p->units.at[f->unit];
	bool by_pointer = false;

	for (uint32_t i = 0; i < f->func->edges.n; i++) {
		const ce_edge *e = &f->func->edges.at[i];
		ce_effect all = {.kind = CE_EFFECT_SPILL, .off = CE_OFFID_ANY};

		if (e->op != CE_OP_ADDR)
			continue;
		if (ce_ref_kind(e->src) == CE_REF_FUNC)
			add_code(p, (ce_code){m->funcs[ce_ref_index(e->src)], CE_OFFID_ANY, false}, dirty);
		if (ce_ref_kind(e->src) != CE_REF_GLOBAL)
			continue;
		all.gl = m->globals[ce_ref_index(e->src)];
		make_unknown(p, all.gl, fn, dirty);
		apply_once(p, fn, &all, dirty);
	}
	for (uint32_t i = 0; i < f->func->calls.n; i++) {
		const ce_call *c = &f->func->calls.at[i];

		by_pointer |= !c->direct;
		if (c->direct)
			stored_for(p, fn, m->funcs[c->target], dirty);
	}
	/* Through a pointer it may call any of them. */
	for (uint32_t k = 0; k < p->fns.n && by_pointer; k++)
		stored_for(p, fn, k, dirty);
}

void ce_globals_update(ce_program *p, uint32_t fn, ce_ids *dirty)
{
	const ce_summary *m = p->fns.at[fn].summary;

	if (!m)
		return;
	if (m->top)
		given_up(p, fn, dirty);
	for (uint32_t i = 0; i < m->effects.n; i++) {
		if (m->effects.at[i].kind == CE_EFFECT_SYMBOLIC && p->fns.at[p->fns.at[fn].base].addressed)
			add_setter(p, fn, &m->effects.at[i], dirty);
		apply_once(p, fn, &m->effects.at[i], dirty);
	}
}
