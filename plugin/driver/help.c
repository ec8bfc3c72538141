/*
 * help.c - the tables as --help and as a manual page.
 */
#include <string.h>

#include "cgoescape/plugin.h"
#include "driver/options.h"

static const char statuses[] = "0 nothing found, 1 findings, 2 the job could not be done; what could be "
			       "done is still reported";

/* "-m[=LEVEL]", "--format=text|tsv", "-p DIR" */
static void add_form(ce_buf *b, const ce_option *o)
{
	const char *value = o->words && o->form != FORM_TEXT ? o->words : o->arg;

	if (o->letter)
		ce_buf_addf(b, "-%c%s", o->letter, o->name ? ", " : "");
	if (o->name)
		ce_buf_addf(b, "--%s", o->name);
	if (o->form == FORM_LEVEL)
		ce_buf_adds(b, "[=2]");
	else if (value)
		ce_buf_addf(b, "%c%s", o->name ? '=' : ' ', value);
}

static void add_option(ce_buf *b, const ce_option *o)
{
	ce_buf form = {0};

	add_form(&form, o);
	if (form.n <= 24)
		ce_buf_addf(b, "  %-24s  %s\n", form.data, o->what);
	else
		ce_buf_addf(b, "  %s\n  %-24s  %s\n", form.data, "", o->what);
	ce_buf_free(&form);
}

void ce_help_usage(ce_buf *out, const ce_subcommand *only)
{
	size_t nsubs, n;
	const ce_subcommand *subs = ce_subcommands(&nsubs);
	const ce_option *o = ce_options_table(&n);

	ce_buf_addf(out, "usage: cgoescape %s [options] %s\n\n", only ? only->name : "SUBCOMMAND",
	            only ? only->args : "...");
	for (size_t i = 0; i < nsubs && !only; i++)
		ce_buf_addf(out, "  cgoescape %s [options] %s\n      %s\n", subs[i].name, subs[i].args,
		            subs[i].what);
	if (only)
		ce_buf_addf(out, "  %s\n", only->what);
	ce_buf_adds(out, "\noptions:\n");
	for (size_t i = 0; i < n; i++)
		if (!only || o[i].subs & only->bit)
			add_option(out, &o[i]);
	ce_buf_addf(out, "\nexit status: %s\n", statuses);
}

/* ---- the manual page -------------------------------------------------------------------- */

/* A text as troff takes it: no request at the start of a line, hyphens that can be copied. */
static void add_troff(ce_buf *b, const char *text)
{
	if (*text == '.' || *text == '\'')
		ce_buf_adds(b, "\\&");
	for (; *text; text++)
		if (*text == '-')
			ce_buf_adds(b, "\\-");
		else if (*text == '\\')
			ce_buf_adds(b, "\\e");
		else
			ce_buf_addc(b, *text);
	ce_buf_addc(b, '\n');
}

static void man_options(ce_buf *out, uint32_t subs, bool shared)
{
	size_t n;
	const ce_option *o = ce_options_table(&n);

	for (size_t i = 0; i < n; i++) {
		ce_buf form = {0};

		if (!(o[i].subs & subs) || (o[i].subs == (uint32_t)SUB_ALL) != shared)
			continue;
		add_form(&form, &o[i]);
		ce_buf_adds(out, ".TP\n.B ");
		add_troff(out, form.data);
		add_troff(out, o[i].what);
		ce_buf_free(&form);
	}
}

typedef struct man_entry {
	const char *name, *what;
} man_entry;

static const man_entry variables[] = {
	{"CGOESCAPE_CACHE", "where summaries are kept, unless --cache says so"},
	{"CGOESCAPE_CLANG", "the Clang that runs the plugin, of the version that this program was built for"},
	{"TMPDIR", "where the outputs of compiles are for a moment (default: /tmp)"},
	{"NO_COLOR", "no colours on a terminal"},
};

static const man_entry files[] = {
	{".cgoescape.yaml", "the configuration; the nearest above the sources counts"},
	{"compile_commands.json", "the compilation database that scan reads"},
	{"~/.cache/cgoescape", "summaries and indexes; it may be removed at any time"},
	{"~/.local/share/cgoescape", "summaries of libraries that Go packages are linked with"},
};

static const man_entry examples[] = {
	{"cgoescape check ./...", "what C does with Go's pointers, in all packages of a module"},
	{"cgoescape emit --write ./...", "put the #cgo lines that are proved in place"},
	{"cgoescape scan -p build", "the leaks of a project that CMake has configured"},
	{"cgoescape scan -p build --baseline=old.json --changed-since=origin/main",
         "in CI: only what is new, in lines that have changed"},
	{"cgoescape explain inflate:strm -p build", "how that parameter leaks, or why it does not"},
};

static void man_list(ce_buf *out, const char *title, const man_entry *e, size_t n)
{
	ce_buf_addf(out, ".SH %s\n", title);
	for (size_t i = 0; i < n; i++) {
		ce_buf_adds(out, ".TP\n.B ");
		add_troff(out, e[i].name);
		add_troff(out, e[i].what);
	}
}

void ce_help_man(ce_buf *out)
{
	size_t n;
	const ce_subcommand *subs = ce_subcommands(&n);

	ce_buf_adds(out, ".TH CGOESCAPE 1 \"\" \"cgoescape " CGOESCAPE_VERSION "\"\n.SH NAME\n"
	                 "cgoescape \\- escape analysis of C, in the words of Go's compiler\n.SH SYNOPSIS\n");
	for (size_t i = 0; i < n; i++) {
		ce_buf_addf(out, ".B cgoescape %s\n", subs[i].name);
		ce_buf_adds(out, "[options] ");
		add_troff(out, subs[i].args);
		ce_buf_adds(out, ".br\n");
	}
	ce_buf_adds(out, ".SH SUBCOMMANDS\n");
	for (size_t i = 0; i < n; i++) {
		ce_buf_addf(out, ".SS %s\n", subs[i].name);
		add_troff(out, subs[i].what);
		man_options(out, subs[i].bit, false);
	}
	ce_buf_adds(out, ".SH OPTIONS OF ALL SUBCOMMANDS\n");
	man_options(out, (uint32_t)SUB_ALL, true);
	ce_buf_adds(out, ".SH OUTPUT AND EXIT STATUS\nResults go to standard output, all else to standard "
	                 "error.\nExit status: ");
	add_troff(out, statuses);
	man_list(out, "ENVIRONMENT", variables, sizeof variables / sizeof *variables);
	man_list(out, "FILES", files, sizeof files / sizeof *files);
	man_list(out, "EXAMPLES", examples, sizeof examples / sizeof *examples);
	ce_buf_adds(out, ".SH SEE ALSO\n.BR clang (1)\n.PP\nMore is in the files of share/doc/cgoescape.\n");
}
