/*
 * scan.c - who holds a pointer to one of the targets?
 *
 * Each word of the ranges given is looked at. A word that leads to a heap object
 * or to a local variable of a live call puts that on the list of work, once: what
 * is found is all that can be reached, and by which way first.
 */
#include <errno.h>
#include <malloc.h>
#include <setjmp.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "rt.h"

enum { HITS = 64, PLAIN_MAX = 64 << 10, WINDOW = 4096, PAGE = 4096, CHUNK = 64 << 10 };

void ce_rt_scan_start(ce_rt_check *c, bool first_only)
{
	ce_rt_scan *s = &ce_rt.scan;
	uintptr_t high = 0;

	s->epoch++;
	ce_rt_heap_unmark_all(&ce_rt.heap);
	s->work.n = s->hits.n = s->stack_seen.n = 0;
	s->targets = c->targets;
	s->ntargets = c->ntargets;
	s->left_out = c->left_out;
	s->nleft_out = c->nleft_out;
	s->first_only = first_only;
	s->low = UINTPTR_MAX;
	for (size_t i = 0; i < s->ntargets; i++) {
		const ce_rt_target *t = &s->targets[i];

		if (t->gone)
			continue;
		if (t->base < s->low)
			s->low = t->base;
		if (t->base + t->size > high)
			high = t->base + t->size;
	}
	s->span = high ? high - s->low : 0;
}

/* ---- what a word leads to ---------------------------------------------------------------- */

/* setjmp() saves registers, whatever is in them. */
static bool is_saved_register(uintptr_t place)
{
	for (size_t i = 0; i < CE_RT_LANDINGS; i++)
		if (place - ce_rt.landings[i] < sizeof(sigjmp_buf))
			return true;
	return false;
}

/* malloc() itself has pointers to where the next piece of memory begins, which is in the
 * last word of what this one may use. They stand in variables of libc. */
static bool is_bookkeeping(const ce_rt_target *t, uintptr_t value, uintptr_t place)
{
	return t->serial && value % 16 == 0 && ce_rt.scan.where.root == CE_RT_ROOT_GLOBAL &&
	       ce_rt.scan.where.name && !ce_rt_global_find(place) &&
	       value - t->base + 8 == malloc_usable_size((void *)t->base);
}

static void hit(uintptr_t value, uintptr_t place)
{
	ce_rt_scan *s = &ce_rt.scan;

	if (is_saved_register(place))
		return;

	for (size_t i = 0; i < s->ntargets; i++) {
		ce_rt_target *t = &s->targets[i];
		bool known = false;

		if (t->gone || value - t->base >= t->size || is_bookkeeping(t, value, place))
			continue;
		if (s->first_only) {
			t->gone = true;
			continue;
		}
		for (size_t k = 0; k < s->hits.n && !known; k++)
			known = s->hits.at[k].address == place && s->hits.at[k].target == i;
		if (!known && s->hits.n < HITS)
			(void)ce_rt_push(&s->hits, (ce_rt_hit){.target = (uint32_t)i,
			                                       .where = s->where,
			                                       .address = place,
			                                       .offset = (intptr_t)(place - s->where.shown)});
	}
}

bool ce_rt_is_left_out_if_plain(const ce_rt_object *o)
{
	return o->size > PLAIN_MAX;
}

/* False: it was looked at, or is not to be. */
static bool is_first_visit(const ce_rt_object *o)
{
	const ce_rt_scan *s = &ce_rt.scan;

	if (!ce_rt_heap_mark(&ce_rt.heap, o) || ce_rt_heap_is_gone(&ce_rt.heap, o))
		return false;
	for (size_t i = 0; i < s->nleft_out; i++)
		if (s->left_out[i].base == o->base && s->left_out[i].serial == o->serial)
			return false;
	return true;
}

