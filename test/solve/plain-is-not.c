// A parameter that is declared as a pointer to what has no pointers in it is taken at its word, unless the function loads or stores
// pointers through it: then it is the beginning of something larger, or a part, or memory of any kind.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -fplugin-arg-cgoescape-facts=%t.tsv -w %s | %check
// RUN: FileCheck --check-prefix=FACTS --input-file=%t.tsv --implicit-check-not='{{^[a-z_]+ [01] [a-z]+ [cpr]}}' %s
#include <stddef.h>
#include <string.h>
struct source {
	char *text;
};
struct entry {
	int kind, count;
};
struct stream {
	struct entry entry;
	char *text;
};
struct queued {
	char *text;
	struct entry entry;
};
char *kept;

// CHECK: {{^}}put e e does not escape{{$}}
// CHECK: {{^}}put s leaking param content: s{{$}}
// FACTS-DAG: {{^}}put 1 s content+content:param:0
void put(struct entry *e, struct source *s)
{
	((struct stream *)e)->text = s->text;
}

// CHECK: {{^}}put_bytes e e does not escape{{$}}
// CHECK: {{^}}put_bytes s leaking param content: s{{$}}
// FACTS-DAG: {{^}}put_bytes 1 s content+content:param:0
void put_bytes(unsigned char *e, struct source *s)
{
	*(char **)(e + 8) = s->text;
}

// CHECK: {{^}}get e leaking param: e to result ~r0 level=1{{$}}
// FACTS-DAG: {{^}}get 0 e result:1+content:result
char *get(struct entry *e)
{
	return ((struct stream *)e)->text;
}

// CHECK: {{^}}get_around e leaking param: e to result ~r0 level=1{{$}}
// FACTS-DAG: {{^}}get_around 0 e result:1+content:result
char *get_around(struct entry *e)
{
	return ((struct queued *)((char *)e - offsetof(struct queued, entry)))->text;
}

// CHECK: {{^}}keep e leaking param content: e{{$}}
// FACTS-DAG: {{^}}keep 0 e content
void keep(struct entry *e, int n)
{
	for (struct stream *s = (struct stream *)e; n; n--, s++)
		kept = s->text;
}

// CHECK: {{^}}count e e does not escape{{$}}
// CHECK: {{^}}count s s does not escape{{$}}
int count(struct entry *e, struct source *s)
{
	e->count += s->text[0];
	return e->count;
}

// CHECK: {{^}}fill text text does not escape{{$}}
// CHECK: {{^}}fill s s does not escape{{$}}
void fill(char *text, const char *s, size_t n)
{
	memcpy(text, s, n);
}

// CHECK: {{^}}to_struct s s does not escape{{$}}
// CHECK: {{^}}to_struct text text does not escape{{$}}
void to_struct(struct stream *s, const char *text)
{
	memcpy(s, text, sizeof *s);
	if (s->text)
		s->text = NULL;
}

static char *of(struct stream *s)
{
	return s->text;
}

// CHECK: {{^}}get_by_callee e leaking param: e to result ~r0 level=1{{$}}
// FACTS-DAG: {{^}}get_by_callee 0 e result:1+content:result
char *get_by_callee(struct entry *e)
{
	return of((struct stream *)e);
}

static void put_text(struct stream *s, char *text)
{
	s->text = text;
}

// CHECK: {{^}}put_by_callee e e does not escape{{$}}
// CHECK: {{^}}put_by_callee s leaking param content: s{{$}}
// FACTS-DAG: {{^}}put_by_callee 1 s content+content:param:0
void put_by_callee(struct entry *e, struct source *s)
{
	put_text((struct stream *)e, s->text);
}

static int length(const struct stream *s)
{
	return s->text ? s->text[0] : 0;
}

// CHECK: {{^}}copied text text does not escape{{$}}
// CHECK: {{^}}copied s s does not escape{{$}}
int copied(const char *text, struct stream *s)
{
	memcpy(s, text, sizeof *s);
	return length(s);
}

static char *of_5(struct stream *s) { return s->text; }
static char *of_4(struct stream *s) { return of_5(s); }
static char *of_3(struct stream *s) { return of_4(s); }
static char *of_2(struct stream *s) { return of_3(s); }
static char *of_1(struct stream *s) { return of_2(s); }

// CHECK: {{^}}get_far_away e leaking param: e to result ~r0 level=1{{$}}
// FACTS-DAG: {{^}}get_far_away 0 e result:1+content:result
char *get_far_away(struct entry *e)
{
	return of_1((struct stream *)e);
}

struct swapped {
	struct entry entry;
	_Atomic(char *) text;
};

// CHECK: {{^}}swap e leaking param: e to result ~r0 level=1{{$}}
// FACTS-DAG: {{^}}swap 0 e result:1+content:result
char *swap(struct entry *e)
{
	return __c11_atomic_exchange(&((struct swapped *)e)->text, (char *)0, 5);
}

struct two {
	char *first, *second;
};

// CHECK: {{^}}both e leaking param: e to result ~r0 level=1{{$}}
// FACTS-DAG: {{^}}both 0 e result:1+content:result
struct two both(struct entry *e)
{
	return *(struct two *)(e + 1);
}

// CHECK: {{^}}counted e e does not escape{{$}}
void counted(struct entry *e)
{
	__atomic_fetch_add((long *)e, 1, 5);
}
