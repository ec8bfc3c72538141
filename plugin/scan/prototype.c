#include "scan/prototype.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

typedef struct text {
	const char *p, *end;
	unsigned line; /* of p */
} text;

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static void advance(text *t, const char *to)
{
	for (; t->p < to; t->p++)
		t->line += *t->p == '\n';
}

static void skip_blanks(text *t)
{
	while (t->p < t->end && isspace((unsigned char)*t->p))
		advance(t, t->p + 1);
}

static const char *end_of_word(text t)
{
	while (t.p < t.end && is_word(*t.p))
		t.p++;
	return t.p;
}

/* "#..." with the lines that continue it. */
static void skip_directive(text *t)
{
	while (t->p < t->end && *t->p != '\n')
		advance(t, t->p + (*t->p == '\\' && t->p + 1 < t->end ? 2 : 1));
}

/* The next statement: up to ';', '{' or '}' outside of parentheses. False: there is none. */
static bool next_statement(text *t, text *out)
{
	int depth = 0;

	skip_blanks(t);
	while (t->p < t->end && *t->p == '#') {
		skip_directive(t);
		skip_blanks(t);
	}
	*out = *t;
	for (; t->p < t->end; advance(t, t->p + 1)) {
		depth += (*t->p == '(') - (*t->p == ')');
		if (*t->p == '{' || *t->p == '}' || (*t->p == ';' && depth <= 0))
			break;
	}
	out->end = t->p;
	if (t->p == t->end)
		return false;
	advance(t, t->p + 1);
	return true;
}

/* The parenthesis that closes the one at t.p; NULL. */
static const char *closing(text t)
{
	int depth = 0;

	for (; t.p < t.end; t.p++) {
		depth += (*t.p == '(') - (*t.p == ')');
		if (!depth)
			return t.p;
	}
	return NULL;
}

static text after_word(text t)
{
	advance(&t, end_of_word(t));
	skip_blanks(&t);
	return t;
}

/* Steps over a character. */
static bool take(text *t, char c)
{
	if (t->p == t->end || *t->p != c)
		return false;
	advance(t, t->p + 1);
	skip_blanks(t);
	return true;
}

/* "name(", "name ARGS((", and in parentheses of its own "(name)(" or "(*name(". All else is a type,
 * an attribute or a parameter. */
static bool is_declared_name(const char *start, text t, int depth)
{
	text after = after_word(t);
	const char *before = t.p;
	bool star = false;

	if (depth == 0) {
		if (take(&after, '('))
			return true;
		after = after_word(after);
		return take(&after, '(') && take(&after, '(');
	}
	while (before > start && (isspace((unsigned char)before[-1]) || before[-1] == '*'))
		star |= *--before == '*';
	if (depth > 1 || before == start || before[-1] != '(')
		return false;
	return (star || take(&after, ')')) && take(&after, '(');
}

/* False also when more than one may be declared. */
static bool find_name(text all, ce_is_function *is_function, void *ctx, text *name)
{
	int depth = 0;
	bool found = false;

	for (text t = all; t.p < t.end;) {
		const char *end = end_of_word(t);

		if (end == t.p) {
			if (*t.p == ',' && !depth)
				return false;
			depth += (*t.p == '(' || *t.p == '[') - (*t.p == ')' || *t.p == ']');
			end++;
		} else if (!found && is_declared_name(all.p, t, depth) &&
		           is_function(ctx, t.p, (size_t)(end - t.p))) {
			*name = t;
			found = true;
		}
		advance(&t, end);
	}
	return found;
}

/* An attribute. */
static bool is_called(text t)
{
	skip_blanks(&t);
	return t.p < t.end && *t.p == '(';
}

