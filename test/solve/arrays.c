// Arrays of pointers: a variable index may be any element, but stays in its array and its member.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdint.h>
#include <stdlib.h>
void *kept, *table[8], *other[8];
struct slot {
	void *key, *value;
};
struct two {
	void *before;
	void *in[4];
	void *after;
};

// CHECK: {{^}}global p leaking param: p{{$}}
void global(void *p, int i)
{
	table[i] = p;
}

// CHECK: {{^}}any_element p leaking param: p{{$}}
void any_element(void *p, int i)
{
	void *a[8] = {0};
	a[i & 7] = p;
	kept = a[(i + 1) & 7];
}

// CHECK: {{^}}dropped p p does not escape{{$}}
void dropped(void *p, int i)
{
	void *a[8] = {0};
	a[i & 7] = p;
}

// CHECK: {{^}}member_of_elements p leaking param: p{{$}}
void member_of_elements(void *p, int i, int k)
{
	struct slot a[8] = {0};
	a[i].value = p;
	kept = a[k].value;
}

// CHECK: {{^}}other_member_of_elements p p does not escape{{$}}
void other_member_of_elements(void *p, int i, int k)
{
	struct slot a[8] = {0};
	a[i].value = p;
	kept = a[k].key;
}

// CHECK: {{^}}beside_member_array p p does not escape{{$}}
void beside_member_array(void *p, int i)
{
	struct two t = {0};
	t.in[i] = p;
	kept = t.after;
	table[0] = t.before;
}

// CHECK: {{^}}from_its_end p leaking param: p{{$}}
void from_its_end(void *p)
{
	void *a[4], **e = a + 4;
	while (e != a)
		*--e = p;
	kept = a[1];
}

// CHECK: {{^}}negative_index p leaking param: p{{$}}
void negative_index(void *p)
{
	void *a[4] = {0}, **e = a + 4;
	e[-2] = p;
	kept = a[2];
}

// CHECK: {{^}}rows_flattened p leaking param: p{{$}}
void rows_flattened(void *p, int i)
{
	void *m[3][4] = {0}, **f = m[0];
	f[i] = p;
	kept = m[2][1];
}

// CHECK: {{^}}constant_indices p p does not escape{{$}}
void constant_indices(void *p)
{
	void *a[4] = {0};
	a[1] = p;
	kept = a[2];
}

// CHECK: {{^}}index_that_wraps p leaking param: p{{$}}
// CHECK: {{^}}index_that_wraps calloc(256, sizeof *t) calloc(256, sizeof *t) does not escape{{$}}
void index_that_wraps(void *p, uint8_t i)
{
	void **t = calloc(256, sizeof *t);
	t[(uint8_t)(i * 3)] = p;
	kept = t[2];
	free(t);
}

// CHECK: {{^}}index_that_wraps_at_word p leaking param: p{{$}}
// CHECK: {{^}}index_that_wraps_at_word calloc(256, sizeof *t) calloc(256, sizeof *t) does not escape{{$}}
void index_that_wraps_at_word(void *p, uint32_t i)
{
	void **t = calloc(256, sizeof *t);
	t[i * 3u] = p;
	kept = t[2];
	free(t);
}

// CHECK: {{^}}every_second p p does not escape{{$}}
// CHECK: {{^}}every_second calloc(256, sizeof *t) calloc(256, sizeof *t) does not escape{{$}}
void every_second(void *p, int i)
{
	void **t = calloc(256, sizeof *t);
	t[i * 2] = p;
	kept = t[1];
	free(t);
}
