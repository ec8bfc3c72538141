/*
 * cgo_types.h - _cgo_gotypes.go: what cgo found out about the C names that Go uses.
 */
#ifndef CE_CGO_TYPES_H
#define CE_CGO_TYPES_H

#include "golang/go_args.h"

/** A C function that Go calls. */
typedef struct ce_cgo_func {
	char *name;           /* as in C.NAME */
	CE_VEC(char *) types; /* Go type of each parameter: "*_Ctype_char", "unsafe.Pointer" */
} ce_cgo_func;

typedef struct ce_cgo_types {
	ce_buf source;
	ce_go_tokens tokens;
	CE_VEC(ce_cgo_func) funcs; /* in order of the file, each name once */
	ce_map definitions;        /* hash of a type's name -> its token `type` */
} ce_cgo_types;

/** Read the file. On failure *error says why; the caller frees it. */
bool ce_cgo_types_read(ce_cgo_types *t, const char *path, char **error);
/** The same from a text, which is taken and left empty. */
void ce_cgo_types_from(ce_cgo_types *t, ce_buf *text);
void ce_cgo_types_free(ce_cgo_types *t);

/** NULL: Go does not call it. */
const ce_cgo_func *ce_cgo_types_func(const ce_cgo_types *t, const char *name);

/** For ce_go_judge_args(); the types are borrowed. */
ce_go_names ce_cgo_types_names(ce_cgo_types *t);
/** The same for files of other builds: what is no type here may be a function there, and constants differ. */
ce_go_names ce_cgo_types_names_elsewhere(ce_cgo_types *t);

/** The token after "type NAME" or "type NAME =" in t->tokens; CE_NONE: not declared here. */
uint32_t ce_cgo_definition(const ce_cgo_types *t, const char *name);

/** Follow "type A = B" to the type that is no other's name; the caller frees it. */
char *ce_cgo_resolve(const ce_cgo_types *t, const char *name);

/** Reports whether NAME of C.NAME, at a token of Go code, is a type that ce_cgo_resolve() calls `resolved`.
 */
bool ce_cgo_names_type(const ce_cgo_types *t, const ce_go_tokens *k, uint32_t name, const char *resolved);

/** Reports whether a parameter's type is a number, uintptr_t among them. */
bool ce_cgo_type_is_number(const ce_cgo_types *t, const char *type);

/** Reports whether a parameter is a struct that is passed by value. */
bool ce_cgo_type_is_struct(const ce_cgo_types *t, const char *type);

/* cgo_made.c */

/** Reports whether values of a parameter's type can hold a pointer; of uintptr_t they can. */
bool ce_cgo_type_has_pointer(const ce_cgo_types *t, const char *type);

/** Reports whether the package's files may put pointers of their own into a struct, "_Ctype_struct_T". */
bool ce_cgo_struct_is_made(const ce_cgo_types *t, const char *type, const ce_go_file *files, size_t nfiles);

/**
 * Reports whether Go code can have objects of the type that a parameter points to:
 * false for functions, for types that C keeps to itself (incomplete in the header)
 * and for those that the package's files never use but behind a '*'. Of a struct passed
 * by value: whether they can have put their own pointers into it.
 */
bool ce_cgo_type_may_be_go(const ce_cgo_types *t, const char *type, const ce_go_file *files, size_t nfiles);

#endif
