/* What has been proved wrongly where functions are solved coarsely. */
#include <string.h>
typedef void (*handler)(void *);
void *kept;

static void *same(void *p)
{
	return p;
}

int shares_an_instance(void *p, int k)
{
	same(p);
	kept = same(p);
	return k;
}

static void keep(void *p)
{
	kept = p;
}

static handler copied[4], copied_twice[4];

void copy_into_a_global(void)
{
	handler local[4] = {0, keep};

	memcpy(copied, local, sizeof local);
	memcpy(copied_twice, copied, sizeof copied);
}

void call_copied(void *p)
{
	copied[1](p);
}

void call_copied_twice(void *p)
{
	copied_twice[1](p);
}

struct node {
	struct node *next;
	handler f;
};
static struct node *list;

void add(struct node *n)
{
	n->next = list;
	list = n;
}

void call_list(void *p)
{
	for (struct node *n = list; n; n = n->next)
		n->f(p);
}
