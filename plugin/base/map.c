#include "base/map.h"

#include <stdlib.h>

#include "base/mem.h"

void ce_map_grow(ce_map *m)
{
	ce_map bigger = {.cap = m->cap ? m->cap * 2 : 16, .round = 1};

	bigger.slots = ce_calloc(bigger.cap, sizeof *bigger.slots);
	for (uint32_t i = 0; i < m->cap; i++)
		if (m->slots[i].round == m->round) {
			ce_map_slot *to = &bigger.slots[ce_map_find(&bigger, m->slots[i].key)];

			*to = m->slots[i];
			to->round = bigger.round;
		}
	bigger.n = m->n;
	free(m->slots);
	*m = bigger;
}

void ce_map_put(ce_map *m, uint64_t key, uint32_t value)
{
	*ce_map_at(m, key) = value;
}

void ce_map_copy(ce_map *to, const ce_map *from)
{
	for (uint32_t i = 0; i < from->cap; i++)
		if (from->slots[i].round == from->round)
			ce_map_put(to, from->slots[i].key, from->slots[i].value);
}

void ce_map_clear(ce_map *m)
{
	m->n = 0;
	if (++m->round == 0) { /* once in a long time */
		if (m->cap)
			memset(m->slots, 0, m->cap * sizeof *m->slots);
		m->round = 1;
	}
}

void ce_map_reuse(ce_map *m)
{
	enum { SMALL = 1024 };

	if (m->cap > SMALL)
		ce_map_free(m);
	else if (m->n)
		ce_map_clear(m);
}

void ce_map_free(ce_map *m)
{
	free(m->slots);
	*m = (ce_map){0};
}
