/*
 * record.h - what an instrumented unit tells the runtime, in memory.
 *
 * plugin/check writes these tables as LLVM constants, field by field in this
 * order; the runtime reads them. Both sides are built together, so there is no
 * version. All texts are NUL-terminated and live as long as the unit's module:
 * the runtime copies what it needs for longer.
 */
#ifndef CE_RT_RECORD_H
#define CE_RT_RECORD_H

#include <stdint.h>

/** Flags of a parameter. */
enum {
	CE_RT_PARAM_PLAIN = 1 << 0,    /* points to what holds no pointers */
	CE_RT_PARAM_NOESCAPE = 1 << 1, /* declared so */
	CE_RT_PARAM_PROVED = 1 << 2,   /* the analysis of its unit proved that it does not leak at level 0 */
};

typedef struct ce_rt_param {
	const char *name;
	uint32_t line, col;
	uint32_t index; /* in the C signature, from 0 */
	uint32_t flags; /* CE_RT_PARAM_* */
	uint64_t size;  /* of what it points to; 0 unknown */
} ce_rt_param;

/** Flags of a function. */
enum {
	CE_RT_FUNC_NOCALLBACK = 1 << 0, /* declared: #cgo nocallback */
	CE_RT_FUNC_NOCALLBACK_PROVED = 1 << 1,
	CE_RT_FUNC_NOESCAPE = 1 << 2, /* declared: #cgo noescape */
	CE_RT_FUNC_BOUNDARY = 1 << 3, /* Go calls it */
};

typedef struct ce_rt_func {
	const char *name, *file;
	uint32_t line, col;
	uint32_t flags; /* CE_RT_FUNC_* */
	uint32_t nparams, nwords;
	uint32_t result_size; /* bytes of a result that is returned in memory; words[nwords] is its address */
	const ce_rt_param *params;
	const uint32_t *word_param; /* for each argument word the entry of params it belongs to */
	uint32_t *nwatched;         /* calls that were looked at, not more than it can count */
} ce_rt_func;

/** A place where memory is allocated. */
typedef struct ce_rt_site {
	const char *function, *file, *text; /* text: the call as it is written, "malloc(n)" */
	uint32_t line, col;
	uint32_t verdict; /* CE_RT_SITE_* */
} ce_rt_site;

enum { CE_RT_SITE_UNKNOWN, CE_RT_SITE_ESCAPES, CE_RT_SITE_LOCAL };

/** A variable of static storage that is not constant. */
typedef struct ce_rt_global {
	uintptr_t address, size;
	const char *name;
} ce_rt_global;

/** One for each unit, on the runtime's list from load to unload. */
typedef struct ce_rt_unit {
	struct ce_rt_unit *next;
	const ce_rt_global *globals;
	uintptr_t nglobals;
	uintptr_t flags; /* CE_RT_UNIT_* */
} ce_rt_unit;

enum { CE_RT_UNIT_CGO = 1 << 0 };

/** A local variable whose address is taken. */
typedef struct ce_rt_local {
	uintptr_t address, size;
} ce_rt_local;

/**
 * On the stack of each instrumented call, made by its prologue, on a list by
 * thread. A frame without `func` only makes its locals known.
 */
typedef struct ce_rt_frame {
	uintptr_t seal; /* tells a live frame from one that longjmp() left behind */
	struct ce_rt_frame *prev;
	const ce_rt_func *func;
	const uintptr_t *words; /* arguments that may be pointers */
	const ce_rt_local *locals;
	uintptr_t nlocals;
	uintptr_t machine; /* the machine's frame that it is part of; calls that were inlined share it */
	const uintptr_t
		*live; /* while it is in a call that may wait: what its variables hold that are used later */
	uintptr_t nlive;           /* how many, and 1; 0: it is not in such a call */
	uintptr_t id;              /* of all frames of the thread */
	struct ce_rt_check *check; /* the runtime's, while this call is looked at */
} ce_rt_frame;

/* ---- what instrumented code calls --------------------------------------------------- */

#pragma GCC visibility push(default)

void __cgoescape_unit_add(ce_rt_unit *unit);
void __cgoescape_unit_remove(ce_rt_unit *unit);

/**
 * Of each thread: nonzero while it runs code that is not looked at and keeps no frames.
 * Only entries from Go make it so (below a rate of 1): 1 and more is the number of them,
 * from the next one on, until one is looked at.
 */
extern _Thread_local uint32_t __cgoescape_skip;

/** At entry. The frame is filled but for seal, prev, id and check, and what `nlive` counts. */
void __cgoescape_enter(ce_rt_frame *frame);

/** Before each return: the result's words, where they may be pointers. */
void __cgoescape_exit(ce_rt_frame *frame, const uintptr_t *result, uintptr_t nresult);

/** After setjmp(buffer) has returned, once more or not: calls further down are gone. */
void __cgoescape_landed(ce_rt_frame *frame, const void *buffer);

/** Of each thread: the call that allocates and comes next, or NULL. */
extern _Thread_local const ce_rt_site *__cgoescape_site;

/** At entry of a C function that runs Go code. */
void __cgoescape_to_go(const ce_rt_func *exported);

/** At entry of a C function that Go calls itself, if __cgoescape_skip was `skip`, 0 or 1;
 * the arguments are on Go's stack, `machine` is the machine's frame. */
void __cgoescape_from_go(const void *arguments, uint32_t skip, uintptr_t machine);

/** Before that function returns. */
void __cgoescape_back_to_go(void);

#pragma GCC visibility pop

#endif
