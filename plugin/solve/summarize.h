/*
 * summarize.h - how a summary is made (private to the summarize files of solve/).
 */
#ifndef CE_SUMMARIZE_H
#define CE_SUMMARIZE_H

#include "solve/solver.h"

typedef struct raw_store {
	uint32_t cell, store, cls;
	bool gone;          /* when the function returns */
	bool update, typed; /* as in ce_sum_store */
} raw_store;

typedef struct builder {
	const solver *s;
	ce_summary *out;
	bool *keep;          /* private objects that are exported */
	bool *relay;         /* ... that bytes only pass through */
	bool *looked_into;   /* while finding these: */
	bool *outward;       /* private objects that globals or unknown code lead to */
	uint32_t *alike;     /* object -> the one that stands for all that are alike (summarize_alike.c) */
	uint32_t *also;      /* CHILD: class of what it absorbed + 1; 0: nothing */
	bool *used;          /* objects that something refers to */
	uint32_t *index;     /* object -> number in the summary */
	CE_VEC(ce_val) vals; /* of raw classes, in solver objects */
	CE_VEC(ce_sum_class) classes;
	ce_map class_index;   /* content hash -> raw class */
	uint32_t *node_class; /* node -> raw class + 1; 0: not made */
	CE_VEC(raw_store) stores;
	ce_map anywhere; /* values that are stored anywhere in an object (summarize_flows.c) */
	ce_map move_index;
	uint32_t *open_of; /* call -> number of the open call in the summary */
} builder;

/** Which values of a node count. */
enum {
	NO_CODE = 1,
	WRITTEN = 2,      /* only memory that can be written */
	NO_GLOBALS = 4,   /* no memory that callers find through globals anyway, */
	ONLY_GLOBALS = 8, /* or nothing else */
	LEAKED = 16,      /* also what is outward, as itself */
	TARGETS = 32,     /* no globals, but what unknown code has put into private memory */
};

/* summarize_visible.c: what callers can see */
void find_kept(builder *b);
void find_outward(builder *b);
bool exported(const builder *b, uint32_t obj); /* stores into it can be seen */
bool visible(const builder *b, uint32_t obj);  /* as a value */
bool is_global(const builder *b, uint32_t obj);

/* summarize_alike.c */
void find_alike(builder *b);

/* summarize_class.c: sets of values */
ce_val one_form(const builder *b, ce_val v);
ce_val stored_form(const builder *b, ce_val v, uint32_t obj, ce_offid off);
bool passes(const builder *b, uint32_t obj, int filter);
/** Push the values of a node that pass; obj/off: the place they are stored in, or
 * CE_NONE. Returns how many. */
uint32_t push_vals(builder *b, uint32_t n, uint32_t obj, ce_offid off, int filter);
/** The class of the last n pushed values, which are taken back if it exists. */
uint32_t intern_class(builder *b, uint32_t n);
uint32_t class_of(builder *b, uint32_t n, int filter);
void use_object(builder *b, uint32_t obj);
void use_class(builder *b, uint32_t cls);

/* summarize_flows.c: stores and copies */
void collect_stores(builder *b);
void collect_moves(builder *b);

/* summarize_opens.c: calls that only a caller can resolve */
void collect_opens(builder *b);

#endif
