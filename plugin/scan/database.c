#include "scan/database.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/map.h"
#include "base/path.h"
#include "report/json_text.h"

/* A response file that names itself, or one made to fill the memory. */
enum { MAX_NESTING = 10, MAX_WORDS = 1 << 20 };

typedef CE_VEC(char *) words;

/* ---- words ------------------------------------------------------------------------------- */

static char *keep(ce_arena *a, const char *s, size_t n)
{
	char *copy = ce_arena_alloc(a, n + 1);

	if (n)
		memcpy(copy, s, n);
	return copy;
}

/* One word from *s on; the rest is left in *s. */
static char *next_word(ce_arena *a, const char **s)
{
	const char *p = *s;
	char quote = 0, *word;
	ce_buf b = {0};

	for (; *p && (quote || !strchr(" \t\r\n", *p)); p++) {
		if (quote ? *p == quote : *p == '\'' || *p == '"')
			quote = quote ? 0 : *p;
		else if (*p == '\\' && quote != '\'' && p[1] && (!quote || strchr("\\\"$`", p[1])))
			ce_buf_addc(&b, *++p);
		else
			ce_buf_addc(&b, *p);
	}
	*s = p;
	word = keep(a, b.data, b.n);
	ce_buf_free(&b);
	return word;
}

static void add_words(ce_arena *a, words *w, const char *line)
{
	while (*(line += strspn(line, " \t\r\n")) && w->n < MAX_WORDS)
		ce_push(w, next_word(a, &line));
}

static char **finish(ce_arena *a, words *w, uint32_t *n)
{
	char **list = ce_arena_alloc(a, (w->n + 1) * sizeof *list);

	if (w->n)
		memcpy(list, w->at, w->n * sizeof *list);
	*n = w->n;
	ce_vec_free(w);
	return list;
}

char **ce_split_command(ce_arena *a, const char *line, uint32_t *n)
{
	words w = {0};

	add_words(a, &w, line);
	return finish(a, &w, n);
}

/* What stands in @FILE; the word itself stays when the file cannot be read, as in compilers. */
static void expand(ce_arena *a, words *out, const char *directory, char *word, int nesting)
{
	char *path, *error = NULL;
	ce_buf text = {0};
	words inner = {0};

	if (word[0] != '@' || !word[1] || nesting == MAX_NESTING) {
		if (out->n < MAX_WORDS)
			ce_push(out, word);
		return;
	}
	path = ce_path_join(directory, word + 1);
	if (ce_file_read_found(&text, path, &error)) {
		add_words(a, &inner, text.data ? text.data : "");
		for (uint32_t i = 0; i < inner.n; i++)
			expand(a, out, directory, inner.at[i], nesting + 1);
	} else {
		ce_push(out, word);
	}
	ce_vec_free(&inner);
	ce_buf_free(&text);
	free(error);
	free(path);
}

/* ---- bytes that are no UTF-8 ---------------------------------------------------------------- */

/*
 * Names of files are bytes, JSON is UTF-8, and those who write databases do not
 * care. What is no UTF-8 is read as a character of the private use area, and made
 * a byte again in what is kept.
 */
enum { PRIVATE = 0xf700 };

/* For jansson: one character, so that nothing after an entry is taken. */
static size_t read_character(void *buffer, size_t size, void *file)
{
	unsigned char *b = buffer, ahead[5] = {0};
	int c = getc(file);
	size_t n = 0, length;

	(void)size; /* 1024 at least */
	if (c == EOF)
		return 0;
	b[0] = (unsigned char)c;
	if (c < 0x80)
		return 1;
	for (ahead[n++] = (unsigned char)c; n < 4 && (c = getc(file)) != EOF; n++)
		ahead[n] = (unsigned char)c;
	length = ce_utf8_length(ahead);
	fseek(file, -(long)(n - (length ? length : 1)), SEEK_CUR);
	if (length) {
		memcpy(b, ahead, length);
		return length;
	}
	b[0] = 0xe0 | (PRIVATE | ahead[0]) >> 12;
	b[1] = 0x80 | ((PRIVATE | ahead[0]) >> 6 & 0x3f);
	b[2] = 0x80 | ((PRIVATE | ahead[0]) & 0x3f);
	return 3;
}

static char *keep_bytes(ce_arena *a, const char *text)
{
	char *copy = keep(a, text, strlen(text)), *to = copy;

	for (const unsigned char *s = (const unsigned char *)text; *s; s++) {
		unsigned code = s[0] == 0xef && s[1] && s[2]
		                        ? (s[0] & 0xfu) << 12 | (s[1] & 0x3fu) << 6 | (s[2] & 0x3fu)
		                        : 0;

		if ((code & ~0xffu) == PRIVATE && code & 0x80) {
			*to++ = (char)(code & 0xff);
			s += 2;
		} else {
			*to++ = (char)*s;
		}
	}
	*to = 0;
	return copy;
}