/* The last word outside of brackets, or what stands in "(*...)". */
static char *param_name(text t)
{
	const char *star = memmem(t.p, (size_t)(t.end - t.p), "(*", 2), *start = NULL, *end = NULL;
	int depth = 0;

	if (star)
		t.p = star + 2;
	while (t.p < t.end && !(star && end)) {
		const char *to = end_of_word(t);

		depth += (*t.p == '(' || *t.p == '[') - (*t.p == ')' || *t.p == ']');
		if (to > t.p && !depth && !is_called((text){to, t.end, 0})) {
			start = t.p;
			end = to;
		}
		t.p = to > t.p ? to : t.p + 1;
	}
	return start ? ce_strndup(start, (size_t)(end - start)) : ce_strdup("");
}

static void add_param(ce_prototype *p, text t)
{
	ce_proto_param q = {.name = NULL};

	skip_blanks(&t);
	while (t.end > t.p && isspace((unsigned char)t.end[-1]))
		t.end--;
	q.name = param_name(t);
	q.first = t.line;
	advance(&t, t.end);
	q.last = t.line;
	ce_push(&p->params, q);
}

static void read_params(ce_prototype *p, text t)
{
	const char *close;
	int depth = 0;

	t.p = t.p < t.end ? t.p : t.end;
	while (t.p < t.end && *t.p != '(')
		advance(&t, t.p + 1);
	/* ARGS((int a, int b)) */
	while (t.p < t.end && *t.p == '(' && (close = closing(t))) {
		t.end = close;
		advance(&t, t.p + 1);
		skip_blanks(&t);
		if (t.p < t.end && *t.p == '(' && closing(t) && closing(t) + 1 < t.end)
			break;
	}
	/* Which of them there are depends. */
	if (memchr(t.p, '#', (size_t)(t.end - t.p)))
		return;
	for (text from = t; t.p <= t.end; advance(&t, t.p + 1)) {
		if (t.p < t.end)
			depth += (*t.p == '(' || *t.p == '[') - (*t.p == ')' || *t.p == ']');
		if (t.p == t.end || (*t.p == ',' && !depth)) {
			from.end = t.p;
			add_param(p, from);
			from = t;
			from.p++;
		}
		if (t.p == t.end)
			break;
	}
}

/* 'extern "C" {' is no block. */
static bool opens_block(text statement)
{
	return *statement.end == '{' &&
	       !(statement.end - statement.p >= 6 && strncmp(statement.p, "extern", 6) == 0 &&
	         !memchr(statement.p, '(', (size_t)(statement.end - statement.p)));
}

static bool ends_with(text statement, char with, unsigned line)
{
	text end = statement;

	advance(&end, statement.end);
	return *end.p == with && end.line >= line && memchr(statement.p, '(', (size_t)(end.p - statement.p));
}

bool ce_prototype_read(ce_prototype *p, const char *code, unsigned line, unsigned skip,
                       ce_is_function *is_function, void *ctx)
{
	text all = {code, code + strlen(code), 1}, statement, name;
	unsigned blocks = 0;

	*p = (ce_prototype){0};
	while (next_statement(&all, &statement) && statement.line <= line) {
		bool outside = !blocks;

		blocks += opens_block(statement);
		blocks -= blocks && *statement.end == '}';
		if (!outside || !ends_with(statement, ';', line) || skip-- > 0)
			continue;
		if (!find_name(statement, is_function, ctx, &name))
			return true;
		p->name = ce_strndup(name.p, (size_t)(end_of_word(name) - name.p));
		p->line = name.line;
		name.end = statement.end;
		advance(&name, end_of_word(name));
		read_params(p, name);
		return true;
	}
	return false;
}

bool ce_prototype_is_defined(const char *code, unsigned line)
{
	text all = {code, code + strlen(code), 1}, statement;
	unsigned blocks = 0;
	bool defined = false;

	while (!defined && next_statement(&all, &statement) && statement.line <= line) {
		defined = !blocks && ends_with(statement, '{', line);
		blocks += opens_block(statement);
		blocks -= blocks && *statement.end == '}';
	}
	return defined;
}

void ce_prototype_free(ce_prototype *p)
{
	for (uint32_t i = 0; i < p->params.n; i++)
		free(p->params.at[i].name);
	ce_vec_free(&p->params);
	free(p->name);
}
