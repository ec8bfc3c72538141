/*
 * arguments.h - a command of a compilation database as one that our clang may run.
 *
 * A database is data: what stands in it must not run programs or write files. So
 * no argument is passed on that is not known to be about the meaning of the
 * source, and the compiler it names is never run.
 */
#ifndef CE_SCAN_ARGUMENTS_H
#define CE_SCAN_ARGUMENTS_H

#include "scan/database.h"

typedef struct ce_unit_args {
	ce_arena arena;
	CE_VEC(const char *) at;      /* what follows "clang"; without the source */
	CE_VEC(const char *) dropped; /* refused: would write, run or load something */
	CE_VEC(const char *) unknown; /* not known here; of other compilers, mostly */
} ce_unit_args;

typedef enum ce_unit_kind {
	CE_UNIT_C,
	CE_UNIT_OTHER_LANGUAGE, /* C++, assembly, ... */
	CE_UNIT_HEADER,         /* to be precompiled: a part of other units */
	CE_UNIT_STEP,           /* clang -cc1, which clang runs for another command */
	CE_UNIT_REFUSED,        /* *why says what about it */
} ce_unit_kind;

/**
 * @param[out] out  zero-initialised; freed with ce_unit_args_free()
 * @param[out] why  static text
 */
ce_unit_kind ce_unit_args_make(ce_unit_args *out, const ce_command *c, const char **why);
void ce_unit_args_free(ce_unit_args *a);

/** Drop an argument that clang has refused; false when it is not there. */
bool ce_unit_args_drop(ce_unit_args *a, const char *arg);

/**
 * The target that a command belongs to, as its output's path tells: CMake's
 * "CMakeFiles/NAME.dir/", Meson's "NAME.p/", libtool's ".libs/" (shared); "" when it
 * cannot be told. That folder, absolute, for names are not unique; all that is shared of
 * one make is one. The result belongs to the arena.
 */
const char *ce_link_unit(ce_arena *a, const ce_command *c);

/** Its name, for a person. The caller frees. */
char *ce_target_name(const char *target);

#endif
