/*
 * project.h - what a project says of findings: .cgoescape.yaml, and comments in the source.
 */
#ifndef CE_LSP_PROJECT_H
#define CE_LSP_PROJECT_H

#include "lsp/server.h"

/**
 * Apply both to the findings of a report: those that are suppressed or not to be
 * reported go, comments that are wrong or do not hold come. Comments are read in the
 * text of the editor.
 */
void ce_project_apply(ce_server *s, const ce_document *unit, const char *directory, json_t *report);

typedef enum ce_project_input {
	CE_PROJECT_MODEL, /* a path */
	CE_PROJECT_HOOK,  /* a variable that stays at its default */
	CE_PROJECT_FILE,  /* .cgoescape.yaml itself; the last */
} ce_project_input;

/** Tell what the analysis of a unit depends on besides: what .cgoescape.yaml says, and that
 * file. It has to be repeated when a path of these changes. */
void ce_project_inputs(const ce_document *unit,
                       void (*tell)(void *ctx, ce_project_input what, const char *text), void *ctx);

/** Take over the kinds that the nearest .cgoescape.yaml switches (key "editor"). */
void ce_project_settings(ce_server *s, const char *folder);

#endif
