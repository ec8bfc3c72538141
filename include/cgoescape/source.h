/*
 * cgoescape/source.h - what a front end knows about the functions of one unit.
 *
 * LLVM IR has lost the C signature, the names of unnamed parameters, the text
 * of expressions and who is called from Go. The Clang side (plugin/clang)
 * collects these into a ce_source; the engine never sees Clang. A pass that
 * runs on bare bitcode passes no ce_source and loses only words.
 *
 * All strings are UTF-8, NUL-terminated, owned by whoever made the ce_source
 * and borrowed by the engine for the duration of the analysis. Lines and
 * columns are 1-based, columns count bytes, and #line is followed (they are
 * Clang's presumed locations).
 */
#ifndef CGOESCAPE_SOURCE_H
#define CGOESCAPE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A place in a source file. file is NULL and line 0 where it is unknown. */
typedef struct ce_loc {
	const char *file;
	unsigned line; /* 1-based; 0 = unknown */
	unsigned col;  /* 1-based, bytes; 0 = unknown */
} ce_loc;

/** Properties of one C parameter; flags of ce_source_param. */
enum {
	CE_PARAM_POINTER = 1 << 0,   /* a pointer, array or function type (after decay) */
	CE_PARAM_AGGREGATE = 1 << 1, /* struct or union by value that contains a pointer */
	CE_PARAM_WIDE_INT = 1 << 2,  /* an integer as wide as a pointer or wider */
	CE_PARAM_OPAQUE = 1 << 3,    /* pointer to an incomplete type (not void) */
	CE_PARAM_FUNCTION = 1 << 4,  /* pointer to a function */
	CE_PARAM_PLAIN = 1 << 7, /* pointer to a type that holds no pointers (char, int, struct of those) */
	CE_PARAM_NUMBERS =
		1 << 8, /* PLAIN, and to numbers or characters themselves; or a struct of them by value */
	CE_PARAM_TEXT = 1 << 9,       /* NUMBERS: to const char */
	CE_PARAM_AS_POINTER = 1 << 6, /* an integer that the body turns into a pointer (the engine sets it) */
	CE_PARAM_NOESCAPE = 1 << 5,   /* declared __attribute__((noescape)): a claim, never evidence */
};

typedef struct ce_source_param {
	const char *name;      /* "" when unnamed */
	const char *type;      /* as written, for messages */
	ce_loc loc;            /* of the name in the definition */
	uint32_t flags;        /* CE_PARAM_* */
	uint64_t pointee_size; /* bytes of what a pointer points to; 0: unknown */
} ce_source_param;

/** Properties of one function; flags of ce_source_func. */
enum {
	CE_FUNC_BOUNDARY = 1 << 0,  /* Go calls it (a cgo wrapper of this unit does) */
	CE_FUNC_GO_EXPORT = 1 << 1, /* calling it runs Go code */
	CE_FUNC_WRAPPER = 1 << 2,   /* a wrapper that cgo generated */
	CE_FUNC_SYSTEM = 1 << 3,    /* declared in a system header */
	CE_FUNC_STATIC = 1 << 4,    /* internal linkage */
	CE_FUNC_PREAMBLE = 1 << 5,  /* defined in the comment above import "C" */
	CE_FUNC_VARIADIC = 1 << 6,
};

/** What the Go side says of a C function, unchecked; flags of ce_source_func. */
enum {
	CE_PROMISE_NOESCAPE = 1 << 0,   /* #cgo noescape */
	CE_PROMISE_NOCALLBACK = 1 << 1, /* #cgo nocallback */
};

/** An IR argument that stands for no C parameter. */
#define CE_ARG_SRET (-1) /* the hidden pointer to the result */

typedef struct ce_source_func {
	const char *link_name; /* the symbol, as LLVM names it */
	const char *name;      /* the C name */
	ce_loc loc;            /* of the name in the definition (else the last declaration) */
	uint32_t flags;        /* CE_FUNC_* */
	uint32_t promises;     /* CE_PROMISE_* */
	bool defined;
	const ce_source_param *params;
	unsigned nparams;
	/* For each IR argument the C parameter it carries (or a part of), or
	 * CE_ARG_SRET. Taken from Clang's own ABI query. Empty for declarations. */
	const int *arg_param;
	/* For each IR argument 0, or the size of the caller-made copy of a struct that
	 * it points to: some ABIs pass structs by plain pointer. */
	const uint64_t *arg_copied;
	unsigned nargs;
} ce_source_func;

