/* The memory that programs see: one arena, mapped at many addresses (views). */
#ifndef OBSERVER_ARENA_H
#define OBSERVER_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PARAMS = 6, VIEW_BITS = 24, VIEWS = 16, SPACE = 1 << VIEW_BITS, GRAIN = 16, BLOCKS = 1 << 15 };
/* Views: what the program allocated, what is of earlier calls; parameter i has DIRECT + 2i and the
 * next for its content. */
enum { HEAP, OLD, DIRECT };

typedef struct {
	uint32_t at, size;
	char kind;      /* as in tables.h; 'O' and 'c' are arrays of nodes and chars, 0 is the program's */
	uint8_t owners; /* parameters from which it was reachable before the call */
	/* After it: parameters in whose memory it is; 0: known elsewhere, too, or new and found elsewhere. */
	uint8_t holders;
	/* Without owners: the parameters whose content has leaked when it is found in here. */
	uint8_t strange;
	/* live: not freed. before: known before the call. seen: met by the walk. used: a leaf of a tree. */
	bool live, before, seen, used;
} block;

extern block *blocks;
extern unsigned nblocks;

/* checked: the program has the checking runtime, which tells objects by their addresses: all views are one,
 * and it is told of each object that it is given by the allocator. */
void arena_make(bool checked);
void arena_clear(void);
block *block_new(size_t size, char kind);
/* The same for what the program did not allocate itself. */
block *block_given(size_t size, char kind);

/* The block that p points into, or one past; NULL: none, or it was freed. */
block *find(const void *p);
void *view_of(int view, uint32_t at);
bool in_arena(const void *p);
int view_at(const void *p);
uint32_t offset_of(const void *p);

/* Random numbers of this run. */
void seed_random(uint64_t seed);
unsigned rnd(unsigned n);
_Noreturn void give_up(const char *what);

#endif
