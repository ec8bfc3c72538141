/* What main() knows of memory: all blocks there are, and what is reached from where. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* All that the harness knows lies in mapped memory, so that looking through the
 * data of the program does not meet it. Blocks are never used twice. */
struct block {
	char *at;
	size_t size;
	int live, type, seen;
};
enum { NBLOCKS = 1 << 16, SPACE = 1 << 26 };
static struct world {
	struct block blocks[NBLOCKS];
	int n, todo[NBLOCKS];
	char *next, image[1 << 16];
	uint64_t state;
	struct sort {
		void *o;
		/* A struct by value: o is a copy, the objects are what it holds. */
		int copy;
		int old;         /* globals held it before */
		int first, last; /* the blocks made with it */
		int shared;      /* bits: the parameters it is shared with; 256: as content */
	} one[8];
} *w;
#define one (w->one)
extern char __data_start[], _end[];
void *kept_by_callback[4];
int fuel, called;

static void *room(size_t size)
{
	return mmap(0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
}
static unsigned rnd(unsigned n)
{
	w->state = w->state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(w->state >> 33) % n;
}
static void *block(size_t size, int type)
{
	struct block *b = &w->blocks[w->n];

	if (w->n + 1 == NBLOCKS)
		exit(0);
	*b = (struct block){w->next, size ? size : 1, 1, type, 0};
	w->n++;
	w->next += (size + 31) & ~(size_t)15;
	return memset(b->at, 0, size);
}
static struct block *find(const char *p)
{
	int lo = 0, hi = w->n;

	while (lo < hi) {
		int mid = (lo + hi) / 2;
		if (w->blocks[mid].at + w->blocks[mid].size <= p)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < w->n && p >= w->blocks[lo].at && w->blocks[lo].live ? &w->blocks[lo] : 0;
}
void *h_malloc(size_t n)
{
	return block(n, 0);
}
void *h_calloc(size_t n, size_t m)
{
	return block(n * m, 0);
}
void h_free(void *p)
{
	struct block *b = p ? find(p) : 0;
	if (b) {
		b->live = 0;
		memset(b->at, 0, b->size);
	}
}
void *h_realloc(void *p, size_t n)
{
	struct block *b = p ? find(p) : 0;
	char *q = block(n, b ? b->type : 0);
	if (b) {
		memcpy(q, b->at, n < b->size ? n : b->size);
		h_free(p);
	}
	return q;
}
/* Everything reached from the bytes at p gets seen = mark; what is pointed to counts. */
static void look(const char *p, size_t n, int mark)
{
	int todo = 0;

	for (;;) {
		for (size_t i = 0; i + 8 <= n; i++) {
			char *q;
			struct block *b;
			memcpy(&q, p + i, 8);
			if (q < (char *)w->blocks[0].at || q >= w->next || !(b = find(q)) || b->seen == mark)
				continue;
			b->seen = mark;
			w->todo[todo++] = (int)(b - w->blocks);
		}
		if (!todo)
			return;
		p = w->blocks[w->todo[--todo]].at;
		n = w->blocks[w->todo[todo]].size;
	}
}
static void look_globals(int mark)
{
	look(__data_start, (size_t)(_end - __data_start), mark);
	look((char *)__builtin_thread_pointer() - 256, 256, mark);
}
static int marks;
