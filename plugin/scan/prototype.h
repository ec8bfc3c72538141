/*
 * prototype.h - declarations of functions in the text of a header: what the compiler
 * knows of a function is where it is defined.
 */
#ifndef CE_SCAN_PROTOTYPE_H
#define CE_SCAN_PROTOTYPE_H

#include <stdbool.h>

#include "base/mem.h"

/** A parameter; the lines its text stands in. */
typedef struct ce_proto_param {
	char *name; /* "" when it has none */
	unsigned first, last;
} ce_proto_param;

typedef struct ce_prototype {
	char *name;
	unsigned line;                 /* of the name */
	CE_VEC(ce_proto_param) params; /* none if some stand under #if */
} ce_prototype;

/** Reports whether a name is that of a function; n bytes. */
typedef bool ce_is_function(void *ctx, const char *name, size_t n);

/**
 * Read the declaration of which a piece stands in a line.
 *
 * @param code  a source whose comments and literals are blanks
 * @param skip  so many declarations in that line are passed over
 * @retval false  there is none; no function of this name: name is NULL
 */
bool ce_prototype_read(ce_prototype *p, const char *code, unsigned line, unsigned skip,
                       ce_is_function *is_function, void *ctx);

/** Reports whether a function whose head stands in a line, or a piece of it, has a body there. */
bool ce_prototype_is_defined(const char *code, unsigned line);

void ce_prototype_free(ce_prototype *p);

#endif
