// Other threads allocate and free while calls are looked at, also memory that goes back to the system at once, and to which
// there are still pointers: nothing is read that is not there, nothing is missed, nothing false is said.
// RUN: %checked -O1 %s -o %t -pthread
// RUN: env CGOESCAPE=budget=1 timeout 60 %t 2>&1 | FileCheck %s --implicit-check-not=leaking
// RUN: env CGOESCAPE=budget=1,rate=0.9 timeout 60 %t 2>&1 | FileCheck %s --implicit-check-not=leaking
// RUN: env CGOESCAPE=rate=0.01,dir=%t.dir timeout 60 %t 2>&1 | FileCheck %s --check-prefix=DONE
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum { PLACES = 64, THREADS = 3 };

static void *_Atomic places[THREADS][PLACES];
static atomic_int stop;
static void *kept[4];

static size_t size(unsigned n)
{
	return n % 61 == 0 ? 300000 + n % 4096 : n % 13 == 0 ? 5000 : 8 + n % 200;
}

static void *churn(void *arg)
{
	_Atomic(void *) *mine = arg;
	unsigned n = 1;

	while (!stop) {
		unsigned i = (n = n * 1103515245u + 12345) >> 16;
		void *p = mine[i % PLACES];

		/* The pointer stays there a little longer than the memory. */
		if (p && n % 3 == 0)
			mine[i % PLACES] = realloc(p, size(i));
		else if (p) {
			free(p);
			mine[i % PLACES] = NULL;
		} else {
			mine[i % PLACES] = calloc(1, size(i));
		}
	}
	return NULL;
}

int look(int *p) { return *p; }

// CHECK: others.c:[[@LINE+1]]:16: leaking param: p (observed: kept+8 after return)
void keep(int *p) { kept[1] = p; }

int main(void)
{
	pthread_t t[THREADS];
	int sum = 0;

	for (int i = 0; i < THREADS; i++)
		pthread_create(&t[i], NULL, churn, places[i]);
	for (int i = 0; i < 1000; i++) {
		int *x = calloc(1, sizeof *x);

		sum += look(x);
		free(x);
	}
	for (int i = 0; i < 20; i++) {
		kept[1] = NULL;
		keep(malloc(4));
	}
	stop = 1;
	for (int i = 0; i < THREADS; i++)
		pthread_join(t[i], NULL);
	// CHECK: done
	// DONE: done
	printf("done\n");
	return sum;
}
