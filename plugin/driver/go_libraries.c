#include "driver/go_libraries.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/path.h"
#include "driver/jobs.h"

/* Where a user keeps summaries for all projects. The caller frees. */
static char *user_libraries(void)
{
	const char *xdg = getenv("XDG_DATA_HOME"), *home = getenv("HOME");

	return xdg && *xdg == '/' ? ce_format("%s/cgoescape", xdg)
	                          : ce_format("%s/.local/share/cgoescape", home ? home : "");
}

/* Part of the C library and the compiler's runtime. */
static bool is_modelled(const char *name)
{
	static const char *const names[] = {"c",    "m",      "pthread", "dl",    "rt",
	                                    "util", "resolv", "gcc",     "gcc_s", "anl"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

/* The file that the linker would take, links resolved; NULL when there is none. */
static char *find_library(ce_go_session *s, const ce_go_target *t, const ce_go_strings *flags,
                          const char *name)
{
	char *file = ce_format("lib%s.so", name), *real = NULL, *option, *path;
	ce_job job = {0};

	for (uint32_t i = 0; i < flags->n && !real; i++)
		if (strncmp(flags->at[i], "-L", 2) == 0 && flags->at[i][2]) {
			char *folder = ce_path_join(t->package->dir, flags->at[i] + 2);

			path = ce_format("%s/%s", folder, file);
			real = realpath(path, NULL);
			free(path);
			free(folder);
		}
	option = ce_format("-print-file-name=%s", file);
	job.argv = (char *[]){(char *)s->clang, option, NULL};
	if (!real && ce_job_run(&job) == 0 && job.end == JOB_EXITED && job.out.n && job.out.data[0] == '/') {
		job.out.data[strcspn(job.out.data, "\n")] = 0;
		real = realpath(job.out.data, NULL);
	}
	ce_job_clear(&job);
	free(option);
	free(file);
	return real;
}

/* A summary of one of these names, in one of the folders. */
static char *find_summary(const char *const *folders, size_t nfolders, const char *name)
{
	for (size_t i = 0; i < nfolders; i++) {
		char *path = ce_format("%s/%s.esc", folders[i], name);

		if (*folders[i] && access(path, R_OK) == 0)
			return path;
		free(path);
	}
	return NULL;
}

static char *find(ce_go_session *s, const ce_go_target *t, const ce_go_strings *flags, const char *name)
{
	char *user = user_libraries(), *found = NULL, *plain = ce_format("lib%s", name);
	char *shipped = ce_format("%.*s/cgoescape-libraries",
	                          s->models ? (int)(ce_path_base(s->models) - s->models - 1) : 0,
	                          s->models ? s->models : "");
	const char *folders[] = {t->package->dir, t->package->module_dir, user, shipped};
	size_t n = sizeof folders / sizeof *folders;
	char *real = find_library(s, t, flags, name), *version;

	/* libz.so.1.2.13, libz.so.1.2, libz.so.1 */
	if (real) {
		char *base = (char *)ce_path_base(real);

		while (!found && (version = strstr(base, ".so.")) && version[4]) {
			found = find_summary(folders, n, base);
			*strrchr(base, '.') = 0;
		}
	}
	if (!found)
		found = find_summary(folders, n, plain);
	if (!found)
		found = find_summary(folders, n, name);
	free(real);
	free(plain);
	free(shipped);
	free(user);
	return found;
}

static bool has(const ce_go_strings *list, const char *text)
{
	for (uint32_t i = 0; i < list->n; i++)
		if (strcmp(list->at[i], text) == 0)
			return true;
	return false;
}

/* A word whose value, the next one, is no code. */
static bool has_other_value(const char *word)
{
	static const char *const words[] = {"-L",        "-F",      "-arch",      "-isysroot",
	                                    "--sysroot", "-target", "-Wl,-rpath", "-Wl,-R"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return false;
}

static void add(ce_go_strings *list, const char *text)
{
	if (!has(list, text))
		ce_go_strings_add(list, text);
}

void ce_go_find_libraries(ce_go_session *s, ce_go_target *t, const ce_go_strings *flags)
{
	for (uint32_t i = 0; i < flags->n; i++) {
		const char *word = flags->at[i], *name = NULL;
		char *path;

		if (strncmp(word, "-l", 2) == 0)
			name = word[2] ? word + 2 : i + 1 < flags->n ? flags->at[++i] : NULL;
		else if (has_other_value(word))
			i++;
		else if (word[0] != '-') /* an archive, an object; the name of a framework */
			add(&t->missing, word);
		if (!name || is_modelled(name))
			continue;
		path = find(s, t, flags, name);
		if (path)
			add(&t->libraries, path);
		else
			add(&t->missing, name);
		free(path);
	}
}
