/*
 * lower_globals.c - variables of the module and the pointers in their initialisers.
 */
#include <stdlib.h>

#include "lower/lowering.h"
#include "clang/shim.h"

uint8_t ce_lower_linkage(LLVMValueRef v)
{
	switch (LLVMGetLinkage(v)) {
	case LLVMInternalLinkage:
	case LLVMPrivateLinkage:
	case LLVMLinkerPrivateLinkage:
		return CE_LINK_INTERNAL;
	case LLVMLinkOnceODRLinkage:
	case LLVMLinkOnceODRAutoHideLinkage:
	case LLVMAvailableExternallyLinkage:
		return CE_LINK_ONCE;
	case LLVMLinkOnceAnyLinkage:
	case LLVMWeakAnyLinkage:
	case LLVMWeakODRLinkage:
	case LLVMExternalWeakLinkage:
	case LLVMCommonLinkage:
	case LLVMLinkerPrivateWeakLinkage:
		return CE_LINK_WEAK;
	default:
		return CE_LINK_EXTERNAL;
	}
}

/* The name for the linker; asm("name") is spelt with a mark before it. */
ce_str ce_lower_symbol(ce_lower *l, LLVMValueRef v)
{
	size_t n;
	const char *name = LLVMGetValueName2(v, &n);

	if (n && name[0] == 1)
		return ce_intern_n(&l->unit->strings, name + 1, n - 1);
	return ce_intern_n(&l->unit->strings, name, n);
}

/* llvm.used, llvm.global_ctors: lists for the linker, not memory of the program. */
static bool is_special(LLVMValueRef v)
{
	size_t n;
	const char *name = LLVMGetValueName2(v, &n);

	return n > 5 && memcmp(name, "llvm.", 5) == 0;
}

static void describe(ce_lower *l, LLVMValueRef v, ce_global *g)
{
	size_t n = 0, length;
	unsigned kind = LLVMGetMDKindIDInContext(l->ctx, "dbg", 3);
	LLVMValueMetadataEntry *entries = LLVMGlobalCopyAllMetadata(v, &n);

	for (size_t i = 0; i < n; i++) {
		LLVMMetadataRef variable;
		const char *name;

		if (LLVMValueMetadataEntriesGetKind(entries, (unsigned)i) != kind)
			continue;
		variable = LLVMDIGlobalVariableExpressionGetVariable(
			LLVMValueMetadataEntriesGetMetadata(entries, (unsigned)i));
		name = ce_shim_di_variable_name(variable, &length);
		if (length)
			g->shown = ce_intern_n(&l->unit->strings, name, length);
		if (ce_shim_di_is_data(variable))
			g->flags |= CE_GLOBAL_DATA;
		if (ce_shim_di_is_bytes(variable))
			g->flags |= CE_GLOBAL_BYTES;
		g->pos = ce_lower_file_pos(l, LLVMDIVariableGetFile(variable),
		                           LLVMDIVariableGetLine(variable));
		break;
	}
	LLVMDisposeValueMetadataEntries(entries);
}

void ce_lower_global_heads(ce_lower *l)
{
	for (LLVMValueRef v = LLVMGetFirstGlobal(l->module); v; v = LLVMGetNextGlobal(v)) {
		ce_global g = {0};

		if (is_special(v))
			continue;
		g.name = g.shown = ce_lower_symbol(l, v);
		g.linkage = ce_lower_linkage(v);
		g.size = ce_lower_size(l, LLVMGlobalGetValueType(v));
		g.element = ce_lower_element(l, LLVMGlobalGetValueType(v));
		if (!LLVMIsDeclaration(v))
			g.flags |= CE_GLOBAL_DEFINED;
		if (LLVMIsGlobalConstant(v))
			g.flags |= CE_GLOBAL_CONSTANT;
		if (LLVMIsThreadLocal(v))
			g.flags |= CE_GLOBAL_TLS;
		describe(l, v, &g);
		ce_map_put(&l->globals, (uintptr_t)v, l->unit->globals.n);
		ce_push(&l->unit->globals, g);
	}
}

