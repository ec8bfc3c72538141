/*
 * lower_insn.c - edges, one switch over the opcodes.
 *
 * Whatever has no case here leaks its operands and yields an unknown pointer.
 */
#include "lower/lowering.h"

/* ---- edges ----------------------------------------------------------------------- */

ce_edge *ce_lower_edge(ce_body *b, ce_op op, uint32_t dst, uint32_t src)
{
	/* What names a constant is made once and used under any condition. */
	uint32_t guard = op == CE_OP_ADDR || op == CE_OP_OPAQUE ? 0 : b->guard;

	ce_push(&b->f->edges, ((ce_edge){.op = (uint8_t)op, .dst = dst, .src = src, .guard = guard}));
	return &b->f->edges.at[b->f->edges.n - 1];
}

void ce_lower_copy(ce_body *b, uint32_t dst, uint32_t src, ce_off off, uint32_t note)
{
	ce_edge *e;

	if (src == CE_NONE || dst == CE_NONE || (dst == src && !off.base && !off.stride))
		return;
	e = ce_lower_edge(b, CE_OP_COPY, dst, src);
	e->off = off;
	e->note = note;
}

/* LOAD, STORE or MOVE between an address and a value (or two addresses). */
ce_edge *ce_lower_access(ce_body *b, ce_op op, uint32_t dst, uint32_t src, uint64_t size, uint16_t flags,
                         uint32_t note)
{
	ce_edge *e;

	/* An access through null, undef or a number does not return (A2); a constant
	 * without pointers in it gives none. */
	if (dst == CE_NONE || src == CE_NONE || !size)
		return NULL;
	e = ce_lower_edge(b, op, dst, src);
	e->size = size;
	e->flags = flags;
	e->note = note;
	return e;
}

void ce_lower_leak(ce_body *b, ce_operand o, ce_category category, ce_reason reason)
{
	uint32_t node = ce_lower_node(b, o);
	ce_edge *e;
	uint32_t note;

	if (node == CE_NONE)
		return;
	note = ce_lower_note(b, reason, CE_TEXT_ANY);
	e = ce_lower_edge(b, CE_OP_LEAK, 0, node);
	e->category = (uint8_t)category;
	e->flags = category == CE_CAT_LIMIT ? CE_EDGE_LIMIT : 0;
	e->note = note;
}

/* A piece of a pointer leaves where pieces are not followed. */
void ce_lower_leak_piece(ce_body *b, ce_operand o, ce_reason reason)
{
	uint32_t before = b->f->edges.n;

	ce_lower_leak(b, o, CE_CAT_INT_CAST, reason);
	if (b->f->edges.n > before && b->f->edges.at[b->f->edges.n - 1].op == CE_OP_LEAK)
		b->f->edges.at[b->f->edges.n - 1].flags = CE_EDGE_LIMIT; /* one piece proves nothing */
}

/* Every leaf of the result is some pointer from outside. */
void ce_lower_opaque(ce_body *b, ce_insn *i)
{
	uint32_t node, note;

	if (!(i->is & CE_WANTED))
		return;
	node = ce_lower_new_node(b);
	note = ce_lower_note(b, CE_REASON_NONE, -1);
	ce_lower_edge(b, CE_OP_OPAQUE, node, 0)->note = note;
	ce_lower_set(b, i, node);
}

/* No rule: the first nops operands get out, the result is unknown. */
void ce_lower_strange(ce_body *b, ce_insn *i, uint32_t nops)
{
	for (uint32_t op = 0; op < nops; op++)
		ce_lower_leak(b, ce_body_op(b, i, op), CE_CAT_LIMIT, CE_REASON_LIMIT);
	ce_lower_opaque(b, i);
}

/* ---- values made of values ---------------------------------------------------------- */

static bool is_zero(ce_off off)
{
	return !off.base && !off.stride && !off.extent;
}

/* Operands are emitted before what is made of them, but a flow may also come from
 * further away (number_flows() in lower_int.c), around a loop. */
