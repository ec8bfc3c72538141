/* <iconv.h>: a conversion advances the caller's two pointers and keeps neither; its descriptor is new. */
#include "model.h"

MODEL_NEW(void *, iconv_open, (const char *to, const char *from))
MODEL_NOTHING(int, iconv_close, (void *cd))
size_t iconv(void *cd, char **in, size_t *in_left, char **out, size_t *out_left)
{
	*in = model_within(*in);
	*out = model_within(*out);
	return (size_t)model_any();
}
MODEL_NEW(void *, libiconv_open, (const char *to, const char *from))
MODEL_NOTHING(int, libiconv_close, (void *cd))
size_t libiconv(void *cd, char **in, size_t *in_left, char **out, size_t *out_left)
{
	*in = model_within(*in);
	*out = model_within(*out);
	return (size_t)model_any();
}
