#include "scan/comments.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "scan/prototype.h"

/* Between the line that a comment is about and the name of its function. */
enum { LINES_OF_TYPE = 2 };

/* A comment that begins with "cgoescape". */
typedef struct remark {
	char *text; /* from there to its end, blanks cut off */
	unsigned line, col;
	unsigned target; /* line that it is about */
	bool alone;      /* no code before it on its line */
} remark;

typedef struct reading {
	ce_findings *l;
	const char *file;
	ce_functions_known known;
	CE_VEC(remark) remarks;
	CE_VEC(bool) code; /* for each line from 1: something other than comments and blanks stands there */
	char *plain;       /* the source without comments and literals */
} reading;

/* ---- comments of C ------------------------------------------------------------------------------ */

static void add_remark(reading *r, const char *start, const char *end, unsigned line, unsigned col)
{
	while (start < end &&
	       (isspace((unsigned char)*start) || *start == '*' || *start == '/' || *start == '!'))
		start++;
	while (end > start && isspace((unsigned char)end[-1]))
		end--;
	if (end - start < 9 || strncmp(start, "cgoescape", 9) != 0)
		return;
	ce_push(&r->remarks, ((remark){.text = ce_strndup(start, (size_t)(end - start)),
	                               .line = line,
	                               .col = col,
	                               .alone = !r->code.at[line]}));
}

typedef struct cursor {
	const char *p, *text, *line_start;
	unsigned line;
} cursor;

static void advance(reading *r, cursor *c)
{
	if (*c->p++ != '\n')
		return;
	c->line++;
	c->line_start = c->p;
	ce_push(&r->code, false);
}

static void blank(reading *r, const cursor *c, const char *from)
{
	for (; from < c->p; from++)
		if (*from != '\n')
			r->plain[from - c->text] = ' ';
}

static void skip_literal(reading *r, cursor *c)
{
	const char *start = c->p;
	char quote = *c->p;

	advance(r, c);
	while (*c->p && *c->p != quote && *c->p != '\n') {
		if (*c->p == '\\' && c->p[1])
			advance(r, c);
		advance(r, c);
	}
	if (*c->p == quote)
		advance(r, c);
	blank(r, c, start);
}

/* "1'000" */
static bool is_in_number(const cursor *c)
{
	const char *start = c->p;

	while (start > c->text && (isalnum((unsigned char)start[-1]) || start[-1] == '\''))
		start--;
	return isdigit((unsigned char)*start);
}

static void take_comment(reading *r, cursor *c, bool block)
{
	const char *start = c->p + 2;
	unsigned line = c->line, col = (unsigned)(c->p - c->line_start) + 1;

	advance(r, c);
	advance(r, c);
	if (block) {
		while (*c->p && !(c->p[0] == '*' && c->p[1] == '/'))
			advance(r, c);
	} else {
		while (*c->p && *c->p != '\n') {
			if (*c->p == '\\' && c->p[1] == '\n')
				advance(r, c);
			advance(r, c);
		}
	}
	add_remark(r, start, c->p, line, col);
	if (block && *c->p) {
		advance(r, c);
		advance(r, c);
	}
	blank(r, c, start - 2);
}

static void read_source(reading *r, const char *text)
{
	cursor c = {text, text, text, 1};

	r->plain = ce_strdup(text);
	ce_push(&r->code, false);
	ce_push(&r->code, false);
	while (*c.p) {
		if (c.p[0] == '/' && (c.p[1] == '/' || c.p[1] == '*')) {
			take_comment(r, &c, c.p[1] == '*');
			continue;
		}
		if (!isspace((unsigned char)*c.p))
			r->code.at[c.line] = true;
		if (*c.p == '"' || (*c.p == '\'' && !is_in_number(&c)))
			skip_literal(r, &c);
		else
			advance(r, &c);
	}
	for (uint32_t i = 0; i < r->remarks.n; i++) {
		remark *m = &r->remarks.at[i];

		for (m->target = m->line; m->alone && m->target + 1 < r->code.n && !r->code.at[m->target];)
			m->target++;
	}
}

/* ---- what they mean -------------------------------------------------------------------------------- */

static void complain(reading *r, const remark *m, ce_rule rule, const char *function, const char *subject,
                     char *text)
{
	ce_finding f = {.rule = rule,
	                .category = "",
	                .function = function,
	                .subject = subject,
	                .message = text,
	                .loc = {r->file, m->line, m->col}};

	ce_findings_add(r->l, &f);
	free(text);
}

static bool is_here(const reading *r, ce_loc loc, unsigned first, unsigned last)
{
	return loc.file && loc.line >= first && loc.line <= last && strcmp(loc.file, r->file) == 0;
}

/* The function whose name stands in these lines. */
static const ce_function *function_at(const reading *r, unsigned first, unsigned last)
{
	for (uint32_t i = 0; i < r->l->functions.n; i++)
		if (is_here(r, r->l->functions.at[i].loc, first, last))
			return &r->l->functions.at[i];
	return NULL;
}

