/*
 * lower_guard.c - under which conditions on its parameters a block is reached.
 *
 * A branch on a comparison of a parameter with a constant is decided when the
 * caller passes a constant. Every block gets the conditions that all ways to it
 * have in common, as a chain; the solver leaves out what a constant rules out
 * (docs/model.md, "Constants").
 */
#include "lower/lowering.h"

enum { MAX_GUARDS = 4000, MAX_DEPTH = 8 };

/* ---- conditions -------------------------------------------------------------------- */

static uint32_t add_guard(ce_body *b, uint32_t parent, ce_guard g)
{
	if (b->f->guards.n >= MAX_GUARDS)
		return parent; /* fewer conditions: more edges */
	if (!b->f->guards.n)
		ce_push(&b->f->guards, ((ce_guard){0}));
	g.parent = parent;
	ce_push(&b->f->guards, g);
	return b->f->guards.n - 1;
}

static unsigned bits_of(LLVMValueRef v)
{
	LLVMTypeRef t = LLVMTypeOf(v);

	switch (LLVMGetTypeKind(t)) {
	case LLVMIntegerTypeKind:
		return LLVMGetIntTypeWidth(t);
	case LLVMPointerTypeKind:
		return 64;
	default:
		return 0;
	}
}

/* v as a parameter under a mask. Widening without sign keeps the low bits, so it
 * is a mask too; sign extension is only followed where it changes no test. */
static bool parameter(const ce_body *b, LLVMValueRef v, ce_guard *g)
{
	uint32_t id = ce_body_find(b, v);
	int64_t c;

	if (id == CE_NONE || LLVMIsConstant(v))
		return false;
	if (id < b->f->args.n && LLVMIsAArgument(v)) {
		unsigned bits = bits_of(v);

		g->arg = id;
		if (bits < 64)
			g->mask &= ((uint64_t)1 << bits) - 1;
		return bits && bits <= 64 && b->f->args.at[id].kind == CE_ARG_DIRECT;
	}
	if (!LLVMIsAInstruction(v))
		return false;
	switch (LLVMGetInstructionOpcode(v)) {
	case LLVMTrunc:
		if (bits_of(v) < 64)
			g->mask &= ((uint64_t)1 << bits_of(v)) - 1;
		return parameter(b, LLVMGetOperand(v, 0), g);
	case LLVMZExt:
	case LLVMFreeze:
		return parameter(b, LLVMGetOperand(v, 0), g);
	case LLVMAnd:
		if (!ce_lower_const_int(LLVMGetOperand(v, 1), &c))
			return false;
		g->mask &= (uint64_t)c;
		return parameter(b, LLVMGetOperand(v, 0), g);
	default:
		return false;
	}
}

static bool constant(LLVMValueRef v, int64_t *c)
{
	if (LLVMIsAConstantPointerNull(v)) {
		*c = 0;
		return true;
	}
	return ce_lower_const_int(v, c);
}

/* The comparison as a guard that holds when it is true. */
static bool comparison(const ce_body *b, LLVMValueRef cmp, ce_guard *g)
{
	LLVMValueRef x = LLVMGetOperand(cmp, 0), y = LLVMGetOperand(cmp, 1);
	unsigned bits = bits_of(x);
	bool sign = false;

	*g = (ce_guard){.mask = UINT64_MAX, .bits = (uint8_t)bits};
	if (!bits || bits > 64 || !constant(y, &g->value) || !parameter(b, x, g))
		return false;
	switch (LLVMGetICmpPredicate(cmp)) {
	case LLVMIntEQ:
		g->test = CE_TEST_EQ;
		break;
	case LLVMIntNE:
		g->test = CE_TEST_NE;
		break;
	case LLVMIntUGE:
		g->negated = true; /* fall through */
	case LLVMIntULT:
		g->test = CE_TEST_ULT;
		break;
	case LLVMIntUGT:
		g->negated = true; /* fall through */
	case LLVMIntULE:
		g->test = CE_TEST_ULE;
		break;
	case LLVMIntSGE:
		g->negated = true; /* fall through */
	case LLVMIntSLT:
		g->test = CE_TEST_SLT;
		sign = true;
		break;
	case LLVMIntSGT:
		g->negated = true; /* fall through */
	case LLVMIntSLE:
		g->test = CE_TEST_SLE;
		sign = true;
		break;
	default:
		return false;
	}
	/* A masked value compared with sign is only the parameter's own. */
	return !sign || bits == bits_of(LLVMGetParam(b->fn, g->arg));
}

