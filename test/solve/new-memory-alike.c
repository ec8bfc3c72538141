// What calls of one function with the same pointers leave somewhere is one object: a parser appends to its buffer at
// many places. What they return is not, nor what they leave in something else.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
// RUN: %cc -fplugin-arg-cgoescape-dump=summary -fplugin-arg-cgoescape-functions=all -w -fsyntax-only %s \
// RUN:   | FileCheck --check-prefix=SUMMARY %s
// SUMMARY: {{^}}summary string{{$}}
// SUMMARY-COUNT-1: *(arg0+16) <- {heap
// SUMMARY-NOT: *(arg0+16) <- {heap
// SUMMARY: {{^}}summary append{{$}}
#include <stdlib.h>
#include <string.h>
struct buffer {
	char *text;
	size_t n, max;
};
struct box {
	struct item *item;
};
struct item {
	void *held;
};
struct lexer {
	int (*get)(void *);
	void *data;
	struct buffer token;
	char *string;
	int kind;
};
struct value {
	char *text;
	struct value *first, *next;
};
void *kept;
static void *(*get_memory)(size_t) = malloc;
static void (*put_memory)(void *) = free;
void set_memory(void *(*get)(size_t), void (*put)(void *))
{
	get_memory = get;
	put_memory = put;
}

/* ---- many places ------------------------------------------------------------------------------------ */

static void append(struct buffer *b, int c)
{
	if (b->n + 1 >= b->max) {
		char *more = get_memory(b->max *= 2);
		memcpy(more, b->text, b->n);
		put_memory(b->text);
		b->text = more;
	}
	b->text[b->n++] = c;
}

static int next(struct lexer *l)
{
	int c = l->get(l->data);
	append(&l->token, c);
	return c;
}

static void string(struct lexer *l)
{
	int c = next(l);
	while (c != '"') {
		if (c == '\\') {
			c = next(l);
			if (c == 'u')
				next(l), next(l), next(l), next(l);
			append(&l->token, c);
			append(&l->token, c + 1);
		} else if (c == '\n') {
			append(&l->token, 'n');
		}
		c = next(l);
	}
	put_memory(l->string);
	l->string = get_memory(l->token.n + 1);
	memcpy(l->string, l->token.text, l->token.n);
}

static void scan(struct lexer *l)
{
	int c = next(l);
	l->token.n = 0;
	if (c == '-')
		c = next(l);
	while (c >= '0' && c <= '9')
		c = next(l);
	if (c == '.')
		next(l), next(l), next(l);
	if (c == '"')
		string(l);
	else if (c == 't')
		next(l), next(l), next(l), next(l);
	else if (c == 'f')
		next(l), next(l), next(l), next(l), next(l);
	l->kind = c;
}

static struct value *value(struct lexer *l, int depth);

static struct value *list(struct lexer *l, int depth)
{
	struct value *v = get_memory(sizeof *v);
	scan(l);
	while (l->kind != ']') {
		struct value *e = value(l, depth + 1);
		e->next = v->first;
		v->first = e;
		scan(l);
		if (l->kind != ',')
			break;
		scan(l);
	}
	return v;
}

static struct value *object(struct lexer *l, int depth)
{
	struct value *v = get_memory(sizeof *v);
	scan(l);
	while (l->kind == '"') {
		char *key = l->string;
		struct value *e;
		l->string = NULL;
		scan(l);
		scan(l);
		e = value(l, depth + 1);
		e->text = key;
		e->next = v->first;
		v->first = e;
		scan(l);
		if (l->kind != ',')
			break;
		scan(l);
	}
	return v;
}

static struct value *value(struct lexer *l, int depth)
{
	struct value *v;
	if (depth > 100)
		return NULL;
	if (l->kind == '{')
		return object(l, depth);
	if (l->kind == '[')
		return list(l, depth);
	v = get_memory(sizeof *v);
	v->text = l->string;
	l->string = NULL;
	return v;
}

struct text {
	const char *at;
};

static int get_text(void *data)
{
	struct text *t = data;
	return *t->at ? *t->at++ : -1;
}

// CHECK: {{^}}set_memory get leaking param: get{{$}}
// CHECK: {{^}}set_memory put leaking param: put{{$}}
// CHECK: {{^}}parse text text does not escape{{$}}
// CHECK: {{^}}parse malloc(16) malloc(16) does not escape{{$}}
struct value *parse(const char *text)
{
	struct text t = {text};
	struct lexer l = {get_text, &t, {malloc(16), 0, 16}};
	struct value *v;
	scan(&l);
	v = value(&l, 0);
	free(l.token.text);
	free(l.string);
	return v;
}

/* ---- not alike ---------------------------------------------------------------------------------------- */

static void fill(struct box *b)
{
	b->item = calloc(1, sizeof *b->item);
}

static struct item *make(void)
{
	return calloc(1, sizeof(struct item));
}

// CHECK: {{^}}two_boxes p p does not escape{{$}}
// CHECK: {{^}}two_boxes q leaking param: q{{$}}
void two_boxes(void *p, void *q)
{
	struct box a, b;
	fill(&a);
	fill(&b);
	a.item->held = p;
	b.item->held = q;
	kept = b.item->held;
}

// CHECK: {{^}}two_results p p does not escape{{$}}
// CHECK: {{^}}two_results q leaking param: q{{$}}
void two_results(void *p, void *q)
{
	struct item *a = make(), *b = make();
	a->held = p;
	b->held = q;
	kept = b->held;
}

// CHECK: {{^}}twice_in_one_box p leaking param: p{{$}}
void twice_in_one_box(void *p)
{
	struct box a;
	struct item *first;
	fill(&a);
	first = a.item;
	fill(&a);
	first->held = p;
	kept = first->held;
}

// BAD: the first item does not get out.
// CHECK: {{^}}first_of_two p leaking param: p{{$}}
void first_of_two(void *p)
{
	struct box a;
	struct item *first;
	fill(&a);
	first = a.item;
	fill(&a);
	first->held = p;
	kept = a.item->held;
}
