/*
 * decode.c - texts of entries (encode.c): whether what they rest on is the same now, and what was
 * done then, for this program.
 */
#include "memo/state.h"

#include <stdlib.h>

enum { MAX_KNOWN = 64 };

uint64_t memo_get(ce_memo_text *t)
{
	uint64_t n = 0;

	for (unsigned shift = 0; shift < 64; shift += 7) {
		if (t->at == t->end)
			break;
		n |= (uint64_t)(*t->at & 0x7f) << shift;
		if (!(*t->at++ & 0x80))
			return n;
	}
	t->ok = false;
	return 0;
}

uint64_t memo_get_word(ce_memo_text *t)
{
	uint64_t word = 0;

	if (t->end - t->at < (ptrdiff_t)sizeof word) {
		t->ok = false;
		return 0;
	}
	memcpy(&word, t->at, sizeof word);
	t->at += sizeof word;
	return word;
}

static uint32_t get32(ce_memo_text *t)
{
	return (uint32_t)memo_get(t);
}

/* How many follow, each of at least a byte. */
static uint32_t get_count(ce_memo_text *t)
{
	uint64_t n = memo_get(t);

	if (n > (uint64_t)(t->end - t->at))
		t->ok = false;
	return t->ok ? (uint32_t)n : 0;
}

static uint32_t get_optional(ce_memo_text *t)
{
	return get32(t) - 1;
}

/* What is not in this program makes the text useless. */
static uint32_t here(ce_memo_text *t, uint32_t number)
{
	t->ok &= number != CE_NONE;
	return number;
}

static uint32_t get_fn(ce_memo *m, ce_memo_text *t)
{
	uint32_t n = get_optional(t);

	return n == CE_NONE ? n : here(t, memo_fn_here(m, n));
}

static uint32_t get_gl(ce_memo *m, ce_memo_text *t)
{
	uint32_t n = get_optional(t);

	return n == CE_NONE ? n : here(t, memo_gl_here(m, n));
}

static ce_offid get_off(ce_memo *m, ce_memo_text *t)
{
	return here(t, memo_off_here(m, get32(t)));
}

static ce_gnote get_note(ce_memo *m, ce_memo_text *t)
{
	return here(t, memo_note_here(m, get32(t)));
}

/* ---- what was read -------------------------------------------------------------------------- */

typedef struct pending { /* a specialisation that solving would make */
	uint32_t base, number;
} pending;

typedef struct checking {
	ce_memo *m;
	uint32_t fn;
	uint64_t before;
	CE_VEC(pending) made;
} checking;

typedef struct special {
	uint32_t base, number;
	bool is_one; /* not the function itself */
	ce_arg_value known[MAX_KNOWN];
	uint32_t n;
} special;

static special get_special(ce_memo *m, ce_memo_text *t)
{
	special s = {.base = get_fn(m, t)};

	s.is_one = memo_get(t);
	s.number = get_optional(t);
	s.n = get_count(t);
	t->ok &= s.n <= MAX_KNOWN && s.base != CE_NONE;
	for (uint32_t i = 0; t->ok && i < s.n; i++) {
		s.known[i].arg = get32(t);
		s.known[i].value = (int64_t)memo_get_word(t);
	}
	return s;
}

static bool same_special(checking *c, ce_memo_text *t)
{
	special s = get_special(c->m, t);
	uint32_t more = 0;

	if (!t->ok)
		return false;
	if (ce_special_find(c->m->p, s.base, s.known, s.n) != CE_NONE)
		return s.is_one;
	for (uint32_t i = 0; i < c->made.n; i++)
		more += c->made.at[i].base == s.base;
	if (s.is_one)
		ce_push(&c->made, ((pending){s.base, s.number}));
	return s.is_one == !ce_special_full(c->m->p, s.base, more);
}

static bool is_pending(const checking *c, uint32_t number)
{
	for (uint32_t i = 0; i < c->made.n; i++)
		if (c->made.at[i].number == number)
			return true;
	return false;
}

