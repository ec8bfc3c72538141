/*
 * lower_returns.c - calls that certainly come back (L8).
 *
 * C has one door out of a function besides returning: longjmp. A call may reach it when it ends in
 * code that nobody knows, or goes through a pointer. What another thread can be told to look by is no
 * better for stores that shall go unseen: atomic and volatile accesses. Of functions that another unit
 * defines the link knows (CE_FUNC_RETURNS).
 */
#include <stdlib.h>

#include "lower/lowering.h"

/* Declared functions that neither call back nor jump (L8). Sorted. */
static const char *const come_back[] = {
	"__assert_fail", "__ctype_b_loc", "__errno_location", "_exit",  "abort",     "calloc",  "exit",
	"free",          "malloc",        "memchr",           "memcmp", "memcpy",    "memmove", "memset",
	"realloc",       "snprintf",      "strchr",           "strcmp", "strcpy",    "strdup",  "strlen",
	"strncmp",       "strncpy",       "strrchr",          "strtol", "vsnprintf",
};

static int compare(const void *a, const void *b)
{
	return strcmp(a, *(const char *const *)b);
}

static bool is_known(const char *name)
{
	return bsearch(name, come_back, sizeof come_back / sizeof *come_back, sizeof *come_back, compare) !=
	       NULL;
}

/* What one call may do; a callee that is defined here is returned for a closer look. */
typedef enum door { DOOR_NONE, DOOR_OPEN, DOOR_CALLEE, DOOR_ELSEWHERE } door;

static door door_of(ce_lower *l, LLVMValueRef call, uint32_t *callee)
{
	LLVMValueRef fn = LLVMGetCalledValue(call);
	ce_intrinsic kind = ce_lower_intrinsic_of(l, call);

	if (kind == CE_INTRINSIC_STRANGE || kind == CE_INTRINSIC_ASM)
		return DOOR_OPEN;
	if (kind != CE_INTRINSIC_NONE)
		return DOOR_NONE;
	if (!LLVMIsAFunction(fn))
		return DOOR_OPEN;
	*callee = ce_map_get(&l->funcs, (uintptr_t)fn);
	if (*callee == CE_NONE)
		return DOOR_OPEN;
	if (l->bodies.at[*callee])
		return l->unit->funcs.at[*callee].linkage == CE_LINK_WEAK ? DOOR_OPEN : DOOR_CALLEE;
	return is_known(ce_text(&l->unit->strings, l->unit->funcs.at[*callee].name)) ? DOOR_NONE
	                                                                             : DOOR_ELSEWHERE;
}

static bool is_call(LLVMOpcode op)
{
	return op == LLVMCall || op == LLVMInvoke || op == LLVMCallBr;
}

bool ce_lower_is_visible(LLVMValueRef v, LLVMOpcode op)
{
	switch (op) {
	case LLVMFence:
	case LLVMAtomicRMW:
	case LLVMAtomicCmpXchg:
		return true;
	case LLVMLoad:
	case LLVMStore:
		return LLVMGetVolatile(v) || LLVMGetOrdering(v) != LLVMAtomicOrderingNotAtomic;
	default:
		return false;
	}
}

/* Functions of the module by what they call; filled as they are asked for. */
typedef struct ce_reach {
	struct node {
		bool known, open, elsewhere; /* it has a door of its own, it calls functions of other units */
		uint8_t back;                /* ce_back_from: of all that it calls, once it is told */
		uint32_t stamp;
		CE_VEC(uint32_t) callees;
	} *at;
	uint32_t n, stamp;
	CE_VEC(uint32_t) stack, seen;
} ce_reach;

static ce_reach *reach_of(ce_lower *l)
{
	if (!l->reach) {
		l->reach = ce_calloc(1, sizeof *l->reach);
		l->reach->n = l->unit->funcs.n;
		l->reach->at = ce_calloc(l->reach->n, sizeof *l->reach->at);
	}
	return l->reach;
}