/* ---- initialisers ------------------------------------------------------------------------- */

static void add_inits(ce_lower *l, ce_global *g, LLVMValueRef c, int64_t at, unsigned depth);

static void add_pointer(ce_lower *l, ce_global *g, LLVMValueRef c, int64_t at)
{
	ce_targets t = {0};

	ce_lower_resolve(l, c, CE_OFF_ZERO, 0, &t);
	for (uint32_t i = 0; i < t.n; i++)
		if (!t.at[i].opaque)
			ce_push(&g->inits, ((ce_init){at, t.at[i].ref, t.at[i].off.base}));
	free(t.at);
}

static void add_elements(ce_lower *l, ce_global *g, LLVMValueRef c, int64_t at, unsigned depth)
{
	LLVMTypeRef t = LLVMTypeOf(c);
	bool is_struct = LLVMGetTypeKind(t) == LLVMStructTypeKind;
	uint64_t size = is_struct ? 0 : LLVMABISizeOfType(l->layout, LLVMGetElementType(t));

	for (unsigned i = 0, n = (unsigned)LLVMGetNumOperands(c); i < n; i++)
		add_inits(l, g, LLVMGetOperand(c, i),
		          at + (int64_t)(is_struct ? LLVMOffsetOfElement(l->layout, t, i) : i * size),
		          depth + 1);
}

static void add_inits(ce_lower *l, ce_global *g, LLVMValueRef c, int64_t at, unsigned depth)
{
	if (depth > 200) /* deeper than any type is nested */
		return;
	switch (LLVMGetValueKind(c)) {
	case LLVMConstantStructValueKind:
	case LLVMConstantArrayValueKind:
	case LLVMConstantVectorValueKind:
		add_elements(l, g, c, at, depth);
		return;
	case LLVMFunctionValueKind:
	case LLVMGlobalVariableValueKind:
	case LLVMGlobalAliasValueKind:
	case LLVMGlobalIFuncValueKind:
	case LLVMConstantExprValueKind:
	case LLVMConstantPtrAuthValueKind:
	case LLVMInstructionValueKind: /* dso_local_equivalent, no_cfi */
		add_pointer(l, g, c, at);
		return;
	default: /* data */
		return;
	}
}

/* Take out the pointers to what does not matter (a table of string literals is
 * as good as empty). */
static bool prune(ce_lower *l, ce_global *g)
{
	uint32_t kept = 0, before = g->inits.n;

	for (uint32_t i = 0; i < before; i++) {
		ce_init init = g->inits.at[i];

		if (ce_ref_kind(init.target) == CE_REF_GLOBAL &&
		    !ce_lower_matters(l, ce_ref_index(init.target)))
			continue;
		g->inits.at[kept++] = init;
	}
	g->inits.n = kept;
	return kept != before;
}

/*
 * After all functions and variables have numbers. Whether a constant matters
 * depends on its initialiser, so all are read first and pruned then; a few rounds
 * are enough, and what is left too much does no harm.
 */
void ce_lower_global_inits(ce_lower *l)
{
	bool again = true;

	for (LLVMValueRef v = LLVMGetFirstGlobal(l->module); v; v = LLVMGetNextGlobal(v)) {
		uint32_t index = ce_map_get(&l->globals, (uintptr_t)v);
		LLVMValueRef init = LLVMGetInitializer(v);

		if (index != CE_NONE && init)
			add_inits(l, &l->unit->globals.at[index], init, 0, 0);
	}
	l->inits_known = true;
	for (int round = 0; again && round < 8; round++) {
		again = false;
		for (uint32_t i = 0; i < l->unit->globals.n; i++)
			again |= prune(l, &l->unit->globals.at[i]);
	}
}
