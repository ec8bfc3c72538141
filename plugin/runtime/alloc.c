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

enum { FILL_MAX = 128 << 10, FILL_BYTE = 0xbe };

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

/* Whether it will have been freed before the function returns that makes it is seen
 * when it is freed. */
static void profile(ce_rt_object *o, const void *caller)
{
	if (!o || !o->site || !*ce_rt.options.dir || !ce_rt_is_sampled() || !ce_rt_profile_is_on())
		return;
	o->profiled = ce_rt_profile_alloc_made(o->site, o->size, caller);
	o->maker = ce_rt_innermost();
	o->maker_id = o->maker ? o->maker->id : 0;
	o->thread = &ce_rt_self;
}

/* Of memory that realloc() made, `old` is what it was before. */
static void *record(void *p, size_t size, const ce_rt_object *old, const void *caller)
{
	const ce_rt_site *site = take_site();
	ce_rt_object *o;

	if (p && ce_rt_begin()) {
		o = ce_rt_heap_add(&ce_rt.heap, (uintptr_t)p, size, site);
		if (o && old)
			o->origin = old->origin;
		profile(o, caller);
		ce_rt_end();
	}
	return p;
}

/* Memory that the system gave for itself alone, with zeros: behind the header that glibc's
 * malloc() has, two words. */
static bool is_mapped(const void *p, size_t size)
{
	return size >= FILL_MAX && (uintptr_t)p % 4096 == 2 * sizeof p;
}

/* New memory has the pointers of whoever had it before: while calls are looked at, nobody
 * must be blamed for those. */
static void *fill(void *p, size_t from, size_t size)
{
	if (p && from < size && !is_mapped(p, size) && __atomic_load_n(&ce_rt.nwatched, __ATOMIC_RELAXED))
		memset((char *)p + from, FILL_BYTE, size - from);
	return p;
}

#define made(p, size) record(p, size, NULL, __builtin_return_address(0))
#define made_from(old, p, size) record(p, size, old, __builtin_return_address(0))

static bool is_inside_maker(const ce_rt_object *o)
{
	return o->thread == &ce_rt_self && ce_rt_is_live(o->maker) && o->maker->id == o->maker_id;
}

static bool take_off(void *p, ce_rt_object *old)
{
	bool known = false;

	if (p && ce_rt_begin()) {
		known = ce_rt_heap_remove(&ce_rt.heap, (uintptr_t)p, old);
		if (known && old->profiled && is_inside_maker(old))
			ce_rt_profile_alloc_freed(old->profiled, old->size);
		ce_rt_end();
	}
	return known;
}

/* Called in place of the functions of the same names. */
#pragma GCC visibility push(default)

void *__cgoescape_malloc(size_t n)
{
	return made(fill(malloc(n), 0, n), n);
}

void *__cgoescape_calloc(size_t n, size_t size)
{
	return made(calloc(n, size), n * size);
}

void *__cgoescape_realloc(void *p, size_t n)
{
	ce_rt_object old;
	/* Meanwhile another thread may get the old place: it is off the record first. */
	bool known = take_off(p, &old);
	void *q = realloc(p, n);

	if (q && known)
		fill(q, old.size, n);
	if (q)
		return made_from(known ? &old : NULL, q, n);
	if (known && n) {
		ce_rt_self.site = old.site;
		made_from(&old, p, old.size);
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
	return made(fill(aligned_alloc(alignment, n), 0, n), n);
}

void *__cgoescape_memalign(size_t alignment, size_t n)
{
	return made(fill(memalign(alignment, n), 0, n), n);
}

int __cgoescape_posix_memalign(void **out, size_t alignment, size_t n)
{
	int status = posix_memalign(out, alignment, n);

	if (!status)
		made(fill(*out, 0, n), n);
	return status;
}

void *__cgoescape_valloc(size_t n)
{
	return made(fill(valloc(n), 0, n), n);
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
	ce_rt_object old;

	take_off(p, &old);
	free(p);
}

#pragma GCC visibility pop
