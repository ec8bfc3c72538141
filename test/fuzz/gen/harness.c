/* The unit beside a program by which the observer knows types and calls functions. */
#include <string.h>

#include "program.h"

static const char fields_text[] =
	"#define BOX(T, m) {offsetof(T, m) + offsetof(struct B@, n), 'N'}, {offsetof(T, m) + offsetof(struct "
	"B@, v), 'v'}, \\\n"
	"\t{offsetof(T, m) + offsetof(struct B@, link), 'B'}, {offsetof(T, m) + offsetof(struct B@, k), "
	"'k'}\n"
	"static const struct field n_fields@[] = {\n"
	"#define F(m, k) {offsetof(struct D@, base) + offsetof(struct N@, m), k}\n"
	"\tF(next, 'N'), F(prev, 'N'), F(data, 'v'), F(tag, 'k'), F(arr[0], 'N'), F(arr[1], 'N'), F(u, 'v'), "
	"F(word, 'W'),\n"
	"\tF(vec, 'O'), F(fn, 'f'), F(ops, 'o'), F(pair.a, 'N'), F(pair.b, 'N'), F(at, 'N'), F(ctx, 'C'), "
	"F(str, 's'), F(x, 'N'),\n"
	"\tF(y, 'N'), BOX(struct N@, box), BOX(struct N@, more[0]), BOX(struct N@, more[1]),\n"
	"#undef F\n"
	"\t{offsetof(struct D@, extra), 'N'}, BOX(struct D@, tail), {0, 0}};\n"
	"static const struct field b_fields@[] = {BOX(struct { struct B@ b; }, b), {0, 0}};\n"
	"#define F(m, k) {offsetof(struct C@, m), k}\n"
	"static const struct field c_fields@[] = {F(in, 'N'), F(out, 'N'), F(user, 'v'), F(fn, 'f'), F(self, "
	"'C'), F(state, 'T'),\n"
	"\tF(alloc, 'a'), F(q[0], 'N'), F(q[1], 'N'), F(q[2], 'N'), F(mode, 'k'), F(parent, 'C'), BOX(struct "
	"C@, box), {0, 0}};\n"
	"#undef F\n"
	"static const struct field p_fields@[] = {{0, 'N'}, {8, 'N'}, {0, 0}}, u_fields@[] = {{0, 'N'}, {0, "
	"0}};\n"
	"#define F(m, k) {offsetof(struct T@, m), k}\n"
	"static const struct field t_fields@[] = {F(owner, 'C'), F(win, 'N'), F(hist[0], 'N'), F(hist[1], "
	"'N'), {0, 0}};\n"
	"#undef F\n";

static const char layouts_text[] =
	"#undef BOX\n"
	"static const struct layout layouts@[] = {{'N', sizeof(struct D@), n_fields@}, {'B', sizeof(struct "
	"B@), b_fields@},\n"
	"\t{'C', sizeof(struct C@), c_fields@}, {'P', sizeof(struct P@), p_fields@}, {'U', sizeof(union U@), "
	"u_fields@},\n"
	"\t{'T', sizeof(struct T@), t_fields@},\n";

static const char family_text[] =
	"};\nstatic const struct family family@ = {layouts@, sizeof layouts@ / sizeof *layouts@, "
	"offsetof(struct N@, box), offsetof(struct N@, raw), "
	"offsetof(struct N@, arr),\n"
	"\t(callback)outside@, (const void *const *)all_ops@};\n"
	"void outside@(int k, struct N@ *a, struct N@ *b)\n"
	"{\n\t(void)k;\n\tobserver_outside(&family@, (struct N *)a, (struct N *)b);\n}\n"
	"void coder@(void (**at)(int, struct N@ *, struct N@ *))\n"
	"{\n\tobserver_coder((callback *)at, (callback)outside@);\n}\n";

static void thunk(const func *f, unsigned number, page *p)
{
	const char *args = "";

	for (int i = 0; i < f->nparams; i++)
		args = text("%s%s*(%s*)a[%d]", args, i ? ", " : "",
		            f->params[i].kind == 'k' ? "long " : c_type(f, f->params[i].kind), i);
	page_add_numbered(p, text("static void call_%s(void *const *a, void *r) { ", f->name), number);
	if (f->result)
		page_add_numbered(p, text("*(%s*)r = ", c_type(f, f->result)), number);
	page_add_numbered(p, text("%s%s(%s); }\n", f->result ? "" : "(void)r; ", f->name, args), number);
}

void harness_write(cluster *const *clusters, unsigned n, page *p)
{
	page list = {0};

	page_add(p, UNIT_HEAD);
	page_add(p, "#include \"tables.h\"\n#include \"api.h\"\n");
	page_add(&list, "const struct function functions[] = {\n");
	for (unsigned i = 0; i < n; i++) {
		cluster *c = clusters[i];

		types_write(c, c->units, p);
		page_add_numbered(
			p, text("%s%s%s%s%s", fields_text, c->fields, layouts_text, c->layouts, family_text),
			c->number);
		for (int j = 0; j < c->nfuncs; j++) {
			const func *f = &c->funcs[j];
			char kinds[MAX_PARAMS + 1] = "";

			if (f->is_static)
				continue;
			thunk(f, c->number, p);
			for (int k = 0; k < f->nparams; k++)
				kinds[k] = f->params[k].kind;
			page_add_numbered(&list,
			                  text("\t{\"%s\", &family@, \"%s\", %s, call_%s},\n", f->name, kinds,
			                       f->result ? text("sizeof(%s)", c_type(f, f->result)) : "0",
			                       f->name),
			                  c->number);
		}
	}
	page_add(&list, "\t{0, 0, 0, 0, 0}};\n");
	page_add(p, list.bytes);
	page_free(&list);
}
