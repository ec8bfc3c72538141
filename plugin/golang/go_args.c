#include "golang/go_args.h"

#include <errno.h>
#include <stdlib.h>

/* Variables that are copies of copies: deeper than this nobody follows. */
enum { MAX_DEPTH = 8 };

typedef struct judge {
	const ce_go_file *files;
	size_t nfiles;
	const ce_go_names *names;
	const ce_go_tokens *t; /* of the file at hand, without comments */
	/* Tokens of the function at hand: its signature, and from `inside` on its body. */
	uint32_t body, inside, body_end;
} judge;

typedef struct value {
	ce_go_arg_kind kind;
	int64_t number;
} value;

static value judge_expr(const judge *j, uint32_t a, uint32_t b, unsigned depth);

static bool is(const judge *j, uint32_t i, const char *text)
{
	return ce_go_is(j->t, i, text);
}

static bool same_text(const judge *j, uint32_t a, uint32_t b)
{
	const ce_go_token *x = &j->t->list.at[a], *y = &j->t->list.at[b];

	return x->kind == y->kind && x->n == y->n &&
	       memcmp(j->t->text + x->at, j->t->text + y->at, x->n) == 0;
}

static bool is_group(const judge *j, uint32_t a, uint32_t b)
{
	return is(j, a, "(") && ce_go_skip_group(j->t, a) == b;
}

/* ---- what is assigned to a name ------------------------------------------------------- */

/* Two values that one variable may have. */
static value join(value a, value b, bool first)
{
	bool quiet_a = a.kind >= CE_ARG_IS_C, quiet_b = b.kind >= CE_ARG_IS_C;

	if (first)
		return b;
	if (a.kind == b.kind)
		return a;
	return (value){quiet_a && quiet_b ? CE_ARG_IS_C : CE_ARG_MAY_BE_GO, 0};
}

/* The end of the expression that starts at i: a comma or bracket of its own level, a
 * semicolon, or the end of its line. */
static uint32_t expr_end(const judge *j, uint32_t i)
{
	uint32_t line = j->t->list.at[i].line;

	while (j->t->list.at[i].kind != GO_END) {
		if (j->t->list.at[i].line != line || is(j, i, ",") || is(j, i, ";") || is(j, i, ")") ||
		    is(j, i, "]") || is(j, i, "}"))
			return i;
		if (is(j, i, "(") || is(j, i, "[") || is(j, i, "{")) {
			i = ce_go_skip_group(j->t, i);
			line = j->t->list.at[i - 1].line;
		} else if (is(j, i, ".")) { /* a chain may go on below */
			line = j->t->list.at[i + 1].line;
			i++;
		} else {
			i++;
		}
	}
	return i;
}

/* The value that the assignment whose '=' or ':=' is at eq gives to the name number
 * `index` on its left. */
static value assigned(const judge *j, uint32_t eq, uint32_t index, unsigned depth)
{
	uint32_t from = eq + 1, end = expr_end(j, from);

	for (uint32_t k = 0; k < index; k++) {
		/* One call gives all of them, or nobody knows which is meant. */
		if (!is(j, end, ","))
			return (value){CE_ARG_MAY_BE_GO, 0};
		from = end + 1;
		end = expr_end(j, from);
	}
	return judge_expr(j, from, end, depth + 1);
}

static bool is_name(const judge *j, uint32_t i)
{
	return j->t->list.at[i].kind == GO_IDENT;
}

/* The number of operands before the one whose last name is at i, in the list that is assigned to; CE_NONE:
 * some are no plain names or fields. */
static uint32_t count_before(const judge *j, uint32_t i)
{
	uint32_t n = 0;

	for (;; n++) {
		uint32_t line = j->t->list.at[i].line;

		while (i > 1 && is(j, i - 1, ".") && is_name(j, i - 2))
			i -= 2;
		if (i > 0 && is(j, i - 1, ".")) { /* a[1].x */
			while (--i > 0 && j->t->list.at[i].line == line)
				if (is(j, i, ","))
					return CE_NONE;
			return n;
		}
		if (i < 2 || !is(j, i - 1, ","))
			return n;
		if (!is_name(j, i - 2))
			return CE_NONE;
		i -= 2;
	}
}

/* Reports whether token i names a variable or field that is assigned there; *eq is the '=' and
 * *index its place in the list. */
