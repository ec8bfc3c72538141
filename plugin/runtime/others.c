/*
 * others.c - threads that were there before a call: what they have when it returns.
 *
 * Most of a stack proves nothing: places that are no longer used still hold what they held. So
 * only those places count that are in use, and only where no other thread can have had the
 * pointer before: at entry all of them wait in functions of waits.c, or run Go code, and no word
 * that they could have it from leads to the object.
 */
#include <link.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "rt.h"

enum { MODULES = 128 };

/* ---- thread-local variables ------------------------------------------------------------------ */

/* Those of one module, in this thread. */
typedef struct block {
	uintptr_t base, size, align;
	bool is_first; /* of the module that was loaded first: they are at a fixed place in each thread */
} block;

typedef struct blocks {
	block at[MODULES];
	size_t n;
} blocks;

static int add_block(struct dl_phdr_info *info, size_t size, void *ctx)
{
	blocks *b = ctx;

	(void)size;
	for (ElfW(Half) i = 0; i < info->dlpi_phnum && b->n < MODULES; i++)
		if (info->dlpi_phdr[i].p_type == PT_TLS && info->dlpi_tls_data)
			b->at[b->n++] = (block){.base = (uintptr_t)info->dlpi_tls_data,
			                        .size = info->dlpi_phdr[i].p_memsz,
			                        .align = info->dlpi_phdr[i].p_align,
			                        .is_first = info->dlpi_tls_modid == 1};
	return 0;
}

static int by_base(const void *a, const void *b)
{
	const block *x = a, *y = b;

	return x->base < y->base ? -1 : x->base > y->base;
}

/* All that are at fixed places: they are side by side. Others are made when a thread first uses them. */
static void find_fixed(blocks *b)
{
	size_t low = 0, high;

	b->n = 0;
	dl_iterate_phdr(add_block, b);
	qsort(b->at, b->n, sizeof *b->at, by_base);
	while (low < b->n && !b->at[low].is_first)
		low++;
	for (high = low; high + 1 < b->n &&
	                 b->at[high + 1].base <= b->at[high].base + b->at[high].size + b->at[high + 1].align;
	     high++)
		;
	while (low && low < b->n &&
	       b->at[low].base <= b->at[low - 1].base + b->at[low - 1].size + b->at[low].align)
		low--;
	b->n = low < b->n ? high - low + 1 : 0;
	for (size_t i = 0; i < b->n; i++)
		b->at[i] = b->at[low + i];
}

static void scan_variables(const ce_rt_thread *t, const blocks *b)
{
	for (size_t i = 0; i < b->n; i++) {
		uintptr_t base = b->at[i].base - ce_rt_self.pointer + t->pointer;
		uintptr_t end = base + b->at[i].size, own = (uintptr_t)t, own_end = own + sizeof *t;
		bool has_own = own < end && own_end > base;

		ce_rt_scan_range(CE_RT_ROOT_THREAD, "thread-local data of a thread", base,
		                 (has_own ? own : end) - base, base);
		if (has_own)
			ce_rt_scan_range(CE_RT_ROOT_THREAD, "thread-local data of a thread", own_end,
			                 end - own_end, base);
	}
}

/* ---- what a thread has -------------------------------------------------------------------------- */

/* It stays so as long as nwaits does. */
static bool is_waiting(const ce_rt_thread *t)
{
	uintptr_t low = __atomic_load_n(&t->wait_low, __ATOMIC_ACQUIRE);

	return low - t->stack_low < t->stack_high - t->stack_low && t->waits_in == t->frames;
}

static uint64_t waits_of(const ce_rt_thread *t)
{
	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	return __atomic_load_n(&t->nwaits, __ATOMIC_ACQUIRE);
}

/* Of a function that waits somewhere out of sight the arguments are all that is known. */
static void scan_frame(const ce_rt_frame *f)
{
	for (uintptr_t i = 0; i + 1 < f->nlive; i++)
		ce_rt_scan_range(CE_RT_ROOT_THREAD, "local variable in a thread", (uintptr_t)&f->live[i],
		                 sizeof *f->live, (uintptr_t)&f->live[i]);
	if (f->func && !f->nlive)
		ce_rt_scan_range(CE_RT_ROOT_THREAD, "argument in a thread", (uintptr_t)f->words,
		                 f->func->nwords * sizeof *f->words, (uintptr_t)f->words);
}

void ce_rt_others_scan_thread(const ce_rt_thread *t)
{
	size_t hits = ce_rt.scan.hits.n;
	blocks b;

	for (const ce_rt_frame *f = t->frames; ce_rt_is_live(f); f = ce_rt_outer(f)) {
		scan_frame(f);
		/* It has gone on meanwhile. */
		if (!ce_rt_is_live(f))
			ce_rt.scan.hits.n = hits;
	}
	find_fixed(&b);
	scan_variables(t, &b);
}

/* ---- at entry -------------------------------------------------------------------------------------- */

