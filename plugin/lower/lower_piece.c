/*
 * lower_piece.c - narrow pieces of a pointer that leave by value.
 *
 * Functions hand each other no pieces of pointers in arguments and results that
 * are narrower than a pointer: that is an assumption (L2 of docs/lowering.md),
 * without which every `int` of a program would have to be followed. Where the
 * function at hand plainly breaks it, by passing on half of a pointer it has just
 * converted or the bytes of a pointer on its own stack, the piece leaks.
 *
 * What a function joins to one as wide as a pointer may be one whose pieces its caller has put into the
 * memory that it gets (CE_EDGE_PIECE), or has given it, in one unit.
 */
#include "lower/lowering.h"

/*
 * Whether an access at these offsets of a local variable meets one narrow field
 * of a struct (or a narrow variable) in all its copies: data by declaration.
 * Elements of narrow arrays are not: a buffer may hold whatever was copied there.
 */
static bool is_plain_field(const ce_lower *l, LLVMTypeRef t, ce_off off, uint64_t size)
{
	uint64_t at = (uint64_t)off.base, stride = off.stride;
	bool element = false;

	if (off.base < 0)
		return false;
	for (int depth = 0; depth < 32; depth++) {
		LLVMTypeKind k = LLVMGetTypeKind(t);
		unsigned field;

		if (!LLVMTypeIsSized(t) || ce_lower_is_scalable(l, t) ||
		    at >= LLVMABISizeOfType(l->layout, t))
			return false;
		if (k == LLVMStructTypeKind) {
			if (stride)
				return false;
			field = LLVMElementAtOffset(l->layout, t, at);
			at -= LLVMOffsetOfElement(l->layout, t, field);
			t = LLVMStructGetTypeAtIndex(t, field);
			element = false;
		} else if (k == LLVMArrayTypeKind) {
			uint64_t step = LLVMABISizeOfType(l->layout, LLVMGetElementType(t));

			if (!step || stride % step)
				return false;
			stride = 0;
			at %= step;
			t = LLVMGetElementType(t);
			element = true;
		} else {
			return !element && !stride && !at && LLVMStoreSizeOfType(l->layout, t) == size &&
			       size < l->width;
		}
	}
	return false;
}

/* Whether a load from a local variable may read bytes of a pointer. */
static bool reads_bytes(ce_body *b, const ce_insn *load)
{
	ce_operand o = ce_body_op(b, load, 0);
	ce_off off = CE_OFF_ZERO;

	for (int depth = 0; depth < 8 && o.id != CE_NONE; depth++) {
		const ce_insn *i = ce_body_insn(b, o.id);

		if (i->opcode == LLVMAlloca)
			return !is_plain_field(b->l, LLVMGetAllocatedType(i->v), off,
			                       LLVMStoreSizeOfType(b->l->layout, LLVMTypeOf(load->v)));
		if (i->opcode != LLVMGetElementPtr)
			return true;
		off = ce_lower_off_plus(off, ce_lower_gep(b->l, i->v, NULL));
		o = ce_body_op(b, i, 0);
	}
	return true;
}

static bool made_of(const ce_body *b, const ce_insn *i, unsigned bit)
{
	for (uint32_t k = 0; k < i->nflows; k++) {
		uint32_t id = b->flows.at[i->flows + k].from.id;

		if (id != CE_NONE && (b->insns.at[id].is & bit))
			return true;
	}
	return false;
}

static bool is_on_stack(const ce_body *b, const ce_insn *i)
{
	return i->opcode == LLVMAlloca || made_of(b, i, CE_ON_STACK);
}

static bool is_piece(ce_body *b, const ce_insn *i)
{
	switch (i->opcode) {
	case LLVMPtrToInt:
	case LLVMPtrToAddr:
		return true;
	case LLVMLoad:
		return ce_body_op(b, i, 0).id != CE_NONE &&
		       (b->insns.at[ce_body_op(b, i, 0).id].is & CE_ON_STACK) && reads_bytes(b, i);
	default:
		return made_of(b, i, CE_PIECE);
	}
}

static bool has_any(const ce_body *b)
{
	for (uint32_t id = 0; id < b->insns.n; id++) {
		unsigned op = b->insns.at[id].opcode;

		if (op == LLVMAlloca || op == LLVMPtrToInt || op == LLVMPtrToAddr)
			return true;
	}
	return false;
}

/* Mark pointers into local variables, and integers that are known to be made of
 * a pointer. */
