/* <unistd.h>: files by descriptor, identities, limits; processes are in process.c, opening in fcntl.c.
 * Assumed: the kernel copies what it is given and keeps no user pointer. What is written leaves the program
 * byte by byte (model_sends). getcwd with a null buffer allocates. getpass, getlogin, ttyname return memory
 * of libc. sbrk and brk hand out memory that is everybody's. */
#include "model.h"

/* reading and writing */
#define MODEL_SENDS(name, params)   \
	ssize_t name params         \
	{                           \
		model_sends(buf);   \
		return model_any(); \
	}
MODEL_NOTHING(ssize_t, read, (int fd, void *buf, size_t n))
MODEL_NOTHING(ssize_t, __read, (int fd, void *buf, size_t n))
MODEL_NOTHING(ssize_t, __read_chk, (int fd, void *buf, size_t n, size_t room))
MODEL_NOTHING(ssize_t, pread, (int fd, void *buf, size_t n, off_t offset))
MODEL_NOTHING(ssize_t, pread64, (int fd, void *buf, size_t n, int64_t offset))
MODEL_NOTHING(ssize_t, __pread64, (int fd, void *buf, size_t n, int64_t offset))
MODEL_NOTHING(ssize_t, __pread_chk, (int fd, void *buf, size_t n, off_t offset, size_t room))
MODEL_NOTHING(ssize_t, __pread64_chk, (int fd, void *buf, size_t n, int64_t offset, size_t room))
MODEL_SENDS(write, (int fd, const void *buf, size_t n))
MODEL_SENDS(__write, (int fd, const void *buf, size_t n))
MODEL_SENDS(pwrite, (int fd, const void *buf, size_t n, off_t offset))
MODEL_SENDS(pwrite64, (int fd, const void *buf, size_t n, int64_t offset))
MODEL_SENDS(__pwrite64, (int fd, const void *buf, size_t n, int64_t offset))
MODEL_NOTHING(off_t, lseek, (int fd, off_t offset, int whence))
MODEL_NOTHING(off_t, __lseek, (int fd, off_t offset, int whence))
MODEL_NOTHING(int64_t, lseek64, (int fd, int64_t offset, int whence))
MODEL_NOTHING(int64_t, llseek, (int fd, int64_t offset, int whence))
MODEL_NOTHING(int, close, (int fd))
MODEL_NOTHING(int, __close, (int fd))
MODEL_NOTHING(int, close_range, (unsigned first, unsigned last, int flags))
MODEL_VOID(closefrom, (int fd))
MODEL_NOTHING(int, dup, (int fd))
MODEL_NOTHING(int, dup2, (int fd, int fd2))
MODEL_NOTHING(int, __dup2, (int fd, int fd2))
MODEL_NOTHING(int, dup3, (int fd, int fd2, int flags))
MODEL_NOTHING(int, pipe, (int fd[2]))
MODEL_NOTHING(int, __pipe, (int fd[2]))
MODEL_NOTHING(int, pipe2, (int fd[2], int flags))
MODEL_NOTHING(int, fsync, (int fd))
MODEL_NOTHING(int, fdatasync, (int fd))
MODEL_NOTHING(int, syncfs, (int fd))
MODEL_VOID(sync, (void))
MODEL_NOTHING(int, ftruncate, (int fd, off_t n))
MODEL_NOTHING(int, ftruncate64, (int fd, int64_t n))
MODEL_NOTHING(int, truncate, (const char *path, off_t n))
MODEL_NOTHING(int, truncate64, (const char *path, int64_t n))
MODEL_NOTHING(int, lockf, (int fd, int command, off_t n))
MODEL_NOTHING(int, lockf64, (int fd, int command, int64_t n))
MODEL_NOTHING(ssize_t, copy_file_range,
              (int in, int64_t *in_offset, int out, int64_t *out_offset, size_t n, unsigned flags))

