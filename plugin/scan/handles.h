/*
 * handles.h - pointers of which the configuration says that only C makes them.
 */
#ifndef CE_SCAN_HANDLES_H
#define CE_SCAN_HANDLES_H

#include "scan/config.h"

/** C may keep its handles: facts stay what they are, findings of leaks are accepted. */
void ce_handles_accept(const ce_config *c, ce_findings *l);

#endif
