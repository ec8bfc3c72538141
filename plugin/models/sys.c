/* <sys/mman.h>, <sys/ioctl.h>, <sys/prctl.h>, <sys/resource.h>, <sys/mount.h>, <sys/ipc.h> and what else
 * talks to the kernel alone; <termios.h>, <pty.h>, <utmp.h>. Assumed: mmap and mremap make memory of their
 * own (a new object), or use the address given. Shared memory of shmat belongs to everybody. ioctl, prctl and
 * ptrace know requests that keep their argument: all of them are taken to. Everything else copies. */
#include "model.h"
#include <sys/uio.h>

/* memory */
#define MODEL_MMAP(name, type)                                                                              \
	MODEL_RETURNS(void *, name, (void *addr, size_t n, int protection, int flags, int fd, type offset), \
	              model_either(addr, model_new()))
MODEL_MMAP(mmap, off_t)
MODEL_MMAP(__mmap, off_t)
MODEL_MMAP(mmap64, int64_t)
MODEL_NOTHING(int, munmap, (void *addr, size_t n))
MODEL_NOTHING(int, __munmap, (void *addr, size_t n))
void *mremap(void *addr, size_t n, size_t m, int flags, ...)
{
	va_list ap;
	void *at, *moved = model_moved(addr);
	va_start(ap, flags);
	at = va_arg(ap, void *);
	va_end(ap);
	model_copy(at, addr);
	return model_either(moved, at);
}
MODEL_NOTHING(int, mprotect, (void *addr, size_t n, int protection))
MODEL_NOTHING(int, __mprotect, (void *addr, size_t n, int protection))
MODEL_NOTHING(int, pkey_mprotect, (void *addr, size_t n, int protection, int key))
MODEL_NOTHING(int, pkey_alloc, (unsigned flags, unsigned rights))
MODEL_NOTHING(int, pkey_free, (int key))
MODEL_NOTHING(int, pkey_get, (int key))
MODEL_NOTHING(int, pkey_set, (int key, unsigned rights))
MODEL_NOTHING(int, msync, (void *addr, size_t n, int flags))
MODEL_NOTHING(int, madvise, (void *addr, size_t n, int advice))
MODEL_NOTHING(int, __madvise, (void *addr, size_t n, int advice))
MODEL_NOTHING(int, posix_madvise, (void *addr, size_t n, int advice))
MODEL_NOTHING(int, mlock, (const void *addr, size_t n))
MODEL_NOTHING(int, mlock2, (const void *addr, size_t n, unsigned flags))
MODEL_NOTHING(int, munlock, (const void *addr, size_t n))
MODEL_NOTHING(int, mlockall, (int flags))
MODEL_NOTHING(int, munlockall, (void))
MODEL_NOTHING(int, mincore, (void *addr, size_t n, unsigned char *residency))
MODEL_NOTHING(int, remap_file_pages, (void *addr, size_t n, int protection, size_t page, int flags))
MODEL_NOTHING(int, memfd_create, (const char *name, unsigned flags))
MODEL_NOTHING(int, shm_open, (const char *name, int flags, mode_t mode))
MODEL_NOTHING(int, shm_unlink, (const char *name))
MODEL_NOTHING(int, process_mrelease, (int pidfd, unsigned flags))
MODEL_NOTHING(ssize_t, process_madvise,
              (int pidfd, const struct iovec *iov, size_t n, int advice, unsigned flags))

/* The other process may be the program itself: then these are memcpy. */
static void copy_vectors(const struct iovec *to, const struct iovec *from)
{
	model_copy(to[model_any()].iov_base, from[model_any()].iov_base);
}
ssize_t process_vm_readv(pid_t pid, const struct iovec *local, unsigned long n, const struct iovec *remote,
                         unsigned long m, unsigned long flags)
{
	copy_vectors(local, remote);
	return model_any();
}
ssize_t process_vm_writev(pid_t pid, const struct iovec *local, unsigned long n, const struct iovec *remote,
                          unsigned long m, unsigned long flags)
{
	copy_vectors(remote, local);
	return model_any();
}

/* requests of every kind */
#define MODEL_KEEPS_VARIADIC(type, name, params, last)                    \
	type name params                                                  \
	{                                                                 \
		va_list ap;                                               \
		va_start(ap, last);                                       \
		while (model_any())                                       \
			model_keep(va_arg(ap, void *), "unknown-callee"); \
		va_end(ap);                                               \
		return model_any();                                       \
	}
MODEL_KEEPS_VARIADIC(int, ioctl, (int fd, unsigned long request, ...), request)
MODEL_KEEPS_VARIADIC(int, prctl, (int option, ...), option)
MODEL_KEEPS_VARIADIC(long, ptrace, (int request, ...), request)
int arch_prctl(int option, unsigned long addr)
{
	model_keep((void *)addr, "unknown-callee");
	return model_any();
}