static bool is_late(const ce_body *b, const ce_insn *i, const ce_flow *f)
{
	return f->from.id != CE_NONE && &b->insns.at[f->from.id] >= i;
}

/* The condition under which flow k of a phi or a select is the one taken. */
static uint32_t choice(ce_body *b, const ce_insn *i, uint32_t k, uint32_t otherwise)
{
	if (i->opcode == LLVMPHI && i->nflows == i->nops)
		return ce_lower_way(b, LLVMGetIncomingBlock(i->v, k), LLVMGetInstructionParent(i->v));
	if (i->opcode == LLVMSelect &&
	    LLVMGetTypeKind(LLVMTypeOf(LLVMGetCondition(i->v))) == LLVMIntegerTypeKind)
		return ce_lower_assume(b, LLVMGetCondition(i->v), k == 0);
	return otherwise;
}

/* Of flow k of a value. */
static void copy_flow(ce_body *b, const ce_insn *i, uint32_t k, uint32_t dst, uint32_t src, ce_off off)
{
	uint32_t except = ce_lower_exception(b, i, k), before = b->f->edges.n;

	ce_lower_copy(b, dst, src, off, 0);
	if (except == CE_NONE || b->f->edges.n == before)
		return;
	b->f->edges.at[before].flags = CE_EDGE_EXCEPT;
	b->f->edges.at[before].size = CE_SIZE_ARG(except);
}

/* A value that is another one under a new name needs no node of its own. */
void ce_lower_emit_flows(ce_body *b, ce_insn *i)
{
	uint32_t node, before = b->guard;
	const ce_flow *f = &b->flows.at[i->flows];

	if (i->nflows == 1 && is_zero(f->off)) {
		ce_lower_set(b, i, ce_lower_node(b, f->from));
		return;
	}
	node = ce_lower_new_node(b);
	for (uint32_t k = 0; k < i->nflows; k++) {
		f = &b->flows.at[i->flows + k];
		if (!ce_lower_carries(b, f->from))
			continue;
		if (is_late(b, i, f)) {
			i->is |= CE_LATE;
			continue;
		}
		b->guard = choice(b, i, k, before);
		copy_flow(b, i, k, node, ce_lower_node(b, f->from), ce_lower_cursor(b, i, f->off));
		b->guard = before;
	}
	ce_lower_set(b, i, node);
}

static void emit_late_flows(ce_body *b, ce_insn *i)
{
	for (uint32_t k = 0; k < i->nflows; k++) {
		const ce_flow *f = &b->flows.at[i->flows + k];

		if (ce_lower_carries(b, f->from) && is_late(b, i, f))
			ce_lower_copy(b, b->leaves.at[i->leaves], ce_lower_node(b, f->from), f->off, 0);
	}
}

static void emit_gep(ce_body *b, ce_insn *i)
{
	bool field;
	ce_off off = ce_lower_gep(b->l, i->v, &field);
	uint32_t base = ce_lower_node(b, ce_body_op(b, i, 0)), node, note;

	if ((is_zero(off) || base == CE_NONE) && i->nflows == 1) {
		ce_lower_set(b, i, base);
		return;
	}
	off = ce_lower_cursor(b, i, off);
	node = ce_lower_new_node(b);
	note = ce_lower_note(b, field ? CE_REASON_DOT_POINTER : CE_REASON_SLICE, -1);
	ce_lower_copy(b, node, base, off, note);
	for (uint32_t k = 1; k < i->nflows; k++) {
		ce_operand from = b->flows.at[i->flows + k].from;

		if (ce_lower_carries(b, from))
			ce_lower_copy(b, node, ce_lower_node(b, from), CE_OFF_ANY, note);
	}
	ce_lower_set(b, i, node);
}

/* A pointer made of a number that was never one of ours: nobody knows what it
 * points to. */