/* Of a specialisation that is to be made nothing is known but what its function is. */
static bool same_fn(checking *c, uint8_t kind, ce_memo_text *t)
{
	uint32_t number = get_optional(t);
	ce_read r = {.kind = kind, .id = memo_fn_here(c->m, number)};
	uint64_t was;

	if (kind == CE_READ_CALLEE)
		return true;
	was = memo_get_word(t);
	if (r.id == CE_NONE)
		return is_pending(c, number) && (kind == CE_READ_FN || was == MEMO_NO_SUMMARY);
	return was == memo_read_hash(c->m, c->fn, c->before, &r);
}

static bool same_read(checking *c, ce_memo_text *t)
{
	ce_read r = {.kind = (uint8_t)memo_get(t)};

	switch ((ce_read_kind)r.kind) {
	case CE_READ_FN:
	case CE_READ_SUMMARY:
	case CE_READ_CALLEE:
		return same_fn(c, r.kind, t);
	case CE_READ_SPECIAL:
		return same_special(c, t);
	case CE_READ_GLOBAL:
	case CE_READ_CONTENTS:
		r.id = get_gl(c->m, t);
		break;
	case CE_READ_CODE:
		break;
	case CE_READ_TEXT:
		r.id = get_note(c->m, t);
		break;
	case CE_READ_SAME_PLACE:
		r.id = get_note(c->m, t);
		r.other = get_note(c->m, t);
		break;
	}
	return t->ok && memo_get_word(t) == memo_read_hash(c->m, c->fn, c->before, &r);
}

bool memo_same_reads(ce_memo *m, uint32_t fn, ce_memo_text *t)
{
	checking c = {.m = m, .fn = fn, .before = memo_summary_hash(m, fn)};
	uint32_t n = get_count(t);
	bool same = true;

	for (uint32_t i = 0; i < n && same; i++)
		same = same_read(&c, t) && t->ok;
	ce_vec_free(&c.made);
	return same && t->ok;
}

/* ---- what was done ---------------------------------------------------------------------------- */

/* Specialisations are made, and callees depended on, in the order in which solving did. */
static void replay_reads(ce_memo *m, uint32_t fn, ce_memo_text *t)
{
	uint32_t n = get_count(t);

	for (uint32_t i = 0; i < n && t->ok; i++) {
		uint8_t kind = (uint8_t)memo_get(t);

		switch ((ce_read_kind)kind) {
		case CE_READ_SPECIAL: {
			special s = get_special(m, t);

			if (t->ok && s.is_one && ce_special_find(m->p, s.base, s.known, s.n) == CE_NONE)
				ce_special_make(m->p, s.base, s.known, s.n);
			break;
		}
		case CE_READ_CALLEE: {
			uint32_t callee = get_fn(m, t);

			if (t->ok)
				ce_depend(m->p, fn, callee);
			break;
		}
		case CE_READ_SAME_PLACE:
			memo_get(t);
			memo_get(t);
			memo_get_word(t);
			break;
		case CE_READ_CODE:
			memo_get_word(t);
			break;
		default:
			memo_get(t);
			memo_get_word(t);
		}
	}
}

/* Whether the program's budget is used up where it was then. */
bool memo_same_course(const ce_memo *m, ce_memo_text t)
{
	uint64_t steps = m->p->stats.steps;
	uint32_t n = get_count(&t);

	for (uint32_t i = 0; i < n; i++) {
		uint64_t attempt = memo_get(&t);

		memo_get(&t);
		if ((attempt & 1) != (steps > m->p->budget))
			return false;
		steps += attempt >> 1;
	}
	return t.ok;
}

static uint32_t get_id(ce_memo *m, ce_memo_text *t, unsigned kind)
{
	if (kind == CE_OBJ_FUNC)
		return get_fn(m, t);
	if (kind == CE_OBJ_GLOBAL)
		return get_gl(m, t);
	return get_optional(t);
}

