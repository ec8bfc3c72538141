// Inline assembly gets what is handed to it; an empty template does nothing but pass its operands through.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -fplugin-arg-cgoescape-facts=%t -w %s | %check
// RUN: FileCheck --check-prefix=FACTS %s < %t
struct box {
	void *in;
};
void *kept;

// CHECK: {{^}}barrier p p does not escape{{$}}
void barrier(void *p)
{
	__asm__ volatile("" : : "r"(p) : "memory");
}

// CHECK: {{^}}hidden p leaking param: p to result ~r0 level=0{{$}}
void *hidden(void *p)
{
	void *q;
	__asm__("" : "=r"(q) : "0"(p));
	return q;
}

// CHECK: {{^}}input p leaking param: p{{$}}
void input(void *p)
{
	__asm__ volatile("nop" : : "r"(p));
}

// CHECK: {{^}}memory_input p leaking param: p{{$}}
// CHECK: {{^}}memory_input &b &b escapes to heap{{$}}
void memory_input(void *p)
{
	struct box b = {p};
	__asm__ volatile("nop" : : "m"(b));
}

// CHECK: {{^}}address_input p leaking param: p{{$}}
// CHECK: {{^}}address_input &b &b escapes to heap{{$}}
void address_input(void *p)
{
	struct box b = {p};
	__asm__ volatile("nop" : : "r"(&b) : "memory");
}

// CHECK: {{^}}output p leaking param: p{{$}}
void output(void *p)
{
	__asm__ volatile("mov %1, %0" : "=m"(kept) : "r"(p));
}

// CHECK: {{^}}in_register p leaking param: p{{$}}
void in_register(void *p)
{
	register void *r __asm__("rbx") = p;
	__asm__ volatile("nop" : : "r"(r));
}

// CHECK: {{^}}with_labels p leaking param: p{{$}}
void with_labels(void *p)
{
	__asm__ goto("jmp %l1" : : "r"(p) : : out);
out:;
}

// CHECK: {{^}}beside p p does not escape{{$}}
void beside(void *p)
{
	__asm__ volatile("pause");
}

// FACTS-DAG: {{^}}calls -1 - nocallback=unknown{{[[:space:]]}}
void calls(void)
{
	__asm__ volatile("call go_callback");
}

// CHECK: {{^}}calls_operand p leaking param: p{{$}}
// FACTS-DAG: {{^}}calls_operand -1 - nocallback=unknown{{[[:space:]]}}
void calls_operand(void (*p)(void))
{
	__asm__ volatile("call *%0" : : "r"(p));
}