static void look_at(ce_lower *l, struct node *node, LLVMValueRef v)
{
	LLVMOpcode op = LLVMGetInstructionOpcode(v);
	uint32_t callee;
	door d = is_call(op) ? door_of(l, v, &callee) : DOOR_NONE;

	if (d == DOOR_CALLEE)
		ce_push(&node->callees, callee);
	node->elsewhere |= d == DOOR_ELSEWHERE;
	node->open |= d == DOOR_OPEN || ce_lower_is_visible(v, op);
}

static struct node *look(ce_lower *l, uint32_t f)
{
	struct node *node = &reach_of(l)->at[f];
	LLVMValueRef fn = l->bodies.at[f];

	if (node->known)
		return node;
	node->known = true;
	for (LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(fn); bb && !node->open;
	     bb = LLVMGetNextBasicBlock(bb))
		for (LLVMValueRef v = LLVMGetFirstInstruction(bb); v; v = LLVMGetNextInstruction(v))
			look_at(l, node, v);
	return node;
}

static void visit(ce_reach *r, uint32_t f)
{
	if (r->at[f].stamp == r->stamp)
		return;
	r->at[f].stamp = r->stamp;
	ce_push(&r->stack, f);
	ce_push(&r->seen, f);
}

/* Whether a function only leaves by returning, whatever it calls. */
static ce_back_from back_from(ce_lower *l, uint32_t f)
{
	ce_reach *r = reach_of(l);
	ce_back_from back = CE_BACK_SURE;

	r->stamp++;
	r->stack.n = r->seen.n = 0;
	visit(r, f);
	while (r->stack.n && back != CE_BACK_NEVER_SURE) {
		struct node *node = look(l, r->stack.at[--r->stack.n]);

		if (node->open)
			back = CE_BACK_NEVER_SURE;
		else if (node->elsewhere || node->back == CE_BACK_IF_OTHERS)
			back = CE_BACK_IF_OTHERS;
		for (uint32_t i = 0; i < node->callees.n && node->back == CE_BACK_NEVER_SURE; i++)
			visit(r, node->callees.at[i]);
	}
	if (back == CE_BACK_NEVER_SURE)
		r->at[f].open = true;
	/* Of two, one may call only some of what the other does. */
	for (uint32_t i = 0; i < r->seen.n && back != CE_BACK_NEVER_SURE; i++)
		if (back == CE_BACK_SURE || r->seen.at[i] == f)
			r->at[r->seen.at[i]].back = (uint8_t)back;
	return back;
}

ce_back_from ce_lower_back_from(ce_lower *l, LLVMValueRef call)
{
	uint32_t callee;

	switch (door_of(l, call, &callee)) {
	case DOOR_NONE:
		return CE_BACK_SURE;
	case DOOR_ELSEWHERE:
		return CE_BACK_IF_OTHERS;
	case DOOR_CALLEE:
		return back_from(l, callee);
	default:
		return CE_BACK_NEVER_SURE;
	}
}

/* After the bodies: CE_FUNC_RETURNS. Models are not made to tell; what they stand for is
 * known by its name. */
void ce_lower_returns(ce_lower *l)
{
	for (uint32_t i = 0; i < l->unit->funcs.n; i++) {
		ce_func *f = &l->unit->funcs.at[i];
		bool body = l->bodies.at[i] && !l->unit->is_model;

		if (body ? !look(l, i)->open : is_known(ce_text(&l->unit->strings, f->name)))
			f->flags |= CE_FUNC_RETURNS;
	}
}

void ce_lower_reach_free(ce_lower *l)
{
	if (!l->reach)
		return;
	for (uint32_t i = 0; i < l->reach->n; i++)
		ce_vec_free(&l->reach->at[i].callees);
	ce_vec_free(&l->reach->stack);
	ce_vec_free(&l->reach->seen);
	free(l->reach->at);
	free(l->reach);
	l->reach = NULL;
}
