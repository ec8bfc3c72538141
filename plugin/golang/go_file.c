#include "golang/go_file.h"

#include <ctype.h>
#include <stdlib.h>

/* ---- import "C" and its comment ------------------------------------------------------- */

/* The line on which a comment ends. */
static uint32_t last_line(const ce_go_file *f, uint32_t i)
{
	const ce_go_token *t = &f->tokens.list.at[i];
	uint32_t line = t->line;

	for (size_t k = 0; k < t->n; k++)
		line += f->tokens.text[t->at + k] == '\n';
	return line;
}

/* The comments that touch each other and then the line of token i, as go/ast groups them. */
static void find_comment(ce_go_file *f, uint32_t i)
{
	uint32_t below = f->tokens.list.at[i].line;

	f->comment = f->comment_end = i;
	while (f->comment > 0 && f->tokens.list.at[f->comment - 1].kind == GO_COMMENT &&
	       last_line(f, f->comment - 1) + 1 >= below) {
		/* The end of another declaration's line is nobody's doc comment. */
		uint32_t k = f->comment - 1;

		if (k > 0 && f->tokens.list.at[k - 1].kind != GO_COMMENT &&
		    last_line(f, k - 1) == f->tokens.list.at[k].line)
			break;
		f->comment = k;
		below = f->tokens.list.at[k].line;
	}
}

/* The keyword of the import declaration that the path at i is in; CE_NONE: none. */
static uint32_t import_of(const ce_go_tokens *t, uint32_t i)
{
	if (ce_go_is(t, i - 1, "import"))
		return i - 1;
	while (i > 1 && !ce_go_is(t, i - 1, "(")) {
		i--;
		if (t->list.at[i].kind == GO_OTHER && !ce_go_is(t, i, ".") && !ce_go_is(t, i, ";"))
			return CE_NONE;
	}
	return i > 1 && ce_go_is(t, i - 2, "import") ? i - 2 : CE_NONE;
}

/* import "C", alone or in parentheses; only a lone one may have its comment above
 * the parentheses. */
static void find_import(ce_go_file *f)
{
	const ce_go_tokens *t = &f->tokens;

	for (uint32_t i = 1; i < t->list.n; i++) {
		uint32_t keyword;

		if (!ce_go_is(t, i, "\"C\"") || (keyword = import_of(t, i)) == CE_NONE)
			continue;
		f->import_at = keyword;
		find_comment(f, i);
		if (f->comment == f->comment_end && ce_go_is(t, i + 1, ")") && ce_go_is(t, i - 1, "("))
			find_comment(f, keyword);
		if (ce_go_is(t, i - 1, "import"))
			find_comment(f, keyword);
		return;
	}
}

/* ---- directives -------------------------------------------------------------------------- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

/* The next blank-separated word of [*p, end); its length, 0 at the end. */
static size_t next_word(const char **p, const char *end)
{
	const char *word;

	while (*p < end && is_blank(**p))
		++*p;
	for (word = *p; word < end && !is_blank(*word);)
		word++;
	return (size_t)(word - *p);
}

static bool word_is(const char *word, size_t n, const char *text)
{
	return n == strlen(text) && memcmp(word, text, n) == 0;
}

/* Nothing but blanks and a "//". */
static bool is_marker(const char *p, const char *end)
{
	while (p < end && is_blank(*p))
		p++;
	if (end - p >= 2 && p[0] == '/' && p[1] == '/')
		p += 2;
	while (p < end && is_blank(*p))
		p++;
	return p == end;
}

/* A directive that starts at p, if there is one; p is a place in the source. */
static void read_directive(ce_go_file *f, const char *p, const char *end, uint32_t line,
                           ce_directive_place place)
{
	const char *start = f->source.data, *whole = p, *after = end, *word;
	ce_go_directive d = {.place = (uint8_t)place, .line = line};
	size_t n = next_word(&p, end);

	word = p;
	if (!word_is(word, n, "#cgo"))
		return;
	p += n;
	n = next_word(&p, end);
	if (!word_is(p, n, "noescape") && !word_is(p, n, "nocallback"))
		return;
	d.noescape = word_is(p, n, "noescape");
	p += n;
	n = next_word(&p, end);
	if (!n)
		return;
	d.name = ce_strndup(p, n);
	p += n;
	d.n = (size_t)(p - word);
	if (next_word(&p, end) != 0) { /* cgo reads no such line */
		free(d.name);
		return;
	}
	while (whole > start && whole[-1] != '\n')
		whole--;
	while (*after && *after != '\n')
		after++;
	d.col = (uint32_t)(word - whole + 1);
	d.at = (size_t)(word - start);
	d.alone = is_marker(whole, word) && is_marker(word + d.n, after);
	d.line_at = (size_t)(whole - start);
	d.line_n = (size_t)(after - whole) + (*after == '\n');
	ce_push(&f->directives, d);
}

