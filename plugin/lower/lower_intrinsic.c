/*
 * lower_intrinsic.c - calls of LLVM's intrinsics; the table is intrinsics.def.
 */
#include "lower/lowering.h"

/* ---- which one it is ---------------------------------------------------------------- */

static ce_intrinsic by_prefix(const char *name, size_t n)
{
	static const struct row {
		const char *prefix;
		ce_intrinsic kind;
	} rows[] = {
#define CE_INTRINSIC(prefix, kind) {prefix, CE_INTRINSIC_##kind},
#include "lower/intrinsics.def"
	};
	ce_intrinsic best = CE_INTRINSIC_STRANGE;
	size_t longest = 0;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		size_t length = strlen(rows[i].prefix);

		if (length <= longest || length > n || memcmp(rows[i].prefix, name, length) != 0)
			continue;
		longest = length;
		best = rows[i].kind;
	}
	return best;
}

static ce_intrinsic by_name(LLVMValueRef fn)
{
	size_t n;
	const char *name = LLVMGetValueName2(fn, &n);

	if (LLVMGetIntrinsicID(fn))
		return by_prefix(name, n);
	if (n == 15 && memcmp(name, "__cgoescape_new", n) == 0)
		return CE_INTRINSIC_MODEL_NEW;
	if (n == 16 && memcmp(name, "__cgoescape_keep", n) == 0)
		return CE_INTRINSIC_MODEL_KEEP;
	if (n == 19 && memcmp(name, "__cgoescape_outside", n) == 0)
		return CE_INTRINSIC_MODEL_OUTSIDE;
	if (n == 16 && memcmp(name, "__cgoescape_data", n) == 0)
		return CE_INTRINSIC_MODEL_DATA;
	if (n == 15 && memcmp(name, "__cgoescape_any", n) == 0)
		return CE_INTRINSIC_MODEL_ANY;
	return CE_INTRINSIC_NONE;
}

ce_intrinsic ce_lower_intrinsic_of(ce_lower *l, LLVMValueRef call)
{
	LLVMValueRef callee = LLVMGetCalledValue(call);
	uint32_t *known;

	if (LLVMIsAInlineAsm(callee))
		return CE_INTRINSIC_ASM;
	if (!LLVMIsAFunction(callee))
		return CE_INTRINSIC_NONE;
	known = ce_map_at(&l->intrinsics, (uintptr_t)callee);
	if (*known == CE_NONE)
		*known = by_name(callee);
	return (ce_intrinsic)*known;
}

/* ---- processors' own ------------------------------------------------------------------ */

static bool is_pointer(ce_body *b, ce_operand o)
{
	return ce_lower_type(b->l, LLVMTypeOf(o.v), NULL) == CE_TY_POINTER;
}

/* What an intrinsic of a processor may do with the pointers it gets. LLVM's
 * attributes on its own intrinsics are facts, not promises of a user (L7). */
typedef enum reach { REACH_NOTHING, REACH_READ, REACH_ANY } reach;

static reach reach_of(ce_body *b, ce_insn *i)
{
	LLVMValueRef fn = LLVMGetCalledValue(i->v);
	LLVMAttributeRef memory =
		LLVMGetEnumAttributeAtIndex(fn, LLVMAttributeFunctionIndex, b->l->kinds.memory);
	uint32_t n = ce_lower_nargs(b, i);
	bool pointers = false, captured = false;

	for (uint32_t op = 0; op < n; op++) {
		LLVMAttributeRef a;

		if (!is_pointer(b, ce_body_op(b, i, op)))
			continue;
		pointers = true;
		a = LLVMGetEnumAttributeAtIndex(fn, op + 1, b->l->kinds.captures);
		captured |= !a || LLVMGetEnumAttributeValue(a) != 0; /* 0: captures(none) */
	}
	if (!pointers || (memory && LLVMGetEnumAttributeValue(memory) == 0))
		return REACH_NOTHING;
	/* Two bits for each kind of memory, the higher one says "written". Who writes
	 * nothing and returns no pointer can only have read. */
	if (memory && !(LLVMGetEnumAttributeValue(memory) & 0xaaaaaaaa) &&
	    (!captured || i->ty == CE_TY_DATA || i->ty == CE_TY_NOTHING))
		return REACH_READ;
	return REACH_ANY;
}

/* ---- flows -------------------------------------------------------------------------------- */