/* All that it could have a pointer from: also places that are no longer in use, who knows. */
static bool note_waiting(ce_rt_check *c, const ce_rt_thread *t, const blocks *b)
{
	uint64_t waits = waits_of(t);

	if (!is_waiting(t) || c->nothers == CE_RT_OTHERS)
		return false;
	c->others[c->nothers++] = (ce_rt_other){t->number, waits};
	ce_rt_scan_range(CE_RT_ROOT_THREAD, NULL, t->wait_low, t->stack_high - t->wait_low, t->wait_low);
	scan_variables(t, b);
	return waits_of(t) == waits;
}

static bool runs_go(const ce_rt_thread *t)
{
	return t->calls_from_go && !ce_rt_is_live(t->frames);
}

static bool note_all(ce_rt_check *c)
{
	blocks b;

	find_fixed(&b);
	for (ce_rt_thread *t = ce_rt.threads; t; t = t->next)
		if (t != &ce_rt_self && !runs_go(t) && !note_waiting(c, t, &b))
			return false;
	return true;
}

/* A thread that has never been here is none that waits as far as we know. Of Go's we need not know all. */
static bool all_are_known(void)
{
	struct stat tasks;
	nlink_t n = 2;

	for (const ce_rt_thread *t = ce_rt.threads; t; t = t->next)
		n++;
	return ce_rt.is_go || (stat("/proc/self/task", &tasks) == 0 && tasks.st_nlink == n);
}

/* Below a rate of 1 not every call of Go's is noticed. */
static bool may_be_quiet(void)
{
	return ce_rt.threads->next && (!ce_rt.is_go || ce_rt.options.rate == UINT32_MAX) && all_are_known();
}

static uint64_t count_go_calls(void)
{
	uint64_t n = ce_rt.go_calls;

	for (const ce_rt_thread *t = ce_rt.threads; t; t = t->next)
		n += t == &ce_rt_self ? 0 : __atomic_load_n(&t->go_calls, __ATOMIC_RELAXED);
	return n;
}

void ce_rt_others_note(ce_rt_check *c)
{
	bool gone[CE_RT_TARGETS];

	c->nothers = 0;
	if (!may_be_quiet())
		return;
	for (uint32_t i = 0; i < c->ntargets; i++)
		gone[i] = c->targets[i].gone;
	c->go_calls = count_go_calls();
	if (!note_all(c))
		c->nothers = 0;
	for (uint32_t i = 0; i < c->ntargets; i++) {
		c->targets[i].held = c->targets[i].gone && !gone[i];
		c->targets[i].gone = gone[i];
	}
}

/* ---- at return ---------------------------------------------------------------------------------------- */

static const ce_rt_other *noted(const ce_rt_check *c, const ce_rt_thread *t)
{
	for (uint32_t i = 0; i < c->nothers; i++)
		if (c->others[i].thread == t->number)
			return &c->others[i];
	return NULL;
}

/* Who has called C from Go meanwhile may have brought pointers along. */
static bool is_quiet(const ce_rt_check *c)
{
	return c->nothers && count_go_calls() == c->go_calls;
}

bool ce_rt_others_has_it_from(const ce_rt_check *c, const ce_rt_thread *t, const ce_rt_target *target)
{
	return noted(c, t) && !target->held && is_quiet(c);
}

bool ce_rt_others_run(const ce_rt_check *c)
{
	for (const ce_rt_thread *t = ce_rt.threads; t && c->nothers; t = t->next) {
		const ce_rt_other *o = noted(c, t);

		if (o && o->nwaits != waits_of(t) && !is_waiting(t))
			return true;
	}
	return false;
}

unsigned ce_rt_others_settle(const ce_rt_check *c)
{
	unsigned least = UINT32_MAX;
	char place[CE_RT_PLACE];

	for (ce_rt_thread *t = ce_rt.threads; t && c->nothers; t = t->next) {
		uint64_t waits = waits_of(t);

		if (!noted(c, t) || !is_waiting(t))
			continue;
		ce_rt_read_place(t->id, place, sizeof place);
		t->settled = *place && t->wait == waits ? t->settled + 1 : 0;
		t->wait = waits;
		if (t->settled < least)
			least = t->settled;
	}
	return least;
}

/* What it has is what it had while it waited all the time. */
static void scan_waiting(const ce_rt_thread *t)
{
	size_t hits = ce_rt.scan.hits.n;
	uint64_t waits = waits_of(t);

	if (is_waiting(t))
		ce_rt_others_scan_thread(t);
	if (waits_of(t) != waits || !is_waiting(t))
		ce_rt.scan.hits.n = hits;
}

void ce_rt_others_scan(ce_rt_check *c, unsigned settled)
{
	bool gone[CE_RT_TARGETS];

	if (!is_quiet(c))
		return;
	for (uint32_t i = 0; i < c->ntargets; i++) {
		gone[i] = c->targets[i].gone;
		c->targets[i].gone |= c->targets[i].held;
	}
	for (const ce_rt_thread *t = ce_rt.threads; t; t = t->next)
		if (noted(c, t) && (!settled || (t->settled >= settled && t->wait == waits_of(t))))
			scan_waiting(t);
	for (uint32_t i = 0; i < c->ntargets; i++)
		c->targets[i].gone = gone[i];
}
