#include "scan/changes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "base/strings.h"

/* In quotes a name has C's escapes: \\t, \\", \\303. In place. */
static void unquote(char *name)
{
	static const char letters[] = "abfnrtv", codes[] = "\a\b\f\n\r\t\v";
	char *to = name;

	for (const char *p = name; *p && *p != '"'; p++) {
		const char *letter;

		if (*p != '\\' || !p[1]) {
			*to++ = *p;
		} else if (p[1] >= '0' && p[1] <= '7') {
			char digits[4] = {0}, *end;

			memcpy(digits, p + 1, strnlen(p + 1, 3));
			*to++ = (char)strtoul(digits, &end, 8);
			p += end - digits;
		} else {
			letter = strchr(letters, *++p);
			*to++ = letter ? codes[letter - letters] : *p;
		}
	}
	*to = 0;
}

/* "+++ b/dir/file.c<TAB>time", or a name in quotes; /dev/null: the file is gone. */
static const char *name_of(ce_changes *c, const char *line, const char *end)
{
	const char *start = line + 4, *tab = memchr(start, '\t', (size_t)(end - start));
	bool quoted = *start == '"';
	char *name;

	if (tab)
		end = tab;
	else if (end > start && end[-1] == '\r')
		end--;
	start += quoted;
	name = ce_arena_alloc(&c->arena, (size_t)(end - start) + 1);
	memcpy(name, start, (size_t)(end - start));
	if (quoted)
		unquote(name);
	return name;
}

/* The lines of a hunk that begin with '+'; returns what follows it. */
static const char *take_hunk(ce_changes *c, const char *file, unsigned line, const char *text, unsigned old,
                             unsigned now)
{
	while (*text && (old || now)) {
		const char *end = strchr(text, '\n');

		if (*text == '+') {
			ce_changed *last = c->at.n ? &c->at.at[c->at.n - 1] : NULL;

			if (last && last->file == file && last->first + last->n == line)
				last->n++;
			else
				ce_push(&c->at, ((ce_changed){file, line, 1}));
		}
		if (*text != '\\') {
			now -= *text != '-' && now;
			old -= *text != '+' && old;
			line += *text != '-';
		}
		text = end ? end + 1 : text + strlen(text);
	}
	return text;
}

static bool read_hunk(const char *line, unsigned *first, unsigned *old, unsigned *now)
{
	const char *plus = strstr(line, " +");

	*old = *now = 1;
	if (sscanf(line, "@@ -%*u,%u", old) < 0 || !plus)
		return false;
	return sscanf(plus, " +%u,%u", first, now) >= 1;
}

static bool fail_line(const char *text, const char *line, const char *what, char **error)
{
	unsigned number = 1;

	while (text < line)
		number += *text++ == '\n';
	*error = ce_format("line %u: no unified diff: %s", number, what);
	return false;
}

bool ce_changes_read(ce_changes *c, const char *text, char **error)
{
	const char *file = NULL;

	for (const char *line = text, *end, *next; *line; line = next) {
		unsigned first, old, now;

		end = strchr(line, '\n');
		if (!end)
			end = line + strlen(line);
		next = *end ? end + 1 : end;
		if (strncmp(line, "+++ ", 4) == 0)
			file = name_of(c, line, end);
		if (strncmp(line, "@@ ", 3) != 0)
			continue;
		if (!file || !read_hunk(line, &first, &old, &now))
			return fail_line(text, line,
			                 file ? "a hunk is damaged" : "no '+++ FILE' before this hunk",
			                 error);
		next = take_hunk(c, file, first, next, old, now);
	}
	return !*text || file || fail_line(text, text, "there is no '+++ FILE'", error);
}

void ce_changes_add_file(ce_changes *c, const char *file)
{
	char *name = ce_arena_alloc(&c->arena, strlen(file) + 1);

	ce_push(&c->at, ((ce_changed){strcpy(name, file), 0, 0}));
}

typedef struct changed_files {
	ce_strings names; /* absolute */
	ce_map lines;     /* (name, line) that are changed; line 0: all of them */
	char *cwd;
} changed_files;

static uint64_t line_key(changed_files *f, const char *folder, const char *file, unsigned line)
{
	char *path = ce_path_join(folder, file);
	uint64_t key = ce_mix(ce_intern(&f->names, path), line);

	free(path);
	return key;
}

static void add_lines(changed_files *f, const char *folder, const char *file, const ce_changed *c)
{
	if (!c->n)
		ce_map_put(&f->lines, line_key(f, folder, file, 0), 0);
	for (unsigned i = 0; i < c->n; i++)
		ce_map_put(&f->lines, line_key(f, folder, file, c->first + i), 0);
}

static bool is_changed(changed_files *f, ce_loc loc)
{
	return ce_map_get(&f->lines, line_key(f, f->cwd, loc.file, loc.line)) != CE_NONE ||
	       ce_map_get(&f->lines, line_key(f, f->cwd, loc.file, 0)) != CE_NONE;
}

void ce_changes_apply(const ce_changes *c, const char *const *folders, ce_findings *l)
{
	changed_files f = {.cwd = getcwd(NULL, 0)};
	uint32_t n = 0;

	ce_strings_init(&f.names);
	for (; *folders; folders++)
		for (uint32_t i = 0; i < c->at.n; i++) {
			const char *file = c->at.at[i].file;

			add_lines(&f, *folders, file, &c->at.at[i]);
			/* git's prefixes; without them "b" may be a folder */
			if (*file && strchr("abciow", *file) && file[1] == '/')
				add_lines(&f, *folders, file + 2, &c->at.at[i]);
		}
	for (uint32_t i = 0; i < l->at.n; i++) {
		const ce_finding *k = &l->at.at[i];

		if (k->level == CE_LEVEL_ERROR || is_changed(&f, k->loc) ||
		    (k->nsteps && is_changed(&f, k->steps[k->nsteps - 1].loc)))
			l->at.at[n++] = *k;
	}
	l->at.n = n;
	ce_strings_free(&f.names);
	ce_map_free(&f.lines);
	free(f.cwd);
}

void ce_changes_free(ce_changes *c)
{
	ce_vec_free(&c->at);
	ce_arena_free(&c->arena);
}
