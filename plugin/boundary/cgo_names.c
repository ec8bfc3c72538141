#include "cgo_names.h"

#include <stddef.h>
#include <string.h>

#include "base/path.h"

#define HASH_LENGTH 12

/* Return what follows prefix, or NULL. */
static const char *skip(const char *text, const char *prefix)
{
	size_t n = strlen(prefix);

	return strncmp(text, prefix, n) == 0 ? text + n : NULL;
}

static bool ends_with(const char *text, const char *suffix)
{
	size_t n = strlen(text), m = strlen(suffix);

	return n >= m && strcmp(text + n - m, suffix) == 0;
}

/* Return what follows "HASH_", or NULL. */
static const char *skip_hash(const char *text)
{
	for (int i = 0; i < HASH_LENGTH; i++)
		if (!(text[i] >= '0' && text[i] <= '9') && !(text[i] >= 'a' && text[i] <= 'f'))
			return NULL;
	return text[HASH_LENGTH] == '_' ? text + HASH_LENGTH + 1 : NULL;
}

static ce_cgo_symbol parse_wrapper(const char *tail, const char **name)
{
	static const struct {
		const char *prefix;
		ce_cgo_symbol symbol;
	} kinds[] = {
		{"Cfunc_", CE_CGO_CFUNC},
		{"C2func_", CE_CGO_C2FUNC},
		{"Cmacro_", CE_CGO_CMACRO},
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const char *rest = skip(tail, kinds[i].prefix);

		if (rest && *rest) {
			*name = rest;
			return kinds[i].symbol;
		}
	}
	return CE_CGO_OTHER;
}

ce_cgo_symbol ce_cgo_parse_symbol(const char *symbol, const char **name)
{
	const char *tail;

	if ((tail = skip(symbol, "_cgo_")) && (tail = skip_hash(tail)))
		return parse_wrapper(tail, name);
	if ((tail = skip(symbol, "_cgoexp_")) && (tail = skip_hash(tail)) && *tail) {
		*name = tail;
		return CE_CGO_EXPORT;
	}
	return CE_CGO_OTHER;
}

bool ce_cgo_is_runtime_dir(const char *dir)
{
	size_t n = strlen(dir);
	static const char tail[] = "/src/runtime/cgo";
	size_t m = sizeof(tail) - 1;

	while (n > 1 && dir[n - 1] == '/')
		n--;
	return n >= m && strncmp(dir + n - m, tail, m) == 0;
}

bool ce_cgo_is_silent_unit(const char *main_file, const char *directory)
{
	const char *base = ce_path_base(main_file);

	if (!strcmp(main_file, "-") || !strcmp(main_file, "<stdin>"))
		return true;
	if (!strcmp(base, "trivial.c") || !strcmp(base, "_cgo_main.c"))
		return true;
	if (skip(base, "cgo-gcc-input-") && ends_with(base, ".c"))
		return true;
	if (strstr(main_file, "/src/runtime/cgo/"))
		return true;
	return main_file[0] != '/' && directory && ce_cgo_is_runtime_dir(directory);
}

bool ce_cgo_is_goroot_mark(const char *prefix)
{
	return strcmp(prefix, "/_/GOROOT") == 0;
}

bool ce_cgo_is_export_source(const char *file)
{
	return strcmp(ce_path_base(file), "_cgo_export.c") == 0;
}

bool ce_cgo_is_export_header(const char *file)
{
	/* Without #line, as in Go before 1.10, the whole header has its own name. */
	return strcmp(file, "cgo-gcc-export-header-prolog") == 0 ||
	       strcmp(ce_path_base(file), "_cgo_export.h") == 0;
}

bool ce_cgo_is_wrapper_source(const char *file)
{
	return ends_with(file, ".cgo2.c");
}

bool ce_cgo_is_go_file(const char *file)
{
	return ends_with(file, ".go");
}

bool ce_cgo_is_plumbing(const char *function)
{
	return skip(function, "_cgo_") || skip(function, "__tsan_") || skip(function, "__msan_") ||
	       strcmp(function, "crosscall2") == 0;
}
