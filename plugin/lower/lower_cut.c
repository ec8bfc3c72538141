/*
 * lower_cut.c - integers that may be pointers, cut into narrow ones that are stored (`h->lo = u; h->hi = u >>
 * 32;`), and narrow integers that are moved one by one (`d->lo = s->lo; d->hi = s->hi;`).
 *
 * What is moved so is data, unless the program cuts somewhere (ce_unit.cuts).
 */
#include <stdlib.h>

#include "lower/lowering.h"

enum { DEEP = 8 };
#define ANY_PART INT64_MAX

/* (Bytes are written by everybody who writes numbers for others to read.) */
static uint64_t narrow_size(const ce_lower *l, LLVMValueRef v)
{
	LLVMTypeRef t = LLVMTypeOf(v);
	uint64_t size = LLVMGetTypeKind(t) == LLVMIntegerTypeKind ? LLVMStoreSizeOfType(l->layout, t) : 0;

	return size > 1 && size < l->width ? size : 0;
}

static LLVMValueRef without_casts(LLVMValueRef v)
{
	while (LLVMIsACastInst(v))
		v = LLVMGetOperand(v, 0);
	return v;
}

/* ---- what is cut ------------------------------------------------------------------ */

/* A part of an integer that is stored somewhere. */
typedef struct part {
	LLVMValueRef of;   /* the integer, without casts; one that is loaded is where it is loaded from */
	LLVMValueRef base; /* where it is stored: so many bytes from there */
	int64_t at, from;  /* from: bits; part_of() */
	uint64_t size;     /* bytes */
} part;

typedef CE_VEC(part) parts;

/* Bits that are a number of whole parts, if they are known: `u >> 32`, `u >> 32 * i`; else 0. */
static int64_t whole_parts(LLVMValueRef bits, int64_t part_bits)
{
	int64_t by = 0;
	LLVMOpcode op;

	if (ce_lower_const_int(bits, &by))
		return by > 0 && by % part_bits == 0 ? by : 0;
	bits = without_casts(bits);
	op = LLVMIsABinaryOperator(bits) ? LLVMGetInstructionOpcode(bits) : (LLVMOpcode)0;
	if (op == LLVMMul && !ce_lower_const_int(LLVMGetOperand(bits, 0), &by))
		ce_lower_const_int(LLVMGetOperand(bits, 1), &by);
	else if (op == LLVMShl && ce_lower_const_int(LLVMGetOperand(bits, 1), &by))
		by = by >= 0 && by < 16 ? 1 << by : 0;
	return by && by % part_bits == 0 ? ANY_PART : 0;
}

static bool is_shift_down(LLVMValueRef v)
{
	return LLVMIsABinaryOperator(v) &&
	       (LLVMGetInstructionOpcode(v) == LLVMLShr || LLVMGetInstructionOpcode(v) == LLVMAShr);
}

/* Whether it is moved down by whole parts each time round a loop: `w[i] = u; u >>= 32;`. */
static bool is_used_up(LLVMValueRef phi, int64_t part_bits)
{
	for (unsigned k = 0; LLVMIsAPHINode(phi) && k < LLVMCountIncoming(phi); k++) {
		LLVMValueRef v = LLVMGetIncomingValue(phi, k);

		if (is_shift_down(v) && LLVMGetOperand(v, 0) == phi &&
		    whole_parts(LLVMGetOperand(v, 1), part_bits))
			return true;
	}
	return false;
}

/* Whether the operation leaves the lowest `bits` bits of its operand. */
static bool keeps_low(LLVMValueRef v, unsigned bits)
{
	int64_t mask;

	if (LLVMIsACastInst(v))
		return true;
	return LLVMIsABinaryOperator(v) && LLVMGetInstructionOpcode(v) == LLVMAnd &&
	       ce_lower_const_int(LLVMGetOperand(v, 1), &mask) &&
	       !(~(uint64_t)mask & (((uint64_t)1 << bits) - 1));
}

