/*
 * lower_transient.c - stores that are certainly overwritten before the function
 * returns (CE_EDGE_TRANSIENT), and those that put back what was there before.
 *
 * `s->tmp = p; ...; s->tmp = NULL;` does not keep p. Certain means: on every way
 * from the store to a return, a store of the same width to the same address, or a
 * memset or memcpy of known size over it, follows, and nothing on the way can leave the function by another
 * door. C has one such door, longjmp, so any call that might reach it makes the way uncertain. So does
 * anything by which another thread can be told to look. The address is the same where it is the same distance
 * from the same argument or variable: these do not change while the function runs.
 *
 * Meanwhile somebody may read the place under another name. It matters where such a value goes
 * (solve/transient.c), and when: a place that is updated after the place was overwritten may be
 * that one again. A store is calm (CE_EDGE_CALM) if no update with what was read meanwhile comes after.
 *
 * `old = s->tmp; s->tmp = p; ...; s->tmp = old;` stores nothing new in the end if no
 * store that does not last was in force when `old` was read.
 */
#include <stdlib.h>

#include "lower/lowering.h"

enum { MAX_PLACES = 64 }; /* bits of a word; further places are not looked at */

/* ---- places --------------------------------------------------------------------------- */

typedef struct place {
	LLVMValueRef base;
	int64_t off;
	uint32_t stores;
} place;

/* What is certain of the way from a point to every return. */
typedef struct ahead {
	uint64_t written; /* places that are overwritten, if functions of other units return */
	uint64_t sure;    /* ... in any case */
	uint64_t calm;    /* ... and after that no place is updated with what was read before */
	bool quiet;       /* no place is updated with what was read while another one was held */
} ahead;

typedef struct flow {
	ce_body *b;
	place places[MAX_PLACES];
	uint32_t n;
	uint8_t *place_of; /* of an instruction; MAX_PLACES: none */
	ahead *ahead;      /* of the start of a block */
	uint64_t *held;    /* of the end of a block: places that may hold what will not last */
	uint64_t *before;  /* of a load or a call: the same, when it is made */
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

/* A plain load or store of one pointer's width. */
static bool find_place(ce_body *b, const ce_insn *i, place *out)
{
	LLVMTypeRef t;

	if ((i->opcode != LLVMStore && i->opcode != LLVMLoad) || ce_lower_is_visible(i->v, i->opcode))
		return false;
	t = LLVMTypeOf(i->opcode == LLVMLoad ? i->v : ce_body_op(b, i, 0).v);
	return ce_lower_type(b->l, t, NULL) != CE_TY_STRANGE &&
	       LLVMStoreSizeOfType(b->l->layout, t) == b->l->width &&
	       find_address(b, ce_body_op(b, i, i->opcode == LLVMLoad ? 0 : 1).v, out);
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
bool ce_lower_fills(LLVMValueRef v, int64_t *size)
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

	if (i->opcode != LLVMCall || !ce_lower_fills(i->v, &size) ||
	    !find_address(f->b, LLVMGetOperand(i->v, 0), &to))
		return 0;
	for (uint32_t k = 0; k < f->n; k++)
		if (f->places[k].base == to.base && f->places[k].off >= to.off &&
		    f->places[k].off + (int64_t)f->b->l->width <= to.off + size)
			places |= (uint64_t)1 << k;
	return places;
}

/* The load of the same place that a store puts back, or counts up or down; or NULL. */
static const ce_insn *put_back(const flow *f, uint32_t id)
{
	ce_operand value = ce_body_op(f->b, ce_body_insn(f->b, id), 0);
	const place *to = &f->places[f->place_of[id]];
	const ce_insn *load = ce_lower_counted(f->b, ce_body_insn(f->b, id));
	place from;

	if (load || value.id == CE_NONE)
		return load;
	load = ce_body_insn(f->b, value.id);
	return load->opcode == LLVMLoad && find_place(f->b, load, &from) && from.base == to->base &&
	                       from.off == to->off
	               ? load
	               : NULL;
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
		any |= b->insns.at[id].opcode == LLVMCall && ce_lower_fills(b->insns.at[id].v, &size);
	}
	for (uint32_t k = 0; k < f->n; k++)
		any |= f->places[k].stores > 1;
	return any && f->n;
}

/* ---- backwards: what is overwritten -------------------------------------------------------- */

static void meet(ahead *a, const ahead *b)
{
	a->written &= b->written;
	a->sure &= b->sure;
	a->calm &= b->calm;
	a->quiet &= b->quiet;
}

