/*
 * rewrite.h - inside check/: one module that is being instrumented.
 */
#ifndef CE_CHECK_REWRITE_H
#define CE_CHECK_REWRITE_H

#include <llvm-c/Core.h>

#include "base/map.h"
#include "check/plan.h"

typedef struct rewrite {
	LLVMModuleRef module;
	LLVMContextRef context;
	const ce_check_plan *plan;
	LLVMBuilderRef builder;
	LLVMTypeRef ptr, word, i32, nothing;
	LLVMTypeRef frame;                           /* ce_rt_frame */
	LLVMTypeRef param, func, site, global, unit; /* the other records */
	ce_map may_wait; /* functions: the runtime's that wait, and who calls them */
} rewrite;

/** A call that may wait, and the variables that are used after it. */
typedef struct live_call {
	LLVMValueRef call;
	CE_VEC(LLVMValueRef) variables; /* allocas */
} live_call;

typedef CE_VEC(live_call) live_calls;

/* ---- tables.c: records as constants ------------------------------------------------------ */

void rewrite_types(rewrite *r);
/** A private constant with the text; texts are shared. */
LLVMValueRef rewrite_text(rewrite *r, const char *text);
LLVMValueRef rewrite_func_record(rewrite *r, const ce_check_func *f, const uint32_t *word_param,
                                 unsigned nwords, unsigned result_size);
LLVMValueRef rewrite_site_record(rewrite *r, LLVMValueRef call, LLVMValueRef function);
/** The record of the unit with all its variables, made known when it is loaded. */
void rewrite_unit_record(rewrite *r);

/** A function of the runtime, declared on first use. */
LLVMValueRef rewrite_entry(rewrite *r, const char *name, LLVMTypeRef result, LLVMTypeRef *params, unsigned n);
/** The thread's count of calls that pass by unnoticed, declared on first use. */
LLVMValueRef rewrite_skip(rewrite *r);
/** The thread's variable for the record of the allocation that comes next. */
LLVMValueRef rewrite_site(rewrite *r);
LLVMValueRef rewrite_call(rewrite *r, const char *name, LLVMValueRef *args, unsigned n);

/* ---- calls.c: entry and return of functions ------------------------------------------------- */

/** Instrument one function with a body; f is NULL when only its locals are of interest. */
void rewrite_function(rewrite *r, LLVMValueRef function, const ce_check_func *f);

/* ---- allocs.c ------------------------------------------------------------------------------------ */

/** Lead calls of, and pointers to, a function to that of the runtime.
 * @return that; NULL: there are none, or the unit has a function of its own by that name */
LLVMValueRef rewrite_replace(rewrite *r, const char *name);
/** The same for malloc() and its like. */
void rewrite_allocations(rewrite *r);
/** The same for what starts threads. */
void rewrite_threads(rewrite *r);

/* ---- waits.c ------------------------------------------------------------------------------------ */

/** Lead calls of functions that wait to the runtime, and fill in may_wait. */
void rewrite_waits(rewrite *r);

/* ---- live.c --------------------------------------------------------------------------------------- */

/** The calls of a function that may wait. */
live_calls live_find(const rewrite *r, LLVMValueRef function);
void live_free(live_calls *calls);

/* ---- embed.c ----------------------------------------------------------------------------------------- */

/** The runtime as a module of the same context, ready to be linked in; NULL and *error
 * when it cannot be read or is for another machine. */
LLVMModuleRef rewrite_read_runtime(LLVMModuleRef user, const char *path, char **error);

#endif