/* Which part of what the value is: 0 the lowest, else bits from there (ANY_PART: any); below 0: none. */
static int64_t part_of(const ce_body *b, uint32_t id, uint64_t size, LLVMValueRef *of)
{
	unsigned bits = 8 * (unsigned)size;
	int64_t from;

	for (int depth = 0; depth < DEEP && id != CE_NONE; depth++) {
		const ce_insn *i = &b->insns.at[id];

		*of = i->v;
		if (i->opcode == LLVMLShr || i->opcode == LLVMAShr) {
			from = whole_parts(LLVMGetOperand(i->v, 1), bits);
			*of = without_casts(LLVMGetOperand(i->v, 0));
			return i->is & CE_CARRIES && !(i->is & CE_NARROW) && from ? from : -1;
		}
		if (is_used_up(i->v, bits))
			return ANY_PART;
		if (!keeps_low(i->v, bits) || !i->nflows)
			break;
		id = b->flows.at[i->flows].from.id;
	}
	return id == CE_NONE || b->insns.at[id].is & CE_NARROW ? -1 : 0;
}

static void add_part(ce_body *b, const ce_insn *store, parts *all)
{
	ce_operand value = ce_body_op(b, store, 0);
	part p = {.base = LLVMGetOperand(store->v, 1), .size = narrow_size(b->l, value.v)};

	if (!p.size || !ce_lower_carries(b, value))
		return;
	p.from = part_of(b, value.id, p.size, &p.of);
	if (p.from < 0)
		return;
	if (LLVMIsALoadInst(p.of))
		p.of = LLVMGetOperand(p.of, 0);
	for (; LLVMIsAGetElementPtrInst(p.base); p.base = LLVMGetOperand(p.base, 0))
		p.at += ce_lower_gep(b->l, p.base, NULL).base;
	ce_push(all, p);
}

static int by_place(const void *pa, const void *pb)
{
	const part *a = pa, *b = pb;

	if (a->of != b->of)
		return (uintptr_t)a->of < (uintptr_t)b->of ? -1 : 1;
	if (a->base != b->base)
		return (uintptr_t)a->base < (uintptr_t)b->base ? -1 : 1;
	return (a->at > b->at) - (a->at < b->at);
}

/* Whether it has bits of the upper half of a pointer. */
static bool is_high(const ce_lower *l, const part *p)
{
	return (uint64_t)p->from + 8 * p->size > 4 * (uint64_t)l->width;
}

/* Whether the next ones are other parts of the same integer, and beside it. */
static bool has_neighbour(const ce_lower *l, const parts *all, uint32_t k)
{
	const part *p = &all->at[k], *q = p + 1;

	for (; q < all->at + all->n && q->of == p->of && q->base == p->base; q++) {
		if (q->at - p->at > (int64_t)p->size)
			break;
		if (q->at - p->at == (int64_t)p->size && p->from != q->from &&
		    (is_high(l, p) || is_high(l, q)))
			return true;
	}
	return false;
}

/* After ce_lower_carry(). */
void ce_lower_cuts(ce_body *b)
{
	parts all = {0};
	bool *cuts = &b->l->unit->cuts;

	for (uint32_t id = 0; id < b->insns.n && !*cuts; id++)
		if (b->insns.at[id].opcode == LLVMStore)
			add_part(b, &b->insns.at[id], &all);
	if (all.n)
		qsort(all.at, all.n, sizeof *all.at, by_place);
	for (uint32_t k = 0; k < all.n && !*cuts; k++)
		*cuts = all.at[k].from == ANY_PART || has_neighbour(b->l, &all, k);
	ce_vec_free(&all);
}

/* ---- what is moved ---------------------------------------------------------------- */

static bool passes(LLVMValueRef user)
{
	return LLVMIsAPHINode(user) || LLVMIsASelectInst(user) || LLVMIsAFreezeInst(user) ||
	       LLVMIsACastInst(user);
}

/* So it is where that takes too long to tell. */
static bool is_put_down(const ce_lower *l, LLVMValueRef v, unsigned *budget)
{
	for (LLVMUseRef u = LLVMGetFirstUse(v); u; u = LLVMGetNextUse(u)) {
		LLVMValueRef user = LLVMGetUser(u);

		if (!*budget)
			return true;
		--*budget;
		if (LLVMIsAStoreInst(user) && LLVMGetOperand(user, 0) == v && narrow_size(l, v))
			return true;
		if (passes(user) && is_put_down(l, user, budget))
			return true;
	}
	return false;
}

bool ce_lower_is_moved(const ce_lower *l, LLVMValueRef load)
{
	unsigned budget = 64;

	return narrow_size(l, load) && is_put_down(l, load, &budget);
}
