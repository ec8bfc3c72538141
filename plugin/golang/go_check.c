#include "golang/go_check.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/path.h"
#include "cgoescape/source.h"
#include "golang/go_checking.h"

/* ---- answers --------------------------------------------------------------------------- */

/* Many kinds of leak stop at something that is not known: no refutation. */
static ce_go_answer noescape_answer(const ce_program *p, const ce_verdict *v, const ce_fact **why)
{
	ce_go_answer answer = CE_ANSWER_PROVED;

	for (uint32_t i = 0; i < v->params.n; i++) {
		const ce_fact *f = &v->params.at[i];

		if (!ce_param_has_verdict(p, v, i) || !ce_fact_level0(f))
			continue;
		if (answer == CE_ANSWER_PROVED || ce_why_certain(&f->why))
			*why = f;
		if (ce_why_certain(&f->why))
			return CE_ANSWER_REFUTED;
		answer = CE_ANSWER_UNKNOWN;
	}
	return answer;
}

static ce_go_answer nocallback_answer(const ce_verdict *v)
{
	static const ce_go_answer answers[] = {
		[CE_NOCALLBACK_YES] = CE_ANSWER_PROVED,
		[CE_NOCALLBACK_DEPENDS] = CE_ANSWER_DEPENDS,
		[CE_NOCALLBACK_NO] = CE_ANSWER_REFUTED,
		[CE_NOCALLBACK_UNKNOWN] = CE_ANSWER_UNKNOWN,
	};

	return answers[v->nocallback];
}

/* "global x.c:3:4 who", as the facts table has it. */
static char *why_text(const ce_program *p, uint32_t fn, ce_why why)
{
	ce_buf b = {0};

	ce_buf_addf(&b, "%s ", ce_category_text((ce_category)why.category));
	ce_note_position(p, ce_deciding_step(p, fn, why), &b);
	if (why.who != CE_NONE)
		ce_buf_addf(&b, " %s", ce_fn_name(p, why.who));
	return b.data;
}

static unsigned count_pointers(const ce_program *p, const ce_verdict *v)
{
	unsigned n = 0;

	for (uint32_t i = 0; i < v->params.n; i++)
		n += ce_param_has_verdict(p, v, i);
	return n;
}

static void add_function(ce_go_checking *k, const ce_go_called *c)
{
	const ce_program *p = k->p->a.program;
	ce_go_function f = {.noescape = CE_ANSWER_UNKNOWN, .nocallback = CE_ANSWER_UNKNOWN};
	const ce_fact *fact = NULL;
	char *text;

	f.name = ce_findings_keep(&k->r->findings, c->name);
	f.noescape_why = f.nocallback_why = c->unclear ? "a name for more than one function"
	                                    : c->is_go ? "exported Go code"
	                                               : "neither body nor model";
	if (c->verdict) {
		f.noescape = (uint8_t)noescape_answer(p, c->verdict, &fact);
		f.nocallback = (uint8_t)nocallback_answer(c->verdict);
		f.pointers = count_pointers(p, c->verdict);
		f.noescape_why = f.nocallback_why = "";
	} else {
		for (uint32_t i = 0; i < c->types->types.n; i++)
			f.pointers += ce_cgo_type_has_pointer(k->s->types, c->types->types.at[i]);
		/* Nothing to leak. */
		if (!f.pointers)
			f.noescape = CE_ANSWER_PROVED;
		if (c->is_go)
			f.nocallback = CE_ANSWER_REFUTED;
	}
	if (fact) {
		text = why_text(p, c->verdict->fn, fact->why);
		f.noescape_why = ce_findings_keep(&k->r->findings, text);
		free(text);
	}
	if (c->verdict && f.nocallback != CE_ANSWER_PROVED) {
		text = why_text(p, c->verdict->fn, c->verdict->callback_why);
		f.nocallback_why = ce_findings_keep(&k->r->findings, text);
		free(text);
	}
	ce_push(&k->r->functions, f);
}

/* ---- the facts table --------------------------------------------------------------------- */

/* That of the engine, under Go's name of the function. */
static void add_judged_rows(ce_go_checking *k, const ce_go_called *c)
{
	ce_arena arena = {0};
	ce_function f = ce_function_of(k->p->a.program, c->verdict, &arena);

	f.name = c->name;
	ce_findings_function(&k->r->table, &f);
	ce_arena_free(&arena);
}

