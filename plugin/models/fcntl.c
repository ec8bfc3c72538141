/* <fcntl.h>, <sys/stat.h>, <sys/statfs.h>, <utime.h>, <sys/xattr.h>: opening files and asking about them.
 * Assumed: paths are copied by the kernel, results are data. fcntl's third argument (a lock, an owner) is
 * read during the call. vmsplice gives its pages away: they are read later, by whoever reads the pipe. */
#include "model.h"
#include <sys/uio.h>

#define MODEL_OPEN(name) MODEL_NOTHING(int, name, (const char *path, int flags, ...))
#define MODEL_OPENAT(name) MODEL_NOTHING(int, name, (int fd, const char *path, int flags, ...))
MODEL_OPEN(open)
MODEL_OPEN(open64)
MODEL_OPEN(__open)
MODEL_OPEN(__open64)
MODEL_OPENAT(openat)
MODEL_OPENAT(openat64)
MODEL_NOTHING(int, __open_2, (const char *path, int flags))
MODEL_NOTHING(int, __open64_2, (const char *path, int flags))
MODEL_NOTHING(int, __openat_2, (int fd, const char *path, int flags))
MODEL_NOTHING(int, __openat64_2, (int fd, const char *path, int flags))
MODEL_NOTHING(int, creat, (const char *path, mode_t mode))
MODEL_NOTHING(int, creat64, (const char *path, mode_t mode))
MODEL_NOTHING(int, fcntl, (int fd, int command, ...))
MODEL_NOTHING(int, fcntl64, (int fd, int command, ...))
MODEL_NOTHING(int, __fcntl, (int fd, int command, ...))
MODEL_NOTHING(int, flock, (int fd, int operation))
MODEL_NOTHING(int, posix_fadvise, (int fd, off_t offset, off_t n, int advice))
MODEL_NOTHING(int, posix_fadvise64, (int fd, int64_t offset, int64_t n, int advice))
MODEL_NOTHING(int, posix_fallocate, (int fd, off_t offset, off_t n))
MODEL_NOTHING(int, posix_fallocate64, (int fd, int64_t offset, int64_t n))
MODEL_NOTHING(int, fallocate, (int fd, int mode, off_t offset, off_t n))
MODEL_NOTHING(int, fallocate64, (int fd, int mode, int64_t offset, int64_t n))
MODEL_NOTHING(ssize_t, readahead, (int fd, int64_t offset, size_t n))
MODEL_NOTHING(int, sync_file_range, (int fd, int64_t offset, int64_t n, unsigned flags))
MODEL_NOTHING(ssize_t, splice,
              (int in, int64_t *in_offset, int out, int64_t *out_offset, size_t n, unsigned flags))
MODEL_NOTHING(ssize_t, tee, (int in, int out, size_t n, unsigned flags))
ssize_t vmsplice(int fd, const struct iovec *iov, size_t n, unsigned flags)
{
	model_keep(iov[model_any()].iov_base, "heap");
	return model_any();
}
MODEL_NOTHING(int, name_to_handle_at, (int fd, const char *path, void *handle, int *mount, int flags))
MODEL_NOTHING(int, open_by_handle_at, (int fd, void *handle, int flags))

