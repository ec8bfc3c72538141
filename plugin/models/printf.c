/* Formatted output: printf, wprintf, syslog, their v and fortified forms.
 * Assumed: arguments are read and turned into text, none is kept; %n stores a number. Conversions of the
 * program's own (register_printf_function and kin) are not modelled: a unit that registers one calls an
 * unknown function there. openlog keeps its ident string; syslog itself keeps nothing. */
#include "model.h"

MODEL_NOTHING(int, printf, (const char *format, ...))
MODEL_NOTHING(int, fprintf, (FILE * fp, const char *format, ...))
MODEL_NOTHING(int, dprintf, (int fd, const char *format, ...))
MODEL_NOTHING(int, sprintf, (char *buf, const char *format, ...))
MODEL_NOTHING(int, snprintf, (char *buf, size_t n, const char *format, ...))
MODEL_NOTHING(int, __snprintf, (char *buf, size_t n, const char *format, ...))
MODEL_NOTHING(int, vprintf, (const char *format, va_list ap))
MODEL_NOTHING(int, vfprintf, (FILE * fp, const char *format, va_list ap))
MODEL_NOTHING(int, vdprintf, (int fd, const char *format, va_list ap))
MODEL_NOTHING(int, vsprintf, (char *buf, const char *format, va_list ap))
MODEL_NOTHING(int, vsnprintf, (char *buf, size_t n, const char *format, va_list ap))
MODEL_NOTHING(int, __vsnprintf, (char *buf, size_t n, const char *format, va_list ap))

MODEL_NOTHING(int, __printf_chk, (int flag, const char *format, ...))
MODEL_NOTHING(int, __fprintf_chk, (FILE * fp, int flag, const char *format, ...))
MODEL_NOTHING(int, __dprintf_chk, (int fd, int flag, const char *format, ...))
MODEL_NOTHING(int, __sprintf_chk, (char *buf, int flag, size_t room, const char *format, ...))
MODEL_NOTHING(int, __snprintf_chk, (char *buf, size_t n, int flag, size_t room, const char *format, ...))
MODEL_NOTHING(int, __vprintf_chk, (int flag, const char *format, va_list ap))
MODEL_NOTHING(int, __vfprintf_chk, (FILE * fp, int flag, const char *format, va_list ap))
MODEL_NOTHING(int, __vdprintf_chk, (int fd, int flag, const char *format, va_list ap))
MODEL_NOTHING(int, __vsprintf_chk, (char *buf, int flag, size_t room, const char *format, va_list ap))
MODEL_NOTHING(int, __vsnprintf_chk,
              (char *buf, size_t n, int flag, size_t room, const char *format, va_list ap))

/* the ones that allocate */
#define MODEL_ASPRINTF(name, params) \
	int name params              \
	{                            \
		*out = model_new();  \
		return model_any();  \
	}
MODEL_ASPRINTF(asprintf, (char **out, const char *format, ...))
MODEL_ASPRINTF(__asprintf, (char **out, const char *format, ...))
MODEL_ASPRINTF(vasprintf, (char **out, const char *format, va_list ap))
MODEL_ASPRINTF(__asprintf_chk, (char **out, int flag, const char *format, ...))
MODEL_ASPRINTF(__vasprintf_chk, (char **out, int flag, const char *format, va_list ap))

/* wide */
MODEL_NOTHING(int, wprintf, (const wchar_t *format, ...))
MODEL_NOTHING(int, fwprintf, (FILE * fp, const wchar_t *format, ...))
MODEL_NOTHING(int, swprintf, (wchar_t * buf, size_t n, const wchar_t *format, ...))
MODEL_NOTHING(int, vwprintf, (const wchar_t *format, va_list ap))
MODEL_NOTHING(int, vfwprintf, (FILE * fp, const wchar_t *format, va_list ap))
MODEL_NOTHING(int, vswprintf, (wchar_t * buf, size_t n, const wchar_t *format, va_list ap))
MODEL_NOTHING(int, __wprintf_chk, (int flag, const wchar_t *format, ...))
MODEL_NOTHING(int, __fwprintf_chk, (FILE * fp, int flag, const wchar_t *format, ...))
MODEL_NOTHING(int, __swprintf_chk,
              (wchar_t * buf, size_t n, int flag, size_t room, const wchar_t *format, ...))
MODEL_NOTHING(int, __vwprintf_chk, (int flag, const wchar_t *format, va_list ap))
MODEL_NOTHING(int, __vfwprintf_chk, (FILE * fp, int flag, const wchar_t *format, va_list ap))
MODEL_NOTHING(int, __vswprintf_chk,
              (wchar_t * buf, size_t n, int flag, size_t room, const wchar_t *format, va_list ap))

/* money, messages */
MODEL_NOTHING(ssize_t, strfmon, (char *buf, size_t n, const char *format, ...))
MODEL_NOTHING(ssize_t, strfmon_l, (char *buf, size_t n, locale_t loc, const char *format, ...))
MODEL_NOTHING(ssize_t, __strfmon_l, (char *buf, size_t n, locale_t loc, const char *format, ...))
MODEL_NOTHING(int, fmtmsg,
              (long class, const char *label, int severity, const char *text, const char *action,
               const char *tag))
int addseverity(int severity, const char *name)
{
	model_keep(name, "global");
	return model_any();
}

/* the system log */
static const char *log_ident;

void openlog(const char *ident, int options, int facility)
{
	log_ident = ident;
}
MODEL_VOID(closelog, (void))
MODEL_NOTHING(int, setlogmask, (int mask))
MODEL_VOID(syslog, (int priority, const char *format, ...))
MODEL_VOID(vsyslog, (int priority, const char *format, va_list ap))
MODEL_VOID(__syslog_chk, (int priority, int flag, const char *format, ...))
MODEL_VOID(__vsyslog_chk, (int priority, int flag, const char *format, va_list ap))
