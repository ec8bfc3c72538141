/* <string.h>, <strings.h>, <argz.h>, <envz.h> and their fortified and internal spellings.
 * Assumed: the mem functions move any bytes, so pointers too; the str functions move text, which holds no
 * pointers. Results point into the argument they are derived from. strtok keeps its string in a static until
 * the next call; argz and envz vectors are malloc'd text. Messages (strerror, ...) live in libc. */
#include "model.h"

/* copying memory */
#define MODEL_COPY(name, params, d, s, n, result) \
	void *name params                         \
	{                                         \
		__builtin_memmove(d, s, n);       \
		return result;                    \
	}
MODEL_COPY(memcpy, (void *d, const void *s, size_t n), d, s, n, d)
MODEL_COPY(memmove, (void *d, const void *s, size_t n), d, s, n, d)
MODEL_COPY(mempcpy, (void *d, const void *s, size_t n), d, s, n, (char *)d + n)
MODEL_COPY(__mempcpy, (void *d, const void *s, size_t n), d, s, n, (char *)d + n)
MODEL_COPY(memccpy, (void *d, const void *s, int c, size_t n), d, s, n, model_within(d))
MODEL_COPY(__memcpy_chk, (void *d, const void *s, size_t n, size_t room), d, s, n, d)
MODEL_COPY(__memmove_chk, (void *d, const void *s, size_t n, size_t room), d, s, n, d)
MODEL_COPY(__mempcpy_chk, (void *d, const void *s, size_t n, size_t room), d, s, n, (char *)d + n)
MODEL_COPY(__memccpy_chk, (void *d, const void *s, int c, size_t n, size_t room), d, s, n, model_within(d))

void bcopy(const void *s, void *d, size_t n)
{
	__builtin_memmove(d, s, n);
}

void swab(const void *s, void *d, ssize_t n)
{
	__builtin_memmove(d, s, (size_t)n);
}

/* filling and comparing memory */
MODEL_RETURNS(void *, memset, (void *d, int c, size_t n), d)
MODEL_RETURNS(void *, __memset_chk, (void *d, int c, size_t n, size_t room), d)
MODEL_RETURNS(void *, memset_explicit, (void *d, int c, size_t n), d)
MODEL_RETURNS(void *, memfrob, (void *d, size_t n), d)
MODEL_VOID(bzero, (void *d, size_t n))
MODEL_VOID(__bzero, (void *d, size_t n))
MODEL_VOID(explicit_bzero, (void *d, size_t n))
MODEL_VOID(__explicit_bzero_chk, (void *d, size_t n, size_t room))
MODEL_NOTHING(int, memcmp, (const void *a, const void *b, size_t n))
MODEL_NOTHING(int, bcmp, (const void *a, const void *b, size_t n))
MODEL_NOTHING(int, __memcmpeq, (const void *a, const void *b, size_t n))
MODEL_NOTHING(int, timingsafe_bcmp, (const void *a, const void *b, size_t n))
MODEL_NOTHING(int, timingsafe_memcmp, (const void *a, const void *b, size_t n))

/* searching memory */
MODEL_RETURNS(void *, memchr, (const void *s, int c, size_t n), model_within(s))
MODEL_RETURNS(void *, memrchr, (const void *s, int c, size_t n), model_within(s))
MODEL_RETURNS(void *, rawmemchr, (const void *s, int c), model_within(s))
MODEL_RETURNS(void *, __rawmemchr, (const void *s, int c), model_within(s))
MODEL_RETURNS(void *, memmem, (const void *s, size_t n, const void *t, size_t m), model_within(s))