static void get_objs(ce_memo *m, ce_memo_text *t, ce_summary *s)
{
	uint32_t n = get_count(t);

	for (uint32_t i = 0; i < n && t->ok; i++) {
		uint64_t kind = memo_get(t);
		ce_sum_obj o = {.kind = (uint8_t)(kind >> 4),
		                .piece = kind >> 3 & 1,
		                .first = kind >> 2 & 1,
		                .number = kind >> 1 & 1,
		                .int_only = kind & 1};

		o.id = get_id(m, t, o.kind);
		o.name = memo_get_word(t);
		o.made_by_call = o.kind == CE_OBJ_HEAP ? memo_get_word(t) : 0;
		o.type = get32(t);
		o.also = get_optional(t);
		o.norigins = get_count(t);
		o.origins = s->origins.n;
		for (uint32_t k = 0; k < o.norigins; k++) {
			uint32_t obj = get32(t);

			ce_push(&s->origins, ((ce_origin){obj, get_off(m, t)}));
		}
		ce_push(&s->objs, o);
	}
}

static void get_classes(ce_memo *m, ce_memo_text *t, ce_summary *s)
{
	uint32_t n = get_count(t);

	for (uint32_t i = 0; i < n && t->ok; i++) {
		ce_sum_class c = {s->vals.n, get_count(t)};

		for (uint32_t k = 0; k < c.nvals; k++) {
			uint32_t obj = get32(t);

			ce_push(&s->vals, ((ce_sum_val){obj, get_off(m, t)}));
		}
		ce_push(&s->classes, c);
	}
}

static void get_flows(ce_memo *m, ce_memo_text *t, ce_summary *s)
{
	uint32_t n = get_count(t);

	for (uint32_t i = 0; i < n && t->ok; i++) {
		ce_sum_store k = {.at.obj = get32(t)};
		uint64_t how;

		k.at.off = get_off(m, t);
		k.cls = get_optional(t);
		how = memo_get(t);
		k.update = how & 1;
		k.transient = how >> 1 & 1;
		k.typed = how >> 2 & 1;
		k.size = (uint8_t)(how >> 3);
		k.note = get_note(m, t);
		ce_push(&s->stores, k);
	}
	n = get_count(t);
	for (uint32_t i = 0; i < n && t->ok; i++) {
		ce_sum_move k = {.dst = get_optional(t)};

		k.src = get_optional(t);
		k.size = memo_get(t);
		k.note = get_note(m, t);
		ce_push(&s->moves, k);
	}
	n = get_count(t);
	for (uint32_t i = 0; i < n && t->ok; i++) {
		ce_sum_leak k = {.cls = get_optional(t)};
		uint64_t category = memo_get(t);

		k.category = (uint8_t)(category >> 1);
		k.taken = category & 1;
		k.who = get_fn(m, t);
		k.note = get_note(m, t);
		ce_push(&s->leaks, k);
	}
}

static void get_opens(ce_memo *m, ce_memo_text *t, ce_summary *s)
{
	uint32_t n = get_count(t);

	for (uint32_t i = 0; i < n && t->ok; i++) {
		ce_sum_open o = {.name = memo_get_word(t), .args = s->lists.n};
		uint64_t nrets;

		o.target = get_optional(t);
		nrets = memo_get(t);
		o.nrets = (uint32_t)(nrets >> 1);
		o.tables = nrets & 1;
		o.note = get_note(m, t);
		o.nargs = get_count(t);
		for (uint32_t k = 0; k < o.nargs; k++)
			ce_push(&s->lists, get_optional(t));
		ce_push(&s->opens, o);
	}
}

static void get_rest(ce_memo *m, ce_memo_text *t, ce_summary *s)
{
	uint32_t n = get_count(t);

	for (uint32_t i = 0; i < n; i++)
		ce_push(&s->rets, get_optional(t));
	n = get_count(t);
	for (uint32_t i = 0; i < n && t->ok; i++) {
		ce_back k = {.kind = (uint8_t)memo_get(t)};

		if (k.kind == CE_BACK_POINTER || k.kind == CE_BACK_DATA)
			k.id = get_note(m, t);
		else
			k.id = get_id(m, t, k.kind == CE_BACK_HOOK ? CE_OBJ_GLOBAL : CE_OBJ_FUNC);
		k.note = get_note(m, t);
		ce_push(&s->backs, k);
	}
	n = get_count(t);
	for (uint32_t i = 0; i < n && t->ok; i++) {
		ce_effect e = {.kind = (uint8_t)memo_get(t)};

		e.obj_kind = (uint8_t)memo_get(t);
		e.gl = get_gl(m, t);
		e.off = get_off(m, t);
		e.id = get_id(m, t, e.kind == CE_EFFECT_CODE ? CE_OBJ_FUNC : e.obj_kind);
		e.value_off = get_off(m, t);
		ce_push(&s->effects, e);
	}
}

