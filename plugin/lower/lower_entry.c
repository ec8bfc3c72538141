/*
 * lower_entry.c - functions that are called by no code that the graph has: constructors,
 * and whatever is kept for somebody that the compiler does not see.
 */
#include "lower/lowering.h"

/* A list is an array of pointers, or of structs that hold one, perhaps in another address space. */
enum { MAX_DEPTH = 8 };

/* Functions among the elements of a list, however it is built. */
static void mark_listed(ce_lower *l, LLVMValueRef v, unsigned depth)
{
	uint32_t i = ce_map_get(&l->funcs, (uintptr_t)v);

	if (i != CE_NONE)
		l->unit->funcs.at[i].flags |= CE_FUNC_ENTRY;
	else if (LLVMIsAConstant(v) && !LLVMIsAGlobalValue(v) && depth < MAX_DEPTH)
		for (int k = 0; k < LLVMGetNumOperands(v); k++)
			mark_listed(l, LLVMGetOperand(v, (unsigned)k), depth + 1);
}

void ce_lower_entries(ce_lower *l)
{
	static const char *const lists[] = {"llvm.global_ctors", "llvm.global_dtors", "llvm.used",
	                                    "llvm.compiler.used"};
	size_t n = 0;

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		LLVMValueRef list = LLVMGetNamedGlobal(l->module, lists[i]);

		if (list && LLVMGetInitializer(list))
			mark_listed(l, LLVMGetInitializer(list), 0);
	}
	/* Assembly beside the functions may call any of them. */
	LLVMGetModuleInlineAsm(l->module, &n);
	for (uint32_t i = 0; i < l->unit->funcs.n && n; i++)
		l->unit->funcs.at[i].flags |= CE_FUNC_ENTRY;
}
