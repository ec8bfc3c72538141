/*
 * summary.h - what one function does to memory and pointers, as its callers
 * see it: the solved and reduced constraint graph of the function.
 *
 * A summary names *symbolic objects* instead of guessing what the caller has:
 * a parameter's pointee, and below it "what that place held at entry" (child).
 * The caller binds each to its own objects and adds the summary's stores,
 * copies, results, leaks and open calls to its own graph (bind.c). So aliasing
 * between parameters needs no assumption: two symbolic objects that the caller
 * binds to one object meet there. The relative is Whaley and Rinard's points-to
 * escape graph (OOPSLA 1999).
 *
 * Flows from globals to globals are no caller's business: they are effects on the
 * program.
 */
#ifndef CE_SUMMARY_H
#define CE_SUMMARY_H

#include "graph/unit.h"
#include "solve/off.h"

typedef enum ce_obj_kind {
	CE_OBJ_OUTSIDE, /* memory the program did not make; one object */
	CE_OBJ_PARAM,   /* what argument `id` points to at entry */
	CE_OBJ_CHILD,   /* what its origins held at entry */
	CE_OBJ_GLOBAL,  /* global `id` of the program */
	CE_OBJ_FUNC,    /* function `id` of the program */
	CE_OBJ_LOCAL,   /* a local variable */
	CE_OBJ_HEAP,    /* an allocation made during the call */
	CE_OBJ_RET,     /* what the open call `id` returns */
} ce_obj_kind;

typedef struct ce_origin {
	uint32_t obj; /* index into the summary's objects */
	ce_offid off;
} ce_origin;

typedef struct ce_sum_obj {
	uint8_t kind;          /* ce_obj_kind */
	bool int_only;         /* CHILD: only ever moved as an integer */
	bool first;            /* CHILD: only loaded before anything may have been stored (CE_EDGE_FIRST) */
	bool number;           /* CHILD: of integer type, so no pointer that was stored as one (A8) */
	bool piece;            /* CHILD: only loaded to be joined with others (CE_EDGE_PIECE) */
	uint32_t type;         /* CHILD: of which struct, by how it was loaded; 0: unknown */
	uint32_t id;           /* argument, global, function or open call */
	uint64_t name;         /* equal in every run; tells heap objects of different call paths apart */
	uint64_t made_by_call; /* HEAP: the call that made it, equal for all calls of its function */
	uint32_t origins, norigins; /* CHILD: range of ce_summary.origins */
	uint32_t also; /* CHILD: class of new memory that it stands for, too, or CE_NONE (absorb.c) */
} ce_sum_obj;

/** A value: an object and an offset into it. */
typedef struct ce_sum_val {
	uint32_t obj;
	ce_offid off;
} ce_sum_val;

/** A set of values, shared by everything that holds it. */
typedef struct ce_sum_class {
	uint32_t vals, nvals; /* range of ce_summary.vals */
} ce_sum_class;

/** A note anywhere in the program: ce_program's numbering; 0 is none. */
typedef uint32_t ce_gnote;

typedef struct ce_sum_store {
	ce_sum_val at;
	uint32_t cls;
	ce_gnote note;
	bool transient; /* certainly overwritten before the function returns */
	bool update;    /* what was read there, moved on */
	bool typed;     /* into an object of pointer type (A8) */
	uint8_t size;
} ce_sum_store;

typedef struct ce_sum_move {
	uint32_t dst, src; /* classes */
	uint64_t size;
	ce_gnote note;
} ce_sum_move;

typedef struct ce_sum_leak {
	uint32_t cls;
	uint8_t category;
	uint32_t who; /* function named as obstacle, or CE_NONE */
	bool taken;   /* the program itself may store in it what is not said (outward.c) */
	ce_gnote note;
} ce_sum_leak;

/** A call through a pointer that only the caller can resolve. */
typedef struct ce_sum_open {
	uint64_t name;
	uint32_t target;      /* class */
	uint32_t args, nargs; /* range of ce_summary.lists: classes or CE_NONE */
	uint32_t nrets;
	bool tables; /* read from a known table of functions (A10) */
	ce_gnote note;
} ce_sum_open;

