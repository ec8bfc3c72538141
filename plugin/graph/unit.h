/*
 * unit.h - the constraint graph of one translation unit, free of LLVM.
 *
 * lower/ writes it, summary/ stores it (.esc), link/ joins many, solve/ solves
 * it. A function is a set of nodes (its SSA values) and edges between them (its
 * statements); memory exists only as objects that ADDR edges take the address
 * of. Nothing here is an answer: a unit says what the code does, not who leaks.
 *
 * Everything refers by index: ce_str into unit.strings, notes into unit.notes,
 * nodes into the function's own numbering.
 */
#ifndef CE_UNIT_H
#define CE_UNIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/strings.h"

/* ---- positions and reasons ---------------------------------------------- */

typedef struct ce_pos {
	ce_str file;
	uint32_t line, col; /* 1-based, bytes; line 0: unknown */
} ce_pos;

/** Why a pointer moved: the word in the parentheses of a "from" line. */
typedef enum ce_reason {
#define CE_REASON(id, text) CE_##id,
#include "graph/reasons.def"
	CE_NREASONS
} ce_reason;

const char *ce_reason_text(ce_reason r);

/** How a pointer got out; the first word of a fact's "why". */
typedef enum ce_category {
#define CE_CATEGORY(id, text) CE_CAT_##id,
#include "graph/categories.def"
	CE_NCATEGORIES
} ce_category;

const char *ce_category_text(ce_category c);
ce_category ce_category_of(const char *text); /* CE_CAT_NONE when unknown */

/** Where in the source a step happens, in what words, and why. */
typedef struct ce_note {
	ce_pos pos;
	ce_str text;    /* the expression, "" when unknown */
	uint8_t reason; /* ce_reason */
} ce_note;

/* ---- offsets --------------------------------------------------------------- */

/**
 * A set of byte offsets: base + k * stride.
 *   stride 0             the one offset base
 *   stride > 0, count n  k in [0, n)
 *   stride > 0, count 0  every integer k (base is then taken modulo stride)
 * stride 1, count 0 is "anywhere".
 * stride > 0, count CE_COUNT_INDEX is an index, of COPY edges only: every integer k as well, but inside of
 * the array that the pointer is in once it has gone lo, its entry. CE_OFF_INDEX is one of bytes from where it
 * is. stride 0 with lo CE_OFF_LEFT, of COPY edges only, is back by a constant, of a cursor that is put where
 * it was: to an element before, or to what the array is in.
 *
 * A pointer into an array that is a member knows its array: indexing it stays
 * inside (leaving an array is outside the analysis), so it never meets the
 * members beside it. extent is the array's size in bytes, 0 when there is none,
 * lo where it starts; in an edge lo is base then.
 */
typedef struct ce_off {
	int64_t base;
	uint32_t stride, count;
	uint32_t extent;
	int64_t lo;
} ce_off;

#define CE_EXTENT_OPEN UINT32_MAX /* the last member: as many as there are */

#define CE_OFF_ZERO ((ce_off){.base = 0})
#define CE_OFF_ANY ((ce_off){.stride = 1})
#define CE_OFF_LEFT INT64_MIN
#define CE_COUNT_INDEX UINT32_MAX
#define CE_OFF_INDEX ((ce_off){.stride = 1, .count = CE_COUNT_INDEX})

static inline bool ce_off_is_index(ce_off o)
{
	return o.stride && o.count == CE_COUNT_INDEX;
}

static inline bool ce_off_is_back(ce_off o)
{
	return !o.stride && !o.extent && o.lo == CE_OFF_LEFT;
}

/* ---- references ------------------------------------------------------------ */

/** An object an ADDR edge or an initialiser can name. */
typedef uint32_t ce_ref;

enum { CE_REF_LOCAL, CE_REF_GLOBAL, CE_REF_FUNC };

static inline ce_ref ce_ref_make(unsigned kind, uint32_t index)
{
	return (uint32_t)kind << 30 | index;
}
static inline unsigned ce_ref_kind(ce_ref r)
{
	return r >> 30;
}
static inline uint32_t ce_ref_index(ce_ref r)
{
	return r & 0x3fffffff;
}

/* ---- edges ----------------------------------------------------------------- */

typedef enum ce_op {
	CE_OP_ADDR,   /* dst ⊇ {ref src, at off} */
	CE_OP_COPY,   /* dst ⊇ src + off */
	CE_OP_LOAD,   /* dst ⊇ what the `size` bytes at src hold */
	CE_OP_STORE,  /* the `size` bytes at dst hold src */
	CE_OP_MOVE,   /* memmove(dst, src, size); CE_SIZE_UNKNOWN allowed */
	CE_OP_CALL,   /* calls[src] */
	CE_OP_LEAK,   /* src gets out, by `category` */
	CE_OP_OPAQUE, /* dst ⊇ some pointer from outside */
	CE_OP_NEW,    /* dst ⊇ a fresh heap object (models only) */
	CE_OP_CAST,   /* the integer in dst is made a pointer */
	CE_NOPS
} ce_op;