/* ---- one entry ---------------------------------------------------------------------------- */

typedef struct reader {
	ce_database *d;
	const char *path;
	ce_buf *said;
	char *base; /* folder of the database: what relative directories mean */
	unsigned nfaults;
	ce_map seen;
} reader;

static const char *text_of(const json_t *entry, const char *key)
{
	return json_string_value(json_object_get(entry, key));
}

/* Why an entry is no entry, or NULL. */
static const char *find_fault(const json_t *e)
{
	const json_t *list = json_object_get(e, "arguments");
	size_t i;
	json_t *word;

	if (!json_is_object(e))
		return "an entry must be an object";
	if (!text_of(e, "directory"))
		return "an entry needs a \"directory\"";
	if (!text_of(e, "file") || !*text_of(e, "file"))
		return "an entry needs a \"file\"";
	if (!json_is_array(list))
		return text_of(e, "command") ? NULL : "an entry needs \"arguments\" or a \"command\"";
	json_array_foreach(list, i, word) if (!json_is_string(word)) return "\"arguments\" must be texts";
	return NULL;
}

static const char *output_of(const ce_command *c)
{
	for (uint32_t i = 1; i < c->argc; i++)
		if (strncmp(c->argv[i], "-o", 2) == 0 && c->argv[i][2] != 'b')
			return c->argv[i][2] ? c->argv[i] + 2 : i + 1 < c->argc ? c->argv[i + 1] : "";
	return "";
}

static bool is_new(reader *r, const ce_command *c)
{
	XXH3_state_t *s = XXH3_createState();
	uint64_t h;

	XXH3_64bits_reset(s);
	XXH3_64bits_update(s, c->directory, strlen(c->directory) + 1);
	XXH3_64bits_update(s, c->path, strlen(c->path) + 1);
	XXH3_64bits_update(s, c->output, strlen(c->output) + 1);
	for (uint32_t i = 0; i < c->argc; i++)
		XXH3_64bits_update(s, c->argv[i], strlen(c->argv[i]) + 1);
	h = XXH3_64bits_digest(s);
	XXH3_freeState(s);
	if (ce_map_get(&r->seen, h) != CE_NONE)
		return false;
	ce_map_put(&r->seen, h, 0);
	return true;
}

static char *keep_path(ce_arena *a, const char *folder, const char *file)
{
	char *path = ce_path_join(folder, file), *kept = keep(a, path, strlen(path));

	free(path);
	return kept;
}

static ce_command make_command(const reader *r, ce_arena *a, const json_t *e)
{
	ce_command c = {0};
	words raw = {0}, all = {0};
	size_t i;
	json_t *word;

	c.directory = keep_path(a, r->base, keep_bytes(a, text_of(e, "directory")));
	c.file = keep_bytes(a, text_of(e, "file"));
	c.path = keep_path(a, c.directory, c.file);
	if (json_is_array(json_object_get(e, "arguments"))) {
		json_array_foreach(json_object_get(e, "arguments"), i, word)
			ce_push(&raw, keep_bytes(a, json_string_value(word)));
	} else {
		add_words(a, &raw, keep_bytes(a, text_of(e, "command")));
	}
	for (uint32_t k = 0; k < raw.n; k++)
		expand(a, &all, c.directory, raw.at[k], 0);
	ce_vec_free(&raw);
	c.argv = finish(a, &all, &c.argc);
	c.output = text_of(e, "output") ? keep_bytes(a, text_of(e, "output")) : output_of(&c);
	return c;
}

/* What is not new leaves nothing behind. @return false when there is no command */
static bool add_entry(reader *r, const json_t *e)
{
	ce_arena scratch = {0};
	ce_command c = make_command(r, &scratch, e);
	bool is_command = c.argc > 0;

	if (is_command && is_new(r, &c))
		ce_push(&r->d->at, make_command(r, &r->d->arena, e));
	ce_arena_free(&scratch);
	return is_command;
}

/* ---- the file ------------------------------------------------------------------------------ */

/* Line and column, from 1, of a byte. */
static void place_of(FILE *f, long at, unsigned *line, unsigned *col)
{
	rewind(f);
	*line = *col = 1;
	for (int c; at-- > 0 && (c = getc(f)) != EOF;) {
		*line += c == '\n';
		*col = c == '\n' ? 1 : *col + 1;
	}
}

static int skip_blanks(FILE *f)
{
	int c;

	while ((c = getc(f)) == ' ' || c == '\t' || c == '\r' || c == '\n')
		;
	return c;
}

/* What is wrong is the character c, read last. */
static bool fail_at(reader *r, FILE *f, int c, const char *what, char **error)
{
	unsigned line, col;

	place_of(f, ftell(f) - (c != EOF), &line, &col);
	*error = ce_format("%s:%u:%u: %s", r->path, line, col, what);
	return false;
}

