/*
 * lower_asm.c - inline assembly.
 */
#include <stdlib.h>

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

/* `.byte 0x0f, 0x01, 0xd0`: xgetbv, spelled for assemblers that are older than it. It
 * reads what registers the system saves. */
static bool is_xgetbv(const char *p)
{
	static const long bytes[] = {0x0f, 0x01, 0xd0};

	p += strlen(".byte");
	for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++) {
		char *after;

		p += strspn(p, i ? " \t," : " \t");
		if (strtol(p, &after, 0) != bytes[i] || after == p)
			return false;
		p = after;
	}
	p += strspn(p, " \t");
	return !*p || *p == '\n' || *p == ';';
}

/* Whether the number is a label somewhere from `p` to `end`: `1:` at the beginning of an instruction. */
static bool is_label(const char *p, const char *end, const char *number, size_t n)
{
	for (bool begins = true; p + n < end; p++) {
		if (begins && strncmp(p, number, n) == 0 && p[n] == ':')
			return true;
		if (*p == '\n' || *p == ';')
			begins = true;
		else if (*p != ' ' && *p != '\t')
			begins = *p == ':';
	}
	return false;
}

/* `jnz 1b`: a jump to a label of the template itself, before or behind. The word is at p. */
static bool jumps_within(const char *begin, const char *p, const char *end)
{
	size_t n, len = strcspn(p, "\n;#");
	const char *last = p + len;

	if (*p != 'j' && *p != 'b' && strncmp(p, "loop", 4) != 0)
		return false;
	while (last > p && (last[-1] == ' ' || last[-1] == '\t'))
		last--;
	if (last == p || (last[-1] != 'b' && last[-1] != 'f'))
		return false;
	for (n = 0; last - 1 - n > p && last[-2 - (long)n] >= '0' && last[-2 - (long)n] <= '9'; n++)
		;
	if (!n || (last[-2 - (long)n] != ' ' && last[-2 - (long)n] != '\t'))
		return false;
	return last[-1] == 'b' ? is_label(begin, p, last - 1 - n, n) : is_label(last, end, last - 1 - n, n);
}

static bool is_one_of(const char *word, const char *const *beginnings)
{
	for (; *beginnings; beginnings++)
		if (strncmp(word, *beginnings, strlen(*beginnings)) == 0)
			return true;
	return false;
}

/* Whether the word can transfer control: calls, jumps and branches, system calls, and instructions given as
 * numbers. */
static bool transfers(const char *word)
{
	static const char *const transfer[] = {"call",   "j",       "b",        "ret",   "sys",   "svc",
	                                       "int",    "lcall",   "tail",     "ecall", "blr",   "loop",
	                                       "xbegin", ".byte",   ".inst",    ".word", ".long", ".quad",
	                                       ".hword", ".incbin", ".include", NULL};
	static const char *const harmless[] = {"bswap", "bsf",   "bsr",  "bt",   "btc",   "btr",
	                                       "bts",   "bextr", "blsi", "blsr", "bzhi",  "bfi",
	                                       "bfm",   "bic",   "bit",  "bsl",  "bfxil", NULL};

	return is_one_of(word, transfer) && !is_one_of(word, harmless) &&
	       !(strncmp(word, ".byte", 5) == 0 && is_xgetbv(word));
}

/* The template is read word by word, whatever stands between them. */
static bool may_call(LLVMValueRef inline_asm)
{
	static const char letters[] = "._abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	size_t n;
	const char *begin = LLVMGetInlineAsmAsmString(inline_asm, &n), *p = begin, *end = p + n;

	while (p < end) {
		size_t len = strspn(p, letters);

		if (len && jumps_within(begin, p, end))
			len = strcspn(p, "\n;");
		else if (len && transfers(p))
			return true;
		p += len ? len : 1;
	}
	return false;
}

/* Whether the constraints name registers and numbers only, and no clobbered memory. */
static bool has_registers_only(LLVMValueRef inline_asm)
{
	size_t n;
	const char *c = LLVMGetInlineAsmConstraintString(inline_asm, &n), *end = c + n;

	for (bool named = false; c < end; c++) {
		if (!named && (*c == '*' || *c == 'm' || *c == 'o' || *c == 'V' || *c == 'p' || *c == 'X' ||
		               *c == 'g' || *c == '^'))
			return false;
		if (!named && *c == '{' && strncmp(c, "{memory}", 8) == 0)
			return false;
		named = *c == '{' || (named && *c != '}');
	}
	return true;
}

