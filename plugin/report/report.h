/*
 * report.h - verdicts in words: Go's messages, and the facts table.
 */
#ifndef CE_REPORT_H
#define CE_REPORT_H

#include "base/buf.h"
#include "cgoescape/plugin.h"
#include "report/finding.h"
#include "solve/verdict.h"

/** One verdict, worded as `go build -gcflags=-m` words it. */
typedef struct ce_message {
	ce_loc loc;          /* strings belong to the program's units */
	const char *text;    /* "leaking param: p"; belongs to the list */
	const char *subject; /* "p", "&x", or the source text of an allocation */
	const char *function;
	const char *sink; /* "{heap}", "~r0" or "{param q}" */
	ce_rule rule;
	uint32_t param; /* of the C signature; CE_NONE: no parameter */
	bool leaks;
	bool content; /* "leaking param content" */
	int derefs;   /* of the leak that is explained; -1: the address of a local */
	ce_why why;
} ce_message;

typedef struct ce_messages {
	CE_VEC(ce_message) at;
	ce_arena arena;
} ce_messages;

/** Append the messages of one function: parameters, then locals, then allocations. */
void ce_messages_add(ce_messages *list, const ce_program *p, const ce_verdict *v);

/** Append a message in other words; the text is taken, the others copied. */
void ce_messages_say(ce_messages *list, ce_message m, char *text);

/** What is wrong whatever the caller does, as warnings: the address of a local
 * outlives the call; a declared noescape is refuted; C that Go calls keeps a
 * pointer. */
void ce_warnings_add(ce_messages *list, const ce_program *p, const ce_verdict *v);

/** Which of a function's messages are wanted as findings. */
typedef struct ce_wish {
	bool proofs;    /* "does not escape", too */
	bool explained; /* with steps; the verdict must be ce_judge_explained() */
	bool functions; /* and the function with its facts */
} ce_wish;

/** Append one message as a finding, which may be changed until the next is added. */
ce_finding *ce_findings_say(ce_findings *l, const ce_program *p, const ce_verdict *v, const ce_message *m,
                            bool explained);

/** Append the messages and warnings of one function as findings; of a leak that a
 * warning is about only the warning. */
void ce_findings_of(ce_findings *l, const ce_program *p, const ce_verdict *v, ce_wish wish);

/** A line of an explanation, Go's words and blanks, without any position. */
typedef struct ce_explain_line {
	const char *text; /* a header; "  flow: ...:"; "    from EXPR (REASON)" */
	ce_loc loc;       /* of the step; of a flow line that of its first step */
} ce_explain_line;

typedef struct ce_explanation {
	CE_VEC(ce_explain_line) at; /* the header first */
	ce_arena arena;
} ce_explanation;

/** Explain a leak. The source, if not NULL, gives texts that the unit does not have. */
void ce_explain(const ce_program *p, const ce_message *m, const ce_source *source, ce_explanation *out);
void ce_explanation_free(ce_explanation *x);

/** Append a line; the text is taken and the buffer left empty. */
void ce_explanation_add(ce_explanation *x, ce_loc loc, ce_buf *text);

/** The one flow of a fact's flows that a message is about; empty when there is none. */
ce_flow ce_message_flow(const ce_message *m);

/**
 * The explanation as text: each line ended by a newline, "at POS" after the steps,
 * without the position of the source that stands before every line.
 */
void ce_explain_message(const ce_program *p, const ce_message *m, const ce_source *source, ce_buf *out);

void ce_messages_free(ce_messages *list);

/** A function with its rows of the facts table; texts belong to the arena and to the
 * program's units. */
ce_function ce_function_of(const ce_program *p, const ce_verdict *v, ce_arena *arena);

/** What the verdicts of a function rest on besides the source, a line each: models,
 * hooks at their default, tables of functions. Never empty. */
void ce_rests_on(const ce_program *p, const ce_verdict *v, ce_buf *out);

/** The same of the facts of one C parameter: only what it is given to, and what memory is made by that
 * holds it. */
void ce_param_rests_on(ce_program *p, const ce_verdict *v, uint32_t param, ce_buf *out);

/** Reports whether parameter i of the function has a row: it can carry a pointer. */
bool ce_param_has_verdict(const ce_program *p, const ce_verdict *v, uint32_t i);

/** The name a function is shown by: its C name, with "file.c:" before it when a
 * static function of another unit has the same. */
const char *ce_shown_name(const ce_program *p, uint32_t fn, ce_arena *arena);

/** The step that decided, where the user can see it: of a result the return, of what
 * a library model does the call in fn. 0: unknown. */
ce_gnote ce_deciding_step(const ce_program *p, uint32_t fn, ce_why why);

/** "SOURCE:LINE:COL" of a note, "-" when unknown. */
void ce_note_position(const ce_program *p, ce_gnote note, ce_buf *out);

/**
 * The facts TSV (docs/format.md): one row for each pointer-carrying parameter,
 * one with index -1 for nocallback; sorted by function, then index.
 */
void ce_facts_tsv(const ce_program *p, ce_verdict *const *verdicts, size_t n, ce_buf *out);

/** What an editor shows of one unit, as a JSON object on a line of its own and the
 * findings as one more (docs/report.md). */
typedef struct ce_editor ce_editor;

ce_editor *ce_editor_new(const ce_program *p);
void ce_editor_add(ce_editor *e, const ce_verdict *v);                    /* from ce_judge_explained() */
void ce_editor_write(ce_editor *e, const ce_source *source, ce_buf *out); /* once */
void ce_editor_free(ce_editor *e);

/** Go's optimisation log of one unit: leaks and escapes only (docs/messages.md). */
typedef struct ce_log ce_log;

ce_log *ce_log_new(const ce_unit *u); /* the unit is borrowed */
void ce_log_free(ce_log *l);          /* NULL allowed */

/** Add a message that leaks, with its explanation. Its strings are borrowed until
 * ce_log_free(); they belong to the program's units. */
void ce_log_add(ce_log *l, const ce_program *p, const ce_message *m, const ce_source *source);

/**
 * Write DIR/<package>/<file>.json for each file that has messages.
 *
 * @retval false  a file could not be written; *error says which, the caller frees it
 */
bool ce_log_write(ce_log *l, const char *dir, char **error);

#endif
