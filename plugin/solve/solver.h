/*
 * solver.h - the constraint solver of one function (private to solve/).
 *
 * Inclusion-based (Andersen), field-sensitive, by difference propagation: each
 * node holds the set of values found so far, `done` of which have gone through
 * its uses. Memory is made of objects; a place in an object is a cell with
 *   in     what was stored there,
 *   view   what a load finds: the `in` of every overlapping cell, the entry
 *          content of symbolic objects, and what copies into the object carry.
 * Views are built on demand, so copies cost nothing until somebody reads.
 */
#ifndef CE_SOLVER_H
#define CE_SOLVER_H

#include "base/map.h"
#include "base/mem.h"
#include "solve/solution.h"

typedef uint64_t ce_val; /* object << 32 | offset number; never 0 */

static inline ce_val val_make(uint32_t obj, ce_offid off)
{
	return (uint64_t)obj << 32 | off;
}
static inline uint32_t val_obj(ce_val v)
{
	return (uint32_t)(v >> 32);
}
static inline ce_offid val_off(ce_val v)
{
	return (uint32_t)v;
}

/** Where a value of a node came from; kept only when tracing. */
typedef struct cause {
	uint32_t node; /* CE_NONE: it started here */
	uint32_t at;   /* index in that node's values */
	ce_gnote note;
} cause;

typedef struct node {
	ce_val *vals;
	cause *causes; /* parallel to vals when tracing */
	uint32_t n, cap, done;
	uint32_t uses; /* first use, 0: none */
	uint32_t nuses;
	uint64_t *hash; /* membership, once n is large */
	uint32_t hashcap;
	bool queued;
	bool outside;     /* holds OUTSIDE */
	bool escapes;     /* what arrives here is visible outside: mark its objects */
	uint32_t outward; /* ... and has left this function's world: a reason in solver.whys, + 1 */
} node;

typedef enum use_kind {
	USE_COPY,   /* a: node, off: added; flags: the value is loaded as a pointer */
	USE_LOAD,   /* a: node, size, type */
	USE_STORE,  /* a: node stored, size */
	USE_MOVE,   /* a: move; this node is its destination */
	USE_PULL,   /* a: cell, off: its distance from the copy that it reads, size: of that; flags: narrow;
	               this node is the source */
	USE_LEAK,   /* the contents of what this node holds are visible outside */
	USE_CALL,   /* a: call */
	USE_ABSORB, /* a: cell in which this node is stored (absorb.c) */
	USE_EXCEPT, /* a copy to node a of all but argument `size` itself */
	USE_CAST,   /* the integer that this node holds is made a pointer */
} use_kind;

typedef struct use {
	uint8_t kind;
	uint16_t flags; /* CE_EDGE_* */
	uint32_t size;  /* LOAD, STORE: bytes; PULL: UINT32_MAX and more as that */
	uint32_t next, a;
	union {
		ce_offid off;
		uint32_t type; /* LOAD: how_read.type */
	};
	ce_gnote note;
} use;

/** One store that reached a cell. */
typedef struct store {
	uint32_t next; /* next store of the cell, 0: none */
	uint32_t src;  /* node */
	ce_gnote note;
	uint16_t how; /* CE_EDGE_TRANSIENT, CE_EDGE_CALM, CE_EDGE_UPDATE, CE_EDGE_TYPED, STORE_OVER, STORE_OWN
	               */
} store;

/* OVER: TRANSIENT, a callee's, where it is known to be gone when it returns. OWN: of an edge, not of a
 * callee. */
enum { STORE_OVER = 1 << 8, STORE_OWN = 1 << 9 };

/** Pointers to so many types were loaded from a cell. */
typedef struct way {
	uint32_t next; /* next one of the cell, 0: none */
	uint32_t type; /* how_read.type */
} way;

