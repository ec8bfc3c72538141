/* Expressions of a random function; see program.h for the kinds. */
#include <string.h>

#include "program.h"

bool one_in(cluster *c, unsigned n)
{
	return rng_below(&c->r, n) == 0;
}

const char *pick_of(cluster *c, int n, const char *const *items)
{
	return items[rng_below(&c->r, (unsigned)n)];
}

bool uses(const cluster *c, int idiom)
{
	return c->idioms >> idiom & 1;
}

var *pick_var(cluster *c, const char *kinds, bool stored)
{
	var *fit[MAX_VARS];
	unsigned n = 0;

	for (int i = 0; i < c->nscope; i++)
		if (strchr(kinds, c->scope[i].kind) && !(stored && c->scope[i].local))
			fit[n++] = &c->scope[i];
	return n ? fit[rng_below(&c->r, n)] : NULL;
}

bool is_nonnull(const cluster *c, const char *name)
{
	for (int i = 0; i < c->nscope; i++)
		if (c->scope[i].nonnull && strcmp(c->scope[i].name, name) == 0)
			return true;
	return false;
}

expr plain(const char *s)
{
	return (expr){.text = s};
}

expr with(expr e, const char *cond)
{
	if (e.n < MAX_CONDS)
		e.cond[e.n++] = cond;
	return e;
}

const char *when(const cluster *c, expr e, const char *other)
{
	const char *all = NULL;

	for (int i = 0; i < e.n; i++)
		if (!is_nonnull(c, e.cond[i]))
			all = all ? text("%s && %s", all, e.cond[i]) : e.cond[i];
	return all ? text("(%s ? %s : %s)", all, e.text, other) : e.text;
}

const char *address_of(const char *base)
{
	int n = (int)strlen(base);

	return base[n - 1] == '.' ? text("&%.*s", n - 1, base) : text("%.*s", n - 2, base);
}

const char *value_of(const char *base)
{
	int n = (int)strlen(base);

	return base[n - 1] == '.' ? text("%.*s", n - 1, base) : text("*%.*s", n - 2, base);
}

/* ---- bases: something to put a member's name behind ---- */

expr node_base(cluster *c)
{
	var *v = pick_var(c, "N", false), *local = pick_var(c, "n", false), *context;

	if (local && one_in(c, 4))
		return plain(text("%s.base.", local->name));
	if (uses(c, 40) && one_in(c, 8) && (context = pick_var(c, "C", false))) {
		const char *m = text("%s->%s", context->name, PICK(c, "in", "out", "q[1]"));
		return with(with(plain(text("%s->", m)), context->name), m);
	}
	if (v && !one_in(c, 12)) {
		if (one_in(c, 6)) {
			const char *m =
				text("%s->%s", v->name, PICK(c, "next", "prev", "box.n", "arr[0]", "x"));
			return with(with(plain(text("%s->", m)), v->name), m);
		}
		return with(plain(text("%s->", v->name)), v->name);
	}
	return one_in(c, 3) ? with(plain("g0@->"), "g0@") : plain("gn@.base.");
}

expr box_base(cluster *c)
{
	var *v = pick_var(c, "B", false), *s = pick_var(c, "bS", false);
	expr e;

	if (v && one_in(c, 2)) {
		if (one_in(c, 4))
			return with(with(plain(text("%s->link->", v->name)), v->name),
			            text("%s->link", v->name));
		return with(plain(text("%s->", v->name)), v->name);
	}
	if (s && one_in(c, 2))
		return plain(text("%s.", s->name));
	if (one_in(c, 8))
		return plain("gb@.");
	if (one_in(c, 4)) {
		e = context_base(c, false);
		e.text = text("%sbox.", e.text);
		return e;
	}
	if (one_in(c, 6) && (v = pick_var(c, "N", false)))
		return with(plain(text("down@(%s)->tail.", v->name)), v->name);
	e = node_base(c);
	e.text = text("%s%s", e.text, PICK(c, "box.", "more[0].", "more[1]."));
	return e;
}

expr context_base(cluster *c, bool stored)
{
	var *v = pick_var(c, "C", stored), *local = stored ? NULL : pick_var(c, "c", false);

	if (local && (!v || one_in(c, 2)))
		return plain(text("%s.", local->name));
	if (v) {
		if (one_in(c, 6)) {
			const char *m = text("%s->%s", v->name, PICK(c, "parent", "self"));
			return with(with(plain(text("%s->", m)), v->name), m);
		}
		return with(plain(text("%s->", v->name)), v->name);
	}
	if (!stored && uses(c, 41) && one_in(c, 2))
		return with(plain("gtop@->"), "gtop@");
	return with(plain("gc@->"), "gc@");
}

