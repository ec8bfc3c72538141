/*
 * explain.h - what explain.c (which objects lead from a sink to a source) and
 * explain_path.c (the steps between two of them) share.
 */
#ifndef CE_EXPLAIN_H
#define CE_EXPLAIN_H

#include "solve/sinks.h"
#include "solve/verdict.h"

/** A value at a sink, or in a private object that the sink holds. */
typedef struct arrival {
	uint32_t node, at;
	ce_gnote note;   /* the step that brought it there; 0: its last cause did */
	uint32_t into;   /* arrival of the object it was stored in; CE_NONE: the sink itself */
	bool copied;     /* not the address but the bytes behind it */
	uint16_t depth;  /* private objects between here and the sink */
	uint16_t nsteps; /* from the source; 0: not counted yet */
} arrival;

typedef struct step {
	ce_gnote note;
	uint32_t node; /* where the value was before */
	uint32_t obj;  /* of the value */
	uint32_t cell; /* the step ends in memory: this cell's; else CE_NONE */
} step;

/** A call whose callee makes the step `note`. */
typedef struct foreign {
	uint32_t call, next; /* next of the same note, CE_NONE: none */
} foreign;

typedef struct found {
	uint32_t level0, deeper; /* arrivals; CE_NONE: none */
	int level;               /* of deeper */
} found;

typedef CE_VEC(ce_flow_edge) edge_list;

typedef struct explainer {
	const solver *s;
	ce_verdict *v;
	ce_map cell_of;    /* node `in` -> cell */
	ce_map own;        /* notes of the function itself */
	ce_map foreign_of; /* note -> first foreign */
	CE_VEC(foreign) foreigns;
	CE_VEC(step) path; /* from the sink back to the source */
	ce_ids steps;      /* of the edge being made */
	/* the search from one sink */
	uint32_t sink;
	CE_VEC(arrival) queue;
	ce_map seen; /* objects whose contents are in the queue */
	found *params;
	uint32_t *locals, *allocs; /* arrivals */
	edge_list *flows;          /* one for each parameter */
} explainer;

const char *explain_param_name(explainer *x, uint32_t param);
const char *explain_local_name(const explainer *x, uint32_t local);

/** "{storage for EXPR}", "{temp}" without a text. */
const char *explain_storage_name(explainer *x, const ce_unit *u, ce_str expr);

/** The object that arrived. */
uint32_t explain_arrived(const explainer *x, const arrival *a);

/** Steps from where the value started to the arrival: at least 1, counted up to most. */
uint16_t explain_length(const explainer *x, const arrival *a, uint16_t most);

/** Learn which steps are the function's own and which its callees'. */
void explain_note_steps(explainer *x);

/** Append the edges from a source, by all objects in between, to the sink. */
void explain_flow(explainer *x, uint32_t arrived, const char *source, int derefs, edge_list *out);

#endif