#define CE_SIZE_UNKNOWN UINT64_MAX

/** MOVE: as many bytes as argument k (below 64) says; unknown, unless that is. COPY: CE_EDGE_EXCEPT. */
#define CE_SIZE_ARG(k) (CE_SIZE_UNKNOWN - 1 - (k))

static inline bool ce_size_is_arg(uint64_t size)
{
	return size < CE_SIZE_UNKNOWN && size >= CE_SIZE_ARG(63);
}
static inline uint32_t ce_size_arg(uint64_t size)
{
	return (uint32_t)(CE_SIZE_UNKNOWN - 1 - size);
}

/** Edge flags. */
enum {
	/* LOAD: the value is typed as an integer: what it finds at entry counts as
	 * data until somebody uses it as a pointer. */
	CE_EDGE_INT = 1 << 0,
	/* STORE: certainly overwritten before every return of the function (lower/ proves
	 * it): flows to loads, but is not there at exit. */
	CE_EDGE_TRANSIENT = 1 << 1,
	/* LEAK: the value is not proved to leak, a limit was hit. */
	CE_EDGE_LIMIT = 1 << 2,
	/* TRANSIENT: and from then on no place is updated with what was read before. */
	CE_EDGE_CALM = 1 << 3,
	/* TRANSIENT: if all functions that the function calls return (CE_FUNC_RETURNS). */
	CE_EDGE_IF_RETURNS = 1 << 4,
	/* COPY: of all but what argument ce_size_arg(size) itself is: it has been compared with. */
	CE_EDGE_EXCEPT = 1 << 5,
	/* STORE: of what was read there, moved on. */
	CE_EDGE_UPDATE = 1 << 6,
	/* LOAD: of an object of integer type. STORE: into an object of pointer type. The one never reads
	 * what the other puts down (A8). */
	CE_EDGE_TYPED = 1 << 7,
	/* LOAD, CALL: no edge STORE of the function, but to its own variables, was executed before. */
	CE_EDGE_EARLY = 1 << 8,
	/* LEAK: of a number that no pointer fits in, or to an instruction. OPAQUE: of one, a number, or a
	   pointer to data of a library: no code (models, assembly). */
	CE_EDGE_DATA = 1 << 9,
	/* LOAD, CALL: nor anything else that may change memory of others: no call, no copy. */
	CE_EDGE_FIRST = 1 << 10,
	/* LOAD: of a piece, which is joined with others to an integer that is as wide as a pointer. */
	CE_EDGE_PIECE = 1 << 11,
	/* LOAD: of a narrow integer that is put down as it is: a piece where the program cuts pointers
	   (ce_unit.cuts). */
	CE_EDGE_MOVED = 1 << 12,
};

/**
 * A condition on a parameter under which an edge exists: a branch that a constant
 * argument decides. Guards form chains; all conditions of a chain hold together.
 * An edge is there when the argument is not known.
 */
typedef enum ce_test {
	CE_TEST_EQ,
	CE_TEST_NE,
	CE_TEST_ULT,
	CE_TEST_ULE,
	CE_TEST_SLT,
	CE_TEST_SLE,
	/* One of two chains holds, up to where they meet (the parent). */
	CE_TEST_EITHER,
	CE_NTESTS
} ce_test;

typedef struct ce_guard {
	uint32_t parent; /* another guard that holds, 0: none; always a smaller number */
	uint32_t arg;    /* IR argument */
	uint8_t test;    /* ce_test: (argument & mask) TEST value, in `bits` bits */
	bool negated;
	uint8_t bits; /* 1..64 */
	uint64_t mask;
	int64_t value; /* EITHER: ce_guard_either() of the two chains */
} ce_guard;

/** The value of a CE_TEST_EITHER: guards with smaller numbers. */
static inline int64_t ce_guard_either(uint32_t a, uint32_t b)
{
	return (int64_t)((uint64_t)a << 32 | b);
}
static inline uint32_t ce_guard_one(const ce_guard *g)
{
	return (uint32_t)((uint64_t)g->value >> 32);
}
static inline uint32_t ce_guard_other(const ce_guard *g)
{
	return (uint32_t)g->value;
}

/** An argument of a call that is a constant (NULL is 0), or the caller's own
 * argument passed on unchanged. */
