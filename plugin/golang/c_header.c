#include "golang/c_header.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/path.h"
#include "boundary/cgo_names.h"

static const char attribute[] = " __attribute__((noescape))";

/* ---- lines of a dump -------------------------------------------------------------------------- */

/* "FILE:LINE:COL " at p; the file may have blanks in it. */
static bool read_place(const char *p, char **file, unsigned *line, unsigned *col)
{
	for (const char *at = strchr(p, ':'); at; at = strchr(at + 1, ':')) {
		int n = 0;

		if (sscanf(at, ":%u:%u%n", line, col, &n) == 2 && at[n] == ' ') {
			*file = ce_strndup(p, (size_t)(at - p));
			return true;
		}
	}
	return false;
}

/* Behind the n bytes of the word at p and the blank after it; NULL: nothing is there. */
static const char *skip_word(const char *p, size_t *n)
{
	*n = strcspn(p, " ");
	return p[*n] ? p + *n + 1 : NULL;
}

/* ---- verdicts ----------------------------------------------------------------------------------- */

static const ce_go_function *find_function(const ce_go_result *r, const char *name, size_t n)
{
	for (uint32_t i = 0; i < r->functions.n; i++)
		if (strlen(r->functions.at[i].name) == n && memcmp(r->functions.at[i].name, name, n) == 0)
			return &r->functions.at[i];
	return NULL;
}

/* Facts "NAME none" of a parameter. */
static bool is_proved(const ce_go_result *r, const char *function, unsigned param)
{
	for (uint32_t i = 0; i < r->table.functions.n; i++) {
		const ce_function *f = &r->table.functions.at[i];

		for (uint32_t k = 0; k < f->nrows && strcmp(f->name, function) == 0; k++)
			if (f->rows[k].index == (int)param)
				return strcmp(f->rows[k].facts, "none") == 0;
	}
	return false;
}

/* ---- places --------------------------------------------------------------------------------------- */

static ce_c_header *header_of(ce_c_headers *h, const char *path, const char *folder)
{
	ce_c_header made = {.path = ce_strdup(path)};
	char *error = NULL;

	for (uint32_t i = 0; i < h->n; i++)
		if (strcmp(h->at[i].path, path) == 0) {
			free(made.path);
			return &h->at[i];
		}
	if (ce_cgo_is_go_file(path) || !ce_path_inside(path, folder) ||
	    !ce_file_read(&made.text, path, &error)) {
		free(error);
		free(made.path);
		return NULL;
	}
	ce_push(h, made);
	return &h->at[h->n - 1];
}

static const char *place_of(const ce_c_header *h, unsigned line, unsigned col)
{
	const char *p = h->text.data;

	for (; line > 1 && p; line--)
		p = (p = strchr(p, '\n')) ? p + 1 : NULL;
	return p && strnlen(p, col) == col ? p + col - 1 : NULL;
}

/* Behind a declarator that ends there: "p" or "p[8]" before a comma or bracket; NULL: another one, as
 * "(*p)[8]". */
static const char *declarator_end(const char *text, const char *name, size_t n)
{
	const char *end = name + n, *next = end, *before = name;

	while (before > text && (isspace((unsigned char)before[-1]) || before[-1] == '*'))
		before--;
	if (before > text && before[-1] == '(')
		return NULL;

	for (;;) {
		while (isspace((unsigned char)*next))
			next++;
		if (*next != '[')
			break;
		next = strchr(next, ']');
		if (!next)
			return NULL;
		end = ++next;
	}
	return *next == ',' || *next == ')' ? end : NULL;
}

static void add_place(ce_c_header *h, size_t place)
{
	uint32_t i = 0;

	while (i < h->places.n && h->places.at[i] < place)
		i++;
	if (i < h->places.n && h->places.at[i] == place)
		return;
	ce_push(&h->places, place);
	memmove(&h->places.at[i + 1], &h->places.at[i], (h->places.n - 1 - i) * sizeof place);
	h->places.at[i] = place;
}

/* "  param INDEX NAME FILE:LINE:COL FLAG... : TYPE" */
static void read_param(ce_c_headers *out, const char *line, const ce_go_result *r, const ce_go_function *f,
                       const char *folder)
{
	unsigned index, row, col;
	int at = 0;
	const char *rest, *place, *end;
	ce_c_header *h;
	char *file;
	size_t n;

	if (sscanf(line, "  param %u %n", &index, &at) != 1 || !at || !(rest = skip_word(line + at, &n)) ||
	    strstr(rest, " function : ") || !strstr(rest, " pointer ") || !is_proved(r, f->name, index) ||
	    !read_place(rest, &file, &row, &col))
		return;
	h = header_of(out, file, folder);
	place = h ? place_of(h, row, col) : NULL;
	end = place && strncmp(place, line + at, n) == 0 ? declarator_end(h->text.data, place, n) : NULL;
	if (end)
		add_place(h, (size_t)(end - h->text.data));
	free(file);
}

/* "func NAME FILE:LINE:COL decl FLAG...": of a macro's other name it is not the one that Go calls. */
static const ce_go_function *read_func(const char *line, const ce_go_result *r)
{
	const char *name = line + strlen("func "), *rest;
	const ce_go_function *f;
	size_t n;

	rest = skip_word(name, &n);
	f = rest ? find_function(r, name, n) : NULL;

	return f && f->nocallback == CE_ANSWER_PROVED && strstr(rest, " boundary") ? f : NULL;
}

void ce_c_headers_read(ce_c_headers *out, const char *dump, const ce_go_result *r, const char *folder)
{
	const ce_go_function *f = NULL;

	for (const char *p = dump, *end; (end = strchr(p, '\n')); p = end + 1) {
		char *line = ce_strndup(p, (size_t)(end - p));

		if (strncmp(line, "func ", 5) == 0)
			f = read_func(line, r);
		else if (f)
			read_param(out, line, r, f, folder);
		free(line);
	}
}

void ce_c_headers_edit(ce_go_edits *out, const ce_c_headers *headers)
{
	for (uint32_t i = 0; i < headers->n; i++) {
		const ce_c_header *h = &headers->at[i];
		ce_go_edit e = {.path = ce_strdup(h->path), .exists = true};
		size_t from = 0;

		e.old = h->text.data;
		e.old_n = h->text.n;
		for (uint32_t k = 0; k < h->places.n; k++) {
			ce_buf_add(&e.text, h->text.data + from, h->places.at[k] - from);
			ce_buf_adds(&e.text, attribute);
			from = h->places.at[k];
		}
		ce_buf_add(&e.text, h->text.data + from, h->text.n - from);
		if (h->places.n) {
			ce_push(out, e);
		} else {
			free(e.path);
			ce_buf_free(&e.text);
		}
	}
}

void ce_c_headers_free(ce_c_headers *h)
{
	for (uint32_t i = 0; i < h->n; i++) {
		free(h->at[i].path);
		ce_buf_free(&h->at[i].text);
		ce_vec_free(&h->at[i].places);
	}
	ce_vec_free(h);
}
