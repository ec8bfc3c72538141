/*
 * verdict.h - what a function's solution means for its parameters, locals and
 * allocations. The meaning of each fact is in docs/messages.md.
 */
#ifndef CE_VERDICT_H
#define CE_VERDICT_H

#include "solve/program.h"

/** One assignment on the way: dst = src, with the steps inside it. */
typedef struct ce_flow_edge {
	const char *dst, *src; /* "{heap}", "~r0", a variable, "{storage for EXPR}" */
	int derefs;            /* -1: the address of src */
	ce_gnote *steps;       /* from the source towards the sink */
	uint32_t nsteps;
} ce_flow_edge;

/** How a value got from its source to the sink, the source first. */
typedef struct ce_flow {
	ce_flow_edge *edges;
	uint32_t nedges;
} ce_flow;

/** The step that decided a fact. */
typedef struct ce_why {
	uint8_t category; /* ce_category */
	ce_gnote note;
	uint32_t who;      /* function that is the obstacle, or CE_NONE */
	uint32_t sink;     /* 0: {heap}; 1: the result; 2 + j: memory of parameter j */
	uint32_t node, at; /* the value that arrived, in the judge's own graph */
	ce_flow flow;      /* only from ce_judge_explained() */
} ce_why;

/** Somebody keeps it, for all we see; false: the way ends in code that nobody here
 * knows, or that only the caller does. */
bool ce_why_certain(const ce_why *w);

typedef struct ce_fact {
	bool direct;
	bool content; /* what it points to gets out */
	bool content_result;
	uint32_t levels; /* bit n: the result holds what n loads from it find */
	ce_ids params;   /* C parameters whose memory holds it */
	ce_ids content_params;
	ce_why why;     /* of the leak that tells most: see weight() in verdict.c */
	uint8_t weight; /* of it; 0: nothing leaks */
} ce_fact;

typedef enum ce_nocallback {
	CE_NOCALLBACK_YES,
	CE_NOCALLBACK_DEPENDS,
	CE_NOCALLBACK_NO,
	CE_NOCALLBACK_UNKNOWN,
} ce_nocallback;

typedef struct ce_local_fact {
	bool escapes;
	ce_why why;
} ce_local_fact;

/** An object made by an allocation function that is called here directly. */
typedef struct ce_alloc_fact {
	uint32_t call; /* index of ce_func.calls */
	bool escapes;
	ce_why why;
} ce_alloc_fact;

typedef struct ce_verdict {
	uint32_t fn;
	bool limit;             /* the function was given up: everything leaks */
	CE_VEC(ce_fact) params; /* one for each C parameter */
	CE_VEC(ce_local_fact) locals;
	CE_VEC(ce_alloc_fact) allocs; /* in order of calls */
	ce_nocallback nocallback;
	ce_arena arena;   /* of the flows */
	bool object_hook; /* DEPENDS: the hook is in an object of the caller */
	uint32_t hook;    /* DEPENDS on a global: its number, or CE_NONE */
	bool more_hooks;  /* and on other globals */
	ce_why callback_why;
} ce_verdict;

/** Judge a solved function (solves it once more to have the whole graph). */
ce_verdict *ce_judge(ce_program *p, uint32_t fn);
/** The same, with the flow of every leak (slower: it keeps causes). */
ce_verdict *ce_judge_explained(ce_program *p, uint32_t fn);
void ce_verdict_free(ce_verdict *v); /* NULL allowed */

/** noescape: no parameter has a level-0 leak. */
bool ce_fact_level0(const ce_fact *f);

#endif
