// A function pointer that is read from an object of the caller's and stored in a global may be one that the program itself
// has put into such an object. What a setter takes from others, and nobody here puts down, is named.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -fplugin-arg-cgoescape-facts=%t -w %s | %check
// RUN: FileCheck --check-prefix=FACTS %s < %t
#include <stddef.h>
static void *kept;
typedef void (*handler)(void *);
static void keep(void *p)
{
	kept = p;
}
static void ignore(void *p)
{
	(void)p;
}

struct table {
	handler write, flush;
};
struct device {
	const struct table *table;
	long n;
	handler open, close;
};
static const struct table ignoring = {ignore, ignore}, keeping = {keep, ignore};

// CHECK: {{^}}prepare d d does not escape{{$}}
void prepare(struct device *d)
{
	d->table = &keeping;
	d->open = keep;
}

static handler open_hook = ignore, close_hook = ignore;
static const struct table *table = &ignoring;
// CHECK: {{^}}select_device d leaking param content: d{{$}}
void select_device(struct device *d)
{
	open_hook = d->open;
	close_hook = d->close;
	table = d->table;
}

// CHECK: {{^}}call_open p leaking param: p{{$}}
// FACTS-DAG: {{^}}call_open -1 - nocallback=depends global-hook {{[^ ]*}} open_hook set by select_device
void call_open(void *p)
{
	open_hook(p);
}

// CHECK: {{^}}call_close p p does not escape{{$}}
// FACTS-DAG: {{^}}call_close -1 - nocallback=depends global-hook {{[^ ]*}} close_hook set by select_device
void call_close(void *p)
{
	close_hook(p);
}

// CHECK: {{^}}call_table p leaking param: p{{$}}
void call_table(void *p)
{
	table->write(p);
}

// A copy of all of it.
static struct device current = {&ignoring, 0, ignore, ignore};
// CHECK: {{^}}copy_device d leaking param content: d{{$}}
void copy_device(const struct device *d)
{
	current = *d;
}

// CHECK: {{^}}call_current_open p leaking param: p{{$}}
void call_current_open(void *p)
{
	current.open(p);
}

// CHECK: {{^}}call_current_close p p does not escape{{$}}
void call_current_close(void *p)
{
	current.close(p);
}

// CHECK: {{^}}call_current_table p leaking param: p{{$}}
void call_current_table(void *p)
{
	current.table->write(p);
}

// An object of the program's that is handed out.
struct driver {
	char name[40];
	handler send, receive;
};
static struct driver drivers[] = {{"none", ignore, ignore}, {"all", keep, ignore}};
struct driver *find_driver(int i)
{
	return &drivers[i];
}

static handler send = ignore, receive = ignore;
// CHECK: {{^}}use_driver d leaking param content: d{{$}}
void use_driver(struct driver *d)
{
	send = d->send;
	receive = d->receive;
}

// CHECK: {{^}}call_send p leaking param: p{{$}}
void call_send(void *p)
{
	send(p);
}

// CHECK: {{^}}call_receive p p does not escape{{$}}
void call_receive(void *p)
{
	receive(p);
}

// By another function.
static handler chosen = ignore;
static handler choose(struct driver *d)
{
	return d->send;
}
// CHECK: {{^}}use_chosen d leaking param content: d{{$}}
void use_chosen(struct driver *d)
{
	chosen = choose(d);
}

// CHECK: {{^}}call_chosen p leaking param: p{{$}}
void call_chosen(void *p)
{
	chosen(p);
}
