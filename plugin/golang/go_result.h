/*
 * go_result.h - all that check, emit and the cache want to know of one package.
 */
#ifndef CE_GO_RESULT_H
#define CE_GO_RESULT_H

#include "report/finding.h"

typedef enum ce_go_answer {
	CE_ANSWER_PROVED,
	CE_ANSWER_REFUTED,
	CE_ANSWER_DEPENDS, /* on a hook that somebody may have installed */
	CE_ANSWER_UNKNOWN,
} ce_go_answer;

/** A C function that Go calls. */
typedef struct ce_go_function {
	const char *name;             /* as in C.NAME */
	uint8_t noescape, nocallback; /* ce_go_answer */
	unsigned pointers;            /* parameters that can carry one */
	/* Why not, as in the facts table ("global x.c:3:4"), "" when proved. */
	const char *noescape_why, *nocallback_why;
} ce_go_function;

typedef struct ce_go_result {
	ce_findings findings;             /* its arena owns all texts here. Its functions: of C, with facts */
	CE_VEC(ce_go_function) functions; /* sorted by name */
	ce_findings table; /* of this only functions: the facts of those that Go calls, under Go's names */
} ce_go_result;

/** One JSON document; the caller frees it. */
char *ce_go_result_save(const ce_go_result *r);

/** Read what ce_go_result_save() made; false if it is anything else, and r is empty then. */
bool ce_go_result_load(ce_go_result *r, const char *json, size_t n);

void ce_go_result_free(ce_go_result *r);

#endif
