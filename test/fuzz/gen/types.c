/* Types and globals of a cluster. */
#include "program.h"

/* The members in a random order, so that offsets differ from cluster to cluster. */
static const char *shuffled(cluster *c, int n, const char **members)
{
	const char *all = "";

	for (int i = n - 1; i >= 0; i--) {
		int j = (int)rng_below(&c->r, (unsigned)i + 1);
		const char *t = members[i];
		members[i] = members[j];
		members[j] = t;
		all = text("%s %s", all, members[i]);
	}
	return all;
}
#define SHUFFLED(c, ...)                                                                 \
	shuffled(c, (int)(sizeof((const char *[]){__VA_ARGS__}) / sizeof(const char *)), \
	         (const char *[]){__VA_ARGS__})

static const char *choose_types(cluster *c)
{
	const char *box = SHUFFLED(c, "struct N@ *n;", "void *v;", "int k;", "struct B@ *link;");
	const char *context = SHUFFLED(c, "struct N@ *in;", "struct N@ *out;", "void *user;", "callback@ fn;",
	                               "struct C@ *self;", "struct T@ *state;", "void *(*alloc)(size_t);",
	                               text("char buf[%u];", 1 + rng_below(&c->r, 20)), "struct N@ *q[3];",
	                               "int mode;", "struct B@ box;", "struct C@ *parent;");
	const char *members = SHUFFLED(
		c, "struct N@ *next;", "struct N@ *prev;", "void *data;", "struct B@ box;", "int tag;",
		text("struct N@ *arr[%d];", c->narr), "union U@ u;", "uintptr_t word;", "struct N@ **vec;",
		"callback@ fn;", "const struct ops@ *ops;", text("char raw[%u];", 8 + rng_below(&c->r, 17)),
		"struct B@ more[2];", "struct P@ pair;", "_Atomic(struct N@ *) at;", "struct C@ *ctx;",
		"unsigned few : 3, many : 20;", "char *str;",
		"struct { struct N@ *x; union { struct N@ *y; double f; }; };");

	return text("struct N@;\nstruct C@;\ntypedef void (*callback@)(int, struct N@ *, struct N@ *);\n"
	            "struct B@ {%s };\nstruct P@ { struct N@ *a, *b; };\n"
	            "union U@ { struct N@ *n; void *v; uintptr_t w; char c[8]; unsigned h[2]; double f; };\n"
	            "struct ops@ { callback@ go; void (*put)(struct N@ **, struct N@ *); };\n"
	            "struct T@ { struct C@ *owner; struct N@ *win; struct N@ *hist[2]; unsigned n; };\n"
	            "struct C@ {%s };\nstruct N@ {%s };\n"
	            "struct D@ { struct N@ base; struct N@ *extra; struct B@ tail; };\n"
	            "struct V@ { int n, room; struct N@ *items[]; };\n",
	            box, context, members);
}

void types_add_global(cluster *c, const char *decl)
{
	bool is_static = one_in(c, 2);

	c->globals = text("%s%s%s\n", c->globals, is_static ? "static " : "", decl);
	c->others_globals = text("%s%s%s\n", c->others_globals, is_static ? "static " : "extern ", decl);
}

/* Each is of one unit, once for each unit (static), or shared by all. */
static void choose_globals(cluster *c)
{
	static const char *const decls[] = {
		"struct N@ *g0@;",
		"struct N@ *g1@, *g2@;",
		"void *gv@;",
		"struct B@ gb@;",
		"struct N@ *garr@[4];",
		"uintptr_t gw@;",
		"struct D@ gn@;",
		"struct G@ gs@;",
		"_Thread_local struct N@ *gt@;",
		"callback@ hook@;",
		"struct C@ *gtop@;",
		"jmp_buf *gj@;",
		"struct V@ *gvec@;",
		"_Atomic(struct N@ *) ga@;",
		"char *gstr@;",
		"struct C@ *gc@;",
	};

	c->globals = c->others_globals =
		"struct G@ { struct N@ *last; struct { struct N@ *deep; void *v; } in; int n; };\n";
	for (size_t i = 0; i < sizeof decls / sizeof *decls; i++)
		types_add_global(c, decls[i]);
}

void types_choose(cluster *c)
{
	c->narr = 2 + (int)rng_below(&c->r, 3);
	c->types = choose_types(c);
	choose_globals(c);
}

static void prototypes(cluster *c, bool header, unsigned unit, page *p)
{
	for (int i = 0; i < c->nfuncs; i++) {
		const func *f = &c->funcs[i];
		const char *all = text("%s%s;\n", f->is_static ? "static " : "", signature(f));

		if (header ? !f->is_static : f->is_static ? f->unit == unit : !c->own_types)
			page_add_numbered(p, all, c->number);
	}
}

void types_header(cluster *c, page *p)
{
	page_add_numbered(p, c->types, c->number);
	prototypes(c, true, 0, p);
}

void types_write(cluster *c, unsigned unit, page *p)
{
	/* The harness is the unit after the last, and sees no static things. */
	if (!c->own_types)
		page_add_numbered(p, c->types, c->number);
	else if (unit == c->own_unit || unit == c->units)
		page_add_numbered(p, c->own_types, c->number);
	page_add_numbered(p, unit == c->home ? c->globals : c->others_globals, c->number);
	page_add_numbered(p,
	                  "void outside@(int, struct N@ *, struct N@ *);\n"
	                  "void coder@(void (**)(int, struct N@ *, struct N@ *));\n"
	                  "extern const struct ops@ *const all_ops@[3];\nextern int fuel;\n",
	                  c->number);
	prototypes(c, false, unit, p);
}
