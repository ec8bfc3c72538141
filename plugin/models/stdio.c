/* <stdio.h>, <stdio_ext.h>: streams; formatted output and input are in printf.c and scanf.c.
 * Assumed: a stream copies what passes through it. Kept are the buffers of setvbuf, fmemopen and
 * open_memstream, and the cookie of fopencookie. A custom stream's functions are called where the stream is
 * made (fopencookie), not by every later fread or fclose on some FILE: otherwise no function that prints
 * could ever be proved nocallback. Standard streams and those of fopen call nothing of the program. */
#include "model.h"

extern FILE *stdin, *stdout, *stderr;
MODEL_VARIABLES(streams, &stdin, &stdout, &stderr)

/* opening and closing */
MODEL_NEW(FILE *, fopen, (const char *path, const char *mode))
MODEL_NEW(FILE *, fopen64, (const char *path, const char *mode))
MODEL_NEW(FILE *, fdopen, (int fd, const char *mode))
MODEL_NEW(FILE *, tmpfile, (void))
MODEL_NEW(FILE *, tmpfile64, (void))
MODEL_NEW(FILE *, popen, (const char *command, const char *mode))
MODEL_RETURNS(FILE *, freopen, (const char *path, const char *mode, FILE *fp), fp)
MODEL_RETURNS(FILE *, freopen64, (const char *path, const char *mode, FILE *fp), fp)
MODEL_NOTHING(int, fclose, (FILE * fp))
MODEL_NOTHING(int, pclose, (FILE * fp))
MODEL_NOTHING(int, fcloseall, (void))

/* streams on memory: the stream holds the caller's pointers as long as it lives */
struct memory_stream {
	void *reserved[32], *buffer, *size;
};
static FILE *stream_on(void *buffer, void *size)
{
	struct memory_stream *s = model_new();
	s->buffer = buffer;
	s->size = size;
	return (FILE *)s;
}
FILE *fmemopen(void *buf, size_t n, const char *mode)
{
	return stream_on(buf, NULL);
}
FILE *open_memstream(char **buf, size_t *n)
{
	*buf = model_new();
	return stream_on(buf, n);
}
FILE *open_wmemstream(wchar_t **buf, size_t *n)
{
	*buf = model_new();
	return stream_on(buf, n);
}

typedef struct {
	ssize_t (*read)(void *cookie, char *buf, size_t n);
	ssize_t (*write)(void *cookie, const char *buf, size_t n);
	int (*seek)(void *cookie, off_t *offset, int whence);
	int (*close)(void *cookie);
} cookie_io_functions_t;
struct cookie_stream {
	void *reserved[32], *cookie;
	cookie_io_functions_t io;
};
FILE *fopencookie(void *cookie, const char *mode, cookie_io_functions_t io)
{
	struct cookie_stream *s = model_new();
	s->cookie = cookie;
	s->io = io;
	io.read(cookie, model_outside(), (size_t)model_any());
	io.write(cookie, model_outside(), (size_t)model_any());
	io.seek(cookie, model_outside(), model_any());
	io.close(cookie);
	return (FILE *)s;
}

/* buffering: the stream writes into the buffer long after the call */
static void use_buffer(FILE *fp, char *buf)
{
	*(char **)fp = buf;
	model_keep(buf, "heap");
}
int setvbuf(FILE *fp, char *buf, int mode, size_t n)
{
	use_buffer(fp, buf);
	return model_any();
}
int _IO_setvbuf(FILE *fp, char *buf, int mode, size_t n)
{
	use_buffer(fp, buf);
	return model_any();
}
void setbuf(FILE *fp, char *buf)
{
	use_buffer(fp, buf);
}
void setbuffer(FILE *fp, char *buf, size_t n)
{
	use_buffer(fp, buf);
}
MODEL_VOID(setlinebuf, (FILE * fp))
MODEL_NOTHING(int, fflush, (FILE * fp))
MODEL_NOTHING(int, fflush_unlocked, (FILE * fp))
MODEL_NOTHING(size_t, __fbufsize, (FILE * fp))
MODEL_NOTHING(size_t, __fpending, (FILE * fp))
MODEL_VOID(__fpurge, (FILE * fp))
MODEL_NOTHING(int, __flbf, (FILE * fp))
MODEL_NOTHING(int, __freadable, (FILE * fp))
MODEL_NOTHING(int, __fwritable, (FILE * fp))
MODEL_NOTHING(int, __freading, (FILE * fp))
MODEL_NOTHING(int, __fwriting, (FILE * fp))
MODEL_NOTHING(int, __fsetlocking, (FILE * fp, int type))
MODEL_VOID(_flushlbf, (void))

