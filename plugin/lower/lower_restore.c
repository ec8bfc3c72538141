/*
 * lower_restore.c - stores and copies that put back what was read through the same pointer.
 *
 * `save = *e; put(e); *e = save;` stores nothing new, whatever e points to: what is put back was found
 * there. The pointer is one value, so it has not changed since it was read through, if the reading is on
 * every way from the value to the store. That holds when the reading comes on every way from the entry:
 * a way from the value's last computation that passed by the reading could be reached from the entry as
 * well, by a way that computes the value for the first time.
 *
 * A variable that only such copies fill holds what the last of them has found.
 */
#include <stdlib.h>

#include "lower/lowering.h"

/* The load of the same address whose value the store puts back as it is, or NULL. */
const ce_insn *ce_lower_read_back(ce_body *b, const ce_insn *store)
{
	ce_operand value = ce_body_op(b, store, 0);
	const ce_insn *load = value.id == CE_NONE ? NULL : ce_body_insn(b, value.id);

	return load && load->opcode == LLVMLoad && !ce_lower_is_visible(load->v, LLVMLoad) &&
	                       !ce_lower_is_visible(store->v, LLVMStore) &&
	                       ce_lower_same_address(b, LLVMGetOperand(load->v, 0), ce_body_op(b, store, 1).v)
	               ? load
	               : NULL;
}

/* ---- copies ------------------------------------------------------------------------- */

/* Whether a way from the entry leads to the block without that other one. */
static bool goes_around(ce_body *b, uint32_t block, uint32_t other)
{
	LLVMValueRef fn = LLVMGetBasicBlockParent(b->order.at[block]);
	uint32_t entry = ce_body_find(b, LLVMBasicBlockAsValue(LLVMGetEntryBasicBlock(fn)));
	bool *seen = ce_calloc(b->order.n, sizeof *seen), found;
	ce_ids todo = {0};

	if (entry != other) {
		ce_push(&todo, entry);
		seen[entry] = true;
	}
	while (todo.n && !seen[block]) {
		LLVMValueRef end = LLVMGetBasicBlockTerminator(b->order.at[todo.at[--todo.n]]);

		for (unsigned k = 0; end && k < LLVMGetNumSuccessors(end); k++) {
			uint32_t to = ce_body_find(b, LLVMBasicBlockAsValue(LLVMGetSuccessor(end, k)));

			if (to == CE_NONE || to == other || seen[to])
				continue;
			seen[to] = true;
			ce_push(&todo, to);
		}
	}
	found = seen[block];
	ce_vec_free(&todo);
	free(seen);
	return found;
}

static uint32_t block_of(ce_body *b, LLVMValueRef insn)
{
	return ce_body_find(b, LLVMBasicBlockAsValue(LLVMGetInstructionParent(insn)));
}

static bool comes_first(ce_body *b, LLVMValueRef first, LLVMValueRef then)
{
	uint32_t a = block_of(b, first), c = block_of(b, then);

	if (a == CE_NONE || c == CE_NONE)
		return false;
	return a == c ? ce_body_find(b, first) < ce_body_find(b, then) : !goes_around(b, c, a);
}

static bool is_copy(LLVMValueRef v, int64_t *size)
{
	return !LLVMIsAMemSetInst(v) && ce_lower_fills(v, size);
}

static bool is_lifetime(LLVMValueRef user)
{
	static const char life[] = "llvm.lifetime.";
	size_t n;
	const char *name;

	if (!LLVMIsAIntrinsicInst(user))
		return false;
	name = LLVMGetValueName2(LLVMGetCalledValue(user), &n);
	return n > sizeof life && memcmp(name, life, sizeof life - 1) == 0;
}

static bool is_only_read(LLVMValueRef user, LLVMValueRef address, int calls);

static bool all_only_read(LLVMValueRef address, int calls)
{
	for (LLVMUseRef u = LLVMGetFirstUse(address); u; u = LLVMGetNextUse(u))
		if (!is_only_read(LLVMGetUser(u), address, calls))
			return false;
	return true;
}

/* A function that is certainly the one that is called, and reads what it is given. */
static bool is_reader(LLVMValueRef call, LLVMValueRef address, int calls)
{
	LLVMValueRef fn = LLVMIsACallInst(call) ? LLVMGetCalledValue(call) : NULL;
	unsigned n = fn ? LLVMGetNumArgOperands(call) : 0;

	if (!calls || !fn || !LLVMIsAFunction(fn) || LLVMGetLinkage(fn) != LLVMInternalLinkage ||
	    LLVMIsDeclaration(fn) || n != LLVMCountParams(fn))
		return false;
	for (unsigned k = 0; k < n; k++)
		if (LLVMGetOperand(call, k) == address && !all_only_read(LLVMGetParam(fn, k), calls - 1))
			return false;
	return true;
}

/* Loads of it, or of a member, change nothing. */
static bool is_only_read(LLVMValueRef user, LLVMValueRef address, int calls)
{
	if (LLVMIsALoadInst(user) || is_lifetime(user))
		return true;
	if (LLVMIsAGetElementPtrInst(user))
		return all_only_read(user, calls);
	return is_reader(user, address, calls);
}

enum { CALLS = 3 }; /* so deep are functions looked into */

/* before: of each load and copy, whether it may find a store that does not last; or NULL. */
bool ce_lower_copies_back(ce_body *b, const ce_insn *copy, const uint64_t *before)
{
	LLVMValueRef var = LLVMGetOperand(copy->v, 1), to = LLVMGetOperand(copy->v, 0);
	bool first = false;
	int64_t size, saved;

	if (!LLVMIsAAllocaInst(var) || !is_copy(copy->v, &size))
		return false;
	for (LLVMUseRef u = LLVMGetFirstUse(var); u; u = LLVMGetNextUse(u)) {
		LLVMValueRef user = LLVMGetUser(u);
		uint32_t id = ce_body_find(b, user);

		if (is_only_read(user, var, CALLS))
			continue;
		if (!is_copy(user, &saved))
			return false;
		if (LLVMGetOperand(user, 0) != var)
			continue; /* from it: the copy at hand, or another */
		if (LLVMGetOperand(user, 1) == var || saved < size || id == CE_NONE ||
		    (before && before[id]) || !ce_lower_same_address(b, LLVMGetOperand(user, 1), to))
			return false;
		first |= comes_first(b, user, copy->v);
	}
	return first;
}
