// What a function leaves in errno is there when it has returned, whatever the runtime had to ask the system for.
// RUN: %checked -O0 %s -o %t.0 -pthread && %t.0 2>&1 | FileCheck %s
// RUN: %checked -O2 %s -o %t.2 -pthread && %t.2 2>&1 | FileCheck %s
// RUN: rm -rf %t.dir && env CGOESCAPE=dir=%t.dir %t.2 2>&1 | FileCheck %s
// RUN: env CGOESCAPE=dir=%t.dir/there/is/none %t.2 2>&1 | FileCheck %s
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char *reached[200];
static sem_t never;

int fails(int *p)
{
	errno = *p;
	return -1;
}
static void *wait_for_ever(void *arg)
{
	sem_wait(&never);
	return arg;
}
int starts(int *p)
{
	pthread_t t;

	pthread_create(&t, NULL, wait_for_ever, p);
	errno = *p;
	return -1;
}
int reads(int *p)
{
	char c;

	close(0);
	errno = *p;
	return (int)read(0, &c, 1);
}

int main(void)
{
	int *p = malloc(sizeof *p);

	sem_init(&never, 0, 0);
	*p = E2BIG;
	for (int i = 0; i < 200; i++)
		reached[i] = malloc(1 + 1000 * i);
	// CHECK: fails: 7, 7
	printf("fails: %d, ", fails(p) == -1 ? errno : 0);
	errno = E2BIG;
	free(malloc(1));
	printf("%d\n", errno);
	// CHECK: starts: 7
	printf("starts: %d\n", starts(p) == -1 ? errno : 0);
	// CHECK: reads: 9
	printf("reads: %d\n", reads(p) == -1 ? errno : 0);
	return 0;
}
