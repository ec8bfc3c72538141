#include "golang/go_lexer.h"

#include <ctype.h>
#include <stdlib.h>

typedef struct lexer {
	const char *text;
	size_t at, n;
	uint32_t line;
	size_t line_start;
} lexer;

static char peek(const lexer *l, size_t ahead)
{
	return l->at + ahead < l->n ? l->text[l->at + ahead] : 0;
}

static void newline(lexer *l)
{
	l->line++;
	l->line_start = l->at;
}

/* Bytes above 127 are letters here: identifiers may be of any script. */
static bool is_letter(char c)
{
	return isalpha((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_word(char c)
{
	return is_letter(c) || isdigit((unsigned char)c);
}

/* A quoted text with backslash escapes that ends with its line at the latest. */
static void skip_quoted(lexer *l, char quote)
{
	l->at++;
	while (l->at < l->n && l->text[l->at] != quote && l->text[l->at] != '\n')
		l->at += l->text[l->at] == '\\' && peek(l, 1) && peek(l, 1) != '\n' ? 2 : 1;
	if (peek(l, 0) == quote)
		l->at++;
}

static void skip_raw(lexer *l)
{
	l->at++;
	while (l->at < l->n && l->text[l->at] != '`')
		if (l->text[l->at++] == '\n')
			newline(l);
	if (l->at < l->n)
		l->at++;
}

static void skip_comment(lexer *l)
{
	if (peek(l, 1) == '/') {
		while (l->at < l->n && l->text[l->at] != '\n')
			l->at++;
		return;
	}
	l->at += 2;
	while (l->at < l->n && !(l->text[l->at] == '*' && peek(l, 1) == '/'))
		if (l->text[l->at++] == '\n')
			newline(l);
	l->at = l->at + 2 < l->n ? l->at + 2 : l->n;
}

/* 1_000, 0x1p-2, 1e+9, .5i: a sign belongs to a number only after its exponent. */
static void skip_number(lexer *l)
{
	bool hex = peek(l, 0) == '0' && (peek(l, 1) | 32) == 'x';

	while (l->at < l->n) {
		char c = peek(l, 0);

		if (c == '+' || c == '-') {
			char before = (char)(l->text[l->at - 1] | 32);

			if (!(before == 'p' || (before == 'e' && !hex)))
				return;
		} else if (!is_word(c) && c != '.') {
			return;
		}
		l->at++;
	}
}

static ce_go_kind skip_token(lexer *l)
{
	char c = peek(l, 0), next = peek(l, 1);

	if (c == '/' && (next == '/' || next == '*')) {
		skip_comment(l);
		return GO_COMMENT;
	}
	if (is_letter(c)) {
		while (is_word(peek(l, 0)))
			l->at++;
		return GO_IDENT;
	}
	if (isdigit((unsigned char)c) || (c == '.' && isdigit((unsigned char)next))) {
		skip_number(l);
		return GO_NUMBER;
	}
	if (c == '"' || c == '\'') {
		skip_quoted(l, c);
		return c == '"' ? GO_STRING : GO_CHAR;
	}
	if (c == '`') {
		skip_raw(l);
		return GO_STRING;
	}
	l->at += c == ':' && next == '=' ? 2 : 1;
	return GO_OTHER;
}

void ce_go_lex(ce_go_tokens *out, const char *text, size_t n)
{
	lexer l = {.text = text, .n = n, .line = 1};

	if (n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		l.at = 3;
	*out = (ce_go_tokens){.text = text};
	for (;;) {
		ce_go_token t;

		while (l.at < l.n && isspace((unsigned char)l.text[l.at]))
			if (l.text[l.at++] == '\n')
				newline(&l);
		t = (ce_go_token){.line = l.line, .col = (uint32_t)(l.at - l.line_start + 1), .at = l.at};
		if (l.at >= l.n) {
			ce_push(&out->list, t);
			return;
		}
		t.kind = (uint8_t)skip_token(&l);
		t.n = l.at - t.at;
		ce_push(&out->list, t);
	}
}

void ce_go_tokens_free(ce_go_tokens *t)
{
	ce_vec_free(&t->list);
}

bool ce_go_is(const ce_go_tokens *t, uint32_t i, const char *text)
{
	size_t n = strlen(text);

	return i < t->list.n && t->list.at[i].n == n && memcmp(t->text + t->list.at[i].at, text, n) == 0;
}

bool ce_go_is_basic(const ce_go_tokens *t, uint32_t i)
{
	static const char *const names[] = {"int8",   "int16",   "int32",   "int64",     "uint8",
	                                    "uint16", "uint32",  "uint64",  "int",       "uint",
	                                    "bool",   "float32", "float64", "complex64", "complex128"};

	for (size_t n = 0; n < sizeof names / sizeof *names; n++)
		if (ce_go_is(t, i, names[n]))
			return true;
	return false;
}

char *ce_go_copy(const ce_go_tokens *t, uint32_t i)
{
	return ce_strndup(t->text + t->list.at[i].at, t->list.at[i].n);
}

uint32_t ce_go_skip_group(const ce_go_tokens *t, uint32_t i)
{
	unsigned depth = 0;

	for (; t->list.at[i].kind != GO_END; i++) {
		char c = t->list.at[i].kind == GO_OTHER ? t->text[t->list.at[i].at] : 0;

		if (c == '(' || c == '[' || c == '{')
			depth++;
		else if ((c == ')' || c == ']' || c == '}') && --depth == 0)
			return i + 1;
	}
	return i;
}