static ahead after(const flow *f, const ce_insn *end)
{
	ahead all = {UINT64_MAX, UINT64_MAX, UINT64_MAX, true}, none = {.quiet = true};

	if (end->opcode == LLVMUnreachable)
		return all; /* the call before it does not return */
	if (!LLVMGetNumSuccessors(end->v))
		return none;
	for (unsigned k = 0, n = LLVMGetNumSuccessors(end->v); k < n; k++)
		meet(&all, &f->ahead[ce_body_find(f->b, LLVMBasicBlockAsValue(LLVMGetSuccessor(end->v, k)))]);
	return all;
}

/* `s->p += n`: the load of the pointer that is moved on. */
const ce_insn *ce_lower_updated(ce_body *b, const ce_insn *store)
{
	ce_operand value = ce_body_op(b, store, 0);

	for (int depth = 0; depth < 8 && value.id != CE_NONE; depth++) {
		const ce_insn *i = ce_body_insn(b, value.id);

		if (i->opcode == LLVMLoad)
			return !ce_lower_is_visible(i->v, LLVMLoad) &&
			                       ce_lower_same_address(b, LLVMGetOperand(i->v, 0),
			                                             ce_body_op(b, store, 1).v)
			               ? i
			               : NULL;
		if (i->opcode != LLVMGetElementPtr || i->nflows != 1)
			return NULL; /* an index may be a pointer, too */
		value = ce_body_op(b, i, 0);
	}
	return NULL;
}

/* Whether it does not update a place with what was read there before it may have been
 * overwritten. */
static bool is_quiet(const flow *f, const ce_insn *i)
{
	const ce_insn *load = i->opcode == LLVMStore ? ce_lower_updated(f->b, i) : NULL;

	if (i->opcode == LLVMStore && !load)
		load = ce_lower_counted(f->b, i);
	return !load || !f->before[load - f->b->insns.at];
}

/* What is stored: integers may be read as such (A9). */
static bool is_pointer(const ce_body *b, const ce_insn *store)
{
	return LLVMGetTypeKind(LLVMTypeOf(ce_body_op(b, store, 0).v)) == LLVMPointerTypeKind;
}

/* Past an instruction that may be a way out nothing is overwritten any more. */
static void leave(const flow *f, const ce_insn *i, ahead *state)
{
	bool call = i->opcode == LLVMCall || i->opcode == LLVMInvoke || i->opcode == LLVMCallBr;
	ce_back_from back = CE_BACK_SURE;

	if (!state->written)
		return;
	if (ce_lower_is_visible(i->v, i->opcode))
		back = CE_BACK_NEVER_SURE;
	else if (call)
		back = ce_lower_back_from(f->b->l, i->v);
	state->written = back == CE_BACK_NEVER_SURE ? 0 : state->written;
	state->sure = back == CE_BACK_SURE ? state->sure : 0;
}

static uint16_t marks_of(const flow *f, const ce_insn *i, uint64_t place, const ahead *state)
{
	return (state->written & place ? CE_TRANSIENT : 0) |
	       (state->written & ~state->sure & place ? CE_IF_RETURNS : 0) |
	       (state->written & state->calm & place && is_pointer(f->b, i) ? CE_CALM : 0);
}

/* Through one block; stores of which it is true get the bits of `mark`. */
static ahead through(flow *f, uint32_t block, uint16_t mark)
{
	ce_body *b = f->b;
	uint32_t first = b->first.at[block], id = b->first.at[block + 1];
	ahead state = after(f, ce_body_insn(b, id - 1));

	while (id-- > first) {
		ce_insn *i = ce_body_insn(b, id);
		uint64_t over;

		leave(f, i, &state);
		over = wiped(f, i);
		if (f->place_of[id] != MAX_PLACES) {
			over = (uint64_t)1 << f->place_of[id];
			i->is |= mark & marks_of(f, i, over, &state);
		}
		state.written |= over;
		state.sure |= over;
		state.calm = state.quiet ? state.calm | over : state.calm & ~over;
		state.quiet &= is_quiet(f, i);
	}
	return state;
}

static void find_overwritten(flow *f, uint16_t mark)
{
	uint32_t n = f->b->order.n;
	bool again = true;

	for (uint32_t k = 0; k < n; k++)
		f->ahead[k] = (ahead){UINT64_MAX, UINT64_MAX, UINT64_MAX, true};
	while (again) {
		again = false;
		for (uint32_t k = n; k-- > 0;) {
			ahead state = through(f, k, 0), *old = &f->ahead[k];

			again |= state.written != old->written || state.sure != old->sure ||
			         state.calm != old->calm || state.quiet != old->quiet;
			*old = state;
		}
	}
	for (uint32_t k = 0; k < n; k++)
		through(f, k, mark);
}

