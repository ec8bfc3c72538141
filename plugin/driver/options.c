/*
 * options.c - the tables, and reading the command line by them.
 */
#include "driver/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cgoescape/plugin.h"
#include "driver/output.h"

static const ce_subcommand subcommands[] = {
	{"check", SUB_CHECK, "[PACKAGE...]",
         "what C does with the pointers of Go packages, and their #cgo promises", 0, NULL, cmd_check},
	{"emit", SUB_EMIT, "[PACKAGE...]", "the #cgo noescape and nocallback lines that are proved", 0, NULL,
         cmd_emit},
	{"db", SUB_DB, "[PACKAGE...]", "compile_commands.json for Go packages with C", 0, NULL, cmd_db},
	{"link", SUB_LINK, "FILE.esc...", "many unit summaries to whole-program verdicts", 1,
         "needs at least one summary file", cmd_link},
	{"scan", SUB_SCAN, "-p DIR [FILE...]", "a C project by its compile_commands.json", 0, "", cmd_scan},
	{"explain", SUB_EXPLAIN, "FUNCTION[:NAME] [-p DIR | FILE.esc...]",
         "the path of a leak, or what a proof rests on", 1, "needs a function", cmd_explain},
	{"diff", SUB_DIFF, "OLD NEW", "what got worse or better between two results", 2,
         "needs two results: JSON reports, indexes or facts tables", cmd_diff},
	{"unit", SUB_UNIT, "-o FILE.esc -- COMMAND...", "the summary of one unit, as an action of a build", 2,
         "needs the command of a compile behind --", cmd_unit},
	{"profile", SUB_PROFILE, "FILE...",
         "what instrumented programs were seen to do, for people and for pprof", 1,
         "needs at least one profile", cmd_profile},
	{"crosscheck", SUB_CROSSCHECK, "FACTS PROFILE...", "what was predicted beside what was observed", 2,
         "needs facts (a table, or unit summaries) and at least one profile", cmd_crosscheck},
	{"dump", SUB_DUMP, "FILE.esc...", "print the constraint graphs of unit summaries", 1,
         "needs at least one summary file", cmd_dump},
	{"lsp", SUB_LSP, "[--clangd PROGRAM [ARG...]]",
         "language server: escape diagnostics in front of clangd, or alone", 0, NULL, cmd_lsp},
};

#define NSUBS (sizeof subcommands / sizeof *subcommands)
#define FIELD(f) offsetof(ce_args, f)

