/*
 * module.c - a plan is carried out on the user's module.
 */
#include <llvm-c/Analysis.h>
#include <llvm-c/Linker.h>
#include <stdlib.h>

#include "check/rewrite.h"

static const ce_check_func *planned(const ce_check_plan *plan, LLVMValueRef f)
{
	size_t length;
	const char *name = LLVMGetValueName2(f, &length);

	for (uint32_t i = 0; i < plan->funcs.n; i++)
		if (strcmp(plan->funcs.at[i].symbol, name) == 0)
			return &plan->funcs.at[i];
	return NULL;
}

static void rewrite_module(LLVMModuleRef module, const ce_check_plan *plan)
{
	rewrite r = {.module = module, .context = LLVMGetModuleContext(module), .plan = plan};
	CE_VEC(LLVMValueRef) functions = {0};

	r.builder = LLVMCreateBuilderInContext(r.context);
	rewrite_types(&r);
	rewrite_waits(&r);
	for (LLVMValueRef f = LLVMGetFirstFunction(module); f; f = LLVMGetNextFunction(f))
		if (!LLVMIsDeclaration(f))
			ce_push(&functions, f);
	for (uint32_t i = 0; i < functions.n; i++)
		rewrite_function(&r, functions.at[i], planned(plan, functions.at[i]));
	rewrite_allocations(&r);
	rewrite_threads(&r);
	rewrite_unit_record(&r);
	LLVMDisposeBuilder(r.builder);
	ce_vec_free(&functions);
	ce_map_free(&r.may_wait);
}

bool ce_check_is_wanted(const ce_check_plan *plan)
{
	return plan->is_made;
}

bool ce_check_rehearse(LLVMModuleRef module, const ce_check_plan *plan, char **error)
{
	LLVMModuleRef copy, library = NULL;
	char *message = NULL;
	bool ok;

	if (plan->runtime && !(library = rewrite_read_runtime(module, plan->runtime, error)))
		return false;
	if (library)
		LLVMDisposeModule(library);
	copy = LLVMCloneModule(module);
	rewrite_module(copy, plan);
	ok = !LLVMVerifyModule(copy, LLVMReturnStatusAction, &message);
	if (!ok)
		*error = ce_format("internal failure: %.*s", (int)strcspn(message, "\n"), message);
	LLVMDisposeMessage(message);
	LLVMDisposeModule(copy);
	return ok;
}

void ce_check_module(LLVMModuleRef module, const ce_check_plan *plan)
{
	rewrite_module(module, plan);
}

/* What was rehearsed without success has no call into the runtime. */
static bool is_instrumented(LLVMModuleRef m)
{
	return LLVMGetNamedFunction(m, "__cgoescape_unit_add");
}

bool ce_check_embed(LLVMModuleRef module, const ce_check_plan *plan, char **error)
{
	LLVMModuleRef library;

	if (!plan->runtime || !is_instrumented(module))
		return true;
	library = rewrite_read_runtime(module, plan->runtime, error);
	if (!library)
		return false;
	if (LLVMLinkModules2(module, library)) {
		*error = ce_strdup("the runtime could not be linked in");
		return false;
	}
	return true;
}
