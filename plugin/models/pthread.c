/* <pthread.h>, <semaphore.h>.
 * Assumed: a new thread holds its argument and its stack; its start function runs there, so it is no callback
 * of the creator. Thread-specific values are held by the thread; what getspecific and join return comes from
 * outside; of join it is data of the program's own. Locks, barriers, semaphores and attributes hold no
 * pointers but the stack address of an attribute; that a robust mutex is on its owner's list while it is
 * locked does not count. pthread_once calls on the calling thread; pthread_exit runs the key destructors
 * there. */
#include "model.h"

struct sched_param;
struct timespec;

/* threads */
static void (*key_destructor)(void *);

int pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*start)(void *), void *arg)
{
	model_keep((void *)start, "thread");
	model_keep(arg, "thread");
	model_keep(*(void *const *)attr, "thread");
	return model_any();
}
__attribute__((noreturn)) void pthread_exit(void *result)
{
	model_keep(result, "thread");
	key_destructor(model_data());
	model_no_return()
}
#define MODEL_JOIN(name, params)        \
	int name params                 \
	{                               \
		*result = model_data(); \
		return model_any();     \
	}
MODEL_JOIN(pthread_join, (pthread_t thread, void **result))
MODEL_JOIN(pthread_tryjoin_np, (pthread_t thread, void **result))
MODEL_JOIN(pthread_timedjoin_np, (pthread_t thread, void **result, const struct timespec *until))
MODEL_JOIN(pthread_clockjoin_np,
           (pthread_t thread, void **result, clockid_t clock, const struct timespec *until))
MODEL_NOTHING(int, pthread_detach, (pthread_t thread))
MODEL_NOTHING(pthread_t, pthread_self, (void))
MODEL_NOTHING(int, pthread_equal, (pthread_t a, pthread_t b))
MODEL_NOTHING(int, pthread_yield, (void))
MODEL_NOTHING(int, pthread_cancel, (pthread_t thread))
MODEL_NOTHING(int, pthread_setcancelstate, (int state, int *old))
MODEL_NOTHING(int, pthread_setcanceltype, (int type, int *old))
MODEL_VOID(pthread_testcancel, (void))
MODEL_NOTHING(int, pthread_setname_np, (pthread_t thread, const char *name))
MODEL_NOTHING(int, pthread_getname_np, (pthread_t thread, char *buf, size_t n))
MODEL_NOTHING(int, pthread_getschedparam, (pthread_t thread, int *policy, struct sched_param *param))
MODEL_NOTHING(int, pthread_setschedparam, (pthread_t thread, int policy, const struct sched_param *param))
MODEL_NOTHING(int, pthread_setschedprio, (pthread_t thread, int priority))
MODEL_NOTHING(int, pthread_getaffinity_np, (pthread_t thread, size_t n, void *set))
MODEL_NOTHING(int, pthread_setaffinity_np, (pthread_t thread, size_t n, const void *set))
MODEL_NOTHING(int, pthread_getcpuclockid, (pthread_t thread, clockid_t *clock))
MODEL_NOTHING(int, pthread_getconcurrency, (void))
MODEL_NOTHING(int, pthread_setconcurrency, (int level))

/* once */
#define MODEL_ONCE(name)                                   \
	int name(pthread_once_t *once, void (*init)(void)) \
	{                                                  \
		init();                                    \
		return model_any();                        \
	}
MODEL_ONCE(pthread_once)
MODEL_ONCE(__pthread_once)

