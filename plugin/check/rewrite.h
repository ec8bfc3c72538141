/*
 * rewrite.h - inside check/: one module that is being instrumented.
 */
#ifndef CE_CHECK_REWRITE_H
#define CE_CHECK_REWRITE_H

#include <llvm-c/Core.h>

#include "check/plan.h"

typedef struct rewrite {
	LLVMModuleRef module;
	LLVMContextRef context;
	const ce_check_plan *plan;
	LLVMBuilderRef builder;
	LLVMTypeRef ptr, word, i32, nothing;
	LLVMTypeRef frame;                           /* ce_rt_frame */
	LLVMTypeRef param, func, site, global, unit; /* the other records */
} rewrite;

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

/** Lead calls of, and pointers to, malloc() and its like to the runtime. */
void rewrite_allocations(rewrite *r);
/** The same for what starts threads. */
void rewrite_threads(rewrite *r);

/* ---- embed.c ----------------------------------------------------------------------------------------- */

/** The runtime as a module of the same context, ready to be linked in; NULL and *error
 * when it cannot be read or is for another machine. */
LLVMModuleRef rewrite_read_runtime(LLVMModuleRef user, const char *path, char **error);

#endif
