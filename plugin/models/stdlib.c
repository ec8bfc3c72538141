/* <stdlib.h>, <malloc.h> and the assertion functions; sorting and searching are in search.c.
 * Assumed: the allocator is libc's or one that behaves alike. realloc returns its argument or a new block
 * with the content moved. free keeps nothing. putenv keeps its string, setenv copies. exit runs what atexit
 * and its kin have registered; abort and failed assertions run nothing of the program (a handler for SIGABRT
 * is a signal handler, see signal.c). Text made of a pointer ("%p") and read back by strtol is not followed.
 */
#include "model.h"

/* allocation */
MODEL_NEW(void *, malloc, (size_t n))
MODEL_NEW(void *, calloc, (size_t n, size_t size))
MODEL_NEW(void *, aligned_alloc, (size_t align, size_t n))
MODEL_NEW(void *, memalign, (size_t align, size_t n))
MODEL_NEW(void *, valloc, (size_t n))
MODEL_NEW(void *, pvalloc, (size_t n))
MODEL_NEW(void *, __libc_malloc, (size_t n))
MODEL_NEW(void *, __libc_calloc, (size_t n, size_t size))
MODEL_NEW(void *, __libc_memalign, (size_t align, size_t n))
MODEL_NEW(void *, __libc_valloc, (size_t n))
MODEL_NEW(void *, __libc_pvalloc, (size_t n))
MODEL_RETURNS(void *, realloc, (void *p, size_t n), model_moved(p))
MODEL_RETURNS(void *, reallocarray, (void *p, size_t n, size_t size), model_moved(p))
MODEL_RETURNS(void *, reallocf, (void *p, size_t n), model_moved(p))
MODEL_RETURNS(void *, __libc_realloc, (void *p, size_t n), model_moved(p))
MODEL_RETURNS(void *, __libc_reallocarray, (void *p, size_t n, size_t size), model_moved(p))
MODEL_VOID(free, (void *p))
MODEL_VOID(cfree, (void *p))
MODEL_VOID(__libc_free, (void *p))
MODEL_VOID(free_sized, (void *p, size_t n))
MODEL_VOID(free_aligned_sized, (void *p, size_t align, size_t n))
MODEL_NOTHING(size_t, memalignment, (const void *p))

int posix_memalign(void **p, size_t align, size_t n)
{
	*p = model_new();
	return model_any();
}

struct mallinfo {
	int counts[10];
};
struct mallinfo2 {
	size_t counts[10];
};
struct mallinfo mallinfo(void)
{
	return (struct mallinfo){{model_any()}};
}
struct mallinfo2 mallinfo2(void)
{
	return (struct mallinfo2){{model_any()}};
}
MODEL_NOTHING(size_t, malloc_usable_size, (void *p))
MODEL_NOTHING(int, mallopt, (int what, int value))
MODEL_NOTHING(int, malloc_trim, (size_t pad))
MODEL_VOID(malloc_stats, (void))
MODEL_NOTHING(int, malloc_info, (int options, FILE *fp))

/* mcheck's abort function is called by a later free: kept, and the checks call it. */
static void (*mcheck_failed)(int);

#define MODEL_MCHECK(name)              \
	int name(void (*failed)(int))   \
	{                               \
		mcheck_failed = failed; \
		return model_any();     \
	}
MODEL_MCHECK(mcheck)
MODEL_MCHECK(mcheck_pedantic)
void mcheck_check_all(void)
{
	mcheck_failed(model_any());
}
int mprobe(void *p)
{
	mcheck_failed(model_any());
	return model_any();
}
MODEL_VOID(mtrace, (void))
MODEL_VOID(muntrace, (void))

/* leaving the program: what was registered runs on the thread that calls exit */
static void (*exit_function)(void);
static void (*exit_function_with)(int, void *);
static void (*exit_destructor)(void *);
static void *exit_argument;

int atexit(void (*f)(void))
{
	exit_function = f;
	return model_any();
}

int at_quick_exit(void (*f)(void))
{
	exit_function = f;
	return model_any();
}

int on_exit(void (*f)(int, void *), void *arg)
{
	exit_function_with = f;
	exit_argument = arg;
	return model_any();
}

#define MODEL_CXA_ATEXIT(name, params) \
	int name params                \
	{                              \
		exit_destructor = f;   \
		exit_argument = arg;   \
		return model_any();    \
	}
