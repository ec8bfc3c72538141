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

/* Whether a word of the template can transfer control: calls, jumps and branches,
 * system calls, and instructions given as numbers. */
static bool may_call(LLVMValueRef inline_asm)
{
	static const char *const words[] = {"call",   "j",       "b",       "ret",   "sys",   "svc",
	                                    "int",    "lcall",   "tail",    "ecall", "blr",   "loop",
	                                    "xbegin", ".byte",   ".inst",   ".word", ".long", ".quad",
	                                    ".hword", ".incbin", ".include"};
	static const char *const harmless[] = {"bswap", "bsf",   "bsr",  "bt",   "btc",  "btr",
	                                       "bts",   "bextr", "blsi", "blsr", "bzhi", "bfi",
	                                       "bfm",   "bic",   "bit",  "bsl",  "bfxil"};
	size_t n;
	const char *p = LLVMGetInlineAsmAsmString(inline_asm, &n), *end = p + n;

	while (p < end) {
		size_t len = 0;

		while (p + len < end &&
		       (p[len] == '.' || p[len] == '_' || ((p[len] | 32) >= 'a' && (p[len] | 32) <= 'z')))
			len++;
		for (size_t k = 0; len && k < sizeof words / sizeof *words; k++) {
			bool known = false;

			for (size_t h = 0; h < sizeof harmless / sizeof *harmless; h++)
				known |= strncmp(p, harmless[h], strlen(harmless[h])) == 0;
			if (!known && strncmp(p, words[k], strlen(words[k])) == 0)
				return true;
		}
		p += len ? len : 1;
	}
	return false;
}

/* A call of nobody knows what. */
static void call_somebody(ce_body *b)
{
	ce_call call = {.target = ce_lower_new_node(b), .args = b->f->lists.n, .rets = b->f->lists.n};

	call.note = ce_lower_note(b, CE_REASON_ASM, CE_TEXT_ANY);
	ce_lower_edge(b, CE_OP_OPAQUE, call.target, 0);
	ce_push(&b->f->calls, call);
	ce_lower_edge(b, CE_OP_CALL, 0, b->f->calls.n - 1)->note = call.note;
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
	if (may_call(ce_body_op(b, i, i->nops - 1).v))
		call_somebody(b);
	ce_lower_opaque(b, i);
}
