#include "lsp/compile.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "driver/jobs.h"
#include "driver/tools.h"
#include "lsp/clangd.h"
#include "scan/arguments.h"
#include "scan/cache.h"
#include "scan/trim.h"

/* One compile_commands.json: found, or made of a Go package. */
typedef struct source {
	ce_job job; /* first: its end is told by it. Of a Go package. */
	struct ce_compiles *owner;
	char *folder; /* a Go package's; NULL: a database that was found */
	char *file;
	ce_database db;
	bool loaded;
	struct timespec changed; /* of the file, when it was loaded */
	ce_child *making;
	bool made, again;
} source;

struct ce_compiles {
	ce_server *s;
	CE_VEC(source *) sources;
	char *commands_dir; /* absolute; NULL: above each file */
	void (*told)(void *ctx, const char *folder);
	void *ctx;
	bool ended;
};

/* ---- a command ----------------------------------------------------------------------------- */

void ce_compile_take(ce_compile *c, char *arg)
{
	c->argv = ce_realloc(c->argv, (c->n + 2) * sizeof *c->argv);
	c->n++;
	if (c->n > 2) {
		c->argv[c->n - 1] = c->argv[c->n - 2];
		c->argv[c->n - 2] = arg;
	} else {
		c->argv[c->n - 1] = arg;
	}
	c->argv[c->n] = NULL;
}

void ce_compile_free(ce_compile *c)
{
	for (size_t i = 0; i < c->n; i++)
		free(c->argv[i]);
	free(c->argv);
	free(c->directory);
	free(c->generated);
	*c = (ce_compile){0};
}

static void begin(const struct ce_compiles *c, ce_compile *out, const char *path)
{
	ce_compile_take(out, ce_strdup(c->s->o->clang));
	ce_compile_take(out, ce_strdup(path));
}

static char *folder_of(const char *path)
{
	size_t n = (size_t)(ce_path_base(path) - path);

	return ce_strndup(path, n > 1 ? n - 1 : n);
}

/* A command of the database for a path, its own or another's. */
static ce_compile_answer take_command(struct ce_compiles *c, const ce_command *entry, const char *path,
                                      ce_compile *out)
{
	ce_unit_args args = {0};
	const char *why = "";
	ce_unit_kind kind = ce_unit_args_make(&args, entry, &why);

	if (kind == CE_UNIT_C) {
		begin(c, out, path);
		for (uint32_t i = 0; i < args.at.n; i++)
			ce_compile_take(out, ce_strdup(args.at.at[i]));
		out->directory = ce_strdup(entry->directory);
	} else if (kind == CE_UNIT_REFUSED) {
		char *text = ce_format("%s: its command is refused: %s", path, why);

		ce_server_log(c->s, MESSAGE_WARNING, text);
		free(text);
	}
	ce_unit_args_free(&args);
	return kind == CE_UNIT_C ? CE_COMPILE_READY : CE_COMPILE_NEVER;
}

/* ---- a database -------------------------------------------------------------------------------- */

static source *find_source(struct ce_compiles *c, const char *folder, const char *file)
{
	source *s;

	for (uint32_t i = 0; i < c->sources.n; i++) {
		s = c->sources.at[i];
		if (folder ? s->folder && strcmp(s->folder, folder) == 0
		           : !s->folder && strcmp(s->file, file) == 0)
			return s;
	}
	s = ce_calloc(1, sizeof *s);
	s->owner = c;
	s->folder = folder ? ce_strdup(folder) : NULL;
	s->file = file ? ce_strdup(file) : NULL;
	ce_push(&c->sources, s);
	return s;
}

static void unload(source *s)
{
	if (s->loaded)
		ce_database_free(&s->db);
	s->db = (ce_database){0};
	s->loaded = false;
}

static void load(source *s)
{
	struct stat st = {0};
	ce_buf said = {0};
	char *error = NULL;

	if (!s->file) /* a Go package's that could not be made: an empty one */
		return;
	if (stat(s->file, &st) == 0 && s->loaded && st.st_mtim.tv_sec == s->changed.tv_sec &&
	    st.st_mtim.tv_nsec == s->changed.tv_nsec)
		return;
	unload(s);
	s->loaded = true;
	s->changed = st.st_mtim;
	if (!ce_database_read(&s->db, s->file, &said, &error))
		ce_server_log(s->owner->s, MESSAGE_WARNING, error);
	if (said.n)
		ce_server_log(s->owner->s, MESSAGE_LOG, said.data);
	free(error);
	ce_buf_free(&said);
}

static size_t in_common(const char *a, const char *b)
{
	size_t n = 0, slash = 0;

	for (; a[n] && a[n] == b[n]; n++)
		if (a[n] == '/')
			slash = n;
	return slash;
}

static const ce_command *own_command(const source *s, const char *path)
{
	for (uint32_t i = 0; i < s->db.at.n; i++)
		if (strcmp(s->db.at.at[i].path, path) == 0)
			return &s->db.at.at[i];
	return NULL;
}

