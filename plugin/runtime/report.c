/*
 * report.c - what was seen, in the words of the analysis (docs/messages.md).
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rt.h"

static void print(const char *line, size_t n)
{
	while (n) {
		ssize_t done = write(STDERR_FILENO, line, n);

		if (done <= 0)
			return;
		line += done;
		n -= (size_t)done;
	}
}

static void print_line(const char *prefix, const char *format, va_list ap)
{
	char line[1024];
	int n = snprintf(line, sizeof line, "%s", prefix);

	n += vsnprintf(line + n, sizeof line - 1 - (size_t)n, format, ap);
	if (n > (int)sizeof line - 2)
		n = (int)sizeof line - 2;
	line[n++] = '\n';
	print(line, (size_t)n);
}

void ce_rt_say(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	print_line("cgoescape: ", format, ap);
	va_end(ap);
}

static void say_at(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	print_line("", format, ap);
	va_end(ap);
}

static void stop(void)
{
	if (ce_rt.options.halt_set ? ce_rt.options.halt : ce_rt.is_go)
		abort();
}

/* ---- where it was seen ---------------------------------------------------------------------- */

static const char *place_name(const ce_rt_hit *h, intptr_t *offset)
{
	const ce_rt_global *g = ce_rt_global_find(h->address);

	*offset = h->offset;
	if (h->where.root == CE_RT_ROOT_GLOBAL && h->where.name && g) {
		*offset = (intptr_t)(h->address - g->address);
		return g->name;
	}
	if (h->where.name)
		return h->where.name;
	if (h->where.site)
		return h->where.site->text;
	return h->where.in_heap ? "heap" : "local variable";
}

/* Held by the result itself, by memory behind a parameter, or anywhere else. */
static void leak_words(char *out, size_t room, const ce_rt_func *f, uint32_t param, const ce_rt_hit *h)
{
	const char *name = f->params[param].name;

	if (h->where.root == CE_RT_ROOT_RESULT && h->where.name)
		snprintf(out, room, "leaking param: %s to result ~r0 level=0", name);
	else if (h->where.root == CE_RT_ROOT_PARAM)
		snprintf(out, room, "leaking param: %s to param %s", name, f->params[h->where.param].name);
	else
		snprintf(out, room, "leaking param: %s", name);
}

static const char *reproach(const ce_rt_func *f, const ce_rt_param *p)
{
	if (f->flags & CE_RT_FUNC_NOESCAPE || p->flags & CE_RT_PARAM_NOESCAPE)
		return ", but it is declared noescape";
	if (p->flags & CE_RT_PARAM_PROVED)
		return ", but it was proved not to escape";
	return "";
}

/* ---- once ---------------------------------------------------------------------------------------- */

static bool is_new(ce_rt_said what)
{
	for (size_t i = 0; i < ce_rt.said.n; i++)
		if (memcmp(&ce_rt.said.at[i], &what, sizeof what) == 0)
			return false;
	(void)ce_rt_push(&ce_rt.said, what);
	return true;
}

/* In a Go program C may keep what is C's. */
static bool matters(const ce_rt_func *f, const ce_rt_param *p, const ce_rt_target *t)
{
	return !ce_rt.is_go || t->memory == CE_RT_GO || *reproach(f, p);
}

void ce_rt_report(const ce_rt_func *f, uint32_t param, const ce_rt_target *t, const ce_rt_hit *h,
                  const void *caller)
{
	const ce_rt_param *p = &f->params[param];
	char leak[256];
	intptr_t offset;
	const char *place = place_name(h, &offset);

	if (ce_rt_profile_is_on())
		ce_rt_profile_param_seen(f, param, place, h, t->size, caller);
	if (ce_rt.options.quiet || !matters(f, p, t) ||
	    !is_new((ce_rt_said){.who = f, .param = param, .root = h->where.root, .holder = place}))
		return;
	leak_words(leak, sizeof leak, f, param, h);
	say_at("%s:%u:%u: %s%s (observed: %s%+ld after return)", f->file, p->line, p->col, leak,
	       reproach(f, p), place, (long)offset);
	stop();
}

void ce_rt_report_go(const ce_rt_func *f, const ce_rt_func *exported)
{
	if (ce_rt.options.quiet || !is_new((ce_rt_said){.who = f, .holder = exported}))
		return;
	say_at("%s:%u:%u: %s calls Go function %s, but it %s", f->file, f->line, f->col, f->name,
	       exported->name,
	       f->flags & CE_RT_FUNC_NOCALLBACK ? "is declared nocallback" : "was proved not to");
	stop();
}
