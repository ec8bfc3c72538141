/*
 * lower_call.c - calls, and the functions that library models are written with.
 */
#include <stdlib.h>

#include "lower/lowering.h"

uint32_t ce_lower_nargs(const ce_body *b, const ce_insn *i)
{
	(void)b;
	return LLVMGetNumArgOperands(i->v);
}

/* ---- what matters about a call (lower_carry.c) ------------------------------------ */

static bool is_narrow(const ce_body *b, ce_operand o)
{
	return o.id != CE_NONE && (b->insns.at[o.id].is & CE_NARROW);
}

void ce_lower_call_roots(ce_body *b, ce_insn *i, void (*want)(ce_body *, ce_operand))
{
	switch ((ce_intrinsic)i->intrinsic) {
	case CE_INTRINSIC_NONE:
		/* Arguments, operand bundles, the callee. */
		for (uint32_t op = 0; op < i->nops; op++)
			if (!is_narrow(b, ce_body_op(b, i, op)) ||
			    ce_lower_is_piece(b, ce_body_op(b, i, op)) || ce_lower_joins_argument(b, i, op))
				want(b, ce_body_op(b, i, op));
		return;
	case CE_INTRINSIC_ASM:
	case CE_INTRINSIC_STRANGE:
	case CE_INTRINSIC_TARGET:
	case CE_INTRINSIC_MASKED_LOAD:
	case CE_INTRINSIC_MASKED_STORE:
		for (uint32_t op = 0; op < i->nops; op++)
			want(b, ce_body_op(b, i, op));
		return;
	case CE_INTRINSIC_MOVE:
	case CE_INTRINSIC_VA_COPY:
		want(b, ce_body_op(b, i, 0));
		want(b, ce_body_op(b, i, 1));
		return;
	case CE_INTRINSIC_VA_START:
	case CE_INTRINSIC_MODEL_KEEP:
		want(b, ce_body_op(b, i, 0));
		return;
	default:
		return; /* values made of their operands */
	}
}

/* ---- models ------------------------------------------------------------------------- */

static ce_reason reason_of(ce_category c)
{
	switch (c) {
	case CE_CAT_THREAD:
		return CE_REASON_THREAD;
	case CE_CAT_CALLBACK:
		return CE_REASON_CALLBACK;
	case CE_CAT_CALLBACK_DATA:
		return CE_REASON_REGISTERED;
	case CE_CAT_VARIADIC:
		return CE_REASON_VARIADIC;
	case CE_CAT_UNKNOWN_CALLEE:
		return CE_REASON_UNKNOWN_CALLEE;
	case CE_CAT_OUT_PARAM:
		return CE_REASON_OUT_PARAM;
	default:
		return CE_REASON_CALL;
	}
}

/* The text of a string literal operand. */
static ce_category category_of(LLVMValueRef literal)
{
	LLVMValueRef init = LLVMIsAGlobalVariable(literal) ? LLVMGetInitializer(literal) : NULL;
	ce_category c = CE_CAT_NONE;
	size_t n;

	if (init && LLVMIsConstantString(init)) {
		char *text = ce_strndup(LLVMGetAsString(init, &n), n);

		c = ce_category_of(text);
		free(text);
	}
	return c == CE_CAT_NONE ? CE_CAT_UNKNOWN_CALLEE : c;
}

static void emit_model(ce_body *b, ce_insn *i)
{
	ce_category category;
	uint32_t node;

	switch ((ce_intrinsic)i->intrinsic) {
	case CE_INTRINSIC_MODEL_KEEP:
		category = i->nops > 2 ? category_of(ce_body_op(b, i, 1).v) : CE_CAT_UNKNOWN_CALLEE;
		ce_lower_leak(b, ce_body_op(b, i, 0), category, reason_of(category));
		return;
	case CE_INTRINSIC_MODEL_OUTSIDE:
		ce_lower_opaque(b, i);
		return;
	case CE_INTRINSIC_MODEL_DATA:
		ce_lower_opaque(b, i);
		if (i->is & CE_WANTED)
			b->f->edges.at[b->f->edges.n - 1].flags = CE_EDGE_DATA;
		return;
	case CE_INTRINSIC_MODEL_NEW:
		if (!(i->is & CE_WANTED))
			return;
		node = ce_lower_new_node(b);
		ce_lower_edge(b, CE_OP_NEW, node, 0)->note = ce_lower_note(b, CE_REASON_CALL, CE_TEXT_CALL);
		ce_lower_set(b, i, node);
		return;
	default:
		return;
	}
}

/* ---- ordinary calls -------------------------------------------------------------------- */

