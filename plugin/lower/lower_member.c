/*
 * lower_member.c - what the program keeps in members that point to tables of
 * functions, for every object at once (docs/model.md, A10).
 *
 * A member is told by the innermost struct and the offset that the type-based
 * alias tag of an access names. Two kinds of stand-in globals carry it to the link:
 * one for each member ("struct+offset"), which says whether only tables were stored
 * there, and one for each type of table, which lists the tables of the unit.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lower/lowering.h"

typedef struct member {
	char name[160]; /* "" : not known */
	char type[128]; /* of the pointer: "p1 _ZTS3ops" */
	bool nameless;  /* of a struct without a name */
} member;

/* Structs with more members have none that is known. */
enum { MAX_OPERANDS = 1024 };

static unsigned operands(LLVMValueRef node, LLVMValueRef all[MAX_OPERANDS])
{
	unsigned n = node && LLVMIsAMDNode(node) ? (unsigned)LLVMGetMDNodeNumOperands(node) : 0;

	if (n > MAX_OPERANDS)
		return 0;
	if (n)
		LLVMGetMDNodeOperands(node, all);
	return n;
}

static LLVMValueRef operand(LLVMValueRef node, unsigned i)
{
	LLVMValueRef all[MAX_OPERANDS];

	return i < operands(node, all) ? all[i] : NULL;
}

static uint64_t number(LLVMValueRef v)
{
	return v && LLVMIsAConstantInt(v) ? LLVMConstIntGetZExtValue(v) : UINT64_MAX;
}

static const char *type_name(LLVMValueRef node, unsigned *n)
{
	LLVMValueRef name = operand(node, 0);

	return name && LLVMIsAMDString(name) ? LLVMGetMDString(name, n) : NULL;
}

/* The field of a struct type that the offset lies in; the offset becomes one in it. */
static LLVMValueRef step(LLVMValueRef type, uint64_t *offset)
{
	LLVMValueRef best = NULL, all[MAX_OPERANDS];
	unsigned n = operands(type, all);
	uint64_t at = 0;

	for (unsigned i = 1; i + 1 < n; i += 2) {
		uint64_t field = number(all[i + 1]);

		if (field > *offset)
			break;
		best = all[i];
		at = field;
	}
	*offset -= at;
	return best;
}

/* From the outermost struct to the one that has the member itself. */
static bool name_member(LLVMValueRef base, LLVMValueRef access, uint64_t offset, member *out)
{
	for (int depth = 0; depth < 32 && base; depth++) {
		uint64_t inner = offset;
		LLVMValueRef field = step(base, &inner);
		unsigned n = 0;
		const char *name = type_name(base, &n);
		if (field != access) {
			base = field;
			offset = inner;
			continue;
		}
		if (inner || !name || !n || n > 120)
			return false;
		snprintf(out->name, sizeof out->name, "%.*s+%" PRIu64, (int)n, name, offset);
		return true;
	}
	return false;
}

/* The member that a load or store of a pointer to a struct names; without one,
 * only the type is known. False: neither. */
static bool member_of(unsigned tbaa, LLVMValueRef insn, member *out)
{
	LLVMValueRef tag = LLVMGetMetadata(insn, tbaa), access = operand(tag, 1);
	unsigned n = 0;
	const char *type = type_name(access, &n);

	out->name[0] = 0;
	out->nameless = false;
	if (!type || n < 4 || n >= sizeof out->type || memcmp(type, "p1 _ZTS", 7) != 0)
		return false;
	snprintf(out->type, sizeof out->type, "%.*s", (int)n, type);
	if (operand(tag, 0) != access &&
	    !name_member(operand(tag, 0), access, number(operand(tag, 2)), out)) {
		out->name[0] = 0;
		out->nameless = true;
	}
	return true;
}

static void pointer_to(const char *name, size_t n, char *out, size_t size)
{
	snprintf(out, size, "p1 _ZTS%zu%.*s", n, (int)n, name);
}