/* Its own entry, else that of the file whose folder is nearest. */
static const ce_command *find_command(const source *s, const char *path)
{
	const ce_command *best = own_command(s, path);
	size_t most = 0;

	for (uint32_t i = 0; i < s->db.at.n && (!best || most); i++) {
		size_t n = in_common(s->db.at.at[i].path, path);

		if (n > most) {
			best = &s->db.at.at[i];
			most = n;
		}
	}
	return best;
}

/* The file that is valid for a folder, as clangd finds it: in it or above. */
static char *find_file(const struct ce_compiles *c, const char *path)
{
	char *folder = folder_of(path), *file = NULL;

	if (c->commands_dir) {
		free(folder);
		return ce_database_find(c->commands_dir);
	}
	while (!(file = ce_database_find(folder)) && strcmp(folder, "/") != 0) {
		char *up = folder_of(folder);

		free(folder);
		folder = up;
	}
	free(folder);
	return file;
}

/* ---- a Go package ------------------------------------------------------------------------------ */

static bool imports_c(const char *folder, const char *name)
{
	size_t n = strlen(name);
	char *path, *error = NULL;
	ce_buf text = {0};
	bool does;

	if (n < 4 || strcmp(name + n - 3, ".go") != 0)
		return false;
	path = ce_format("%s/%s", folder, name);
	if (!ce_file_read(&text, path, &error))
		free(error);
	does = text.n && memmem(text.data, text.n, "import \"C\"", 10);
	ce_buf_free(&text);
	free(path);
	return does;
}

static bool is_cgo_package(const char *folder)
{
	DIR *d = opendir(folder);
	struct dirent *e;
	bool is = false;

	while (d && !is && (e = readdir(d)))
		is = imports_c(folder, e->d_name);
	if (d)
		closedir(d);
	return is;
}

/* clangd takes commands by an extension of the protocol: nothing is written into the
 * user's folders. */
static void tell_clangd(const source *s)
{
	json_t *changes = json_object();

	for (uint32_t i = 0; i < s->db.at.n; i++) {
		const ce_command *entry = &s->db.at.at[i];
		json_t *words = json_array();

		for (uint32_t k = 0; k < entry->argc; k++)
			json_array_append_new(words, ce_json_string(entry->argv[k]));
		json_object_set_new(changes, entry->path,
		                    json_pack("{s:o,s:o}", "workingDirectory",
		                              ce_json_string(entry->directory), "compilationCommand", words));
	}
	if (s->owner->s->clangd)
		ce_clangd_send(s->owner->s->clangd,
		               rpc_notification("workspace/didChangeConfiguration",
		                                json_pack("{s:{s:o}}", "settings",
		                                          "compilationDatabaseChanges", changes)));
	else
		json_decref(changes);
}

static void make(source *s);

static void free_argv(source *s)
{
	for (char **arg = s->job.argv; arg && *arg; arg++)
		free(*arg);
	free(s->job.argv);
	s->job.argv = NULL;
}

static void is_made(ce_job *job)
{
	source *s = (source *)job;
	struct ce_compiles *c = s->owner;

	s->making = NULL;
	s->made = true;
	if (!c->ended && job->err.n)
		ce_server_log(c->s, MESSAGE_LOG, job->err.data);
	ce_job_clear(job);
	free_argv(s);
	if (c->ended)
		return;
	if (s->again) {
		make(s);
		return;
	}
	load(s);
	tell_clangd(s);
	c->told(c->ctx, s->folder);
}

/* By our own command, in the folder of the package. */
static void make(source *s)
{
	char *self = realpath("/proc/self/exe", NULL), **argv = ce_calloc(7, sizeof *argv);

	argv[0] = self ? self : ce_strdup("cgoescape");
	argv[1] = ce_strdup("db");
	argv[2] = ce_strdup("-q");
	argv[3] = ce_strdup("-o");
	argv[4] = ce_strdup(s->file);
	argv[5] = ce_strdup(".");
	s->again = false;
	s->job = (ce_job){.argv = argv, .cwd = s->folder, .timeout_ms = s->owner->s->settings.timeout_ms};
	s->making = ce_job_start(&s->owner->s->loop, &s->job, is_made);
}

/* The package's database; NULL while it is made. */
static source *go_source(struct ce_compiles *c, const char *folder)
{
	source *s = find_source(c, folder, NULL);

	if (!ce_server_folder(c->s))
		return s; /* an empty database */
	if (!s->file)
		s->file = ce_format("%s/%p.json", c->s->folder, (void *)s);
	if (!s->made && !s->making)
		make(s);
	return s->making ? NULL : s;
}

