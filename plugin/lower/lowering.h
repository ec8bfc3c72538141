/*
 * lowering.h - shared by the files of lower/, nobody else.
 *
 * A module is lowered function by function. Each body goes through six steps:
 *   collect   number the values of all reachable blocks           lower_body.c
 *   carry     which of them may carry a pointer                   lower_carry.c
 *   want      which of those can matter to anybody                lower_carry.c
 *   last      which stores do not last, which put back            lower_transient.c
 *   emit      nodes and edges for what is both                    lower_insn.c
 *   cycles    widen pointer increments, collapse copy cycles      lower_cycle.c
 * "A value flows into another" is decided in one place, lower_flow.c (with
 * lower_int.c); carry, want and emit all follow the same list of flows.
 */
#ifndef CE_LOWERING_H
#define CE_LOWERING_H

#include <llvm-c/Core.h>
#include <llvm-c/DebugInfo.h>
#include <llvm-c/Target.h>

#include "graph/unit.h"
#include "lower/lower.h"

/* ---- types ------------------------------------------------------------------- */

typedef enum ce_ty {
	CE_TY_NOTHING, /* cannot hold a pointer: void, i1, label, token */
	CE_TY_POINTER, /* a pointer, or a vector of them */
	CE_TY_DATA,    /* integer, float or a vector of those: holds one by accident */
	CE_TY_PARTS,   /* struct or array: a list of leaves */
	CE_TY_STRANGE, /* scalable, target-specific: size unknown */
} ce_ty;

typedef struct ce_leaf {
	uint64_t at, size; /* bytes */
	ce_ty ty;
} ce_leaf;

/* A first-class aggregate with more leaves than this is one value. */
enum { CE_MAX_LEAVES = 16 };

/* ---- the module ---------------------------------------------------------------- */

typedef struct ce_file {
	ce_str shown;
	char *path; /* joined to its directory, for ce_source.text */
} ce_file;

typedef struct ce_place {
	ce_pos pos;
	const char *path; /* NULL: unknown */
} ce_place;

/* Attribute kinds, looked up once. */
typedef struct ce_kinds {
	unsigned tbaa; /* a metadata kind */
	unsigned byval, sret, noreturn, returns_twice, naked, coroutine, memory, captures;
} ce_kinds;

typedef struct ce_lower {
	LLVMModuleRef module;
	LLVMContextRef ctx;
	LLVMTargetDataRef layout;
	const ce_source *source;
	ce_unit *unit;
	unsigned width; /* bytes of a pointer */
	ce_kinds kinds;
	ce_map notes;        /* index of unit->notes */
	ce_map funcs;        /* function or alias -> index in unit->funcs */
	ce_map globals;      /* variable -> index in unit->globals */
	ce_map intrinsics;   /* intrinsic function -> ce_intrinsic */
	ce_map source_funcs; /* hash of link_name -> index in source->funcs */
	ce_map file_index;   /* DIFile -> index in files */
	CE_VEC(ce_file) files;
	ce_map members;              /* name -> index of its stand-in (lower_member.c) */
	bool inits_known;            /* constants without pointers can be told from others */
	CE_VEC(LLVMValueRef) bodies; /* unit->funcs[i] is bodies.at[i]; NULL without body */
	LLVMMetadataRef last_loc;    /* cache of ce_lower_place() */
	ce_place last_place;
	LLVMMetadataRef last_scope;
	uint32_t last_file;
	struct ce_reach *reach; /* lower_returns.c */
	ce_map arrays;          /* of the body that is lowered (lower_array.c) */
	ce_map *scalable;       /* struct -> ce_lower_is_scalable() */
} ce_lower;

/* ---- one body -------------------------------------------------------------------- */

typedef struct ce_operand {
	LLVMValueRef v;
	uint32_t id; /* in insns; CE_NONE: a constant, or something without value */
} ce_operand;

/* `from` is part of a value, moved by off. Nearly always an operand of it. */
typedef struct ce_flow {
	ce_operand from;
	ce_off off;
} ce_flow;

