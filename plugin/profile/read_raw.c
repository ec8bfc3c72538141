/*
 * read_raw.c - the file that the runtime writes. Nothing in it is trusted: each
 * record must lie inside, each reference must be the place of a record of its kind.
 */
#include <stdio.h>
#include <stdlib.h>

#include "profile/profile.h"
#include "runtime/profile_format.h"
#include "runtime/record.h"

typedef struct reader {
	ce_profile *p;
	const char *data;
	uint64_t used;
	ce_map kinds;                      /* offset of a record -> its kind */
	CE_VEC(ce_profile_module) modules; /* where they were in this process */
	bool is_bad;
} reader;

static const void *record_at(reader *r, uint64_t at, ce_rt_profile_kind kind)
{
	if (ce_map_get(&r->kinds, at) == (uint32_t)kind)
		return r->data + at;
	r->is_bad = true;
	return NULL;
}

static ce_str text_at(reader *r, uint64_t at)
{
	const ce_rt_profile_string *s = record_at(r, at, CE_RT_PROFILE_STRING);

	if (s && s->head.size >= sizeof *s &&
	    s->length <= s->head.size - offsetof(ce_rt_profile_string, text) &&
	    !memchr(s->text, 0, s->length))
		return ce_intern_n(&r->p->strings, s->text, s->length);
	r->is_bad = true;
	return 0;
}

static const ce_rt_profile_func *func_at(reader *r, uint64_t at)
{
	const ce_rt_profile_func *f = record_at(r, at, CE_RT_PROFILE_FUNC);

	if (f && f->head.size >= sizeof *f && f->nparams <= (f->head.size - sizeof *f) / sizeof *f->params)
		return f;
	r->is_bad = true;
	return NULL;
}

static const ce_rt_profile_param *param_of(reader *r, const ce_rt_profile_func *f, uint64_t i)
{
	if (f && i < f->nparams)
		return &f->params[i];
	r->is_bad = true;
	return NULL;
}

/* An address as in the process that was read first. */
static uint64_t rebased(reader *r, uint64_t pc)
{
	for (uint32_t i = 0; i < r->modules.n; i++)
		if (pc >= r->modules.at[i].base && pc < r->modules.at[i].end)
			return pc - r->modules.at[i].base +
			       ce_profile_module_of(r->p, &r->modules.at[i])->base;
	return pc;
}

static uint32_t stack_at(reader *r, uint64_t at)
{
	const ce_rt_profile_stack *s = record_at(r, at, CE_RT_PROFILE_STACK);
	uint64_t pcs[256];

	if (!s || s->head.size < sizeof *s || s->n > (s->head.size - sizeof *s) / 8 || s->n > 256) {
		r->is_bad = true;
		return 0;
	}
	for (uint64_t i = 0; i < s->n; i++)
		pcs[i] = rebased(r, s->pcs[i]);
	return ce_profile_stack_of(r->p, pcs, (uint32_t)s->n);
}

/* ---- records --------------------------------------------------------------------------- */

static void read_module(reader *r, const ce_rt_profile_module *m)
{
	ce_profile_module out = {text_at(r, m->path), m->base, m->end, m->offset};

	ce_push(&r->modules, out);
	ce_profile_module_of(r->p, &out);
}

static ce_profile_key func_key(reader *r, ce_profile_kind kind, const ce_rt_profile_func *f)
{
	ce_profile_key k = {.kind = kind, .index = CE_PROFILE_NO_INDEX};

	if (!f)
		return k;
	k.function = text_at(r, f->name);
	k.file = text_at(r, f->file);
	k.line = f->line;
	k.col = f->col;
	return k;
}

static ce_profile_key param_key(reader *r, ce_profile_kind kind, uint64_t func, uint64_t param)
{
	const ce_rt_profile_func *f = func_at(r, func);
	const ce_rt_profile_param *q = param_of(r, f, param);
	ce_profile_key k = func_key(r, kind, f);

	if (!q)
		return k;
	k.line = q->line;
	k.col = q->col;
	k.index = q->index;
	k.name = text_at(r, q->name);
	return k;
}

static void read_call(reader *r, const ce_rt_profile_call *c)
{
	ce_profile_key k = func_key(r, CE_PROFILE_CALL, func_at(r, c->func));

	k.stack = stack_at(r, c->stack);
	ce_profile_row_of(r->p, &k)->count += c->count;
}

static void read_watched(reader *r, const ce_rt_profile_watched *w)
{
	ce_profile_key k = param_key(r, CE_PROFILE_WATCHED, w->func, w->param);

	ce_profile_row_of(r->p, &k)->count += w->count;
}

/* As the facts table names it: enum ce_rt_root_kind of the runtime. */
static ce_str fact_of(reader *r, const ce_rt_profile_seen *s)
{
	const ce_rt_profile_param *to;
	char text[32] = "direct";

	if (s->root == 4)
		strcpy(text, "result:0");
	else if (s->root == 0 && (to = param_of(r, func_at(r, s->func), s->to)))
		snprintf(text, sizeof text, "param:%u", to->index);
	return ce_intern(&r->p->strings, text);
}

