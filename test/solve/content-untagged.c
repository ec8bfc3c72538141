// An integer in memory is content once somebody makes a pointer of it: here, or where it is handed on to.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdint.h>
struct node {
	struct node *next;
	uintptr_t word;
};
static struct node *kept;
static uintptr_t kept_word;

static void *untag(uintptr_t w)
{
	return (void *)(w & ~(uintptr_t)7);
}
static uintptr_t mix(uintptr_t w)
{
	return w ^ 77;
}

// CHECK: {{^}}made_a_pointer p leaking param content: p{{$}}
void made_a_pointer(struct node *p)
{
	kept = (struct node *)p->next->word;
}

// CHECK: {{^}}by_a_helper p leaking param content: p{{$}}
void by_a_helper(struct node *p)
{
	kept = untag(p->next->word);
}

// CHECK: {{^}}by_a_helper_of_a_helper p leaking param content: p{{$}}
static void keep(uintptr_t w)
{
	kept = untag(w);
}
void by_a_helper_of_a_helper(struct node *p)
{
	keep(p->next->word);
}

// CHECK: {{^}}stays_an_integer p p does not escape{{$}}
void stays_an_integer(struct node *p)
{
	kept_word = p->next->word;
}

// CHECK: {{^}}handed_on_as_integer p p does not escape{{$}}
void handed_on_as_integer(struct node *p)
{
	kept_word = mix(p->next->word);
}