typedef struct cell {
	uint32_t obj;
	ce_offid off;
	uint32_t size;
	uint32_t in;         /* node */
	uint32_t view;       /* node of loads as wide as a pointer, or CE_NONE */
	uint32_t narrow;     /* node of narrower loads, or CE_NONE */
	uint32_t number;     /* node of loads of integers, which find no pointers (A8), or CE_NONE */
	uint32_t early;      /* node of loads that find nothing that the function itself stores, or CE_NONE */
	bool beyond;         /* some access of it may lead out of the array that its pointer is in */
	bool as_pointer;     /* what it held at entry was loaded as a pointer */
	bool as_number_cast; /* ... or as an integer that became one */
	bool as_whole;       /* ... or otherwise than in pieces */
	bool as_piece;       /* pieces are loaded there that are joined (CE_EDGE_PIECE) */
	uint32_t types;      /* first way in which pointers were loaded (way), 0: none */
	uint32_t stores;     /* first store, 0: none */
	uint32_t nstores;
	uint32_t next;   /* next cell of the object, */
	uint32_t beside; /* and next one at an exact offset close by, or else without one */
} cell;

typedef struct copy {  /* a move that reached an object as its destination */
	uint32_t next; /* next copy into the same object */
	ce_offid off;  /* where in the object */
	uint32_t move;
} copy;

typedef struct origin {
	uint32_t obj;
	ce_offid off;
} origin;

typedef struct object {
	uint8_t kind;   /* ce_obj_kind */
	int8_t level;   /* loads from the parameter; -1: a by-value copy itself */
	bool symbolic;  /* may hold what this function did not put there */
	bool escapes;   /* HEAP, LOCAL: visible outside before the function ends */
	bool dropped;   /* left out of some set where OUTSIDE stands for it */
	bool outward;   /* others have it, and it is told apart no longer (outward.c) */
	bool leaks_in;  /* its contents are visible outside */
	bool collapsed; /* offsets are no longer told apart */
	bool int_only;
	bool number; /* CHILD: as in ce_sum_obj */
	bool piece;  /* CHILD: as in ce_sum_obj */
	bool late;   /* CHILD: the contrary of ce_sum_obj.first */
	bool called;
	bool numbers;  /* integers are loaded from it (cell.number) */
	bool early;    /* it is loaded from early (cell.early) */
	bool copied;   /* some bytes of it are (transient.c) */
	bool returned; /* CHILD: also stands for what an open call returned (absorb.c) */
	bool tables;   /* CHILD: a known table of functions (A10) */
	uint32_t id;
	uint64_t name;
	uint32_t heap; /* CHILD: of the new memory that it absorbed, the first by name; or CE_NONE */
	uint32_t
		into; /* the object that absorbed it (HEAP, RET, and what was loaded from them), or CE_NONE */
	uint32_t root;    /* CHILD: the object the chain starts from; else itself */
	uint32_t parent;  /* CHILD: first origin's object */
	ce_offid made_by; /* CHILD: its key, */
	uint32_t type;    /* ... and how_read.type */
	uint32_t cells, ncells;
	uint32_t ranges; /* first cell without an exact offset, or CE_NONE */
	uint32_t copies; /* first copy into it, 0: none */
	uint8_t depth;   /* CHILD: length of the chain from root */
	uint32_t noffs;  /* distinct offsets met */
	CE_VEC(origin) origins;
	ce_gnote note;         /* where it was made */
	uint32_t site;         /* HEAP: index of the call in the function that is solved, or CE_NONE */
	uint64_t made_by_call; /* HEAP: as in ce_sum_obj */
	uint32_t alloc_fn;     /* HEAP: function called there when that is an allocator itself */
} object;

