// A hook is at its default only while nobody stores in it, also not through a pointer to it that went through memory.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdlib.h>
typedef void hook(void *);
struct item {
	long number;
	hook *call;
	hook *other;
	hook *third;
};
struct box {
	struct item *item;
};
static void *kept;
static void nothing(void *p)
{
	(void)p;
}
static void keeps(void *p)
{
	kept = p;
}

// Set through what a global leads to, by one function that calls all of them.
static struct item found = {0, nothing, nothing, nothing};
static struct box *boxes;
// CHECK: {{^}}put_all b leaking param: b{{$}}
static void put(struct box *b)
{
	boxes = b;
}
static void show(void)
{
	boxes->item = &found;
}
static void set(void)
{
	boxes->item->call = keeps;
}
void put_all(struct box *b)
{
	put(b);
	show();
	set();
}
// CHECK: {{^}}call_found p leaking param: p{{$}}
void call_found(void *p)
{
	found.call(p);
}
// Another place of it, where nobody stores what keeps:
// CHECK: {{^}}call_found_third p p does not escape{{$}}
void call_found_third(void *p)
{
	found.third(p);
}

// Set through the caller's memory, by functions that only the caller puts together.
static struct item lent = {0, nothing, nothing, nothing};
// CHECK: {{^}}lend b b does not escape{{$}}
void lend(struct box *b)
{
	b->item = &lent;
}
// CHECK: {{^}}set_lent b b does not escape{{$}}
void set_lent(struct box *b)
{
	b->item->call = keeps;
}
// CHECK: {{^}}call_lent p leaking param: p{{$}}
void call_lent(void *p)
{
	lent.call(p);
}

// As a whole, by copying a struct.
static struct item copied = {0, nothing, nothing, nothing};
static const struct item keeper = {1, nothing, keeps, nothing};
// CHECK: {{^}}lend_copied b b does not escape{{$}}
void lend_copied(struct box *b)
{
	b->item = &copied;
}
// CHECK: {{^}}set_copied b b does not escape{{$}}
void set_copied(struct box *b)
{
	*b->item = keeper;
}
// CHECK: {{^}}call_copied p leaking param: p{{$}}
void call_copied(void *p)
{
	copied.other(p);
}

// Behind another global that went the same way.
static struct item behind = {0, nothing, nothing, nothing};
static struct box between = {&behind};
struct shelf {
	struct box *box;
};
// CHECK: {{^}}lend_behind s s does not escape{{$}}
void lend_behind(struct shelf *s)
{
	s->box = &between;
}
// CHECK: {{^}}call_behind p leaking param: p{{$}}
void call_behind(void *p)
{
	behind.call(p);
}

// Nobody has its address but the program, in globals that are followed.
static struct item own = {0, nothing, nothing, nothing};
static struct item *list;
static void enlist(void)
{
	list = &own;
}
static void reset(void)
{
	list->call = nothing;
}
// CHECK: {{^}}call_own p p does not escape{{$}}
void call_own(void *p)
{
	enlist();
	reset();
	own.call(p);
}

// A function that takes more arguments cannot be meant; one that takes fewer, by a cast, can.
struct wide {
	int number[9];
	int (*call)(int, void *);
	int (*cast)(void *, int);
};
static int none(int n, void *p)
{
	return n || p;
}
static int neither(void *p, int n)
{
	return n || p;
}
static struct wide wide = {{0}, none, neither};
struct wide_box {
	struct wide *wide;
};
static int keep_third(int n, int m, void *p)
{
	keeps(p);
	return n + m;
}
// CHECK: {{^}}lend_wide b b does not escape{{$}}
void lend_wide(struct wide_box *b)
{
	b->wide = &wide;
}
// CHECK: {{^}}set_wide b b does not escape{{$}}
void set_wide(struct wide_box *b)
{
	b->wide->call = (int (*)(int, void *))keep_third;
	b->wide->cast = (int (*)(void *, int))keeps;
}
// CHECK: {{^}}call_wide p p does not escape{{$}}
int call_wide(void *p)
{
	return wide.call(1, p);
}
// CHECK: {{^}}call_cast p leaking param: p{{$}}
int call_cast(void *p)
{
	return wide.cast(p, 1);
}

// BAD: a pointer into an array of wide integers, which may be functions, is taken for one to any place of the struct.
struct counted {
	long number[9];
	hook *call;
	hook *other;
};
static struct counted counted = {{0}, nothing, nothing};
struct counted_box {
	struct counted *counted;
};
// CHECK: {{^}}lend_counted b b does not escape{{$}}
void lend_counted(struct counted_box *b)
{
	b->counted = &counted;
}
// CHECK: {{^}}set_counted b b does not escape{{$}}
void set_counted(struct counted_box *b)
{
	b->counted->call = keeps;
}
// CHECK: {{^}}call_counted p leaking param: p{{$}}
void call_counted(void *p)
{
	counted.other(p);
}
