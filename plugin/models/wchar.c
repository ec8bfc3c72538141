/* <wchar.h>, <uchar.h>, the wide half of <inttypes.h>.
 * Assumed: as in string.c and stdlib.c: the wmem functions move any bytes, the wcs functions text. A shift
 * state (mbstate_t) holds no pointers; with a null state libc uses its own. wcstok keeps its place in the
 * caller's pointer. */
#include "model.h"

typedef unsigned int wint_t;
typedef struct model_mbstate mbstate_t;
struct tm;

#define MODEL_WIDE_COPY(name, params, result)                 \
	wchar_t *name params                                  \
	{                                                     \
		__builtin_memmove(d, s, n * sizeof(wchar_t)); \
		return result;                                \
	}
MODEL_WIDE_COPY(wmemcpy, (wchar_t * d, const wchar_t *s, size_t n), d)
MODEL_WIDE_COPY(wmemmove, (wchar_t * d, const wchar_t *s, size_t n), d)
MODEL_WIDE_COPY(wmempcpy, (wchar_t * d, const wchar_t *s, size_t n), d + n)
MODEL_WIDE_COPY(__wmemcpy_chk, (wchar_t * d, const wchar_t *s, size_t n, size_t room), d)
MODEL_WIDE_COPY(__wmemmove_chk, (wchar_t * d, const wchar_t *s, size_t n, size_t room), d)
MODEL_WIDE_COPY(__wmempcpy_chk, (wchar_t * d, const wchar_t *s, size_t n, size_t room), d + n)
MODEL_RETURNS(wchar_t *, wmemset, (wchar_t * d, wchar_t c, size_t n), d)
MODEL_RETURNS(wchar_t *, __wmemset_chk, (wchar_t * d, wchar_t c, size_t n, size_t room), d)
MODEL_RETURNS(wchar_t *, wmemchr, (const wchar_t *s, wchar_t c, size_t n), model_within(s))
MODEL_NOTHING(int, wmemcmp, (const wchar_t *a, const wchar_t *b, size_t n))

MODEL_RETURNS(wchar_t *, wcscpy, (wchar_t * d, const wchar_t *s), d)
MODEL_RETURNS(wchar_t *, wcsncpy, (wchar_t * d, const wchar_t *s, size_t n), d)
MODEL_RETURNS(wchar_t *, wcscat, (wchar_t * d, const wchar_t *s), d)
MODEL_RETURNS(wchar_t *, wcsncat, (wchar_t * d, const wchar_t *s, size_t n), d)
MODEL_RETURNS(wchar_t *, wcpcpy, (wchar_t * d, const wchar_t *s), model_within(d))
MODEL_RETURNS(wchar_t *, wcpncpy, (wchar_t * d, const wchar_t *s, size_t n), model_within(d))
MODEL_RETURNS(wchar_t *, __wcscpy_chk, (wchar_t * d, const wchar_t *s, size_t room), d)
MODEL_RETURNS(wchar_t *, __wcsncpy_chk, (wchar_t * d, const wchar_t *s, size_t n, size_t room), d)
MODEL_RETURNS(wchar_t *, __wcscat_chk, (wchar_t * d, const wchar_t *s, size_t room), d)
MODEL_RETURNS(wchar_t *, __wcsncat_chk, (wchar_t * d, const wchar_t *s, size_t n, size_t room), d)
MODEL_RETURNS(wchar_t *, __wcpcpy_chk, (wchar_t * d, const wchar_t *s, size_t room), model_within(d))
MODEL_RETURNS(wchar_t *, __wcpncpy_chk, (wchar_t * d, const wchar_t *s, size_t n, size_t room),
              model_within(d))
