/*
 * lost.h - units that have no summary (they failed, are refused, or no C): which names
 * they may define.
 */
#ifndef CE_SCAN_LOST_H
#define CE_SCAN_LOST_H

#include <stdbool.h>

#include "base/map.h"
#include "base/mem.h"

/** Zero-initialised it defines nothing. */
typedef struct ce_lost {
	const char *target; /* as of the units that are there; borrowed */
	ce_map names;       /* hashes of identifiers */
	bool any;           /* whatever the name is */
} ce_lost;

typedef CE_VEC(ce_lost) ce_lost_list;

/**
 * Look for names in its source, with no compiler's help: those of C++ that have a body,
 * else all that stand there. All at all if it cannot be read, or includes a source.
 *
 * @param path  NULL: it is not known which unit that is
 */
void ce_lost_read(ce_lost *l, const char *path);
bool ce_lost_may_define(const ce_lost *l, const char *name);
void ce_lost_free(ce_lost_list *l);

#endif
