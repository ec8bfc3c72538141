// What a thread has that was there before the call, waited, and waits again after it: variables that it still needs, arguments of its
// calls, and thread-local variables.
// RUN: %checked -O0 %s -o %t.0 -pthread && timeout 60 %t.0 2>&1 | FileCheck %s --implicit-check-not=leaking
// RUN: %checked -O2 %s -o %t.2 -pthread && timeout 60 %t.2 2>&1 | FileCheck %s --implicit-check-not=leaking
#include <pthread.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

struct worker {
	int *job;
	int *(*run)(int *, struct worker *);
	sem_t wanted, done, more;
	int sum, pipe[2];
	void *(*with)(void *);
	volatile int id;
};

static void *work(void *arg)
{
	struct worker *w = arg;

	for (;;) {
		int *job;

		sem_wait(&w->wanted);
		job = w->job;
		w->job = NULL;
		w->run(job, w);
		sem_post(&w->done);
	}
	return NULL;
}

static void *begin(void *arg)
{
	struct worker *w = arg;

	w->id = (int)syscall(SYS_gettid);
	return w->with(w);
}

/* However long it takes to get there. */
static void wait_until_it_waits(const struct worker *w)
{
	for (int times = 0; times < 3;) {
		char path[64], state = 0;
		FILE *f;

		usleep(3000);
		snprintf(path, sizeof path, "/proc/self/task/%d/stat", w->id);
		f = fopen(path, "r");
		if (f && fscanf(f, "%*d (%*[^)]) %c", &state) != 1)
			abort();
		if (f)
			fclose(f);
		times = state == 'S' ? times + 1 : 0;
	}
}

static struct worker *start(int *(*run)(int *, struct worker *), void *(*with)(void *))
{
	struct worker *w = calloc(1, sizeof *w);
	pthread_t t;

	w->run = run;
	sem_init(&w->wanted, 0, 0);
	sem_init(&w->done, 0, 0);
	sem_init(&w->more, 0, 0);
	if (pipe(w->pipe))
		abort();
	w->with = with;
	pthread_create(&t, NULL, begin, w);
	wait_until_it_waits(w);
	return w;
}

static void hand_over(struct worker *w, int *job)
{
	w->job = job;
	sem_post(&w->wanted);
	sem_wait(&w->done);
}

static int *add(int *job, struct worker *w)
{
	w->sum += *job;
	return NULL;
}

/* ---- hits: the worker has taken it, told so, and keeps it --------------------------------------- */

static int *hold(int *job, struct worker *w)
{
	int *mine = job + 1;

	sem_post(&w->done);
	sem_wait(&w->more);
	w->sum += *mine;
	return NULL;
}
// CHECK: pool.c:[[@LINE+1]]:39: leaking param: p (observed: local variable in a thread+0 after return)
void held(struct worker *holder, int *p) { hand_over(holder, p); }

static void rest(struct worker *w)
{
	char c;

	sem_post(&w->done);
	if (read(w->pipe[0], &c, 1) == 1)
		w->sum++;
}
static int *hold_outside(int *job, struct worker *w)
{
	rest(w);
	w->sum += *job;
	return NULL;
}
// CHECK: pool.c:[[@LINE+1]]:48: leaking param: p (observed: local variable in a thread+0 after return)
void held_outside(struct worker *outside, int *p) { hand_over(outside, p); }

static _Thread_local struct {
	long n;
	int *job;
} last;

static int *remember(int *job, struct worker *w)
{
	last.n++;
	last.job = job;
	return add(job, w);
}
// CHECK: pool.c:[[@LINE+1]]:49: leaking param: p (observed: thread-local data of a thread+{{[0-9]+}} after return)
void remembered(struct worker *rememberer, int *p) { hand_over(rememberer, p); }

/* The first element of a list that only a thread-local variable leads to. */
static _Thread_local struct note {
	struct note *next;
	int *job;
} *notes;

static int *note(int *job, struct worker *w)
{
	struct note *n = calloc(1, sizeof *n);

	n->next = notes;
	n->job = job;
	notes = n;
	return add(job, w);
}
// CHECK: pool.c:[[@LINE+1]]:39: leaking param: p (observed: calloc({{.*}})+8 after return)
void noted(struct worker *noter, int *p) { hand_over(noter, p); }