static ce_summary *get_summary(ce_memo *m, ce_memo_text *t)
{
	ce_summary *s = ce_calloc(1, sizeof *s);
	uint64_t flags;

	s->hash = memo_get_word(t);
	flags = memo_get(t);
	s->top = flags >> 1 & 1;
	s->keeps = flags & 1;
	s->casts = memo_get(t);
	get_objs(m, t, s);
	get_classes(m, t, s);
	get_flows(m, t, s);
	get_opens(m, t, s);
	get_rest(m, t, s);
	return s;
}

typedef struct done { /* what is done to the program once all of it is read */
	ce_stats work;
	CE_VEC(ce_place) places;
	CE_VEC(ce_sticky) sticky;
	uint8_t notch;
	uint32_t cost;
	bool misfits, top, leads_out, merges_opens;
	ce_summary *summary;
} done;

static void get_done(ce_memo *m, ce_memo_text *t, done *d)
{
	uint64_t flags;
	uint32_t n;

	d->work.solves = get_count(t);
	for (uint32_t i = 0; i < d->work.solves; i++) {
		d->work.steps += memo_get(t) >> 1;
		d->work.nodes += memo_get(t);
	}
	n = get_count(t);
	for (uint32_t i = 0; i < n && t->ok; i++) {
		ce_place at = {.gl = get_gl(m, t)};

		at.calls = memo_get(t);
		at.off = get_off(m, t);
		ce_push(&d->places, at);
	}
	n = get_count(t);
	for (uint32_t i = 0; i < n && t->ok; i++) {
		ce_sticky s = {.kind = (ce_sticky_kind)memo_get(t)};

		s.name = memo_get_word(t);
		s.with = s.kind == CE_STICKY_JOINED ? memo_get_word(t) : 0;
		ce_push(&d->sticky, s);
	}
	d->notch = (uint8_t)memo_get(t);
	d->cost = get32(t);
	flags = memo_get(t);
	d->misfits = flags >> 3 & 1;
	d->top = flags >> 2 & 1;
	d->leads_out = flags >> 1 & 1;
	d->merges_opens = flags & 1;
	d->work.retries = d->work.solves - !d->top;
	if (!d->top && t->ok)
		d->summary = get_summary(m, t);
}

static bool apply(ce_program *p, uint32_t fn, const done *d)
{
	ce_fn *f = &p->fns.at[fn];

	for (uint32_t i = 0; i < d->places.n; i++)
		ce_depend_on_place(p, fn, d->places.at[i]);
	for (uint32_t i = 0; i < d->sticky.n; i++)
		ce_stick(p, fn, d->sticky.at[i]);
	p->stats.solves += d->work.solves;
	p->stats.steps += d->work.steps;
	p->stats.nodes += d->work.nodes;
	p->stats.retries += d->work.retries;
	f->notch = d->notch;
	f->cost = d->cost;
	f->leads_out = d->leads_out;
	f->misfits = d->misfits;
	f->merges_opens = d->merges_opens;
	return ce_replace_summary(p, fn, d->summary);
}

bool memo_replay(ce_memo *m, uint32_t fn, ce_memo_text t, bool *changed)
{
	done d = {0};

	replay_reads(m, fn, &t);
	get_done(m, &t, &d);
	if (t.ok)
		*changed = apply(m->p, fn, &d);
	else
		ce_summary_free(d.summary);
	ce_vec_free(&d.places);
	ce_vec_free(&d.sticky);
	return t.ok;
}

uint64_t memo_print(ce_memo *m, uint32_t fn, ce_memo_text t)
{
	done d = {0};
	uint64_t print;

	replay_reads(m, fn, &t);
	get_done(m, &t, &d);
	print = d.summary ? summary_print(d.summary) : 0;
	ce_summary_free(d.summary);
	ce_vec_free(&d.places);
	ce_vec_free(&d.sticky);
	return print;
}

