/*
 * lower_int.c - pointers that travel as integers.
 *
 * An integer made from a pointer is followed as one as far as the
 * pointer could be got back from it. Where that is impossible, or where it would
 * take a search rather than an operation (a hash), the value is a number.
 */
#include "lower/lowering.h"

enum { BUDGET = 64, DEPTH = 12 };

bool ce_lower_const_int(LLVMValueRef v, int64_t *out)
{
	LLVMTypeRef t;

	if (LLVMGetValueKind(v) != LLVMConstantIntValueKind)
		return false;
	t = LLVMTypeOf(v);
	if (LLVMGetTypeKind(t) != LLVMIntegerTypeKind || LLVMGetIntTypeWidth(t) > 64)
		return false;
	*out = LLVMConstIntGetSExtValue(v);
	return true;
}

static bool is_power_of_two(int64_t c)
{
	return c > 0 && !(c & (c - 1));
}

static ce_insn *insn_of(const ce_body *b, ce_operand o)
{
	return o.id == CE_NONE ? NULL : &b->insns.at[o.id];
}

static bool const_op(const ce_body *b, const ce_insn *i, uint32_t op, int64_t *out)
{
	return ce_lower_const_int(ce_body_op(b, i, op).v, out);
}

/* ---- what an integer is made of ------------------------------------------------ */

static bool is_constant_pointer(LLVMValueRef v)
{
	return LLVMGetValueKind(v) == LLVMConstantExprValueKind &&
	       (LLVMGetConstOpcode(v) == LLVMPtrToInt || LLVMGetConstOpcode(v) == LLVMPtrToAddr);
}

/*
 * Two questions about an integer are asked recursively, with a budget: when it
 * is used up the answer is the careful one. Phis met again in the same query
 * (stamp) add nothing new.
 */
typedef struct query {
	ce_body *b;
	uint32_t stamp;
	unsigned *budget;
} query;

static bool is_pointer(query q, ce_operand o);
static bool has_pointer(query q, ce_operand o);

static query anew(query q)
{
	q.stamp = ++q.b->stamp;
	return q;
}

/* One pointer and one number. Two pointers added are not one pointer:
 * `(p + q) - r` is not a number. */
static bool is_sum(query q, ce_operand p, ce_operand n)
{
	return is_pointer(q, p) && !has_pointer(anew(q), n);
}

/* Whether it is a pointer plus a number whatever way was taken: "certainly". */
static bool is_pointer(query q, ce_operand o)
{
	ce_insn *i = insn_of(q.b, o);
	int64_t c;

	if (!i)
		return is_constant_pointer(o.v);
	if (!*q.budget)
		return false;
	--*q.budget;
	switch (i->opcode) {
	case LLVMPtrToInt:
	case LLVMPtrToAddr:
		return true;
	case LLVMTrunc:
	case LLVMZExt:
	case LLVMSExt:
	case LLVMFreeze:
	case LLVMBitCast:
		return is_pointer(q, ce_body_op(q.b, i, 0));
	case LLVMAdd:
		return is_sum(q, ce_body_op(q.b, i, 0), ce_body_op(q.b, i, 1)) ||
		       is_sum(q, ce_body_op(q.b, i, 1), ce_body_op(q.b, i, 0));
	case LLVMSub:
		return is_sum(q, ce_body_op(q.b, i, 0), ce_body_op(q.b, i, 1));
	case LLVMAnd: /* aligned downwards */
		return const_op(q.b, i, 1, &c) && c < 0 && is_pointer(q, ce_body_op(q.b, i, 0));
	case LLVMSelect:
		return is_pointer(q, ce_body_op(q.b, i, 1)) && is_pointer(q, ce_body_op(q.b, i, 2));
	case LLVMPHI:
		if (i->seen == q.stamp)
			return true;
		i->seen = q.stamp;
		for (uint32_t op = 0; op < i->nops; op++)
			if (!is_pointer(q, ce_body_op(q.b, i, op)))
				return false;
		return true;
	default:
		return false;
	}
}

