/*
 * go_checking.h - the parts of ce_go_check(); for its own files only.
 */
#ifndef CE_GO_CHECKING_H
#define CE_GO_CHECKING_H

#include "golang/go_check.h"
#include "report/report.h"

typedef struct ce_go_checking {
	ce_go_result *r;
	ce_go_program *p;
	const ce_go_sources *s;
	const char *from; /* paths are as seen from there */
	ce_go_check_options o;
} ce_go_checking;

/** The first call of C.name; its file is "-" when there is none. */
ce_loc ce_go_first_call(const ce_go_checking *k, const char *name);

/* go_kept.c */

/** Whether a message about a parameter is one about a kept Go pointer; then that was said. */
bool ce_go_check_kept(ce_go_checking *k, const ce_go_called *c, const ce_message *m);
void ce_go_check_uintptr(ce_go_checking *k, const ce_go_called *c, uint32_t param);

/* go_promises.c */

void ce_go_check_promise(ce_go_checking *k, const ce_go_file *f, const ce_go_directive *d);

#endif
