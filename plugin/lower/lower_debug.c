/*
 * lower_debug.c - positions, names and texts, from debug information.
 */
#include <stdlib.h>

#include "lower/lowering.h"
#include "clang/shim.h"

/* ---- files ------------------------------------------------------------------------- */

static char *joined(const char *dir, unsigned ndir, const char *name, unsigned n)
{
	if (!ndir || (n && name[0] == '/'))
		return ce_strndup(name, n);
	return ce_format("%.*s/%.*s", (int)ndir, dir, (int)n, name);
}

static uint32_t file_of(ce_lower *l, LLVMMetadataRef file)
{
	uint32_t *at = ce_map_at(&l->file_index, (uintptr_t)file);
	unsigned n, ndir;
	const char *name, *dir, *shown = NULL;
	ce_file f = {0};

	if (*at != CE_NONE)
		return *at;
	name = LLVMDIFileGetFilename(file, &n);
	dir = LLVMDIFileGetDirectory(file, &ndir);
	f.path = joined(dir, ndir, name, n);
	if (l->source && l->source->shown_file) {
		char *name0 = ce_strndup(name, n), *dir0 = ce_strndup(dir ? dir : "", ndir);

		shown = l->source->shown_file(l->source->ctx, dir0, name0);
		f.shown = shown ? ce_intern(&l->unit->strings, shown) : 0;
		free(name0);
		free(dir0);
	}
	if (!shown)
		f.shown = ce_intern_n(&l->unit->strings, name, n);
	*at = l->files.n;
	ce_push(&l->files, f);
	return *at;
}

/* ---- positions ----------------------------------------------------------------------- */

/* Of inlined code the place in the inlined function: where the text is. */
ce_place ce_lower_place(ce_lower *l, LLVMMetadataRef loc)
{
	LLVMMetadataRef scope, file;
	ce_place p = {0};

	if (!loc)
		return p;
	if (loc == l->last_loc)
		return l->last_place;
	p.pos.line = LLVMDILocationGetLine(loc);
	scope = LLVMDILocationGetScope(loc);
	if (scope != l->last_scope) {
		file = scope ? LLVMDIScopeGetFile(scope) : NULL;
		l->last_file = file ? file_of(l, file) : CE_NONE;
		l->last_scope = scope;
	}
	if (p.pos.line && l->last_file != CE_NONE) {
		p.pos.col = LLVMDILocationGetColumn(loc);
		p.pos.file = l->files.at[l->last_file].shown;
		p.path = l->files.at[l->last_file].path;
	} else {
		p.pos.line = 0; /* made by the compiler */
	}
	l->last_loc = loc;
	l->last_place = p;
	return p;
}

ce_pos ce_lower_file_pos(ce_lower *l, LLVMMetadataRef file, unsigned line)
{
	ce_pos pos = {0};

	if (file && line) {
		uint32_t index = file_of(l, file);

		pos.file = l->files.at[index].shown;
		pos.line = line;
	}
	return pos;
}

/* ---- notes ------------------------------------------------------------------------------ */

static ce_place place_now(ce_body *b)
{
	return ce_lower_place(b->l, LLVMInstructionGetDebugLoc(b->insns.at[b->now].v));
}

/* Why the instruction at hand moves a pointer. text_kind is a ce_text_kind, or
 * -1: looking texts up costs, and only some steps are ever shown with one. */
uint32_t ce_lower_note(ce_body *b, ce_reason reason, int text_kind)
{
	ce_lower *l = b->l;
	ce_place p = place_now(b);
	ce_note note = {p.pos, 0, (uint8_t)reason};

	/* Where there are positions, a step without one was made by the compiler:
	 * a parameter put into its variable, say. */
	if (!p.pos.line && (reason == CE_REASON_NONE || b->has_positions))
		return 0;
	if (text_kind >= 0 && p.path && l->source && l->source->text)
		note.text = ce_intern(&l->unit->strings, l->source->text(l->source->ctx, p.path, p.pos.line,
		                                                         p.pos.col, (ce_text_kind)text_kind));
	return ce_unit_note(l->unit, &l->notes, note);
}