/* names */
MODEL_NOTHING(int, access, (const char *path, int mode))
MODEL_NOTHING(int, eaccess, (const char *path, int mode))
MODEL_NOTHING(int, euidaccess, (const char *path, int mode))
MODEL_NOTHING(int, faccessat, (int fd, const char *path, int mode, int flags))
MODEL_NOTHING(int, chdir, (const char *path))
MODEL_NOTHING(int, fchdir, (int fd))
MODEL_NOTHING(int, chroot, (const char *path))
MODEL_NOTHING(int, chown, (const char *path, uid_t owner, gid_t group))
MODEL_NOTHING(int, lchown, (const char *path, uid_t owner, gid_t group))
MODEL_NOTHING(int, fchown, (int fd, uid_t owner, gid_t group))
MODEL_NOTHING(int, fchownat, (int fd, const char *path, uid_t owner, gid_t group, int flags))
MODEL_NOTHING(int, link, (const char *from, const char *to))
MODEL_NOTHING(int, linkat, (int fd, const char *from, int fd2, const char *to, int flags))
MODEL_NOTHING(int, symlink, (const char *target, const char *path))
MODEL_NOTHING(int, symlinkat, (const char *target, int fd, const char *path))
MODEL_NOTHING(ssize_t, readlink, (const char *path, char *buf, size_t n))
MODEL_NOTHING(ssize_t, readlinkat, (int fd, const char *path, char *buf, size_t n))
MODEL_NOTHING(ssize_t, __readlink_chk, (const char *path, char *buf, size_t n, size_t room))
MODEL_NOTHING(ssize_t, __readlinkat_chk, (int fd, const char *path, char *buf, size_t n, size_t room))
MODEL_NOTHING(int, unlink, (const char *path))
MODEL_NOTHING(int, unlinkat, (int fd, const char *path, int flags))
MODEL_NOTHING(int, rmdir, (const char *path))
MODEL_RETURNS(char *, getcwd, (char *buf, size_t n), model_either(buf, model_new()))
MODEL_RETURNS(char *, __getcwd_chk, (char *buf, size_t n, size_t room), model_either(buf, model_new()))
MODEL_RETURNS(char *, getwd, (char *buf), buf)
MODEL_RETURNS(char *, __getwd_chk, (char *buf, size_t room), buf)
MODEL_NEW(char *, get_current_dir_name, (void))

/* terminals, users, host */
MODEL_NOTHING(int, isatty, (int fd))
MODEL_DATA(char *, ttyname, (int fd))
MODEL_NOTHING(int, ttyname_r, (int fd, char *buf, size_t n))
MODEL_NOTHING(int, __ttyname_r_chk, (int fd, char *buf, size_t n, size_t room))
MODEL_NOTHING(int, ttyslot, (void))
MODEL_NOTHING(pid_t, tcgetpgrp, (int fd))
MODEL_NOTHING(int, tcsetpgrp, (int fd, pid_t group))
MODEL_DATA(char *, getlogin, (void))
MODEL_NOTHING(int, getlogin_r, (char *buf, size_t n))
MODEL_NOTHING(int, __getlogin_r_chk, (char *buf, size_t n, size_t room))
MODEL_NOTHING(int, setlogin, (const char *name))
MODEL_DATA(char *, getpass, (const char *prompt))
MODEL_DATA(char *, getusershell, (void))
MODEL_VOID(setusershell, (void))
MODEL_VOID(endusershell, (void))
MODEL_NOTHING(int, gethostname, (char *buf, size_t n))
MODEL_NOTHING(int, __gethostname_chk, (char *buf, size_t n, size_t room))
MODEL_NOTHING(int, sethostname, (const char *name, size_t n))
MODEL_NOTHING(int, getdomainname, (char *buf, size_t n))
MODEL_NOTHING(int, __getdomainname_chk, (char *buf, size_t n, size_t room))
MODEL_NOTHING(int, setdomainname, (const char *name, size_t n))
MODEL_NOTHING(long, gethostid, (void))
MODEL_NOTHING(int, sethostid, (long id))
MODEL_DATA(char *, crypt, (const char *key, const char *salt))
MODEL_RETURNS(char *, crypt_r, (const char *key, const char *salt, void *data), model_within(data))
MODEL_RETURNS(char *, crypt_rn, (const char *key, const char *salt, void *data, int n), model_within(data))
char *crypt_ra(const char *key, const char *salt, void **data, int *n)
{
	*data = model_moved(*data);
	return model_within(*data);
}
MODEL_NOTHING(int, getentropy, (void *buf, size_t n))
MODEL_NOTHING(ssize_t, getrandom, (void *buf, size_t n, unsigned flags))

