/*
 * scan_units.h - from a compilation database to unit summaries: what is in the cache
 * is taken from there, the rest is compiled, each unit in a process of its own.
 */
#ifndef CE_DRIVER_SCAN_UNITS_H
#define CE_DRIVER_SCAN_UNITS_H

#include "driver/progress.h"
#include "report/finding.h"
#include "scan/arguments.h"
#include "scan/cache.h"

typedef struct ce_scan_unit {
	const ce_command *command;    /* of the database */
	CE_VEC(const char *) targets; /* ce_link_unit() of each command with this key */
	ce_unit_args args;
	ce_key key; /* of the command */
	ce_kept kept;
	bool done;         /* kept is there */
	char *failure;     /* why it is not */
	char *summary;     /* path of the .esc file; it may be outside of the cache */
	unsigned nrefused; /* arguments that clang has refused */
	int64_t started_ns;
} ce_scan_unit;

/** A source of which there is no summary. */
typedef struct ce_left_out {
	const char *path, *target;
} ce_left_out;

/** An argument that is left out, of one unit or many. */
typedef struct ce_left_argument {
	const char *text;          /* borrowed of the database */
	const ce_command *command; /* the first that has it */
	unsigned more;             /* others */
} ce_left_argument;

typedef CE_VEC(ce_left_argument) ce_left_arguments;

typedef struct ce_scan_units {
	/* In: */
	const char *clang, *plugin;
	uint64_t tool;                           /* what the summaries depend on besides their inputs */
	unsigned parallel, timeout_s, memory_mb; /* 0: no limit */
	bool quiet, verbose;
	ce_cache *cache;
	ce_findings *findings; /* notices go here */
	/* Out: */
	CE_VEC(ce_scan_unit) at;      /* in the order of the database */
	CE_VEC(ce_left_out) left_out; /* failed, refused or no C */
	unsigned compiled, failed, other_language;
	int interrupted; /* number of the signal */
	/* Own: */
	char *tmp; /* folder for outputs of compiles */
	uint32_t next;
	ce_ids again; /* units to be tried again, without an argument */
	ce_arena texts;
	ce_progress progress;
	CE_VEC(struct scan_job *) idle;
	bool cache_failed; /* said once */
} ce_scan_units;

/** Make or find the summaries of all units. The database must outlive the units. */
void ce_scan_units_run(ce_scan_units *s, const ce_database *d);
void ce_scan_units_free(ce_scan_units *s);

/* scan_choose.c: fills at and left_out. */
void ce_scan_units_choose(ce_scan_units *s, const ce_database *d);
/* Count arguments of a command; say all, once each, and free the list. */
void ce_left_arguments_add(ce_left_arguments *l, const ce_command *c, const char *const *args, uint32_t n);
void ce_left_arguments_say(ce_scan_units *s, ce_left_arguments *l, ce_level level, const char *what);
/* A notice about a unit; detail may be NULL. */
void ce_scan_units_say(ce_scan_units *s, const ce_scan_unit *u, ce_level level, const char *what,
                       const char *detail);

#endif
