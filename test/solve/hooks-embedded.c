// A struct is put into others: who has a pointer to the one and who has one to the other mean the same place, at
// different offsets. So a hook that was found in memory, or that is in a global whose address others have, may be a function
// that the program has put into such memory as far from there as structs are in others.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
typedef void (*hook)(void *);
typedef int (*filter)(void *, int);
struct logger {
	int level;
	hook write;
	filter filter;
};
struct server {
	long port, limit;
	struct logger log;
};
static void *kept;
static void ignore(void *p)
{
	(void)p;
}
static int pass(void *p, int n)
{
	return p ? n : 0;
}
static void keep(void *p)
{
	kept = p;
}

// CHECK: {{^}}server_init s s does not escape{{$}}
void server_init(struct server *s)
{
	s->log.write = keep;
}
// CHECK: {{^}}logger_init l l does not escape{{$}}
void logger_init(struct logger *l)
{
	l->write = keep;
}

static hook with_default = ignore, without;
static struct logger whole = {0, ignore, pass};
static filter of_server = pass;
// CHECK: {{^}}use l leaking param content: l{{$}}
void use(const struct logger *l)
{
	with_default = l->write;
	without = l->write;
	whole = *l;
}
// CHECK: {{^}}use_filter s leaking param content: s{{$}}
void use_filter(const struct server *s)
{
	of_server = s->log.filter;
}
// CHECK: {{^}}found p leaking param: p{{$}}
void found(void *p)
{
	with_default(p);
}
// CHECK: {{^}}found_alone p leaking param: p{{$}}
void found_alone(void *p)
{
	if (without)
		without(p);
}
// CHECK: {{^}}copied p leaking param: p{{$}}
void copied(void *p)
{
	whole.write(p);
}

static struct server own = {0, 0, {0, ignore, pass}};
struct server *server(void)
{
	return &own;
}
// CHECK: {{^}}in_own p leaking param: p{{$}}
void in_own(void *p)
{
	own.log.write(p);
}

/* Near misses: another member, and a hook that nobody takes from memory. */
// CHECK: {{^}}other_member p p does not escape{{$}}
void other_member(void *p)
{
	of_server(p, 1);
	whole.filter(p, 1);
	own.log.filter(p, 1);
}
static hook fixed = ignore;
void reset(void)
{
	fixed = ignore;
}
// CHECK: {{^}}at_default p p does not escape{{$}}
void at_default(void *p)
{
	fixed(p);
}