static const char *index_of(cluster *c)
{
	if (!pick_var(c, "k", false))
		return PICK(c, "0", "1", text("%d", c->narr - 1));
	return PICK(c, "0", "1", "k & 1", text("(unsigned)k %% %d", c->narr), text("%d", c->narr - 1));
}

/* ---- lvalues ---- */

static expr suffixed(expr e, const char *suffix)
{
	e.text = text("%s%s", e.text, suffix);
	return e;
}

static expr pointed_slot(cluster *c)
{
	var *v = pick_var(c, "O", false), *p = pick_var(c, "Pp", false);
	expr e;

	if (v && one_in(c, 2))
		return with(plain(text(one_in(c, 2) ? "*%s" : "%s[1]", v->name)), v->name);
	if (p)
		return plain(text("%s%s", p->name, PICK(c, ".a", ".b")));
	e = node_base(c);
	return with(suffixed(e, "vec[1]"), text("%svec", e.text));
}

/* An lvalue of type struct N *. */
expr node_slot(cluster *c)
{
	var *v;

	switch (rng_below(&c->r, 24)) {
	case 0:
	case 1:
	case 2:
	case 3:
	case 4:
	case 5:
		return suffixed(node_base(c), PICK(c, "next", "prev", "u.n", "pair.a", "pair.b", "x", "y"));
	case 6:
	case 7:
	case 8:
		return suffixed(node_base(c), text("arr[%s]", index_of(c)));
	case 9:
	case 10:
	case 11:
		return suffixed(box_base(c), "n");
	case 12:
	case 13:
		return pointed_slot(c);
	case 14:
	case 15:
	case 16:
		return suffixed(context_base(c, false), PICK(c, "in", "out", "q[0]", "q[2]", "box.n"));
	case 17:
		if (uses(c, 42) && (v = pick_var(c, "N", false)))
			return with(plain(text("down@(%s)->%s", v->name, PICK(c, "extra", "tail.n"))),
			            v->name);
		/* fallthrough */
	case 18:
		if (uses(c, 43))
			return one_in(c, 2) ? plain("ga@") : suffixed(node_base(c), "at");
		/* fallthrough */
	case 19:
	case 20:
	case 21:
		return plain(PICK(c, "g0@", "g1@", "g2@", "garr@[1]", "garr@[0]", "gs@.last", "gs@.in.deep",
		                  "gt@"));
	default:
		v = pick_var(c, "N", false);
		return plain(v && one_in(c, 2) ? v->name : v ? "gs@.last" : "g1@");
	}
}

/* May its address be taken as a struct N **? */
static bool has_address(const char *slot)
{
	int n = (int)strlen(slot);

	return strcmp(slot, "ga@") != 0 && !(n > 2 && strcmp(slot + n - 2, "at") == 0);
}

/* One that is no name known not to be null, and no local's address would get into. */
expr assignable(cluster *c)
{
	for (int i = 0; i < 20; i++) {
		expr e = node_slot(c);
		if (!is_nonnull(c, e.text) && has_address(e.text))
			return e;
	}
	return plain("g1@");
}

/* ---- values that may be stored anywhere ---- */

static const char *round_about(cluster *c, const char *a)
{
	const char *k = constant(c);

	switch (rng_below(&c->r, 20)) {
	case 0:
		return text("(struct N@ *)untag@(tag_of@(%s, %s))", a, PICK(c, "1", "3", "5"));
	case 1:
		return text("(struct N@ *)show@(hide@(%s))", a);
	case 2:
		return text("(struct N@ *)%s@(%s)", PICK(c, "halves", "by_bytes", "by_double"), a);
	case 3:
		return text("(struct N@ *)%s@(%s)", PICK(c, "by_union", "by_vector", "by_wide"), a);
	case 4:
		return text("(struct N@ *)%s@(%s)", PICK(c, "by_asm", "by_atomic", "by_static", "by_chars"),
		            a);
	case 5:
		return text("(struct N@ *)by_array@(%s, %s)", a, k);
	case 6:
		return text("(struct N@ *)by_goto@(%s, %s)", a, k);
	case 7:
		return text("%s@(%s, %s)", PICK(c, "with_alloca", "with_vla"), a, k);
	case 8:
		return text("(struct N@ *)((uintptr_t)%s & ~(uintptr_t)%s)", a, PICK(c, "1", "7"));
	case 9:
		return text("(struct P@){.b = %s}.b", a);
	case 10:
		return text("({ struct B@ b_ = {.n = %s}; b_.n; })", a);
	case 11:
		return text("sorted@(%s, %s)", a, node(c, 0));
	case 12:
		return text("cached@(%s, %s)", a, k);
	case 13:
		return text("join_thread@(%s, %s)", a, k);
	case 14:
		return text("one_shot@(%s, %s)", a, node(c, 0));
	case 15:
		return text("even_odd@(%s, %s, %s)", a, node(c, 0), k);
	case 16:
		return text("(%s, %s)", PICK(c, "(void)gs@.n", "gs@.n++"), a);
	default:
		return text("(struct N@ *)pass@(%s)", a);
	}
}

