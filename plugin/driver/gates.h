/*
 * gates.h - what scan and check share: the configuration, and what it and comments in the
 * source make of findings.
 */
#ifndef CE_DRIVER_GATES_H
#define CE_DRIVER_GATES_H

#include "driver/driver.h"
#include "report/finding.h"
#include "report/sources.h"
#include "scan/cache.h"
#include "scan/comments.h"
#include "scan/config.h"

/** The configuration's file: the one that the arguments name, else the nearest above a folder;
 * NULL: none. The caller frees. */
char *ce_gates_file(const ce_args *args, const char *folder);

/** Read it; NULL is empty. False: *error says what is wrong with it, or with --fail-on; the caller frees. */
bool ce_gates_read(ce_config *c, const ce_args *args, const char *path, char **error);

/** What reports that travel are relative to: the folder of the configuration or of .git, above a folder
 * or in it, else that folder. The caller frees. */
char *ce_gates_root(const ce_config *c, const char *folder);

/** --fail-on, else the list of the configuration, which is NULL when it has none. The caller frees. */
char *ce_gates_fail_on(const ce_config *c, const ce_args *args);

/** Print a configuration (--dump-config). Returns the exit status. */
int ce_gates_dump(const ce_config *c);

/**
 * Apply comments, handles and filters, in this order.
 *
 * @param read, files  what was read; comments are looked for in files that speak of us
 * @param sources      texts that stand for what is on disk
 * @param cwd          findings show files relative to it
 * @param known        see ce_comments_apply()
 */
void ce_gates_apply(ce_findings *l, const ce_config *c, const ce_cache *read, const ce_ids *files,
                    ce_sources *sources, const char *cwd, ce_functions_known known);

/** Mark what is in the baseline that the arguments name, if any. False: *error says why it cannot be read;
 * the caller frees. */
bool ce_gates_baseline(ce_findings *l, const ce_args *args, char **error);

#endif
