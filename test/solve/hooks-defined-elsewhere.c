// A function pointer in a global that another unit defines may be anything: what is called through it keeps p.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -fplugin-arg-cgoescape-facts=%t -w %s | %check
// RUN: FileCheck --check-prefix=FACTS %s < %t
void *kept;
typedef void (*handler)(void *);
struct hooks {
	handler open;
};
static void ignore(void *p)
{
	(void)p;
}
static const handler here = ignore;

// CHECK: {{^}}call_here p p does not escape{{$}}
// FACTS-DAG: {{^}}call_here -1 - nocallback=yes{{[[:space:]]}}
void call_here(void *p)
{
	here(p);
}
extern const handler elsewhere;
// CHECK: {{^}}call_elsewhere p leaking param: p{{$}}
void call_elsewhere(void *p)
{
	elsewhere(p);
}
extern struct hooks table_elsewhere;
// CHECK: {{^}}call_table_elsewhere p leaking param: p{{$}}
void call_table_elsewhere(void *p)
{
	table_elsewhere.open(p);
}
extern const struct hooks *const pointer_elsewhere;
// CHECK: {{^}}call_pointer_elsewhere p leaking param: p{{$}}
void call_pointer_elsewhere(void *p)
{
	pointer_elsewhere->open(p);
}
