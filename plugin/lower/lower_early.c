/*
 * lower_early.c - loads and calls before which the function itself has stored no pointer (CE_EDGE_EARLY), or
 * nobody has (CE_EDGE_FIRST).
 *
 * `old = s->p; s->p = p; return old;` does not return p. Early means: on no way from the entry to the
 * load is there a store of what may carry a pointer, but to variables of the function's own. What its callees
 * store, and what is copied as bytes, may be there all the same. First means that nothing is: what the load
 * finds in memory of others was there at entry.
 */
#include <stdlib.h>

#include "lower/lowering.h"

/* The address of a variable of the function, and certainly of nothing else. */
static bool is_own(LLVMValueRef address)
{
	while (LLVMIsAGetElementPtrInst(address))
		address = LLVMGetOperand(address, 0);
	return LLVMIsAAllocaInst(address);
}

static bool is_call(const ce_insn *i)
{
	return i->opcode == LLVMCall || i->opcode == LLVMInvoke || i->opcode == LLVMCallBr;
}

/* It becomes an edge STORE, or, by longjmp, goes on where those have been executed. */
static bool may_store(ce_body *b, const ce_insn *i)
{
	if (is_call(i) && i->intrinsic == CE_INTRINSIC_NONE)
		return ce_lower_returns_twice(b->l, i->v);
	if (is_call(i))
		return i->intrinsic == CE_INTRINSIC_MASKED_STORE || i->intrinsic == CE_INTRINSIC_VA_START;
	switch (i->opcode) {
	case LLVMStore:
		return !(i->is & CE_RESTORES) && ce_lower_carries(b, ce_body_op(b, i, 0)) &&
		       !is_own(ce_body_op(b, i, 1).v);
	case LLVMAtomicRMW:
	case LLVMAtomicCmpXchg:
	case LLVMVAArg:
		return true;
	default:
		return false;
	}
}

/* Or it may be changed by others, or by a copy. */
static bool may_change(ce_body *b, const ce_insn *i)
{
	ce_operand value;

	if (may_store(b, i))
		return true;
	if (i->opcode == LLVMStore) { /* bytes that are copied one by one */
		value = ce_body_op(b, i, 0);
		return value.id != CE_NONE && ce_body_insn(b, value.id)->opcode == LLVMLoad &&
		       !is_own(ce_body_op(b, i, 1).v) && !(i->is & CE_RESTORES);
	}
	if (!is_call(i))
		return false;
	switch (i->intrinsic) {
	case CE_INTRINSIC_NOTHING:
	case CE_INTRINSIC_SAME:
	case CE_INTRINSIC_ANY:
	case CE_INTRINSIC_ANY_ALL:
	case CE_INTRINSIC_EITHER:
	case CE_INTRINSIC_ADD:
	case CE_INTRINSIC_SUB:
	case CE_INTRINSIC_MUL:
	case CE_INTRINSIC_OPAQUE:
	case CE_INTRINSIC_MASKED_LOAD:
		return false;
	case CE_INTRINSIC_MOVE:
		return !is_own(ce_body_op(b, i, 0).v);
	default:
		return true;
	}
}

typedef bool test(ce_body *b, const ce_insn *i);

/* Whether that may have happened when the block begins. */
static bool happened_at(ce_body *b, const bool *happened, uint32_t block)
{
	LLVMValueRef bb = LLVMBasicBlockAsValue(b->order.at[block]);

	for (LLVMUseRef u = LLVMGetFirstUse(bb); u; u = LLVMGetNextUse(u)) {
		LLVMValueRef end = LLVMGetUser(u);
		uint32_t from;

		if (!LLVMIsAInstruction(end) || !LLVMIsATerminatorInst(end))
			continue;
		from = ce_body_find(b, LLVMBasicBlockAsValue(LLVMGetInstructionParent(end)));
		if (from != CE_NONE && happened[from])
			return true;
	}
	return false;
}

static bool happens(ce_body *b, uint32_t block, test *is)
{
	for (uint32_t id = b->first.at[block]; id < b->first.at[block + 1]; id++)
		if (is(b, ce_body_insn(b, id)))
			return true;
	return false;
}

/* Loads and calls before it: a call, too, comes before what it does. */
static void mark(ce_body *b, uint32_t block, test *is, uint16_t flag)
{
	for (uint32_t id = b->first.at[block]; id < b->first.at[block + 1]; id++) {
		ce_insn *i = ce_body_insn(b, id);
		bool now = is(b, i);

		if ((i->opcode == LLVMLoad || is_call(i)) && !(now && may_store(b, i)))
			i->is |= flag;
		if (now)
			return;
	}
}

static void mark_before(ce_body *b, test *is, uint16_t flag)
{
	bool *happened = ce_calloc(b->order.n + 1, sizeof *happened); /* when the block ends */

	for (uint32_t k = 0; k < b->order.n; k++)
		happened[k] = happens(b, k, is);
	for (bool again = true; again;) {
		again = false;
		for (uint32_t k = 0; k < b->order.n; k++)
			if (!happened[k] && happened_at(b, happened, k))
				again = happened[k] = true;
	}
	for (uint32_t k = 0; k < b->order.n; k++)
		if (!happened_at(b, happened, k))
			mark(b, k, is, flag);
	free(happened);
}

/* After ce_lower_transient(), before the edges are made. */
void ce_lower_early(ce_body *b)
{
	mark_before(b, may_store, CE_EARLY);
	mark_before(b, may_change, CE_FIRST);
}
