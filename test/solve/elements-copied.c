// Of an element that is copied into an array of them each place has what its own place in the source had: it
// is not elements away from it.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stddef.h>
struct token {
	int kind;
	char *text;
	void *value;
};
struct parser {
	void *before;
	struct token now;
	void *after;
	int top;
	struct token path[10];
};
void *kept, *other;

// CHECK: {{^}}push p p does not escape{{$}}
void push(struct parser *p)
{
	p->path[p->top++] = p->now;
}

// CHECK: {{^}}beside_the_element before before does not escape{{$}}
// CHECK: {{^}}beside_the_element text leaking param: text{{$}}
// CHECK: {{^}}beside_the_element value value does not escape{{$}}
// CHECK: {{^}}beside_the_element after after does not escape{{$}}
void beside_the_element(void *before, char *text, void *value, void *after, int i)
{
	struct parser p = {before, {0, text, value}, after};
	push(&p);
	kept = p.path[p.top - i].text;
}

// CHECK: {{^}}later_place before before does not escape{{$}}
// CHECK: {{^}}later_place text text does not escape{{$}}
// CHECK: {{^}}later_place value leaking param: value{{$}}
// CHECK: {{^}}later_place after after does not escape{{$}}
void later_place(void *before, char *text, void *value, void *after, int i)
{
	struct parser p = {before, {0, text, value}, after};
	push(&p);
	push(&p);
	kept = p.path[i].value;
}

// What is copied may be several elements, then one may be where another was.
// CHECK: {{^}}several_elements a leaking param: a{{$}}
// CHECK: {{^}}several_elements b leaking param: b{{$}}
// CHECK: {{^}}several_elements c c does not escape{{$}}
struct two {
	struct token at[2];
};
void several_elements(char *a, char *b, void *c, int i, int k)
{
	struct two from = {{{0, a, c}, {0, b, c}}};
	struct token to[10];
	*(struct two *)&to[i] = from;
	kept = to[k].text;
}

// Bytes that are read across places are of both.
// CHECK: {{^}}across_places text leaking param: text{{$}}
// CHECK: {{^}}across_places value leaking param: value{{$}}
// CHECK: {{^}}across_places after after does not escape{{$}}
struct across {
	void *half[2];
};
void across_places(char *text, void *value, void *after, int i, int k)
{
	struct parser p = {0, {0, text, value}, after};
	p.path[i] = p.now;
	struct across *at = (struct across *)&p.path[k].text;
	kept = at->half[0];
	other = at->half[1];
}