/* The function that a callee operand certainly is. */
static bool is_direct(ce_body *b, LLVMValueRef callee, uint32_t *index)
{
	ce_targets t = {0};
	bool direct;

	if (LLVMIsAFunction(callee)) { /* nearly always */
		*index = ce_map_get(&b->l->funcs, (uintptr_t)callee);
		return *index != CE_NONE;
	}
	if (!LLVMIsConstant(callee))
		return false;
	ce_lower_resolve(b->l, callee, CE_OFF_ZERO, 0, &t);
	direct = t.n == 1 && !t.at[0].opaque && ce_ref_kind(t.at[0].ref) == CE_REF_FUNC &&
	         !t.at[0].off.base && !t.at[0].off.stride;
	if (direct)
		*index = ce_ref_index(t.at[0].ref);
	free(t.at);
	return direct;
}

bool ce_lower_returns_twice(const ce_lower *l, LLVMValueRef call)
{
	LLVMValueRef callee = LLVMGetCalledValue(call);
	unsigned kind = l->kinds.returns_twice;

	return LLVMGetCallSiteEnumAttribute(call, LLVMAttributeFunctionIndex, kind) ||
	       (LLVMIsAFunction(callee) &&
	        LLVMGetEnumAttributeAtIndex(callee, LLVMAttributeFunctionIndex, kind));
}

/* Whether a constant argument may be a size that leaves the array: `put(out, h.tag, sizeof h - 8)`. */
static bool is_beyond(ce_body *b, ce_insn *i, uint32_t extent)
{
	int64_t n;

	for (uint32_t op = 0; op < ce_lower_nargs(b, i); op++)
		if (ce_lower_const_int(ce_body_op(b, i, op).v, &n) && n > extent)
			return true;
	return false;
}

/* An argument; a pointer to an array that is a member forgets it where more than that is meant. */
static uint32_t arg_node(ce_body *b, ce_insn *i, uint32_t op)
{
	ce_operand o = ce_body_op(b, i, op);
	const ce_insn *gep = o.id == CE_NONE ? NULL : ce_body_insn(b, o.id);
	uint32_t given = ce_lower_array_given(i->v, op);
	ce_off off = CE_OFF_ZERO;

	if (given && !is_beyond(b, i, given))
		return ce_lower_shifted(b, ce_lower_node(b, o), (ce_off){.extent = given});
	if (gep && gep->opcode == LLVMGetElementPtr && gep->nflows == 1)
		off = ce_lower_gep(b->l, gep->v, NULL);
	if (!off.extent || !is_beyond(b, i, off.extent))
		return ce_lower_node(b, o);
	return ce_lower_shifted(b, ce_lower_node(b, ce_body_op(b, gep, 0)), (ce_off){.base = off.base});
}

/* A struct by value among the variadic arguments, in memory: they are what is in it, not its address. (Of a
 * fixed parameter the callee says that it is one.) */
static uint32_t variadic_struct(ce_body *b, const ce_insn *i, uint32_t op, uint32_t address)
{
	LLVMTypeRef type = LLVMGetCalledFunctionType(i->v);
	uint32_t node;

	if (address == CE_NONE || !LLVMIsFunctionVarArg(type) || op < LLVMCountParamTypes(type) ||
	    !LLVMGetCallSiteEnumAttribute(i->v, op + 1, b->l->kinds.byval))
		return address;
	node = ce_lower_new_node(b);
	ce_lower_access(b, CE_OP_LOAD, node, ce_lower_shifted(b, address, CE_OFF_ANY), b->l->width, 0,
	                ce_lower_note(b, CE_REASON_CALL, CE_TEXT_CALL));
	return node;
}

static void add_args(ce_body *b, ce_insn *i, ce_call *call)
{
	uint32_t n = ce_lower_nargs(b, i), node;

	b->stack.n = 0;
	for (uint32_t op = 0; op < n; op++) {
		ce_operand o = ce_body_op(b, i, op);

		if (ce_lower_is_piece(b, o))
			ce_lower_leak_piece(b, o, CE_REASON_CALL);
		node = !ce_lower_carries(b, o) || (is_narrow(b, o) && !ce_lower_joins_argument(b, i, op))
		               ? CE_NONE
		               : arg_node(b, i, op);
		ce_push(&b->stack, variadic_struct(b, i, op, node));
	}
	call->args = b->f->lists.n;
	call->nargs = n;
	for (uint32_t op = 0; op < n; op++)
		ce_push(&b->f->lists, b->stack.at[op]);
	b->stack.n = 0;
}

