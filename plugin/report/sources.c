#include "report/sources.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

static void find_lines(ce_source_lines *f)
{
	if (f->text.n > UINT32_MAX || (f->text.n && memchr(f->text.data, 0, f->text.n)))
		return; /* no source */
	for (size_t i = 0; i < f->text.n; i++)
		if (i == 0 || f->text.data[i - 1] == '\n')
			ce_push(&f->starts, (uint32_t)i);
}

static ce_source_lines *add_file(ce_sources *s, const char *path)
{
	ce_source_lines *f = ce_calloc(1, sizeof *f);

	f->path = ce_strdup(path);
	f->number = s->files.n;
	ce_push(&s->files, f);
	return f;
}

/* The file of a path, new ones without text. */
static ce_source_lines *find(ce_sources *s, const char *path, bool *is_new)
{
	for (uint64_t key = XXH3_64bits(path, strlen(path));; key++) {
		uint32_t *at = ce_map_at(&s->index, key);

		*is_new = *at == CE_NONE;
		if (*is_new) {
			*at = s->files.n;
			return add_file(s, path);
		}
		if (strcmp(s->files.at[*at]->path, path) == 0)
			return s->files.at[*at];
	}
}

const ce_source_lines *ce_sources_get(ce_sources *s, const char *path)
{
	bool is_new;
	ce_source_lines *f = find(s, path, &is_new);
	char *error = NULL;

	if (is_new && ce_file_read_found(&f->text, path, &error))
		find_lines(f);
	free(error);
	return f;
}

void ce_sources_put(ce_sources *s, const char *path, const char *text, size_t n)
{
	bool is_new;
	ce_source_lines *f = find(s, path, &is_new);

	if (!is_new)
		return;
	ce_buf_add(&f->text, text, n);
	find_lines(f);
}

const char *ce_source_line(const ce_source_lines *f, unsigned line, size_t *n)
{
	size_t end;

	if (line == 0 || line > f->starts.n)
		return NULL;
	end = line < f->starts.n ? f->starts.at[line] : f->text.n;
	while (end > f->starts.at[line - 1] &&
	       (f->text.data[end - 1] == '\n' || f->text.data[end - 1] == '\r'))
		end--;
	*n = end - f->starts.at[line - 1];
	return f->text.data + f->starts.at[line - 1];
}

unsigned ce_source_utf16(const ce_source_lines *f, unsigned line, unsigned col)
{
	size_t n;
	const char *s = ce_source_line(f, line, &n);
	unsigned units = 1;

	if (!s || !col || col - 1 > n)
		return col;
	for (size_t i = 0; i + 1 < col; i++) {
		unsigned char c = (unsigned char)s[i];

		/* Each first byte is one unit, that of four bytes two. */
		units += ((c & 0xc0) != 0x80) + (c >= 0xf0);
	}
	return units;
}

void ce_sources_free(ce_sources *s)
{
	for (uint32_t i = 0; i < s->files.n; i++) {
		free(s->files.at[i]->path);
		ce_buf_free(&s->files.at[i]->text);
		ce_vec_free(&s->files.at[i]->starts);
		free(s->files.at[i]);
	}
	ce_vec_free(&s->files);
	ce_map_free(&s->index);
}
