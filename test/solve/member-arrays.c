// A pointer into an array that is a member stays there; container_of and the start of the struct lead out.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stddef.h>
#include <stdlib.h>
struct token {
	char text[32];
	char *cursor;
	void *owner;
};
struct last {
	int n;
	void *at[];
};
struct old_last {
	int n;
	void *at[1];
};
struct followed {
	struct old_last head;
	void *tail[4];
};
void *kept;

static void put(struct token *t, char c)
{
	*t->cursor++ = c;
}

// CHECK: {{^}}cursor_in_buffer p p does not escape{{$}}
// CHECK: {{^}}cursor_in_buffer s s does not escape{{$}}
void cursor_in_buffer(void *p, const char *s)
{
	struct token t = {.owner = p};
	t.cursor = t.text;
	while (*s)
		put(&t, *s++);
}

// CHECK: {{^}}cursor_of_parameter t leaking param: t to param t{{$}}
// CHECK: {{^}}cursor_of_parameter owner leaking param: owner to param t{{$}}
void cursor_of_parameter(struct token *t, void *owner)
{
	t->owner = owner;
	t->cursor = t->text;
	put(t, 'x');
}

// CHECK: {{^}}cursor_set t leaking param: t to param t{{$}}
void cursor_set(struct token *t)
{
	t->cursor = t->text;
}

// CHECK: {{^}}container p leaking param: p{{$}}
void container(void *p)
{
	struct token t = {0};
	char *c = t.text;
	((struct token *)(c - offsetof(struct token, text)))->owner = p;
	kept = t.owner;
}

// CHECK: {{^}}cast_of_first_member p leaking param: p{{$}}
void cast_of_first_member(void *p)
{
	struct token t = {0};
	char *c = t.text;
	((struct token *)c)->owner = p;
	kept = t.owner;
}

// CHECK: {{^}}flexible p leaking param: p{{$}}
// CHECK: {{^}}flexible calloc(1, 99) calloc(1, 99) does not escape{{$}}
void flexible(void *p, int i)
{
	struct last *l = calloc(1, 99);
	l->at[i] = p;
	kept = l->at[3];
	free(l);
}

// CHECK: {{^}}flexible_by_one p leaking param: p{{$}}
// CHECK: {{^}}flexible_by_one calloc(1, 99) calloc(1, 99) does not escape{{$}}
void flexible_by_one(void *p, int i)
{
	struct old_last *l = calloc(1, 99);
	l->at[i] = p;
	kept = l->at[3];
	free(l);
}

// CHECK: {{^}}flexible_dropped p p does not escape{{$}}
// CHECK: {{^}}flexible_dropped calloc(1, 99) calloc(1, 99) does not escape{{$}}
void flexible_dropped(void *p, int i)
{
	struct last *l = calloc(1, 99);
	l->at[i] = p;
	free(l);
}

// CHECK: {{^}}inner_last_member p leaking param: p{{$}}
void inner_last_member(void *p, int i)
{
	struct followed f = {0};
	f.head.at[i] = p;
	kept = f.tail[1];
}

// CHECK: {{^}}stored_in_bytes p leaking param: p{{$}}
void stored_in_bytes(void *p)
{
	struct token t;
	*(void **)(t.text + 8) = p;
	kept = *(void **)(t.text + 8);
}

// CHECK: {{^}}bytes_elsewhere p p does not escape{{$}}
void bytes_elsewhere(void *p)
{
	struct token t = {0};
	*(void **)(t.text + 8) = p;
	kept = *(void **)(t.text + 16);
}
struct element {
	int index, x;
};
struct holder {
	void *held, *other;
	struct element all[4];
	void *after;
};

static struct holder *holder_of(struct element *e)
{
	e -= e->index;
	return (struct holder *)((char *)e - offsetof(struct holder, all));
}

// CHECK: {{^}}by_the_first_element p leaking param: p to result ~r0 level=0{{$}}
void *by_the_first_element(void *p, int i)
{
	struct holder h = {0};
	h.all[i].index = i;
	holder_of(&h.all[i])->held = p;
	return h.held;
}

static struct holder *by_steps(struct element *e)
{
	while (e->index)
		e--;
	return (struct holder *)((char *)e - offsetof(struct holder, all));
}

