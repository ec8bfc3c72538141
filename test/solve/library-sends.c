// Bytes of a pointer that are written to a descriptor leave the program; text and numbers do not matter.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdio.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>
struct task {
	void *data;
	int n;
};

// CHECK: {{^}}pipe_write p leaking param: p{{$}}
void pipe_write(int fd, void *p)
{
	write(fd, &p, sizeof p);
}

// CHECK: {{^}}struct_write p leaking param: p{{$}}
void struct_write(int fd, void *p)
{
	struct task t = {p, 1};
	write(fd, &t, sizeof t);
}

// CHECK: {{^}}socket_send p leaking param: p{{$}}
void socket_send(int fd, void *p)
{
	send(fd, &p, sizeof p, 0);
}

// CHECK: {{^}}stream_write f f does not escape{{$}}
// CHECK: {{^}}stream_write p leaking param: p{{$}}
void stream_write(FILE *f, void *p)
{
	fwrite(&p, sizeof p, 1, f);
}

// CHECK: {{^}}vector_write p leaking param: p{{$}}
void vector_write(int fd, void *p)
{
	struct iovec v = {&p, sizeof p};
	writev(fd, &v, 1);
}

// CHECK: {{^}}text_write p p does not escape{{$}}
void text_write(int fd, const char *p)
{
	write(fd, p, 9);
}

// CHECK: {{^}}text_vector_write p p does not escape{{$}}
void text_vector_write(int fd, const char *p)
{
	struct iovec v = {(void *)p, 9};
	writev(fd, &v, 1);
}
