#include "prepare.h"

#include <llvm-c/Core.h>
#include <llvm-c/DebugInfo.h>
#include <llvm-c/Error.h>
#include <llvm-c/Transforms/PassBuilder.h>

#include <string.h>

#include "shim.h"

/* LLVM moves the records of variables about, many of them for each instruction that goes:
 * 50,000 take it half a minute, these less than a second. */
#define VARIABLES_MAX 10000

/*
 * No instcombine: it turns small copies into integer moves and field accesses
 * into byte offsets. No inlining: summaries, specialised for constant arguments,
 * do that better and leave every function its verdict; but of what stands for one
 * instruction (ce_prepare_intrinsics()). mem2reg, since SROA looks at every use of
 * a variable before it leaves a scalar to the same work.
 */
static const char pipeline[] = "function(mem2reg,sroa,early-cse,sccp,simplifycfg),inferattrs";

static unsigned attribute_kind(const char *name)
{
	return LLVMGetEnumAttributeKindForName(name, strlen(name));
}

static void drop_from_calls(LLVMValueRef fn, unsigned memory)
{
	for (LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(fn); bb; bb = LLVMGetNextBasicBlock(bb))
		for (LLVMValueRef i = LLVMGetFirstInstruction(bb); i; i = LLVMGetNextInstruction(i))
			if (LLVMIsACallInst(i) && !LLVMGetIntrinsicID(LLVMGetCalledValue(i)))
				LLVMRemoveCallSiteEnumAttribute(i, LLVMAttributeFunctionIndex, memory);
}

/*
 * optnone keeps the passes away. A declared `const` or `pure` is a promise, not
 * evidence: calls must not vanish because of it. (What inferattrs says of library
 * functions later is known.)
 */
static void drop_promises(LLVMModuleRef module)
{
	unsigned optnone = attribute_kind("optnone"), memory = attribute_kind("memory");
	LLVMAttributeRef many = LLVMCreateStringAttribute(
		LLVMGetModuleContext(module), CE_SHIM_MANY_VARIABLES, strlen(CE_SHIM_MANY_VARIABLES), "", 0);

	for (LLVMValueRef fn = LLVMGetFirstFunction(module); fn; fn = LLVMGetNextFunction(fn)) {
		LLVMRemoveEnumAttributeAtIndex(fn, LLVMAttributeFunctionIndex, optnone);
		if (ce_shim_tidy_many_variables(fn, VARIABLES_MAX))
			LLVMAddAttributeAtIndex(fn, LLVMAttributeFunctionIndex, many);
		if (LLVMGetIntrinsicID(fn))
			continue;
		LLVMRemoveEnumAttributeAtIndex(fn, LLVMAttributeFunctionIndex, memory);
		drop_from_calls(fn, memory);
	}
}

static bool run_passes(LLVMModuleRef module, const char *passes)
{
	LLVMPassBuilderOptionsRef options = LLVMCreatePassBuilderOptions();
	LLVMErrorRef error = LLVMRunPasses(module, passes, NULL, options);

	LLVMDisposePassBuilderOptions(options);
	if (error)
		LLVMConsumeError(error);
	return !error;
}

bool ce_prepare_intrinsics(LLVMModuleRef module)
{
	unsigned always = attribute_kind("alwaysinline");
	bool any = false;

	for (LLVMValueRef fn = LLVMGetFirstFunction(module); fn; fn = LLVMGetNextFunction(fn)) {
		if (LLVMGetSubprogram(fn))
			LLVMRemoveEnumAttributeAtIndex(fn, LLVMAttributeFunctionIndex, always);
		any |= LLVMGetEnumAttributeAtIndex(fn, LLVMAttributeFunctionIndex, always) != NULL;
	}
	return !any || run_passes(module, "always-inline"); /* it costs, though it finds nothing */
}

bool ce_prepare_module(LLVMModuleRef module)
{
	drop_promises(module);
	return run_passes(module, pipeline);
}
