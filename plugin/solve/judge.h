/*
 * judge.h - a verdict in the making (private to the verdict files of solve/).
 */
#ifndef CE_JUDGE_H
#define CE_JUDGE_H

#include "cgoescape/source.h"
#include "solve/sinks.h"
#include "solve/verdict.h"

typedef struct judge {
	const solver *s; /* NULL: it was given up */
	const ce_fn *fn;
	ce_verdict *v;
	ce_map seen_copies; /* (sink, owned, value, size) that were copied there */
	ce_map seen;        /* (sink, owned, object) whose contents were visited */
	ce_map seen_nodes;  /* whose values were, and for whom: visit_node() */
	ce_map taken_apart; /* value -> whether bytes around it are copied as well */
	bool *passed_on;    /* objects: new memory that the caller gets by the result */
	bool returned;      /* in memory that an object's own hook returned */
	uint32_t owner;     /* of the hook whose arguments are visited (sinks.h), else SINK_HEAP */
	bool owned;         /* in what is that owner's already: only content is news */
} judge;

static inline ce_why why_of(ce_category category, ce_gnote note, uint32_t who)
{
	return (ce_why){.category = (uint8_t)category, .note = note, .who = who, .node = CE_NONE};
}

/* verdict_walk.c */
void add_fact(judge *j, uint32_t param, int level, uint32_t sink, ce_why why);
void escape_local(judge *j, uint32_t local, uint32_t sink, ce_why why);
/** All that is held by sinks. */
void judge_sinks(judge *j);

/* verdict_callback.c */
/** Something stands against nocallback; what stands more against it counts. */
void callback(judge *j, ce_nocallback value, bool object_hook, uint32_t hook, ce_why why);
void judge_callbacks(judge *j);
/** Once all else is known: a call during which nobody can call but the program itself. */
void judge_closed(judge *j);

#endif
