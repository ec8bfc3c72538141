/* Starting and waiting for processes: fork, exec, wait, <spawn.h>, <sched.h>, <ucontext.h>.
 * Assumed: exec and spawn read their arguments during the call. fork runs the handlers of pthread_atfork on
 * the calling thread. system, popen and posix_spawn run none of the program's code. clone's argument and
 * stack are the new task's. swapcontext and setcontext run what makecontext put in the context. */
#include "model.h"

static void (*before_fork)(void), (*after_fork)(void), (*in_child)(void);

#define MODEL_FORK(type, name, params) \
	type name params               \
	{                              \
		before_fork();         \
		after_fork();          \
		in_child();            \
		return model_any();    \
	}
MODEL_FORK(pid_t, fork, (void))
MODEL_FORK(pid_t, __fork, (void))
MODEL_FORK(pid_t, __libc_fork, (void))
MODEL_FORK(int, forkpty, (int *fd, char *name, const void *termios, const void *winsize))
MODEL_FORK(int, daemon, (int keep_dir, int keep_files))
MODEL_NOTHING(pid_t, _Fork, (void))
MODEL_NOTHING(pid_t, vfork, (void))
MODEL_NOTHING(pid_t, __vfork, (void))
int pthread_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void))
{
	before_fork = prepare;
	after_fork = parent;
	in_child = child;
	return model_any();
}
int __register_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void), void *dso)
{
	return pthread_atfork(prepare, parent, child);
}

MODEL_NOTHING(int, execl, (const char *path, const char *arg, ...))
MODEL_NOTHING(int, execle, (const char *path, const char *arg, ...))
MODEL_NOTHING(int, execlp, (const char *path, const char *arg, ...))
MODEL_NOTHING(int, execv, (const char *path, char *const argv[]))
MODEL_NOTHING(int, execve, (const char *path, char *const argv[], char *const envp[]))
MODEL_NOTHING(int, execvp, (const char *path, char *const argv[]))
MODEL_NOTHING(int, execvpe, (const char *path, char *const argv[], char *const envp[]))
MODEL_NOTHING(int, fexecve, (int fd, char *const argv[], char *const envp[]))
MODEL_NOTHING(int, execveat, (int fd, const char *path, char *const argv[], char *const envp[], int flags))

MODEL_NOTHING(pid_t, wait, (int *status))
MODEL_NOTHING(pid_t, __wait, (int *status))
MODEL_NOTHING(pid_t, waitpid, (pid_t pid, int *status, int options))
MODEL_NOTHING(pid_t, __waitpid, (pid_t pid, int *status, int options))
MODEL_NOTHING(int, waitid, (int type, id_t id, void *info, int options))
MODEL_NOTHING(pid_t, wait3, (int *status, int options, void *usage))
MODEL_NOTHING(pid_t, wait4, (pid_t pid, int *status, int options, void *usage))

/* posix_spawn: file actions copy their paths */
MODEL_NOTHING(int, posix_spawn,
              (pid_t * pid, const char *path, const void *actions, const void *attr, char *const argv[],
               char *const envp[]))
MODEL_NOTHING(int, posix_spawnp,
              (pid_t * pid, const char *path, const void *actions, const void *attr, char *const argv[],
               char *const envp[]))
MODEL_NOTHING(int, posix_spawn_file_actions_init, (void *actions))
MODEL_NOTHING(int, posix_spawn_file_actions_destroy, (void *actions))
MODEL_NOTHING(int, posix_spawn_file_actions_addopen,
              (void *actions, int fd, const char *path, int flags, mode_t mode))
