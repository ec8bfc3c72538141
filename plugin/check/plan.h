/*
 * plan.h - what the plan of the key "check" consists of.
 */
#ifndef CE_CHECK_PLAN_H
#define CE_CHECK_PLAN_H

#include "base/mem.h"
#include "check/check.h"
#include "solve/verdict.h"

typedef struct ce_check_param {
	const char *name;
	unsigned line, col;
	unsigned index; /* in the C signature */
	unsigned flags; /* CE_RT_PARAM_* of runtime/record.h */
	uint64_t size;  /* of what it points to; 0 unknown */
} ce_check_param;

/** An IR argument that carries (a part of) a parameter. */
typedef struct ce_check_arg {
	unsigned arg, param; /* param: index into ce_check_func.params */
	uint64_t copied;     /* bytes, when it points to the callee's copy of a struct; else 0 */
} ce_check_arg;

typedef enum ce_check_kind {
	CE_CHECK_CALL,    /* looked at from entry to return */
	CE_CHECK_EXPORT,  /* runs Go code */
	CE_CHECK_WRAPPER, /* called by Go itself: its argument is on Go's stack */
} ce_check_kind;

typedef struct ce_check_func {
	ce_check_kind kind;
	const char *symbol, *name, *file;
	unsigned line, col;
	unsigned flags;    /* CE_RT_FUNC_* */
	unsigned result;   /* IR argument that points to the result, or CE_NONE */
	unsigned nargs_ir; /* of the IR signature; another one is left alone */
	CE_VEC(ce_check_param) params;
	CE_VEC(ce_check_arg) args;
} ce_check_func;

/** What is known of a call that allocates. */
typedef struct ce_check_site {
	const char *function; /* symbol */
	const char *text;     /* "malloc(n)" */
	unsigned line, col;
	bool escapes;
} ce_check_site;

struct ce_check_plan {
	ce_arena arena; /* of all texts */
	CE_VEC(ce_check_func) funcs;
	CE_VEC(ce_check_site) sites;
	bool is_cgo;
	bool is_made;  /* the unit was analysed */
	char *runtime; /* path of the runtime's bitcode; NULL: the program is linked with it */
};

/** Fill an empty plan from the verdicts of the unit that is compiled (number 0). */
void ce_check_plan_make(ce_check_plan *plan, const ce_program *p, ce_verdict *const *verdicts, size_t n,
                        const ce_source *source, ce_functions which);

#endif