MODEL_NOTHING(size_t, wcslcpy, (wchar_t * d, const wchar_t *s, size_t n))
MODEL_NOTHING(size_t, wcslcat, (wchar_t * d, const wchar_t *s, size_t n))
MODEL_NOTHING(size_t, __wcslcpy_chk, (wchar_t * d, const wchar_t *s, size_t n, size_t room))
MODEL_NOTHING(size_t, __wcslcat_chk, (wchar_t * d, const wchar_t *s, size_t n, size_t room))
MODEL_NEW(wchar_t *, wcsdup, (const wchar_t *s))
MODEL_NOTHING(size_t, wcsxfrm, (wchar_t * d, const wchar_t *s, size_t n))
MODEL_NOTHING(size_t, wcsxfrm_l, (wchar_t * d, const wchar_t *s, size_t n, locale_t loc))
MODEL_NOTHING(size_t, __wcsxfrm_l, (wchar_t * d, const wchar_t *s, size_t n, locale_t loc))

MODEL_NOTHING(size_t, wcslen, (const wchar_t *s))
MODEL_NOTHING(size_t, wcsnlen, (const wchar_t *s, size_t n))
MODEL_NOTHING(int, wcscmp, (const wchar_t *a, const wchar_t *b))
MODEL_NOTHING(int, wcsncmp, (const wchar_t *a, const wchar_t *b, size_t n))
MODEL_NOTHING(int, wcscasecmp, (const wchar_t *a, const wchar_t *b))
MODEL_NOTHING(int, wcsncasecmp, (const wchar_t *a, const wchar_t *b, size_t n))
MODEL_NOTHING(int, wcscasecmp_l, (const wchar_t *a, const wchar_t *b, locale_t loc))
MODEL_NOTHING(int, wcsncasecmp_l, (const wchar_t *a, const wchar_t *b, size_t n, locale_t loc))
MODEL_NOTHING(int, __wcscasecmp_l, (const wchar_t *a, const wchar_t *b, locale_t loc))
MODEL_NOTHING(int, __wcsncasecmp_l, (const wchar_t *a, const wchar_t *b, size_t n, locale_t loc))
MODEL_NOTHING(int, wcscoll, (const wchar_t *a, const wchar_t *b))
MODEL_NOTHING(int, wcscoll_l, (const wchar_t *a, const wchar_t *b, locale_t loc))
MODEL_NOTHING(int, __wcscoll_l, (const wchar_t *a, const wchar_t *b, locale_t loc))
MODEL_NOTHING(size_t, wcsspn, (const wchar_t *s, const wchar_t *set))
MODEL_NOTHING(size_t, wcscspn, (const wchar_t *s, const wchar_t *set))
MODEL_NOTHING(int, wcwidth, (wchar_t c))
MODEL_NOTHING(int, wcswidth, (const wchar_t *s, size_t n))

MODEL_RETURNS(wchar_t *, wcschr, (const wchar_t *s, wchar_t c), model_within(s))
MODEL_RETURNS(wchar_t *, wcsrchr, (const wchar_t *s, wchar_t c), model_within(s))
MODEL_RETURNS(wchar_t *, wcschrnul, (const wchar_t *s, wchar_t c), model_within(s))
MODEL_RETURNS(wchar_t *, wcsstr, (const wchar_t *s, const wchar_t *t), model_within(s))
MODEL_RETURNS(wchar_t *, wcswcs, (const wchar_t *s, const wchar_t *t), model_within(s))
MODEL_RETURNS(wchar_t *, wcspbrk, (const wchar_t *s, const wchar_t *set), model_within(s))
wchar_t *wcstok(wchar_t *s, const wchar_t *set, wchar_t **save)
{
	wchar_t *from = model_either(s, *save);
	*save = model_within(from);
	return model_within(from);
}

#define MODEL_PARSE(type, name, params)   \
	type name params                  \
	{                                 \
		*end = model_within(s);   \
		return (type)model_any(); \
	}