/* reading */
MODEL_NOTHING(size_t, fread, (void *buf, size_t size, size_t n, FILE *fp))
MODEL_NOTHING(size_t, fread_unlocked, (void *buf, size_t size, size_t n, FILE *fp))
MODEL_NOTHING(size_t, __fread_chk, (void *buf, size_t room, size_t size, size_t n, FILE *fp))
MODEL_NOTHING(size_t, __fread_unlocked_chk, (void *buf, size_t room, size_t size, size_t n, FILE *fp))
MODEL_NOTHING(int, fgetc, (FILE * fp))
MODEL_NOTHING(int, fgetc_unlocked, (FILE * fp))
MODEL_NOTHING(int, getc, (FILE * fp))
MODEL_NOTHING(int, getc_unlocked, (FILE * fp))
MODEL_NOTHING(int, _IO_getc, (FILE * fp))
MODEL_NOTHING(int, getchar, (void))
MODEL_NOTHING(int, getchar_unlocked, (void))
MODEL_NOTHING(int, getw, (FILE * fp))
MODEL_NOTHING(int, ungetc, (int c, FILE *fp))
MODEL_NOTHING(int, __uflow, (FILE * fp))
MODEL_NOTHING(int, __underflow, (FILE * fp))
MODEL_RETURNS(char *, fgets, (char *buf, int n, FILE *fp), buf)
MODEL_RETURNS(char *, fgets_unlocked, (char *buf, int n, FILE *fp), buf)
MODEL_RETURNS(char *, __fgets_chk, (char *buf, size_t room, int n, FILE *fp), buf)
MODEL_RETURNS(char *, __fgets_unlocked_chk, (char *buf, size_t room, int n, FILE *fp), buf)
MODEL_RETURNS(char *, gets, (char *buf), buf)
MODEL_RETURNS(char *, __gets_chk, (char *buf, size_t room), buf)

#define MODEL_GETLINE(name, params)         \
	ssize_t name params                 \
	{                                   \
		*line = model_moved(*line); \
		return model_any();         \
	}
MODEL_GETLINE(getline, (char **line, size_t *n, FILE *fp))
MODEL_GETLINE(getdelim, (char **line, size_t *n, int delim, FILE *fp))
MODEL_GETLINE(__getdelim, (char **line, size_t *n, int delim, FILE *fp))

/* writing */
size_t fwrite(const void *buf, size_t size, size_t n, FILE *fp)
{
	model_sends(buf);
	return (size_t)model_any();
}
size_t fwrite_unlocked(const void *buf, size_t size, size_t n, FILE *fp)
{
	model_sends(buf);
	return (size_t)model_any();
}
MODEL_NOTHING(int, fputc, (int c, FILE *fp))
MODEL_NOTHING(int, fputc_unlocked, (int c, FILE *fp))
MODEL_NOTHING(int, putc, (int c, FILE *fp))
MODEL_NOTHING(int, putc_unlocked, (int c, FILE *fp))
MODEL_NOTHING(int, _IO_putc, (int c, FILE *fp))
MODEL_NOTHING(int, putchar, (int c))
MODEL_NOTHING(int, putchar_unlocked, (int c))
MODEL_NOTHING(int, putw, (int w, FILE *fp))
MODEL_NOTHING(int, fputs, (const char *s, FILE *fp))
MODEL_NOTHING(int, fputs_unlocked, (const char *s, FILE *fp))
MODEL_NOTHING(int, puts, (const char *s))
MODEL_NOTHING(int, __overflow, (FILE * fp, int c))
MODEL_VOID(perror, (const char *s))

/* positions and state */
MODEL_NOTHING(int, fseek, (FILE * fp, long offset, int whence))
MODEL_NOTHING(int, fseeko, (FILE * fp, off_t offset, int whence))
MODEL_NOTHING(int, fseeko64, (FILE * fp, int64_t offset, int whence))
MODEL_NOTHING(long, ftell, (FILE * fp))
MODEL_NOTHING(off_t, ftello, (FILE * fp))
MODEL_NOTHING(int64_t, ftello64, (FILE * fp))
MODEL_NOTHING(int, __fseeko64, (FILE * fp, int64_t offset, int whence))
MODEL_NOTHING(int64_t, __ftello64, (FILE * fp))
MODEL_VOID(rewind, (FILE * fp))
MODEL_NOTHING(int, fgetpos, (FILE * fp, void *pos))
MODEL_NOTHING(int, fgetpos64, (FILE * fp, void *pos))
MODEL_NOTHING(int, fsetpos, (FILE * fp, const void *pos))
MODEL_NOTHING(int, fsetpos64, (FILE * fp, const void *pos))
MODEL_NOTHING(int, feof, (FILE * fp))
MODEL_NOTHING(int, feof_unlocked, (FILE * fp))
MODEL_NOTHING(int, ferror, (FILE * fp))
MODEL_NOTHING(int, ferror_unlocked, (FILE * fp))
MODEL_VOID(clearerr, (FILE * fp))
MODEL_VOID(clearerr_unlocked, (FILE * fp))
MODEL_NOTHING(int, fileno, (FILE * fp))
MODEL_NOTHING(int, fileno_unlocked, (FILE * fp))
MODEL_VOID(flockfile, (FILE * fp))
MODEL_NOTHING(int, ftrylockfile, (FILE * fp))
MODEL_VOID(funlockfile, (FILE * fp))

/* names */
MODEL_NOTHING(int, remove, (const char *path))
MODEL_NOTHING(int, rename, (const char *from, const char *to))
MODEL_NOTHING(int, renameat, (int fd, const char *from, int fd2, const char *to))
MODEL_NOTHING(int, renameat2, (int fd, const char *from, int fd2, const char *to, unsigned flags))
MODEL_RETURNS(char *, tmpnam, (char *buf), model_either(buf, model_data()))
MODEL_RETURNS(char *, tmpnam_r, (char *buf), buf)
MODEL_NEW(char *, tempnam, (const char *dir, const char *prefix))
MODEL_RETURNS(char *, ctermid, (char *buf), model_either(buf, model_data()))
MODEL_RETURNS(char *, cuserid, (char *buf), model_either(buf, model_data()))
