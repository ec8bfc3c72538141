/*
 * lower_carry.c - which values may carry a pointer, and which of those matter.
 */
#include "lower/lowering.h"

/* ---- carry ---------------------------------------------------------------------- */

static bool constant_carries(LLVMValueRef v)
{
	switch (LLVMGetValueKind(v)) {
	case LLVMConstantPointerNullValueKind:
		return ce_lower_is_elsewhere(v);
	case LLVMFunctionValueKind:
	case LLVMGlobalAliasValueKind:
	case LLVMGlobalIFuncValueKind:
	case LLVMGlobalVariableValueKind:
	case LLVMConstantExprValueKind:
	case LLVMConstantArrayValueKind:
	case LLVMConstantStructValueKind:
	case LLVMConstantVectorValueKind:
	case LLVMConstantPtrAuthValueKind:
		return true;
	case LLVMInstructionValueKind:
		/* LLVM-C has no name for dso_local_equivalent and no_cfi; what else has no
		 * number here stands in a block that is never reached. */
		return LLVMIsConstant(v);
	default:
		return false;
	}
}

bool ce_lower_carries(const ce_body *b, ce_operand o)
{
	return o.id == CE_NONE ? constant_carries(o.v) : (b->insns.at[o.id].is & CE_CARRIES) != 0;
}

static bool starts(const ce_body *b, const ce_insn *i)
{
	if (i->ty == CE_TY_POINTER || i->ty == CE_TY_STRANGE)
		return true;
	switch (i->opcode) {
	case 0: /* argument: pieces of pointers are not passed by value (L2), but in one unit */
		return !(i->is & CE_NARROW) || ce_lower_is_joined(b->l, i->v);
	case LLVMCall:
	case LLVMInvoke:
	case LLVMCallBr:
		if (i->intrinsic == CE_INTRINSIC_NONE)
			return !(i->is & CE_NARROW) || ce_lower_is_joined(b->l, i->v);
		/* Others are made of their operands. */
		return i->intrinsic == CE_INTRINSIC_ASM || i->intrinsic == CE_INTRINSIC_OPAQUE ||
		       i->intrinsic == CE_INTRINSIC_MASKED_LOAD || i->intrinsic == CE_INTRINSIC_STRANGE ||
		       i->intrinsic == CE_INTRINSIC_TARGET;
	case LLVMLoad:
	case LLVMAtomicRMW:
	case LLVMAtomicCmpXchg:
	case LLVMVAArg:
	case LLVMLandingPad:
	case LLVMCatchPad:
	case LLVMCleanupPad:
		return true;
	default:
		return false;
	}
}

static bool made_of_carrier(const ce_body *b, const ce_insn *i)
{
	for (uint32_t k = 0; k < i->nflows; k++)
		if (ce_lower_carries(b, b->flows.at[i->flows + k].from))
			return true;
	return false;
}

/* Once through all blocks and again while a loop brings news. */
void ce_lower_carry(ce_body *b)
{
	bool again = true;

	for (uint32_t id = 0; id < b->insns.n; id++) {
		ce_insn *i = &b->insns.at[id];

		if (i->ty != CE_TY_NOTHING && starts(b, i))
			i->is |= CE_CARRIES;
	}
	while (again) {
		again = false;
		for (uint32_t id = 0; id < b->insns.n; id++) {
			ce_insn *i = &b->insns.at[id];

			if (i->ty == CE_TY_NOTHING || (i->is & CE_CARRIES) || !made_of_carrier(b, i))
				continue;
			i->is |= CE_CARRIES;
			again = true;
		}
	}
}

/* ---- want ----------------------------------------------------------------------- */

/* A value without this bit needs no edges: nobody stores it, passes it on,
 * returns it, or reaches through it for something that does matter. */
static void want(ce_body *b, ce_operand o)
{
	ce_insn *i;

	if (o.id == CE_NONE)
		return;
	i = ce_body_insn(b, o.id);
	if ((i->is & (CE_CARRIES | CE_WANTED)) != CE_CARRIES)
		return;
	i->is |= CE_WANTED;
	ce_push(&b->stack, o.id);
}