static bool difference(query q, const ce_insn *i)
{
	return is_pointer(anew(q), ce_body_op(q.b, i, 0)) && is_pointer(anew(q), ce_body_op(q.b, i, 1));
}

/* Whether there may be a converted pointer in it: "possibly". */
static bool has_pointer(query q, ce_operand o)
{
	ce_insn *i = insn_of(q.b, o);

	if (!i)
		return LLVMGetValueKind(o.v) == LLVMConstantExprValueKind;
	if (!*q.budget)
		return true;
	--*q.budget;
	switch (i->opcode) {
	case LLVMPtrToInt:
	case LLVMPtrToAddr:
		return true;
	case LLVMTrunc:
	case LLVMZExt:
	case LLVMSExt:
	case LLVMFreeze:
	case LLVMBitCast:
	case LLVMShl:
	case LLVMLShr:
	case LLVMAShr:
	case LLVMUDiv:
	case LLVMSDiv:
		return has_pointer(q, ce_body_op(q.b, i, 0));
	case LLVMMul:
	case LLVMSub:
	case LLVMAdd:
	case LLVMAnd:
	case LLVMOr:
	case LLVMXor:
		return (has_pointer(q, ce_body_op(q.b, i, 0)) || has_pointer(q, ce_body_op(q.b, i, 1))) &&
		       !(i->opcode == LLVMSub && difference(q, i));
	case LLVMSelect:
		return has_pointer(q, ce_body_op(q.b, i, 1)) || has_pointer(q, ce_body_op(q.b, i, 2));
	case LLVMPHI:
		if (i->seen == q.stamp)
			return false;
		i->seen = q.stamp;
		for (uint32_t op = 0; op < i->nops; op++)
			if (has_pointer(q, ce_body_op(q.b, i, op)))
				return true;
		return false;
	default:
		return false;
	}
}

/* Whether a converted pointer is plainly there: not when the budget ran out. */
bool ce_lower_shows_pointer(ce_body *b, ce_operand o)
{
	unsigned budget = BUDGET;

	return has_pointer(anew((query){b, 0, &budget}), o) && budget;
}

/*
 * Whether the low bits of o are the low bits of a pointer, if it is made of one
 * at all. Not after a shift to the right, nor in a piece read from memory: there
 * a mask picks one byte of several, and the bytes together are the pointer.
 */
static bool has_low_bits(const ce_body *b, ce_operand o, unsigned depth)
{
	const ce_insn *i = insn_of(b, o);

	if (!i)
		return true;
	if (!depth)
		return false;
	switch (i->opcode) {
	case LLVMPtrToInt:
	case LLVMPtrToAddr:
		return true;
	case LLVMMul:
	case LLVMTrunc:
	case LLVMZExt:
	case LLVMSExt:
	case LLVMFreeze:
	case LLVMShl:
		return has_low_bits(b, ce_body_op(b, i, 0), depth - 1);
	case LLVMAdd:
	case LLVMSub:
	case LLVMAnd:
	case LLVMOr:
	case LLVMXor:
		return has_low_bits(b, ce_body_op(b, i, 0), depth - 1) &&
		       has_low_bits(b, ce_body_op(b, i, 1), depth - 1);
	case LLVMSelect:
		return has_low_bits(b, ce_body_op(b, i, 1), depth - 1) &&
		       has_low_bits(b, ce_body_op(b, i, 2), depth - 1);
	default:
		return false;
	}
}

/* ---- rules ------------------------------------------------------------------------ */

static void both(ce_body *b, ce_insn *i)
{
	ce_lower_flow(b, ce_body_op(b, i, 0), CE_OFF_ANY);
	ce_lower_flow(b, ce_body_op(b, i, 1), CE_OFF_ANY);
}

static bool fits(int64_t c)
{
	return c > -((int64_t)1 << 60) && c < (int64_t)1 << 60;
}

