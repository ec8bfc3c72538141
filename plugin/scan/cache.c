#include "scan/cache.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/path.h"
#include "scan/trim.h"

#define HEADER "cgoescape 1\n"

ce_key ce_key_of(const void *bytes, size_t n)
{
	XXH128_canonical_t c;
	ce_key key;

	XXH128_canonicalFromHash(&c, XXH3_128bits(bytes, n));
	for (size_t i = 0; i < sizeof c.digest; i++)
		snprintf(key.hex + 2 * i, 3, "%02x", c.digest[i]);
	return key;
}

uint64_t ce_key_number(const ce_key *key)
{
	char half[17] = {0};

	memcpy(half, key->hex, 16);
	return strtoull(half, NULL, 16);
}

void ce_cache_open(ce_cache *c, const char *dir)
{
	c->dir = dir ? ce_strdup(dir) : NULL;
	c->lock = dir ? ce_cache_enter(dir) : -1;
}

void ce_cache_free(ce_cache *c)
{
	for (uint32_t i = 0; i < c->files.n; i++)
		free(c->files.at[i].path);
	ce_vec_free(&c->files);
	ce_map_free(&c->index);
	if (c->dir)
		ce_cache_leave(c->dir, c->lock);
	free(c->dir);
}

/* ---- files ---------------------------------------------------------------------------------- */

static int64_t time_of_change(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec
	                            : INT64_MAX;
}

static void look_at(ce_file_state *f)
{
	ce_buf text = {0};
	char *error = NULL;

	f->changed_ns = time_of_change(f->path);
	if (!ce_file_read_found(&text, f->path, &error)) {
		free(error);
		return;
	}
	f->key = ce_key_of(text.data, text.n);
	f->speaks = text.n && memmem(text.data, text.n, "cgoescape", 9);
	ce_buf_free(&text);
}

uint32_t ce_cache_file(ce_cache *c, const char *path)
{
	uint64_t key = XXH3_64bits(path, strlen(path));

	for (;; key++) {
		uint32_t *at = ce_map_at(&c->index, key);
		ce_file_state f = {0};

		if (*at == CE_NONE) {
			*at = c->files.n;
			f.path = ce_strdup(path);
			look_at(&f);
			ce_push(&c->files, f);
			return c->files.n - 1;
		}
		if (strcmp(c->files.at[*at].path, path) == 0)
			return *at;
	}
}

bool ce_cache_is_settled(const ce_cache *c, uint32_t file, int64_t started_ns)
{
	const ce_file_state *f = &c->files.at[file];

	return f->changed_ns < started_ns && f->changed_ns == time_of_change(f->path) && *f->key.hex;
}

/* ---- what is kept ----------------------------------------------------------------------------- */

static char *path_of(const ce_cache *c, const char *folder, const ce_key *key, const char *end)
{
	return ce_format("%s/%s/%.2s/%s%s", c->dir, folder, key->hex, key->hex + 2, end);
}

char *ce_cache_program(const char *dir, const char *database, const char *ending)
{
	ce_key name = ce_key_of(database, strlen(database));

	return ce_format("%s/programs/%s.%s", dir, name.hex, ending);
}

char *ce_cache_unit_path(const ce_cache *c, const ce_key *unit)
{
	return path_of(c, "units", unit, ".esc");
}

static bool write_kept(const char *path, const ce_buf *b, char **error)
{
	char *folder = ce_format("%.*s", (int)(ce_path_base(path) - path - 1), path);
	bool ok = ce_make_dirs(folder, error) && ce_file_write(path, b->data, b->n, error);

	free(folder);
	return ok;
}

/* "HASH PATH" lines; false at the first that does not hold. */
static bool check_lines(ce_cache *c, const char *line, ce_ids *files)
{
	while (*line) {
		const char *end = strchr(line, '\n');
		char *path;
		uint32_t f;

		if (!end || end - line < 34 || line[32] != ' ')
			return false;
		path = ce_strndup(line + 33, (size_t)(end - line) - 33);
		f = ce_cache_file(c, path);
		free(path);
		if (strncmp(c->files.at[f].key.hex, line, 32) != 0)
			return false;
		ce_push(files, f);
		line = end + 1;
	}
	return true;
}

