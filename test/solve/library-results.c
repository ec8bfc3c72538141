// Library functions that return their argument or point into it, and out-parameters of theirs.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w -D_GNU_SOURCE %s | %check
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
static int compare(const void *a, const void *b)
{
	return *(const char *)a - *(const char *)b;
}

// CHECK: {{^}}strchr_result p leaking param: p to result ~r0 level=0{{$}}
char *strchr_result(char *p)
{
	return strchr(p, 'x');
}

// CHECK: {{^}}memchr_result p leaking param: p to result ~r0 level=0{{$}}
void *memchr_result(void *p)
{
	return memchr(p, 'x', 9);
}

// CHECK: {{^}}strchr_tested p p does not escape{{$}}
int strchr_tested(const char *p)
{
	return strchr(p, 'x') != 0;
}

// CHECK: {{^}}strstr_difference p p does not escape{{$}}
// CHECK: {{^}}strstr_difference needle needle does not escape{{$}}
int strstr_difference(const char *p, const char *needle)
{
	return strstr(p, needle) - p;
}

// CHECK: {{^}}strcpy_result p leaking param: p to result ~r0 level=0{{$}}
char *strcpy_result(char *p)
{
	return strcpy(p, "x");
}

// CHECK: {{^}}mempcpy_result p leaking param: p to result ~r0 level=0{{$}}
void *mempcpy_result(void *p)
{
	return mempcpy(p, "x", 1);
}

// CHECK: {{^}}fgets_result p leaking param: p to result ~r0 level=0{{$}}
// CHECK: {{^}}fgets_result f f does not escape{{$}}
char *fgets_result(char *p, FILE *f)
{
	return fgets(p, 9, f);
}

// CHECK: {{^}}getcwd_result p leaking param: p to result ~r0 level=0{{$}}
// CHECK: {{^}}getcwd_result getcwd(p, 9) getcwd(p, 9) escapes to heap{{$}}
char *getcwd_result(char *p)
{
	return getcwd(p, 9);
}

// CHECK: {{^}}inet_result a a does not escape{{$}}
// CHECK: {{^}}inet_result p leaking param: p to result ~r0 level=0{{$}}
const char *inet_result(const void *a, char *p)
{
	return inet_ntop(AF_INET, a, p, 9);
}

// CHECK: {{^}}localtime_result t t does not escape{{$}}
// CHECK: {{^}}localtime_result p leaking param: p to result ~r0 level=0{{$}}
struct tm *localtime_result(const time_t *t, struct tm *p)
{
	return localtime_r(t, p);
}

// CHECK: {{^}}strtol_end p leaking param: p to param end{{$}}
// CHECK: {{^}}strtol_end end end does not escape{{$}}
long strtol_end(const char *p, char **end)
{
	return strtol(p, end, 10);
}

// CHECK: {{^}}strtol_local_end p p does not escape{{$}}
long strtol_local_end(const char *p)
{
	char *end;
	long n = strtol(p, &end, 10);
	return *end ? 0 : n;
}

// CHECK: {{^}}bsearch_result p leaking param: p to result ~r0 level=0{{$}}
void *bsearch_result(const void *p)
{
	return bsearch("x", p, 3, 8, compare);
}

// CHECK: {{^}}qsort_in_place p p does not escape{{$}}
void qsort_in_place(void *p, size_t n)
{
	qsort(p, n, 8, compare);
}

// CHECK: {{^}}strdup_result p p does not escape{{$}}
// CHECK: {{^}}strdup_result strdup(p) strdup(p) escapes to heap{{$}}
char *strdup_result(const char *p)
{
	return strdup(p);
}
