#include "golang/cgo_types.h"

#include <stdlib.h>
#include <xxhash.h>

static const char func_prefix[] = "_Cfunc_", type_prefix[] = "_Ctype_", const_prefix[] = "_Ciconst_";

/* Chains of typedefs are short; a longer one is not followed to its end. */
enum { MAX_ALIASES = 32 };

static const char *skip(const char *text, const char *prefix)
{
	size_t n = strlen(prefix);

	return strncmp(text, prefix, n) == 0 ? text + n : NULL;
}

/* The text of tokens [a, b), without blanks. */
static char *text_of(const ce_go_tokens *t, uint32_t a, uint32_t b)
{
	ce_buf out = {0};

	ce_buf_adds(&out, "");
	for (uint32_t i = a; i < b; i++)
		ce_buf_add(&out, t->text + t->list.at[i].at, t->list.at[i].n);
	return out.data;
}

/* Parameters "(p0 T, p1 T)" from the bracket at i. */
static void read_params(const ce_go_tokens *t, uint32_t i, ce_cgo_func *f)
{
	uint32_t end = ce_go_skip_group(t, i) - 1, from = ++i;

	while (i <= end && from < end) {
		if (i == end || ce_go_is(t, i, ",")) {
			ce_push(&f->types, text_of(t, from + 1, i));
			from = ++i;
		} else {
			i = ce_go_is(t, i, "(") || ce_go_is(t, i, "[") ? ce_go_skip_group(t, i) : i + 1;
		}
	}
}

void ce_cgo_types_from(ce_cgo_types *out, ce_buf *text)
{
	ce_go_tokens *t = &out->tokens;

	*out = (ce_cgo_types){.source = *text};
	*text = (ce_buf){0};
	ce_go_lex(t, out->source.data, out->source.n);
	for (uint32_t i = 0; i + 2 < t->list.n; i++) {
		char *name;

		if (t->list.at[i].col == 1 && ce_go_is(t, i, "type"))
			ce_map_put(&out->definitions,
			           XXH3_64bits(t->text + t->list.at[i + 1].at, t->list.at[i + 1].n), i);
		if (!ce_go_is(t, i, "func") || t->list.at[i].col != 1 || !ce_go_is(t, i + 2, "("))
			continue;
		name = ce_go_copy(t, i + 1);
		/* A two-result form has a function of its own, _C2func_NAME. */
		if (skip(name, func_prefix) || skip(name, "_C2func_")) {
			ce_cgo_func f = {.name = ce_strdup(strchr(name + 1, '_') + 1)};

			if (ce_cgo_types_func(out, f.name)) {
				free(f.name);
			} else {
				read_params(t, i + 2, &f);
				ce_push(&out->funcs, f);
			}
		}
		free(name);
	}
}

bool ce_cgo_types_read(ce_cgo_types *t, const char *path, char **error)
{
	ce_buf text = {0};

	*t = (ce_cgo_types){0};
	if (!ce_file_read(&text, path, error))
		return false;
	ce_cgo_types_from(t, &text);
	return true;
}

void ce_cgo_types_free(ce_cgo_types *t)
{
	for (uint32_t i = 0; i < t->funcs.n; i++) {
		for (uint32_t k = 0; k < t->funcs.at[i].types.n; k++)
			free(t->funcs.at[i].types.at[k]);
		ce_vec_free(&t->funcs.at[i].types);
		free(t->funcs.at[i].name);
	}
	ce_vec_free(&t->funcs);
	ce_go_tokens_free(&t->tokens);
	ce_map_free(&t->definitions);
	ce_buf_free(&t->source);
}

const ce_cgo_func *ce_cgo_types_func(const ce_cgo_types *t, const char *name)
{
	for (uint32_t i = 0; i < t->funcs.n; i++)
		if (strcmp(t->funcs.at[i].name, name) == 0)
			return &t->funcs.at[i];
	return NULL;
}

/* ---- for the arguments ---------------------------------------------------------------- */

static bool is_function(void *ctx, const char *name)
{
	return ce_cgo_types_func(ctx, name) != NULL;
}

/* const _Ciconst_NAME = 0x1 */
static bool constant(void *ctx, const char *name, int64_t *value)
{
	const ce_go_tokens *t = &((ce_cgo_types *)ctx)->tokens;
	char *symbol = ce_format("%s%s", const_prefix, name);
	bool found = false;

	for (uint32_t i = 0; i + 3 < t->list.n && !found; i++) {
		uint32_t at = i + 3;
		bool minus = ce_go_is(t, at, "-");
		char *digits, *end;

		if (!ce_go_is(t, i, "const") || !ce_go_is(t, i + 1, symbol))
			continue;
		digits = ce_go_copy(t, at + minus);
		*value = (int64_t)strtoull(digits, &end, 0);
		if (minus)
			*value = -*value;
		found = end != digits && !*end;
		free(digits);
	}
	free(symbol);
	return found;
}

static bool is_no_type(void *ctx, const char *name)
{
	char *type = ce_format("%s%s", type_prefix, name);
	bool known = ce_cgo_definition(ctx, type) != CE_NONE;

	free(type);
	return !known || is_function(ctx, name);
}

