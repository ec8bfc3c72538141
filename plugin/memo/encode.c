/*
 * encode.c - what was read and done, as the text of an entry. Numbers of the program are written
 * as numbers that last (numbers.c); 7 bits a byte, the lowest first.
 */
#include "memo/state.h"

void memo_put(ce_buf *b, uint64_t n)
{
	char bytes[10];
	size_t k = 0;

	for (; n >= 0x80; n >>= 7)
		bytes[k++] = (char)(n | 0x80);
	bytes[k++] = (char)n;
	ce_buf_add(b, bytes, k);
}

void memo_put_word(ce_buf *b, uint64_t word)
{
	ce_buf_add(b, &word, sizeof word);
}

/* Something that may be CE_NONE. */
static void put_optional(ce_buf *b, uint32_t n)
{
	memo_put(b, (uint64_t)(uint32_t)(n + 1));
}

static bool put_note(ce_memo *m, ce_buf *b, ce_gnote note)
{
	uint32_t n = memo_note(m, note);

	memo_put(b, n);
	return n != CE_NONE;
}

static void put_fn(ce_memo *m, ce_buf *b, uint32_t fn)
{
	put_optional(b, fn == CE_NONE ? fn : memo_fn(m, fn));
}

static void put_gl(ce_memo *m, ce_buf *b, uint32_t gl)
{
	put_optional(b, gl == CE_NONE ? gl : memo_gl(m, gl));
}

/* ---- summaries -------------------------------------------------------------------------- */

/* The id of an object, back or effect, by what it is the number of. */
static void put_id(ce_memo *m, ce_buf *b, unsigned kind, uint32_t id)
{
	if (kind == CE_OBJ_FUNC)
		put_fn(m, b, id);
	else if (kind == CE_OBJ_GLOBAL)
		put_gl(m, b, id);
	else
		put_optional(b, id);
}

static void put_objs(ce_memo *m, ce_buf *b, const ce_summary *s)
{
	memo_put(b, s->objs.n);
	for (uint32_t i = 0; i < s->objs.n; i++) {
		const ce_sum_obj *o = &s->objs.at[i];

		memo_put(b, (uint64_t)o->kind << 4 | (uint64_t)o->piece << 3 | (uint64_t)o->first << 2 |
		                    (uint64_t)o->number << 1 | o->int_only);
		put_id(m, b, o->kind, o->id);
		memo_put_word(b, o->name);
		if (o->kind == CE_OBJ_HEAP)
			memo_put_word(b, o->made_by_call);
		memo_put(b, o->type);
		put_optional(b, o->also);
		memo_put(b, o->norigins);
		for (uint32_t k = o->origins; k < o->origins + o->norigins; k++) {
			memo_put(b, s->origins.at[k].obj);
			memo_put(b, memo_off(m, s->origins.at[k].off));
		}
	}
}

static void put_classes(ce_memo *m, ce_buf *b, const ce_summary *s)
{
	memo_put(b, s->classes.n);
	for (uint32_t i = 0; i < s->classes.n; i++) {
		const ce_sum_class *c = &s->classes.at[i];

		memo_put(b, c->nvals);
		for (uint32_t k = c->vals; k < c->vals + c->nvals; k++) {
			memo_put(b, s->vals.at[k].obj);
			memo_put(b, memo_off(m, s->vals.at[k].off));
		}
	}
}

static bool put_flows(ce_memo *m, ce_buf *b, const ce_summary *s)
{
	bool ok = true;

	memo_put(b, s->stores.n);
	for (uint32_t i = 0; i < s->stores.n; i++) {
		const ce_sum_store *t = &s->stores.at[i];

		memo_put(b, t->at.obj);
		memo_put(b, memo_off(m, t->at.off));
		put_optional(b, t->cls);
		memo_put(b, (uint64_t)t->size << 3 | (uint64_t)t->typed << 2 | (uint64_t)t->transient << 1 |
		                    t->update);
		ok &= put_note(m, b, t->note);
	}
	memo_put(b, s->moves.n);
	for (uint32_t i = 0; i < s->moves.n; i++) {
		const ce_sum_move *t = &s->moves.at[i];

		put_optional(b, t->dst);
		put_optional(b, t->src);
		memo_put(b, t->size);
		ok &= put_note(m, b, t->note);
	}
	memo_put(b, s->leaks.n);
	for (uint32_t i = 0; i < s->leaks.n; i++) {
		const ce_sum_leak *t = &s->leaks.at[i];

		put_optional(b, t->cls);
		memo_put(b, (uint64_t)t->category << 1 | t->taken);
		put_fn(m, b, t->who);
		ok &= put_note(m, b, t->note);
	}
	return ok;
}