/* resources and the system */
MODEL_NOTHING(int, getrlimit, (int what, void *limit))
MODEL_NOTHING(int, getrlimit64, (int what, void *limit))
MODEL_NOTHING(int, setrlimit, (int what, const void *limit))
MODEL_NOTHING(int, setrlimit64, (int what, const void *limit))
MODEL_NOTHING(int, prlimit, (pid_t pid, int what, const void *limit, void *old))
MODEL_NOTHING(int, prlimit64, (pid_t pid, int what, const void *limit, void *old))
MODEL_NOTHING(int, getrusage, (int who, void *usage))
MODEL_NOTHING(int, getpriority, (int which, id_t who))
MODEL_NOTHING(int, setpriority, (int which, id_t who, int priority))
MODEL_NOTHING(int, uname, (void *name))
MODEL_NOTHING(int, sysinfo, (void *info))
MODEL_NOTHING(int, get_nprocs, (void))
MODEL_NOTHING(int, get_nprocs_conf, (void))
MODEL_NOTHING(long, get_phys_pages, (void))
MODEL_NOTHING(long, get_avphys_pages, (void))
MODEL_DATA(const char *, gnu_get_libc_version, (void))
MODEL_DATA(const char *, gnu_get_libc_release, (void))
MODEL_RETURNS(unsigned long, getauxval, (unsigned long type), model_data())
MODEL_RETURNS(unsigned long, __getauxval, (unsigned long type), model_data())
MODEL_NOTHING(int, klogctl, (int type, char *buf, int n))
MODEL_NOTHING(int, personality, (unsigned long persona))
MODEL_NOTHING(int, reboot, (int command))
MODEL_NOTHING(int, mount,
              (const char *source, const char *target, const char *type, unsigned long flags,
               const void *data))
MODEL_NOTHING(int, umount, (const char *target))
MODEL_NOTHING(int, umount2, (const char *target, int flags))
MODEL_NOTHING(int, pivot_root, (const char *new_root, const char *put_old))
MODEL_NOTHING(int, swapon, (const char *path, int flags))
MODEL_NOTHING(int, swapoff, (const char *path))
MODEL_NOTHING(int, quotactl, (int command, const char *device, int id, char *addr))
MODEL_NOTHING(int, setfsuid, (uid_t id))
MODEL_NOTHING(int, setfsgid, (gid_t id))
MODEL_NOTHING(int, capget, (void *header, void *data))
MODEL_NOTHING(int, capset, (void *header, const void *data))
MODEL_NOTHING(int, ioperm, (unsigned long from, unsigned long n, int on))
MODEL_NOTHING(int, iopl, (int level))
MODEL_NOTHING(unsigned, gnu_dev_major, (dev_t dev))
MODEL_NOTHING(unsigned, gnu_dev_minor, (dev_t dev))
MODEL_NOTHING(dev_t, gnu_dev_makedev, (unsigned major, unsigned minor))
MODEL_NOTHING(ssize_t, sendfile, (int out, int in, off_t *offset, size_t n))
MODEL_NOTHING(ssize_t, sendfile64, (int out, int in, int64_t *offset, size_t n))
MODEL_NOTHING(int, inotify_init, (void))
MODEL_NOTHING(int, inotify_init1, (int flags))
MODEL_NOTHING(int, inotify_add_watch, (int fd, const char *path, uint32_t mask))
MODEL_NOTHING(int, inotify_rm_watch, (int fd, int watch))
MODEL_NOTHING(int, fanotify_init, (unsigned flags, unsigned file_flags))
MODEL_NOTHING(int, fanotify_mark, (int fd, unsigned flags, uint64_t mask, int dir, const char *path))
MODEL_NOTHING(int, eventfd, (unsigned value, int flags))
MODEL_NOTHING(int, eventfd_read, (int fd, uint64_t *value))
MODEL_NOTHING(int, eventfd_write, (int fd, uint64_t value))

/* vectors: written bytes leave the program */
#define MODEL_SENDS_VECTOR(name, params)                \
	ssize_t name params                             \
	{                                               \
		model_sends(iov[model_any()].iov_base); \
		return model_any();                     \
	}
