#include "golang/go_emit.h"

#include <stdlib.h>

#include "base/path.h"

typedef struct promise {
	const char *name;
	bool noescape;
	size_t file; /* the first that calls it: where the call is built, so is the promise */
} promise;

typedef CE_VEC(promise) promises;

/* ---- which --------------------------------------------------------------------------------- */

/* What is proved and not promised yet. The pair belongs together: noescape does
 * nothing alone, and of a function without pointers there is nothing to promise. */
static void find_promises(promises *out, const ce_go_result *r, const ce_go_file *files, size_t nfiles,
                          bool alone)
{
	for (uint32_t i = 0; i < r->functions.n; i++) {
		const ce_go_function *f = &r->functions.at[i];
		bool quiet = f->nocallback == CE_ANSWER_PROVED;
		bool kept = f->noescape != CE_ANSWER_PROVED || !f->pointers;

		size_t caller = ce_go_caller(files, nfiles, f->name);

		if (caller == nfiles) /* cgo would refuse it */
			continue;
		if (!kept && (quiet || alone) && !ce_go_is_promised(files, nfiles, f->name, true))
			ce_push(out, ((promise){f->name, true, caller}));
		if (quiet && !ce_go_is_promised(files, nfiles, f->name, false))
			ce_push(out, ((promise){f->name, false, caller}));
	}
}

static bool is_refuted(const ce_go_result *r, const ce_go_directive *d)
{
	for (uint32_t i = 0; i < r->functions.n; i++) {
		const ce_go_function *f = &r->functions.at[i];

		if (strcmp(f->name, d->name) == 0)
			return (d->noescape ? f->noescape : f->nocallback) == CE_ANSWER_REFUTED;
	}
	return false;
}

/* ---- text ------------------------------------------------------------------------------------- */

static void add_lines(ce_buf *b, const promises *list, const char *prefix)
{
	for (uint32_t i = 0; i < list->n; i++)
		ce_buf_addf(b, "%s#cgo %s %s\n", prefix, list->at[i].noescape ? "noescape" : "nocallback",
		            list->at[i].name);
}

/* Whether the last line of the preamble runs on into what follows it. */
static bool runs_on(const char *text, size_t end)
{
	while (end > 0 && (text[end - 1] == '\r' || text[end - 1] == '\n'))
		end--;
	return end > 0 && text[end - 1] == '\\';
}

/* Insert lines below the last promise that is there, in its form; false if there is none. */
static bool insert_below(ce_buf *b, const ce_go_file *f, size_t comment_end, const promises *list)
{
	for (uint32_t i = f->directives.n; i-- > 0;) {
		const ce_go_directive *d = &f->directives.at[i];
		size_t end = d->line_at + d->line_n;
		char *prefix;

		if (d->place != CE_DIRECTIVE_SEEN || end > comment_end || !d->alone)
			continue;
		prefix = ce_strndup(f->source.data + d->line_at, d->col - 1);
		ce_buf_add(b, f->source.data, end);
		add_lines(b, list, prefix);
		ce_buf_add(b, f->source.data + end, f->source.n - end);
		free(prefix);
		return true;
	}
	return false;
}

/* Insert lines at the end of the comment above import "C", or above it as its comment. */
static void insert(ce_buf *b, const ce_go_file *f, const promises *list)
{
	const ce_go_tokens *t = &f->tokens;
	const char *text = f->source.data;
	const ce_go_token *last;
	size_t end;

	if (f->comment == f->comment_end) {
		const ce_go_token *i = &t->list.at[f->import_at];

		ce_buf_add(b, text, i->at);
		add_lines(b, list, "// ");
		ce_buf_add(b, text + i->at, f->source.n - i->at);
		return;
	}
	last = &t->list.at[f->comment_end - 1];
	end = last->at + last->n;
	if (insert_below(b, f, end, list))
		return;
	if (text[last->at + 1] == '*') {
		size_t close = end - 2;

		ce_buf_add(b, text, close);
		if (b->n && b->data[b->n - 1] != '\n')
			ce_buf_addc(b, '\n');
		if (runs_on(text, close))
			ce_buf_addc(b, '\n');
		add_lines(b, list, "");
		ce_buf_add(b, text + close, f->source.n - close);
	} else {
		/* Indented as the comment is. */
		char *prefix = ce_format("%.*s// ", (int)(last->col - 1), text + last->at - (last->col - 1));

		end += text[end] == '\n';
		ce_buf_add(b, text, end);
		if (runs_on(text, end))
			ce_buf_addf(b, "%.*s\n", (int)strlen(prefix) - 1, prefix);
		add_lines(b, list, prefix);
		ce_buf_add(b, text + end, f->source.n - end);
		free(prefix);
	}
}

