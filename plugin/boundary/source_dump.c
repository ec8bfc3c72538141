#include "source_dump.h"

#include <string.h>

typedef struct flag {
	uint32_t bit;
	const char *name;
} flag;

static const flag func_flags[] = {
	{CE_FUNC_BOUNDARY, "boundary"}, {CE_FUNC_GO_EXPORT, "go-export"},
	{CE_FUNC_WRAPPER, "wrapper"},   {CE_FUNC_PREAMBLE, "preamble"},
	{CE_FUNC_SYSTEM, "system"},     {CE_FUNC_STATIC, "static"},
	{CE_FUNC_VARIADIC, "variadic"}, {0, NULL},
};

static const flag param_flags[] = {
	{CE_PARAM_POINTER, "pointer"},   {CE_PARAM_AGGREGATE, "aggregate"},
	{CE_PARAM_WIDE_INT, "wide-int"}, {CE_PARAM_OPAQUE, "opaque"},
	{CE_PARAM_PLAIN, "plain"},       {CE_PARAM_NUMBERS, "numbers"},
	{CE_PARAM_TEXT, "text"},         {CE_PARAM_FUNCTION, "function"},
	{CE_PARAM_NOESCAPE, "noescape"}, {0, NULL},
};

static void dump_flags(const flag *f, uint32_t bits, FILE *out)
{
	for (; f->name; f++)
		if (bits & f->bit)
			fprintf(out, " %s", f->name);
}

static void dump_loc(ce_loc loc, FILE *out)
{
	if (loc.file)
		fprintf(out, " %s:%u:%u", loc.file, loc.line, loc.col);
	else
		fputs(" -", out);
}

static void dump_args(const ce_source_func *f, FILE *out)
{
	for (unsigned i = 0; i < f->nargs; i++) {
		fputs(i ? "," : " args=", out);
		if (f->arg_param[i] == CE_ARG_SRET)
			fputs("sret", out);
		else
			fprintf(out, "%d", f->arg_param[i]);
	}
}

static void dump_func(const ce_source_func *f, FILE *out)
{
	fprintf(out, "func %s", f->name);
	dump_loc(f->loc, out);
	fputs(f->defined ? " def" : " decl", out);
	dump_flags(func_flags, f->flags, out);
	if (strcmp(f->name, f->link_name) != 0)
		fprintf(out, " link=%s", f->link_name[0] == 1 ? f->link_name + 1 : f->link_name);
	dump_args(f, out);
	fputc('\n', out);
	for (unsigned i = 0; i < f->nparams; i++) {
		const ce_source_param *p = &f->params[i];

		fprintf(out, "  param %u %s", i, p->name[0] ? p->name : "-");
		dump_loc(p->loc, out);
		dump_flags(param_flags, p->flags, out);
		fprintf(out, " : %s\n", p->type);
	}
}

void ce_source_dump(const ce_source *source, FILE *out)
{
	fprintf(out, "unit %s%s\n", source->main_file, source->is_cgo ? " cgo" : "");
	for (size_t i = 0; i < source->nfuncs; i++)
		dump_func(&source->funcs[i], out);
	/* The stream may be shared with the host's own buffering. */
	fflush(out);
}
