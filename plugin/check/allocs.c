/*
 * allocs.c - malloc() and its like, and what starts threads, are led to the runtime.
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
		LLVMBuildStore(r->builder, site, rewrite_site(r));
	}
}

LLVMValueRef rewrite_replace(rewrite *r, const char *name)
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

/* Where the name is not the library's, so is the type. */
static bool takes_pointers(LLVMValueRef f, unsigned n)
{
	bool all = LLVMCountParams(f) == n;

	for (unsigned i = 0; i < n && all; i++)
		all = LLVMGetTypeKind(LLVMTypeOf(LLVMGetParam(f, i))) == LLVMPointerTypeKind;
	return all;
}

void rewrite_threads(rewrite *r)
{
	LLVMValueRef posix = LLVMGetNamedFunction(r->module, "pthread_create");
	LLVMValueRef c11 = LLVMGetNamedFunction(r->module, "thrd_create");

	if (posix && takes_pointers(posix, 4))
		rewrite_replace(r, "pthread_create");
	if (c11 && takes_pointers(c11, 3))
		rewrite_replace(r, "thrd_create");
}

void rewrite_allocations(rewrite *r)
{
	for (size_t i = 0; i < sizeof allocators / sizeof *allocators; i++) {
		LLVMValueRef f = rewrite_replace(r, allocators[i]);

		if (f)
			add_sites(r, f);
	}
	rewrite_replace(r, "free");
}
