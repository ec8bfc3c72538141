/*
 * call.c - one call: what is remembered at entry, what is looked for at return.
 *
 * A pointer that could already be found in memory before the call proves nothing
 * when it is found there after it: the function may have it from there. So a
 * parameter is only watched while nothing that the function can reach holds a
 * pointer into the same object, no other parameter leads there, and the program
 * has no name for it. Then any copy that is left behind came from the parameter.
 */
#include <stdlib.h>
#include <string.h>

#include "rt.h"

/* Below and above no object can be. */
static bool is_pointer(uintptr_t v)
{
	return v >= 65536 && v < (uintptr_t)1 << 47;
}

static const ce_rt_param *param_of(const ce_rt_func *f, uint32_t word)
{
	return &f->params[f->word_param[word]];
}

/* ---- frames ------------------------------------------------------------------------------- */

bool ce_rt_is_live(const ce_rt_frame *f)
{
	return f && f->seal == (ce_rt.cookie ^ (uintptr_t)f);
}

/* Of frames that were left without a return some may be overwritten, or even be the same
 * again: outer ones are older. */
ce_rt_frame *ce_rt_outer(const ce_rt_frame *f)
{
	return ce_rt_is_live(f->prev) && f->prev->id < f->id ? f->prev : NULL;
}

static bool is_on_stack(const ce_rt_frame *f)
{
	return (uintptr_t)f - ce_rt_self.stack_low < ce_rt_self.stack_high - ce_rt_self.stack_low;
}

/* longjmp() leaves frames behind: all that are further down the stack. Where in the machine's frame they are
 * tells nothing, as calls may be inlined. */
static ce_rt_frame *innermost_outside(const ce_rt_frame *f)
{
	ce_rt_frame *p = ce_rt_is_live(ce_rt_self.frames) ? ce_rt_self.frames : NULL;

	while (p && (p == f || (p->machine < f->machine && is_on_stack(p) && is_on_stack(f))))
		p = ce_rt_outer(p);
	return p;
}

static void push_frame(ce_rt_frame *f)
{
	f->prev = innermost_outside(f);
	f->check = NULL;
	f->id = ++ce_rt_self.nframes;
	f->seal = ce_rt.cookie ^ (uintptr_t)f;
	ce_rt_self.frames = f;
}

ce_rt_frame *ce_rt_innermost(void)
{
	ce_rt_frame *f = ce_rt_self.frames;

	if (!ce_rt_is_live(f))
		return NULL;
	while (f && !f->func)
		f = ce_rt_outer(f);
	return f;
}

/* Everything further down is gone, too: longjmp() may have passed by. */
static void pop_frame(ce_rt_frame *f)
{
	if (!ce_rt_is_live(f))
		return;
	f->seal = 0;
	ce_rt_self.frames = f->prev;
}

void ce_rt_check_free(ce_rt_check *c)
{
	c->frame = NULL;
	c->next = ce_rt.spare;
	ce_rt.spare = c;
	__atomic_store_n(&ce_rt.nwatched, ce_rt.nwatched - 1, __ATOMIC_RELAXED);
}

void ce_rt_checks_moved(const ce_rt_object *old, uintptr_t base)
{
	ce_rt_object o;

	if (!ce_rt_heap_find(&ce_rt.heap, base, &o))
		return;
	for (ce_rt_thread *t = ce_rt.threads; t && ce_rt_is_left_out_if_plain(old); t = t->next)
		for (ce_rt_check *c = t->checks; c; c = c->next)
			for (uint32_t i = 0; i < c->nleft_out; i++)
				if (c->left_out[i].base == old->base && c->left_out[i].serial == old->serial)
					c->left_out[i] = (ce_rt_left_out){o.base, o.serial};
}

/* The checks of calls that longjmp() has ended. */
static void drop_checks_above(ce_rt_check *keep)
{
	while (ce_rt_self.checks && ce_rt_self.checks != keep) {
		ce_rt_check *c = ce_rt_self.checks;

		ce_rt_self.checks = c->next;
		ce_rt_check_free(c);
	}
}