static bool put_opens(ce_memo *m, ce_buf *b, const ce_summary *s)
{
	bool ok = true;

	memo_put(b, s->opens.n);
	for (uint32_t i = 0; i < s->opens.n; i++) {
		const ce_sum_open *o = &s->opens.at[i];

		memo_put_word(b, o->name);
		put_optional(b, o->target);
		memo_put(b, (uint64_t)o->nrets << 1 | o->tables);
		ok &= put_note(m, b, o->note);
		memo_put(b, o->nargs);
		for (uint32_t k = o->args; k < o->args + o->nargs; k++)
			put_optional(b, s->lists.at[k]);
	}
	return ok;
}

static bool put_backs(ce_memo *m, ce_buf *b, const ce_summary *s)
{
	bool ok = true;

	memo_put(b, s->backs.n);
	for (uint32_t i = 0; i < s->backs.n; i++) {
		const ce_back *k = &s->backs.at[i];

		memo_put(b, k->kind);
		if (k->kind == CE_BACK_POINTER || k->kind == CE_BACK_DATA)
			ok &= put_note(m, b, k->id);
		else
			put_id(m, b, k->kind == CE_BACK_HOOK ? CE_OBJ_GLOBAL : CE_OBJ_FUNC, k->id);
		ok &= put_note(m, b, k->note);
	}
	return ok;
}

static void put_effects(ce_memo *m, ce_buf *b, const ce_summary *s)
{
	memo_put(b, s->effects.n);
	for (uint32_t i = 0; i < s->effects.n; i++) {
		const ce_effect *e = &s->effects.at[i];

		memo_put(b, e->kind);
		memo_put(b, e->obj_kind);
		put_gl(m, b, e->gl);
		memo_put(b, memo_off(m, e->off));
		put_id(m, b, e->kind == CE_EFFECT_CODE ? CE_OBJ_FUNC : e->obj_kind, e->id);
		memo_put(b, memo_off(m, e->value_off));
	}
}

bool memo_put_summary(ce_memo *m, ce_buf *b, const ce_summary *s)
{
	bool ok = true;

	memo_put(b, (uint64_t)s->top << 1 | s->keeps);
	memo_put(b, s->casts);
	put_objs(m, b, s);
	put_classes(m, b, s);
	ok &= put_flows(m, b, s);
	ok &= put_opens(m, b, s);
	memo_put(b, s->rets.n);
	for (uint32_t i = 0; i < s->rets.n; i++)
		put_optional(b, s->rets.at[i]);
	ok &= put_backs(m, b, s);
	put_effects(m, b, s);
	return ok;
}

/* ---- what was read -------------------------------------------------------------------------- */

static void put_special(ce_memo *m, ce_buf *b, const ce_read *r)
{
	memo_put(b, r->other != r->id);
	put_fn(m, b, r->other);
	memo_put(b, r->nknown);
	for (uint32_t i = r->known; i < r->known + r->nknown; i++) {
		memo_put(b, m->solution.known.at[i].arg);
		memo_put_word(b, (uint64_t)m->solution.known.at[i].value);
	}
}

static bool put_read(ce_memo *m, ce_buf *b, uint32_t reader, uint64_t before, const ce_read *r)
{
	bool ok = true;

	memo_put(b, r->kind);
	switch ((ce_read_kind)r->kind) {
	case CE_READ_FN:
	case CE_READ_SUMMARY:
	case CE_READ_CALLEE:
	case CE_READ_SPECIAL:
		put_fn(m, b, r->id);
		break;
	case CE_READ_GLOBAL:
	case CE_READ_CONTENTS:
		put_gl(m, b, r->id);
		break;
	case CE_READ_CODE:
		break;
	case CE_READ_TEXT:
		ok = put_note(m, b, r->id);
		break;
	case CE_READ_SAME_PLACE:
		ok = put_note(m, b, r->id) && put_note(m, b, r->other);
		break;
	}
	if (r->kind == CE_READ_SPECIAL)
		put_special(m, b, r);
	else if (r->kind != CE_READ_CALLEE)
		memo_put_word(b, memo_read_hash(m, reader, before, r));
	return ok;
}

static bool put_reads(ce_memo *m, ce_buf *b, uint32_t reader, uint64_t before)
{
	bool ok = true;

	memo_put(b, m->solution.reads.n);
	for (uint32_t i = 0; i < m->solution.reads.n && ok; i++)
		ok = put_read(m, b, reader, before, &m->solution.reads.at[i]);
	return ok;
}

/* ---- what was done ---------------------------------------------------------------------------- */