static bool no_constant(void *ctx, const char *name, int64_t *value)
{
	(void)ctx;
	(void)name;
	(void)value;
	return false;
}

ce_go_names ce_cgo_types_names_elsewhere(ce_cgo_types *t)
{
	return (ce_go_names){is_no_type, no_constant, t};
}

ce_go_names ce_cgo_types_names(ce_cgo_types *t)
{
	return (ce_go_names){is_function, constant, t};
}

/* ---- types ------------------------------------------------------------------------------- */

uint32_t ce_cgo_definition(const ce_cgo_types *t, const char *name)
{
	uint32_t i = ce_map_get(&t->definitions, XXH3_64bits(name, strlen(name)));

	return i != CE_NONE && ce_go_is(&t->tokens, i + 1, name) ? i + 2 + ce_go_is(&t->tokens, i + 2, "=")
	                                                         : CE_NONE;
}

char *ce_cgo_resolve(const ce_cgo_types *types, const char *name)
{
	const ce_go_tokens *t = &types->tokens;
	char *at = ce_strdup(name);

	for (int i = 0; i < MAX_ALIASES; i++) {
		uint32_t d = ce_cgo_definition(types, at);
		char *next = d == CE_NONE ? NULL : ce_go_copy(t, d);

		if (!next || !ce_go_is(t, d - 1, "=") || !skip(next, type_prefix)) {
			free(next);
			break;
		}
		free(at);
		at = next;
	}
	return at;
}

bool ce_cgo_names_type(const ce_cgo_types *t, const ce_go_tokens *k, uint32_t name, const char *resolved)
{
	char *word = ce_go_copy(k, name), *type = ce_format("%s%s", type_prefix, word);
	char *of = ce_cgo_resolve(t, type);
	bool same = strcmp(of, resolved) == 0;

	free(of);
	free(type);
	free(word);
	return same;
}

static bool is_opaque(const ce_cgo_types *t, const char *name)
{
	uint32_t d = ce_cgo_definition(t, name);

	return d != CE_NONE && ce_go_is(&t->tokens, d, "_cgopackage") &&
	       ce_go_is(&t->tokens, d + 2, "Incomplete");
}

bool ce_cgo_type_is_number(const ce_cgo_types *t, const char *type)
{
	char *resolved = ce_cgo_resolve(t, type);    /* _Ctype_uintptr_t = _Ctype_ulong */
	uint32_t d = ce_cgo_definition(t, resolved); /* _Ctype_ulong uint64 */

	free(resolved);
	return d != CE_NONE && (ce_go_is(&t->tokens, d, "uintptr") || ce_go_is_basic(&t->tokens, d));
}

bool ce_cgo_type_is_struct(const ce_cgo_types *t, const char *type)
{
	char *resolved = ce_cgo_resolve(t, type);
	bool is = skip(resolved, "_Ctype_struct_") != NULL;

	free(resolved);
	return is;
}

/* Whether some file has the type by value, or converts a pointer to a pointer to it. */
static bool used_in_go(const ce_cgo_types *t, const char *resolved, const ce_go_file *files, size_t nfiles)
{
	for (size_t n = 0; n < nfiles; n++) {
		const ce_go_tokens *k = &files[n].code;

		for (uint32_t i = 1; i + 3 < k->list.n; i++) {
			if (!ce_go_is(k, i, "C") || !ce_go_is(k, i + 1, ".") || ce_go_is(k, i - 1, "."))
				continue;
			/* (*C.T)(...) makes one of any memory; *C.T alone does not. */
			if (ce_go_is(k, i - 1, "*") &&
			    !(ce_go_is(k, i - 2, "(") && ce_go_is(k, i + 3, ")") && ce_go_is(k, i + 4, "(")))
				continue;
			if (ce_cgo_names_type(t, k, i + 2, resolved))
				return true;
		}
	}
	return false;
}

bool ce_cgo_type_may_be_go(const ce_cgo_types *t, const char *type, const ce_go_file *files, size_t nfiles)
{
	char *resolved, *pointee;
	bool may = true;

	if (strcmp(type, "*[0]byte") == 0)
		return false;
	resolved = ce_cgo_resolve(t, type);
	if (resolved[0] == '_') { /* a typedef of a pointer */
		uint32_t d = ce_cgo_definition(t, resolved);

		if (d != CE_NONE && ce_go_is(&t->tokens, d, "*")) {
			free(resolved);
			resolved = text_of(&t->tokens, d, d + 2);
		}
	}
	if (resolved[0] == '*' && skip(resolved + 1, type_prefix) && resolved[1] != '*') {
		pointee = ce_cgo_resolve(t, resolved + 1);
		/* Numbers and void are everybody's. */
		if (skip(pointee, "_Ctype_struct_") || skip(pointee, "_Ctype_union_"))
			may = !is_opaque(t, pointee) && used_in_go(t, pointee, files, nfiles);
		free(pointee);
	} else if (skip(resolved, "_Ctype_struct_")) {
		may = ce_cgo_struct_is_made(t, resolved, files, nfiles);
	}
	free(resolved);
	return may;
}
