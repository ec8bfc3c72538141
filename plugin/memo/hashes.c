/*
 * hashes.c - what a solution can read, each as one number that is the same when, and only when,
 * all of it is.
 */
#include <stdlib.h>

#include "memo/state.h"

typedef CE_VEC(uint64_t) words;

static uint64_t hash64(words *w)
{
	uint64_t h = XXH3_64bits(w->at, w->n * sizeof *w->at);

	ce_vec_free(w);
	return h | 2; /* 0: not known yet, 1: MEMO_NO_SUMMARY */
}

static XXH128_hash_t hash128(words *w)
{
	XXH128_hash_t h = XXH3_128bits(w->at, w->n * sizeof *w->at);

	ce_vec_free(w);
	return h;
}

static uint64_t text_hash(const ce_unit *u, ce_str text)
{
	const char *s = ce_text(&u->strings, text);

	return XXH3_64bits(s, strlen(s));
}

/* ---- the function itself ---------------------------------------------------------------- */

static uint64_t ref_name(const ce_program *p, const ce_unit_map *map, ce_ref r)
{
	switch (ce_ref_kind(r)) {
	case CE_REF_GLOBAL:
		return p->gls.at[map->globals[ce_ref_index(r)]].name;
	case CE_REF_FUNC:
		return p->fns.at[map->funcs[ce_ref_index(r)]].name;
	default:
		return r;
	}
}

static void add_off(words *w, ce_off o)
{
	ce_push(w, (uint64_t)o.base);
	ce_push(w, (uint64_t)o.stride << 32 | o.count);
	ce_push(w, o.extent);
	ce_push(w, (uint64_t)o.lo);
}

static void add_edges(ce_memo *m, words *w, uint32_t unit, const ce_func *f)
{
	const ce_unit_map *map = &m->p->units.at[unit];

	ce_push(w, f->edges.n);
	for (uint32_t i = 0; i < f->edges.n; i++) {
		const ce_edge *e = &f->edges.at[i];

		ce_push(w, (uint64_t)e->op << 40 | (uint64_t)e->flags << 8 | e->category);
		ce_push(w, e->op == CE_OP_ADDR ? ref_name(m->p, map, e->src) : e->src);
		ce_push(w, (uint64_t)e->dst << 32 | e->guard);
		ce_push(w, memo_note_name(m, unit, e->note));
		ce_push(w, e->size);
		ce_push(w, text_hash(map->unit, e->type));
		if (e->op == CE_OP_ADDR || e->op == CE_OP_COPY)
			add_off(w, e->off);
	}
}

static void add_calls(ce_memo *m, words *w, uint32_t unit, const ce_func *f)
{
	const ce_unit_map *map = &m->p->units.at[unit];

	ce_push(w, f->calls.n);
	for (uint32_t i = 0; i < f->calls.n; i++) {
		const ce_call *c = &f->calls.at[i];

		ce_push(w, c->direct ? m->p->fns.at[map->funcs[c->target]].name : c->target);
		ce_push(w, (uint64_t)c->direct << 1 | c->returns_twice);
		ce_push(w, memo_note_name(m, unit, c->note));
		ce_push(w, (uint64_t)c->args << 32 | c->nargs);
		ce_push(w, (uint64_t)c->rets << 32 | c->nrets);
	}
	ce_push(w, f->lists.n);
	for (uint32_t i = 0; i < f->lists.n; i++)
		ce_push(w, f->lists.at[i]);
}

static void add_conditions(words *w, const ce_func *f)
{
	ce_push(w, f->guards.n);
	for (uint32_t i = 0; i < f->guards.n; i++) {
		const ce_guard *g = &f->guards.at[i];

		ce_push(w, (uint64_t)g->parent << 32 | g->arg);
		ce_push(w, (uint64_t)g->test << 16 | (uint64_t)g->negated << 8 | g->bits);
		ce_push(w, g->mask);
		ce_push(w, (uint64_t)g->value);
	}
	ce_push(w, f->consts.n);
	for (uint32_t i = 0; i < f->consts.n; i++) {
		const ce_const *c = &f->consts.at[i];

		ce_push(w, (uint64_t)c->call << 32 | c->arg);
		ce_push(w, c->from);
		ce_push(w, (uint64_t)c->value);
	}
}

static void add_signature(words *w, const ce_func *f)
{
	ce_push(w, f->flags);
	ce_push(w, (uint64_t)f->linkage << 32 | f->nrets);
	ce_push(w, (uint64_t)f->params.n << 32 | f->args.n);
	for (uint32_t i = 0; i < f->params.n; i++)
		ce_push(w, f->params.at[i].flags);
	for (uint32_t i = 0; i < f->args.n; i++) {
		ce_push(w, (uint64_t)f->args.at[i].kind << 32 | f->args.at[i].param);
		ce_push(w, f->args.at[i].size);
	}
}

