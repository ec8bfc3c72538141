/* <threads.h>: C11 threads. Assumed: as in pthread.c. */
#include "model.h"

typedef pthread_t thrd_t;
typedef unsigned tss_t;
struct timespec;

static void (*tss_destructor)(void *);

int thrd_create(thrd_t *thread, int (*start)(void *), void *arg)
{
	model_keep((void *)start, "thread");
	model_keep(arg, "thread");
	return model_any();
}
__attribute__((noreturn)) void thrd_exit(int result)
{
	tss_destructor(model_outside());
	model_no_return()
}
MODEL_NOTHING(int, thrd_join, (thrd_t thread, int *result))
MODEL_NOTHING(int, thrd_detach, (thrd_t thread))
MODEL_NOTHING(thrd_t, thrd_current, (void))
MODEL_NOTHING(int, thrd_equal, (thrd_t a, thrd_t b))
MODEL_NOTHING(int, thrd_sleep, (const struct timespec *time, struct timespec *left))
MODEL_VOID(thrd_yield, (void))

void call_once(void *once, void (*init)(void))
{
	init();
}

int tss_create(tss_t *key, void (*destructor)(void *))
{
	tss_destructor = destructor;
	return model_any();
}
int tss_set(tss_t key, void *value)
{
	model_keep(value, "thread");
	return model_any();
}
MODEL_OUTSIDE(void *, tss_get, (tss_t key))
MODEL_VOID(tss_delete, (tss_t key))

MODEL_NOTHING(int, mtx_init, (void *mutex, int type))
MODEL_VOID(mtx_destroy, (void *mutex))
MODEL_NOTHING(int, mtx_lock, (void *mutex))
MODEL_NOTHING(int, mtx_trylock, (void *mutex))
MODEL_NOTHING(int, mtx_timedlock, (void *mutex, const struct timespec *until))
MODEL_NOTHING(int, mtx_unlock, (void *mutex))
MODEL_NOTHING(int, cnd_init, (void *cond))
MODEL_VOID(cnd_destroy, (void *cond))
MODEL_NOTHING(int, cnd_signal, (void *cond))
MODEL_NOTHING(int, cnd_broadcast, (void *cond))
MODEL_NOTHING(int, cnd_wait, (void *cond, void *mutex))
MODEL_NOTHING(int, cnd_timedwait, (void *cond, void *mutex, const struct timespec *until))