static const ce_option options[] = {
	{"format", 0, FORM_WORD, "FORMAT", "text|tsv|json|sarif", FIELD(format), SUB_LINK | SUB_CHECK,
         "what to print on standard output (default: text)"},
	{"format", 0, FORM_WORD, "FORMAT", "text|tsv|json|sarif|html", FIELD(format), SUB_SCAN,
         "what to print on standard output (default: text)"},
	{"format", 0, FORM_WORD, "FORMAT", "text|tsv|json|pprof", FIELD(format), SUB_PROFILE,
         "what to print (default: text)"},
	{"format", 0, FORM_WORD, "FORMAT", "text|tsv|json|html", FIELD(format), SUB_CROSSCHECK,
         "what to print (default: text)"},
	{NULL, 'C', FORM_TEXT, "DIR", NULL, FIELD(dir), SUB_GO, "go to DIR first"},
	{"tags", 0, FORM_TEXT, "TAGS", NULL, FIELD(tags), SUB_GO, "build tags, as for go build"},
	{"mod", 0, FORM_TEXT, "MODE", "readonly|vendor|mod", FIELD(mod), SUB_GO,
         "module mode, as for go build"},
	{"handles", 0, FORM_WORD, "MODE", "quiet|strict", FIELD(handles), SUB_CHECK,
         "strict: pointers that only C makes count as Go memory, too"},
	{"write", 0, FORM_FLAG, NULL, NULL, FIELD(write), SUB_EMIT,
         "put the lines in place instead of printing a diff"},
	{"file", 0, FORM_TEXT, "NAME.go", NULL, FIELD(file), SUB_EMIT,
         "into a file of their own in each package, for Go 1.24 and later"},
	{"style", 0, FORM_WORD, "STYLE", "cgo|attributes", FIELD(style), SUB_EMIT,
         "attributes: declarations for a C header (default: cgo)"},
	{"prune", 0, FORM_FLAG, NULL, NULL, FIELD(prune), SUB_EMIT, "take lines away that are refuted"},
	{"noescape-alone", 0, FORM_FLAG, NULL, NULL, FIELD(alone), SUB_EMIT,
         "noescape also where nocallback is not proved (no effect in Go's own compiler)"},
	{NULL, 'o', FORM_TEXT, "FILE", NULL, FIELD(output), SUB_DB | SUB_UNIT | SUB_PROFILE | SUB_CROSSCHECK,
         "write there (instead of standard output)"},
	{NULL, 'm', FORM_LEVEL, NULL, NULL, FIELD(m), SUB_LINK | SUB_SCAN | SUB_CHECK,
         "verdicts in Go's words; -m=2: with explanations"},
	{NULL, 'm', FORM_LEVEL, NULL, NULL, FIELD(m), SUB_CROSSCHECK,
         "text: also what is proved, and what was never watched"},
	{"model", 0, FORM_LIST, "FILE.esc", NULL, FIELD(models),
         SUB_LINK | SUB_EXPLAIN | SUB_SCAN | SUB_GO | SUB_CROSSCHECK,
         "additional summary of library models; repeatable"},
	{"no-models", 0, FORM_FLAG, NULL, NULL, FIELD(no_models),
         SUB_LINK | SUB_EXPLAIN | SUB_SCAN | SUB_GO | SUB_CROSSCHECK,
         "without the models that ship with cgoescape"},
	{"program", 0, FORM_LIST, "DIR", NULL, FIELD(program), SUB_LSP,
         "unit summaries of the rest of the program, a folder or a file; repeatable"},
	{"compile-commands-dir", 0, FORM_TEXT, "DIR", NULL, FIELD(compile_commands_dir), SUB_LSP,
         "where compile_commands.json is (default: above each file)"},
	{"clang", 0, FORM_TEXT, "PROGRAM", NULL, FIELD(clang), SUB_LSP | SUB_GO,
         "the Clang that runs the plugin"},
	{"clangd", 0, FORM_TEXT, "PROGRAM", NULL, FIELD(clangd), SUB_LSP,
         "the clangd to stand in front of; all that follows are its arguments"},
	{"project", 'p', FORM_TEXT, "DIR", NULL, FIELD(project), SUB_SCAN | SUB_EXPLAIN,
         "the folder of compile_commands.json, or that file (explain: of a project that was scanned)"},
	{"jobs", 'j', FORM_NUMBER, "N", NULL, FIELD(jobs), SUB_SCAN | SUB_GO,
         "compile so many units at a time"},
	{"timeout", 0, FORM_NUMBER, "SECONDS", NULL, FIELD(timeout), SUB_SCAN | SUB_UNIT,
         "give a unit up after so long (default: 300; 0: never)"},
	{"memory", 0, FORM_NUMBER, "MB", NULL, FIELD(memory), SUB_SCAN | SUB_UNIT,
         "give a unit up at so much memory (default: 4096; 0: never)"},
	{"cache", 0, FORM_TEXT, "DIR", NULL, FIELD(cache), SUB_SCAN | SUB_EXPLAIN | SUB_GO,
         "where summaries are kept"},
	{"depfile", 0, FORM_TEXT, "FILE", NULL, FIELD(depfile), SUB_UNIT,
         "write there which files were read, as make has it"},
	{"fail-on", 0, FORM_TEXT, "LIST", NULL, FIELD(fail_on), SUB_SCAN | SUB_CHECK,
         "levels (error, warning, leak) and categories that make the exit status 1, with commas; or none"},
	{"baseline", 0, FORM_TEXT, "FILE", NULL, FIELD(baseline), SUB_SCAN | SUB_CHECK,
         "findings that are in this earlier result do not count"},
	{"changed-since", 0, FORM_TEXT, "REV", NULL, FIELD(changed_since), SUB_SCAN,
         "only findings in lines that have changed since a git revision"},
	{"changed", 0, FORM_TEXT, "FILE", NULL, FIELD(changed), SUB_SCAN,
         "only findings in lines that a unified diff changes; -: from standard input"},
	{"config", 0, FORM_TEXT, "FILE", NULL, FIELD(config), SUB_SCAN | SUB_CHECK | SUB_EMIT,
         "the configuration (default: the nearest .cgoescape.yaml above the sources)"},
	{"no-config", 0, FORM_FLAG, NULL, NULL, FIELD(no_config), SUB_SCAN | SUB_CHECK | SUB_EMIT,
         "no configuration"},
	{"dump-config", 0, FORM_FLAG, NULL, NULL, FIELD(dump_config), SUB_SCAN | SUB_CHECK,
         "print the configuration and end"},
	{NULL, 'q', FORM_FLAG, NULL, NULL, FIELD(quiet), SUB_ALL, "results only"},
	{NULL, 'v', FORM_FLAG, NULL, NULL, FIELD(verbose), SUB_ALL,
         "what was done, limits that were hit (standard error)"},
	{"help", 'h', FORM_PRINT, NULL, NULL, 0, SUB_ALL, "print this, or the help of one subcommand"},
	{"version", 0, FORM_PRINT, NULL, NULL, 0, SUB_ALL, "print the version"},
	{"generate", 0, FORM_PRINT, "WHAT", "man|bash|zsh|fish", 0, SUB_ALL,
         "print the manual page, or the completions of a shell"},
};