static void reach_object(uintptr_t value)
{
	ce_rt_scan *s = &ce_rt.scan;
	ce_rt_object o;

	if (ce_rt_heap_find(&ce_rt.heap, value, &o) && is_first_visit(&o))
		(void)ce_rt_push(
			&s->work,
			(ce_rt_work){.base = o.base, .size = o.size, .site = o.site, .in_heap = true});
}

bool ce_rt_local_find(uintptr_t address, ce_rt_local *out)
{
	for (ce_rt_frame *f = ce_rt_self.frames; f && ce_rt_is_live(f); f = ce_rt_outer(f))
		for (uintptr_t i = 0; i < f->nlocals; i++)
			if (address - f->locals[i].address < f->locals[i].size) {
				*out = f->locals[i];
				return true;
			}
	return false;
}

static bool is_seen(uintptr_t base)
{
	ce_rt_scan *s = &ce_rt.scan;

	for (size_t i = 0; i < s->stack_seen.n; i++)
		if (s->stack_seen.at[i] == base)
			return true;
	(void)ce_rt_push(&s->stack_seen, base);
	return false;
}

static void reach_local(uintptr_t value)
{
	ce_rt_local l;

	if (ce_rt_local_find(value, &l) && !is_seen(l.address))
		(void)ce_rt_push(&ce_rt.scan.work, (ce_rt_work){.base = l.address, .size = l.size});
}

/* ---- ranges ------------------------------------------------------------------------------------- */

static uintptr_t least(uintptr_t a, uintptr_t b)
{
	return a < b ? a : b;
}

static uintptr_t most(uintptr_t a, uintptr_t b)
{
	return a < b ? b : a;
}

/* The words may be a copy; `place` is where the first of them really is. */
static void look_at(const uintptr_t *words, size_t n, uintptr_t place)
{
	uintptr_t low = ce_rt.scan.low, span = ce_rt.scan.span;
	uintptr_t heap = ce_rt.heap.low, heap_span = ce_rt.heap.high - ce_rt.heap.low;
	uintptr_t stack = ce_rt_self.stack_low, stack_span = ce_rt_self.stack_high - ce_rt_self.stack_low;

	/* Most words are no pointers to any of these. */
	uintptr_t first = least(low, least(heap, stack));
	uintptr_t all = most(low + span, most(heap + heap_span, stack + stack_span)) - first;

	for (size_t i = 0; i < n; i++) {
		uintptr_t v = words[i];

		if (v - first >= all)
			continue;
		if (v - low < span)
			hit(v, place + i * sizeof v);
		if (v - heap < heap_span)
			reach_object(v);
		else if (v - stack < stack_span)
			reach_local(v);
	}
}

static void look_at_range(uintptr_t base, uintptr_t size)
{
	uintptr_t first = (base + sizeof base - 1) & ~(sizeof base - 1);

	if (base + size >= first + sizeof base)
		look_at((const uintptr_t *)first, (base + size - first) / sizeof base, first);
}

/* ---- objects of the heap: they may have been freed behind our back, and their memory given back -----------
 */

/* Whether the system finds a byte to read at each of n addresses, or does not say. */
static bool can_read(const struct iovec *there, size_t n)
{
	char bytes[CHUNK / PAGE];
	struct iovec here = {bytes, n};
	ssize_t done = process_vm_readv(getpid(), &here, 1, there, n, 0);

	return done == (ssize_t)n || (done < 0 && errno != EFAULT);
}

static bool pages_can_be_read(uintptr_t base, uintptr_t end)
{
	struct iovec there[CHUNK / PAGE];
	size_t n = 0;

	for (uintptr_t page = base / PAGE * PAGE; page < end; page += PAGE)
		there[n++] = (struct iovec){(void *)page, 1};
	return can_read(there, n);
}

