// A parser that makes its nodes by two dozen calls and keeps them in the same places: too many to be told apart, so those
// that were made by the same call of malloc and met are one. What is kept elsewhere stays apart, the text for one.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdlib.h>
#include <string.h>
struct node {
	int type;
	size_t n;
	struct node **items;
	char **keys;
	char *text;
};
struct level {
	struct node *node;
	char *key;
	struct level *outer;
};
struct lexer {
	char *text;
	const char *at;
};
struct parser {
	char *error, *path, *line;
	struct lexer *lexer;
	struct level *levels;
	struct node *root;
};
void *kept;

static struct node *make(int type)
{
	struct node *n = calloc(1, sizeof *n);
	n->type = type;
	return n;
}

static void append(struct node *to, char *key, struct node *n)
{
	to->items = realloc(to->items, (to->n + 1) * sizeof *to->items);
	to->keys = realloc(to->keys, (to->n + 1) * sizeof *to->keys);
	to->items[to->n] = n;
	to->keys[to->n++] = key;
}

static void add(struct parser *p, struct node *n)
{
	if (!p->levels)
		p->root = n;
	else if (!p->levels->key && n->text) {
		p->levels->key = n->text;
		free(n);
	} else
		append(p->levels->node, p->levels->key, n);
}

static void enter(struct parser *p, struct node *n)
{
	struct level *l = malloc(sizeof *l);
	l->node = n;
	l->key = NULL;
	l->outer = p->levels;
	p->levels = l;
}

static struct node *leave(struct parser *p)
{
	struct level *l = p->levels;
	struct node *n = l->node;
	p->levels = l->outer;
	free(l);
	return n;
}
#define SCALAR(k) \
	static void scalar##k(struct parser *p, size_t n) \
	{ \
		struct node *v = make(k); \
		v->text = malloc(n + 1); \
		memcpy(v->text, p->lexer->at, n); \
		add(p, v); \
	}
#define NESTED(k) \
	static void enter##k(struct parser *p) { enter(p, make(k)); } \
	static void leave##k(struct parser *p) { add(p, leave(p)); }
SCALAR(1) SCALAR(2) SCALAR(3) SCALAR(4) SCALAR(5) SCALAR(6) SCALAR(7) SCALAR(8) SCALAR(9) SCALAR(10)
SCALAR(11) SCALAR(12) SCALAR(13) SCALAR(14) SCALAR(15) SCALAR(16) SCALAR(17) SCALAR(18) SCALAR(19) SCALAR(20)
SCALAR(21) SCALAR(22) SCALAR(23) SCALAR(24) SCALAR(25) SCALAR(26) SCALAR(27) SCALAR(28) SCALAR(29) SCALAR(30)
NESTED(31) NESTED(32) NESTED(33) NESTED(34) NESTED(35) NESTED(36) NESTED(37) NESTED(38)

#define TOKEN(k) \
	case k: \
		scalar##k(p, n); \
		break;
#define BRACKETS(k) \
	case k: \
		enter##k(p); \
		break; \
	case -k: \
		leave##k(p); \
		break;
#define TOKENS \
	TOKEN(1) TOKEN(2) TOKEN(3) TOKEN(4) TOKEN(5) TOKEN(6) TOKEN(7) TOKEN(8) TOKEN(9) TOKEN(10) TOKEN(11) \
	TOKEN(12) TOKEN(13) TOKEN(14) TOKEN(15) TOKEN(16) TOKEN(17) TOKEN(18) TOKEN(19) TOKEN(20) TOKEN(21) TOKEN(22) \
	TOKEN(23) TOKEN(24) TOKEN(25) TOKEN(26) TOKEN(27) TOKEN(28) TOKEN(29) TOKEN(30) \
	BRACKETS(31) BRACKETS(32) BRACKETS(33) BRACKETS(34) BRACKETS(35) BRACKETS(36) BRACKETS(37) BRACKETS(38)

static struct parser *start(const char *text)
{
	struct parser *p = calloc(1, sizeof *p);
	p->error = malloc(100);
	p->path = malloc(100);
	p->line = malloc(100);
	p->lexer = calloc(1, sizeof *p->lexer);
	p->lexer->text = malloc(100);
	p->lexer->at = text;
	return p;
}

static struct node *end(struct parser *p)
{
	struct node *root = p->root;
	free(p->lexer);
	free(p);
	return root;
}

// CHECK: {{^}}parse text text does not escape{{$}}
struct node *parse(const char *text, size_t n)
{
	struct parser *p = start(text);
	for (; *p->lexer->at; p->lexer->at++)
		switch (*p->lexer->at) {
			TOKENS
		}
	return end(p);
}

static void in_place(struct parser *p)
{
	struct node *v = make(40);
	v->text = (char *)p->lexer->at;
	add(p, v);
}

// CHECK: {{^}}parse_in_place text leaking param: text{{$}}
struct node *parse_in_place(const char *text, size_t n)
{
	struct parser *p = start(text);
	for (; *p->lexer->at; p->lexer->at++)
		switch (*p->lexer->at) {
			TOKENS
		case 40:
			in_place(p);
		}
	return end(p);
}
