/*
 * options.h - the one table of options and the one of subcommands: arguments are
 * read by them; --help, the man page and shell completions are printed from them.
 */
#ifndef CE_DRIVER_OPTIONS_H
#define CE_DRIVER_OPTIONS_H

#include "base/buf.h"
#include "driver/driver.h"

#include <stdint.h>

/** Subcommands, as bits: an option names those that it goes with. */
enum {
	SUB_LINK = 1 << 0,
	SUB_EXPLAIN = 1 << 1,
	SUB_DUMP = 1 << 2,
	SUB_LSP = 1 << 3,
	SUB_SCAN = 1 << 4,
	SUB_CHECK = 1 << 5,
	SUB_EMIT = 1 << 6,
	SUB_DB = 1 << 7,
	SUB_GO = SUB_CHECK | SUB_EMIT | SUB_DB,
	SUB_DIFF = 1 << 8,
	SUB_UNIT = 1 << 9,
	SUB_PROFILE = 1 << 10,
	SUB_CROSSCHECK = 1 << 11,
	SUB_ALL = ~0,
};

typedef struct ce_subcommand {
	const char *name;
	uint32_t bit;
	const char *args; /* synopsis of what follows the options */
	const char *what; /* one line, no full stop */
	int min_args;
	const char *missing; /* "needs ..."; said when there are fewer */
	int (*run)(const ce_args *a);
} ce_subcommand;

/** How an option's value is read, and the type of its field. */
typedef enum ce_form {
	FORM_FLAG,   /* none; bool, set to true */
	FORM_LEVEL,  /* -x, -x=1, -x=2; int */
	FORM_WORD,   /* one of the words; int, the word's index */
	FORM_NUMBER, /* decimal; unsigned */
	FORM_TEXT,   /* any; const char * */
	FORM_LIST,   /* any, repeatable; ce_texts */
	FORM_PRINT,  /* one of the words, or none; no field: printed and done */
} ce_form;

typedef struct ce_option {
	const char *name; /* long name, or NULL */
	char letter;      /* short name, or 0 */
	ce_form form;
	const char *arg; /* name of the value in the help; "FILE..." and "DIR..." complete as such; or NULL */
	const char *words; /* "text|tsv", or NULL; of FORM_TEXT only for completion */
	size_t field;      /* offset in ce_args */
	uint32_t subs;     /* SUB_* */
	const char *what;  /* one line, no full stop */
} ce_option;

const ce_subcommand *ce_subcommands(size_t *n);
const ce_option *ce_options_table(size_t *n);

/**
 * Read the command line. Options may stand anywhere; "--" ends them. The first
 * word that is none is the subcommand.
 *
 * @param[out] a       zero-initialised; freed with ce_args_free()
 * @param[out] status  when NULL is returned: the exit status. What is wrong has
 *                     been said on standard error, help has been printed.
 * @return the subcommand to run, or NULL
 */
const ce_subcommand *ce_args_parse(ce_args *a, int argc, char **argv, int *status);
void ce_args_free(ce_args *a);

/** Print "cgoescape: ARG: WHAT" and where help is; returns EXIT_TROUBLE. */
int ce_bad_usage(const char *what, const char *arg);

/* ---- help.c, completion.c: the tables in other forms, each ended by a newline ---- */

void ce_help_usage(ce_buf *out, const ce_subcommand *only); /* NULL: all subcommands */
void ce_help_man(ce_buf *out);                              /* troff, man macros */
void ce_complete_bash(ce_buf *out);
void ce_complete_zsh(ce_buf *out);
void ce_complete_fish(ce_buf *out);

#endif
