/*
 * lower.c - one module: heads of functions first, then their bodies.
 */
#include "lower/lower.h"

#include <stdio.h>
#include <stdlib.h>

#include "cgoescape/plugin.h"
#include "lower/lowering.h"
#include "clang/shim.h"

/* ---- the unit ---------------------------------------------------------------------- */

static unsigned kind_of(const char *name)
{
	return LLVMGetEnumAttributeKindForName(name, strlen(name));
}

static void find_kinds(ce_kinds *k, LLVMContextRef ctx)
{
	k->tbaa = LLVMGetMDKindIDInContext(ctx, "tbaa", 4);
	k->byval = kind_of("byval");
	k->sret = kind_of("sret");
	k->noreturn = kind_of("noreturn");
	k->returns_twice = kind_of("returns_twice");
	k->naked = kind_of("naked");
	k->coroutine = kind_of("presplitcoroutine");
	k->memory = kind_of("memory");
	k->captures = kind_of("captures");
}

/* The file and the directory of the first compile unit. */
static LLVMMetadataRef main_file(ce_lower *l)
{
	LLVMValueRef units[1];
	unsigned n = LLVMGetNamedMetadataNumOperands(l->module, "llvm.dbg.cu");

	if (n != 1) /* linked from several: none is the main one */
		return NULL;
	LLVMGetNamedMetadataOperands(l->module, "llvm.dbg.cu", units);
	return LLVMDIScopeGetFile(LLVMValueAsMetadata(units[0]));
}

static void describe_unit(ce_lower *l)
{
	ce_unit *u = l->unit;
	LLVMMetadataRef file = main_file(l);
	unsigned major, minor, patch, n;
	const char *text;
	char producer[80];
	size_t length;

	LLVMGetVersion(&major, &minor, &patch);
	snprintf(producer, sizeof producer, "cgoescape " CGOESCAPE_VERSION " LLVM %u.%u.%u", major, minor,
	         patch);
	u->producer = ce_intern(&u->strings, producer);
	u->pointer_size = l->width == 4 ? 4 : 8;
	if (l->source) {
		u->is_cgo = l->source->is_cgo;
		u->source = ce_intern(&u->strings, l->source->main_file);
		/* Who compiled a model, and where, is no part of it. */
		u->directory = ce_intern(&u->strings, u->is_model ? "" : l->source->directory);
		return;
	}
	text = LLVMGetSourceFileName(l->module, &length);
	u->source = ce_intern_n(&u->strings, text, length);
	if (file) {
		text = LLVMDIFileGetDirectory(file, &n);
		u->directory = ce_intern_n(&u->strings, text, n);
	}
}

/* A unit written with plugin/models/model.h. */
static bool is_model(LLVMModuleRef m)
{
	for (LLVMValueRef fn = LLVMGetFirstFunction(m); fn; fn = LLVMGetNextFunction(fn)) {
		size_t n;
		const char *name = LLVMGetValueName2(fn, &n);

		if (n > 12 && memcmp(name, "__cgoescape_", 12) == 0 && LLVMIsDeclaration(fn))
			return true;
	}
	return false;
}

/* ---- what the front end knows ------------------------------------------------------- */

static uint64_t hash(const char *text, size_t n)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)text[i]) * 0x100000001b3u;
	return h;
}

static void index_source(ce_lower *l)
{
	for (size_t i = 0; l->source && i < l->source->nfuncs; i++) {
		const char *name = l->source->funcs[i].link_name;
		uint64_t key = hash(name, strlen(name));

		while (ce_map_get(&l->source_funcs, key) != CE_NONE)
			key++;
		ce_map_put(&l->source_funcs, key, (uint32_t)i);
	}
}

