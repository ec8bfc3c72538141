// Comparators and other callbacks of library functions: they get pointers into the array, and run in this call.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -fplugin-arg-cgoescape-facts=%t -w -D_GNU_SOURCE %s | %check
// RUN: FileCheck --check-prefix=FACTS %s < %t
#include <pthread.h>
#include <stdlib.h>
void *kept;
static int keep_content(const void *a, const void *b)
{
	kept = *(void *const *)a;
	return 0;
}
static int keep_element(const void *a, const void *b)
{
	kept = (void *)b;
	return 0;
}
static int keep_argument(const void *a, const void *b, void *arg)
{
	kept = arg;
	return 0;
}
static int compare(const void *a, const void *b)
{
	return *(const char *)a - *(const char *)b;
}

// CHECK: {{^}}element_content p leaking param: p{{$}}
// FACTS-DAG: {{^}}element_content -1 - nocallback=yes{{[[:space:]]}}
void element_content(void *p)
{
	void *a[3] = {0, p, 0};
	qsort(a, 3, sizeof *a, keep_content);
}

// CHECK: {{^}}content_of_parameter p leaking param content: p{{$}}
// FACTS-DAG: {{^}}content_of_parameter -1 - nocallback=yes{{[[:space:]]}}
void content_of_parameter(void **p)
{
	qsort(p, 3, sizeof *p, keep_content);
}

// CHECK: {{^}}element_itself p leaking param: p{{$}}
// FACTS-DAG: {{^}}element_itself -1 - nocallback=yes{{[[:space:]]}}
void element_itself(void *p)
{
	qsort(p, 3, 8, keep_element);
}

// CHECK: {{^}}argument p leaking param: p{{$}}
// FACTS-DAG: {{^}}argument -1 - nocallback=yes{{[[:space:]]}}
void argument(void *p)
{
	int a[3] = {0};
	qsort_r(a, 3, sizeof *a, keep_argument, p);
}

// CHECK: {{^}}quiet p p does not escape{{$}}
// FACTS-DAG: {{^}}quiet -1 - nocallback=yes{{[[:space:]]}}
void quiet(void *p)
{
	qsort(p, 3, 8, compare);
}

// CHECK: {{^}}comparator_of_caller p leaking param: p{{$}}
// CHECK: {{^}}comparator_of_caller f f does not escape{{$}}
// FACTS-DAG: {{^}}comparator_of_caller -1 - nocallback=no{{[[:space:]]}}
void comparator_of_caller(void *p, int (*f)(const void *, const void *))
{
	qsort(p, 3, 8, f);
}

// CHECK: {{^}}key key leaking param: key{{$}}
// CHECK: {{^}}key p leaking param: p{{$}}
// CHECK: {{^}}key f f does not escape{{$}}
// FACTS-DAG: {{^}}key -1 - nocallback=no{{[[:space:]]}}
void *key(const void *key, const void *p, int (*f)(const void *, const void *))
{
	return bsearch(key, p, 3, 8, f);
}

// CHECK: {{^}}once o o does not escape{{$}}
// CHECK: {{^}}once f f does not escape{{$}}
// FACTS-DAG: {{^}}once -1 - nocallback=no{{[[:space:]]}}
void once(pthread_once_t *o, void (*f)(void))
{
	pthread_once(o, f);
}

// CHECK: {{^}}at_exit f leaking param: f{{$}}
// FACTS-DAG: {{^}}at_exit -1 - nocallback=yes{{[[:space:]]}}
void at_exit(void (*f)(void))
{
	atexit(f);
}
