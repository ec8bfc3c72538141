// Where the ABI passes a large struct by a plain pointer to a copy (AArch64, RISC-V, Windows), the fields of the
// copy are the parameter itself (level 0), as with byval.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w --target=aarch64-linux-gnu -ffreestanding %s | %check
struct large {
	void *a, *b, *c, *d;
};
struct large kept;
void *held;

// CHECK: {{^}}one_field s leaking param: s{{$}}
void one_field(struct large s)
{
	held = s.c;
}

// CHECK: {{^}}whole s leaking param: s{{$}}
void whole(struct large s)
{
	kept = s;
}

// CHECK: {{^}}returned s leaking param: s to result ~r0 level=0{{$}}
struct large returned(struct large s)
{
	return s;
}

// CHECK: {{^}}behind_a_field s leaking param content: s{{$}}
void behind_a_field(struct large s)
{
	held = *(void **)s.a;
}

// CHECK: {{^}}own_copy_written s s does not escape{{$}}
// CHECK: {{^}}own_copy_written t t does not escape{{$}}
void own_copy_written(struct large s, struct large t)
{
	s.a = t.b;
	held = 0;
}
static void keep_third(struct large s)
{
	held = s.c;
}

// CHECK: {{^}}passed_on p leaking param: p{{$}}
void passed_on(void *p)
{
	struct large s = {0, 0, p};
	keep_third(s);
}

// CHECK: {{^}}passed_on_elsewhere p p does not escape{{$}}
void passed_on_elsewhere(void *p)
{
	struct large s = {0, p};
	keep_third(s);
}