#define NOPTIONS (sizeof options / sizeof *options)

const ce_subcommand *ce_subcommands(size_t *n)
{
	*n = NSUBS;
	return subcommands;
}

const ce_option *ce_options_table(size_t *n)
{
	*n = NOPTIONS;
	return options;
}

int ce_bad_usage(const char *what, const char *arg)
{
	fprintf(stderr, "cgoescape: %s: %s\ntry: cgoescape --help\n", arg, what);
	return EXIT_TROUBLE;
}

/* ---- values -------------------------------------------------------------------------- */

/* The index of a word in "a|b|c", or -1. */
static int find_word(const char *words, const char *word)
{
	size_t n = strlen(word);

	for (int i = 0; *words; i++) {
		size_t k = strcspn(words, "|");

		if (k == n && strncmp(words, word, n) == 0)
			return i;
		words += k + (words[k] == '|');
	}
	return -1;
}

/* "the format is text or tsv" */
static int bad_word(const ce_option *o, const char *value)
{
	ce_buf b = {0};

	ce_buf_addf(&b, "the %s is ", o->name);
	for (const char *w = o->words; *w;) {
		size_t k = strcspn(w, "|");
		const char *rest = w + k + (w[k] == '|');

		ce_buf_add(&b, w, k);
		ce_buf_adds(&b, !*rest ? "" : strchr(rest, '|') ? ", " : " or ");
		w = rest;
	}
	ce_bad_usage(b.data, value);
	ce_buf_free(&b);
	return EXIT_TROUBLE;
}

static int set_level(int *field, const char *value)
{
	if (value && *value == '=')
		value++;
	if (value && strcmp(value, "1") != 0 && strcmp(value, "2") != 0)
		return ce_bad_usage("the level is 1 or 2", "-m");
	*field = value && *value == '2' ? 2 : 1;
	return -1;
}

static int set_number(const ce_option *o, unsigned *field, const char *value)
{
	char *end;
	unsigned long n;

	errno = 0;
	n = strtoul(value, &end, 10);
	if (end == value || *end || *value == '-' || errno || n > UINT32_MAX) {
		char *what = ce_format("%s wants a number", o->arg);

		ce_bad_usage(what, value);
		free(what);
		return EXIT_TROUBLE;
	}
	*field = (unsigned)n;
	return -1;
}

static void push(ce_texts *list, const char *value)
{
	list->at = ce_realloc(list->at, (list->n + 1) * sizeof *list->at);
	list->at[list->n++] = value;
}

/* @return -1 to go on, else the exit status */
static int store(ce_args *a, const ce_option *o, const char *value)
{
	void *field = (char *)a + o->field;
	int word;

	switch (o->form) {
	case FORM_FLAG:
		*(bool *)field = true;
		break;
	case FORM_LEVEL:
		return set_level(field, value);
	case FORM_WORD:
		if ((word = find_word(o->words, value)) < 0)
			return bad_word(o, value);
		*(int *)field = word;
		break;
	case FORM_NUMBER:
		return set_number(o, field, value);
	case FORM_TEXT:
		*(const char **)field = value;
		break;
	case FORM_LIST:
		push(field, value);
		break;
	case FORM_PRINT:
		break;
	}
	return -1;
}

/* ---- --help and the like ----------------------------------------------------------------- */

static int put(ce_buf *text)
{
	return ce_output_print(text) ? EXIT_CLEAN : EXIT_TROUBLE;
}

static int print(const ce_option *o, const char *value, const ce_subcommand *sub)
{
	static void (*const makers[])(ce_buf *) = {ce_help_man, ce_complete_bash, ce_complete_zsh,
	                                           ce_complete_fish};
	ce_buf out = {0};
	int word;

	if (o->words) {
		if ((word = find_word(o->words, value)) < 0)
			return bad_word(o, value);
		makers[word](&out);
	} else if (o->letter) {
		ce_help_usage(&out, sub);
	} else {
		ce_buf_adds(&out, "cgoescape " CGOESCAPE_VERSION "\nLLVM " CGOESCAPE_LLVM "\n");
	}
	return put(&out);
}

/* ---- the command line ---------------------------------------------------------------------- */

/* Options of one name may have a row for each of several subcommands. */
static const ce_option *find_option(const char *name, int letter, uint32_t subs)
{
	for (size_t i = 0; i < NOPTIONS; i++)
		if (options[i].subs & subs &&
		    (letter ? options[i].letter == letter
		            : options[i].name && strcmp(options[i].name, name) == 0))
			return &options[i];
	return NULL;
}

static const ce_subcommand *find_subcommand(const char *name)
{
	for (size_t i = 0; i < NSUBS; i++)
		if (strcmp(subcommands[i].name, name) == 0)
			return &subcommands[i];
	return NULL;
}