static bool is_assigned(const judge *j, uint32_t i, uint32_t *eq, uint32_t *index)
{
	uint32_t k = i + 1;

	while (is(j, k, ",") && is_name(j, k + 1)) {
		k += 2;
		while (is(j, k, ".") || is(j, k, "["))
			k = is(j, k, ".") ? k + 2 : ce_go_skip_group(j->t, k);
	}
	if (!is(j, k, ":=") && (!is(j, k, "=") || is(j, k + 1, "=")))
		return false;
	*eq = k;
	*index = count_before(j, i);
	return true;
}

/* var NAME, NAME TYPE [= ...]: *eq is 0 without a value, *index the number of the name. */
static bool is_declared(const judge *j, uint32_t i, uint32_t *eq, uint32_t *index)
{
	uint32_t line = j->t->list.at[i].line, k = i, first = i;

	for (*index = 0; first > 2 && is(j, first - 1, ",") && j->t->list.at[first - 2].kind == GO_IDENT;
	     first -= 2)
		++*index;
	if (first == 0 || !is(j, first - 1, "var"))
		return false;
	while (j->t->list.at[k].kind != GO_END && j->t->list.at[k].line == line && !is(j, k, "="))
		k++;
	*eq = is(j, k, "=") && j->t->list.at[k].line == line ? k : 0;
	return true;
}

/* Who has the address may assign; &p.x is not that of a pointer p. */
static bool gives_address(const judge *j, uint32_t i)
{
	return is(j, i - 1, "&") && !is(j, i + 1, ".") && !is(j, i + 1, "[");
}

/* Reports whether &NAME is an argument of a C function: what C stores there is C memory, for it must not
 * store pointers to Go's. */
static bool is_filled_by_c(const judge *j, uint32_t i)
{
	unsigned depth = 0;
	uint32_t k = i - 2;
	bool function;
	char *name;

	if (i < 6 || !is(j, i - 1, "&") || (!is(j, i + 1, ",") && !is(j, i + 1, ")")))
		return false;
	for (; k > 3; k--) {
		bool opens = is(j, k, "(") || is(j, k, "[") || is(j, k, "{");

		if (opens && !depth)
			break;
		depth += is(j, k, ")") || is(j, k, "]") || is(j, k, "}");
		depth -= opens;
	}
	if (!is(j, k, "(") || !is(j, k - 2, ".") || !is(j, k - 3, "C") ||
	    (!is(j, i - 2, "(") && !is(j, i - 2, ",")))
		return false;
	name = ce_go_copy(j->t, k - 1);
	function = j->names->is_function(j->names->ctx, name);
	free(name);
	return function;
}

/* Reports whether token i may be a parameter's name, in the signature of the function
 * or of one inside it: "(name type" or ", name type". */
static bool is_parameter(const judge *j, uint32_t i)
{
	uint32_t eq, index;

	if ((!is(j, i - 1, "(") && !is(j, i - 1, ",")) || is_declared(j, i, &eq, &index))
		return false;
	return is(j, i + 1, "*") || j->t->list.at[i + 1].kind == GO_IDENT ||
	       (is(j, i + 1, "[") && is(j, i + 2, "]")) || (i < j->inside && is(j, i + 1, ","));
}

/* A variable of the package, by what any function assigns to this name; a field, by what the package assigns
 * to fields of this name. */
static value judge_shared(const judge *j, uint32_t name, bool field, unsigned depth)
{
	value v = {CE_ARG_MAY_BE_GO, 0};
	char *text = ce_go_copy(j->t, name);
	bool first = true, given = false;

	for (size_t n = 0; n < j->nfiles && depth < MAX_DEPTH; n++) {
		judge in = *j;

		in.t = &j->files[n].code;
		in.body = in.body_end = 0; /* variables there are of other functions */
		for (uint32_t i = 1; i + 1 < in.t->list.n; i++) {
			bool selected = ce_go_is(in.t, i - 1, "."),
			     keyed = field && ce_go_is(in.t, i + 1, ":");
			uint32_t eq = i + 1, index = 0;

			if (!ce_go_is(in.t, i, text) || (field ? !selected && !keyed : selected))
				continue;
			given |= !field && gives_address(&in, i) && !is_filled_by_c(&in, i);
			if (!field && is_filled_by_c(&in, i)) {
				v = join(v, (value){CE_ARG_IS_C, 0}, first);
				first = false;
				continue;
			}
			if (!field && is_declared(&in, i, &eq, &index)) {
				if (!eq)
					continue;
			} else if (keyed ? ce_go_is(in.t, i + 2, "=") : !is_assigned(&in, i, &eq, &index)) {
				continue;
			}
			v = join(v, assigned(&in, eq, index, depth), first);
			first = false;
		}
	}
	free(text);
	if (given)
		return (value){CE_ARG_MAY_BE_GO, 0};
	return v.kind == CE_ARG_NIL || v.kind == CE_ARG_CONSTANT ? (value){CE_ARG_IS_C, 0} : v;
}

