/*
 * lower_cycle.c - values that are made of themselves.
 *
 * A pointer that a loop moves on by 8 takes the offsets 0, 8, 16, ... without
 * end. Solved step by step that takes long and ends at a cap; here the cycle is
 * visible, so the step becomes a stride at once. Cycles without a step are one
 * value under several names and become one node.
 */
#include <stdlib.h>

#include "lower/lowering.h"

/* ---- cursors that live in memory ------------------------------------------------- */

static bool is_step(LLVMValueRef v, LLVMValueRef *base, ce_off *off, const ce_lower *l)
{
	if (!LLVMIsAGetElementPtrInst(v))
		return false;
	*base = LLVMGetOperand(v, 0);
	*off = ce_lower_gep(l, v, NULL);
	return !off->stride;
}

/* Whether two addresses are certainly the same: one value, or one distance from one value. */
bool ce_lower_same_address(ce_body *b, LLVMValueRef a, LLVMValueRef c)
{
	LLVMValueRef base_a, base_c;
	ce_off off_a, off_c;

	if (a == c)
		return true;
	return is_step(a, &base_a, &off_a, b->l) && is_step(c, &base_c, &off_c, b->l) && base_a == base_c &&
	       off_a.base == off_c.base;
}

/* The load that an operand is, seen through casts. */
static const ce_insn *load_behind(ce_body *b, ce_operand o)
{
	for (int depth = 0; o.id != CE_NONE && depth < 4; depth++) {
		const ce_insn *i = ce_body_insn(b, o.id);

		switch (i->opcode) {
		case LLVMLoad:
			return i;
		case LLVMPtrToInt:
		case LLVMIntToPtr:
		case LLVMTrunc:
		case LLVMZExt:
		case LLVMSExt:
		case LLVMFreeze:
			o = ce_body_op(b, i, 0);
			break;
		default:
			return NULL;
		}
	}
	return NULL;
}

static bool is_choice(LLVMValueRef v)
{
	return LLVMIsAPHINode(v) || LLVMIsASelectInst(v);
}

/* Choices: so many between the value and the store. */
static bool is_stored_at(ce_body *b, LLVMValueRef v, LLVMValueRef address, int choices)
{
	int limit = 8;

	for (LLVMUseRef u = LLVMGetFirstUse(v); u && limit--; u = LLVMGetNextUse(u)) {
		LLVMValueRef user = LLVMGetUser(u);

		if (LLVMIsAStoreInst(user) && LLVMGetOperand(user, 0) == v &&
		    ce_lower_same_address(b, LLVMGetOperand(user, 1), address))
			return true;
		if (choices && is_choice(user) && is_stored_at(b, user, address, choices - 1))
			return true;
	}
	return false;
}

/* `in->next -= n`, of characters. What it is in is found by another name, and kept as another type. */
static bool goes_back_in_text(ce_body *b, const ce_insn *i)
{
	const ce_insn *load;

	if (i->opcode != LLVMGetElementPtr || !ce_lower_gep_back(b->l, i->v))
		return false;
	load = load_behind(b, ce_body_op(b, i, 0));
	return load && ce_lower_points_to_text(b->l, load->v) &&
	       is_stored_at(b, i->v, ce_body_op(b, load, 0).v, 1);
}

/*
 * `s->n += k`, `s->p++`: the sum goes back to where it came from, so the step
 * may be taken any number of times. For an integer the step says nothing.
 */
