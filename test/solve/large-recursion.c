// Recursions of many functions are solved coarsely, but they end, and tell memory that dies from memory that stays.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -fplugin-arg-cgoescape-facts=%t -w %s | %check
// RUN: FileCheck --check-prefix=FACTS --implicit-check-not=limit %s < %t
#include <stdlib.h>
struct context {
	void *subject;
	struct context *outer;
	const char *cursor;
	int depth;
};
static const void *trace[8];
static void *last;
static int traced;

// Forty rules that call each other, as a parser does: each parks what it works on in a context of its own.
#define RULE(n, a, b)                                                                      \
	static int rule##a(struct context *c, void *p);                                        \
	static int rule##b(struct context *c, void *p);                                        \
	static int rule##n(struct context *c, void *p)                                         \
	{                                                                                      \
		struct context mine = {p, c, c->cursor, c->depth + 1};                         \
                                                                                       \
		trace[mine.depth & 7] = "rule " #n;                                            \
		traced++;                                                                      \
		if (mine.depth > 30)                                                           \
			return c->outer && c->outer->subject == p;                             \
		return *mine.cursor++ == n ? rule##a(&mine, p) : rule##b(&mine, mine.subject); \
	}
#define TEN(t, u) \
	RULE(t##0, t##1, u##3) RULE(t##1, t##2, u##1) RULE(t##2, t##3, t##0) RULE(t##3, t##4, u##7) RULE(t##4, t##5, t##1) \
	RULE(t##5, t##6, u##9) RULE(t##6, t##7, t##2) RULE(t##7, t##8, u##0) RULE(t##8, t##9, t##4) RULE(t##9, u##0, t##3)
TEN(1, 2)
TEN(2, 3)
TEN(3, 4)
TEN(4, 1)

// FACTS: {{^}}parse -1 - nocallback=yes
// CHECK: {{^}}parse text text does not escape{{$}}
// CHECK: {{^}}parse p p does not escape{{$}}
int parse(const char *text, void *p)
{
	struct context c = {NULL, NULL, text, 0};

	return rule10(&c, p);
}

// The same, but one of the rules keeps it.
#define KEPT(n, next)                                          \
	static int kept##next(struct context *c, void *p);         \
	static int kept##n(struct context *c, void *p)             \
	{                                                          \
		struct context mine = {p, c, c->cursor, c->depth + 1}; \
                                                           \
		if (mine.depth == 7)                                   \
			last = n == 15 ? mine.outer->subject : NULL;        \
		return mine.depth > 30 ? 0 : kept##next(&mine, p);     \
	}
#define KEPT_TEN(t, u) \
	KEPT(t##0, t##1) KEPT(t##1, t##2) KEPT(t##2, t##3) KEPT(t##3, t##4) KEPT(t##4, t##5) \
	KEPT(t##5, t##6) KEPT(t##6, t##7) KEPT(t##7, t##8) KEPT(t##8, t##9) KEPT(t##9, u##0)
KEPT_TEN(1, 2)
KEPT_TEN(2, 3)
KEPT_TEN(3, 4)
KEPT_TEN(4, 1)

// FACTS: {{^}}parse_and_keep -1 - nocallback=yes
// CHECK: {{^}}parse_and_keep text text does not escape{{$}}
// CHECK: {{^}}parse_and_keep p leaking param: p{{$}}
int parse_and_keep(const char *text, void *p)
{
	struct context c = {NULL, NULL, text, 0};

	return kept10(&c, p);
}
