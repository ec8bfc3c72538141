/* Statements of a random function. */
#include <string.h>

#include "shapes.h"
#include "statements.h"

void line(cluster *c, const char *s)
{
	for (int i = 0; i < c->indent; i++)
		page_add(c->out, "\t");
	page_add(c->out, s);
	page_add(c->out, "\n");
}

void emit(cluster *c, expr e, const char *s)
{
	const char *all = NULL;

	for (int i = 0; i < e.n; i++)
		if (!is_nonnull(c, e.cond[i]))
			all = all ? text("%s && %s", all, e.cond[i]) : e.cond[i];
	line(c, all ? text(s[0] == '{' ? "if (%s) %s" : "if (%s) { %s }", all, s) : s);
}

expr both(expr a, expr b)
{
	for (int i = 0; i < b.n; i++)
		a = with(a, b.cond[i]);
	return a;
}

const char *still(const cluster *c, expr e)
{
	e.text = "1";
	return when(c, e, "0");
}

const char *fresh(cluster *c, const char *stem)
{
	return text("%s%d", stem, ++c->counter);
}

void declare(cluster *c, const char *name, char kind, bool local)
{
	if (c->nscope < MAX_VARS)
		c->scope[c->nscope++] = (var){name, kind, local, false};
}

static const struct {
	void (*write)(cluster *, int);
	unsigned weight;
	bool deep;
} kinds[] = {
	{s_store, 9, false},   {s_load, 5, false},   {s_local, 4, false},    {s_copy, 3, false},
	{s_call, 6, false},    {s_helper, 7, false}, {s_context, 5, false},  {s_hook, 3, false},
	{s_untyped, 1, false}, {s_word, 2, false},   {s_heap, 3, false},     {s_interior, 1, false},
	{s_string, 1, false},  {s_atomic, 1, false}, {s_temporary, 4, true}, {s_if, 4, true},
	{s_loop, 2, true},     {s_switch, 1, true},  {s_parked, 2, true},    {s_setjmp, 1, true},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

void statement(cluster *c, int depth)
{
	unsigned total = 0, at;

	if (c->nshapes && one_in(c, 3) && shapes_statement(c))
		return;
	/* Plain stores and loads are in every cluster. */
	for (int i = 0; i < KINDS; i++)
		if ((i < 2 || uses(c, i)) && (depth || !kinds[i].deep))
			total += kinds[i].weight;
	at = rng_below(&c->r, total);
	for (int i = 0; i < KINDS; i++)
		if ((i < 2 || uses(c, i)) && (depth || !kinds[i].deep)) {
			if (at < kinds[i].weight) {
				kinds[i].write(c, depth);
				return;
			}
			at -= kinds[i].weight;
		}
}
