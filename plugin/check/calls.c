/*
 * calls.c - the frame that an instrumented call keeps, its entry and its returns.
 */
#include <llvm-c/Target.h>
#include <stdlib.h>

#include "check/rewrite.h"
#include "clang/shim.h"

typedef CE_VEC(LLVMValueRef) values;

enum {
	FRAME_SEAL,
	FRAME_PREV,
	FRAME_FUNC,
	FRAME_WORDS,
	FRAME_LOCALS,
	FRAME_NLOCALS,
	FRAME_MACHINE,
	FRAME_LIVE,
	FRAME_NLIVE
};

typedef struct body {
	LLVMValueRef function;
	const ce_check_func *f;
	LLVMBasicBlockRef entry;
	LLVMValueRef after_allocas; /* the first instruction that is no alloca */
	LLVMValueRef frame;
	LLVMValueRef is_on; /* the frame is kept: this thread may be looked at */
	values locals;      /* allocas */
	live_calls waits;   /* what is live there is told while they wait */
	LLVMValueRef live;  /* room for it, if there is any */
	values words;
	uint32_t *word_param;
	unsigned result_size;
} body;

static unsigned kind_of(const char *name)
{
	return LLVMGetEnumAttributeKindForName(name, strlen(name));
}

static bool has_attribute(LLVMValueRef f, const char *name)
{
	return LLVMGetEnumAttributeAtIndex(f, LLVMAttributeFunctionIndex, kind_of(name));
}

/* ---- which functions ------------------------------------------------------------------------ */

static bool has_musttail(LLVMValueRef f)
{
	for (LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(f); bb; bb = LLVMGetNextBasicBlock(bb))
		for (LLVMValueRef i = LLVMGetFirstInstruction(bb); i; i = LLVMGetNextInstruction(i))
			if (LLVMIsACallInst(i) && LLVMGetTailCallKind(i) == LLVMTailCallKindMustTail)
				return true;
	return false;
}

static bool can_be_changed(LLVMValueRef f)
{
	return !has_attribute(f, "naked") && LLVMGetLinkage(f) != LLVMAvailableExternallyLinkage &&
	       !has_musttail(f);
}

/* Promises that the runtime's doings would break: it reads the program's memory and
 * writes its own. The compiler must not drop calls, or stores before them. */
static void drop_promises(LLVMValueRef f)
{
	static const char *const broken[] = {"memory",    "nosync",     "nofree",
	                                     "norecurse", "willreturn", "speculatable"};
	unsigned captures = kind_of("captures");

	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		LLVMRemoveEnumAttributeAtIndex(f, LLVMAttributeFunctionIndex, kind_of(broken[i]));
		for (LLVMUseRef u = LLVMGetFirstUse(f); u; u = LLVMGetNextUse(u)) {
			LLVMValueRef call = LLVMGetUser(u);

			if (LLVMIsACallInst(call) && LLVMGetCalledValue(call) == f)
				LLVMRemoveCallSiteEnumAttribute(call, LLVMAttributeFunctionIndex,
				                                kind_of(broken[i]));
		}
	}
	for (unsigned i = 0; i < LLVMCountParams(f); i++)
		LLVMRemoveEnumAttributeAtIndex(f, i + 1, captures);
}

/* ---- locals whose address is taken -------------------------------------------------------------- */

static bool is_harmless_intrinsic(LLVMValueRef call)
{
	return LLVMGetIntrinsicID(LLVMGetCalledValue(call)) != 0;
}

/* Anything but a load, a store to it, or an intrinsic may let others have the address. */
static bool is_address_taken(LLVMValueRef pointer)
{
	for (LLVMUseRef u = LLVMGetFirstUse(pointer); u; u = LLVMGetNextUse(u)) {
		LLVMValueRef user = LLVMGetUser(u);

		if (LLVMIsALoadInst(user) || (LLVMIsAStoreInst(user) && LLVMGetOperand(user, 0) != pointer) ||
		    (LLVMIsACallInst(user) && is_harmless_intrinsic(user)))
			continue;
		if (LLVMIsAGetElementPtrInst(user) && !is_address_taken(user))
			continue;
		return true;
	}
	return false;
}

/* Those that are there from the start: what alloca() makes later on is not. */
static void find_locals(rewrite *r, body *b)
{
	LLVMValueRef i = LLVMGetFirstInstruction(b->entry);

	for (; LLVMIsAAllocaInst(i); i = LLVMGetNextInstruction(i))
		if (LLVMIsAConstantInt(LLVMGetOperand(i, 0)) && !r->plan->is_cgo && is_address_taken(i))
			ce_push(&b->locals, i);
	b->after_allocas = i;
}

/* ---- words ------------------------------------------------------------------------------------------ */

