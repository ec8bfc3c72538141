// Attributes that promise something about a function are claims, never evidence: not noescape, not const or pure.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -fplugin-arg-cgoescape-facts=%t -w %s | %check
// RUN: FileCheck --check-prefix=FACTS %s < %t
void *kept;
static __attribute__((const)) int const_function(void *p)
{
	kept = p;
	return 0;
}
static __attribute__((pure)) int pure_function(void *p)
{
	kept = p;
	return 0;
}
extern __attribute__((pure)) int pure_elsewhere(void *p);
extern __attribute__((leaf, nothrow)) void leaf_elsewhere(void);
static __attribute__((access(read_only, 1))) void read_only(void *p)
{
	kept = p;
}
static void noescape_function(__attribute__((noescape)) void *p)
{
	kept = p;
}
static __attribute__((malloc)) void *not_malloc(void *p)
{
	return p;
}
static __attribute__((pure)) int really_pure(int *p)
{
	return *p;
}

// CHECK: {{^}}call_const p leaking param: p{{$}}
void call_const(void *p)
{
	const_function(p);
}

// CHECK: {{^}}call_pure p leaking param: p{{$}}
void call_pure(void *p)
{
	pure_function(p);
}

// CHECK: {{^}}call_pure_elsewhere p leaking param: p{{$}}
// FACTS-DAG: {{^}}call_pure_elsewhere -1 - nocallback=unknown{{[[:space:]]}}
void call_pure_elsewhere(void *p)
{
	pure_elsewhere(p);
}

// FACTS-DAG: {{^}}call_leaf_elsewhere -1 - nocallback=unknown{{[[:space:]]}}
void call_leaf_elsewhere(void)
{
	leaf_elsewhere();
}

// CHECK: {{^}}call_read_only p leaking param: p{{$}}
void call_read_only(void *p)
{
	read_only(p);
}

// CHECK: {{^}}call_noescape p leaking param: p{{$}}
void call_noescape(void *p)
{
	noescape_function(p);
}

// CHECK: {{^}}call_malloc p leaking param: p{{$}}
void call_malloc(void *p)
{
	kept = not_malloc(p);
}

// CHECK: {{^}}call_really_pure p p does not escape{{$}}
int call_really_pure(int *p)
{
	return really_pure(p);
}