/* The type of pointer to the struct that a store of a function (or of any pointer
 * that is not one to a struct) writes into; false when it names none. */
static bool written_table(const ce_lower *l, LLVMValueRef store, char *out, size_t size)
{
	LLVMValueRef tag = LLVMGetMetadata(store, l->kinds.tbaa), access = operand(tag, 1);
	unsigned n = 0;
	const char *type = type_name(access, &n);
	member m;

	if (!type || n != 11 || memcmp(type, "any pointer", 11) != 0 || operand(tag, 0) == access ||
	    !name_member(operand(tag, 0), access, number(operand(tag, 2)), &m))
		return false;
	pointer_to(m.name, strcspn(m.name, "+"), out, size);
	return true;
}

/* ---- the stand-ins ---------------------------------------------------------------------- */

static ce_global *stand_in(ce_lower *l, const char *name, const char *type)
{
	ce_str id = ce_intern(&l->unit->strings, name);
	uint32_t *at = ce_map_at(&l->members, id);
	ce_global g = {.name = id,
	               .shown = ce_intern(&l->unit->strings, type),
	               .linkage = CE_LINK_ONCE,
	               .flags = CE_GLOBAL_MEMBER,
	               .size = l->width};

	if (*at == CE_NONE) {
		*at = l->unit->globals.n;
		ce_push(&l->unit->globals, g);
	}
	return &l->unit->globals.at[*at];
}

/* "p1 _ZTS3ops" for %struct.ops; "p1 ?" where LLVM dropped the name. */
static void table_type(LLVMTypeRef t, char *out, size_t size)
{
	const char *name = LLVMGetTypeKind(t) == LLVMStructTypeKind ? LLVMGetStructName(t) : NULL;
	size_t n;

	snprintf(out, size, "p1 ?");
	if (!name || strncmp(name, "struct.", 7) != 0)
		return;
	name += 7;
	n = strcspn(name, ".");
	pointer_to(name, n, out, size);
}

/* A variable that is only read, by name, and whose address is only stored: as good as
 * a constant while nobody writes into structs of its type (written_table). */
static bool is_only_read(LLVMValueRef v, LLVMValueRef table)
{
	for (LLVMUseRef u = LLVMGetFirstUse(v); u; u = LLVMGetNextUse(u)) {
		LLVMValueRef user = LLVMGetUser(u);

		if (LLVMIsALoadInst(user) || LLVMIsAICmpInst(user))
			continue;
		if (LLVMIsAStoreInst(user) && v == table && LLVMGetOperand(user, 0) == v)
			continue;
		if (LLVMIsAGetElementPtrInst(user) ||
		    (LLVMIsAConstantExpr(user) && LLVMGetConstOpcode(user) == LLVMGetElementPtr)) {
			if (!is_only_read(user, table))
				return false;
			continue;
		}
		if (v != table || !LLVMIsAConstant(user)) /* else an initialiser */
			return false;
	}
	return true;
}

/* Tables that hold functions, and those that another unit defines. */
static bool is_table(const ce_lower *l, LLVMValueRef v, uint32_t index)
{
	const ce_global *g = &l->unit->globals.at[index];

	if (LLVMIsDeclaration(v))
		return LLVMGetTypeKind(LLVMGlobalGetValueType(v)) == LLVMStructTypeKind;
	for (uint32_t i = 0; i < g->inits.n; i++)
		if (ce_ref_kind(g->inits.at[i].target) == CE_REF_FUNC)
			return true;
	return false;
}

static LLVMTypeRef element_type(LLVMTypeRef t, uint64_t *n)
{
	for (*n = 1; LLVMGetTypeKind(t) == LLVMArrayTypeKind; t = LLVMGetElementType(t))
		*n *= LLVMGetArrayLength2(t);
	return t;
}