static void add_word(body *b, LLVMValueRef value, unsigned param)
{
	b->word_param = ce_realloc(b->word_param, (b->words.n + 1) * sizeof *b->word_param);
	b->word_param[b->words.n] = param;
	ce_push(&b->words, value);
}

/* A pointer, or an integer as wide, as a word; NULL: carries no whole pointer. */
static LLVMValueRef as_word(rewrite *r, LLVMValueRef v)
{
	if (LLVMTypeOf(v) == r->word)
		return v;
	return LLVMTypeOf(v) == r->ptr ? LLVMBuildPtrToInt(r->builder, v, r->word, "") : NULL;
}

/* The words of a struct that the caller has put somewhere; the first sixteen. */
static void add_copied(rewrite *r, body *b, LLVMValueRef pointer, const ce_check_arg *a)
{
	unsigned long long size = LLVMStoreSizeOfType(LLVMGetModuleDataLayout(r->module), r->word);

	for (uint64_t i = 0; i < a->copied / size && i < 16; i++) {
		LLVMValueRef index = LLVMConstInt(r->word, i, false);
		LLVMValueRef place = LLVMBuildGEP2(r->builder, r->word, pointer, &index, 1, "");

		add_word(b, LLVMBuildLoad2(r->builder, r->word, place, ""), a->param);
	}
}

static void find_words(rewrite *r, body *b)
{
	for (uint32_t i = 0; b->f && i < b->f->args.n; i++) {
		const ce_check_arg *a = &b->f->args.at[i];
		LLVMValueRef value = LLVMGetParam(b->function, a->arg), word;

		if (a->copied)
			add_copied(r, b, value, a);
		else if ((word = as_word(r, value)))
			add_word(b, word, a->param);
	}
}

/* ---- entry -------------------------------------------------------------------------------------------- */

static LLVMValueRef alloca_of(rewrite *r, body *b, LLVMTypeRef type, const char *name)
{
	LLVMPositionBuilderBefore(r->builder, LLVMGetFirstInstruction(b->entry));
	return LLVMBuildAlloca(r->builder, type, name);
}

static void store_field(rewrite *r, body *b, unsigned field, LLVMValueRef value)
{
	LLVMBuildStore(r->builder, value, LLVMBuildStructGEP2(r->builder, r->frame, b->frame, field, ""));
}

static void store_words(rewrite *r, LLVMValueRef array, LLVMValueRef *words, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		LLVMValueRef index = LLVMConstInt(r->word, i, false);

		LLVMBuildStore(r->builder, words[i],
		               LLVMBuildGEP2(r->builder, r->word, array, &index, 1, ""));
	}
}

static LLVMValueRef locals_array(rewrite *r, body *b, LLVMValueRef array)
{
	LLVMTargetDataRef layout = LLVMGetModuleDataLayout(r->module);

	for (uint32_t i = 0; i < b->locals.n; i++) {
		LLVMValueRef l = b->locals.at[i];
		uint64_t count = LLVMConstIntGetZExtValue(LLVMGetOperand(l, 0));
		LLVMValueRef pair[2] = {
			LLVMBuildPtrToInt(r->builder, l, r->word, ""),
			LLVMConstInt(r->word, LLVMABISizeOfType(layout, LLVMGetAllocatedType(l)) * count,
		                     false)};
		LLVMValueRef index = LLVMConstInt(r->word, 2 * i, false);

		store_words(r, LLVMBuildGEP2(r->builder, r->word, array, &index, 1, ""), pair, 2);
	}
	return array;
}

/* Build before an instruction, in code of no line. */
static void build_before(rewrite *r, const body *b, LLVMValueRef instruction)
{
	LLVMPositionBuilderBefore(r->builder, instruction);
	LLVMSetCurrentDebugLocation2(r->builder, ce_shim_line_zero(b->function));
}

/* Build what runs before an instruction if the frame is kept.
 * @return where that ends */
static LLVMValueRef build_if_on(rewrite *r, const body *b, LLVMValueRef instruction)
{
	LLVMValueRef end = ce_shim_seldom(b->is_on, instruction);

	build_before(r, b, end);
	return end;
}

static LLVMValueRef build_skip(rewrite *r)
{
	return LLVMBuildLoad2(r->builder, r->i32, rewrite_skip(r), "");
}

/* The address of the frame that the machine has for a function, or for the one that it will be inlined into.
 */
static LLVMValueRef build_machine(rewrite *r)
{
	unsigned id = LLVMLookupIntrinsicID("llvm.frameaddress", strlen("llvm.frameaddress"));
	LLVMValueRef f = LLVMGetIntrinsicDeclaration(r->module, id, &r->ptr, 1);
	LLVMValueRef level = LLVMConstNull(r->i32);
	LLVMTypeRef type = LLVMGlobalGetValueType(f);

	return LLVMBuildPtrToInt(r->builder, LLVMBuildCall2(r->builder, type, f, &level, 1, ""), r->word, "");
}