static ce_rt_check *innermost_check(const ce_rt_frame *f)
{
	for (; f; f = ce_rt_outer(f))
		if (f->check)
			return f->check;
	return NULL;
}

/* ---- entry ----------------------------------------------------------------------------------- */

static ce_rt_check *take_check(void)
{
	ce_rt_check *c = ce_rt.spare;

	if (c)
		ce_rt.spare = c->next;
	else if (!(c = ce_rt_map(sizeof *c)))
		return NULL;
	memset(c, 0, offsetof(ce_rt_check, others));
	__atomic_store_n(&ce_rt.nwatched, ce_rt.nwatched + 1, __ATOMIC_RELAXED);
	if (ce_rt.nwatched > 1 || ce_rt_wait_for_frees())
		return c;
	ce_rt_check_free(c);
	return NULL;
}

/* False: the object is not known well enough to tell its pointers from others. */
static bool make_target(ce_rt_target *t, uintptr_t v, uint64_t size)
{
	ce_rt_object o;
	ce_rt_local l;

	t->memory = CE_RT_OTHER;
	if (ce_rt_heap_find(&ce_rt.heap, v, &o)) {
		t->base = o.base;
		t->size = o.size;
		t->serial = o.serial;
		return !ce_rt_heap_is_gone(&ce_rt.heap, &o);
	}
	if (ce_rt_local_find(v, &l)) {
		t->base = l.address;
		t->size = l.size;
		return true;
	}
	/* The end of one object may be the beginning of another. */
	if (ce_rt_heap_find(&ce_rt.heap, v - 1, &o) || ce_rt_local_find(v - 1, &l))
		return false;
	t->memory = ce_rt_memory_of(v);
	t->base = v;
	t->size = size ? size : 1;
	return t->memory != CE_RT_STATIC;
}

static void add_targets(ce_rt_check *c, const ce_rt_frame *f)
{
	for (uint32_t i = 0; i < f->func->nwords && c->ntargets < CE_RT_TARGETS; i++) {
		ce_rt_target t = {.word = i};

		if (is_pointer(f->words[i]) && make_target(&t, f->words[i], param_of(f->func, i)->size))
			c->targets[c->ntargets++] = t;
	}
}

static bool overlap(const ce_rt_target *a, const ce_rt_target *b)
{
	return a->base < b->base + b->size && b->base < a->base + a->size;
}

/* Two parameters that lead to one object: whose pointer it was nobody can tell. */
static void drop_aliases(ce_rt_check *c, const ce_rt_func *f)
{
	for (uint32_t i = 0; i < c->ntargets; i++)
		for (uint32_t k = 0; k < i; k++)
			if (param_of(f, c->targets[i].word) != param_of(f, c->targets[k].word) &&
			    overlap(&c->targets[i], &c->targets[k]))
				c->targets[i].gone = c->targets[k].gone = true;
}

static uint32_t count_targets(const ce_rt_check *c)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < c->ntargets; i++)
		n += !c->targets[i].gone;
	return n;
}

/* Of the heap object that an address is in; 0: in none. */
static uint64_t serial_of(uintptr_t address)
{
	ce_rt_object o;

	return ce_rt_heap_find(&ce_rt.heap, address, &o) ? o.serial : 0;
}

/* The memory behind all arguments; what was freed meanwhile is not looked at. */
static void scan_params(const ce_rt_frame *f, const ce_rt_check *c)
{
	for (uint32_t i = 0; i < f->func->nwords; i++) {
		const ce_rt_param *p = param_of(f->func, i);
		ce_rt_where where = {
			.root = CE_RT_ROOT_PARAM, .param = f->func->word_param[i], .name = p->name};

		if (is_pointer(f->words[i]) &&
		    (i >= CE_RT_TARGETS || c->serials[i] == serial_of(f->words[i])))
			ce_rt_scan_pointer(where, f->words[i], p->size, p->flags & CE_RT_PARAM_PLAIN);
	}
}