/* As the go command has them: -tags=x is --tags=x. */
static void allow_one_dash(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		char *name;

		if (argv[i][0] != '-' || argv[i][1] == '-' || strcspn(argv[i] + 1, "=") < 2)
			continue;
		name = ce_strndup(argv[i] + 1, strcspn(argv[i] + 1, "="));
		if (find_option(name, 0, SUB_ALL))
			argv[i] = ce_format("-%s", argv[i]); /* lives as long as argv */
		free(name);
	}
}

typedef struct forms {
	char letters[3 * NOPTIONS + 1];
	struct option longs[NOPTIONS + 1];
} forms;

enum { FIRST_LONG = 256 };

static void make_forms(forms *f)
{
	char *p = f->letters;
	struct option *l = f->longs;

	memset(f, 0, sizeof *f);
	for (size_t i = 0; i < NOPTIONS; i++) {
		const ce_option *o = &options[i];

		if (o->letter && find_option(NULL, o->letter, SUB_ALL) == o) {
			*p++ = o->letter;
			if (o->arg || o->form == FORM_LEVEL)
				*p++ = ':';
			if (o->form == FORM_LEVEL)
				*p++ = ':';
		}
		if (o->name && find_option(o->name, 0, SUB_ALL) == o)
			*l++ = (struct option){o->name, o->arg ? required_argument : no_argument, NULL,
			                       FIRST_LONG + (int)i};
	}
}

/* Only to find the subcommand, and what getopt itself objects to. */
static bool look_ahead(const forms *f, int argc, char **argv, const ce_subcommand **sub,
                       const ce_option **print_it, const char **value)
{
	int c;

	optind = 0;
	opterr = 1;
	while ((c = getopt_long(argc, argv, f->letters, f->longs, NULL)) != -1) {
		const ce_option *o =
			c < FIRST_LONG ? find_option(NULL, c, SUB_ALL) : &options[c - FIRST_LONG];

		if (!o)
			return false;
		if (o->form == FORM_PRINT && !*print_it) {
			*print_it = o;
			*value = optarg;
		}
	}
	*sub = optind < argc ? find_subcommand(argv[optind]) : NULL;
	return true;
}

static int store_all(ce_args *a, const forms *f, int argc, char **argv, const ce_subcommand *sub)
{
	int c, status;

	optind = 0;
	while ((c = getopt_long(argc, argv, f->letters, f->longs, NULL)) != -1) {
		const char *name = c < FIRST_LONG ? NULL : options[c - FIRST_LONG].name;
		const ce_option *o = find_option(name, name ? 0 : c, sub->bit);

		if (!o) {
			char *what = ce_format("%s has no option %s%s", sub->name, name ? "--" : "-",
			                       name ? name : (char[]){(char)c, 0});

			ce_bad_usage(what, sub->name);
			free(what);
			return EXIT_TROUBLE;
		}
		if ((status = store(a, o, optarg)) >= 0)
			return status;
	}
	return -1;
}

/* What stands behind --clangd is clangd's. Returns the number of our arguments. */
static int split_clangd(ce_args *a, int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		int end = strncmp(argv[i], "--clangd=", 9) == 0 ? i + 1
		          : strcmp(argv[i], "--clangd") == 0    ? i + 2
		                                                : argc;

		if (end < argc) {
			a->clangd_args = argv + end;
			return end;
		}
	}
	return argc;
}

const ce_subcommand *ce_args_parse(ce_args *a, int argc, char **argv, int *status)
{
	const ce_subcommand *sub = NULL;
	const ce_option *print_it = NULL;
	const char *value = NULL;
	ce_buf text = {0};
	forms f;

	make_forms(&f);
	argc = split_clangd(a, argc, argv);
	allow_one_dash(argc, argv);
	*status = EXIT_TROUBLE;
	if (!look_ahead(&f, argc, argv, &sub, &print_it, &value)) {
		fputs("try: cgoescape --help\n", stderr);
	} else if (print_it) {
		*status = print(print_it, value, sub);
	} else if (!sub && optind < argc) {
		ce_bad_usage("no such subcommand", argv[optind]);
	} else if (!sub) {
		ce_help_usage(&text, NULL);
		fputs(text.data, stderr);
		ce_buf_free(&text);
	} else if ((*status = store_all(a, &f, argc, argv, sub)) < 0) {
		a->files = argv + optind + 1;
		a->nfiles = argc - optind - 1;
		if (a->nfiles >= sub->min_args)
			return sub;
		*status = ce_bad_usage(sub->missing, sub->name);
	}
	return NULL;
}

void ce_args_free(ce_args *a)
{
	for (size_t i = 0; i < NOPTIONS; i++)
		if (options[i].form == FORM_LIST)
			free(((ce_texts *)((char *)a + options[i].field))->at);
}
