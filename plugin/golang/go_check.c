#include "golang/go_check.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/path.h"
#include "cgoescape/source.h"
#include "report/report.h"

typedef struct check {
	ce_go_result *r;
	ce_go_program *p;
	const ce_go_sources *s;
	const char *from;
	ce_go_check_options o;
} check;

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

/* Go's type of a parameter can carry a pointer. */
static bool is_pointer_type(const char *type)
{
	return type[0] == '*' || strcmp(type, "unsafe.Pointer") == 0 || strncmp(type, "_Ctype_", 7) == 0;
}

static void add_function(check *k, const ce_go_called *c)
{
	const ce_program *p = k->p->a.program;
	ce_go_function f = {.noescape = CE_ANSWER_UNKNOWN, .nocallback = CE_ANSWER_UNKNOWN};
	const ce_fact *fact = NULL;
	char *text;

	f.name = ce_findings_keep(&k->r->findings, c->name);
	f.noescape_why = f.nocallback_why = c->is_go ? "exported Go code" : "neither body nor model";
	if (c->verdict) {
		f.noescape = (uint8_t)noescape_answer(p, c->verdict, &fact);
		f.nocallback = (uint8_t)nocallback_answer(c->verdict);
		f.pointers = count_pointers(p, c->verdict);
		f.noescape_why = f.nocallback_why = "";
	} else {
		for (uint32_t i = 0; i < c->types->types.n; i++)
			f.pointers += is_pointer_type(c->types->types.at[i]);
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

static void add_row(check *k, const char *function, int index, const char *rest)
{
	ce_push(&k->r->rows, ((ce_go_row){ce_findings_keep(&k->r->findings, function), index,
	                                  ce_findings_keep(&k->r->findings, rest)}));
}

/* The table of the engine, line by line, under Go's name of the function. */
static void add_judged_rows(check *k, const ce_go_called *c)
{
	ce_verdict *v = c->verdict;
	ce_buf text = {0};
	char *line, *end;

	ce_facts_tsv(k->p->a.program, &v, 1, &text);
	line = strchr(text.data, '\n') + 1;
	for (; (end = strchr(line, '\n')); line = end + 1) {
		char *index = strchr(line, '\t') + 1, *rest = strchr(index, '\t') + 1;

		*end = 0;
		add_row(k, c->name, atoi(index), rest);
	}
	ce_buf_free(&text);
}

static ce_loc first_call(const check *k, const char *name)
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

static const char *param_name(const ce_go_called *c, uint32_t i, char *tmp, size_t n)
{
	const char *name = c->func && i < c->func->params.n
	                           ? ce_text(&c->unit->strings, c->func->params.at[i].name)
	                           : "";

	if (*name)
		return name;
	snprintf(tmp, n, "~p%u", i);
	return tmp;
}

static bool declared_pointer(const ce_go_called *c, uint32_t i)
{
	if (c->func && i < c->func->params.n)
		return c->func->params.at[i].flags &
		       (CE_PARAM_POINTER | CE_PARAM_AGGREGATE | CE_PARAM_FUNCTION);
	return is_pointer_type(c->types->types.at[i]);
}

/* Nothing is known of it: everything leaks, by its name. */
static void add_unknown_rows(check *k, const ce_go_called *c)
{
	ce_loc at = first_call(k, c->name);
	char *why = ce_format("%s %s:%u:%u %s", c->is_go ? "callback" : "unknown-callee", at.file, at.line,
	                      at.col, c->name);
	char *rest = ce_format("-\tnocallback=%s\t%s", c->is_go ? "no" : "unknown", why), tmp[16];

	add_row(k, c->name, -1, rest);
	free(rest);
	for (uint32_t i = 0; i < c->types->types.n; i++) {
		const char *name = param_name(c, i, tmp, sizeof tmp);
		char *text;

		if (!declared_pointer(c, i))
			continue;
		rest = ce_format("%s\tdirect\t%s", name, why);
		add_row(k, c->name, (int)i, rest);
		free(rest);
		text = ce_format("leaking param: %s (C.%s has neither source nor model here)", name, c->name);
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
	free(why);
}

/* ---- kept pointers -------------------------------------------------------------------------- */

/* What Go gives for one parameter, over all calls. */
typedef struct given {
	unsigned calls, go, certain, pinned;
	const ce_go_file *file; /* of the call that tells most */
	const ce_go_call *call;
	uint32_t pin; /* line */
} given;

static given look_at_calls(const check *k, const ce_go_called *c, uint32_t i, bool strict)
{
	bool may = strict ||
	           ce_cgo_type_may_be_go(k->s->types, c->types->types.at[i], k->s->files, k->s->nfiles);
	given g = {0};

	for (size_t n = 0; n < k->s->nfiles; n++)
		for (uint32_t at = 0; at < k->s->files[n].calls.n; at++) {
			const ce_go_call *call = &k->s->files[n].calls.at[at];
			const ce_go_arg *a = i < call->args.n ? &call->args.at[i] : NULL;
			bool certain = a && a->kind == CE_ARG_IS_GO;

			if (strcmp(call->name, c->name) != 0)
				continue;
			g.calls++;
			/* f(g()) with several results: nothing is known of any. */
			if (a && a->kind != CE_ARG_MAY_BE_GO && !certain)
				continue;
			if (!may && !certain)
				continue;
			g.go++;
			g.certain += certain;
			g.pinned += a && a->pinned;
			if (a && a->pinned)
				g.pin = a->pinned;
			if (!g.call || (certain && g.certain == 1)) {
				g.call = call;
				g.file = &k->s->files[n];
			}
		}
	return g;
}

/* Where C keeps it, if anywhere: in memory of its own (WARNING), or in memory that
 * may be Go's (NOTE); NONE: it does not, or nobody knows. */
static ce_level kept(const check *k, const ce_go_called *c, const ce_fact *f)
{
	ce_level level = CE_LEVEL_NONE;

	switch ((ce_category)f->why.category) {
	case CE_CAT_GLOBAL:
	case CE_CAT_THREAD_LOCAL:
	case CE_CAT_HEAP:
	case CE_CAT_THREAD:
	case CE_CAT_CALLBACK_DATA:
		return f->direct ? CE_LEVEL_WARNING : CE_LEVEL_NONE;
	case CE_CAT_OUT_PARAM:
		for (uint32_t j = 0; j < f->params.n; j++) {
			given g;

			if (f->params.at[j] >= c->types->types.n)
				continue;
			g = look_at_calls(k, c, f->params.at[j], false);
			if (g.go < g.calls)
				return CE_LEVEL_WARNING;
			level = CE_LEVEL_NOTE;
		}
		return level;
	default:
		return CE_LEVEL_NONE;
	}
}

static char *kept_text(const check *k, const ce_message *m, const given *g, ce_level level)
{
	char *path = ce_path_relative(g->file->path, k->from), *text;
	const char *may = g->certain ? "" : "may be ";
	bool pinned = g->pinned == g->go;

	if (pinned)
		text = ce_format(
			"%s: C keeps it; the Go memory that is passed at %s:%u:%u is pinned at line %u, "
			"and must stay so until C lets go of it",
			m->text, path, g->call->line, g->call->col, g->pin);
	else if (level == CE_LEVEL_NOTE)
		text = ce_format("%s: C keeps it in memory that Go passes as well (C.%s at %s:%u:%u)",
		                 m->text, g->call->name, path, g->call->line, g->call->col);
	else
		text = ce_format("%s: C keeps it, and what C.%s gets at %s:%u:%u %s Go memory", m->text,
		                 g->call->name, path, g->call->line, g->call->col, *may ? "may be" : "is");
	free(path);
	return text;
}

/* Reports whether a finding was made. */
static bool check_kept(check *k, const ce_go_called *c, const ce_message *m)
{
	const ce_fact *fact;
	ce_message said = *m;
	ce_finding *f;
	ce_level level;
	given g;
	char *text;

	if (m->param == CE_NONE || !m->leaks || m->derefs != 0 || m->content ||
	    m->param >= c->types->types.n || c->func->params.at[m->param].flags & CE_PARAM_FUNCTION)
		return false;
	fact = &c->verdict->params.at[m->param];
	/* One finding for each parameter: the first place is as good as the others. */
	level = kept(k, c, fact);
	g = look_at_calls(k, c, m->param, k->o.strict_handles);
	if (level == CE_LEVEL_NONE || !g.go)
		return false;
	said.rule = g.pinned == g.go         ? CE_RULE_KEPT_PINNED
	            : level == CE_LEVEL_NOTE ? CE_RULE_KEPT_IN_PARAM
	                                     : CE_RULE_KEPT_GO_POINTER;
	text = kept_text(k, m, &g, level);
	said.text = text;
	f = ce_findings_say(&k->r->findings, k->p->a.program, c->verdict, &said, true);
	if (c->unit->is_model)
		f->loc = first_call(k, c->name);
	free(text);
	return true;
}

static void check_uintptr(check *k, const ce_go_called *c, uint32_t i)
{
	const ce_param *q = &c->func->params.at[i];
	given g;
	char *text, *path;

	if (!(q->flags & CE_PARAM_WIDE_INT) || !(q->flags & CE_PARAM_AS_POINTER) || i >= c->types->types.n)
		return;
	g = look_at_calls(k, c, i, k->o.strict_handles);
	if (!g.go)
		return;
	path = ce_path_relative(g.file->path, k->from);
	text = ce_format(
		"integer %s is used as a pointer: Go neither keeps alive nor moves what C.%s gets at "
		"%s:%u:%u; pass an unsafe.Pointer",
		ce_text(&c->unit->strings, q->name), c->name, path, g.call->line, g.call->col);
	ce_findings_add(&k->r->findings,
	                &(ce_finding){
				.rule = CE_RULE_UINTPTR,
				.category = "int-cast",
				.function = c->name,
				.subject = ce_text(&c->unit->strings, q->name),
				.message = text,
				.loc = {ce_text(&c->unit->strings, q->pos.file), q->pos.line, q->pos.col},
			});
	free(text);
	free(path);
}

/* A function of a library has no place that the user could open but the call. */
static void say_at_call(check *k, const ce_go_called *c, const ce_message *m)
{
	ce_loc at = first_call(k, c->name);
	char *text = ce_format("%s (C.%s)", m->text, c->name);
	ce_message here = *m;
	ce_finding *f;

	here.text = text;
	f = ce_findings_say(&k->r->findings, k->p->a.program, c->verdict, &here, true);
	f->loc = at;
	free(text);
}

static void check_called(check *k, const ce_go_called *c)
{
	const ce_program *p = k->p->a.program;
	ce_messages words = {0};
	uint32_t told = CE_NONE;

	ce_messages_add(&words, p, c->verdict);
	for (uint32_t i = 0; i < words.at.n; i++) {
		const ce_message *m = &words.at.at[i];

		if (m->param != CE_NONE && m->param == told)
			continue;
		if (check_kept(k, c, m))
			told = m->param;
		else if (!c->unit->is_model)
			ce_findings_say(&k->r->findings, p, c->verdict, m, true);
		else if (m->param != CE_NONE)
			say_at_call(k, c, m);
	}
	for (uint32_t i = 0; i < c->func->params.n; i++)
		check_uintptr(k, c, i);
	ce_messages_free(&words);
}

/* ---- locals ------------------------------------------------------------------------------------- */

/* Warnings about locals, in any function of the package that can run. */
static void check_locals(check *k, uint32_t fn)
{
	const ce_program *p = k->p->a.program;
	ce_verdict *v = ce_go_program_judge(k->p, fn, false);
	bool any = false;

	for (uint32_t i = 0; i < v->locals.n; i++)
		any |= v->locals.at[i].escapes && p->fns.at[fn].func->locals.at[i].kind != CE_LOCAL_HIDDEN;
	if (any && !v->limit) {
		ce_messages warnings = {0}, words = {0};

		ce_verdict_free(v);
		v = ce_go_program_judge(k->p, fn, true);
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

static void check_all_locals(check *k)
{
	const ce_program *p = k->p->a.program;
	uint32_t n = p->fns.n;

	for (uint32_t i = 0; i < n; i++) {
		const ce_fn *f = &p->fns.at[i];

		if (f->reported && f->base == i && !(f->func->flags & (CE_FUNC_SYSTEM | CE_FUNC_WRAPPER)))
			check_locals(k, i);
	}
}

/* ---- directives ------------------------------------------------------------------------------------ */

static const char *directive_word(const ce_go_directive *d)
{
	return d->noescape ? "noescape" : "nocallback";
}

static void say_directive(ce_go_result *r, const ce_go_file *f, const char *from, const ce_go_directive *d,
                          ce_rule rule, const char *text)
{
	char *path = ce_path_relative(f->path, from);
	char *message = ce_format("#cgo %s %s %s", directive_word(d), d->name, text);

	ce_findings_add(&r->findings, &(ce_finding){
					      .rule = rule,
					      .category = "",
					      .function = d->name,
					      .subject = directive_word(d),
					      .message = message,
					      .loc = {path, d->line, d->col},
				      });
	free(message);
	free(path);
}

static bool has_directive(const ce_go_file *files, size_t nfiles, const char *name, bool noescape)
{
	for (size_t n = 0; n < nfiles; n++)
		for (uint32_t i = 0; i < files[n].directives.n; i++) {
			const ce_go_directive *d = &files[n].directives.at[i];

			if (d->place == CE_DIRECTIVE_SEEN && d->noescape == noescape &&
			    strcmp(d->name, name) == 0)
				return true;
		}
	return false;
}

static bool is_called(const ce_go_file *files, size_t nfiles, const char *name)
{
	for (size_t n = 0; n < nfiles; n++)
		for (uint32_t i = 0; i < files[n].calls.n; i++)
			if (strcmp(files[n].calls.at[i].name, name) == 0)
				return true;
	return false;
}

static const char *vain(const ce_go_file *files, size_t nfiles, const ce_go_directive *d, unsigned minor)
{
	if (d->place == CE_DIRECTIVE_OUTSIDE)
		return "has no effect: cgo reads only the comment directly above import \"C\"";
	if (d->place == CE_DIRECTIVE_COMMENTED)
		return "has no effect: inside /* */ the \"//\" before it makes it a comment of C";
	if (!is_called(files, nfiles, d->name))
		return "is of no use: no Go file of the package calls this function, and cgo refuses the "
		       "line";
	if (minor && minor < 24)
		return "has no effect: it needs Go 1.24";
	return NULL;
}

void ce_go_check_directives(ce_go_result *r, const ce_go_file *files, size_t nfiles, const char *from,
                            unsigned go_minor)
{
	for (size_t n = 0; n < nfiles; n++)
		for (uint32_t i = 0; i < files[n].directives.n; i++) {
			const ce_go_directive *d = &files[n].directives.at[i];
			const char *text = vain(files, nfiles, d, go_minor);

			if (text)
				say_directive(r, &files[n], from, d, CE_RULE_NO_EFFECT, text);
			else if (d->noescape && !has_directive(files, nfiles, d->name, false))
				say_directive(r, &files[n], from, d, CE_RULE_INERT,
				              "has no effect without #cgo nocallback");
		}
}

static const ce_go_called *find_called(const ce_go_program *p, const char *name)
{
	for (uint32_t i = 0; i < p->called.n; i++)
		if (strcmp(p->called.at[i].name, name) == 0)
			return &p->called.at[i];
	return NULL;
}

static const ce_go_function *find_function(const ce_go_result *r, const char *name)
{
	for (uint32_t i = 0; i < r->functions.n; i++)
		if (strcmp(r->functions.at[i].name, name) == 0)
			return &r->functions.at[i];
	return NULL;
}

/* The leak that breaks the promise, with its flow. */
static void say_false_noescape(check *k, const ce_go_file *f, const ce_go_directive *d, const ce_go_called *c)
{
	const ce_program *p = k->p->a.program;
	ce_messages words = {0};

	ce_messages_add(&words, p, c->verdict);
	for (uint32_t i = 0; i < words.at.n; i++) {
		ce_message m = words.at.at[i];
		ce_finding *said;
		char *path, *text;

		if (m.param == CE_NONE || !m.leaks || m.content || m.derefs != 0 ||
		    !ce_why_certain(&c->verdict->params.at[m.param].why))
			continue;
		text = ce_format("#cgo noescape %s is false: %s (%s:%u:%u)", d->name, m.text, m.loc.file,
		                 m.loc.line, m.loc.col);
		m.rule = m.why.category == CE_CAT_RESULT ? CE_RULE_RETURNED_NOESCAPE : CE_RULE_FALSE_NOESCAPE;
		m.text = text;
		path = ce_path_relative(f->path, k->from);
		said = ce_findings_say(&k->r->findings, p, c->verdict, &m, true);
		said->loc = (ce_loc){ce_findings_keep(&k->r->findings, path), d->line, d->col};
		free(path);
		free(text);
	}
	ce_messages_free(&words);
}

static char *false_nocallback_text(const check *k, const ce_go_called *c)
{
	const ce_program *p = k->p->a.program;
	ce_buf at = {0};
	char *text;

	if (!c->verdict)
		return ce_strdup("is false: the function is exported by Go");
	ce_note_position(p, ce_deciding_step(p, c->verdict->fn, c->verdict->callback_why), &at);
	if (c->verdict->callback_why.who != CE_NONE)
		text = ce_format("is false: %s is called at %s", ce_fn_name(p, c->verdict->callback_why.who),
		                 at.data);
	else
		text = ce_format("is false: a function that it was given is called at %s", at.data);
	ce_buf_free(&at);
	return text;
}

static void check_directive(check *k, const ce_go_file *f, const ce_go_directive *d)
{
	const ce_go_called *c = find_called(k->p, d->name);
	const ce_go_function *known = find_function(k->r, d->name);
	ce_go_answer answer;
	const char *why;
	char *text;

	if (!c || !known || d->place != CE_DIRECTIVE_SEEN)
		return;
	answer = d->noescape ? known->noescape : known->nocallback;
	why = d->noescape ? known->noescape_why : known->nocallback_why;
	if (answer == CE_ANSWER_PROVED)
		return;
	if (answer == CE_ANSWER_REFUTED && d->noescape) {
		say_false_noescape(k, f, d, c);
		return;
	}
	text = answer == CE_ANSWER_REFUTED ? false_nocallback_text(k, c)
	                                   : ce_format("is not proved: %s", why);
	say_directive(k->r, f, k->from, d,
	              answer == CE_ANSWER_REFUTED ? CE_RULE_FALSE_NOCALLBACK : CE_RULE_UNPROVED_DIRECTIVE,
	              text);
	free(text);
}

/* ---- all ------------------------------------------------------------------------------------------------
 */

static int by_function(const void *a, const void *b)
{
	const ce_go_row *x = a, *y = b;
	int c = strcmp(x->function, y->function);

	return c ? c : (x->index > y->index) - (x->index < y->index);
}

void ce_go_check(ce_go_result *r, ce_go_program *p, const ce_go_sources *s, const char *from,
                 ce_go_check_options o)
{
	check k = {r, p, s, from, o};

	for (uint32_t i = 0; i < p->called.n; i++) {
		add_function(&k, &p->called.at[i]);
		if (p->called.at[i].verdict) {
			add_judged_rows(&k, &p->called.at[i]);
			check_called(&k, &p->called.at[i]);
		} else {
			add_unknown_rows(&k, &p->called.at[i]);
		}
	}
	if (r->rows.n)
		qsort(r->rows.at, r->rows.n, sizeof *r->rows.at, by_function);
	check_all_locals(&k);
	for (size_t n = 0; n < s->nfiles; n++)
		for (uint32_t i = 0; i < s->files[n].directives.n; i++)
			check_directive(&k, &s->files[n], &s->files[n].directives.at[i]);
	ce_go_check_directives(r, s->files, s->nfiles, from, o.go_minor);
}