/* Facts about a value; bits of ce_insn.is. */
enum {
	CE_CARRIES = 1 << 0,      /* may hold a pointer or a piece of one */
	CE_WANTED = 1 << 1,       /* and somebody may use it for more than a comparison */
	CE_DEREFERENCED = 1 << 2, /* an integer that becomes a pointer here */
	CE_NARROW = 1 << 3,       /* its type is narrower than a pointer */
	CE_WIDE = 1 << 4,         /* wider than a pointer */
	CE_MOVED = 1 << 5,        /* a wide load whose every use is a store: becomes MOVEs */
	CE_PIECE = 1 << 6,        /* an integer certainly cut out of something known (lower_piece.c) */
	CE_ON_STACK = 1 << 7,     /* a pointer into a local variable */
	CE_LATE = 1 << 8,         /* made of a value that is emitted after it */
	CE_TRANSIENT = 1 << 9,    /* a store: CE_EDGE_TRANSIENT (lower_transient.c) */
	CE_CALM = 1 << 10,        /* CE_EDGE_CALM */
	CE_RESTORES = 1 << 11,    /* puts back what was there: nothing is stored */
	CE_IF_RETURNS = 1 << 12,  /* CE_EDGE_IF_RETURNS */
	CE_EARLY = 1 << 13,       /* a load or call: CE_EDGE_EARLY (lower_early.c), */
	CE_FIRST = 1 << 14,       /* CE_EDGE_FIRST */
};

/* An argument or an instruction. */
typedef struct ce_insn {
	LLVMValueRef v;
	uint32_t ops, nops;       /* body.ops */
	uint32_t flows, nflows;   /* body.flows */
	uint32_t leaves, nleaves; /* body.leaves: its nodes, once emitted */
	uint16_t is;
	uint8_t opcode;    /* LLVMOpcode; 0: an argument */
	uint8_t ty;        /* ce_ty of its result */
	uint8_t intrinsic; /* ce_intrinsic; calls */
	uint32_t seen;     /* stamp of the last query (lower_int.c) */
} ce_insn;

typedef struct ce_body {
	ce_lower *l;
	LLVMValueRef fn;
	ce_func *f;
	CE_VEC(ce_insn) insns; /* arguments, then blocks in reverse post-order */
	CE_VEC(ce_operand) ops;
	CE_VEC(ce_flow) flows;
	CE_VEC(uint32_t) leaves;
	struct ce_slot *slots; /* value -> id */
	uint32_t nslots, mask;
	uint32_t nblocks;
	CE_VEC(LLVMBasicBlockRef) order; /* reachable blocks */
	CE_VEC(uint32_t) first;          /* first instruction of order[i]; one more at the end */
	CE_VEC(uint32_t) stack;
	ce_map constants; /* constant -> node, or CE_NO_NODE */
	ce_map refs;      /* hash of (ref, offset) -> node */
	ce_map locals;    /* alloca -> index into records */
	ce_map origins;   /* insn -> node of where the bytes it is chosen from were loaded (lower_memory.c) */
	CE_VEC(struct ce_record) records;
	bool has_positions;
	CE_VEC(uint32_t) block_guards; /* of order[i] (lower_guard.c) */
	CE_VEC(uint32_t) edge_guards;  /* of the ways out of blocks, in order */
	CE_VEC(uint32_t) edges_of;     /* block guard that the ways out were made from */
	CE_VEC(uint32_t) edge_first;   /* index in edge_guards of order[i]'s first */
	bool has_guards;
	uint32_t guard; /* of the edges being emitted */
	uint32_t stamp; /* of insn.seen */
	uint32_t now;   /* instruction being emitted */
} ce_body;

/* A debug record that names an alloca or an argument (lower_debug.c). */
struct ce_record {
	LLVMMetadataRef variable, loc;
};

#define CE_NO_NODE (CE_NONE - 1)

static inline ce_insn *ce_body_insn(ce_body *b, uint32_t id)
{
	return &b->insns.at[id];
}
static inline ce_operand ce_body_op(const ce_body *b, const ce_insn *i, uint32_t n)
{
	return b->ops.at[i->ops + n];
}

/* lower_body.c */
void ce_lower_body(ce_body *b, ce_func *f, LLVMValueRef fn);
void ce_lower_body_free(ce_body *b);
uint32_t ce_body_find(const ce_body *b, LLVMValueRef v); /* CE_NONE: not one of its values */

