/*
 * strings.h - interned strings: equal texts have equal numbers.
 *
 * Number 0 is the empty string. Texts live as long as the table.
 */
#ifndef CE_STRINGS_H
#define CE_STRINGS_H

#include <stddef.h>
#include <stdint.h>

#include "base/map.h"
#include "base/mem.h"

typedef uint32_t ce_str;

typedef struct ce_strings {
	ce_arena arena;
	CE_VEC(const char *) texts;
	ce_map index; /* hash of the text -> first number; collisions go to the next key */
} ce_strings;

void ce_strings_init(ce_strings *s);
void ce_strings_free(ce_strings *s);

/** The number of a text of n bytes (no NUL needed); made on first use. */
ce_str ce_intern_n(ce_strings *s, const char *text, size_t n);
ce_str ce_intern(ce_strings *s, const char *text); /* NULL is "" */

static inline const char *ce_text(const ce_strings *s, ce_str id)
{
	return s->texts.at[id];
}

#endif