void ce_lower_pieces(ce_body *b)
{
	bool again = has_any(b);

	while (again) {
		again = false;
		for (uint32_t id = b->f->args.n; id < b->insns.n; id++) {
			ce_insn *i = ce_body_insn(b, id);
			uint16_t bit = i->ty == CE_TY_POINTER ? CE_ON_STACK : CE_PIECE;

			if (i->ty == CE_TY_NOTHING || (i->is & bit))
				continue;
			if (bit == CE_ON_STACK ? !is_on_stack(b, i) : !is_piece(b, i))
				continue;
			i->is |= bit;
			again = true;
		}
	}
}

/* Whether the value is put down as it is, as wide as a pointer, by a copy. */
static bool is_put_down(const ce_lower *l, LLVMValueRef v, int depth)
{
	enum { DEEP = 8 };

	for (LLVMUseRef u = LLVMGetFirstUse(v); u && depth < DEEP; u = LLVMGetNextUse(u)) {
		LLVMValueRef user = LLVMGetUser(u);
		bool whole = LLVMStoreSizeOfType(l->layout, LLVMTypeOf(v)) >= l->width;

		switch (LLVMGetInstructionOpcode(user)) {
		case LLVMZExt:
		case LLVMShl:
		case LLVMOr:
			if (is_put_down(l, user, depth + 1))
				return true;
			break;
		case LLVMStore:
			if (whole && LLVMGetOperand(user, 0) == v && !LLVMGetMetadata(user, l->kinds.tbaa))
				return true;
			break;
		default:
			break;
		}
	}
	return false;
}

/* Whether copies of pieces (loads without a tag: of a memcpy) are joined in a register for one of the
 * whole: `memcpy(t, s, 4); memcpy(t + 4, s + 4, 4); memcpy(d, t, 8);`, after t is one. */
bool ce_lower_joins_copies(const ce_lower *l, LLVMValueRef load)
{
	return LLVMIsALoadInst(load) && !LLVMGetMetadata(load, l->kinds.tbaa) &&
	       LLVMGetTypeKind(LLVMTypeOf(load)) == LLVMIntegerTypeKind &&
	       LLVMStoreSizeOfType(l->layout, LLVMTypeOf(load)) < l->width && is_put_down(l, load, 0);
}

/* Whether it is moved up by whole bytes: `hi << 32`, `b[i] << 8 * i`, `hi * 0x100000000`. */
static bool moves_up(LLVMValueRef v)
{
	int64_t by;
	bool mul = LLVMIsAInstruction(v) && LLVMGetInstructionOpcode(v) == LLVMMul;

	if (!LLVMIsAInstruction(v) || !(mul || LLVMGetInstructionOpcode(v) == LLVMShl))
		return false;
	if (!ce_lower_const_int(LLVMGetOperand(v, 1), &by))
		return !mul;
	return mul ? by >= 256 && !(by & (by - 1)) : by >= 8 && by % 8 == 0;
}

static bool adds(LLVMValueRef v)
{
	LLVMOpcode op = LLVMIsAInstruction(v) ? LLVMGetInstructionOpcode(v) : (LLVMOpcode)0;

	return op == LLVMOr || op == LLVMAdd || op == LLVMXor;
}

/* Whether one of the operands that are joined there was moved up, as far as that is looked for. */
static bool has_moved_up(LLVMValueRef v, int depth)
{
	enum { DEEP = 8 };

	if (moves_up(v) || (depth == DEEP && adds(v)))
		return true;
	if (adds(v))
		return has_moved_up(LLVMGetOperand(v, 0), depth + 1) ||
		       has_moved_up(LLVMGetOperand(v, 1), depth + 1);
	if (LLVMIsASelectInst(v) && depth < DEEP)
		return has_moved_up(LLVMGetOperand(v, 1), depth + 1) ||
		       has_moved_up(LLVMGetOperand(v, 2), depth + 1);
	return LLVMIsACastInst(v) && depth < DEEP && has_moved_up(LLVMGetOperand(v, 0), depth + 1);
}

static bool is_returned(LLVMValueRef v, int depth)
{
	enum { DEEP = 3 };

	for (LLVMUseRef u = LLVMGetFirstUse(v); u; u = LLVMGetNextUse(u)) {
		LLVMValueRef user = LLVMGetUser(u);
		bool passes = LLVMIsAPHINode(user) || LLVMIsASelectInst(user) || LLVMIsATruncInst(user);

		if (LLVMIsAReturnInst(user) || (passes && (depth == DEEP || is_returned(user, depth + 1))))
			return true;
	}
	return false;
}

/* What a piece goes on as may be one, or some of them, unless it is compared, divided, an index, kept as it
 * is or given away. */
