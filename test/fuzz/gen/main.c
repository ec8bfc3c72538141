/* Random C programs that are analysed, run and compared; docs/fuzz.md. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "run.h"
#include "shapes.h"

static const char usage[] =
	"usage: gen [OPTION]... FIRST LAST FOLDER\n"
	"Programs of the seeds FIRST to LAST-1. Contradictions are printed; their programs stay in FOLDER, "
	"made smaller.\n"
	"  --clusters=N   groups of functions in a program (40)\n"
	"  --only=N       nothing but cluster N of each program\n"
	"  --shapes=NAME  only this shape of real code (all; \"none\")\n"
	"  --units=N      sources of a program (2)\n"
	"  --inputs=N     runs of each program with other inputs (1)\n"
	"  --calls=N      calls of each function in a run (16)\n"
	"  --until=HH:MM  stop at this time, UTC\n"
	"  --checked      run each once more under the checking runtime\n"
	"  --keep         leave all programs in FOLDER\n"
	"  --no-reduce    leave failing programs as they are\n"
	"  --write        only write the sources of all programs\n"
	"  --clang= --lld= --plugin= --command= --observer=   programs other than those of this build\n";

enum { ALL = 1000000 };

typedef struct {
	unsigned long first, last;
	unsigned clusters, units, only;
	bool checked, keep, no_reduce, write;
	const char *folder, *until, *wanted;
	tools tools;
	helpers helpers;
	shapes shapes;
} settings;

static bool write_all(const settings *s, unsigned long seed, unsigned only, const char *folder, totals *sum)
{
	cluster **clusters = calloc(s->clusters, sizeof *clusters);
	unsigned n = 0;
	page p = {0};
	bool ok = true;

	mkdir(folder, 0777);
	for (unsigned i = 0; i < s->clusters; i++) {
		if (only != ALL && i != only)
			continue;
		clusters[n] = malloc(sizeof **clusters);
		cluster_make(clusters[n], seed, i, s->units, &s->shapes);
		sum->functions += (unsigned)clusters[n++]->nfuncs;
	}
	header_write(clusters, n, &p);
	ok &= page_write(&p, text("%s/api.h", folder));
	for (unsigned u = 0; u < s->units; u++) {
		unit_write(clusters, n, &s->helpers, u, &p);
		ok &= page_write(&p, text("%s/u%u.c", folder, u));
	}
	harness_write(clusters, n, &p);
	ok &= page_write(&p, text("%s/harness.c", folder));
	while (n--) {
		cluster_free(clusters[n]);
		free(clusters[n]);
	}
	free(clusters);
	return ok;
}

static void remove_folder(const char *folder)
{
	if (system(text("rm -rf '%s'", folder)))
		perror(folder);
}

/* Each contradiction once more with its cluster alone, and that made smaller. */
static void narrow(const settings *s, unsigned long seed, const char *bad)
{
	char done[64][32];
	unsigned ndone = 0;

	while (*bad && ndone < 8) {
		char function[32] = "", folder[4096], line[128];
		const char *number;
		totals none = {0};

		snprintf(line, sizeof line, "%.*s", (int)strcspn(bad, "\n"), bad);
		sscanf(line, "%31s", function);
		bad += strcspn(bad, "\n");
		bad += *bad == '\n';
		number = strrchr(function, '_');
		for (unsigned i = 0; i < ndone; i++)
			if (strcmp(done[i], function) == 0)
				number = NULL;
		if (!number)
			continue;
		strcpy(done[ndone++], function);
		snprintf(folder, sizeof folder, "%s/s%lu-%s", s->folder, seed, function);
		text_reset();
		if (write_all(s, seed, (unsigned)atoi(number + 1), folder, &none))
			reduce(&s->tools, folder, s->units, line);
		printf("  made smaller: %s\n", folder);
		fflush(stdout);
	}
}

static bool try_seed(const settings *s, unsigned long seed, totals *sum)
{
	char folder[4096];
	page bad = {0};
	bool ok;

	snprintf(folder, sizeof folder, "%s/s%lu", s->folder, seed);
	text_reset();
	if (!write_all(s, seed, s->only, folder, sum))
		exit(2);
	sum->programs++;
	if (s->write)
		return true;
	page_add(&bad, "");
	run_program(&s->tools, folder, s->units, &bad, sum, false);
	if (bad.n) {
		printf("seed %lu:\n%s", seed, bad.bytes);
		fflush(stdout);
		if (!s->no_reduce)
			narrow(s, seed, bad.bytes);
	} else if (!s->keep) {
		remove_folder(folder);
	}
	ok = bad.n == 0;
	page_free(&bad);
	return ok;
}

