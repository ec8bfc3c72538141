#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* Runs argv (in the folder) with standard output into a file; its exit status, 128 and more if it was killed.
 */
static int run(const char *folder, const char *out, bool quiet, const char *const *argv)
{
	posix_spawn_file_actions_t actions;
	int status = 0, error;
	pid_t pid;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addchdir_np(&actions, folder);
	posix_spawn_file_actions_addopen(&actions, 1, out ? out : "/dev/null", O_WRONLY | O_CREAT | O_TRUNC,
	                                 0644);
	if (quiet)
		posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	error = posix_spawnp(&pid, argv[0], &actions, NULL, (char *const *)argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (error) {
		fprintf(stderr, "%s: %s\n", argv[0], strerror(error));
		exit(2);
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
#define RUN(folder, out, quiet, ...) run(folder, out, quiet, (const char *const[]){__VA_ARGS__, NULL})

static bool build(const tools *t, const char *folder, unsigned units, bool quiet)
{
	const char *argv[MAX_UNITS + 24] = {t->lld,
	                                    "-shared",
	                                    "-z",
	                                    "norelro",
	                                    "-o",
	                                    "program.so",
	                                    "harness.o",
	                                    "--wrap=malloc",
	                                    "--wrap=calloc",
	                                    "--wrap=realloc",
	                                    "--wrap=free",
	                                    "--wrap=pthread_create",
	                                    "--wrap=pthread_join",
	                                    "--wrap=pthread_detach"};
	const char *plugin = text("-fplugin=%s", t->plugin);
	int n = 14;

	for (unsigned u = 0; u < units; u++) {
		if (RUN(folder, NULL, quiet, t->clang, "-w", "-Werror=return-type", "-Werror=uninitialized",
		        "-fPIC", plugin, "-fplugin-arg-cgoescape-esc=esc", "-fplugin-arg-cgoescape-q", "-c",
		        text("u%u.c", u)))
			return false;
		argv[n++] = text("u%u.o", u);
	}
	return RUN(folder, NULL, quiet, t->clang, "-w", "-fPIC", "-I", t->include, "-c", "harness.c") == 0 &&
	       run(folder, NULL, quiet, argv) == 0;
}

/* The summaries of all units, linked. Names of summaries end in a hash of the path. */
static bool analyse(const tools *t, const char *folder, bool quiet)
{
	int status = RUN(folder, "facts.tsv", quiet, "/bin/sh", "-c",
	                 text("exec %s link --format=tsv esc/*.esc", t->command));

	return status == 0 || status == 1;
}

/* ---- under the checking runtime ------------------------------------------------------------------ */

static bool build_checked(const tools *t, const char *folder, unsigned units, bool quiet)
{
	const char *runtime[] = {t->lld,
	                         "-shared",
	                         "-o",
	                         "runtime.so",
	                         "--whole-archive",
	                         t->runtime,
	                         "--wrap=malloc",
	                         "--wrap=calloc",
	                         "--wrap=realloc",
	                         "--wrap=free",
	                         "--wrap=malloc_usable_size",
	                         "--wrap=pthread_create",
	                         "--wrap=pthread_join",
	                         NULL};
	const char *program[MAX_UNITS + 24] = {t->lld,
	                                       "-shared",
	                                       "-z",
	                                       "norelro",
	                                       "-o",
	                                       "checked.so",
	                                       "harness.o",
	                                       "--wrap=pthread_create",
	                                       "--wrap=pthread_join",
	                                       "--wrap=pthread_detach"};
	int n = 10;

	for (unsigned u = 0; u < units; u++) {
		program[n++] = text("c%u.o", u);
		if (RUN(folder, NULL, quiet, t->clang, "-w", "-O1", "-g", "-fPIC",
		        text("-fplugin=%s", t->plugin), "-fplugin-arg-cgoescape-check=all",
		        "-fplugin-arg-cgoescape-runtime=link", "-fplugin-arg-cgoescape-q", "-c",
		        text("u%u.c", u), "-o", text("c%u.o", u)))
			return false;
	}
	return run(folder, NULL, quiet, runtime) == 0 && run(folder, NULL, quiet, program) == 0;
}

/* Rows of crosscheck: state, function, index, ... */
static bool read_crosscheck(const char *path, page *bad, totals *sum)
{
	FILE *file = fopen(path, "r");
	char *bytes = NULL;
	size_t room = 0;

	if (!file)
		return false;
	while (getline(&bytes, &room, file) > 0) {
		char *rest = bytes, *state = strsep(&rest, "\t"), *function = strsep(&rest, "\t");
		int index = rest ? atoi(rest) : -1;
		bool seen = strcmp(state, "confirmed") == 0 || strcmp(state, "otherwise") == 0;

		if (strcmp(state, "contradicted") == 0)
			page_add(bad, text("%s %d checked\n", function, index));
		if (index < 0)
			continue;
		sum->seen += seen;
		sum->watched += seen || strcmp(state, "proved") == 0 || strcmp(state, "unseen") == 0;
	}
	free(bytes);
	fclose(file);
	return true;
}

static void run_checked(const tools *t, const char *folder, unsigned units, page *bad, totals *sum,
                        bool quiet)
{
	int status;

	if (!build_checked(t, folder, units, quiet)) {
		page_add(bad, "! does not compile for the runtime\n");
		return;
	}
	status = RUN(folder, "checked", quiet, "/bin/sh", "-c",
	             text("rm -rf prof; CGOESCAPE=dir=prof,quiet=1,halt=0,budget=1 exec %s ./checked.so 1 %u "
	                  "./runtime.so",
	                  t->observer, t->calls));
	if (status) {
		page_add(bad, text("! the observer ends with status %d under the runtime\n", status));
		return;
	}
	status = RUN(folder, "crosscheck.tsv", true, "/bin/sh", "-c",
	             text("exec %s crosscheck --format=tsv facts.tsv prof/*.prof", t->command));
	if (status > 2 || !read_crosscheck(text("%s/crosscheck.tsv", folder), bad, sum))
		page_add(bad, "! the profile cannot be compared\n");
}

void run_program(const tools *t, const char *folder, unsigned units, page *bad, totals *sum, bool quiet)
{
	facts f;

	if (!build(t, folder, units, quiet)) {
		page_add(bad, "! does not compile\n");
		return;
	}
	if (!analyse(t, folder, quiet) || !facts_read(&f, text("%s/facts.tsv", folder))) {
		page_add(bad, "! cannot be analysed\n");
		return;
	}
	for (unsigned i = 0; i < t->inputs; i++) {
		int status = RUN(folder, "seen", quiet, t->observer, "./program.so", text("%u", i + 1),
		                 text("%u", t->calls));

		if (status || !facts_compare(&f, text("%s/seen", folder), bad, &sum->calls, &sum->leaks))
			page_add(bad, text("! the observer ends with status %d\n", status));
	}
	if (t->runtime)
		run_checked(t, folder, units, bad, sum, quiet);
	sum->parameters += f.rows;
	sum->proved += f.proved;
	facts_free(&f);
}
