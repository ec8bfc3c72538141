/*
 * lower_body.c - number the values of a function and run the steps on it.
 */
#include <stdlib.h>

#include "lower/lowering.h"

/* ---- value -> id: a hash table of exactly the size that the function needs ------ */

struct ce_slot {
	void *key;
	uint32_t id;
};

static uint32_t slot_of(const ce_body *b, const void *key)
{
	uint32_t at = (uint32_t)ce_mix((uintptr_t)key, 7) & b->mask;

	while (b->slots[at].key && b->slots[at].key != key)
		at = (at + 1) & b->mask;
	return at;
}

static void reset_slots(ce_body *b, uint32_t n)
{
	uint32_t want = 16;

	while (want < 2 * n)
		want *= 2;
	if (want > b->nslots) {
		b->nslots = want;
		b->slots = ce_realloc(b->slots, want * sizeof *b->slots);
	}
	b->mask = want - 1;
	memset(b->slots, 0, want * sizeof *b->slots);
}

static void put(ce_body *b, void *key, uint32_t id)
{
	uint32_t at = slot_of(b, key);

	b->slots[at].key = key;
	b->slots[at].id = id;
}

uint32_t ce_body_find(const ce_body *b, LLVMValueRef v)
{
	uint32_t at = slot_of(b, v);

	return b->slots[at].key ? b->slots[at].id : CE_NONE;
}

/* ---- blocks ------------------------------------------------------------------------ */

static uint32_t count_values(LLVMValueRef fn)
{
	uint32_t n = LLVMCountParams(fn);

	for (LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(fn); bb; bb = LLVMGetNextBasicBlock(bb)) {
		n++;
		for (LLVMValueRef v = LLVMGetFirstInstruction(bb); v; v = LLVMGetNextInstruction(v))
			n++;
	}
	return n;
}

typedef struct visit {
	LLVMBasicBlockRef bb;
	LLVMValueRef end;
	unsigned next, n;
} visit;

static visit visit_of(LLVMBasicBlockRef bb)
{
	LLVMValueRef end = LLVMGetBasicBlockTerminator(bb);

	return (visit){bb, end, 0, end ? LLVMGetNumSuccessors(end) : 0};
}

/* Reachable blocks in reverse post-order: definitions before uses, but for phis.
 * What cannot be reached does nothing. */
static void order_blocks(ce_body *b)
{
	CE_VEC(visit) stack = {0};
	LLVMBasicBlockRef entry = LLVMGetEntryBasicBlock(b->fn);
	uint32_t n;

	b->order.n = 0;
	put(b, entry, 0);
	ce_push(&stack, visit_of(entry));
	while (stack.n) {
		visit *top = &stack.at[stack.n - 1];
		LLVMBasicBlockRef next;

		if (top->next == top->n) {
			ce_push(&b->order, top->bb);
			stack.n--;
			continue;
		}
		next = LLVMGetSuccessor(top->end, top->next++);
		if (b->slots[slot_of(b, next)].key)
			continue;
		put(b, next, 0);
		ce_push(&stack, visit_of(next));
	}
	ce_vec_free(&stack);
	n = b->order.n;
	for (uint32_t i = 0; i < n / 2; i++) {
		LLVMBasicBlockRef swap = b->order.at[i];

		b->order.at[i] = b->order.at[n - 1 - i];
		b->order.at[n - 1 - i] = swap;
	}
	for (uint32_t i = 0; i < n; i++)
		put(b, b->order.at[i], i);
}

/* ---- instructions -------------------------------------------------------------------- */

static void classify(ce_body *b, ce_insn *i)
{
	uint64_t size;

	i->ty = (uint8_t)ce_lower_type(b->l, LLVMTypeOf(i->v), &size);
	if (i->ty == CE_TY_DATA && size < b->l->width)
		i->is |= CE_NARROW;
	if ((i->ty == CE_TY_DATA || i->ty == CE_TY_POINTER) && size > b->l->width)
		i->is |= CE_WIDE;
}

static void add_insn(ce_body *b, LLVMValueRef v, unsigned opcode)
{
	ce_insn i = {.v = v, .opcode = (uint8_t)opcode};

	classify(b, &i);
	if (opcode == LLVMCall || opcode == LLVMInvoke || opcode == LLVMCallBr)
		i.intrinsic = (uint8_t)ce_lower_intrinsic_of(b->l, v);
	put(b, v, b->insns.n);
	ce_push(&b->insns, i);
}

static bool has_value_operands(const ce_insn *i)
{
	switch (i->opcode) {
	case 0:
	case LLVMBr:
	case LLVMSwitch:
	case LLVMIndirectBr:
	case LLVMUnreachable:
	case LLVMFence:
	case LLVMAlloca:
	case LLVMICmp:
	case LLVMFCmp:
		return false;
	default:
		return true;
	}
}