/* What is left out at entry must be at return, whoever leads to it then. */
static void note_objects(ce_rt_check *c, const ce_rt_frame *f)
{
	for (uint32_t i = 0; i < f->func->nwords && i < CE_RT_TARGETS; i++) {
		ce_rt_object o;

		if (!ce_rt_heap_find(&ce_rt.heap, f->words[i], &o))
			continue;
		c->serials[i] = o.serial;
		if (param_of(f->func, i)->flags & CE_RT_PARAM_PLAIN && ce_rt_is_left_out_if_plain(&o))
			c->left_out[c->nleft_out++] = (ce_rt_left_out){o.base, o.serial};
	}
}

static void watch(ce_rt_frame *f)
{
	ce_rt_check *c = take_check();

	if (!c)
		return;
	note_objects(c, f);
	add_targets(c, f);
	drop_aliases(c, f->func);
	if (count_targets(c)) {
		ce_rt_scan_start(c, true);
		scan_params(f, c);
		ce_rt_roots();
	}
	if (count_targets(c))
		ce_rt_others_note(c);
	if (!count_targets(c)) {
		ce_rt_check_free(c);
		return;
	}
	drop_checks_above(innermost_check(ce_rt_outer(f)));
	c->next = ce_rt_self.checks;
	ce_rt_self.checks = c;
	c->frame = f;
	c->id = f->id;
	f->check = c;
}

void __cgoescape_enter(ce_rt_frame *f)
{
	uint64_t start;

	push_frame(f);
	if (!f->func || (!f->func->nwords && !*ce_rt.options.dir) || !ce_rt_is_sampled() || !ce_rt_begin())
		return;
	if (ce_rt_is_affordable(f->func)) {
		start = ce_rt_clock();
		if (ce_rt_profile_is_on())
			ce_rt_profile_call_made(f->func, __builtin_return_address(0));
		watch(f);
		ce_rt_spend(start);
	}
	ce_rt_end();
}

/* ---- return -------------------------------------------------------------------------------------- */

/* What was freed is held by nobody, and who has its address now has another object's. */
static void drop_freed(ce_rt_check *c)
{
	for (uint32_t i = 0; i < c->ntargets; i++) {
		ce_rt_target *t = &c->targets[i];

		if (t->serial && t->serial != serial_of(t->base))
			t->gone = true;
	}
}

static bool is_in_call_with(const ce_rt_thread *t, const ce_rt_target *target)
{
	for (const ce_rt_check *c = t->checks; c; c = c->next)
		for (uint32_t k = 0; k < c->ntargets; k++)
			if (overlap(target, &c->targets[k]))
				return true;
	return false;
}

/* Another thread is in a call with a pointer to the same object: it may be that one. Not if it
 * was started by this call, or has the pointer from it. */
static void drop_shared(ce_rt_check *mine, const ce_rt_frame *f)
{
	for (ce_rt_thread *t = ce_rt.threads; t; t = t->next)
		for (uint32_t i = 0; i < mine->ntargets && t != &ce_rt_self; i++)
			if (is_in_call_with(t, &mine->targets[i]) && !ce_rt_is_started_by(t, f) &&
			    !ce_rt_others_has_it_from(mine, t, &mine->targets[i]))
				mine->targets[i].gone = true;
}

static void scan_result(const ce_rt_frame *f, const uintptr_t *result, uintptr_t n)
{
	if (f->func->result_size)
		ce_rt_scan_range(CE_RT_ROOT_RESULT, "~r0", f->words[f->func->nwords], f->func->result_size,
		                 f->words[f->func->nwords]);
	ce_rt_scan_range(CE_RT_ROOT_RESULT, "~r0", (uintptr_t)result, n * sizeof *result, (uintptr_t)result);
}

static void count_watched(const ce_rt_frame *f, const ce_rt_check *c)
{
	for (uint32_t i = 0; i < c->ntargets && ce_rt_profile_is_on(); i++)
		if (!c->targets[i].gone)
			ce_rt_profile_param_watched(f->func, f->func->word_param[c->targets[i].word]);
}

static void report_hits(const ce_rt_frame *f, const ce_rt_check *c, const void *caller)
{
	for (size_t i = 0; i < ce_rt.scan.hits.n; i++) {
		const ce_rt_hit *h = &ce_rt.scan.hits.at[i];

		ce_rt_report(f->func, f->func->word_param[c->targets[h->target].word], &c->targets[h->target],
		             h, caller);
	}
}

