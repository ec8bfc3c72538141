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
	sum->parameters += f.rows;
	sum->proved += f.proved;
	facts_free(&f);
}
