/* Statements of one or two lines. */
#include <string.h>

#include "statements.h"

void s_store(cluster *c, int depth)
{
	expr e = node_slot(c);

	(void)depth;
	if (!is_nonnull(c, e.text))
		emit(c, e, text("%s = %s;", e.text, node(c, 2)));
}

void s_load(cluster *c, int depth)
{
	const char *value = node(c, 2), *name = fresh(c, "x");

	(void)depth;
	line(c, text("struct N@ *%s = %s;", name, value));
	declare(c, name, 'N', false);
}

void s_untyped(cluster *c, int depth)
{
	expr e;

	(void)depth;
	switch (rng_below(&c->r, 5)) {
	case 0:
		e = node_base(c);
		e.text = text("%s%s", e.text, PICK(c, "data", "u.v"));
		break;
	case 1:
		e = box_base(c);
		e.text = text("%sv", e.text);
		break;
	case 2:
		e = context_base(c, false);
		e.text = text("%suser", e.text);
		break;
	default:
		e = plain(PICK(c, "gv@", "gs@.in.v"));
	}
	emit(c, e, text("%s = %s;", e.text, node(c, 2)));
}

/* Pointers as integers in memory: as they are, tagged, hidden; and back. What stays is at most tagged. */
void s_word(cluster *c, int depth)
{
	bool global = one_in(c, 4);
	expr e = global ? plain("gw@") : node_base(c), to = assignable(c);
	const char *word = global ? "gw@" : text("%sword", e.text), *v = node(c, 2);

	(void)depth;
	switch (rng_below(&c->r, 4)) {
	case 0:
		emit(c, e, text("%s = tag_of@(%s, %s);", word, v, PICK(c, "1", "3", "gs@.n")));
		return;
	case 1:
		emit(c, both(e, to), text("%s = untag@(%s);", to.text, word));
		return;
	case 2:
		emit(c, both(e, to),
		     text("{ uintptr_t *w_ = &%s; *w_ = hide@(%s); %s *w_ = (uintptr_t)show@(*w_); }", word,
		          v, one_in(c, 2) ? text("%s = show@(*w_);", to.text) : ""));
		return;
	default:
		emit(c, e,
		     text("%s = (uintptr_t)%s;", one_in(c, 2) && !global ? text("%su.w", e.text) : word, v));
	}
}

void s_string(cluster *c, int depth)
{
	const char *value = string(c), *name = fresh(c, "s");
	expr e;

	(void)depth;
	switch (rng_below(&c->r, 3)) {
	case 0:
		line(c, text("char *%s = %s;", name, value));
		declare(c, name, 's', false);
		return;
	case 1:
		e = node_base(c);
		emit(c, e, text("%sstr = %s;", e.text, value));
		return;
	default:
		line(c, text("gstr@ = %s;", value));
	}
}

void s_local(cluster *c, int depth)
{
	const char *a, *name;
	expr e;

	(void)depth;
	switch (rng_below(&c->r, 7)) {
	case 0:
		e = node_base(c);
		name = fresh(c, "ln");
		line(c, text("struct D@ %s = {.base = %s};", name,
		             when(c,
		                  (expr){.n = e.n,
		                         .text = value_of(e.text),
		                         .cond = {e.cond[0], e.cond[1], e.cond[2]}},
		                  "gn@.base")));
		declare(c, name, 'n', false);
		return;
	case 1:
		e = box_base(c);
		e.text = value_of(e.text);
		name = fresh(c, "lb");
		line(c, text("struct B@ %s = %s;", name, when(c, e, "gb@")));
		declare(c, name, 'b', false);
		return;
	case 2:
		a = node(c, 2);
		name = fresh(c, "lp");
		line(c, text("struct P@ %s = {%s, %s};", name, a, node(c, 2)));
		declare(c, name, 'p', false);
		return;
	case 3:
		a = node(c, 2);
		name = fresh(c, "t");
		line(c, text("struct N@ *%s[2] = {%s, %s};", name, a, node(c, 2)));
		declare(c, name, 'O', true);
		return;
	case 4:
		a = node(c, 2);
		name = fresh(c, "lu");
		line(c, text("union U@ %s = {.%s};", name,
		             PICK(c, text("n = %s", a), text("w = (uintptr_t)%s", a))));
		declare(c, name, 'u', false);
		return;
	default:
		a = node(c, 2);
		name = fresh(c, "lc");
		line(c, text("struct C@ %s; memset(&%s, 0, sizeof %s);", name, name, name));
		declare(c, name, 'c', false);
		line(c, text("%s.%s = %s;", name, PICK(c, "in", "out", "user", "q[1]"), a));
	}
}

