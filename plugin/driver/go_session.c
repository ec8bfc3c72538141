/*
 * go_session.c - what the go command says, and where each package's C is made.
 */
#include "driver/go_session.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/path.h"
#include "driver/go_libraries.h"
#include "driver/jobs.h"
#include "driver/tools.h"

/* ---- saying ------------------------------------------------------------------------------- */

void ce_go_session_fail(ce_go_session *s, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) < 0)
		text = ce_strdup(fmt);
	va_end(ap);
	fprintf(stderr, "cgoescape: %s\n", text);
	ce_go_session_note_failure(s, text);
	free(text);
}

void ce_go_session_note_failure(ce_go_session *s, const char *text)
{
	ce_findings_notice(&s->problems, (ce_loc){0}, CE_LEVEL_ERROR, text);
	s->trouble = true;
}

static void note(const ce_go_session *s, const char *fmt, const char *what, const char *more)
{
	if (s->args->quiet)
		return;
	fputs("cgoescape: note: ", stderr);
	fprintf(stderr, fmt, what, more);
	fputc('\n', stderr);
}

/* What a command said, line by line, without go's own "go: ". */
static void say_output(ce_go_session *s, const ce_buf *err)
{
	for (char *line = err->data, *end; line && *line; line = end) {
		end = strchr(line, '\n');
		end = end ? end + 1 : line + strlen(line);
		if (end > line + 1)
			ce_go_session_fail(s, "%.*s", (int)(end - line - (end[-1] == '\n')), line);
	}
}

int ce_go_session_status(const ce_go_session *s, bool found)
{
	return s->trouble || s->interrupted ? EXIT_TROUBLE : found ? EXIT_FINDINGS : EXIT_CLEAN;
}

/* ---- the go command ------------------------------------------------------------------------- */

/* Run a command to its end. False when it could not run, failed, or was interrupted;
 * of the first two the reason has been said, with `what` before it. */
static bool run(ce_go_session *s, ce_job *job, const char *what)
{
	s->interrupted = ce_job_run(job);
	if (s->interrupted)
		return false;
	if (job->end == JOB_EXITED && job->status == 0)
		return true;
	if (job->end == JOB_EXITED && job->err.n) {
		say_output(s, &job->err);
	} else {
		char *how = ce_job_ending(job);

		ce_go_session_fail(s, "%s: %s", what, how);
		free(how);
	}
	return false;
}

static bool read_env(ce_go_session *s)
{
	ce_go_strings argv = {0};
	ce_job job = {0};
	char *error = NULL;
	bool ok;

	ce_go_strings_add(&argv, "go");
	ce_go_strings_add(&argv, "env");
	ce_go_strings_add(&argv, "-json");
	for (const char *const *n = ce_go_env_names; *n; n++)
		ce_go_strings_add(&argv, *n);
	ce_push(&argv, NULL);
	job.argv = argv.at;
	ok = run(s, &job, "go env");
	if (ok && !(ok = ce_go_env_parse(&s->env, job.out.data, job.out.n, &error))) {
		ce_go_session_fail(s, "%s", error);
		free(error);
	}
	ce_job_clear(&job);
	ce_go_strings_free(&argv);
	return ok;
}

static bool list_packages(ce_go_session *s)
{
	ce_go_strings argv = {0};
	ce_job job = {0};
	char *error = NULL;
	bool ok;

	ce_go_strings_add(&argv, "go");
	ce_go_strings_add(&argv, "list");
	ce_go_strings_add(&argv, "-e");
	ce_go_strings_add(&argv, "-find"); /* dependencies are not built */
	ce_push(&argv, ce_format("-json=%s", ce_go_list_fields));
	if (s->args->tags)
		ce_push(&argv, ce_format("-tags=%s", s->args->tags));
	if (s->args->mod)
		ce_push(&argv, ce_format("-mod=%s", s->args->mod));
	ce_go_strings_add(&argv, "--");
	for (int i = 0; i < s->args->nfiles; i++)
		ce_go_strings_add(&argv, s->args->files[i]);
	if (!s->args->nfiles)
		ce_go_strings_add(&argv, ".");
	ce_push(&argv, NULL);
	job.argv = argv.at;
	ok = run(s, &job, "go list");
	if (ok && !(ok = ce_go_list_parse(&s->packages, job.out.data, job.out.n, &error))) {
		ce_go_session_fail(s, "%s", error);
		free(error);
	}
	ce_job_clear(&job);
	ce_go_strings_free(&argv);
	return ok;
}