static const ce_source_func *source_func(const ce_lower *l, LLVMValueRef fn)
{
	size_t n;
	const char *name = LLVMGetValueName2(fn, &n);
	uint64_t key = hash(name, n);
	uint32_t i;

	for (; (i = ce_map_get(&l->source_funcs, key)) != CE_NONE; key++) {
		const ce_source_func *sf = &l->source->funcs[i];

		if (strlen(sf->link_name) == n && memcmp(sf->link_name, name, n) == 0)
			return sf;
	}
	return NULL;
}

static ce_pos source_pos(ce_lower *l, ce_loc loc)
{
	return (ce_pos){ce_intern(&l->unit->strings, loc.file), loc.line, loc.col};
}

static void add_source_params(ce_lower *l, const ce_source_func *sf, ce_func *f)
{
	for (unsigned i = 0; i < sf->nparams; i++) {
		const ce_source_param *p = &sf->params[i];

		ce_push(&f->params,
		        ((ce_param){ce_intern(&l->unit->strings, p->name), source_pos(l, p->loc), p->flags,
		                    p->flags & CE_PARAM_POINTER ? ce_intern(&l->unit->strings, p->type)
		                                                : 0}));
	}
	for (uint32_t i = 0; i < f->args.n; i++) {
		int param = sf->arg_param[i];

		if (param == CE_ARG_SRET)
			f->args.at[i].kind = CE_ARG_RESULT;
		else if (param >= 0 && (unsigned)param < sf->nparams)
			f->args.at[i].param = (uint32_t)param;
		if (sf->arg_copied[i] && f->args.at[i].kind == CE_ARG_DIRECT) {
			f->args.at[i].kind = CE_ARG_BYVAL;
			f->args.at[i].size = sf->arg_copied[i];
		}
	}
}

/* ---- heads of functions ---------------------------------------------------------------- */

static bool has(LLVMValueRef fn, unsigned kind)
{
	return LLVMGetEnumAttributeAtIndex(fn, LLVMAttributeFunctionIndex, kind) != NULL;
}

static void add_args(ce_lower *l, LLVMValueRef fn, ce_func *f)
{
	unsigned n = LLVMCountParams(fn);

	for (unsigned i = 0; i < n; i++) {
		ce_arg a = {CE_ARG_DIRECT, CE_NONE, 0};
		LLVMAttributeRef byval = LLVMGetEnumAttributeAtIndex(fn, i + 1, l->kinds.byval);
		uint64_t size;

		if (LLVMGetEnumAttributeAtIndex(fn, i + 1, l->kinds.sret))
			a.kind = CE_ARG_RESULT;
		size = byval ? ce_lower_size(l, LLVMGetTypeAttributeValue(byval)) : CE_SIZE_UNKNOWN;
		if (size != CE_SIZE_UNKNOWN) {
			a.kind = CE_ARG_BYVAL;
			a.size = size;
		}
		ce_push(&f->args, a);
	}
}

static void describe(ce_lower *l, LLVMValueRef fn, ce_func *f, const ce_source_func *sf)
{
	LLVMMetadataRef sp = LLVMGetSubprogram(fn);
	const char *name;
	size_t n;

	f->name = f->shown = ce_lower_symbol(l, fn);
	if (sf) {
		f->shown = ce_intern(&l->unit->strings, sf->name);
		f->pos = source_pos(l, sf->loc);
		f->flags |= sf->flags;
	} else if (sp) {
		name = ce_shim_subprogram_name(sp, &n);
		if (n)
			f->shown = ce_intern_n(&l->unit->strings, name, n);
		f->pos = ce_lower_file_pos(l, LLVMDIScopeGetFile(sp), LLVMDISubprogramGetLine(sp));
	}
}

static bool is_wide_int(const ce_lower *l, LLVMTypeRef type)
{
	return LLVMGetTypeKind(type) == LLVMIntegerTypeKind && LLVMGetIntTypeWidth(type) >= 8 * l->width;
}

