/*
 * scan.c - who holds a pointer to one of the targets?
 *
 * Each word of the ranges given is looked at. A word that leads to a heap object
 * or to a local variable of a live call puts that on the list of work, once: what
 * is found is all that can be reached, and by which way first.
 */
#include <malloc.h>
#include <setjmp.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "rt.h"

enum { HITS = 64, PLAIN_MAX = 64 << 10, WINDOW = 4096 };

void ce_rt_scan_start(ce_rt_check *c, bool first_only)
{
	ce_rt_scan *s = &ce_rt.scan;
	uintptr_t high = 0;

	s->epoch++;
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
static bool is_first_visit(ce_rt_object *o)
{
	const ce_rt_scan *s = &ce_rt.scan;

	if (o->mark == s->epoch)
		return false;
	o->mark = s->epoch;
	for (size_t i = 0; i < s->nleft_out; i++)
		if (s->left_out[i] == o->origin)
			return false;
	return true;
}

static void reach_object(uintptr_t value)
{
	ce_rt_scan *s = &ce_rt.scan;
	ce_rt_object *o = ce_rt_heap_find(&ce_rt.heap, value);

	if (!o || !is_first_visit(o))
		return;
	(void)ce_rt_push(&s->work,
	                 (ce_rt_work){.base = o->base, .size = o->size, .site = o->site, .in_heap = true});
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

static void do_work(void)
{
	ce_rt_scan *s = &ce_rt.scan;

	while (s->work.n) {
		ce_rt_work w = s->work.at[--s->work.n];

		s->where.name = NULL;
		s->where.site = w.site;
		s->where.in_heap = w.in_heap;
		s->where.shown = w.base;
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
	ce_rt_object *o = ce_rt_heap_find(&ce_rt.heap, pointer);
	const ce_rt_global *g;
	ce_rt_local l;

	s->where = where;
	s->where.shown = pointer;
	if (o) {
		if (!is_first_visit(o))
			return;
		s->where.site = o->site;
		look_at_range(o->base, o->size);
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
