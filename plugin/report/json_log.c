/*
 * json_log.c - Go's optimisation log (go build -gcflags=-json=0,DIR), version 0:
 * one file a source, a header line, then one LSP diagnostic a line.
 *
 * Positions are 1-based although LSP counts from 0: Go's compiler writes them so
 * and its readers (gopls) subtract. Strings that Go's readers compare are Go's.
 */
#include <jansson.h>
#include <stdlib.h>

#include "base/path.h"
#include "report/json_text.h"
#include "report/report.h"

typedef struct ce_log_record {
	const char *file;
	unsigned line, col;
	uint32_t order; /* of records at one place */
	json_t *diagnostic;
} ce_log_record;

struct ce_log {
	const ce_unit *unit;
	CE_VEC(ce_log_record) at;
};

ce_log *ce_log_new(const ce_unit *u)
{
	ce_log *l = ce_calloc(1, sizeof *l);

	l->unit = u;
	return l;
}

void ce_log_free(ce_log *l)
{
	if (!l)
		return;
	for (uint32_t i = 0; i < l->at.n; i++)
		json_decref(l->at.at[i].diagnostic);
	ce_vec_free(&l->at);
	free(l);
}

/* ---- names ------------------------------------------------------------------------- */

static const char *unit_text(const ce_log *l, ce_str id)
{
	return ce_text(&l->unit->strings, id);
}

/*
 * The engine does not learn import paths: the name of the compilation directory
 * stands in, or for the preamble of a Go file (cgo compiles in a folder of its
 * own) that of the folder the Go file is in. The caller frees.
 */
static char *package_of(const ce_log *l, const char *file)
{
	const char *dir = l->unit->is_cgo && file[0] == '/' ? file : unit_text(l, l->unit->directory);
	size_t n = dir == file ? (size_t)(ce_path_base(file) - file) : strlen(dir), start;

	while (n && dir[n - 1] == '/')
		n--;
	for (start = n; start && dir[start - 1] != '/'; start--)
		;
	return ce_strndup(dir + start, n - start);
}

/* DIR/<package>/<base>.json, made of escaped names; Go's name of no package is %00. */
static char *path_of(const char *dir, const char *package, const char *file, char **folder)
{
	const char *base = ce_path_base(file), *dot = strrchr(base, '.');
	size_t n = dot && (strcmp(dot, ".c") == 0 || strcmp(dot, ".go") == 0) ? (size_t)(dot - base)
	                                                                      : strlen(base);
	ce_buf b = {0};

	ce_buf_addf(&b, "%s/", dir);
	if (*package)
		ce_uri_escape(&b, package, strlen(package), "-_.~$&+:=@");
	else
		ce_buf_adds(&b, "%00");
	*folder = ce_strdup(b.data);
	ce_buf_addc(&b, '/');
	ce_uri_escape(&b, base, n, "-_.~$&+:=@");
	ce_buf_adds(&b, ".json");
	return b.data;
}

static void absolute(const ce_log *l, const char *file, ce_buf *b)
{
	if (file[0] != '/' && l->unit->directory)
		ce_buf_addf(b, "%s/", unit_text(l, l->unit->directory));
	ce_buf_adds(b, file);
}

/* ---- values ------------------------------------------------------------------------------ */

static json_t *range(ce_loc loc)
{
	json_t *at = json_pack("{s:i,s:i}", "line", (int)loc.line, "character", (int)loc.col);

	return json_pack("{s:o,s:O}", "start", at, "end", at);
}

static json_t *location(const ce_log *l, ce_loc loc)
{
	ce_buf path = {0}, uri = {0};
	json_t *j;

	absolute(l, loc.file, &path);
	ce_buf_adds(&uri, "file://");
	ce_uri_escape(&uri, path.data, path.n, CE_URI_PATH);
	j = json_pack("{s:o,s:o}", "uri", ce_json_string(uri.data), "range", range(loc));
	ce_buf_free(&path);
	ce_buf_free(&uri);
	return j;
}

/* ---- records ---------------------------------------------------------------------------------- */

