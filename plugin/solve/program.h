/*
 * program.h - many units as one program: who is who, and what is known so far.
 *
 * link/ fills it (names resolved as a linker would, models behind everything);
 * solve/ reads it and puts summaries and the contents of globals back.
 */
#ifndef CE_PROGRAM_H
#define CE_PROGRAM_H

#include "graph/unit.h"
#include "solve/off.h"
#include "solve/summary.h"

/** An argument whose value is known. */
typedef struct ce_arg_value {
	uint32_t arg;
	int64_t value;
} ce_arg_value;

/** A function of the program, or one specialised for constant arguments. */
typedef struct ce_fn {
	uint32_t unit; /* index of the unit whose body counts, or of a declaration */
	const ce_func *func;
	uint64_t name;       /* the same in every program, wherever its number is (link/names.c) */
	ce_summary *summary; /* NULL until solved (or without body) */
	uint32_t scc;        /* number of its strongly connected component, callees first */
	uint8_t notch;       /* how coarse it is solved; only ever goes up */
	uint32_t cost;       /* steps of the last solution at this notch, or 0 */
	bool closed;       /* only the program's own code is called meanwhile, but for arguments (closed.c) */
	uint64_t pointers; /* arguments that are integers, and made pointers here or where they are passed on:
	                      ce_arg_bit */
	bool coarse;       /* it, or what it may call, was not solved at a fine notch */
	bool more_hooks;   /* ... as long as this hook, and others, are at their default; */
	uint32_t hook;     /* else CE_NONE */
	bool leads_out;    /* it may go from what it gets to a struct around it: container_of */
	bool misfits;      /* it has calls that reach only functions that take more arguments */
	bool casts;        /* ... once all targets are known: it does call them */
	bool defined;      /* a body (or model) is known and may be trusted */
	bool weak;         /* this symbol may be replaced at link time */
	bool absent;       /* a weak symbol that nobody defines: NULL, never called (A7) */
	bool alias;        /* another name: verdicts are printed under the first */
	bool is_go;        /* calling it runs Go code */
	bool contested;    /* several context units define it: no body may be trusted */
	bool known_to_return;       /* a function of the C library that does (L8) */
	bool callees_return;        /* all functions that it calls do, and are known */
	bool addressed;             /* its address is taken */
	bool reported;              /* verdicts are wanted */
	bool shares_name;           /* another one of those is shown by the same name */
	uint32_t base;              /* the function itself, or what it is a specialisation of */
	CE_VEC(ce_arg_value) known; /* of a specialisation: sorted by argument */
	ce_ids any_of;              /* no function of the program: one that calls each of these (any_of.c), */
	ce_gnote called_at;         /* ... and where it was called first */
	bool merges_opens;          /* its open calls are one for each target: once so, always so */
	ce_map collapsed; /* names of objects in it that are collapsed: while widening, or by join.c, */
	ce_map outward;   /* or found through globals: once so, always so */
	ce_map joined;    /* names of objects that are joined with others: index of that name */
	CE_VEC(uint64_t) joined_with;
	uint32_t nspecial;        /* specialisations made of it */
	uint64_t interest;        /* arguments (bit i) whose value decides a branch here or further down */
	uint64_t stuck;           /* a hash of what is in collapsed, outward and joined */
	CE_VEC(uint32_t) callers; /* functions whose solution used this summary */
	uint32_t read_in, summary_read_in; /* the last solution that read this, its summary (solution.h) */
} ce_fn;

/** What a global's place may hold, from initialisers and every store of the program. */
typedef struct ce_content {
	ce_offid off;
	uint32_t obj_kind; /* CE_OBJ_GLOBAL or CE_OBJ_FUNC */
	uint32_t id;
	ce_offid value_off;
} ce_content;

/** A function that reads a place of a global, or calls what it finds there, with what may be stored
 * there by way of memory that is not followed. */
typedef struct ce_gl_reader {
	uint32_t fn;
	ce_offid off;
	bool calls;
} ce_gl_reader;

/** A function that the program stores through a pointer, off from it. */
typedef struct ce_code {
	uint32_t fn;
	ce_offid off;
	bool in_global; /* of a global, to which such a pointer leads */
} ce_code;

/** A function whose address is taken stores an argument at a place of a global. */
typedef struct ce_setter {
	uint32_t fn, arg, gl;
	ce_offid off;
} ce_setter;

/** What code that is not known was given, as which argument. */
typedef struct ce_given {
	ce_content what; /* off is unused */
	ce_offid as;     /* CE_EFFECT_GIVEN */
} ce_given;

/** What is at place in a global was at `from` in memory that is not followed; all: and so on, from there. */
typedef struct ce_found {
	ce_offid place, from;
	bool all;
} ce_found;

/** Contents of a global that are elsewhere, too: those at place are at off, or all
 * are off further on. */
typedef struct ce_spread {
	ce_offid place, off;
	bool all;
} ce_spread;

/** What a global holds is in another one, too: at its `place` what is at `from`; all: and so on, from there.
 */
typedef struct ce_copied {
	uint32_t to;
	ce_offid place, from;
	bool all;
} ce_copied;