static bool patterns_are_good(ce_go_session *s)
{
	const struct {
		const char *name, *pattern;
	} all[] = {{"CGO_CFLAGS_ALLOW", s->env.cflags_allow},
	           {"CGO_CFLAGS_DISALLOW", s->env.cflags_disallow},
	           {"CGO_CPPFLAGS_ALLOW", s->env.cppflags_allow},
	           {"CGO_CPPFLAGS_DISALLOW", s->env.cppflags_disallow}};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (!ce_cgo_pattern_is_good(all[i].pattern)) {
			ce_go_session_fail(s, "%s: no regular expression that can be read: %s", all[i].name,
			                   all[i].pattern);
			return false;
		}
	return true;
}

static bool cgo_is_on(ce_go_session *s)
{
	if (strcmp(s->env.cgo_enabled, "0") != 0)
		return true;
	if (ce_cgo_target(&s->env))
		ce_go_session_fail(
			s,
			"cgo is off: the go command turns it off when GOOS=%s GOARCH=%s is not this "
			"machine. Set CGO_ENABLED=1; the C headers of that system must be installed",
			s->env.goos, s->env.goarch);
	else
		ce_go_session_fail(s, "cgo is off (CGO_ENABLED=0): no C would be built. Set CGO_ENABLED=1");
	return false;
}

/* ---- targets ----------------------------------------------------------------------------------- */

/* Flags of one kind that pkg-config knows for the package. False: it has been said. */
static bool ask_pkg_config(ce_go_session *s, const ce_go_package *p, const char *kind, ce_go_strings *out)
{
	ce_go_command c;
	ce_job job = {0};
	bool ok = true;

	ce_cgo_pkg_config(&c, &s->env, p, kind);
	if (c.argv.n) {
		char *what = ce_format("%s: %s", p->import_path, c.argv.at[0]);

		job.argv = c.argv.at;
		job.cwd = c.cwd;
		ok = run(s, &job, what);
		if (!ok && !s->interrupted)
			ce_go_session_fail(s, "%s: its #cgo pkg-config packages are not installed here",
			                   p->import_path);
		if (job.out.n)
			ce_go_split(out, job.out.data, true);
		free(what);
	}
	ce_job_clear(&job);
	ce_go_command_free(&c);
	return ok;
}

static void add_words(ce_buf *b, const ce_go_strings *words)
{
	for (uint32_t i = 0; i < words->n; i++)
		ce_buf_add(b, words->at[i], strlen(words->at[i]) + 1);
}

/* A name that stays the same while the package does: generated files in it are what
 * compile_commands.json points to. */
static char *folder_of(const ce_go_session *s, const ce_go_package *p)
{
	char *id = ce_format("%s\n%s\n%s\n%s\n%s", p->import_path, p->dir, s->env.goos, s->env.goarch,
	                     s->args->tags ? s->args->tags : "");
	char *base = ce_strdup(ce_path_base(p->import_path)), *folder;

	for (char *c = base; *c; c++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.", *c))
			*c = '_';
	folder = ce_format("%s/%s-%016llx", s->cache, base, (unsigned long long)XXH3_64bits(id, strlen(id)));
	free(base);
	free(id);
	return folder;
}

/* Commands, tools and versions, in one word. */
static char *key_of(const ce_go_session *s, const ce_go_package *p, const ce_cgo_build *b)
{
	static const char *const variables[] = {"CPATH", "C_INCLUDE_PATH", "SDKROOT"};
	ce_buf all = {0};
	char *key;

	add_words(&all, &b->cgo.argv);
	add_words(&all, &b->env);
	add_words(&all, &p->not_c); /* what is not seen counts, too */
	add_words(&all, &p->go_files);
	add_words(&all, &p->ignored);
	add_words(&all, &p->h_files); /* a new one may be found before, or asked for by __has_include */
	for (uint32_t i = 0; i < b->units.n; i++)
		add_words(&all, &b->units.at[i].argv);
	/* The compiler's own variables lead to other headers. */
	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
		const char *value = getenv(variables[i]);

		ce_buf_addf(&all, "%s=%s\n", variables[i], value ? value : "");
	}
	ce_buf_addf(&all, "%s %s %llu", s->env.version, s->env.experiment, (unsigned long long)s->tools);
	key = ce_format("%016llx", (unsigned long long)XXH3_64bits(all.data, all.n));
	ce_buf_free(&all);
	return key;
}

/* What a package's flags are held against. */
typedef struct rules {
	bool (*allowed)(const char *flag);
	const char *name;             /* "CFLAGS": the user may say otherwise in CGO_CFLAGS_ALLOW */
	const char *allow, *disallow; /* what they said */
} rules;

