// C as it comes: statement expressions, computed gotos, cleanup, VLAs, alloca, K&R, compound literals, packed structs.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w -std=gnu17 %s | %check
#include <string.h>
void *kept;
extern void unknown(void);

// CHECK: {{^}}statement_expression p leaking param: p{{$}}
void statement_expression(void *p)
{
	kept = ({
		void *q = p;
		q;
	});
}

// CHECK: {{^}}comma p leaking param: p{{$}}
void comma(void *p)
{
	kept = (unknown(), p);
}

// CHECK: {{^}}elvis p leaking param: p{{$}}
void elvis(void *p)
{
	kept = p ?: kept;
}

// CHECK: {{^}}computed_goto p leaking param: p{{$}}
void computed_goto(void *p, int i)
{
	void *q = 0;
	static void *const to[] = {&&store, &&skip};
	goto *to[i];
store:
	q = p;
skip:
	kept = q;
}

// CHECK: {{^}}case_range p leaking param: p{{$}}
void case_range(void *p, int i)
{
	void *q;
	switch (i) {
	case 2 ... 9:
		q = p;
		break;
	default:
		q = 0;
	}
	kept = q;
}
static void keep_variable(void **v)
{
	kept = *v;
}

// CHECK: {{^}}cleanup p leaking param: p{{$}}
void cleanup(void *p)
{
	__attribute__((cleanup(keep_variable))) void *v = p;
}
static void clear_variable(void **v)
{
	*v = 0;
}

// CHECK: {{^}}quiet_cleanup p p does not escape{{$}}
void quiet_cleanup(void *p)
{
	__attribute__((cleanup(clear_variable))) void *v = p;
}

// CHECK: {{^}}variable_length p leaking param: p{{$}}
void variable_length(void *p, int n)
{
	void *a[n];
	a[n - 1] = p;
	kept = a[0];
}

// CHECK: {{^}}variable_length_dropped p p does not escape{{$}}
void variable_length_dropped(void *p, int n)
{
	void *a[n];
	a[n - 1] = p;
}

// CHECK: {{^}}alloca_memory p leaking param: p{{$}}
void alloca_memory(void *p, int n)
{
	void **a = __builtin_alloca(n * sizeof *a);
	a[n - 1] = p;
	kept = a[0];
}

// CHECK: {{^}}alloca_dropped p p does not escape{{$}}
void alloca_dropped(void *p, int n)
{
	void **a = __builtin_alloca(n * sizeof *a);
	a[n - 1] = p;
}
static int old_style(a, b) void *a;
int b;
{
	kept = a;
	return b;
}

// CHECK: {{^}}old_style_call p leaking param: p{{$}}
void old_style_call(void *p)
{
	old_style(p, 1);
}

// CHECK: {{^}}compound_literal p leaking param: p{{$}}
void compound_literal(void *p)
{
	struct {
		void *a, *b;
	} *s = (void *)(void *[2]){0, p};
	kept = s->b;
}
struct __attribute__((packed)) packed {
	char c;
	void *p;
};
static struct packed pack(void *p)
{
	return (struct packed){1, p};
}

// CHECK: {{^}}packed_result p leaking param: p{{$}}
void packed_result(void *p)
{
	kept = pack(p).p;
}

// CHECK: {{^}}packed_array p leaking param: p{{$}}
void packed_array(void *p, int i)
{
	struct packed a[9];
	a[i].p = p;
	memcpy(&kept, (char *)a + 10, sizeof kept);
}

// CHECK: {{^}}volatile_struct p leaking param: p{{$}}
void volatile_struct(void *p)
{
	volatile struct packed v;
	v.p = p;
	kept = v.p;
}

// CHECK: {{^}}restricted a a does not escape{{$}}
// CHECK: {{^}}restricted b b does not escape{{$}}
// CHECK: {{^}}restricted p leaking param: p{{$}}
void restricted(void **restrict a, void **restrict b, void *p)
{
	*a = p;
	kept = p;
}
struct flags {
	unsigned a : 3;
	unsigned b : 29;
	void *p;
};
// CHECK: {{^}}bit_fields p p does not escape{{$}}
void bit_fields(struct flags *p)
{
	p->a = p->b;
}