static ce_func function_head(ce_lower *l, LLVMValueRef fn)
{
	const ce_source_func *sf = source_func(l, fn);
	LLVMTypeRef type = LLVMGlobalGetValueType(fn);
	ce_leaf leaves[CE_MAX_LEAVES];
	bool defined = !LLVMIsDeclaration(fn);
	ce_func f = {0};

	describe(l, fn, &f, sf);
	f.linkage = ce_lower_linkage(fn);
	/* The graph's numbering depends on this bit: it must be what the IR says. */
	f.flags &= ~(uint32_t)CE_FUNC_VARIADIC;
	if (LLVMIsFunctionVarArg(type))
		f.flags |= CE_FUNC_VARIADIC;
	if (defined)
		f.flags |= CE_FUNC_DEFINED | (l->unit->is_model ? CE_FUNC_MODEL : 0);
	if (has(fn, l->kinds.noreturn))
		f.flags |= CE_FUNC_NORETURN;
	if (LLVMGetStringAttributeAtIndex(fn, LLVMAttributeFunctionIndex, CE_SHIM_MANY_VARIABLES,
	                                  strlen(CE_SHIM_MANY_VARIABLES)))
		f.flags |= CE_FUNC_NAMELESS;
	if (is_wide_int(l, LLVMGetReturnType(type)))
		f.flags |= CE_FUNC_WIDE_INT_RESULT;
	add_args(l, fn, &f);
	if (sf && defined && sf->nargs == f.args.n)
		add_source_params(l, sf, &f);
	else
		ce_lower_debug_params(l, fn, &f);
	f.nrets = ce_lower_leaves(l, LLVMGetReturnType(type), leaves);
	f.nnodes = ce_func_ret_node(&f, f.nrets);
	return f;
}

static void add_function(ce_lower *l, LLVMValueRef v, ce_func f, bool body)
{
	ce_map_put(&l->funcs, (uintptr_t)v, l->unit->funcs.n);
	ce_push(&l->unit->funcs, f);
	ce_push(&l->bodies, body ? v : NULL);
}

/* Functions that are defined, called or pointed to; intrinsics and the words of
 * the library models become edges instead. */
static void add_functions(ce_lower *l)
{
	for (LLVMValueRef fn = LLVMGetFirstFunction(l->module); fn; fn = LLVMGetNextFunction(fn)) {
		size_t n;
		const char *name = LLVMGetValueName2(fn, &n);
		bool defined = !LLVMIsDeclaration(fn);

		if (LLVMGetIntrinsicID(fn) || (!defined && !LLVMGetFirstUse(fn)))
			continue;
		if (!defined && n > 12 && memcmp(name, "__cgoescape_", 12) == 0)
			continue;
		add_function(l, fn, function_head(l, fn), defined);
	}
}

/* A resolver chooses the function when the program starts: nobody knows which. */
static void add_ifuncs(ce_lower *l)
{
	for (LLVMValueRef v = LLVMGetFirstGlobalIFunc(l->module); v; v = LLVMGetNextGlobalIFunc(v)) {
		ce_func f = {0};

		f.name = f.shown = ce_lower_symbol(l, v);
		f.linkage = ce_lower_linkage(v);
		add_function(l, v, f, false);
	}
}

static LLVMValueRef aliased_function(LLVMValueRef alias)
{
	LLVMValueRef v = LLVMAliasGetAliasee(alias);

	for (int depth = 0; depth < 16 && !LLVMIsAFunction(v); depth++) {
		if (LLVMIsAGlobalAlias(v))
			v = LLVMAliasGetAliasee(v);
		else if (LLVMIsAConstantExpr(v) && LLVMGetConstOpcode(v) != LLVMGetElementPtr)
			v = LLVMGetOperand(v, 0);
		else
			return NULL;
	}
	return v;
}

/* Other names of functions. One that may be replaced is a function of its own in
 * calls from here, the others are the function itself. */
