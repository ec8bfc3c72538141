/* <signal.h>, timers that signal.
 * Assumed: handlers are kept by the process and run by raise and its kin on the calling thread; a signal that
 * arrives by itself, abort's included, is no callback of the code it interrupts. The alternate stack is kept.
 * A value sent along (sigqueue, timer_create, mq_notify) is handed to the handler; what a handler or a
 * waiting function receives comes from outside. Masks are data. */
#include "model.h"
#include <signal.h>

#undef sigmask

typedef void (*handler_t)(int);
static handler_t handler;
static void (*action)(int, siginfo_t *, void *);

#define MODEL_SIGNAL(name)                         \
	handler_t name(int sig, handler_t f)       \
	{                                          \
		handler = f;                       \
		return (handler_t)model_outside(); \
	}
MODEL_SIGNAL(signal)
MODEL_SIGNAL(bsd_signal)
MODEL_SIGNAL(sysv_signal)
MODEL_SIGNAL(__sysv_signal)
MODEL_SIGNAL(ssignal)
MODEL_SIGNAL(sigset)
#define MODEL_SIGACTION(name)                                                 \
	int name(int sig, const struct sigaction *new, struct sigaction *old) \
	{                                                                     \
		if (model_any())                                              \
			handler = new->sa_handler;                            \
		else                                                          \
			action = new->sa_sigaction;                           \
		old->sa_handler = (handler_t)model_outside();                 \
		return model_any();                                           \
	}
MODEL_SIGACTION(sigaction)
MODEL_SIGACTION(__sigaction)

static void deliver(void)
{
	handler(model_any());
	action(model_any(), model_outside(), model_outside());
}
#define MODEL_RAISES(name, params)  \
	int name params             \
	{                           \
		deliver();          \
		return model_any(); \
	}
MODEL_RAISES(raise, (int sig))
MODEL_RAISES(gsignal, (int sig))
MODEL_RAISES(kill, (pid_t pid, int sig))
MODEL_RAISES(killpg, (pid_t group, int sig))
MODEL_RAISES(tgkill, (pid_t group, pid_t thread, int sig))
MODEL_RAISES(pthread_kill, (pthread_t thread, int sig))
MODEL_RAISES(pidfd_send_signal, (int pidfd, int sig, siginfo_t *info, unsigned flags))
int sigqueue(pid_t pid, int sig, const union sigval value)
{
	model_keep(value.sival_ptr, "callback-data");
	deliver();
	return model_any();
}
int pthread_sigqueue(pthread_t thread, int sig, const union sigval value)
{
	model_keep(value.sival_ptr, "callback-data");
	deliver();
	return model_any();
}

/* masks */
MODEL_NOTHING(int, sigemptyset, (sigset_t * set))
MODEL_NOTHING(int, sigfillset, (sigset_t * set))
MODEL_NOTHING(int, sigaddset, (sigset_t * set, int sig))
MODEL_NOTHING(int, sigdelset, (sigset_t * set, int sig))
MODEL_NOTHING(int, sigismember, (const sigset_t *set, int sig))
MODEL_NOTHING(int, __sigaddset, (sigset_t * set, int sig))
MODEL_NOTHING(int, __sigdelset, (sigset_t * set, int sig))
MODEL_NOTHING(int, __sigismember, (const sigset_t *set, int sig))
MODEL_NOTHING(int, sigisemptyset, (const sigset_t *set))
MODEL_NOTHING(int, sigandset, (sigset_t * set, const sigset_t *a, const sigset_t *b))
MODEL_NOTHING(int, sigorset, (sigset_t * set, const sigset_t *a, const sigset_t *b))
MODEL_NOTHING(int, sigprocmask, (int how, const sigset_t *set, sigset_t *old))
MODEL_NOTHING(int, pthread_sigmask, (int how, const sigset_t *set, sigset_t *old))
MODEL_NOTHING(int, sigpending, (sigset_t * set))
MODEL_NOTHING(int, sigsuspend, (const sigset_t *set))
MODEL_NOTHING(int, __sigsuspend, (const sigset_t *set))
int mask_or_signal_pause(int mask) __asm__("sigpause");
MODEL_NOTHING(int, mask_or_signal_pause, (int mask))
MODEL_NOTHING(int, __xpg_sigpause, (int sig))
MODEL_NOTHING(int, __sigpause, (int sig_or_mask, int is_sig))
MODEL_NOTHING(int, sigblock, (int mask))
MODEL_NOTHING(int, sigsetmask, (int mask))
MODEL_NOTHING(int, siggetmask, (void))
MODEL_NOTHING(int, sighold, (int sig))
MODEL_NOTHING(int, sigrelse, (int sig))
MODEL_NOTHING(int, sigignore, (int sig))
MODEL_NOTHING(int, siginterrupt, (int sig, int flag))
MODEL_NOTHING(int, __libc_current_sigrtmin, (void))
MODEL_NOTHING(int, __libc_current_sigrtmax, (void))
MODEL_VOID(psignal, (int sig, const char *s))
MODEL_VOID(psiginfo, (const siginfo_t *info, const char *s))

/* waiting: the value that came along */
MODEL_NOTHING(int, sigwait, (const sigset_t *set, int *sig))
#define MODEL_SIGWAITINFO(name, params)                     \
	int name params                                     \
	{                                                   \
		info->si_value.sival_ptr = model_outside(); \
		info->si_addr = model_data();               \
		return model_any();                         \
	}
MODEL_SIGWAITINFO(sigwaitinfo, (const sigset_t *set, siginfo_t *info))
MODEL_SIGWAITINFO(sigtimedwait, (const sigset_t *set, siginfo_t *info, const struct timespec *timeout))
MODEL_SIGWAITINFO(__sigtimedwait, (const sigset_t *set, siginfo_t *info, const struct timespec *timeout))
MODEL_NOTHING(int, signalfd, (int fd, const sigset_t *set, int flags))

int sigaltstack(const stack_t *new, stack_t *old)
{
	model_keep(new->ss_sp, "thread");
	old->ss_sp = model_data();
	return model_any();
}

/* notifications to come: by signal with a value, or by a function in a new thread */
static void notify_later(struct sigevent *sev)
{
	model_keep(sev->sigev_value.sival_ptr, "callback-data");
	model_keep((void *)sev->sigev_notify_function, "thread");
	model_keep(sev->sigev_notify_attributes, "thread");
}
int timer_create(clockid_t clock, struct sigevent *sev, timer_t *timer)
{
	notify_later(sev);
	*timer = model_data();
	return model_any();
}
int mq_notify(int queue, const struct sigevent *sev)
{
	notify_later((struct sigevent *)sev);
	return model_any();
}