/* Counting lines takes time: a database of faults only must not take for ever. */
static void leave_out(reader *r, FILE *f, long start, const char *fault)
{
	enum { MOST = 20 };
	long end = ftell(f);
	unsigned line, col;

	if (++r->nfaults > MOST)
		return;
	place_of(f, start, &line, &col);
	ce_buf_addf(r->said, "%s:%u:%u: %s; entry left out%s\n", r->path, line, col, fault,
	            r->nfaults == MOST ? "; so may be others" : "");
	fseek(f, end, SEEK_SET);
}

/* One value of the list, its first character already looked at. */
static bool read_entry(reader *r, FILE *f, char **error)
{
	long start = ftell(f);
	json_error_t e;
	json_t *entry = json_load_callback(read_character, f, JSON_DISABLE_EOF_CHECK, &e);
	const char *fault;

	if (!entry) {
		unsigned line, col;

		place_of(f, start, &line, &col);
		if (e.line > 1)
			col = 1;
		*error = ce_format("%s:%u:%u: %s", r->path, line + (unsigned)(e.line > 0 ? e.line - 1 : 0),
		                   col - 1 + (unsigned)(e.column > 0 ? e.column : 1), e.text);
		return false;
	}
	fault = find_fault(entry);
	if (!fault && !add_entry(r, entry))
		fault = "the command is empty";
	if (fault)
		leave_out(r, f, start, fault);
	json_decref(entry);
	return true;
}

static bool read_list(reader *r, FILE *f, char **error)
{
	int c = skip_blanks(f);

	if (c == EOF)
		return fail_at(r, f, c, "the file is empty", error);
	if (c != '[')
		return fail_at(r, f, c, "a compilation database is a list: '[' expected", error);
	for (c = skip_blanks(f); c != ']'; c = skip_blanks(f)) {
		if (c == '{')
			ungetc(c, f);
		else
			return fail_at(r, f, c,
			               c == EOF ? "the file ends inside the list" : "'{' or ']' expected",
			               error);
		if (!read_entry(r, f, error))
			return false;
		c = skip_blanks(f);
		if (c == ']')
			break;
		if (c != ',')
			return fail_at(r, f, c,
			               c == EOF ? "the file ends inside the list" : "',' or ']' expected",
			               error);
	}
	if ((c = skip_blanks(f)) != EOF)
		return fail_at(r, f, c, "nothing may follow the list", error);
	return true;
}

char *ce_database_find(const char *path)
{
	static const char *const places[] = {"", "build/"};
	struct stat st;

	if (stat(path, &st) != 0)
		return NULL;
	if (!S_ISDIR(st.st_mode))
		return ce_strdup(path);
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		char *file = ce_format("%s/%scompile_commands.json", path, places[i]);

		if (access(file, F_OK) == 0)
			return file;
		free(file);
	}
	return NULL;
}

/* Was it written to while it was read? A database that is made again is replaced, or
 * truncated and filled. */
static bool has_changed(const struct stat *before, FILE *f)
{
	struct stat after;

	return fstat(fileno(f), &after) == 0 &&
	       (after.st_size != before->st_size || after.st_mtim.tv_sec != before->st_mtim.tv_sec ||
	        after.st_mtim.tv_nsec != before->st_mtim.tv_nsec);
}

bool ce_database_read(ce_database *d, const char *path, ce_buf *said, char **error)
{
	enum { TRIES = 3 };
	char *file = ce_database_find(path), *cwd = getcwd(NULL, 0), *folder;
	reader r = {.d = d, .path = file, .said = said};
	bool ok = false;

	if (!file) {
		*error = ce_format("%s: no compile_commands.json there%s%s", path,
		                   errno == ENOENT ? "" : ": ", errno == ENOENT ? "" : strerror(errno));
		free(cwd);
		return false;
	}
	folder = ce_format("%.*s", (int)(ce_path_base(file) - file), file);
	r.base = ce_path_join(cwd ? cwd : "/", *folder ? folder : ".");
	for (int i = 0; i < TRIES && !ok; i++) {
		FILE *f = fopen(file, "re");
		struct stat st;
		bool changed;

		free(*error);
		*error = NULL;
		if (!f) {
			*error = ce_format("%s: cannot read: %s", file, strerror(errno));
			break;
		}
		d->at.n = 0;
		r.nfaults = 0;
		ce_map_clear(&r.seen);
		said->n = 0;
		ok = fstat(fileno(f), &st) == 0 && read_list(&r, f, error);
		changed = has_changed(&st, f);
		fclose(f);
		if (!changed)
			break;
		ok = ok && i + 1 == TRIES;
	}
	if (!ok && !*error)
		*error = ce_format("%s: changes all the time", file);
	ce_map_free(&r.seen);
	free(folder);
	free(r.base);
	free(cwd);
	free(file);
	return ok;
}

void ce_database_free(ce_database *d)
{
	ce_vec_free(&d->at);
	ce_arena_free(&d->arena);
}
