// A struct that is passed in memory: who gets the address of the callee's copy reads what came in it, exactly as
// with a struct that came in registers. Near misses: the copy stays here.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w --target=x86_64-linux-gnu -ffreestanding %s | %check
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w --target=aarch64-linux-gnu -ffreestanding %s | %check
struct big {
	int *a;
	long pad[6];
};
struct small {
	int *a;
};
void unknown(void *);

// CHECK: {{^}}given s leaking param: s{{$}}
// CHECK: {{^}}given &s &s escapes to heap{{$}}
void given(struct big s)
{
	unknown(&s);
}

// CHECK: {{^}}given_small s leaking param: s{{$}}
// CHECK: {{^}}given_small &s &s escapes to heap{{$}}
void given_small(struct small s)
{
	unknown(&s);
}

// CHECK: {{^}}out o o does not escape{{$}}
// CHECK: {{^}}out s leaking param: s to param o{{$}}
// CHECK: {{^}}out &s &s escapes to heap{{$}}
void out(struct big **o, struct big s)
{
	*o = &s;
}

// CHECK: {{^}}passed_on q leaking param: q{{$}}
void passed_on(int *q)
{
	struct big s = {q};

	given(s);
}

// CHECK: {{^}}contents p leaking param content: p{{$}}
void contents(struct big *p)
{
	given(*p);
}

static int read(struct big *p)
{
	return *p->a;
}

// CHECK: {{^}}lent s s does not escape{{$}}
int lent(struct big s)
{
	return read(&s);
}

// CHECK: {{^}}used s s does not escape{{$}}
int used(struct big s)
{
	return *s.a;
}