/* What cgo made of a Go file: NAME.cgo2.c. */
static const ce_command *find_generated(const source *s, const char *path)
{
	const char *base = ce_path_base(path);
	size_t n = strlen(base);

	for (uint32_t i = 0; i < s->db.at.n; i++) {
		const char *name = ce_path_base(s->db.at.at[i].path);

		if (strncmp(name, base, n - 3) == 0 && strcmp(name + n - 3, ".cgo2.c") == 0)
			return &s->db.at.at[i];
	}
	return NULL;
}

static ce_compile_answer of_go_file(struct ce_compiles *c, const char *path, ce_compile *out)
{
	char *folder = folder_of(path);
	bool cgo = is_cgo_package(folder);
	source *s = cgo ? go_source(c, folder) : NULL;
	const ce_command *entry;

	free(folder);
	if (!s)
		return cgo ? CE_COMPILE_LATER : CE_COMPILE_NEVER;
	load(s);
	entry = find_generated(s, path);
	if (!entry)
		return CE_COMPILE_NEVER;
	out->generated = ce_strdup(entry->path);
	return take_command(c, entry, entry->path, out);
}

/* ---- the question --------------------------------------------------------------------------------- */

/* The database for a file: NULL when there is none, or it is being made. */
static source *source_of(struct ce_compiles *c, const char *path, bool *waits)
{
	char *file = find_file(c, path), *folder = folder_of(path);
	source *s = file ? find_source(c, NULL, file) : NULL;

	*waits = false;
	if (s)
		load(s);
	/* A database far above may know nothing of a Go package below it. */
	if ((!s || !own_command(s, path)) && is_cgo_package(folder)) {
		s = go_source(c, folder);
		*waits = !s;
		if (s)
			load(s);
	}
	free(file);
	free(folder);
	return s;
}

static ce_compile_answer of_c_file(struct ce_compiles *c, const char *path, ce_compile *out)
{
	bool waits;
	source *s = source_of(c, path, &waits);
	const ce_command *entry = s ? find_command(s, path) : NULL;

	if (waits)
		return CE_COMPILE_LATER;
	out->is_own = entry && !s->folder && strcmp(entry->path, path) == 0;
	if (entry)
		return take_command(c, entry, path, out);
	begin(c, out, path);
	out->directory = folder_of(path);
	return CE_COMPILE_READY;
}

ce_compile_answer ce_compile_of(struct ce_compiles *c, const ce_document *doc, ce_compile *out)
{
	return doc->language == CE_LANGUAGE_GO ? of_go_file(c, doc->path, out) : of_c_file(c, doc->path, out);
}

void ce_compiles_go_saved(struct ce_compiles *c, const char *path)
{
	char *folder = folder_of(path);

	for (uint32_t i = 0; i < c->sources.n && !c->ended; i++) {
		source *s = c->sources.at[i];

		if (!s->folder || strcmp(s->folder, folder) != 0)
			continue;
		if (s->making)
			s->again = true;
		else
			make(s);
	}
	free(folder);
}

void ce_compiles_tell_clangd(struct ce_compiles *c)
{
	for (uint32_t i = 0; i < c->sources.n; i++) {
		source *s = c->sources.at[i];

		if (!s->folder || !s->made || s->making)
			continue;
		load(s);
		tell_clangd(s);
	}
}

char *ce_compile_program(struct ce_compiles *c, const ce_document *doc, const char *ending)
{
	bool is_c = doc->language == CE_LANGUAGE_C || doc->language == CE_LANGUAGE_HEADER;
	char *file = is_c ? find_file(c, doc->path) : NULL, *cache, *name, *list;

	if (!file)
		return NULL;
	cache = ce_tool_cache();
	name = ce_path_join("/", file);
	list = ce_cache_program(cache, name, ending);
	ce_cache_used(list);
	free(name);
	free(cache);
	free(file);
	return list;
}

/* ---- begin and end ----------------------------------------------------------------------------------- */

struct ce_compiles *ce_compiles_new(ce_server *s, void (*changed)(void *ctx, const char *folder), void *ctx)
{
	struct ce_compiles *c = ce_calloc(1, sizeof *c);

	c->s = s;
	c->commands_dir = s->o->commands_dir ? realpath(s->o->commands_dir, NULL) : NULL;
	c->told = changed;
	c->ctx = ctx;
	return c;
}

void ce_compiles_rest(struct ce_compiles *c)
{
	for (uint32_t i = 0; i < c->sources.n; i++)
		unload(c->sources.at[i]);
}

void ce_compiles_end(struct ce_compiles *c)
{
	c->ended = true;
	for (uint32_t i = 0; i < c->sources.n; i++)
		if (c->sources.at[i]->making)
			ce_job_kill(c->sources.at[i]->making);
}

void ce_compiles_free(struct ce_compiles *c)
{
	for (uint32_t i = 0; i < c->sources.n; i++) {
		source *s = c->sources.at[i];

		unload(s);
		free(s->folder);
		free(s->file);
		free(s);
	}
	free(c->commands_dir);
	ce_vec_free(&c->sources);
	free(c);
}
