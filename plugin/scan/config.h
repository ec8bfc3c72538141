/*
 * config.h - .cgoescape.yaml: what a project wants reported (docs/scan.md).
 */
#ifndef CE_SCAN_CONFIG_H
#define CE_SCAN_CONFIG_H

#include "report/finding.h"

typedef CE_VEC(const char *) ce_words;

/** Texts belong to the arena. Empty lists mean: all, or none for hooks and models. */
typedef struct ce_config {
	const char *path;          /* of the file, absolute; NULL: there is none */
	const char *folder;        /* of the file: relative names are relative to it */
	ce_words models;           /* more summaries, absolute */
	ce_words include, exclude; /* globs of files whose findings are reported */
	ce_words functions;        /* globs of functions: entry points */
	ce_words categories;       /* that are reported */
	ce_words handles;          /* globs of types that only C makes, or FUNCTION:PARAMETER */
	ce_words hooks;            /* variables that stay at their default */
	ce_words fail_on;          /* levels and categories */
	ce_words editor;           /* kinds that editors show; "no-" before one: do not (docs/editor.md) */
	ce_arena arena;
} ce_config;

/** The nearest .cgoescape.yaml in a folder or above it. NULL; the caller frees. */
char *ce_config_find(const char *folder);

/**
 * Read a file.
 *
 * @retval false  *error is "PATH:LINE:COL: ..." (unreadable, no YAML, an unknown key or
 *                word, a value of the wrong form); the caller frees
 */
bool ce_config_read(ce_config *c, const char *path, char **error);

/** Print the configuration as it would be read, all keys. */
void ce_config_dump(const ce_config *c, ce_buf *out);

/** Drop what is not to be reported. After the comments: they speak of
 * all functions. */
void ce_config_apply(const ce_config *c, ce_findings *l);

/** Whether what is said of a function, which stands in a file, is to be reported. */
bool ce_config_wants(const ce_config *c, const ce_findings *l, const char *function, const char *file);

/** Whether a word of fail_on is one: a level, "leak", "none" or a category. */
bool ce_is_fail_word(const char *word);

void ce_config_free(ce_config *c);

#endif
