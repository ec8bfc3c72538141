// Memory, processes, threads, time, searching: who keeps what, and who calls back.
// RUN: %cc -w -D_GNU_SOURCE -fplugin-arg-cgoescape-facts=%t -fsyntax-only %s
// RUN: %python %S/Inputs/table.py %s %t 55
#include <dlfcn.h>
#include <errno.h>
#include <getopt.h>
#include <pthread.h>
#include <regex.h>
#include <search.h>
#include <semaphore.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int compare(const void *a, const void *b) { return *(char *)a - *(char *)b; }
static void nothing(void *p) { }
static void *run(void *p) { return 0; }

void *w_malloc(long n) { return malloc(n); } // yes
void w_free(void *a) { free(a); } // none yes
void *w_realloc(void *a) { return realloc(a, 9); } // result:0+content yes
void w_realloc_unused(void **a) { *a = realloc(*a, 9); } // none yes
void *w_calloc(long n) { return calloc(n, 1); } // yes
int w_posix_memalign(void **a) { return posix_memalign(a, 64, 9); } // none yes
void w_qsort(void *a) { qsort(a, 9, 1, compare); } // none yes
void w_qsort_given(void *a, int (*f)(const void *, const void *)) { qsort(a, 9, 1, f); } // direct+content none no
void *w_bsearch(const void *a, const void *b) { return bsearch(a, b, 9, 1, compare); } // none result:0 yes
void *w_bsearch_given(const void *a, const void *b, int (*f)(const void *, const void *)) { return bsearch(a, b, 9, 1, f); } // direct direct+result:0 none no
void w_qsort_r(void *a, void *b, int (*f)(const void *, const void *, void *)) { qsort_r(a, 9, 1, f, b); } // direct+content direct none no
int w_putenv(char *a) { return putenv(a); } // direct yes
int w_setenv(const char *a, const char *b) { return setenv(a, b, 1); } // none none yes
char *w_getenv(const char *a) { return getenv(a); } // none yes
int w_atexit(void (*a)(void)) { return atexit(a); } // direct yes
int w_on_exit(void *a, void (*f)(int, void *)) { return on_exit(f, a); } // direct direct yes
int w_system(const char *a) { return system(a); } // none yes
int w_execv(const char *a, char *const *b) { return execv(a, b); } // none none yes
int w_execl(const char *a) { return execl(a, a, (char *)0); } // none yes
int w_waitpid(int *a) { return waitpid(1, a, 0); } // none yes
int w_kill(int n) { return kill(n, 9); } // depends
int w_pthread_create(pthread_t *a, void *b) { return pthread_create(a, 0, run, b); } // none direct yes
int w_pthread_create_given(pthread_t *a, void *(*f)(void *)) { return pthread_create(a, 0, f, 0); } // none direct yes
int w_pthread_join(pthread_t a, void **b) { return pthread_join(a, b); } // none yes
int w_mutex(pthread_mutex_t *a) { return pthread_mutex_lock(a) + pthread_mutex_unlock(a); } // none yes
int w_mutex_init(pthread_mutex_t *a, const pthread_mutexattr_t *b) { return pthread_mutex_init(a, b); } // none none yes
int w_cond_wait(pthread_cond_t *a, pthread_mutex_t *b) { return pthread_cond_wait(a, b); } // none none yes
int w_setspecific(pthread_key_t k, const void *a) { return pthread_setspecific(k, a); } // direct yes
void *w_getspecific(pthread_key_t k) { return pthread_getspecific(k); } // yes
int w_once_given(pthread_once_t *a, void (*f)(void)) { return pthread_once(a, f); } // none none no
int w_attr_setstack(pthread_attr_t *a, void *b) { return pthread_attr_setstack(a, b, 9); } // none param:0 yes
int w_sem_wait(sem_t *a) { return sem_wait(a) + sem_post(a); } // none yes
void *w_tsearch(const void *a, void **b) { return tsearch(a, b, compare); } // direct*param:1* result:1* yes
void *w_tfind(const void *a, void *const *b) { return tfind(a, b, compare); } // none result:1* yes
void *w_lfind(const void *a, const void *b, size_t *n) { return lfind(a, b, n, 1, compare); } // none result:0 none yes
void *w_lsearch(const void *a, void *b, size_t *n) { return lsearch(a, b, n, 1, compare); } // content+content:param:1 result:0 none yes
ENTRY *w_hsearch(char *a, void *b) { ENTRY e = {a, b}; return hsearch(e, ENTER); } // direct direct yes
void w_insque(void *a, void *b) { insque(a, b); } // *param:1* *param:0* yes
int w_sigaction(const struct sigaction *a, struct sigaction *b) { return sigaction(1, a, b); } // content none yes
void w_signal(void (*a)(int)) { signal(1, a); } // direct yes
int w_raise(int n) { return raise(n); } // depends
int w_sigemptyset(sigset_t *a) { return sigemptyset(a) + sigaddset(a, 1); } // none yes
int w_sigaltstack(const stack_t *a) { return sigaltstack(a, 0); } // content yes
long w_time(time_t *a) { return time(a); } // none yes
struct tm *w_localtime(const time_t *a) { return localtime(a); } // none yes
struct tm *w_localtime_r(const time_t *a, struct tm *b) { return localtime_r(a, b); } // none result:0 yes
long w_strftime(char *a, const char *b, const struct tm *c) { return strftime(a, 9, b, c); } // none none none yes
char *w_strptime(const char *a, const char *b, struct tm *c) { return strptime(a, b, c); } // result:0 none none yes
int w_gettimeofday(struct timeval *a) { return gettimeofday(a, 0); } // none yes
int w_nanosleep(const struct timespec *a, struct timespec *b) { return nanosleep(a, b); } // none none yes
int w_clock_gettime(struct timespec *a) { return clock_gettime(0, a); } // none yes
int w_getopt(int n, char *const *a, const char *b) { return getopt(n, a, b); } // content none yes
int w_regcomp(regex_t *a, const char *b) { return regcomp(a, b, 0); } // none none yes
int w_regexec(const regex_t *a, const char *b, regmatch_t *c) { return regexec(a, b, 1, c, 0); } // none none none yes
void *w_dlopen(const char *a) { return dlopen(a, 1); } // none unknown
void *w_dlsym(void *a, const char *b) { return dlsym(a, b); } // none none yes
int *w_errno(void) { return &errno; } // yes
int w_sigsetjmp(jmp_buf a) { return setjmp(a); } // none yes
int w_read_int(int *a) { return __atomic_load_n(a, 5) + __sync_fetch_and_add(a, 1); } // none yes