/* a && b and a || b, as instructions or as selects. */
static bool is_logical(LLVMValueRef v, bool and, LLVMValueRef *a, LLVMValueRef *c)
{
	int64_t k;

	switch (LLVMGetInstructionOpcode(v)) {
	case LLVMAnd:
	case LLVMOr:
		*a = LLVMGetOperand(v, 0);
		*c = LLVMGetOperand(v, 1);
		return (LLVMGetInstructionOpcode(v) == LLVMAnd) == and;
	case LLVMSelect:
		*a = LLVMGetOperand(v, 0);
		if (and && ce_lower_const_int(LLVMGetOperand(v, 2), &k) && k == 0) {
			*c = LLVMGetOperand(v, 1);
			return true;
		}
		*c = LLVMGetOperand(v, 2);
		return !and && ce_lower_const_int(LLVMGetOperand(v, 1), &k) && k != 0;
	default:
		return false;
	}
}

/* The chain `parent` and what `cond` says about parameters when it is `value`. */
static uint32_t assume(ce_body *b, uint32_t parent, LLVMValueRef cond, bool value, unsigned depth)
{
	LLVMValueRef x, y;
	ce_guard g;
	int64_t c;

	if (LLVMIsAArgument(cond) && bits_of(cond) == 1) {
		g = (ce_guard){.mask = 1, .bits = 1, .value = 1, .test = CE_TEST_EQ, .negated = !value};
		return parameter(b, cond, &g) ? add_guard(b, parent, g) : parent;
	}
	if (!LLVMIsAInstruction(cond) || depth == 0)
		return parent;
	if (LLVMGetInstructionOpcode(cond) == LLVMICmp) {
		if (!comparison(b, cond, &g))
			return parent;
		g.negated ^= !value;
		return add_guard(b, parent, g);
	}
	if (LLVMGetInstructionOpcode(cond) == LLVMXor && ce_lower_const_int(LLVMGetOperand(cond, 1), &c) && c)
		return assume(b, parent, LLVMGetOperand(cond, 0), !value, depth - 1);
	if (LLVMGetInstructionOpcode(cond) == LLVMTrunc && bits_of(cond) == 1) {
		g = (ce_guard){.mask = 1, .bits = 1, .value = 1, .test = CE_TEST_EQ, .negated = !value};
		return parameter(b, LLVMGetOperand(cond, 0), &g) ? add_guard(b, parent, g) : parent;
	}
	if (bits_of(cond) != 1 || !is_logical(cond, value, &x, &y))
		return parent;
	return assume(b, assume(b, parent, x, value, depth - 1), y, value, depth - 1);
}

uint32_t ce_lower_assume(ce_body *b, LLVMValueRef cond, bool value)
{
	return b->has_guards ? assume(b, b->guard, cond, value, MAX_DEPTH) : 0;
}

/* ---- blocks ------------------------------------------------------------------------ */

/* What two chains have in common: their last common guard. */
static uint32_t common(const ce_body *b, uint32_t x, uint32_t y)
{
	while (x != y) {
		if (x > y)
			x = b->f->guards.at[x].parent;
		else
			y = b->f->guards.at[y].parent;
	}
	return x;
}

/* A guard on an edge out of a block, made once. */
static uint32_t edge_guard(ce_body *b, uint32_t block, unsigned successor)
{
	LLVMValueRef end = LLVMGetBasicBlockTerminator(b->order.at[block]);
	uint32_t here = b->block_guards.at[block];
	ce_guard g = {.mask = UINT64_MAX, .test = CE_TEST_EQ};

	if (LLVMGetInstructionOpcode(end) == LLVMSwitch) {
		if (successor == 0 || !parameter(b, LLVMGetOperand(end, 0), &g))
			return here;
		g.bits = (uint8_t)bits_of(LLVMGetOperand(end, 0));
		if (!g.bits || g.bits > 64 ||
		    !ce_lower_const_int(LLVMGetSwitchCaseValue(end, successor), &g.value))
			return here;
		return add_guard(b, here, g);
	}
	if (LLVMGetInstructionOpcode(end) != LLVMBr || !LLVMIsConditional(end) ||
	    LLVMGetSuccessor(end, 0) == LLVMGetSuccessor(end, 1))
		return here;
	return assume(b, here, LLVMGetCondition(end), successor == 0, MAX_DEPTH);
}