/* copying text */
MODEL_RETURNS(char *, strcpy, (char *d, const char *s), d)
MODEL_RETURNS(char *, strncpy, (char *d, const char *s, size_t n), d)
MODEL_RETURNS(char *, strcat, (char *d, const char *s), d)
MODEL_RETURNS(char *, strncat, (char *d, const char *s, size_t n), d)
MODEL_RETURNS(char *, stpcpy, (char *d, const char *s), model_within(d))
MODEL_RETURNS(char *, __stpcpy, (char *d, const char *s), model_within(d))
MODEL_RETURNS(char *, stpncpy, (char *d, const char *s, size_t n), model_within(d))
MODEL_RETURNS(char *, __stpncpy, (char *d, const char *s, size_t n), model_within(d))
MODEL_RETURNS(char *, __strcpy_chk, (char *d, const char *s, size_t room), d)
MODEL_RETURNS(char *, __strncpy_chk, (char *d, const char *s, size_t n, size_t room), d)
MODEL_RETURNS(char *, __strcat_chk, (char *d, const char *s, size_t room), d)
MODEL_RETURNS(char *, __strncat_chk, (char *d, const char *s, size_t n, size_t room), d)
MODEL_RETURNS(char *, __stpcpy_chk, (char *d, const char *s, size_t room), model_within(d))
MODEL_RETURNS(char *, __stpncpy_chk, (char *d, const char *s, size_t n, size_t room), model_within(d))
MODEL_NOTHING(size_t, strlcpy, (char *d, const char *s, size_t n))
MODEL_NOTHING(size_t, strlcat, (char *d, const char *s, size_t n))
MODEL_NOTHING(size_t, __strlcpy_chk, (char *d, const char *s, size_t n, size_t room))
MODEL_NOTHING(size_t, __strlcat_chk, (char *d, const char *s, size_t n, size_t room))
MODEL_NOTHING(size_t, strxfrm, (char *d, const char *s, size_t n))
MODEL_NOTHING(size_t, strxfrm_l, (char *d, const char *s, size_t n, locale_t loc))
MODEL_NOTHING(size_t, __strxfrm_l, (char *d, const char *s, size_t n, locale_t loc))
MODEL_NEW(char *, strdup, (const char *s))
MODEL_NEW(char *, __strdup, (const char *s))
MODEL_NEW(char *, strndup, (const char *s, size_t n))
MODEL_NEW(char *, __strndup, (const char *s, size_t n))
MODEL_RETURNS(char *, strfry, (char *s), s)

/* comparing text */
MODEL_NOTHING(size_t, strlen, (const char *s))
MODEL_NOTHING(size_t, strnlen, (const char *s, size_t n))
MODEL_NOTHING(int, strcmp, (const char *a, const char *b))
MODEL_NOTHING(int, strncmp, (const char *a, const char *b, size_t n))
MODEL_NOTHING(int, strcasecmp, (const char *a, const char *b))
MODEL_NOTHING(int, __strcasecmp, (const char *a, const char *b))
MODEL_NOTHING(int, strncasecmp, (const char *a, const char *b, size_t n))
MODEL_NOTHING(int, strcasecmp_l, (const char *a, const char *b, locale_t loc))
MODEL_NOTHING(int, __strcasecmp_l, (const char *a, const char *b, locale_t loc))
MODEL_NOTHING(int, strncasecmp_l, (const char *a, const char *b, size_t n, locale_t loc))
MODEL_NOTHING(int, __strncasecmp_l, (const char *a, const char *b, size_t n, locale_t loc))
MODEL_NOTHING(int, strcoll, (const char *a, const char *b))
MODEL_NOTHING(int, strcoll_l, (const char *a, const char *b, locale_t loc))
MODEL_NOTHING(int, __strcoll_l, (const char *a, const char *b, locale_t loc))
MODEL_NOTHING(int, strverscmp, (const char *a, const char *b))
MODEL_NOTHING(int, __strverscmp, (const char *a, const char *b))
MODEL_NOTHING(size_t, strspn, (const char *s, const char *set))
MODEL_NOTHING(size_t, strcspn, (const char *s, const char *set))

/* searching text */
MODEL_RETURNS(char *, strchr, (const char *s, int c), model_within(s))
MODEL_RETURNS(char *, strrchr, (const char *s, int c), model_within(s))
MODEL_RETURNS(char *, strchrnul, (const char *s, int c), model_within(s))
MODEL_RETURNS(char *, __strchrnul, (const char *s, int c), model_within(s))
MODEL_RETURNS(char *, index, (const char *s, int c), model_within(s))
MODEL_RETURNS(char *, rindex, (const char *s, int c), model_within(s))
MODEL_RETURNS(char *, strstr, (const char *s, const char *t), model_within(s))
MODEL_RETURNS(char *, strnstr, (const char *s, const char *t, size_t n), model_within(s))
MODEL_RETURNS(char *, strcasestr, (const char *s, const char *t), model_within(s))
MODEL_RETURNS(char *, __strcasestr, (const char *s, const char *t), model_within(s))
MODEL_RETURNS(char *, strpbrk, (const char *s, const char *set), model_within(s))
MODEL_RETURNS(char *, basename, (const char *path), model_within(path))
MODEL_RETURNS(char *, __xpg_basename, (char *path), model_either(model_within(path), model_data()))
MODEL_RETURNS(char *, dirname, (char *path), model_either(path, model_data()))

