#include <dlfcn.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct hooks {
	int (*f)(void *);
	void *data;
};

static void *last;

static int own(void *p)
{
	return p != 0;
}

/* Other threads know it: what is called through it is not followed. */
static int calls(struct hooks *h)
{
	last = h;
	return h->f(h->data);
}

static int other(const char *s)
{
	struct hooks h = {own, (void *)s};
	return calls(&h);
}

// CHECK-DAG: {{^}}nothing -1 - nocallback=yes{{[[:space:]]}}
int nothing(void)
{
	return other(0);
}

// CHECK-DAG: {{^}}text -1 - nocallback=yes{{[[:space:]]}}
int text(const char *s, size_t n)
{
	return n && other(s);
}

// CHECK-DAG: {{^}}memory -1 - nocallback=yes{{[[:space:]]}}
int memory(void *p, int *out)
{
	struct hooks h = {own, malloc(3)};
	memset(p, 0, 8);
	return *out = calls(&h);
}

// CHECK-DAG: {{^}}out -1 - nocallback=yes{{[[:space:]]}}
int out(char **to)
{
	*to = malloc(8);
	return other(0);
}

/* ---- arguments */

// CHECK-DAG: {{^}}given -1 - nocallback=no{{[[:space:]]}}
int given(int (*f)(void *))
{
	struct hooks h = {f, 0};
	return calls(&h);
}

// CHECK-DAG: {{^}}in_memory -1 - nocallback=unknown{{[[:space:]]}}
int in_memory(struct hooks *from)
{
	struct hooks h = *from;
	return calls(&h);
}

// CHECK-DAG: {{^}}in_bytes -1 - nocallback=unknown{{[[:space:]]}}
int in_bytes(const char *from)
{
	struct hooks h = *(struct hooks *)from;
	return calls(&h);
}

// CHECK-DAG: {{^}}as_data -1 - nocallback=no{{[[:space:]]}}
int as_data(void *p)
{
	struct hooks h = {(int (*)(void *))p, 0};
	return calls(&h);
}

// CHECK-DAG: {{^}}kept -1 - nocallback=unknown{{[[:space:]]}}
int kept(void *p)
{
	last = p;
	return other(0);
}

// CHECK-DAG: {{^}}in_struct -1 - nocallback=no{{[[:space:]]}}
int in_struct(struct hooks h)
{
	return calls(&h);
}

// CHECK-DAG: {{^}}as_number -1 - nocallback=no{{[[:space:]]}}
int as_number(uintptr_t f)
{
	struct hooks h = {(int (*)(void *))f, 0};
	return calls(&h);
}

static int made(uintptr_t f)
{
	struct hooks h = {(int (*)(void *))f, 0};
	return calls(&h);
}

// CHECK-DAG: {{^}}passed_on -1 - nocallback=no{{[[:space:]]}}
int passed_on(uintptr_t f, const char *s)
{
	return *s && made(f);
}

// CHECK-DAG: {{^}}variadic -1 - nocallback=no{{[[:space:]]}}
int variadic(const char *s, ...)
{
	struct hooks h = {0, (void *)s};
	__builtin_va_list ap;
	__builtin_va_start(ap, s);
	h.f = __builtin_va_arg(ap, int (*)(void *));
	return calls(&h);
}

// CHECK-DAG: {{^}}sorted -1 - nocallback=no{{[[:space:]]}}
int sorted(int *a, size_t n, int (*compare)(const void *, const void *))
{
	qsort(a, n, 4, compare);
	return other(0);
}

/* ---- globals */

int (*hook)(void *) = own;
static const char *name = "name";
static struct {
	size_t n;
	double d;
} counted = {1, 2};
int size;

// CHECK-DAG: {{^}}count -1 - nocallback=yes{{[[:space:]]}}
void *count(void)
{
	counted.n++;
	return &counted;
}

// CHECK-DAG: {{^}}by_data -1 - nocallback=yes{{[[:space:]]}}
int by_data(const char *s)
{
	return other(name) + counted.n + size;
}

// CHECK-DAG: {{^}}by_hook -1 - nocallback=depends global-hook {{.*}} hook{{$}}
int by_hook(const char *s)
{
	return other(s) + hook(0);
}

static int (*saved[2])(void *);

// CHECK-DAG: {{^}}save -1 - nocallback=yes{{[[:space:]]}}
void save(void)
{
	saved[0] = hook;
	saved[1] = own;
}

// CHECK-DAG: {{^}}by_copy -1 - nocallback=depends global-hook {{.*}} saved set by save and others{{$}}
int by_copy(const char *s, unsigned i)
{
	return other(s) + saved[i & 1](0);
}

int (*unset)(void *);

// CHECK-DAG: {{^}}by_unset -1 - nocallback=unknown{{[[:space:]]}}
int by_unset(const char *s)
{
	return other(s) + unset(0);
}

static int (*chosen)(void *) = own;

// CHECK-DAG: {{^}}take_unset -1 - nocallback=yes{{[[:space:]]}}
void take_unset(void)
{
	chosen = unset;
}

// CHECK-DAG: {{^}}by_unset_copy -1 - nocallback=unknown{{[[:space:]]}}
int by_unset_copy(const char *s)
{
	return other(s) + chosen(0);
}

static struct hooks *registered;

