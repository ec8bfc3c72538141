#include "scan/changes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "+++ b/dir/file.c<TAB>time", or a name in quotes; /dev/null: the file is gone. */
static const char *name_of(ce_changes *c, const char *line, const char *end)
{
	const char *start = line + 4, *tab = memchr(start, '\t', (size_t)(end - start));
	char *name;

	if (tab)
		end = tab;
	if (*start == '"' && end - start > 1) {
		start++;
		end--;
	}
	if (end - start > 2 && start[1] == '/' && strchr("abciow", *start))
		start += 2;
	name = ce_arena_alloc(&c->arena, (size_t)(end - start) + 1);
	memcpy(name, start, (size_t)(end - start));
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

static bool is_changed(const ce_changes *c, ce_loc loc)
{
	for (uint32_t i = 0; i < c->at.n; i++) {
		const ce_changed *k = &c->at.at[i];

		if (loc.line >= k->first && loc.line - k->first < k->n && strcmp(loc.file, k->file) == 0)
			return true;
	}
	return false;
}

void ce_changes_apply(const ce_changes *c, ce_findings *l)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < l->at.n; i++) {
		const ce_finding *f = &l->at.at[i];

		if (is_changed(c, f->loc) || (f->nsteps && is_changed(c, f->steps[f->nsteps - 1].loc)))
			l->at.at[n++] = *f;
	}
	l->at.n = n;
}

void ce_changes_free(ce_changes *c)
{
	ce_vec_free(&c->at);
	ce_arena_free(&c->arena);
}