static bool is_about(const reading *r, const ce_finding *f, unsigned first, unsigned last)
{
	if (is_here(r, f->loc, first, last))
		return true;
	/* The step that decides. */
	return f->nsteps && is_here(r, f->steps[f->nsteps - 1].loc, first, last);
}

static void suppress(reading *r, unsigned first, unsigned last, const char *reason)
{
	const ce_function *whole = first == last ? function_at(r, first, last) : NULL;

	for (uint32_t i = 0; i < r->l->at.n; i++) {
		ce_finding *f = &r->l->at.at[i];
		bool inside =
			whole && strcmp(f->function, whole->name) == 0 && strcmp(f->loc.file, r->file) == 0;

		if (!f->suppressed && f->level < CE_LEVEL_ERROR && (inside || is_about(r, f, first, last)))
			f->suppressed = ce_findings_keep(r->l, reason);
	}
}

static bool holds(const ce_fact_row *row, bool callback)
{
	if (callback)
		return strcmp(row->facts, "nocallback=yes") == 0;
	return !strstr(row->facts, "direct") && !strstr(row->facts, "result:0") &&
	       strncmp(row->facts, "param:", 6) != 0 && !strstr(row->facts, "+param:");
}

/* A name of a list, and how many rows it is about; "" is all. */
typedef struct asserted {
	char *name;
	unsigned count;
} asserted;

typedef CE_VEC(asserted) asserted_list;

static asserted_list split_names(const char *names)
{
	asserted_list list = {0};

	while (*(names += strspn(names, " \t,"))) {
		size_t n = strcspn(names, " \t,");

		ce_push(&list, ((asserted){ce_strndup(names, n), 0}));
		names += n;
	}
	if (!list.n)
		ce_push(&list, ((asserted){ce_strdup(""), 0}));
	return list;
}

static void check_row(reading *r, const remark *m, const ce_function *f, const ce_fact_row *row,
                      asserted *what, bool callback)
{
	what->count++;
	if (!holds(row, callback))
		complain(r, m, CE_RULE_ASSERTION_FAILED, f->name, callback ? "" : row->name,
		         ce_format("%s must stay %s, but is not: %s%s%s", callback ? f->name : row->name,
		                   callback ? "nocallback" : "noescape", row->facts, *row->why ? ", " : "",
		                   row->why));
}

/* Which row of a function the assertion is about. */
static void check_function(reading *r, const remark *m, const ce_function *f, bool whole, asserted *what,
                           bool callback)
{
	for (uint32_t i = 0; i < f->nrows; i++) {
		const ce_fact_row *row = &f->rows[i];

		if ((row->index < 0) != callback || !(whole || is_here(r, row->loc, m->target, m->target)))
			continue;
		if (!*what->name || strcmp(what->name, row->name) == 0)
			check_row(r, m, f, row, what, callback);
	}
}

/* Static functions are declared where they are defined. */
static bool is_called(const ce_function *f, const char *name, size_t n)
{
	size_t length;
	const char *own = ce_source_name(f->name, &length);

	return !f->is_static && length == n && strncmp(own, name, n) == 0;
}

static bool is_function(void *ctx, const char *name, size_t n)
{
	const reading *r = ctx;

	for (uint32_t i = 0; i < r->l->functions.n; i++)
		if (is_called(&r->l->functions.at[i], name, n))
			return true;
	return false;
}

/* By its place or its name; both, for declaration and definition may differ in either. */
static bool is_param(const ce_prototype *p, uint32_t i, const ce_fact_row *row)
{
	return (uint32_t)row->index == i || (*row->name && strcmp(p->params.at[i].name, row->name) == 0);
}

/* The names are those of the declaration, or of the definition. */
static bool is_declared(const remark *m, const ce_prototype *p, const ce_fact_row *row, const asserted *what,
                        bool callback)
{
	bool here = p->line >= m->target && p->line <= m->target + LINES_OF_TYPE;
	bool named = !*what->name || strcmp(what->name, row->name) == 0;

	if ((row->index < 0) != callback)
		return false;
	for (uint32_t i = 0; i < p->params.n && !callback; i++) {
		const ce_proto_param *q = &p->params.at[i];

		if (!is_param(p, i, row))
			continue;
		here |= q->first <= m->target && q->last >= m->target;
		named |= strcmp(what->name, q->name) == 0;
	}
	return here && named;
}

/* Every definition of what is declared here, in whatever file.
 *
 * @return whether it may be defined where we do not see it */
static bool assert_declared(reading *r, const remark *m, asserted *what, bool callback)
{
	ce_prototype p;
	bool elsewhere = false;

	for (unsigned skip = 0; ce_prototype_read(&p, r->plain, m->target, skip, is_function, r); skip++) {
		for (uint32_t i = 0; i < r->l->functions.n && p.name; i++) {
			const ce_function *f = &r->l->functions.at[i];

			for (uint32_t k = 0; k < f->nrows && is_called(f, p.name, strlen(p.name)); k++)
				if (is_declared(m, &p, &f->rows[k], what, callback))
					check_row(r, m, f, &f->rows[k], what, callback);
		}
		elsewhere |= !p.name && r->known != CE_KNOWN_PROGRAM;
		ce_prototype_free(&p);
	}
	return elsewhere;
}

