// An array that is the first member of a struct begins where the struct does. Who is given the array goes on in the array only.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stddef.h>
#include <string.h>
struct tree {
	unsigned char prefix[5], n;
	struct tree *next;
};
struct place {
	unsigned char key[6];
	int depth;
	struct tree *tree;
};

static void set(struct tree *to, const unsigned char *key, size_t n)
{
	memcpy(to->prefix, key, n);
}

static void insert(struct tree *to, const unsigned char *key, size_t depth, size_t n)
{
	set(to, key + depth, n);
}

// CHECK: {{^}}from_array to to does not escape{{$}}
// CHECK: {{^}}from_array from from does not escape{{$}}
void from_array(struct tree *to, struct tree *from, size_t depth, size_t n)
{
	struct place p = {{0}, 0, from};
	insert(to, p.key, depth, n);
}

// CHECK: {{^}}from_element to to does not escape{{$}}
// CHECK: {{^}}from_element from from does not escape{{$}}
void from_element(struct tree *to, struct tree *from, size_t depth, size_t n)
{
	struct place p = {{0}, 0, from};
	insert(to, &p.key[0], depth, n);
}

// CHECK: {{^}}copied to to does not escape{{$}}
// CHECK: {{^}}copied from from does not escape{{$}}
void copied(struct tree *to, struct tree *from, size_t n)
{
	struct place p = {{0}, 0, from};
	memcpy(to->prefix, p.key, n);
}

// CHECK: {{^}}written to to does not escape{{$}}
// CHECK: {{^}}written from from does not escape{{$}}
struct tree *written(struct place *to, struct tree **from, size_t n)
{
	struct place p = {{0}};
	memcpy(p.key, from, n);
	to->depth = p.depth;
	return p.tree;
}

/* ---- the struct ---------------------------------------------------------------------------------------- */

// CHECK: {{^}}from_struct to to does not escape{{$}}
// CHECK: {{^}}from_struct from leaking param: from to param to{{$}}
void from_struct(struct tree *to, struct tree *from, size_t depth, size_t n)
{
	struct place p = {{0}, 0, from};
	insert(to, (unsigned char *)&p, depth, n);
}

// CHECK: {{^}}copied_struct to to does not escape{{$}}
// CHECK: {{^}}copied_struct from leaking param: from to param to{{$}}
void copied_struct(struct tree *to, struct tree *from)
{
	struct place p = {{0}, 0, from};
	memcpy(to, p.key, sizeof p);
}

static struct tree *tree_of(const unsigned char *key)
{
	return ((const struct place *)key)->tree;
}

// CHECK: {{^}}back_to_struct p leaking param: p to result ~r0 level=0{{$}}
struct tree *back_to_struct(struct tree *p)
{
	struct place at = {{0}, 0, p};
	return tree_of(at.key);
}
