// What a function loads before it has stored anything is not what it stores.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
typedef void (*handler)(void *);
struct object {
	void *data, *other;
	handler hook;
	struct object *next;
	int n;
};
void *kept;

// CHECK: {{^}}exchange o leaking param: o to result ~r0 level=1{{$}}
// CHECK: {{^}}exchange p leaking param: p to param o{{$}}
void *exchange(struct object *o, void *p)
{
	void *old = o->data;

	o->n++;
	o->data = p;
	return old;
}

// CHECK: {{^}}exchange_in_list o leaking param: o to result ~r0 level=1{{$}}
// CHECK: {{^}}exchange_in_list p leaking param: p to param o{{$}}
void *exchange_in_list(struct object *o, void *p)
{
	void *old;

	while (o->next)
		o = o->next;
	old = o->data;
	o->data = p;
	return old;
}

// CHECK: {{^}}exchange_kept p leaking param: p{{$}}
void *exchange_kept(void *p)
{
	void *old = kept;

	kept = p;
	return old;
}

// It is called with what was there before.
// CHECK: {{^}}install o leaking param content: o{{$}}
// CHECK: {{^}}install f leaking param: f to param o{{$}}
// CHECK: {{^}}install arg leaking param: arg to param o{{$}}
void install(struct object *o, handler f, void *arg)
{
	if (o->hook) {
		o->hook(o->data);
		return;
	}
	o->hook = f;
	o->data = arg;
}

// CHECK: {{^}}out_parameter o leaking param content: o{{$}}
// CHECK: {{^}}out_parameter p leaking param: p to param o{{$}}
// CHECK: {{^}}out_parameter old old does not escape{{$}}
int out_parameter(struct object *o, void *p, void **old)
{
	void *was = o->data;

	if (old)
		*old = was;
	o->data = p;
	return 0;
}

// A callee does it, before.
static void *get(struct object *o)
{
	return o->data;
}
// CHECK: {{^}}exchange_by_callee o leaking param content: o{{$}}
// CHECK: {{^}}exchange_by_callee p leaking param: p to param o{{$}}
// CHECK: {{^}}exchange_by_callee old old does not escape{{$}}
void exchange_by_callee(struct object *o, void *p, void **old)
{
	void *was = get(o);

	o->data = p;
	*old = was;
}
static void check(struct object *o)
{
	if (o->n)
		o->hook(o->data);
}
// CHECK: {{^}}install_checked o leaking param content: o{{$}}
// CHECK: {{^}}install_checked arg leaking param: arg to param o{{$}}
void install_checked(struct object *o, void *arg)
{
	check(o);
	o->data = arg;
}

// Its own call of the hook comes after.
// CHECK: {{^}}install_and_check o leaking param content: o{{$}}
// CHECK: {{^}}install_and_check arg leaking param: arg{{$}}
void install_and_check(struct object *o, void *arg)
{
	o->data = arg;
	check(o);
}

// One call before, and in the next round after.
// CHECK: {{^}}check_in_loop o leaking param content: o{{$}}
// CHECK: {{^}}check_in_loop arg leaking param: arg{{$}}
void check_in_loop(struct object *o, void *arg, int n)
{
	for (int i = 0; i < n; i++) {
		check(o);
		o->data = arg;
	}
}

// What calls it by a pointer.
// CHECK: {{^}}install_by_pointer o leaking param content: o{{$}}
// CHECK: {{^}}install_by_pointer arg leaking param: arg to param o{{$}}
void install_by_pointer(struct object *o, void *arg, int way)
{
	void (*f)(struct object *) = way ? check : NULL;

	f(o);
	o->data = arg;
}

// Callees may store before.
static void put(struct object *o, void *p)
{
	o->data = p;
}
// CHECK: {{^}}after_callee o leaking param: o to result ~r0 level=1{{$}}
// CHECK: {{^}}after_callee p leaking param: p to param o{{$}}
// CHECK: {{^}}after_callee p leaking param: p to result ~r0 level=0{{$}}
void *after_callee(struct object *o, void *p)
{
	put(o, p);
	return o->data;
}

// What its callers pass may be the same object: the caller finds what it has stored before the call.
// CHECK: {{^}}twice o leaking param: o to result ~r0 level=1{{$}}
// CHECK: {{^}}twice p leaking param: p to param o{{$}}
// CHECK: {{^}}twice p leaking param: p to result ~r0 level=0{{$}}
void *twice(struct object *o, void *p)
{
	exchange(o, p);
	return exchange(o, NULL);
}

