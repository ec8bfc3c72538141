/*
 * cgo_names.h - the names that cmd/cgo gives to what it generates.
 *
 * Pure functions on strings; they never allocate, and results point into the
 * argument. All that the project knows about cgo's naming is here, because it
 * has changed between Go releases and will change again.
 */
#ifndef CGOESCAPE_CGO_NAMES_H
#define CGOESCAPE_CGO_NAMES_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a symbol of a cgo unit stands for. */
typedef enum ce_cgo_symbol {
	CE_CGO_OTHER,  /* not one of cgo's */
	CE_CGO_CFUNC,  /* _cgo_HASH_Cfunc_NAME: calls C's NAME for Go */
	CE_CGO_C2FUNC, /* _cgo_HASH_C2func_NAME: the same, and returns errno */
	CE_CGO_CMACRO, /* _cgo_HASH_Cmacro_NAME: evaluates the macro NAME for Go */
	CE_CGO_EXPORT, /* _cgoexp_HASH_NAME: the Go code behind //export NAME */
} ce_cgo_symbol;

/**
 * Take a symbol apart.
 *
 * HASH is 12 lower-case hex digits and changes with every edit of the package,
 * so it is dropped.
 *
 * @param[out] name  NAME, a tail of `symbol`; untouched for CE_CGO_OTHER.
 */
ce_cgo_symbol ce_cgo_parse_symbol(const char *symbol, const char **name);

/**
 * Whether nothing may be said or written about a unit: one of the compiler
 * probes of `go build` and `go tool cgo`, cgo's fake main, or a C file of
 * runtime/cgo.
 *
 * @param main_file  as given to the compiler
 * @param directory  where the compiler runs, or NULL; only runtime/cgo needs it
 */
bool ce_cgo_is_silent_unit(const char *main_file, const char *directory);

/**
 * Whether a folder is the source of runtime/cgo below some GOROOT. Its
 * generated units are compiled elsewhere, with this folder as an -I.
 */
bool ce_cgo_is_runtime_dir(const char *dir);

/** Whether a path prefix of -ffile-prefix-map is the one go build gives to the
 * standard library. */
bool ce_cgo_is_goroot_mark(const char *prefix);

/** Whether a file is a package's _cgo_export.c: bridges from C into Go. */
bool ce_cgo_is_export_source(const char *file);

/**
 * Whether a presumed file name is that part of _cgo_export.h which declares
 * exported Go functions. The header also repeats preambles, whose functions
 * are C; cgo puts those under the names of their Go files.
 */
bool ce_cgo_is_export_header(const char *file);

/** Whether a file is a unit that cgo made of a Go file: NAME.cgo2.c. */
bool ce_cgo_is_wrapper_source(const char *file);

/** Whether a presumed file name is a Go file, so that the code is a preamble. */
bool ce_cgo_is_go_file(const char *file);

/**
 * Whether a function that a wrapper or an exported function calls is cgo's plumbing
 * rather than the function that Go asked for.
 */
bool ce_cgo_is_plumbing(const char *function);

#ifdef __cplusplus
}
#endif
#endif