/* Whole structs: by assignment, memcpy, bytes or words. */
void s_copy(cluster *c, int depth)
{
	static const char *const names[] = {"N", "B", "B", "C"};
	unsigned which = rng_below(&c->r, 4);
	expr to = which == 0 ? node_base(c) : which == 3 ? context_base(c, false) : box_base(c);
	expr from = which == 0   ? node_base(c)
	            : which == 3 ? context_base(c, false)
	                         : box_base(c),
	     all = both(to, from);
	const char *a = address_of(to.text), *b = address_of(from.text), *m;

	(void)depth;
	if (strcmp(to.text, from.text) == 0)
		return;
	switch (rng_below(&c->r, 7)) {
	case 0:
		emit(c, all, text("memmove(%s, %s, sizeof(struct %s@));", a, b, names[which]));
		return;
	case 1:
		emit(c, all,
		     text("copy_bytes@((char *)(%s), (const char *)(%s), sizeof(struct %s@));", a, b,
		          names[which]));
		return;
	case 2:
		if (which == 0) {
			m = PICK(c, "u", "box", "pair");
			emit(c, all, text("%s%s = %s%s;", to.text, m, from.text, m));
			return;
		}
		break;
	case 3:
		if (which == 0) {
			emit(c, all,
			     text("for (int i_ = 0; i_ < 8; i_++) %su.c[i_] = %su.c[i_];", to.text,
			          from.text));
			return;
		}
		break;
	case 4:
		if (which == 0) {
			emit(c, all,
			     text("memcpy(%sarr, %sarr, sizeof %sarr);", to.text, from.text, to.text));
			return;
		}
		emit(c, all,
		     text("{ struct %s@ *a_ = %s, *b_ = %s, t_ = *a_; *a_ = *b_; *b_ = t_; }", names[which],
		          a, b));
		return;
	}
	emit(c, all, text("*(%s) = *(%s);", a, b));
}

void s_interior(cluster *c, int depth)
{
	var *v = pick_var(c, "N", true);
	const char *k = pick_var(c, "k", false) ? "k & 1" : "1", *name = fresh(c, "b");
	expr e;

	(void)depth;
	if (!v)
		return;
	e = with(plain(text("&%s->%s", v->name, PICK(c, "box", "more[1]", text("more[%s]", k)))), v->name);
	if (one_in(c, 3))
		e.text = text("%s@(%s)", "give", v->name);
	line(c, text("struct B@ *%s = %s;", name, when(c, e, "0")));
	declare(c, name, 'B', false);
	if (one_in(c, 2)) {
		e = box_base(c);
		emit(c, e, text("%slink = %s;", e.text, name));
	}
}

void s_heap(cluster *c, int depth)
{
	var *v = pick_var(c, "N", false);
	const char *name, *a = node(c, 2);
	expr e;

	(void)depth;
	switch (rng_below(&c->r, 6)) {
	case 0:
		name = fresh(c, "x");
		line(c, text("struct N@ *%s = make@();", name));
		declare(c, name, 'N', false);
		line(c, text("%s->%s = %s;", name, PICK(c, "next", "data", "box.n", "arr[1]"), a));
		return;
	case 1:
		if (v)
			emit(c, with(plain(""), v->name), text("grow@(%s, %s);", v->name, a));
		return;
	case 2:
		e = node_base(c);
		name = fresh(c, "t");
		line(c, text("struct N@ **%s = calloc(8, sizeof *%s);", name, name));
		line(c, text("%s[1] = %s;", name, a));
		if (one_in(c, 2)) {
			emit(c, e, text("%svec = %s;", e.text, name));
			declare(c, name, 'O', false);
			return;
		}
		line(c, text("%s = realloc(%s, 64);", name, name));
		e = assignable(c);
		emit(c, e, text("%s = %s[%s];", e.text, name, PICK(c, "0", "1")));
		if (one_in(c, 2))
			line(c, text("free(%s);", name));
		return;
	case 3:
		if (one_in(c, 2)) {
			line(c, text("gvec@ = vec_add@(gvec@, %s);", a));
			return;
		}
		name = fresh(c, "w");
		line(c, text("struct V@ *%s = vec_add@(vec_add@(0, %s), %s);", name, a, node(c, 1)));
		e = assignable(c);
		emit(c, e, text("%s = %s->items[%s];", e.text, name, PICK(c, "0", "1")));
		line(c, text("free(%s);", name));
		return;
	default:
		name = fresh(c, "x");
		line(c, text("struct N@ *%s = make@();", name));
		line(c, text("%s->next = %s;", name, a));
		line(c, text("%s->prev = %s->next ? %s->next->prev : 0;", name, name, name));
		if (one_in(c, 2)) {
			e = assignable(c);
			emit(c, e, text("%s = %s->%s;", e.text, name, PICK(c, "next", "prev", "prev")));
		}
		line(c, text("free(%s);", name));
	}
}