/* The most that any call has. */
static unsigned count_live(const body *b)
{
	unsigned most = 0;

	for (uint32_t i = 0; i < b->waits.n; i++)
		if (b->waits.at[i].variables.n > most)
			most = b->waits.at[i].variables.n;
	return most;
}

static void write_entry(rewrite *r, body *b)
{
	LLVMValueRef words = NULL, locals = NULL, null = LLVMConstNull(r->ptr);

	b->frame = alloca_of(r, b, r->frame, "cgoescape.frame");
	if (b->locals.n)
		locals = alloca_of(r, b, LLVMArrayType2(r->word, 2 * b->locals.n), "cgoescape.locals");
	if (count_live(b))
		b->live = alloca_of(r, b, LLVMArrayType2(r->word, count_live(b)), "cgoescape.live");
	if (b->f)
		words = alloca_of(r, b, LLVMArrayType2(r->word, b->f->args.n * 16 + 1), "cgoescape.words");
	build_before(r, b, b->after_allocas);
	b->is_on = LLVMBuildICmp(r->builder, LLVMIntEQ, build_skip(r), LLVMConstNull(r->i32), "cgoescape.on");
	build_if_on(r, b, b->after_allocas);
	find_words(r, b);
	if (b->f && b->f->result != CE_NONE) {
		LLVMValueRef result = LLVMGetParam(b->function, b->f->result);

		add_word(b, LLVMBuildPtrToInt(r->builder, result, r->word, ""), 0);
		b->result_size = (unsigned)ce_shim_sret_size(b->function, b->f->result, r->module);
	}
	if (words)
		store_words(r, words, b->words.at, b->words.n);
	store_field(r, b, FRAME_FUNC,
	            b->f ? rewrite_func_record(r, b->f, b->word_param, b->words.n - (b->f->result != CE_NONE),
	                                       b->result_size)
	                 : null);
	store_field(r, b, FRAME_WORDS, words ? words : null);
	store_field(r, b, FRAME_LOCALS, locals ? locals_array(r, b, locals) : null);
	store_field(r, b, FRAME_NLOCALS, LLVMConstInt(r->word, b->locals.n, false));
	store_field(r, b, FRAME_MACHINE, build_machine(r));
	store_field(r, b, FRAME_LIVE, b->live ? b->live : null);
	store_field(r, b, FRAME_NLIVE, LLVMConstNull(r->word));
	rewrite_call(r, "__cgoescape_enter", &b->frame, 1);
}

/* ---- calls that may wait ------------------------------------------------------------------------------ */

/* What is live after it stands in the frame while it lasts, also where the frame is not kept: who cares. */
static void write_wait(rewrite *r, body *b, const live_call *c)
{
	values words = {0};

	build_before(r, b, c->call);
	for (uint32_t i = 0; i < c->variables.n; i++) {
		LLVMValueRef value = LLVMBuildLoad2(r->builder, r->ptr, c->variables.at[i], "");

		ce_push(&words, LLVMBuildPtrToInt(r->builder, value, r->word, ""));
	}
	store_words(r, b->live, words.at, words.n);
	store_field(r, b, FRAME_NLIVE, LLVMConstInt(r->word, words.n + 1, false));
	build_before(r, b, LLVMGetNextInstruction(c->call));
	store_field(r, b, FRAME_NLIVE, LLVMConstNull(r->word));
	ce_vec_free(&words);
}

/* ---- returns ----------------------------------------------------------------------------------------------
 */

/* The words of a result, structs taken apart. */
static void result_words(rewrite *r, LLVMValueRef v, values *out)
{
	LLVMTypeRef type = LLVMTypeOf(v);
	LLVMValueRef word;
	unsigned n = 0;

	if (LLVMGetTypeKind(type) == LLVMStructTypeKind)
		n = LLVMCountStructElementTypes(type);
	else if (LLVMGetTypeKind(type) == LLVMArrayTypeKind)
		n = (unsigned)LLVMGetArrayLength2(type);
	else if ((word = as_word(r, v)))
		ce_push(out, word);
	for (unsigned i = 0; i < n; i++)
		result_words(r, LLVMBuildExtractValue(r->builder, v, i, ""), out);
}

static void write_return(rewrite *r, body *b, LLVMValueRef ret)
{
	LLVMValueRef value = LLVMGetNumOperands(ret) ? LLVMGetOperand(ret, 0) : NULL;
	LLVMValueRef args[3] = {b->frame, LLVMConstNull(r->ptr)}, end = build_if_on(r, b, ret);
	values words = {0};

	if (value && b->f)
		result_words(r, value, &words);
	if (words.n) {
		args[1] = alloca_of(r, b, LLVMArrayType2(r->word, words.n), "cgoescape.result");
		build_before(r, b, end);
		store_words(r, args[1], words.at, words.n);
	}
	args[2] = LLVMConstInt(r->word, words.n, false);
	rewrite_call(r, "__cgoescape_exit", args, 3);
	ce_vec_free(&words);
}