enum { UNSEEN = CE_NONE };

/* One sweep in reverse post-order. A way into a block from a later one (a loop) has
 * not been met then; if its chain does not contain the block's, the second sweep
 * shortens it. Chains only get shorter, so sweeps end. */
static bool sweep(ce_body *b, bool first)
{
	bool changed = false;

	for (uint32_t n = 0; n < b->order.n; n++) {
		LLVMValueRef end = LLVMGetBasicBlockTerminator(b->order.at[n]);
		unsigned successors = end ? LLVMGetNumSuccessors(end) : 0;
		uint32_t from = b->block_guards.at[n];

		for (unsigned k = 0; k < successors; k++) {
			uint32_t to = ce_body_find(b, LLVMBasicBlockAsValue(LLVMGetSuccessor(end, k)));
			uint32_t *at, e, met;

			at = &b->block_guards.at[to];
			/* Made anew when the block's own chain got shorter: an edge cannot
			 * promise more than its block does. */
			if (first)
				ce_push(&b->edge_guards, edge_guard(b, n, k));
			else if (b->edges_of.at[n] != b->block_guards.at[n])
				b->edge_guards.at[b->edge_first.at[n] + k] = edge_guard(b, n, k);
			e = b->edge_guards.at[b->edge_first.at[n] + k];
			met = b->block_guards.at[to] == UNSEEN ? e : common(b, *at, e);
			at = &b->block_guards.at[to];
			changed |= met != *at;
			*at = met;
		}
		b->edges_of.at[n] = from;
	}
	return changed;
}

/* Whether some argument is ever compared: most functions need no guards. */
static bool compares_parameters(ce_body *b)
{
	ce_guard g;

	for (uint32_t n = 0; n < b->order.n; n++) {
		LLVMValueRef end = LLVMGetBasicBlockTerminator(b->order.at[n]);

		if (end && LLVMGetInstructionOpcode(end) == LLVMSwitch) {
			g = (ce_guard){.mask = UINT64_MAX};
			if (parameter(b, LLVMGetOperand(end, 0), &g))
				return true;
		}
	}
	for (uint32_t id = b->f->args.n; id < b->insns.n; id++) {
		const ce_insn *i = ce_body_insn(b, id);

		if (i->opcode == LLVMICmp && comparison(b, i->v, &g))
			return true;
	}
	for (LLVMValueRef v = LLVMGetFirstParam(b->fn); v; v = LLVMGetNextParam(v))
		if (bits_of(v) == 1)
			return true;
	return false;
}

void ce_lower_guards(ce_body *b)
{
	b->guard = 0;
	b->has_guards = compares_parameters(b);
	if (!b->has_guards)
		return;
	b->block_guards.n = b->edge_guards.n = b->edge_first.n = b->edges_of.n = 0;
	for (uint32_t n = 0, edges = 0; n < b->order.n; n++) {
		LLVMValueRef end = LLVMGetBasicBlockTerminator(b->order.at[n]);

		ce_push(&b->edge_first, edges);
		ce_push(&b->block_guards, n ? UNSEEN : 0);
		ce_push(&b->edges_of, UNSEEN);
		edges += end ? LLVMGetNumSuccessors(end) : 0;
	}
	for (bool first = true; sweep(b, first); first = false)
		;
}

/* The guard of a way from one block to another (a phi's incoming value): what all
 * edges between them have in common. */
uint32_t ce_lower_way(const ce_body *b, LLVMBasicBlockRef from, LLVMBasicBlockRef to)
{
	uint32_t n, met = UNSEEN;
	LLVMValueRef end;

	if (!b->has_guards)
		return 0;
	n = ce_body_find(b, LLVMBasicBlockAsValue(from));
	if (n == CE_NONE)
		return 0; /* never reached */
	end = LLVMGetBasicBlockTerminator(from);
	for (unsigned k = 0; k < LLVMGetNumSuccessors(end); k++) {
		uint32_t e = b->edge_guards.at[b->edge_first.at[n] + k];

		if (LLVMGetSuccessor(end, k) == to)
			met = met == UNSEEN ? e : common(b, met, e);
	}
	return met == UNSEEN ? 0 : met;
}
