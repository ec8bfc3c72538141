/*
 * lower_memory.c - instructions that make, read or write memory.
 */
#include "lower/lowering.h"

static void emit_alloca(ce_body *b, ce_insn *i)
{
	ce_local local = {0};
	uint32_t node;

	/* A variable that nobody can reach gets its verdict all the same. */
	ce_lower_local(b, i->v, &local);
	ce_push(&b->f->locals, local);
	if (!(i->is & CE_WANTED))
		return;
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

/* A table of functions that every object's member is known to hold, besides what
 * the analysis knows of this one. */
static void load_member(ce_body *b, ce_insn *i, uint32_t note)
{
	uint32_t member = ce_lower_member(b->l, i->v), address;
	ce_edge *e;

	if (member == CE_NONE || i->nleaves != 1)
		return;
	address = ce_lower_new_node(b);
	ce_lower_edge(b, CE_OP_ADDR, address, ce_ref_make(CE_REF_GLOBAL, member));
	e = ce_lower_access(b, CE_OP_LOAD, b->leaves.at[i->leaves], address, b->l->width, 0, note);
	if (e)
		e->type = ce_lower_pointee(b->l, i->v);
}

/* An integer that is read or put down atomically may be a pointer: Clang makes
 * atomic accesses of pointers ones of integers. */
static bool is_atomically_used(const ce_lower *l, LLVMValueRef load)
{
	if (l->source && l->source->atomic_numbers)
		return false;
	if (ce_lower_is_atomic(load))
		return true;
	for (LLVMUseRef u = LLVMGetFirstUse(load); u; u = LLVMGetNextUse(u)) {
		LLVMValueRef user = LLVMGetUser(u);

		if (LLVMIsAAtomicRMWInst(user) || LLVMIsAAtomicCmpXchgInst(user) ||
		    (LLVMIsAStoreInst(user) && ce_lower_is_atomic(user)))
			return true;
	}
	return false;
}

static uint16_t load_flags(const ce_body *b, const ce_insn *i, const ce_leaf *leaf)
{
	bool number = leaf->ty == CE_TY_DATA &&
	              (leaf->size != b->l->width || !is_atomically_used(b->l, i->v)) &&
	              !ce_lower_joins_copies(b->l, i->v);

	return (number && !(i->is & CE_DEREFERENCED) ? CE_EDGE_INT : 0) |
	       (number && ce_lower_loads_number(b->l, i->v) ? CE_EDGE_TYPED : 0) |
	       (number && leaf->size < b->l->width && ce_lower_is_joined(b->l, i->v) ? CE_EDGE_PIECE : 0) |
	       (number && ce_lower_is_moved(b->l, i->v) ? CE_EDGE_MOVED : 0) |
	       (leaf->size >= b->l->width ? ce_lower_early_flags(i) : 0);
}

/* What was read may have been counted (lower_count.c), also if it is read without a tag, as for arguments by
 * value, or as a member of a union. Words that are only put down again are as they were. */
static bool may_have_moved(const ce_body *b, LLVMValueRef load, const ce_leaf *leaf)
{
	bool any = !is_atomically_used(b->l, load) && ce_lower_lvalue(b->l, load) == CE_LVALUE_ANY;

	if (leaf->ty != CE_TY_DATA || leaf->size != b->l->width || (!any && !ce_lower_is_number(b->l, load)))
		return false;
	for (LLVMUseRef u = LLVMGetFirstUse(load); u; u = LLVMGetNextUse(u)) {
		LLVMValueRef user = LLVMGetUser(u);

		if (!LLVMIsAStoreInst(user) || LLVMGetOperand(user, 0) != load)
			return true;
	}
	return false;
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
		ce_edge *e =
			ce_lower_access(b, CE_OP_LOAD, b->leaves.at[i->leaves + k],
		                        ce_lower_shifted(b, address, (ce_off){.base = (int64_t)leaves[k].at}),
		                        leaves[k].size, load_flags(b, i, &leaves[k]), note);

		if (e)
			e->type = ce_lower_pointee(b->l, i->v);
	}
	for (unsigned k = 0; k < n; k++) {
		uint32_t *leaf = &b->leaves.at[i->leaves + k];

		if (*leaf != CE_NONE && may_have_moved(b, i->v, &leaves[k]))
			*leaf = ce_lower_shifted(b, *leaf, CE_OFF_ANY);
	}
	load_member(b, i, note);
}