static const char *of_variable(cluster *c)
{
	var *v = pick_var(c, "N", true);
	const char *call;

	if (!v)
		return when(c, node_slot(c), "0");
	switch (rng_below(&c->r, 7)) {
	case 0:
		call = text(one_in(c, 2) ? "of_box@(&%s->box)" : "of_box@(by_diff@(&%s->box, %s))", v->name,
		            v->name);
		break;
	case 1:
		call = text("last@(%s, %s)", v->name, PICK(c, "1", "3"));
		break;
	case 2:
		call = text("of_tail@(&down@(%s)->tail)->extra", v->name);
		break;
	case 3:
		call = text("give@(%s)->n", v->name);
		break;
	case 4:
		call = text("last_of@(%s)", v->name);
		break;
	case 5:
		call = text("(count_all@(%s) > 1 ? %s : 0)", v->name, v->name);
		break;
	default:
		call = text("find@(%s, %s, 3)", v->name, v->name);
	}
	return when(c, with(plain(call), v->name), "0");
}

/* A value of type struct N *; it may be null. */
const char *node(cluster *c, int depth)
{
	var *v = pick_var(c, "N", true), *other;
	const char *a, *b;
	unsigned pick = rng_below(&c->r, 26);

	if (v && (pick < 12 || depth == 0))
		return v->name;
	if (pick < 16 || depth == 0)
		return when(c, node_slot(c), "0");
	other = pick_var(c, "vw", true);
	if (pick < 18 && other)
		return text("(struct N@ *)%s", other->name);
	other = pick_var(c, "Uu", true);
	if (pick == 18 && other)
		return text("%s%s", other->name, PICK(c, ".n", ".n"));
	a = node(c, depth - 1);
	b = node(c, depth - 1);
	switch (pick) {
	case 18:
	case 19:
		return text("(%s ? %s : %s)", condition(c), a, b);
	case 20:
		return PICK(c, text("choose@(%s, %s, %s)", constant(c), a, b),
		            text("va_pick@(%s, %s, %s)", PICK(c, "1", "2"), a, b),
		            text("box_in@(box_of@(%s))", a),
		            text("pair_of@(%s, %s).%s", a, b, PICK(c, "a", "b")));
	case 21:
		return "make@()";
	case 22:
		return uses(c, 44) ? of_variable(c) : a;
	default:
		return uses(c, 45) ? round_about(c, a) : b;
	}
}

/* A value of type char *: into the bytes of a node. */
const char *string(cluster *c)
{
	var *s = pick_var(c, "s", true), *v = pick_var(c, "N", true);

	if (s && one_in(c, 2))
		return one_in(c, 3) ? text("(%s ? scan_word@(%s, 3) : 0)", s->name, s->name) : s->name;
	if (v)
		return when(c, with(plain(text("%s->raw%s", v->name, PICK(c, "", " + 1"))), v->name), "0");
	return "gstr@";
}

const char *constant(cluster *c)
{
	if (pick_var(c, "k", false))
		return PICK(c, "0", "1", "2", "3", "4", "5", "-1", "k", "k & 1", "k + 1");
	return PICK(c, "0", "1", "2", "3", "4", "-1");
}

const char *condition(cluster *c)
{
	const char *k = pick_var(c, "k", false) ? "k" : PICK(c, "gs@.n", "gn@.base.tag");
	var *v = pick_var(c, "NBvO", false), *w = pick_var(c, "Nv", false);
	unsigned n = rng_below(&c->r, 7);

	if (v && one_in(c, 4))
		return PICK(c, v->name, text("!%s", v->name), text("%s && %s", v->name, k),
		            w ? text("(void *)%s == (void *)%s", v->name, w->name) : v->name);
	return PICK(c, text("%s == %u", k, n), text("%s != %u", k, n & 3),
	            text("%s & %s", k, PICK(c, "1", "2", "4")), text("%s < %u", k, n & 3),
	            text("%s > %u", k, n & 3), k, text("!%s", k), text("%s <= %u && %s > 0", k, n, k),
	            text("(%s & 3) == %u", k, n & 3), text("%s >= 1 || gn@.base.tag", k),
	            text("gn@.base.tag || %s == 2", k), text("(%s & 6) != 2", k),
	            text("(unsigned)%s < 3u", k));
}
