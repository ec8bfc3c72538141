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

// CHECK: {{^}}selected c leaking param: c to result ~r0 level=0{{$}}
// CHECK: {{^}}selected b leaking param: b to result ~r0 level=0{{$}}
// FACTS-DAG: {{^}}selected -1 - nocallback=yes{{[[:space:]]}}
const char *selected(unsigned i, unsigned low, const char *c, const char *b)
{
	__asm__("cmp %1, %2\n\tcmova %3, %0\n" : "+r"(c) : "r"(i), "r"(low), "r"(b));
	return c;
}

// The lowest bits of what an instruction has computed may be any of the pointer.
// CHECK: {{^}}computed p leaking param: p to result ~r0 level=0{{$}}
unsigned long computed(char *p)
{
	unsigned long bits;
	__asm__("shrq $12, %0\n\tpopcntq %0, %0" : "=r"(bits) : "0"(p));
	return bits & 63;
}

// CHECK: {{^}}to_a_symbol p leaking param: p{{$}}
void to_a_symbol(void *p)
{
	__asm__ volatile("mov %0, kept(%%rip)" : : "r"(p));
}

// CHECK: {{^}}to_an_address p leaking param: p{{$}}
// CHECK: {{^}}to_an_address to leaking param: to{{$}}
void to_an_address(void *p, void **to)
{
	__asm__ volatile("mov %0, (%1)" : : "r"(p), "r"(to));
}

// CHECK: {{^}}says_memory p leaking param: p{{$}}
void says_memory(void *p)
{
	__asm__ volatile("mov %0, %0" : : "r"(p) : "memory");
}

// CHECK: {{^}}pushed p leaking param: p{{$}}
void pushed(void *p)
{
	__asm__ volatile("push %0" : : "r"(p));
}

// FACTS-DAG: {{^}}saved_by_the_system -1 - nocallback=yes{{[[:space:]]}}
unsigned saved_by_the_system(void)
{
	unsigned a, d;
	__asm__ volatile(".byte 0x0f, 0x01, 0xd0\n" : "=a"(a), "=d"(d) : "c"(0));
	return a;
}

// FACTS-DAG: {{^}}other_bytes -1 - nocallback=unknown{{[[:space:]]}}
unsigned other_bytes(void)
{
	unsigned a, d;
	__asm__ volatile(".byte 0x0f, 0x01, 0xd0, 0xe8\n" : "=a"(a), "=d"(d) : "c"(0));
	return a;
}

// CHECK: {{^}}by_register_name p leaking param: p{{$}}
void by_register_name(void *p)
{
	__asm__ volatile("mov %0, %%r15" : : "r"(p));
}

// CHECK: {{^}}to_a_constant_address p leaking param: p{{$}}
void to_a_constant_address(void *p)
{
	__asm__ volatile("mov %0, %c1" : : "r"(p), "i"(&kept));
}

// CHECK: {{^}}to_an_operands_address p leaking param: p{{$}}
void to_an_operands_address(void *p)
{
	__asm__ volatile("mov %0, %a1" : : "r"(p), "r"(&kept));
}

// CHECK: {{^}}to_a_number p leaking param: p{{$}}
void to_a_number(void *p)
{
	__asm__ volatile("mov %0, 1234560" : : "r"(p));
}