/* Store a value of type t at address; in parts where it has parts. */
static void store_value(ce_body *b, ce_operand value, uint32_t address, uint8_t flags, uint32_t note)
{
	LLVMTypeRef t = LLVMTypeOf(value.v);
	ce_leaf leaves[CE_MAX_LEAVES];
	unsigned n = ce_lower_leaves(b->l, t, leaves);
	uint32_t first = ce_lower_leaves_of(b, value, n);

	for (unsigned k = 0; k < n; k++)
		ce_lower_access(b, CE_OP_STORE,
		                ce_lower_shifted(b, address, (ce_off){.base = (int64_t)leaves[k].at}),
		                b->leaves.at[first + k], leaves[k].size, flags, note);
}

/*
 * Bytes or words that are loaded and put down as they are: a loop of such copies
 * copies pointers (rule 3). What a function computes from pieces of memory that it
 * has not written itself is data (A1).
 */
static bool is_small_copy(const ce_body *b, ce_operand value)
{
	const ce_insn *i = value.id == CE_NONE ? NULL : &b->insns.at[value.id];

	return i && i->opcode == LLVMLoad && (i->is & CE_NARROW) && i->ty == CE_TY_DATA &&
	       ce_lower_lvalue(b->l, i->v) == CE_LVALUE_ANY; /* an int is no piece of a pointer (A8) */
}

static void emit_small_copy(ce_body *b, ce_operand load, ce_operand to, LLVMValueRef store)
{
	ce_operand from = ce_body_op(b, ce_body_insn(b, load.id), 0);
	uint64_t size = LLVMStoreSizeOfType(b->l->layout, LLVMTypeOf(load.v));
	uint32_t src, dst;

	if (size == 1)
		ce_lower_byte_loop(b, store, &from, &to, &size);
	src = ce_lower_node(b, from);
	dst = ce_lower_node(b, to);
	if (src != CE_NONE && dst != CE_NONE)
		ce_lower_access(b, CE_OP_MOVE, dst, src, size, 0,
		                ce_lower_note(b, CE_REASON_COPY, CE_TEXT_ASSIGN));
}

/* Whether it hands its operands on as they are, as far as a byte of them goes. */
static bool hands_on(const ce_insn *i)
{
	int64_t mask;

	if (i->opcode == LLVMAnd)
		return ce_lower_const_int(LLVMGetOperand(i->v, 1), &mask) && (mask & 0xff) == 0xff;
	return LLVMIsAPHINode(i->v) || LLVMIsASelectInst(i->v) || LLVMIsAFreezeInst(i->v) ||
	       LLVMIsACastInst(i->v);
}

static bool is_byte(const ce_body *b, ce_operand value)
{
	const ce_insn *i = value.id == CE_NONE ? NULL : &b->insns.at[value.id];

	return i && i->is & CE_NARROW && i->ty == CE_TY_DATA &&
	       LLVMStoreSizeOfType(b->l->layout, LLVMTypeOf(i->v)) == 1;
}

/* The node of where a byte was loaded from, or may have been; CE_NONE: not from memory. Those of values that
 * are made of others wait in b->stack for their edges. */
static uint32_t origin_of(ce_body *b, ce_operand o)
{
	const ce_insn *i = o.id == CE_NONE ? NULL : &b->insns.at[o.id];
	uint32_t *at, node;

	if (!i || i->ty != CE_TY_DATA)
		return CE_NONE;
	if (i->opcode == LLVMLoad)
		return is_byte(b, o) && is_small_copy(b, o) ? ce_lower_node(b, ce_body_op(b, i, 0)) : CE_NONE;
	if (!hands_on(i))
		return CE_NONE;
	at = ce_map_at(&b->origins, o.id);
	if (*at != CE_NONE)
		return *at;
	*at = node = ce_lower_new_node(b);
	ce_push(&b->stack, o.id);
	return node;
}

/* A byte that is chosen from several, or comes by way of an `int` (getc), is each of them. */
static void emit_chosen_byte(ce_body *b, ce_operand value, ce_operand to)
{
	uint32_t guard = b->guard, src, dst;

	b->stack.n = 0;
	b->guard = 0; /* other stores have the same origins */
	src = origin_of(b, value);
	while (b->stack.n) {
		uint32_t id = b->stack.at[--b->stack.n], node = ce_map_get(&b->origins, id);

		for (uint32_t k = 0; k < b->insns.at[id].nflows; k++) {
			uint32_t from = origin_of(b, b->flows.at[b->insns.at[id].flows + k].from);

			if (from != CE_NONE)
				ce_lower_copy(b, node, from, CE_OFF_ZERO, 0);
		}
	}
	b->guard = guard;
	dst = ce_lower_node(b, to);
	if (src != CE_NONE && dst != CE_NONE)
		ce_lower_access(b, CE_OP_MOVE, dst, src, 1, 0,
		                ce_lower_note(b, CE_REASON_COPY, CE_TEXT_ASSIGN));
}