typedef struct callsite {
	uint64_t name;         /* equal in every run */
	uint64_t alike;        /* the same for several calls of one function with the same pointers; or 0 */
	uint32_t target;       /* node; CE_NONE: direct */
	uint32_t direct;       /* program function, or CE_NONE */
	uint32_t *args, nargs; /* nodes or CE_NONE */
	uint32_t *rets, nrets;
	uint32_t ret_obj; /* object of its unknown result, or CE_NONE */
	uint32_t index;   /* of ce_func.calls, when it stands in the function itself */
	ce_gnote note;
	uint8_t depth;            /* open calls resolved to get here */
	bool open;                /* some target is symbolic */
	bool early;               /* CE_EDGE_EARLY, and no instance of it is one of other calls, too */
	bool first;               /* CE_EDGE_FIRST, likewise */
	bool tables;              /* though of a summary: only functions of known tables (A10) */
	bool unknown;             /* some target cannot be told at all */
	bool behind;              /* some target is found behind a pointer in a global */
	CE_VEC(uint32_t) callees; /* already instantiated */
	CE_VEC(uint32_t) misfits; /* take more arguments than they get */
} callsite;

typedef struct move {
	uint32_t dst, src; /* nodes */
	uint64_t size;
	ce_gnote note;
} move;

typedef struct leak {
	uint32_t node;
	uint8_t category;
	bool taken; /* as in ce_sum_leak */
	uint32_t who;
	ce_gnote note;
} leak;

/** How fine a function is solved. Notches go up, never down. */
typedef struct notch {
	bool absorbs;   /* new memory in a parameter's memory is what the place holds (absorb.c) */
	uint32_t depth; /* loads below a parameter that are told apart exactly */
	uint32_t cells; /* places told apart in one object */
	uint32_t kids;  /* symbolic objects in all */
	uint32_t heaps; /* heap objects told apart */
	bool one_place; /* only globals have places */
	bool one_call;  /* all calls of one callee are one instance of its summary */
	bool one_rest;  /* below depth one symbolic object per root, not one per root and offset */
	uint32_t steps; /* budget: values added */
} notch;

typedef struct solver {
	ce_program *p;
	uint32_t fn;
	const ce_unit *unit;
	const ce_unit_map *map;
	const ce_func *func;
	const notch *notch;
	bool tracing;
	bool widening;         /* summaries only grow, and have one form for one content */
	uint64_t casts;        /* as in ce_summary */
	bool failed;           /* over budget */
	bool recursive;        /* it calls a function of its own component */
	bool crowded;          /* an object that stands for several has too many places (cells.c) */
	uint32_t width;        /* bytes of a pointer */
	uint64_t steps, limit; /* values added; after limit the attempt fails */
	ce_arena arena;
	CE_VEC(node) nodes;
	CE_VEC(use) uses; /* [0] unused */
	CE_VEC(object) objs;
	CE_VEC(cell) cells;
	CE_VEC(store) stores;
	CE_VEC(way) ways; /* [0] unused */
	CE_VEC(copy) copies;
	CE_VEC(callsite) calls;
	CE_VEC(move) moves;
	CE_VEC(leak) leaks;
	CE_VEC(leak) whys; /* reasons of outward nodes; their own node counts for nothing */
	CE_VEC(ce_back) backs;
	CE_VEC(uint32_t) queue;
	uint32_t queue_head;
	ce_map obj_index;    /* name -> object */
	ce_map cell_index;   /* (object, offset) -> cell */
	ce_map store_index;  /* stores of cells that have many */
	ce_map near_index;   /* (object, exact offset / 8) -> first cell there */
	ce_map pulled;       /* (destination node, source) of copies' bytes */
	ce_map use_index;    /* copies from nodes with many uses */
	ce_map const_index;  /* value -> node that holds just it */
	ce_map copy_index;   /* (dst, move) of copies */
	ce_map call_targets; /* (call, callee) that are instantiated: tables may have thousands */
	ce_map maker_index;  /* node -> the edge that makes all that it holds (solve.c) */
	ce_map alike_index;  /* function and pointers that calls give it -> the number of such calls */
	ce_map call_prints;  /* (call, summary_print) that are */
	ce_map call_index;   /* name -> open call brought by a summary of this recursion */
	ce_map back_index;
	ce_map off_index;    /* values whose offset was counted */
	ce_map shared_calls; /* nested open calls: callee -> instance */
	uint32_t nkids, nheaps;
	uint32_t reader, keeper; /* whose memory is read, or also kept, by other names (transient.c) */
	bool outside_read;       /* memory that nobody here made is */
	bool keeps;              /* as in ce_summary; of callees, then of the function as well */
	uint64_t ways_out;       /* arguments from which it goes to what may be around them: ce_arg_bit */
	bool misfits;            /* as in ce_fn */
	CE_VEC(ce_place) reads;
	ce_map read_index;
} solver;

