/* <ctype.h>, <wctype.h>: character classes. No pointers but the tables of libc, which live outside. */
#include "model.h"

typedef unsigned int wint_t;
typedef unsigned long wctype_t;
typedef const int32_t *wctrans_t;

#define MODEL_CLASS(f)                                   \
	MODEL_NOTHING(int, f, (int c))                   \
	MODEL_NOTHING(int, f##_l, (int c, locale_t loc)) \
	MODEL_NOTHING(int, __##f##_l, (int c, locale_t loc))
MODEL_CLASS(isalnum)
MODEL_CLASS(isalpha)
MODEL_CLASS(isblank)
MODEL_CLASS(iscntrl)
MODEL_CLASS(isdigit)
MODEL_CLASS(isgraph)
MODEL_CLASS(islower)
MODEL_CLASS(isprint)
MODEL_CLASS(ispunct)
MODEL_CLASS(isspace)
MODEL_CLASS(isupper)
MODEL_CLASS(isxdigit)
MODEL_CLASS(tolower)
MODEL_CLASS(toupper)
MODEL_NOTHING(int, isascii, (int c))
MODEL_NOTHING(int, toascii, (int c))
MODEL_NOTHING(int, _tolower, (int c))
MODEL_NOTHING(int, _toupper, (int c))
MODEL_NOTHING(int, isctype, (int c, int mask))
MODEL_NOTHING(int, __isctype, (int c, int mask))
MODEL_DATA(const unsigned short **, __ctype_b_loc, (void))
MODEL_DATA(const int32_t **, __ctype_tolower_loc, (void))
MODEL_DATA(const int32_t **, __ctype_toupper_loc, (void))
MODEL_NOTHING(size_t, __ctype_get_mb_cur_max, (void))

#define MODEL_WIDE_CLASS(type, f)                            \
	MODEL_NOTHING(type, f, (wint_t c))                   \
	MODEL_NOTHING(type, f##_l, (wint_t c, locale_t loc)) \
	MODEL_NOTHING(type, __##f##_l, (wint_t c, locale_t loc))
MODEL_WIDE_CLASS(int, iswalnum)
MODEL_WIDE_CLASS(int, iswalpha)
MODEL_WIDE_CLASS(int, iswblank)
MODEL_WIDE_CLASS(int, iswcntrl)
MODEL_WIDE_CLASS(int, iswdigit)
MODEL_WIDE_CLASS(int, iswgraph)
MODEL_WIDE_CLASS(int, iswlower)
MODEL_WIDE_CLASS(int, iswprint)
MODEL_WIDE_CLASS(int, iswpunct)
MODEL_WIDE_CLASS(int, iswspace)
MODEL_WIDE_CLASS(int, iswupper)
MODEL_WIDE_CLASS(int, iswxdigit)
MODEL_WIDE_CLASS(wint_t, towlower)
MODEL_WIDE_CLASS(wint_t, towupper)
MODEL_NOTHING(int, iswctype, (wint_t c, wctype_t class))
MODEL_NOTHING(int, __iswctype, (wint_t c, wctype_t class))
MODEL_NOTHING(int, iswctype_l, (wint_t c, wctype_t class, locale_t loc))
MODEL_NOTHING(int, __iswctype_l, (wint_t c, wctype_t class, locale_t loc))
MODEL_RETURNS(wctype_t, wctype, (const char *name), model_data())
MODEL_RETURNS(wctype_t, wctype_l, (const char *name, locale_t loc), model_data())
MODEL_RETURNS(wctype_t, __wctype_l, (const char *name, locale_t loc), model_data())
MODEL_DATA(wctrans_t, wctrans, (const char *name))
MODEL_DATA(wctrans_t, wctrans_l, (const char *name, locale_t loc))
MODEL_DATA(wctrans_t, __wctrans_l, (const char *name, locale_t loc))
MODEL_NOTHING(wint_t, towctrans, (wint_t c, wctrans_t map))
MODEL_NOTHING(wint_t, towctrans_l, (wint_t c, wctrans_t map, locale_t loc))
MODEL_NOTHING(wint_t, __towctrans_l, (wint_t c, wctrans_t map, locale_t loc))
