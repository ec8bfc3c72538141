/*
 * tables.c - the records of runtime/record.h as constants of the user's module.
 */
#include <llvm-c/DebugInfo.h>
#include <llvm-c/Target.h>
#include <stdlib.h>

#include "check/rewrite.h"
#include "runtime/record.h"
#include "clang/shim.h"

static LLVMTypeRef record(rewrite *r, const char *fields)
{
	LLVMTypeRef types[16];
	unsigned n = 0;

	for (; fields[n]; n++)
		types[n] = fields[n] == 'p' ? r->ptr : fields[n] == 'w' ? r->word : r->i32;
	return LLVMStructTypeInContext(r->context, types, n, false);
}

void rewrite_types(rewrite *r)
{
	r->ptr = LLVMPointerTypeInContext(r->context, 0);
	r->word = LLVMIntPtrTypeInContext(r->context, LLVMGetModuleDataLayout(r->module));
	r->i32 = LLVMInt32TypeInContext(r->context);
	r->nothing = LLVMVoidTypeInContext(r->context);
	/* p: pointer, w: word, i: 32 bits; in the order of record.h. */
	r->param = record(r, "piiiiw");
	r->func = record(r, "ppiiiiiippp");
	r->site = record(r, "pppiii");
	r->global = record(r, "pwp");
	r->unit = record(r, "ppww");
	r->frame = record(r, "wppppwwpwwp");
}

static LLVMValueRef number(rewrite *r, uint64_t n)
{
	return LLVMConstInt(r->i32, n, false);
}

static LLVMValueRef word(rewrite *r, uint64_t n)
{
	return LLVMConstInt(r->word, n, false);
}

/* A constant that nobody outside sees. */
static LLVMValueRef constant(rewrite *r, LLVMValueRef value, const char *name)
{
	LLVMValueRef g = LLVMAddGlobal(r->module, LLVMTypeOf(value), name);

	LLVMSetInitializer(g, value);
	LLVMSetLinkage(g, LLVMPrivateLinkage);
	LLVMSetGlobalConstant(g, true);
	return g;
}

LLVMValueRef rewrite_text(rewrite *r, const char *text)
{
	LLVMValueRef g = constant(r, LLVMConstStringInContext2(r->context, text, strlen(text), false),
	                          "cgoescape.text");

	LLVMSetUnnamedAddress(g, LLVMGlobalUnnamedAddr);
	return g;
}

static LLVMValueRef params_table(rewrite *r, const ce_check_func *f)
{
	LLVMValueRef *rows = ce_calloc(f->params.n + 1, sizeof *rows), table;

	for (uint32_t i = 0; i < f->params.n; i++) {
		const ce_check_param *q = &f->params.at[i];
		LLVMValueRef fields[] = {rewrite_text(r, q->name), number(r, q->line),  number(r, q->col),
		                         number(r, q->index),      number(r, q->flags), word(r, q->size)};

		rows[i] = LLVMConstStructInContext(r->context, fields, 6, false);
	}
	table = constant(r, LLVMConstArray2(r->param, rows, f->params.n), "cgoescape.params");
	free(rows);
	return table;
}

static LLVMValueRef words_table(rewrite *r, const uint32_t *word_param, unsigned nwords)
{
	LLVMValueRef *rows = ce_calloc(nwords + 1, sizeof *rows), table;

	for (unsigned i = 0; i < nwords; i++)
		rows[i] = number(r, word_param[i]);
	table = constant(r, LLVMConstArray2(r->i32, rows, nwords), "cgoescape.words");
	free(rows);
	return table;
}

static LLVMValueRef counter(rewrite *r)
{
	LLVMValueRef g = LLVMAddGlobal(r->module, r->i32, "cgoescape.watched");

	LLVMSetInitializer(g, number(r, 0));
	LLVMSetLinkage(g, LLVMPrivateLinkage);
	return g;
}

LLVMValueRef rewrite_func_record(rewrite *r, const ce_check_func *f, const uint32_t *word_param,
                                 unsigned nwords, unsigned result_size)
{
	LLVMValueRef fields[] = {rewrite_text(r, f->name),
	                         rewrite_text(r, f->file),
	                         number(r, f->line),
	                         number(r, f->col),
	                         number(r, f->flags),
	                         number(r, f->params.n),
	                         number(r, nwords),
	                         number(r, result_size),
	                         params_table(r, f),
	                         words_table(r, word_param, nwords),
	                         counter(r)};

	return constant(r, LLVMConstStructInContext(r->context, fields, 11, false), "cgoescape.func");
}

/* ---- sites ------------------------------------------------------------------------------------ */

/* Calls of one macro have one place: what escapes speaks for all. */
static const ce_check_site *known_site(const rewrite *r, const char *function, unsigned line, unsigned col)
{
	const ce_check_site *known = NULL;

	for (uint32_t i = 0; i < r->plan->sites.n; i++) {
		const ce_check_site *s = &r->plan->sites.at[i];

		if (s->line == line && s->col == col && (!known || s->escapes) &&
		    strcmp(s->function, function) == 0)
			known = s;
	}
	return known;
}

