// Pointers that were stored as pointers are not read as integers (A8), however little is known of where they
// are. What was stored as an integer, in a union or by a copy is; so are words that are copied.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check --check-prefixes=CHECK,TYPED
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w -fno-strict-aliasing %s | %check --check-prefixes=CHECK,ANY
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct state {
	char *buf;
	size_t used;
	int pos;
};

// TYPED: {{^}}length buf buf does not escape{{$}}
// ANY: {{^}}length buf leaking param: buf to result ~r0 level=0{{$}}
// CHECK: {{^}}length i i does not escape{{$}}
size_t length(char *buf, size_t *i)
{
	struct state s[4] = {0};
	s[*i].buf = buf;
	return ((struct state *)((char *)s + *i))->used; /* somewhere in s */
}

static size_t used_of(struct state *s, size_t i)
{
	return ((struct state *)((char *)s + i))->used;
}
// TYPED: {{^}}length_of_callee buf buf does not escape{{$}}
// ANY: {{^}}length_of_callee buf leaking param: buf to result ~r0 level=0{{$}}
size_t length_of_callee(char *buf, size_t i)
{
	struct state s[4] = {0};
	s[i].buf = buf;
	return used_of(s, i);
}
static void put(struct state *s, size_t i, char *buf)
{
	((struct state *)((char *)s + i))->buf = buf;
}
// TYPED: {{^}}pointer_of_callee buf buf does not escape{{$}}
// ANY: {{^}}pointer_of_callee buf leaking param: buf to result ~r0 level=0{{$}}
size_t pointer_of_callee(char *buf, size_t i)
{
	struct state s[4] = {0};
	put(s, i, buf);
	return used_of(s, i);
}

// CHECK: {{^}}pointer buf leaking param: buf to result ~r0 level=0{{$}}
char *pointer(char *buf, size_t i)
{
	struct state s[4] = {0};
	s[i].buf = buf;
	return ((struct state *)((char *)s + i))->buf;
}

// An integer that was a pointer.
static void put_integer(struct state *s, size_t i, char *buf)
{
	((struct state *)((char *)s + i))->used = (size_t)buf;
}
// CHECK: {{^}}integer buf leaking param: buf to result ~r0 level=0{{$}}
size_t integer(char *buf, size_t i)
{
	struct state s[4] = {0};
	put_integer(s, i, buf);
	return used_of(s, i);
}
// CHECK: {{^}}integer_as_pointer buf leaking param: buf to result ~r0 level=0{{$}}
char *integer_as_pointer(char *buf, size_t i)
{
	struct state s[4] = {0};
	put_integer(s, i, buf);
	return (char *)used_of(s, i);
}

union word {
	char *p;
	size_t n;
};
// CHECK: {{^}}of_a_union buf leaking param: buf to result ~r0 level=0{{$}}
size_t of_a_union(char *buf, size_t i)
{
	union word w[4] = {0};
	w[i].p = buf;
	return ((union word *)((char *)w + i))->n;
}
static void put_union(union word *w, char *buf)
{
	w->p = buf;
}
static size_t get_union(union word *w)
{
	return w->n;
}
// CHECK: {{^}}of_a_union_of_callees buf leaking param: buf to result ~r0 level=0{{$}}
size_t of_a_union_of_callees(char *buf)
{
	union word w;
	put_union(&w, buf);
	return get_union(&w);
}

// The bytes of the pointer, by name and in a callee.
// CHECK: {{^}}copied buf leaking param: buf to result ~r0 level=0{{$}}
size_t copied(char *buf, size_t i)
{
	char *p[2] = {buf, buf};
	size_t n[2];
	memcpy(n, p, i);
	return n[i];
}
static void copy(void *d, const void *s, size_t n)
{
	memcpy(d, s, n);
}
// CHECK: {{^}}copied_in_callee buf leaking param: buf to result ~r0 level=0{{$}}
size_t copied_in_callee(char *buf)
{
	char *p = buf;
	struct state s;
	copy(&s.used, &p, sizeof p);
	return s.used;
}
// CHECK: {{^}}moved_to_new_memory buf leaking param: buf to result ~r0 level=0{{$}}
// CHECK: {{^}}moved_to_new_memory malloc(i) malloc(i) does not escape{{$}}
size_t moved_to_new_memory(char *buf, size_t i)
{
	char *p[2] = {buf, buf};
	size_t *n = malloc(i);
	memmove(n, p, i);
	i = n[0] + 1;
	free(n);
	return i;
}

// Copies of words, as qsort makes them, and by hand.
static void swap_words(long *a, long *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		long t = a[i];
		a[i] = b[i];
		b[i] = t;
	}
}
char *held;
// CHECK: {{^}}swapped buf leaking param: buf{{$}}
void swapped(char *buf)
{
	char *p = buf;
	swap_words((long *)&held, (long *)&p, 1);
}
static long first_word(const long *p)
{
	return *p;
}
// CHECK: {{^}}returned_word buf leaking param: buf to result ~r0 level=0{{$}}
long returned_word(char *buf)
{
	char *p = buf;
	return first_word((const long *)&p);
}

// Atomic accesses of pointers are ones of integers.
struct shared {
	_Atomic(char *) p;
	long n;
};
static void publish(struct shared *s, char *p)
{
	s->p = p;
}
// CHECK: {{^}}taken_atomically buf leaking param: buf to result ~r0 level=0{{$}}
char *taken_atomically(char *buf)
{
	struct shared s;
	publish(&s, buf);
	return __atomic_exchange_n((char **)&s.p, 0, __ATOMIC_SEQ_CST);
}

typedef size_t any_word __attribute__((may_alias));
static size_t any_word_at(const any_word *w)
{
	return *w + 1;
}
// CHECK: {{^}}may_alias buf leaking param: buf to result ~r0 level=0{{$}}
size_t may_alias(char *buf)
{
	char *p = buf;
	return any_word_at((const any_word *)&p);
}

// What the place held at entry is an integer, and one that becomes a pointer is what it points to.
// CHECK: {{^}}index_at_entry s s does not escape{{$}}
// CHECK: {{^}}index_at_entry n n does not escape{{$}}
void index_at_entry(struct state *s, size_t *n)
{
	*n = s->used;
}
// CHECK: {{^}}handle_at_entry s leaking param content: s{{$}}
void handle_at_entry(struct state *s)
{
	held = (char *)s->used;
}
static void keep(struct state *s)
{
	held = (char *)s->used;
}
// CHECK: {{^}}handle_in_callee buf leaking param: buf{{$}}
void handle_in_callee(char *buf)
{
	struct state s = {.used = (size_t)buf};
	keep(&s);
}
// TYPED: {{^}}no_handle_in_callee buf buf does not escape{{$}}
// ANY: {{^}}no_handle_in_callee buf buf does not escape{{$}}
void no_handle_in_callee(char *buf)
{
	struct state s = {.buf = buf};
	keep(&s);
}
