// Bodies that may be replaced are not evidence when one unit is looked at; declared promises never are.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -fplugin-arg-cgoescape-facts=%t -w %s | %check
// RUN: FileCheck --check-prefix=FACTS %s < %t
void *kept;
extern void undefined(void *p);
// CHECK: {{^}}weak p leaking param: p{{$}}
__attribute__((weak)) void weak(void *p)
{
	(void)p;
}

// CHECK: {{^}}strong p p does not escape{{$}}
void strong(void *p)
{
	(void)p;
}
void weak_alias(void *p) __attribute__((weak, alias("strong")));
void strong_alias(void *p) __attribute__((alias("strong")));
static inline void internal(void *p)
{
	(void)p;
}
static void promised(__attribute__((noescape)) void *p)
{
	kept = p;
}
extern void promised_elsewhere(__attribute__((noescape)) void *p);
static void *chosen(void)
{
	return strong;
}
void indirect(void *p) __attribute__((ifunc("chosen")));

// CHECK: {{^}}call_undefined p leaking param: p{{$}}
// FACTS-DAG: {{^}}call_undefined -1 - nocallback=unknown{{[[:space:]]}}
void call_undefined(void *p)
{
	undefined(p);
}

// CHECK: {{^}}call_weak p leaking param: p{{$}}
// FACTS-DAG: {{^}}call_weak -1 - nocallback=unknown{{[[:space:]]}}
void call_weak(void *p)
{
	weak(p);
}

// CHECK: {{^}}call_weak_alias p leaking param: p{{$}}
// FACTS-DAG: {{^}}call_weak_alias -1 - nocallback=unknown{{[[:space:]]}}
void call_weak_alias(void *p)
{
	weak_alias(p);
}

// CHECK: {{^}}call_alias p p does not escape{{$}}
// FACTS-DAG: {{^}}call_alias -1 - nocallback=yes{{[[:space:]]}}
void call_alias(void *p)
{
	strong_alias(p);
}

// CHECK: {{^}}call_internal p p does not escape{{$}}
// FACTS-DAG: {{^}}call_internal -1 - nocallback=yes{{[[:space:]]}}
void call_internal(void *p)
{
	internal(p);
}

// CHECK: {{^}}call_promised p leaking param: p{{$}}
// FACTS-DAG: {{^}}call_promised -1 - nocallback=yes{{[[:space:]]}}
void call_promised(void *p)
{
	promised(p);
}

// CHECK: {{^}}call_promised_elsewhere p leaking param: p{{$}}
// FACTS-DAG: {{^}}call_promised_elsewhere -1 - nocallback=unknown{{[[:space:]]}}
void call_promised_elsewhere(void *p)
{
	promised_elsewhere(p);
}

// BAD: the resolver returns a function of this unit
// CHECK: {{^}}call_indirect p leaking param: p{{$}}
// FACTS-DAG: {{^}}call_indirect -1 - nocallback=unknown{{[[:space:]]}}
void call_indirect(void *p)
{
	indirect(p);
}