MODEL_NOTHING(ssize_t, readv, (int fd, const struct iovec *iov, int n))
MODEL_NOTHING(ssize_t, preadv, (int fd, const struct iovec *iov, int n, off_t offset))
MODEL_NOTHING(ssize_t, preadv2, (int fd, const struct iovec *iov, int n, off_t offset, int flags))
MODEL_NOTHING(ssize_t, preadv64, (int fd, const struct iovec *iov, int n, int64_t offset))
MODEL_NOTHING(ssize_t, preadv64v2, (int fd, const struct iovec *iov, int n, int64_t offset, int flags))
MODEL_SENDS_VECTOR(writev, (int fd, const struct iovec *iov, int n))
MODEL_SENDS_VECTOR(pwritev, (int fd, const struct iovec *iov, int n, off_t offset))
MODEL_SENDS_VECTOR(pwritev2, (int fd, const struct iovec *iov, int n, off_t offset, int flags))
MODEL_SENDS_VECTOR(pwritev64, (int fd, const struct iovec *iov, int n, int64_t offset))
MODEL_SENDS_VECTOR(pwritev64v2, (int fd, const struct iovec *iov, int n, int64_t offset, int flags))

/* System V and POSIX queues, semaphores, shared memory */
MODEL_NOTHING(key_t, ftok, (const char *path, int id))
MODEL_NOTHING(int, shmget, (key_t key, size_t n, int flags))
MODEL_RETURNS(void *, shmat, (int id, const void *addr, int flags), model_either(addr, model_outside()))
MODEL_NOTHING(int, shmdt, (const void *addr))
MODEL_NOTHING(int, shmctl, (int id, int command, void *buf))
MODEL_NOTHING(int, semget, (key_t key, int n, int flags))
MODEL_NOTHING(int, semop, (int id, void *operations, size_t n))
MODEL_NOTHING(int, semtimedop, (int id, void *operations, size_t n, const void *timeout))
MODEL_NOTHING(int, semctl, (int id, int n, int command, ...))
MODEL_NOTHING(int, msgget, (key_t key, int flags))
MODEL_NOTHING(int, msgctl, (int id, int command, void *buf))
MODEL_NOTHING(ssize_t, msgrcv, (int id, void *buf, size_t n, long type, int flags))
int msgsnd(int id, const void *buf, size_t n, int flags)
{
	model_sends(buf);
	return model_any();
}

/* terminals */
MODEL_NOTHING(int, tcgetattr, (int fd, void *termios))
MODEL_NOTHING(int, tcsetattr, (int fd, int when, const void *termios))
MODEL_NOTHING(int, tcsendbreak, (int fd, int duration))
MODEL_NOTHING(int, tcdrain, (int fd))
MODEL_NOTHING(int, tcflush, (int fd, int queue))
MODEL_NOTHING(int, tcflow, (int fd, int action))
MODEL_NOTHING(pid_t, tcgetsid, (int fd))
MODEL_NOTHING(unsigned, cfgetispeed, (const void *termios))
MODEL_NOTHING(unsigned, cfgetospeed, (const void *termios))
MODEL_NOTHING(int, cfsetispeed, (void *termios, unsigned speed))
MODEL_NOTHING(int, cfsetospeed, (void *termios, unsigned speed))
MODEL_NOTHING(int, cfsetspeed, (void *termios, unsigned speed))
MODEL_VOID(cfmakeraw, (void *termios))
MODEL_NOTHING(int, openpty, (int *fd, int *fd2, char *name, const void *termios, const void *winsize))
MODEL_NOTHING(int, login_tty, (int fd))

/* who is logged in: records of libc, or the caller's */
#define MODEL_UTMP_R(name, params)  \
	int name params             \
	{                           \
		*result = buf;      \
		return model_any(); \
	}
MODEL_VOID(setutent, (void))
MODEL_VOID(endutent, (void))
MODEL_DATA(void *, getutent, (void))
MODEL_DATA(void *, getutid, (const void *id))
MODEL_DATA(void *, getutline, (const void *line))
MODEL_RETURNS(void *, pututline, (const void *entry), model_either(entry, model_data()))
MODEL_UTMP_R(getutent_r, (void *buf, void **result))
MODEL_UTMP_R(getutid_r, (const void *id, void *buf, void **result))
MODEL_UTMP_R(getutline_r, (const void *line, void *buf, void **result))
MODEL_NOTHING(int, utmpname, (const char *path))
MODEL_VOID(updwtmp, (const char *path, const void *entry))
MODEL_VOID(logwtmp, (const char *line, const char *name, const char *host))
MODEL_VOID(login, (const void *entry))
MODEL_NOTHING(int, logout, (const char *line))
MODEL_VOID(setutxent, (void))
MODEL_VOID(endutxent, (void))
MODEL_DATA(void *, getutxent, (void))
MODEL_DATA(void *, getutxid, (const void *id))
MODEL_DATA(void *, getutxline, (const void *line))
MODEL_RETURNS(void *, pututxline, (const void *entry), model_either(entry, model_data()))
MODEL_NOTHING(int, utmpxname, (const char *path))
MODEL_VOID(updwtmpx, (const char *path, const void *entry))
