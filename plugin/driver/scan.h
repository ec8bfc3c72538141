/*
 * scan.h - what the parts of `cgoescape scan` share: cmd_scan.c runs them,
 * scan_units.c makes the summaries, scan_program.c the verdicts, scan_gates.c decides
 * what of them is reported.
 */
#ifndef CE_DRIVER_SCAN_H
#define CE_DRIVER_SCAN_H

#include <time.h>

#include "driver/driver.h"
#include "driver/scan_units.h"
#include "memo/memo.h"
#include "scan/config.h"

/** A part of the work, and clock() at its end. */
typedef struct scan_lap {
	const char *what;
	clock_t end;
} scan_lap;

typedef struct scan {
	const ce_args *args;
	ce_database database;
	ce_cache cache;
	ce_scan_units units;
	ce_findings findings;
	ce_config config;
	ce_texts models; /* of the configuration, then of the arguments */
	char *root, *cwd, *plugin, *shipped, *index, *list, *memo;
	ce_key program;
	CE_VEC(scan_lap) laps;
	ce_memo_stats known;
	bool incomplete; /* the database could not be read to its end, or an entry of it */
} scan;

/** Where the index of a project is: --cache and -p. The caller frees. */
char *scan_index_path(const ce_args *args);

/** A notice of no place; the text is taken. */
void scan_notice(scan *s, ce_level level, char *text);
/** A notice for each line; the buffer is freed. */
void scan_notices(scan *s, ce_level level, ce_buf *lines);

/** A part of the work is done, which -v tells the time of. */
void scan_done(scan *s, const char *what);

/** Verdicts of all units that are done: from the index, or by linking. */
void scan_find_verdicts(scan *s);

/** Read the configuration; sets models and root. False: there is a notice. */
bool scan_configure(scan *s);

/** Apply configuration, comments, baseline, files and changed lines to the findings. */
void scan_apply_gates(scan *s);

#endif
