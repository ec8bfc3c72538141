#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

static void reserve(ce_buf *b, size_t n)
{
	if (b->n + n + 1 <= b->cap)
		return;
	b->cap = (b->n + n + 1) * 2;
	b->data = ce_realloc(b->data, b->cap);
}

void ce_buf_add(ce_buf *b, const void *bytes, size_t n)
{
	reserve(b, n);
	if (n)
		memcpy(b->data + b->n, bytes, n);
	b->n += n;
	b->data[b->n] = 0;
}

void ce_buf_adds(ce_buf *b, const char *text)
{
	ce_buf_add(b, text, strlen(text));
}

void ce_buf_addc(ce_buf *b, char c)
{
	ce_buf_add(b, &c, 1);
}

void ce_buf_addf(ce_buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	reserve(b, (size_t)n);
	va_start(ap, fmt);
	vsnprintf(b->data + b->n, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->n += (size_t)n;
}

void ce_buf_free(ce_buf *b)
{
	free(b->data);
	*b = (ce_buf){0};
}

static bool fail(char **error, const char *what, const char *path, int err)
{
	*error = ce_format("%s: %s: %s", path, what, strerror(err));
	return false;
}

/* /dev/zero has no end. */
static const size_t most_of_device = (size_t)1 << 30;

/* Returns 0, or an errno. */
static int read_all(ce_buf *out, FILE *f, bool regular)
{
	char chunk[65536];
	size_t n;

	while ((n = fread(chunk, 1, sizeof chunk, f)) > 0) {
		if (!regular && out->n > most_of_device)
			return EFBIG;
		ce_buf_add(out, chunk, n);
	}
	return ferror(f) ? errno : 0;
}

static bool read_file(ce_buf *out, const char *path, bool named, char **error)
{
	/* To open a pipe is to wait, too. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | (named ? 0 : O_NONBLOCK)), err = errno;
	FILE *f = fd < 0 ? NULL : fdopen(fd, "rb");
	struct stat st;

	*out = (ce_buf){0};
	if (!f)
		return fail(error, "cannot read", path, err);
	if (fstat(fd, &st) != 0)
		err = errno;
	else if (S_ISDIR(st.st_mode))
		err = EISDIR;
	else if (S_ISREG(st.st_mode) || named)
		err = read_all(out, f, S_ISREG(st.st_mode));
	else
		err = EINVAL;
	fclose(f);
	if (!err)
		return true;
	ce_buf_free(out);
	return fail(error, "cannot read", path, err);
}

bool ce_file_read(ce_buf *out, const char *path, char **error)
{
	return read_file(out, path, true, error);
}

bool ce_file_read_found(ce_buf *out, const char *path, char **error)
{
	return read_file(out, path, false, error);
}

static bool write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t k = write(fd, p, n);

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return false;
		p += k;
		n -= (size_t)k;
	}
	return true;
}

/* A device or a pipe, which a rename would replace; so it would /dev/stdout, whatever that is. */
static bool is_special(const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0 || S_ISDIR(st.st_mode))
		return false;
	return !S_ISREG(st.st_mode) || strncmp(path, "/dev/", 5) == 0;
}

static bool write_special(const char *path, const void *bytes, size_t n, char **error)
{
	int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC), err = errno;
	bool done = fd >= 0 && write_all(fd, bytes, n);

	if (fd >= 0) {
		err = errno;
		if (close(fd) != 0 && done) {
			err = errno;
			done = false;
		}
	}
	return done || fail(error, "cannot write", path, err);
}

bool ce_file_write(const char *path, const void *bytes, size_t n, char **error)
{
	mode_t mask;
	char *tmp;
	bool done;
	int fd, err;

	if (is_special(path))
		return write_special(path, bytes, n, error);
	tmp = ce_format("%s.XXXXXX", path);
	mask = umask(0);
	umask(mask);
	fd = mkstemp(tmp);
	if (fd < 0) {
		err = errno;
		free(tmp);
		return fail(error, "cannot write", path, err);
	}
	done = write_all(fd, bytes, n) && fchmod(fd, 0666 & ~mask) == 0;
	err = errno;
	if (close(fd) != 0 && done) {
		err = errno;
		done = false;
	}
	if (done && rename(tmp, path) == 0) {
		free(tmp);
		return true;
	}
	if (done)
		err = errno;
	unlink(tmp);
	free(tmp);
	return fail(error, "cannot write", path, err);
}

bool ce_make_dirs(const char *path, char **error)
{
	char *copy = ce_strdup(path);

	for (char *p = copy + 1; *copy; p++) {
		char c = *p;

		if (c && c != '/')
			continue;
		*p = 0;
		if (mkdir(copy, 0777) != 0 && errno != EEXIST) {
			int err = errno;

			free(copy);
			return fail(error, "cannot make folder", path, err);
		}
		if (!c)
			break;
		*p = c;
	}
	free(copy);
	return true;
}

bool ce_make_dirs_of(const char *path, char **error)
{
	const char *slash = strrchr(path, '/');
	char *folder = ce_strndup(path, slash ? (size_t)(slash - path) : 0);
	bool ok = !*folder || ce_make_dirs(folder, error);

	free(folder);
	return ok;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

bool ce_remove_dir(const char *path)
{
	return access(path, F_OK) != 0 || nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0;
}
