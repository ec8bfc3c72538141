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

/** Tell what the analysis of a unit is to read besides, and has to be repeated for when it
 * changes: each model that .cgoescape.yaml names, then that file itself with model false. */
void ce_project_models(const ce_document *unit, void (*tell)(void *ctx, const char *path, bool model),
                       void *ctx);

/** Take over the kinds that the nearest .cgoescape.yaml switches (key "editor"). */
void ce_project_settings(ce_server *s, const char *folder);

#endif
