/*
 * allocs.c - malloc() and its like are led to the runtime.
 */
#include <stdlib.h>

#include "check/rewrite.h"
#include "clang/shim.h"

static const char *const allocators[] = {"malloc",        "calloc",   "realloc", "reallocarray",
                                         "aligned_alloc", "memalign", "valloc",  "posix_memalign",
                                         "strdup",        "strndup"};

static bool is_call_of(LLVMValueRef user, LLVMValueRef f)
{
	return LLVMIsACallInst(user) && LLVMGetCalledValue(user) == f;
}

/* Says before each direct call which one it is. */
static void add_sites(rewrite *r, LLVMValueRef f)
{
	for (LLVMUseRef u = LLVMGetFirstUse(f); u; u = LLVMGetNextUse(u)) {
		LLVMValueRef call = LLVMGetUser(u), function, site;

		if (!is_call_of(call, f))
			continue;
		function = LLVMGetBasicBlockParent(LLVMGetInstructionParent(call));
		site = rewrite_site_record(r, call, function);
		LLVMPositionBuilderBefore(r->builder, call);
		rewrite_call(r, "__cgoescape_at", &site, 1);
	}
}

/* A program with an allocator of its own by that name keeps it. */
static LLVMValueRef replace(rewrite *r, const char *name)
{
	LLVMValueRef old = LLVMGetNamedFunction(r->module, name), f;
	char *ours = ce_format("__cgoescape_%s", name);

	if (!old || !LLVMIsDeclaration(old)) {
		free(ours);
		return NULL;
	}
	f = LLVMAddFunction(r->module, ours, LLVMGlobalGetValueType(old));
	LLVMReplaceAllUsesWith(old, f);
	free(ours);
	return f;
}

void rewrite_allocations(rewrite *r)
{
	for (size_t i = 0; i < sizeof allocators / sizeof *allocators; i++) {
		LLVMValueRef f = replace(r, allocators[i]);

		if (f)
			add_sites(r, f);
	}
	replace(r, "free");
}