static bool returns_twice(LLVMValueRef call)
{
	unsigned kind = kind_of("returns_twice");
	LLVMValueRef callee = LLVMGetCalledValue(call);

	return LLVMGetCallSiteEnumAttribute(call, LLVMAttributeFunctionIndex, kind) ||
	       (LLVMIsAFunction(callee) &&
	        LLVMGetEnumAttributeAtIndex(callee, LLVMAttributeFunctionIndex, kind));
}

static values find(LLVMValueRef f, bool (*is)(LLVMValueRef))
{
	values out = {0};

	for (LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(f); bb; bb = LLVMGetNextBasicBlock(bb))
		for (LLVMValueRef i = LLVMGetFirstInstruction(bb); i; i = LLVMGetNextInstruction(i))
			if (is(i))
				ce_push(&out, i);
	return out;
}

static bool is_return(LLVMValueRef i)
{
	return LLVMIsAReturnInst(i);
}

static bool is_landing(LLVMValueRef i)
{
	return LLVMIsACallInst(i) && returns_twice(i);
}

/* One call of Go's less to pass by; what follows is built for when the last of them has.
 * @return how many there were to pass by */
static LLVMValueRef count_down(rewrite *r, body *b)
{
	LLVMValueRef skip = build_skip(r), one = LLVMConstInt(r->i32, 1, false);

	LLVMBuildStore(r->builder, LLVMBuildSub(r->builder, skip, one, ""), rewrite_skip(r));
	b->is_on = LLVMBuildICmp(r->builder, LLVMIntULE, skip, one, "cgoescape.on");
	build_if_on(r, b, b->after_allocas);
	return skip;
}

static void write_export(rewrite *r, body *b)
{
	LLVMValueRef record = rewrite_func_record(r, b->f, NULL, 0, 0);

	build_before(r, b, b->after_allocas);
	rewrite_call(r, "__cgoescape_to_go", &record, 1);
}

static void write_wrapper(rewrite *r, body *b)
{
	values returns = find(b->function, is_return);
	LLVMValueRef args[3];

	if (LLVMCountParams(b->function) && LLVMTypeOf(LLVMGetParam(b->function, 0)) == r->ptr) {
		build_before(r, b, b->after_allocas);
		args[0] = LLVMGetParam(b->function, 0);
		args[1] = count_down(r, b);
		args[2] = build_machine(r);
		rewrite_call(r, "__cgoescape_from_go", args, 3);
		for (uint32_t i = 0; i < returns.n; i++) {
			build_if_on(r, b, returns.at[i]);
			rewrite_call(r, "__cgoescape_back_to_go", NULL, 0);
		}
	}
	ce_vec_free(&returns);
}

static void write_frame(rewrite *r, body *b, const values *landings)
{
	values returns = find(b->function, is_return);

	drop_promises(b->function);
	write_entry(r, b);
	for (uint32_t i = 0; i < returns.n; i++)
		write_return(r, b, returns.at[i]);
	for (uint32_t i = 0; i < b->waits.n; i++)
		write_wait(r, b, &b->waits.at[i]);
	for (uint32_t i = 0; i < landings->n; i++) {
		LLVMValueRef args[2] = {b->frame, LLVMConstNull(r->ptr)}, call = landings->at[i];

		if (LLVMGetNumArgOperands(call) && LLVMTypeOf(LLVMGetOperand(call, 0)) == r->ptr)
			args[1] = LLVMGetOperand(call, 0);
		build_if_on(r, b, LLVMGetNextInstruction(call));
		rewrite_call(r, "__cgoescape_landed", args, 2);
	}
	ce_vec_free(&returns);
}

void rewrite_function(rewrite *r, LLVMValueRef function, const ce_check_func *f)
{
	body b = {.function = function, .f = f};
	values landings = {0};

	if (f && f->kind == CE_CHECK_CALL && f->nargs_ir != LLVMCountParams(function))
		b.f = NULL;
	if (!can_be_changed(function))
		return;
	b.entry = LLVMGetEntryBasicBlock(function);
	find_locals(r, &b);
	b.waits = live_find(r, function);
	landings = find(function, is_landing);
	if (b.f && b.f->kind == CE_CHECK_EXPORT)
		write_export(r, &b);
	else if (b.f && b.f->kind == CE_CHECK_WRAPPER)
		write_wrapper(r, &b);
	else if (b.f || b.locals.n || landings.n || count_live(&b))
		write_frame(r, &b, &landings);
	live_free(&b.waits);
	ce_vec_free(&landings);
	ce_vec_free(&b.locals);
	ce_vec_free(&b.words);
	free(b.word_param);
}
