/*
 * alloc.c - what instrumented code calls instead of malloc() and its like, and
 * has pointers to.
 *
 * The memory is that of the program's own allocator, and so are the results; only
 * where each object is gets written down, and which call made it.
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rt.h"

void __cgoescape_at(const ce_rt_site *site)
{
	ce_rt_self.site = site;
}

/* A call through a pointer has no site of its own. */
static const ce_rt_site *take_site(void)
{
	const ce_rt_site *site = ce_rt_self.site;

	ce_rt_self.site = NULL;
	return site;
}

static void *made(void *p, size_t size)
{
	const ce_rt_site *site = take_site();

	if (p && ce_rt_begin()) {
		ce_rt_heap_add(&ce_rt.heap, (uintptr_t)p, size, site);
		ce_rt_end();
	}
	return p;
}

static void gone(void *p)
{
	ce_rt_object old;

	if (p && ce_rt_begin()) {
		ce_rt_heap_remove(&ce_rt.heap, (uintptr_t)p, &old);
		ce_rt_end();
	}
}

/* Between the two another thread may get the old place: it is off the record first. */
static bool take_off(void *p, ce_rt_object *old)
{
	bool known = false;

	if (p && ce_rt_begin()) {
		known = ce_rt_heap_remove(&ce_rt.heap, (uintptr_t)p, old);
		ce_rt_end();
	}
	return known;
}

/* Called in place of the functions of the same names. */
#pragma GCC visibility push(default)

void *__cgoescape_malloc(size_t n)
{
	return made(malloc(n), n);
}

void *__cgoescape_calloc(size_t n, size_t size)
{
	return made(calloc(n, size), n * size);
}

void *__cgoescape_realloc(void *p, size_t n)
{
	ce_rt_object old;
	bool known = take_off(p, &old);
	void *q = realloc(p, n);

	if (q)
		return made(q, n);
	if (known && n) {
		ce_rt_self.site = old.site;
		made(p, old.size);
	}
	return q;
}

void *__cgoescape_reallocarray(void *p, size_t n, size_t size)
{
	size_t bytes;

	/* As the function itself does it: it fails, and p stays. */
	if (__builtin_mul_overflow(n, size, &bytes))
		return reallocarray(p, n, size);
	return __cgoescape_realloc(p, bytes);
}

void *__cgoescape_aligned_alloc(size_t alignment, size_t n)
{
	return made(aligned_alloc(alignment, n), n);
}

void *__cgoescape_memalign(size_t alignment, size_t n)
{
	return made(memalign(alignment, n), n);
}

int __cgoescape_posix_memalign(void **out, size_t alignment, size_t n)
{
	int status = posix_memalign(out, alignment, n);

	if (!status)
		made(*out, n);
	return status;
}

void *__cgoescape_valloc(size_t n)
{
	return made(valloc(n), n);
}

char *__cgoescape_strdup(const char *s)
{
	char *p = strdup(s);

	return p ? made(p, strlen(p) + 1) : NULL;
}

char *__cgoescape_strndup(const char *s, size_t n)
{
	char *p = strndup(s, n);

	return p ? made(p, strlen(p) + 1) : NULL;
}

void __cgoescape_free(void *p)
{
	gone(p);
	free(p);
}

#pragma GCC visibility pop
