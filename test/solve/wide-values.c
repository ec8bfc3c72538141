// Values wider than 1024 bytes are loaded and stored whole.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdint.h>
#include <stdlib.h>
typedef uint64_t wide __attribute__((vector_size(4096)));
typedef unsigned _BitInt(16384) number;
void *held;

// CHECK: {{^}}vector_stored p leaking param: p{{$}}
// CHECK: {{^}}vector_stored malloc(sizeof *h) malloc(sizeof *h) does not escape{{$}}
void vector_stored(void *p)
{
	wide v = {0}, *h = malloc(sizeof *h);
	v[300] = (uintptr_t)p;
	*h = v;
	held = ((void **)h)[300];
	free(h);
}

// CHECK: {{^}}vector_loaded p leaking param: p{{$}}
// CHECK: {{^}}vector_loaded calloc(1, sizeof *h) calloc(1, sizeof *h) does not escape{{$}}
void vector_loaded(void *p)
{
	wide v, *h = calloc(1, sizeof *h);
	((void **)h)[300] = p;
	v = *h;
	held = (void *)v[300];
	free(h);
}

// CHECK: {{^}}number_loaded p leaking param: p{{$}}
// CHECK: {{^}}number_loaded calloc(1, sizeof *h) calloc(1, sizeof *h) does not escape{{$}}
void number_loaded(void *p)
{
	number v, *h = calloc(1, sizeof *h);
	((void **)h)[200] = p;
	v = *h;
	held = (void *)(uintptr_t)(v >> 12800);
	free(h);
}

// CHECK: {{^}}vector_dropped p p does not escape{{$}}
// CHECK: {{^}}vector_dropped malloc(sizeof *h) malloc(sizeof *h) does not escape{{$}}
void vector_dropped(void *p)
{
	wide v = {0}, *h = malloc(sizeof *h);
	v[300] = (uintptr_t)p;
	*h = v;
	free(h);
}