/* ---- verdicts --------------------------------------------------------------------------------- */

static const char *get_text(ce_memo_text *t, ce_arena *arena)
{
	uint32_t n = get_count(t);
	char *text = ce_arena_alloc(arena, (size_t)n + 1);

	memcpy(text, t->at, n);
	t->at += n;
	return text;
}

static ce_flow get_flow(ce_memo *m, ce_memo_text *t, ce_arena *arena)
{
	ce_flow f = {.nedges = get_count(t)};

	f.edges = ce_arena_alloc(arena, (f.nedges + (size_t)1) * sizeof *f.edges);
	for (uint32_t i = 0; i < f.nedges; i++) {
		ce_flow_edge *e = &f.edges[i];

		e->dst = get_text(t, arena);
		e->src = get_text(t, arena);
		e->derefs = (int)get_optional(t);
		e->nsteps = get_count(t);
		e->steps = ce_arena_alloc(arena, (e->nsteps + (size_t)1) * sizeof *e->steps);
		for (uint32_t k = 0; k < e->nsteps; k++)
			e->steps[k] = get_note(m, t);
	}
	return f;
}

static ce_why get_why(ce_memo *m, ce_memo_text *t, ce_arena *arena)
{
	ce_why w = {.category = (uint8_t)memo_get(t)};

	if (w.category == CE_CAT_NONE)
		return w;
	w.node = CE_NONE;
	w.note = get_note(m, t);
	w.who = get_fn(m, t);
	w.sink = get32(t);
	w.flow = get_flow(m, t, arena);
	return w;
}

static void get_ids(ce_memo_text *t, ce_ids *ids)
{
	uint32_t n = get_count(t);

	for (uint32_t i = 0; i < n; i++)
		ce_push(ids, get32(t));
}

static ce_fact get_fact(ce_memo *m, ce_memo_text *t, ce_arena *arena)
{
	uint64_t flags = memo_get(t);
	ce_fact f = {.direct = flags >> 2 & 1,
	             .content = flags >> 1 & 1,
	             .content_result = flags & 1,
	             .weight = (uint8_t)(flags >> 3),
	             .levels = get32(t)};

	get_ids(t, &f.params);
	get_ids(t, &f.content_params);
	f.why = get_why(m, t, arena);
	return f;
}

static void get_facts(ce_memo *m, ce_memo_text *t, ce_verdict *v)
{
	uint32_t n = get_count(t);

	for (uint32_t i = 0; i < n && t->ok; i++)
		ce_push(&v->params, get_fact(m, t, &v->arena));
	n = get_count(t);
	for (uint32_t i = 0; i < n && t->ok; i++) {
		bool escapes = memo_get(t);

		ce_push(&v->locals, ((ce_local_fact){escapes, get_why(m, t, &v->arena)}));
	}
	n = get_count(t);
	for (uint32_t i = 0; i < n && t->ok; i++) {
		uint64_t call = memo_get(t);

		ce_push(&v->allocs,
		        ((ce_alloc_fact){(uint32_t)(call >> 1), call & 1, get_why(m, t, &v->arena)}));
	}
}

ce_verdict *memo_get_verdict(ce_memo *m, uint32_t fn, ce_memo_text t)
{
	ce_verdict *v = ce_calloc(1, sizeof *v);
	ce_stats work = {0};
	uint64_t flags;

	replay_reads(m, fn, &t);
	work.solves = memo_get(&t);
	work.steps = memo_get(&t);
	work.nodes = memo_get(&t);
	flags = memo_get(&t);
	v->fn = fn;
	v->nocallback = (ce_nocallback)(flags >> 3);
	v->limit = flags >> 2 & 1;
	v->object_hook = flags >> 1 & 1;
	v->more_hooks = flags & 1;
	v->hook = get_gl(m, &t);
	v->callback_why = get_why(m, &t, &v->arena);
	get_facts(m, &t, v);
	if (!t.ok) {
		ce_verdict_free(v);
		return NULL;
	}
	m->p->stats.solves += work.solves;
	m->p->stats.steps += work.steps;
	m->p->stats.nodes += work.nodes;
	return v;
}