static void add_flows(ce_body *b, ce_insn *i)
{
	int64_t c;

	if (const_op(b, i, 1, &c) && fits(c))
		ce_lower_flow(b, ce_body_op(b, i, 0), (ce_off){.base = c});
	else if (const_op(b, i, 0, &c) && fits(c))
		ce_lower_flow(b, ce_body_op(b, i, 1), (ce_off){.base = c});
	else
		both(b, i);
}

/* The way through a value that number_flows() takes. */
typedef struct numbers {
	ce_body *b;
	unsigned steps; /* left */
	uint32_t phis[16], nphis;
} numbers;

static bool is_pointer_now(ce_body *b, ce_operand o)
{
	unsigned budget = BUDGET;

	return is_pointer(anew((query){b, 0, &budget}), o);
}

static bool enter(numbers *n, uint32_t phi)
{
	for (uint32_t k = 0; k < n->nphis; k++)
		if (n->phis[k] == phi)
			return false;
	n->phis[n->nphis++] = phi;
	return true;
}

/*
 * In a difference of pointers the pointers cancel out, the numbers added to them
 * on the way do not: in `((uintptr_t)p + n) - (uintptr_t)q` n is still there, and
 * n may be anything. Follows is_pointer() step by step; where the way is too long
 * the value flows as a whole.
 */
static void number_flows(numbers *n, ce_operand o)
{
	ce_insn *i = insn_of(n->b, o);
	uint32_t pointer;

	if (!i)
		return;
	if (!n->steps-- || n->nphis == 16) {
		n->steps = 0;
		ce_lower_flow(n->b, o, CE_OFF_ANY);
		return;
	}
	switch (i->opcode) {
	case LLVMTrunc:
	case LLVMZExt:
	case LLVMSExt:
	case LLVMFreeze:
	case LLVMBitCast:
	case LLVMAnd:
		number_flows(n, ce_body_op(n->b, i, 0));
		return;
	case LLVMAdd:
	case LLVMSub:
		pointer = !is_pointer_now(n->b, ce_body_op(n->b, i, 0));
		ce_lower_flow(n->b, ce_body_op(n->b, i, !pointer), CE_OFF_ANY);
		number_flows(n, ce_body_op(n->b, i, pointer));
		return;
	case LLVMSelect:
		number_flows(n, ce_body_op(n->b, i, 1));
		number_flows(n, ce_body_op(n->b, i, 2));
		return;
	case LLVMPHI:
		if (!enter(n, o.id))
			return;
		for (uint32_t op = 0; op < i->nops; op++)
			number_flows(n, ce_body_op(n->b, i, op));
		return;
	default:
		return;
	}
}

static void sub_flows(ce_body *b, ce_insn *i)
{
	ce_operand x = ce_body_op(b, i, 0), y = ce_body_op(b, i, 1);
	unsigned budget = BUDGET;
	query q = {b, 0, &budget};
	int64_t c;

	if (ce_lower_const_int(y.v, &c) && fits(c)) {
		ce_lower_flow(b, x, (ce_off){.base = -c});
		return;
	}
	/* A difference of pointers is a number, and says nothing about where either
	 * is (L1). `p - (p & 15)` is not one: only a subtrahend that certainly is
	 * a pointer takes the pointer away. */
	if (difference(q, i)) {
		numbers n = {.b = b, .steps = BUDGET};

		number_flows(&n, x);
		number_flows(&n, y);
		return;
	}
	/* A number minus a pointer can be turned back, and any number may be a pointer that was
	 * converted elsewhere: follow both. */
	ce_lower_flow(b, x, CE_OFF_ANY);
	ce_lower_flow(b, y, CE_OFF_ANY);
}

static void and_flows(ce_body *b, ce_insn *i)
{
	int64_t c;

	/* The offset within a page does not lead back to the page (A4). */
	if (const_op(b, i, 1, &c) && c >= 0 && c < 4096 && has_low_bits(b, ce_body_op(b, i, 0), DEPTH))
		return;
	both(b, i);
}