static struct holder *by_distance(struct element *e, int k)
{
	return (struct holder *)((char *)(e + k) - offsetof(struct holder, all));
}

// CHECK: {{^}}by_steps_back p leaking param: p to result ~r0 level=0{{$}}
void *by_steps_back(void *p)
{
	struct holder h = {0};
	h.all[1].index = 1;
	by_steps(&h.all[1])->held = p;
	return h.held;
}

// CHECK: {{^}}by_a_distance_back p leaking param: p to result ~r0 level=0{{$}}
void *by_a_distance_back(void *p)
{
	struct holder h = {0};
	by_distance(&h.all[3], -3)->held = p;
	return h.held;
}

static struct element *of_its_member(int *x)
{
	return (struct element *)((char *)x - offsetof(struct element, x));
}

// CHECK: {{^}}element_of_its_member p p does not escape{{$}}
void *element_of_its_member(void *p, int i)
{
	struct holder h = {0};
	h.after = p;
	of_its_member(&h.all[i].x)->index = 1;
	return h.held;
}
struct tagged {
	long n;
	char tag[8];
	void *values[4];
	void *more, *last;
};
#define TAGGED(t) ((struct tagged *)((t)-offsetof(struct tagged, tag)))

static void put_in_sibling(char *tag, long i, void *p)
{
	TAGGED(tag)->values[i] = p;
}

static void put_after(char *tag, long i, void *p)
{
	(&TAGGED(tag)->more)[i] = p;
}

static void put_in_next(char *tag, long i, void *p)
{
	TAGGED(tag)[i].more = p;
}

// CHECK: {{^}}sibling_array p leaking param: p to result ~r0 level=0{{$}}
void *sibling_array(void *p)
{
	struct tagged t = {0};
	put_in_sibling(t.tag, 1, p);
	return t.values[1];
}

// CHECK: {{^}}after_the_array p leaking param: p to result ~r0 level=0{{$}}
void *after_the_array(void *p)
{
	struct tagged t = {0};
	put_after(t.tag, 1, p);
	return t.last;
}

// CHECK: {{^}}next_container p leaking param: p to result ~r0 level=0{{$}}
void *next_container(void *p)
{
	struct tagged t[4] = {0};
	put_in_next(t[1].tag, 1, p);
	return t[2].more;
}

// CHECK: {{^}}last_after_a_loop p leaking param: p to result ~r0 level=0{{$}}
void *last_after_a_loop(void *p)
{
	struct tagged t = {0};
	void **v = t.values;
	while (v < t.values + 4)
		v++;
	v[-1] = p;
	return t.values[3];
}

// CHECK: {{^}}last_by_index p leaking param: p to result ~r0 level=0{{$}}
void *last_by_index(void *p, int n)
{
	struct tagged t = {0};
	void **v = &t.values[n];
	*--v = p;
	return t.values[3];
}

static void **right_behind(char *tag)
{
	return TAGGED(tag)->values;
}

// CHECK: {{^}}behind_the_array p leaking param: p to result ~r0 level=0{{$}}
void *behind_the_array(void *p, int i)
{
	struct tagged t = {0};
	right_behind(t.tag)[i] = p;
	return t.values[1];
}
struct slot {
	void *held;
	long n;
};

struct with_slot {
	void *before;
	struct slot one[1];
	void *after;
};

// CHECK: {{^}}back_over_a_single_element p leaking param: p to result ~r0 level=0{{$}}
void *back_over_a_single_element(void *p)
{
	struct with_slot w = {0};
	struct slot *s = w.one;
	while (s < w.one + 1)
		s++;
	s[-1].held = p;
	return w.one[0].held;
}
char global_bytes[64];

// CHECK: {{^}}copied_from_behind p leaking param: p{{$}}
void copied_from_behind(void *p, unsigned long n)
{
	struct tagged t = {0};
	t.values[2] = p;
	__builtin_memcpy(global_bytes, right_behind(t.tag), n);
}

// CHECK: {{^}}given_what_is_behind p leaking param: p{{$}}
// CHECK: {{^}}given_what_is_behind get get does not escape{{$}}
// CHECK: {{^}}given_what_is_behind &t &t escapes to heap{{$}}
void given_what_is_behind(void *p, void (*get)(void **))
{
	struct tagged t = {0};
	t.values[1] = p;
	get(right_behind(t.tag));
}
