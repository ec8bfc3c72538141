/*
 * finding.h - what was found, free of the engine: a list that gates, reports and the
 * editor share, and its writers.
 *
 * Texts are UTF-8 as far as the source is, NUL-terminated, and belong to the list.
 */
#ifndef CE_REPORT_FINDING_H
#define CE_REPORT_FINDING_H

#include "base/buf.h"
#include "base/mem.h"
#include "cgoescape/source.h"

typedef enum ce_level { CE_LEVEL_NONE, CE_LEVEL_NOTE, CE_LEVEL_WARNING, CE_LEVEL_ERROR } ce_level;

typedef enum ce_rule {
#define CE_RULE(id, name, level, what) CE_RULE_##id,
#include "report/rules.def"
	CE_NRULES
} ce_rule;

const char *ce_rule_name(ce_rule r);
ce_rule ce_rule_of(const char *name); /* CE_NRULES when there is none */
const char *ce_rule_what(ce_rule r);  /* a sentence */
ce_level ce_rule_level(ce_rule r);
/** Where the rule is explained: a file of docs/ and an anchor in it. */
const char *ce_rule_help(ce_rule r);
/** "none", "note", "warning", "error". */
const char *ce_level_name(ce_level l);

/** One line of an explanation: Go's words, with the blanks before them. */
typedef struct ce_finding_step {
	ce_loc loc;
	const char *text;
} ce_finding_step;

/** Compared with a baseline; as SARIF's baselineState. */
typedef enum ce_state { CE_STATE_NONE, CE_STATE_NEW, CE_STATE_UNCHANGED, CE_STATE_ABSENT } ce_state;

typedef struct ce_finding {
	ce_rule rule;
	ce_level level;
	const char *category; /* of categories.def, "" when it has none */
	const char *function; /* as shown; "" when it is not about one */
	const char *subject;  /* the parameter, "&x", the text of an allocation; "" */
	const char *message;
	ce_loc loc; /* the file as shown: relative to the working directory, or absolute */
	const ce_finding_step *steps;
	uint32_t nsteps;
	const char *suppressed; /* the reason; NULL: it is not */
	bool external;          /* ... by the configuration, not in the source */
	ce_state state;
	bool counts; /* towards the exit status, unless the state says otherwise; where that is decided early
	              */
	/* The same after edits elsewhere in the program: made of all but the places. Set by
	 * ce_findings_finish(). */
	uint64_t fingerprint;
} ce_finding;

/** One row of the facts table (docs/messages.md). */
typedef struct ce_fact_row {
	int index; /* of the C parameter; -1: nocallback */
	const char *name, *facts, *why;
	ce_loc loc;       /* of the parameter; else of the function */
	const char *type; /* of a pointer, as written; "" when unknown */
} ce_fact_row;

/** A function with a body, and what is known of it. */
typedef struct ce_function {
	const char *name; /* as shown */
	ce_loc loc;
	bool is_static;
	const ce_fact_row *rows; /* -1 first */
	uint32_t nrows;
} ce_function;

/** The name in the source of a function that is shown as "f", "target:f", "file.c:f" or "f@file.c"; n
 * bytes of it. */
const char *ce_source_name(const char *shown, size_t *n);

/** Something that could not be done; the report goes on without it. */
typedef struct ce_notice {
	ce_loc loc; /* file NULL: of no place */
	ce_level level;
	const char *text;
} ce_notice;

/** Zero-initialised it is empty. */
typedef struct ce_findings {
	CE_VEC(ce_finding) at;
	CE_VEC(ce_function) functions; /* only where they are wanted */
	CE_VEC(ce_notice) notices;
	const char *root; /* absolute, borrowed: file names in reports that travel are relative to it; NULL:
	                     the working directory */
	ce_arena arena;
} ce_findings;

/** Append a finding; texts and steps are copied, the level is the rule's if it is CE_LEVEL_NONE. */
ce_finding *ce_findings_add(ce_findings *l, const ce_finding *f);
/** Give a finding of the list steps, whose texts belong to the list already. */
void ce_finding_set_steps(ce_findings *l, ce_finding *f, const ce_finding_step *steps, uint32_t n);
void ce_findings_notice(ce_findings *l, ce_loc loc, ce_level level, const char *text);
/** Append a function; texts and rows are copied. */
void ce_findings_function(ce_findings *l, const ce_function *f);
char *ce_findings_keep(ce_findings *l, const char *text);

/** Sort findings by file, line, column, then as added, functions by name; drop equal
 * findings; set the fingerprints. */
void ce_findings_finish(ce_findings *l);
void ce_findings_free(ce_findings *l);

/** The file name relative to the root, "../" never in front; absolute when it is outside. Caller frees. */
char *ce_findings_path(const ce_findings *l, const char *file);

/* ---- writers: each appends a whole report -------------------------------------------- */

typedef struct ce_text_style {
	bool steps;  /* -m=2: explanations */
	bool colour; /* ANSI */
} ce_text_style;

/** Go's form, "file:line:col: message" a line; suppressed ones are left out. */
void ce_findings_text(const ce_findings *l, ce_text_style style, ce_buf *out);

/** The facts table of the functions, with its header line. */
void ce_findings_tsv(const ce_findings *l, ce_buf *out);

/** One object, by docs/report.md; a line a finding. */
void ce_findings_json(const ce_findings *l, ce_buf *out);

/**
 * SARIF 2.1.0. Columns are converted from bytes to UTF-16 units where the source can
 * be read.
 *
 * @param ok  the tool did its whole job (invocation.executionSuccessful)
 */
void ce_findings_sarif(const ce_findings *l, bool ok, ce_buf *out);

/** One page that needs nothing else: functions and findings to sort and filter, the
 * sources with flows drawn over them. Sources are read, where they can be. */
void ce_findings_html(const ce_findings *l, ce_buf *out);

/** "3 errors, 12 leaks: 7 global, 5 result" without a newline; "nothing found". */
void ce_findings_summary(const ce_findings *l, ce_buf *out);

#endif
