/*
 * summarize_opens.c - calls through pointers that only a caller can resolve.
 */
#include "solve/summarize.h"

#include <stdlib.h>

/* So many calls through one pointer are told apart; more are one call with all
 * their arguments. (An allocator in a context struct is called a few times, and its
 * results are best kept apart; a write handler may be called from everywhere.) Where new memory is hardly
 * told apart, nor what lies deeper, its results are not worth as many. */
enum { MAX_SAME_OPENS = 12, MAX_SAME_COARSE = 4 };

/* Calls that are told as one have the same leader. */
static uint32_t leader(const uint32_t *lead, uint32_t i)
{
	while (lead[i] != i)
		i = lead[i];
	return i;
}

/* The call whose result stands for what this one returns, too (summarize_alike.c). */
static uint32_t alike_call(const builder *b, uint32_t i)
{
	return b->s->objs.at[b->alike[b->s->calls.at[i].ret_obj]].id;
}

/* The first of them leads. */
static void lead_by_results(builder *b, uint32_t *lead)
{
	ce_map first = {0};

	for (uint32_t i = 0; i < b->s->calls.n; i++) {
		uint32_t *at = b->s->calls.at[i].open ? ce_map_at(&first, alike_call(b, i)) : NULL;

		if (at)
			lead[i] = *at == CE_NONE ? (*at = i) : *at;
	}
	ce_map_free(&first);
}

/* Calls with one target in common become one: however targets come to light, the
 * groups only grow. */
static void lead_by_targets(builder *b, uint32_t *lead)
{
	const solver *s = b->s;
	ce_map first = {0};

	for (uint32_t i = 0; i < s->calls.n; i++) {
		const callsite *c = &s->calls.at[i];
		uint32_t n = c->open ? push_vals(b, c->target, CE_NONE, 0, TARGETS) : 0;

		for (; n; n--) {
			uint64_t key = ce_mix(b->vals.at[--b->vals.n], (uint64_t)c->nargs << 8 | c->nrets);
			uint32_t *at = ce_map_at(&first, key);

			if (*at == CE_NONE)
				*at = i;
			else if (leader(lead, *at) < leader(lead, i))
				lead[leader(lead, i)] = leader(lead, *at);
			else
				lead[leader(lead, *at)] = leader(lead, i);
		}
	}
	ce_map_free(&first);
}

/* The object that absorbed what the call returns: its number + 1; 0: none did. */
static uint32_t absorber(const solver *s, const callsite *c)
{
	return c->ret_obj == CE_NONE ? 0 : s->objs.at[c->ret_obj].into + 1;
}

/* Calls with the same targets become one when there are many, and when their results are
 * one already. Sticky: in a recursion going back and forth would never end. */
static void lead_by_class(builder *b, uint32_t *lead)
{
	const solver *s = b->s;
	bool *merges = own_merges_opens(s);
	uint32_t most = s->notch->one_rest ? MAX_SAME_COARSE : MAX_SAME_OPENS;
	ce_map sizes = {0}, first = {0};

	for (uint32_t pass = 0; pass < 2; pass++)
		for (uint32_t i = 0; i < s->calls.n; i++) {
			const callsite *c = &s->calls.at[i];
			uint64_t key;
			uint32_t *at;

			if (!c->open || lead[i] != i)
				continue;
			key = ce_mix((uint64_t)class_of(b, c->target, TARGETS) << 32 | c->nargs,
			             (uint64_t)absorber(s, c) << 8 | c->nrets);
			at = ce_map_at(pass ? &first : &sizes, key);
			if (!pass)
				*merges |= (*at = *at == CE_NONE ? 1 : *at + 1) > most;
			else if (*merges || absorber(s, c))
				lead[i] = *at == CE_NONE ? (*at = i) : *at;
		}
	ce_map_free(&sizes);
	ce_map_free(&first);
}

/* A name that the members of the group do not decide. What calls have returned has its name from them: it
 * would be another one each time that a recursion calls what a call of the group has returned. */
static uint64_t group_name(const builder *b, uint32_t cls, const callsite *c)
{
	uint64_t least = UINT64_MAX;

	for (uint32_t i = 0; cls != CE_NONE && i < b->classes.at[cls].nvals; i++) {
		ce_val v = b->vals.at[b->classes.at[cls].vals + i];
		const object *o = &b->s->objs.at[val_obj(v)];
		uint64_t name = ce_mix(o->name, ce_off_hash(b->s->p->offs.at.at[val_off(v)]));

		if (b->s->objs.at[o->root].kind != CE_OBJ_RET && name < least)
			least = name;
	}
	if (absorber(b->s, c))
		least = ce_mix(least, b->s->objs.at[absorber(b->s, c) - 1].name);
	return ce_mix(least, ce_mix(c->nargs, c->nrets));
}

/* The values of one argument, or of the target (CE_NONE), of all calls of a group. */
static uint32_t union_class(builder *b, const uint32_t *lead, uint32_t group, uint32_t arg)
{
	const solver *s = b->s;
	uint32_t count = 0;

	for (uint32_t i = group; i < s->calls.n; i++)
		if (s->calls.at[i].open && leader(lead, i) == group)
			count += arg == CE_NONE ? push_vals(b, s->calls.at[i].target, CE_NONE, 0, TARGETS)
			                        : push_vals(b, s->calls.at[i].args[arg], CE_NONE, 0, 0);
	return intern_class(b, count);
}

static void add_open(builder *b, const uint32_t *lead, uint32_t group, bool merged)
{
	const callsite *c = &b->s->calls.at[group];
	ce_sum_open o = {.name = b->s->calls.at[alike_call(b, group)].name,
	                 .target = union_class(b, lead, group, CE_NONE),
	                 .args = b->out->lists.n,
	                 .nargs = c->nargs,
	                 .nrets = c->nrets,
	                 .tables = true,
	                 .note = c->note};

	if (merged || absorber(b->s, c))
		o.name = group_name(b, o.target, c);
	use_class(b, o.target);
	for (uint32_t k = 0; k < c->nargs; k++) {
		uint32_t cls = union_class(b, lead, group, k);

		use_class(b, cls);
		ce_push(&b->out->lists, cls);
	}
	for (uint32_t i = group; i < b->s->calls.n; i++)
		if (b->s->calls.at[i].open && leader(lead, i) == group)
			o.tables &= call_of_tables(b->s, i);
	ce_push(&b->out->opens, o);
}

void collect_opens(builder *b)
{
	const solver *s = b->s;
	uint32_t *lead = ce_calloc(s->calls.n, sizeof *lead);
	bool merged;

	for (uint32_t i = 0; i < s->calls.n; i++)
		lead[i] = i;
	lead_by_results(b, lead);
	if (s->widening)
		lead_by_targets(b, lead);
	else
		lead_by_class(b, lead);
	merged = s->widening || own_fn(s)->merges_opens;
	b->open_of = ce_calloc(s->calls.n, sizeof *b->open_of);
	for (uint32_t i = 0; i < s->calls.n; i++) {
		uint32_t group = leader(lead, i);

		if (!s->calls.at[i].open)
			continue;
		if (group == i) {
			b->open_of[i] = b->out->opens.n;
			add_open(b, lead, i, merged);
		} else {
			b->open_of[i] = b->open_of[group];
		}
	}
	free(lead);
}