/** How memory is read. */
typedef struct how_read {
	bool as_int;   /* CE_EDGE_INT */
	bool number;   /* CE_EDGE_TYPED */
	uint32_t type; /* of the struct that the pointer points to, equal for equal names; 0: unknown */
	bool early;    /* CE_EDGE_EARLY */
	bool first;    /* CE_EDGE_FIRST */
	bool piece;    /* CE_EDGE_PIECE */
} how_read;

#define AS_POINTER ((how_read){0})

/** The function that is solved: only what others do not change. The pointer is valid until the next
 * specialisation. */
static inline const ce_fn *own_fn(const solver *s)
{
	return &s->p->fns.at[s->fn];
}

static inline bool *own_merges_opens(const solver *s)
{
	return &s->p->fns.at[s->fn].merges_opens;
}

/* solver.c: nodes and propagation */
uint32_t node_new(solver *s);
uint32_t node_const(solver *s, ce_val v);
bool add_val(solver *s, uint32_t n, ce_val v, cause why);
bool has_val(const node *n, ce_val v);
/** Coarsely, where a node holds an object at any place it is not told of its places one by one. */
bool is_said(const node *n, ce_val v);
/** Reports whether the object adds nothing where anything may come from outside, as
 * functions, constants and what globals held: a call is one of unknown code, a
 * store a leak. (Variables do: the program wants to know what is stored in them.) */
bool as_outside(const solver *s, uint32_t obj);
/** Reports whether nothing is there: a pointer that far before what is known to begin there. */
bool leads_nowhere(const solver *s, ce_val v, ce_offid off);
void add_copy(solver *s, uint32_t dst, uint32_t src, ce_offid off, ce_gnote note);
/** A copy of what is not the argument. */
void add_copy_except(solver *s, uint32_t dst, uint32_t src, uint32_t arg, ce_offid off, ce_gnote note);
void add_load(solver *s, uint32_t dst, uint32_t addr, uint64_t size, how_read how, ce_gnote note);
void add_store(solver *s, uint32_t addr, uint32_t src, uint64_t size, uint16_t flags, ce_gnote note);
void add_move(solver *s, uint32_t dst, uint32_t src, uint64_t size, ce_gnote note);
void add_leak(solver *s, uint32_t n, ce_category category, uint32_t who, ce_gnote note, bool taken);
void add_back(solver *s, ce_back_kind kind, uint32_t id, ce_gnote note);
void add_use(solver *s, uint32_t n, use u);
void add_call_use(solver *s, uint32_t target, uint32_t call, ce_gnote note);
void propagate(solver *s);

/* memory.c: objects, loads, stores */
uint32_t obj_new(solver *s, ce_obj_kind kind, uint32_t id, uint64_t name);
uint32_t obj_global(solver *s, uint32_t gl);
uint32_t obj_func(solver *s, uint32_t fn);
void note_read(solver *s, ce_place r);
uint32_t load_node(solver *s, ce_val addr, uint64_t size, how_read how);
void store_at(solver *s, ce_val addr, uint32_t src, uint64_t size, uint16_t how, ce_gnote note);
bool immutable(const solver *s, uint32_t obj);
void view_children(solver *s, uint32_t c);

