/*
 * objects.c - the record of the heap: which object is an address in?
 *
 * A hash table holds the objects by where they begin; a second one has a bit for
 * each place in a page where one begins, so that an address inside finds its
 * object by looking back. Large objects stand in a sorted list of their own.
 */
#include <string.h>

#include "rt.h"

enum { PAGE = 4096, GRAIN = 8, BITS = PAGE / GRAIN, LARGE = 64 * PAGE };

static size_t hash(uintptr_t x)
{
	return (size_t)((x >> 3) * 0x9e3779b97f4a7c15u >> 20);
}

/* ---- objects by base ------------------------------------------------------------------ */

static ce_rt_object *object_slot(ce_rt_heap *h, uintptr_t base)
{
	size_t mask = h->object_slots - 1, i = hash(base) & mask;

	while (h->objects[i].base && h->objects[i].base != base)
		i = (i + 1) & mask;
	return &h->objects[i];
}

static ce_rt_object *object_at(ce_rt_heap *h, uintptr_t base)
{
	ce_rt_object *o = h->object_slots ? object_slot(h, base) : NULL;

	return o && o->base ? o : NULL;
}

static bool grow_objects(ce_rt_heap *h)
{
	ce_rt_heap old = *h;
	size_t slots = old.object_slots ? old.object_slots * 2 : 4096;

	if (h->nobjects * 2 < old.object_slots)
		return true;
	h->objects = ce_rt_map(slots * sizeof *h->objects);
	if (!h->objects) {
		*h = old;
		return false;
	}
	h->object_slots = slots;
	for (size_t i = 0; i < old.object_slots; i++)
		if (old.objects[i].base)
			*object_slot(h, old.objects[i].base) = old.objects[i];
	ce_rt_unmap(old.objects, old.object_slots * sizeof *old.objects);
	return true;
}

/* Takes an entry out and moves those behind it up, so that no search ends early. */
static void clear_object(ce_rt_heap *h, ce_rt_object *o)
{
	size_t mask = h->object_slots - 1, hole = (size_t)(o - h->objects);

	for (size_t i = (hole + 1) & mask; h->objects[i].base; i = (i + 1) & mask) {
		size_t home = hash(h->objects[i].base) & mask;

		if (((i - home) & mask) >= ((i - hole) & mask)) {
			h->objects[hole] = h->objects[i];
			hole = i;
		}
	}
	h->objects[hole].base = 0;
	h->nobjects--;
}

/* ---- pages ---------------------------------------------------------------------------------- */

static ce_rt_page *page_slot(ce_rt_heap *h, uintptr_t number)
{
	size_t mask = h->page_slots - 1, i = hash(number << 3) & mask;

	while (h->pages[i].number && h->pages[i].number != number)
		i = (i + 1) & mask;
	return &h->pages[i];
}

static ce_rt_page *page_at(ce_rt_heap *h, uintptr_t number)
{
	ce_rt_page *p = h->page_slots ? page_slot(h, number) : NULL;

	return p && p->number ? p : NULL;
}

/* Pages stay for ever: addresses come back. */
static ce_rt_page *page_make(ce_rt_heap *h, uintptr_t number)
{
	ce_rt_page *old = h->pages, *p;
	size_t old_slots = h->page_slots, slots = old_slots ? old_slots * 2 : 1024;

	if (h->npages * 2 >= old_slots) {
		if (!(p = ce_rt_map(slots * sizeof *p)))
			return NULL;
		h->pages = p;
		h->page_slots = slots;
		for (size_t i = 0; i < old_slots; i++)
			if (old[i].number)
				*page_slot(h, old[i].number) = old[i];
		ce_rt_unmap(old, old_slots * sizeof *old);
	}
	p = page_slot(h, number);
	if (!p->number) {
		p->number = number;
		h->npages++;
	}
	return p;
}

static unsigned bit_of(uintptr_t address)
{
	return (unsigned)(address % PAGE / GRAIN);
}

/* Where the last object at or before an address of this page begins; 0: none in it. */
static uintptr_t start_before(const ce_rt_page *p, uintptr_t address)
{
	unsigned bit = bit_of(address), word = bit / 64;
	uint64_t bits = p->starts[word] & (~(uint64_t)0 >> (63 - bit % 64));

	while (!bits && word)
		bits = p->starts[--word];
	return bits ? p->number * PAGE + (word * 64 + 63 - (unsigned)__builtin_clzll(bits)) * GRAIN : 0;
}

static bool set_pages(ce_rt_heap *h, uintptr_t base, uintptr_t size)
{
	ce_rt_page *p = page_make(h, base / PAGE);

	if (!p)
		return false;
	p->starts[bit_of(base) / 64] |= (uint64_t)1 << bit_of(base) % 64;
	for (uintptr_t n = base / PAGE + 1; n * PAGE < base + size; n++)
		if ((p = page_make(h, n)))
			p->cover = base;
	return true;
}

static void clear_pages(ce_rt_heap *h, uintptr_t base, uintptr_t size)
{
	ce_rt_page *p = page_at(h, base / PAGE);

	if (p)
		p->starts[bit_of(base) / 64] &= ~((uint64_t)1 << bit_of(base) % 64);
	for (uintptr_t n = base / PAGE + 1; n * PAGE < base + size; n++)
		if ((p = page_at(h, n)) && p->cover == base)
			p->cover = 0;
}

/* ---- large objects ------------------------------------------------------------------------------- */

