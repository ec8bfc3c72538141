// A pointer in a global that leads to tables of functions is at its default like a function pointer: a setter that takes
// another table from outside is named. What else is behind a pointer in a global may be anything.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -fplugin-arg-cgoescape-facts=%t -w %s | %check
// RUN: FileCheck --check-prefix=FACTS %s < %t
#include <stdlib.h>
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
struct table {
	handler open, close;
};

static const struct table ignoring = {ignore, ignore}, keeping = {keep, ignore};

static const struct table *with_default = &ignoring;
// CHECK: {{^}}set_with_default t leaking param: t{{$}}
void set_with_default(const struct table *t)
{
	with_default = t;
}

// CHECK: {{^}}call_with_default p p does not escape{{$}}
// FACTS-DAG: {{^}}call_with_default -1 - nocallback=depends global-hook {{[^ ]*}} with_default set by set_with_default
void call_with_default(void *p)
{
	with_default->open(p);
}

static struct table lazy = {ignore, ignore}, writable = {ignore, ignore};
static struct table *first_use;
// CHECK: {{^}}set_first_use t leaking param: t{{$}}
void set_first_use(struct table *t)
{
	first_use = t;
}

// CHECK: {{^}}call_first_use p p does not escape{{$}}
// FACTS-DAG: {{^}}call_first_use -1 - nocallback=depends global-hook {{[^ ]*}} lazy set by call_first_use and others
void call_first_use(void *p)
{
	if (!first_use)
		first_use = &lazy;
	first_use->open(p);
}

static const struct table *chosen = &ignoring;
void choose(void)
{
	chosen = &keeping;
}
// CHECK: {{^}}set_chosen t leaking param: t{{$}}
void set_chosen(const struct table *t)
{
	chosen = t;
}

// CHECK: {{^}}open_chosen p leaking param: p{{$}}
void open_chosen(void *p)
{
	chosen->open(p);
}

// CHECK: {{^}}close_chosen p p does not escape{{$}}
void close_chosen(void *p)
{
	chosen->close(p);
}

// The setter does not name the table that it is given; the caller inside does.
static const struct table *installed = &ignoring;
static void set_installed(const struct table *t)
{
	installed = t;
}
void install(void)
{
	set_installed(&keeping);
}
// CHECK: {{^}}install_any t leaking param: t{{$}}
void install_any(const struct table *t)
{
	set_installed(t);
}

// CHECK: {{^}}call_installed p leaking param: p{{$}}
void call_installed(void *p)
{
	installed->open(p);
}

// A table that the program makes at run time, and fills with what it is given.
static struct table *made = &writable;
// CHECK: {{^}}make f leaking param: f{{$}}
// CHECK: {{^}}make malloc(sizeof *t) malloc(sizeof *t) escapes to heap{{$}}
void make(handler f)
{
	struct table *t = malloc(sizeof *t);

	t->open = f;
	made = t;
}
// CHECK: {{^}}set_made t leaking param: t{{$}}
void set_made(struct table *t)
{
	made = t;
}

// CHECK: {{^}}call_made p leaking param: p{{$}}
void call_made(void *p)
{
	made->open(p);
}

// The same by a function that others may call, too.
static struct table *made_elsewhere = &writable;
static void put_table(struct table *t)
{
	made_elsewhere = t;
}
// CHECK: {{^}}make_elsewhere f leaking param: f{{$}}
// CHECK: {{^}}make_elsewhere malloc(sizeof *t) malloc(sizeof *t) escapes to heap{{$}}
void make_elsewhere(handler f)
{
	struct table *t = malloc(sizeof *t);

	t->open = f;
	put_table(t);
}
// CHECK: {{^}}put_any t leaking param: t{{$}}
void put_any(struct table *t)
{
	put_table(t);
}

// CHECK: {{^}}call_made_elsewhere p leaking param: p{{$}}
void call_made_elsewhere(void *p)
{
	made_elsewhere->open(p);
}

// New memory that went through memory of a parameter.
struct owner {
	struct table *table;
};
static struct table *owned = &writable;
// CHECK: {{^}}make_owned o leaking param content: o{{$}}
// CHECK: {{^}}make_owned f leaking param: f{{$}}
// CHECK: {{^}}make_owned malloc(sizeof *o->table) malloc(sizeof *o->table) escapes to heap{{$}}
void make_owned(struct owner *o, handler f)
{
	o->table = malloc(sizeof *o->table);
	o->table->open = f;
	owned = o->table;
}

// CHECK: {{^}}call_owned p leaking param: p{{$}}
void call_owned(void *p)
{
	owned->open(p);
}

// The program writes the table to which it points.
static struct table rewritten_table = {ignore, ignore};
static struct table *rewritten = &rewritten_table;
void rewrite(void)
{
	rewritten->open = keep;
}
// CHECK: {{^}}set_rewritten t leaking param: t{{$}}
void set_rewritten(struct table *t)
{
	rewritten = t;
}

// CHECK: {{^}}call_rewritten p leaking param: p{{$}}
void call_rewritten(void *p)
{
	rewritten->open(p);
}

// An object that callers have to set first: no table of the program's is its default.
struct object {
	handler write;
	void *arg;
};
static struct object *current;
// CHECK: {{^}}set_current o leaking param: o{{$}}
void set_current(struct object *o)
{
	current = o;
}

// CHECK: {{^}}call_current p leaking param: p{{$}}
void call_current(void *p)
{
	current->write(p);
}

// A pointer to the global went where it is not followed: any table may be there.
static const struct table *given_away = &ignoring;
// CHECK: {{^}}give_away slot slot does not escape{{$}}
void give_away(const struct table ***slot)
{
	*slot = &given_away;
}
// CHECK: {{^}}through_slot slot slot does not escape{{$}}
void through_slot(const struct table ***slot)
{
	**slot = &keeping;
}

// CHECK: {{^}}call_given_away p leaking param: p{{$}}
void call_given_away(void *p)
{
	given_away->open(p);
}

// What an unknown function returns is no default.
const struct table *find_table(void);
static const struct table *found = &ignoring;
void find(void)
{
	found = find_table();
}

// CHECK: {{^}}call_found p leaking param: p{{$}}
void call_found(void *p)
{
	found->open(p);
}

// Tables behind tables are not.
struct outer {
	const struct table *inner;
	handler own;
};
static const struct outer outer_default = {&ignoring, ignore};
static const struct outer *outermost = &outer_default;
// CHECK: {{^}}set_outermost o leaking param: o{{$}}
void set_outermost(const struct outer *o)
{
	outermost = o;
}

// CHECK: {{^}}call_own p p does not escape{{$}}
void call_own(void *p)
{
	outermost->own(p);
}

// CHECK: {{^}}call_inner p leaking param: p{{$}}
void call_inner(void *p)
{
	outermost->inner->open(p);
}
