// A call through a pointer gives a function all its arguments: of several functions that it may reach, one that takes more is
// not meant. Where no other is there it was cast, and is called.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -fplugin-arg-cgoescape-facts=%t -w %s | %check
// RUN: FileCheck --check-prefix=FACTS %s < %t
void *kept;
extern void out(void);
static void ignore(void *p)
{
	(void)p;
}
static void keep(void *p)
{
	kept = p;
}
static void keep_first_of_two(void *p, void *q)
{
	kept = p;
	out();
}
static void keep_none(void)
{
}

typedef void (*one)(void *);
typedef void (*two)(void *, void *);
typedef union {
	one one;
	two two;
} handler;

// CHECK: {{^}}one_that_fits p p does not escape{{$}}
// FACTS-DAG: {{^}}one_that_fits -1 - nocallback=yes{{[[:space:]]}}
void one_that_fits(void *p, int i)
{
	const handler all[] = {{.one = ignore}, {.two = keep_first_of_two}};

	all[i].one(p);
}

// CHECK: {{^}}both_fit p leaking param: p{{$}}
// FACTS-DAG: {{^}}both_fit -1 - nocallback=unknown{{[[:space:]]}}
void both_fit(void *p, int i)
{
	const handler all[] = {{.one = ignore}, {.two = keep_first_of_two}};

	all[i].two(p, 0);
}

// CHECK: {{^}}fewer_are_common p leaking param: p{{$}}
// FACTS-DAG: {{^}}fewer_are_common -1 - nocallback=yes{{[[:space:]]}}
void fewer_are_common(void *p, int i)
{
	const handler all[] = {{.one = (one)keep_none}, {.one = keep}};

	all[i].two(p, 0);
}

// CHECK: {{^}}only_one_that_does_not p leaking param: p{{$}}
// FACTS-DAG: {{^}}only_one_that_does_not -1 - nocallback=unknown{{[[:space:]]}}
void only_one_that_does_not(void *p, int i)
{
	const handler all[] = {{.one = 0}, {.two = keep_first_of_two}};

	all[i].one(p);
}

static one hook;

// CHECK: {{^}}install p p does not escape{{$}}
// FACTS-DAG: {{^}}install -1 - nocallback=yes{{[[:space:]]}}
void install(void *p)
{
	hook = (one)keep_first_of_two;
}

// CHECK: {{^}}hook_that_does_not p leaking param: p{{$}}
// FACTS-DAG: {{^}}hook_that_does_not -1 - nocallback=unknown{{[[:space:]]}}
void hook_that_does_not(void *p)
{
	hook(p);
}

static void pass_on(one f, void *p)
{
	f(p);
}

// The cast is in the caller.
// CHECK: {{^}}argument_that_does_not p leaking param: p{{$}}
// FACTS-DAG: {{^}}argument_that_does_not -1 - nocallback=unknown{{[[:space:]]}}
void argument_that_does_not(void *p)
{
	pass_on((one)keep_first_of_two, p);
}

// CHECK: {{^}}argument_that_fits p p does not escape{{$}}
// FACTS-DAG: {{^}}argument_that_fits -1 - nocallback=yes{{[[:space:]]}}
void argument_that_fits(void *p)
{
	pass_on(ignore, p);
}

static one late;

static void set_late(void)
{
	late = ignore;
}

// Both are known in the end, whatever comes to light first.
// CHECK: {{^}}one_that_comes_later p p does not escape{{$}}
// FACTS-DAG: {{^}}one_that_comes_later -1 - nocallback=yes{{[[:space:]]}}
void one_that_comes_later(void *p)
{
	if (!late)
		late = (one)keep_first_of_two;
	set_late();
	late(p);
}