/* A stretch that a scan has asked for once may be read until it ends: who frees memory waits for the lock. */
static bool chunk_can_be_read(uintptr_t chunk)
{
	ce_rt_scan *s = &ce_rt.scan;
	uint64_t *known = &s->readable[chunk % (sizeof s->readable / sizeof *s->readable)];
	uint64_t key = (uint64_t)s->epoch << 32 | (uint32_t)chunk;

	if (*known == key)
		return true;
	if (!pages_can_be_read(chunk * CHUNK, (chunk + 1) * CHUNK))
		return false;
	*known = key;
	return true;
}

static bool can_be_read(uintptr_t base, uintptr_t end)
{
	for (uintptr_t at = base, next; at < end; at = next) {
		next = least((at / CHUNK + 1) * CHUNK, end);
		if (!chunk_can_be_read(at / CHUNK) && !pages_can_be_read(at, next))
			return false;
	}
	return true;
}

/* Of what is as large the memory is most often given back at once: it is copied. */
static void look_at_large(uintptr_t base, uintptr_t end)
{
	for (uintptr_t at = base, n; at < end; at += n) {
		struct iovec here = {ce_rt.scan.copy, n = least(end - at, sizeof ce_rt.scan.copy)};
		struct iovec there = {(void *)at, n};

		if (process_vm_readv(getpid(), &here, 1, &there, 1, 0) == (ssize_t)n)
			look_at(ce_rt.scan.copy, n / sizeof at, at);
		else if (errno != EFAULT)
			look_at((const uintptr_t *)at, n / sizeof at, at);
		else
			return;
	}
}

static void look_at_object(uintptr_t base, uintptr_t size)
{
	if (size >= CHUNK)
		look_at_large(base, base + size);
	else if (can_be_read(base, base + size))
		look_at_range(base, size);
}

static void do_work(void)
{
	ce_rt_scan *s = &ce_rt.scan;

	while (s->work.n) {
		ce_rt_work w = s->work.at[--s->work.n];

		s->where.name = NULL;
		s->where.site = w.site;
		s->where.in_heap = w.in_heap;
		s->where.shown = w.base;
		if (w.in_heap)
			look_at_object(w.base, w.size);
		else
			look_at_range(w.base, w.size);
	}
}

void ce_rt_scan_range(ce_rt_root_kind root, const char *name, uintptr_t base, uintptr_t size, uintptr_t shown)
{
	ce_rt.scan.where = (ce_rt_where){.root = root, .name = name, .shown = shown};
	look_at_range(base, size);
	do_work();
}

/* Memory whose extent only its type tells: it may not be there. */
static void look_at_window(uintptr_t pointer, uint64_t size)
{
	uintptr_t words[WINDOW / sizeof(uintptr_t)];
	uintptr_t first = (pointer + sizeof first - 1) & ~(sizeof first - 1);
	size_t n = size < WINDOW ? (size_t)size & ~(sizeof first - 1) : WINDOW;
	struct iovec here = {words, n}, there = {(void *)first, n};

	if (n && process_vm_readv(getpid(), &here, 1, &there, 1, 0) == (ssize_t)n)
		look_at(words, n / sizeof first, first);
}

void ce_rt_scan_pointer(ce_rt_where where, uintptr_t pointer, uint64_t size, bool plain)
{
	ce_rt_scan *s = &ce_rt.scan;
	ce_rt_object o;
	const ce_rt_global *g;
	ce_rt_local l;

	s->where = where;
	s->where.shown = pointer;
	if (ce_rt_heap_find(&ce_rt.heap, pointer, &o)) {
		if (!is_first_visit(&o))
			return;
		s->where.site = o.site;
		look_at_object(o.base, o.size);
	} else if (ce_rt_local_find(pointer, &l)) {
		if (!is_seen(l.address))
			look_at_range(l.address, l.size);
	} else if ((g = ce_rt_global_find(pointer))) {
		look_at_range(g->address, g->size);
	} else if (!plain && (ce_rt.is_go || pointer - ce_rt_self.stack_low <
	                                             ce_rt_self.stack_high - ce_rt_self.stack_low)) {
		look_at_window(pointer, size);
	}
	do_work();
}
