// What a thread holds that a call has started, and that still waits for something after the return: its argument, what that
// leads to, and the arguments of its own calls.
// RUN: %checked -O0 %s -o %t.0 -pthread && timeout 60 %t.0 2>&1 | FileCheck %s --implicit-check-not=leaking
// RUN: %checked -O2 %s -o %t.2 -pthread && timeout 60 %t.2 2>&1 | FileCheck %s --implicit-check-not=leaking
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

struct job {
	long n;
	int *data;
};

static sem_t never, ready;

static void *wait_for_ever(void *arg)
{
	(void)arg;
	sem_wait(&never);
	return NULL;
}

// CHECK: threads.c:[[@LINE+1]]:17: leaking param: p (observed: argument of a thread+0 after return)
void start(int *p)
{
	pthread_t t;

	pthread_create(&t, NULL, wait_for_ever, p);
}

// CHECK: threads.c:[[@LINE+1]]:21: leaking param: p (observed: malloc({{.*}})+8 after return)
void start_job(int *p)
{
	struct job *j = malloc(sizeof *j);
	pthread_t t;

	j->data = p;
	pthread_create(&t, NULL, wait_for_ever, j);
}

static int (*volatile wait_for)(sem_t *) = sem_wait;

/* Where it waits is not seen: which of its arguments it still needs is not known. */
int wait_with(int *held)
{
	sem_post(&ready);
	wait_for(&never);
	return *held;
}
static int unpack(void *arg)
{
	struct job *j = arg;
	int *data = j->data;

	free(j);
	return wait_with(data);
}

// CHECK: threads.c:[[@LINE+1]]:22: leaking param: p (observed: argument in a thread+0 after return)
void start_call(int *p)
{
	struct job *j = malloc(sizeof *j);
	thrd_t t;

	j->data = p;
	thrd_create(&t, unpack, j);
	sem_wait(&ready);
}

static _Thread_local int *mine;

static void *remember(void *arg)
{
	struct job *j = arg;

	mine = j->data;
	free(j);
	sem_post(&ready);
	sem_wait(&never);
	return NULL;
}

static int *take(struct job *j)
{
	int *data = j->data;

	free(j);
	sem_post(&ready);
	return data;
}
static void *hold(void *arg)
{
	int *data = take(arg);

	sem_wait(&never);
	*data = 1;
	return NULL;
}

static void run(void *(*what)(void *), int *data)
{
	struct job *j = malloc(sizeof *j);
	pthread_t t;

	j->data = data;
	pthread_create(&t, NULL, what, j);
	sem_wait(&ready);
}

// CHECK: threads.c:[[@LINE+1]]:22: leaking param: p (observed: thread-local data of a thread+{{[0-9]+}} after return)
void remembered(int *p) { run(remember, p); }

// CHECK: threads.c:[[@LINE+1]]:16: leaking param: p (observed: local variable in a thread+0 after return)
void held(int *p) { run(hold, p); }

/* ---- near misses ------------------------------------------------------------------------- */

static void *add(void *arg)
{
	++*(int *)arg;
	return NULL;
}

void joined(int *q)
{
	pthread_t t;

	pthread_create(&t, NULL, add, q);
	pthread_join(t, NULL);
}

static void *add_and_tell(void *arg)
{
	++*(int *)arg;
	sem_post(&ready);
	usleep(3000);
	return NULL;
}

/* Ready, though the thread has not ended. */
void told(int *q)
{
	pthread_t t;

	pthread_create(&t, NULL, add_and_tell, q);
	pthread_detach(t);
	sem_wait(&ready);
}

static void *copy(void *arg)
{
	struct job *j = arg, mine = *j;

	free(j);
	sem_post(&ready);
	sem_wait(&never);
	return (void *)mine.n;
}

/* It only has what it copied: places on its stack that are no longer used do not count. */
void copied(int *q)
{
	struct job *j = malloc(sizeof *j);
	pthread_t t;

	j->n = *q;
	j->data = q;
	pthread_create(&t, NULL, copy, j);
	sem_wait(&ready);
}

static void *with(void *arg)
{
	++*(int *)arg;
	pthread_exit(NULL);
}

void exited(int *q)
{
	pthread_t t;

	pthread_create(&t, NULL, with, q);
	pthread_join(t, NULL);
}

/* Others have started it, with something else. */
void other(int *q)
{
	++*q;
}

int main(void)
{
	sem_init(&never, 0, 0);
	sem_init(&ready, 0, 0);
	start(malloc(8));
	start_job(malloc(8));
	start_call(malloc(8));
	remembered(malloc(8));
	held(malloc(8));
	joined(calloc(1, 8));
	told(calloc(1, 8));
	copied(calloc(1, 8));
	exited(calloc(1, 8));
	other(calloc(1, 8));
	return 0;
}