static void add_operands(ce_body *b, ce_insn *i)
{
	i->ops = b->ops.n;
	if (!has_value_operands(i))
		return;
	i->nops = (uint32_t)LLVMGetNumOperands(i->v);
	for (uint32_t k = 0; k < i->nops; k++) {
		LLVMValueRef v = LLVMGetOperand(i->v, k);
		/* Only arguments and instructions have numbers. */
		uint32_t id = !v || LLVMIsConstant(v) ? CE_NONE : ce_body_find(b, v);

		if (id != CE_NONE && LLVMValueIsBasicBlock(v))
			id = CE_NONE;
		ce_push(&b->ops, ((ce_operand){v, id}));
	}
}

static bool all_uses_are_stores(LLVMValueRef v, bool through_casts)
{
	bool any = false;

	for (LLVMUseRef u = LLVMGetFirstUse(v); u; u = LLVMGetNextUse(u)) {
		LLVMValueRef user = LLVMGetUser(u);
		LLVMOpcode op = LLVMGetInstructionOpcode(user);

		any = true;
		if (op == LLVMStore && LLVMGetOperand(user, 0) == v)
			continue;
		if (op != LLVMBitCast || !through_casts || !all_uses_are_stores(user, false))
			return false;
	}
	return any;
}

/* A wide value that is only put down again: a copy of memory, field by field. */
static void find_moved(ce_body *b)
{
	for (uint32_t id = 0; id < b->insns.n; id++) {
		ce_insn *i = ce_body_insn(b, id);

		if (i->opcode == LLVMLoad && (i->is & CE_WIDE) && all_uses_are_stores(i->v, true))
			i->is |= CE_MOVED;
		else if (i->opcode == LLVMBitCast && ce_body_op(b, i, 0).id != CE_NONE &&
		         (ce_body_insn(b, ce_body_op(b, i, 0).id)->is & CE_MOVED))
			i->is |= CE_MOVED;
	}
}

static void collect(ce_body *b)
{
	reset_slots(b, count_values(b->fn));
	order_blocks(b);
	for (LLVMValueRef v = LLVMGetFirstParam(b->fn); v; v = LLVMGetNextParam(v))
		add_insn(b, v, 0);
	for (uint32_t n = 0; n < b->order.n; n++) {
		ce_push(&b->first, b->insns.n);
		for (LLVMValueRef v = LLVMGetFirstInstruction(b->order.at[n]); v;
		     v = LLVMGetNextInstruction(v))
			add_insn(b, v, LLVMGetInstructionOpcode(v));
	}
	ce_push(&b->first, b->insns.n);
	for (uint32_t id = 0; id < b->insns.n; id++)
		add_operands(b, ce_body_insn(b, id));
	for (uint32_t id = 0; id < b->insns.n; id++)
		ce_lower_flows(b, ce_body_insn(b, id));
	find_moved(b);
}

/* ---- the steps ------------------------------------------------------------------------- */

static void clear_map(ce_map *m)
{
	if (m->cap > 1024)
		ce_map_free(m);
	else
		ce_map_clear(m);
}

static void start(ce_body *b, ce_func *f, LLVMValueRef fn)
{
	b->f = f;
	b->fn = fn;
	b->insns.n = b->ops.n = b->flows.n = b->leaves.n = b->first.n = b->stack.n = b->records.n = 0;
	clear_map(&b->constants);
	clear_map(&b->refs);
	clear_map(&b->locals);
	clear_map(&b->origins);
}

/* A parameter that is passed in memory has its cell there, and no alloca. */
static void add_cells(ce_body *b)
{
	for (uint32_t i = 0; i < b->f->args.n; i++) {
		const ce_arg *a = &b->f->args.at[i];
		const ce_param *p;

		if (a->kind != CE_ARG_BYVAL || a->param >= b->f->params.n)
			continue;
		p = &b->f->params.at[a->param];
		ce_push(&b->f->locals, ((ce_local){p->name, p->pos, CE_LOCAL_PARAM, a->param, a->size}));
	}
}

/* f has its parameters, arguments and results already (lower.c). */
void ce_lower_body(ce_body *b, ce_func *f, LLVMValueRef fn)
{
	ce_lower_arrays(b->l, fn);
	start(b, f, fn);
	add_cells(b);
	collect(b);
	ce_lower_records(b);
	ce_lower_plain(b);
	ce_lower_carry(b);
	ce_lower_pieces(b);
	ce_lower_cuts(b);
	ce_lower_want(b);
	ce_lower_guards(b);
	ce_lower_transient(b);
	ce_lower_early(b);
	ce_lower_emit(b);
	ce_lower_cycles(b);
}

void ce_lower_body_free(ce_body *b)
{
	free(b->slots);
	ce_vec_free(&b->insns);
	ce_vec_free(&b->ops);
	ce_vec_free(&b->flows);
	ce_vec_free(&b->leaves);
	ce_vec_free(&b->order);
	ce_vec_free(&b->first);
	ce_vec_free(&b->stack);
	ce_vec_free(&b->block_guards);
	ce_vec_free(&b->edge_guards);
	ce_vec_free(&b->edge_first);
	ce_vec_free(&b->edges_of);
	ce_vec_free(&b->records);
	ce_map_free(&b->constants);
	ce_map_free(&b->refs);
	ce_map_free(&b->locals);
	ce_map_free(&b->origins);
}