void ce_lower_intrinsic_flows(ce_body *b, ce_insn *i)
{
	uint32_t n = ce_lower_nargs(b, i);

	switch ((ce_intrinsic)i->intrinsic) {
	case CE_INTRINSIC_SAME:
		ce_lower_flow(b, ce_body_op(b, i, 0), CE_OFF_ZERO);
		return;
	case CE_INTRINSIC_ANY:
		ce_lower_flow(b, ce_body_op(b, i, 0), CE_OFF_ANY);
		return;
	case CE_INTRINSIC_ANY_ALL:
	case CE_INTRINSIC_TARGET:
		for (uint32_t op = 0; op < n; op++)
			ce_lower_flow(b, ce_body_op(b, i, op), CE_OFF_ANY);
		return;
	case CE_INTRINSIC_EITHER:
		ce_lower_flow(b, ce_body_op(b, i, 0), CE_OFF_ZERO);
		ce_lower_flow(b, ce_body_op(b, i, 1), CE_OFF_ZERO);
		return;
	case CE_INTRINSIC_ADD:
		ce_lower_int_flows(b, i, LLVMAdd);
		return;
	case CE_INTRINSIC_SUB:
		ce_lower_int_flows(b, i, LLVMSub);
		return;
	case CE_INTRINSIC_MUL:
		ce_lower_int_flows(b, i, LLVMMul);
		return;
	case CE_INTRINSIC_MASKED_LOAD: /* lanes that are not loaded */
		ce_lower_flow(b, ce_body_op(b, i, n - 1), CE_OFF_ZERO);
		return;
	default:
		return;
	}
}

/* ---- edges ---------------------------------------------------------------------------------- */

uint64_t ce_lower_size_operand(ce_body *b, LLVMValueRef v)
{
	uint32_t arg;
	int64_t n;

	if (ce_lower_const_int(v, &n))
		return n >= 0 ? (uint64_t)n : CE_SIZE_UNKNOWN;
	while (LLVMIsAZExtInst(v) || LLVMIsASExtInst(v))
		v = LLVMGetOperand(v, 0);
	arg = LLVMIsAArgument(v) ? ce_body_find(b, v) : CE_NONE;
	return arg < 64 ? CE_SIZE_ARG(arg) : CE_SIZE_UNKNOWN;
}

/* The address; in an array that it is the beginning of. */
static uint32_t moved_place(ce_body *b, ce_insn *i, uint32_t op)
{
	return ce_lower_shifted(b, ce_lower_node(b, ce_body_op(b, i, op)),
	                        (ce_off){.extent = ce_lower_array_given(i->v, op)});
}

static void emit_move(ce_body *b, ce_insn *i)
{
	uint64_t size = ce_lower_size_operand(b, ce_body_op(b, i, 2).v);

	if (!size || i->is & CE_RESTORES)
		return;
	ce_lower_access(b, CE_OP_MOVE, moved_place(b, i, 0), moved_place(b, i, 1), size, 0,
	                ce_lower_note(b, CE_REASON_COPY, CE_TEXT_CALL));
}

/* A va_list is a pointer, or a struct of up to four words with pointers in it. */
static void emit_va_start(ce_body *b, ce_insn *i)
{
	uint32_t w = b->l->width, area = ce_func_va_node(b->f), note;
	uint32_t slots =
		ce_lower_shifted(b, ce_lower_node(b, ce_body_op(b, i, 0)), (ce_off){.stride = w, .count = 4});

	if (area == CE_NONE || slots == CE_NONE)
		return;
	note = ce_lower_note(b, CE_REASON_NONE, -1);
	ce_lower_access(b, CE_OP_STORE, slots, ce_lower_shifted(b, area, CE_OFF_ANY), w, 0, note);
}

static void emit_va_copy(ce_body *b, ce_insn *i)
{
	ce_lower_access(b, CE_OP_MOVE, ce_lower_node(b, ce_body_op(b, i, 0)),
	                ce_lower_node(b, ce_body_op(b, i, 1)), 4 * (uint64_t)b->l->width, 0,
	                ce_lower_note(b, CE_REASON_COPY, CE_TEXT_CALL));
}

/* Bytes that one address of operand `pointer` gives access to. */
static uint64_t lane_size(ce_body *b, ce_operand pointer, LLVMTypeRef vector)
{
	bool many = LLVMGetTypeKind(LLVMTypeOf(pointer.v)) == LLVMVectorTypeKind;

	return LLVMStoreSizeOfType(b->l->layout, many ? LLVMGetElementType(vector) : vector);
}