/* Whether an initialiser has its address. */
static bool is_in_initialiser(LLVMValueRef v)
{
	for (LLVMUseRef u = LLVMGetFirstUse(v); u; u = LLVMGetNextUse(u)) {
		LLVMValueRef user = LLVMGetUser(u);

		if (LLVMIsAConstant(user) && (!LLVMIsAConstantExpr(user) || is_in_initialiser(user)))
			return true;
	}
	return false;
}

/* A variable that holds no functions may be filled with some, by whatever way, and objects that are
 * initialised have it; so with elements of an array that another unit defines. */
static void note_variable(ce_lower *l, LLVMValueRef v)
{
	uint64_t n;
	LLVMTypeRef t = element_type(LLVMGlobalGetValueType(v), &n);
	char type[160];

	if ((LLVMIsGlobalConstant(v) && !LLVMIsDeclaration(v)) || LLVMGetTypeKind(t) != LLVMStructTypeKind ||
	    !ce_lower_has_pointers(t) || !is_in_initialiser(v))
		return;
	table_type(t, type, sizeof type);
	stand_in(l, type, type)->flags |= CE_GLOBAL_OPEN;
}

static void add_table(ce_lower *l, LLVMValueRef v, uint32_t index)
{
	uint64_t n, size;
	LLVMTypeRef t = element_type(LLVMGlobalGetValueType(v), &n);
	char type[160];
	ce_global *g;

	size = n > 1 ? LLVMABISizeOfType(l->layout, t) : 0;
	table_type(t, type, sizeof type);
	g = stand_in(l, type, type);
	if (n > 256 || (!LLVMIsGlobalConstant(v) && !is_only_read(v, v)))
		g->flags |= CE_GLOBAL_OPEN;
	for (uint64_t i = 0; i < n && n <= 256; i++) {
		ce_push(&g->inits, ((ce_init){(int64_t)(g->size - l->width),
		                              ce_ref_make(CE_REF_GLOBAL, index), (int64_t)(i * size)}));
		g->size += l->width;
	}
}

/* ---- stores ------------------------------------------------------------------------------- */

typedef enum stored { NOTHING, TABLE, OTHER } stored;

static stored table_or_other(const ce_lower *l, LLVMValueRef v, const member *m)
{
	uint32_t index = ce_map_get(&l->globals, (uintptr_t)v);
	char type[160];

	if (index == CE_NONE || !is_table(l, v, index))
		return OTHER;
	table_type(LLVMGlobalGetValueType(v), type, sizeof type);
	return strcmp(type, m->type) == 0 || strcmp(type, "p1 ?") == 0 ? TABLE : OTHER;
}

static stored what_is_stored(const ce_lower *l, LLVMValueRef v, const member *m, int depth)
{
	stored a, b;
	member from;

	if (LLVMIsAConstantPointerNull(v) || LLVMIsUndef(v))
		return NOTHING;
	if (LLVMIsAGlobalVariable(v))
		return table_or_other(l, v, m);
	if (LLVMIsALoadInst(v)) /* copied from object to object */
		return member_of(l->kinds.tbaa, v, &from) && from.name[0] && strcmp(from.name, m->name) == 0
		               ? NOTHING
		               : OTHER;
	if (!LLVMIsASelectInst(v) || depth > 4)
		return OTHER;
	a = what_is_stored(l, LLVMGetOperand(v, 1), m, depth + 1);
	b = what_is_stored(l, LLVMGetOperand(v, 2), m, depth + 1);
	return a > b ? a : b;
}

static bool is_variable(LLVMValueRef address)
{
	while (LLVMIsAGetElementPtrInst(address))
		address = LLVMGetOperand(address, 0);
	return LLVMIsAAllocaInst(address) || LLVMIsAGlobalVariable(address);
}

