/*
 * lower_insn.c - edges, one switch over the opcodes.
 *
 * Whatever has no case here leaks its operands and yields an unknown pointer.
 */
#include "lower/lowering.h"

/* ---- edges ----------------------------------------------------------------------- */

ce_edge *ce_lower_edge(ce_body *b, ce_op op, uint32_t dst, uint32_t src)
{
	ce_push(&b->f->edges, ((ce_edge){.op = (uint8_t)op, .dst = dst, .src = src}));
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
void ce_lower_access(ce_body *b, ce_op op, uint32_t dst, uint32_t src, uint64_t size, uint8_t flags,
		     uint32_t note)
{
	ce_edge *e;

	/* An access through null, undef or a number does not return (A2); a constant
	 * without pointers in it gives none. */
	if (dst == CE_NONE || src == CE_NONE || !size)
		return;
	e = ce_lower_edge(b, op, dst, src);
	e->size = size;
	e->flags = flags;
	e->note = note;
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

/* ---- memory ----------------------------------------------------------------------- */

static void emit_alloca(ce_body *b, ce_insn *i)
{
	ce_local local = {0};
	uint32_t node;

	if (!(i->is & CE_WANTED))
		return;
	ce_lower_local(b, i->v, &local);
	ce_push(&b->f->locals, local);
	node = ce_lower_new_node(b);
	i->flows = b->f->edges.n; /* it has none: for the note, when it is first used */
	ce_lower_edge(b, CE_OP_ADDR, node, ce_ref_make(CE_REF_LOCAL, b->f->locals.n - 1));
	ce_lower_set(b, i, node);
}

static ce_reason access_reason(const ce_body *b, ce_operand address)
{
	return address.id != CE_NONE && b->insns.at[address.id].opcode == LLVMGetElementPtr
		       ? CE_REASON_DOT_POINTER
		       : CE_REASON_INDIRECTION;
}

static void emit_load(ce_body *b, ce_insn *i)
{
	ce_operand from = ce_body_op(b, i, 0);
	LLVMTypeRef t = LLVMTypeOf(i->v);
	ce_leaf leaves[CE_MAX_LEAVES];
	unsigned n;
	uint32_t address, note;

	if (!(i->is & CE_WANTED))
		return;
	if (i->ty == CE_TY_STRANGE) {
		ce_lower_strange(b, i, 1);
		return;
	}
	address = ce_lower_node(b, from);
	n = ce_lower_leaves(b->l, t, leaves);
	if (address == CE_NONE) { /* null, or a constant without pointers */
		ce_lower_set(b, i, CE_NONE);
		return;
	}
	note = ce_lower_note(b, access_reason(b, from), -1);
	i->leaves = b->leaves.n;
	i->nleaves = n;
	for (unsigned k = 0; k < n; k++)
		ce_push(&b->leaves, leaves[k].ty == CE_TY_NOTHING ? CE_NONE : ce_lower_new_node(b));
	for (unsigned k = 0; k < n; k++) {
		bool data = leaves[k].ty == CE_TY_DATA && !(i->is & CE_DEREFERENCED);

		ce_lower_access(b, CE_OP_LOAD, b->leaves.at[i->leaves + k],
				ce_lower_shifted(b, address, (ce_off){.base = (int64_t)leaves[k].at}),
				leaves[k].size, data ? CE_EDGE_INT : 0, note);
	}
}

/* Store a value of type t at address; in parts where it has parts. */
static void store_value(ce_body *b, ce_operand value, uint32_t address, uint32_t note)
{
	LLVMTypeRef t = LLVMTypeOf(value.v);
	ce_leaf leaves[CE_MAX_LEAVES];
	unsigned n = ce_lower_leaves(b->l, t, leaves);
	uint32_t first = ce_lower_leaves_of(b, value, n);

	for (unsigned k = 0; k < n; k++)
		ce_lower_access(b, CE_OP_STORE,
				ce_lower_shifted(b, address, (ce_off){.base = (int64_t)leaves[k].at}),
				b->leaves.at[first + k], leaves[k].size, 0, note);
}

static void emit_store(ce_body *b, ce_insn *i)
{
	ce_operand value = ce_body_op(b, i, 0), to = ce_body_op(b, i, 1);
	uint32_t address, note, before = b->f->edges.n;

	if (!ce_lower_carries(b, value))
		return;
	address = ce_lower_node(b, to);
	if (address == CE_NONE)
		return;
	if (value.id != CE_NONE && ce_body_insn(b, value.id)->ty == CE_TY_STRANGE) {
		ce_lower_leak(b, value, CE_CAT_LIMIT, CE_REASON_LIMIT);
		return;
	}
	note = ce_lower_note(b, CE_REASON_ASSIGN, CE_TEXT_ASSIGN);
	if (value.id != CE_NONE && (ce_body_insn(b, value.id)->is & CE_MOVED))
		ce_lower_access(b, CE_OP_MOVE, address, ce_lower_node(b, ce_lower_moved_from(b, value)),
				LLVMStoreSizeOfType(b->l->layout, LLVMTypeOf(value.v)), 0, note);
	else
		store_value(b, value, address, note);
	if (b->f->edges.n > before && b->f->edges.at[b->f->edges.n - 1].op == CE_OP_STORE) {
		i->leaves = b->f->edges.n - 1; /* for lower_transient.c */
		i->nleaves = 1;
	}
}

static void emit_rmw(ce_body *b, ce_insn *i)
{
	uint32_t address = ce_lower_node(b, ce_body_op(b, i, 0));
	uint32_t value = ce_lower_node(b, ce_body_op(b, i, 1));
	uint64_t size = LLVMStoreSizeOfType(b->l->layout, LLVMTypeOf(i->v));
	bool whole = LLVMGetAtomicRMWBinOp(i->v) == LLVMAtomicRMWBinOpXchg;
	uint32_t note = ce_lower_note(b, CE_REASON_ATOMIC, CE_TEXT_CALL);
	uint32_t old;

	/* The new content is made of the old and the operand. Even where only the
	 * operand is new, the old one is there already. */
	if (value != CE_NONE)
		ce_lower_access(b, CE_OP_STORE, address,
				ce_lower_shifted(b, value, whole ? CE_OFF_ZERO : CE_OFF_ANY), size, 0, note);
	if (!whole && i->ty != CE_TY_NOTHING && (i->is & CE_CARRIES)) {
		uint32_t loaded = ce_lower_new_node(b);

		ce_lower_access(b, CE_OP_LOAD, loaded, address, size, CE_EDGE_INT, note);
		ce_lower_access(b, CE_OP_STORE, address, ce_lower_shifted(b, loaded, CE_OFF_ANY), size, 0, note);
	}
	if (!(i->is & CE_WANTED))
		return;
	old = ce_lower_new_node(b);
	ce_lower_access(b, CE_OP_LOAD, old, address, size,
			i->ty == CE_TY_DATA && !(i->is & CE_DEREFERENCED) ? CE_EDGE_INT : 0, note);
	ce_lower_set(b, i, old);
}

/* Result { old value, success }. */
static void emit_cmpxchg(ce_body *b, ce_insn *i)
{
	ce_operand replacement = ce_body_op(b, i, 2);
	uint32_t address = ce_lower_node(b, ce_body_op(b, i, 0)), old;
	LLVMTypeRef t = LLVMTypeOf(replacement.v);
	uint64_t size = LLVMStoreSizeOfType(b->l->layout, t);
	uint32_t note = ce_lower_note(b, CE_REASON_ATOMIC, CE_TEXT_CALL);
	bool data = ce_lower_type(b->l, t, NULL) == CE_TY_DATA && !(i->is & CE_DEREFERENCED);

	ce_lower_access(b, CE_OP_STORE, address, ce_lower_node(b, replacement), size, 0, note);
	if (!(i->is & CE_WANTED))
		return;
	old = ce_lower_new_node(b);
	ce_lower_access(b, CE_OP_LOAD, old, address, size, data ? CE_EDGE_INT : 0, note);
	i->leaves = b->leaves.n;
	i->nleaves = 2;
	ce_push(&b->leaves, old);
	ce_push(&b->leaves, CE_NONE);
}

/* The instruction: *ap is advanced, the result read through it. */
static void emit_va_arg(ce_body *b, ce_insn *i)
{
	int64_t w = b->l->width;
	uint32_t slots = ce_lower_shifted(b, ce_lower_node(b, ce_body_op(b, i, 0)), (ce_off){.stride = (uint32_t)w, .count = 4});
	uint32_t note = ce_lower_note(b, CE_REASON_INDIRECTION, -1), area, value;

	if (!(i->is & CE_WANTED))
		return;
	if (ce_lower_is_scalable(LLVMTypeOf(i->v))) {
		ce_lower_strange(b, i, 1);
		return;
	}
	area = ce_lower_new_node(b);
	value = ce_lower_new_node(b);
	ce_lower_access(b, CE_OP_LOAD, area, slots, (uint64_t)w, 0, note);
	ce_lower_access(b, CE_OP_LOAD, value, ce_lower_shifted(b, area, CE_OFF_ANY),
			LLVMStoreSizeOfType(b->l->layout, LLVMTypeOf(i->v)), 0, note);
	ce_lower_set(b, i, value);
}

/* ---- values made of values ---------------------------------------------------------- */

static bool is_zero(ce_off off)
{
	return !off.base && !off.stride;
}

/* A value that is another one under a new name needs no node of its own. */
void ce_lower_emit_flows(ce_body *b, ce_insn *i)
{
	uint32_t node;
	const ce_flow *f = &b->flows.at[i->flows];

	if (i->nflows == 1 && is_zero(f->off)) {
		ce_lower_set(b, i, ce_lower_node(b, f->from));
		return;
	}
	node = ce_lower_new_node(b);
	for (uint32_t k = 0; k < i->nflows; k++) {
		f = &b->flows.at[i->flows + k];
		if (ce_lower_carries(b, f->from))
			ce_lower_copy(b, node, ce_lower_node(b, f->from), ce_lower_cursor(b, i, f->off), 0);
	}
	ce_lower_set(b, i, node);
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
	for (uint32_t k = 0; k < i->nflows; k++) {
		ce_operand from = b->flows.at[i->flows + k].from;
		uint32_t first;

		if (!ce_lower_carries(b, from))
			continue;
		first = ce_lower_leaves_of(b, from, i->nleaves);
		for (uint32_t leaf = 0; leaf < i->nleaves; leaf++)
			ce_lower_copy(b, b->leaves.at[i->leaves + leaf], b->leaves.at[first + leaf],
				      CE_OFF_ZERO, 0);
	}
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

		ce_push(&b->leaves, from == CE_NONE ? CE_NONE : b->leaves.at[from + k - (inside ? first : 0)]);
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
		/* A piece of a pointer is not returned by value (L2). */
		if (ce_lower_is_piece(b, value))
			ce_lower_leak_piece(b, value, CE_REASON_RETURN);
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
		emit_alloca(b, i);
		return;
	case LLVMLoad:
		if (!(i->is & CE_MOVED))
			emit_load(b, i);
		return;
	case LLVMStore:
		emit_store(b, i);
		return;
	case LLVMAtomicRMW:
		emit_rmw(b, i);
		return;
	case LLVMAtomicCmpXchg:
		emit_cmpxchg(b, i);
		return;
	case LLVMVAArg:
		emit_va_arg(b, i);
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
	for (b->now = nargs; b->now < b->insns.n; b->now++)
		emit(b, ce_body_insn(b, b->now));
	for (b->now = nargs; b->now < b->insns.n; b->now++) {
		ce_insn *i = ce_body_insn(b, b->now);

		if (i->opcode == LLVMPHI && (i->is & CE_WANTED))
			join_leaves(b, i);
	}
}
