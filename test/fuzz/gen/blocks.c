/* Statements with statements inside. */
#include <string.h>

#include "statements.h"

static void nested(cluster *c, int depth, unsigned n)
{
	int scope = c->nscope;

	c->indent++;
	while (n--)
		statement(c, depth - 1);
	c->indent--;
	c->nscope = scope;
}

/* Stored, seen by what is in between, and overwritten on every way out, or on some. */
void s_temporary(cluster *c, int depth)
{
	expr e = assignable(c);
	const char *old = NULL, *s, *k = pick_var(c, "k", false) ? "k" : "gs@.n";
	var *v = NULL;

	for (int i = 0; i < c->nscope; i++)
		if (c->scope[i].kind == 'N' && c->scope[i].nonnull)
			v = &c->scope[i];
	if (v && !one_in(c, 4))
		e = plain(text("%s->%s", v->name,
		               PICK(c, "next", "prev", "box.n", "arr[0]", "u.n", "pair.b", "x")));
	else
		e = plain(PICK(c, "g0@", "g1@", "gs@.last", "garr@[0]", "gt@"));
	s = e.text;
	if (one_in(c, 2)) {
		old = fresh(c, "x");
		line(c, text("struct N@ *%s = %s;", old, s));
	}
	line(c, text("%s = %s;", s, node(c, 2)));
	for (unsigned n = rng_below(&c->r, 3); n--;)
		statement(c, depth > 1 ? 1 : 0);
	line(c, text("%s%s = %s;", one_in(c, 5) ? text("if (%s) ", k) : "", s,
	             old ? old : PICK(c, "0", "NULL", when(c, node_slot(c), "0"))));
}

/* A context is made known by a global while others work, and taken back. */
void s_parked(cluster *c, int depth)
{
	var *local = pick_var(c, "c", false), *given = pick_var(c, "C", true);
	bool was = c->parked, all = local && (!given || one_in(c, 2));
	const char *old = fresh(c, "old"), *x;

	if (!local && !given)
		return;
	x = all ? text("&%s", local->name) : given->name;
	line(c, text("struct C@ *%s = gtop@;", old));
	line(c, text("gtop@ = %s;", x));
	c->parked = true;
	nested(c, depth > 1 ? 2 : 1, 1 + rng_below(&c->r, 2));
	c->parked = was;
	line(c, text("%sgtop@ = %s;", !all && one_in(c, 4) ? "if (fuel & 1) " : "", old));
}

/* What longjmp() jumps over did not happen; the landing restores. */
void s_setjmp(cluster *c, int depth)
{
	bool was = c->parked;
	int n = ++c->counter;

	if (c->in_loop)
		return;
	line(c, text("jmp_buf jb%d, *oj%d = gj@;", n, n));
	line(c, text("struct C@ *ot%d = gtop@;", n));
	line(c, text("gj@ = &jb%d;", n));
	line(c, text("if (!setjmp(jb%d)) {", n));
	c->parked = true;
	nested(c, depth, 1 + rng_below(&c->r, 3));
	if (one_in(c, 2))
		line(c, text("\tjump@(%s);", constant(c)));
	c->parked = was;
	line(c, "}");
	line(c, text("gj@ = oj%d;", n));
	line(c, text("gtop@ = ot%d;", n));
}

void s_if(cluster *c, int depth)
{
	line(c, text("if (%s) {", condition(c)));
	nested(c, depth, 1 + rng_below(&c->r, 3));
	if (one_in(c, 3)) {
		line(c, "} else {");
		nested(c, depth, 1 + rng_below(&c->r, 2));
	}
	if (one_in(c, 8) && !c->in_loop && !c->parked)
		line(c, text("\t%s", return_text(c)));
	line(c, "}");
}

void s_loop(cluster *c, int depth)
{
	bool was = c->in_loop;
	var *v = pick_var(c, "N", false);
	int i = ++c->counter, scope = c->nscope;

	c->in_loop = true;
	if (v && one_in(c, 2)) {
		line(c, text("{ int n%d = 3; for (struct N@ *c%d = %s; c%d && n%d--; c%d = c%d ? c%d->next : "
		             "0) {",
		             i, i, v->name, i, i, i, i, i));
		declare(c, text("c%d", i), 'N', v->local);
		nested(c, depth, 1 + rng_below(&c->r, 2));
		c->nscope = scope;
		line(c, "} }");
	} else {
		line(c, text("for (int i%d = 0; i%d < %u; i%d++) {", i, i, 1 + rng_below(&c->r, 3), i));
		nested(c, depth, 1 + rng_below(&c->r, 2));
		line(c, "}");
	}
	c->in_loop = was;
}

void s_switch(cluster *c, int depth)
{
	if (!pick_var(c, "k", false))
		return;
	line(c, "switch ((int)k) {");
	for (unsigned i = 0, n = 1 + rng_below(&c->r, 3); i < n; i++) {
		line(c, text("case %u: {", i));
		nested(c, depth, 1);
		line(c, PICK(c, "} break;", "} break;", "} /* fallthrough */"));
	}
	line(c, "default: {");
	if (one_in(c, 2))
		nested(c, depth, 1);
	line(c, "} break;");
	line(c, "}");
}
