/*
 * lower_tag.c - of which type the lvalue of an access is, by its type-based alias tag
 * (docs/model.md, A8). Without a tag, as under -fno-strict-aliasing, it may be any.
 */
#include <string.h>

#include "lower/lowering.h"

/* The name of the type that a tag says is accessed; NULL when it has none. */
static const char *type_name(LLVMValueRef tag, unsigned *n)
{
	LLVMValueRef parts[8];

	if (LLVMGetMDNodeNumOperands(tag) < 3 || LLVMGetMDNodeNumOperands(tag) > 8)
		return NULL;
	LLVMGetMDNodeOperands(tag, parts);
	tag = parts[1];
	if (!tag || !LLVMIsAMDNode(tag) || LLVMGetMDNodeNumOperands(tag) < 1 ||
	    LLVMGetMDNodeNumOperands(tag) > 8)
		return NULL;
	LLVMGetMDNodeOperands(tag, parts);
	return parts[0] ? LLVMGetMDString(parts[0], n) : NULL;
}

static bool is_text(const char *name, unsigned n, const char *text)
{
	return n == strlen(text) && memcmp(name, text, n) == 0;
}

static bool is_integer(const char *name, unsigned n)
{
	static const char *const names[] = {"int", "long", "short", "long long", "__int128"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (is_text(name, n, names[i]))
			return true;
	return false;
}

/* "any pointer", "any p2 pointer", "p1 int", "p1 _ZTS4node" */
static bool is_pointer(const char *name, unsigned n)
{
	return (n > 5 && memcmp(name, "any p", 5) == 0) ||
	       (n > 3 && name[0] == 'p' && name[1] >= '1' && name[1] <= '9' && memchr(name, ' ', n));
}

/* The struct that a pointer of this type points to: "p1 _ZTS4node". */
ce_str ce_lower_pointee(const ce_lower *l, LLVMValueRef load)
{
	static const char prefix[] = "p1 _ZTS";
	LLVMValueRef tag = LLVMGetMetadata(load, l->kinds.tbaa);
	unsigned n = 0;
	const char *name = tag ? type_name(tag, &n) : NULL;

	unsigned at = sizeof prefix - 1; /* its length comes first */

	if (!name || n < sizeof prefix || memcmp(name, prefix, sizeof prefix - 1) != 0)
		return 0;
	while (at < n && name[at] >= '0' && name[at] <= '9')
		at++;
	return ce_intern_n(&l->unit->strings, name + at, n - at);
}

bool ce_lower_points_to_text(const ce_lower *l, LLVMValueRef load)
{
	LLVMValueRef tag = LLVMGetMetadata(load, l->kinds.tbaa);
	unsigned n = 0;
	const char *name = tag ? type_name(tag, &n) : NULL;

	return name && is_text(name, n, "p1 omnipotent char");
}

/* Characters, unions, and everything under -fno-strict-aliasing have no type of their own. */
ce_lvalue ce_lower_lvalue(const ce_lower *l, LLVMValueRef access)
{
	LLVMValueRef tag = LLVMGetMetadata(access, l->kinds.tbaa);
	unsigned n = 0;
	const char *name = tag ? type_name(tag, &n) : NULL;

	if (!name || is_text(name, n, "omnipotent char"))
		return CE_LVALUE_ANY;
	return is_pointer(name, n)   ? CE_LVALUE_POINTER
	       : is_integer(name, n) ? CE_LVALUE_INT
	                             : CE_LVALUE_OTHER;
}

bool ce_lower_names_member(const ce_lower *l, LLVMValueRef access)
{
	LLVMValueRef tag = LLVMGetMetadata(access, l->kinds.tbaa), parts[8];
	unsigned n;

	if (!tag || !type_name(tag, &n))
		return false;
	LLVMGetMDNodeOperands(tag, parts);
	return parts[0] != parts[1];
}

/* Whether the value goes somewhere as it is: words that are put down again may be of anything. */
static bool is_passed_on(LLVMValueRef value)
{
	for (LLVMUseRef u = LLVMGetFirstUse(value); u; u = LLVMGetNextUse(u))
		switch (LLVMGetInstructionOpcode(LLVMGetUser(u))) {
		case LLVMStore:
		case LLVMPHI:
		case LLVMSelect:
		case LLVMCall:
		case LLVMInvoke:
		case LLVMRet:
		case LLVMFreeze:
			return true;
		default:
			break;
		}
	return false;
}

/* An object of integer type is loaded, and no pointer that was stored as one. */
bool ce_lower_loads_number(const ce_lower *l, LLVMValueRef load)
{
	return ce_lower_lvalue(l, load) == CE_LVALUE_INT &&
	       (ce_lower_names_member(l, load) || !is_passed_on(load));
}
