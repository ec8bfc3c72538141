// Memory that a hook in an object returns is that object's memory, whoever made it; and the object's own hooks get what
// is the object's already. What anybody else returns or is given may be anywhere.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -fplugin-arg-cgoescape-facts=%t -w %s > /dev/null
// RUN: grep -v nocallback= %t | tr '\t' ' ' | FileCheck %s --implicit-check-not=direct --implicit-check-not=param:
// RUN: %cc -w -fplugin-arg-cgoescape-m=2 -fsyntax-only %s 2>&1 | FileCheck %s --check-prefix=FLOW
#include <stdlib.h>
struct owner {
	void *(*alloc)(void *, size_t);
	void *(*plain)(size_t);
	void (*release)(void *, void *);
	void (*notify)(void *);
	void *opaque;
	struct state *state, *last;
};
struct state {
	struct owner *owner;
	void *data;
};

// CHECK: {{^}}another_gets_it 0 o direct+param:0+content {{[a-z]}}
// CHECK: {{^}}another_gets_it 1 other direct {{[a-z]}}
// CHECK: {{^}}another_gets_it 2 p direct+param:0 {{[a-z]}}
void another_gets_it(struct owner *o, struct owner *other, void *p)
{
	o->last = o->alloc(o->opaque, sizeof *o->last);
	o->last->owner = o;
	o->last->data = p;
	other->release(other, o->last);
}

// CHECK: {{^}}content_in_made 0 o content {{[a-z]}}
void content_in_made(struct owner *o)
{
	struct state *s = o->plain(sizeof *s);

	s->data = o->last;
}

// CHECK: {{^}}given_alloc 0 alloc none
// CHECK: {{^}}given_alloc 1 p direct {{[a-z]}}
void given_alloc(void *(*alloc)(size_t), void *p)
{
	struct state *s = alloc(sizeof *s);

	s->data = p;
}

// CHECK: {{^}}gives_content 0 o content {{[a-z]}}
// CHECK: {{^}}gives_content 1 p param:0 {{[a-z]}}
void gives_content(struct owner *o, void *p)
{
	struct state *s = malloc(sizeof *s);

	s->owner = (struct owner *)o->last;
	s->data = p;
	o->state = s;
	o->notify(s);
}

// CHECK: {{^}}gives_itself 0 o direct+content {{[a-z]}}
void gives_itself(struct owner *o)
{
	o->release(o->opaque, o);
}

// CHECK: {{^}}gives_new_memory 0 o content {{[a-z]}}
// CHECK: {{^}}gives_new_memory 1 p direct {{[a-z]}}
void gives_new_memory(struct owner *o, void *p)
{
	struct state *s = malloc(sizeof *s);

	s->data = p;
	o->release(o->opaque, s);
}

// CHECK: {{^}}gives_the_pointer 1 p direct {{[a-z]}}
void gives_the_pointer(struct owner *o, void *p)
{
	o->release(o->opaque, p);
}

// CHECK: {{^}}init 0 o param:0+content {{[a-z]}}
// FLOW: :[[@LINE+3]]:24: remark: parameter o leaks to {param o} with derefs=0:
// FLOW:   flow: {param o} = o:
// FLOW:     from s->owner = o (assign) at {{.*}}:[[@LINE+5]]:11
int init(struct owner *o)
{
	struct state *s = o->alloc(o->opaque, sizeof *s);

	s->owner = o;
	o->state = s;
	if (o->opaque)
		o->release(o->opaque, s);
	return 0;
}

static void *by_default(void *opaque, size_t n)
{
	return malloc(n);
}

// CHECK: {{^}}init_default 0 o param:0+content {{[a-z]}}
// CHECK: {{^}}init_default 1 p param:0 {{[a-z]}}
int init_default(struct owner *o, void *p)
{
	if (!o->alloc)
		o->alloc = by_default;
	o->state = o->alloc(o->opaque, sizeof *o->state);
	o->state->owner = o;
	o->state->data = p;
	if (o->opaque)
		o->release(o->opaque, o->state);
	return 0;
}

// What the caller gets by the result is new memory like any other.
// CHECK: {{^}}made_and_kept 1 p direct+param:0 {{[a-z]}}
struct state *made_and_kept(struct owner *o, void *p)
{
	struct state *s = o->plain(sizeof *s);

	s->data = p;
	o->state = s;
	return s;
}

// CHECK: {{^}}made_and_returned 0 o direct {{[a-z]}}
// CHECK: {{^}}made_and_returned 1 p direct {{[a-z]}}
struct state *made_and_returned(struct owner *o, void *p)
{
	struct state *s = o->plain(sizeof *s);

	s->owner = o;
	s->data = p;
	return s;
}

// CHECK: {{^}}made_in_made 0 o none
// CHECK: {{^}}made_in_made 1 p direct {{[a-z]}}
struct state *made_in_made(struct owner *o, void *p)
{
	struct state *s = o->plain(sizeof *s), *t = o->plain(sizeof *t);

	t->data = p;
	s->data = t;
	return s;
}

// CHECK: {{^}}only_made 0 o content
// CHECK: {{^}}only_made 1 p param:0 {{[a-z]}}
void only_made(struct owner *o, void *p)
{
	struct state *s = o->alloc(o->opaque, sizeof *s);

	s->data = p;
}

// CHECK: {{^}}returns_another 1 p param:0 {{[a-z]}}
struct state *returns_another(struct owner *o, void *p)
{
	struct state *s = o->plain(sizeof *s);

	s->data = p;
	return o->state;
}

// The object is found again through what its hook has returned: what is called there is the object's, too, unless the
// hook was given a function that it may have put there.
// CHECK: {{^}}walk_back 0 s direct+content {{[a-z]}}
static __attribute__((noinline)) void walk_back(struct state *s, int twice)
{
	if (twice)
		walk_back(s, 0);
	s->owner->release(s->owner->opaque, s);
}

// CHECK: {{^}}walks 0 o param:0+content {{[a-z]}}
void walks(struct owner *o, int twice)
{
	struct state *s = o->alloc(o->opaque, sizeof *s);

	s->owner = o;
	walk_back(s, twice);
}

// CHECK: {{^}}walks_given 0 o direct+param:0+content {{[a-z]}}
void walks_given(struct owner *o, void (*visit)(void *), int twice)
{
	struct state *s = o->alloc(o->opaque, sizeof *s);

	s->owner = o;
	visit(o->opaque);
	walk_back(s, twice);
}
