// How cgo packages use C: small versions of the cases that come up again and again.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -fplugin-arg-cgoescape-facts=%t -w %s | %check
// RUN: FileCheck --check-prefix=FACTS %s < %t
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
struct handle {
	void *buffer;
	size_t n;
	void (*done)(void *);
	void *user;
	void *upper;
	struct handle *self;
};
void *extensions;
size_t nextensions;

// CHECK: {{^}}register_extensions m leaking param: m{{$}}
// FACTS-DAG: {{^}}register_extensions -1 - nocallback=yes{{[[:space:]]}}
void register_extensions(void *m, size_t n)
{
	extensions = m;
	nextensions = n;
}

// CHECK: {{^}}new_state alloc leaking param: alloc{{$}}
// CHECK: {{^}}new_state data leaking param: data{{$}}
// CHECK: {{^}}new_state malloc(sizeof *h) malloc(sizeof *h) escapes to heap{{$}}
// FACTS-DAG: {{^}}new_state -1 - nocallback=yes{{[[:space:]]}}
struct handle *new_state(void (*alloc)(void *), void *data)
{
	struct handle *h = malloc(sizeof *h);
	h->done = alloc;
	h->user = data;
	return h;
}

// CHECK: {{^}}fill_transfer h h does not escape{{$}}
// CHECK: {{^}}fill_transfer buffer leaking param: buffer to param h{{$}}
// CHECK: {{^}}fill_transfer cb leaking param: cb to param h{{$}}
// CHECK: {{^}}fill_transfer user leaking param: user to param h{{$}}
// FACTS-DAG: {{^}}fill_transfer -1 - nocallback=yes{{[[:space:]]}}
void fill_transfer(struct handle *h, void *buffer, void (*cb)(void *), void *user)
{
	h->buffer = buffer;
	h->done = cb;
	h->user = user;
}
extern long submit_vector(int ring, struct iovec *v);
// CHECK: {{^}}push_write_request data leaking param: data{{$}}
// CHECK: {{^}}push_write_request malloc(sizeof *v) malloc(sizeof *v) escapes to heap{{$}}
// FACTS-DAG: {{^}}push_write_request -1 - nocallback=unknown{{[[:space:]]}}
void push_write_request(int ring, void *data, size_t n)
{
	struct iovec *v = malloc(sizeof *v);
	v->iov_base = data;
	v->iov_len = n;
	submit_vector(ring, v);
}

// CHECK: {{^}}buffer_set_data h h does not escape{{$}}
// CHECK: {{^}}buffer_set_data p leaking param: p to param h{{$}}
// FACTS-DAG: {{^}}buffer_set_data -1 - nocallback=yes{{[[:space:]]}}
void buffer_set_data(struct handle *h, void *p, size_t n)
{
	h->buffer = p;
	h->n = n;
}

// CHECK: {{^}}set_iterate_upper_bound h h does not escape{{$}}
// CHECK: {{^}}set_iterate_upper_bound key leaking param: key to param h{{$}}
// FACTS-DAG: {{^}}set_iterate_upper_bound -1 - nocallback=yes{{[[:space:]]}}
void set_iterate_upper_bound(struct handle *h, const char *key, size_t n)
{
	h->upper = (void *)key;
	h->n = n;
}
struct data {
	const float *in;
	float *out;
	long frames;
	double ratio;
};
// CHECK: {{^}}src_simple d d does not escape{{$}}
// FACTS-DAG: {{^}}src_simple -1 - nocallback=yes{{[[:space:]]}}
int src_simple(struct data *d)
{
	for (long i = 0; i < d->frames; i++)
		d->out[i] = d->in[i] * d->ratio;
	return 0;
}
struct stream {
	const unsigned char *in;
	unsigned n;
	unsigned char *out;
};
// CHECK: {{^}}inflate s s does not escape{{$}}
// FACTS-DAG: {{^}}inflate -1 - nocallback=yes{{[[:space:]]}}
int inflate(struct stream *s)
{
	while (s->n--)
		*s->out++ = *s->in++;
	return 0;
}

// CHECK: {{^}}compress_wrapper src src does not escape{{$}}
// FACTS-DAG: {{^}}compress_wrapper -1 - nocallback=yes{{[[:space:]]}}
int compress_wrapper(uintptr_t src, int n)
{
	const unsigned char *p = (const unsigned char *)src;
	int sum = 0;
	while (n--)
		sum += *p++;
	return sum;
}

// CHECK: {{^}}set_option h h does not escape{{$}}
// FACTS-DAG: {{^}}set_option -1 - nocallback=yes{{[[:space:]]}}
int set_option(struct handle *h, int option, ...)
{
	va_list ap;
	va_start(ap, option);
	if (option == 1)
		h->user = va_arg(ap, void *);
	else
		h->n = va_arg(ap, long);
	va_end(ap);
	return 0;
}

// CHECK: {{^}}set_user h h does not escape{{$}}
// CHECK: {{^}}set_user p leaking param: p to param h{{$}}
void set_user(struct handle *h, void *p)
{
	set_option(h, 1, p);
}

// CHECK: {{^}}bind_text h h does not escape{{$}}
// CHECK: {{^}}bind_text p leaking param: p{{$}}
// CHECK: {{^}}bind_text destructor destructor does not escape{{$}}
// CHECK: {{^}}bind_text malloc(n) malloc(n) escapes to heap{{$}}
// FACTS-DAG: {{^}}bind_text -1 - nocallback=no{{[[:space:]]}}
void bind_text(struct handle *h, char *p, size_t n, void (*destructor)(void *))
{
	if (destructor == (void (*)(void *))0) {
		h->buffer = p;
		return;
	}
	if (destructor == (void (*)(void *))-1) {
		h->buffer = malloc(n);
		memcpy(h->buffer, p, n);
		return;
	}
	h->buffer = p;
	destructor(p);
}

