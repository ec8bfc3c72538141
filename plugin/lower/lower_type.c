/*
 * lower_type.c - what values of an LLVM type can hold, and where.
 */
#include "lower/lowering.h"

static bool is_floating(LLVMTypeKind k)
{
	switch (k) {
	case LLVMHalfTypeKind:
	case LLVMBFloatTypeKind:
	case LLVMFloatTypeKind:
	case LLVMDoubleTypeKind:
	case LLVMX86_FP80TypeKind:
	case LLVMFP128TypeKind:
	case LLVMPPC_FP128TypeKind:
		return true;
	default:
		return false;
	}
}

/* Structs have hundreds of members, and each access asks. */
static bool has_scalable_member(const ce_lower *l, LLVMTypeRef t)
{
	uint64_t key = (uint64_t)(uintptr_t)t;
	uint32_t known = ce_map_get(l->scalable, key);

	if (known == CE_NONE) {
		known = false;
		for (unsigned i = 0, n = LLVMCountStructElementTypes(t); i < n && !known; i++)
			known = ce_lower_is_scalable(l, LLVMStructGetTypeAtIndex(t, i));
		ce_map_put(l->scalable, key, known);
	}
	return known;
}

/* Whether the size is unknown until run time; LLVM-C must not be asked for it. */
bool ce_lower_is_scalable(const ce_lower *l, LLVMTypeRef t)
{
	switch (LLVMGetTypeKind(t)) {
	case LLVMScalableVectorTypeKind:
	case LLVMTargetExtTypeKind:
	case LLVMX86_AMXTypeKind:
		return true;
	case LLVMArrayTypeKind:
		return ce_lower_is_scalable(l, LLVMGetElementType(t));
	case LLVMStructTypeKind:
		return has_scalable_member(l, t);
	default:
		return false;
	}
}

uint64_t ce_lower_size(const ce_lower *l, LLVMTypeRef t)
{
	if (!LLVMTypeIsSized(t) || ce_lower_is_scalable(l, t))
		return CE_SIZE_UNKNOWN;
	return LLVMABISizeOfType(l->layout, t);
}

static ce_ty vector_type(LLVMTypeRef t)
{
	LLVMTypeRef element = LLVMGetElementType(t);

	if (LLVMGetTypeKind(element) == LLVMPointerTypeKind)
		return CE_TY_POINTER;
	if (LLVMGetTypeKind(element) == LLVMIntegerTypeKind && LLVMGetIntTypeWidth(element) == 1)
		return CE_TY_NOTHING; /* a mask: results of comparisons */
	return CE_TY_DATA;
}

ce_ty ce_lower_type(const ce_lower *l, LLVMTypeRef t, uint64_t *size)
{
	LLVMTypeKind k = LLVMGetTypeKind(t);
	ce_ty ty = CE_TY_STRANGE;

	if (size)
		*size = 0;
	switch (k) {
	case LLVMVoidTypeKind:
	case LLVMLabelTypeKind:
	case LLVMMetadataTypeKind:
	case LLVMTokenTypeKind:
	case LLVMFunctionTypeKind:
		return CE_TY_NOTHING;
	case LLVMPointerTypeKind:
		ty = CE_TY_POINTER;
		break;
	case LLVMIntegerTypeKind:
		/* One bit is the answer to a question. */
		ty = LLVMGetIntTypeWidth(t) > 1 ? CE_TY_DATA : CE_TY_NOTHING;
		break;
	case LLVMStructTypeKind:
	case LLVMArrayTypeKind:
		if (ce_lower_is_scalable(l, t))
			return CE_TY_STRANGE;
		ty = CE_TY_PARTS;
		break;
	case LLVMVectorTypeKind:
		ty = vector_type(t);
		break;
	default:
		if (!is_floating(k))
			return CE_TY_STRANGE;
		ty = CE_TY_DATA;
	}
	if (size)
		*size = LLVMStoreSizeOfType(l->layout, t);
	return ty;
}

/* Leaves of a type, at most one more than CE_MAX_LEAVES. */
static unsigned count_leaves(LLVMTypeRef t)
{
	uint64_t n = 0;

	switch (LLVMGetTypeKind(t)) {
	case LLVMArrayTypeKind:
		n = LLVMGetArrayLength2(t) ? count_leaves(LLVMGetElementType(t)) : 0;
		n = n && LLVMGetArrayLength2(t) > CE_MAX_LEAVES ? CE_MAX_LEAVES + 1
		                                                : n * LLVMGetArrayLength2(t);
		break;
	case LLVMStructTypeKind:
		for (unsigned i = 0, e = LLVMCountStructElementTypes(t); i < e && n <= CE_MAX_LEAVES; i++)
			n += count_leaves(LLVMStructGetTypeAtIndex(t, i));
		break;
	case LLVMVoidTypeKind:
		return 0;
	default:
		return 1;
	}
	return n > CE_MAX_LEAVES ? CE_MAX_LEAVES + 1 : (unsigned)n;
}