/* One line of a comment's text, without its markers. */
static void read_comment_line(ce_go_file *f, const char *p, const char *end, uint32_t line, bool block,
                              bool doc)
{
	while (p < end && is_blank(*p))
		p++;
	if (block && end - p > 2 && p[0] == '/' && p[1] == '/')
		read_directive(f, p + 2, end, line, doc ? CE_DIRECTIVE_COMMENTED : CE_DIRECTIVE_OUTSIDE);
	else
		read_directive(f, p, end, line, doc ? CE_DIRECTIVE_SEEN : CE_DIRECTIVE_OUTSIDE);
}

static void read_comment(ce_go_file *f, uint32_t i)
{
	const ce_go_token *t = &f->tokens.list.at[i];
	const char *p = f->tokens.text + t->at, *end = p + t->n;
	bool block = t->n > 1 && p[1] == '*', doc = i >= f->comment && i < f->comment_end;
	uint32_t line = t->line;

	if (block && t->n >= 4)
		end -= 2;
	for (p += 2; p < end; line++) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));

		read_comment_line(f, p, stop ? stop : end, line, block, doc);
		p = stop ? stop + 1 : end;
	}
}

/* ---- C.NAME --------------------------------------------------------------------------------- */

/* @param open  the bracket of the arguments */
static void add_call(ce_go_file *f, uint32_t i, uint32_t open)
{
	const ce_go_tokens *t = &f->code;
	ce_go_call c = {.name = ce_go_copy(t, i + 2), .line = t->list.at[i].line, .col = t->list.at[i].col};
	uint32_t end = ce_go_skip_group(t, open) - 1, from = open + 1;

	for (uint32_t k = from; k <= end && from < end;) {
		bool last = k == end;

		if (last || ce_go_is(t, k, ",")) {
			ce_go_arg a = {.first = from, .end = k};

			if (k > from)
				ce_push(&c.args, a);
			from = k + 1;
			if (last)
				break;
		}
		k = ce_go_is(t, k, "(") || ce_go_is(t, k, "[") || ce_go_is(t, k, "{") ? ce_go_skip_group(t, k)
		                                                                      : k + 1;
	}
	ce_push(&f->calls, c);
}

static void add_use(ce_go_file *f, uint32_t i)
{
	const ce_go_tokens *t = &f->code;
	ce_go_use u = {.name = ce_go_copy(t, i + 2), .line = t->list.at[i].line, .col = t->list.at[i].col};

	ce_push(&f->uses, u);
}

static void find_uses(ce_go_file *f)
{
	const ce_go_tokens *t = &f->code;

	for (uint32_t i = 0; i + 3 < t->list.n; i++) {
		if (!ce_go_is(t, i, "C") || !ce_go_is(t, i + 1, ".") || t->list.at[i + 2].kind != GO_IDENT)
			continue;
		if (i > 0 && ce_go_is(t, i - 1, "."))
			continue;
		if (ce_go_is(t, i + 3, "("))
			add_call(f, i, i + 3);
		else if (i > 0 && ce_go_is(t, i - 1, "(") && ce_go_is(t, i + 3, ")") &&
		         ce_go_is(t, i + 4, "(")) /* (C.f)(x), to cgo the same */
			add_call(f, i, i + 4);
		else
			add_use(f, i);
	}
}

/* ---- the file --------------------------------------------------------------------------------- */

void ce_go_file_from(ce_go_file *f, const char *path, ce_buf *text)
{
	*f = (ce_go_file){.path = ce_strdup(path), .import_at = CE_NONE, .source = *text};
	*text = (ce_buf){0};
	ce_buf_adds(&f->source, "");
	ce_go_lex(&f->tokens, f->source.data, f->source.n);
	find_import(f);
	for (uint32_t i = 0; i < f->tokens.list.n; i++)
		if (f->tokens.list.at[i].kind != GO_COMMENT)
			ce_push(&f->code.list, f->tokens.list.at[i]);
	f->code.text = f->tokens.text;
	if (f->import_at == CE_NONE) /* C is nothing special there, nor is #cgo */
		return;
	for (uint32_t i = 0; i < f->tokens.list.n; i++)
		if (f->tokens.list.at[i].kind == GO_COMMENT)
			read_comment(f, i);
	find_uses(f);
}