static void judge(ce_rt_frame *f, ce_rt_check *c, const uintptr_t *result, uintptr_t n, const void *caller)
{
	drop_freed(c);
	drop_shared(c, f);
	if (!count_targets(c))
		return;
	count_watched(f, c);
	ce_rt_scan_start(c, false);
	scan_params(f, c);
	ce_rt_roots();
	scan_result(f, result, n);
	report_hits(f, c, caller);
	if (ce_rt_threads(c, f, ce_rt_is_early(f->func))) {
		drop_freed(c);
		drop_shared(c, f);
		ce_rt_threads_scan(c, f);
		report_hits(f, c, caller);
	}
}

void __cgoescape_exit(ce_rt_frame *f, const uintptr_t *result, uintptr_t n)
{
	ce_rt_check *c = f->check;
	uint64_t start;

	pop_frame(f);
	if (!c || !ce_rt_begin())
		return;
	if (c->frame == f && c->id == f->id) {
		start = ce_rt_clock();
		drop_checks_above(c);
		judge(f, c, result, n, __builtin_return_address(0));
		drop_checks_above(c->next);
		ce_rt_spend(start);
	}
	ce_rt_end();
}

static void note_landing(uintptr_t buffer)
{
	bool known = false;

	for (size_t i = 0; i < CE_RT_LANDINGS; i++)
		known |= ce_rt.landings[i] == buffer;
	if (!known)
		ce_rt.landings[ce_rt.nlandings++ % CE_RT_LANDINGS] = buffer;
}

void __cgoescape_landed(ce_rt_frame *f, const void *buffer)
{
	ce_rt_self.frames = f;
	if (!buffer || !ce_rt_begin())
		return;
	note_landing((uintptr_t)buffer);
	ce_rt_end();
}

/* ---- from Go and into Go ----------------------------------------------------------------------------------
 */

/* Panics of Go's have left all frames behind that are down here. */
static void drop_frames_below(uintptr_t machine)
{
	ce_rt_frame *p = ce_rt_is_live(ce_rt_self.frames) ? ce_rt_self.frames : NULL;

	while (p && p->machine <= machine && is_on_stack(p))
		p = ce_rt_outer(p);
	ce_rt_self.frames = p;
}

/* Sampled are calls from Go, with all that is called in them: then all frames are there. */
void __cgoescape_from_go(const void *arguments, uint32_t skip, uintptr_t machine)
{
	ce_rt.go_stack = (uintptr_t)arguments;
	ce_rt_self.calls_from_go = true;
	ce_rt_self.go_calls++;
	drop_frames_below(machine);
	__cgoescape_skip = 0;
	ce_rt_be_known();
	if (ce_rt.options.rate == UINT32_MAX || ce_rt_is_live(ce_rt_self.frames))
		return;
	if (!skip)
		skip = ce_rt_draw_skip();
	ce_rt_self.chosen = skip == 1 && ce_rt.options.rate;
	__cgoescape_skip = skip - 1;
}

/* The call that it came from may be one that passes by, and has no frames. */
void __cgoescape_back_to_go(void)
{
	if (!ce_rt_self.chosen || ce_rt_is_live(ce_rt_self.frames))
		return;
	ce_rt_self.chosen = false;
	__cgoescape_skip = ce_rt_draw_skip();
}

/* Whoever has promised that it would not happen, at any depth, is asked. */
void __cgoescape_to_go(const ce_rt_func *exported)
{
	ce_rt_frame *f = ce_rt_innermost();

	ce_rt_self.go_calls++;
	if (!f || !ce_rt_begin())
		return;
	for (ce_rt_frame *g = f; g; g = ce_rt_outer(g))
		if (g->func && ce_rt_profile_is_on())
			ce_rt_profile_callback_made(g->func, exported);
	for (; f; f = ce_rt_outer(f))
		if (f->func && f->func->flags & (CE_RT_FUNC_NOCALLBACK | CE_RT_FUNC_NOCALLBACK_PROVED)) {
			ce_rt_report_go(f->func, exported);
			break;
		}
	ce_rt_end();
}
