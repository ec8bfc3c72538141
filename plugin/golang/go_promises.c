/*
 * go_promises.c - #cgo noescape and nocallback lines: whether cgo reads them, and whether
 * they are true.
 */
#include <stdlib.h>

#include "base/path.h"
#include "golang/go_checking.h"

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

static const char *vain(const ce_go_file *files, size_t nfiles, const ce_go_directive *d, unsigned minor)
{
	if (d->place == CE_DIRECTIVE_OUTSIDE)
		return "has no effect: cgo reads only the comment directly above import \"C\"";
	if (d->place == CE_DIRECTIVE_COMMENTED)
		return "has no effect: inside /* */ the \"//\" before it makes it a comment of C";
	if (ce_go_caller(files, nfiles, d->name) == nfiles)
		return "breaks the build: no Go file of the package calls this function, so cgo refuses the "
		       "package; remove the line";
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
			else if (d->noescape && !ce_go_is_promised(files, nfiles, d->name, false))
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
static void say_false_noescape(ce_go_checking *k, const ce_go_file *f, const ce_go_directive *d,
                               const ce_go_called *c)
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

static char *false_nocallback_text(const ce_go_checking *k, const ce_go_called *c)
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

void ce_go_check_promise(ce_go_checking *k, const ce_go_file *f, const ce_go_directive *d)
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