static void add_leaves(const ce_lower *l, LLVMTypeRef t, uint64_t at, ce_leaf *out, unsigned *n)
{
	switch (LLVMGetTypeKind(t)) {
	case LLVMArrayTypeKind:
		if (!count_leaves(t))
			return;
		for (uint64_t i = 0, e = LLVMGetArrayLength2(t); i < e; i++)
			add_leaves(l, LLVMGetElementType(t),
			           at + i * LLVMABISizeOfType(l->layout, LLVMGetElementType(t)), out, n);
		return;
	case LLVMStructTypeKind:
		for (unsigned i = 0, e = LLVMCountStructElementTypes(t); i < e; i++)
			add_leaves(l, LLVMStructGetTypeAtIndex(t, i),
			           at + LLVMOffsetOfElement(l->layout, t, i), out, n);
		return;
	default:
		out[*n].at = at;
		out[*n].ty = ce_lower_type(l, t, &out[*n].size);
		++*n;
	}
}

/*
 * The scalars that a value of type t consists of. More than CE_MAX_LEAVES are
 * one leaf that stands for the whole.
 */
unsigned ce_lower_leaves(const ce_lower *l, LLVMTypeRef t, ce_leaf out[CE_MAX_LEAVES])
{
	unsigned n = 0;

	if (LLVMGetTypeKind(t) == LLVMVoidTypeKind)
		return 0;
	if (!ce_lower_is_scalable(l, t) && count_leaves(t) <= CE_MAX_LEAVES) {
		add_leaves(l, t, 0, out, &n);
		return n;
	}
	out[0] = (ce_leaf){0, 0, CE_TY_STRANGE};
	if (!ce_lower_is_scalable(l, t))
		out[0] = (ce_leaf){0, LLVMStoreSizeOfType(l->layout, t), CE_TY_POINTER};
	return 1;
}

/* The leaves that an insertvalue or extractvalue on `aggregate` is about. */
void ce_lower_leaf_range(LLVMValueRef insn, LLVMTypeRef aggregate, unsigned *first, unsigned *n)
{
	const unsigned *path = LLVMGetIndices(insn);
	LLVMTypeRef t = aggregate;

	*first = 0;
	*n = 1;
	if (count_leaves(aggregate) > CE_MAX_LEAVES)
		return;
	for (unsigned k = 0, e = LLVMGetNumIndices(insn); k < e; k++) {
		if (LLVMGetTypeKind(t) == LLVMStructTypeKind) {
			for (unsigned i = 0; i < path[k]; i++)
				*first += count_leaves(LLVMStructGetTypeAtIndex(t, i));
			t = LLVMStructGetTypeAtIndex(t, path[k]);
		} else {
			t = LLVMGetElementType(t);
			*first += path[k] * count_leaves(t);
		}
	}
	*n = count_leaves(t);
}

static LLVMTypeRef element_of(LLVMTypeRef t)
{
	while (LLVMGetTypeKind(t) == LLVMArrayTypeKind)
		t = LLVMGetElementType(t);
	return t;
}

bool ce_lower_has_pointers(LLVMTypeRef t)
{
	t = element_of(t);
	if (LLVMGetTypeKind(t) != LLVMStructTypeKind)
		return LLVMGetTypeKind(t) == LLVMPointerTypeKind;
	for (unsigned i = 0; i < LLVMCountStructElementTypes(t); i++)
		if (ce_lower_has_pointers(LLVMStructGetTypeAtIndex(t, i)))
			return true;
	return false;
}

/* An integer may be a pointer, and a union is as its largest member. */
static bool may_hold_pointers(const ce_lower *l, LLVMTypeRef t)
{
	LLVMTypeKind k;

	t = element_of(t);
	k = LLVMGetTypeKind(t);
	if (k == LLVMStructTypeKind) {
		for (unsigned i = 0; i < LLVMCountStructElementTypes(t); i++)
			if (may_hold_pointers(l, LLVMStructGetTypeAtIndex(t, i)))
				return true;
		return false;
	}
	return k == LLVMPointerTypeKind || !LLVMTypeIsSized(t) || ce_lower_is_scalable(l, t) ||
	       LLVMABISizeOfType(l->layout, t) >= l->width;
}

static bool has_arrays(const ce_lower *l, LLVMTypeRef t)
{
	bool array = LLVMGetTypeKind(t) == LLVMArrayTypeKind;

	if (array && LLVMGetArrayLength2(t) != 1 && may_hold_pointers(l, t))
		return true;
	if (array)
		return has_arrays(l, LLVMGetElementType(t));
	if (LLVMGetTypeKind(t) != LLVMStructTypeKind)
		return false;
	for (unsigned i = 0; i < LLVMCountStructElementTypes(t); i++)
		if (has_arrays(l, LLVMStructGetTypeAtIndex(t, i)))
			return true;
	return false;
}

uint32_t ce_lower_element(const ce_lower *l, LLVMTypeRef t)
{
	uint64_t size;

	if (!has_arrays(l, t))
		return 0;
	if (LLVMGetTypeKind(t) != LLVMArrayTypeKind || has_arrays(l, LLVMGetElementType(t)))
		return 1;
	size = LLVMABISizeOfType(l->layout, LLVMGetElementType(t));
	return size && size < UINT32_MAX ? (uint32_t)size : 1;
}
