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

/* What -L and LIBRARY_PATH say. */
static void list_folders(ce_go_strings *out, const ce_go_target *t, const ce_go_strings *flags)
{
	char *more = ce_strdup(getenv("LIBRARY_PATH") ? getenv("LIBRARY_PATH") : ""), *rest = NULL;

	for (uint32_t i = 0; i < flags->n; i++)
		if (strncmp(flags->at[i], "-L", 2) == 0) {
			const char *folder = flags->at[i] + 2;

			if (!*folder)
				folder = i + 1 < flags->n ? flags->at[++i] : ".";
			ce_push(out, ce_path_join(t->package->dir, folder));
		}
	for (char *folder = strtok_r(more, ":", &rest); folder; folder = strtok_r(NULL, ":", &rest))
		ce_push(out, ce_path_join(t->package->dir, folder));
	free(more);
}

/* A library in a folder: a shared one before an archive. */
static char *look_in(const char *folder, const char *name)
{
	static const char *const ends[] = {"so", "a"};
	char *real = NULL;

	for (size_t i = 0; i < sizeof ends / sizeof *ends && !real; i++) {
		char *path = ce_format("%s/lib%s.%s", folder, name, ends[i]);

		real = realpath(path, NULL);
		free(path);
	}
	return real;
}

/* The file that the linker would take, links resolved; NULL when there is none. */
static char *find_library(ce_go_session *s, const ce_go_target *t, const ce_go_strings *flags,
                          const char *name)
{
	const char *target = ce_cgo_target(&s->env);
	char *real = NULL, *option = ce_format("-print-file-name=lib%s.so", name);
	char *other = target ? ce_format("--target=%s", target) : NULL;
	ce_go_strings folders = {0};
	ce_job job = {.argv = (char *[]){(char *)s->clang, option, other, NULL}};

	list_folders(&folders, t, flags);
	for (uint32_t i = 0; i < folders.n && !real; i++)
		real = look_in(folders.at[i], name);
	if (!real && ce_job_run(&job) == 0 && job.end == JOB_EXITED && job.out.n && job.out.data[0] == '/') {
		job.out.data[strcspn(job.out.data, "\n")] = 0;
		real = realpath(job.out.data, NULL);
	}
	ce_job_clear(&job);
	ce_go_strings_free(&folders);
	free(other);
	free(option);
	return real;
}

/* Where summaries are looked for, in this order. */
typedef struct places {
	char *own, *user, *shipped;
	const char *folders[5];
} places;

/* @param own  a folder that comes first; taken, may be NULL */
static places places_for(const ce_go_session *s, const ce_go_target *t, char *own)
{
	places p = {.own = own ? own : ce_strdup(""), .user = user_libraries()};

	p.shipped = ce_format("%.*s/cgoescape-libraries",
	                      s->models ? (int)(ce_path_base(s->models) - s->models - 1) : 0,
	                      s->models ? s->models : "");
	p.folders[0] = p.own;
	p.folders[1] = t->package->dir;
	p.folders[2] = t->package->module_dir;
	p.folders[3] = p.user;
	p.folders[4] = p.shipped;
	return p;
}

static void free_places(places *p)
{
	free(p->own);
	free(p->user);
	free(p->shipped);
}

/* A summary of one of these names, in one of the folders. */
static char *find_summary(const places *p, const char *name)
{
	for (size_t i = 0; i < sizeof p->folders / sizeof *p->folders; i++) {
		char *path = ce_format("%s/%s.esc", p->folders[i], name);

		if (*p->folders[i] && access(path, R_OK) == 0)
			return path;
		free(path);
	}
	return NULL;
}

static char *find(ce_go_session *s, const ce_go_target *t, const ce_go_strings *flags, const char *name)
{
	char *found = NULL, *plain = ce_format("lib%s", name);
	char *real = find_library(s, t, flags, name), *version;
	places p = places_for(s, t, NULL);

	/* libz.so.1.2.13, libz.so.1.2, libz.so.1 */
	if (real) {
		char *base = (char *)ce_path_base(real);

		while (!found && (version = strstr(base, ".so.")) && version[4]) {
			found = find_summary(&p, base);
			*strrchr(base, '.') = 0;
		}
	}
	if (!found)
		found = find_summary(&p, plain);
	if (!found)
		found = find_summary(&p, name);
	free(real);
	free(plain);
	free_places(&p);
	return found;
}

/* The summary of an archive or object that is named as a file: "libx.a.esc", or "libx.esc". */
static char *find_for_file(ce_go_session *s, const ce_go_target *t, const char *word)
{
	char *path = ce_path_join(t->package->dir, word), *base = ce_strdup(ce_path_base(path)), *found;
	places p = places_for(s, t, ce_strndup(path, (size_t)(ce_path_base(path) - path - 1)));

	found = find_summary(&p, base);
	if (!found && strrchr(base, '.')) {
		*strrchr(base, '.') = 0;
		found = find_summary(&p, base);
	}
	free_places(&p);
	free(base);
	free(path);
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
		bool file = word[0] != '-'; /* an archive, an object; the name of a framework */
		char *path;

		if (strncmp(word, "-l", 2) == 0)
			name = word[2] ? word + 2 : i + 1 < flags->n ? flags->at[++i] : NULL;
		else if (has_other_value(word))
			i++;
		if (!file && (!name || is_modelled(name)))
			continue;
		path = file ? find_for_file(s, t, word) : find(s, t, flags, name);
		if (path)
			add(&t->libraries, path);
		else
			add(&t->missing, file ? word : name);
		free(path);
	}
}
