/*
 * lower_transient.c - stores that are certainly overwritten before the function
 * returns (CE_EDGE_TRANSIENT).
 *
 * `s->tmp = p; ...; s->tmp = NULL;` does not keep p. Certain means: on every way
 * from the store to a return, a store of the same width to the same address, or a
 * memset or memcpy of known size over it, follows, and nothing on the way can leave the function by another
 * door. C has one such door, longjmp, so any call that might reach it makes the way uncertain. So does
 * anything by which another thread can be told to look. The address is the same where it is the same distance
 * from the same argument or variable: these do not change while the function runs.
 */
#include <stdlib.h>

#include "lower/lowering.h"

enum { MAX_PLACES = 64 }; /* bits of a word; further places are not looked at */

/* ---- calls that come back ------------------------------------------------------- */

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

static bool is_known(LLVMValueRef fn)
{
	size_t n;
	const char *name = LLVMGetValueName2(fn, &n);

	return bsearch(name, come_back, sizeof come_back / sizeof *come_back, sizeof *come_back, compare) !=
	       NULL;
}

/* What one call may do; a defined callee is returned for a closer look. */
typedef enum door { DOOR_NONE, DOOR_OPEN, DOOR_CALLEE } door;

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
	return is_known(fn) ? DOOR_NONE : DOOR_OPEN;
}

static bool is_call(LLVMOpcode op)
{
	return op == LLVMCall || op == LLVMInvoke || op == LLVMCallBr;
}

/* Atomic, volatile: another thread may look at memory here. */
static bool is_visible(LLVMValueRef v, LLVMOpcode op)
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
		bool known, open, safe;
		uint32_t stamp;
		CE_VEC(uint32_t) callees;
	} *at;
	uint32_t n, stamp;
	CE_VEC(uint32_t) stack, seen;
} ce_reach;

static struct node *look(ce_lower *l, uint32_t f)
{
	struct node *node = &l->reach->at[f];
	LLVMValueRef fn = l->bodies.at[f];