/* lower_type.c */
ce_ty ce_lower_type(const ce_lower *l, LLVMTypeRef t, uint64_t *size); /* size may be NULL */
unsigned ce_lower_leaves(const ce_lower *l, LLVMTypeRef t, ce_leaf out[CE_MAX_LEAVES]);
void ce_lower_leaf_range(LLVMValueRef insn, LLVMTypeRef aggregate, unsigned *first, unsigned *n);
bool ce_lower_is_scalable(const ce_lower *l, LLVMTypeRef t);
bool ce_lower_has_pointers(LLVMTypeRef t);
/** ce_global.element */
uint32_t ce_lower_element(const ce_lower *l, LLVMTypeRef t);
uint64_t ce_lower_size(const ce_lower *l, LLVMTypeRef t); /* in memory; CE_SIZE_UNKNOWN */

/* lower_guard.c */
void ce_lower_guards(ce_body *b);
uint32_t ce_lower_way(const ce_body *b, LLVMBasicBlockRef from, LLVMBasicBlockRef to);
uint32_t ce_lower_assume(ce_body *b, LLVMValueRef cond, bool value);

/* lower_gep.c */
typedef struct ce_gep {
	const ce_lower *l;
	LLVMTypeRef type; /* of what is there */
	ce_off off;
	bool last;  /* type is the last member of the struct around it */
	bool field; /* it names a member */
} ce_gep;

ce_gep ce_lower_gep_walk(const ce_lower *l, LLVMValueRef gep);
ce_off ce_lower_gep(const ce_lower *l, LLVMValueRef gep, bool *field);
/** Reports whether it goes back by a number of bytes that is no constant. */
bool ce_lower_gep_back(const ce_lower *l, LLVMValueRef gep);
ce_off ce_lower_off_plus(ce_off a, ce_off b);
ce_off ce_lower_off_unbounded(ce_off o);

/* lower_array.c */
void ce_lower_arrays(ce_lower *l, LLVMValueRef fn); /* before ce_lower_gep() of its instructions */
/** Bytes of the array that the member is where a gep leads; 0: it is none, or not always;
 * CE_EXTENT_OPEN: nobody knows. */
uint64_t ce_lower_array_at(const ce_gep *w, LLVMValueRef gep);
/** Bytes of the array that the member is whose first element a call is given; 0: it is none, or nobody knows.
 */
uint32_t ce_lower_array_given(LLVMValueRef call, unsigned operand);

/* lower_flow.c, lower_int.c */
void ce_lower_flows(ce_body *b, ce_insn *i);
void ce_lower_int_flows(ce_body *b, ce_insn *i, unsigned opcode);
void ce_lower_flow(ce_body *b, ce_operand from, ce_off off);
bool ce_lower_shows_pointer(ce_body *b, ce_operand o);
bool ce_lower_const_int(LLVMValueRef v, int64_t *out);

/* lower_carry.c */
void ce_lower_carry(ce_body *b);
void ce_lower_want(ce_body *b);
bool ce_lower_carries(const ce_body *b, ce_operand o);
ce_operand ce_lower_moved_from(const ce_body *b, ce_operand value);
bool ce_lower_is_strange(const ce_insn *i);

/* lower_piece.c */
void ce_lower_pieces(ce_body *b);
bool ce_lower_is_piece(const ce_body *b, ce_operand o);
bool ce_lower_joins_copies(const ce_lower *l, LLVMValueRef load);

/** Whether a narrow integer, loaded, given or returned by a call, is joined with other pieces: to one as wide
 * as a pointer, or to one that the function returns. */
bool ce_lower_is_joined(const ce_lower *l, LLVMValueRef piece);
/** Whether a function of the unit joins so what a call gives it as that argument. */
bool ce_lower_joins_argument(const ce_body *b, const ce_insn *call, uint32_t arg);
/** Whether it is pieces that have been joined, and narrower than a pointer still. */
bool ce_lower_is_larger_piece(const ce_lower *l, LLVMValueRef v);

/* lower_cut.c */
void ce_lower_cuts(ce_body *b);
/** Whether a narrow integer that is loaded is put down as it is. */
bool ce_lower_is_moved(const ce_lower *l, LLVMValueRef load);