bool ce_go_file_read(ce_go_file *f, const char *path, char **error)
{
	ce_buf text = {0};

	if (!ce_file_read(&text, path, error))
		return false;
	ce_go_file_from(f, path, &text);
	return true;
}

void ce_go_file_close(ce_go_file *f)
{
	for (uint32_t i = 0; i < f->directives.n; i++)
		free(f->directives.at[i].name);
	for (uint32_t i = 0; i < f->calls.n; i++) {
		free(f->calls.at[i].name);
		ce_vec_free(&f->calls.at[i].args);
	}
	for (uint32_t i = 0; i < f->uses.n; i++)
		free(f->uses.at[i].name);
	ce_vec_free(&f->directives);
	ce_vec_free(&f->calls);
	ce_vec_free(&f->uses);
	ce_go_tokens_free(&f->tokens);
	ce_go_tokens_free(&f->code);
	ce_buf_free(&f->source);
	free(f->path);
	*f = (ce_go_file){0};
}

bool ce_go_is_never_built(const char *text)
{
	static const char *const never[] = {"//go:build ignore\n", "// +build ignore\n"};

	for (const char *line = text; line && strncmp(line, "package ", 8) != 0;) {
		for (size_t i = 0; i < sizeof never / sizeof *never; i++)
			if (strncmp(line, never[i], strlen(never[i])) == 0)
				return true;
		line = strchr(line, '\n');
		line += line != NULL;
	}
	return false;
}

bool ce_go_is_promised(const ce_go_file *files, size_t nfiles, const char *name, bool noescape)
{
	for (size_t n = 0; n < nfiles; n++)
		for (uint32_t i = 0; i < files[n].directives.n; i++) {
			const ce_go_directive *d = &files[n].directives.at[i];

			if (d->place == CE_DIRECTIVE_SEEN && d->noescape == noescape &&
			    strcmp(d->name, name) == 0)
				return true;
		}
	return false;
}

char *ce_go_file_accepted(const ce_go_file *f, const ce_go_file *files, size_t nfiles)
{
	char *text = NULL;

	for (uint32_t i = 0; i < f->directives.n; i++) {
		const ce_go_directive *d = &f->directives.at[i];

		if (d->place != CE_DIRECTIVE_SEEN || ce_go_caller(files, nfiles, d->name) < nfiles)
			continue;
		if (!text)
			text = ce_strndup(f->source.data, f->source.n);
		memset(text + d->at, ' ', d->n);
	}
	return text;
}

size_t ce_go_caller(const ce_go_file *files, size_t nfiles, const char *name)
{
	for (size_t n = 0; n < nfiles; n++)
		for (uint32_t i = 0; i < files[n].calls.n; i++)
			if (strcmp(files[n].calls.at[i].name, name) == 0)
				return n;
	return nfiles;
}

unsigned ce_go_file_cut(const ce_go_file *f, uint32_t line)
{
	for (uint32_t i = f->comment; i < f->comment_end; i++) {
		const ce_go_token *t = &f->tokens.list.at[i];

		/* Of a block the first line, and only it, loses its marker. */
		if (t->line == line)
			return t->col - 1 + 2;
	}
	return 0;
}

static void blank(char *text, size_t n, char with)
{
	for (size_t i = 0; i < n; i++)
		if (text[i] != '\n')
			text[i] = with;
}

char *ce_go_file_comments(const ce_go_file *f)
{
	char *text = ce_strndup(f->source.n ? f->source.data : "", f->source.n);

	for (uint32_t i = 0; i < f->tokens.list.n; i++) {
		const ce_go_token *t = &f->tokens.list.at[i];
		char *start = text + t->at, *end = start + t->n;

		if (t->kind != GO_COMMENT && t->n) {
			/* Code, but none of C; no declaration in the preamble begins with it. */
			blank(start, t->n, '0');
			blank(end - 1, 1, ';');
		} else if (t->kind == GO_COMMENT && i >= f->comment && i < f->comment_end) {
			if (start[1] == '*' && t->n > 3)
				blank(end - 2, 2, ' ');
			blank(start, 2, ' ');
		}
	}
	return text;
}
