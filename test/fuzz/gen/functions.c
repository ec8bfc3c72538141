/* Functions of a cluster, one after the other. */
#include <stdlib.h>
#include <string.h>

#include "shapes.h"

const char *c_type(const func *f, char kind)
{
	switch (kind) {
	case 'N':
		return "struct N@ *";
	case 'B':
		return "struct B@ *";
	case 'C':
		return "struct C@ *";
	case 'O':
		return "struct N@ **";
	case 'v':
		return "void *";
	case 's':
		return "char *";
	case 'w':
		return "uintptr_t ";
	case 'S':
		return "struct B@ ";
	case 'P':
		return "struct P@ ";
	case 'U':
		return "union U@ ";
	case 'f':
		return "callback@ ";
	case 'k':
		return f->ktype;
	case 0:
		return "void ";
	default:
		return shapes_type(kind);
	}
}

const char *signature(const func *f)
{
	const char *args = "";

	for (int i = 0; i < f->nparams; i++)
		args = text("%s%s%s%s", args, i ? ", " : "", c_type(f, f->params[i].kind), f->params[i].name);
	return text("%s%s(%s)", c_type(f, f->result), f->name, args);
}

static const char *early_return(const func *f)
{
	return f->result == 'S'   ? "return gb@;"
	       : f->result == 'e' ? "return (struct E@){0};"
	       : f->result == 'P' ? "return pair_of@(0, 0);"
	       : f->result        ? "return 0;"
	                          : "return;";
}

const char *return_text(cluster *c)
{
	var *v = pick_var(c, "N", true);
	expr e;

	if (c->now->result && shapes_type(c->now->result))
		return early_return(c->now);
	switch (c->now->result) {
	case 0:
		return "return;";
	case 'N':
	case 'v':
		return text("return %s;", node(c, 2));
	case 'w':
		return text("return (uintptr_t)%s;", node(c, 2));
	case 'k':
		return text("return %s;", PICK(c, "0", "gn@.base.tag"));
	case 's':
		return text("return %s;", string(c));
	case 'O':
		return text("return %s;",
		            v ? when(c, with(plain(text("&%s->arr[0]", v->name)), v->name), "0") : "garr@");
	case 'P':
		return text("return pair_of@(%s, %s);", node(c, 1), node(c, 1));
	default:
		e = box_base(c);
		e.text = value_of(e.text);
		return text("return %s;", PICK(c, when(c, e, "gb@"), text("box_of@(%s)", node(c, 1))));
	}
}

static void choose_params(cluster *c, func *f)
{
	const char *kinds = text("NNNNNNNBBCCOvwsSPUf%s%s", c->letters, c->letters);
	bool callback = false;

	for (unsigned n = 1 + rng_below(&c->r, 4); n--;) {
		char kind = kinds[rng_below(&c->r, (unsigned)strlen(kinds))];
		if (kind == 'f' && callback)
			kind = 'N';
		callback |= kind == 'f';
		f->params[f->nparams] =
			(var){text("p%d", f->nparams), kind, strchr("NBCO", kind) && one_in(c, 3), false};
		f->nparams++;
	}
	if (!one_in(c, 4))
		f->params[f->nparams++] = (var){"k", 'k', false, false};
}

void function_begin(cluster *c, func *f)
{
	f->ktype = PICK(c, "int ", "int ", "int ", "unsigned ", "char ", "_Bool ", "long ");
	c->now = f;
	c->nscope = f->nparams;
	memcpy(c->scope, f->params, sizeof f->params);
	c->counter = 0;
	c->indent = 1;
	c->in_loop = c->parked = false;
	c->out = &c->bodies[f->unit];
	page_add(c->out, text("%s%s\n{\n", f->is_static ? "static " : "", signature(f)));
	line(c, text("if (fuel-- <= 0) %s", early_return(f)));
}

void function_end(cluster *c)
{
	page_add(c->out, "}\n");
}

void function_random(cluster *c, const char *stem, bool spread)
{
	func *f = &c->funcs[c->nfuncs++];

	*f = (func){.name = text("%s%d_@", stem, c->nfuncs - 1),
	            .result = "\0\0\0NNNvwSkOPs"[rng_below(&c->r, 13)]};
	f->is_static = one_in(c, 3);
	f->unit = spread && one_in(c, 3) ? (c->home + 1) % c->units : c->home;
	choose_params(c, f);
	function_begin(c, f);
	for (int i = 0; i < f->nparams; i++)
		if (strchr("NBCOv", f->params[i].kind) && one_in(c, 2)) {
			line(c, text("if (!%s) %s", f->params[i].name, early_return(f)));
			c->scope[i].nonnull = true;
		}
	for (unsigned n = 1 + rng_below(&c->r, one_in(c, 4) ? 8 : 4); n--;)
		statement(c, 2);
	if (f->result)
		line(c, return_text(c));
	function_end(c);
}

/* The tables of functions that this cluster's objects may point to. */
const char *ops_of(cluster *c)
{
	return pick_of(
		c, c->ntables,
		(const char *[]){"&quiet_ops@", "&quiet_ops@", "&link_ops@", "&keep_ops@", "&park_ops@"});
}

void cluster_make(cluster *c, uint64_t seed, unsigned number, unsigned units, const shapes *all)
{
	unsigned n;
	bool spread;

	memset(c, 0, sizeof *c);
	c->r.state = seed * 1000003 + number;
	c->number = number;
	c->units = units;
	c->idioms = rng_below(&c->r, 1u << 24) | (uint64_t)rng_below(&c->r, 1u << 24) << 24;
	c->idioms |= (uint64_t)rng_below(&c->r, 1u << 24) << 40;
	c->ntables = 2 + (int)rng_below(&c->r, 4);
	c->letters = c->fields = c->layouts = "";
	types_choose(c);
	shapes_choose(c, all);
	c->home = rng_below(&c->r, units);
	spread = one_in(c, 3);
	n = c->nshapes ? 2 + rng_below(&c->r, 4) : 8 + rng_below(&c->r, MAX_FUNCS - 8);
	while (n--)
		function_random(c, "f", spread);
	shapes_write(c);
	page_add(&c->bodies[c->home], "const struct ops@ *const all_ops@[3] = {");
	for (int i = 0; i < 3; i++)
		page_add(&c->bodies[c->home], text("%s%s", i ? ", " : "", ops_of(c)));
	page_add(&c->bodies[c->home], "};\n");
}

void cluster_free(cluster *c)
{
	for (unsigned i = 0; i < MAX_UNITS; i++)
		free(c->bodies[i].bytes);
}

static bool has_header(cluster *const *clusters, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (clusters[i]->own_types)
			return true;
	return false;
}

void header_write(cluster *const *clusters, unsigned n, page *p)
{
	page_add(p, has_header(clusters, n) ? UNIT_HEAD : "");
	for (unsigned i = 0; i < n; i++)
		if (clusters[i]->own_types)
			types_header(clusters[i], p);
}

void unit_write(cluster *const *clusters, unsigned n, const helpers *h, unsigned unit, page *p)
{
	page_add(p, UNIT_HEAD);
	page_add(p, has_header(clusters, n) ? "#include \"api.h\"\n" : "");
	for (unsigned i = 0; i < n; i++) {
		page *body = &clusters[i]->bodies[unit];

		if (!body->bytes)
			continue;
		types_write(clusters[i], unit, p);
		helpers_write(h, body->bytes, clusters[i]->number, p);
		page_add_numbered(p, body->bytes, clusters[i]->number);
	}
}
