#include "outside.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>

#include "../gen/tables.h"
#include "arena.h"
#include "image.h"

/* ---- threads: each runs alone, at once, when it is joined, or after the call ---- */

static struct thread {
	void *(*run)(void *);
	void *arg, *value;
	bool done;
} threads[64];
static unsigned nthreads;
static bool threads_run_at_once;

int __wrap_pthread_create(pthread_t *id, const pthread_attr_t *attr, void *(*run)(void *), void *arg);
int __wrap_pthread_join(pthread_t id, void **value);
int __wrap_pthread_detach(pthread_t id);

static void run_thread(struct thread *t)
{
	pthread_t id;

	if (t->done)
		return;
	t->done = true;
	if (pthread_create(&id, NULL, t->run, t->arg) || pthread_join(id, &t->value))
		give_up("thread");
}

int __wrap_pthread_create(pthread_t *id, const pthread_attr_t *attr, void *(*run)(void *), void *arg)
{
	(void)attr;
	if (nthreads == sizeof threads / sizeof *threads)
		return EAGAIN;
	threads[nthreads] = (struct thread){.run = run, .arg = arg};
	if (threads_run_at_once || rnd(2))
		run_thread(&threads[nthreads]);
	*id = nthreads++;
	return 0;
}

int __wrap_pthread_join(pthread_t id, void **value)
{
	run_thread(&threads[id]);
	if (value)
		*value = threads[id].value;
	return 0;
}

int __wrap_pthread_detach(pthread_t id)
{
	(void)id;
	return 0;
}

void each_thread(void (*visit)(void **, void *), void *data)
{
	for (unsigned i = 0; i < nthreads; i++)
		if (!threads[i].done)
			each_word((char *)&threads[i].arg, sizeof threads[i].arg, visit, data);
}

void run_threads(void)
{
	for (unsigned i = 0; i < nthreads; i++)
		run_thread(&threads[i]);
}

void forget_threads(void)
{
	nthreads = 0;
}

/* ---- code outside of the program ---- */

int fuel;
static pthread_t caller;
static callback *later; /* a hook of the program's that will be set */
void *kept[4];
bool called;

void outside_start(bool at_once)
{
	threads_run_at_once = at_once;
	caller = pthread_self();
}

static void came_in(void)
{
	if (pthread_equal(pthread_self(), caller))
		called = true;
}

/* Keeps what it gets, and sometimes gives one to the other, or what it got before. */
void observer_outside(const struct family *family, struct N *a, struct N *b)
{
	const struct field *f = family->layouts[0].fields;
	unsigned n = 0;

	came_in();
	if (a && rnd(2)) {
		for (; f[n].kind; n++)
			;
		n = rnd(n);
		if (f[n].kind == 'N')
			*(void **)((char *)a + f[n].offset) = rnd(2) ? (void *)b : kept[rnd(2)];
	}
	kept[0] = a;
	kept[1] = b;
}

void observer_coder(callback *at, callback code)
{
	callback *now = at && rnd(2) ? at : NULL;

	came_in();
	if (!at)
		now = later;
	later = now ? NULL : at;
	if (now)
		*now = code;
}

/* What an object's allocator makes is that object's memory: nobody outside remembers it. */
void *outside_alloc(size_t n)
{
	came_in();
	return view_of(HEAP, block_given(n, 0)->at);
}

void *outside_zalloc(void *own, unsigned n, unsigned m)
{
	(void)own;
	return outside_alloc((size_t)n * m);
}

void outside_zfree(void *own, void *p)
{
	(void)own, (void)p;
	came_in();
}
