/*
 * cgo_build.h - the C half of `go build` for one package, as commands.
 *
 * The flags are those that cmd/go/internal/work puts together (exec.go: CFlags,
 * compilerCmd, runCgo), less what only matters to an object file. Nothing of Go is
 * compiled: cgo works on the source alone, so a package's dependencies need not be
 * built and no build cache is touched.
 */
#ifndef CE_CGO_BUILD_H
#define CE_CGO_BUILD_H

#include "golang/go_list.h"

/** A command to run. All owned; argv is NULL-terminated beyond its n. */
typedef struct ce_go_command {
	ce_go_strings argv;
	char *cwd;
	char *file; /* the C source, absolute; NULL: not a compile */
} ce_go_command;

typedef struct ce_cgo_build {
	ce_go_command cgo;           /* makes the generated files in the object folder */
	ce_go_strings env;           /* NAME=VALUE to add to the environment of cgo */
	CE_VEC(ce_go_command) units; /* one compile for each C unit, without an output */
} ce_cgo_build;

/**
 * Plan the build.
 *
 * @param objdir     where generated files go, absolute, without a slash at the end
 * @param clang      the compiler
 * @param pkg_config what pkg-config --cflags says of the package's #cgo pkg-config lines
 */
void ce_cgo_plan(ce_cgo_build *out, const ce_go_env *env, const ce_go_package *p, const char *objdir,
                 const char *clang, const ce_go_strings *pkg_config);
/** Let cgo read a copy of a Go file, and record the file's own name. Call it for each file at most once. */
void ce_cgo_use_copy(ce_go_command *cgo, const char *file, const char *copy);
void ce_cgo_build_free(ce_cgo_build *b);

/** The pkg-config command of a package, for "--cflags" or "--libs"; argv.n is 0 when it
 * needs none. */
void ce_cgo_pkg_config(ce_go_command *out, const ce_go_env *env, const ce_go_package *p, const char *kind);
void ce_go_command_free(ce_go_command *c);

/**
 * Split flags into words.
 *
 * @param shell  quotes and backslashes count as in a shell (the output of pkg-config);
 *               else a quote counts at the start of a word only (environment variables)
 */
void ce_go_split(ce_go_strings *out, const char *text, bool shell);

/**
 * Reports whether a flag from a package (a #cgo line or pkg-config) may be given to the
 * compiler. As with go build, code that is only to be read must not run or write
 * anything, so all but known kinds are refused.
 */
bool ce_cgo_flag_allowed(const char *flag);

/** The same of a word in a #cgo pkg-config line: no option that makes pkg-config write a file. */
bool ce_cgo_pkg_config_allowed(const char *word);

/** Reports whether a flag as a whole matches a regular expression of the user (CGO_CFLAGS_ALLOW); "" matches
 * none, nor does one that cannot be read. */
bool ce_cgo_flag_matches(const char *pattern, const char *flag);
/** Reports whether it can be read, as POSIX's extended form: of Go's the common part. */
bool ce_cgo_pattern_is_good(const char *pattern);

/** Reports whether a linker's flag leaves names alone: with --wrap=f and the like f is another
 * function than the source says. */
bool ce_cgo_calls_stay(const char *flag);

/** Whether the compiler needs another target than its own, and which; NULL: none. */
const char *ce_cgo_target(const ce_go_env *env);

#endif
