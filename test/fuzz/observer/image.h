/* The program: its functions, and the memory that is its own. */
#ifndef OBSERVER_IMAGE_H
#define OBSERVER_IMAGE_H

#include <stddef.h>

#include "../gen/tables.h"

/* Its functions; ends the process with a message if there are none. */
const struct function *image_load(const char *path);
/* Globals and thread-locals as they were after image_load(). */
void image_reset(void);

/* Calls visit() with each word of n bytes that is a pointer into the arena; it may be changed. */
void each_word(char *at, size_t n, void (*visit)(void **, void *), void *data);
/* The same for all globals, thread-locals, and what code outside keeps. */
void each_root(void (*visit)(void **, void *), void *data);

#endif
