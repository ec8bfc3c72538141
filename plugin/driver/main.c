/*
 * main.c - the command line: which subcommand, with which options.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cgoescape/plugin.h"
#include "driver/driver.h"

typedef struct subcommand {
	const char *name, *args, *what;
	int (*run)(const ce_args *a);
} subcommand;

static const subcommand subcommands[] = {
	{"link", "FILE.esc...", "many unit summaries to whole-program facts", cmd_link},
	{"explain", "FUNCTION[:PARAM] FILE.esc...", "the path of a leak, or what a proof rests on",
         cmd_explain},
	{"dump", "FILE.esc...", "print the constraint graphs of unit summaries", cmd_dump},
};

enum { OPT_MODEL = 256, OPT_FORMAT, OPT_NO_MODELS, OPT_VERSION, OPT_HELP };

static const struct option long_options[] = {
	{"format", required_argument, NULL, OPT_FORMAT}, {"model", required_argument, NULL, OPT_MODEL},
	{"no-models", no_argument, NULL, OPT_NO_MODELS}, {"version", no_argument, NULL, OPT_VERSION},
	{"help", no_argument, NULL, OPT_HELP},           {NULL, 0, NULL, 0},
};

static void usage(FILE *f)
{
	fputs("usage: cgoescape SUBCOMMAND [options] ...\n\n", f);
	for (size_t i = 0; i < sizeof subcommands / sizeof *subcommands; i++)
		fprintf(f, "  cgoescape %s [options] %s\n      %s\n", subcommands[i].name,
		        subcommands[i].args, subcommands[i].what);
	fputs("\noptions:\n"
	      "  --format=text|tsv  what to print on standard output (default: text)\n"
	      "  -m, -m=2           verdicts in Go's words; with explanations\n"
	      "  --model=FILE.esc   additional summary of library models; repeatable\n"
	      "  --no-models        without the models that ship with cgoescape\n"
	      "  -q                 results only\n"
	      "  -v                 what was done, limits that were hit (standard error)\n"
	      "  --version, --help\n"
	      "\nexit status: 0 nothing found, 1 findings, 2 the job could not be done\n",
	      f);
}

static int bad_usage(const char *what, const char *arg)
{
	fprintf(stderr, "cgoescape: %s: %s\ntry: cgoescape --help\n", arg, what);
	return EXIT_TROUBLE;
}

/* @return -1 to go on, else the exit status */
static int parse_option(ce_args *a, int c)
{
	switch (c) {
	case 'm':
		if (optarg && strcmp(optarg, "=2") != 0 && strcmp(optarg, "=1") != 0)
			return bad_usage("the level is 1 or 2", "-m");
		a->m = optarg && optarg[1] == '2' ? 2 : 1;
		return -1;
	case 'q':
		a->quiet = true;
		return -1;
	case 'v':
		a->verbose = true;
		return -1;
	case OPT_FORMAT:
		if (strcmp(optarg, "text") != 0 && strcmp(optarg, "tsv") != 0)
			return bad_usage("the format is text or tsv", optarg);
		a->format = optarg[1] == 's' ? FORMAT_TSV : FORMAT_TEXT;
		return -1;
	case OPT_MODEL:
		a->models = ce_realloc(a->models, (a->nmodels + 1) * sizeof *a->models);
		a->models[a->nmodels++] = optarg;
		return -1;
	case OPT_NO_MODELS:
		a->no_models = true;
		return -1;
	case OPT_VERSION:
		puts("cgoescape " CGOESCAPE_VERSION);
		return EXIT_CLEAN;
	case OPT_HELP:
		usage(stdout);
		return EXIT_CLEAN;
	default:
		fputs("try: cgoescape --help\n", stderr);
		return EXIT_TROUBLE;
	}
}

int main(int argc, char **argv)
{
	ce_args a = {0};
	const subcommand *sub = NULL;
	int c, status;

	while ((c = getopt_long(argc, argv, "m::qv", long_options, NULL)) != -1)
		if ((status = parse_option(&a, c)) >= 0)
			return status;
	if (optind >= argc) {
		usage(stderr);
		return EXIT_TROUBLE;
	}
	for (size_t i = 0; i < sizeof subcommands / sizeof *subcommands; i++)
		if (strcmp(subcommands[i].name, argv[optind]) == 0)
			sub = &subcommands[i];
	if (!sub)
		return bad_usage("no such subcommand", argv[optind]);
	a.files = argv + optind + 1;
	a.nfiles = argc - optind - 1;
	if (a.nfiles == 0)
		return bad_usage("needs at least one summary file", sub->name);
	status = sub->run(&a);
	free(a.models);
	return status;
}