uint32_t ce_lower_note_text(ce_body *b, ce_reason reason, ce_str text)
{
	return ce_unit_note(b->l->unit, &b->l->notes, (ce_note){place_now(b).pos, text, (uint8_t)reason});
}

/* ---- variables ---------------------------------------------------------------------------- */

static bool is_declare(LLVMDbgRecordRef r)
{
	return !ce_shim_is_label_record(r) && LLVMDbgRecordGetKind(r) == LLVMDbgRecordDeclare;
}

static void note_alloca(ce_body *b, LLVMDbgRecordRef r)
{
	LLVMValueRef v = LLVMDbgVariableRecordGetValue(r, 0);
	uint32_t *at;

	if (!v || !LLVMIsAAllocaInst(v))
		return;
	at = ce_map_at(&b->locals, (uintptr_t)v);
	if (*at != CE_NONE) /* several variables: the first */
		return;
	*at = b->records.n;
	ce_push(&b->records,
	        ((struct ce_record){LLVMDbgVariableRecordGetVariable(r), LLVMDbgRecordGetDebugLoc(r)}));
}

/* Find the variables that live in allocas. */
void ce_lower_records(ce_body *b)
{
	b->has_positions = LLVMGetSubprogram(b->fn) != NULL;
	if (!b->has_positions)
		return;
	for (uint32_t id = b->f->args.n; id < b->insns.n; id++)
		for (LLVMDbgRecordRef r = LLVMGetFirstDbgRecord(b->insns.at[id].v); r;
		     r = LLVMGetNextDbgRecord(r))
			if (is_declare(r))
				note_alloca(b, r);
}

static uint64_t alloca_size(const ce_lower *l, LLVMValueRef alloca)
{
	uint64_t size = ce_lower_size(l, LLVMGetAllocatedType(alloca));
	int64_t n;

	if (size == CE_SIZE_UNKNOWN || !ce_lower_const_int(LLVMGetOperand(alloca, 0), &n) || n < 0)
		return CE_SIZE_UNKNOWN;
	if (size && (uint64_t)n > ((uint64_t)1 << 60) / size)
		return CE_SIZE_UNKNOWN;
	return size * (uint64_t)n;
}

void ce_lower_local(ce_body *b, LLVMValueRef alloca, ce_local *out)
{
	uint32_t at = ce_map_get(&b->locals, (uintptr_t)alloca);
	const struct ce_record *r;
	const char *name;
	unsigned arg;
	size_t n;

	*out = (ce_local){.kind = CE_LOCAL_HIDDEN, .param = CE_NONE, .size = alloca_size(b->l, alloca)};
	if (at == CE_NONE) {
		name = LLVMGetValueName2(alloca, &n);
		out->name = ce_intern_n(&b->l->unit->strings, name, n);
		return;
	}
	r = &b->records.at[at];
	name = ce_shim_di_variable_name(r->variable, &n);
	arg = ce_shim_di_variable_arg(r->variable);
	out->name = ce_intern_n(&b->l->unit->strings, name, n);
	out->pos = ce_lower_place(b->l, r->loc).pos;
	out->kind = CE_LOCAL_VARIABLE;
	/* The parameter of an inlined function is a local of this one. */
	if (arg && arg <= b->f->params.n && !LLVMDILocationGetInlinedAt(r->loc)) {
		out->kind = CE_LOCAL_PARAM;
		out->param = arg - 1;
	}
}

/* ---- parameters, where no front end told them --------------------------------------------- */

typedef struct params {
	ce_lower *l;
	ce_func *f;
	LLVMValueRef fn;
	uint32_t most; /* highest argument number seen */
} params;

static ce_param *param_at(params *p, uint32_t index)
{
	while (p->f->params.n <= index)
		ce_push(&p->f->params, ((ce_param){0}));
	return &p->f->params.at[index];
}