// CHECK-DAG: {{^}}set -1 - nocallback=yes{{[[:space:]]}}
void set(struct hooks *h)
{
	registered = h;
}

// CHECK-DAG: {{^}}by_registered -1 - nocallback=unknown{{[[:space:]]}}
int by_registered(const char *s)
{
	return other(s) + registered->f(0);
}

static struct node {
	struct node *next;
	struct hooks h;
} *list;

// CHECK-DAG: {{^}}add -1 - nocallback=yes{{[[:space:]]}}
void add(int (*f)(void *))
{
	struct node *n = malloc(sizeof *n);
	n->h.f = f;
	n->next = list;
	list = n;
}

// CHECK-DAG: {{^}}by_list -1 - nocallback=unknown{{[[:space:]]}}
int by_list(const char *s)
{
	for (struct node *n = list; n; n = n->next)
		n->h.f(0);
	return other(s);
}

static struct hooks table = {own, 0};

// CHECK-DAG: {{^}}lend -1 - nocallback=yes{{[[:space:]]}}
struct hooks *lend(void)
{
	return &table;
}

// CHECK-DAG: {{^}}by_lent -1 - nocallback=depends global-hook {{.*}} table set by lend{{$}}
int by_lent(const char *s)
{
	return other(s) + table.f(0);
}

static uintptr_t number;

// CHECK-DAG: {{^}}set_number -1 - nocallback=yes{{[[:space:]]}}
void set_number(int (*f)(void *))
{
	number = (uintptr_t)f;
}

// CHECK-DAG: {{^}}by_number -1 - nocallback=unknown{{[[:space:]]}}
int by_number(const char *s)
{
	struct hooks h = {(int (*)(void *))number, (void *)s};
	return calls(&h);
}

static char error[256];

// CHECK-DAG: {{^}}describe -1 - nocallback=yes{{[[:space:]]}}
const char *describe(int n)
{
	error[0] = '0' + n;
	return error;
}

// CHECK-DAG: {{^}}by_text -1 - nocallback=yes{{[[:space:]]}}
int by_text(const char *s)
{
	return other(s) + describe(3)[0];
}

static char pool[256];

// CHECK-DAG: {{^}}take -1 - nocallback=yes{{[[:space:]]}}
void *take(void)
{
	return pool;
}

// CHECK-DAG: {{^}}by_pool -1 - nocallback=unknown{{[[:space:]]}}
int by_pool(const char *s)
{
	struct hooks h = *(struct hooks *)pool;
	return calls(&h);
}

static union {
	long n;
	struct hooks *h;
} either;

// CHECK-DAG: {{^}}choose -1 - nocallback=yes{{[[:space:]]}}
void *choose(void)
{
	return &either;
}

// CHECK-DAG: {{^}}by_either -1 - nocallback=unknown{{[[:space:]]}}
int by_either(const char *s)
{
	return other(s) + calls(either.h);
}

/* ---- code from elsewhere */

// CHECK-DAG: {{^}}by_name -1 - nocallback=unknown{{[[:space:]]}}
int by_name(const char *s)
{
	int (*f)(void *) = (int (*)(void *))dlsym(0, s);
	return other(s) + f(0);
}

static pthread_key_t key;

// CHECK-DAG: {{^}}by_thread -1 - nocallback=unknown{{[[:space:]]}}
int by_thread(const char *s)
{
	struct hooks h = *(struct hooks *)pthread_getspecific(key);
	return calls(&h);
}

int unknown(void);

// CHECK-DAG: {{^}}by_unknown -1 - nocallback=unknown{{[[:space:]]}}
int by_unknown(const char *s)
{
	return other(s) + unknown();
}

// CHECK-DAG: {{^}}by_assembly -1 - nocallback=unknown{{[[:space:]]}}
int by_assembly(const char *s)
{
	int (*f)(void *);
	__asm__("" : "=r"(f) : "r"(s));
	__asm__("where %0" : "=r"(f) : "r"(f));
	return other(s) + f(0);
}

// CHECK-DAG: {{^}}by_number_of_assembly -1 - nocallback=yes{{[[:space:]]}}
int by_number_of_assembly(const char *s, int n)
{
	__asm__("cpuid" : "+r"(n));
	return other(s) + n;
}

// CHECK-DAG: {{^}}by_new_code -1 - nocallback=unknown{{[[:space:]]}}
int by_new_code(const char *s)
{
	char *code = malloc(99);
	strcpy(code, s);
	return other(s) + ((int (*)(void))code)();
}

struct bytes {
	char of[32];
};

static int call_bytes(const void *p)
{
	int (*f)(void *);
	memcpy(&f, p, sizeof f);
	return f(0);
}

// CHECK-DAG: {{^}}by_bytes_by_value -1 - nocallback=no{{[[:space:]]}}
int by_bytes_by_value(struct bytes b)
{
	return call_bytes(&b);
}

// CHECK-DAG: {{^}}of_bytes_by_value -1 - nocallback=yes{{[[:space:]]}}
int of_bytes_by_value(struct bytes b)
{
	return b.of[3] + other("");
}

struct words {
	char of[16];
};

// CHECK-DAG: {{^}}by_words_by_value -1 - nocallback=no{{[[:space:]]}}
int by_words_by_value(struct words b)
{
	return call_bytes(&b);
}
