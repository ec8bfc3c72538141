/* Who holds what after a call. */
#ifndef OBSERVER_LOOK_H
#define OBSERVER_LOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What was seen to hold one parameter; the words of observer.c. */
typedef struct {
	uint64_t params, contents; /* one bit for each MASK */
	bool direct, result, leak;
} sighting;

/* What is reached from the n bytes at `at` is memory of this parameter. */
void own_all(char *at, size_t n, int param);
/* Looks at all that outlives the call; adds to seen[0..PARAMS-1]. */
void look(char *result, size_t size, sighting *seen);
/* All pointers are from now on those of an earlier call. */
void make_all_old(void);

#endif