/* What a function does; its unit's strings and the places of its notes have no part in it. */
static XXH128_hash_t body(ce_memo *m, uint32_t fn)
{
	static const XXH128_hash_t none;

	const ce_fn *f = &m->p->fns.at[fn];
	words w = {0};

	fn = f->base;
	while (m->bodies.n <= fn)
		ce_push(&m->bodies, none);
	if (!XXH128_isEqual(m->bodies.at[fn], none))
		return m->bodies.at[fn];
	ce_push(&w, m->p->units.at[f->unit].unit->pointer_size);
	ce_push(&w, f->func->nnodes);
	add_signature(&w, f->func);
	add_edges(m, &w, f->unit, f->func);
	add_calls(m, &w, f->unit, f->func);
	add_conditions(&w, f->func);
	ce_push(&w, f->func->locals.n);
	for (uint32_t i = 0; i < f->func->locals.n; i++) {
		const ce_local *l = &f->func->locals.at[i];

		ce_push(&w, (uint64_t)l->kind << 32 | l->param);
		ce_push(&w, l->size);
	}
	return m->bodies.at[fn] = hash128(&w);
}

static void add_own(ce_memo *m, words *w, uint32_t fn)
{
	const ce_fn *f = &m->p->fns.at[fn];
	XXH128_hash_t b = body(m, fn);

	ce_push(w, b.low64);
	ce_push(w, b.high64);
	ce_push(w, f->name);
	ce_push(w, (uint64_t)m->p->cuts << 3 | (uint64_t)f->callees_return << 2 | (uint64_t)m->p->large << 1 |
	                   m->p->quick);
	ce_push(w, f->known.n);
	for (uint32_t i = 0; i < f->known.n; i++) {
		ce_push(w, f->known.at[i].arg);
		ce_push(w, (uint64_t)f->known.at[i].value);
	}
}

XXH128_hash_t memo_solution_key(ce_memo *m, uint32_t fn, bool widen)
{
	const ce_fn *f = &m->p->fns.at[fn];
	words w = {0};

	ce_push(&w, 's');
	add_own(m, &w, fn);
	ce_push(&w, (uint64_t)f->notch << 8 | ce_first_notch(m->p, fn));
	ce_push(&w, (uint64_t)f->casts << 3 | (uint64_t)widen << 2 | (uint64_t)f->leads_out << 1 |
	                    f->merges_opens);
	ce_push(&w, f->cost);
	ce_push(&w, f->stuck);
	return hash128(&w);
}

/* What all units together say of the private struct that a parameter points to. (What the functions
 * do that are stored in it is read like that of others.) */
static void add_handle(ce_memo *m, words *w, uint32_t fn, uint32_t param)
{
	const ce_program *p = m->p;
	uint32_t at = ce_map_get(&p->handle_index, ce_handle_key(fn, param));

	ce_push(w, at == CE_NONE ? 0 : p->handles.at[at].known + 1);
	for (uint32_t i = 0; at != CE_NONE && i < p->private_hooks.n; i++) {
		const ce_private_hook *h = &p->private_hooks.at[i];

		if (h->type != p->handles.at[at].type)
			continue;
		ce_push(w, h->at);
		ce_push(w, h->stored.n);
		for (uint32_t k = 0; k < h->stored.n; k++)
			ce_push(w, p->fns.at[h->stored.at[k]].name);
	}
}

XXH128_hash_t memo_verdict_key(ce_memo *m, uint32_t fn)
{
	const ce_fn *f = &m->p->fns.at[fn];
	const ce_unit *u = m->p->units.at[f->unit].unit;
	words w = {0};

	ce_push(&w, 'v');
	add_own(m, &w, fn);
	ce_push(&w, (uint64_t)f->casts << 16 | (uint64_t)f->notch << 8 | m->p->leads_out);
	ce_push(&w, !f->summary ? 0 : f->summary->top ? 1 : 2);
	ce_push(&w, (uint64_t)f->coarse << 2 | (uint64_t)f->more_hooks << 1 | f->closed);
	ce_push(&w, f->pointers);
	ce_push(&w, f->closed && f->hook != CE_NONE ? m->p->gls.at[f->hook].name : 0);
	for (uint32_t i = 0; i < f->func->params.n; i++) {
		ce_push(&w, text_hash(u, f->func->params.at[i].name));
		add_handle(m, &w, fn, i);
	}
	for (uint32_t i = 0; i < f->func->locals.n; i++)
		ce_push(&w, text_hash(u, f->func->locals.at[i].name));
	return hash128(&w);
}

/* ---- the others ------------------------------------------------------------------------- */

/* Room for one more of each, 0 until it is known. */
static uint64_t *known(ce_memo *m, uint32_t at, bool fn)
{
	if (fn) {
		while (m->fn_hashes.n <= at)
			ce_push(&m->fn_hashes, 0);
		return &m->fn_hashes.at[at];
	}
	while (m->gl_hashes.n <= at)
		ce_push(&m->gl_hashes, 0);
	return &m->gl_hashes.at[at];
}

static uint64_t fn_hash(ce_memo *m, uint32_t fn)
{
	const ce_fn *f = &m->p->fns.at[fn];
	words w = {0};

	if (*known(m, fn, true))
		return *known(m, fn, true);
	ce_push(&w, f->name);
	ce_push(&w, (uint64_t)f->defined << 2 | (uint64_t)f->absent << 1 | f->is_go);
	ce_push(&w, f->interest);
	add_signature(&w, f->func);
	return *known(m, fn, true) = hash64(&w);
}

