/*
 * cgo_package.h - which C functions a Go package uses, from what cgo generated.
 *
 * A package's own .c files do not say who calls them. But cgo has put its
 * wrappers into the folder that go build hands to every C compile of the
 * package with -I, so the answer is at hand before the first of them runs.
 */
#ifndef CGOESCAPE_CGO_PACKAGE_H
#define CGOESCAPE_CGO_PACKAGE_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Receives a function name, valid during the call only; may see it again. */
typedef void ce_cgo_name_fn(void *ctx, const char *name);

/**
 * Name the C functions that Go calls (by the wrappers in *.cgo2.c) and those
 * whose address Go takes (by _cgo_main.c, where exported Go functions may be
 * among them).
 *
 * @param dir  cgo's object folder
 * @retval false  the folder cannot be read; a file that cannot is skipped
 */
bool ce_cgo_read_package(const char *dir, ce_cgo_name_fn *fn, void *ctx);

/** Receives the unchecked promises made of a C function: CE_PROMISE_* of
 * cgoescape/source.h. The name is valid during the call only. */
typedef void ce_cgo_promise_fn(void *ctx, const char *name, unsigned promises);

/**
 * Name the C functions of a package that have a `#cgo noescape` or `#cgo nocallback`
 * line. cgo has checked the lines and made code of them (_cgo_gotypes.go).
 *
 * @param dir  as above
 * @retval false  there is no such file
 */
bool ce_cgo_read_promises(const char *dir, ce_cgo_promise_fn *fn, void *ctx);

#ifdef __cplusplus
}
#endif
#endif