static void add_aliases(ce_lower *l)
{
	for (LLVMValueRef v = LLVMGetFirstGlobalAlias(l->module); v; v = LLVMGetNextGlobalAlias(v)) {
		LLVMValueRef fn = aliased_function(v);
		uint32_t target = fn ? ce_map_get(&l->funcs, (uintptr_t)fn) : CE_NONE;
		const ce_source_func *sf = source_func(l, v);
		ce_func f = {0};

		if (target == CE_NONE)
			continue;
		describe(l, fn, &f, sf);
		f.name = ce_lower_symbol(l, v);
		if (!sf)
			f.shown = f.name;
		f.linkage = ce_lower_linkage(v);
		f.flags = (f.flags & ~(uint32_t)CE_FUNC_VARIADIC) | CE_FUNC_ALIAS;
		f.alias = target;
		add_function(l, v, f, false);
		if (f.linkage != CE_LINK_WEAK)
			ce_map_put(&l->funcs, (uintptr_t)v, target);
	}
}

static void add_uses(ce_lower *l)
{
	for (size_t i = 0; l->source && i < l->source->nuses; i++) {
		const ce_source_use *use = &l->source->uses[i];

		ce_push(&l->unit->uses, ((ce_use){use->kind, ce_intern(&l->unit->strings, use->a),
		                                  ce_intern(&l->unit->strings, use->b), use->x, use->y}));
	}
}

/* ---- bodies --------------------------------------------------------------------------------- */

/* Code that LLVM does not describe: all we know is what goes in. */
static bool is_strange(const ce_lower *l, LLVMValueRef fn)
{
	return has(fn, l->kinds.naked) || has(fn, l->kinds.coroutine);
}

static void strange_body(ce_func *f)
{
	for (uint32_t i = 0; i < f->nnodes; i++) {
		bool result = i >= ce_func_ret_node(f, 0);
		ce_edge e = {.op = result ? CE_OP_OPAQUE : CE_OP_LEAK};

		if (result)
			e.dst = i;
		else
			e.src = i;
		e.category = result ? CE_CAT_NONE : CE_CAT_ASM;
		ce_push(&f->edges, e);
	}
}

static void add_bodies(ce_lower *l)
{
	ce_body b = {.l = l};

	for (uint32_t i = 0; i < l->unit->funcs.n; i++) {
		ce_func *f = &l->unit->funcs.at[i];

		if (!l->bodies.at[i])
			continue;
		if (is_strange(l, l->bodies.at[i]))
			strange_body(f);
		else
			ce_lower_body(&b, f, l->bodies.at[i]);
	}
	ce_lower_body_free(&b);
}

static void free_lower(ce_lower *l)
{
	for (uint32_t i = 0; i < l->files.n; i++)
		free(l->files.at[i].path);
	ce_vec_free(&l->files);
	ce_lower_reach_free(l);
	ce_vec_free(&l->bodies);
	ce_map_free(&l->notes);
	ce_map_free(&l->funcs);
	ce_map_free(&l->globals);
	ce_map_free(&l->members);
	ce_map_free(&l->arrays);
	ce_map_free(&l->intrinsics);
	ce_map_free(&l->source_funcs);
	ce_map_free(&l->file_index);
	ce_map_free(l->scalable);
}

ce_unit *ce_lower_module(LLVMModuleRef m, const ce_source *source)
{
	ce_map scalable = {0};
	ce_lower l = {.module = m, .source = source, .scalable = &scalable};

	l.ctx = LLVMGetModuleContext(m);
	l.layout = LLVMGetModuleDataLayout(m);
	l.width = LLVMPointerSize(l.layout);
	l.unit = ce_unit_new();
	l.unit->is_model = is_model(m);
	l.last_file = CE_NONE;
	find_kinds(&l.kinds, l.ctx);
	describe_unit(&l);
	index_source(&l);
	add_functions(&l);
	add_ifuncs(&l);
	add_aliases(&l);
	add_uses(&l);
	ce_lower_global_heads(&l);
	ce_lower_global_inits(&l);
	ce_lower_members(&l);
	ce_lower_entries(&l);
	add_bodies(&l);
	ce_lower_returns(&l);
	free_lower(&l);
	return l.unit;
}