static value judge_variable(const judge *j, uint32_t name, unsigned depth)
{
	value v = {CE_ARG_MAY_BE_GO, 0};
	bool first = true, own = false;

	if (depth >= MAX_DEPTH)
		return v;
	for (uint32_t i = j->body; i < j->body_end; i++) {
		uint32_t eq, index;

		if (!same_text(j, i, name) || i == name || is(j, i - 1, "."))
			continue;
		/* Who passes a parameter assigns, too. */
		if ((gives_address(j, i) && !is_filled_by_c(j, i)) || is_parameter(j, i))
			return (value){CE_ARG_MAY_BE_GO, 0};
		if (is_filled_by_c(j, i)) {
			v = join(v, (value){CE_ARG_IS_C, 0}, first);
		} else if (is_declared(j, i, &eq, &index)) {
			v = join(v, eq ? assigned(j, eq, index, depth) : (value){CE_ARG_NIL, 0}, first);
			own = true;
		} else if (is_assigned(j, i, &eq, &index)) {
			v = join(v, assigned(j, eq, index, depth), first);
			own |= is(j, eq, ":=");
		} else {
			continue;
		}
		first = false;
	}
	if (!first && !own)
		return judge_shared(j, name, false, depth);
	/* Another value may be assigned before the call, or none. */
	return v.kind == CE_ARG_NIL || v.kind == CE_ARG_CONSTANT ? (value){CE_ARG_IS_C, 0} : v;
}

/* ---- functions of the package ------------------------------------------------------------- */

/* The token after the body of the function whose keyword is at i. */
static uint32_t function_end(const judge *j, uint32_t i, uint32_t *inside)
{
	for (i++; j->t->list.at[i].kind != GO_END; i++) {
		bool type = is(j, i - 1, "interface") || is(j, i - 1, "struct");

		*inside = i;
		if (is(j, i, "{") && !type)
			return ce_go_skip_group(j->t, i);
		/* Without a body: the next declaration. */
		if (is(j, i, "func") && j->t->list.at[i].col == 1)
			return i;
		if (is(j, i, "(") || is(j, i, "[") || is(j, i, "{"))
			i = ce_go_skip_group(j->t, i) - 1;
	}
	return i;
}

/* Whether the function at hand has a variable of that name, which hides a function. */
static bool is_hidden(const judge *j, uint32_t name)
{
	for (uint32_t i = j->body; i < j->body_end; i++) {
		uint32_t eq, index;

		if (same_text(j, i, name) && i != name && i > 0 &&
		    (is_parameter(j, i) || is_declared(j, i, &eq, &index) || is_assigned(j, i, &eq, &index)))
			return true;
	}
	return false;
}

/* What the returns between two tokens give, first results only. */
static value judge_returns(const judge *j, unsigned depth)
{
	value v = {CE_ARG_MAY_BE_GO, 0};
	bool first = true;

	for (uint32_t i = j->inside; i < j->body_end; i++) {
		if (!is(j, i, "return") || j->t->list.at[i].kind != GO_IDENT)
			continue;
		/* A bare return gives what the result's name holds. */
		if (j->t->list.at[i + 1].line != j->t->list.at[i].line || is(j, i + 1, "}"))
			return (value){CE_ARG_MAY_BE_GO, 0};
		v = join(v, judge_expr(j, i + 1, expr_end(j, i + 1), depth + 1), first);
		first = false;
	}
	return v.kind == CE_ARG_NIL || v.kind == CE_ARG_CONSTANT ? (value){CE_ARG_IS_C, 0} : v;
}