typedef struct ce_const {
	uint32_t call, arg;
	uint32_t from; /* argument of the caller; CE_NONE: `value` */
	int64_t value;
} ce_const;

typedef struct ce_edge {
	uint8_t op;       /* ce_op */
	uint8_t category; /* ce_category; LEAK */
	uint16_t flags;   /* CE_EDGE_* */
	uint32_t dst, src;
	uint32_t note;  /* index into unit.notes; 0: none */
	uint32_t guard; /* index into the function's guards; 0: none */
	ce_off off;     /* COPY, ADDR */
	uint64_t size;  /* LOAD, STORE, MOVE: bytes; COPY: 0, or the argument of CE_EDGE_EXCEPT */
	ce_str type;    /* LOAD: the struct that the pointer which is loaded points to, "" when unknown */
} ce_edge;

/** A call. Arguments and results are lists of nodes; CE_NONE: carries no pointer. */
typedef struct ce_call {
	uint32_t target; /* direct: index of the function in unit.funcs; else a node */
	bool direct;
	bool returns_twice; /* setjmp and its kin */
	uint32_t note;
	uint32_t args, nargs; /* nodes[args .. args+nargs) of the function's list */
	uint32_t rets, nrets; /* flattened elements of the result */
} ce_call;

/* ---- functions ------------------------------------------------------------- */

enum {
	CE_LOCAL_VARIABLE, /* a C variable: its verdict is reported */
	CE_LOCAL_PARAM,    /* the memory cell of a parameter whose address is taken */
	CE_LOCAL_HIDDEN,   /* a temporary of the compiler */
};

typedef struct ce_local {
	ce_str name;
	ce_pos pos;
	uint8_t kind;   /* CE_LOCAL_* */
	uint32_t param; /* CE_LOCAL_PARAM: the C parameter */
	uint64_t size;  /* bytes; CE_SIZE_UNKNOWN for VLAs and alloca() */
} ce_local;

/** A parameter of the C signature. */
typedef struct ce_param {
	ce_str name;
	ce_pos pos;
	uint32_t flags; /* CE_PARAM_* of cgoescape/source.h */
	ce_str type;    /* of a pointer, as written; "" when unknown */
} ce_param;

enum {
	CE_ARG_DIRECT, /* the argument is the parameter, or a scalar piece of it */
	CE_ARG_BYVAL,  /* pointer to a copy that belongs to the callee */
	CE_ARG_RESULT, /* hidden pointer to the result (sret) */
};

/** An argument of the IR signature. Nodes 0..nargs-1 of the function are these. */
typedef struct ce_arg {
	uint8_t kind;   /* CE_ARG_* */
	uint32_t param; /* C parameter; CE_NONE for CE_ARG_RESULT */
	uint64_t size;  /* BYVAL: bytes copied */
} ce_arg;

typedef enum ce_linkage {
	CE_LINK_INTERNAL, /* static */
	CE_LINK_EXTERNAL,
	CE_LINK_WEAK, /* may be replaced by another definition */
	CE_LINK_ONCE, /* one of several equal definitions */
} ce_linkage;

/** Function flags (CE_FUNC_* of cgoescape/source.h are kept in the same word). */
enum {
	CE_FUNC_DEFINED = 1 << 16,
	CE_FUNC_MODEL = 1 << 17, /* body of a library model */
	CE_FUNC_NORETURN = 1 << 18,
	CE_FUNC_ALIAS = 1 << 19,           /* another name of function `alias` */
	CE_FUNC_REPLACED = 1 << 22,        /* weak, and another program has another definition; not stored */
	CE_FUNC_WIDE_INT_RESULT = 1 << 21, /* an integer that a pointer would fit in */
	/* It returns, or ends the process, and shows no other thread what it does, if that is
	 * true of the functions that it calls (lower_returns.c). */
	CE_FUNC_RETURNS = 1 << 23,
	CE_FUNC_NAMELESS = 1 << 24, /* so many variables that values in it have no names */
	CE_FUNC_ENTRY = 1 << 20,    /* called by what is no code here: a constructor, or kept for assembly */
};

typedef struct ce_func {
	ce_str name;  /* symbol */
	ce_str shown; /* C name */
	ce_pos pos;
	uint32_t flags;
	uint8_t linkage; /* ce_linkage */
	uint32_t alias;  /* CE_FUNC_ALIAS: index of the aliased function */
	CE_VEC(ce_param) params;
	CE_VEC(ce_arg) args;
	/* Nodes: arguments, then one for the area of variadic arguments if the
	 * function is variadic (it holds the area's address), then nrets result
	 * elements, then the rest. */
	uint32_t nnodes, nrets;
	CE_VEC(ce_local) locals;
	CE_VEC(ce_edge) edges;
	CE_VEC(ce_call) calls;
	CE_VEC(ce_guard) guards; /* empty, or [0] is "no condition" */
	CE_VEC(ce_const) consts; /* sorted by call, then argument */
	CE_VEC(uint32_t) lists;  /* backing store of call argument and result lists */
} ce_func;

