/*
 * units.h - the units of a project made ready to be linked as one program.
 */
#ifndef CE_SCAN_UNITS_H
#define CE_SCAN_UNITS_H

#include "base/buf.h"
#include "graph/unit.h"
#include "scan/lost.h"

/** Show files relative to `folder` (absolute) when they are inside it, else with their
 * absolute path, wherever the unit was compiled. */
void ce_unit_show_files(ce_unit *u, const char *folder);

/** Which names have several definitions. Zero-initialised it is empty. */
typedef struct ce_contest {
	ce_strings names;
	ce_map count; /* name -> definitions */
	bool ready;
} ce_contest;

void ce_contest_add(ce_contest *c, const ce_unit *u);
/** Reports whether a unit defines or uses such a name, or one that a lost unit may
 * define: what it means depends on its target. */
bool ce_contest_touches(ce_contest *c, const ce_unit *u, const ce_lost_list *lost);
void ce_contest_free(ce_contest *c);

/**
 * A project has several programs: one name may have a definition in each. Give all
 * but the first a name of their own, in the units of the same target, so that each
 * keeps its body and its callers. A use that may mean one of several (of another target,
 * of a target with two, of one whose weak definition another target replaces) means
 * unknown code.
 *
 * @param targets    for each unit, "" when unknown: then the name is changed in the
 *                   defining unit alone
 * @param lost       may define names, too
 * @param[out] said  a line when there was any of either, for a person
 */
void ce_units_divide(ce_unit *const *units, const char *const *targets, uint32_t n, const ce_lost_list *lost,
                     ce_buf *said);

#endif
