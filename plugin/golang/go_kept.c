/*
 * go_kept.c - pointers that C keeps, held against what Go's calls pass.
 */
#include <stdlib.h>

#include "base/path.h"
#include "cgoescape/source.h"
#include "golang/go_checking.h"

/* What Go gives for one parameter, over all calls. */
typedef struct given {
	unsigned calls, go, certain, pinned;
	const ce_go_file *file; /* of the call that tells most */
	const ce_go_call *call;
	uint32_t pin; /* line */
} given;

/* Whether the text of an argument rules Go memory out. A struct in a variable may have been written to
 * since C made it. */
static bool is_quiet(const ce_go_file *f, const ce_go_arg *a, bool is_struct)
{
	if (a->kind == CE_ARG_MAY_BE_GO || a->kind == CE_ARG_IS_GO)
		return false;
	return !is_struct || ce_go_is(&f->code, a->first, "C");
}

static given look_at_calls(const ce_go_checking *k, const ce_go_called *c, uint32_t i, bool strict)
{
	const char *type = c->types->types.at[i];
	bool may = strict || ce_cgo_type_may_be_go(k->s->types, type, k->s->files, k->s->nfiles);
	bool is_struct = ce_cgo_type_is_struct(k->s->types, type);
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
			if ((a && is_quiet(&k->s->files[n], a, is_struct)) || (!may && !certain))
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
static ce_level kept(const ce_go_checking *k, const ce_go_called *c, const ce_fact *f)
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

/* A store into a global is one. What is stored into heap memory, or seen by a thread, outlives the call
 * only if that does, and no free() or pthread_join() is looked at. */
static const char *keeps(const ce_message *m)
{
	switch ((ce_category)m->why.category) {
	case CE_CAT_HEAP:
		return "C may keep it, in heap memory";
	case CE_CAT_THREAD:
		return "C may keep it, in a thread";
	default:
		return "C keeps it";
	}
}

static char *kept_text(const ce_go_checking *k, const ce_message *m, const given *g, ce_level level)
{
	char *path = ce_path_relative(g->file->path, k->from), *text;
	const char *how = keeps(m);
	bool pinned = g->pinned == g->go;

	if (pinned)
		text = ce_format("%s: %s; the Go memory that is passed at %s:%u:%u is pinned at line %u, "
		                 "and must stay so until C lets go of it",
		                 m->text, how, path, g->call->line, g->call->col, g->pin);
	else if (level == CE_LEVEL_NOTE)
		text = ce_format("%s: C keeps it in memory that Go passes as well (C.%s at %s:%u:%u)",
		                 m->text, g->call->name, path, g->call->line, g->call->col);
	else
		text = ce_format("%s: %s, and what C.%s gets at %s:%u:%u %s Go memory", m->text, how,
		                 g->call->name, path, g->call->line, g->call->col,
		                 g->certain ? "is" : "may be");
	free(path);
	return text;
}

bool ce_go_check_kept(ce_go_checking *k, const ce_go_called *c, const ce_message *m)
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
	/* A number may be a pointer's, but then the text of some call says so. */
	if (!g.certain && !k->o.strict_handles &&
	    ce_cgo_type_is_number(k->s->types, c->types->types.at[m->param]))
		return false;
	said.rule = g.pinned == g.go         ? CE_RULE_KEPT_PINNED
	            : level == CE_LEVEL_NOTE ? CE_RULE_KEPT_IN_PARAM
	                                     : CE_RULE_KEPT_GO_POINTER;
	text = kept_text(k, m, &g, level);
	said.text = text;
	f = ce_findings_say(&k->r->findings, k->p->a.program, c->verdict, &said, true);
	if (c->unit->is_model)
		f->loc = ce_go_first_call(k, c->name);
	free(text);
	return true;
}

void ce_go_check_uintptr(ce_go_checking *k, const ce_go_called *c, uint32_t i)
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
	ce_findings_add(
		&k->r->findings,
		&(ce_finding){
			.rule = CE_RULE_UINTPTR,
			/* Often it is a number that stands for a Go value, and C only hands it back. */
			.level = g.certain ? CE_LEVEL_WARNING : CE_LEVEL_NOTE,
			.category = "int-cast",
			.function = c->name,
			.subject = ce_text(&c->unit->strings, q->name),
			.message = text,
			.loc = {ce_text(&c->unit->strings, q->pos.file), q->pos.line, q->pos.col},
		});
	free(text);
	free(path);
}
