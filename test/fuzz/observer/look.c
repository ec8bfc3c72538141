#include "look.h"

#include <stddef.h>

#include "arguments.h"
#include "image.h"
#include "outside.h"

static block *todo[BLOCKS];
static unsigned ntodo;

static void own(void **word, void *data)
{
	uint8_t bit = *(uint8_t *)data;
	block *b = find(*word);

	if (!b || b->owners & bit)
		return;
	b->owners |= bit;
	todo[ntodo++] = b;
}

void own_all(char *at, size_t n, int param)
{
	uint8_t bit = (uint8_t)(1 << param);

	each_word(at, n, own, &bit);
	while (ntodo) {
		block *b = todo[--ntodo];
		each_word(view_of(HEAP, b->at), b->size, own, &bit);
	}
}

typedef struct {
	sighting *seen; /* of the parameters of this function */
	enum { IN_ROOT, IN_RESULT, IN_BLOCK } where;
	block *in;
	bool aliased; /* there are several ways to some memory */
	/* Parameters from which the objects made for each are reached, or some that it reaches: what is
	 * copied into those is in their memory. */
	uint8_t shared[PARAMS];
} place;

static void note(void **word, void *data)
{
	place *p = data;
	block *b = find(*word);
	int view = view_at(*word) - DIRECT, param = view / 2;
	uint8_t owners = p->where == IN_BLOCK ? p->in->owners : 0;
	uint8_t holders = p->where == IN_BLOCK ? p->in->holders : 0;

	if (view >= 0 && !(view & 1)) {
		if (p->aliased)
			p->seen[param].leak = true;
		else if (p->where == IN_RESULT)
			p->seen[param].result = true;
		else if (holders)
			p->seen[param].params |= 1ull << holders;
		else
			p->seen[param].direct = true;
	} else if (view >= 0 && (p->where != IN_BLOCK ||
	                         (owners ? !(owners & p->shared[param]) : p->in->strange >> param & 1))) {
		p->seen[param].contents |= 1ull << p->shared[param];
	}
	if (b && !b->seen) {
		b->seen = true;
		/* New memory is of those in whose memory it is found. */
		b->holders = b->owners || b->before ? b->owners : holders;
		todo[ntodo++] = b;
	}
}

static void estrange(void **word, void *data)
{
	uint8_t bits = *(uint8_t *)data;
	block *b = find(*word);

	if (!b || b->owners || (b->strange & bits) == bits)
		return;
	b->strange |= bits;
	todo[ntodo++] = b;
}

static void estrange_all(uint8_t bits)
{
	while (ntodo) {
		block *b = todo[--ntodo];
		each_word(view_of(HEAP, b->at), b->size, estrange, &bits);
	}
}

/* What was loaded through a parameter may be put back into its memory, and into what only hangs there. */
static void find_strange(const place *p, char *result, size_t size)
{
	uint8_t bits = (1 << PARAMS) - 1;

	each_root(estrange, &bits);
	each_thread(estrange, &bits);
	each_word(result, size, estrange, &bits);
	estrange_all(bits);
	for (int k = 0; k < PARAMS; k++) {
		bits = (uint8_t)(1 << k);
		for (unsigned i = 0; i < nblocks; i++)
			if (blocks[i].live && blocks[i].owners && !(blocks[i].owners & p->shared[k]))
				todo[ntodo++] = &blocks[i];
		estrange_all(bits);
	}
}

static void note_blocks(place *p)
{
	p->where = IN_BLOCK;
	while (ntodo) {
		p->in = todo[--ntodo];
		each_word(view_of(HEAP, p->in->at), p->in->size, note, p);
	}
}

void look(char *result, size_t size, sighting *seen)
{
	place p = {.seen = seen, .where = IN_ROOT};

	p.aliased = !tree;
	for (unsigned i = 0; i < nblocks; i++)
		p.aliased |=
			blocks[i].owners && (i < made[0].first || blocks[i].owners & (blocks[i].owners - 1));
	for (int k = 0; k < PARAMS; k++)
		for (unsigned i = 0; i < nblocks; i++)
			if ((i >= made[k].first && i < made[k].last) || blocks[i].owners >> k & 1)
				p.shared[k] |= blocks[i].owners;
	find_strange(&p, result, size);
	each_root(note, &p);
	each_thread(note, &p);
	note_blocks(&p);
	p.where = IN_RESULT;
	each_word(result, size, note, &p);
	note_blocks(&p);
	/* The caller knows its own objects, however they are linked now. */
	for (unsigned i = 0; i < nblocks; i++)
		if (blocks[i].live && !blocks[i].seen && blocks[i].owners) {
			blocks[i].seen = true;
			blocks[i].holders = blocks[i].owners;
			todo[ntodo++] = &blocks[i];
		}
	note_blocks(&p);
}

static void make_old(void **word, void *data)
{
	(void)data;
	*word = view_of(OLD, offset_of(*word));
}

void make_all_old(void)
{
	each_root(make_old, NULL);
	for (unsigned i = 0; i < nblocks; i++) {
		block *b = &blocks[i];
		if (b->live)
			each_word(view_of(HEAP, b->at), b->size, make_old, NULL);
		b->owners = b->strange = 0;
		b->before = b->live && (b->before || b->seen);
		b->seen = false;
	}
}