typedef struct ce_gl {
	uint32_t unit;
	const ce_global *global;
	uint64_t name;               /* the same in every program */
	CE_VEC(ce_content) contents; /* concrete pointers, grows only */
	bool opaque;   /* the program itself stores pointers there that contents does not list */
	bool symbolic; /* may also hold pointers that no one here knows */
	bool unknown;  /* ... nor anything that can be reached from it */
	bool made;     /* some of those lead to objects that the program makes, or finds in memory */
	bool constant;
	bool shown;               /* a constant that others find: they find what it holds */
	bool strange;             /* opaque, and not only by what other globals held */
	CE_VEC(ce_copied) copies; /* by the program */
	bool modelled;            /* a model of a library names it */
	bool assumed;             /* a hook that stays at its default: calling it calls what contents lists */
	bool contested;           /* several context units define it: any of their values counts */
	bool member;              /* a stand-in: all objects' member, with the tables it may lead to */
	uint32_t setter;          /* a function that stores an unknown pointer, or CE_NONE */
	CE_VEC(ce_offid) hidden;  /* places that pointers in memory that is not followed lead to */
	CE_VEC(ce_spread) spreads;          /* contents that are in such memory, too */
	CE_VEC(ce_found) found;             /* ... and what was there before */
	CE_VEC(ce_gl_reader) readers;       /* functions to solve again when it grows */
	uint32_t read_in, contents_read_in; /* the last solution that read this, its contents (solution.h) */
} ce_gl;

/** A function pointer in a struct that only the program knows: in every object it is NULL
 * or one of those that are stored (A12). */
typedef struct ce_private_hook {
	uint32_t type; /* number of the struct */
	uint64_t at;   /* byte of it */
	ce_ids stored; /* functions */
} ce_private_hook;

/** A parameter that points to such a struct, of which its callers know no more than `known` bytes. */
typedef struct ce_handle {
	uint32_t type;
	uint64_t known;
} ce_handle;

typedef struct ce_unit_map {
	const ce_unit *unit;
	uint32_t *funcs; /* unit index -> program index */
	uint32_t *globals;
	uint32_t note_base; /* global number of the unit's note 0 */
} ce_unit_map;

typedef struct ce_stats {
	uint64_t solves, steps, retries, tops, rounds, nodes, max_iterations;
} ce_stats;

typedef struct ce_program {
	CE_VEC(ce_unit_map) units;
	CE_VEC(ce_fn) fns;
	CE_VEC(ce_gl) gls;
	CE_VEC(ce_private_hook) private_hooks;
	CE_VEC(ce_handle) handles;
	ce_map handle_index; /* ce_handle_key() -> handles; none for most parameters */
	ce_offs offs;
	ce_map special_index; /* hash of (function, known arguments) -> specialisation */
	ce_map any_index;     /* hash of functions -> the one that calls each of them; */
	ce_map wide_index;    /* hash of a place in a global -> whether many functions are there (memory.c) */
	ce_map any_place_index; /* hash of a place in a table and a number of arguments -> the same */
	bool leads_out;    /* some function that others may call does (ce_fn), or is not here; once settled */
	bool settled;      /* the fixed point is reached: no more specialisations */
	ce_map call_index; /* (callee, caller) pairs that are in callers already */
	CE_VEC(ce_code) code;   /* functions in memory that is not followed */
	CE_VEC(ce_given) given; /* functions and globals */
	CE_VEC(ce_setter) setters;
	CE_VEC(int64_t)
	parts;                /* bytes of structs at which others with function pointers are in them; not 0 */
	ce_map reader_index;  /* keys of who is in readers */
	ce_map content_index; /* keys of what is in contents */
	ce_map effect_index;  /* keys of effects on globals that are applied already */
	uint32_t nnotes;
	bool cuts;       /* some unit cuts pointers into narrow integers (ce_unit) */
	bool quick;      /* a smaller budget: the answer is waited for */
	bool large;      /* each function has less, once the budget is used up: it has many that need more */
	uint64_t budget; /* steps, after which functions are solved coarsely or not at all */
	ce_stats stats;
	struct solver *idle;          /* memory of the last solver, or NULL */
	struct ce_solution *solution; /* where it is noted what is read, or NULL */
	uint32_t nsolutions;          /* that were noted so far */
} ce_program;

static inline uint64_t ce_handle_key(uint32_t fn, uint32_t param)
{
	return (uint64_t)fn << 32 | param;
}

static inline const char *ce_fn_name(const ce_program *p, uint32_t fn)
{
	return ce_text(&p->units.at[p->fns.at[fn].unit].unit->strings, p->fns.at[fn].func->name);
}

/** Its name in the source, which others may share. */
static inline const char *ce_fn_shown(const ce_program *p, uint32_t fn)
{
	return ce_text(&p->units.at[p->fns.at[fn].unit].unit->strings, p->fns.at[fn].func->shown);
}

/** A note by its program-wide number, with the unit whose strings it uses. */
const ce_note *ce_program_note(const ce_program *p, ce_gnote n, const ce_unit **unit);

#endif