/* The number of large objects that begin at or before an address. */
static size_t large_before(const ce_rt_heap *h, uintptr_t address)
{
	size_t low = 0, high = h->large.n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (h->large.at[middle] <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool add_large(ce_rt_heap *h, uintptr_t base)
{
	size_t i = large_before(h, base);

	if (!ce_rt_push(&h->large, base))
		return false;
	memmove(h->large.at + i + 1, h->large.at + i, (h->large.n - 1 - i) * sizeof *h->large.at);
	h->large.at[i] = base;
	return true;
}

static void remove_large(ce_rt_heap *h, uintptr_t base)
{
	size_t i = large_before(h, base);

	if (!i || h->large.at[i - 1] != base)
		return;
	h->large.n--;
	memmove(h->large.at + i - 1, h->large.at + i, (h->large.n - (i - 1)) * sizeof *h->large.at);
}

/* ---- what objects refer to ----------------------------------------------------------------------- */

void ce_rt_heap_forget(ce_rt_heap *h)
{
	h->forgotten = h->serial;
}

static void forget_old(const ce_rt_heap *h, ce_rt_object *o)
{
	if (o->serial > h->forgotten)
		return;
	o->site = NULL;
	o->profiled = 0;
}

/* ---- the record ------------------------------------------------------------------------------------- */

ce_rt_object *ce_rt_heap_find(ce_rt_heap *h, uintptr_t address)
{
	ce_rt_object *o = NULL;
	ce_rt_page *p;
	uintptr_t base;
	size_t i;

	if (address < h->low || address >= h->high)
		return NULL;
	if ((p = page_at(h, address / PAGE))) {
		base = start_before(p, address);
		o = object_at(h, base ? base : p->cover);
	}
	if (!o && (i = large_before(h, address)))
		o = object_at(h, h->large.at[i - 1]);
	if (!o || address - o->base >= o->size)
		return NULL;
	forget_old(h, o);
	return o;
}

bool ce_rt_heap_remove(ce_rt_heap *h, uintptr_t base, ce_rt_object *old)
{
	ce_rt_object *o = object_at(h, base);

	if (!o)
		return false;
	forget_old(h, o);
	*old = *o;
	if (o->size >= LARGE)
		remove_large(h, base);
	else
		clear_pages(h, base, o->size);
	clear_object(h, o);
	return true;
}

/* What was freed behind our back may still stand where a new object is. */
static void remove_stale(ce_rt_heap *h, uintptr_t base, uintptr_t size)
{
	uintptr_t end = base + size < h->high ? base + size : h->high, low = base > h->low ? base : h->low;
	ce_rt_object *o, old;
	size_t i;

	for (uintptr_t page = low / PAGE; page * PAGE < end; page++) {
		ce_rt_page *p = page_at(h, page);
		uintptr_t last = (page + 1) * PAGE < end ? page * PAGE + PAGE - 1 : end - 1, start;

		while (p && (start = start_before(p, last)) >= base && start &&
		       ce_rt_heap_remove(h, start, &old))
			;
	}
	while ((i = large_before(h, base + size - 1)) && h->large.at[i - 1] >= base &&
	       ce_rt_heap_remove(h, h->large.at[i - 1], &old))
		;
	while ((o = ce_rt_heap_find(h, base)))
		ce_rt_heap_remove(h, o->base, &old);
}

/* Whether nothing begins in a stretch of a page. */
static bool is_free(const ce_rt_page *p, unsigned first, unsigned last)
{
	for (unsigned word = first / 64; word <= last / 64; word++) {
		uint64_t bits = p->starts[word];

		if (word == first / 64)
			bits &= ~(uint64_t)0 << first % 64;
		if (word == last / 64)
			bits &= ~(uint64_t)0 >> (63 - last % 64);
		if (bits)
			return false;
	}
	return true;
}

static bool reaches(ce_rt_heap *h, uintptr_t from, uintptr_t address)
{
	const ce_rt_object *o = from ? object_at(h, from) : NULL;

	return o && address - o->base < o->size;
}

/* Most objects are in one page that is known, and nothing is known where they are. */
static bool set_only_page(ce_rt_heap *h, uintptr_t base, uintptr_t size)
{
	ce_rt_page *p = base % PAGE + size <= PAGE ? page_at(h, base / PAGE) : NULL;
	uintptr_t before;
	size_t i;

	if (!p || !is_free(p, bit_of(base), bit_of(base + size - 1)))
		return false;
	before = start_before(p, base);
	i = large_before(h, base);
	if (reaches(h, before ? before : p->cover, base) || reaches(h, i ? h->large.at[i - 1] : 0, base))
		return false;
	p->starts[bit_of(base) / 64] |= (uint64_t)1 << bit_of(base) % 64;
	return true;
}

static bool set_anywhere(ce_rt_heap *h, uintptr_t base, uintptr_t size)
{
	remove_stale(h, base, size);
	return size >= LARGE ? add_large(h, base) : set_pages(h, base, size);
}

ce_rt_object *ce_rt_heap_add(ce_rt_heap *h, uintptr_t base, uintptr_t size, const ce_rt_site *site)
{
	ce_rt_object *o;

	/* malloc(0) is an object, too: it can be held. */
	if (!size)
		size = 1;
	if (!grow_objects(h) || (!set_only_page(h, base, size) && !set_anywhere(h, base, size)))
		return NULL;
	o = object_slot(h, base);
	*o = (ce_rt_object){.base = base, .size = size, .site = site, .serial = ++h->serial};
	o->origin = o->serial;
	h->nobjects++;
	if (!h->low || base < h->low)
		h->low = base;
	if (base + size > h->high)
		h->high = base + size;
	return o;
}