/* stat: also by the versioned spellings of old glibc */
#define MODEL_STAT(type, suffix)                                                                    \
	struct type;                                                                                \
	MODEL_NOTHING(int, stat##suffix, (const char *path, struct type *st))                       \
	MODEL_NOTHING(int, lstat##suffix, (const char *path, struct type *st))                      \
	MODEL_NOTHING(int, fstat##suffix, (int fd, struct type *st))                                \
	MODEL_NOTHING(int, fstatat##suffix, (int fd, const char *path, struct type *st, int flags)) \
	MODEL_NOTHING(int, __xstat##suffix, (int version, const char *path, struct type *st))       \
	MODEL_NOTHING(int, __lxstat##suffix, (int version, const char *path, struct type *st))      \
	MODEL_NOTHING(int, __fxstat##suffix, (int version, int fd, struct type *st))                \
	MODEL_NOTHING(int, __fxstatat##suffix,                                                      \
	              (int version, int fd, const char *path, struct type *st, int flags))
MODEL_STAT(stat, )
MODEL_STAT(stat64, 64)
MODEL_NOTHING(int, __fstat64, (int fd, struct stat64 *st))
MODEL_NOTHING(int, __xmknod, (int version, const char *path, mode_t mode, dev_t *dev))
MODEL_NOTHING(int, __xmknodat, (int version, int fd, const char *path, mode_t mode, dev_t *dev))
MODEL_NOTHING(int, statx, (int fd, const char *path, int flags, unsigned mask, void *st))
MODEL_NOTHING(int, statfs, (const char *path, void *st))
MODEL_NOTHING(int, __statfs, (const char *path, void *st))
MODEL_NOTHING(int, statfs64, (const char *path, void *st))
MODEL_NOTHING(int, fstatfs, (int fd, void *st))
MODEL_NOTHING(int, fstatfs64, (int fd, void *st))
MODEL_NOTHING(int, statvfs, (const char *path, void *st))
MODEL_NOTHING(int, statvfs64, (const char *path, void *st))
MODEL_NOTHING(int, fstatvfs, (int fd, void *st))
MODEL_NOTHING(int, fstatvfs64, (int fd, void *st))
MODEL_NOTHING(int, ustat, (dev_t dev, void *st))
MODEL_NOTHING(int, chmod, (const char *path, mode_t mode))
MODEL_NOTHING(int, lchmod, (const char *path, mode_t mode))
MODEL_NOTHING(int, fchmod, (int fd, mode_t mode))
MODEL_NOTHING(int, fchmodat, (int fd, const char *path, mode_t mode, int flags))
MODEL_NOTHING(int, mkdir, (const char *path, mode_t mode))
MODEL_NOTHING(int, mkdirat, (int fd, const char *path, mode_t mode))
MODEL_NOTHING(int, mknod, (const char *path, mode_t mode, dev_t dev))
MODEL_NOTHING(int, mknodat, (int fd, const char *path, mode_t mode, dev_t dev))
MODEL_NOTHING(int, mkfifo, (const char *path, mode_t mode))
MODEL_NOTHING(int, mkfifoat, (int fd, const char *path, mode_t mode))
MODEL_NOTHING(mode_t, umask, (mode_t mask))
MODEL_NOTHING(int, utime, (const char *path, const void *times))
MODEL_NOTHING(int, utimes, (const char *path, const void *times))
MODEL_NOTHING(int, lutimes, (const char *path, const void *times))
MODEL_NOTHING(int, futimes, (int fd, const void *times))
MODEL_NOTHING(int, futimesat, (int fd, const char *path, const void *times))
MODEL_NOTHING(int, futimens, (int fd, const void *times))
MODEL_NOTHING(int, utimensat, (int fd, const char *path, const void *times, int flags))

/* extended attributes */
MODEL_NOTHING(ssize_t, getxattr, (const char *path, const char *name, void *value, size_t n))
MODEL_NOTHING(ssize_t, lgetxattr, (const char *path, const char *name, void *value, size_t n))
MODEL_NOTHING(ssize_t, fgetxattr, (int fd, const char *name, void *value, size_t n))
MODEL_NOTHING(int, setxattr, (const char *path, const char *name, const void *value, size_t n, int flags))
MODEL_NOTHING(int, lsetxattr, (const char *path, const char *name, const void *value, size_t n, int flags))
MODEL_NOTHING(int, fsetxattr, (int fd, const char *name, const void *value, size_t n, int flags))
MODEL_NOTHING(ssize_t, listxattr, (const char *path, char *list, size_t n))
MODEL_NOTHING(ssize_t, llistxattr, (const char *path, char *list, size_t n))
MODEL_NOTHING(ssize_t, flistxattr, (int fd, char *list, size_t n))
MODEL_NOTHING(int, removexattr, (const char *path, const char *name))
MODEL_NOTHING(int, lremovexattr, (const char *path, const char *name))
MODEL_NOTHING(int, fremovexattr, (int fd, const char *name))