/* What decides which lines go. */
typedef struct pruning {
	const ce_go_result *r;
	const ce_go_file *files;
	size_t nfiles;
} pruning;

/* A line is refuted, or cgo refuses it. */
static bool goes(const pruning *p, const ce_go_directive *d)
{
	return is_refuted(p->r, d) ||
	       (d->place == CE_DIRECTIVE_SEEN && ce_go_caller(p->files, p->nfiles, d->name) == p->nfiles);
}

static void without_pruned(const ce_go_file *f, const pruning *p, ce_buf *b)
{
	size_t at = 0;

	for (uint32_t i = 0; i < f->directives.n; i++) {
		const ce_go_directive *d = &f->directives.at[i];

		if (!goes(p, d))
			continue;
		/* The markers of a block comment stay. */
		ce_buf_add(b, f->source.data + at, (d->alone ? d->line_at : d->at) - at);
		at = d->alone ? d->line_at + d->line_n : d->at + d->n;
	}
	ce_buf_add(b, f->source.data + at, f->source.n - at);
}

static void add_edit(ce_go_edits *out, const char *path, ce_buf *text, const ce_go_file *old)
{
	ce_go_edit e = {.path = ce_strdup(path), .text = *text, .exists = old != NULL};

	if (old) {
		e.old = old->source.data;
		e.old_n = old->source.n;
	}
	*text = (ce_buf){0};
	ce_push(out, e);
}

const char ce_go_emit_mark[] = "// Code generated by cgoescape emit; DO NOT EDIT.";

/* A file of promises alone, or a file of the package that calls C. */
static void emit_file(ce_go_edits *out, const promises *list, const ce_go_file *files, size_t nfiles,
                      const ce_go_emit_options *o)
{
	char *path = ce_format("%s/%s", o->dir, o->file);
	const ce_go_file *old = NULL;
	ce_buf text = {0};

	for (size_t n = 0; n < nfiles; n++)
		if (strcmp(files[n].path, path) == 0)
			old = &files[n];
	if (old && list->n) {
		insert(&text, old, list);
		add_edit(out, path, &text, old);
	} else if (list->n) {
		ce_buf_addf(&text, "%s\n\n//go:build go1.24\n\npackage %s\n\n", ce_go_emit_mark, o->package);
		add_lines(&text, list, "// ");
		ce_buf_adds(&text, "import \"C\"\n");
		add_edit(out, path, &text, NULL);
	}
	free(path);
}

/* ---- edits ----------------------------------------------------------------------------------------- */

/* Old lines go first, so that the rest works on places that still hold. No `p`: they all stay. */
static void edit_preamble(ce_go_edits *out, const pruning *p, const ce_go_file *f, const promises *list)
{
	bool any = false;
	ce_buf text = {0};

	for (uint32_t i = 0; i < f->directives.n; i++)
		any |= p && goes(p, &f->directives.at[i]);
	if (!any && !list)
		return;
	if (!any) {
		insert(&text, f, list);
	} else {
		without_pruned(f, p, &text);
		if (list) {
			ce_go_file cut;

			ce_go_file_from(&cut, f->path, &text);
			insert(&text, &cut, list);
			ce_go_file_close(&cut);
		}
	}
	add_edit(out, f->path, &text, f);
}