/* ---- forwards: what does not last ------------------------------------------------------------ */

/* Places that may hold what will not last when a block begins. */
static uint64_t held_at(const flow *f, uint32_t block)
{
	LLVMValueRef bb = LLVMBasicBlockAsValue(f->b->order.at[block]);
	uint64_t held = 0;

	for (LLVMUseRef u = LLVMGetFirstUse(bb); u; u = LLVMGetNextUse(u)) {
		LLVMValueRef end = LLVMGetUser(u);
		uint32_t from;

		if (!LLVMIsAInstruction(end) || !LLVMIsATerminatorInst(end))
			continue;
		from = ce_body_find(f->b, LLVMBasicBlockAsValue(LLVMGetInstructionParent(end)));
		held |= from == CE_NONE ? 0 : f->held[from];
	}
	return held;
}

/* What a store that puts something back leaves there is what was there when it was read. */
static bool does_not_last(const flow *f, uint32_t id)
{
	const ce_insn *load = put_back(f, id);

	return (ce_body_insn(f->b, id)->is & CE_TRANSIENT) && (!load || f->before[load - f->b->insns.at]);
}

static bool follow_held(flow *f, uint32_t block)
{
	ce_body *b = f->b;
	uint64_t held = held_at(f, block);
	bool changed = false;

	for (uint32_t id = b->first.at[block]; id < b->first.at[block + 1]; id++) {
		const ce_insn *i = ce_body_insn(b, id);
		uint64_t place = f->place_of[id] == MAX_PLACES ? 0 : (uint64_t)1 << f->place_of[id];

		if (i->opcode == LLVMLoad || i->opcode == LLVMCall) {
			changed |= (f->before[id] | held) != f->before[id];
			f->before[id] |= held;
		}
		held &= ~(wiped(f, i) | place);
		if (place && does_not_last(f, id))
			held |= place;
	}
	changed |= (f->held[block] | held) != f->held[block];
	f->held[block] |= held;
	return changed;
}

static void find_held(flow *f)
{
	for (bool again = true; again;) {
		again = false;
		for (uint32_t k = 0; k < f->b->order.n; k++)
			again |= follow_held(f, k);
	}
}

static void find_restores(flow *f)
{
	for (uint32_t id = 0; id < f->b->insns.n; id++) {
		const ce_insn *load = f->place_of[id] == MAX_PLACES ? NULL : put_back(f, id);

		if (load && !f->before[load - f->b->insns.at])
			ce_body_insn(f->b, id)->is |= CE_RESTORES;
	}
}

/* Of places that are not followed here, like an element of an array, or what a pointer leads to that is
 * chosen: it may be one that is. */
static bool puts_back_elsewhere(flow *f, const ce_insn *i, uint32_t id)
{
	const uint64_t *before = f->ahead ? f->before : NULL;
	const ce_insn *load;

	if (i->intrinsic == CE_INTRINSIC_MOVE)
		return ce_lower_copies_back(f->b, i, before);
	if (i->opcode != LLVMStore || (f->ahead && f->place_of[id] != MAX_PLACES))
		return false;
	load = ce_lower_counted(f->b, i);
	if (!load)
		load = ce_lower_read_back(f->b, i);
	return load && !(before && before[load - f->b->insns.at]);
}

static void find_restores_elsewhere(flow *f)
{
	for (uint32_t id = 0; id < f->b->insns.n; id++)
		if (puts_back_elsewhere(f, ce_body_insn(f->b, id), id))
			ce_body_insn(f->b, id)->is |= CE_RESTORES;
}

/* Before the edges are made. */
void ce_lower_transient(ce_body *b)
{
	flow f = {.b = b};

	f.place_of = ce_malloc(b->insns.n);
	if (find_places(&f)) {
		f.ahead = ce_malloc(b->order.n * sizeof *f.ahead);
		f.held = ce_calloc(b->order.n, sizeof *f.held);
		f.before = ce_calloc(b->insns.n, sizeof *f.before);
		find_overwritten(&f, CE_TRANSIENT | CE_IF_RETURNS);
		find_held(&f);
		find_overwritten(&f, CE_CALM);
		find_restores(&f);
	}
	find_restores_elsewhere(&f);
	free(f.ahead);
	free(f.held);
	free(f.before);
	free(f.place_of);
}