/* Whether a shift to the left comes before: then high bits were low ones. */
static bool shifted_up(const ce_body *b, ce_operand o, unsigned depth)
{
	const ce_insn *i = insn_of(b, o);

	if (!i)
		return false;
	switch (i->opcode) {
	case 0:
	case LLVMLoad:
	case LLVMCall:
	case LLVMInvoke:
	case LLVMPtrToInt:
	case LLVMPtrToAddr:
		return false;
	case LLVMAnd:
	case LLVMFreeze:
		return !depth || shifted_up(b, ce_body_op(b, i, 0), depth - 1);
	default:
		return true;
	}
}

static void shift_flows(ce_body *b, ce_insn *i)
{
	int64_t c;

	/* The sixteen highest bits of an address are the same for all of a program (L5). */
	if (i->opcode != LLVMShl && const_op(b, i, 1, &c) && c >= 48 &&
	    LLVMGetIntTypeWidth(LLVMTypeOf(i->v)) == 64 && has_low_bits(b, ce_body_op(b, i, 0), DEPTH) &&
	    !shifted_up(b, ce_body_op(b, i, 0), DEPTH))
		return;
	ce_lower_flow(b, ce_body_op(b, i, 0), CE_OFF_ANY);
}

static void divide_flows(ce_body *b, ce_insn *i)
{
	bool remainder = i->opcode == LLVMURem || i->opcode == LLVMSRem;
	int64_t c;

	/* Only a power of two leaves the bits of a pointer as they were; any other
	 * constant makes a hash of it (A4). A variable may be one. */
	if (!const_op(b, i, 1, &c)) {
		ce_lower_flow(b, ce_body_op(b, i, 0), CE_OFF_ANY);
		return;
	}
	if (!is_power_of_two(c))
		return;
	if (remainder && c <= 4096 && has_low_bits(b, ce_body_op(b, i, 0), DEPTH))
		return; /* as a mask */
	ce_lower_flow(b, ce_body_op(b, i, 0), CE_OFF_ANY);
}

/* Whether x is a quotient by y: `p / size * size`. Then y is a number. */
static bool is_divided_by(const ce_body *b, ce_operand x, ce_operand y)
{
	const ce_insn *i = insn_of(b, x);

	return i && (i->opcode == LLVMUDiv || i->opcode == LLVMSDiv) && ce_body_op(b, i, 1).v == y.v;
}

static void multiply_flows(ce_body *b, ce_insn *i)
{
	ce_operand x = ce_body_op(b, i, 0), y = ce_body_op(b, i, 1);
	int64_t c;

	/* A product is a hash, not a pointer (A4); times a power of two is a shift,
	 * and a variable may be one. */
	if (const_op(b, i, 1, &c)) {
		if (is_power_of_two(c))
			ce_lower_flow(b, x, CE_OFF_ANY);
		return;
	}
	if (!is_divided_by(b, y, x))
		ce_lower_flow(b, x, CE_OFF_ANY);
	if (!is_divided_by(b, x, y))
		ce_lower_flow(b, y, CE_OFF_ANY);
}

/* The flows of an arithmetic operation on the operands 0 and 1 of i. */
void ce_lower_int_flows(ce_body *b, ce_insn *i, unsigned opcode)
{
	switch (opcode) {
	case LLVMAdd:
		add_flows(b, i);
		return;
	case LLVMSub:
		sub_flows(b, i);
		return;
	case LLVMAnd:
		and_flows(b, i);
		return;
	case LLVMOr:
	case LLVMXor:
		both(b, i);
		return;
	case LLVMShl:
	case LLVMLShr:
	case LLVMAShr:
		shift_flows(b, i);
		return;
	case LLVMMul:
		multiply_flows(b, i);
		return;
	case LLVMUDiv:
	case LLVMSDiv:
	case LLVMURem:
	case LLVMSRem:
		divide_flows(b, i);
		return;
	default:
		return;
	}
}