static void emit_inttoptr(ce_body *b, ce_insn *i)
{
	ce_operand from = ce_body_op(b, i, 0);

	/* In a library model such a number is __cgoescape_any(): an answer, no place. */
	if (ce_lower_carries(b, from) || from.id == CE_NONE || b->l->unit->is_model)
		ce_lower_emit_flows(b, i);
	else
		ce_lower_opaque(b, i);
	for (uint32_t k = 0; k < i->nleaves; k++)
		if (b->leaves.at[i->leaves + k] != CE_NONE)
			ce_lower_edge(b, CE_OP_CAST, b->leaves.at[i->leaves + k], CE_NONE);
}

/* New nodes for the leaves of a phi or select of aggregate type. */
void ce_lower_new_leaves(ce_body *b, ce_insn *i)
{
	ce_leaf leaves[CE_MAX_LEAVES];
	unsigned n = ce_lower_leaves(b->l, LLVMTypeOf(i->v), leaves);

	i->leaves = b->leaves.n;
	i->nleaves = n;
	for (unsigned k = 0; k < n; k++)
		ce_push(&b->leaves, leaves[k].ty == CE_TY_NOTHING ? CE_NONE : ce_lower_new_node(b));
}

/* All leaves of all flows, zero offset. Phis come last: their operands may be
 * defined after them. */
static void join_leaves(ce_body *b, ce_insn *i)
{
	uint32_t before = b->guard;

	for (uint32_t k = 0; k < i->nflows; k++) {
		ce_operand from = b->flows.at[i->flows + k].from;
		uint32_t first;

		if (!ce_lower_carries(b, from))
			continue;
		b->guard = choice(b, i, k, before);
		first = ce_lower_leaves_of(b, from, i->nleaves);
		for (uint32_t leaf = 0; leaf < i->nleaves; leaf++)
			copy_flow(b, i, k, b->leaves.at[i->leaves + leaf], b->leaves.at[first + leaf],
			          CE_OFF_ZERO);
	}
	b->guard = before;
}

static void emit_insert(ce_body *b, ce_insn *i)
{
	LLVMTypeRef t = LLVMTypeOf(i->v);
	ce_leaf leaves[CE_MAX_LEAVES];
	unsigned total = ce_lower_leaves(b->l, t, leaves), first, n;
	uint32_t whole, part, at;

	ce_lower_leaf_range(i->v, t, &first, &n);
	if (total == 1 && (leaves[0].ty == CE_TY_STRANGE || n != 1 || LLVMGetNumIndices(i->v) == 0 ||
	                   leaves[0].size == LLVMStoreSizeOfType(b->l->layout, t))) {
		ce_lower_emit_flows(b, i); /* one node for all of it */
		return;
	}
	whole = ce_lower_carries(b, ce_body_op(b, i, 0)) ? ce_lower_leaves_of(b, ce_body_op(b, i, 0), total)
	                                                 : CE_NONE;
	part = ce_lower_carries(b, ce_body_op(b, i, 1)) ? ce_lower_leaves_of(b, ce_body_op(b, i, 1), n)
	                                                : CE_NONE;
	at = b->leaves.n;
	for (unsigned k = 0; k < total; k++) {
		bool inside = k >= first && k < first + n;
		uint32_t from = inside ? part : whole;

		ce_push(&b->leaves,
		        from == CE_NONE ? CE_NONE : b->leaves.at[from + k - (inside ? first : 0)]);
	}
	i->leaves = at;
	i->nleaves = total;
}

static void emit_extract(ce_body *b, ce_insn *i)
{
	ce_operand whole = ce_body_op(b, i, 0);
	LLVMTypeRef t = LLVMTypeOf(whole.v);
	ce_leaf leaves[CE_MAX_LEAVES], parts[CE_MAX_LEAVES];
	unsigned total = ce_lower_leaves(b->l, t, leaves), first, n;
	uint32_t from, at;

	from = ce_lower_leaves_of(b, whole, total);
	ce_lower_leaf_range(i->v, t, &first, &n);
	if (first + n > total) { /* poured together: every part may hold everything */
		first = 0;
		n = ce_lower_leaves(b->l, LLVMTypeOf(i->v), parts);
		at = b->leaves.n;
		for (unsigned k = 0; k < n; k++)
			ce_push(&b->leaves, b->leaves.at[from]);
		i->leaves = at;
	} else {
		i->leaves = from + first;
	}
	i->nleaves = n;
}

