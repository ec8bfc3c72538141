/*
 * scan.h - what is looked for, and who was found to hold it. Part of rt.h.
 */
#ifndef CE_RT_SCAN_H
#define CE_RT_SCAN_H

struct ce_rt_check;

/* ---- scan.c: who holds a pointer ----------------------------------------------------------------- */

/** Whose memory an address is in. */
typedef enum ce_rt_memory {
	CE_RT_STATIC, /* a function, a constant or a variable of C */
	CE_RT_GO,     /* Go's heap, stacks and variables */
	CE_RT_OTHER,
} ce_rt_memory;

/** What is looked for: pointers into [base, base + size). */
typedef struct ce_rt_target {
	uintptr_t base, size;
	uint32_t word;   /* argument word */
	bool gone;       /* no longer looked for */
	bool held;       /* some other thread may have had a pointer to it before the call */
	uint64_t serial; /* of the heap object it is in, or 0 */
	ce_rt_memory memory;
} ce_rt_target;

/** From where memory is reached. */
typedef enum ce_rt_root_kind {
	CE_RT_ROOT_PARAM,
	CE_RT_ROOT_THREAD,
	CE_RT_ROOT_GLOBAL,
	CE_RT_ROOT_TLS,
	CE_RT_ROOT_RESULT,
} ce_rt_root_kind;

typedef struct ce_rt_where {
	ce_rt_root_kind root;
	uint32_t param;         /* ROOT_PARAM: entry of the function's params */
	const char *name;       /* of the root itself; NULL: further on */
	const ce_rt_site *site; /* of a heap object, NULL: unknown */
	bool in_heap;
	uintptr_t shown; /* the address that offsets are counted from */
} ce_rt_where;

/** A place that holds a pointer to a target. */
typedef struct ce_rt_hit {
	uint32_t target;
	ce_rt_where where;
	uintptr_t address;
	intptr_t offset; /* from where.shown */
} ce_rt_hit;

/** A range that was reached and is to be looked at. */
typedef struct ce_rt_work {
	uintptr_t base, size;
	const ce_rt_site *site;
	bool in_heap;
} ce_rt_work;

typedef struct ce_rt_scan {
	CE_RT_VEC(ce_rt_work) work;
	CE_RT_VEC(ce_rt_hit) hits;
	CE_RT_VEC(uintptr_t) stack_seen; /* locals that were reached */
	ce_rt_target *targets;
	size_t ntargets;
	uintptr_t low, span; /* of all targets */
	bool first_only;     /* a hit ends the search for its target and is not kept */
	const struct ce_rt_left_out *left_out;
	size_t nleft_out;
	ce_rt_where where;       /* of what is looked at now */
	uint32_t epoch;          /* of the scan */
	uint64_t readable[1024]; /* stretches of memory that it may read, with the epoch */
	uintptr_t copy[8192];
} ce_rt_scan;

/**
 * Start a scan of what a call can reach; earlier hits are forgotten. Targets that are gone are not looked
 * for, and what was left out at entry is at return.
 */
void ce_rt_scan_start(struct ce_rt_check *c, bool first_only);

/** Whether an object is so large that one which should hold no pointers is left out. */
bool ce_rt_is_left_out_if_plain(const ce_rt_object *o);

/** Look at the words of a range, then at all that is reached from there. */
void ce_rt_scan_range(ce_rt_root_kind root, const char *name, uintptr_t base, uintptr_t size,
                      uintptr_t shown);

/**
 * The same of the memory that a pointer leads to: the object it is in, or, where
 * there is none that is known, `size` bytes if they can be read.
 *
 * @param plain  no pointers are expected there: unknown memory is left out
 */
void ce_rt_scan_pointer(ce_rt_where where, uintptr_t pointer, uint64_t size, bool plain);

/** The local variable of a live call of this thread that an address is in. */
bool ce_rt_local_find(uintptr_t address, ce_rt_local *out);

#endif
