/*
 * alloc.c - what instrumented code calls instead of malloc() and its like, and
 * has pointers to.
 *
 * The memory is that of the program's own allocator, and so are the results; only
 * where each object is gets written down, and which call made it.
 */
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rt.h"

enum { LARGE = 128 << 10, FILL_BYTE = 0xbe, PAGE = 4096 };

/* In /proc/self/pagemap: the page is in memory, or in the swap. */
#define TOUCHED ((uint64_t)3 << 62)

_Thread_local const ce_rt_site *__cgoescape_site;

/* A call through a pointer has no site of its own. */
static const ce_rt_site *take_site(void)
{
	const ce_rt_site *site = __cgoescape_site;

	__cgoescape_site = NULL;
	return site;
}

/* ---- the record ------------------------------------------------------------------------------ */

/* Nobody looks, and nothing else needs the lock. */
static bool is_quiet(void)
{
	return !(__atomic_load_n(&ce_rt.nwatched, __ATOMIC_RELAXED) |
	         __atomic_load_n(&ce_rt.takes_lock, __ATOMIC_RELAXED));
}

/* Memory may be given back to the system by what comes next: who begins to look waits for it
 * (ce_rt_wait_for_frees()). Ends with end_quietly(). */
static bool begin_quietly(void)
{
	ce_rt_thread *t = &ce_rt_self;

	if (t->state != CE_RT_OUTSIDE || !t->known)
		return false;
	__atomic_store_n(&t->state, CE_RT_FREES, __ATOMIC_RELAXED);
	/* The other side has a fence for both (membarrier()). */
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	if (is_quiet())
		return true;
	t->state = CE_RT_OUTSIDE;
	return false;
}

static void end_quietly(void)
{
	__atomic_store_n(&ce_rt_self.state, CE_RT_OUTSIDE, __ATOMIC_RELEASE);
}

static bool is_profiled(const ce_rt_site *site)
{
	return *ce_rt.options.dir && site && ce_rt_is_sampled();
}

/* Whether it will have been freed before the function returns that makes it is seen
 * when it is freed. */
static void profile(uintptr_t base, size_t size, const ce_rt_site *site, const void *caller)
{
	ce_rt_frame *maker = ce_rt_innermost();
	ce_rt_profiled o = {base, maker, maker ? maker->id : 0, &ce_rt_self, 0};

	if (!ce_rt_profile_is_on())
		return;
	o.at = ce_rt_profile_alloc_made(site, size, caller);
	if (o.at && ce_rt_profiled_add(&ce_rt.profiled, o))
		ce_rt_heap_set_profiled(&ce_rt.heap, base);
}

/* Of memory that realloc() made, `old` is what it was before. */
static void *record(void *p, size_t size, const ce_rt_object *old, const void *caller)
{
	const ce_rt_site *site = take_site();
	uintptr_t base = (uintptr_t)p;
	bool profiled = is_profiled(site);

	if (!p || (!profiled && is_quiet() && ce_rt_heap_add_quickly(&ce_rt.heap, base, size, site)) ||
	    !ce_rt_begin())
		return p;
	if (ce_rt_heap_add(&ce_rt.heap, base, size, site)) {
		if (old && old->serial)
			ce_rt_checks_moved(old, base);
		if (profiled)
			profile(base, size, site, caller);
	}
	ce_rt_end();
	return p;
}

/* ---- what is in new memory ------------------------------------------------------------------------ */

/* Memory that the system gave for itself alone, with zeros: behind the header that glibc's
 * malloc() has, two words. */
static bool is_mapped(const void *p, size_t size)
{
	return size >= LARGE && (uintptr_t)p % 4096 == 2 * sizeof p;
}

/* Pages that nobody has touched are zeros, and need not be there only because of us. */
static void fill_touched(int pagemap, uintptr_t from, uintptr_t end)
{
	uint64_t pages[512];
	bool told = false;

	for (uintptr_t at = from, next, i = 0; at < end; at = next, i = (i + 1) % 512) {
		if (!i)
			told = pread(pagemap, pages, sizeof pages, (off_t)(at / PAGE * sizeof *pages)) ==
			       sizeof pages;
		next = (at / PAGE + 1) * PAGE;
		if (next > end)
			next = end;
		if (!told || pages[i] & TOUCHED)
			memset((void *)at, FILL_BYTE, next - at);
	}
}

static void fill_large(uintptr_t from, uintptr_t end)
{
	int error = errno, pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);

	fill_touched(pagemap, from, end);
	if (pagemap >= 0)
		close(pagemap);
	errno = error;
}

/* New memory has the pointers of whoever had it before: while calls are looked at, nobody
 * must be blamed for those. */
static void *fill(void *p, size_t from, size_t size)
{
	uint64_t start;

	if (!p || from >= size || is_mapped(p, size) || !__atomic_load_n(&ce_rt.nwatched, __ATOMIC_RELAXED))
		return p;
	if (size - from < LARGE) {
		memset((char *)p + from, FILL_BYTE, size - from);
	} else {
		start = ce_rt_clock();
		fill_large((uintptr_t)p + from, (uintptr_t)p + size);
		ce_rt_spend(start);
	}
	return p;
}

#define made(p, size) record(p, size, NULL, __builtin_return_address(0))
#define made_from(old, p, size) record(p, size, old, __builtin_return_address(0))

static bool is_inside_maker(const ce_rt_profiled *o)
{
	return o->thread == &ce_rt_self && ce_rt_is_live(o->maker) && o->maker->id == o->maker_id;
}

static bool take_off(void *p, ce_rt_object *old)
{
	ce_rt_profiled o;
	bool known;

	if (!p || !ce_rt_begin())
		return false;
	known = ce_rt_heap_remove(&ce_rt.heap, (uintptr_t)p, old);
	if (known && old->profiled && ce_rt_profiled_take(&ce_rt.profiled, old->base, &o) &&
	    is_inside_maker(&o))
		ce_rt_profile_alloc_freed(o.at, old->size);
	ce_rt_end();
	return known;
}

/* What is true ends with end_quietly(), after the memory was given back. */
static bool take_off_quietly(const void *p, ce_rt_object *old)
{
	old->serial = 0;
	if (!begin_quietly())
		return false;
	if (ce_rt_heap_remove_quickly(&ce_rt.heap, (uintptr_t)p, old))
		return true;
	end_quietly();
	return false;
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
	bool known, quietly = take_off_quietly(p, &old);
	void *q;

	/* Meanwhile another thread may get the old place: it is off the record first. */
	known = quietly ? old.size : take_off(p, &old);
	q = realloc(p, n);
	if (quietly)
		end_quietly();
	if (q && known)
		fill(q, old.size, n);
	if (q)
		return made_from(known ? &old : NULL, q, n);
	if (known && n) {
		__cgoescape_site = old.site;
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
	bool quietly = take_off_quietly(p, &old);

	if (!quietly)
		take_off(p, &old);
	free(p);
	if (quietly)
		end_quietly();
}

#pragma GCC visibility pop
