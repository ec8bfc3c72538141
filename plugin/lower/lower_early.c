/*
 * lower_early.c - loads and calls before which the function itself has stored no pointer (CE_EDGE_EARLY).
 *
 * `old = s->p; s->p = p; return old;` does not return p. Early means: on no way from the entry to the
 * load is there a store of what may carry a pointer, but to variables of the function's own. What its callees
 * store, and what is copied as bytes, may be there all the same.
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

/* Whether something may have been stored when the block begins. */
static bool stored_at(ce_body *b, const bool *stored, uint32_t block)
{
	LLVMValueRef bb = LLVMBasicBlockAsValue(b->order.at[block]);

	for (LLVMUseRef u = LLVMGetFirstUse(bb); u; u = LLVMGetNextUse(u)) {
		LLVMValueRef end = LLVMGetUser(u);
		uint32_t from;

		if (!LLVMIsAInstruction(end) || !LLVMIsATerminatorInst(end))
			continue;
		from = ce_body_find(b, LLVMBasicBlockAsValue(LLVMGetInstructionParent(end)));
		if (from != CE_NONE && stored[from])
			return true;
	}
	return false;
}

static bool stores(ce_body *b, uint32_t block)
{
	for (uint32_t id = b->first.at[block]; id < b->first.at[block + 1]; id++)
		if (may_store(b, ce_body_insn(b, id)))
			return true;
	return false;
}

static void mark(ce_body *b, uint32_t block)
{
	for (uint32_t id = b->first.at[block]; id < b->first.at[block + 1]; id++) {
		ce_insn *i = ce_body_insn(b, id);

		if (may_store(b, i))
			return;
		if (i->opcode == LLVMLoad || is_call(i))
			i->is |= CE_EARLY;
	}
}

/* After ce_lower_transient(), before the edges are made. */
void ce_lower_early(ce_body *b)
{
	bool *stored = ce_calloc(b->order.n + 1, sizeof *stored); /* when the block ends */

	for (uint32_t k = 0; k < b->order.n; k++)
		stored[k] = stores(b, k);
	for (bool again = true; again;) {
		again = false;
		for (uint32_t k = 0; k < b->order.n; k++)
			if (!stored[k] && stored_at(b, stored, k))
				again = stored[k] = true;
	}
	for (uint32_t k = 0; k < b->order.n; k++)
		if (!stored_at(b, stored, k))
			mark(b, k);
	free(stored);
}
