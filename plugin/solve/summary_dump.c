/*
 * summary_dump.c - summaries as text, for people and FileCheck.
 */
#include <inttypes.h>

#include "base/buf.h"
#include "solve/solve.h"

typedef struct dumper {
	const ce_program *p;
	const ce_summary *m;
	ce_buf *out;
} dumper;

static void add_off(dumper *d, ce_offid id)
{
	ce_off_dump(d->p->offs.at.at[id], d->out);
}

static const char *global_name(const dumper *d, uint32_t gl)
{
	const ce_gl *g = &d->p->gls.at[gl];

	return ce_text(&d->p->units.at[g->unit].unit->strings, g->global->shown);
}

/* A child is written as the load it stands for, one level deep. */
static void add_object(dumper *d, uint32_t i, bool origins)
{
	const ce_sum_obj *o = &d->m->objs.at[i];

	switch ((ce_obj_kind)o->kind) {
	case CE_OBJ_OUTSIDE:
		ce_buf_adds(d->out, "outside");
		break;
	case CE_OBJ_PARAM:
		ce_buf_addf(d->out, "arg%" PRIu32, o->id);
		break;
	case CE_OBJ_CHILD:
		ce_buf_addf(d->out, "child%" PRIu32, i);
		for (uint32_t k = o->origins; origins && k < o->origins + o->norigins; k++) {
			ce_buf_adds(d->out, k == o->origins ? " = *(" : ", *(");
			add_object(d, d->m->origins.at[k].obj, false);
			add_off(d, d->m->origins.at[k].off);
			ce_buf_addc(d->out, ')');
		}
		break;
	case CE_OBJ_GLOBAL:
		ce_buf_addf(d->out, "global %s", global_name(d, o->id));
		break;
	case CE_OBJ_FUNC:
		ce_buf_addf(d->out, "func %s", ce_fn_name(d->p, o->id));
		break;
	case CE_OBJ_LOCAL:
		ce_buf_addf(d->out, "local%" PRIu32, i);
		break;
	case CE_OBJ_HEAP:
		ce_buf_addf(d->out, "heap%" PRIu32, i);
		break;
	case CE_OBJ_RET:
		ce_buf_addf(d->out, "result of call %" PRIu32, o->id);
		break;
	}
}

static void add_class(dumper *d, uint32_t cls)
{
	const ce_sum_class *c;

	if (cls == CE_NONE) {
		ce_buf_adds(d->out, "{}");
		return;
	}
	c = &d->m->classes.at[cls];
	ce_buf_addc(d->out, '{');
	for (uint32_t i = 0; i < c->nvals; i++) {
		ce_buf_adds(d->out, i ? ", " : "");
		add_object(d, d->m->vals.at[c->vals + i].obj, false);
		add_off(d, d->m->vals.at[c->vals + i].off);
	}
	ce_buf_addc(d->out, '}');
}

static void add_effects(dumper *d)
{
	const ce_summary *m = d->m;

	for (uint32_t i = 0; i < m->objs.n; i++)
		if (m->objs.at[i].kind == CE_OBJ_CHILD && m->objs.at[i].also != CE_NONE) {
			ce_buf_addf(d->out, "  child%" PRIu32 " is also ", i);
			add_class(d, m->objs.at[i].also);
			ce_buf_addc(d->out, '\n');
		}
	for (uint32_t i = 0; i < m->stores.n; i++) {
		ce_buf_adds(d->out, "  *(");
		add_object(d, m->stores.at[i].at.obj, false);
		add_off(d, m->stores.at[i].at.off);
		ce_buf_adds(d->out, ") <- ");
		add_class(d, m->stores.at[i].cls);
		ce_buf_adds(d->out, m->stores.at[i].transient ? " transient\n" : "\n");
	}
	for (uint32_t i = 0; i < m->moves.n; i++) {
		ce_buf_adds(d->out, "  move ");
		add_class(d, m->moves.at[i].dst);
		ce_buf_adds(d->out, " <- ");
		add_class(d, m->moves.at[i].src);
		ce_buf_addc(d->out, '\n');
	}
	for (uint32_t i = 0; i < m->leaks.n; i++) {
		ce_buf_addf(d->out, "  leak %s ", ce_category_text((ce_category)m->leaks.at[i].category));
		add_class(d, m->leaks.at[i].cls);
		ce_buf_addc(d->out, '\n');
	}
}

static void add_calls(dumper *d)
{
	static const char *const kinds[] = {"hook", "unknown", "pointer", "data", "go", "limit", "callee"};
	const ce_summary *m = d->m;

	for (uint32_t i = 0; i < m->opens.n; i++) {
		ce_buf_addf(d->out, "  call %" PRIu32 ": ", i);
		add_class(d, m->opens.at[i].target);
		for (uint32_t k = 0; k < m->opens.at[i].nargs; k++) {
			ce_buf_adds(d->out, k ? ", " : " (");
			add_class(d, m->lists.at[m->opens.at[i].args + k]);
		}
		ce_buf_adds(d->out, m->opens.at[i].nargs ? ")\n" : " ()\n");
	}
	for (uint32_t i = 0; i < m->rets.n; i++) {
		ce_buf_adds(d->out, "  return ");
		add_class(d, m->rets.at[i]);
		ce_buf_addc(d->out, '\n');
	}
	for (uint32_t i = 0; i < m->backs.n; i++)
		ce_buf_addf(d->out, "  callback %s\n", kinds[m->backs.at[i].kind]);
}

void ce_summary_dump(const ce_program *p, uint32_t fn, ce_buf *out)
{
	const ce_fn *f = &p->fns.at[fn];
	dumper d = {p, f->summary, out};

	ce_buf_addf(out, "summary %s", ce_fn_name(p, fn));
	for (uint32_t i = 0; i < f->known.n; i++)
		ce_buf_addf(out, " arg%" PRIu32 "=%" PRId64, f->known.at[i].arg, f->known.at[i].value);
	ce_buf_adds(out, !f->summary ? " unsolved\n" : f->summary->top ? " limit\n" : "\n");
	if (!f->summary || f->summary->top)
		return;
	for (uint32_t i = 0; i < f->summary->objs.n; i++)
		if (f->summary->objs.at[i].kind == CE_OBJ_CHILD) {
			ce_buf_adds(out, "  ");
			add_object(&d, i, true);
			ce_buf_addc(out, '\n');
		}
	add_effects(&d);
	add_calls(&d);
}
