/*
 * lower_count.c - integers that are counted up and down in memory (`o->refs--`).
 *
 * They are most of what functions store. What is so stored again says nothing about what the place holds but
 * that it has moved. So a count is no store, as if it put back what it found (lower_transient.c), and whoever
 * reads an integer finds what it holds anywhere: the offset of a pointer that was put down as an integer is
 * not known. That holds for members of structs: what is one integer alone (`*u += 8`) may be a member of a
 * union, and is read as another one.
 */
#include "lower/lowering.h"

bool ce_lower_is_atomic(LLVMValueRef access)
{
	return LLVMIsAAtomicRMWInst(access) || LLVMIsAAtomicCmpXchgInst(access) ||
	       LLVMGetOrdering(access) != LLVMAtomicOrderingNotAtomic;
}

/* Whether the object that is accessed is of integer type (A8). */
bool ce_lower_is_number(const ce_lower *l, LLVMValueRef access)
{
	if (ce_lower_is_atomic(access)) /* without a tag */
		return l->source && l->source->atomic_numbers;
	return ce_lower_lvalue(l, access) == CE_LVALUE_INT;
}

static bool is_sum(LLVMOpcode op)
{
	return op == LLVMAdd || op == LLVMSub || op == LLVMAnd || op == LLVMOr || op == LLVMXor;
}

/* The load of the integer that is stored where it was read, changed by what is no pointer; or NULL. */
const ce_insn *ce_lower_counted(ce_body *b, const ce_insn *store)
{
	ce_operand value = ce_body_op(b, store, 0);
	const ce_insn *i;
	int depth = 0;

	if (!ce_lower_is_number(b->l, store->v) || !ce_lower_names_member(b->l, store->v) ||
	    LLVMStoreSizeOfType(b->l->layout, LLVMTypeOf(value.v)) > b->l->width)
		return NULL;
	for (; depth < 8 && value.id != CE_NONE && is_sum(ce_body_insn(b, value.id)->opcode); depth++) {
		bool second;

		i = ce_body_insn(b, value.id);
		second = !ce_lower_carries(b, ce_body_op(b, i, 0));
		if (ce_lower_carries(b, ce_body_op(b, i, !second)))
			return NULL;
		value = ce_body_op(b, i, second);
	}
	if (!depth || value.id == CE_NONE)
		return NULL;
	i = ce_body_insn(b, value.id);
	return i->opcode == LLVMLoad && ce_lower_is_number(b->l, i->v) &&
	                       ce_lower_same_address(b, LLVMGetOperand(i->v, 0), ce_body_op(b, store, 1).v)
	               ? i
	               : NULL;
}