bool memo_put_solution(ce_memo *m, uint32_t fn, uint64_t before)
{
	const ce_fn *f = &m->p->fns.at[fn];
	const ce_solution *s = &m->solution;
	ce_buf *b = &m->text;

	b->n = 0;
	if (!put_reads(m, b, fn, before))
		return false;
	memo_put(b, s->attempts.n);
	for (uint32_t i = 0; i < s->attempts.n; i++) {
		memo_put(b, s->attempts.at[i].steps << 1 | s->attempts.at[i].over);
		memo_put(b, s->attempts.at[i].nodes);
	}
	memo_put(b, s->places.n);
	for (uint32_t i = 0; i < s->places.n; i++) {
		put_gl(m, b, s->places.at[i].gl);
		memo_put(b, s->places.at[i].calls);
		memo_put(b, memo_off(m, s->places.at[i].off));
	}
	memo_put(b, s->sticky.n);
	for (uint32_t i = 0; i < s->sticky.n; i++) {
		memo_put(b, s->sticky.at[i].kind);
		memo_put_word(b, s->sticky.at[i].name);
		if (s->sticky.at[i].kind == CE_STICKY_JOINED)
			memo_put_word(b, s->sticky.at[i].with);
	}
	memo_put(b, f->notch);
	memo_put(b, f->cost);
	memo_put(b, (uint64_t)f->misfits << 3 | (uint64_t)f->summary->top << 2 | (uint64_t)f->leads_out << 1 |
	                    f->merges_opens);
	if (f->summary->top)
		return true;
	memo_put_word(b, memo_summary_hash(m, fn));
	return memo_put_summary(m, b, f->summary);
}

/* ---- verdicts ----------------------------------------------------------------------------------- */

static void put_text(ce_buf *b, const char *text)
{
	size_t n = strlen(text);

	memo_put(b, n);
	ce_buf_add(b, text, n);
}

static bool put_flow(ce_memo *m, ce_buf *b, const ce_flow *f)
{
	bool ok = true;

	memo_put(b, f->nedges);
	for (uint32_t i = 0; i < f->nedges; i++) {
		const ce_flow_edge *e = &f->edges[i];

		put_text(b, e->dst);
		put_text(b, e->src);
		put_optional(b, (uint32_t)e->derefs);
		memo_put(b, e->nsteps);
		for (uint32_t k = 0; k < e->nsteps; k++)
			ok &= put_note(m, b, e->steps[k]);
	}
	return ok;
}

static bool put_why(ce_memo *m, ce_buf *b, const ce_why *w)
{
	bool ok;

	memo_put(b, w->category);
	if (w->category == CE_CAT_NONE) /* of nothing that leaks */
		return true;
	ok = put_note(m, b, w->note);
	put_fn(m, b, w->who);
	memo_put(b, w->sink);
	return put_flow(m, b, &w->flow) && ok;
}

static void put_ids(ce_buf *b, const ce_ids *ids)
{
	memo_put(b, ids->n);
	for (uint32_t i = 0; i < ids->n; i++)
		memo_put(b, ids->at[i]);
}

static bool put_fact(ce_memo *m, ce_buf *b, const ce_fact *f)
{
	memo_put(b, (uint64_t)f->weight << 3 | (uint64_t)f->direct << 2 | (uint64_t)f->content << 1 |
	                    f->content_result);
	memo_put(b, f->levels);
	put_ids(b, &f->params);
	put_ids(b, &f->content_params);
	return put_why(m, b, &f->why);
}

bool memo_put_verdict(ce_memo *m, uint32_t fn, const ce_verdict *v, ce_stats work)
{
	ce_buf *b = &m->text;
	bool ok;

	b->n = 0;
	if (!put_reads(m, b, fn, memo_summary_hash(m, fn)))
		return false;
	memo_put(b, work.solves);
	memo_put(b, work.steps);
	memo_put(b, work.nodes);
	memo_put(b, (uint64_t)v->nocallback << 3 | (uint64_t)v->limit << 2 | (uint64_t)v->object_hook << 1 |
	                    v->more_hooks);
	put_gl(m, b, v->hook);
	ok = put_why(m, b, &v->callback_why);
	memo_put(b, v->params.n);
	for (uint32_t i = 0; i < v->params.n; i++)
		ok &= put_fact(m, b, &v->params.at[i]);
	memo_put(b, v->locals.n);
	for (uint32_t i = 0; i < v->locals.n; i++) {
		memo_put(b, v->locals.at[i].escapes);
		ok &= put_why(m, b, &v->locals.at[i].why);
	}
	memo_put(b, v->allocs.n);
	for (uint32_t i = 0; i < v->allocs.n; i++) {
		memo_put(b, (uint64_t)v->allocs.at[i].call << 1 | v->allocs.at[i].escapes);
		ok &= put_why(m, b, &v->allocs.at[i].why);
	}
	return ok;
}
