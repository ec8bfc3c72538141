// A hook whose address gets out may be set by whoever has it.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -fplugin-arg-cgoescape-facts=%t -w %s | %check
// RUN: FileCheck --check-prefix=FACTS %s < %t
void *kept;
static void ignore(void *p)
{
	(void)p;
}
struct hooks {
	void (*open)(void *);
};
struct wrapper {
	struct hooks *hooks;
};
extern void publish(struct hooks *);
extern void publish_wrapper(struct wrapper *);

static struct hooks untouched = {ignore};
// CHECK: {{^}}call_untouched p p does not escape{{$}}
// FACTS-DAG: {{^}}call_untouched -1 - nocallback=yes{{[[:space:]]}}
void call_untouched(void *p)
{
	untouched.open(p);
}
static struct hooks given = {ignore};
void give(void)
{
	publish(&given);
}

// CHECK: {{^}}call_given p p does not escape{{$}}
// FACTS-DAG: {{^}}call_given -1 - nocallback=depends global-hook {{[^ ]*}} given set by give
void call_given(void *p)
{
	given.open(p);
}
static struct hooks returned = {ignore};
struct hooks *get(void)
{
	return &returned;
}

// CHECK: {{^}}call_returned p p does not escape{{$}}
// FACTS-DAG: {{^}}call_returned -1 - nocallback=depends global-hook {{[^ ]*}} returned set by get
void call_returned(void *p)
{
	returned.open(p);
}
static struct hooks inside = {ignore};
// CHECK: {{^}}give_inside &w &w escapes to heap{{$}}
void give_inside(void)
{
	struct wrapper w = {&inside};
	publish_wrapper(&w);
}

// CHECK: {{^}}call_inside p p does not escape{{$}}
// FACTS-DAG: {{^}}call_inside -1 - nocallback=depends{{[[:space:]]}}
void call_inside(void *p)
{
	inside.open(p);
}
static struct hooks in_global = {ignore};
struct hooks *visible;
void put_in_global(void)
{
	visible = &in_global;
}

// CHECK: {{^}}call_in_global p p does not escape{{$}}
// FACTS-DAG: {{^}}call_in_global -1 - nocallback=depends{{[[:space:]]}}
void call_in_global(void *p)
{
	in_global.open(p);
}
static struct hooks in_static = {ignore}, *hidden;
void put_in_static(void)
{
	hidden = &in_static;
}

// CHECK: {{^}}call_in_static p p does not escape{{$}}
// FACTS-DAG: {{^}}call_in_static -1 - nocallback=yes{{[[:space:]]}}
void call_in_static(void *p)
{
	in_static.open(p);
}
static struct hooks in_shown = {ignore}, *shown;
void put_in_shown(void)
{
	shown = &in_shown;
}

void show(void)
{
	publish(shown);
}

// CHECK: {{^}}call_in_shown p p does not escape{{$}}
// FACTS-DAG: {{^}}call_in_shown -1 - nocallback=depends{{[[:space:]]}}
void call_in_shown(void *p)
{
	in_shown.open(p);
}
static struct hooks in_given = {ignore}, *given_place;
extern void publish_place(struct hooks **);
void put_in_given(void)
{
	given_place = &in_given;
	publish_place(&given_place);
}

// CHECK: {{^}}call_in_given p p does not escape{{$}}
// FACTS-DAG: {{^}}call_in_given -1 - nocallback=depends{{[[:space:]]}}
void call_in_given(void *p)
{
	in_given.open(p);
}
static struct hooks out = {ignore};
// CHECK: {{^}}put_out o o does not escape{{$}}
void put_out(struct hooks **o)
{
	*o = &out;
}

// CHECK: {{^}}call_out p p does not escape{{$}}
// FACTS-DAG: {{^}}call_out -1 - nocallback=depends global-hook {{[^ ]*}} out set by put_out
void call_out(void *p)
{
	out.open(p);
}