static void want_all(ce_body *b, const ce_insn *i)
{
	for (uint32_t op = 0; op < i->nops; op++)
		want(b, ce_body_op(b, i, op));
}

static bool is_narrow(const ce_body *b, ce_operand o)
{
	return o.id != CE_NONE && (b->insns.at[o.id].is & CE_NARROW);
}

/* The address that a MOVED value was loaded from. */
ce_operand ce_lower_moved_from(const ce_body *b, ce_operand value)
{
	const ce_insn *i = &b->insns.at[value.id];

	while (i->opcode != LLVMLoad)
		i = &b->insns.at[ce_body_op(b, i, 0).id];
	return ce_body_op(b, i, 0);
}

/* Instructions that lower_insn.c has no rule for. */
bool ce_lower_is_strange(const ce_insn *i)
{
	switch (i->opcode) {
	case LLVMResume:
	case LLVMLandingPad:
	case LLVMCleanupRet:
	case LLVMCatchRet:
	case LLVMCatchPad:
	case LLVMCleanupPad:
	case LLVMCatchSwitch:
	case LLVMUserOp1:
	case LLVMUserOp2:
		return true;
	default:
		return i->opcode > LLVMPtrToAddr; /* newer than LLVM 22 */
	}
}

/* Uses that matter by themselves. */
static void want_roots(ce_body *b, ce_insn *i)
{
	ce_operand value;

	switch (i->opcode) {
	case LLVMStore:
		value = ce_body_op(b, i, 0);
		if (!ce_lower_carries(b, value))
			return;
		want(b, ce_body_op(b, i, 1));
		if (value.id != CE_NONE && (b->insns.at[value.id].is & CE_MOVED))
			value = ce_lower_moved_from(b, value);
		want(b, value);
		return;
	case LLVMRet:
		if (i->nops &&
		    (!is_narrow(b, ce_body_op(b, i, 0)) || ce_lower_is_piece(b, ce_body_op(b, i, 0)) ||
		     ce_lower_is_larger_piece(b->l, ce_body_op(b, i, 0).v)))
			want(b, ce_body_op(b, i, 0));
		return;
	case LLVMCall:
	case LLVMInvoke:
	case LLVMCallBr:
		ce_lower_call_roots(b, i, want);
		return;
	case LLVMAtomicRMW:
	case LLVMAtomicCmpXchg:
	case LLVMVAArg:
		want_all(b, i);
		return;
	default:
		/* A value made of its operands waits until it is wanted itself. */
		if (ce_lower_is_strange(i))
			want_all(b, i);
	}
}

static void want_through(ce_body *b, const ce_insn *i)
{
	if (i->opcode == LLVMLoad)
		want(b, ce_body_op(b, i, 0));
	for (uint32_t k = 0; k < i->nflows; k++)
		want(b, b->flows.at[i->flows + k].from);
}

/* Integers that become pointers: whatever an inttoptr is made of. Parameters among
 * them are parameters like any pointer. */
static void mark_dereferenced(ce_body *b)
{
	for (uint32_t id = 0; id < b->insns.n; id++)
		if (b->insns.at[id].opcode == LLVMIntToPtr)
			ce_push(&b->stack, id);
	while (b->stack.n) {
		ce_insn *i = ce_body_insn(b, b->stack.at[--b->stack.n]);

		for (uint32_t k = 0; k < i->nflows; k++) {
			uint32_t id = b->flows.at[i->flows + k].from.id;

			if (id == CE_NONE || (b->insns.at[id].is & CE_DEREFERENCED) ||
			    b->insns.at[id].ty == CE_TY_POINTER)
				continue;
			b->insns.at[id].is |= CE_DEREFERENCED;
			if (id < b->f->args.n && b->f->args.at[id].param < b->f->params.n)
				b->f->params.at[b->f->args.at[id].param].flags |= CE_PARAM_AS_POINTER;
			ce_push(&b->stack, id);
		}
	}
}

void ce_lower_want(ce_body *b)
{
	mark_dereferenced(b);
	for (uint32_t id = 0; id < b->insns.n; id++) {
		want_roots(b, ce_body_insn(b, id));
		while (b->stack.n) {
			uint32_t next = b->stack.at[--b->stack.n];

			want_through(b, ce_body_insn(b, next));
		}
	}
}