/* The address of a place that holds a struct N *; it must not be kept. */
static expr out_address(cluster *c)
{
	expr e = assignable(c);

	e.text = text("&%s", e.text);
	return e;
}

void s_helper(cluster *c, int depth)
{
	expr base = node_base(c), o = out_address(c), o2 = out_address(c);
	var *var_ = pick_var(c, "N", true);
	const char *x = address_of(base.text), *v = var_ ? var_->name : "g0@", *a = node(c, 2),
		   *k = constant(c);
	bool stored = x[0] != '&' && strncmp(x, "ln", 2) != 0;

	(void)depth;
	for (int i = 0; i < c->nscope; i++)
		stored = stored && !(c->scope[i].local && strcmp(c->scope[i].name, x) == 0);
	switch (rng_below(&c->r, 24)) {
	case 0:
		emit(c, o, text("set@(%s, %s);", o.text, a));
		return;
	case 1:
		emit(c, both(o, o2), text("swap@(%s, %s);", o.text, o2.text));
		return;
	case 2:
		emit(c, both(o, o2), text("set@(%s, get@(%s));", o.text, o2.text));
		return;
	case 3:
		emit(c, base,
		     text("%s@(%s, %s, %s);", PICK(c, "store_if", "store_case", "store_range"), k, x, a));
		return;
	case 4:
		emit(c, with(plain(""), v), text("store_both@(%s, %s, %s);", k, constant(c), v));
		return;
	case 5:
		emit(c, base, text("store_null@(%s, %s);", PICK(c, x, "0", "NULL"), a));
		return;
	case 6:
		emit(c, o, text("store_unless@(%s, %s);", a, PICK(c, o.text, "0", "NULL")));
		return;
	case 7:
		emit(c, base, text("va_store@(%s, %s, %s, %s);", x, PICK(c, "1", "2"), a, node(c, 1)));
		return;
	case 8:
		emit(c, base, text("va_put@(%s, %s, %s, 3);", x, PICK(c, "\"ni\"", "\"n\"", "\"\""), a));
		return;
	case 9:
		emit(c, base, text("va_put@(%s, \"ifb\", 1, 2.0, box_of@(%s));", x, a));
		return;
	case 10:
		emit(c, base, text("va_put@(%s, \"pn\", pair_of@(%s, %s), %s);", x, a, v, a));
		return;
	case 11:
		line(c,
		     text("with_hook@(%s, %s, %s);",
		          PICK(c, "nothing@", "link_both@", "keep_second@", "park_second@", "NULL"), v, a));
		return;
	case 12:
		line(c,
		     text("table@[%s](1, %s, %s);", PICK(c, text("(%s) & 3", k), "0", "1", "2", "3"), v, a));
		return;
	case 13:
		line(c, text("changing@[%s](1, %s, %s);", PICK(c, "0", "1", "2"), v, a));
		return;
	case 14:
		line(c, text("by_name@(%s)(%s, %s, %s);", PICK(c, "'a'", "'b'", "'c'"), k, v, a));
		return;
	case 15:
		emit(c, o, text("*(%s) = va_pick@(2, %s, %s);", o.text, v, a));
		return;
	case 16:
		emit(c, base,
		     text("copy_words@((uintptr_t *)&%su.w, (uintptr_t *)&gn@.base.u.w, 1);", base.text));
		return;
	case 17:
		line(c, text("sort_keep@(%s, %s);", v, a));
		return;
	case 18:
		if (one_in(c, 3))
			line(c, text("start_thread@(%s);", a));
		return;
	case 19:
		emit(c, base, text("store_jump@(%s, %s, %s);", x, a, k));
		return;
	case 20:
		emit(c, both(base, o), text("out_two@(%s, %s, 0);", x, o.text));
		return;
	case 21:
		emit(c, base, text("clean@(%s);", x));
		return;
	default:
		break;
	}
	if (!stored)
		return;
	if (one_in(c, 2))
		emit(c, with(base, v), text("push@(%s, %s);", v, x));
	else
		emit(c, base,
		     PICK(c, text("walk@(%s, %s, %s);", v, a, k), text("g1@ = find@(%s, %s, 3);", x, a)));
}