static void note_store(ce_lower *l, LLVMValueRef store)
{
	LLVMValueRef v = LLVMGetOperand(store, 0);
	ce_global *g;
	member m;
	stored kind;
	char table[160];

	if (written_table(l, store, table, sizeof table))
		stand_in(l, table, table)->flags |= CE_GLOBAL_OPEN;
	if (!member_of(l->kinds.tbaa, store, &m))
		return;
	kind = what_is_stored(l, v, &m, 0);
	if (kind == NOTHING)
		return;
	if (m.name[0]) {
		g = stand_in(l, m.name, m.type);
		g->flags |= kind == TABLE ? CE_GLOBAL_DEFINED : CE_GLOBAL_OPEN;
	} else if (kind == OTHER && (m.nameless || !is_variable(LLVMGetOperand(store, 1)))) {
		/* Through a pointer to the pointer, or into what may be copied as bytes: it may be any
		 * member of that type. */
		stand_in(l, m.type, m.type)->flags |= CE_GLOBAL_OPEN;
	}
}

/* Atomic stores and exchanges have no tag; those of pointers are ones of integers. */
static bool is_exchange(const ce_lower *l, LLVMValueRef i)
{
	LLVMValueRef stored = NULL;

	if (l->source && l->source->atomic_numbers)
		return false;
	if (LLVMIsAAtomicCmpXchgInst(i))
		stored = LLVMGetOperand(i, 2);
	else if (LLVMIsAAtomicRMWInst(i) && LLVMGetAtomicRMWBinOp(i) == LLVMAtomicRMWBinOpXchg)
		stored = i;
	else if (LLVMIsAStoreInst(i) && ce_lower_is_atomic(i))
		stored = LLVMGetOperand(i, 0);
	return stored && LLVMStoreSizeOfType(l->layout, LLVMTypeOf(stored)) >= l->width;
}

typedef struct seen {
	bool stores, tags, exchanges;
} seen;

static void note_body(ce_lower *l, LLVMValueRef fn, seen *seen)
{
	for (LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(fn); bb; bb = LLVMGetNextBasicBlock(bb))
		for (LLVMValueRef i = LLVMGetFirstInstruction(bb); i; i = LLVMGetNextInstruction(i)) {
			seen->exchanges |= is_exchange(l, i);
			if (!LLVMIsAStoreInst(i))
				continue;
			seen->stores = true;
			seen->tags |= LLVMGetMetadata(i, l->kinds.tbaa) != NULL;
			note_store(l, i);
		}
}

/* ---- before the module is prepared --------------------------------------------------------- */

/*
 * A local struct is taken apart, and its stores are gone; the struct itself may have
 * been returned or copied elsewhere. What it is given is written down before.
 */
static const char early[] = "cgoescape.members";

static bool is_into_local(LLVMValueRef store)
{
	LLVMValueRef address = LLVMGetOperand(store, 1);

	while (LLVMIsAGetElementPtrInst(address))
		address = LLVMGetOperand(address, 0);
	return LLVMIsAAllocaInst(address);
}

static bool is_constant_table(LLVMValueRef v)
{
	return LLVMIsAConstantPointerNull(v) || LLVMIsUndef(v) ||
	       (LLVMIsAGlobalVariable(v) && LLVMIsGlobalConstant(v));
}

static void write_down(LLVMModuleRef m, const member *what)
{
	LLVMContextRef ctx = LLVMGetModuleContext(m);
	const char *name = what->nameless ? what->type : what->name;
	LLVMMetadataRef both[] = {LLVMMDStringInContext2(ctx, name, strlen(name)),
	                          LLVMMDStringInContext2(ctx, what->type, strlen(what->type))};

	LLVMAddNamedMetadataOperand(m, early, LLVMMetadataAsValue(ctx, LLVMMDNodeInContext2(ctx, both, 2)));
}