MODEL_CXA_ATEXIT(__cxa_atexit, (void (*f)(void *), void *arg, void *dso))
MODEL_CXA_ATEXIT(__cxa_thread_atexit_impl, (void (*f)(void *), void *arg, void *dso))
int __cxa_at_quick_exit(void (*f)(void *), void *dso)
{
	exit_destructor = f;
	return model_any();
}

static void run_registered(void)
{
	exit_function();
	exit_function_with(model_any(), exit_argument);
	exit_destructor(exit_argument);
}

void __cxa_finalize(void *dso)
{
	exit_destructor(exit_argument);
}

__attribute__((noreturn)) void exit(int status)
{
	run_registered();
	model_no_return()
}

__attribute__((noreturn)) void quick_exit(int status)
{
	run_registered();
	model_no_return()
}

MODEL_NO_RETURN(_exit, (int status))
MODEL_NO_RETURN(_Exit, (int status))
MODEL_NO_RETURN(abort, (void))
MODEL_NO_RETURN(__assert_fail, (const char *what, const char *file, unsigned line, const char *function))
MODEL_NO_RETURN(__assert_perror_fail, (int e, const char *file, unsigned line, const char *function))
MODEL_NO_RETURN(__assert, (const char *what, const char *file, int line))

/* environment */
extern char **environ, **__environ, *program_invocation_name, *program_invocation_short_name, *__progname;
MODEL_VARIABLES(variables, &environ, &__environ, &program_invocation_name, &program_invocation_short_name,
                &__progname)
MODEL_DATA(char *, getenv, (const char *name))
MODEL_DATA(char *, secure_getenv, (const char *name))
MODEL_DATA(char *, __secure_getenv, (const char *name))
MODEL_NOTHING(int, setenv, (const char *name, const char *value, int overwrite))
MODEL_NOTHING(int, unsetenv, (const char *name))
MODEL_NOTHING(int, clearenv, (void))
int putenv(char *s)
{
	model_keep(s, "global");
	return model_any();
}

/* text to numbers: the end pointer points into the text */
MODEL_NOTHING(int, atoi, (const char *s))
MODEL_NOTHING(long, atol, (const char *s))
MODEL_NOTHING(long long, atoll, (const char *s))
MODEL_NOTHING(double, atof, (const char *s))

#define MODEL_PARSE(type, name, params)   \
	type name params                  \
	{                                 \
		*end = model_within(s);   \
		return (type)model_any(); \
	}
