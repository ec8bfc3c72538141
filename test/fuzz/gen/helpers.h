/* Small functions (helpers.c.in), copied into the units that use them: ways to hand a pointer on. */
#ifndef GEN_HELPERS_H
#define GEN_HELPERS_H

#include "text.h"

enum { MAX_HELPERS = 200 };

typedef struct {
	struct helper {
		char *name, *text; /* name: without its `@` */
	} at[MAX_HELPERS];
	int n;
} helpers;
typedef struct helper helper;

/* False, with a message, if there is no such file. */
bool helpers_read(helpers *h, const char *path);
/* Those that the functions of one unit use, and what these use; number: the cluster's. */
void helpers_write(const helpers *h, const char *functions, unsigned number, page *p);

#endif
