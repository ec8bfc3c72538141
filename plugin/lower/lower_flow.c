/*
 * lower_flow.c - which operands a value is made of.
 *
 * The one place that decides it: the carrier analysis, the demand analysis and
 * the emitted COPY edges all read the list made here. Loads, stores, calls and
 * atomics have no flows; lower_insn.c and lower_call.c know them.
 */
#include "lower/lowering.h"

void ce_lower_flow(ce_body *b, ce_operand from, ce_off off)
{
	ce_push(&b->flows, ((ce_flow){from, off}));
}

static void from(ce_body *b, const ce_insn *i, uint32_t op, ce_off off)
{
	ce_lower_flow(b, ce_body_op(b, i, op), off);
}

static void from_all(ce_body *b, ce_insn *i, ce_off off)
{
	for (uint32_t op = 0; op < i->nops; op++)
		from(b, i, op, off);
}

/*
 * An index is a number (L6): adding it to a pointer does not make a pointer out of
 * it. Unless it is one: `(char *)0 + (uintptr_t)p` is how alignment macros
 * spell a conversion, and then there is no pointer at the base.
 */
static void gep_flows(ce_body *b, ce_insn *i)
{
	ce_operand base = ce_body_op(b, i, 0);
	bool no_base = !ce_lower_carries(b, base) && base.id == CE_NONE;

	from(b, i, 0, CE_OFF_ZERO); /* the offset is worked out when emitted */
	for (uint32_t op = 1; op < i->nops; op++)
		if (no_base || ce_lower_shows_pointer(b, ce_body_op(b, i, op)))
			from(b, i, op, CE_OFF_ANY);
}

void ce_lower_flows(ce_body *b, ce_insn *i)
{
	i->flows = b->flows.n;
	switch (i->opcode) {
	case LLVMPtrToInt:
	case LLVMPtrToAddr:
	case LLVMIntToPtr:
	case LLVMBitCast:
	case LLVMAddrSpaceCast:
	case LLVMFreeze:
	case LLVMZExt:
	case LLVMSExt:
	case LLVMExtractElement:
	case LLVMExtractValue:
		from(b, i, 0, CE_OFF_ZERO);
		break;
	case LLVMTrunc:
	case LLVMFPTrunc:
	case LLVMFPExt:
	case LLVMFPToUI:
	case LLVMFPToSI:
	case LLVMUIToFP:
	case LLVMSIToFP:
	case LLVMFNeg:
		from(b, i, 0, CE_OFF_ANY);
		break;
	case LLVMPHI:
		from_all(b, i, CE_OFF_ZERO);
		break;
	case LLVMSelect: /* the condition is the answer to a question */
		from(b, i, 1, CE_OFF_ZERO);
		from(b, i, 2, CE_OFF_ZERO);
		break;
	case LLVMInsertElement:
	case LLVMShuffleVector:
	case LLVMInsertValue:
		from(b, i, 0, CE_OFF_ZERO);
		from(b, i, 1, CE_OFF_ZERO);
		break;
	case LLVMGetElementPtr:
		gep_flows(b, i);
		break;
	case LLVMCall:
	case LLVMInvoke:
	case LLVMCallBr:
		ce_lower_intrinsic_flows(b, i);
		break;
	case LLVMFAdd:
	case LLVMFSub:
		/* A sum with zero is the other one, bit for bit: a pointer is a small number. */
		if (LLVMIsNull(LLVMGetOperand(i->v, 1)))
			from(b, i, 0, CE_OFF_ZERO);
		else if (i->opcode == LLVMFAdd && LLVMIsNull(LLVMGetOperand(i->v, 0)))
			from(b, i, 1, CE_OFF_ZERO);
		break;
	case LLVMFMul:
	case LLVMFDiv:
	case LLVMFRem:
		/* What was calculated in floating point is a number (L3); a double that
		 * moves a pointer is loaded and stored as it is. */
		break;
	case LLVMICmp:
	case LLVMFCmp:
		/* Comparing does not leak (A3). */
		break;
	default:
		ce_lower_int_flows(b, i, i->opcode);
	}
	i->nflows = b->flows.n - i->flows;
}