static void emit_value(ce_body *b, ce_insn *i)
{
	if ((i->is & CE_MOVED) || !(i->is & CE_WANTED))
		return;
	switch (i->opcode) {
	case LLVMGetElementPtr:
		emit_gep(b, i);
		return;
	case LLVMIntToPtr:
		emit_inttoptr(b, i);
		return;
	case LLVMPHI:
		ce_lower_new_leaves(b, i);
		return;
	case LLVMInsertValue:
		emit_insert(b, i);
		return;
	case LLVMExtractValue:
		emit_extract(b, i);
		return;
	case LLVMSelect:
	case LLVMFreeze:
		if (i->ty == CE_TY_PARTS) {
			ce_lower_new_leaves(b, i);
			join_leaves(b, i);
			return;
		}
		/* fall through */
	default:
		ce_lower_emit_flows(b, i);
	}
}

/* ---- control ------------------------------------------------------------------------- */

static void emit_ret(ce_body *b, ce_insn *i)
{
	ce_operand value;
	uint32_t first, note;

	if (!i->nops)
		return;
	value = ce_body_op(b, i, 0);
	if (!ce_lower_carries(b, value))
		return;
	if (value.id != CE_NONE && (ce_body_insn(b, value.id)->is & CE_NARROW)) {
		/* A piece of a pointer is not returned by value (L2), unless the callers join it. */
		if (ce_lower_is_piece(b, value))
			ce_lower_leak_piece(b, value, CE_REASON_RETURN);
		if (!ce_lower_is_larger_piece(b->l, value.v))
			return;
	}
	first = ce_lower_leaves_of(b, value, b->f->nrets);
	note = ce_lower_note(b, CE_REASON_RETURN, CE_TEXT_RETURN);
	for (uint32_t k = 0; k < b->f->nrets; k++)
		ce_lower_copy(b, ce_func_ret_node(b->f, k), b->leaves.at[first + k], CE_OFF_ZERO, note);
}

static void emit(ce_body *b, ce_insn *i)
{
	switch (i->opcode) {
	case LLVMAlloca:
	case LLVMLoad:
	case LLVMStore:
	case LLVMAtomicRMW:
	case LLVMAtomicCmpXchg:
	case LLVMVAArg:
		ce_lower_memory(b, i);
		return;
	case LLVMCall:
	case LLVMInvoke:
	case LLVMCallBr:
		ce_lower_call(b, i);
		return;
	case LLVMRet:
		emit_ret(b, i);
		return;
	case LLVMBr:
	case LLVMSwitch:
	case LLVMIndirectBr:
	case LLVMUnreachable:
	case LLVMFence:
		return; /* where control goes is not recorded */
	default:
		if (ce_lower_is_strange(i))
			ce_lower_strange(b, i, i->nops);
		else
			emit_value(b, i);
	}
}

void ce_lower_emit(ce_body *b)
{
	uint32_t nargs = b->f->args.n;

	for (uint32_t id = 0; id < nargs; id++)
		ce_lower_set(b, ce_body_insn(b, id), id);
	b->now = nargs;
	for (uint32_t block = 0; block < b->order.n; block++) {
		b->guard = b->has_guards ? b->block_guards.at[block] : 0;
		for (; b->now < b->first.at[block + 1]; b->now++)
			emit(b, ce_body_insn(b, b->now));
	}
	b->guard = 0; /* around a loop: no condition is known */
	for (b->now = nargs; b->now < b->insns.n; b->now++) {
		ce_insn *i = ce_body_insn(b, b->now);

		if (i->opcode == LLVMPHI && (i->is & CE_WANTED))
			join_leaves(b, i);
		else if (i->is & CE_LATE)
			emit_late_flows(b, i);
	}
}