/* identities */
MODEL_NOTHING(pid_t, getpid, (void))
MODEL_NOTHING(pid_t, __getpid, (void))
MODEL_NOTHING(pid_t, getppid, (void))
MODEL_NOTHING(pid_t, gettid, (void))
MODEL_NOTHING(pid_t, getpgrp, (void))
MODEL_NOTHING(pid_t, getpgid, (pid_t pid))
MODEL_NOTHING(pid_t, __getpgid, (pid_t pid))
MODEL_NOTHING(pid_t, getsid, (pid_t pid))
MODEL_NOTHING(int, setpgid, (pid_t pid, pid_t group))
MODEL_NOTHING(int, setpgrp, (void))
MODEL_NOTHING(pid_t, setsid, (void))
MODEL_NOTHING(uid_t, getuid, (void))
MODEL_NOTHING(uid_t, geteuid, (void))
MODEL_NOTHING(gid_t, getgid, (void))
MODEL_NOTHING(gid_t, getegid, (void))
MODEL_NOTHING(int, setuid, (uid_t id))
MODEL_NOTHING(int, seteuid, (uid_t id))
MODEL_NOTHING(int, setreuid, (uid_t id, uid_t effective))
MODEL_NOTHING(int, setresuid, (uid_t id, uid_t effective, uid_t saved))
MODEL_NOTHING(int, getresuid, (uid_t * id, uid_t *effective, uid_t *saved))
MODEL_NOTHING(int, setgid, (gid_t id))
MODEL_NOTHING(int, setegid, (gid_t id))
MODEL_NOTHING(int, setregid, (gid_t id, gid_t effective))
MODEL_NOTHING(int, setresgid, (gid_t id, gid_t effective, gid_t saved))
MODEL_NOTHING(int, getresgid, (gid_t * id, gid_t *effective, gid_t *saved))
MODEL_NOTHING(int, getgroups, (int n, gid_t list[]))
MODEL_NOTHING(int, __getgroups_chk, (int n, gid_t list[], size_t room))
MODEL_NOTHING(int, setgroups, (size_t n, const gid_t *list))
MODEL_NOTHING(int, group_member, (gid_t id))
MODEL_NOTHING(int, issetugid, (void))

/* limits and time */
MODEL_NOTHING(long, sysconf, (int name))
MODEL_NOTHING(long, __sysconf, (int name))
MODEL_NOTHING(long, pathconf, (const char *path, int name))
MODEL_NOTHING(long, fpathconf, (int fd, int name))
MODEL_NOTHING(size_t, confstr, (int name, char *buf, size_t n))
MODEL_NOTHING(size_t, __confstr_chk, (int name, char *buf, size_t n, size_t room))
MODEL_NOTHING(int, getpagesize, (void))
MODEL_NOTHING(int, __getpagesize, (void))
MODEL_NOTHING(int, getdtablesize, (void))
MODEL_NOTHING(int, nice, (int step))
MODEL_NOTHING(unsigned, sleep, (unsigned seconds))
MODEL_NOTHING(int, usleep, (useconds_t us))
MODEL_NOTHING(unsigned, alarm, (unsigned seconds))
MODEL_NOTHING(useconds_t, ualarm, (useconds_t us, useconds_t interval))
MODEL_NOTHING(int, pause, (void))
MODEL_NOTHING(int, acct, (const char *path))
MODEL_NOTHING(int, vhangup, (void))
MODEL_NOTHING(int, revoke, (const char *path))
MODEL_OUTSIDE(void *, sbrk, (intptr_t step))
MODEL_OUTSIDE(void *, __sbrk, (intptr_t step))
int brk(void *end)
{
	model_keep(end, "heap");
	return model_any();
}

/* An unknown system call may do anything with its arguments: futex words, robust lists, rings. */
long syscall(long number, ...)
{
	va_list ap;
	va_start(ap, number);
	while (model_any())
		model_keep(va_arg(ap, void *), "unknown-callee");
	va_end(ap);
	return model_any();
}
