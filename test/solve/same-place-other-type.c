// Below the depth to which memory is told apart a place that was met before on the way is met again: lists and trees close.
// Where a pointer to another type is found there it is another place: a hook and a struct, at one offset of two structs.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdlib.h>
struct alloc {
	long a, b;
	void (*put)(void *ctx, void *p);
	void *ctx;
};
struct buffer {
	char *text;
	long n, max;
	struct alloc *alloc;
};
struct lexer {
	long line, column, offset;
	struct buffer *buffer;
};
struct handle {
	long a, b;
	struct lexer *lexer;
	void *user;
};

static void release(struct handle *h)
{
	struct alloc *a = h->lexer->buffer->alloc;
	a->put(a->ctx, h->lexer->buffer);
	a->put(a->ctx, h->lexer);
}

static void put(void *ctx, void *p)
{
	free(p);
}

// CHECK: {{^}}run p p does not escape{{$}}
// CHECK: {{^}}run malloc(sizeof *b) malloc(sizeof *b) does not escape{{$}}
// CHECK: {{^}}run malloc(sizeof *l) malloc(sizeof *l) does not escape{{$}}
void run(void *p)
{
	struct alloc a = {0, 0, put, p};
	struct buffer *b = malloc(sizeof *b);
	struct lexer *l = malloc(sizeof *l);
	struct handle h = {0, 0, l, p};
	b->alloc = &a;
	l->buffer = b;
	release(&h);
}