/* cutting text up */
static char *token;

char *strtok(char *s, const char *set)
{
	if (model_any())
		token = model_within(s);
	else
		token = model_within(token);
	return model_either(model_within(s), model_within(token));
}

#define MODEL_STRTOK_R(name)                              \
	char *name(char *s, const char *set, char **save) \
	{                                                 \
		char *from = model_either(s, *save);      \
		*save = model_within(from);               \
		return model_within(from);                \
	}
MODEL_STRTOK_R(strtok_r)
MODEL_STRTOK_R(__strtok_r)

#define MODEL_STRSEP(name)                     \
	char *name(char **sp, const char *set) \
	{                                      \
		char *s = *sp;                 \
		*sp = model_within(s);         \
		return s;                      \
	}
MODEL_STRSEP(strsep)
MODEL_STRSEP(__strsep_g)

/* messages */
MODEL_DATA(char *, strerror, (int e))
MODEL_DATA(char *, strerror_l, (int e, locale_t loc))
MODEL_DATA(const char *, strerrorname_np, (int e))
MODEL_DATA(const char *, strerrordesc_np, (int e))
MODEL_DATA(char *, strsignal, (int sig))
MODEL_DATA(const char *, sigabbrev_np, (int sig))
MODEL_DATA(const char *, sigdescr_np, (int sig))
MODEL_RETURNS(char *, strerror_r, (int e, char *buf, size_t n), model_either(buf, model_data()))
MODEL_RETURNS(char *, __strerror_r, (int e, char *buf, size_t n), model_either(buf, model_data()))
MODEL_NOTHING(int, __xpg_strerror_r, (int e, char *buf, size_t n))

/* bits */
MODEL_NOTHING(int, ffs, (int x))
MODEL_NOTHING(int, ffsl, (long x))
MODEL_NOTHING(int, ffsll, (long long x))

/* argz: a malloc'd block of strings one after the other, grown in place through its pointer */
#define MODEL_ARGZ_MAKE(name, params) \
	int name params               \
	{                             \
		*argz = model_new();  \
		return model_any();   \
	}
#define MODEL_ARGZ_GROW(name, params)       \
	int name params                     \
	{                                   \
		*argz = model_moved(*argz); \
		return model_any();         \
	}
MODEL_ARGZ_MAKE(argz_create, (char *const argv[], char **argz, size_t *len))
MODEL_ARGZ_MAKE(argz_create_sep, (const char *s, int sep, char **argz, size_t *len))
MODEL_ARGZ_GROW(argz_append, (char **argz, size_t *len, const char *buf, size_t n))
MODEL_ARGZ_GROW(argz_add, (char **argz, size_t *len, const char *s))
MODEL_ARGZ_GROW(argz_add_sep, (char **argz, size_t *len, const char *s, int sep))
MODEL_ARGZ_GROW(argz_insert, (char **argz, size_t *len, char *before, const char *entry))
MODEL_ARGZ_GROW(argz_replace, (char **argz, size_t *len, const char *s, const char *with, unsigned *count))
MODEL_VOID(argz_delete, (char **argz, size_t *len, char *entry))
MODEL_NOTHING(size_t, argz_count, (const char *argz, size_t len))
MODEL_NOTHING(size_t, __argz_count, (const char *argz, size_t len))
MODEL_VOID(argz_stringify, (char *argz, size_t len, int sep))
MODEL_VOID(__argz_stringify, (char *argz, size_t len, int sep))
MODEL_RETURNS(char *, argz_next, (const char *argz, size_t len, const char *entry),
              model_either(argz, model_within(entry)))
MODEL_RETURNS(char *, __argz_next, (const char *argz, size_t len, const char *entry),
              model_either(argz, model_within(entry)))
void argz_extract(const char *argz, size_t len, char **argv)
{
	argv[model_any()] = model_within(argz);
}

MODEL_RETURNS(char *, envz_entry, (const char *argz, size_t len, const char *name), model_within(argz))
MODEL_RETURNS(char *, envz_get, (const char *argz, size_t len, const char *name), model_within(argz))
MODEL_ARGZ_GROW(envz_add, (char **argz, size_t *len, const char *name, const char *value))
MODEL_ARGZ_GROW(envz_merge, (char **argz, size_t *len, const char *other, size_t n, int override))
MODEL_VOID(envz_remove, (char **argz, size_t *len, const char *name))
MODEL_VOID(envz_strip, (char **argz, size_t *len))
