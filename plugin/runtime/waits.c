/*
 * waits.c - what instrumented code calls instead of functions that wait.
 *
 * While a thread is in one of them, all that it knows is in memory: what its callers have in
 * registers was saved on its stack. So others can tell what it has (others.c).
 */
#include <poll.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

#include "rt.h"

/* Below the machine's frame, the saved registers among it. */
enum { SAVED = 256 };

static void begin(uintptr_t machine)
{
	ce_rt_thread *t = &ce_rt_self;

	ce_rt_be_known();
	t->nwaits++;
	t->waits_in = t->frames;
	__atomic_store_n(&t->wait_low, machine - SAVED, __ATOMIC_RELEASE);
}

static void end(void)
{
	__atomic_store_n(&ce_rt_self.wait_low, 0, __ATOMIC_RELAXED);
	ce_rt_self.nwaits++;
	/* Whoever sees what it does from now on sees that it has ended. */
	__atomic_thread_fence(__ATOMIC_RELEASE);
}

/* Not inlined: all frames of its callers are above its own. */
#define WAITS(type, name, params, args)                          \
	__attribute__((noinline)) type __cgoescape_##name params \
	{                                                        \
		type value;                                      \
                                                                 \
		__builtin_unwind_init();                         \
		begin((uintptr_t)__builtin_frame_address(0));    \
		value = name args;                               \
		end();                                           \
		return value;                                    \
	}

#pragma GCC visibility push(default)

/* check/waits.c has the same list. */
WAITS(int, pthread_cond_wait, (pthread_cond_t * c, pthread_mutex_t *m), (c, m))
WAITS(int, pthread_cond_timedwait, (pthread_cond_t * c, pthread_mutex_t *m, const struct timespec *at),
      (c, m, at))
WAITS(int, pthread_barrier_wait, (pthread_barrier_t * b), (b))
WAITS(int, pthread_join, (pthread_t t, void **out), (t, out))
WAITS(int, cnd_wait, (cnd_t * c, mtx_t *m), (c, m))
WAITS(int, cnd_timedwait, (cnd_t * c, mtx_t *m, const struct timespec *at), (c, m, at))
WAITS(int, thrd_join, (thrd_t t, int *status), (t, status))
WAITS(int, thrd_sleep, (const struct timespec *t, struct timespec *rest), (t, rest))
WAITS(int, sem_wait, (sem_t * s), (s))
WAITS(int, sem_timedwait, (sem_t * s, const struct timespec *at), (s, at))
WAITS(ssize_t, read, (int file, void *to, size_t n), (file, to, n))
WAITS(ssize_t, recv, (int file, void *to, size_t n, int flags), (file, to, n, flags))
WAITS(ssize_t, recvmsg, (int file, struct msghdr *to, int flags), (file, to, flags))
WAITS(int, poll, (struct pollfd * files, nfds_t n, int ms), (files, n, ms))
WAITS(int, select, (int n, fd_set *in, fd_set *out, fd_set *other, struct timeval *t), (n, in, out, other, t))
WAITS(int, pause, (void), ())
WAITS(unsigned, sleep, (unsigned s), (s))
WAITS(int, usleep, (useconds_t us), (us))
WAITS(int, nanosleep, (const struct timespec *t, struct timespec *rest), (t, rest))
WAITS(int, sigwait, (const sigset_t *set, int *signal), (set, signal))
WAITS(pid_t, waitpid, (pid_t id, int *status, int options), (id, status, options))

#pragma GCC visibility pop