static bool is_allowed(const rules *r, const char *flag)
{
	if (r->name && ce_cgo_flag_matches(r->disallow, flag))
		return false;
	return (r->name && ce_cgo_flag_matches(r->allow, flag)) || r->allowed(flag);
}

static bool flags_are_allowed(ce_go_session *s, const ce_go_package *p, const char *from,
                              const ce_go_strings *flags, rules r)
{
	for (uint32_t i = 0; i < flags->n; i++)
		if (!is_allowed(&r, flags->at[i])) {
			ce_go_session_fail(s, "%s: invalid flag in %s: %s%s%s%s", p->import_path, from,
			                   flags->at[i], r.name ? " (CGO_" : "", r.name ? r.name : "",
			                   r.name ? "_ALLOW can allow it, as for go build)" : "");
			return false;
		}
	return true;
}

static bool all_flags_are_allowed(ce_go_session *s, const ce_go_package *p)
{
	rules c = {ce_cgo_flag_allowed, "CFLAGS", s->env.cflags_allow, s->env.cflags_disallow};
	rules cpp = {ce_cgo_flag_allowed, "CPPFLAGS", s->env.cppflags_allow, s->env.cppflags_disallow};

	return flags_are_allowed(s, p, "#cgo CFLAGS", &p->cflags, c) &&
	       flags_are_allowed(s, p, "#cgo CPPFLAGS", &p->cppflags, cpp) &&
	       flags_are_allowed(s, p, "#cgo pkg-config", &p->pkg_config,
	                         (rules){.allowed = ce_cgo_pkg_config_allowed});
}

/* What pkg-config says for the compiler and for the linker. */
static bool read_pkg_config(ce_go_session *s, const ce_go_package *p, ce_go_strings *cflags,
                            ce_go_strings *libs)
{
	rules c = {ce_cgo_flag_allowed, "CFLAGS", s->env.cflags_allow, s->env.cflags_disallow};

	return ask_pkg_config(s, p, "--cflags", cflags) &&
	       flags_are_allowed(s, p, "pkg-config --cflags", cflags, c) &&
	       ask_pkg_config(s, p, "--libs", libs) &&
	       flags_are_allowed(s, p, "LDFLAGS: calls go elsewhere than they say", libs,
	                         (rules){.allowed = ce_cgo_calls_stay});
}

static bool read_files(ce_go_session *s, ce_go_target *t, const ce_go_strings *names)
{
	char *error = NULL;
	bool ok = true;

	for (uint32_t i = 0; i < names->n; i++) {
		char *file = ce_format("%s/%s", t->package->dir, names->at[i]);
		ce_go_file f;

		if (ce_go_file_read(&f, file, &error)) {
			ce_push(&t->files, f);
		} else {
			ce_go_session_fail(s, "%s", error);
			free(error);
			ok = false;
		}
		free(file);
	}
	return ok;
}

/* What another build of the package calls. One that cannot be read is of no build. */
static void read_left_out(ce_go_target *t)
{
	for (uint32_t i = 0; i < t->package->ignored.n; i++) {
		const char *name = t->package->ignored.at[i];
		size_t n = strlen(name);
		char *file = ce_format("%s/%s", t->package->dir, name), *error = NULL;
		ce_go_file f;

		if (n > 3 && strcmp(name + n - 3, ".go") == 0 &&
		    !(n > 8 && strcmp(name + n - 8, "_test.go") == 0) && ce_go_file_read(&f, file, &error)) {
			if (f.import_at != CE_NONE && !ce_go_is_never_built(f.source.data))
				ce_push(&t->left_out, f);
			else
				ce_go_file_close(&f);
		}
		free(error);
		free(file);
	}
}

static void free_target(ce_go_target *t)
{
	for (uint32_t k = 0; k < t->left_out.n; k++)
		ce_go_file_close(&t->left_out.at[k]);
	ce_vec_free(&t->left_out);
	for (uint32_t k = 0; k < t->files.n; k++)
		ce_go_file_close(&t->files.at[k]);
	ce_vec_free(&t->files);
	ce_go_result_free(&t->result);
	ce_cgo_build_free(&t->build);
	ce_go_strings_free(&t->pkg_config);
	ce_go_strings_free(&t->libraries);
	ce_go_strings_free(&t->missing);
	ce_go_strings_free(&t->wanted);
	ce_vec_free(&t->inputs);
	ce_go_linkage_free(&t->linkage);
	free(t->folder);
	free(t->fresh);
	free(t->key);
}

