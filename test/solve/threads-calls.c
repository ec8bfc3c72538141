// What another thread may have put into private memory is called: that is unknown code.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -fplugin-arg-cgoescape-facts=%t -w %s | %check
// RUN: FileCheck --check-prefix=BACK --implicit-check-not=nocallback %s < %t
#include <pthread.h>
#include <stdlib.h>
struct node {
	void (*fn)(int, struct node *);
	struct node *next;
};
struct job {
	struct node *in, *out;
	struct job *link;
};
// BACK-DAG: {{^}}worker -1 - nocallback=yes
static void *worker(void *d)
{
	struct job *c = d;
	c->out = c->in;
	return c->in;
}

// BACK-DAG: {{^}}join_thread -1 - nocallback=yes
static struct node *join_thread(struct node *a)
{
	pthread_t t;
	struct job c = {0};
	c.in = a;
	if (pthread_create(&t, 0, worker, &c))
		return 0;
	pthread_join(t, 0);
	return c.out;
}

// CHECK: {{^}}by_a_thread p leaking param: p{{$}}
// CHECK: {{^}}by_a_thread q leaking param: q{{$}}
// BACK-DAG: {{^}}by_a_thread -1 - nocallback=unknown callback
void by_a_thread(struct node *p, struct node *q)
{
	struct node *x = join_thread(p);
	if (x)
		x->fn(1, q);
}

static struct job *jobs;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t done = PTHREAD_COND_INITIALIZER;

// CHECK: {{^}}by_a_pool p leaking param: p{{$}}
// CHECK: {{^}}by_a_pool q leaking param: q{{$}}
// CHECK: {{^}}by_a_pool &c {{.*}} escapes to heap{{$}}
// BACK-DAG: {{^}}by_a_pool -1 - nocallback=unknown callback
void by_a_pool(struct node *p, struct node *q)
{
	struct job c = {p, 0, 0};
	pthread_mutex_lock(&lock);
	c.link = jobs;
	jobs = &c;
	while (!c.out)
		pthread_cond_wait(&done, &lock);
	pthread_mutex_unlock(&lock);
	c.out->fn(1, q);
}

static struct job last;

// CHECK: {{^}}by_a_copy q leaking param: q{{$}}
// CHECK: {{^}}by_a_copy &h {{.*}} escapes to heap{{$}}
// BACK-DAG: {{^}}by_a_copy -1 - nocallback=unknown callback
void by_a_copy(struct node *q)
{
	struct node h = {0};
	struct job c = {&h, 0, 0};
	last = c;
	pthread_mutex_lock(&lock);
	pthread_mutex_unlock(&lock);
	h.fn(1, q);
}

// BACK-DAG: {{^}}known -1 - nocallback=yes
static void known(int k, struct node *n)
{
}

// Nobody else has it.
// CHECK: {{^}}by_nobody q q does not escape{{$}}
// CHECK: {{^}}by_nobody calloc(1, sizeof *c) calloc(1, sizeof *c) does not escape{{$}}
// BACK-DAG: {{^}}by_nobody -1 - nocallback=yes
void by_nobody(struct node *q)
{
	struct job *c = calloc(1, sizeof *c);
	struct node n = {known, 0};
	if (!c)
		return;
	c->out = &n;
	c->out->fn(1, q);
	free(c);
}