ce_off ce_lower_cursor(ce_body *b, const ce_insn *i, ce_off off)
{
	const ce_insn *load;

	if (goes_back_in_text(b, i))
		return CE_OFF_INDEX;
	if ((i->opcode != LLVMAdd && i->opcode != LLVMGetElementPtr) || (!off.base && !off.stride) ||
	    (off.stride == 1 && !off.count) || ce_off_is_index(off))
		return off;
	load = load_behind(b, ce_body_op(b, i, 0));
	if (!load || !is_stored_at(b, i->v, ce_body_op(b, load, 0).v, 0))
		return off;
	/* Back it may be the way to what the array is in. */
	if (i->opcode == LLVMGetElementPtr && off.base < 0 && !off.stride)
		return (ce_off){.base = off.base, .lo = CE_OFF_LEFT};
	if (i->opcode == LLVMAdd)
		return CE_OFF_ANY;
	/* Steps over bytes say nothing of elements. */
	off = ce_lower_off_unbounded(off);
	if (ce_off_is_index(off) && ce_lower_size(b->l, LLVMGetGEPSourceElementType(i->v)) == 1)
		off = CE_OFF_INDEX;
	return off;
}

/* ---- strongly connected components of the COPY edges ------------------------------ */

typedef struct scc {
	const ce_func *f;
	bool zero_only;  /* edges that move the value do not count */
	uint32_t *first; /* edges out of node n are to[first[n] .. first[n + 1]) */
	uint32_t *to;
	uint32_t *number, *low; /* Tarjan's; 0: not visited */
	uint32_t *component;    /* CE_NONE until complete */
	uint32_t *size;         /* nodes in the component */
	uint32_t visited, ncomponents;
	CE_VEC(uint32_t) open;
	CE_VEC(struct scc_frame {
		uint32_t node;
		uint32_t next;
	})
	frames;
} scc;

static bool counts(const scc *s, const ce_edge *e)
{
	return e->op == CE_OP_COPY && (!s->zero_only || (!e->off.base && !e->off.stride && !e->off.extent));
}

static void build(scc *s)
{
	uint32_t n = s->f->nnodes;

	s->first = ce_calloc(n + 2, sizeof *s->first);
	for (uint32_t i = 0; i < s->f->edges.n; i++)
		if (counts(s, &s->f->edges.at[i]))
			s->first[s->f->edges.at[i].src + 2]++;
	for (uint32_t i = 2; i < n + 2; i++)
		s->first[i] += s->first[i - 1];
	s->to = ce_malloc(s->first[n + 1] * sizeof *s->to);
	for (uint32_t i = 0; i < s->f->edges.n; i++)
		if (counts(s, &s->f->edges.at[i]))
			s->to[s->first[s->f->edges.at[i].src + 1]++] = s->f->edges.at[i].dst;
	s->number = ce_calloc(n, sizeof *s->number);
	s->low = ce_calloc(n, sizeof *s->low);
	s->component = ce_malloc(n * sizeof *s->component);
	s->size = ce_calloc(n, sizeof *s->size);
	for (uint32_t i = 0; i < n; i++)
		s->component[i] = CE_NONE;
}

static void open_node(scc *s, uint32_t node)
{
	s->number[node] = s->low[node] = ++s->visited;
	ce_push(&s->open, node);
	ce_push(&s->frames, ((struct scc_frame){node, s->first[node]}));
}

static void close_node(scc *s, uint32_t node)
{
	uint32_t member;

	if (s->low[node] != s->number[node])
		return;
	do {
		member = s->open.at[--s->open.n];
		s->component[member] = s->ncomponents;
		s->size[s->ncomponents]++;
	} while (member != node);
	s->ncomponents++;
}

/* Tarjan's algorithm with an explicit stack. */
static void visit(scc *s, uint32_t root)
{
	open_node(s, root);
	while (s->frames.n) {
		struct scc_frame *top = &s->frames.at[s->frames.n - 1];
		uint32_t node = top->node, next;

		if (top->next == s->first[node + 1]) {
			close_node(s, node);
			if (--s->frames.n) {
				uint32_t parent = s->frames.at[s->frames.n - 1].node;

				if (s->low[node] < s->low[parent])
					s->low[parent] = s->low[node];
			}
			continue;
		}
		next = s->to[top->next++];
		if (!s->number[next])
			open_node(s, next);
		else if (s->component[next] == CE_NONE && s->number[next] < s->low[node])
			s->low[node] = s->number[next];
	}
}

