/*
 * off.h - arithmetic on sets of byte offsets (ce_off), and their numbers.
 *
 * An object's fields are told apart by offset; array elements share one set
 * with a stride. Out-of-bounds access is outside the analysis (docs/model.md,
 * A2), so a bounded array never touches its neighbours.
 */
#ifndef CE_OFF_H
#define CE_OFF_H

#include "base/map.h"
#include "base/mem.h"
#include "graph/unit.h"

/** Offsets are interned: equal sets have equal numbers. */
typedef uint32_t ce_offid;

enum { CE_OFFID_ZERO = 0, CE_OFFID_ANY = 1, CE_OFFID_INDEX = 2 };

typedef struct ce_offs {
	CE_VEC(ce_off) at;
	ce_map index;
	ce_map sums;       /* (a, b) -> a + b */
	ce_ids plain, neg; /* a -> ce_off_plain(a), ce_off_neg(a), once asked for; else CE_NONE */
} ce_offs;

void ce_offs_init(ce_offs *t);
void ce_offs_free(ce_offs *t);
ce_offid ce_off_intern(ce_offs *t, ce_off o);

/** ce_off_add of numbers; every sum is computed once. */
ce_offid ce_off_sum(ce_offs *t, ce_offid a, ce_offid b);

/** The offset of a value, moved by that of an edge. What is any number of bytes away has left its
 * array; CE_NONE if it is nowhere. An index stays one (CE_COUNT_INDEX) until an array is known; every other
 * function takes it for any number of strides away. */
ce_offid ce_off_step(ce_offs *t, ce_offid a, ce_offid b);

/** Where such a move, of an index of bytes or of a cursor back by a constant, leads as the way from the
 * array's first byte to what it is in; CE_NONE if it does not. Such a place is told from others: nothing
 * leads back from there. */
ce_offid ce_off_way_back(ce_offs *t, ce_offid a, ce_offid b);

/** Reports whether an offset is such a place, and before where offsets are counted from. */
bool ce_off_is_way_before(const ce_offs *t, ce_offid a);

/** The offset of a value, moved any number of times by d, which is not 0. */
ce_offid ce_off_steps(ce_offs *t, ce_offid a, int64_t d);

/** a + (-b), likewise. */
ce_offid ce_off_distance(ce_offs *t, ce_offid a, ce_offid b);

/** ce_off_plain of a number. */
ce_offid ce_off_place(ce_offs *t, ce_offid a);

/** The offsets of a at which so many bytes lie in its array, if it is one of known size that has any. */
ce_offid ce_off_fit(ce_offs *t, ce_offid a, uint64_t size);

/** The same of an index only. */
ce_offid ce_off_unindexed(ce_offs *t, ce_offid a);

/** The one offset of a from first to last, where a is elements of more than a byte and there is one;
 * otherwise a. */
ce_offid ce_off_only(ce_offs *t, ce_offid a, int64_t first, int64_t last);

/** Every a + b; bounded only when both are, or when a lies in a known array. */
ce_off ce_off_add(ce_off a, ce_off b);

/** The same offsets without knowledge of an array around them: a place. */
ce_off ce_off_plain(ce_off o);

/** Every -a. */
ce_off ce_off_neg(ce_off a);

/** Every offset from those of o on, within its array if it has one: what bytes from there
 * on may be, when nobody knows how many. */
ce_off ce_off_onward(ce_off o);

/** Whether a step by b may lead to what the array is in that a pointer came from: back, or anywhere. */
bool ce_off_leads_out(ce_off b);

/** Brings a set into its one form (base below stride when unbounded, ...). */
ce_off ce_off_canonical(ce_off o);

/** Reports whether an access of asize bytes somewhere in a can touch one of
 * bsize bytes somewhere in b. */
bool ce_off_overlap(ce_off a, uint64_t asize, ce_off b, uint64_t bsize);

/** Reports whether o is one exact offset. */
static inline bool ce_off_exact(ce_off o)
{
	return o.stride == 0;
}

uint64_t ce_off_hash(ce_off o);

/** An order that does not depend on who interned what first: below 0, 0, above 0. */
int ce_off_compare(const ce_off *a, const ce_off *b);

#endif
