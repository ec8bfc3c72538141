/*
 * lower_gep.c - getelementptr as a set of byte offsets.
 *
 * Leaving an object, or an array inside one, by an index is outside the
 * analysis (A2 of docs/model.md): that is why a variable index into
 * [N x T] stays within N elements.
 */
#include "lower/lowering.h"

#define OFFSET_LIMIT ((int64_t)1 << 61)

static uint64_t gcd(uint64_t a, uint64_t b)
{
	while (b) {
		uint64_t r = a % b;

		a = b;
		b = r;
	}
	return a;
}

static uint64_t magnitude(int64_t x)
{
	return x < 0 ? -(uint64_t)x : (uint64_t)x;
}

static ce_off make(int64_t base, uint64_t stride, uint64_t count)
{
	if (base > OFFSET_LIMIT || base < -OFFSET_LIMIT || stride > UINT32_MAX)
		return CE_OFF_ANY;
	if (!stride || count == 1)
		return (ce_off){.base = base};
	if (count >= CE_COUNT_INDEX || count > (uint64_t)OFFSET_LIMIT / stride)
		count = 0;
	if (!count) { /* every integer: only the base's rest matters */
		base %= (int64_t)stride;
		if (base < 0)
			base += (int64_t)stride;
	}
	return (ce_off){.base = base, .stride = (uint32_t)stride, .count = (uint32_t)count};
}

/* An index of such a stride: of the array that the pointer is in when it has gone `entry`. */
static ce_off make_index(int64_t entry, int64_t base, uint64_t stride)
{
	ce_off off = make(base, stride, 0);

	if (!off.stride)
		return off;
	if (off.stride != stride || entry > OFFSET_LIMIT || entry < -OFFSET_LIMIT)
		return CE_OFF_ANY;
	off.count = CE_COUNT_INDEX;
	off.lo = entry;
	return off;
}

static bool is_zero(ce_off o)
{
	return !o.base && !o.stride && !o.extent;
}

static bool is_anywhere(ce_off o)
{
	return o.stride == 1 && !o.count;
}

/* All sums of one offset of a and one of b, or more; b is the inner one, taken
 * first. */
ce_off ce_lower_off_plus(ce_off a, ce_off b)
{
	uint64_t g, span;

	if (is_zero(a) || is_zero(b))
		return is_zero(a) ? b : a;
	if (a.base > OFFSET_LIMIT || a.base < -OFFSET_LIMIT || b.base > OFFSET_LIMIT ||
	    b.base < -OFFSET_LIMIT)
		return CE_OFF_ANY;
	if (is_anywhere(a) || is_anywhere(b))
		return CE_OFF_ANY;
	if (ce_off_is_index(a) || ce_off_is_index(b))
		return make_index(ce_off_is_index(b) ? b.lo : b.base + (ce_off_is_index(a) ? a.lo : 0),
		                  a.base + b.base, gcd(a.stride, b.stride));
	if (!a.stride) {
		ce_off sum = make(a.base + b.base, b.stride, b.count);

		/* The array that a leads to, or b where a stays at its start. */
		if (!sum.stride)
			sum.extent = a.extent ? a.extent : a.base ? 0 : b.extent;
		sum.lo = sum.extent ? sum.base : 0;
		return sum;
	}
	if (!b.stride)
		return make(a.base + b.base, a.stride, a.count);
	g = gcd(a.stride, b.stride);
	if (!a.count || !b.count)
		return make(a.base + b.base, g, 0);
	span = (uint64_t)a.stride * (a.count - 1) + (uint64_t)b.stride * (b.count - 1);
	return make(a.base + b.base, g, span / g + 1);
}

/* What is reached by taking o any number of times. */
ce_off ce_lower_off_unbounded(ce_off o)
{
	int64_t entry = ce_off_is_index(o) ? o.lo : 0;

	/* Back by a constant may be the way to what the array is in. */
	if (is_anywhere(o) || o.base < 0 || entry < 0)
		return CE_OFF_ANY;
	return make_index(0, 0, gcd(gcd(o.stride, magnitude(o.base)), magnitude(entry)));
}