/** The node that holds the address of the variadic arguments; CE_NONE without. */
static inline uint32_t ce_func_va_node(const ce_func *f)
{
	return f->flags & (1 << 6) /* CE_FUNC_VARIADIC */ ? f->args.n : CE_NONE;
}
static inline uint32_t ce_func_ret_node(const ce_func *f, uint32_t element)
{
	return f->args.n + ((f->flags & (1 << 6)) ? 1 : 0) + element;
}

/* ---- globals --------------------------------------------------------------- */

/** A pointer in an initialiser: at byte `at` of the global stands target + off. */
typedef struct ce_init {
	int64_t at;
	ce_ref target; /* GLOBAL or FUNC */
	int64_t off;
} ce_init;

enum {
	CE_GLOBAL_DEFINED = 1 << 0,
	CE_GLOBAL_CONSTANT = 1 << 1, /* never written */
	CE_GLOBAL_TLS = 1 << 2,
	/* No variable: stands for a member of a struct in every object ("ops+8"; the
	 * type of pointer in it is the shown name; DEFINED when tables of functions are
	 * stored there), or, when both names are that type, for all such tables of the
	 * unit (its initialisers). */
	CE_GLOBAL_MEMBER = 1 << 3,
	CE_GLOBAL_OPEN = 1 << 4, /* MEMBER: something else is stored there, too */
	/* By its type there are only numbers and pointers to numbers or characters in it; it is an array of
	 * bytes. */
	CE_GLOBAL_DATA = 1 << 5,
	CE_GLOBAL_BYTES = 1 << 6,
};

typedef struct ce_global {
	ce_str name;
	ce_str shown;
	ce_pos pos;
	uint8_t linkage;
	uint8_t flags; /* CE_GLOBAL_* */
	uint64_t size;
	/* Bytes of an element, if by its type it is an array of what may hold pointers, or 1 if such an array
	 * is in it; else 0: a pointer to one element is moved to others. */
	uint32_t element;
	CE_VEC(ce_init) inits; /* sorted by at */
} ce_global;

/* ---- the unit -------------------------------------------------------------- */

/** ce_source_use (cgoescape/source.h), with strings of the unit. */
typedef struct ce_use {
	uint8_t kind; /* ce_use_kind */
	ce_str a, b;
	uint64_t x, y;
} ce_use;

typedef struct ce_unit {
	ce_strings strings;
	ce_str source;        /* main file */
	ce_str directory;     /* compilation directory */
	ce_str producer;      /* "cgoescape 0.1.0 LLVM 22.1.8" */
	uint8_t pointer_size; /* bytes: 4 or 8 */
	bool is_cgo, is_model;
	bool is_context;       /* of the program, but its verdicts are not wanted; not stored */
	bool is_library;       /* taken as a model, but made from a library's source; not stored */
	bool is_untyped;       /* its stores do not say which members they write */
	bool cuts;             /* it stores upper bits of what may be a pointer as narrow integers */
	CE_VEC(ce_note) notes; /* notes.at[0] is "no note" */
	CE_VEC(ce_func) funcs;
	CE_VEC(ce_global) globals;
	CE_VEC(ce_use) uses; /* of structs; empty: nobody looked at them */
} ce_unit;

ce_unit *ce_unit_new(void);
void ce_unit_free(ce_unit *u); /* NULL allowed */

/** Add a note; equal notes share one number. */
uint32_t ce_unit_note(ce_unit *u, ce_map *index, ce_note note);

/** Print a unit, one item a line, for people and FileCheck (unit_dump.c). */
/** Reports whether the guards of a chain above `end` can hold when argument `arg` has this
 * value. */
bool ce_guard_allows(const ce_func *f, uint32_t guard, uint32_t end, uint32_t arg, int64_t value);

struct ce_buf;
void ce_unit_dump(const ce_unit *u, struct ce_buf *out);
void ce_off_dump(ce_off off, struct ce_buf *out); /* nothing for 0 */
void ce_func_dump(const ce_unit *u, const ce_func *f, struct ce_buf *out);

/**
 * Check every invariant stated in this header: indices in range, lists inside
 * their backing store, edge operands that fit the operation, sorted
 * initialisers, strings that exist (unit_check.c).
 * @return NULL, or the first violation as a message (caller frees)
 */
char *ce_unit_check(const ce_unit *u);

#endif