/* name(...) of a function that the package has once, at its top level. */
static value judge_call(const judge *j, uint32_t name, unsigned depth)
{
	value v = {CE_ARG_MAY_BE_GO, 0};
	char *text = ce_go_copy(j->t, name);
	unsigned found = 0;

	for (size_t n = 0; n < j->nfiles && depth < MAX_DEPTH && !is_hidden(j, name); n++) {
		judge in = *j;

		in.t = &j->files[n].code;
		for (uint32_t i = 0; i + 2 < in.t->list.n; i++)
			if (is(&in, i, "func") && in.t->list.at[i].col == 1 && is(&in, i + 1, text) &&
			    is(&in, i + 2, "(") && ++found == 1) {
				in.body = i;
				in.body_end = function_end(&in, i, &in.inside);
				v = judge_returns(&in, depth + 1);
			}
	}
	free(text);
	return found == 1 ? v : (value){CE_ARG_MAY_BE_GO, 0};
}

/* ---- expressions ------------------------------------------------------------------------- */

static value judge_number(const judge *j, uint32_t a, uint32_t b)
{
	bool minus = is(j, a, "-");
	uint32_t at = a + minus;
	char *text, *end, *digits;
	value v = {CE_ARG_MAY_BE_GO, 0};

	if (b != at + 1 || j->t->list.at[at].kind != GO_NUMBER)
		return v;
	text = digits = ce_go_copy(j->t, at);
	/* 0b1, 0o7 and 1_000 are Go's own; nobody passes flags that way often enough. */
	errno = 0;
	v.number = (int64_t)strtoull(digits, &end, 0);
	if (!*end && errno == 0)
		v.kind = CE_ARG_CONSTANT;
	if (minus)
		v.number = -v.number;
	free(text);
	return v;
}

/* C.NAME, or C.NAME(...): a call, or a conversion. */
static value judge_c(const judge *j, uint32_t a, uint32_t b, unsigned depth)
{
	static const char *const makers[] = {"CString", "CBytes", "malloc"};
	char *name = ce_go_copy(j->t, a + 2);
	value v = {CE_ARG_IS_C, 0};
	bool function = j->names->is_function(j->names->ctx, name);

	for (size_t i = 0; i < sizeof makers / sizeof *makers; i++)
		function |= strcmp(name, makers[i]) == 0;
	if (b == a + 3) {
		if (j->names->constant(j->names->ctx, name, &v.number))
			v.kind = CE_ARG_CONSTANT;
	} else if (!is_group(j, a + 3, b)) {
		v.kind = CE_ARG_MAY_BE_GO;
	} else if (!function) {
		v = judge_expr(j, a + 4, b - 1, depth);
	}
	free(name);
	return v;
}

/* (C.T), not (C.f): the parentheses are the only difference to a call. */
static bool is_c_type(const judge *j, uint32_t a)
{
	char *name;
	bool function;

	if (!is(j, a, "(") || !is(j, a + 1, "C") || !is(j, a + 2, ".") || !is(j, a + 4, ")"))
		return false;
	name = ce_go_copy(j->t, a + 3);
	function = j->names->is_function(j->names->ctx, name);
	free(name);
	return !function;
}

/* Where a conversion's operand starts: (*T)(x), (C.T)(x), unsafe.Pointer(x), uintptr(x). */
static uint32_t conversion(const judge *j, uint32_t a, uint32_t b)
{
	if (is(j, a, "(") && ce_go_skip_group(j->t, a) < b && is_group(j, ce_go_skip_group(j->t, a), b) &&
	    (is(j, a + 1, "*") || is_c_type(j, a)))
		return ce_go_skip_group(j->t, a) + 1;
	if (is(j, a, "unsafe") && is(j, a + 1, ".") && is(j, a + 2, "Pointer") && is_group(j, a + 3, b))
		return a + 4;
	if (is(j, a, "uintptr") && is_group(j, a + 1, b))
		return a + 2;
	return 0;
}

/* Behind '&': a variable, an element, a literal. */
static value judge_address(const judge *j, uint32_t a, uint32_t b, unsigned depth)
{
	value base;

	if (is(j, a, "C") && is(j, a + 1, ".") && b == a + 3)
		return (value){CE_ARG_IS_C, 0};
	if (j->t->list.at[a].kind != GO_IDENT || b == a + 1 || is(j, a + 1, "{"))
		return (value){CE_ARG_IS_GO, 0};
	/* Elements and fields behind a pointer to C memory are C memory. */
	base = judge_variable(j, a, depth + 1);
	if (base.kind >= CE_ARG_IS_C)
		return (value){CE_ARG_IS_C, 0};
	if (is(j, a + 1, "[") && ce_go_skip_group(j->t, a + 1) == b)
		return (value){CE_ARG_IS_GO, 0};
	return (value){CE_ARG_MAY_BE_GO, 0};
}