// CHECK: {{^}}for_each h leaking param content: h{{$}}
// CHECK: {{^}}for_each cb cb does not escape{{$}}
// CHECK: {{^}}for_each payload leaking param: payload{{$}}
// FACTS-DAG: {{^}}for_each -1 - nocallback=no{{[[:space:]]}}
void for_each(struct handle *h, int (*cb)(void *, void *), void *payload)
{
	for (size_t i = 0; i < h->n; i++)
		cb((char *)h->buffer + i, payload);
}

// CHECK: {{^}}scan buf leaking param: buf{{$}}
// CHECK: {{^}}scan on_event on_event does not escape{{$}}
// CHECK: {{^}}scan ctx leaking param: ctx{{$}}
// FACTS-DAG: {{^}}scan -1 - nocallback=no{{[[:space:]]}}
int scan(const char *buf, size_t n, int (*on_event)(const char *, void *), void *ctx)
{
	for (size_t i = 0; i < n; i++)
		if (buf[i] == 'x' && on_event(buf + i, ctx))
			return 1;
	return 0;
}

// The result is the old user data.
// CHECK: {{^}}commit_hook h leaking param: h to result ~r0 level=1{{$}}
// CHECK: {{^}}commit_hook cb leaking param: cb to param h{{$}}
// CHECK: {{^}}commit_hook arg leaking param: arg to param h{{$}}
// FACTS-DAG: {{^}}commit_hook -1 - nocallback=yes{{[[:space:]]}}
void *commit_hook(struct handle *h, void (*cb)(void *), void *arg)
{
	void *old = h->user;
	h->done = cb;
	h->user = arg;
	return old;
}

// CHECK: {{^}}submit queue leaking param content: queue{{$}}
// FACTS-DAG: {{^}}submit -1 - nocallback=depends object-hook {{[^ ]*}}
void submit(struct handle *queue)
{
	queue->done(queue->user);
}

// CHECK: {{^}}address_ip a a does not escape{{$}}
// CHECK: {{^}}address_ip buf leaking param: buf to result ~r0 level=0{{$}}
const char *address_ip(const void *a, char *buf, size_t n)
{
	snprintf(buf, n, "%d", *(const int *)a);
	return buf;
}

// CHECK: {{^}}parse s s does not escape{{$}}
// CHECK: {{^}}parse strdup(s) strdup(s) does not escape{{$}}
// FACTS-DAG: {{^}}parse -1 - nocallback=yes{{[[:space:]]}}
int parse(const char *s)
{
	char *copy = strdup(s), *c = strchr(copy, '=');
	int r = c ? c[1] : 0;
	free(copy);
	return r;
}
static int init(char *host, void *how)
{
	return how == (void *)1 ? host[0] : 0;
}

// CHECK: {{^}}start_default host host does not escape{{$}}
int start_default(char *host)
{
	return init(host, (void *)1);
}

// CHECK: {{^}}buffered f f does not escape{{$}}
// CHECK: {{^}}buffered buf leaking param: buf{{$}}
void buffered(FILE *f, char *buf, size_t n)
{
	setvbuf(f, buf, _IOFBF, n);
}
extern void goCallback(void *);
static void *run(void *p)
{
	goCallback(p);
	return 0;
}

// CHECK: {{^}}start p leaking param: p{{$}}
// FACTS-DAG: {{^}}start -1 - nocallback=yes{{[[:space:]]}}
int start(void *p)
{
	pthread_t t;
	return pthread_create(&t, 0, run, p);
}
struct vars {
	int n;
	int *a, *b, *c;
	long fill[4];
};
// CHECK: {{^}}register_vars arr arr does not escape{{$}}
// CHECK: {{^}}register_vars vars leaking param: vars to param arr{{$}}
void register_vars(struct vars *arr, struct vars vars)
{
	arr->a = vars.a;
	arr->n = vars.n;
}

// BAD: nothing but numbers is copied, but they are as wide as a pointer
// CHECK: {{^}}register_counts arr arr does not escape{{$}}
// CHECK: {{^}}register_counts vars leaking param: vars to param arr{{$}}
void register_counts(struct vars *arr, struct vars vars)
{
	arr->n = vars.n;
	memcpy(arr->fill, vars.fill, sizeof arr->fill);
}
struct shared {
	struct thread *twups;
};
struct thread {
	struct shared *g;
	struct thread *twups, *self;
};
// CHECK: {{^}}link s leaking param: s to param s{{$}}
void link(struct thread *s)
{
	s->self = s;
	s->twups = s->g->twups;
	s->g->twups = s;
}
struct value {
	int tag;
	union {
		void *p;
		double n;
	} u;
};
struct machine {
	struct value stack[64];
	struct value *top;
};
// CHECK: {{^}}push_pointer m m does not escape{{$}}
// CHECK: {{^}}push_pointer p leaking param: p to param m{{$}}
void push_pointer(struct machine *m, void *p)
{
	m->top->tag = 2;
	m->top->u.p = p;
	m->top++;
}

// CHECK: {{^}}push_number m m does not escape{{$}}
void push_number(struct machine *m, double n)
{
	m->top->tag = 3;
	m->top->u.n = n;
	m->top++;
}