/** What kind of step a text is wanted for; lets the front end pick the right
 * expression when several begin at one place. */
typedef enum ce_text_kind {
	CE_TEXT_ANY,    /* the innermost full expression there */
	CE_TEXT_ASSIGN, /* an assignment or initialised declaration: "g = p" */
	CE_TEXT_CALL,   /* a call: "f(p, 1)" */
	CE_TEXT_RETURN, /* a return statement: "return p" */
	CE_TEXT_ACCESS, /* a member, index or dereference: "s->f", "a[i]", "*p" */
} ce_text_kind;

/** How a unit uses a struct: what must be known of all units to tell what the function
 * pointers in a struct hold that only the program knows (docs/model.md, A12). Structs go
 * by "struct tag", "union tag" or their typedef, functions by their symbols. */
typedef enum ce_use_kind {
	CE_USE_UNIT,  /* the front end has looked at this unit; once */
	CE_USE_SIZE,  /* a is defined at place b and has x bytes; y: 1 if all its members are scalars */
	CE_USE_KNOWN, /* code outside of the program may know the definition of a; x: 1 if only code that
	               * has included its header for itself, 2 if other headers name it */
	CE_USE_HOOK,  /* byte x of a is the function pointer at byte y of the struct b in it */
	CE_USE_PART,  /* a has at byte x a struct b in it, which has function pointers */
	CE_USE_STORE, /* function b is stored in the one at byte x of a; "": maybe something else */
	CE_USE_CAST,  /* a pointer to a becomes one to b; "": no struct; "&": one to a member is converted */
	CE_USE_SHOWN, /* others may find a pointer to a, under its own type; b: who know this struct */
	CE_USE_COPY,  /* an a is written as a whole, by a parameter of function b; "": somewhere;
	               * x: 1 if with what may be no a */
	CE_USE_PARAM, /* parameter x of function b is a pointer to a; CE_USE_RESULT: its result leads to one;
	               * y: 0 if it is declared in another header than that of a */
	CE_NUSES
} ce_use_kind;

#define CE_USE_RESULT UINT32_MAX

typedef struct ce_source_use {
	uint8_t kind; /* ce_use_kind */
	const char *a, *b;
	uint64_t x, y;
} ce_source_use;

typedef struct ce_source {
	const char *main_file; /* as given to the compiler */
	const char *directory; /* the compilation directory, absolute */
	bool is_cgo;           /* the unit belongs to a cgo package */
	const ce_source_func *funcs;
	size_t nfuncs;
	const ce_source_use *uses; /* each once */
	size_t nuses;
	/* Every atomic operation is on an object of integer or floating type; false: not known,
	 * or types say nothing (-fno-strict-aliasing). */
	bool atomic_numbers;
	/* Tags of structs; members that point to one may be written without being named:
	 * as a member of a union, or through their address as something else. Each once. */
	const char *const *unnamed_targets;
	size_t nunnamed_targets;
	const char *const *files; /* all that was read, as the compiler names them; sorted */
	size_t nfiles;
	/* Source text of the expression at a place, on one line, at most 60 bytes
	 * ("..." where cut); NULL when there is none. line and col are as in the
	 * IR's debug locations, file is the DIFile's name joined to its directory
	 * if relative. The result is owned by the source and lives as long. */
	const char *(*text)(void *ctx, const char *file, unsigned line, unsigned col, ce_text_kind kind);
	/* The name under which the compiler shows a file, for a DIFile's directory
	 * and name (absolute, or relative to the directory). Owned as above. */
	const char *(*shown_file)(void *ctx, const char *directory, const char *name);
	void *ctx;
} ce_source;

#ifdef __cplusplus
}
#endif
#endif
