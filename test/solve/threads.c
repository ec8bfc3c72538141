// What another thread gets leaks, and its callbacks are not this call's; thread-locals and atomics are like globals.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -fplugin-arg-cgoescape-facts=%t -w %s | %check
// RUN: FileCheck --check-prefix=FACTS %s < %t
#include <pthread.h>
#include <stdatomic.h>
#include <threads.h>
struct box {
	void *in, *more, *rest;
};
extern void unknown(void);
_Thread_local void *per_thread;
_Atomic(void *) shared;
_Atomic(struct box) shared_box;
atomic_uintptr_t number;
void *kept;

static void *run(void *p)
{
	unknown();
	return 0;
}
static int run11(void *p)
{
	return 0;
}

// CHECK: {{^}}started p leaking param: p{{$}}
// FACTS-DAG: {{^}}started -1 - nocallback=yes{{[[:space:]]}}
void started(void *p)
{
	pthread_t t;
	pthread_create(&t, 0, run, p);
}

// CHECK: {{^}}started11 p leaking param: p{{$}}
// FACTS-DAG: {{^}}started11 -1 - nocallback=yes{{[[:space:]]}}
void started11(void *p)
{
	thrd_t t;
	thrd_create(&t, run11, p);
}

// CHECK: {{^}}in_started_context p leaking param: p{{$}}
void in_started_context(void *p)
{
	static struct box b;
	pthread_t t;
	b.in = p;
	pthread_create(&t, 0, run, &b);
}

// CHECK: {{^}}joined_only p p does not escape{{$}}
void joined_only(pthread_t *p)
{
	void *r;
	pthread_join(*p, &r);
}

// CHECK: {{^}}specific p leaking param: p{{$}}
void specific(void *p, pthread_key_t k)
{
	pthread_setspecific(k, p);
}

// CHECK: {{^}}thread_local_variable p leaking param: p{{$}}
void thread_local_variable(void *p)
{
	per_thread = p;
}

// CHECK: {{^}}static_thread_local p leaking param: p{{$}}
void static_thread_local(void *p)
{
	static _Thread_local struct box b;
	b.more = p;
}

// CHECK: {{^}}atomic_stored p leaking param: p{{$}}
void atomic_stored(void *p)
{
	atomic_store(&shared, p);
}

// CHECK: {{^}}exchanged p leaking param: p{{$}}
void exchanged(void *p)
{
	atomic_exchange(&shared, p);
}

// CHECK: {{^}}compared_and_exchanged p leaking param: p{{$}}
void compared_and_exchanged(void *p)
{
	void *old = 0;
	atomic_compare_exchange_strong(&shared, &old, p);
}

// CHECK: {{^}}struct_stored p leaking param: p{{$}}
void struct_stored(void *p)
{
	struct box b = {0, 0, p};
	atomic_store(&shared_box, b);
}

// CHECK: {{^}}bits_set p leaking param: p{{$}}
void bits_set(void *p)
{
	atomic_fetch_or(&number, (uintptr_t)p);
}

// CHECK: {{^}}read_from_private p leaking param: p{{$}}
void read_from_private(void *p)
{
	_Atomic(void *) a = p;
	kept = atomic_exchange(&a, 0);
}

// CHECK: {{^}}only_private p p does not escape{{$}}
void only_private(void *p)
{
	_Atomic(void *) a = p;
	atomic_exchange(&a, 0);
}

// CHECK: {{^}}expected_value p leaking param: p{{$}}
void expected_value(void *p)
{
	_Atomic(void *) a = p;
	void *e = 0;
	atomic_compare_exchange_strong(&a, &e, 0);
	kept = e;
}

// CHECK: {{^}}old_builtin p leaking param: p{{$}}
void old_builtin(void *p)
{
	__sync_bool_compare_and_swap(&kept, 0, p);
}

// CHECK: {{^}}counted p p does not escape{{$}}
void counted(atomic_int *p)
{
	atomic_fetch_add(p, 1);
}
