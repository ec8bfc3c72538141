// A struct given by value: its pointer fields are the parameter itself (level 0), what they point to is content.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdlib.h>
#include <string.h>
struct large {
	void *a, *b, *c, *d;
};
struct small {
	void *a;
	long n;
};
struct large kept;
void *held;

// CHECK: {{^}}one_field s leaking param: s{{$}}
void one_field(struct large s)
{
	held = s.c;
}

// CHECK: {{^}}whole s leaking param: s{{$}}
void whole(struct large s)
{
	kept = s;
}

// CHECK: {{^}}whole_by_memcpy s leaking param: s{{$}}
void whole_by_memcpy(struct large s)
{
	memcpy(&kept, &s, sizeof s);
}

// CHECK: {{^}}returned s leaking param: s to result ~r0 level=0{{$}}
struct large returned(struct large s)
{
	return s;
}

// CHECK: {{^}}field_returned s leaking param: s to result ~r0 level=0{{$}}
void *field_returned(struct large s)
{
	return s.b;
}

// CHECK: {{^}}behind_a_field s leaking param content: s{{$}}
void behind_a_field(struct large s)
{
	held = *(void **)s.a;
}

// CHECK: {{^}}only_read s s does not escape{{$}}
void only_read(struct large s)
{
	if (s.a)
		*(int *)s.a = 1;
}

// CHECK: {{^}}own_copy_written s s does not escape{{$}}
// CHECK: {{^}}own_copy_written t t does not escape{{$}}
void own_copy_written(struct large s, struct large t)
{
	s.a = t.b;
}

// CHECK: {{^}}into_parameter o o does not escape{{$}}
// CHECK: {{^}}into_parameter s leaking param: s to param o{{$}}
void into_parameter(struct large *o, struct large s)
{
	*o = s;
}

// CHECK: {{^}}into_heap s leaking param: s{{$}}
// CHECK: {{^}}into_heap malloc(sizeof *h) malloc(sizeof *h) escapes to heap{{$}}
void into_heap(struct large s)
{
	struct large *h = malloc(sizeof *h);
	*h = s;
	held = h;
}

// CHECK: {{^}}into_freed_heap s s does not escape{{$}}
// CHECK: {{^}}into_freed_heap malloc(sizeof *h) malloc(sizeof *h) does not escape{{$}}
void into_freed_heap(struct large s)
{
	struct large *h = malloc(sizeof *h);
	*h = s;
	free(h);
}

// CHECK: {{^}}in_registers s leaking param: s{{$}}
void in_registers(struct small s)
{
	held = s.a;
}

// CHECK: {{^}}in_registers_returned s leaking param: s to result ~r0 level=0{{$}}
struct small in_registers_returned(struct small s)
{
	return s;
}

// CHECK: {{^}}byte_by_byte s leaking param: s{{$}}
void byte_by_byte(struct large s)
{
	for (unsigned i = 0; i < sizeof s; i++)
		((char *)&kept)[i] = ((char *)&s)[i];
}

// CHECK: {{^}}by_halves s leaking param: s{{$}}
void by_halves(struct large s)
{
	unsigned *h = (unsigned *)&s;
	held = (void *)(h[2] | (unsigned long)h[3] << 32);
}

static void keep_third(struct large s)
{
	held = s.c;
}

// CHECK: {{^}}passed_on p leaking param: p{{$}}
void passed_on(void *p)
{
	struct large s = {0, 0, p};
	keep_third(s);
}

// CHECK: {{^}}passed_on_elsewhere p p does not escape{{$}}
void passed_on_elsewhere(void *p)
{
	struct large s = {0, p};
	keep_third(s);
}
static struct large make(void *p)
{
	return (struct large){0, 0, 0, p};
}

// CHECK: {{^}}hidden_result p leaking param: p{{$}}
void hidden_result(void *p)
{
	held = make(p).d;
}

// CHECK: {{^}}hidden_result_other_field p p does not escape{{$}}
void hidden_result_other_field(void *p)
{
	held = make(p).a;
}