/* lower_value.c */
uint32_t ce_lower_new_node(ce_body *b);
uint32_t ce_lower_node(ce_body *b, ce_operand o);
uint32_t ce_lower_shifted(ce_body *b, uint32_t node, ce_off off);
uint32_t ce_lower_leaves_of(ce_body *b, ce_operand o, unsigned want); /* index into leaves */
void ce_lower_set(ce_body *b, ce_insn *i, uint32_t node);

/* A place that a constant can point to. */
typedef struct ce_target {
	bool opaque; /* an address nobody knows; ref is unused */
	ce_ref ref;
	ce_off off;
} ce_target;
typedef struct ce_targets {
	ce_target *at;
	uint32_t n, cap;
} ce_targets;
bool ce_lower_matters(const ce_lower *l, uint32_t global);
bool ce_lower_is_elsewhere(LLVMValueRef constant);
void ce_lower_resolve(ce_lower *l, LLVMValueRef c, ce_off off, unsigned depth, ce_targets *out);

/* lower_insn.c */
void ce_lower_emit(ce_body *b);
ce_edge *ce_lower_edge(ce_body *b, ce_op op, uint32_t dst, uint32_t src);
void ce_lower_copy(ce_body *b, uint32_t dst, uint32_t src, ce_off off, uint32_t note);
void ce_lower_leak(ce_body *b, ce_operand o, ce_category category, ce_reason reason);
void ce_lower_leak_piece(ce_body *b, ce_operand o, ce_reason reason);
void ce_lower_opaque(ce_body *b, ce_insn *i);
void ce_lower_memory(ce_body *b, ce_insn *i);
void ce_lower_strange(ce_body *b, ce_insn *i, uint32_t nops);
void ce_lower_emit_flows(ce_body *b, ce_insn *i);
void ce_lower_new_leaves(ce_body *b, ce_insn *i);
/* lower_tag.c */
typedef enum ce_lvalue { /* the type that an access says the object has */
	                 CE_LVALUE_ANY,
	                 CE_LVALUE_INT,
	                 CE_LVALUE_POINTER,
	                 CE_LVALUE_OTHER,
} ce_lvalue;

/** Whether its tag names a member of a struct. */
bool ce_lower_names_member(const ce_lower *l, LLVMValueRef access);
ce_lvalue ce_lower_lvalue(const ce_lower *l, LLVMValueRef access);
bool ce_lower_loads_number(const ce_lower *l, LLVMValueRef load);
ce_str ce_lower_pointee(const ce_lower *l, LLVMValueRef load);
/** Reports whether the tag of the load says that it is of a pointer to characters. */
bool ce_lower_points_to_text(const ce_lower *l, LLVMValueRef load);

/** The edge, or NULL when there is none; valid until the next one. */
ce_edge *ce_lower_access(ce_body *b, ce_op op, uint32_t address, uint32_t node, uint64_t size, uint16_t flags,
                         uint32_t note);

/* lower_call.c, lower_asm.c, lower_intrinsic.c */
typedef enum ce_intrinsic {
	CE_INTRINSIC_NONE, /* an ordinary call */
	CE_INTRINSIC_ASM,
#define CE_INTRINSIC(prefix, kind)
#define CE_INTRINSIC_KIND(kind) CE_INTRINSIC_##kind,
#include "lower/intrinsics.def"
	CE_INTRINSIC_MODEL_NEW,
	CE_INTRINSIC_MODEL_KEEP,
	CE_INTRINSIC_MODEL_OUTSIDE,
	CE_INTRINSIC_MODEL_DATA,
	CE_INTRINSIC_MODEL_ANY,
} ce_intrinsic;

ce_intrinsic ce_lower_intrinsic_of(ce_lower *l, LLVMValueRef call);
void ce_lower_intrinsic_flows(ce_body *b, ce_insn *i);
void ce_lower_call_roots(ce_body *b, ce_insn *i, void (*want)(ce_body *, ce_operand));
void ce_lower_call(ce_body *b, ce_insn *i);
bool ce_lower_returns_twice(const ce_lower *l, LLVMValueRef call); /* setjmp and its kin */
void ce_lower_asm(ce_body *b, ce_insn *i);
void ce_lower_intrinsic(ce_body *b, ce_insn *i);
uint64_t ce_lower_size_operand(ce_body *b, LLVMValueRef v); /* of a CE_OP_MOVE */
uint32_t ce_lower_nargs(const ce_body *b, const ce_insn *i);