ce_loc ce_go_first_call(const ce_go_checking *k, const char *name)
{
	for (size_t n = 0; n < k->s->nfiles; n++)
		for (uint32_t i = 0; i < k->s->files[n].calls.n; i++) {
			const ce_go_call *c = &k->s->files[n].calls.at[i];

			if (strcmp(c->name, name) == 0) {
				char *path = ce_path_relative(k->s->files[n].path, k->from);
				ce_loc loc = {ce_findings_keep(&k->r->findings, path), c->line, c->col};

				free(path);
				return loc;
			}
		}
	return (ce_loc){"-", 0, 0};
}

static const char *param_name(const ce_go_called *c, uint32_t i, ce_arena *names)
{
	const char *name = c->func && i < c->func->params.n
	                           ? ce_text(&c->unit->strings, c->func->params.at[i].name)
	                           : "";

	enum { LONGEST = 16 };
	char *own;

	if (*name)
		return name;
	own = ce_arena_alloc(names, LONGEST);
	snprintf(own, LONGEST, "~p%u", i);
	return own;
}

static bool declared_pointer(const ce_go_checking *k, const ce_go_called *c, uint32_t i)
{
	if (c->func && i < c->func->params.n)
		return c->func->params.at[i].flags &
		       (CE_PARAM_POINTER | CE_PARAM_AGGREGATE | CE_PARAM_FUNCTION);
	return ce_cgo_type_has_pointer(k->s->types, c->types->types.at[i]);
}

/* Nothing is known of it: everything leaks, by its name. */
static void add_unknown_rows(ce_go_checking *k, const ce_go_called *c)
{
	ce_loc at = ce_go_first_call(k, c->name);
	char *why = ce_format("%s %s:%u:%u %s", c->is_go ? "callback" : "unknown-callee", at.file, at.line,
	                      at.col, c->name);
	const char *callback = c->is_go ? "nocallback=no" : "nocallback=unknown";
	CE_VEC(ce_fact_row) rows = {0};
	ce_function f = {.name = c->name, .loc = at};
	ce_arena names = {0};

	ce_push(&rows, ((ce_fact_row){-1, "-", callback, why, at, ""}));
	for (uint32_t i = 0; i < c->types->types.n; i++) {
		const char *name = param_name(c, i, &names);
		char *text;

		if (!declared_pointer(k, c, i))
			continue;
		ce_push(&rows, ((ce_fact_row){(int)i, name, "direct", why, at, ""}));
		text = ce_format("leaking param: %s (C.%s %s)", name, c->name,
		                 c->unclear ? "is a name for more than one function"
		                            : "has neither source nor model here");
		ce_findings_add(&k->r->findings, &(ce_finding){
							 .rule = CE_RULE_LEAKING_PARAM,
							 .category = "unknown-callee",
							 .function = c->name,
							 .subject = name,
							 .message = text,
							 .loc = at,
						 });
		free(text);
	}
	f.rows = rows.at;
	f.nrows = rows.n;
	ce_findings_function(&k->r->table, &f);
	ce_vec_free(&rows);
	ce_arena_free(&names);
	free(why);
}

/* ---- a function that Go calls ------------------------------------------------------------- */

/* A function of a library has no place that the user could open but the call. */
static void say_at_call(ce_go_checking *k, const ce_go_called *c, const ce_message *m)
{
	ce_loc at = ce_go_first_call(k, c->name);
	char *text = ce_format("%s (C.%s)", m->text, c->name);
	ce_message here = *m;
	ce_finding *f;

	here.text = text;
	f = ce_findings_say(&k->r->findings, k->p->a.program, c->verdict, &here, true);
	f->loc = at;
	free(text);
}

static void check_called(ce_go_checking *k, const ce_go_called *c)
{
	const ce_program *p = k->p->a.program;
	ce_messages words = {0};
	uint32_t told = CE_NONE;

	ce_messages_add(&words, p, c->verdict);
	for (uint32_t i = 0; i < words.at.n; i++) {
		const ce_message *m = &words.at.at[i];

		if (m->param != CE_NONE && m->param == told)
			continue;
		if (ce_go_check_kept(k, c, m))
			told = m->param;
		else if (!c->unit->is_model)
			ce_findings_say(&k->r->findings, p, c->verdict, m, true);
		else if (m->param != CE_NONE)
			say_at_call(k, c, m);
	}
	for (uint32_t i = 0; i < c->func->params.n; i++)
		ce_go_check_uintptr(k, c, i);
	ce_messages_free(&words);
}

