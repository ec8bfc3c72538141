#include "graph/unit.h"

#include <stdlib.h>

const char *ce_reason_text(ce_reason r)
{
	static const char *const texts[] = {
#define CE_REASON(id, text) text,
#include "graph/reasons.def"
	};

	return r < CE_NREASONS ? texts[r] : "";
}

static const char *const categories[] = {
#define CE_CATEGORY(id, text) text,
#include "graph/categories.def"
};

const char *ce_category_text(ce_category c)
{
	return c < CE_NCATEGORIES ? categories[c] : "";
}

ce_category ce_category_of(const char *text)
{
	for (int c = 0; c < CE_NCATEGORIES; c++)
		if (strcmp(categories[c], text) == 0)
			return (ce_category)c;
	return CE_CAT_NONE;
}

ce_unit *ce_unit_new(void)
{
	ce_unit *u = ce_calloc(1, sizeof *u);

	ce_strings_init(&u->strings);
	ce_push(&u->notes, ((ce_note){0}));
	return u;
}

void ce_unit_free(ce_unit *u)
{
	if (!u)
		return;
	for (uint32_t i = 0; i < u->funcs.n; i++) {
		ce_func *f = &u->funcs.at[i];

		ce_vec_free(&f->params);
		ce_vec_free(&f->args);
		ce_vec_free(&f->locals);
		ce_vec_free(&f->edges);
		ce_vec_free(&f->calls);
		ce_vec_free(&f->guards);
		ce_vec_free(&f->consts);
		ce_vec_free(&f->lists);
	}
	for (uint32_t i = 0; i < u->globals.n; i++)
		ce_vec_free(&u->globals.at[i].inits);
	ce_vec_free(&u->funcs);
	ce_vec_free(&u->globals);
	ce_vec_free(&u->uses);
	ce_vec_free(&u->notes);
	ce_strings_free(&u->strings);
	free(u);
}

static bool same_note(const ce_note *a, const ce_note *b)
{
	return a->pos.file == b->pos.file && a->pos.line == b->pos.line && a->pos.col == b->pos.col &&
	       a->text == b->text && a->reason == b->reason;
}

uint32_t ce_unit_note(ce_unit *u, ce_map *index, ce_note note)
{
	uint64_t key = ce_mix(ce_mix(note.pos.line, note.pos.col), ce_mix(note.pos.file, note.text));

	for (key = ce_mix(key, note.reason);; key++) {
		uint32_t *at = ce_map_at(index, key);

		if (*at == CE_NONE) {
			*at = u->notes.n;
			ce_push(&u->notes, note);
			return *at;
		}
		if (same_note(&u->notes.at[*at], &note))
			return *at;
	}
}

static bool holds(const ce_guard *g, int64_t value)
{
	unsigned up = 64 - g->bits;
	uint64_t x = ((uint64_t)value & g->mask) << up >> up, y = (uint64_t)g->value << up >> up;
	int64_t sx = (int64_t)(x << up) >> up, sy = (int64_t)(y << up) >> up;
	bool r = false;

	switch ((ce_test)g->test) {
	case CE_TEST_EQ:
	case CE_TEST_NE:
		r = (x == y) == (g->test == CE_TEST_EQ);
		break;
	case CE_TEST_ULT:
		r = x < y;
		break;
	case CE_TEST_ULE:
		r = x <= y;
		break;
	case CE_TEST_SLT:
		r = sx < sy;
		break;
	case CE_TEST_SLE:
		r = sx <= sy;
		break;
	case CE_TEST_EITHER:
	case CE_NTESTS:
		return true;
	}
	return r != g->negated;
}

/* The guards of a chain above `end`. Of a unit that was made to nest them without end, what
 * is beyond the fuel is taken to hold: more edges. */
static bool allows(const ce_func *f, uint32_t guard, uint32_t end, uint32_t arg, int64_t value,
                   uint32_t *fuel)
{
	for (; guard > end; guard = f->guards.at[guard].parent) {
		const ce_guard *g = &f->guards.at[guard];

		if (*fuel == 0)
			return true;
		--*fuel;
		if (g->test == CE_TEST_EITHER
		            ? !allows(f, ce_guard_one(g), g->parent, arg, value, fuel) &&
		                      !allows(f, ce_guard_other(g), g->parent, arg, value, fuel)
		            : g->arg == arg && !holds(g, value))
			return false;
	}
	return true;
}

bool ce_guard_allows(const ce_func *f, uint32_t guard, uint32_t end, uint32_t arg, int64_t value)
{
	uint32_t fuel = 1 << 16;

	return allows(f, guard, end, arg, value, &fuel);
}