static bool wraps_well(LLVMValueRef v, LLVMOpcode op, uint64_t scale)
{
	int64_t c;

	if (op == LLVMAdd)
		return (scale & (scale - 1)) == 0;
	return op == LLVMMul && ce_lower_const_int(LLVMGetOperand(v, 1), &c) && c > 0 && (c & (c - 1)) == 0 &&
	       (scale & (scale - 1)) == 0;
}

/*
 * An index as base + k * stride, from the multiplication and the addition that
 * made it. Wrapping around is leaving the object.
 */
static void split_index(LLVMValueRef v, int64_t *base, uint64_t *stride)
{
	uint64_t scale = 1;
	bool resized = false, sign = false;
	int64_t c;

	*base = 0;
	*stride = 1;
	for (int depth = 0; depth < 6 && LLVMIsAInstruction(v); depth++) {
		LLVMOpcode op = LLVMGetInstructionOpcode(v);

		if (op == LLVMSExt || op == LLVMZExt || op == LLVMTrunc || op == LLVMFreeze) {
			resized |= op != LLVMFreeze;
			sign = op == LLVMSExt;
			v = LLVMGetOperand(v, 0);
			continue;
		}
		/* In fewer bits a product or sum may wrap around, which keeps only
		 * strides that are powers of two; signed ones do not wrap. */
		if (resized && op != LLVMShl && !(sign && LLVMGetNSW(v)) && !wraps_well(v, op, scale))
			break;
		if ((op != LLVMAdd && op != LLVMMul && op != LLVMShl) ||
		    !ce_lower_const_int(LLVMGetOperand(v, 1), &c) || c <= -(1 << 24) || c >= 1 << 24)
			break;
		if (op == LLVMShl && (c < 0 || c > 24))
			break;
		if (op == LLVMAdd)
			*base += c * (int64_t)scale;
		else
			scale *= op == LLVMShl ? (uint64_t)1 << c : magnitude(c);
		if (!scale || scale > UINT32_MAX)
			break;
		v = LLVMGetOperand(v, 0);
	}
	*stride = scale;
}

static bool negates(LLVMValueRef v, int depth);

static bool some_negates(LLVMValueRef v, int first, int depth)
{
	for (int i = first; i < LLVMGetNumOperands(v); i++)
		if (negates(LLVMGetOperand(v, (unsigned)i), depth))
			return true;
	return false;
}

/* Whether what is computed is the less, the more something else is: -n, ~n, n * -8, c ? -n : n. */
static bool negates(LLVMValueRef v, int depth)
{
	bool known;
	int64_t c;

	if (!LLVMIsAInstruction(v) || !depth)
		return false;
	known = LLVMGetNumOperands(v) == 2 && ce_lower_const_int(LLVMGetOperand(v, 1), &c);
	switch (LLVMGetInstructionOpcode(v)) {
	case LLVMSub: /* `SIZE - n` is an index from the end */
		v = LLVMGetOperand(v, 0);
		return LLVMIsConstant(v) && !(ce_lower_const_int(v, &c) && c > 0);
	case LLVMMul:
	case LLVMXor:
		return known && (c < 0 || negates(LLVMGetOperand(v, 0), depth - 1));
	case LLVMAnd:
		return !(known && c >= 0) && some_negates(v, 0, depth - 1);
	case LLVMAdd:
		return known && c <= 0 && negates(LLVMGetOperand(v, 0), depth - 1);
	case LLVMShl:
	case LLVMAShr:
	case LLVMSExt:
	case LLVMZExt:
	case LLVMTrunc:
	case LLVMFreeze:
		return negates(LLVMGetOperand(v, 0), depth - 1);
	case LLVMSelect:
		return some_negates(v, 1, depth - 1);
	case LLVMPHI:
		return some_negates(v, 0, depth - 1);
	default:
		return false;
	}
}

/* `p - n`: how the header before an array is found, or what an element is in. */
static bool is_negated(LLVMValueRef index)
{
	enum { DEPTH = 6 };

	return negates(index, DEPTH);
}

