/*
 * lower_loop.c - loops that copy bytes one after the other, as what they are:
 * memmove(dst, src, n).
 *
 * Two forms: `for (i = 0; i < n; i++) d[i] = s[i];` and `while (...) *d++ = *s++;`. Byte by byte
 * the copy is one of any byte to any byte. From the start on it is less, and n may be known.
 */
#include "lower/lowering.h"

static bool is_byte_gep(LLVMValueRef v)
{
	LLVMTypeRef t;

	if (!LLVMIsAGetElementPtrInst(v) || LLVMGetNumOperands(v) != 2)
		return false;
	t = LLVMGetGEPSourceElementType(v);
	return LLVMGetTypeKind(t) == LLVMIntegerTypeKind && LLVMGetIntTypeWidth(t) == 8;
}

/* A value that a loop changes: what it is before, and its step is one. */
static bool starts_at(LLVMValueRef phi, LLVMOpcode step, LLVMValueRef *first)
{
	unsigned found = 0;
	int64_t one;

	if (!LLVMIsAPHINode(phi) || LLVMCountIncoming(phi) != 2)
		return false;
	for (unsigned k = 0; k < 2; k++) {
		LLVMValueRef v = LLVMGetIncomingValue(phi, k);

		if (LLVMIsAInstruction(v) && LLVMGetInstructionOpcode(v) == step &&
		    LLVMGetOperand(v, 0) == phi && LLVMGetNumOperands(v) == 2 &&
		    (step != LLVMGetElementPtr || is_byte_gep(v)) &&
		    ce_lower_const_int(LLVMGetOperand(v, 1), &one) && one == 1)
			found++;
		else
			*first = v;
	}
	return found == 1;
}

/* An index may be kept in another width than it is used in. */
static LLVMValueRef narrow_index(LLVMValueRef index)
{
	return LLVMIsAZExtInst(index) || LLVMIsASExtInst(index) ? LLVMGetOperand(index, 0) : index;
}

/* What is true whenever the body is entered, which is only from the head. */
static LLVMValueRef condition_of(LLVMBasicBlockRef header, LLVMBasicBlockRef body)
{
	LLVMValueRef end = LLVMGetBasicBlockTerminator(header);
	LLVMUseRef way = LLVMGetFirstUse(LLVMBasicBlockAsValue(body));

	if (body == header || !way || LLVMGetUser(way) != end || LLVMGetNextUse(way))
		return NULL;
	if (!LLVMIsABranchInst(end) || LLVMGetNumSuccessors(end) != 2 || LLVMGetSuccessor(end, 0) != body)
		return NULL;
	return LLVMIsAICmpInst(LLVMGetCondition(end)) ? LLVMGetCondition(end) : NULL;
}

/* How often the body is run, by `i < n` at the head of the loop. */
static uint64_t times(ce_body *b, LLVMValueRef phi, LLVMBasicBlockRef body)
{
	LLVMValueRef condition = condition_of(LLVMGetInstructionParent(phi), body);
	LLVMIntPredicate is = condition ? LLVMGetICmpPredicate(condition) : LLVMIntEQ;

	if ((is != LLVMIntULT && is != LLVMIntSLT && is != LLVMIntNE) ||
	    narrow_index(LLVMGetOperand(condition, 0)) != phi)
		return CE_SIZE_UNKNOWN;
	return ce_lower_size_operand(b, LLVMGetOperand(condition, 1));
}

static ce_operand operand_of(const ce_body *b, LLVMValueRef v)
{
	return (ce_operand){v, LLVMIsConstant(v) ? CE_NONE : ce_body_find(b, v)};
}

bool ce_lower_byte_loop(ce_body *b, LLVMValueRef store, ce_operand *from, ce_operand *to, uint64_t *size)
{
	LLVMValueRef d = to->v, s = from->v, first_d = NULL, first_s = NULL, first = NULL;
	int64_t zero;

	if (starts_at(d, LLVMGetElementPtr, &first_d) && starts_at(s, LLVMGetElementPtr, &first_s) &&
	    LLVMGetInstructionParent(d) == LLVMGetInstructionParent(s)) {
		*size = CE_SIZE_UNKNOWN;
		*to = operand_of(b, first_d);
		*from = operand_of(b, first_s);
		return true;
	}
	if (!is_byte_gep(d) || !is_byte_gep(s))
		return false;
	d = narrow_index(LLVMGetOperand(d, 1));
	s = narrow_index(LLVMGetOperand(s, 1));
	/* (A smaller one starts again below 0, or at it, when it comes to its end.) */
	if (d != s || LLVMGetIntTypeWidth(LLVMTypeOf(d)) < 32 || !starts_at(d, LLVMAdd, &first) ||
	    !ce_lower_const_int(first, &zero) || zero != 0)
		return false;
	*size = times(b, d, LLVMGetInstructionParent(store));
	*to = operand_of(b, LLVMGetOperand(to->v, 0));
	*from = operand_of(b, LLVMGetOperand(from->v, 0));
	return true;
}
