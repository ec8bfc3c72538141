// Function pointers in globals: the defaults and whatever the program stores count; a setter that takes one from
// outside is named.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -fplugin-arg-cgoescape-facts=%t -w %s | %check
// RUN: FileCheck --check-prefix=FACTS %s < %t
#include <stdlib.h>
#include <string.h>
void *kept;
static void keep(void *p)
{
	kept = p;
}
static void ignore(void *p)
{
	(void)p;
}
typedef void (*handler)(void *);
struct hooks {
	handler open, close, other;
};

static handler with_default = ignore;
// CHECK: {{^}}set_with_default f leaking param: f{{$}}
void set_with_default(handler f)
{
	with_default = f;
}

// CHECK: {{^}}call_with_default p p does not escape{{$}}
// FACTS-DAG: {{^}}call_with_default -1 - nocallback=depends global-hook {{[^ ]*}} with_default set by set_with_default
void call_with_default(void *p)
{
	with_default(p);
}
static handler null_hook;
// CHECK: {{^}}set_null_hook f leaking param: f{{$}}
void set_null_hook(handler f)
{
	null_hook = f;
}

// CHECK: {{^}}call_null_hook p p does not escape{{$}}
// FACTS-DAG: {{^}}call_null_hook -1 - nocallback=depends global-hook {{[^ ]*}} null_hook set by set_null_hook
void call_null_hook(void *p)
{
	if (null_hook)
		null_hook(p);
}
static handler private = ignore;
// CHECK: {{^}}call_private p p does not escape{{$}}
// FACTS-DAG: {{^}}call_private -1 - nocallback=yes{{[[:space:]]}}
void call_private(void *p)
{
	private(p);
}
static handler installed = ignore;
void install(void)
{
	installed = keep;
}

// CHECK: {{^}}call_installed p leaking param: p{{$}}
// FACTS-DAG: {{^}}call_installed -1 - nocallback=yes{{[[:space:]]}}
void call_installed(void *p)
{
	installed(p);
}
handler visible = ignore;
// CHECK: {{^}}call_visible p p does not escape{{$}}
// FACTS-DAG: {{^}}call_visible -1 - nocallback=depends global-hook {{[^ ]*}} visible
void call_visible(void *p)
{
	visible(p);
}
static struct hooks by_address = {ignore};
static void put(handler *slot, handler f)
{
	*slot = f;
}

void set_by_address(void)
{
	put(&by_address.open, keep);
}

// CHECK: {{^}}call_by_address p leaking param: p{{$}}
// FACTS-DAG: {{^}}call_by_address -1 - nocallback=yes{{[[:space:]]}}
void call_by_address(void *p)
{
	by_address.open(p);
}
static struct hooks by_literal = {ignore};
void set_by_literal(void)
{
	by_literal = (struct hooks){keep};
}

// CHECK: {{^}}call_by_literal p leaking param: p{{$}}
// FACTS-DAG: {{^}}call_by_literal -1 - nocallback=yes{{[[:space:]]}}
void call_by_literal(void *p)
{
	by_literal.open(p);
}
struct node {
	struct node *next;
	handler f;
	void *data;
};
static struct node *registered;
// CHECK: {{^}}add f leaking param: f{{$}}
// CHECK: {{^}}add data leaking param: data{{$}}
// CHECK: {{^}}add malloc(sizeof *n) malloc(sizeof *n) escapes to heap{{$}}
void add(handler f, void *data)
{
	struct node *n = malloc(sizeof *n);
	n->f = f;
	n->data = data;
	n->next = registered;
	registered = n;
}

// CHECK: {{^}}call_registered p leaking param: p{{$}}
// FACTS-DAG: {{^}}call_registered -1 - nocallback=depends global-hook {{[^ ]*}} registered set by add
void call_registered(void *p)
{
	for (struct node *n = registered; n; n = n->next)
		n->f(p);
}
struct inner {
	void *a;
	handler f;
};
struct middle {
	void *a, *b, *c;
	struct inner *inner;
};
struct outer {
	void *a, *b;
	struct middle *middle;
};
// The pointer behind three others lies as far in its object as the first in the global.
static struct {
	handler f;
	struct outer *outer;
} top = {ignore};
// CHECK: {{^}}set_top o leaking param: o{{$}}
void set_top(struct outer *o)
{
	top.outer = o;
}

// CHECK: {{^}}call_behind_three p leaking param: p{{$}}
void call_behind_three(void *p)
{
	top.outer->middle->inner->f(p);
}

// CHECK: {{^}}call_hook_or_behind p leaking param: p{{$}}
void call_hook_or_behind(void *p, int k)
{
	handler f = (handler)top.outer;
	if (k)
		f = top.outer->middle->inner->f;
	f(p);
}

// CHECK: {{^}}call_before_three p p does not escape{{$}}
void call_before_three(void *p)
{
	if (top.outer->middle->inner->f)
		top.f(p);
}
static handler set_inside = ignore;
static void set_by_static(handler f)
{
	set_inside = f;
}

void install_quiet(void)
{
	set_by_static(ignore);
}

// BAD: the only setter is static and every call of it is known
// CHECK: {{^}}call_set_inside p p does not escape{{$}}
// FACTS-DAG: {{^}}call_set_inside -1 - nocallback=depends global-hook {{[^ ]*}} set_inside set by set_by_static
void call_set_inside(void *p)
{
	set_inside(p);
}