static void add_target(ce_go_session *s, const ce_go_package *p)
{
	ce_go_target t = {.package = p};
	ce_go_strings libs = {0};

	ce_go_split(&libs, s->env.ldflags, false);
	for (uint32_t i = 0; i < p->ldflags.n; i++)
		ce_go_strings_add(&libs, p->ldflags.at[i]);
	if (!all_flags_are_allowed(s, p) || !read_pkg_config(s, p, &t.pkg_config, &libs) ||
	    !read_files(s, &t, &p->cgo_files) || !read_files(s, &t, &p->go_files)) {
		ce_go_strings_free(&libs);
		free_target(&t);
		return;
	}
	read_left_out(&t);
	t.folder = folder_of(s, p);
	ce_cgo_plan(&t.build, &s->env, p, t.folder, s->clang, &t.pkg_config);
	t.key = key_of(s, p, &t.build);
	for (uint32_t i = 0; i < p->not_c.n; i++) {
		char *names = ce_format("%s: %s", p->import_path, p->not_c.at[i]);

		note(s, "%s is not C: what it does is unknown%s", names, "");
		free(names);
	}
	ce_go_find_libraries(s, &t, &libs);
	ce_go_strings_free(&libs);
	ce_push(&s->targets, t);
}

/* A package that go list could not read. Patterns match folders without any Go, too. */
static bool is_empty(const ce_go_package *p)
{
	return strstr(p->error, "no Go files") || strstr(p->error, "no non-test Go files") ||
	       strstr(p->error, "build constraints exclude all Go files");
}

static void take_packages(ce_go_session *s)
{
	bool wild = false;

	for (int i = 0; i < s->args->nfiles; i++)
		wild |= strstr(s->args->files[i], "...") != NULL;
	for (uint32_t i = 0; i < s->packages.list.n && !s->interrupted; i++) {
		const ce_go_package *p = &s->packages.list.at[i];

		if (p->error[0] && !(wild && is_empty(p))) {
			ce_go_session_fail(s, "%s%s%s", p->error_pos, p->error_pos[0] ? ": " : "", p->error);
			continue;
		}
		if (p->cgo_files.n && p->standard)
			note(s, "%s is of the standard library and left out%s", p->import_path, "");
		else if (p->cgo_files.n)
			add_target(s, p);
	}
}

bool ce_go_session_open(ce_go_session *s, const ce_args *args)
{
	char *cache;

	*s = (ce_go_session){.args = args,
	                     .clang = args->clang ? args->clang : ce_tool_clang(),
	                     .models = ce_models_path()};
	if (args->dir && chdir(args->dir) != 0) {
		ce_go_session_fail(s, "%s: cannot go there: %m", args->dir);
		return false;
	}
	s->from = getcwd(NULL, 0);
	s->plugin = ce_tool_plugin();
	cache = args->cache ? ce_strdup(args->cache) : ce_tool_cache();
	/* Without "..": what the compiler reads there must be known as generated. */
	s->cache = ce_path_join(s->from ? s->from : "/", cache);
	free(cache);
	if (!s->from || !s->plugin) {
		ce_go_session_fail(s, "%s",
		                   s->from ? "cgoescape.so is not where it was installed"
		                           : "the working directory is gone");
		return false;
	}
	s->tools = ce_tools_identity(s->plugin, s->models);
	ce_cache_open(&s->read, s->cache);
	if (!read_env(s) || !patterns_are_good(s) || !cgo_is_on(s) || !list_packages(s))
		return false;
	take_packages(s);
	if (!s->targets.n && !s->trouble && !s->interrupted)
		note(s, "no package here uses cgo: nothing to do%s%s", "", "");
	return s->targets.n && !s->interrupted;
}

void ce_go_session_close(ce_go_session *s)
{
	for (uint32_t i = 0; i < s->targets.n; i++) {
		ce_go_target *t = &s->targets.at[i];

		/* It was not whole: nobody shall find it again. */
		if (t->fresh)
			ce_remove_dir(t->fresh);
		free_target(t);
	}
	ce_vec_free(&s->targets);
	for (uint32_t i = 0; i < s->configs.n; i++) {
		ce_config_free(s->configs.at[i]);
		free(s->configs.at[i]);
	}
	ce_vec_free(&s->configs);
	ce_findings_free(&s->problems);
	ce_cache_free(&s->read);
	ce_go_packages_free(&s->packages);
	ce_go_env_free(&s->env);
	free(s->from);
	free(s->cache);
	free(s->plugin);
	free(s->models);
}
