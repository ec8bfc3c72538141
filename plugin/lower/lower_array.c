/*
 * lower_array.c - how long the arrays are that members are.
 *
 * The type of a getelementptr says so, but LLVM's passes make one instruction of two that lead from one
 * pointer to one offset, whatever their types, as the members of a union are; and of one that leads
 * nowhere, as to the array at a union's start, they leave nothing. So it is written down before them,
 * for each function and offset where the type of the one that is left may not tell; and for each operand of
 * a call that an array is given as: the address of a struct is that of an array at its beginning, too.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "lower/lowering.h"

#define MARK "cgoescape-arrays"
#define MARK_OPERAND "cgoescape-array"

/* What is taken at an offset. */
typedef struct place {
	int64_t off;
	uint64_t bytes; /* of the longest array */
	bool differs;   /* the type of one of its getelementptrs does not say how long that is */
	bool is_other;  /* something else is taken there, which no length bounds */
} place;

typedef struct places {
	const ce_lower *l;
	CE_VEC(place) at;
	ce_map index; /* offset -> at */
} places;

static bool is_array(LLVMTypeRef t)
{
	return LLVMGetTypeKind(t) == LLVMArrayTypeKind;
}

/* A last member of no or one element is how C says "as many as there are". */
static uint64_t length_of(const ce_lower *l, LLVMTypeRef array, bool last)
{
	return last && LLVMGetArrayLength2(array) < 2 ? CE_EXTENT_OPEN : ce_lower_size(l, array);
}

static place *place_at(places *p, int64_t off)
{
	uint32_t *i = ce_map_at(&p->index, (uint64_t)off);

	if (*i == CE_NONE) {
		*i = p->at.n;
		ce_push(&p->at, ((place){.off = off}));
	}
	return &p->at.at[*i];
}

static void note_array(place *at, uint64_t bytes, bool by_type)
{
	at->differs |= !by_type || (at->bytes && at->bytes != bytes);
	if (bytes > at->bytes)
		at->bytes = bytes;
}

/* ---- what a pointer is used for -------------------------------------------------------------- */

static bool leads_nowhere(LLVMValueRef gep)
{
	int64_t index;

	for (unsigned i = 1, n = (unsigned)LLVMGetNumOperands(gep); i < n; i++)
		if (!ce_lower_const_int(LLVMGetOperand(gep, i), &index) || index)
			return false;
	return true;
}

static bool is_struct_at(const ce_lower *l, LLVMValueRef gep)
{
	return LLVMGetTypeKind(ce_lower_gep_walk(l, gep).type) == LLVMStructTypeKind;
}

static bool is_intrinsic(LLVMValueRef v)
{
	LLVMValueRef callee = LLVMIsACallInst(v) ? LLVMGetCalledValue(v) : NULL;

	return callee && LLVMIsAFunction(callee) && LLVMGetIntrinsicID(callee);
}

/* A copy of members from this one on, nobody knows how many. */
static bool is_long(LLVMValueRef v)
{
	enum { LENGTH = 2 }; /* of memcpy, memmove and memset */

	return is_intrinsic(v) && LLVMGetNumArgOperands(v) > LENGTH &&
	       !LLVMIsConstant(LLVMGetOperand(v, LENGTH));
}

static bool is_access(LLVMValueRef user, LLVMValueRef pointer)
{
	if (LLVMIsAStoreInst(user))
		return LLVMGetOperand(user, 0) != pointer;
	return LLVMIsALoadInst(user) || LLVMIsAICmpInst(user) || (is_intrinsic(user) && !is_long(user));
}

/* `p + n`, `p[n]` */
static bool goes_on(LLVMValueRef gep)
{
	int64_t index;

	return !ce_lower_const_int(LLVMGetOperand(gep, 1), &index) || index;
}

