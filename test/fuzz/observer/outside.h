/* Threads that programs start, and code outside of them. */
#ifndef OBSERVER_OUTSIDE_H
#define OBSERVER_OUTSIDE_H

#include <stdbool.h>
#include <stddef.h>

/* Code from outside ran on the calling thread. */
extern bool called;
/* What code outside holds. */
extern void *kept[4];
/* Calls that a program may still make of its own functions. */
extern int fuel;

/* An allocator that somebody outside puts into the program's objects. */
void *outside_alloc(size_t n);
void *outside_zalloc(void *own, unsigned n, unsigned m);
void outside_zfree(void *own, void *p);
/* at_once: threads run when they are started, not whenever it may be. */
void outside_start(bool at_once);

/* The arguments of threads that have not run yet; data: as for each_word(). */
void each_thread(void (*visit)(void **, void *), void *data);
void run_threads(void);
void forget_threads(void);

#endif
