/*
 * lower_value.c - the nodes of a value; constants as targets of ADDR edges.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "lower/lowering.h"

enum { RESOLVE_DEPTH = 64 };

uint32_t ce_lower_new_node(ce_body *b)
{
	return b->f->nnodes++;
}

/* A node that holds node + off. */
uint32_t ce_lower_shifted(ce_body *b, uint32_t node, ce_off off)
{
	uint32_t shifted;

	if (node == CE_NONE || (!off.base && !off.stride && !off.extent))
		return node;
	shifted = ce_lower_new_node(b);
	ce_lower_copy(b, shifted, node, off, 0);
	return shifted;
}

/* ---- constants -------------------------------------------------------------------- */

static void add_target(ce_targets *out, ce_target t)
{
	ce_push(out, t);
}

static void resolve_operands(ce_lower *l, LLVMValueRef c, ce_off off, unsigned depth, ce_targets *out)
{
	for (unsigned i = 0, n = (unsigned)LLVMGetNumOperands(c); i < n; i++)
		ce_lower_resolve(l, LLVMGetOperand(c, i), off, depth, out);
}

/* In another address space there is memory at 0 and near it: data of a thread, of a processor. */
bool ce_lower_is_elsewhere(LLVMValueRef c)
{
	return LLVMGetTypeKind(LLVMTypeOf(c)) == LLVMPointerTypeKind &&
	       LLVMGetPointerAddressSpace(LLVMTypeOf(c)) != 0;
}

/*
 * An address written as a number: device memory, for all we know. The first and
 * the last page are never mapped: such numbers are marks, (void *)-1 (L4).
 */
static bool is_mark(LLVMValueRef number)
{
	int64_t c;

	return ce_lower_const_int(number, &c) && c > -4096 && c < 4096;
}

static bool is_address(LLVMValueRef c)
{
	return LLVMGetValueKind(c) == LLVMConstantExprValueKind &&
	       (LLVMGetConstOpcode(c) == LLVMPtrToInt || LLVMGetConstOpcode(c) == LLVMPtrToAddr);
}

static void resolve_expr(ce_lower *l, LLVMValueRef c, ce_off off, unsigned depth, ce_targets *out)
{
	LLVMValueRef x = LLVMGetOperand(c, 0);
	int64_t n;

	switch (LLVMGetConstOpcode(c)) {
	case LLVMGetElementPtr:
		ce_lower_resolve(l, x, ce_lower_off_plus(off, ce_lower_gep(l, c, NULL)), depth, out);
		return;
	case LLVMIntToPtr:
		if (LLVMGetValueKind(x) == LLVMConstantIntValueKind) {
			if (!is_mark(x) || ce_lower_is_elsewhere(c))
				add_target(out, (ce_target){.opaque = true});
			return;
		}
		/* fall through */
	case LLVMBitCast:
	case LLVMAddrSpaceCast:
	case LLVMPtrToInt:
	case LLVMPtrToAddr:
	case LLVMZExt:
	case LLVMSExt:
		ce_lower_resolve(l, x, off, depth, out);
		return;
	case LLVMAdd:
		if (ce_lower_const_int(LLVMGetOperand(c, 1), &n) && n > INT32_MIN && n < INT32_MAX)
			ce_lower_resolve(l, x, ce_lower_off_plus(off, (ce_off){.base = n}), depth, out);
		else
			resolve_operands(l, c, CE_OFF_ANY, depth, out);
		return;
	case LLVMSub:
		/* A distance between two places of the program is a number (L1). */
		if (is_address(x) && is_address(LLVMGetOperand(c, 1)))
			return;
		/* fall through */
	default:
		resolve_operands(l, c, CE_OFF_ANY, depth, out);
	}
}

bool ce_lower_matters(const ce_lower *l, uint32_t index)
{
	const ce_global *g = &l->unit->globals.at[index];
	unsigned dead = CE_GLOBAL_DEFINED | CE_GLOBAL_CONSTANT;

	/* Nothing can be stored in a constant of this unit and nothing but data be
	 * loaded from it: who holds its address (a string literal) is of no interest. */
	return (g->flags & dead) != dead || g->inits.n || g->linkage != CE_LINK_INTERNAL;
}

