/* <locale.h>, <langinfo.h>, <libintl.h>, <nl_types.h>: locales and messages.
 * Assumed: locale names and message domains are copied. A translation is a string of libc, or the
 * untranslated argument itself. uselocale installs its argument in the thread. */
#include "model.h"

MODEL_DATA(char *, setlocale, (int category, const char *name))
MODEL_DATA(void *, localeconv, (void))
MODEL_RETURNS(locale_t, newlocale, (int mask, const char *name, locale_t base),
              model_either(base, model_new()))
MODEL_RETURNS(locale_t, __newlocale, (int mask, const char *name, locale_t base),
              model_either(base, model_new()))
MODEL_NEW(locale_t, duplocale, (locale_t loc))
MODEL_NEW(locale_t, __duplocale, (locale_t loc))
MODEL_VOID(freelocale, (locale_t loc))
MODEL_VOID(__freelocale, (locale_t loc))
locale_t uselocale(locale_t loc)
{
	model_keep(loc, "thread");
	return model_data();
}
locale_t __uselocale(locale_t loc)
{
	model_keep(loc, "thread");
	return model_data();
}
MODEL_DATA(char *, nl_langinfo, (int item))
MODEL_DATA(char *, nl_langinfo_l, (int item, locale_t loc))
MODEL_DATA(char *, __nl_langinfo_l, (int item, locale_t loc))

/* translations */
#define MODEL_TRANSLATES(name, params) MODEL_RETURNS(char *, name, params, model_either(text, model_data()))
#define MODEL_TRANSLATES_PLURAL(name, params) \
	MODEL_RETURNS(char *, name, params, model_either(text, model_either(plural, model_data())))
MODEL_TRANSLATES(gettext, (const char *text))
MODEL_TRANSLATES(dgettext, (const char *domain, const char *text))
MODEL_TRANSLATES(dcgettext, (const char *domain, const char *text, int category))
MODEL_TRANSLATES(__dgettext, (const char *domain, const char *text))
MODEL_TRANSLATES(__dcgettext, (const char *domain, const char *text, int category))
MODEL_TRANSLATES_PLURAL(ngettext, (const char *text, const char *plural, unsigned long n))
MODEL_TRANSLATES_PLURAL(dngettext,
                        (const char *domain, const char *text, const char *plural, unsigned long n))
MODEL_TRANSLATES_PLURAL(dcngettext, (const char *domain, const char *text, const char *plural,
                                     unsigned long n, int category))
MODEL_DATA(char *, textdomain, (const char *domain))
MODEL_DATA(char *, bindtextdomain, (const char *domain, const char *dir))
MODEL_DATA(char *, bind_textdomain_codeset, (const char *domain, const char *codeset))
MODEL_NEW(void *, catopen, (const char *name, int flags))
MODEL_RETURNS(char *, catgets, (void *catalog, int set, int number, const char *text),
              model_either(text, model_data()))
MODEL_NOTHING(int, catclose, (void *catalog))