#define MODEL_STRTO_INT(type, f)                                                              \
	MODEL_PARSE(type, f, (const char *s, char **end, int base))                           \
	MODEL_PARSE(type, f##_l, (const char *s, char **end, int base, locale_t loc))         \
	MODEL_PARSE(type, __##f##_l, (const char *s, char **end, int base, locale_t loc))     \
	MODEL_PARSE(type, __##f##_internal, (const char *s, char **end, int base, int group)) \
	MODEL_PARSE(type, __isoc23_##f, (const char *s, char **end, int base))                \
	MODEL_PARSE(type, __isoc23_##f##_l, (const char *s, char **end, int base, locale_t loc))
#define MODEL_STRTO_FLOAT(type, f)                                              \
	MODEL_PARSE(type, f, (const char *s, char **end))                       \
	MODEL_PARSE(type, f##_l, (const char *s, char **end, locale_t loc))     \
	MODEL_PARSE(type, __##f##_l, (const char *s, char **end, locale_t loc)) \
	MODEL_PARSE(type, __##f##_internal, (const char *s, char **end, int group))
MODEL_STRTO_INT(long, strtol)
MODEL_STRTO_INT(unsigned long, strtoul)
MODEL_STRTO_INT(long long, strtoll)
MODEL_STRTO_INT(unsigned long long, strtoull)
MODEL_STRTO_FLOAT(float, strtof)
MODEL_STRTO_FLOAT(double, strtod)
MODEL_STRTO_FLOAT(long double, strtold)
MODEL_PARSE(long long, strtoq, (const char *s, char **end, int base))
MODEL_PARSE(unsigned long long, strtouq, (const char *s, char **end, int base))
MODEL_PARSE(intmax_t, strtoimax, (const char *s, char **end, int base))
MODEL_PARSE(uintmax_t, strtoumax, (const char *s, char **end, int base))
MODEL_PARSE(intmax_t, __isoc23_strtoimax, (const char *s, char **end, int base))
MODEL_PARSE(uintmax_t, __isoc23_strtoumax, (const char *s, char **end, int base))
MODEL_PARSE(float, strtof32, (const char *s, char **end))
MODEL_PARSE(double, strtof64, (const char *s, char **end))
MODEL_PARSE(double, strtof32x, (const char *s, char **end))
MODEL_PARSE(long double, strtof64x, (const char *s, char **end))
long long strtonum(const char *s, long long min, long long max, const char **why)
{
	*why = model_data();
	return model_any();
}
MODEL_NOTHING(long, a64l, (const char *s))
MODEL_DATA(char *, l64a, (long n))

/* numbers to text */
MODEL_NOTHING(int, strfromd, (char *buf, size_t n, const char *format, double x))
MODEL_NOTHING(int, strfromf, (char *buf, size_t n, const char *format, float x))
MODEL_NOTHING(int, strfroml, (char *buf, size_t n, const char *format, long double x))
MODEL_DATA(char *, ecvt, (double x, int digits, int *point, int *sign))
MODEL_DATA(char *, fcvt, (double x, int digits, int *point, int *sign))
MODEL_DATA(char *, qecvt, (long double x, int digits, int *point, int *sign))
MODEL_DATA(char *, qfcvt, (long double x, int digits, int *point, int *sign))
MODEL_RETURNS(char *, gcvt, (double x, int digits, char *buf), buf)
MODEL_RETURNS(char *, qgcvt, (long double x, int digits, char *buf), buf)
MODEL_NOTHING(int, ecvt_r, (double x, int digits, int *point, int *sign, char *buf, size_t n))
MODEL_NOTHING(int, fcvt_r, (double x, int digits, int *point, int *sign, char *buf, size_t n))
MODEL_NOTHING(int, qecvt_r, (long double x, int digits, int *point, int *sign, char *buf, size_t n))
MODEL_NOTHING(int, qfcvt_r, (long double x, int digits, int *point, int *sign, char *buf, size_t n))

/* whole numbers: an address in a long stays one */
MODEL_NOTHING(int, abs, (int x))
MODEL_RETURNS(long, labs, (long x), x < 0 ? -x : x)
MODEL_RETURNS(long long, llabs, (long long x), x < 0 ? -x : x)
MODEL_RETURNS(intmax_t, imaxabs, (intmax_t x), x < 0 ? -x : x)

typedef struct {
	int quot, rem;
} div_t;
typedef struct {
	long quot, rem;
} ldiv_t;
typedef struct {
	long long quot, rem;
} lldiv_t;
div_t div(int a, int b)
{
	return (div_t){a / b, a % b};
}
ldiv_t ldiv(long a, long b)
{
	return (ldiv_t){a / b, a % b};
}
lldiv_t lldiv(long long a, long long b)
{
	return (lldiv_t){a / b, a % b};
}
lldiv_t imaxdiv(intmax_t a, intmax_t b)
{
	return (lldiv_t){a / b, a % b};
}

/* random numbers: setstate and initstate install the caller's table */
MODEL_NOTHING(int, rand, (void))
MODEL_VOID(srand, (unsigned seed))
MODEL_NOTHING(int, rand_r, (unsigned *seed))
MODEL_NOTHING(long, random, (void))
MODEL_VOID(srandom, (unsigned seed))
char *initstate(unsigned seed, char *table, size_t n)
{
	model_keep(table, "global");
	return model_data();
}
char *setstate(char *table)
{
	model_keep(table, "global");
	return model_data();
}

struct random_data {
	int32_t *fptr, *rptr, *state;
	int rand_type, rand_deg, rand_sep;
	int32_t *end_ptr;
};
static void use_table(struct random_data *r, void *table)
{
	r->fptr = model_within(table);
	r->rptr = model_within(table);
	r->state = model_within(table);
	r->end_ptr = model_within(table);
}
int initstate_r(unsigned seed, char *table, size_t n, struct random_data *r)
{
	use_table(r, table);
	return model_any();
}
int setstate_r(char *table, struct random_data *r)
{
	use_table(r, table);
	return model_any();
}
MODEL_NOTHING(int, random_r, (struct random_data * r, int32_t *result))
MODEL_NOTHING(int, srandom_r, (unsigned seed, struct random_data *r))
MODEL_NOTHING(double, drand48, (void))
MODEL_NOTHING(double, erand48, (unsigned short seed[3]))
MODEL_NOTHING(long, lrand48, (void))
MODEL_NOTHING(long, nrand48, (unsigned short seed[3]))
MODEL_NOTHING(long, mrand48, (void))
MODEL_NOTHING(long, jrand48, (unsigned short seed[3]))
MODEL_VOID(srand48, (long seed))
MODEL_DATA(unsigned short *, seed48, (unsigned short seed[3]))
MODEL_VOID(lcong48, (unsigned short param[7]))
MODEL_NOTHING(int, drand48_r, (void *state, double *result))
MODEL_NOTHING(int, erand48_r, (unsigned short seed[3], void *state, double *result))
MODEL_NOTHING(int, lrand48_r, (void *state, long *result))
MODEL_NOTHING(int, nrand48_r, (unsigned short seed[3], void *state, long *result))
MODEL_NOTHING(int, mrand48_r, (void *state, long *result))
MODEL_NOTHING(int, jrand48_r, (unsigned short seed[3], void *state, long *result))
MODEL_NOTHING(int, srand48_r, (long seed, void *state))
MODEL_NOTHING(int, seed48_r, (unsigned short seed[3], void *state))
MODEL_NOTHING(int, lcong48_r, (unsigned short param[7], void *state))
MODEL_NOTHING(uint32_t, arc4random, (void))
MODEL_NOTHING(uint32_t, arc4random_uniform, (uint32_t limit))
MODEL_VOID(arc4random_buf, (void *buf, size_t n))

/* multibyte characters */
MODEL_NOTHING(int, mblen, (const char *s, size_t n))
MODEL_NOTHING(int, mbtowc, (wchar_t * d, const char *s, size_t n))
MODEL_NOTHING(int, wctomb, (char *d, wchar_t c))
MODEL_NOTHING(int, __wctomb_chk, (char *d, wchar_t c, size_t room))
MODEL_NOTHING(size_t, mbstowcs, (wchar_t * d, const char *s, size_t n))
MODEL_NOTHING(size_t, __mbstowcs_chk, (wchar_t * d, const char *s, size_t n, size_t room))
MODEL_NOTHING(size_t, wcstombs, (char *d, const wchar_t *s, size_t n))
MODEL_NOTHING(size_t, __wcstombs_chk, (char *d, const wchar_t *s, size_t n, size_t room))
MODEL_NOTHING(int, rpmatch, (const char *answer))

/* file names: made in place */
MODEL_RETURNS(char *, mktemp, (char *name), name)
MODEL_RETURNS(char *, __mktemp, (char *name), name)
MODEL_RETURNS(char *, mkdtemp, (char *name), name)
MODEL_NOTHING(int, mkstemp, (char *name))
MODEL_NOTHING(int, mkstemp64, (char *name))
MODEL_NOTHING(int, mkstemps, (char *name, int suffix))
MODEL_NOTHING(int, mkstemps64, (char *name, int suffix))
MODEL_NOTHING(int, mkostemp, (char *name, int flags))
MODEL_NOTHING(int, mkostemp64, (char *name, int flags))
MODEL_NOTHING(int, mkostemps, (char *name, int suffix, int flags))
MODEL_NOTHING(int, mkostemps64, (char *name, int suffix, int flags))
MODEL_RETURNS(char *, realpath, (const char *path, char *resolved), model_either(resolved, model_new()))
MODEL_RETURNS(char *, __realpath_chk, (const char *path, char *resolved, size_t room),
              model_either(resolved, model_new()))
MODEL_NEW(char *, canonicalize_file_name, (const char *path))

/* terminals and the rest */
MODEL_NOTHING(int, posix_openpt, (int flags))
MODEL_NOTHING(int, getpt, (void))
MODEL_NOTHING(int, grantpt, (int fd))
MODEL_NOTHING(int, unlockpt, (int fd))
MODEL_DATA(char *, ptsname, (int fd))
MODEL_NOTHING(int, ptsname_r, (int fd, char *buf, size_t n))
MODEL_NOTHING(int, __ptsname_r_chk, (int fd, char *buf, size_t n, size_t room))
MODEL_NOTHING(int, getloadavg, (double load[], int n))
MODEL_NOTHING(int, system, (const char *command))
MODEL_NOTHING(int, __libc_system, (const char *command))
MODEL_DATA(int *, __errno_location, (void))
MODEL_DATA(int *, ___errno, (void))
MODEL_DATA(int *, __error, (void))
