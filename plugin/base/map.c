#include "base/map.h"

#include <stdlib.h>

#include "base/mem.h"

struct ce_map_slot {
	uint64_t key;
	uint32_t value; /* CE_NONE: free, or inserted and not yet set */
	uint32_t used;
};

static uint32_t find(const ce_map *m, uint64_t key)
{
	uint32_t mask = m->cap - 1, i = (uint32_t)ce_mix(key, 1) & mask;

	while (m->slots[i].used && m->slots[i].key != key)
		i = (i + 1) & mask;
	return i;
}

uint32_t ce_map_get(const ce_map *m, uint64_t key)
{
	if (!m->cap)
		return CE_NONE;
	return m->slots[find(m, key)].value; /* free slots hold CE_NONE */
}

static void rehash(ce_map *m, uint32_t cap)
{
	ce_map bigger = {.cap = cap};

	bigger.slots = ce_malloc(cap * sizeof *bigger.slots);
	for (uint32_t i = 0; i < cap; i++)
		bigger.slots[i] = (struct ce_map_slot){.value = CE_NONE};
	for (uint32_t i = 0; i < m->cap; i++)
		if (m->slots[i].used)
			bigger.slots[find(&bigger, m->slots[i].key)] = m->slots[i];
	bigger.n = m->n;
	free(m->slots);
	*m = bigger;
}

uint32_t *ce_map_at(ce_map *m, uint64_t key)
{
	uint32_t i;

	if (m->n * 4 >= m->cap * 3)
		rehash(m, m->cap ? m->cap * 2 : 16);
	i = find(m, key);
	if (!m->slots[i].used) {
		m->slots[i].used = 1;
		m->slots[i].key = key;
		m->n++;
	}
	return &m->slots[i].value;
}

void ce_map_put(ce_map *m, uint64_t key, uint32_t value)
{
	*ce_map_at(m, key) = value;
}

void ce_map_clear(ce_map *m)
{
	for (uint32_t i = 0; i < m->cap; i++)
		m->slots[i] = (struct ce_map_slot){.value = CE_NONE};
	m->n = 0;
}

void ce_map_reuse(ce_map *m)
{
	enum { SMALL = 256 };

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
