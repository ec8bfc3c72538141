/* Shapes of real code (shapes.c.in): each brings types of its own, globals, functions, and statements that
 * use them.
 *
 * A shape is a line `== NAME` and sections:
 *   [types]                  go into all units
 *   [private]                the same, of one that is the unit's with the functions: all else is in a header
 *   [fields X MEMBER:KIND..] what the observer fills struct X@ with: kinds of tables.h; `b` is a struct B@,
 * `x:ARRAY:N` one of N pointers in an array of the program, `>` where what the last pointer points to ends,
 * `#` how many bytes that are [inside X Y MEMBER]      a struct X@ is found in a struct Y@ [globals] a
 * declaration a line, of one unit or of all, static or not [code]                   helpers, in the unit of
 * the functions [function K NAME K:P..]  an external function: kinds (program.h) of result and parameters;
 * `K!`: it keeps no pointer to that object, which may be a local [use]                    a statement, where
 * its variables are in scope
 *
 * In it `$(A$,B$)` is A or B, `$1(A$,B$)` (to `$9`) the same choice in the whole shape, `$<A$,B$>` all in any
 * order, $N $S $K a value of struct N@ *, char *, int, $T some statements, `$X` a variable of kind X, $# a
 * number, and `$=KNAME;` makes a local known.
 */
#ifndef GEN_SHAPES_H
#define GEN_SHAPES_H

#include "program.h"

enum { MAX_SHAPES = 32, MAX_SECTIONS = 40 };

struct shape {
	char *name;
	struct section {
		char *head, *text; /* head: without brackets */
	} sections[MAX_SECTIONS];
	int n;
};

struct shapes {
	shape at[MAX_SHAPES];
	int n;
};

/* False, with a message, if there is no such file. wanted: a name, NULL for all, `none`. */
bool shapes_read(shapes *s, const char *path, const char *wanted);
/* Which ones this cluster has, and their types and globals. */
void shapes_choose(cluster *c, const shapes *all);
/* Their functions, and some that use them. */
void shapes_write(cluster *c);
/* One of the statements that use them; false: its variables are not in scope. */
bool shapes_statement(cluster *c);
/* The type of a kind that is a shape's; NULL: it is none. */
const char *shapes_type(char kind);

#endif