/* ---- functions of C ----------------------------------------------------------------------------- */

static void add_facts(ce_go_checking *k, const ce_verdict *v)
{
	ce_arena arena = {0};
	ce_function f = ce_function_of(k->p->a.program, v, &arena);

	ce_findings_function(&k->r->findings, &f);
	ce_arena_free(&arena);
}

static bool is_called(const ce_go_program *p, uint32_t fn)
{
	for (uint32_t i = 0; i < p->called.n; i++)
		if (p->called.at[i].fn == fn && p->called.at[i].verdict)
			return true;
	return false;
}

/* Warnings about locals, in any function of the package that can run. */
static void check_locals(ce_go_checking *k, uint32_t fn)
{
	const ce_program *p = k->p->a.program;
	ce_verdict *v = ce_judge(k->p->a.program, fn);
	bool any = false;

	if (k->o.all_facts && !is_called(k->p, fn))
		add_facts(k, v);

	for (uint32_t i = 0; i < v->locals.n; i++)
		any |= v->locals.at[i].escapes && p->fns.at[fn].func->locals.at[i].kind != CE_LOCAL_HIDDEN;
	if (any && !v->limit) {
		ce_messages warnings = {0}, words = {0};

		ce_verdict_free(v);
		v = ce_judge_explained(k->p->a.program, fn);
		ce_warnings_add(&warnings, p, v);
		for (uint32_t i = 0; i < warnings.at.n; i++)
			if (warnings.at.at[i].rule == CE_RULE_LOCAL_DANGLES)
				ce_findings_say(&k->r->findings, p, v, &warnings.at.at[i], true);
		ce_messages_add(&words, p, v);
		for (uint32_t i = 0; i < words.at.n; i++) {
			ce_message m = words.at.at[i];
			char *text;

			if (m.derefs >= 0 || m.subject[0] != '&' || !m.leaks || m.why.who == CE_NONE ||
			    !p->fns.at[m.why.who].is_go)
				continue;
			text = ce_format("%s: exported Go code gets it and must not keep it (%s)", m.text,
			                 ce_fn_name(p, m.why.who));
			m.text = text;
			m.rule = CE_RULE_LOCAL_TO_GO;
			ce_findings_say(&k->r->findings, p, v, &m, true);
			free(text);
		}
		ce_messages_free(&warnings);
		ce_messages_free(&words);
	}
	ce_verdict_free(v);
}

static void check_all_locals(ce_go_checking *k)
{
	const ce_program *p = k->p->a.program;
	uint32_t n = p->fns.n;

	for (uint32_t i = 0; i < n; i++) {
		const ce_fn *f = &p->fns.at[i];

		if (f->reported && f->base == i && !(f->func->flags & (CE_FUNC_SYSTEM | CE_FUNC_WRAPPER)))
			check_locals(k, i);
	}
}

/* ---- all ------------------------------------------------------------------------------------------------
 */

void ce_go_check(ce_go_result *r, ce_go_program *p, const ce_go_sources *s, const char *from,
                 ce_go_check_options o)
{
	ce_go_checking k = {r, p, s, from, o};

	for (uint32_t i = 0; i < p->called.n; i++) {
		add_function(&k, &p->called.at[i]);
		if (p->called.at[i].verdict) {
			add_judged_rows(&k, &p->called.at[i]);
			add_facts(&k, p->called.at[i].verdict);
			check_called(&k, &p->called.at[i]);
		} else {
			add_unknown_rows(&k, &p->called.at[i]);
		}
	}
	check_all_locals(&k);
	for (size_t n = 0; n < s->nfiles; n++)
		for (uint32_t i = 0; i < s->files[n].directives.n; i++)
			ce_go_check_promise(&k, &s->files[n], &s->files[n].directives.at[i]);
	ce_go_check_directives(r, s->files, s->nfiles, from, o.go_minor);
}