/* Between a line and a place in it or below no declaration ends and no block begins. */
static bool begins(const reading *r, unsigned line, ce_loc loc)
{
	const char *p = r->plain;

	for (unsigned i = 1; i < line; i++)
		p = strchr(p, '\n') + 1;
	for (unsigned col = 1; *p && (line != loc.line || col != loc.col); p++) {
		if (strchr(";{}", *p))
			return false;
		col = *p == '\n' ? 1 : col + 1;
		line += *p == '\n';
	}
	return true;
}

/* A function in these lines is meant before parameters are. */
static void assert_one(reading *r, const remark *m, asserted *what, bool callback)
{
	const ce_function *only = function_at(r, m->target, m->target);

	/* The type may have a line of its own. */
	if (!only) {
		only = function_at(r, m->target, m->target + LINES_OF_TYPE);
		only = only && begins(r, m->target, only->loc) ? only : NULL;
	}
	for (uint32_t i = 0; i < r->l->functions.n; i++) {
		const ce_function *f = &r->l->functions.at[i];
		bool same = only && f->loc.line == only->loc.line && strcmp(f->loc.file, r->file) == 0;

		if (only ? same : f->loc.file && strcmp(f->loc.file, r->file) == 0)
			check_function(r, m, f, only != NULL, what, callback);
	}
	if (!what->count && !assert_declared(r, m, what, callback) && !what->count &&
	    !(r->known == CE_KNOWN_LIVE && !only && ce_prototype_is_defined(r->plain, m->target)))
		complain(r, m, CE_RULE_COMMENT_WRONG, "", what->name,
		         *what->name ? ce_format("no parameter '%s' with a verdict is here", what->name)
		                     : ce_strdup("no function or parameter with a verdict is here"));
}

static void assert_proof(reading *r, const remark *m, const char *names, bool callback)
{
	asserted_list list = split_names(names);

	for (uint32_t i = 0; i < list.n; i++) {
		assert_one(r, m, &list.at[i], callback);
		free(list.at[i].name);
	}
	ce_vec_free(&list);
}

static const char *skip(const char *text, const char *prefix)
{
	size_t n = strlen(prefix);

	if (strncmp(text, prefix, n) != 0)
		return NULL;
	return text + n + strspn(text + n, " \t");
}

/* The end of a block that remark i begins. */
static unsigned end_of_block(const reading *r, uint32_t i)
{
	for (uint32_t k = i + 1; k < r->remarks.n; k++)
		if (skip(r->remarks.at[k].text, "cgoescape-ignore-end"))
			return r->remarks.at[k].line;
	return 0;
}

static void ignore(reading *r, uint32_t i, const char *reason, bool block)
{
	const remark *m = &r->remarks.at[i];
	unsigned last = block ? end_of_block(r, i) : m->target;

	if (!*reason)
		complain(r, m, CE_RULE_COMMENT_WRONG, "", "",
		         ce_format("a reason is required: // cgoescape-ignore%s: REASON",
		                   block ? "-begin" : ""));
	else if (!last)
		complain(r, m, CE_RULE_COMMENT_WRONG, "", "",
		         ce_strdup("there is no cgoescape-ignore-end below"));
	else
		suppress(r, block ? m->line : m->target, last, reason);
}

static void obey(reading *r, uint32_t i)
{
	const remark *m = &r->remarks.at[i];
	const char *rest;

	if ((rest = skip(m->text, "cgoescape-ignore-begin")) && (*rest == ':' || !*rest))
		ignore(r, i, *rest ? rest + 1 + strspn(rest + 1, " \t") : rest, true);
	else if (skip(m->text, "cgoescape-ignore-end"))
		return;
	else if ((rest = skip(m->text, "cgoescape-ignore")) && (*rest == ':' || !*rest))
		ignore(r, i, *rest ? rest + 1 + strspn(rest + 1, " \t") : rest, false);
	else if ((rest = skip(m->text, "cgoescape: noescape")))
		assert_proof(r, m, rest, false);
	else if ((rest = skip(m->text, "cgoescape: nocallback")))
		assert_proof(r, m, rest, true);
	else if (m->text[9] == ':' || m->text[9] == '-')
		complain(r, m, CE_RULE_COMMENT_WRONG, "", "",
		         ce_strdup(
				 "no such comment: cgoescape-ignore: REASON, cgoescape-ignore-begin: REASON, "
				 "cgoescape-ignore-end, cgoescape: noescape or cgoescape: nocallback"));
}

void ce_comments_apply(ce_findings *l, ce_sources *sources, const char *file, ce_functions_known known)
{
	reading r = {.l = l, .file = file, .known = known};
	const ce_source_lines *source = ce_sources_get(sources, file);

	if (!source->starts.n)
		return;
	read_source(&r, source->text.data);
	for (uint32_t i = 0; i < r.remarks.n; i++)
		obey(&r, i);
	for (uint32_t i = 0; i < r.remarks.n; i++)
		free(r.remarks.at[i].text);
	ce_vec_free(&r.remarks);
	ce_vec_free(&r.code);
	free(r.plain);
}
