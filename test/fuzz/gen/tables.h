/* What a generated program tells the observer: its functions and the layout of its types. */
#ifndef GEN_TABLES_H
#define GEN_TABLES_H

#include <stddef.h>

struct N;
typedef void (*callback)(int, struct N *, struct N *);

struct field {
	size_t offset;
	/* As in program.h; 'o' is a table of functions, 'W' a pointer as an integer, perhaps tagged,
	 * 'k' a small int, 'a' an allocator, 'T' a struct T *. Of shapes: 'w' is an integer for who
	 * does not make a pointer of it, 'x' one of the values, 'h' and 'd' an allocator with a word for
	 * itself and what frees, '>' the end of what the last 's' points to, '#' how far that is. */
	char kind;
	const void *const *values;
	unsigned n;
};

struct layout {
	char kind; /* of a pointer to it */
	size_t size;
	const struct field *fields; /* up to one of kind 0 */
	/* Not 0: it is there only as a part of objects of this kind, at this place. */
	char inside;
	size_t at;
};

enum { USUAL_LAYOUTS = 6 };

struct family {
	const struct layout *layouts; /* N B C P U T, and those of shapes */
	unsigned nlayouts;
	size_t box, raw, arr; /* where in a node a struct B, chars, and an array of nodes are */
	callback outside;
	const void *const *ops;
};

struct function {
	const char *name;
	const struct family *family;
	const char *kinds; /* of its parameters */
	size_t result;     /* bytes; 0: void */
	/* args[i] points to the value of parameter i (an integer: to a long). */
	void (*call)(void *const *args, void *result);
};

/* The harness defines functions[], up to one without a name. */

/* In the observer. */
void observer_outside(const struct family *family, struct N *a, struct N *b);
/* Puts code from outside into a hook of the program's, at once or when it is called with NULL. */
void observer_coder(callback *at, callback code);

#endif
