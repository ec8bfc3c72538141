/* Objects and arguments for calls. */
#ifndef OBSERVER_ARGUMENTS_H
#define OBSERVER_ARGUMENTS_H

#include "../gen/tables.h"
#include "arena.h"

/* The blocks made for parameter i are first..last. */
extern struct range {
	unsigned first, last;
} made[PARAMS];
/* Nothing that this call was given is pointed to twice, so that no place has two names. */
extern bool tree;

enum { VALUE = 256 };

void arguments_start(void);
/* After arena_clear(). */
void arguments_clear(void);
/* Arguments for the function; an integer is a long. */
void arguments_make(const struct function *f, char (*values)[VALUE]);

#endif