/* thread-specific values */
#define MODEL_KEYS(prefix)                                                             \
	int prefix##pthread_key_create(pthread_key_t *key, void (*destructor)(void *)) \
	{                                                                              \
		key_destructor = destructor;                                           \
		return model_any();                                                    \
	}                                                                              \
	int prefix##pthread_setspecific(pthread_key_t key, const void *value)          \
	{                                                                              \
		model_keep(value, "thread");                                           \
		return model_any();                                                    \
	}                                                                              \
	MODEL_OUTSIDE(void *, prefix##pthread_getspecific, (pthread_key_t key))        \
	MODEL_NOTHING(int, prefix##pthread_key_delete, (pthread_key_t key))
MODEL_KEYS()
MODEL_KEYS(__)

/* cleanup handlers: push and pop come as a pair in one block, so the buffer, a local of that block, is off
 * the list again before it dies */
struct cleanup {
	void (*routine)(void *);
	void *arg;
};
#define MODEL_CLEANUP_PUSH(name)                                           \
	void name(struct cleanup *buf, void (*routine)(void *), void *arg) \
	{                                                                  \
		buf->routine = routine;                                    \
		buf->arg = arg;                                            \
	}
#define MODEL_CLEANUP_POP(name)                     \
	void name(struct cleanup *buf, int execute) \
	{                                           \
		buf->routine(buf->arg);             \
	}
MODEL_CLEANUP_PUSH(_pthread_cleanup_push)
MODEL_CLEANUP_PUSH(_pthread_cleanup_push_defer)
MODEL_CLEANUP_POP(_pthread_cleanup_pop)
MODEL_CLEANUP_POP(_pthread_cleanup_pop_restore)
void __pthread_cleanup_routine(struct cleanup *buf)
{
	buf->routine(buf->arg);
}
MODEL_VOID(__pthread_register_cancel, (void *buf))
MODEL_VOID(__pthread_register_cancel_defer, (void *buf))
MODEL_VOID(__pthread_unregister_cancel, (void *buf))
MODEL_VOID(__pthread_unregister_cancel_restore, (void *buf))
MODEL_NO_RETURN(__pthread_unwind_next, (void *buf))

/* thread attributes: the stack address is the one pointer in them */
MODEL_NOTHING(int, pthread_attr_init, (pthread_attr_t * attr))
MODEL_NOTHING(int, pthread_attr_destroy, (pthread_attr_t * attr))
int pthread_attr_setstack(pthread_attr_t *attr, void *stack, size_t n)
{
	*(void **)attr = stack;
	return model_any();
}
int pthread_attr_getstack(const pthread_attr_t *attr, void **stack, size_t *n)
{
	*stack = *(void *const *)attr;
	return model_any();
}
int pthread_attr_setstackaddr(pthread_attr_t *attr, void *stack)
{
	*(void **)attr = stack;
	return model_any();
}
int pthread_attr_getstackaddr(const pthread_attr_t *attr, void **stack)
{
	*stack = *(void *const *)attr;
	return model_any();
}
int pthread_getattr_np(pthread_t thread, pthread_attr_t *attr)
{
	*(void **)attr = model_outside();
	return model_any();
}
int pthread_getattr_default_np(pthread_attr_t *attr)
{
	*(void **)attr = model_outside();
	return model_any();
}
int pthread_setattr_default_np(const pthread_attr_t *attr)
{
	model_keep(*(void *const *)attr, "thread");
	return model_any();
}
#define MODEL_ATTR_INT(what)                                                                 \
	MODEL_NOTHING(int, pthread_attr_get##what, (const pthread_attr_t *attr, int *value)) \
	MODEL_NOTHING(int, pthread_attr_set##what, (pthread_attr_t * attr, int value))
MODEL_ATTR_INT(detachstate)
MODEL_ATTR_INT(inheritsched)
MODEL_ATTR_INT(schedpolicy)
MODEL_ATTR_INT(scope)
MODEL_NOTHING(int, pthread_attr_getstacksize, (const pthread_attr_t *attr, size_t *n))
MODEL_NOTHING(int, pthread_attr_setstacksize, (pthread_attr_t * attr, size_t n))
MODEL_NOTHING(int, pthread_attr_getguardsize, (const pthread_attr_t *attr, size_t *n))
MODEL_NOTHING(int, pthread_attr_setguardsize, (pthread_attr_t * attr, size_t n))
MODEL_NOTHING(int, pthread_attr_getschedparam, (const pthread_attr_t *attr, struct sched_param *param))
MODEL_NOTHING(int, pthread_attr_setschedparam, (pthread_attr_t * attr, const struct sched_param *param))
MODEL_NOTHING(int, pthread_attr_getaffinity_np, (const pthread_attr_t *attr, size_t n, void *set))
MODEL_NOTHING(int, pthread_attr_setaffinity_np, (pthread_attr_t * attr, size_t n, const void *set))
MODEL_NOTHING(int, pthread_attr_getsigmask_np, (const pthread_attr_t *attr, void *set))
MODEL_NOTHING(int, pthread_attr_setsigmask_np, (pthread_attr_t * attr, const void *set))

/* mutexes */
#define MODEL_MUTEX(prefix)                                                                 \
	MODEL_NOTHING(int, prefix##pthread_mutex_init,                                      \
	              (pthread_mutex_t * mutex, const pthread_mutexattr_t *attr))           \
	MODEL_NOTHING(int, prefix##pthread_mutex_destroy, (pthread_mutex_t * mutex))        \
	MODEL_NOTHING(int, prefix##pthread_mutex_lock, (pthread_mutex_t * mutex))           \
	MODEL_NOTHING(int, prefix##pthread_mutex_trylock, (pthread_mutex_t * mutex))        \
	MODEL_NOTHING(int, prefix##pthread_mutex_unlock, (pthread_mutex_t * mutex))         \
	MODEL_NOTHING(int, prefix##pthread_mutexattr_init, (pthread_mutexattr_t * attr))    \
	MODEL_NOTHING(int, prefix##pthread_mutexattr_destroy, (pthread_mutexattr_t * attr)) \
	MODEL_NOTHING(int, prefix##pthread_mutexattr_settype, (pthread_mutexattr_t * attr, int type))
MODEL_MUTEX()
MODEL_MUTEX(__)
MODEL_NOTHING(int, pthread_mutex_timedlock, (pthread_mutex_t * mutex, const struct timespec *until))
MODEL_NOTHING(int, pthread_mutex_clocklock,
              (pthread_mutex_t * mutex, clockid_t clock, const struct timespec *until))
MODEL_NOTHING(int, pthread_mutex_consistent, (pthread_mutex_t * mutex))
MODEL_NOTHING(int, pthread_mutex_consistent_np, (pthread_mutex_t * mutex))
MODEL_NOTHING(int, pthread_mutex_getprioceiling, (const pthread_mutex_t *mutex, int *ceiling))
MODEL_NOTHING(int, pthread_mutex_setprioceiling, (pthread_mutex_t * mutex, int ceiling, int *old))
MODEL_NOTHING(int, pthread_mutexattr_gettype, (const pthread_mutexattr_t *attr, int *type))
#define MODEL_MUTEXATTR_INT(what)                                                                      \
	MODEL_NOTHING(int, pthread_mutexattr_get##what, (const pthread_mutexattr_t *attr, int *value)) \
	MODEL_NOTHING(int, pthread_mutexattr_set##what, (pthread_mutexattr_t * attr, int value))
MODEL_MUTEXATTR_INT(kind_np)
MODEL_MUTEXATTR_INT(prioceiling)
MODEL_MUTEXATTR_INT(protocol)
MODEL_MUTEXATTR_INT(pshared)
MODEL_MUTEXATTR_INT(robust)
MODEL_MUTEXATTR_INT(robust_np)

/* conditions */
MODEL_NOTHING(int, pthread_cond_init, (pthread_cond_t * cond, const pthread_condattr_t *attr))
MODEL_NOTHING(int, pthread_cond_destroy, (pthread_cond_t * cond))
MODEL_NOTHING(int, pthread_cond_signal, (pthread_cond_t * cond))
MODEL_NOTHING(int, pthread_cond_broadcast, (pthread_cond_t * cond))
MODEL_NOTHING(int, pthread_cond_wait, (pthread_cond_t * cond, pthread_mutex_t *mutex))
MODEL_NOTHING(int, pthread_cond_timedwait,
              (pthread_cond_t * cond, pthread_mutex_t *mutex, const struct timespec *until))
MODEL_NOTHING(int, pthread_cond_clockwait,
              (pthread_cond_t * cond, pthread_mutex_t *mutex, clockid_t clock, const struct timespec *until))
MODEL_NOTHING(int, pthread_condattr_init, (pthread_condattr_t * attr))
MODEL_NOTHING(int, pthread_condattr_destroy, (pthread_condattr_t * attr))
MODEL_NOTHING(int, pthread_condattr_getclock, (const pthread_condattr_t *attr, clockid_t *clock))
MODEL_NOTHING(int, pthread_condattr_setclock, (pthread_condattr_t * attr, clockid_t clock))
MODEL_NOTHING(int, pthread_condattr_getpshared, (const pthread_condattr_t *attr, int *shared))
MODEL_NOTHING(int, pthread_condattr_setpshared, (pthread_condattr_t * attr, int shared))

/* read-write locks */
#define MODEL_RWLOCK(prefix)                                                            \
	MODEL_NOTHING(int, prefix##pthread_rwlock_init,                                 \
	              (pthread_rwlock_t * lock, const pthread_rwlockattr_t *attr))      \
	MODEL_NOTHING(int, prefix##pthread_rwlock_destroy, (pthread_rwlock_t * lock))   \
	MODEL_NOTHING(int, prefix##pthread_rwlock_rdlock, (pthread_rwlock_t * lock))    \
	MODEL_NOTHING(int, prefix##pthread_rwlock_wrlock, (pthread_rwlock_t * lock))    \
	MODEL_NOTHING(int, prefix##pthread_rwlock_tryrdlock, (pthread_rwlock_t * lock)) \
	MODEL_NOTHING(int, prefix##pthread_rwlock_trywrlock, (pthread_rwlock_t * lock)) \
	MODEL_NOTHING(int, prefix##pthread_rwlock_unlock, (pthread_rwlock_t * lock))
MODEL_RWLOCK()
MODEL_RWLOCK(__)
MODEL_NOTHING(int, pthread_rwlock_timedrdlock, (pthread_rwlock_t * lock, const struct timespec *until))
MODEL_NOTHING(int, pthread_rwlock_timedwrlock, (pthread_rwlock_t * lock, const struct timespec *until))
MODEL_NOTHING(int, pthread_rwlock_clockrdlock,
              (pthread_rwlock_t * lock, clockid_t clock, const struct timespec *until))
MODEL_NOTHING(int, pthread_rwlock_clockwrlock,
              (pthread_rwlock_t * lock, clockid_t clock, const struct timespec *until))
MODEL_NOTHING(int, pthread_rwlockattr_init, (pthread_rwlockattr_t * attr))
MODEL_NOTHING(int, pthread_rwlockattr_destroy, (pthread_rwlockattr_t * attr))
MODEL_NOTHING(int, pthread_rwlockattr_getpshared, (const pthread_rwlockattr_t *attr, int *shared))
MODEL_NOTHING(int, pthread_rwlockattr_setpshared, (pthread_rwlockattr_t * attr, int shared))
MODEL_NOTHING(int, pthread_rwlockattr_getkind_np, (const pthread_rwlockattr_t *attr, int *kind))
MODEL_NOTHING(int, pthread_rwlockattr_setkind_np, (pthread_rwlockattr_t * attr, int kind))

/* spin locks, barriers */
MODEL_NOTHING(int, pthread_spin_init, (pthread_spinlock_t * lock, int shared))
MODEL_NOTHING(int, pthread_spin_destroy, (pthread_spinlock_t * lock))
MODEL_NOTHING(int, pthread_spin_lock, (pthread_spinlock_t * lock))
MODEL_NOTHING(int, pthread_spin_trylock, (pthread_spinlock_t * lock))
MODEL_NOTHING(int, pthread_spin_unlock, (pthread_spinlock_t * lock))
MODEL_NOTHING(int, pthread_barrier_init,
              (pthread_barrier_t * barrier, const pthread_barrierattr_t *attr, unsigned n))
MODEL_NOTHING(int, pthread_barrier_destroy, (pthread_barrier_t * barrier))
MODEL_NOTHING(int, pthread_barrier_wait, (pthread_barrier_t * barrier))
MODEL_NOTHING(int, pthread_barrierattr_init, (pthread_barrierattr_t * attr))
MODEL_NOTHING(int, pthread_barrierattr_destroy, (pthread_barrierattr_t * attr))
MODEL_NOTHING(int, pthread_barrierattr_getpshared, (const pthread_barrierattr_t *attr, int *shared))
MODEL_NOTHING(int, pthread_barrierattr_setpshared, (pthread_barrierattr_t * attr, int shared))

/* semaphores: a named one belongs to everybody */
MODEL_NOTHING(int, sem_init, (void *sem, int shared, unsigned value))
MODEL_NOTHING(int, sem_destroy, (void *sem))
MODEL_DATA(void *, sem_open, (const char *name, int flags, ...))
MODEL_NOTHING(int, sem_close, (void *sem))
MODEL_NOTHING(int, sem_unlink, (const char *name))
MODEL_NOTHING(int, sem_wait, (void *sem))
MODEL_NOTHING(int, sem_trywait, (void *sem))
MODEL_NOTHING(int, sem_timedwait, (void *sem, const struct timespec *until))
MODEL_NOTHING(int, sem_clockwait, (void *sem, clockid_t clock, const struct timespec *until))
MODEL_NOTHING(int, sem_post, (void *sem))
MODEL_NOTHING(int, sem_getvalue, (void *sem, int *value))
