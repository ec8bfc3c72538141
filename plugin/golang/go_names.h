/*
 * go_names.h - the C names that a package defines for others, and those that it takes from others.
 *
 * cgo packages are linked into one program: C of one can call and set what C of
 * another defines, whatever Go says.
 */
#ifndef CE_GO_NAMES_H
#define CE_GO_NAMES_H

#include "base/buf.h"
#include "golang/go_list.h"
#include "graph/unit.h"

typedef struct ce_go_linkage {
	ce_go_strings defines; /* functions and variables of external linkage */
	ce_go_strings uses;    /* that the package itself does not define */
} ce_go_linkage;

/** Find both in a package's own units; appended to empty lists. */
void ce_go_linkage_find(ce_go_linkage *out, ce_unit *const *units, size_t nunits);

/** What of `t` the others use, sorted; appended. `all` has n entries, `t` among them. */
void ce_go_linkage_wanted(ce_go_strings *out, const ce_go_linkage *t, const ce_go_linkage *const *all,
                          size_t n);

/** A line for each name. Lines that are no name's are skipped. */
void ce_go_linkage_write(const ce_go_linkage *l, ce_buf *out);
void ce_go_linkage_read(ce_go_linkage *l, const char *text);

void ce_go_linkage_free(ce_go_linkage *l);

#endif
