/* <err.h>, <error.h>: messages, and leaving with one.
 * Assumed: as printf. err, verr, errx, verrx leave through exit, error does if its status is not zero; exit
 * runs what atexit has registered. error first calls error_print_progname where the program has set it. */
#include "model.h"

__attribute__((noreturn)) void exit(int status);

#define MODEL_EXITS(name, params)                  \
	__attribute__((noreturn)) void name params \
	{                                          \
		exit(status);                      \
	}
MODEL_EXITS(err, (int status, const char *format, ...))
MODEL_EXITS(errx, (int status, const char *format, ...))
MODEL_EXITS(verr, (int status, const char *format, va_list ap))
MODEL_EXITS(verrx, (int status, const char *format, va_list ap))
MODEL_EXITS(errc, (int status, int code, const char *format, ...))
MODEL_VOID(warn, (const char *format, ...))
MODEL_VOID(warnx, (const char *format, ...))
MODEL_VOID(vwarn, (const char *format, va_list ap))
MODEL_VOID(vwarnx, (const char *format, va_list ap))
MODEL_VOID(warnc, (int code, const char *format, ...))

extern void (*error_print_progname)(void);

static void report(int status)
{
	error_print_progname();
	if (status)
		exit(status);
}
void error(int status, int code, const char *format, ...)
{
	report(status);
}
void error_at_line(int status, int code, const char *file, unsigned line, const char *format, ...)
{
	report(status);
}
