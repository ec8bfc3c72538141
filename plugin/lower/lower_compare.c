/*
 * lower_compare.c - what a comparison with an argument rules out (CE_EDGE_EXCEPT).
 *
 * `if (u == s) u = NULL;`: a mark is taken out. Where u goes on it is not the very address that
 * s is, whatever else it may be.
 */
#include "lower/lowering.h"

/* Whether two values are compared, and one of them is an argument: its number. */
static uint32_t compared_with(const ce_body *b, LLVMValueRef condition, LLVMValueRef v)
{
	LLVMValueRef x, y;
	uint32_t arg;

	x = LLVMGetOperand(condition, 0);
	y = LLVMGetOperand(condition, 1);
	if (y != v && x != v)
		return CE_NONE;
	x = y == v ? x : y;
	arg = LLVMIsAArgument(x) && x != v ? ce_body_find(b, x) : CE_NONE;
	return arg < 64 && arg < b->f->args.n && b->f->args.at[arg].kind == CE_ARG_DIRECT ? arg : CE_NONE;
}

/* The condition under which flow k of a phi or a select is taken: holds or not; or NULL. */
static LLVMValueRef condition_of(const ce_insn *i, uint32_t k, bool *holds)
{
	LLVMValueRef end;

	if (i->opcode == LLVMSelect && i->nflows == 2) {
		*holds = k == 0;
		return LLVMGetCondition(i->v);
	}
	if (i->opcode != LLVMPHI || i->nflows != i->nops)
		return NULL;
	end = LLVMGetBasicBlockTerminator(LLVMGetIncomingBlock(i->v, k));
	if (!LLVMIsABranchInst(end) || !LLVMIsConditional(end) ||
	    LLVMGetSuccessor(end, 0) == LLVMGetSuccessor(end, 1))
		return NULL;
	*holds = LLVMGetSuccessor(end, 0) == LLVMGetInstructionParent(i->v);
	return LLVMGetCondition(end);
}

uint32_t ce_lower_exception(const ce_body *b, const ce_insn *i, uint32_t k)
{
	bool holds;
	LLVMValueRef condition;

	if (LLVMGetTypeKind(LLVMTypeOf(i->v)) != LLVMPointerTypeKind)
		return CE_NONE;
	condition = condition_of(i, k, &holds);
	if (!condition || !LLVMIsAICmpInst(condition) ||
	    LLVMGetICmpPredicate(condition) != (holds ? LLVMIntNE : LLVMIntEQ))
		return CE_NONE;
	return compared_with(b, condition, b->flows.at[i->flows + k].from.v);
}