/* lower_cycle.c */
bool ce_lower_same_address(ce_body *b, LLVMValueRef a, LLVMValueRef c);
ce_off ce_lower_cursor(ce_body *b, const ce_insn *i, ce_off off);
void ce_lower_cycles(ce_body *b);

/* lower_debug.c */
ce_place ce_lower_place(ce_lower *l, LLVMMetadataRef loc);
ce_pos ce_lower_file_pos(ce_lower *l, LLVMMetadataRef file, unsigned line);
uint32_t ce_lower_note(ce_body *b, ce_reason reason, int text_kind); /* of b->now; -1: no text */
uint32_t ce_lower_note_text(ce_body *b, ce_reason reason, ce_str text);
void ce_lower_records(ce_body *b);
void ce_lower_local(ce_body *b, LLVMValueRef alloca, ce_local *out);
void ce_lower_debug_params(ce_lower *l, LLVMValueRef fn, ce_func *f);

/* lower_globals.c */
void ce_lower_global_heads(ce_lower *l);
void ce_lower_global_inits(ce_lower *l);
/* lower_entry.c: after all functions are there. */
void ce_lower_entries(ce_lower *l);
uint8_t ce_lower_linkage(LLVMValueRef v);
ce_str ce_lower_symbol(ce_lower *l, LLVMValueRef v);

/* lower_member.c */
void ce_lower_members(ce_lower *l);
uint32_t ce_lower_member(ce_lower *l, LLVMValueRef load);

/* lower_compare.c */
/** The argument that flow k of a phi or a select certainly is not, or CE_NONE. */
uint32_t ce_lower_exception(const ce_body *b, const ce_insn *i, uint32_t k);

/* lower_loop.c */
/** Whether a load and a store of one byte are a loop's that copies; then from and to become
 * where it starts. */
bool ce_lower_byte_loop(ce_body *b, LLVMValueRef store, ce_operand *from, ce_operand *to, uint64_t *size);

/* lower_returns.c */
typedef enum ce_back_from {
	CE_BACK_NEVER_SURE,
	CE_BACK_IF_OTHERS, /* if functions that are not defined here do */
	CE_BACK_SURE,
} ce_back_from;
ce_back_from ce_lower_back_from(ce_lower *l, LLVMValueRef call);
void ce_lower_returns(ce_lower *l);
bool ce_lower_is_visible(LLVMValueRef access, LLVMOpcode op); /* to other threads: atomic, volatile */
void ce_lower_reach_free(ce_lower *l);

/* lower_early.c */
void ce_lower_early(ce_body *b);
static inline uint16_t ce_lower_early_flags(const ce_insn *i)
{
	return (i->is & CE_EARLY ? CE_EDGE_EARLY : 0) | (i->is & CE_FIRST ? CE_EDGE_FIRST : 0);
}

/* lower_transient.c */
void ce_lower_transient(ce_body *b);
/** Whether it is a memset, memcpy or memmove of a known number of bytes. */
bool ce_lower_fills(LLVMValueRef v, int64_t *size);
const ce_insn *ce_lower_updated(ce_body *b, const ce_insn *store);

/* lower_plain.c */
void ce_lower_plain(ce_body *b);

/* lower_restore.c */
const ce_insn *ce_lower_read_back(ce_body *b, const ce_insn *store);
/** Whether the copy puts back what was copied out of there into a variable. before: of each instruction,
 * whether it may find a store that does not last; or NULL. */
bool ce_lower_copies_back(ce_body *b, const ce_insn *copy, const uint64_t *before);

/* lower_count.c */
bool ce_lower_is_atomic(LLVMValueRef access);
bool ce_lower_is_number(const ce_lower *l, LLVMValueRef access);
const ce_insn *ce_lower_counted(ce_body *b, const ce_insn *store);

#endif
