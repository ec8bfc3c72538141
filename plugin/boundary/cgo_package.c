#define _POSIX_C_SOURCE 200809L /* getline */

#include "cgo_package.h"
#include "cgo_names.h"
#include "cgoescape/source.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct reader {
	ce_cgo_name_fn *fn;
	void *ctx;
	bool in_wrapper; /* between a wrapper's name and its closing brace */
} reader;

static const char *skip(const char *text, const char *prefix)
{
	size_t n = strlen(prefix);

	return strncmp(text, prefix, n) == 0 ? text + n : NULL;
}

static size_t identifier_length(const char *text)
{
	size_t n = 0;

	while (isalnum((unsigned char)text[n]) || text[n] == '_')
		n++;
	return n;
}

static void tell(reader *r, const char *name, size_t length)
{
	char copy[256];

	if (length == 0 || length >= sizeof(copy))
		return;
	memcpy(copy, name, length);
	copy[length] = '\0';
	if (!ce_cgo_is_plumbing(copy))
		r->fn(r->ctx, copy);
}

static bool begins_wrapper(const char *line)
{
	char symbol[256];
	const char *name;
	size_t n;

	/* Older releases put the result type on the same line. */
	if (skip(line, "void "))
		line += strlen("void ");
	n = identifier_length(line);
	if (n == 0 || n >= sizeof(symbol) || line[n] != '(')
		return false;
	memcpy(symbol, line, n);
	symbol[n] = '\0';
	switch (ce_cgo_parse_symbol(symbol, &name)) {
	case CE_CGO_CFUNC:
	case CE_CGO_C2FUNC:
		return true;
	default:
		return false;
	}
}

/* Return the call in "f(...);" or "_cgo_r = (T) f(...);", or NULL. */
static const char *called_function(const char *line)
{
	const char *cast_end;

	/* Not "__typeof__(_cgo_a->r) _cgo_r;". */
	if (*line++ != '\t' || !strstr(line, ");\n"))
		return NULL;
	if (!skip(line, "_cgo_r = "))
		return line;
	line += strlen("_cgo_r = ");
	/* Only a pointer result is cast, and the name follows the last of its ") ". */
	if (*line == '(' && (cast_end = strstr(line, ") ")))
		line = cast_end + 2;
	return line;
}

static void read_wrapper_line(reader *r, const char *line)
{
	const char *call;
	size_t n;

	if (begins_wrapper(line)) {
		r->in_wrapper = true;
	} else if (*line == '}') {
		r->in_wrapper = false;
	} else if (r->in_wrapper && (call = called_function(line))) {
		n = identifier_length(call);
		if (call[n] == '(')
			tell(r, call, n);
	}
}

static void read_main_line(reader *r, const char *line)
{
	const char *name = skip(line, "extern void ");
	size_t n = name ? identifier_length(name) : 0;

	if (n && skip(name + n, "();"))
		tell(r, name, n);
}

static void read_file(reader *r, const char *path, void (*read_line)(reader *, const char *))
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t room = 0;

	if (!f)
		return;
	r->in_wrapper = false;
	while (getline(&line, &room, f) > 0)
		read_line(r, line);
	free(line);
	fclose(f);
}

bool ce_cgo_read_package(const char *dir, ce_cgo_name_fn *fn, void *ctx)
{
	DIR *d = opendir(dir);
	reader r = {fn, ctx, false};
	struct dirent *e;
	char path[4096];

	if (!d)
		return false;
	while ((e = readdir(d))) {
		if ((size_t)snprintf(path, sizeof(path), "%s/%s", dir, e->d_name) >= sizeof(path))
			continue;
		if (ce_cgo_is_wrapper_source(e->d_name))
			read_file(&r, path, read_wrapper_line);
		else if (!strcmp(e->d_name, "_cgo_main.c"))
			read_file(&r, path, read_main_line);
	}
	closedir(d);
	return true;
}

/* ---- promises ------------------------------------------------------------------------ */

/* The name in "func _Cfunc_NAME(" or "func _C2func_NAME(", or false. */
static bool begins_stub(const char *line, char *name, size_t room)
{
	const char *rest = skip(line, "func _Cfunc_");
	size_t n;

	if (!rest)
		rest = skip(line, "func _C2func_");
	n = rest ? identifier_length(rest) : 0;
	if (n == 0 || n >= room || rest[n] != '(')
		return false;
	memcpy(name, rest, n);
	name[n] = '\0';
	return true;
}

bool ce_cgo_read_promises(const char *dir, ce_cgo_promise_fn *fn, void *ctx)
{
	char path[4096], name[256] = "", *line = NULL;
	unsigned promises = 0;
	size_t room = 0;
	FILE *f;

	if ((size_t)snprintf(path, sizeof(path), "%s/_cgo_gotypes.go", dir) >= sizeof(path) ||
	    !(f = fopen(path, "r")))
		return false;
	while (getline(&line, &room, f) > 0) {
		if (begins_stub(line, name, sizeof(name))) {
			promises = 0;
		} else if (*line == '}') {
			if (*name && promises)
				fn(ctx, name, promises);
			*name = '\0';
		} else if (strstr(line, "_Cgo_no_callback(true)")) {
			promises |= CE_PROMISE_NOCALLBACK;
		} else if (strstr(line, "_Cgo_keepalive(")) {
			promises |= CE_PROMISE_NOESCAPE;
		}
	}
	free(line);
	fclose(f);
	return true;
}
