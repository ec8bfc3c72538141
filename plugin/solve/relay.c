/*
 * relay.c - private memory that bytes only pass through.
 *
 * `tmp = *a; *b = tmp;` copies to tmp and from there. Nobody can look into tmp, so callers need not
 * know it: the summary says that *b is a copy of *a, or nothing when no pointer is in it. Otherwise
 * every caller would take over as many objects as its callees have such locals. A token is put together
 * of marks, and each of those has gone through a local as well: what is read may be copied there in pieces,
 * and come from another such object.
 */
#include "solve/solver.h"

#include <stdlib.h>

static bool may_be(const solver *s, uint32_t obj)
{
	const object *o = &s->objs.at[obj];
	bool own = o->kind == CE_OBJ_LOCAL || o->kind == CE_OBJ_HEAP;

	if (!own || o->escapes || o->symbolic || o->collapsed || o->into != CE_NONE)
		return false;
	for (uint32_t c = o->cells; c != CE_NONE; c = s->cells.at[c].next)
		if (s->nodes.at[s->cells.at[c].in].n)
			return false;
	return true;
}

/* Where what is copied from v begins and ends; false if that is not one place. */
static bool read_from(const solver *s, const move *m, ce_val v, uint64_t *begin, uint64_t *end)
{
	ce_off from = s->p->offs.at.at[val_off(v)];

	*begin = (uint64_t)from.base;
	*end = *begin + m->size;
	return ce_off_exact(from) && from.base >= 0 && m->size < CE_SIZE_UNKNOWN && *end >= *begin;
}

/* The same of what is copied there. */
static bool written_by(const solver *s, const copy *k, uint64_t *begin, uint64_t *end)
{
	ce_off at = s->p->offs.at.at[k->off];
	uint64_t size = s->moves.at[k->move].size;

	*begin = (uint64_t)at.base;
	*end = size < CE_SIZE_UNKNOWN - *begin ? *begin + size : CE_SIZE_UNKNOWN;
	return ce_off_exact(at) && at.base >= 0;
}

static void check_reads(const solver *s, const move *m, bool *relay)
{
	const node *from = &s->nodes.at[m->src];
	uint64_t begin, end;

	for (uint32_t i = 0; i < from->n; i++) {
		uint32_t obj = val_obj(from->vals[i]);

		if (relay[obj] && !read_from(s, m, from->vals[i], &begin, &end))
			relay[obj] = false;
	}
}

static void check_writes(const solver *s, uint32_t obj, bool *relay)
{
	uint64_t begin, end;

	for (uint32_t k = s->objs.at[obj].copies; k && relay[obj]; k = s->copies.at[k].next)
		relay[obj] = written_by(s, &s->copies.at[k], &begin, &end);
}

enum { MOST_PIECES = 64, BUSY = UINT16_MAX };

/* In how many pieces comes what is read of a relay: those of the relays that it has passed before are
 * counted. One where that goes round, or where they are too many, is none. */
static uint16_t count_pieces(const solver *s, uint32_t obj, bool *relay, uint16_t *count)
{
	uint32_t all = 0;

	if (count[obj])
		return count[obj];
	count[obj] = BUSY;
	for (uint32_t k = s->objs.at[obj].copies; k; k = s->copies.at[k].next) {
		const node *from = &s->nodes.at[s->moves.at[s->copies.at[k].move].src];

		for (uint32_t i = 0; i < from->n; i++) {
			uint32_t o = val_obj(from->vals[i]);
			uint16_t n = relay[o] ? count_pieces(s, o, relay, count) : 1;

			relay[o] &= n <= MOST_PIECES;
			all += relay[o] ? n : 1;
		}
	}
	relay[obj] &= all <= MOST_PIECES;
	return count[obj] = (uint16_t)(all == 0 ? 1 : all <= MOST_PIECES ? all : MOST_PIECES + 1);
}

void find_relays(const solver *s, bool *relay)
{
	uint16_t *count = ce_calloc(s->objs.n, sizeof *count);

	for (uint32_t i = 0; i < s->objs.n; i++)
		relay[i] = may_be(s, i);
	for (uint32_t i = 0; i < s->moves.n; i++)
		check_reads(s, &s->moves.at[i], relay);
	for (uint32_t i = 0; i < s->objs.n; i++)
		check_writes(s, i, relay);
	for (uint32_t i = 0; i < s->objs.n; i++)
		if (relay[i])
			count_pieces(s, i, relay, count);
	free(count);
}

static void through(const solver *s, const bool *relay, piece read, pieces *out);

static void add_piece(const solver *s, const bool *relay, piece p, pieces *out)
{
	if (relay[val_obj(p.src)])
		through(s, relay, p, out);
	else
		ce_push(out, p);
}

/* What a copy has brought of the bytes that are read from there. An array that is read as one is one where it
 * came from. */
static void copied_piece(const solver *s, const bool *relay, piece read, const copy *k, pieces *out)
{
	ce_offs *t = &s->p->offs;
	const move *w = &s->moves.at[k->move];
	const node *n = &s->nodes.at[w->src];
	uint64_t from = (uint64_t)t->at.at[val_off(read.src)].base, at, end, begin;
	ce_offid on;

	written_by(s, k, &at, &end);
	begin = at > from ? at : from;
	end = end < from + read.size ? end : from + read.size;
	if (begin >= end)
		return;
	on = begin == from ? ce_off_distance(t, val_off(read.src), k->off) : CE_OFFID_ZERO;
	for (uint32_t i = 0; i < n->n; i++) {
		ce_offid off = ce_off_sum(t, copied_place(s, val_off(n->vals[i]), w->size), on);

		add_piece(s, relay,
		          (piece){val_make(val_obj(n->vals[i]), off), read.at + (begin - from), end - begin},
		          out);
	}
}

static void through(const solver *s, const bool *relay, piece read, pieces *out)
{
	for (uint32_t k = s->objs.at[val_obj(read.src)].copies; k; k = s->copies.at[k].next)
		copied_piece(s, relay, read, &s->copies.at[k], out);
}

void pieces_of_move(const solver *s, const bool *relay, const move *m, pieces *out)
{
	const node *from = &s->nodes.at[m->src];

	out->n = 0;
	for (uint32_t i = 0; i < from->n; i++)
		add_piece(s, relay, (piece){from->vals[i], 0, m->size}, out);
}

ce_val piece_to(const solver *s, const move *m, ce_val dst, uint64_t at)
{
	ce_offs *t = &s->p->offs;
	ce_offid by, to;

	if (!at)
		return dst;
	by = ce_off_intern(t, (ce_off){.base = (int64_t)at});
	dst = val_make(val_obj(dst), copied_place(s, val_off(dst), m->size));
	to = ce_off_step(t, val_off(dst), by);
	return val_make(val_obj(dst), to == CE_NONE ? ce_off_sum(t, val_off(dst), by) : to);
}
