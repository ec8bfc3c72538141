/* Formatted input: scanf, wscanf and their v, C99 and C23 spellings.
 * Assumed: results are data written through the arguments, which are not kept. A pointer read with %p is text
 * made into a pointer and is not followed. The block that %ms allocates is text nobody stores pointers in, so
 * the model need not make it: the format is not looked at, and any argument could be the one. */
#include "model.h"

#define MODEL_SCANF_FAMILY(prefix)                                                           \
	MODEL_NOTHING(int, prefix##scanf, (const char *format, ...))                         \
	MODEL_NOTHING(int, prefix##fscanf, (FILE * fp, const char *format, ...))             \
	MODEL_NOTHING(int, prefix##sscanf, (const char *s, const char *format, ...))         \
	MODEL_NOTHING(int, prefix##wscanf, (const wchar_t *format, ...))                     \
	MODEL_NOTHING(int, prefix##fwscanf, (FILE * fp, const wchar_t *format, ...))         \
	MODEL_NOTHING(int, prefix##swscanf, (const wchar_t *s, const wchar_t *format, ...))  \
	MODEL_NOTHING(int, prefix##vscanf, (const char *format, va_list ap))                 \
	MODEL_NOTHING(int, prefix##vfscanf, (FILE * fp, const char *format, va_list ap))     \
	MODEL_NOTHING(int, prefix##vsscanf, (const char *s, const char *format, va_list ap)) \
	MODEL_NOTHING(int, prefix##vwscanf, (const wchar_t *format, va_list ap))             \
	MODEL_NOTHING(int, prefix##vfwscanf, (FILE * fp, const wchar_t *format, va_list ap)) \
	MODEL_NOTHING(int, prefix##vswscanf, (const wchar_t *s, const wchar_t *format, va_list ap))
MODEL_SCANF_FAMILY()
MODEL_SCANF_FAMILY(__isoc99_)
MODEL_SCANF_FAMILY(__isoc23_)
MODEL_NOTHING(int, __vfscanf, (FILE * fp, const char *format, va_list ap))
MODEL_NOTHING(int, __vsscanf, (const char *s, const char *format, va_list ap))