void ce_lower_note_members(LLVMModuleRef m)
{
	unsigned tbaa = LLVMGetMDKindIDInContext(LLVMGetModuleContext(m), "tbaa", 4);
	member what;

	for (LLVMValueRef fn = LLVMGetFirstFunction(m); fn; fn = LLVMGetNextFunction(fn))
		for (LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(fn); bb; bb = LLVMGetNextBasicBlock(bb))
			for (LLVMValueRef i = LLVMGetFirstInstruction(bb); i; i = LLVMGetNextInstruction(i))
				if (LLVMIsAStoreInst(i) && is_into_local(i) &&
				    !is_constant_table(LLVMGetOperand(i, 0)) && member_of(tbaa, i, &what) &&
				    (what.name[0] || what.nameless))
					write_down(m, &what);
}

static void read_early(ce_lower *l)
{
	unsigned n = LLVMGetNamedMetadataNumOperands(l->module, early);
	LLVMValueRef *all = ce_calloc(n + 1, sizeof *all);

	if (n)
		LLVMGetNamedMetadataOperands(l->module, early, all);
	for (unsigned i = 0; i < n; i++) {
		unsigned length = 0;
		const char *name = type_name(all[i], &length), *type;
		char text[2][160];

		snprintf(text[0], sizeof text[0], "%.*s", (int)length, name ? name : "");
		type = LLVMGetMDString(operand(all[i], 1), &length);
		snprintf(text[1], sizeof text[1], "%.*s", (int)length, type ? type : "");
		stand_in(l, text[0], text[1])->flags |= CE_GLOBAL_OPEN;
	}
	free(all);
}

/* After the initialisers are known, before the bodies. */
void ce_lower_members(ce_lower *l)
{
	seen seen = {0};

	for (LLVMValueRef v = LLVMGetFirstGlobal(l->module); v; v = LLVMGetNextGlobal(v)) {
		uint32_t index = ce_map_get(&l->globals, (uintptr_t)v);

		if (index != CE_NONE && is_table(l, v, index))
			add_table(l, v, index);
		else if (index != CE_NONE)
			note_variable(l, v);
	}
	for (LLVMValueRef fn = LLVMGetFirstFunction(l->module); fn; fn = LLVMGetNextFunction(fn))
		note_body(l, fn, &seen);
	read_early(l);
	for (size_t i = 0; l->source && i < l->source->nunnamed_targets; i++) {
		const char *name = l->source->unnamed_targets[i];
		char type[160];

		pointer_to(name, strlen(name), type, sizeof type);
		stand_in(l, type, type)->flags |= CE_GLOBAL_OPEN;
	}
	/* Without a front end the module was not looked at before it was optimised. */
	l->unit->is_untyped = !l->source || seen.exchanges || (seen.stores && !seen.tags);
}

/* ---- loads --------------------------------------------------------------------------------- */

static bool is_called(LLVMValueRef function)
{
	for (LLVMUseRef u = LLVMGetFirstUse(function); u; u = LLVMGetNextUse(u)) {
		LLVMValueRef call = LLVMGetUser(u);

		if (LLVMIsACallInst(call) && LLVMGetCalledValue(call) == function)
			return true;
	}
	return false;
}

/* Whether a function is called that was read through this pointer. */
static bool leads_to_call(LLVMValueRef table, int depth)
{
	for (LLVMUseRef u = LLVMGetFirstUse(table); u; u = LLVMGetNextUse(u)) {
		LLVMValueRef user = LLVMGetUser(u);

		if (LLVMIsALoadInst(user) && is_called(user))
			return true;
		if (LLVMIsAGetElementPtrInst(user) && depth == 0 && leads_to_call(user, 1))
			return true;
	}
	return false;
}

/* The stand-in for the member that a load reads, or CE_NONE. */
uint32_t ce_lower_member(ce_lower *l, LLVMValueRef load)
{
	member m;

	if (LLVMGetTypeKind(LLVMTypeOf(load)) != LLVMPointerTypeKind || !leads_to_call(load, 0) ||
	    !member_of(l->kinds.tbaa, load, &m) || !m.name[0])
		return CE_NONE;
	return (uint32_t)(stand_in(l, m.name, m.type) - l->unit->globals.at);
}