/* Whether the address of something is only taken to get at what is in it. */
static bool is_only_way(const ce_lower *l, LLVMValueRef pointer)
{
	for (LLVMUseRef u = LLVMGetFirstUse(pointer); u; u = LLVMGetNextUse(u)) {
		LLVMValueRef user = LLVMGetUser(u);

		if (LLVMIsAGetElementPtrInst(user) && LLVMGetOperand(user, 0) == pointer) {
			if (goes_on(user) ||
			    (leads_nowhere(user) && is_struct_at(l, user) && !is_only_way(l, user)))
				return false;
		} else if (!is_access(user, pointer)) {
			return false;
		}
	}
	return true;
}

/* ---- one getelementptr ------------------------------------------------------------------------- */

/* The getelementptr that an address is left to once those that lead nowhere are gone, and its offset. */
static bool root_of(const places *p, LLVMValueRef v, int64_t *off)
{
	ce_gep w;

	while (LLVMIsAGetElementPtrInst(v) && leads_nowhere(v))
		v = LLVMGetOperand(v, 0);
	if (!LLVMIsAGetElementPtrInst(v))
		return false;
	w = ce_lower_gep_walk(p->l, v);
	*off = w.off.base;
	return !w.off.stride;
}

/* An array at an address, taken by its first or another element: by what the type of the instruction before
 * does not say, unless it is that array. */
static void note_elements(places *p, LLVMValueRef gep)
{
	LLVMTypeRef array = LLVMGetGEPSourceElementType(gep);
	LLVMValueRef from = LLVMGetOperand(gep, 0);
	int64_t first, off;
	bool by_type;

	if (!is_array(array) || LLVMGetNumOperands(gep) < 3 ||
	    !ce_lower_const_int(LLVMGetOperand(gep, 1), &first) || first || !root_of(p, from, &off))
		return;
	by_type = LLVMIsAGetElementPtrInst(from) && !leads_nowhere(from) &&
	          is_array(ce_lower_gep_walk(p->l, from).type);
	if (!by_type)
		note_array(place_at(p, off), length_of(p->l, array, true), false);
}

/* `p + 3`: of an offset that is nobody's. */
static bool is_arithmetic(LLVMValueRef gep)
{
	return LLVMGetNumOperands(gep) == 2 && !leads_nowhere(gep);
}

/* Whether more than the array may be reached by the address. */
static bool is_unbounded(const ce_gep *w, LLVMValueRef gep)
{
	return (w->field || is_arithmetic(gep)) && !is_only_way(w->l, gep);
}

static void note_member(places *p, LLVMValueRef gep)
{
	ce_gep w = ce_lower_gep_walk(p->l, gep);
	int64_t off = w.off.base;

	if (w.off.stride || (leads_nowhere(gep) && !root_of(p, gep, &off)))
		return;
	if (w.field && is_array(w.type))
		note_array(place_at(p, off), length_of(p->l, w.type, w.last), !leads_nowhere(gep));
	else if (is_unbounded(&w, gep))
		place_at(p, off)->is_other = true;
}

/* ---- writing down, reading ---------------------------------------------------------------------- */

/* 0 is none. */
static uint64_t bound_at(const place *at)
{
	return at->is_other || at->bytes >= CE_EXTENT_OPEN ? 0 : at->bytes;
}

static void write_down(places *p, LLVMValueRef fn)
{
	LLVMContextRef ctx = LLVMGetModuleContext(p->l->module);
	ce_buf text = {0};

	for (uint32_t i = 0; i < p->at.n; i++) {
		const place *at = &p->at.at[i];

		if (at->bytes && (at->differs || at->is_other))
			ce_buf_addf(&text, "%" PRId64 ":%" PRIu64 " ", at->off, bound_at(at));
	}
	if (text.n)
		LLVMAddAttributeAtIndex(
			fn, LLVMAttributeFunctionIndex,
			LLVMCreateStringAttribute(ctx, MARK, strlen(MARK), text.data, (unsigned)text.n));
	ce_buf_free(&text);
}

/* ---- operands of calls ------------------------------------------------------------------------- */