/* Instructions that compute registers from registers. */
static bool computes(const char *word, size_t n)
{
	static const char *const all[] = {"adc",  "add",    "and",   "bsf",  "bsr", "bswap", "bt",  "cmp",
	                                  "imul", "lzcnt",  "mov",   "mulx", "neg", "not",   "or",  "pdep",
	                                  "pext", "popcnt", "rol",   "ror",  "sar", "sbb",   "shl", "shr",
	                                  "sub",  "test",   "tzcnt", "xor",  NULL};
	static const char sizes[] = "bwlq";

	if (n > 4 && strncmp(word, "cmov", 4) == 0)
		return true;
	for (const char *const *k = all; *k; k++) {
		size_t len = strlen(*k);

		if (n >= len && strncmp(word, *k, len) == 0 &&
		    (n == len || (n == len + 1 && strchr(sizes, word[len]))))
			return true;
	}
	return false;
}

/* The end of `0` or `{1:k}` after a `$`; NULL for what may not be the register itself. */
static const char *skip_register(const char *p)
{
	bool braces = *p == '{';

	p += braces;
	if (*p < '0' || *p > '9')
		return NULL;
	while (*p >= '0' && *p <= '9')
		p++;
	if (!braces)
		return p;
	if (*p == ':' && p[1] && strchr("bhkqw", p[1]))
		p += 2;
	return *p == '}' ? p + 1 : NULL;
}

/* Registers, `$$7` and commas: no addresses, no symbols, no registers by name. */
static const char *skip_operands(const char *p)
{
	while (p && *p && *p != '\n' && *p != ';') {
		if (*p == '$' && p[1] == '$')
			for (p += 2; (*p >= '0' && *p <= '9') || (*p >= 'a' && *p <= 'f') || *p == 'x'; p++)
				;
		else if (*p == '$')
			p = skip_register(p + 1);
		else if (*p == ' ' || *p == '\t' || *p == ',')
			p++;
		else
			return NULL;
	}
	return p;
}

/* Whether the template does nothing but compute registers. */
static bool is_computation(LLVMValueRef inline_asm)
{
	size_t n;
	const char *p = LLVMGetInlineAsmAsmString(inline_asm, &n);

	while (p && *p) {
		size_t len;

		p += strspn(p, " \t\r\n;");
		len = strspn(p, "abcdefghijklmnopqrstuvwxyz");
		if (!*p)
			break;
		if (!computes(p, len))
			return false;
		p = skip_operands(p + len);
	}
	return p != NULL;
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
static void pass_through(ce_body *b, ce_insn *i, uint32_t n, ce_off off)
{
	uint32_t node, note;

	if (!(i->is & CE_WANTED))
		return;
	node = ce_lower_new_node(b);
	note = ce_lower_note(b, CE_REASON_ASM, CE_TEXT_ANY);
	for (uint32_t op = 0; op < n; op++)
		ce_lower_copy(b, node, ce_lower_node(b, ce_body_op(b, i, op)), off, note);
	ce_lower_set(b, i, node);
}

/* Registers with numbers that no pointer fits in. */
static bool is_narrow(ce_body *b, LLVMTypeRef t)
{
	bool all = true;

	if (LLVMGetTypeKind(t) != LLVMStructTypeKind)
		return LLVMGetTypeKind(t) == LLVMIntegerTypeKind && ce_lower_size(b->l, t) < b->l->width;
	for (unsigned k = 0; all && k < LLVMCountStructElementTypes(t); k++)
		all = is_narrow(b, LLVMStructGetTypeAtIndex(t, k));
	return all;
}

static void leak_operand(ce_body *b, ce_operand o)
{
	uint32_t before = b->f->edges.n;

	ce_lower_leak(b, o, CE_CAT_ASM, CE_REASON_ASM);
	if (b->f->edges.n > before && b->f->edges.at[b->f->edges.n - 1].op == CE_OP_LEAK &&
	    is_narrow(b, LLVMTypeOf(o.v)))
		b->f->edges.at[b->f->edges.n - 1].flags = CE_EDGE_DATA;
}

/*
 * Every operand gets out, addresses of memory operands ("=*m") among them, and what comes out may be
 * anything: the template is not read, but for those that are empty, whatever they say of memory, and
 * those that do nothing but compute registers and say so.
 */
void ce_lower_asm(ce_body *b, ce_insn *i)
{
	uint32_t n = ce_lower_nargs(b, i);
	LLVMValueRef template = ce_body_op(b, i, i->nops - 1).v;
	bool empty = is_empty(template);

	if (empty || (n && has_registers_only(template) && is_computation(template))) {
		pass_through(b, i, n, empty ? CE_OFF_ZERO : CE_OFF_ANY);
		return;
	}
	for (uint32_t op = 0; op < n; op++)
		leak_operand(b, ce_body_op(b, i, op));
	if (may_call(template))
		call_somebody(b);
	ce_lower_opaque(b, i);
	if (i->is & CE_WANTED && is_narrow(b, LLVMTypeOf(i->v)))
		b->f->edges.at[b->f->edges.n - 1].flags = CE_EDGE_DATA;
}
