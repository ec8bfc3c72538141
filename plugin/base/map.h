/*
 * map.h - a hash map from 64-bit keys to 32-bit values (open addressing).
 *
 * Zero-initialised it is empty. Keys are arbitrary; the value CE_NONE cannot be
 * stored, it means "absent".
 */
#ifndef CE_MAP_H
#define CE_MAP_H

#include <stdbool.h>
#include <stdint.h>

#define CE_NONE UINT32_MAX

typedef struct ce_map_slot {
	uint64_t key;
	uint32_t value;
	uint32_t round; /* in use when it is the map's: so a map is emptied by a new one */
} ce_map_slot;

typedef struct ce_map {
	ce_map_slot *slots;
	uint32_t n, cap; /* cap is 0 or a power of two */
	uint32_t round;
} ce_map;

/** A well mixed hash of two words. */
static inline uint64_t ce_mix(uint64_t a, uint64_t b)
{
	uint64_t h = (a ^ (b * 0x9e3779b97f4a7c15u)) * 0xff51afd7ed558ccdu;

	h ^= h >> 32;
	h *= 0xc4ceb9fe1a85ec53u;
	return h ^ (h >> 29);
}

/** The slot that has the key or should; the map must have a free one. */
static inline uint32_t ce_map_find(const ce_map *m, uint64_t key)
{
	uint32_t mask = m->cap - 1, i = (uint32_t)ce_mix(key, 1) & mask;

	while (m->slots[i].round == m->round && m->slots[i].key != key)
		i = (i + 1) & mask;
	return i;
}

/** The value of key, or CE_NONE. */
static inline uint32_t ce_map_get(const ce_map *m, uint64_t key)
{
	const ce_map_slot *s;

	if (!m->cap)
		return CE_NONE;
	s = &m->slots[ce_map_find(m, key)];
	return s->round == m->round ? s->value : CE_NONE;
}

void ce_map_grow(ce_map *m);

/** Where the value of key is kept; CE_NONE there when it is new. The pointer is
 * valid until the next insertion. */
static inline uint32_t *ce_map_at(ce_map *m, uint64_t key)
{
	ce_map_slot *s;

	if (m->n * 4 >= m->cap * 3)
		ce_map_grow(m);
	s = &m->slots[ce_map_find(m, key)];
	if (s->round != m->round) {
		*s = (ce_map_slot){key, CE_NONE, m->round};
		m->n++;
	}
	return &s->value;
}

void ce_map_put(ce_map *m, uint64_t key, uint32_t value);
/** Makes an empty map equal to another one. */
void ce_map_copy(ce_map *to, const ce_map *from);
void ce_map_clear(ce_map *m);

/** Empties a map that is to be filled again, often with less: what it has grown to is given back. */
void ce_map_reuse(ce_map *m);
void ce_map_free(ce_map *m);

#endif
