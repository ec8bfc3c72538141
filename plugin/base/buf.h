/*
 * buf.h - a growing text or byte buffer, and whole files in and out.
 */
#ifndef CE_BUF_H
#define CE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Zero-initialised it is empty. data[n] is always 0 once anything was added. */
typedef struct ce_buf {
	char *data;
	size_t n, cap;
} ce_buf;

void ce_buf_add(ce_buf *b, const void *bytes, size_t n);
void ce_buf_adds(ce_buf *b, const char *text);
void ce_buf_addc(ce_buf *b, char c);
void ce_buf_addf(ce_buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void ce_buf_free(ce_buf *b);

/** Read a whole file. On failure *error is a message that names the path (the
 * caller frees it) and the buffer is empty. A pipe or device is read to its end, but not beyond 1 GiB. */
bool ce_file_read(ce_buf *out, const char *path, char **error);

/** The same of a file that the user has not named: a pipe, for which one might wait for ever, or a
 * device is a failure. */
bool ce_file_read_found(ce_buf *out, const char *path, char **error);

/** Write a file atomically: a temporary beside it, then rename. Nothing is left
 * behind on failure; *error as above. Devices and pipes are written to in place. */
bool ce_file_write(const char *path, const void *bytes, size_t n, char **error);

/** Make a folder and its parents; existing ones are fine. */
bool ce_make_dirs(const char *path, char **error);

/** The same of the folder that a file is in. */
bool ce_make_dirs_of(const char *path, char **error);

/** Remove a folder with all that is in it; false when something is left. One that is
 * not there is removed. */
bool ce_remove_dir(const char *path);

#endif
