/*
 * state.c - the runtime's one state: its beginning, its lock, its threads.
 */
#include <errno.h>
#include <execinfo.h>
#include <linux/futex.h>
#include <linux/membarrier.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "rt.h"

ce_rt_state ce_rt = {.once = PTHREAD_ONCE_INIT, .takes_lock = 1};
_Thread_local ce_rt_thread ce_rt_self;
_Thread_local uint32_t __cgoescape_skip;

/* ---- threads ------------------------------------------------------------------------------- */

static void thread_ends(void *thread)
{
	ce_rt_thread *t = thread;

	if (!ce_rt_begin())
		return;
	*(t->prev ? &t->prev->next : &ce_rt.threads) = t->next;
	if (t->next)
		t->next->prev = t->prev;
	while (t->checks) {
		ce_rt_check *c = t->checks;

		t->checks = c->next;
		ce_rt_check_free(c);
	}
	if (t->start)
		ce_rt_start_end(t->start);
	ce_rt_starts_forget(t);
	ce_rt.go_calls += t->go_calls;
	t->known = false;
	t->frames = NULL;
	ce_rt_unlock();
	/* It stays inside: nothing of this thread is looked at any more. */
}

static void find_stack(ce_rt_thread *t)
{
	pthread_attr_t attr;
	void *low;
	size_t size;

	if (pthread_getattr_np(pthread_self(), &attr) != 0)
		return;
	if (pthread_attr_getstack(&attr, &low, &size) == 0) {
		t->stack_low = (uintptr_t)low;
		t->stack_high = (uintptr_t)low + size;
	}
	pthread_attr_destroy(&attr);
}

static void know_thread(ce_rt_thread *t)
{
	t->known = true;
	t->number = ++ce_rt.nthreads;
	t->id = syscall(SYS_gettid);
	t->pointer = (uintptr_t)pthread_self();
	t->next = ce_rt.threads;
	t->prev = NULL;
	if (t->next)
		t->next->prev = t;
	ce_rt.threads = t;
	pthread_setspecific(ce_rt.key, t);
}

/* ---- free() without the lock ---------------------------------------------------------------------- */

static void allow_frees(void)
{
	ce_rt.takes_lock = syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) != 0;
}

bool ce_rt_wait_for_frees(void)
{
	const struct timespec step = {.tv_nsec = 100000};
	int steps = 0;

	if (ce_rt.takes_lock || !ce_rt.threads || !ce_rt.threads->next)
		return true;
	if (syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0) != 0)
		return false;
	for (ce_rt_thread *t = ce_rt.threads; t; t = t->next)
		while (__atomic_load_n(&t->state, __ATOMIC_ACQUIRE) == CE_RT_FREES)
			if (++steps > 100 || nanosleep(&step, NULL))
				return false;
	return true;
}

/* ---- fork: the child has this thread only ------------------------------------------------------ */

static void before_fork(void)
{
	ce_rt_self.state = CE_RT_INSIDE;
	ce_rt_self.error = errno;
	ce_rt_lock();
}

/* errno is that of fork(), then. */
static void after_fork(void)
{
	ce_rt_unlock();
	ce_rt_self.state = CE_RT_OUTSIDE;
}

static void in_child(void)
{
	ce_rt.threads = NULL;
	ce_rt.starts = NULL;
	ce_rt.nwatched = 0;
	for (ce_rt_check *c = ce_rt_self.checks; c; c = c->next)
		ce_rt.nwatched++;
	allow_frees();
	ce_rt_profile_leave();
	if (ce_rt_self.known)
		know_thread(&ce_rt_self);
	ce_rt_end();
}

/* ---- begin and end ------------------------------------------------------------------------------- */

/* Its first use loads a library and allocates: not with the lock held. */
static void load_backtrace(void)
{
	void *pc;

	backtrace(&pc, 1);
}

static void start(void)
{
	const uintptr_t *random = (const uintptr_t *)getauxval(AT_RANDOM);

	ce_rt.cookie = random ? random[1] | 1 : (uintptr_t)&ce_rt | 1;
	pthread_key_create(&ce_rt.key, thread_ends);
	pthread_atfork(before_fork, after_fork, in_child);
	ce_rt_options_read(&ce_rt.options);
	ce_rt_clock_start();
	if (*ce_rt.options.dir)
		load_backtrace();
	allow_frees();
	__atomic_store_n(&ce_rt.is_ready, true, __ATOMIC_RELEASE);
}

void ce_rt_lock_wait(void)
{
	while (__atomic_exchange_n(&ce_rt.lock, 2, __ATOMIC_ACQUIRE))
		syscall(SYS_futex, &ce_rt.lock, FUTEX_WAIT_PRIVATE, 2, NULL, NULL, 0);
}

void ce_rt_lock_wake(void)
{
	syscall(SYS_futex, &ce_rt.lock, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

bool ce_rt_begin(void)
{
	ce_rt_thread *t = &ce_rt_self;

	if (t->state != CE_RT_OUTSIDE)
		return false;
	t->state = CE_RT_INSIDE;
	t->error = errno;
	if (!__atomic_load_n(&ce_rt.is_ready, __ATOMIC_ACQUIRE))
		pthread_once(&ce_rt.once, start);
	if (!t->stack_high)
		find_stack(t);
	ce_rt_lock();
	if (!t->known)
		know_thread(t);
	return true;
}

void ce_rt_end(void)
{
	ce_rt_unlock();
	errno = ce_rt_self.error;
	ce_rt_self.state = CE_RT_OUTSIDE;
}

/* ---- units ------------------------------------------------------------------------------------------ */

void __cgoescape_unit_add(ce_rt_unit *u)
{
	if (!ce_rt_begin())
		return;
	u->next = ce_rt.units;
	ce_rt.units = u;
	ce_rt.is_go |= u->flags & CE_RT_UNIT_CGO;
	ce_rt_globals_add(u);
	if (ce_rt_profile_is_on())
		ce_rt_profile_modules();
	ce_rt_end();
}

void __cgoescape_unit_remove(ce_rt_unit *u)
{
	ce_rt_unit **at = &ce_rt.units;

	if (!ce_rt_begin())
		return;
	while (*at && *at != u)
		at = &(*at)->next;
	if (*at)
		*at = u->next;
	ce_rt_globals_remove(u);
	/* These point into the unit. */
	ce_rt.said.n = 0;
	ce_rt_heap_forget(&ce_rt.heap);
	ce_rt_profiled_clear(&ce_rt.profiled);
	ce_rt_profile_forget();
	if (!ce_rt.units) {
		ce_rt_profile_close();
		ce_rt.options.dir[0] = 0;
	}
	ce_rt_end();
}