/** Something that stands against "nocallback". */
typedef enum ce_back_kind {
	CE_BACK_HOOK,    /* global `id` holds a function pointer that a setter may replace */
	CE_BACK_UNKNOWN, /* calls function `id`, which has no body and no model */
	CE_BACK_POINTER, /* calls a pointer of unknown origin */
	CE_BACK_DATA,    /* ... that certainly is one to data of the program: code made at run time */
	CE_BACK_GO,      /* calls function `id`, exported from Go */
	CE_BACK_LIMIT,
	CE_BACK_CALLEE, /* all that stands against function `id`; while functions are solved (backs.c) */
} ce_back_kind;

typedef struct ce_back {
	uint8_t kind;
	uint32_t id;
	ce_gnote note;
} ce_back;

/** What a function does to a global, whoever calls it (solve/effects.c). */
typedef enum ce_effect_kind {
	CE_EFFECT_HOLDS,    /* place off of gl may hold the object obj_kind/id at value_off */
	CE_EFFECT_ENTRY,    /* ... what the global id holds at value_off */
	CE_EFFECT_COPY,     /* ... a copy of the global id, from value_off on */
	CE_EFFECT_SYMBOLIC, /* others may store in gl, or a pointer of theirs is stored there, at off:
	                       argument id */
	CE_EFFECT_OPAQUE,   /* a pointer is stored there that is not listed */
	CE_EFFECT_HIDDEN,   /* gl + value_off is in memory that is not followed from function to function */
	CE_EFFECT_GIVEN,    /* the object obj_kind/id at value_off was given to code that is not known; off:
	                       ce_given_as(), or ANY */
	CE_EFFECT_CODE,     /* function id is stored at place off of such memory */
	CE_EFFECT_SPREAD,   /* what gl holds at value_off is at place off of such memory, too */
	CE_EFFECT_SPILL,    /* all that gl holds is in such memory, too, off further on */
	CE_EFFECT_LIMIT,    /* gl was given to code that was given up */
	CE_EFFECT_MADE,     /* an object that is made here is stored there, or what is in such memory */
	CE_EFFECT_FOUND, /* gl has at off what was at value_off of such memory; id: 1 if all from there on */
} ce_effect_kind;

/** As which one of so many arguments. */
static inline ce_off ce_given_as(uint32_t nargs, uint32_t arg)
{
	return (ce_off){.base = (int64_t)((uint64_t)nargs << 32 | arg)};
}

typedef struct ce_effect {
	uint8_t kind, obj_kind;
	uint32_t gl;
	ce_offid off;
	uint32_t id;
	ce_offid value_off;
} ce_effect;

typedef CE_VEC(ce_effect) ce_effects;

typedef struct ce_summary {
	bool top;       /* a limit was hit: everything leaks */
	bool keeps;     /* pointers read from where globals or the outside lead to are kept there, too */
	uint64_t casts; /* arguments that are integers here and made pointers further down: ce_arg_bit */
	uint64_t print; /* equal for summaries that do the same, whatever their notes */
	CE_VEC(ce_sum_obj) objs;
	CE_VEC(ce_origin) origins;
	CE_VEC(ce_sum_val) vals;
	CE_VEC(ce_sum_class) classes;
	CE_VEC(ce_sum_store) stores;
	CE_VEC(ce_sum_move) moves;
	CE_VEC(ce_sum_leak) leaks;
	CE_VEC(ce_sum_open) opens;
	CE_VEC(uint32_t) lists;
	CE_VEC(uint32_t) rets; /* class of each result element, or CE_NONE */
	CE_VEC(ce_back) backs;
	uint64_t hash;      /* of all this (memo/); 0: not known yet, or something was changed since */
	ce_effects effects; /* not for callers: for the program's list of what globals hold */
} ce_summary;

/** Of argument i; the last bit stands for all that have none of their own. */
static inline uint64_t ce_arg_bit(uint32_t i)
{
	return UINT64_C(1) << (i < 63 ? i : 63);
}

uint64_t ce_effect_key(const ce_effect *e);

void ce_summary_free(ce_summary *s); /* NULL allowed */

#endif