bool ce_lower_gep_back(const ce_lower *l, LLVMValueRef gep)
{
	return LLVMGetNumOperands(gep) == 2 && ce_lower_size(l, LLVMGetGEPSourceElementType(gep)) == 1 &&
	       is_negated(LLVMGetOperand(gep, 1));
}

/* A variable index over elements of `size` bytes. Nothing but the array bounds it. */
static ce_off any_index(LLVMValueRef index, uint64_t size)
{
	uint64_t stride;
	int64_t base;

	if (is_negated(index))
		return CE_OFF_ANY;
	split_index(index, &base, &stride);
	if (!stride || !size || stride > UINT32_MAX / size || magnitude(base) > (uint64_t)OFFSET_LIMIT / size)
		return make_index(0, 0, size);
	return make_index(0, base * (int64_t)size, stride * size);
}

static void step_struct(ce_gep *w, LLVMValueRef index)
{
	int64_t i;

	if (!ce_lower_const_int(index, &i)) { /* a vector of equal numbers */
		w->off = CE_OFF_ANY;
		i = 0;
	}
	w->off = ce_lower_off_plus(
		w->off, make((int64_t)LLVMOffsetOfElement(w->l->layout, w->type, (unsigned)i), 0, 0));
	w->last = (unsigned)i + 1 == LLVMCountStructElementTypes(w->type);
	w->type = LLVMStructGetTypeAtIndex(w->type, (unsigned)i);
	w->field = true;
}

static void step_array(ce_gep *w, LLVMValueRef index, bool first)
{
	LLVMTypeRef element = first ? w->type : LLVMGetElementType(w->type);
	uint64_t n =
		first || LLVMGetTypeKind(w->type) != LLVMArrayTypeKind ? 0 : LLVMGetArrayLength2(w->type);
	uint64_t size = ce_lower_size(w->l, element);
	int64_t i;

	/* [0 x T], and a last member [1 x T], are how C says "as many as there are". */
	if (n == 1 && w->last)
		n = 0;
	if (size == CE_SIZE_UNKNOWN)
		w->off = CE_OFF_ANY;
	else if (!ce_lower_const_int(index, &i))
		w->off = ce_lower_off_plus(w->off, n ? make(0, size, n) : any_index(index, size));
	else if (magnitude(i) > (uint64_t)OFFSET_LIMIT / (size ? size : 1))
		w->off = CE_OFF_ANY;
	else
		w->off = ce_lower_off_plus(w->off, make(i * (int64_t)size, 0, 0));
	if (!first)
		w->last = false;
	w->type = element;
	if (!LLVMIsConstant(index))
		w->field = false;
}

/* Where a getelementptr leads, and to what. */
ce_gep ce_lower_gep_walk(const ce_lower *l, LLVMValueRef gep)
{
	/* Clang steps to the member first and indexes it in a second instruction, so
	 * an array that stands at the start may be the last member of something. */
	ce_gep w = {.l = l, .type = LLVMGetGEPSourceElementType(gep), .last = true};

	for (unsigned i = 1, n = (unsigned)LLVMGetNumOperands(gep); i < n; i++) {
		LLVMValueRef index = LLVMGetOperand(gep, i);

		if (i > 1 && LLVMGetTypeKind(w.type) == LLVMStructTypeKind)
			step_struct(&w, index);
		else
			step_array(&w, index, i == 1);
	}
	return w;
}

/* A member that is an array: indexing its pointer later stays inside it. */
static ce_off in_array(const ce_gep *w, LLVMValueRef gep)
{
	ce_off off = w->off;
	uint64_t size;

	if (off.stride)
		return off;
	size = ce_lower_array_at(w, gep);
	if (size == 0 || size > CE_EXTENT_OPEN)
		return off;
	off.extent = (uint32_t)size;
	off.lo = off.base;
	return off;
}

/* The offsets a getelementptr (instruction or constant) adds; *field says
 * whether it names a member. */
ce_off ce_lower_gep(const ce_lower *l, LLVMValueRef gep, bool *field)
{
	ce_gep w = ce_lower_gep_walk(l, gep);

	if (field)
		*field = w.field;
	return w.field ? in_array(&w, gep) : w.off;
}
