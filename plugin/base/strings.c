#include "base/strings.h"

#include <stdlib.h>

void ce_strings_init(ce_strings *s)
{
	*s = (ce_strings){0};
	ce_intern_n(s, "", 0);
}

void ce_strings_free(ce_strings *s)
{
	ce_arena_free(&s->arena);
	ce_vec_free(&s->texts);
	ce_map_free(&s->index);
}

static uint64_t hash(const char *text, size_t n)
{
	uint64_t h = 0xcbf29ce484222325u; /* FNV-1a */

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)text[i]) * 0x100000001b3u;
	return h;
}

ce_str ce_intern_n(ce_strings *s, const char *text, size_t n)
{
	for (uint64_t key = hash(text, n);; key++) {
		uint32_t *at = ce_map_at(&s->index, key);
		char *copy;

		if (*at != CE_NONE) {
			const char *have = s->texts.at[*at];

			if (strncmp(have, text, n) == 0 && have[n] == 0)
				return *at;
			continue;
		}
		copy = ce_arena_alloc(&s->arena, n + 1);
		memcpy(copy, text, n);
		*at = s->texts.n;
		ce_push(&s->texts, copy);
		return *at;
	}
}

ce_str ce_intern(ce_strings *s, const char *text)
{
	return text ? ce_intern_n(s, text, strlen(text)) : 0;
}
