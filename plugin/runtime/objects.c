/*
 * objects.c - the record of the heap: which object is an address in?
 *
 * Each stretch of addresses with objects in it, a region, has a shadow: for each place where an
 * object may begin one word, which says how large it is and which call made it. To add an object is
 * to store a word, to remove it is to clear one: nobody but the owner of the memory does so, and it
 * needs no lock. An address inside of an object finds it by looking back in its page; a page that
 * an object reaches into from an earlier one knows where that begins. Large objects stand in a sorted list.
 *
 * Untouched shadows cost addresses, but no memory.
 */
#include <string.h>
#include <sys/mman.h>

#include "rt.h"

enum {
	PAGE = 4096,
	GRAIN = 8,
	BLOCK = 512,
	REGION = 64 << 20,
	REGION_WORDS = REGION / GRAIN,
	REGION_BLOCKS = REGION / BLOCK,
	REGION_PAGES = REGION / PAGE,
};

/* Addresses have 48 bits; no program has others unless it asks for them. */
#define ADDRESSES ((uintptr_t)1 << 48)
#define LOWEST ((uintptr_t)65536)

struct ce_rt_region {
	uint64_t words[REGION_WORDS];
	uint64_t serials[REGION_WORDS]; /* of what began or ended there while calls were looked at */
	uint64_t marks[REGION_WORDS / 64];
	uintptr_t covers[REGION_PAGES]; /* base of an object that began before and reaches in here, or did */
	bool used[REGION_BLOCKS];       /* some object began in it once */
};

/* A word: the size, whether the profile knows the object, and the site, whose address is a multiple of 8.
 * No object: 0. A large object has the greatest size. */
enum { SIZE_BITS = 18, PROFILED = 1 << SIZE_BITS, SITE_SHIFT = SIZE_BITS + 1 - 3 };
#define SIZE_MASK ((uint64_t)PROFILED - 1)
#define LARGE ((uintptr_t)SIZE_MASK)

static uint64_t word_of(uintptr_t size, const ce_rt_site *site)
{
	return (uint64_t)(uintptr_t)site << SITE_SHIFT | (size < LARGE ? size : LARGE);
}

static uintptr_t size_in(uint64_t word)
{
	return (uintptr_t)(word & SIZE_MASK);
}

static const ce_rt_site *site_in(uint64_t word)
{
	return (const ce_rt_site *)(uintptr_t)(word >> (SIZE_BITS + 1) << 3);
}

/* ---- regions ------------------------------------------------------------------------------- */

static ce_rt_region *region_at(const ce_rt_heap *h, uintptr_t address)
{
	return h->regions && address < ADDRESSES
	               ? __atomic_load_n(&h->regions[address / REGION], __ATOMIC_ACQUIRE)
	               : NULL;
}

static uint64_t *word_at(ce_rt_region *r, uintptr_t address)
{
	return &r->words[address % REGION / GRAIN];
}

static uintptr_t *cover_at(ce_rt_region *r, uintptr_t address)
{
	return &r->covers[address % REGION / PAGE];
}

static bool *used_at(ce_rt_region *r, uintptr_t address)
{
	return &r->used[address % REGION / BLOCK];
}

static uint64_t load(const uint64_t *word)
{
	return __atomic_load_n(word, __ATOMIC_RELAXED);
}

/* Whoever sees the object's address later sees the word, too. */
static void store(uint64_t *word, uint64_t value)
{
	__atomic_store_n(word, value, __ATOMIC_RELAXED);
	__atomic_thread_fence(__ATOMIC_RELEASE);
}

