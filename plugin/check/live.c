/*
 * live.c - which variables a function still needs while it waits.
 *
 * Those of pointer type whose address nobody has, that were written on all ways to there, and are read on
 * some way from there before they are written: what else is on a stack may be left over.
 */
#include <stdlib.h>

#include "check/rewrite.h"

/* Blocks times variables: beyond, what is live is not told. */
enum { MOST = 1000000 };

typedef enum access { NONE, READ, WRITE } access;

static access access_of(LLVMValueRef i, LLVMValueRef variable)
{
	if (LLVMIsALoadInst(i) && LLVMGetOperand(i, 0) == variable)
		return READ;
	if (LLVMIsAStoreInst(i) && LLVMGetOperand(i, 1) == variable)
		return WRITE;
	return NONE;
}

/* The first one from an instruction on, in its block. */
static access first_access(LLVMValueRef from, LLVMValueRef variable)
{
	access a = NONE;

	for (LLVMValueRef i = from; i && !a; i = LLVMGetNextInstruction(i))
		a = access_of(i, variable);
	return a;
}

/* Whether a block writes it, before an instruction of it; NULL: at all. */
static bool writes(LLVMBasicBlockRef bb, LLVMValueRef end, LLVMValueRef variable)
{
	for (LLVMValueRef i = LLVMGetFirstInstruction(bb); i && i != end; i = LLVMGetNextInstruction(i))
		if (access_of(i, variable) == WRITE)
			return true;
	return false;
}

/* Only loads, stores to it, and marks of where it begins and ends. */
static bool is_simple(const rewrite *r, LLVMValueRef v)
{
	if (!LLVMIsAAllocaInst(v) || LLVMGetAllocatedType(v) != r->ptr ||
	    !LLVMIsAConstantInt(LLVMGetOperand(v, 0)) || LLVMConstIntGetZExtValue(LLVMGetOperand(v, 0)) != 1)
		return false;
	for (LLVMUseRef u = LLVMGetFirstUse(v); u; u = LLVMGetNextUse(u)) {
		LLVMValueRef user = LLVMGetUser(u);
		access a = access_of(user, v);

		if (a == READ ? LLVMTypeOf(user) != r->ptr
		    : a == WRITE
		            ? LLVMTypeOf(LLVMGetOperand(user, 0)) != r->ptr || LLVMGetOperand(user, 0) == v
		            : !LLVMIsACallInst(user) || !LLVMGetIntrinsicID(LLVMGetCalledValue(user)))
			return false;
	}
	return true;
}

/* ---- blocks
 * ------------------------------------------------------------------------------------------------ */

typedef struct blocks {
	ce_map has;
	CE_VEC(LLVMBasicBlockRef) work;
} blocks;

static bool has_block(const blocks *b, LLVMBasicBlockRef bb)
{
	return ce_map_get(&b->has, (uintptr_t)bb) != CE_NONE;
}

static void add_block(blocks *b, LLVMBasicBlockRef bb)
{
	if (has_block(b, bb))
		return;
	ce_map_put(&b->has, (uintptr_t)bb, 1);
	ce_push(&b->work, bb);
}

static void free_blocks(blocks *b)
{
	ce_map_free(&b->has);
	ce_vec_free(&b->work);
}

/* At whose beginning a variable is live. */
static void find_live(blocks *b, LLVMValueRef variable)
{
	for (LLVMUseRef u = LLVMGetFirstUse(variable); u; u = LLVMGetNextUse(u)) {
		LLVMBasicBlockRef bb = LLVMGetInstructionParent(LLVMGetUser(u));

		if (first_access(LLVMGetFirstInstruction(bb), variable) == READ)
			add_block(b, bb);
	}
	while (b->work.n) {
		LLVMBasicBlockRef bb = b->work.at[--b->work.n];

		for (LLVMUseRef u = LLVMGetFirstUse(LLVMBasicBlockAsValue(bb)); u; u = LLVMGetNextUse(u)) {
			LLVMValueRef branch = LLVMGetUser(u);

			if (!LLVMIsATerminatorInst(branch))
				continue;
			bb = LLVMGetInstructionParent(branch);
			if (!first_access(LLVMGetFirstInstruction(bb), variable))
				add_block(b, bb);
		}
	}
}

/* At whose beginning it may not have been written: then it holds what stood there before. */
static void find_unset(blocks *b, LLVMValueRef function, LLVMValueRef variable)
{
	add_block(b, LLVMGetEntryBasicBlock(function));
	while (b->work.n) {
		LLVMBasicBlockRef bb = b->work.at[--b->work.n];
		LLVMValueRef end = LLVMGetBasicBlockTerminator(bb);

		if (writes(bb, NULL, variable))
			continue;
		for (unsigned i = 0; i < LLVMGetNumSuccessors(end); i++)
			add_block(b, LLVMGetSuccessor(end, i));
	}
}

static bool is_live_after(const blocks *live, LLVMValueRef call, LLVMValueRef variable)
{
	LLVMValueRef end = LLVMGetBasicBlockTerminator(LLVMGetInstructionParent(call));
	access a = first_access(LLVMGetNextInstruction(call), variable);

	for (unsigned i = 0; !a && i < LLVMGetNumSuccessors(end); i++)
		if (has_block(live, LLVMGetSuccessor(end, i)))
			a = READ;
	return a == READ;
}

static bool is_set_before(const blocks *unset, LLVMValueRef call, LLVMValueRef variable)
{
	LLVMBasicBlockRef bb = LLVMGetInstructionParent(call);

	return !has_block(unset, bb) || writes(bb, call, variable);
}

static void add_variable(live_calls *calls, LLVMValueRef function, LLVMValueRef variable)
{
	blocks live = {0}, unset = {0};

	find_live(&live, variable);
	find_unset(&unset, function, variable);
	for (uint32_t i = 0; i < calls->n; i++)
		if (is_live_after(&live, calls->at[i].call, variable) &&
		    is_set_before(&unset, calls->at[i].call, variable))
			ce_push(&calls->at[i].variables, variable);
	free_blocks(&live);
	free_blocks(&unset);
}

/* ---- calls ------------------------------------------------------------------------------------------------
 */

static bool may_wait(const rewrite *r, LLVMValueRef i)
{
	return LLVMIsACallInst(i) && ce_map_get(&r->may_wait, (uintptr_t)LLVMGetCalledValue(i)) != CE_NONE;
}

live_calls live_find(const rewrite *r, LLVMValueRef function)
{
	live_calls calls = {0};
	LLVMValueRef i = LLVMGetFirstInstruction(LLVMGetEntryBasicBlock(function));
	unsigned blocks = LLVMCountBasicBlocks(function), variables = 0;

	if (ce_map_get(&r->may_wait, (uintptr_t)function) == CE_NONE)
		return calls;
	for (LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(function); bb; bb = LLVMGetNextBasicBlock(bb))
		for (LLVMValueRef k = LLVMGetFirstInstruction(bb); k; k = LLVMGetNextInstruction(k))
			if (may_wait(r, k))
				ce_push(&calls, ((live_call){.call = k}));
	for (; LLVMIsAAllocaInst(i); i = LLVMGetNextInstruction(i))
		if (is_simple(r, i) && ++variables * (uint64_t)blocks < MOST)
			add_variable(&calls, function, i);
	return calls;
}

void live_free(live_calls *calls)
{
	for (uint32_t i = 0; i < calls->n; i++)
		ce_vec_free(&calls->at[i].variables);
	ce_vec_free(calls);
}