void ce_go_emit(ce_go_edits *out, const ce_go_result *r, const ce_go_file *files, size_t nfiles,
                ce_go_emit_options o)
{
	promises all = {0};
	pruning p = {r, files, nfiles};

	find_promises(&all, r, files, nfiles, o.alone);
	if (o.file)
		emit_file(out, &all, files, nfiles, &o);
	for (size_t n = 0; n < nfiles; n++) {
		promises here = {0};

		for (uint32_t i = 0; i < all.n && !o.file; i++)
			if (all.at[i].file == n)
				ce_push(&here, all.at[i]);
		edit_preamble(out, o.prune ? &p : NULL, &files[n], here.n ? &here : NULL);
		ce_vec_free(&here);
	}
	ce_vec_free(&all);
}

void ce_go_edits_free(ce_go_edits *e)
{
	for (uint32_t i = 0; i < e->n; i++) {
		free(e->at[i].path);
		ce_buf_free(&e->at[i].text);
	}
	ce_vec_free(e);
}

/* ---- diff ---------------------------------------------------------------------------------------------- */

typedef struct lines {
	CE_VEC(const char *) at;
	const char *end;
} lines;

static void divide(lines *l, const char *text, size_t n)
{
	l->end = text + n;
	for (const char *p = text; p < l->end;) {
		const char *stop = memchr(p, '\n', (size_t)(l->end - p));

		ce_push(&l->at, p);
		p = stop ? stop + 1 : l->end;
	}
}

static size_t length(const lines *l, uint32_t i)
{
	const char *next = i + 1 < l->at.n ? l->at.at[i + 1] : l->end;

	return (size_t)(next - l->at.at[i]);
}

static bool same_line(const lines *a, uint32_t i, const lines *b, uint32_t k)
{
	return length(a, i) == length(b, k) && memcmp(a->at.at[i], b->at.at[k], length(a, i)) == 0;
}

static void add_line(ce_buf *out, char mark, const lines *l, uint32_t i)
{
	ce_buf_addc(out, mark);
	ce_buf_add(out, l->at.at[i], length(l, i));
	if (out->data[out->n - 1] != '\n')
		ce_buf_adds(out, "\n\\ No newline at end of file\n");
}

/* One hunk from the first difference to the last: our edits are few and near. Within
 * it, lines of the old text that stay are found again in order. */
void ce_go_edit_diff(const ce_go_edit *e, const char *from, ce_buf *out)
{
	enum { CONTEXT = 3 };
	lines a = {0}, b = {0};
	uint32_t head = 0, tail = 0, i, k, first, last_a, last_b;
	char *path = ce_path_relative(e->path, from);
	const char *end;

	divide(&a, e->exists ? e->old : "", e->exists ? e->old_n : 0);
	divide(&b, e->text.data, e->text.n);
	while (head < a.at.n && head < b.at.n && same_line(&a, head, &b, head))
		head++;
	while (tail < a.at.n - head && tail < b.at.n - head &&
	       same_line(&a, a.at.n - 1 - tail, &b, b.at.n - 1 - tail))
		tail++;
	first = head > CONTEXT ? head - CONTEXT : 0;
	last_a = a.at.n - tail;
	last_b = b.at.n - tail;
	/* A tab ends a name with blanks for those who read it. */
	end = strchr(path, ' ') ? "\t" : "";
	ce_buf_addf(out, "--- %s%s\n+++ %s%s\n", e->exists ? path : "/dev/null", end, path, end);
	tail = tail > CONTEXT ? CONTEXT : tail;
	ce_buf_addf(out, "@@ -%u,%u +%u,%u @@\n", a.at.n ? first + 1 : 0, last_a + tail - first, first + 1,
	            last_b + tail - first);
	for (i = first; i < head; i++)
		add_line(out, ' ', &a, i);
	for (i = k = head; i < last_a || k < last_b;) {
		uint32_t next = k;

		/* The old line is kept if it comes again. */
		while (i < last_a && next < last_b && !same_line(&a, i, &b, next))
			next++;
		if (i < last_a && next == last_b) {
			add_line(out, '-', &a, i++);
			continue;
		}
		while (k < next || (i == last_a && k < last_b))
			add_line(out, '+', &b, k++);
		if (i < last_a) {
			add_line(out, ' ', &a, i++);
			k++;
		}
	}
	for (i = last_a; i < last_a + tail; i++)
		add_line(out, ' ', &a, i);
	ce_vec_free(&a.at);
	ce_vec_free(&b.at);
	free(path);
}