/* cells.c: the places of objects */
uint32_t most_places(const solver *s, uint32_t obj);
void collapse(solver *s, uint32_t obj);
/** A place of an object as callers are told: anywhere is an index of bytes where no access leads out of the
 * array that its pointer is in, which they may know. */
ce_offid told_place(const solver *s, uint32_t obj, ce_offid off);

/* copies.c: copies between objects, read on demand */
void copy_into(solver *s, ce_val dst, uint32_t m);
void pull(solver *s, const use *u, ce_val src);
/** Where a copy of so many bytes begins; when they are more than the array has, what is behind it is
 * copied as well, and the array is forgotten. */
ce_offid copied_place(const solver *s, ce_offid from, uint64_t size);
/** The bytes [0, size) from each of the offsets; CE_SIZE_UNKNOWN: all from there on. */
ce_off copied_range(ce_off from, uint64_t size);

/* escape.c */
void leak_contents(solver *s, uint32_t obj);
void leak_copied(solver *s, ce_val src, uint32_t m);
void node_escapes(solver *s, uint32_t n);
void mark_escaped(solver *s, uint32_t obj);

/* child.c */
uint32_t obj_child(solver *s, uint32_t obj, ce_offid off, how_read how);

/* transient.c */
void find_transient(solver *s); /* once it is solved */
/** Reports whether a store into the object is not there any more when the function returns. */
bool is_gone(const solver *s, uint32_t obj, const store *k);

/* absorb.c: without effect but from the second notch on */
void absorb_stored(solver *s, uint32_t c, uint32_t src, bool transient);
void absorb(solver *s, uint32_t c, ce_val v); /* v is stored in cell c */
/** A child that new memory became. */
static inline bool stands_for_new(const object *o)
{
	return o->heap != CE_NONE || o->returned;
}
/** Such a child, or what it or something below held at entry. */
bool found_in_new(const solver *s, uint32_t obj);
/** Memory that an open call returned, or what was found there. */
bool found_in_returned(const solver *s, uint32_t obj);
/** The same place in the object that absorbed this one, if any did. */
static inline ce_val absorbed(const solver *s, ce_val v)
{
	uint32_t obj = val_obj(v);

	while (s->objs.at[obj].into != CE_NONE)
		obj = s->objs.at[obj].into;
	return val_make(obj, val_off(v));
}

/* outward.c: without effect but at the last notch */
void node_outward(solver *s, uint32_t n, leak why);
void val_outward(solver *s, uint32_t n, ce_val v); /* v arrived at an outward node */
static inline bool is_outward(const solver *s, uint32_t obj)
{
	return s->objs.at[obj].outward;
}
bool outward_calls(solver *s); /* true when there is something to propagate */

/* join.c */
/** After a failed attempt: for the next, makes objects that met one, and those one place of which most places
 * are ranges. False when they are too few. */
bool join_objects(const solver *s);
/** The name of the object that it is: its own most often. */
uint64_t joined_name(const solver *s, uint64_t name, ce_obj_kind kind);

/* bind.c */
/** The callee's summary as what the call does. */
void instantiate(solver *s, uint32_t call, uint32_t callee);

/* call.c */
/** The call is one of code that cannot be followed: `who`, or CE_NONE. */
void call_outside(solver *s, uint32_t call, ce_category category, uint32_t who);
void call_unknown(solver *s, uint32_t call);
uint32_t call_new(solver *s, callsite c);
/** A call with the function's own parameters, whose results are its own; of nothing so far. */
callsite call_like_own(solver *s, uint64_t name);
uint64_t own_call_name(const solver *s); /* of the call that widens a function by its own summary */
void call_target(solver *s, uint32_t call, ce_val target);
void call_direct(solver *s, uint32_t call);
void call_reaches(solver *s, uint32_t call, uint32_t callee);
/** Calls of what certainly is no function that the program has, once it is solved. */
void note_calls_of_data(solver *s);
/** Calls of what was a hook until it was merged with what lies behind one: true when
 * there is something to propagate. */