static bool stays_piece(LLVMValueRef user)
{
	switch (LLVMGetInstructionOpcode(user)) {
	case LLVMCall: /* swaps bytes, for one */
		return LLVMGetIntrinsicID(LLVMGetCalledValue(user));
	case LLVMStore:
	case LLVMRet:
	case LLVMICmp:
	case LLVMUDiv:
	case LLVMSDiv:
	case LLVMURem:
	case LLVMSRem:
	case LLVMSub:
	case LLVMGetElementPtr:
		return false;
	default:
		return LLVMGetTypeKind(LLVMTypeOf(user)) == LLVMIntegerTypeKind ||
		       LLVMGetTypeKind(LLVMTypeOf(user)) == LLVMVectorTypeKind;
	}
}

/* Put beside other bits of a word, which may be, or be moved later: `u |= *b; u <<= 8;`. */
static bool ors_wide(const ce_lower *l, LLVMValueRef user)
{
	return LLVMIsABinaryOperator(user) && LLVMGetInstructionOpcode(user) == LLVMOr &&
	       LLVMStoreSizeOfType(l->layout, LLVMTypeOf(user)) >= l->width &&
	       !LLVMIsConstant(LLVMGetOperand(user, 0)) && !LLVMIsConstant(LLVMGetOperand(user, 1));
}

typedef struct search {
	const ce_lower *l;
	unsigned budget;
	LLVMValueRef phis[16];
	unsigned nphis;
} search;

/* Whether the search has been there. Of more loops than it remembers it knows nothing. */
static bool been_at(search *s, LLVMValueRef phi)
{
	for (unsigned k = 0; k < s->nphis; k++)
		if (s->phis[k] == phi)
			return true;
	if (s->nphis < sizeof s->phis / sizeof *s->phis)
		s->phis[s->nphis++] = phi;
	else
		s->budget = 0;
	return false;
}

/* Whether v, a piece or some of them, is joined with others in what it goes on as: as wide as a pointer, or
 * returned, as a larger piece. So it is where that takes too long to tell. */
static bool joined_from(search *s, LLVMValueRef v)
{
	for (LLVMUseRef u = LLVMGetFirstUse(v); u; u = LLVMGetNextUse(u)) {
		LLVMValueRef user = LLVMGetUser(u);

		if (!s->budget)
			return true;
		s->budget--;
		if (!stays_piece(user) || (LLVMIsAPHINode(user) && been_at(s, user)))
			continue;
		if (ors_wide(s->l, user))
			return true;
		if (adds(user) && LLVMGetInstructionOpcode(user) != LLVMOr &&
		    !has_moved_up(user, 0)) /* a sum */
			continue;
		if (adds(user) && has_moved_up(user, 0) &&
		    (LLVMStoreSizeOfType(s->l->layout, LLVMTypeOf(user)) >= s->l->width ||
		     is_returned(user, 0)))
			return true;
		if (joined_from(s, user))
			return true;
	}
	return false;
}

bool ce_lower_is_joined(const ce_lower *l, LLVMValueRef piece)
{
	enum { BUDGET = 128 };
	search s = {.l = l, .budget = BUDGET};

	return LLVMGetTypeKind(LLVMTypeOf(piece)) == LLVMIntegerTypeKind &&
	       LLVMStoreSizeOfType(l->layout, LLVMTypeOf(piece)) < l->width && joined_from(&s, piece);
}

bool ce_lower_joins_argument(const ce_body *b, const ce_insn *call, uint32_t arg)
{
	LLVMValueRef callee = LLVMGetCalledValue(call->v);
	ce_operand o = ce_body_op(b, call, arg);

	/* (Of a pointer that was converted just now a piece leaks, or is data.) */
	return o.id != CE_NONE && !(b->insns.at[o.id].is & CE_PIECE) && LLVMIsAFunction(callee) &&
	       !LLVMIsDeclaration(callee) && arg < LLVMCountParams(callee) &&
	       ce_lower_is_joined(b->l, LLVMGetParam(callee, arg));
}

/* One that is chosen from others, or goes round in a loop, is joined in the others. */
static bool is_join(LLVMValueRef v, int depth)
{
	enum { DEEP = 3 };

	if (adds(v))
		return has_moved_up(v, 0);
	if (!LLVMIsAInstruction(v))
		return false;
	if (depth == DEEP)
		return LLVMIsAPHINode(v) || LLVMIsATruncInst(v) || LLVMIsASelectInst(v);
	switch (LLVMGetInstructionOpcode(v)) {
	case LLVMPHI:
		for (unsigned k = 0; k < LLVMCountIncoming(v); k++)
			if (is_join(LLVMGetIncomingValue(v, k), depth + 1))
				return true;
		return false;
	case LLVMTrunc:
		return is_join(LLVMGetOperand(v, 0), depth + 1);
	case LLVMSelect:
		return is_join(LLVMGetOperand(v, 1), depth + 1) || is_join(LLVMGetOperand(v, 2), depth + 1);
	default:
		return false;
	}
}