#define MODEL_WCSTO_INT(type, f)                                                                    \
	MODEL_PARSE(type, f, (const wchar_t *s, wchar_t **end, int base))                           \
	MODEL_PARSE(type, f##_l, (const wchar_t *s, wchar_t **end, int base, locale_t loc))         \
	MODEL_PARSE(type, __##f##_l, (const wchar_t *s, wchar_t **end, int base, locale_t loc))     \
	MODEL_PARSE(type, __##f##_internal, (const wchar_t *s, wchar_t **end, int base, int group)) \
	MODEL_PARSE(type, __isoc23_##f, (const wchar_t *s, wchar_t **end, int base))                \
	MODEL_PARSE(type, __isoc23_##f##_l, (const wchar_t *s, wchar_t **end, int base, locale_t loc))
#define MODEL_WCSTO_FLOAT(type, f)                                                    \
	MODEL_PARSE(type, f, (const wchar_t *s, wchar_t **end))                       \
	MODEL_PARSE(type, f##_l, (const wchar_t *s, wchar_t **end, locale_t loc))     \
	MODEL_PARSE(type, __##f##_l, (const wchar_t *s, wchar_t **end, locale_t loc)) \
	MODEL_PARSE(type, __##f##_internal, (const wchar_t *s, wchar_t **end, int group))
MODEL_WCSTO_INT(long, wcstol)
MODEL_WCSTO_INT(unsigned long, wcstoul)
MODEL_WCSTO_INT(long long, wcstoll)
MODEL_WCSTO_INT(unsigned long long, wcstoull)
MODEL_WCSTO_FLOAT(float, wcstof)
MODEL_WCSTO_FLOAT(double, wcstod)
MODEL_WCSTO_FLOAT(long double, wcstold)
MODEL_PARSE(long long, wcstoq, (const wchar_t *s, wchar_t **end, int base))
MODEL_PARSE(unsigned long long, wcstouq, (const wchar_t *s, wchar_t **end, int base))
MODEL_PARSE(intmax_t, wcstoimax, (const wchar_t *s, wchar_t **end, int base))
MODEL_PARSE(uintmax_t, wcstoumax, (const wchar_t *s, wchar_t **end, int base))
MODEL_PARSE(intmax_t, __isoc23_wcstoimax, (const wchar_t *s, wchar_t **end, int base))
MODEL_PARSE(uintmax_t, __isoc23_wcstoumax, (const wchar_t *s, wchar_t **end, int base))

/* conversion: the source pointer is moved on */
MODEL_NOTHING(wint_t, btowc, (int c))
MODEL_NOTHING(int, wctob, (wint_t c))
MODEL_NOTHING(int, mbsinit, (const mbstate_t *state))
MODEL_NOTHING(size_t, mbrlen, (const char *s, size_t n, mbstate_t *state))
MODEL_NOTHING(size_t, __mbrlen, (const char *s, size_t n, mbstate_t *state))
MODEL_NOTHING(size_t, mbrtowc, (wchar_t * d, const char *s, size_t n, mbstate_t *state))
MODEL_NOTHING(size_t, __mbrtowc, (wchar_t * d, const char *s, size_t n, mbstate_t *state))
MODEL_NOTHING(size_t, wcrtomb, (char *d, wchar_t c, mbstate_t *state))
MODEL_NOTHING(size_t, __wcrtomb_chk, (char *d, wchar_t c, mbstate_t *state, size_t room))
MODEL_NOTHING(size_t, mbrtoc8, (unsigned char *d, const char *s, size_t n, mbstate_t *state))
MODEL_NOTHING(size_t, mbrtoc16, (uint16_t *d, const char *s, size_t n, mbstate_t *state))
MODEL_NOTHING(size_t, mbrtoc32, (uint32_t *d, const char *s, size_t n, mbstate_t *state))
MODEL_NOTHING(size_t, c8rtomb, (char *d, unsigned char c, mbstate_t *state))
MODEL_NOTHING(size_t, c16rtomb, (char *d, uint16_t c, mbstate_t *state))
MODEL_NOTHING(size_t, c32rtomb, (char *d, uint32_t c, mbstate_t *state))

#define MODEL_CONVERT(name, params)         \
	size_t name params                  \
	{                                   \
		*s = model_within(*s);      \
		return (size_t)model_any(); \
	}
MODEL_CONVERT(mbsrtowcs, (wchar_t * d, const char **s, size_t n, mbstate_t *state))
MODEL_CONVERT(mbsnrtowcs, (wchar_t * d, const char **s, size_t m, size_t n, mbstate_t *state))
MODEL_CONVERT(wcsrtombs, (char *d, const wchar_t **s, size_t n, mbstate_t *state))
MODEL_CONVERT(wcsnrtombs, (char *d, const wchar_t **s, size_t m, size_t n, mbstate_t *state))
MODEL_CONVERT(__mbsrtowcs_chk, (wchar_t * d, const char **s, size_t n, mbstate_t *state, size_t room))
MODEL_CONVERT(__mbsnrtowcs_chk,
              (wchar_t * d, const char **s, size_t m, size_t n, mbstate_t *state, size_t room))
MODEL_CONVERT(__wcsrtombs_chk, (char *d, const wchar_t **s, size_t n, mbstate_t *state, size_t room))
MODEL_CONVERT(__wcsnrtombs_chk,
              (char *d, const wchar_t **s, size_t m, size_t n, mbstate_t *state, size_t room))

/* streams */
MODEL_NOTHING(wint_t, fgetwc, (FILE * fp))
MODEL_NOTHING(wint_t, fgetwc_unlocked, (FILE * fp))
MODEL_NOTHING(wint_t, getwc, (FILE * fp))
MODEL_NOTHING(wint_t, getwc_unlocked, (FILE * fp))
MODEL_NOTHING(wint_t, getwchar, (void))
MODEL_NOTHING(wint_t, getwchar_unlocked, (void))
MODEL_NOTHING(wint_t, fputwc, (wchar_t c, FILE *fp))
MODEL_NOTHING(wint_t, fputwc_unlocked, (wchar_t c, FILE *fp))
MODEL_NOTHING(wint_t, putwc, (wchar_t c, FILE *fp))
MODEL_NOTHING(wint_t, putwc_unlocked, (wchar_t c, FILE *fp))
MODEL_NOTHING(wint_t, putwchar, (wchar_t c))
MODEL_NOTHING(wint_t, putwchar_unlocked, (wchar_t c))
MODEL_NOTHING(wint_t, ungetwc, (wint_t c, FILE *fp))
MODEL_NOTHING(int, fputws, (const wchar_t *s, FILE *fp))
MODEL_NOTHING(int, fputws_unlocked, (const wchar_t *s, FILE *fp))
MODEL_NOTHING(int, fwide, (FILE * fp, int mode))
MODEL_RETURNS(wchar_t *, fgetws, (wchar_t * buf, int n, FILE *fp), buf)
MODEL_RETURNS(wchar_t *, fgetws_unlocked, (wchar_t * buf, int n, FILE *fp), buf)
MODEL_RETURNS(wchar_t *, __fgetws_chk, (wchar_t * buf, size_t room, int n, FILE *fp), buf)
MODEL_RETURNS(wchar_t *, __fgetws_unlocked_chk, (wchar_t * buf, size_t room, int n, FILE *fp), buf)
MODEL_NOTHING(size_t, wcsftime, (wchar_t * buf, size_t n, const wchar_t *format, const struct tm *tm))
MODEL_NOTHING(size_t, wcsftime_l,
              (wchar_t * buf, size_t n, const wchar_t *format, const struct tm *tm, locale_t loc))
MODEL_NOTHING(size_t, __wcsftime_l,
              (wchar_t * buf, size_t n, const wchar_t *format, const struct tm *tm, locale_t loc))
