#include "lsp/preamble.h"

#include <stdlib.h>

#include "golang/go_file.h"

static void open_go(ce_go_file *f, const ce_doc_text *go, const char *path)
{
	ce_buf text = {0};

	*f = (ce_go_file){0};
	ce_buf_add(&text, go->data, go->n);
	ce_go_file_from(f, path, &text);
}

/* One line of the preamble; lines for cgo are not C's. */
static void add_line(ce_buf *out, const char *s, size_t n)
{
	size_t blank = 0;

	while (blank < n && (s[blank] == ' ' || s[blank] == '\t'))
		blank++;
	if (n - blank < 4 || memcmp(s + blank, "#cgo", 4) != 0)
		ce_buf_add(out, s, n);
	ce_buf_addc(out, '\n');
}

/* The text of a comment without its markers. Returns the number of its lines. */
static uint32_t add_comment(ce_buf *out, const char *s, size_t n)
{
	bool block = n > 3 && s[1] == '*';
	const char *end = s + n - (block ? 2 : 0);
	uint32_t lines = 0;

	for (s += 2; s <= end; lines++) {
		const char *lf = memchr(s, '\n', (size_t)(end - s)), *stop = lf ? lf : end;

		add_line(out, s, (size_t)(stop - s));
		s = stop + 1;
	}
	return lines;
}

static void add_preamble(ce_buf *out, const ce_go_file *f)
{
	uint32_t line = f->tokens.list.at[f->comment].line;

	for (uint32_t i = f->comment; i < f->comment_end; i++) {
		const ce_go_token *t = &f->tokens.list.at[i];

		for (; line < t->line; line++)
			ce_buf_addc(out, '\n');
		line += add_comment(out, f->source.data + t->at, t->n);
	}
}

bool ce_preamble_text(const ce_doc_text *go, const char *path, ce_buf *out)
{
	ce_go_file f;
	bool any;

	open_go(&f, go, path);
	any = f.comment < f.comment_end;
	for (uint32_t line = 1; any && line < f.tokens.list.at[f.comment].line; line++)
		ce_buf_addc(out, '\n');
	if (any)
		add_preamble(out, &f);
	ce_go_file_close(&f);
	return any;
}

/* The preamble stands between the line directive of the Go file and cgo's next. */
static bool find_generated(const ce_doc_text *g, size_t *text, size_t *end)
{
	const char *prolog = g->n ? memmem(g->data, g->n, "#line 1 \"cgo-builtin-prolog\"", 28) : NULL;
	const char *stop = prolog ? strstr(prolog, "#line 1 \"cgo-generated-wrapper\"") : NULL;
	const char *start = prolog ? strstr(prolog + 1, "\n#line ") : NULL,
		   *body = start ? strchr(start + 1, '\n') : NULL;

	if (!stop || !body || body > stop)
		return false;
	*text = (size_t)(start + 1 - g->data);
	*end = (size_t)(stop - g->data);
	return true;
}

bool ce_preamble_replace(const ce_doc_text *go, const char *path, const ce_doc_text *generated,
                         ce_doc_text *out)
{
	ce_go_file f;
	ce_buf b = {0};
	size_t text, end;
	bool ok;

	open_go(&f, go, path);
	ok = f.comment < f.comment_end && find_generated(generated, &text, &end);
	if (ok) {
		ce_buf_add(&b, generated->data, text);
		ce_buf_addf(&b, "#line %u \"%s\"\n", f.tokens.list.at[f.comment].line, path);
		add_preamble(&b, &f);
		ce_buf_add(&b, generated->data + end, generated->n - end);
		ce_text_set(out, b.data, b.n);
		ce_buf_free(&b);
	}
	ce_go_file_close(&f);
	return ok;
}

unsigned ce_preamble_column(const ce_doc_text *go, const char *path, unsigned line, unsigned col)
{
	ce_go_file f;
	unsigned cut;

	open_go(&f, go, path);
	cut = ce_go_file_cut(&f, line);
	ce_go_file_close(&f);
	return col + cut;
}

bool ce_preamble_insertion(const ce_doc_text *go, const char *path, size_t *at, const char **before)
{
	ce_go_file f;
	bool ok;

	open_go(&f, go, path);
	ok = f.import_at != CE_NONE;
	if (ok && f.comment < f.comment_end) {
		const ce_go_token *last = &f.tokens.list.at[f.comment_end - 1];
		bool block = last->n > 3 && go->data[last->at + 1] == '*';

		*at = block ? last->at + last->n - 2 : last->at + last->n + 1;
		*before = block ? "" : "// ";
		if (*at > go->n)
			*at = go->n;
	} else if (ok) {
		*at = f.tokens.list.at[f.import_at].at;
		*before = "// ";
	}
	ce_go_file_close(&f);
	return ok;
}

bool ce_preamble_directive(const ce_doc_text *go, const char *path, bool noescape, const char *name,
                           size_t *at, size_t *n)
{
	ce_go_file f;
	bool found = false;

	open_go(&f, go, path);
	for (uint32_t i = 0; i < f.directives.n; i++) {
		const ce_go_directive *d = &f.directives.at[i];

		if (d->noescape != noescape || d->place != CE_DIRECTIVE_SEEN || strcmp(d->name, name) != 0)
			continue;
		*at = d->line_at;
		*n = d->line_n;
		found = true;
	}
	ce_go_file_close(&f);
	return found;
}

void ce_preamble_directives(const ce_doc_text *go, const char *path, ce_directive_fn *fn, void *ctx)
{
	ce_go_file f;

	open_go(&f, go, path);
	for (uint32_t i = 0; i < f.directives.n; i++) {
		const ce_go_directive *d = &f.directives.at[i];

		fn(ctx,
		   &(ce_directive){d->noescape, d->place == CE_DIRECTIVE_SEEN, d->name, d->line, d->col});
	}
	ce_go_file_close(&f);
}
