// Library functions that keep what they are given, in themselves, in the kernel or in an object of the caller.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w -D_GNU_SOURCE %s | %check
#include <aio.h>
#include <search.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>
static int compare(const void *a, const void *b)
{
	return *(const char *)a - *(const char *)b;
}
static void at_exit(int status, void *p)
{
	(void)p;
}

// CHECK: {{^}}stream_buffer f f does not escape{{$}}
// CHECK: {{^}}stream_buffer buf leaking param: buf{{$}}
void stream_buffer(FILE *f, char *buf)
{
	setvbuf(f, buf, _IOFBF, 99);
}

// CHECK: {{^}}memory_stream buf leaking param: buf{{$}}
// CHECK: {{^}}memory_stream fmemopen(buf, 9, "r") fmemopen(buf, 9, "r") escapes to heap{{$}}
FILE *memory_stream(char *buf)
{
	return fmemopen(buf, 9, "r");
}

// CHECK: {{^}}tokens p leaking param: p{{$}}
void tokens(char *p)
{
	strtok(p, " ");
}

// CHECK: {{^}}tokens_reentrant p leaking param: p to param save{{$}}
// CHECK: {{^}}tokens_reentrant save save does not escape{{$}}
void tokens_reentrant(char *p, char **save)
{
	strtok_r(p, " ", save);
}

// CHECK: {{^}}environment p leaking param: p{{$}}
void environment(char *p)
{
	putenv(p);
}

// CHECK: {{^}}environment_copy p p does not escape{{$}}
void environment_copy(const char *p)
{
	setenv("name", p, 1);
}

// CHECK: {{^}}exit_data p leaking param: p{{$}}
void exit_data(void *p)
{
	on_exit(at_exit, p);
}

// CHECK: {{^}}tree p leaking param: p to param root{{$}}
// CHECK: {{^}}tree root root does not escape{{$}}
// CHECK: {{^}}tree tsearch(p, root, compare) tsearch(p, root, compare) escapes to heap{{$}}
void tree(void *p, void **root)
{
	tsearch(p, root, compare);
}

// CHECK: {{^}}hash_table p leaking param: p{{$}}
// CHECK: {{^}}hash_table hsearch((ENTRY){.key = p}, ENTER) hsearch((ENTRY){.key = p}, ENTER) escapes to heap{{$}}
void hash_table(char *p)
{
	hsearch((ENTRY){.key = p}, ENTER);
}

// CHECK: {{^}}signal_stack p leaking param: p{{$}}
void signal_stack(void *p)
{
	stack_t s = {.ss_sp = p};
	sigaltstack(&s, 0);
}

// CHECK: {{^}}event_data p leaking param: p{{$}}
void event_data(int e, void *p)
{
	struct epoll_event ev = {.data.ptr = p};
	epoll_ctl(e, EPOLL_CTL_ADD, 0, &ev);
}

// CHECK: {{^}}timer_data p leaking param: p{{$}}
void timer_data(void *p)
{
	struct sigevent e = {.sigev_value.sival_ptr = p};
	timer_t t;
	timer_create(0, &e, &t);
}

// CHECK: {{^}}asynchronous p leaking param: p{{$}}
void asynchronous(struct aiocb *p)
{
	aio_read(p);
}
