/* Calls among the functions of a cluster. */
#include <string.h>

#include "shapes.h"
#include "statements.h"

static expr of_shape(cluster *c, char kind)
{
	var *v = pick_var(c, (char[]){kind, 0}, kind != 'g');

	return plain(v ? v->name : kind == 'e' ? "(struct E@){0}" : "0");
}

static expr argument(cluster *c, const var *p)
{
	var *v = NULL;
	expr e;

	if (p->local) {
		const char *of = p->kind == 'N'   ? "n"
		                 : p->kind == 'B' ? "b"
		                 : p->kind == 'C' ? "c"
		                 : p->kind == 'O' ? "O"
		                                  : "";
		v = *of && one_in(c, 2) ? pick_var(c, of, false) : NULL;
		if (v && v->kind != 'O')
			return plain(text(v->kind == 'n' ? "&%s.base" : "&%s", v->name));
		if (v || ((v = pick_var(c, (char[]){p->kind, 0}, false)) && one_in(c, 2)))
			return plain(v->name);
	}
	switch (p->kind) {
	case 'k':
		return plain(constant(c));
	case 'f':
		v = pick_var(c, "f", false);
		return plain(v && one_in(c, 3) ? v->name
		                               : PICK(c, "nothing@", "link_both@", "keep_second@", "0"));
	case 'B':
		if ((v = pick_var(c, "B", true)) && one_in(c, 2))
			return plain(v->name);
		v = pick_var(c, "N", true);
		return plain(v ? when(c, with(plain(text("&%s->box", v->name)), v->name), "0") : "0");
	case 'C':
		v = pick_var(c, "C", true);
		return plain(v ? v->name : "gc@");
	case 'O':
		if (one_in(c, 3)) {
			e = node_base(c);
			e.text = text("%svec", e.text);
			return plain(when(c, e, "0"));
		}
		v = pick_var(c, "N", true);
		return plain(v ? when(c, with(plain(text("&%s->arr[0]", v->name)), v->name), "0") : "garr@");
	case 's':
		return plain(string(c));
	case 'w':
		return plain(text("(uintptr_t)%s", node(c, 2)));
	case 'S':
		e = box_base(c);
		e.text = value_of(e.text);
		return plain(PICK(c, when(c, e, "gb@"), text("box_of@(%s)", node(c, 1))));
	case 'P':
		return plain(text("pair_of@(%s, %s)", node(c, 1), node(c, 1)));
	case 'U':
		return plain(text("(union U@){.n = %s}", node(c, 1)));
	case 'v':
		return plain(node(c, 2));
	case 'N':
		return plain(one_in(c, 8) ? "0" : node(c, 2));
	default:
		return of_shape(c, p->kind);
	}
}

void s_call(cluster *c, int depth)
{
	/* Earlier functions, itself, and now and then a later one: mutual recursion. */
	int n = c->nfuncs - 1;
	func *f = one_in(c, 5) ? c->now : n ? &c->funcs[rng_below(&c->r, (unsigned)n)] : NULL;
	bool again;
	const char *args = "", *call, *name;
	expr conds = plain(""), e;

	(void)depth;
	if (!f || (f->is_static && f->unit != c->now->unit))
		return;
	again = f == c->now;
	for (int i = 0; i < f->nparams; i++) {
		e = argument(c, &f->params[i]);
		if (f->params[i].kind == 'k' && again) {
			e.text = "k - 1";
			conds = with(conds, "k > 0");
		}
		args = text("%s%s%s", args, i ? ", " : "", e.text);
	}
	call = text("%s(%s)", f->name, args);
	if (f->result && shapes_type(f->result) && !conds.n) {
		name = fresh(c, "x");
		line(c, text("%s%s = %s;", shapes_type(f->result), name, call));
		declare(c, name, f->result, false);
		return;
	}
	switch (f->result) {
	case 'N':
		if (one_in(c, 2) && !conds.n) {
			name = fresh(c, "x");
			line(c, text("struct N@ *%s = %s;", name, call));
			declare(c, name, 'N', false);
			return;
		}
		break;
	case 'S':
	case 'P':
		name = fresh(c, f->result == 'S' ? "lb" : "lp");
		emit(c, conds, text("struct %s@ %s = %s;", f->result == 'S' ? "B" : "P", name, call));
		if (!conds.n)
			declare(c, name, f->result == 'S' ? 'b' : 'p', false);
		return;
	}
	if (f->result && strchr("Nvw", f->result) && one_in(c, 2)) {
		e = assignable(c);
		emit(c, conds,
		     text("{ struct N@ *r_ = (struct N@ *)%s; if (%s) %s = r_; }", call, still(c, e),
		          e.text));
		return;
	}
	emit(c, conds, text("%s;", call));
}