/* Flags change; what does not is hashed once. */
static uint64_t gl_hash(ce_memo *m, uint32_t gl)
{
	const ce_gl *g = &m->p->gls.at[gl];
	uint64_t flags = (uint64_t)(g->hidden.n > 0) << 6 | (uint64_t)g->made << 5 |
	                 (uint64_t)g->opaque << 4 | (uint64_t)g->symbolic << 3 | (uint64_t)g->constant << 2 |
	                 (uint64_t)g->assumed << 1 | g->member;
	words w = {0};

	if (!*known(m, gl, false)) {
		ce_push(&w, g->name);
		ce_push(&w, g->global->flags);
		ce_push(&w, text_hash(m->p->units.at[g->unit].unit, g->global->shown));
		*known(m, gl, false) = hash64(&w);
	}
	return ce_mix(*known(m, gl, false), flags);
}

static uint64_t off_hash(const ce_memo *m, ce_offid off)
{
	return ce_off_hash(m->p->offs.at.at[off]);
}

/* Contents only grow. */
static uint64_t contents_hash(ce_memo *m, uint32_t gl)
{
	const ce_gl *g = &m->p->gls.at[gl];
	uint64_t h;

	while (m->contents_hashes.n <= gl) {
		ce_push(&m->contents_hashes, 0);
		ce_push(&m->ncontents, 0);
	}
	h = m->contents_hashes.at[gl];
	for (; m->ncontents.at[gl] < g->contents.n; m->ncontents.at[gl]++) {
		const ce_content *c = &g->contents.at[m->ncontents.at[gl]];
		uint64_t id =
			c->obj_kind == CE_OBJ_FUNC ? m->p->fns.at[c->id].name : m->p->gls.at[c->id].name;

		h = ce_mix(ce_mix(h, off_hash(m, c->off)),
		           ce_mix(ce_mix(id, c->obj_kind), off_hash(m, c->value_off)));
	}
	m->contents_hashes.at[gl] = h;
	for (uint32_t i = 0; i < g->hidden.n; i++)
		h = ce_mix(h, ce_mix(off_hash(m, g->hidden.at[i]), 'h'));
	for (uint32_t i = 0; i < g->found.n; i++)
		h = ce_mix(ce_mix(h, off_hash(m, g->found.at[i].place)),
		           ce_mix(off_hash(m, g->found.at[i].from), g->found.at[i].all));
	return h;
}

static uint64_t code_hash(ce_memo *m)
{
	uint64_t parts = 0; /* in any order */

	for (; m->ncode < m->p->code.n; m->ncode++) {
		const ce_code *c = &m->p->code.at[m->ncode];

		m->code_hash = ce_mix(m->code_hash,
		                      ce_mix(m->p->fns.at[c->fn].name, off_hash(m, c->off) + c->in_global));
	}
	for (uint32_t i = 0; i < m->p->parts.n; i++)
		parts += ce_mix((uint64_t)m->p->parts.at[i], 'p');
	return ce_mix(m->code_hash, parts);
}

uint64_t memo_summary_hash(ce_memo *m, uint32_t fn)
{
	ce_summary *s = m->p->fns.at[fn].summary;
	ce_buf b = {0};

	if (!s)
		return MEMO_NO_SUMMARY;
	if (!s->hash) {
		/* What has no name that lasts is never the same. */
		bool ok = memo_put_summary(m, &b, s);

		s->hash = ok ? XXH3_64bits(b.data, b.n) | 2 : ce_mix(m->run++, fn) | 2;
		ce_buf_free(&b);
	}
	return s->hash;
}

static uint64_t read_text(const ce_memo *m, ce_gnote note)
{
	const ce_unit *u;
	const ce_note *n = ce_program_note(m->p, note, &u);

	return ce_mix(text_hash(u, n->text), u->is_model);
}

uint64_t memo_read_hash(ce_memo *m, uint32_t reader, uint64_t before, const ce_read *r)
{
	const ce_fn *fns = m->p->fns.at;
	uint64_t h;

	switch ((ce_read_kind)r->kind) {
	case CE_READ_FN:
		return fn_hash(m, r->id);
	case CE_READ_SUMMARY:
		h = r->id == reader ? before : memo_summary_hash(m, r->id);
		return h == MEMO_NO_SUMMARY ? h : ce_mix(h, fns[r->id].scc == fns[reader].scc) | 2;
	case CE_READ_GLOBAL:
		return gl_hash(m, r->id);
	case CE_READ_CONTENTS:
		return contents_hash(m, r->id);
	case CE_READ_CODE:
		return code_hash(m);
	case CE_READ_TEXT:
		return read_text(m, r->id);
	case CE_READ_SAME_PLACE:
		return ce_read_same_place(m->p, r->id, r->other);
	case CE_READ_CALLEE:
	case CE_READ_SPECIAL:
		break;
	}
	return 0;
}
