/*
 * settings.h - what is shown, and how the analysis runs. Each kind can be switched.
 */
#ifndef CE_LSP_SETTINGS_H
#define CE_LSP_SETTINGS_H

#include <jansson.h>
#include <stdbool.h>

typedef struct ce_settings {
	bool warnings;    /* wrong code, refuted promises */
	bool leaks;       /* hints: parameters that leak */
	bool escapes;     /* hints: locals and allocations that outlive the call */
	bool proved;      /* hints: what does not escape */
	bool flows;       /* the way of a leak, as related information */
	bool hover;       /* verdicts in the hover of a function or parameter */
	bool inlay_hints; /* noescape and nocallback behind the names of functions */
	bool code_lens;   /* the same above them */
	bool actions;
	int functions; /* whose verdicts: 0 by the unit, else "cgo", "extern", "all" in order */
	unsigned debounce_ms;
	unsigned timeout_ms;        /* of one analysis */
	unsigned jobs;              /* analysis processes at a time */
	unsigned max_hints;         /* of one file */
	unsigned clangd_timeout_ms; /* a clangd that says nothing for so long is asked, then ended */
} ce_settings;

void ce_settings_default(ce_settings *s);

/**
 * Take over the members that an object has; others stay.
 *
 * @return what is wrong with the first member that is unknown or has a bad value
 *         (it is left out), to be freed; NULL when all is well
 */
char *ce_settings_take(ce_settings *s, const json_t *object);

/** Switch a kind by its name on, or by "no-" and its name off; false: there is none. */
bool ce_settings_switch(ce_settings *s, const char *word);

/** "cgo", "extern" or "all"; NULL for the default of the unit. */
const char *ce_settings_functions(const ce_settings *s);

#endif
