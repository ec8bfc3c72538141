/*
 * mem.h - allocation: checked malloc, a typed growing array, an arena.
 *
 * Out of memory is the one error that is not returned: ce_fatal() prints one
 * line and leaves through the handler of the process (the plugin runs inside a
 * crash-recovery context, so even then the user's compile goes on).
 */
#ifndef CE_MEM_H
#define CE_MEM_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

_Noreturn void ce_fatal(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

void *ce_malloc(size_t n);
void *ce_calloc(size_t n, size_t size);
void *ce_realloc(void *p, size_t n);
char *ce_strdup(const char *s);
char *ce_strndup(const char *s, size_t n);
char *ce_format(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/** A growing array of T. Zero-initialised it is empty; at[0..n) are its items. */
#define CE_VEC(T)                \
	struct {                 \
		T *at;           \
		uint32_t n, cap; \
	}

typedef CE_VEC(uint32_t) ce_ids;

/** Append one item. */
#define ce_push(v, x)                                                           \
	do {                                                                    \
		if ((v)->n == (v)->cap)                                         \
			(v)->at = ce_grow((v)->at, &(v)->cap, sizeof *(v)->at); \
		(v)->at[(v)->n++] = (x);                                        \
	} while (0)

#define ce_vec_free(v) (free((v)->at), (v)->at = NULL, (v)->n = (v)->cap = 0)

void *ce_grow(void *at, uint32_t *cap, size_t size);

/** Memory that is freed all at once. Zero-initialised it is empty. */
typedef struct ce_arena {
	struct ce_chunk *chunks;
	char *next, *end;
} ce_arena;

void *ce_arena_more(ce_arena *a, size_t n);

/** n zeroed bytes, aligned for any object. */
static inline void *ce_arena_alloc(ce_arena *a, size_t n)
{
	void *p = a->next;

	n = (n + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
	if (!p || (size_t)(a->end - a->next) < n)
		return ce_arena_more(a, n);
	a->next += n;
	return p;
}

/** Frees what was allocated; a chunk is kept for what comes. */
void ce_arena_reset(ce_arena *a);
void ce_arena_free(ce_arena *a);

/** Ascending. */
void ce_sort_u64(uint64_t *at, uint32_t n);

#endif