static void add_results(ce_body *b, ce_insn *i, ce_call *call)
{
	ce_leaf leaves[CE_MAX_LEAVES];
	unsigned n = ce_lower_leaves(b->l, LLVMTypeOf(i->v), leaves);

	call->rets = b->f->lists.n;
	call->nrets = n;
	i->leaves = b->leaves.n;
	i->nleaves = n;
	for (unsigned k = 0; k < n; k++) {
		/* A piece of a pointer is not returned by value (L2), or joined with others. */
		bool narrow = leaves[k].ty == CE_TY_DATA && leaves[k].size < b->l->width &&
		              !ce_lower_is_joined(b->l, i->v);
		bool none = leaves[k].ty == CE_TY_NOTHING || narrow || !(i->is & CE_WANTED);
		uint32_t node = none ? CE_NONE : ce_lower_new_node(b);

		ce_push(&b->leaves, node);
		ce_push(&b->f->lists, node);
	}
}

/* Arguments whose value is known here, or will be where this function is called
 * with a constant. */
static void add_consts(ce_body *b, ce_insn *i, uint32_t call)
{
	for (uint32_t op = 0, n = ce_lower_nargs(b, i); op < n; op++) {
		ce_operand o = ce_body_op(b, i, op);
		ce_const k = {.call = call, .arg = op, .from = CE_NONE};

		if (o.id != CE_NONE && o.id < b->f->args.n && b->f->args.at[o.id].kind == CE_ARG_DIRECT)
			k.from = o.id;
		else if (LLVMIsAConstantPointerNull(o.v))
			k.value = 0;
		else if (!ce_lower_const_int(o.v, &k.value))
			continue;
		ce_push(&b->f->consts, k);
	}
}

/* Nobody says what an operand bundle is for. */
static void leak_bundles(ce_body *b, ce_insn *i)
{
	uint32_t op = ce_lower_nargs(b, i);

	for (unsigned k = 0, n = LLVMGetNumOperandBundles(i->v); k < n; k++) {
		LLVMOperandBundleRef bundle = LLVMGetOperandBundleAtIndex(i->v, k);
		unsigned inputs = LLVMGetNumOperandBundleArgs(bundle);

		LLVMDisposeOperandBundle(bundle);
		while (inputs-- && op < i->nops)
			ce_lower_leak(b, ce_body_op(b, i, op++), CE_CAT_LIMIT, CE_REASON_LIMIT);
	}
}

/* A variadic function that ends in a forced tail call hands all its variadic
 * arguments on without naming them. */
static void leak_forwarded(ce_body *b, ce_insn *i)
{
	uint32_t area = ce_func_va_node(b->f), note;
	ce_edge *e;

	if (area == CE_NONE || i->opcode != LLVMCall || LLVMGetTailCallKind(i->v) != LLVMTailCallKindMustTail)
		return;
	note = ce_lower_note(b, CE_REASON_VARIADIC, CE_TEXT_CALL);
	e = ce_lower_edge(b, CE_OP_LEAK, 0, area);
	e->category = CE_CAT_VARIADIC;
	e->flags = CE_EDGE_LIMIT;
	e->note = note;
}

static void emit_call(ce_body *b, ce_insn *i)
{
	ce_operand callee = ce_body_op(b, i, i->nops - 1);
	ce_call call = {0};
	ce_edge *e;

	call.direct = is_direct(b, callee.v, &call.target);
	if (!call.direct) {
		call.target = ce_lower_node(b, callee);
		if (call.target == CE_NONE) /* null, undef: the call does not return (A2) */
			return;
	}
	call.returns_twice = ce_lower_returns_twice(b->l, i->v);
	call.note = ce_lower_note(b, CE_REASON_CALL, CE_TEXT_CALL);
	add_args(b, i, &call);
	add_results(b, i, &call);
	if (LLVMGetNumOperandBundles(i->v))
		leak_bundles(b, i);
	leak_forwarded(b, i);
	ce_push(&b->f->calls, call);
	add_consts(b, i, b->f->calls.n - 1);
	e = ce_lower_edge(b, CE_OP_CALL, 0, b->f->calls.n - 1);
	e->note = call.note;
	e->flags = ce_lower_early_flags(i);
}

void ce_lower_call(ce_body *b, ce_insn *i)
{
	if (i->intrinsic == CE_INTRINSIC_NONE)
		emit_call(b, i);
	else if (i->intrinsic == CE_INTRINSIC_ASM)
		ce_lower_asm(b, i);
	else if (i->intrinsic >= CE_INTRINSIC_MODEL_NEW)
		emit_model(b, i);
	else
		ce_lower_intrinsic(b, i);
}
