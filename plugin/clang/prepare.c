#include "prepare.h"

#include <llvm-c/Core.h>
#include <llvm-c/Error.h>
#include <llvm-c/Transforms/PassBuilder.h>

#include <stdlib.h>
#include <string.h>

/*
 * No instcombine: it turns small copies into integer moves and field accesses
 * into byte offsets. No inlining beyond always_inline: summaries do that better.
 */
static const char pipeline[] = "function(sroa,early-cse),always-inline,function(sroa,early-cse,sccp,simplifycfg),inferattrs";

typedef struct functions {
	LLVMValueRef *items;
	size_t count;
} functions;

static unsigned attribute_kind(const char *name)
{
	return LLVMGetEnumAttributeKindForName(name, strlen(name));
}

static void drop_optnone(LLVMModuleRef module)
{
	unsigned optnone = attribute_kind("optnone");

	for (LLVMValueRef fn = LLVMGetFirstFunction(module); fn; fn = LLVMGetNextFunction(fn))
		LLVMRemoveEnumAttributeAtIndex(fn, LLVMAttributeFunctionIndex, optnone);
}

static bool is_inlined_away(LLVMValueRef fn, unsigned always_inline)
{
	return LLVMGetLinkage(fn) == LLVMInternalLinkage && !LLVMIsDeclaration(fn) &&
	       LLVMGetEnumAttributeAtIndex(fn, LLVMAttributeFunctionIndex, always_inline);
}

/*
 * The inliner deletes internal functions once their calls are gone, but each
 * of them still deserves its verdict. External functions it leaves alone.
 */
static functions shelter(LLVMModuleRef module)
{
	unsigned always_inline = attribute_kind("alwaysinline");
	functions kept = {NULL, 0};
	size_t room = 0;

	for (LLVMValueRef fn = LLVMGetFirstFunction(module); fn; fn = LLVMGetNextFunction(fn))
		room += is_inlined_away(fn, always_inline);
	if (room)
		kept.items = malloc(room * sizeof(*kept.items));
	if (!kept.items)
		return kept;
	for (LLVMValueRef fn = LLVMGetFirstFunction(module); fn; fn = LLVMGetNextFunction(fn)) {
		if (!is_inlined_away(fn, always_inline))
			continue;
		LLVMSetLinkage(fn, LLVMExternalLinkage);
		kept.items[kept.count++] = fn;
	}
	return kept;
}

static void unshelter(functions *kept)
{
	for (size_t i = 0; i < kept->count; i++)
		LLVMSetLinkage(kept->items[i], LLVMInternalLinkage);
	free(kept->items);
}

bool ce_prepare_module(LLVMModuleRef module)
{
	LLVMPassBuilderOptionsRef options = LLVMCreatePassBuilderOptions();
	functions kept;
	LLVMErrorRef error;

	drop_optnone(module);
	kept = shelter(module);
	error = LLVMRunPasses(module, pipeline, NULL, options);
	unshelter(&kept);
	LLVMDisposePassBuilderOptions(options);
	if (error)
		LLVMConsumeError(error);
	return !error;
}
