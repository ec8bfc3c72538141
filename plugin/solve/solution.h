/*
 * solution.h - all that solving or judging one function read of the program besides itself, and
 * all that it did to it: enough to do it again without solving (memo/).
 *
 * Files of solve/ look at other functions and at globals by the ce_read_ functions here only, so
 * that nothing is forgotten (test/solve/reads.test). Each notes what it hands out, while somebody
 * wants to know: ce_program.solution.
 */
#ifndef CE_SOLUTION_H
#define CE_SOLUTION_H

#include "solve/program.h"

typedef enum ce_read_kind {
	CE_READ_FN,         /* id: who that is: what is known before anything is solved */
	CE_READ_SUMMARY,    /* id: its summary, and whether it is in the reader's component */
	CE_READ_CALLEE,     /* id: its summary is read, and the reader is solved again when it changes */
	CE_READ_GLOBAL,     /* id: its flags */
	CE_READ_CONTENTS,   /* id: what it holds, and where it is hidden */
	CE_READ_CODE,       /* functions in memory that is not followed */
	CE_READ_SPECIAL,    /* id called with constants `known`: `other` is what is called */
	CE_READ_TEXT,       /* note id: its text, and whether a model says it */
	CE_READ_SAME_PLACE, /* notes id and other: whether they are of one place */
} ce_read_kind;

typedef struct ce_read {
	uint8_t kind;
	uint32_t id, other;
	uint32_t known, nknown; /* SPECIAL: range of ce_solution.known */
} ce_read;

/** One notch that was tried. */
typedef struct ce_attempt {
	bool over; /* the program's budget was used up before it */
	uint64_t steps, nodes;
} ce_attempt;

/** A place of a global whose contents were looked at, or called: ce_gl_reader. */
typedef struct ce_place {
	uint32_t gl;
	ce_offid off;
	bool calls;
} ce_place;

typedef enum ce_sticky_kind {
	CE_STICKY_COLLAPSED, /* ce_fn.collapsed */
	CE_STICKY_OUTWARD,   /* ce_fn.outward */
	CE_STICKY_JOINED,    /* ce_fn.joined */
} ce_sticky_kind;

/** What is the same of an object from then on. */
typedef struct ce_sticky {
	ce_sticky_kind kind;
	uint64_t name; /* of the object; but for OUTWARD with its kind */
	uint64_t with; /* JOINED: the name of another one, that it is; smaller than its own */
} ce_sticky;

/** Zero-initialised it is empty. The summary, notch, cost and flags are those of the function. */
typedef struct ce_solution {
	CE_VEC(ce_read) reads; /* in the order in which they were met first */
	CE_VEC(ce_arg_value) known;
	CE_VEC(ce_attempt) attempts;
	CE_VEC(ce_place) places;
	CE_VEC(ce_sticky) sticky;
	ce_map seen; /* reads that have no such field */
} ce_solution;

/** Empty again, and what is read from now on is noted there. */
void ce_solution_begin(ce_program *p, ce_solution *s);
/** Nothing is noted any more. */
void ce_solution_end(ce_program *p);
void ce_solution_free(ce_solution *s);

void ce_note_read(const ce_program *p, ce_read r);
/** The call of a function with constants, and what is called. */
void ce_note_special(const ce_program *p, uint32_t base, const ce_arg_value *known, uint32_t n, uint32_t to);

/** Reports whether what was read last is to be noted: the first time. */
static inline bool ce_first_read(const ce_program *p, uint32_t *read_in)
{
	if (!p->solution || *read_in == p->nsolutions)
		return false;
	*read_in = p->nsolutions;
	return true;
}

static inline const ce_fn *ce_read_fn(const ce_program *p, uint32_t fn)
{
	if (ce_first_read(p, &p->fns.at[fn].read_in))
		ce_note_read(p, (ce_read){.kind = CE_READ_FN, .id = fn});
	return &p->fns.at[fn];
}

/** NULL: none yet. */
static inline const ce_summary *ce_read_summary(const ce_program *p, uint32_t fn)
{
	if (ce_first_read(p, &p->fns.at[fn].summary_read_in))
		ce_note_read(p, (ce_read){.kind = CE_READ_SUMMARY, .id = fn});
	return p->fns.at[fn].summary;
}

static inline const ce_gl *ce_read_global(const ce_program *p, uint32_t gl)
{
	if (ce_first_read(p, &p->gls.at[gl].read_in))
		ce_note_read(p, (ce_read){.kind = CE_READ_GLOBAL, .id = gl});
	return &p->gls.at[gl];
}

/** The same, and its contents. */
static inline const ce_gl *ce_read_contents(const ce_program *p, uint32_t gl)
{
	if (ce_first_read(p, &p->gls.at[gl].contents_read_in))
		ce_note_read(p, (ce_read){.kind = CE_READ_CONTENTS, .id = gl});
	return ce_read_global(p, gl);
}

/** ce_program.code is read. */
static inline void ce_read_code(const ce_program *p)
{
	if (p->solution)
		ce_note_read(p, (ce_read){.kind = CE_READ_CODE});
}

/** Of a note only the text, and the unit to tell whether it is a model's. */
static inline const ce_note *ce_read_note(const ce_program *p, ce_gnote n, const ce_unit **unit)
{
	if (p->solution)
		ce_note_read(p, (ce_read){.kind = CE_READ_TEXT, .id = n});
	return ce_program_note(p, n, unit);
}

bool ce_read_same_place(const ce_program *p, ce_gnote a, ce_gnote b);

/** The caller's solution is made again when the callee's summary changes. */
void ce_depend(ce_program *p, uint32_t fn, uint32_t callee);
/** ... when what the place of the global holds grows. */
void ce_depend_on_place(ce_program *p, uint32_t fn, ce_place at);
/** From now on it is so. */
void ce_stick(ce_program *p, uint32_t fn, ce_sticky what);
/** The specialisation of a function for these constants, or CE_NONE. */
uint32_t ce_special_find(const ce_program *p, uint32_t base, const ce_arg_value *known, uint32_t n);
/** Reports whether it gets no more of them than it has and so many more. */
bool ce_special_full(const ce_program *p, uint32_t base, uint32_t more);
/** Make one that there is not. May move ce_program.fns. */
uint32_t ce_special_make(ce_program *p, uint32_t base, const ce_arg_value *known, uint32_t n);
/** For ce_summary.print. */
uint64_t summary_print(const ce_summary *m);
/** Take over a summary, NULL: the function is given up. True when it differs from the one before. */
bool ce_replace_summary(ce_program *p, uint32_t fn, ce_summary *now);
/** The notch at which ce_solve_function() will begin. */
uint8_t ce_first_notch(const ce_program *p, uint32_t fn);

#endif