/* Contexts in the manner of z_stream: filled, used and left again. */
void s_context(cluster *c, int depth)
{
	expr e = context_base(c, false), to = assignable(c), box = box_base(c);
	const char *x = address_of(e.text), *a = node(c, 2);
	var *stored = pick_var(c, "C", true);

	(void)depth;
	switch (rng_below(&c->r, 12)) {
	case 0:
		emit(c, e, text("enter@(%s, %s, %s);", x, a, node(c, 1)));
		return;
	case 1:
		emit(c, e,
		     text("{ struct N@ *l_ = leave@(%s); if (%s) %s = l_; }", x, still(c, to), to.text));
		return;
	case 2:
		emit(c, e, text("start@(%s);", x));
		return;
	case 3:
	case 4:
		emit(c, e, text("step@(%s, %s);", x, a));
		return;
	case 5:
		emit(c, e, text("finish@(%s);", x));
		return;
	case 6:
		emit(c, e, text("call_in@(%s, %s);", x, a));
		return;
	case 7:
		emit(c, e,
		     text("%sfn = %s;", e.text, PICK(c, "nothing@", "link_both@", "keep_second@", "0")));
		return;
	case 8:
		emit(c, box, text("fill_box@(%s, %s, %s);", address_of(box.text), a, node(c, 1)));
		return;
	case 9:
		if (stored)
			emit(c, with(plain(""), stored->name),
			     text("%s->self = %s;", stored->name, stored->name));
		return;
	case 10:
		if (stored)
			line(c, text("gc@ = %s;", stored->name));
		return;
	default:
		if (stored)
			emit(c, with(node_base(c), stored->name),
			     text("%s->parent = gc@; gc@ = %s;", stored->name, stored->name));
	}
}

void s_hook(cluster *c, int depth)
{
	var *v = pick_var(c, "N", true), *f = pick_var(c, "f", false);
	const char *b = node(c, 2), *a, *ops;
	expr e;

	(void)depth;
	if (!v)
		return;
	a = v->name;
	switch (rng_below(&c->r, 9)) {
	case 0:
	case 1:
		emit(c, with(with(plain(""), a), text("%s->ops", a)),
		     text("%s->ops->%s;", a,
		          PICK(c, text("go(1, %s, %s)", a, b), text("put(&%s->next, %s)", a, b))));
		return;
	case 2:
	case 3:
		ops = ops_of(c);
		emit(c, with(plain(""), a),
		     text("%s->ops = %s;", a,
		          one_in(c, 3) ? text("(%s->ops ? %s->ops : %s)", a, a, ops) : ops));
		return;
	case 4:
		emit(c, with(plain(""), "hook@"), text("hook@(1, %s, %s);", a, b));
		return;
	case 5:
		line(c, text("hook@ = %s;", PICK(c, "nothing@", "link_both@", "keep_second@", "0")));
		return;
	case 6:
		if (f)
			emit(c, with(plain(""), f->name),
			     text("%s(%s, %s, %s);", f->name, constant(c), a, b));
		return;
	case 7:
		emit(c, with(with(plain(""), a), text("%s->fn", a)), text("%s->fn(1, %s, %s);", a, a, b));
		return;
	default:
		if (one_in(c, 3)) {
			line(c, text("outside@(1, %s, %s);", a, b));
			return;
		}
		e = with(plain(""), a);
		emit(c, e,
		     text("%s->fn = %s;", a,
		          f && one_in(c, 2) ? f->name : PICK(c, "nothing@", "link_both@", "keep_second@")));
	}
}

/* Atomic members and globals. */
void s_atomic(cluster *c, int depth)
{
	expr e = node_base(c);
	const char *slot = one_in(c, 3) ? "ga@" : text("%sat", e.text), *a = node(c, 2), *name;

	(void)depth;
	if (slot[0] == 'g' && slot[1] == 'a')
		e.n = 0;
	switch (rng_below(&c->r, 4)) {
	case 0:
		emit(c, e, text("atomic_store(&%s, %s);", slot, a));
		return;
	case 1:
		emit(c, e,
		     text("{ struct N@ *old_ = 0; atomic_compare_exchange_strong(&%s, &old_, %s); g2@ = "
		          "old_; }",
		          slot, a));
		return;
	case 2:
		emit(c, e,
		     text("{ struct N@ *old_ = atomic_exchange_explicit(&%s, %s, memory_order_acq_rel); if "
		          "(old_) old_->next = 0; }",
		          slot, a));
		return;
	default:
		name = fresh(c, "x");
		line(c, text("struct N@ *%s = %s;", name,
		             when(c,
		                  (expr){.n = e.n,
		                         .cond = {e.cond[0], e.cond[1], e.cond[2]},
		                         .text = text("atomic_load(&%s)", slot)},
		                  "0")));
		declare(c, name, 'N', false);
	}
}
