// Assembly that jumps to a numbered label of its own calls nobody: it comes back to where it was. A label that is another statement's,
// or a name, may be anywhere.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -fplugin-arg-cgoescape-facts=%t.tsv -w %s > %t.out
// RUN: FileCheck --input-file=%t.tsv --implicit-check-not='{{^[a-z_]+ -1 }}' %s
#include <stdint.h>

// CHECK: {{^}}back -1 - nocallback=yes
uint64_t back(uint64_t n)
{
	__asm__ volatile("1:\n\tdec %0\n\tjnz 1b" : "+r"(n));
	return n;
}

// CHECK: {{^}}by_name -1 - nocallback=unknown
void by_name(void)
{
	__asm__ volatile("jmp somewhere");
}

// CHECK: {{^}}called -1 - nocallback=unknown
void called(void (*f)(void))
{
	__asm__ volatile("1: dec %%rax\n\tjnz 1b\n\tcall *%0" : : "r"(f) : "rax", "memory");
}

// CHECK: {{^}}forth -1 - nocallback=yes
uint64_t forth(uint64_t n)
{
	__asm__ volatile("test %0, %0; jz 10f; dec %0; 10: inc %0" : "+r"(n));
	return n;
}

// CHECK: {{^}}forth_only -1 - nocallback=unknown
uint64_t forth_only(uint64_t n)
{
	__asm__ volatile("1: test %0, %0; jz 1f" : "+r"(n));
	__asm__ volatile("1: inc %0" : "+r"(n));
	return n;
}

// CHECK: {{^}}loops -1 - nocallback=yes
void loops(unsigned char *p, uint64_t n)
{
	__asm__ volatile("2: movb $0, -1(%0,%%rcx)\n\tloop 2b" : : "r"(p), "c"(n) : "memory");
}

// CHECK: {{^}}other_label -1 - nocallback=unknown
uint64_t other_label(uint64_t n)
{
	__asm__ volatile("11: dec %0; jnz 1b" : "+r"(n));
	return n;
}

// CHECK: {{^}}returns -1 - nocallback=unknown
void returns(void)
{
	__asm__ volatile("1: pop %%rax; jnz 1b; ret" : : : "rax");
}