/* All places that a constant, moved by off, may point to; data points nowhere. */
void ce_lower_resolve(ce_lower *l, LLVMValueRef c, ce_off off, unsigned depth, ce_targets *out)
{
	uint32_t index;

	if (depth++ > RESOLVE_DEPTH) {
		add_target(out, (ce_target){.opaque = true});
		return;
	}
	switch (LLVMGetValueKind(c)) {
	case LLVMFunctionValueKind:
	case LLVMGlobalAliasValueKind:
	case LLVMGlobalIFuncValueKind:
		index = ce_map_get(&l->funcs, (uintptr_t)c);
		if (index != CE_NONE)
			add_target(out, (ce_target){false, ce_ref_make(CE_REF_FUNC, index), off});
		else if (LLVMGetValueKind(c) == LLVMGlobalAliasValueKind)
			ce_lower_resolve(l, LLVMAliasGetAliasee(c), off, depth, out);
		/* A weak alias of a variable may turn out to be something else. */
		if (index == CE_NONE &&
		    (LLVMGetValueKind(c) != LLVMGlobalAliasValueKind || ce_lower_linkage(c) == CE_LINK_WEAK))
			add_target(out, (ce_target){.opaque = true});
		return;
	case LLVMGlobalVariableValueKind:
		index = ce_map_get(&l->globals, (uintptr_t)c);
		if (index == CE_NONE)
			add_target(out, (ce_target){.opaque = true});
		else if (!l->inits_known || ce_lower_matters(l, index))
			add_target(out, (ce_target){false, ce_ref_make(CE_REF_GLOBAL, index), off});
		return;
	case LLVMConstantExprValueKind:
		resolve_expr(l, c, off, depth, out);
		return;
	case LLVMConstantPointerNullValueKind:
		if (ce_lower_is_elsewhere(c))
			add_target(out, (ce_target){.opaque = true});
		return;
	case LLVMConstantArrayValueKind:
	case LLVMConstantStructValueKind:
	case LLVMConstantVectorValueKind:
		resolve_operands(l, c, off, depth, out);
		return;
	case LLVMConstantPtrAuthValueKind:
		ce_lower_resolve(l, LLVMGetConstantPtrAuthPointer(c), off, depth, out);
		return;
	case LLVMInstructionValueKind:
		/* dso_local_equivalent and no_cfi: another name for a function. */
		if (LLVMIsConstant(c))
			resolve_operands(l, c, off, depth, out);
		return;
	default:
		/* Numbers, null, undef and poison; a blockaddress is only jumped to. */
		return;
	}
}

static ce_str address_text(ce_body *b, ce_ref ref)
{
	ce_unit *u = b->l->unit;
	uint32_t index = ce_ref_index(ref);
	const char *name = "", *amp = "&";
	char buf[80];

	switch (ce_ref_kind(ref)) {
	case CE_REF_LOCAL:
		name = ce_text(&u->strings, b->f->locals.at[index].name);
		break;
	case CE_REF_GLOBAL:
		name = ce_text(&u->strings, u->globals.at[index].shown);
		break;
	case CE_REF_FUNC:
		name = ce_text(&u->strings, u->funcs.at[index].shown);
		amp = "";
		break;
	}
	if (!*name || strlen(name) > sizeof buf - 2)
		return 0;
	return ce_intern_n(&u->strings, buf, (size_t)snprintf(buf, sizeof buf, "%s%s", amp, name));
}

/* Where an alloca is used first, its address is taken: that is what we show. */
static void note_alloca(ce_body *b, ce_insn *i)
{
	LLVMTypeRef t = LLVMGetAllocatedType(i->v);
	ce_edge *e = &b->f->edges.at[i->flows];
	ce_str text;

	i->nflows = 1;
	/* An array is written without the operator. */
	text = LLVMGetTypeKind(t) == LLVMArrayTypeKind ? b->f->locals.at[ce_ref_index(e->src)].name
	                                               : address_text(b, e->src);
	e->note = ce_lower_note_text(b, CE_REASON_ADDRESS, text);
}

static void address(ce_body *b, uint32_t node, ce_target t)
{
	ce_edge *e;
	uint32_t note;

	if (t.opaque) {
		ce_lower_edge(b, CE_OP_OPAQUE, node, 0);
		return;
	}
	note = ce_lower_note_text(b, CE_REASON_ADDRESS, address_text(b, t.ref));
	e = ce_lower_edge(b, CE_OP_ADDR, node, t.ref);
	e->off = t.off;
	e->note = note;
}

static uint32_t node_of_ref(ce_body *b, ce_target t)
{
	uint64_t key = ce_mix(t.ref, (uint64_t)t.off.base),
		 range = (uint64_t)t.off.stride << 32 | t.off.count;
	uint32_t *at = ce_map_at(&b->refs,
	                         ce_mix(ce_mix(key, range), ce_mix(t.off.extent, (uint64_t)t.off.lo))),
		 node;

	if (*at != CE_NONE)
		return *at;
	node = *at = ce_lower_new_node(b);
	address(b, node, t);
	return node;
}

