/* <search.h> and the sorting and searching of <stdlib.h>.
 * Assumed: comparison and action functions are called on the calling thread, with pointers into the array, to
 * the key, or to the nodes. Sorting moves elements; lsearch copies the key's bytes in; a tree or hash table
 * holds the key itself, and a node starts with it. */
#include "model.h"

typedef int (*compare_t)(const void *, const void *);
typedef int (*compare_arg_t)(const void *, const void *, void *);

/* arrays */
static void move_elements(void *base)
{
	model_copy(model_within(base), model_within(base));
}
void qsort(void *base, size_t n, size_t size, compare_t compare)
{
	compare(model_within(base), model_within(base));
	move_elements(base);
}
void qsort_r(void *base, size_t n, size_t size, compare_arg_t compare, void *arg)
{
	compare(model_within(base), model_within(base), arg);
	move_elements(base);
}
void *bsearch(const void *key, const void *base, size_t n, size_t size, compare_t compare)
{
	compare(key, model_within(base));
	return model_within(base);
}
void *lfind(const void *key, const void *base, size_t *n, size_t size, compare_t compare)
{
	compare(key, model_within(base));
	return model_within(base);
}
void *lsearch(const void *key, void *base, size_t *n, size_t size, compare_t compare)
{
	compare(key, model_within(base));
	model_copy(model_within(base), key);
	return model_within(base);
}

/* trees */
struct node {
	const void *key;
	struct node *left, *right;
};
static struct node *somewhere_below(struct node *n)
{
	while (model_any())
		n = model_any() ? n->left : n->right;
	return n;
}

#define MODEL_TREE(prefix)                                                                                  \
	void *prefix##tsearch(const void *key, struct node **root, compare_t compare)                       \
	{                                                                                                   \
		struct node *n = model_new(), *at = somewhere_below(*root);                                 \
		compare(key, at->key);                                                                      \
		n->key = key;                                                                               \
		n->left = *root;                                                                            \
		n->right = at;                                                                              \
		at->left = n;                                                                               \
		at->right = n;                                                                              \
		*root = model_either(n, at);                                                                \
		return model_either(n, at);                                                                 \
	}                                                                                                   \
	void *prefix##tfind(const void *key, struct node *const *root, compare_t compare)                   \
	{                                                                                                   \
		struct node *at = somewhere_below(*root);                                                   \
		compare(key, at->key);                                                                      \
		return at;                                                                                  \
	}                                                                                                   \
	void *prefix##tdelete(const void *key, struct node **root, compare_t compare)                       \
	{                                                                                                   \
		struct node *at = somewhere_below(*root), *other = somewhere_below(*root);                  \
		compare(key, at->key);                                                                      \
		at->key = other->key;                                                                       \
		at->left = other;                                                                           \
		at->right = other;                                                                          \
		*root = other;                                                                              \
		return at;                                                                                  \
	}                                                                                                   \
	void prefix##twalk(const struct node *root, void (*action)(const void *, int, int))                 \
	{                                                                                                   \
		action(somewhere_below((struct node *)root), model_any(), model_any());                     \
	}                                                                                                   \
	void prefix##twalk_r(const struct node *root, void (*action)(const void *, int, void *), void *arg) \
	{                                                                                                   \
		action(somewhere_below((struct node *)root), model_any(), arg);                             \
	}
MODEL_TREE()
MODEL_TREE(__)
void tdestroy(struct node *root, void (*free_key)(void *))
{
	free_key((void *)somewhere_below(root)->key);
}

/* hash tables: the entry's key and data pointers are kept */
typedef struct {
	char *key;
	void *data;
} ENTRY;
struct hsearch_data {
	ENTRY *table;
	unsigned size, filled;
};
static ENTRY *table;

MODEL_NOTHING(int, hcreate, (size_t n))
MODEL_VOID(hdestroy, (void))
ENTRY *hsearch(ENTRY item, int action)
{
	ENTRY *slot = model_new();
	*slot = item;
	if (model_any())
		table = slot;
	return table;
}
int hcreate_r(size_t n, struct hsearch_data *h)
{
	h->table = model_new();
	return model_any();
}
void hdestroy_r(struct hsearch_data *h)
{
}
int hsearch_r(ENTRY item, int action, ENTRY **result, struct hsearch_data *h)
{
	h->table[model_any()] = item;
	*result = &h->table[model_any()];
	return model_any();
}

/* doubly linked lists */
struct element {
	struct element *next, *previous;
};
void insque(void *element, void *previous)
{
	struct element *e = element, *p = previous;
	e->next = p->next;
	e->previous = p;
	p->next->previous = e;
	p->next = e;
}
void remque(void *element)
{
	struct element *e = element;
	e->next->previous = e->previous;
	e->previous->next = e->next;
}
