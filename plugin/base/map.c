#include "base/map.h"

#include <stdlib.h>

#include "base/mem.h"

/* A free slot is all ones. */
struct ce_map_slot {
	uint64_t key;
	uint32_t value; /* CE_NONE: free, or inserted and not yet set */
	uint32_t free;
};

static void make_free(struct ce_map_slot *slots, uint32_t n)
{
	if (n)
		memset(slots, 0xff, n * sizeof *slots);
}

static uint32_t find(const ce_map *m, uint64_t key)
{
	uint32_t mask = m->cap - 1, i = (uint32_t)ce_mix(key, 1) & mask;

	while (!m->slots[i].free && m->slots[i].key != key)
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
	make_free(bigger.slots, cap);
	for (uint32_t i = 0; i < m->cap; i++)
		if (!m->slots[i].free)
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
	if (m->slots[i].free) {
		m->slots[i].free = 0;
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
	make_free(m->slots, m->cap);
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
