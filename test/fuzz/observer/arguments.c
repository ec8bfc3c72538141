#include "arguments.h"

#include <stdlib.h>
#include <string.h>

#include "look.h"
#include "outside.h"

/* Of each kind: the numbers of the blocks, oldest first. */
static struct of_kind {
	uint16_t at[BLOCKS];
	unsigned n;
} *of_kind;

static const struct layout *layout_of(const struct family *family, char kind)
{
	const struct layout *l = family->layouts;

	while (l->kind != kind)
		l++;
	return l;
}

struct range made[PARAMS];
bool tree;

static unsigned growing; /* the first block that may become a leaf */

static block *leaf(char kind)
{
	unsigned n = of_kind[(int)kind].n;

	while (n && of_kind[(int)kind].at[n - 1] >= growing) {
		block *b = &blocks[of_kind[(int)kind].at[--n]];
		if (!b->used) {
			b->used = !rnd(3);
			return b->used ? b : NULL;
		}
	}
	return NULL;
}

/* Some block of this kind: of this parameter, of an earlier one, or, rarely, of the globals. */
static block *some_block(char kind, int param)
{
	unsigned n = of_kind[(int)kind].n, own = n;
	uint16_t *at = of_kind[(int)kind].at;
	unsigned from = made[rnd(10) ? param : 0].first;
	block *b;

	if (tree)
		return leaf(kind);
	if (!rnd(12))
		from = 0;
	while (own && at[own - 1] >= from)
		own--;
	if (own == n)
		return NULL;
	b = &blocks[at[own + rnd(n - own)]];
	return b->live ? b : NULL;
}

/* A value of this kind, as a pointer in the view. */
static void *some_pointer(const struct family *family, char kind, int param, int view)
{
	block *b;
	size_t extra = 0;

	switch (kind) {
	case 'B':
		if (!rnd(3) && (b = some_block('N', param))) {
			extra = family->box;
			break;
		}
		b = some_block('B', param);
		break;
	case 's':
		if (rnd(2) && (b = some_block('N', param))) {
			extra = family->raw;
			break;
		}
		b = some_block('c', param);
		break;
	case 'v':
	case 'W':
	case 'w':
		b = some_block('N', param);
		break;
	default:
		b = some_block(kind, param);
	}
	return b ? view_of(view, b->at + (uint32_t)extra) : NULL;
}

static void fill(const struct family *family, char *bytes, const struct field *fields, int param, int view)
{
	for (; fields->kind; fields++) {
		char *to = bytes + fields->offset;
		void *p = NULL;

		switch (fields->kind) {
		case 'k': {
			int k = (int)rnd(4);
			memcpy(to, &k, sizeof k);
			continue;
		}
		case 'f':
			p = rnd(3) ? (void *)family->outside : NULL;
			break;
		case 'o':
			p = (void *)(uintptr_t)family->ops[rnd(3)];
			break;
		case 'a':
			p = rnd(2) ? (void *)outside_alloc : NULL;
			break;
		case 'W':
			p = some_pointer(family, 'W', param, view);
			p = p && rnd(2) ? (char *)p + 1 : p;
			break;
		default:
			p = rnd(6) ? some_pointer(family, fields->kind, param, view) : NULL;
		}
		memcpy(to, &p, sizeof p);
	}
}

/* The objects of parameter i: a few of each kind, with random links among them. */
static void make_objects(const struct family *family, int param)
{
	static const char kinds[] = "NBCNOcNBCTNO";
	int view = DIRECT + 2 * param + 1;

	made[param].first = made[param].last = nblocks;
	for (const char *k = kinds; *k; k++)
		if (k < kinds + 3 || rnd(3)) {
			of_kind[(int)*k].at[of_kind[(int)*k].n++] = (uint16_t)nblocks;
			block_given(*k == 'O'   ? 8 * sizeof(void *)
			            : *k == 'c' ? 24
			                        : layout_of(family, *k)->size,
			            *k);
		}
	made[param].last = nblocks;
	for (unsigned i = made[param].first; i < nblocks; i++) {
		block *b = &blocks[i];
		char *bytes = view_of(HEAP, b->at);

		b->before = true;
		growing = i + 1;
		if (b->kind == 'O')
			for (int k = 0; k < 8; k++)
				((void **)bytes)[k] = some_pointer(family, 'N', param, view);
		else if (b->kind == 'c')
			memset(bytes, 'a', 20);
		else
			fill(family, bytes, layout_of(family, b->kind)->fields, param, view);
	}
}

void arguments_start(void)
{
	/* Not where the checking runtime looks: it takes numbers for pointers. */
	of_kind = calloc(128, sizeof *of_kind);
	if (!of_kind)
		give_up("arguments");
}

void arguments_clear(void)
{
	for (int i = 0; i < 128; i++)
		of_kind[i].n = 0;
}

static void make_one(const struct function *f, int i, char *value)
{
	int view = DIRECT + 2 * i;
	char kind = f->kinds[i];

	made[i].first = made[i].last = nblocks;
	if (kind == 'k') {
		*(long *)value = (long)rnd(8) - 1;
		return;
	}
	if (kind == 'f') {
		*(callback *)value = rnd(4) ? f->family->outside : NULL;
		return;
	}
	make_objects(f->family, i);
	growing = made[i].first;
	if (strchr("SPU", kind))
		fill(f->family, value, layout_of(f->family, kind == 'S' ? 'B' : kind)->fields, i, view);
	else if (kind == 'O' && !rnd(3))
		*(void **)value = view_of(view, blocks[made[i].first].at + (uint32_t)f->family->arr);
	else
		*(void **)value = rnd(12) ? some_pointer(f->family, kind, i, view) : NULL;
	own_all(value, VALUE, i);
}

void arguments_make(const struct function *f, char (*values)[VALUE])
{
	tree = rnd(2);
	for (int i = 0; i < PARAMS; i++)
		made[i].first = made[i].last = nblocks;
	memset(values, 0, PARAMS * VALUE);
	for (int i = 0; f->kinds[i]; i++)
		make_one(f, i, values[i]);
}
