#define _GNU_SOURCE
#include "arena.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

block *blocks;
unsigned nblocks;
static char *base; /* of view 0 */
static uint32_t next_at;
static uint16_t *block_of; /* of each grain: number + 1 */
static uint64_t state;
static bool is_checked;

void seed_random(uint64_t seed)
{
	state = seed * 2654435761u + 1;
}

unsigned rnd(unsigned n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(state >> 33) % n;
}

_Noreturn void give_up(const char *what)
{
	perror(what);
	exit(4);
}

void *view_of(int view, uint32_t at)
{
	return base + ((size_t)(is_checked ? HEAP : view) << VIEW_BITS) + at;
}

bool in_arena(const void *p)
{
	return (size_t)((const char *)p - base) < (size_t)VIEWS << VIEW_BITS;
}

int view_at(const void *p)
{
	return (int)((size_t)((const char *)p - base) >> VIEW_BITS);
}

uint32_t offset_of(const void *p)
{
	return (uint32_t)((size_t)((const char *)p - base) & (SPACE - 1));
}

block *find(const void *p)
{
	uint16_t n = in_arena(p) ? block_of[offset_of(p) / GRAIN] : 0;

	return n && blocks[n - 1].live ? &blocks[n - 1] : NULL;
}

/* One grain more than asked for: one past the end is still inside. */
block *block_new(size_t size, char kind)
{
	block *b = &blocks[nblocks];
	uint32_t grains = (uint32_t)(size / GRAIN) + 2;

	if (nblocks + 1 == BLOCKS || next_at + grains * GRAIN >= SPACE) {
		fprintf(stderr, "observer: out of memory\n");
		exit(4);
	}
	*b = (block){.at = next_at, .size = (uint32_t)size, .kind = kind, .live = true};
	nblocks++;
	for (uint32_t i = 0; i < grains; i++)
		block_of[next_at / GRAIN + i] = (uint16_t)nblocks;
	next_at += grains * GRAIN;
	memset(view_of(HEAP, b->at), 0, size);
	return b;
}

void arena_clear(void)
{
	memset(block_of, 0, next_at / GRAIN * sizeof *block_of);
	nblocks = 0;
	next_at = 1 << 16;
}

block *block_given(size_t size, char kind)
{
	void *(*checked_malloc)(size_t) = NULL;
	block *b;

	if (!is_checked)
		return block_new(size, kind);
	*(void **)&checked_malloc = dlsym(RTLD_DEFAULT, "__cgoescape_malloc");
	b = find(checked_malloc(size));
	b->kind = kind;
	memset(view_of(HEAP, b->at), 0, size);
	return b;
}

void arena_make(bool checked)
{
	int fd = memfd_create("arena", 0);

	is_checked = checked;
	blocks = calloc(BLOCKS, sizeof *blocks);
	block_of = calloc(SPACE / GRAIN, sizeof *block_of);
	base = mmap(NULL, (size_t)VIEWS << VIEW_BITS, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
	            -1, 0);
	if (fd < 0 || ftruncate(fd, SPACE) || base == MAP_FAILED || !blocks || !block_of)
		give_up("arena");
	for (int view = 0; view < VIEWS; view++)
		if (mmap(view_of(view, 0), SPACE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0) ==
		    MAP_FAILED)
			give_up("arena");
}

/* ---- what the program links instead of malloc() and its kin ---- */

void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t m);
void *__wrap_realloc(void *p, size_t n);
void __wrap_free(void *p);
size_t __wrap_malloc_usable_size(void *p);

size_t __wrap_malloc_usable_size(void *p)
{
	block *b = find(p);

	return b ? b->size : 0;
}

void *__wrap_malloc(size_t n)
{
	return view_of(HEAP, block_new(n, 0)->at);
}

void *__wrap_calloc(size_t n, size_t m)
{
	return __wrap_malloc(n * m);
}

void __wrap_free(void *p)
{
	block *b = find(p);

	if (!b)
		return;
	b->live = false;
	memset(view_of(HEAP, b->at), 0, b->size);
}

void *__wrap_realloc(void *p, size_t n)
{
	block *b = find(p);
	uint32_t old = b ? b->at : 0, size = b ? b->size : 0;
	char *q;

	/* As a library may: in its place, if it is smaller. */
	if (b && n <= b->size && rnd(2))
		return p;
	q = __wrap_malloc(n);
	if (b) {
		memcpy(q, view_of(HEAP, old), n < size ? n : size);
		__wrap_free(p);
	}
	return q;
}
