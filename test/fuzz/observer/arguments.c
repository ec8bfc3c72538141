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
	for (unsigned i = 0; i < family->nlayouts; i++)
		if (family->layouts[i].kind == kind)
			return &family->layouts[i];
	return NULL;
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
	const struct layout *l;
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
		l = layout_of(family, kind);
		if (l && l->inside) {
			extra = l->at;
			kind = l->inside;
		}
		b = some_block(kind, param);
	}
	return b ? view_of(view, b->at + (uint32_t)extra) : NULL;
}

/* How many bytes there are from a string on; of those in a node there are 8 at least. */
static unsigned room(char *s)
{
	block *b = s ? find(s) : NULL;

	return !b ? 0 : b->kind == 'N' ? 8 : b->at + b->size - offset_of(s);
}

static void fill(const struct family *family, char *bytes, const struct field *fields, int param, int view)
{
	char *string = NULL;

	for (; fields->kind; fields++) {
		char *to = bytes + fields->offset;
		void *p = NULL;

		switch (fields->kind) {
		case '#': {
			unsigned n = room(string);
			memcpy(to, &n, sizeof n);
			continue;
		}
		case '>':
			p = string ? string + room(string) : NULL;
			break;
		case 'x':
			p = (void *)(uintptr_t)fields->values[rnd(fields->n)];
			break;
		case 'h':
			p = rnd(2) ? (void *)outside_zalloc : NULL;
			break;
		case 'd':
			p = rnd(2) ? (void *)outside_zfree : NULL;
			break;
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
		case 'w':
			p = some_pointer(family, 'w', param, OLD);
			break;
		case 'W':
			p = some_pointer(family, 'W', param, view);
			p = p && rnd(2) ? (char *)p + 1 : p;
			break;
		default:
			p = rnd(6) ? some_pointer(family, fields->kind, param, view) : NULL;
		}
		if (fields->kind == 's')
			string = p;
		memcpy(to, &p, sizeof p);
	}
}

static void make_object(char kind, size_t size)
{
	of_kind[(int)kind].at[of_kind[(int)kind].n++] = (uint16_t)nblocks;
	block_given(size, kind);
}

static block *first_node(int param)
{
	block *b = &blocks[made[param].first];

	while (b->kind != 'N')
		b++;
	return b;
}

/* The objects of parameter i: a few of each kind, with random links among them. */
static void make_objects(const struct family *family, int param)
{
	static const char kinds[] = "NBCNOcNBCTNO";
	int view = DIRECT + 2 * param + 1;

	made[param].first = made[param].last = nblocks;
	/* First those that lead to the others, which know nothing of them. */
	for (unsigned i = USUAL_LAYOUTS; i < family->nlayouts; i++)
		for (unsigned n = family->layouts[i].inside ? 0 : 1 + rnd(2); n--;)
			make_object(family->layouts[i].kind, family->layouts[i].size);
	for (const char *k = kinds; *k; k++)
		if (k < kinds + 3 || rnd(3))
			make_object(*k, *k == 'O'   ? 8 * sizeof(void *)
			                : *k == 'c' ? 24
			                            : layout_of(family, *k)->size);
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
	if (strchr("SPUe", kind))
		fill(f->family, value,
		     layout_of(f->family, kind == 'S'   ? 'B'
		                          : kind == 'e' ? 'E'
		                                        : kind)
		             ->fields,
		     i, view);
	else if (kind == 'O' && !rnd(3))
		*(void **)value = view_of(view, first_node(i)->at + (uint32_t)f->family->arr);
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