static void read_seen(reader *r, const ce_rt_profile_seen *s)
{
	ce_profile_key k = param_key(r, CE_PROFILE_SEEN, s->func, s->param);
	ce_profile_row *row;

	k.fact = fact_of(r, s);
	k.where = text_at(r, s->where);
	k.stack = stack_at(r, s->stack);
	row = ce_profile_row_of(r->p, &k);
	row->count += s->count;
	row->bytes += s->bytes;
}

static void read_alloc(reader *r, const ce_rt_profile_alloc *a)
{
	const ce_rt_profile_site *s = record_at(r, a->site, CE_RT_PROFILE_SITE);
	ce_profile_key k = {.kind = CE_PROFILE_ALLOC, .index = CE_PROFILE_NO_INDEX};
	ce_profile_row *row;

	if (!s || s->head.size < sizeof *s) {
		r->is_bad = true;
		return;
	}
	k.function = text_at(r, s->function);
	k.file = text_at(r, s->file);
	k.line = s->line;
	k.col = s->col;
	k.name = text_at(r, s->text);
	if (s->verdict != CE_RT_SITE_UNKNOWN)
		k.fact = ce_intern(&r->p->strings, s->verdict == CE_RT_SITE_LOCAL ? "local" : "escapes");
	k.stack = stack_at(r, a->stack);
	row = ce_profile_row_of(r->p, &k);
	row->count += a->objects;
	row->bytes += a->bytes;
	row->freed += a->freed_objects;
	row->freed_bytes += a->freed_bytes;
}

static void read_callback(reader *r, const ce_rt_profile_callback *c)
{
	const ce_rt_profile_func *exported = func_at(r, c->exported);
	ce_profile_key k = func_key(r, CE_PROFILE_CALLBACK, func_at(r, c->func));

	if (exported)
		k.name = text_at(r, exported->name);
	ce_profile_row_of(r->p, &k)->count += c->count;
}

static void read_record(reader *r, const ce_rt_profile_record *head)
{
	static const uint32_t least[] = {[CE_RT_PROFILE_MODULE] = sizeof(ce_rt_profile_module),
	                                 [CE_RT_PROFILE_CALL] = sizeof(ce_rt_profile_call),
	                                 [CE_RT_PROFILE_PARAM] = sizeof(ce_rt_profile_watched),
	                                 [CE_RT_PROFILE_SEEN] = sizeof(ce_rt_profile_seen),
	                                 [CE_RT_PROFILE_ALLOC] = sizeof(ce_rt_profile_alloc),
	                                 [CE_RT_PROFILE_CALLBACK] = sizeof(ce_rt_profile_callback)};

	if (head->kind >= sizeof least / sizeof *least || head->size < least[head->kind]) {
		r->is_bad = true;
		return;
	}
	switch ((ce_rt_profile_kind)head->kind) {
	case CE_RT_PROFILE_MODULE:
		read_module(r, (const void *)head);
		break;
	case CE_RT_PROFILE_CALL:
		read_call(r, (const void *)head);
		break;
	case CE_RT_PROFILE_PARAM:
		read_watched(r, (const void *)head);
		break;
	case CE_RT_PROFILE_SEEN:
		read_seen(r, (const void *)head);
		break;
	case CE_RT_PROFILE_ALLOC:
		read_alloc(r, (const void *)head);
		break;
	case CE_RT_PROFILE_CALLBACK:
		read_callback(r, (const void *)head);
		break;
	default: /* what others refer to */
		break;
	}
}

/* ---- the file ------------------------------------------------------------------------------ */

static const char *header_problem(const ce_rt_profile_header *h, size_t size)
{
	if (size < sizeof *h)
		return "truncated";
	if (h->order != CE_RT_PROFILE_ORDER)
		return "written on a machine with another byte order";
	if (h->version != CE_RT_PROFILE_VERSION)
		return "an escape profile of another version";
	if (h->used < sizeof *h || h->used > size)
		return "truncated";
	return NULL;
}

static bool read_all(reader *r, char **error, const char *path)
{
	for (uint64_t at = sizeof(ce_rt_profile_header), size; at < r->used; at += size) {
		const ce_rt_profile_record *head = (const void *)(r->data + at);

		size = r->used - at >= sizeof *head ? head->size : 0;
		if (size >= sizeof *head && size % 8 == 0 && size <= r->used - at)
			read_record(r, head);
		else
			r->is_bad = true;
		if (r->is_bad) {
			*error = ce_format("%s: byte %llu: malformed record", path, (unsigned long long)at);
			return false;
		}
		ce_map_put(&r->kinds, at, head->kind);
	}
	return true;
}

bool ce_profile_read_raw(ce_profile *p, const char *path, const ce_buf *bytes, char **error)
{
	const ce_rt_profile_header *h = (const void *)bytes->data;
	const char *problem = header_problem(h, bytes->n);
	reader r = {.p = p, .data = bytes->data};
	double rate;
	bool ok;

	if (problem) {
		*error = ce_format("%s: %s", path, problem);
		return false;
	}
	r.used = h->used;
	rate = (double)h->rate / UINT32_MAX;
	if (!p->started || h->started < p->started)
		p->started = h->started;
	if (rate < p->rate)
		p->rate = rate;
	p->is_go |= (h->flags & CE_RT_PROFILE_GO) != 0;
	p->is_full |= (h->flags & CE_RT_PROFILE_FULL) != 0;
	ok = read_all(&r, error, path);
	ce_map_free(&r.kinds);
	ce_vec_free(&r.modules);
	return ok;
}
