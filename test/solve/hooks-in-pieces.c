// A function pointer in a variable that is read in pieces and joined again is one of those that are there.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdint.h>
typedef void hook(void *);
void *sink;
static void good(void *p) {}
static void bad(void *p) { sink = p; }
union hook_or_halves {
	hook *h;
	uint32_t half[2];
};
#define JOINED(u) ((hook *)(uintptr_t)((uint64_t)(u).half[1] << 32 | (u).half[0]))

static const union hook_or_halves keeps = {bad}, harmless = {good};
// CHECK: {{^}}of_a_constant p leaking param: p{{$}}
void of_a_constant(void *p) { JOINED(keeps)(p); }
// CHECK: {{^}}harmless_one p p does not escape{{$}}
void harmless_one(void *p) { JOINED(harmless)(p); }

static union hook_or_halves variable;
void set(void) { variable.h = bad; }
// CHECK: {{^}}of_a_variable p leaking param: p{{$}}
void of_a_variable(void *p) { JOINED(variable)(p); }
