/*
 * go_list.h - what the go command says: `go env -json` and `go list -json`.
 */
#ifndef CE_GO_LIST_H
#define CE_GO_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"

typedef CE_VEC(char *) ce_go_strings;

void ce_go_strings_add(ce_go_strings *list, const char *text); /* copied */
void ce_go_strings_free(ce_go_strings *list);

/** The settings that matter to a build of C; "" where go env says nothing. All owned. */
typedef struct ce_go_env {
	char *cc, *cflags, *cppflags, *ldflags, *cgo_enabled, *goos, *goarch, *gohostos, *gohostarch;
	char *version, *tooldir, *pkg_config, *mips, *mips64, *gomod, *gowork, *experiment;
	char *cflags_allow, *cflags_disallow, *cppflags_allow, *cppflags_disallow;
	unsigned minor; /* 26 of "go1.26.1"; 0 when it is none of that form (a development version) */
} ce_go_env;

typedef struct ce_go_package {
	char *dir, *import_path, *name, *module_dir, *error, *error_pos;
	bool standard;
	/* File names relative to dir; Go files are those that use cgo, and the others; "files not C" are C++,
	 * Objective-C, Fortran, assembly, SWIG and objects, which nobody here analyses; "ignored" are Go and
	 * other files that build constraints leave out. */
	ce_go_strings cgo_files, go_files, c_files, h_files, not_c, ignored;
	ce_go_strings cflags, cppflags, ldflags, pkg_config;
} ce_go_package;

typedef struct ce_go_packages {
	CE_VEC(ce_go_package) list;
} ce_go_packages;

/** What to give to `go list -json=`. */
extern const char ce_go_list_fields[];

/** What to give to `go env -json`, NULL-terminated. */
extern const char *const ce_go_env_names[];

/** Read the output. On failure *error is a message that the caller frees. */
bool ce_go_env_parse(ce_go_env *env, const char *json, size_t n, char **error);
bool ce_go_list_parse(ce_go_packages *out, const char *json, size_t n, char **error);

void ce_go_env_free(ce_go_env *env);
void ce_go_packages_free(ce_go_packages *p);

#endif
