/*
 * embed.c - the runtime comes with every instrumented object, so that a program
 * needs no other flag to be linked. Of equal copies the linker keeps one.
 */
#include <llvm-c/BitReader.h>
#include <llvm-c/Comdat.h>
#include <stdlib.h>

#include "check/rewrite.h"
#include "clang/shim.h"

/* Names of static functions must not meet those of the program. */
static void share(LLVMModuleRef m, LLVMValueRef v)
{
	size_t length;
	const char *name = LLVMGetValueName2(v, &length);
	LLVMComdatRef comdat;

	if (LLVMIsDeclaration(v) || !length || LLVMGetLinkage(v) == LLVMPrivateLinkage ||
	    strncmp(name, "llvm.", 5) == 0)
		return;
	if (LLVMGetLinkage(v) == LLVMInternalLinkage) {
		char *ours = ce_format("cgoescape.rt.%s", name);

		LLVMSetValueName2(v, ours, strlen(ours));
		free(ours);
		name = LLVMGetValueName2(v, &length);
	}
	comdat = LLVMGetOrInsertComdat(m, name);
	LLVMSetLinkage(v, LLVMLinkOnceODRLinkage);
	LLVMSetVisibility(v, LLVMHiddenVisibility);
	LLVMSetComdat(v, comdat);
}

static void share_all(LLVMModuleRef m)
{
	for (LLVMValueRef f = LLVMGetFirstFunction(m); f; f = LLVMGetNextFunction(f))
		share(m, f);
	for (LLVMValueRef g = LLVMGetFirstGlobal(m); g; g = LLVMGetNextGlobal(g))
		share(m, g);
}

LLVMModuleRef rewrite_read_runtime(LLVMModuleRef user, const char *path, char **error)
{
	LLVMMemoryBufferRef bytes;
	LLVMModuleRef m;
	char *message = NULL;

	if (LLVMCreateMemoryBufferWithContentsOfFile(path, &bytes, &message)) {
		*error = ce_format("%s: %s", path, message);
		LLVMDisposeMessage(message);
		return NULL;
	}
	if (LLVMParseBitcodeInContext2(LLVMGetModuleContext(user), bytes, &m)) {
		*error = ce_format("%s: not LLVM bitcode of this version", path);
		LLVMDisposeMemoryBuffer(bytes);
		return NULL;
	}
	LLVMDisposeMemoryBuffer(bytes);
	if (!ce_shim_same_system(m, user)) {
		*error = ce_format("there is no runtime for %s", LLVMGetTarget(user));
		LLVMDisposeModule(m);
		return NULL;
	}
	LLVMSetTarget(m, LLVMGetTarget(user));
	ce_shim_drop_module_facts(m);
	share_all(m);
	return m;
}