static uint32_t constant_node(ce_body *b, LLVMValueRef c)
{
	uint32_t known = ce_map_get(&b->constants, (uintptr_t)c), node = CE_NONE;
	ce_targets t = {0};

	if (known != CE_NONE)
		return known == CE_NO_NODE ? CE_NONE : known;
	ce_lower_resolve(b->l, c, CE_OFF_ZERO, 0, &t);
	if (t.n == 1 && !t.at[0].opaque) {
		node = node_of_ref(b, t.at[0]);
	} else if (t.n) {
		node = ce_lower_new_node(b);
		for (uint32_t i = 0; i < t.n; i++)
			address(b, node, t.at[i]);
	}
	ce_map_put(&b->constants, (uintptr_t)c, node == CE_NONE ? CE_NO_NODE : node);
	free(t.at);
	return node;
}

/* The leaves of a constant aggregate, in order; `n` of them in all. */
static void constant_leaves(ce_body *b, LLVMValueRef c, LLVMTypeRef t, unsigned n, unsigned depth)
{
	LLVMTypeKind k = LLVMGetTypeKind(t);
	uint64_t parts;

	if (k != LLVMStructTypeKind && k != LLVMArrayTypeKind) {
		ce_push(&b->leaves, c ? constant_node(b, c) : CE_NONE);
		return;
	}
	parts = k == LLVMStructTypeKind ? LLVMCountStructElementTypes(t) : LLVMGetArrayLength2(t);
	for (uint64_t i = 0; i < parts && depth < RESOLVE_DEPTH; i++) {
		LLVMTypeRef part = k == LLVMStructTypeKind ? LLVMStructGetTypeAtIndex(t, (unsigned)i)
		                                           : LLVMGetElementType(t);

		constant_leaves(b, c ? LLVMGetAggregateElement(c, (unsigned)i) : NULL, part, n, depth + 1);
	}
}

/* ---- values ----------------------------------------------------------------------- */

/* Nodes of a value, one for each leaf of its type. */
typedef struct span {
	uint32_t first, n;
} span;

static span nodes_of(ce_body *b, ce_operand o)
{
	span s = {b->leaves.n, 0};

	if (o.id == CE_NONE) {
		ce_leaf leaves[CE_MAX_LEAVES];
		LLVMTypeRef t = LLVMTypeOf(o.v);
		unsigned n = ce_lower_carries(b, o) ? ce_lower_leaves(b->l, t, leaves) : 0;

		if (n == 1)
			ce_push(&b->leaves, constant_node(b, o.v));
		else if (n)
			constant_leaves(b, o.v, t, n, 0);
		s.n = b->leaves.n - s.first;
	} else {
		ce_insn *i = ce_body_insn(b, o.id);

		if (i->opcode == LLVMAlloca && !i->nflows)
			note_alloca(b, i);
		/* What nobody wanted has no nodes: asking for them is a bug in lower_carry.c. */
		assert(!(i->is & CE_CARRIES) || (i->is & CE_WANTED));
		s = (span){i->leaves, i->nleaves};
	}
	return s;
}

/* The one node of a value; an aggregate is poured together. CE_NONE: carries nothing. */
uint32_t ce_lower_node(ce_body *b, ce_operand o)
{
	span s = nodes_of(b, o);
	uint32_t only = CE_NONE, merged;
	bool several = false;

	for (uint32_t k = 0; k < s.n; k++) {
		uint32_t node = b->leaves.at[s.first + k];

		several |= only != CE_NONE && node != CE_NONE && node != only;
		if (node != CE_NONE)
			only = node;
	}
	if (!several)
		return only;
	merged = ce_lower_new_node(b);
	for (uint32_t k = 0; k < s.n; k++)
		if (b->leaves.at[s.first + k] != CE_NONE)
			ce_lower_copy(b, merged, b->leaves.at[s.first + k], CE_OFF_ZERO, 0);
	return merged;
}

/*
 * Nodes of a value as exactly `want` leaves, in b->leaves from the returned index
 * (valid until the next call). A value without nodes, or with one for all, is
 * spread over them.
 */
uint32_t ce_lower_leaves_of(ce_body *b, ce_operand o, unsigned want)
{
	span s = nodes_of(b, o);
	uint32_t first = b->leaves.n, node;

	if (s.n == want)
		return s.first;
	node = ce_lower_node(b, o);
	first = b->leaves.n;
	for (unsigned k = 0; k < want; k++)
		ce_push(&b->leaves, node);
	return first;
}

/* Give an instruction its only node. */
void ce_lower_set(ce_body *b, ce_insn *i, uint32_t node)
{
	i->leaves = b->leaves.n;
	i->nleaves = 1;
	ce_push(&b->leaves, node);
}