// Stored in the round before.
// CHECK: {{^}}loop o leaking param: o to result ~r0 level=1{{$}}
// CHECK: {{^}}loop p leaking param: p to param o{{$}}
// CHECK: {{^}}loop p leaking param: p to result ~r0 level=0{{$}}
void *loop(struct object *o, void *p, int n)
{
	void *old = NULL;

	for (int i = 0; i < n; i++) {
		old = o->data;
		o->data = p;
	}
	return old;
}

// Stored on one of the ways.
// CHECK: {{^}}one_way o leaking param: o to result ~r0 level=1{{$}}
// CHECK: {{^}}one_way p leaking param: p to param o{{$}}
// CHECK: {{^}}one_way p leaking param: p to result ~r0 level=0{{$}}
void *one_way(struct object *o, void *p, int way)
{
	if (way)
		o->data = p;
	return o->data;
}

// By another name.
// CHECK: {{^}}other_name o leaking param: o to result ~r0 level=1{{$}}
// CHECK: {{^}}other_name slot slot does not escape{{$}}
// CHECK: {{^}}other_name p leaking param: p to param slot{{$}}
void *other_name(struct object *o, void **slot, void *p)
{
	*slot = p;
	return o->data;
}
// CHECK: {{^}}under_both_names o leaking param: o to result ~r0 level=1{{$}}
// CHECK: {{^}}under_both_names p leaking param: p to param o{{$}}
// CHECK: {{^}}under_both_names p leaking param: p to result ~r0 level=0{{$}}
void *under_both_names(struct object *o, void *p)
{
	return other_name(o, &o->data, p);
}

// Variables of its own hold what is stored there.
// CHECK: {{^}}in_a_variable o leaking param: o to result ~r0 level=1{{$}}
// CHECK: {{^}}in_a_variable p leaking param: p to result ~r0 level=0{{$}}
void *in_a_variable(struct object *o, void *p, int i)
{
	void *v[2] = {p, o->data};

	return v[i & 1];
}
// CHECK: {{^}}through_a_variable p leaking param: p to result ~r0 level=0{{$}}
void *through_a_variable(void *p, int i)
{
	void *v[2] = {p, NULL};
	void **w[2] = {v, v + 1};

	return *w[i & 1];
}

// Bytes are copied before.
// CHECK: {{^}}copied o o does not escape{{$}}
// CHECK: {{^}}copied p leaking param: p to param o{{$}}
// CHECK: {{^}}copied p leaking param: p to result ~r0 level=0{{$}}
void *copied(struct object *o, void *p)
{
	void *v[1] = {p};

	memcpy(&o->data, v, sizeof v);
	return o->data;
}

// Exchanged before, atomically.
// CHECK: {{^}}exchanged o leaking param: o to result ~r0 level=1{{$}}
// CHECK: {{^}}exchanged p leaking param: p to param o{{$}}
// CHECK: {{^}}exchanged p leaking param: p to result ~r0 level=0{{$}}
void *exchanged(struct object *o, void *p)
{
	__atomic_exchange_n(&o->other, p, __ATOMIC_SEQ_CST);
	return o->other;
}

// After longjmp it goes on where the store has been executed.
static jmp_buf env;
// CHECK: {{^}}again o leaking param: o to result ~r0 level=1{{$}}
// CHECK: {{^}}again p leaking param: p to param o{{$}}
// CHECK: {{^}}again p leaking param: p to result ~r0 level=0{{$}}
void *again(struct object *o, void *p)
{
	void *old;
	int back = setjmp(env);

	old = o->data;
	if (back)
		return old;
	o->data = p;
	longjmp(env, 1);
}

// A call of itself has stored for the one before.
// CHECK: {{^}}recursive o leaking param: o to result ~r0 level=1{{$}}
// CHECK: {{^}}recursive p leaking param: p to param o{{$}}
// CHECK: {{^}}recursive p leaking param: p to result ~r0 level=0{{$}}
void *recursive(struct object *o, void *p, int n)
{
	void *old;

	if (n)
		recursive(o, p, n - 1);
	old = o->data;
	o->data = p;
	return old;
}

// New memory: what is loaded is not what is stored later.
// CHECK: {{^}}grow o leaking param: o to result ~r0 level=2{{$}}
// CHECK: {{^}}grow p leaking param: p to param o{{$}}
// CHECK: {{^}}grow malloc(sizeof *n) malloc(sizeof *n) escapes to heap{{$}}
void *grow(struct object *o, void *p)
{
	struct object *n = malloc(sizeof *n);
	void *old = o->next->data;

	n->next = o->next;
	n->data = p;
	o->next = n;
	return old;
}