	if (node->known)
		return node;
	node->known = true;
	for (LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(fn); bb && !node->open;
	     bb = LLVMGetNextBasicBlock(bb))
		for (LLVMValueRef v = LLVMGetFirstInstruction(bb); v; v = LLVMGetNextInstruction(v)) {
			LLVMOpcode op = LLVMGetInstructionOpcode(v);
			uint32_t callee;
			door d = is_call(op) ? door_of(l, v, &callee) : DOOR_NONE;

			if (d == DOOR_CALLEE)
				ce_push(&node->callees, callee);
			node->open |= d == DOOR_OPEN || is_visible(v, op);
		}
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
static bool comes_back(ce_lower *l, uint32_t f)
{
	ce_reach *r = l->reach;
	bool open = false;

	r->stamp++;
	r->stack.n = r->seen.n = 0;
	visit(r, f);
	while (r->stack.n && !open) {
		uint32_t g = r->stack.at[--r->stack.n];
		struct node *node;

		if (r->at[g].safe)
			continue;
		node = look(l, g);
		open = node->open;
		for (uint32_t i = 0; i < node->callees.n && !open; i++)
			visit(r, node->callees.at[i]);
	}
	if (open)
		r->at[f].open = r->at[f].known = true;
	for (uint32_t i = 0; i < r->seen.n && !open; i++)
		r->at[r->seen.at[i]].safe = true;
	return !open;
}

static bool call_comes_back(ce_lower *l, LLVMValueRef call)
{
	uint32_t callee;
	door d = door_of(l, call, &callee);

	return d == DOOR_NONE || (d == DOOR_CALLEE && comes_back(l, callee));
}

static void start_reach(ce_lower *l)
{
	if (l->reach)
		return;
	l->reach = ce_calloc(1, sizeof *l->reach);
	l->reach->n = l->unit->funcs.n;
	l->reach->at = ce_calloc(l->reach->n, sizeof *l->reach->at);
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

/* ---- places --------------------------------------------------------------------------- */

typedef struct place {
	LLVMValueRef base;
	int64_t off;
	uint32_t stores;
} place;

typedef struct flow {
	ce_body *b;
	place places[MAX_PLACES];
	uint32_t n;
	uint8_t *place_of; /* of an instruction; MAX_PLACES: none */
	uint64_t *in;      /* of a block: places that are certainly written from its start on */
} flow;

/* An argument or a variable + constant. */
static bool find_address(ce_body *b, LLVMValueRef v, place *out)
{
	ce_off off = CE_OFF_ZERO;

	for (int depth = 0; depth < 16; depth++) {
		bool gep = LLVMIsAGetElementPtrInst(v) ||
		           (LLVMIsAConstantExpr(v) && LLVMGetConstOpcode(v) == LLVMGetElementPtr);

		if (!gep)
			break;
		off = ce_lower_off_plus(off, ce_lower_gep(b->l, v, NULL));
		v = LLVMGetOperand(v, 0);
	}
	*out = (place){v, off.base, 1};
	return !off.stride && (LLVMIsAArgument(v) || LLVMIsAGlobalVariable(v)) &&
	       LLVMGetTypeKind(LLVMTypeOf(v)) == LLVMPointerTypeKind;
}

/* A plain store of one pointer's width. */
static bool find_place(ce_body *b, const ce_insn *i, place *out)
{
	if (i->opcode != LLVMStore || is_visible(i->v, LLVMStore) ||
	    ce_lower_type(b->l, LLVMTypeOf(ce_body_op(b, i, 0).v), NULL) == CE_TY_STRANGE ||
	    LLVMStoreSizeOfType(b->l->layout, LLVMTypeOf(ce_body_op(b, i, 0).v)) != b->l->width)
		return false;
	return find_address(b, ce_body_op(b, i, 1).v, out);
}

static uint8_t add_place(flow *f, const place *p)
{
	for (uint32_t k = 0; k < f->n; k++)
		if (f->places[k].base == p->base && f->places[k].off == p->off) {
			f->places[k].stores++;
			return (uint8_t)k;
		}
	if (f->n == MAX_PLACES)
		return MAX_PLACES;
	f->places[f->n] = *p;
	return (uint8_t)f->n++;
}

/* memset, memcpy or memmove of a known number of bytes. */
static bool is_wipe(LLVMValueRef v, int64_t *size)
{
	LLVMValueRef is_volatile;

	if (!LLVMIsAMemSetInst(v) && !LLVMIsAMemCpyInst(v) && !LLVMIsAMemMoveInst(v))
		return false;
	is_volatile = LLVMGetOperand(v, 3);
	return ce_lower_const_int(LLVMGetOperand(v, 2), size) && LLVMIsAConstantInt(is_volatile) &&
	       LLVMConstIntGetZExtValue(is_volatile) == 0;
}

/* The places that an instruction fills with something else. */
static uint64_t wiped(const flow *f, const ce_insn *i)
{
	uint64_t places = 0;
	int64_t size;
	place to;

	if (i->opcode != LLVMCall || !is_wipe(i->v, &size) ||
	    !find_address(f->b, LLVMGetOperand(i->v, 0), &to))
		return 0;
	for (uint32_t k = 0; k < f->n; k++)
		if (f->places[k].base == to.base && f->places[k].off >= to.off &&
		    f->places[k].off + (int64_t)f->b->l->width <= to.off + size)
			places |= (uint64_t)1 << k;
	return places;
}

static bool find_places(flow *f)
{
	ce_body *b = f->b;
	bool any = false;
	int64_t size;

	for (uint32_t id = 0; id < b->insns.n; id++) {
		place p;

		f->place_of[id] = MAX_PLACES;
		if (b->insns.at[id].opcode == LLVMStore && find_place(b, &b->insns.at[id], &p))
			f->place_of[id] = add_place(f, &p);
		any |= b->insns.at[id].opcode == LLVMCall && is_wipe(b->insns.at[id].v, &size);
	}
	for (uint32_t k = 0; k < f->n; k++)
		any |= f->places[k].stores > 1;
	return any && f->n;
}

/* ---- data flow, backwards ----------------------------------------------------------------- */

static uint64_t after(const flow *f, const ce_insn *end)
{
	uint64_t state = UINT64_MAX;

	if (end->opcode == LLVMUnreachable)
		return state; /* the call before it does not return */
	if (!LLVMGetNumSuccessors(end->v))
		return 0;
	for (unsigned k = 0, n = LLVMGetNumSuccessors(end->v); k < n; k++)
		state &= f->in[ce_body_find(f->b, LLVMBasicBlockAsValue(LLVMGetSuccessor(end->v, k)))];
	return state;
}

/* Through one block; with `mark`, set the flag of stores that do not last. */
static uint64_t through(flow *f, uint32_t block, bool mark)
{
	ce_body *b = f->b;
	uint32_t first = b->first.at[block], id = b->first.at[block + 1];
	uint64_t state = after(f, ce_body_insn(b, id - 1));

	while (id-- > first) {
		const ce_insn *i = ce_body_insn(b, id);

		if (state &&
		    (is_visible(i->v, i->opcode) || (is_call(i->opcode) && !call_comes_back(b->l, i->v))))
			state = 0;
		state |= wiped(f, i);
		if (f->place_of[id] == MAX_PLACES)
			continue;
		if (mark && i->nleaves && (state >> f->place_of[id] & 1))
			b->f->edges.at[i->leaves].flags |= CE_EDGE_TRANSIENT;
		state |= (uint64_t)1 << f->place_of[id];
	}
	return state;
}

static void solve(flow *f)
{
	uint32_t n = f->b->order.n;
	bool again = true;

	for (uint32_t k = 0; k < n; k++)
		f->in[k] = UINT64_MAX;
	while (again) {
		again = false;
		for (uint32_t k = n; k-- > 0;) {
			uint64_t state = through(f, k, false);

			again |= state != f->in[k];
			f->in[k] = state;
		}
	}
	for (uint32_t k = 0; k < n; k++)
		through(f, k, true);
}

/* After the edges are made: a store's leaves say which one is its own. */
void ce_lower_transient(ce_body *b)
{
	flow f = {.b = b};

	f.place_of = ce_malloc(b->insns.n);
	if (find_places(&f)) {
		start_reach(b->l);
		f.in = ce_malloc(b->order.n * sizeof *f.in);
		solve(&f);
		free(f.in);
	}
	free(f.place_of);
}