/* A summary is what its name says. */
static bool is_whole(const ce_cache *c, const ce_key *unit)
{
	char *path = ce_cache_unit_path(c, unit), *error = NULL;
	ce_buf esc = {0};
	bool ok = false;

	if (ce_file_read(&esc, path, &error)) {
		ce_key key = ce_key_of(esc.data, esc.n);

		ok = strcmp(key.hex, unit->hex) == 0;
		ce_cache_used(path);
	}
	ce_buf_free(&esc);
	free(error);
	free(path);
	return ok;
}

bool ce_cache_find(ce_cache *c, const ce_key *command, ce_kept *kept)
{
	enum { AT = sizeof HEADER - 1 };
	ce_buf text = {0};
	char *path, *error = NULL;
	bool ok;

	if (!c->dir)
		return false;
	path = path_of(c, "manifests", command, "");
	ce_cache_used(path);
	ok = ce_file_read(&text, path, &error) && text.n > AT + 33 && memcmp(text.data, HEADER, AT) == 0 &&
	     text.data[AT + 32] == '\n';
	free(path);
	if (ok) {
		memcpy(kept->unit.hex, text.data + AT, 32);
		kept->unit.hex[32] = 0;
		ok = check_lines(c, text.data + AT + 33, &kept->files);
	}
	if (ok)
		ok = is_whole(c, &kept->unit);
	if (!ok)
		ce_vec_free(&kept->files);
	ce_buf_free(&text);
	free(error);
	return ok;
}

bool ce_cache_keep_unit(ce_cache *c, const ce_buf *esc, ce_key *unit, char **error)
{
	char *path;
	bool ok;

	*unit = ce_key_of(esc->data, esc->n);
	if (is_whole(c, unit))
		return true;
	path = ce_cache_unit_path(c, unit);
	ok = write_kept(path, esc, error);
	free(path);
	return ok;
}

bool ce_cache_keep(ce_cache *c, const ce_key *command, const ce_kept *kept, int64_t started_ns, char **error)
{
	ce_buf b = {0};
	char *path;
	bool ok;

	ce_buf_addf(&b, HEADER "%s\n", kept->unit.hex);
	for (uint32_t i = 0; i < kept->files.n; i++) {
		const ce_file_state *f = &c->files.at[kept->files.at[i]];

		if (!ce_cache_is_settled(c, kept->files.at[i], started_ns) || strchr(f->path, '\n')) {
			ce_buf_free(&b);
			return true;
		}
		ce_buf_addf(&b, "%s %s\n", f->key.hex, f->path);
	}
	path = path_of(c, "manifests", command, "");
	ok = write_kept(path, &b, error);
	free(path);
	ce_buf_free(&b);
	return ok;
}

/* ---- dependency files ---------------------------------------------------------------------------- */

/* One path as make has it: "\ " is a blank, "$$" a dollar, "\#" a hash; a backslash
 * before a newline is no path. */
static const char *next_path(const char *p, ce_buf *out)
{
	out->n = 0;
	for (;;) {
		if (*p == '\\' && (p[1] == '\n' || (p[1] == '\r' && p[2] == '\n')))
			p += p[1] == '\r' ? 3 : 2;
		else if (strchr(" \t\r\n", *p) && *p)
			p++;
		else
			break;
	}
	while (*p && !strchr(" \t\r\n", *p)) {
		if ((p[0] == '\\' && (p[1] == ' ' || p[1] == '#' || p[1] == '\t')) ||
		    (p[0] == '$' && p[1] == '$'))
			p++;
		else if (p[0] == '\\' && p[1] == '\n')
			break;
		ce_buf_addc(out, *p++);
	}
	return p;
}

void ce_read_depfile(ce_cache *c, const char *text, const char *folder, ce_ids *files)
{
	ce_buf word = {0};
	const char *p = strstr(text, ": ");

	for (p = p ? p + 1 : text + strlen(text); *p;) {
		char *path;

		p = next_path(p, &word);
		if (!word.n)
			continue;
		path = ce_path_join(folder, word.data);
		ce_push(files, ce_cache_file(c, path));
		free(path);
	}
	ce_buf_free(&word);
}
