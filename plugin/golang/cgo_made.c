/*
 * cgo_made.c - whether Go code puts pointers of its own into a C struct.
 *
 * Go code that only passes around structs that C functions returned has C's pointers
 * in them. It makes its own by a literal, by writing a field, or by taking other memory
 * for such a struct. The text cannot be taken for less than it says: what looks like one
 * of these is one.
 */
#include <stdlib.h>

#include "golang/cgo_types.h"

static bool starts(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* ---- pointers in a type ------------------------------------------------------------------ */

/* Types inside types: deeper than this nobody looks, and pointers are assumed. */
enum { MAX_DEPTH = 16 };

static bool may_hold(const ce_cgo_types *t, uint32_t i, unsigned depth);

/* Fields stand on lines of their own: NAME TYPE. */
static bool struct_may_hold(const ce_cgo_types *t, uint32_t open, unsigned depth)
{
	uint32_t end = ce_go_skip_group(&t->tokens, open) - 1, line = 0;

	for (uint32_t i = open + 1; i < end; i++) {
		if (t->tokens.list.at[i].line == line)
			continue;
		line = t->tokens.list.at[i].line;
		if (may_hold(t, i + 1, depth))
			return true;
	}
	return false;
}

/* Whether values of the type whose text starts at token i can hold a pointer. Bytes can: they are how cgo
 * shows a union. */
static bool may_hold(const ce_cgo_types *t, uint32_t i, unsigned depth)
{
	const ce_go_tokens *k = &t->tokens;
	uint32_t d;
	char *name;

	if (depth > MAX_DEPTH)
		return true;
	if (ce_go_is(k, i, "["))
		return may_hold(t, ce_go_skip_group(k, i), depth + 1);
	if (ce_go_is(k, i, "struct") && ce_go_is(k, i + 1, "{"))
		return struct_may_hold(t, i + 1, depth + 1);
	if (ce_go_is_basic(k, i))
		return false;
	name = ce_go_copy(k, i);
	d = starts(name, "_Ctype_") && !starts(name, "_Ctype_union_") ? ce_cgo_definition(t, name) : CE_NONE;
	free(name);
	return d == CE_NONE || may_hold(t, d, depth + 1);
}

bool ce_cgo_type_has_pointer(const ce_cgo_types *t, const char *type)
{
	uint32_t d;

	if (!starts(type, "_Ctype_") || starts(type, "_Ctype_union_"))
		return true;
	d = ce_cgo_definition(t, type);
	return d == CE_NONE || may_hold(t, d, 0);
}

/* ---- what Go code does with it ----------------------------------------------------------- */

/* Whether an '=' follows on the line, in the same list: a.f, b = ...; a.f.g = ... (Behind a comma a line goes
 * on.) */
static bool is_assigned(const ce_go_tokens *k, uint32_t field)
{
	uint32_t line = k->list.at[field].line;

	for (uint32_t i = field + 1; k->list.at[i].kind != GO_END && k->list.at[i].line == line; i++) {
		if (ce_go_is(k, i, ")") || ce_go_is(k, i, "]") || ce_go_is(k, i, "}") ||
		    ce_go_is(k, i, "{") || ce_go_is(k, i, ";") || ce_go_is(k, i, ":="))
			return false;
		if (ce_go_is(k, i, ","))
			line = k->list.at[i + 1].line;
		else if (ce_go_is(k, i, "(") || ce_go_is(k, i, "["))
			i = ce_go_skip_group(k, i) - 1;
		else if (ce_go_is(k, i, "=") && ce_go_is(k, i + 1, "="))
			i++;
		else if (ce_go_is(k, i, "=") && !ce_go_is(k, i - 1, "!") && !ce_go_is(k, i - 1, "<") &&
		         !ce_go_is(k, i - 1, ">"))
			return true;
	}
	return false;
}

/* The token before the bracket that the one at i closes. */
static uint32_t before_group(const ce_go_tokens *k, uint32_t i)
{
	unsigned depth = 0;

	for (; i > 0; i--) {
		depth += ce_go_is(k, i, "]") || ce_go_is(k, i, ")");
		depth -= ce_go_is(k, i, "[") || ce_go_is(k, i, "(");
		if (!depth)
			return i - 1;
	}
	return 0;
}

/* Whether a.b[i].f is what a '&' stands before (and not the second of "&&"). */
static bool is_address(const ce_go_tokens *k, uint32_t field)
{
	const ce_go_token *at = k->list.at;
	uint32_t i = field - 1;

	while (i > 0 && ce_go_is(k, i, ".")) {
		i--;
		while (i > 0 && (ce_go_is(k, i, "]") || ce_go_is(k, i, ")")))
			i = before_group(k, i);
		i -= i > 0 && at[i].kind == GO_IDENT;
	}
	return ce_go_is(k, i, "&") && !(i > 0 && ce_go_is(k, i - 1, "&") && at[i - 1].at + 1 == at[i].at);
}

static bool writes_field(const ce_go_file *files, size_t nfiles, const char *field)
{
	for (size_t n = 0; n < nfiles; n++) {
		const ce_go_tokens *k = &files[n].code;

		for (uint32_t i = 2; i + 1 < k->list.n; i++)
			if (ce_go_is(k, i, field) && ce_go_is(k, i - 1, ".") &&
			    (is_assigned(k, i) || is_address(k, i)))
				return true;
	}
	return false;
}

/* type NAME C.T, type NAME = C.T, the same in a group */
static bool is_declared(const ce_go_tokens *k, uint32_t i)
{
	uint32_t name = ce_go_is(k, i - 1, "=") ? i - 2 : i - 1, depth = 0;

	if (k->list.at[name].kind != GO_IDENT || ce_go_is(k, name - 1, "type"))
		return k->list.at[name].kind == GO_IDENT;
	if (k->list.at[name - 1].line == k->list.at[name].line)
		return false;
	for (i = name - 1; i > 0; i--) {
		if (ce_go_is(k, i, ")") || ce_go_is(k, i, "}"))
			depth++;
		else if ((ce_go_is(k, i, "(") || ce_go_is(k, i, "{")) && !depth--)
			return ce_go_is(k, i, "(") && ce_go_is(k, i - 1, "type");
	}
	return false;
}

/* type NAME []C.T, type NAME map[K]*C.T: what stands in a literal of it names no type. */
static bool is_listed(const ce_go_tokens *k, uint32_t i)
{
	bool list = false;

	while (i > 1 && (ce_go_is(k, i - 1, "]") || ce_go_is(k, i - 1, "*") || ce_go_is(k, i - 1, "map"))) {
		list |= ce_go_is(k, i - 1, "]");
		i = ce_go_is(k, i - 1, "]") ? before_group(k, i - 1) + 1 : i - 1;
	}
	return list && is_declared(k, i);
}

/* C.T at token i: a literal with something in it, memory taken for one, or a Go name for it. */
static bool makes_one(const ce_go_tokens *k, uint32_t i)
{
	uint32_t next = i + 3;
	const ce_go_token *before = &k->list.at[i + 2];
	bool close = ce_go_is(k, next, "{") && before->at + before->n == k->list.at[next].at;

	if (ce_go_is(k, next, "{") && !ce_go_is(k, next + 1, "}"))
		return close || !ce_go_is(k, i - 1, ")"); /* else a result, and the body of its function */
	if (is_listed(k, i))
		return true;
	if (ce_go_is(k, i - 1, "*"))
		return ce_go_is(k, i - 2, "(") && ce_go_is(k, next, ")") && ce_go_is(k, next + 1, "(");
	if (ce_go_is(k, i - 1, "]")) /* (*[1 << 20]C.T)(p) */
		return ce_go_is(k, next, ")") && ce_go_is(k, next + 1, "(");
	return is_declared(k, i);
}

static bool is_made(const ce_cgo_types *t, const char *type, const ce_go_file *files, size_t nfiles)
{
	for (size_t n = 0; n < nfiles; n++) {
		const ce_go_file *f = &files[n];

		for (uint32_t i = 3; f->import_at != CE_NONE && i + 3 < f->code.list.n; i++) {
			if (ce_go_is(&f->code, i, "C") && ce_go_is(&f->code, i + 1, ".") &&
			    makes_one(&f->code, i) && ce_cgo_names_type(t, &f->code, i + 2, type))
				return true;
		}
	}
	return false;
}

bool ce_cgo_struct_is_made(const ce_cgo_types *t, const char *type, const ce_go_file *files, size_t nfiles)
{
	uint32_t d = ce_cgo_definition(t, type), line = 0, end;

	if (d == CE_NONE || !ce_go_is(&t->tokens, d, "struct") || is_made(t, type, files, nfiles))
		return true;
	end = ce_go_skip_group(&t->tokens, d + 1) - 1;
	for (uint32_t i = d + 2; i < end; i++) {
		char *field;
		bool written;

		if (t->tokens.list.at[i].line == line)
			continue;
		line = t->tokens.list.at[i].line;
		if (!may_hold(t, i + 1, 0))
			continue;
		field = ce_go_copy(&t->tokens, i);
		written = writes_field(files, nfiles, field);
		free(field);
		if (written)
			return true;
	}
	return false;
}