bool calls_behind(solver *s);
/** Calls that reach no function that takes as many arguments as they give reach those that take more, if
 * the function is known to cast (ce_fn.casts): true when there is something to propagate. */
bool call_misfits(solver *s);

/* solve.c: one function from its graph to the fixed point */
void solver_init(solver *s, ce_program *p, uint32_t fn, const notch *n, bool tracing);
void solver_run(solver *s);
/** ce_fn.leads_out, once it has run. */
bool leads_out(const solver *s);
/* solve_check.c: ends the process with a message when it is not at its fixed point */
void solver_check(const solver *s);
/** An open call whose unknown targets are all in known tables: of a solved function. */
bool call_of_tables(const solver *s, uint32_t call);
void solver_free(solver *s);
/* notch.c */
extern const notch notches[];
extern const uint8_t nnotches;
enum { LAST_FINE = 1 }; /* of them: from the next on objects are merged by how deep they are */
/** So many steps an attempt may take. */
uint64_t steps_of(const ce_fn *f, const notch *n);
/** The same once the program's budget is used up. */
uint64_t steps_over_budget(const ce_program *p, const ce_fn *f, const notch *n);
/** Where to go on when an attempt failed or its summary is too large. */
uint8_t next_notch(const solver *s);
bool too_large(const ce_summary *m, uint8_t notch);

/* Objects, and those that others stand for: new memory, and what was there before. */
typedef struct join_count {
	uint32_t all[2], joined[2];
} join_count;

bool worth_joining(join_count n);
bool worth_collapsing(uint32_t ranges, uint32_t places);

/* any_of.c */
/** The function that stands for so many of those that a call reaches; the call reaches the others itself.
 * Without one, CE_NONE, that is all of them. May move ce_program.fns. */
uint32_t any_of(solver *s, uint32_t call, uint64_t place, const ce_ids *fns, ce_ids *others);
/** The one for all that are at this place, if it was asked for before; or CE_NONE. */
uint32_t any_of_place(const solver *s, uint64_t place);
/** All that such a function does. */
void call_any_of(solver *s);

/* special.c */
uint32_t specialise(solver *s, uint32_t callee, uint32_t call);
bool edge_exists(const solver *s, const ce_edge *e);
/** The value that a specialised function has for an argument. */
bool own_value(const ce_fn *f, uint32_t arg, int64_t *value);

/* relay.c: private memory that bytes pass through */
/** So many bytes, so far from where the move writes, come from there. */
typedef struct piece {
	ce_val src;
	uint64_t at, size;
} piece;
typedef CE_VEC(piece) pieces;
/** Marks relays. Who keeps one for other reasons unmarks it. */
void find_relays(const solver *s, bool *relay);
/** What the move reads: of a relay what was copied there. */
void pieces_of_move(const solver *s, const bool *relay, const move *m, pieces *out);
/** Where a piece goes that is so far from where the move writes. */
ce_val piece_to(const solver *s, const move *m, ce_val dst, uint64_t at);

/* effects.c: seen_outside tells objects whose contents callers or others can see */
void collect_effects(const solver *s, const bool *seen_outside, const bool *relay, ce_effects *out);

/* summarize.c */
/** Reports whether a child is what obj held at off at entry (and maybe other places, too). */
bool loaded_from(const solver *s, uint32_t child, uint32_t obj, ce_offid off);
/** Reports whether v is what its own place held at entry: storing it back there
 * changes nothing. */
bool own_content(const solver *s, ce_val v, uint32_t obj, ce_offid off);
ce_summary *summarize(const solver *s);
bool summary_equal(const ce_summary *a, const ce_summary *b);

/* explain.c */
struct ce_verdict;
void explain_verdict(const solver *s, struct ce_verdict *v);

#endif
