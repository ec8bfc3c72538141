/*
 * profile_objects.c - the objects that the profile knows: who made them, so that it is told
 * whether they outlive the call.
 */
#include "rt.h"

static size_t hash(uintptr_t x)
{
	return (size_t)((x >> 3) * 0x9e3779b97f4a7c15u >> 20);
}

static ce_rt_profiled *slot_of(ce_rt_profiled_set *s, uintptr_t base)
{
	size_t mask = s->nslots - 1, i = hash(base) & mask;

	while (s->slots[i].base && s->slots[i].base != base)
		i = (i + 1) & mask;
	return &s->slots[i];
}

static bool grow(ce_rt_profiled_set *s)
{
	ce_rt_profiled_set old = *s;

	if (old.n * 2 < old.nslots)
		return true;
	s->nslots = old.nslots ? old.nslots * 2 : 4096;
	if (!(s->slots = ce_rt_map(s->nslots * sizeof *s->slots))) {
		*s = old;
		return false;
	}
	for (size_t i = 0; i < old.nslots; i++)
		if (old.slots[i].base)
			*slot_of(s, old.slots[i].base) = old.slots[i];
	ce_rt_unmap(old.slots, old.nslots * sizeof *old.slots);
	return true;
}

bool ce_rt_profiled_add(ce_rt_profiled_set *s, ce_rt_profiled o)
{
	ce_rt_profiled *slot;

	if (!grow(s))
		return false;
	slot = slot_of(s, o.base);
	s->n += !slot->base;
	*slot = o;
	return true;
}

/* Those behind it move up, so that no search ends early. */
static void clear(ce_rt_profiled_set *s, ce_rt_profiled *o)
{
	size_t mask = s->nslots - 1, hole = (size_t)(o - s->slots);

	for (size_t i = (hole + 1) & mask; s->slots[i].base; i = (i + 1) & mask) {
		size_t home = hash(s->slots[i].base) & mask;

		if (((i - home) & mask) >= ((i - hole) & mask)) {
			s->slots[hole] = s->slots[i];
			hole = i;
		}
	}
	s->slots[hole].base = 0;
	s->n--;
}

bool ce_rt_profiled_take(ce_rt_profiled_set *s, uintptr_t base, ce_rt_profiled *out)
{
	ce_rt_profiled *o = s->nslots ? slot_of(s, base) : NULL;

	if (!o || !o->base)
		return false;
	*out = *o;
	clear(s, o);
	return true;
}

void ce_rt_profiled_clear(ce_rt_profiled_set *s)
{
	ce_rt_unmap(s->slots, s->nslots * sizeof *s->slots);
	*s = (ce_rt_profiled_set){0};
}
