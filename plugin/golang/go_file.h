/*
 * go_file.h - what one Go file says about C: its preamble, the #cgo promises in it,
 * the C functions it calls and with what.
 *
 * The file is read as tokens, without types. So an argument is only said to be C
 * memory, nil or a constant where the text leaves no doubt; everything else may be
 * Go memory.
 */
#ifndef CE_GO_FILE_H
#define CE_GO_FILE_H

#include "base/buf.h"
#include "base/map.h"
#include "golang/go_lexer.h"

/** Whether cgo sees a directive at all. */
typedef enum ce_directive_place {
	CE_DIRECTIVE_SEEN,
	CE_DIRECTIVE_OUTSIDE,   /* in a comment that is not directly above import "C" */
	CE_DIRECTIVE_COMMENTED, /* "//#cgo" inside the block comment: C's comment, not cgo's line */
} ce_directive_place;

/** A line "#cgo noescape NAME" or "#cgo nocallback NAME". */
typedef struct ce_go_directive {
	bool noescape; /* false: nocallback */
	uint8_t place; /* ce_directive_place */
	char *name;
	uint32_t line, col;     /* of the '#' */
	size_t at, n;           /* its text */
	size_t line_at, line_n; /* the whole source line, its newline included */
	bool alone;             /* on that line, but for a "//" before it */
} ce_go_directive;

/** What the text of an argument shows. */
typedef enum ce_go_arg_kind {
	CE_ARG_MAY_BE_GO, /* nothing, so it may be Go memory */
	CE_ARG_IS_GO,     /* the address of something, a slice's or string's data */
	CE_ARG_IS_C,      /* what C code or C.CString returned, a C function or variable */
	CE_ARG_NIL,
	CE_ARG_CONSTANT, /* an integer: `value` */
} ce_go_arg_kind;

typedef struct ce_go_arg {
	uint8_t kind; /* ce_go_arg_kind */
	int64_t value;
	uint32_t first, end; /* its tokens in `code`: [first, end) */
	uint32_t pinned;     /* line of the call of Pin that names the same variable; 0: none */
} ce_go_arg;

/** C.NAME(...). Conversions to C types look the same; who is a function, cgo knows. */
typedef struct ce_go_call {
	char *name;
	uint32_t line, col; /* of the C in C.NAME */
	CE_VEC(ce_go_arg) args;
} ce_go_call;

/** A C name that is used otherwise: its address is taken, it is assigned, or a type. */
typedef struct ce_go_use {
	char *name;
	uint32_t line, col;
} ce_go_use;

/** A file without import "C" has tokens only. */
typedef struct ce_go_file {
	char *path;
	ce_buf source;
	ce_go_tokens tokens, code;     /* all; without comments */
	uint32_t import_at;            /* token `import` of import "C"; CE_NONE: none */
	uint32_t comment, comment_end; /* tokens of the comment above it; equal: none */
	CE_VEC(ce_go_directive) directives;
	CE_VEC(ce_go_call) calls; /* in order of the source */
	CE_VEC(ce_go_use) uses;
} ce_go_file;

/**
 * Read a Go file.
 *
 * @retval false  it cannot be read; *error says why, the caller frees it. There is
 *                nothing to close then.
 */
bool ce_go_file_read(ce_go_file *f, const char *path, char **error);
/** The same from a text, which is taken and left empty. */
void ce_go_file_from(ce_go_file *f, const char *path, ce_buf *text);
void ce_go_file_close(ce_go_file *f);

/** Whether a file has the build constraint "ignore" above its package clause: it belongs to no build of its
 * package. */
bool ce_go_is_never_built(const char *text);

/** Whether cgo sees this promise in one of a package's files. */
bool ce_go_is_promised(const ce_go_file *files, size_t nfiles, const char *name, bool noescape);

/**
 * The text of a file without the promises for which cgo refuses a whole package, those of
 * functions that no file calls; blanks are in their place, so every position stays.
 * NULL: it has none. The caller frees.
 */
char *ce_go_file_accepted(const ce_go_file *f, const ce_go_file *files, size_t nfiles);

/** The first file that calls C.name; nfiles: none does. */
size_t ce_go_caller(const ce_go_file *files, size_t nfiles, const char *name);

/**
 * The text of a file as a reader of C's comments wants it: of the preamble what cgo gives the
 * compiler, of the rest the comments. Every position stays. The caller frees.
 */
char *ce_go_file_comments(const ce_go_file *f);

/** Bytes that cgo cuts from the start of a line of the preamble, so that the C
 * compiler's columns are that much too small. */
unsigned ce_go_file_cut(const ce_go_file *f, uint32_t line);

#endif
