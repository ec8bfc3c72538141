/*
 * lower_plain.c - parameters that are declared as pointers to what has no pointers in it, but are not.
 *
 * `struct entry { int key; }` may be the beginning of a larger struct, or a part of one around it
 * (container_of), and characters the memory of anything: a function that loads or stores a pointer through
 * such a parameter, or hands it to one of its unit that does, knows better than the declaration.
 */
#include <stdlib.h>

#include "lower/lowering.h"

enum { MAX_USES = 4000, MAX_CALLS = 64 }; /* beyond them it is taken to */

typedef struct search {
	const ce_lower *l;
	bool numbers; /* the parameter points to numbers or characters, not to a struct of them */
	uint32_t uses;
	ce_map seen; /* values that were looked at */
} search;

static bool leads_to_pointer(search *s, LLVMValueRef address, int calls);

/* Structs are loaded whole where they are returned. */
static bool holds_pointer(LLVMTypeRef t)
{
	switch (LLVMGetTypeKind(t)) {
	case LLVMPointerTypeKind:
		return true;
	case LLVMArrayTypeKind:
	case LLVMVectorTypeKind:
		return holds_pointer(LLVMGetElementType(t));
	case LLVMStructTypeKind:
		for (unsigned k = 0; k < LLVMCountStructElementTypes(t); k++)
			if (holds_pointer(LLVMStructGetTypeAtIndex(t, k)))
				return true;
		return false;
	default:
		return false;
	}
}

/* A pointer, or an integer that is put down or taken atomically, which Clang makes of pointers; but what is
 * declared as numbers may be counted so. */
static bool is_pointer(const search *s, LLVMValueRef v, bool atomic)
{
	const ce_lower *l = s->l;

	return holds_pointer(LLVMTypeOf(v)) ||
	       (atomic && !s->numbers && !(l->source && l->source->atomic_numbers) &&
	        LLVMGetTypeKind(LLVMTypeOf(v)) == LLVMIntegerTypeKind &&
	        LLVMStoreSizeOfType(l->layout, LLVMTypeOf(v)) == l->width);
}

/* Functions that are called too far down are not looked into: they are taken to load one. */
static bool is_handed_on(search *s, LLVMValueRef call, LLVMValueRef address, int calls)
{
	LLVMValueRef fn = LLVMGetCalledValue(call);
	unsigned n = LLVMGetNumArgOperands(call);

	if (!LLVMIsAFunction(fn) || LLVMIsDeclaration(fn))
		return false;
	for (unsigned k = 0; k < n && k < LLVMCountParams(fn); k++)
		if (LLVMGetOperand(call, k) == address &&
		    (!calls || leads_to_pointer(s, LLVMGetParam(fn, k), calls - 1)))
			return true;
	return false;
}

/* Whether a pointer is loaded or stored there, or at an address that the user makes of this one. */
static bool user_leads_to_pointer(search *s, LLVMValueRef user, LLVMValueRef address, int calls)
{
	switch (LLVMGetInstructionOpcode(user)) {
	case LLVMLoad:
		return is_pointer(s, user, ce_lower_is_atomic(user));
	case LLVMStore:
		return LLVMGetOperand(user, 1) == address &&
		       is_pointer(s, LLVMGetOperand(user, 0), ce_lower_is_atomic(user));
	case LLVMAtomicRMW: /* else it counts */
		return LLVMGetOperand(user, 0) == address &&
		       is_pointer(s, user, LLVMGetAtomicRMWBinOp(user) == LLVMAtomicRMWBinOpXchg);
	case LLVMAtomicCmpXchg:
		return LLVMGetOperand(user, 0) == address && is_pointer(s, LLVMGetOperand(user, 2), true);
	case LLVMCall:
	case LLVMInvoke:
		return is_handed_on(s, user, address, calls);
	case LLVMGetElementPtr:
		return LLVMGetOperand(user, 0) == address && leads_to_pointer(s, user, calls);
	case LLVMPHI:
	case LLVMSelect:
	case LLVMFreeze:
	case LLVMAddrSpaceCast:
		return leads_to_pointer(s, user, calls);
	default:
		return false;
	}
}

static bool leads_to_pointer(search *s, LLVMValueRef address, int calls)
{
	uint32_t *been = ce_map_at(&s->seen, (uintptr_t)address);

	if (*been != CE_NONE)
		return false;
	*been = 0;
	for (LLVMUseRef u = LLVMGetFirstUse(address); u; u = LLVMGetNextUse(u))
		if (++s->uses > MAX_USES || user_leads_to_pointer(s, LLVMGetUser(u), address, calls))
			return true;
	return false;
}

void ce_lower_plain(ce_body *b)
{
	for (uint32_t i = 0; i < b->f->args.n; i++) {
		const ce_arg *a = &b->f->args.at[i];
		ce_param *p = a->param < b->f->params.n ? &b->f->params.at[a->param] : NULL;
		search s = {.l = b->l, .numbers = p && p->flags & CE_PARAM_NUMBERS};

		if (p && a->kind == CE_ARG_DIRECT && p->flags & CE_PARAM_PLAIN &&
		    p->flags & CE_PARAM_POINTER && leads_to_pointer(&s, LLVMGetParam(b->fn, i), MAX_CALLS))
			p->flags &= ~(uint32_t)(CE_PARAM_PLAIN | CE_PARAM_NUMBERS | CE_PARAM_TEXT);
		ce_map_free(&s.seen);
	}
}