/* The argument whose value, or whose copy in an alloca, the record names. */
static uint32_t argument_of(params *p, LLVMValueRef v)
{
	if (v && LLVMIsAAllocaInst(v)) {
		for (LLVMUseRef u = LLVMGetFirstUse(v); u; u = LLVMGetNextUse(u)) {
			LLVMValueRef user = LLVMGetUser(u);

			if (LLVMIsAStoreInst(user) && LLVMGetOperand(user, 1) == v &&
			    LLVMIsAArgument(LLVMGetOperand(user, 0))) {
				v = LLVMGetOperand(user, 0);
				break;
			}
		}
	}
	if (!v || !LLVMIsAArgument(v))
		return CE_NONE;
	for (uint32_t i = 0; i < p->f->args.n; i++)
		if (LLVMGetParam(p->fn, i) == v)
			return i;
	return CE_NONE;
}

static void note_param(params *p, LLVMDbgRecordRef r)
{
	LLVMMetadataRef variable = LLVMDbgVariableRecordGetVariable(r), loc = LLVMDbgRecordGetDebugLoc(r);
	unsigned number = ce_shim_di_variable_arg(variable);
	ce_param *param;
	const char *name;
	uint32_t arg;
	size_t n;

	if (!number || number > 1000 || (loc && LLVMDILocationGetInlinedAt(loc)))
		return;
	param = param_at(p, number - 1);
	if (number > p->most)
		p->most = number;
	if (!param->name) {
		name = ce_shim_di_variable_name(variable, &n);
		param->name = ce_intern_n(&p->l->unit->strings, name, n);
		param->pos = ce_lower_file_pos(p->l, LLVMDIVariableGetFile(variable),
		                               LLVMDIVariableGetLine(variable));
		if (loc && LLVMDILocationGetLine(loc) == param->pos.line)
			param->pos.col = LLVMDILocationGetColumn(loc);
	}
	arg = argument_of(p, LLVMDbgVariableRecordGetValue(r, 0));
	/* The first record says what it is, later ones what was assigned to. */
	if (arg != CE_NONE && p->f->args.at[arg].kind != CE_ARG_RESULT && p->f->args.at[arg].param == CE_NONE)
		p->f->args.at[arg].param = number - 1;
}

static void add_flags(params *p)
{
	for (uint32_t i = 0; i < p->f->args.n; i++) {
		const ce_arg *a = &p->f->args.at[i];
		uint64_t size;
		ce_ty ty = ce_lower_type(p->l, LLVMTypeOf(LLVMGetParam(p->fn, i)), &size);
		uint32_t flag = 0;

		if (a->param == CE_NONE)
			continue;
		if (a->kind == CE_ARG_BYVAL || ty == CE_TY_PARTS)
			flag = CE_PARAM_AGGREGATE;
		else if (ty == CE_TY_POINTER || ty == CE_TY_STRANGE)
			flag = CE_PARAM_POINTER;
		else if (ty == CE_TY_DATA && size >= p->l->width)
			flag = CE_PARAM_WIDE_INT;
		param_at(p, a->param)->flags |= flag;
	}
}

/* Parameters from debug records where there are any, else one for each argument. */
void ce_lower_debug_params(ce_lower *l, LLVMValueRef fn, ce_func *f)
{
	params p = {l, f, fn, 0};
	uint32_t next = 0;

	if (LLVMGetSubprogram(fn))
		for (LLVMBasicBlockRef bb = LLVMGetFirstBasicBlock(fn); bb; bb = LLVMGetNextBasicBlock(bb))
			for (LLVMValueRef v = LLVMGetFirstInstruction(bb); v; v = LLVMGetNextInstruction(v))
				for (LLVMDbgRecordRef r = LLVMGetFirstDbgRecord(v); r;
				     r = LLVMGetNextDbgRecord(r))
					if (!ce_shim_is_label_record(r))
						note_param(&p, r);
	for (uint32_t i = 0; i < f->args.n; i++) {
		ce_arg *a = &f->args.at[i];
		ce_param *param;
		const char *name;
		size_t n;

		if (a->kind == CE_ARG_RESULT)
			continue;
		/* An argument that no record names: most likely another piece of the
		 * parameter before it, if there are not enough parameters to go round. */
		if (a->param == CE_NONE)
			a->param = p.most && next >= p.most ? p.most - 1 : next;
		next = a->param + 1;
		param = param_at(&p, a->param);
		name = LLVMGetValueName2(LLVMGetParam(fn, i), &n);
		if (!param->name)
			param->name = ce_intern_n(&l->unit->strings, name, n);
	}
	add_flags(&p);
}