static value judge_expr(const judge *j, uint32_t a, uint32_t b, unsigned depth)
{
	value unknown = {CE_ARG_MAY_BE_GO, 0};
	uint32_t inner;

	if (a >= b || depth >= MAX_DEPTH || is(j, a, "range"))
		return unknown;
	if (is_group(j, a, b))
		return judge_expr(j, a + 1, b - 1, depth);
	if (b == a + 1 && is(j, a, "nil"))
		return (value){CE_ARG_NIL, 0};
	if ((inner = conversion(j, a, b))) {
		value v = judge_expr(j, inner, b - 1, depth + 1);
		bool certain = v.kind == CE_ARG_NIL || v.kind == CE_ARG_CONSTANT;

		/* (*f)(nil) may be a call of what f points to. */
		return certain && is(j, a + 1, "*") && is(j, a + 3, ")") ? unknown : v;
	}
	if (is(j, a, "C") && is(j, a + 1, ".") && b >= a + 3)
		return judge_c(j, a, b, depth + 1);
	if (is(j, a, "&"))
		return judge_address(j, a + 1, b, depth);
	if (is(j, a, "unsafe") && (is(j, a + 2, "SliceData") || is(j, a + 2, "StringData")))
		return (value){CE_ARG_IS_GO, 0};
	if (b == a + 1 && j->t->list.at[a].kind == GO_IDENT)
		return judge_variable(j, a, depth + 1);
	if (j->t->list.at[a].kind == GO_IDENT && is_group(j, a + 1, b))
		return judge_call(j, a, depth + 1);
	if (b >= a + 3 && j->t->list.at[b - 1].kind == GO_IDENT && is(j, b - 2, "."))
		return judge_shared(j, b - 1, true, depth + 1);
	return judge_number(j, a, b);
}

/* ---- runtime.Pinner ------------------------------------------------------------------------ */

static bool shares_name(const judge *j, uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
	for (uint32_t i = a; i < b; i++)
		for (uint32_t k = c; k < d; k++)
			if (j->t->list.at[i].kind == GO_IDENT && same_text(j, i, k) && !is(j, i, "unsafe") &&
			    !is(j, i, "C") && !is(j, i, "Pointer") && !is(j, i - 1, "."))
				return true;
	return false;
}

static uint32_t pinned(const judge *j, const ce_go_arg *a)
{
	for (uint32_t i = j->body; i + 2 < a->first; i++)
		if (is(j, i, ".") && is(j, i + 1, "Pin") && is(j, i + 2, "(") &&
		    shares_name(j, a->first, a->end, i + 3, ce_go_skip_group(j->t, i + 2)))
			return j->t->list.at[i].line;
	return 0;
}

/* ---- files ---------------------------------------------------------------------------------- */

/* The top-level function that a call is in; outside any nothing is known of variables. */
static void enter_function(judge *j, const ce_go_call *c)
{
	uint32_t i = 0, at = c->args.n ? c->args.at[0].first : 0;

	j->body = j->body_end = 0;
	while (j->t->list.at[i].kind != GO_END) {
		uint32_t end = i + 1;

		if (is(j, i, "func"))
			end = function_end(j, i, &j->inside);
		else if (is(j, i, "(") || is(j, i, "[") || is(j, i, "{"))
			end = ce_go_skip_group(j->t, i);
		if (is(j, i, "func") && i < at && at < end) {
			j->body = i;
			j->body_end = end;
			return;
		}
		i = end;
	}
}

void ce_go_judge_args(ce_go_file *files, size_t nfiles, const ce_go_names *names)
{
	judge j = {.files = files, .nfiles = nfiles, .names = names};

	for (size_t n = 0; n < nfiles; n++) {
		j.t = &files[n].code;
		for (uint32_t i = 0; i < files[n].calls.n; i++) {
			ce_go_call *c = &files[n].calls.at[i];

			enter_function(&j, c);
			for (uint32_t k = 0; k < c->args.n; k++) {
				ce_go_arg *a = &c->args.at[k];
				value v = judge_expr(&j, a->first, a->end, 0);

				a->kind = (uint8_t)v.kind;
				a->value = v.number;
				a->pinned = pinned(&j, a);
			}
		}
	}
}