static void emit_masked_load(ce_body *b, ce_insn *i)
{
	ce_operand from = ce_body_op(b, i, 0), rest = ce_body_op(b, i, ce_lower_nargs(b, i) - 1);
	bool data = i->ty == CE_TY_DATA && !(i->is & CE_DEREFERENCED);
	LLVMTypeRef t = LLVMTypeOf(i->v);
	uint32_t node;

	if (ce_lower_is_scalable(b->l, t)) {
		ce_lower_strange(b, i, ce_lower_nargs(b, i));
		return;
	}
	if (!(i->is & CE_WANTED))
		return;
	node = ce_lower_new_node(b);
	ce_lower_access(b, CE_OP_LOAD, node, ce_lower_node(b, from), lane_size(b, from, t),
	                data ? CE_EDGE_INT : 0, ce_lower_note(b, CE_REASON_INDIRECTION, -1));
	if (ce_lower_carries(b, rest))
		ce_lower_copy(b, node, ce_lower_node(b, rest), CE_OFF_ZERO, 0);
	ce_lower_set(b, i, node);
}

static void emit_masked_store(ce_body *b, ce_insn *i)
{
	ce_operand value = ce_body_op(b, i, 0), to = ce_body_op(b, i, 1);
	LLVMTypeRef t = LLVMTypeOf(value.v);

	if (ce_lower_is_scalable(b->l, t)) {
		ce_lower_strange(b, i, ce_lower_nargs(b, i));
		return;
	}
	if (ce_lower_carries(b, value))
		ce_lower_access(b, CE_OP_STORE, ce_lower_node(b, to), ce_lower_node(b, value),
		                lane_size(b, to, t), 0, ce_lower_note(b, CE_REASON_ASSIGN, CE_TEXT_CALL));
}

static void emit_target(ce_body *b, ce_insn *i)
{
	uint32_t n = ce_lower_nargs(b, i), node;
	reach r = reach_of(b, i);
	uint64_t size = ce_lower_size(b->l, LLVMTypeOf(i->v));

	if (r == REACH_ANY || (r == REACH_READ && size == CE_SIZE_UNKNOWN)) {
		uint32_t before = b->f->edges.n;

		ce_lower_strange(b, i, n);
		for (uint32_t k = before; k < b->f->edges.n; k++) /* it moves bytes, and calls nobody */
			if (b->f->edges.at[k].op == CE_OP_LEAK || b->f->edges.at[k].op == CE_OP_OPAQUE)
				b->f->edges.at[k].flags |= CE_EDGE_DATA;
		return;
	}
	if (!(i->is & CE_WANTED))
		return;
	node = ce_lower_new_node(b);
	for (uint32_t op = 0; op < n; op++) {
		ce_operand o = ce_body_op(b, i, op);

		if (!ce_lower_carries(b, o))
			continue;
		if (r == REACH_READ && is_pointer(b, o))
			ce_lower_access(b, CE_OP_LOAD, node,
			                ce_lower_shifted(b, ce_lower_node(b, o), CE_OFF_ANY), size, 0, 0);
		else
			ce_lower_copy(b, node, ce_lower_node(b, o), CE_OFF_ANY, 0);
	}
	ce_lower_set(b, i, node);
}

void ce_lower_intrinsic(ce_body *b, ce_insn *i)
{
	switch ((ce_intrinsic)i->intrinsic) {
	case CE_INTRINSIC_NOTHING:
		return;
	case CE_INTRINSIC_MOVE:
		emit_move(b, i);
		return;
	case CE_INTRINSIC_VA_START:
		emit_va_start(b, i);
		return;
	case CE_INTRINSIC_VA_COPY:
		emit_va_copy(b, i);
		return;
	case CE_INTRINSIC_OPAQUE:
		ce_lower_opaque(b, i);
		return;
	case CE_INTRINSIC_MASKED_LOAD:
		emit_masked_load(b, i);
		return;
	case CE_INTRINSIC_MASKED_STORE:
		emit_masked_store(b, i);
		return;
	case CE_INTRINSIC_TARGET:
		emit_target(b, i);
		return;
	case CE_INTRINSIC_STRANGE:
		ce_lower_strange(b, i, ce_lower_nargs(b, i));
		return;
	default:
		if (i->is & CE_WANTED)
			ce_lower_emit_flows(b, i);
	}
}