static bool too_late(const char *until)
{
	char now[8];
	time_t t = time(NULL);

	if (!until)
		return false;
	strftime(now, sizeof now, "%H:%M", gmtime(&t));
	return strcmp(now, until) >= 0;
}

static void print_totals(const totals *sum, unsigned long failures)
{
	printf("%lu programs, %lu functions, %lu parameters (%lu proved), %lu calls, %lu leaks seen, ",
	       sum->programs, sum->functions, sum->parameters, sum->proved, sum->calls, sum->leaks);
	if (sum->watched)
		printf("%lu parameters watched by the runtime (%lu seen to leak), ", sum->watched, sum->seen);
	printf("%lu programs with contradictions\n", failures);
	fflush(stdout);
}

static unsigned number(const char *s)
{
	char *end;
	unsigned long n = strtoul(s, &end, 10);

	if (*end || end == s) {
		fprintf(stderr, "gen: %s is no number\n", s);
		exit(2);
	}
	return (unsigned)n;
}

static void read_options(settings *s, int argc, char **argv)
{
	const struct {
		const char *name;
		unsigned *number;
		const char **string;
		bool *flag;
	} all[] = {
		{"clusters", &s->clusters, NULL, NULL},
		{"only", &s->only, NULL, NULL},
		{"units", &s->units, NULL, NULL},
		{"inputs", &s->tools.inputs, NULL, NULL},
		{"calls", &s->tools.calls, NULL, NULL},
		{"trials", &s->tools.trials, NULL, NULL},
		{"until", NULL, &s->until, NULL},
		{"clang", NULL, &s->tools.clang, NULL},
		{"lld", NULL, &s->tools.lld, NULL},
		{"plugin", NULL, &s->tools.plugin, NULL},
		{"command", NULL, &s->tools.command, NULL},
		{"observer", NULL, &s->tools.observer, NULL},
		{"shapes", NULL, &s->wanted, NULL},
		{"checked", NULL, NULL, &s->checked},
		{"keep", NULL, NULL, &s->keep},
		{"no-reduce", NULL, NULL, &s->no_reduce},
		{"write", NULL, NULL, &s->write},
	};
	enum { N = sizeof all / sizeof *all };
	struct option options[N + 1] = {0};
	int o, at = 0;

	for (int i = 0; i < N; i++)
		options[i] =
			(struct option){all[i].name, all[i].flag ? no_argument : required_argument, NULL, 0};
	while ((o = getopt_long(argc, argv, "", options, &at)) == 0)
		if (all[at].number)
			*all[at].number = number(optarg);
		else if (all[at].string)
			*all[at].string = optarg;
		else
			*all[at].flag = true;
	if (o != -1 || argc - optind != 3 || s->units < 1 || s->units > MAX_UNITS) {
		fputs(usage, stderr);
		exit(2);
	}
	s->first = number(argv[optind]);
	s->last = number(argv[optind + 1]);
	s->folder = argv[optind + 2];
	s->tools.runtime = s->checked ? GEN_RUNTIME : NULL;
}

int main(int argc, char **argv)
{
	static settings s = {.clusters = 40,
	                     .units = 2,
	                     .only = ALL,
	                     .tools = {GEN_CLANG, GEN_LLD, GEN_PLUGIN, GEN_COMMAND, GEN_OBSERVER, GEN_FOLDER,
	                               NULL, 1, 16, 1500}};
	unsigned long failures = 0;
	totals sum = {0};

	read_options(&s, argc, argv);
	if (!helpers_read(&s.helpers, GEN_FOLDER "/helpers.c.in") ||
	    !shapes_read(&s.shapes, GEN_FOLDER "/shapes.c.in", s.wanted))
		return 2;
	mkdir(s.folder, 0777);
	for (unsigned long seed = s.first; seed < s.last && !too_late(s.until); seed++) {
		failures += !try_seed(&s, seed, &sum);
		if (sum.programs % 20 == 0)
			print_totals(&sum, failures);
	}
	print_totals(&sum, failures);
	return failures > 0;
}