static void find_components(scc *s, const ce_func *f, bool zero_only)
{
	*s = (scc){.f = f, .zero_only = zero_only};
	build(s);
	for (uint32_t node = 0; node < f->nnodes; node++)
		if (!s->number[node])
			visit(s, node);
}

static void free_components(scc *s)
{
	free(s->first);
	free(s->to);
	free(s->number);
	free(s->low);
	free(s->component);
	free(s->size);
	ce_vec_free(&s->open);
	ce_vec_free(&s->frames);
}

/* ---- rewriting ------------------------------------------------------------------------ */

static bool widen(ce_func *f, const scc *s)
{
	bool any = false;

	for (uint32_t i = 0; i < f->edges.n; i++) {
		ce_edge *e = &f->edges.at[i];

		if (e->op != CE_OP_COPY || s->component[e->src] != s->component[e->dst])
			continue;
		if (e->src != e->dst && s->size[s->component[e->src]] == 1)
			continue;
		any = true;
		if (e->off.base || e->off.stride)
			e->off = ce_lower_off_unbounded(e->off);
	}
	return any;
}

static uint32_t renumber(uint32_t node, const uint32_t *as)
{
	return node == CE_NONE ? CE_NONE : as[node];
}

static void rename_edge(ce_edge *e, const uint32_t *as)
{
	switch ((ce_op)e->op) {
	case CE_OP_COPY:
	case CE_OP_LOAD:
	case CE_OP_STORE:
	case CE_OP_MOVE:
		e->src = as[e->src];
		e->dst = as[e->dst];
		return;
	case CE_OP_LEAK:
		e->src = as[e->src];
		return;
	case CE_OP_ADDR:
	case CE_OP_OPAQUE:
	case CE_OP_NEW:
	case CE_OP_CAST:
		e->dst = as[e->dst];
		return;
	case CE_OP_CALL:
	case CE_NOPS:
		return;
	}
}

/* Nodes of one zero-offset component become its lowest node; the numbers close up. */
static void collapse(ce_func *f, const scc *s)
{
	uint32_t *as = ce_malloc(f->nnodes * sizeof *as), *lowest = ce_malloc(f->nnodes * sizeof *lowest);
	uint32_t n = 0, kept = 0;

	for (uint32_t c = 0; c < f->nnodes; c++)
		lowest[c] = CE_NONE;
	/* Arguments have no incoming copies and results no outgoing ones: they are
	 * components of their own and keep their numbers, which come first. */
	for (uint32_t node = 0; node < f->nnodes; node++) {
		uint32_t *low = &lowest[s->component[node]];

		if (*low == CE_NONE)
			*low = n++;
		as[node] = *low;
	}
	f->nnodes = n;
	for (uint32_t i = 0; i < f->edges.n; i++) {
		ce_edge e = f->edges.at[i];

		rename_edge(&e, as);
		if (e.op == CE_OP_COPY && e.src == e.dst && !e.off.base && !e.off.stride)
			continue;
		f->edges.at[kept++] = e;
	}
	f->edges.n = kept;
	for (uint32_t i = 0; i < f->lists.n; i++)
		f->lists.at[i] = renumber(f->lists.at[i], as);
	for (uint32_t i = 0; i < f->calls.n; i++)
		if (!f->calls.at[i].direct)
			f->calls.at[i].target = as[f->calls.at[i].target];
	free(as);
	free(lowest);
}

static bool has_phi(const ce_body *b)
{
	for (uint32_t id = 0; id < b->insns.n; id++)
		if (b->insns.at[id].opcode == LLVMPHI && (b->insns.at[id].is & CE_WANTED))
			return true;
	return false;
}

void ce_lower_cycles(ce_body *b)
{
	scc s;
	bool any;

	if (!has_phi(b)) /* SSA: no cycle without one */
		return;
	find_components(&s, b->f, false);
	any = widen(b->f, &s);
	free_components(&s);
	if (!any)
		return;
	find_components(&s, b->f, true);
	collapse(b->f, &s);
	free_components(&s);
}
