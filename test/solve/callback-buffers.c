// A callback that gets an array inside of the function's own struct does not get the struct.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
typedef int (*put)(void *user, const void *bytes, int n);
struct writer {
	put put;
	void *user;
	const char *in;
	char buffer[64];
	void *after;
	int n;
};
void *kept;

static int flush(struct writer *w)
{
	return w->put(w->user, w->buffer, w->n);
}

// CHECK: {{^}}write_to put put does not escape{{$}}
// CHECK: {{^}}write_to user leaking param: user{{$}}
// CHECK: {{^}}write_to in in does not escape{{$}}
// CHECK: {{^}}write_to after after does not escape{{$}}
// CHECK: {{^}}write_to &w &w escapes to heap{{$}}
int write_to(put put, void *user, const char *in, void *after, int n)
{
	struct writer w = {.put = put, .user = user, .in = in, .after = after};
	while (n--) {
		w.buffer[w.n++] = *w.in++;
		if (w.n == 64) {
			if (flush(&w))
				return -1;
			w.n = 0;
		}
	}
	return flush(&w);
}

static int flush_all(struct writer *w)
{
	return w->put(w->user, w, w->n);
}

// CHECK: {{^}}whole put leaking param: put{{$}}
// CHECK: {{^}}whole user leaking param: user{{$}}
// CHECK: {{^}}whole in leaking param: in{{$}}
// CHECK: {{^}}whole &w &w escapes to heap{{$}}
int whole(put put, void *user, const char *in)
{
	struct writer w = {.put = put, .user = user, .in = in};
	return flush_all(&w);
}

// CHECK: {{^}}in_the_array put put does not escape{{$}}
// CHECK: {{^}}in_the_array user leaking param: user{{$}}
// CHECK: {{^}}in_the_array in leaking param: in{{$}}
// CHECK: {{^}}in_the_array &w &w escapes to heap{{$}}
int in_the_array(put put, void *user, const char *in)
{
	struct writer w = {.put = put, .user = user};
	memcpy(w.buffer + 8, &in, sizeof in);
	return flush(&w);
}

// CHECK: {{^}}on_the_heap put put does not escape{{$}}
// CHECK: {{^}}on_the_heap user leaking param: user{{$}}
// CHECK: {{^}}on_the_heap in in does not escape{{$}}
// CHECK: {{^}}on_the_heap malloc(sizeof *w) malloc(sizeof *w) escapes to heap{{$}}
int on_the_heap(put put, void *user, const char *in)
{
	struct writer *w = malloc(sizeof *w);
	w->put = put;
	w->user = user;
	w->in = in;
	int r = flush(w);
	free(w);
	return r;
}

// CHECK: {{^}}the_callers w leaking param: w{{$}}
// CHECK: {{^}}the_callers put leaking param: put{{$}}
// CHECK: {{^}}the_callers in leaking param: in{{$}}
int the_callers(struct writer *w, put put, const char *in)
{
	w->put = put;
	w->in = in;
	return flush(w);
}

static int back(void *user, const void *bytes, int n)
{
	kept = (void *)((struct writer *)((char *)bytes - offsetof(struct writer, buffer)))->in;
	return n;
}

// A function of the program may know what is around the array.
// CHECK: {{^}}known_function in leaking param: in{{$}}
int known_function(const char *in)
{
	struct writer w = {.put = back, .in = in};
	return flush(&w);
}

static int write_with(put put, const char *in)
{
	struct writer w = {.put = put, .in = in};
	return flush(&w);
}

// CHECK: {{^}}known_to_the_caller in leaking param: in{{$}}
int known_to_the_caller(const char *in)
{
	return write_with(back, in);
}

static int change(void *user, const void *bytes, int n)
{
	((struct writer *)((char *)bytes - offsetof(struct writer, buffer)))->in = user;
	return n;
}

static const char *read_after(put put, void *user)
{
	struct writer w = {.put = put, .user = user};
	flush(&w);
	return w.in;
}

// CHECK: {{^}}changed_by_the_callers user leaking param: user{{$}}
void changed_by_the_callers(void *user)
{
	kept = (void *)read_after(change, user);
}
struct slots {
	long n;
	void **given[2];
};

// CHECK: {{^}}stored_in_what_it_got get get does not escape{{$}}
// CHECK: {{^}}stored_in_what_it_got p leaking param: p{{$}}
// CHECK: {{^}}stored_in_what_it_got &s &s escapes to heap{{$}}
void stored_in_what_it_got(void (*get)(void *), void *p)
{
	struct slots s = {0};
	get(s.given);
	*s.given[1] = p;
}
