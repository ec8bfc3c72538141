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

static uintptr_t word_of(struct node *p)
{
	return p->word;
}

// CHECK: {{^}}of_a_result p leaking param content: p{{$}}
void of_a_result(struct node *p)
{
	kept = (struct node *)word_of(p);
}

// CHECK: {{^}}through_private_memory p leaking param content: p{{$}}
void through_private_memory(struct node *p)
{
	uintptr_t a[2] = {0, p->word};

	for (int i = 0; i < 2; i++)
		kept = (struct node *)a[i];
}

// CHECK: {{^}}through_a_private_union p leaking param content: p{{$}}
void through_a_private_union(struct node *p, int n)
{
	union {
		uintptr_t word[4];
		struct node *node[4];
	} u;

	u.word[n] = p->word;
	kept = u.node[n];
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
