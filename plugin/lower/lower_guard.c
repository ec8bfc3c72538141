/*
 * lower_guard.c - under which conditions on its parameters a block is reached.
 *
 * A branch on a comparison of a parameter with a constant is decided when the
 * caller passes a constant. Every block gets the conditions that hold on all ways to it,
 * as a chain: what they have in common, and of what differs that one or the other holds; the solver leaves
 * out what a constant rules out (docs/model.md, "Constants").
 */
#include "lower/lowering.h"

enum { MAX_GUARDS = 4000, MAX_DEPTH = 8, MAX_TESTS = 16, MAX_SWEEPS = 12 };

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

/* ---- several ways ------------------------------------------------------------------ */

/* The last guard that two chains have in common. */
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

/*
 * Conditions on one argument, without masks, are sets of numbers that change only at the
 * constants in them: they are compared by what lies around these.
 */
typedef struct tests {
	uint32_t arg, n;
	bool simple;
	uint8_t bits;
	int64_t constants[MAX_TESTS];
} tests;

/* A test of all bits of the argument. */
static bool is_whole(const ce_body *b, const ce_guard *g)
{
	unsigned bits = bits_of(LLVMGetParam(b->fn, g->arg));

	return g->bits == bits && ~g->mask << (64 - bits) == 0;
}

/* The tests of a chain above `end`. */
static void collect_tests(const ce_body *b, uint32_t guard, uint32_t end, tests *t)
{
	for (; guard > end && t->simple; guard = b->f->guards.at[guard].parent) {
		const ce_guard *g = &b->f->guards.at[guard];

		if (g->test == CE_TEST_EITHER) {
			collect_tests(b, ce_guard_one(g), g->parent, t);
			collect_tests(b, ce_guard_other(g), g->parent, t);
			continue;
		}
		if (!t->n) {
			t->arg = g->arg;
			t->bits = g->bits;
		}
		t->simple = t->n < MAX_TESTS && g->arg == t->arg && g->bits == t->bits && is_whole(b, g);
		if (t->simple)
			t->constants[t->n++] = g->value;
	}
}

/* Whether each number is let through by one of two chains (both alike: is each that x
 * lets through let through by y). */
static bool covered(const ce_body *b, const tests *t, uint32_t x, uint32_t y, uint32_t end, bool either)
{
	uint64_t top = (uint64_t)1 << (t->bits - 1);
	int64_t ends[] = {0, -1, (int64_t)top, (int64_t)(top - 1)};

	for (uint32_t i = 0; i < t->n + 4; i++)
		for (int64_t d = -1; d <= 1; d++) {
			int64_t v =
				(int64_t)((uint64_t)(i < 4 ? ends[i] : t->constants[i - 4]) + (uint64_t)d);
			bool first = ce_guard_allows(b->f, x, end, t->arg, v);

			if (first != either && !ce_guard_allows(b->f, y, end, t->arg, v))
				return false;
		}
	return true;
}

/* What holds on both of two ways into a block. */
static uint32_t meet(ce_body *b, uint32_t x, uint32_t y)
{
	uint32_t end = common(b, x, y);
	tests t = {.simple = true};

	if (x == end || y == end)
		return end;
	collect_tests(b, x, end, &t);
	collect_tests(b, y, end, &t);
	if (!t.simple || covered(b, &t, x, y, end, true))
		return end;
	if (covered(b, &t, y, x, end, false))
		return x;
	if (covered(b, &t, x, y, end, false))
		return y;
	return add_guard(b, end,
	                 (ce_guard){.arg = t.arg,
	                            .test = CE_TEST_EITHER,
	                            .bits = t.bits,
	                            .mask = UINT64_MAX,
	                            .value = ce_guard_either(x, y)});
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
	if (bits_of(cond) != 1)
		return parent;
	if (is_logical(cond, value, &x, &y))
		return assume(b, assume(b, parent, x, value, depth - 1), y, value, depth - 1);
	if (is_logical(cond, !value, &x, &y))
		return meet(b, assume(b, parent, x, value, depth - 1),
		            assume(b, parent, y, value, depth - 1));
	return parent;
}

uint32_t ce_lower_assume(ce_body *b, LLVMValueRef cond, bool value)
{
	return b->has_guards ? assume(b, b->guard, cond, value, MAX_DEPTH) : 0;
}

/* ---- blocks ------------------------------------------------------------------------ */

/* None of the values of a switch. */
static uint32_t default_guard(ce_body *b, uint32_t here, LLVMValueRef end, ce_guard g)
{
	unsigned n = LLVMGetNumSuccessors(end);

	g.negated = true;
	for (unsigned i = 1; i < n && n <= MAX_TESTS; i++)
		if (ce_lower_const_int(LLVMGetSwitchCaseValue(end, i), &g.value))
			here = add_guard(b, here, g);
	return here;
}

/* A guard on an edge out of a block, made once. */
static uint32_t edge_guard(ce_body *b, uint32_t block, unsigned successor)
{
	LLVMValueRef end = LLVMGetBasicBlockTerminator(b->order.at[block]);
	uint32_t here = b->block_guards.at[block];
	ce_guard g = {.mask = UINT64_MAX, .test = CE_TEST_EQ};

	if (LLVMGetInstructionOpcode(end) == LLVMSwitch) {
		if (!parameter(b, LLVMGetOperand(end, 0), &g))
			return here;
		g.bits = (uint8_t)bits_of(LLVMGetOperand(end, 0));
		if (!g.bits || g.bits > 64)
			return here;
		if (successor == 0)
			return default_guard(b, here, end, g);
		if (!ce_lower_const_int(LLVMGetSwitchCaseValue(end, successor), &g.value))
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
 * not been met then; if its chain lets more through, the second sweep makes the block's do
 * so too. Chains only get shorter or weaker, and from some sweep on only shorter, so sweeps end. */
static bool sweep(ce_body *b, uint32_t sweeps)
{
	bool changed = false, first = sweeps == 0;

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
			met = b->block_guards.at[to] == UNSEEN ? e
			      : sweeps < MAX_SWEEPS            ? meet(b, *at, e)
			                                       : common(b, *at, e);
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
	for (uint32_t sweeps = 0; sweep(b, sweeps); sweeps++)
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
