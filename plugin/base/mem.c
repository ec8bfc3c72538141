#include "base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct ce_chunk {
	struct ce_chunk *next;
	max_align_t data[];
};

void ce_fatal(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fputs("cgoescape: ", stderr);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	abort();
}

static void *checked(void *p)
{
	if (!p)
		ce_fatal("out of memory");
	return p;
}

void *ce_malloc(size_t n)
{
	return checked(malloc(n ? n : 1));
}

void *ce_calloc(size_t n, size_t size)
{
	return checked(calloc(n ? n : 1, size ? size : 1));
}

void *ce_realloc(void *p, size_t n)
{
	return checked(realloc(p, n ? n : 1));
}

char *ce_strndup(const char *s, size_t n)
{
	char *p = ce_malloc(n + 1);

	memcpy(p, s, n);
	p[n] = 0;
	return p;
}

char *ce_strdup(const char *s)
{
	return ce_strndup(s, strlen(s));
}

char *ce_format(const char *fmt, ...)
{
	va_list ap;
	int n;
	char *p;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	p = ce_malloc((size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return p;
}

void *ce_grow(void *at, uint32_t *cap, size_t size)
{
	if (*cap > UINT32_MAX / 2)
		ce_fatal("array too large");
	*cap = *cap ? *cap * 2 : 4;
	return ce_realloc(at, (size_t)*cap * size);
}

enum { CHUNK_MIN = 1024, CHUNK_MAX = 1024 * 1024 };

/* Chunks double in size so that small functions stay small. */
static void new_chunk(ce_arena *a, size_t n)
{
	size_t last = a->chunks ? (size_t)(a->end - (char *)a->chunks->data) : CHUNK_MIN / 2;
	size_t size = last * 2 > CHUNK_MAX ? CHUNK_MAX : last * 2;
	struct ce_chunk *c;

	if (size < n)
		size = n;
	c = ce_calloc(1, sizeof *c + size);
	c->next = a->chunks;
	a->chunks = c;
	a->next = (char *)c->data;
	a->end = a->next + size;
}

/* n is a multiple of the alignment. */
void *ce_arena_more(ce_arena *a, size_t n)
{
	void *p;

	new_chunk(a, n);
	p = a->next;
	a->next += n;
	return p;
}

static void free_chunks(struct ce_chunk *c)
{
	while (c) {
		struct ce_chunk *next = c->next;

		free(c);
		c = next;
	}
}

void ce_arena_reset(ce_arena *a)
{
	if (!a->chunks)
		return;
	free_chunks(a->chunks->next);
	a->chunks->next = NULL;
	memset(a->chunks->data, 0, (size_t)(a->next - (char *)a->chunks->data));
	a->next = (char *)a->chunks->data;
}

void ce_arena_free(ce_arena *a)
{
	free_chunks(a->chunks);
	*a = (ce_arena){0};
}

static int compare_u64(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* Most lists are short, or in order already. */
void ce_sort_u64(uint64_t *at, uint32_t n)
{
	enum { SHORT = 24 };

	for (uint32_t i = 1; i < n; i++) {
		uint64_t x = at[i];
		uint32_t k = i;

		if (at[i - 1] <= x)
			continue;
		if (n > SHORT) {
			qsort(at, n, sizeof *at, compare_u64);
			return;
		}
		for (; k && at[k - 1] > x; k--)
			at[k] = at[k - 1];
		at[k] = x;
	}
}