static uint8_t store_flags(ce_body *b, const ce_insn *i)
{
	return (i->is & CE_TRANSIENT ? CE_EDGE_TRANSIENT : 0) | (i->is & CE_CALM ? CE_EDGE_CALM : 0) |
	       (i->is & CE_IF_RETURNS ? CE_EDGE_IF_RETURNS : 0) |
	       (ce_lower_updated(b, i) ? CE_EDGE_UPDATE : 0) |
	       (ce_lower_lvalue(b->l, i->v) == CE_LVALUE_POINTER ? CE_EDGE_TYPED : 0);
}

static void emit_store(ce_body *b, ce_insn *i)
{
	ce_operand value = ce_body_op(b, i, 0), to = ce_body_op(b, i, 1);
	uint8_t flags = store_flags(b, i);
	uint32_t address, note;

	if (i->is & CE_RESTORES)
		return;
	if (is_small_copy(b, value))
		emit_small_copy(b, value, to, i->v);
	else if (is_byte(b, value) && ce_lower_carries(b, value))
		emit_chosen_byte(b, value, to);
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
		store_value(b, value, address, flags, note);
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
	if (!whole && !ce_lower_is_number(b->l, i->v) && i->ty != CE_TY_NOTHING && (i->is & CE_CARRIES)) {
		uint32_t loaded = ce_lower_new_node(b);

		ce_lower_access(b, CE_OP_LOAD, loaded, address, size, CE_EDGE_INT, note);
		ce_lower_access(b, CE_OP_STORE, address, ce_lower_shifted(b, loaded, CE_OFF_ANY), size, 0,
		                note);
	}
	if (!(i->is & CE_WANTED))
		return;
	old = ce_lower_new_node(b);
	ce_lower_access(b, CE_OP_LOAD, old, address, size,
	                i->ty == CE_TY_DATA && !(i->is & CE_DEREFERENCED) &&
	                                !(whole && size == b->l->width && !ce_lower_is_number(b->l, i->v))
	                        ? CE_EDGE_INT
	                        : 0,
	                note);
	ce_lower_set(b, i, ce_lower_is_number(b->l, i->v) ? ce_lower_shifted(b, old, CE_OFF_ANY) : old);
}

/* Result { old value, success }. */
static void emit_cmpxchg(ce_body *b, ce_insn *i)
{
	ce_operand replacement = ce_body_op(b, i, 2);
	uint32_t address = ce_lower_node(b, ce_body_op(b, i, 0)), old;
	LLVMTypeRef t = LLVMTypeOf(replacement.v);
	uint64_t size = LLVMStoreSizeOfType(b->l->layout, t);
	uint32_t note = ce_lower_note(b, CE_REASON_ATOMIC, CE_TEXT_CALL);
	bool number = ce_lower_is_number(b->l, i->v);
	bool data = (number || size != b->l->width) && ce_lower_type(b->l, t, NULL) == CE_TY_DATA &&
	            !(i->is & CE_DEREFERENCED);

	ce_lower_access(b, CE_OP_STORE, address, ce_lower_node(b, replacement), size, 0, note);
	if (!(i->is & CE_WANTED))
		return;
	old = ce_lower_new_node(b);
	ce_lower_access(b, CE_OP_LOAD, old, address, size, data ? CE_EDGE_INT : 0, note);
	i->leaves = b->leaves.n;
	i->nleaves = 2;
	ce_push(&b->leaves, number ? ce_lower_shifted(b, old, CE_OFF_ANY) : old);
	ce_push(&b->leaves, CE_NONE);
}

/* The instruction: *ap is advanced, the result read through it. */
static void emit_va_arg(ce_body *b, ce_insn *i)
{
	int64_t w = b->l->width;
	uint32_t slots = ce_lower_shifted(b, ce_lower_node(b, ce_body_op(b, i, 0)),
	                                  (ce_off){.stride = (uint32_t)w, .count = 4});
	uint32_t note = ce_lower_note(b, CE_REASON_INDIRECTION, -1), area, value;

	if (!(i->is & CE_WANTED))
		return;
	if (ce_lower_is_scalable(b->l, LLVMTypeOf(i->v))) {
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

void ce_lower_memory(ce_body *b, ce_insn *i)
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
	default:
		emit_va_arg(b, i);
		return;
	}
}