/* How long the member is whose first element the address is, by the way it is taken; 0: it is no array. */
static uint64_t array_taken(const ce_lower *l, LLVMValueRef v)
{
	while (LLVMIsAGetElementPtrInst(v)) {
		ce_gep w = ce_lower_gep_walk(l, v);

		if (w.field && is_array(w.type) && !w.off.stride)
			return length_of(l, w.type, w.last);
		if (!leads_nowhere(v) || !is_array(LLVMGetGEPSourceElementType(v)))
			return 0;
		v = LLVMGetOperand(v, 0);
	}
	return 0;
}

static void note_operands(const ce_lower *l, LLVMValueRef call)
{
	LLVMContextRef ctx = LLVMGetModuleContext(l->module);

	for (unsigned k = 0, n = LLVMGetNumArgOperands(call); k < n; k++) {
		uint64_t bytes = array_taken(l, LLVMGetOperand(call, k));
		char text[24];
		int length = snprintf(text, sizeof text, "%" PRIu64, bytes);

		if (bytes && bytes < CE_EXTENT_OPEN)
			LLVMAddCallSiteAttribute(call, k + 1,
			                         LLVMCreateStringAttribute(ctx, MARK_OPERAND,
			                                                   strlen(MARK_OPERAND), text,
			                                                   (unsigned)length));
	}
}

uint32_t ce_lower_array_given(LLVMValueRef call, unsigned operand)
{
	LLVMAttributeRef mark =
		LLVMGetCallSiteStringAttribute(call, operand + 1, MARK_OPERAND, strlen(MARK_OPERAND));
	unsigned length;

	return mark ? (uint32_t)strtoull(LLVMGetStringAttributeValue(mark, &length), NULL, 10) : 0;
}

/* ---- all that there is ------------------------------------------------------------------------- */

static void note_function(const ce_lower *l, LLVMValueRef fn)
{
	places p = {.l = l};

	for (LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(fn); bb; bb = LLVMGetNextBasicBlock(bb))
		for (LLVMValueRef i = LLVMGetFirstInstruction(bb); i; i = LLVMGetNextInstruction(i))
			if (LLVMIsAGetElementPtrInst(i)) {
				note_elements(&p, i);
				note_member(&p, i);
			} else if (LLVMIsACallInst(i)) {
				note_operands(l, i);
			}
	write_down(&p, fn);
	ce_vec_free(&p.at);
	ce_map_free(&p.index);
}

void ce_lower_note_arrays(LLVMModuleRef m)
{
	ce_map scalable = {0};
	ce_lower l = {.module = m, .layout = LLVMGetModuleDataLayout(m), .scalable = &scalable};

	for (LLVMValueRef fn = LLVMGetFirstFunction(m); fn; fn = LLVMGetNextFunction(fn))
		note_function(&l, fn);
	ce_map_free(&scalable);
}

void ce_lower_arrays(ce_lower *l, LLVMValueRef fn)
{
	LLVMAttributeRef mark =
		LLVMGetStringAttributeAtIndex(fn, LLVMAttributeFunctionIndex, MARK, strlen(MARK));
	unsigned length = 0;
	const char *at = mark ? LLVMGetStringAttributeValue(mark, &length) : NULL, *end = at + length;

	ce_map_free(&l->arrays);
	while (at < end) {
		char *next;
		int64_t off = strtoll(at, &next, 10);

		ce_map_put(&l->arrays, (uint64_t)off, (uint32_t)strtoull(next + 1, &next, 10));
		at = next + 1;
	}
}

uint64_t ce_lower_array_at(const ce_gep *w, LLVMValueRef gep)
{
	uint32_t noted = LLVMIsAInstruction(gep) ? ce_map_get(&w->l->arrays, (uint64_t)w->off.base) : CE_NONE;

	if (noted != CE_NONE)
		return noted;
	return is_array(w->type) ? length_of(w->l, w->type, w->last) : 0;
}