static ce_rt_region *region_make(ce_rt_heap *h, uintptr_t address)
{
	ce_rt_region *r = region_at(h, address);
	uintptr_t low = address / REGION * REGION;

	if (r || address >= ADDRESSES)
		return r;
	if (!h->regions && !(h->regions = ce_rt_map(ADDRESSES / REGION * sizeof *h->regions)))
		return NULL;
	if (!(r = ce_rt_map(sizeof *r)) || !ce_rt_push(&h->numbers, address / REGION)) {
		ce_rt_unmap(r, sizeof *r);
		return NULL;
	}
	/* Neither in pages of megabytes nor in core files. */
	madvise(r, sizeof *r, MADV_NOHUGEPAGE);
	madvise(r, sizeof *r, MADV_DONTDUMP);
	__atomic_store_n(&h->regions[address / REGION], r, __ATOMIC_RELEASE);
	/* Below no object can be; small numbers are no pointers. */
	if (low < LOWEST)
		low = LOWEST;
	if (!h->high || low < h->low)
		h->low = low;
	if ((address / REGION + 1) * REGION > h->high)
		h->high = (address / REGION + 1) * REGION;
	return r;
}

/* ---- stretches of memory --------------------------------------------------------------------- */

/* The end of an address's page or block, or `end` if that is before it. */
static uintptr_t end_of(uintptr_t address, uintptr_t unit, uintptr_t end)
{
	uintptr_t next = (address / unit + 1) * unit;

	return next < end ? next : end;
}

/* Four words at once. Those that others may write meanwhile are not among what is looked at. */
typedef uint64_t four_words __attribute__((vector_size(32), aligned(8), may_alias));

static inline bool any_word(ce_rt_region *r, uintptr_t from, uintptr_t end)
{
	const uint64_t *words = word_at(r, from);
	size_t n = (end - from + GRAIN - 1) / GRAIN;
	four_words any = {0};

	if (n < 4)
		return words[0] | words[n / 2] | words[n - 1];
	for (size_t i = 0; i < n - 4; i += 4)
		any |= *(const four_words *)&words[i];
	any |= *(const four_words *)&words[n - 4];
	return any[0] | any[1] | any[2] | any[3];
}

/* Whether an object begins in a stretch of a page. */
static inline bool has_start(ce_rt_region *r, uintptr_t from, uintptr_t end)
{
	if (end - from <= BLOCK)
		return any_word(r, from, end);
	for (uintptr_t next; from < end; from = next) {
		next = end_of(from, BLOCK, end);
		if (*used_at(r, from) && any_word(r, from, next))
			return true;
	}
	return false;
}

/* Where the last object at or before an address begins, in the same page; 0: none does. */
static uintptr_t start_before(ce_rt_region *r, uintptr_t address)
{
	uintptr_t at = address / GRAIN * GRAIN, end = address % PAGE / BLOCK * BLOCK, low;

	for (low = address - address % PAGE + end;; low -= BLOCK, end -= BLOCK) {
		for (; *used_at(r, low) && at >= low; at -= GRAIN)
			if (load(word_at(r, at)))
				return at;
		if (!end)
			return 0;
		at = low - GRAIN;
	}
}

/* ---- large objects ------------------------------------------------------------------------------- */