bool ce_lower_is_larger_piece(const ce_lower *l, LLVMValueRef v)
{
	return LLVMGetTypeKind(LLVMTypeOf(v)) == LLVMIntegerTypeKind &&
	       LLVMStoreSizeOfType(l->layout, LLVMTypeOf(v)) < l->width && is_join(v, 0);
}

/* Whether bytes are copied to where this points: other bytes of a pointer may then be the lowest. */
static bool is_copied_to(LLVMValueRef address, int depth)
{
	enum { DEEP = 8 };

	for (LLVMUseRef u = LLVMGetFirstUse(address); u && depth < DEEP; u = LLVMGetNextUse(u)) {
		LLVMValueRef user = LLVMGetUser(u);

		if ((LLVMIsAMemCpyInst(user) || LLVMIsAMemMoveInst(user)) &&
		    LLVMGetOperand(user, 0) == address)
			return true;
		if ((LLVMIsAGetElementPtrInst(user) || LLVMIsAPHINode(user) || LLVMIsASelectInst(user)) &&
		    is_copied_to(user, depth + 1))
			return true;
	}
	return depth == DEEP;
}

/* Whether a load of a whole pointer finds it as it was stored. */
static bool is_whole(const ce_body *b, const ce_insn *load)
{
	LLVMValueRef from = LLVMGetOperand(load->v, 0);

	while (LLVMIsAGetElementPtrInst(from))
		from = LLVMGetOperand(from, 0);
	return !(load->is & CE_NARROW) && LLVMGetAlignment(load->v) >= b->l->width &&
	       LLVMIsAAllocaInst(from) && !is_copied_to(from, 0);
}

/* Whether a function is given all of it, which may give back what has other bits lowest. */
static bool is_passed_on(LLVMValueRef v)
{
	for (LLVMUseRef u = LLVMGetFirstUse(v); u; u = LLVMGetNextUse(u))
		if (LLVMIsACallInst(LLVMGetUser(u)))
			return true;
	return false;
}

/* Whether the lowest bit of it is that of the pointer or integer that it is made of. */
static bool is_unshifted(const ce_body *b, uint32_t id, int depth)
{
	enum { DEEP = 8 };
	const ce_insn *i = id == CE_NONE ? NULL : &b->insns.at[id];

	if (!i || depth == DEEP)
		return !i;
	switch (i->opcode) {
	case LLVMPHI:
	case LLVMSelect:
	case LLVMFreeze:
	case LLVMZExt:
	case LLVMSExt:
	case LLVMTrunc:
		for (uint32_t k = 0; k < i->nflows; k++)
			if (!is_unshifted(b, b->flows.at[i->flows + k].from.id, depth + 1))
				return false;
		return true;
	case LLVMLoad:
		return is_whole(b, i) && !is_passed_on(i->v);
	default:
		return (i->opcode == LLVMPtrToInt || i->opcode == LLVMPtrToAddr) && !is_passed_on(i->v);
	}
}

/* The lowest bits of a pointer tell where on a page it points: who has no other bits cannot make it again. */
static bool is_lowest(const ce_body *b, uint32_t id)
{
	enum { LOWEST = 16 };
	const ce_insn *i = &b->insns.at[id];

	for (; i->opcode == LLVMZExt || i->opcode == LLVMSExt; i = &b->insns.at[id]) {
		id = i->nflows == 1 ? b->flows.at[i->flows].from.id : CE_NONE;
		if (id == CE_NONE)
			return false;
	}
	return i->opcode == LLVMTrunc && LLVMGetTypeKind(LLVMTypeOf(i->v)) == LLVMIntegerTypeKind &&
	       LLVMGetIntTypeWidth(LLVMTypeOf(i->v)) <= LOWEST && is_unshifted(b, id, 0);
}

/* Whether handing this operand on by value breaks the assumption. */
bool ce_lower_is_piece(const ce_body *b, ce_operand o)
{
	unsigned both = CE_PIECE | CE_NARROW;

	return o.id != CE_NONE && (b->insns.at[o.id].is & both) == both && !is_lowest(b, o.id);
}