MODEL_NOTHING(int, posix_spawn_file_actions_addclose, (void *actions, int fd))
MODEL_NOTHING(int, posix_spawn_file_actions_adddup2, (void *actions, int fd, int fd2))
MODEL_NOTHING(int, posix_spawn_file_actions_addchdir_np, (void *actions, const char *path))
MODEL_NOTHING(int, posix_spawn_file_actions_addfchdir_np, (void *actions, int fd))
MODEL_NOTHING(int, posix_spawn_file_actions_addchdir, (void *actions, const char *path))
MODEL_NOTHING(int, posix_spawn_file_actions_addfchdir, (void *actions, int fd))
MODEL_NOTHING(int, posix_spawn_file_actions_addclosefrom_np, (void *actions, int fd))
MODEL_NOTHING(int, posix_spawn_file_actions_addtcsetpgrp_np, (void *actions, int fd))
MODEL_NOTHING(int, posix_spawnattr_init, (void *attr))
MODEL_NOTHING(int, posix_spawnattr_destroy, (void *attr))
MODEL_NOTHING(int, posix_spawnattr_getflags, (const void *attr, short *flags))
MODEL_NOTHING(int, posix_spawnattr_setflags, (void *attr, short flags))
MODEL_NOTHING(int, posix_spawnattr_getpgroup, (const void *attr, pid_t *group))
MODEL_NOTHING(int, posix_spawnattr_setpgroup, (void *attr, pid_t group))
MODEL_NOTHING(int, posix_spawnattr_getsigdefault, (const void *attr, void *set))
MODEL_NOTHING(int, posix_spawnattr_setsigdefault, (void *attr, const void *set))
MODEL_NOTHING(int, posix_spawnattr_getsigmask, (const void *attr, void *set))
MODEL_NOTHING(int, posix_spawnattr_setsigmask, (void *attr, const void *set))
MODEL_NOTHING(int, posix_spawnattr_getschedpolicy, (const void *attr, int *policy))
MODEL_NOTHING(int, posix_spawnattr_setschedpolicy, (void *attr, int policy))
MODEL_NOTHING(int, posix_spawnattr_getschedparam, (const void *attr, void *param))
MODEL_NOTHING(int, posix_spawnattr_setschedparam, (void *attr, const void *param))

/* scheduling */
#define MODEL_SCHED(prefix)                                                                        \
	MODEL_NOTHING(int, prefix##sched_yield, (void))                                            \
	MODEL_NOTHING(int, prefix##sched_getparam, (pid_t pid, void *param))                       \
	MODEL_NOTHING(int, prefix##sched_getscheduler, (pid_t pid))                                \
	MODEL_NOTHING(int, prefix##sched_setscheduler, (pid_t pid, int policy, const void *param)) \
	MODEL_NOTHING(int, prefix##sched_get_priority_min, (int policy))                           \
	MODEL_NOTHING(int, prefix##sched_get_priority_max, (int policy))
MODEL_SCHED()
MODEL_SCHED(__)
MODEL_NOTHING(int, sched_setparam, (pid_t pid, const void *param))
MODEL_NOTHING(int, sched_getcpu, (void))
MODEL_NOTHING(int, getcpu, (unsigned *cpu, unsigned *node))
MODEL_NOTHING(int, sched_getaffinity, (pid_t pid, size_t n, void *set))
MODEL_NOTHING(int, sched_setaffinity, (pid_t pid, size_t n, const void *set))
MODEL_NOTHING(int, sched_rr_get_interval, (pid_t pid, void *interval))
MODEL_NOTHING(int, __sched_cpucount, (size_t n, const void *set))
MODEL_NEW(void *, __sched_cpualloc, (size_t n))
MODEL_VOID(__sched_cpufree, (void *set))
MODEL_NOTHING(int, unshare, (int flags))
MODEL_NOTHING(int, setns, (int fd, int type))
MODEL_NOTHING(int, pidfd_open, (pid_t pid, unsigned flags))
MODEL_NOTHING(int, pidfd_getfd, (int pidfd, int fd, unsigned flags))

#define MODEL_CLONE(name)                                                  \
	int name(int (*f)(void *), void *stack, int flags, void *arg, ...) \
	{                                                                  \
		va_list ap;                                                \
		model_keep((void *)f, "thread");                           \
		model_keep(stack, "thread");                               \
		model_keep(arg, "thread");                                 \
		va_start(ap, arg);                                         \
		while (model_any())                                        \
			model_keep(va_arg(ap, void *), "thread");          \
		va_end(ap);                                                \
		return model_any();                                        \
	}
MODEL_CLONE(clone)
MODEL_CLONE(__clone)

/* contexts: the function and its arguments sit in the context, at an offset no user field has */
struct context {
	char registers[64];
	void (*start)(void *);
	void *args;
};
int getcontext(void *context)
{
	return model_any();
}
void makecontext(void *context, void (*start)(void), int n, ...)
{
	struct context *c = context;
	va_list ap;
	c->start = (void (*)(void *))start;
	va_start(ap, n);
	while (model_any())
		c->args = va_arg(ap, void *);
	va_end(ap);
}
int setcontext(const void *context)
{
	const struct context *c = context;
	c->start(c->args);
	return model_any();
}
int swapcontext(void *from, const void *to)
{
	const struct context *c = to;
	c->start(c->args);
	return model_any();
}