/* The number of large objects that begin at or before an address. */
static size_t large_before(const ce_rt_heap *h, uintptr_t address)
{
	size_t low = 0, high = h->large.n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (h->large.at[middle].base <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool add_large(ce_rt_heap *h, ce_rt_large o)
{
	size_t i = large_before(h, o.base);

	if (!ce_rt_push(&h->large, o))
		return false;
	memmove(h->large.at + i + 1, h->large.at + i, (h->large.n - 1 - i) * sizeof *h->large.at);
	h->large.at[i] = o;
	return true;
}

static ce_rt_large *large_at(ce_rt_heap *h, uintptr_t base)
{
	size_t i = large_before(h, base);

	return i && h->large.at[i - 1].base == base ? &h->large.at[i - 1] : NULL;
}

static void remove_large(ce_rt_heap *h, uintptr_t base)
{
	ce_rt_large *o = large_at(h, base);

	if (!o)
		return;
	h->large.n--;
	memmove(o, o + 1, (size_t)(h->large.at + h->large.n - o) * sizeof *o);
}

/* ---- to find --------------------------------------------------------------------------------------- */

/* The object that begins at an address. */
static bool object_at(ce_rt_heap *h, uintptr_t base, ce_rt_object *out)
{
	ce_rt_region *r = base ? region_at(h, base) : NULL;
	uint64_t word = r ? load(word_at(r, base)) : 0;
	const ce_rt_large *large = size_in(word) == LARGE ? large_at(h, base) : NULL;

	if (!word || (size_in(word) == LARGE && !large))
		return false;
	*out = (ce_rt_object){.base = base,
	                      .size = large ? large->size : size_in(word),
	                      .site = site_in(word),
	                      .serial = load(&r->serials[base % REGION / GRAIN]) + 1,
	                      .profiled = word & PROFILED};
	return true;
}

static bool reaches(ce_rt_heap *h, uintptr_t base, uintptr_t address, ce_rt_object *out)
{
	return object_at(h, base, out) && address - base < out->size;
}

bool ce_rt_heap_find(ce_rt_heap *h, uintptr_t address, ce_rt_object *out)
{
	ce_rt_region *r = region_at(h, address);
	uintptr_t base;
	size_t i;

	base = r ? start_before(r, address) : 0;
	if (r && reaches(h, base ? base : *cover_at(r, address), address, out))
		return true;
	i = large_before(h, address);
	return i && reaches(h, h->large.at[i - 1].base, address, out);
}

bool ce_rt_heap_is_gone(ce_rt_heap *h, const ce_rt_object *o)
{
	uintptr_t end = o->base + o->size, at = o->base + GRAIN;
	ce_rt_object old;

	for (; at < end; at = end_of(at, PAGE, end)) {
		ce_rt_region *r = region_at(h, at);

		if (!r || !has_start(r, at, end_of(at, PAGE, end)))
			continue;
		ce_rt_heap_remove(h, o->base, &old);
		return true;
	}
	return false;
}

bool ce_rt_heap_mark(ce_rt_heap *h, const ce_rt_object *o)
{
	ce_rt_region *r = region_at(h, o->base);
	size_t bit = o->base % REGION / GRAIN;
	uint64_t mask = (uint64_t)1 << bit % 64;

	if (!r || r->marks[bit / 64] & mask || !ce_rt_push(&h->marked, o->base))
		return false;
	r->marks[bit / 64] |= mask;
	return true;
}

void ce_rt_heap_unmark_all(ce_rt_heap *h)
{
	for (size_t i = 0; i < h->marked.n; i++) {
		size_t bit = h->marked.at[i] % REGION / GRAIN;

		region_at(h, h->marked.at[i])->marks[bit / 64] = 0;
	}
	h->marked.n = 0;
}

/* ---- to add and to remove: usual objects, without the lock --------------------------------------------- */

/* Whether an object can be added by just writing its words: all shadows are there, and nothing is known
 * where it is. */
static bool is_free(const ce_rt_heap *h, uintptr_t base, uintptr_t end)
{
	for (uintptr_t at = base; at < end; at = end_of(at, PAGE, end)) {
		ce_rt_region *r = region_at(h, at);

		if (!r || has_start(r, at, end_of(at, PAGE, end)))
			return false;
	}
	return true;
}

static void set_words(ce_rt_heap *h, uintptr_t base, uintptr_t size, const ce_rt_site *site)
{
	ce_rt_region *r = region_at(h, base);

	*used_at(r, base) = true;
	store(word_at(r, base), word_of(size, site));
	for (uintptr_t at = end_of(base, PAGE, base + size); at < base + size && size < LARGE; at += PAGE)
		*cover_at(region_at(h, at), at) = base;
}

static void clear_words(ce_rt_heap *h, uintptr_t base, uintptr_t size)
{
	ce_rt_region *r = region_at(h, base);

	store(word_at(r, base), 0);
	for (uintptr_t at = end_of(base, PAGE, base + size); at < base + size && size < LARGE; at += PAGE)
		if ((r = region_at(h, at)) && *cover_at(r, at) == base)
			*cover_at(r, at) = 0;
}

/* Most are in one page. */
static bool add_in_page(ce_rt_region *r, uintptr_t base, uintptr_t size, const ce_rt_site *site)
{
	if (has_start(r, base, base + size))
		return false;
	*used_at(r, base) = true;
	store(word_at(r, base), word_of(size, site));
	return true;
}

bool ce_rt_heap_add_quickly(ce_rt_heap *h, uintptr_t base, uintptr_t size, const ce_rt_site *site)
{
	ce_rt_region *r = region_at(h, base);

	if (!size)
		size = 1;
	if (!r || size >= LARGE || base % GRAIN)
		return false;
	if (base % PAGE + size <= PAGE)
		return add_in_page(r, base, size, site);
	if (!is_free(h, base, base + size))
		return false;
	set_words(h, base, size, site);
	return true;
}

bool ce_rt_heap_remove_quickly(ce_rt_heap *h, uintptr_t base, ce_rt_object *old)
{
	ce_rt_region *r = region_at(h, base);
	uint64_t word = r && base % GRAIN == 0 ? load(word_at(r, base)) : 0;

	if (word & PROFILED || size_in(word) == LARGE)
		return false;
	old->size = size_in(word);
	old->site = site_in(word);
	if (word)
		clear_words(h, base, old->size);
	return true;
}

/* ---- all others ---------------------------------------------------------------------------------------- */

static void note_change(ce_rt_heap *h, uintptr_t base)
{
	if (ce_rt.nwatched)
		store(&region_at(h, base)->serials[base % REGION / GRAIN], ++h->serial);
}

bool ce_rt_heap_remove(ce_rt_heap *h, uintptr_t base, ce_rt_object *old)
{
	if (!object_at(h, base, old))
		return false;
	note_change(h, base);
	clear_words(h, base, old->size);
	if (old->size >= LARGE)
		remove_large(h, base);
	return true;
}

/* What was freed behind our back may still stand where a new object is. */
static void remove_stale(ce_rt_heap *h, uintptr_t base, uintptr_t size)
{
	uintptr_t end = base + size, start;
	ce_rt_object old;
	size_t i;

	for (uintptr_t at = base; at < end; at = end_of(at, PAGE, end)) {
		ce_rt_region *r = region_at(h, at);

		while (r && (start = start_before(r, end_of(at, PAGE, end) - 1)) >= base)
			if (!ce_rt_heap_remove(h, start, &old))
				clear_words(h, start, 0);
	}
	while ((i = large_before(h, end - 1)) && (start = h->large.at[i - 1].base) >= base)
		if (!ce_rt_heap_remove(h, start, &old))
			remove_large(h, start);
	while (ce_rt_heap_find(h, base, &old))
		ce_rt_heap_remove(h, old.base, &old);
}

static bool make_regions(ce_rt_heap *h, uintptr_t base, uintptr_t size)
{
	return region_make(h, base) && (size >= LARGE || region_make(h, base + size - 1));
}

bool ce_rt_heap_add(ce_rt_heap *h, uintptr_t base, uintptr_t size, const ce_rt_site *site)
{
	/* malloc(0) is an object, too: it can be held. */
	if (!size)
		size = 1;
	if (base % GRAIN || !make_regions(h, base, size))
		return false;
	remove_stale(h, base, size);
	if (size >= LARGE && !add_large(h, (ce_rt_large){base, size}))
		return false;
	note_change(h, base);
	set_words(h, base, size, site);
	return true;
}

void ce_rt_heap_set_profiled(ce_rt_heap *h, uintptr_t base)
{
	*word_at(region_at(h, base), base) |= PROFILED;
}

/* ---- what objects refer to ----------------------------------------------------------------------- */

static void forget(uint64_t *word)
{
	uint64_t w = load(word);

	/* Other threads may add and remove theirs. */
	while (w > SIZE_MASK && !__atomic_compare_exchange_n(word, &w, w & SIZE_MASK, false, __ATOMIC_RELAXED,
	                                                     __ATOMIC_RELAXED))
		;
}

void ce_rt_heap_forget(ce_rt_heap *h)
{
	for (size_t i = 0; i < h->numbers.n; i++) {
		ce_rt_region *r = h->regions[h->numbers.at[i]];

		for (size_t block = 0; block < REGION_BLOCKS; block++)
			for (size_t k = 0; r->used[block] && k < BLOCK / GRAIN; k++)
				forget(&r->words[block * (BLOCK / GRAIN) + k]);
	}
}
