/*
 * cmd_diff.c - two results side by side.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "driver/driver.h"
#include "driver/output.h"
#include "scan/results.h"

static bool read_result(ce_findings *l, const char *path)
{
	char *error = NULL;
	bool ok = ce_results_read(path, l, &error);

	if (!ok) {
		fprintf(stderr, "cgoescape: %s\n", error);
		free(error);
	} else if (!l->functions.n) {
		fprintf(stderr, "cgoescape: %s: no facts of functions are in it\n", path);
		ok = false;
	}
	/* What was not analysed then is no difference of the program. */
	if (l->notices.n)
		fprintf(stderr, "cgoescape: %s: not everything was analysed for it: %s%s%s\n", path,
		        l->notices.at[0].loc.file ? l->notices.at[0].loc.file : "",
		        l->notices.at[0].loc.file ? ": " : "", l->notices.at[0].text);
	ce_findings_finish(l);
	return ok;
}

int cmd_diff(const ce_args *args)
{
	ce_findings old = {0}, now = {0};
	ce_buf out = {0};
	bool ok, worse = false;

	if (args->nfiles != 2) {
		fputs("cgoescape: diff: needs two results\n", stderr);
		return EXIT_TROUBLE;
	}
	ok = read_result(&old, args->files[0]);
	ok &= read_result(&now, args->files[1]);
	if (ok)
		worse = ce_results_diff(&old, &now, &out);
	ok &= ce_output_print(&out);
	ce_findings_free(&old);
	ce_findings_free(&now);
	return !ok ? EXIT_TROUBLE : worse ? EXIT_FINDINGS : EXIT_CLEAN;
}