/* ---- near misses ------------------------------------------------------------------------------------ */

/* It goes back to where it waited: what is left of the call on its stack does not count. */
void done(struct worker *adder, int *q) { hand_over(adder, q); }

static int *use_up(int *job, struct worker *w)
{
	struct worker copy = {.job = job};
	int *mine = job;

	w->sum += *mine + *copy.job;
	sem_post(&w->done);
	sem_wait(&w->more);
	memset(&copy, 0, sizeof copy);
	mine = &w->sum;
	return mine + (copy.job != NULL);
}
/* Neither is a variable that will only be written. */
void used_up(struct worker *user, int *q) { hand_over(user, q); }

/* Nor is one that was not written: there is what stood there before. */
static int *leave(int *job, struct worker *w)
{
	int *volatile mine[64];

	for (int i = 0; i < 64; i++)
		mine[i] = job;
	w->sum += *mine[*job];
	return NULL;
}
static int *wait_after(int *job, struct worker *w)
{
	int *a, *b, *c, *d;

	if (*job)
		a = b = c = d = job;
	sem_post(&w->done);
	sem_wait(&w->more);
	if (w->sum)
		w->sum = *a + *b + *c + *d;
	return NULL;
}
static int *leave_and_wait(int *job, struct worker *w)
{
	leave(job, w);
	return wait_after(&w->sum, w);
}
void left(struct worker *leaver, int *q) { hand_over(leaver, q); }

static int *forget(int *job, struct worker *w)
{
	last.job = job;
	add(last.job, w);
	last.job = NULL;
	return NULL;
}
void forgotten(struct worker *forgetter, int *q) { hand_over(forgetter, q); }

static int *hold_a_little(int *job, struct worker *w)
{
	sem_post(&w->done);
	usleep(3000);
	w->sum += *job;
	return NULL;
}
void held_a_little(struct worker *little, int *q) { hand_over(little, q); }

/* It had the pointer, be it in a register only: it comes from there. */
static int (*volatile wait_for)(sem_t *) = sem_wait;

static void *have(void *arg)
{
	struct worker *w = arg;
	volatile uintptr_t there = 0;
	int *before;

	if (read(w->pipe[0], (void *)&there, sizeof there) != sizeof there)
		abort();
	before = (int *)there;
	there = 0;
	for (;;) {
		wait_for(&w->wanted);
		last.job = before;
		sem_post(&w->done);
	}
	return NULL;
}
void had(struct worker *haver, int *q)
{
	*q = 1;
	sem_post(&haver->wanted);
	sem_wait(&haver->done);
}

/* Who does not wait when the call begins may have it from anywhere. */
static volatile int go;

static void *compute(void *arg)
{
	struct worker *w = arg;
	int *before = (int *)((uintptr_t)w->job ^ 1);

	w->job = NULL;
	while (!go)
		;
	last.job = before;
	sem_post(&w->done);
	pause();
	return NULL;
}
void computed(struct worker *computer, int *q)
{
	go = *q = 1;
	sem_wait(&computer->done);
}
static void run_computed(void)
{
	struct worker *w = calloc(1, sizeof *w);
	int *q = calloc(2, sizeof *q);
	pthread_t t;

	sem_init(&w->done, 0, 0);
	w->job = (int *)((uintptr_t)q ^ 1);
	pthread_create(&t, NULL, compute, w);
	usleep(10000);
	computed(w, q);
}

static int *new_job(void)
{
	return calloc(2, sizeof(int));
}

/* More than once, as only threads that wait when the call begins are looked at. */
int main(void)
{
	run_computed();
	for (int i = 0; i < 3; i++) {
		struct worker *w = start(NULL, have);
		int *q = new_job();

		if (write(w->pipe[1], &q, sizeof q) != sizeof q)
			abort();
		wait_until_it_waits(w);
		had(w, q);
		held(start(hold, work), new_job());
		held_outside(start(hold_outside, work), new_job());
		remembered(start(remember, work), new_job());
		noted(start(note, work), new_job());
		done(start(add, work), new_job());
		used_up(start(use_up, work), new_job());
		left(start(leave_and_wait, work), new_job());
		forgotten(start(forget, work), new_job());
		held_a_little(start(hold_a_little, work), new_job());
	}
	return 0;
}