LLVMValueRef rewrite_site_record(rewrite *r, LLVMValueRef call, LLVMValueRef function)
{
	size_t length;
	unsigned file_length = 0;
	const char *name = LLVMGetValueName2(function, &length), *callee, *file;
	unsigned line = LLVMGetDebugLocLine(call), col = LLVMGetDebugLocColumn(call);
	const ce_check_site *known = known_site(r, name, line, col);
	char *shown;
	LLVMValueRef fields[6];

	callee = LLVMGetValueName2(LLVMGetCalledValue(call), &length);
	shown = ce_format("%s(...)", callee + strlen("__cgoescape_"));
	file = LLVMGetDebugLocFilename(call, &file_length);
	fields[0] = rewrite_text(r, name);
	fields[1] = LLVMConstNull(r->ptr);
	if (file) {
		char *copy = ce_strndup(file, file_length);

		fields[1] = rewrite_text(r, copy);
		free(copy);
	}
	fields[2] = rewrite_text(r, known && *known->text ? known->text : shown);
	fields[3] = number(r, line);
	fields[4] = number(r, col);
	fields[5] = number(r, !known           ? CE_RT_SITE_UNKNOWN
	                      : known->escapes ? CE_RT_SITE_ESCAPES
	                                       : CE_RT_SITE_LOCAL);
	free(shown);
	return constant(r, LLVMConstStructInContext(r->context, fields, 6, false), "cgoescape.site");
}

/* ---- the unit ----------------------------------------------------------------------------------- */

static bool is_variable(LLVMValueRef g)
{
	size_t length;
	const char *name = LLVMGetValueName2(g, &length);

	return !LLVMIsDeclaration(g) && !LLVMIsGlobalConstant(g) && !LLVMIsThreadLocal(g) && length &&
	       strncmp(name, "llvm.", 5) != 0 && strncmp(name, "cgoescape.", 10) != 0 &&
	       LLVMGetLinkage(g) != LLVMAvailableExternallyLinkage;
}

static LLVMValueRef globals_table(rewrite *r, unsigned *n)
{
	LLVMTargetDataRef layout = LLVMGetModuleDataLayout(r->module);
	CE_VEC(LLVMValueRef) rows = {0};
	LLVMValueRef table;

	for (LLVMValueRef g = LLVMGetFirstGlobal(r->module); g; g = LLVMGetNextGlobal(g)) {
		size_t length;
		const char *name = LLVMGetValueName2(g, &length);
		LLVMValueRef fields[3] = {g, word(r, LLVMABISizeOfType(layout, LLVMGlobalGetValueType(g)))};

		if (!is_variable(g))
			continue;
		fields[2] = rewrite_text(r, name);
		ce_push(&rows, LLVMConstStructInContext(r->context, fields, 3, false));
	}
	*n = rows.n;
	table = constant(r, LLVMConstArray2(r->global, rows.at, rows.n), "cgoescape.globals");
	ce_vec_free(&rows);
	return table;
}

/* A function that hands the unit to the runtime, when it is loaded or unloaded. */
static LLVMValueRef hand_over(rewrite *r, const char *entry, LLVMValueRef unit)
{
	LLVMValueRef f =
		LLVMAddFunction(r->module, "cgoescape.unit", LLVMFunctionType(r->nothing, NULL, 0, false));

	LLVMSetLinkage(f, LLVMInternalLinkage);
	LLVMPositionBuilderAtEnd(r->builder, LLVMAppendBasicBlockInContext(r->context, f, ""));
	LLVMSetCurrentDebugLocation2(r->builder, NULL);
	rewrite_call(r, entry, &unit, 1);
	LLVMBuildRetVoid(r->builder);
	return f;
}

void rewrite_unit_record(rewrite *r)
{
	unsigned n = 0;
	LLVMValueRef fields[4] = {LLVMConstNull(r->ptr), globals_table(r, &n)}, unit;

	fields[2] = word(r, n);
	fields[3] = word(r, r->plan->is_cgo ? CE_RT_UNIT_CGO : 0);
	unit = LLVMAddGlobal(r->module, r->unit, "cgoescape.unit.record");
	LLVMSetInitializer(unit, LLVMConstStructInContext(r->context, fields, 4, false));
	LLVMSetLinkage(unit, LLVMPrivateLinkage);
	/* Before the program's own constructors, and after its destructors. */
	ce_shim_run_at_load(r->module, hand_over(r, "__cgoescape_unit_add", unit),
	                    hand_over(r, "__cgoescape_unit_remove", unit), 0);
}

/* ---- the runtime's functions --------------------------------------------------------------------- */

LLVMValueRef rewrite_entry(rewrite *r, const char *name, LLVMTypeRef result, LLVMTypeRef *params, unsigned n)
{
	LLVMValueRef f = LLVMGetNamedFunction(r->module, name);

	return f ? f : LLVMAddFunction(r->module, name, LLVMFunctionType(result, params, n, false));
}

static LLVMValueRef thread_local_variable(rewrite *r, const char *name, LLVMTypeRef type)
{
	LLVMValueRef g = LLVMGetNamedGlobal(r->module, name);

	if (!g) {
		g = LLVMAddGlobal(r->module, type, name);
		LLVMSetThreadLocal(g, true);
	}
	return g;
}

LLVMValueRef rewrite_skip(rewrite *r)
{
	return thread_local_variable(r, "__cgoescape_skip", r->i32);
}

LLVMValueRef rewrite_site(rewrite *r)
{
	return thread_local_variable(r, "__cgoescape_site", r->ptr);
}

LLVMValueRef rewrite_call(rewrite *r, const char *name, LLVMValueRef *args, unsigned n)
{
	LLVMTypeRef types[4];
	LLVMValueRef f;

	for (unsigned i = 0; i < n; i++)
		types[i] = LLVMTypeOf(args[i]);
	f = rewrite_entry(r, name, r->nothing, types, n);
	return LLVMBuildCall2(r->builder, LLVMGlobalGetValueType(f), f, args, n, "");
}
