/*
 * output.h - findings to where the user wants them, and the exit status.
 */
#ifndef CE_DRIVER_OUTPUT_H
#define CE_DRIVER_OUTPUT_H

#include "driver/driver.h"
#include "report/finding.h"

/** Check a --fail-on list; *error is a message, the caller frees. NULL is right. */
bool ce_fail_on_check(const char *list, char **error);

/** Whether a finding makes the exit status EXIT_FINDINGS. NULL is "leak". */
bool ce_fail_on_counts(const char *list, const ce_finding *f);

/** Write all to standard output, and free it. False: that failed, and was said. */
bool ce_output_print(ce_buf *out);

/**
 * Print notices on standard error, and findings on standard output as the arguments
 * ask for: --format, -m, --fail-on.
 *
 * @return the exit status: EXIT_TROUBLE when a notice is an error or standard output
 *         fails, else whether there is a finding that counts
 */
int ce_output(const ce_args *args, ce_findings *l);

#endif