static json_t *add_record(ce_log *l, const ce_message *m, const char *code, const char *text)
{
	ce_log_record r = {m->loc.file, m->loc.line, m->loc.col, l->at.n, NULL};

	if (!r.file || !*r.file)
		r.file = unit_text(l, l->unit->source);
	r.diagnostic = json_pack("{s:o,s:i,s:s,s:s,s:o}", "range", range(m->loc), "severity", 3, "code", code,
	                         "source", "go compiler", "message", ce_json_string(text));
	ce_push(&l->at, r);
	return r.diagnostic;
}

void ce_log_add(ce_log *l, const ce_program *p, const ce_message *m, const ce_source *source)
{
	ce_explanation x = {0};
	json_t *diagnostic, *related = json_array();
	const char *code = m->derefs < 0 ? "escape" : "leak";
	char *header;

	ce_explain(p, m, source, &x);
	header = ce_strndup(x.at.at[0].text, strlen(x.at.at[0].text) - 1); /* without its colon */
	diagnostic = add_record(l, m, code, header);
	for (uint32_t i = 1; i < x.at.n; i++) {
		char *text = ce_format("escflow:  %s", x.at.at[i].text);

		json_array_append_new(related, json_pack("{s:o,s:o}", "location", location(l, x.at.at[i].loc),
		                                         "message", ce_json_string(text)));
		free(text);
	}
	if (json_array_size(related))
		json_object_set(diagnostic, "relatedInformation", related);
	json_decref(related);
	/* Go logs what escapes a second time, without words, where the others have
	 * "moved to heap". */
	if (m->derefs < 0)
		add_record(l, m, code, "");
	free(header);
	ce_explanation_free(&x);
}

/* ---- files -------------------------------------------------------------------------------------- */

static int by_place(const void *a, const void *b)
{
	const ce_log_record *x = a, *y = b;
	int c = strcmp(x->file, y->file);

	if (c)
		return c;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->col != y->col)
		return x->col < y->col ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static const char *goos(void)
{
#if defined(__APPLE__)
	return "darwin";
#elif defined(_WIN32)
	return "windows";
#elif defined(__FreeBSD__)
	return "freebsd";
#else
	return "linux";
#endif
}

/* Of this program: units do not tell their target, only how wide its pointers are. */
static const char *goarch(const ce_unit *u)
{
#if defined(__x86_64__)
	return u->pointer_size == 8 ? "amd64" : "386";
#elif defined(__aarch64__)
	return u->pointer_size == 8 ? "arm64" : "arm";
#elif defined(__riscv)
	return u->pointer_size == 8 ? "riscv64" : "riscv";
#else
	return u->pointer_size == 8 ? "unknown64" : "unknown32";
#endif
}

static bool write_file(ce_log *l, uint32_t first, uint32_t end, const char *dir, char **error)
{
	const char *file = l->at.at[first].file;
	char *package = package_of(l, file), *folder, *path = path_of(dir, package, file, &folder);
	ce_buf out = {0}, shown = {0};
	bool ok;

	absolute(l, file, &shown);
	ce_json_line(&out,
	             json_pack("{s:i,s:o,s:s,s:s,s:s,s:o}", "version", 0, "package", ce_json_string(package),
	                       "goos", goos(), "goarch", goarch(l->unit), "gc_version",
	                       "cgoescape " CGOESCAPE_VERSION, "file", ce_json_string(shown.data)));
	for (uint32_t i = first; i < end; i++)
		ce_json_line(&out, json_incref(l->at.at[i].diagnostic));
	ok = ce_make_dirs(folder, error) && ce_file_write(path, out.data, out.n, error);
	ce_buf_free(&out);
	ce_buf_free(&shown);
	free(package);
	free(folder);
	free(path);
	return ok;
}

bool ce_log_write(ce_log *l, const char *dir, char **error)
{
	if (l->at.n)
		qsort(l->at.at, l->at.n, sizeof *l->at.at, by_place);
	for (uint32_t i = 0, end; i < l->at.n; i = end) {
		for (end = i + 1; end < l->at.n && strcmp(l->at.at[end].file, l->at.at[i].file) == 0; end++)
			;
		if (!write_file(l, i, end, dir, error))
			return false;
	}
	return true;
}
