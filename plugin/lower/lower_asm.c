/*
 * lower_asm.c - inline assembly.
 */
#include "lower/lowering.h"

/* Nothing but blanks and comments: a barrier, or a way to hide a value from the
 * optimiser. */
static bool is_empty(LLVMValueRef inline_asm)
{
	size_t n;
	const char *p = LLVMGetInlineAsmAsmString(inline_asm, &n), *end = p + n;

	while (p < end) {
		if (*p == '#') {
			while (p < end && *p != '\n')
				p++;
		} else if (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r' || *p == ';') {
			p++;
		} else {
			return false;
		}
	}
	return true;
}

/* What comes out of registers that nobody touched is what went in. */
static void pass_through(ce_body *b, ce_insn *i, uint32_t n)
{
	uint32_t node, note;

	if (!(i->is & CE_WANTED))
		return;
	node = ce_lower_new_node(b);
	note = ce_lower_note(b, CE_REASON_ASM, CE_TEXT_ANY);
	for (uint32_t op = 0; op < n; op++)
		ce_lower_copy(b, node, ce_lower_node(b, ce_body_op(b, i, op)), CE_OFF_ZERO, note);
	ce_lower_set(b, i, node);
}

/*
 * The template is not read: every operand gets out, addresses of memory
 * operands ("=*m") among them, and what comes out may be anything. What an empty
 * template does with memory is nothing.
 */
void ce_lower_asm(ce_body *b, ce_insn *i)
{
	uint32_t n = ce_lower_nargs(b, i);

	if (is_empty(ce_body_op(b, i, i->nops - 1).v)) {
		pass_through(b, i, n);
		return;
	}
	for (uint32_t op = 0; op < n; op++)
		ce_lower_leak(b, ce_body_op(b, i, op), CE_CAT_ASM, CE_REASON_ASM);
	ce_lower_opaque(b, i);
}
