/*
 * profile_text.c - a profile for people (a line a thing, Go's form), as TSV and as JSON.
 */
#include <stdlib.h>

#include "profile/profile.h"
#include "report/json_text.h"

/* The name of a parameter by its index: another row of the function may have it. */
static const char *param_name(const ce_profile *p, const ce_profile_key *k, uint32_t index)
{
	for (uint32_t i = 0; i < p->rows.n; i++) {
		const ce_profile_key *o = &p->rows.at[i].key;

		if (o->index == index && o->function == k->function && o->file == k->file)
			return ce_text(&p->strings, o->name);
	}
	return NULL;
}

static void leak_words(const ce_profile *p, const ce_profile_key *k, ce_buf *out)
{
	const char *fact = ce_text(&p->strings, k->fact), *to = NULL;

	ce_buf_addf(out, "leaking param: %s", ce_text(&p->strings, k->name));
	if (strncmp(fact, "param:", 6) == 0)
		to = param_name(p, k, (uint32_t)strtoul(fact + 6, NULL, 10));
	if (strcmp(fact, "result:0") == 0)
		ce_buf_adds(out, " to result ~r0 level=0");
	else if (to)
		ce_buf_addf(out, " to param %s", to);
	else if (strcmp(fact, "direct") != 0)
		ce_buf_addf(out, " to %s", fact);
}

static void row_words(const ce_profile *p, const ce_profile_row *r, ce_buf *out)
{
	const char *name = ce_text(&p->strings, r->key.name);
	unsigned long long count = r->count, bytes = r->bytes;

	switch ((ce_profile_kind)r->key.kind) {
	case CE_PROFILE_CALL:
		ce_buf_addf(out, "%llu calls looked at", count);
		break;
	case CE_PROFILE_WATCHED:
		ce_buf_addf(out, "%s: watched in %llu calls", name, count);
		break;
	case CE_PROFILE_SEEN:
		leak_words(p, &r->key, out);
		ce_buf_addf(out, " (observed: %s): %llu times, %llu bytes",
		            ce_text(&p->strings, r->key.where), count, bytes);
		break;
	case CE_PROFILE_ALLOC:
		ce_buf_addf(out, "%s: %llu objects, %llu bytes; %llu (%llu bytes) outlive the call", name,
		            count, bytes, (unsigned long long)(r->count - r->freed),
		            (unsigned long long)(r->bytes - r->freed_bytes));
		break;
	default:
		ce_buf_addf(out, "calls Go function %s: %llu times", name, count);
	}
}

static void position(const ce_profile *p, const ce_profile_key *k, ce_buf *out)
{
	if (k->line)
		ce_buf_addf(out, "%s:%u:%u", ce_text(&p->strings, k->file), k->line, k->col);
	else
		ce_buf_adds(out, "-");
}

/* The stack is left out; rows that differ in it only are one line. */
static bool same_thing(const ce_profile_key *a, const ce_profile_key *b)
{
	ce_profile_key x = *a;

	x.stack = b->stack;
	return memcmp(&x, b, sizeof x) == 0;
}

typedef CE_VEC(ce_profile_row) rows;

static rows without_stacks(const ce_profile *p)
{
	rows out = {0};

	for (uint32_t i = 0; i < p->rows.n; i++) {
		const ce_profile_row *r = &p->rows.at[i];
		uint32_t k = 0;

		while (k < out.n && !same_thing(&out.at[k].key, &r->key))
			k++;
		if (k == out.n) {
			ce_push(&out, *r);
			continue;
		}
		out.at[k].count += r->count;
		out.at[k].bytes += r->bytes;
		out.at[k].freed += r->freed;
		out.at[k].freed_bytes += r->freed_bytes;
	}
	ce_profile_sort_rows(p, out.at, out.n);
	return out;
}

void ce_profile_text(const ce_profile *p, ce_buf *out)
{
	rows list = without_stacks(p);

	for (uint32_t i = 0; i < list.n; i++) {
		position(p, &list.at[i].key, out);
		ce_buf_addf(out, ": %s: ", ce_text(&p->strings, list.at[i].key.function));
		row_words(p, &list.at[i], out);
		ce_buf_addc(out, '\n');
	}
	if (p->rate < 1)
		ce_buf_addf(out, "one in %.0f calls and allocations was looked at\n", 1 / p->rate);
	ce_vec_free(&list);
}

/* ---- TSV: names in C and texts of allocations have no tabs ------------------------------- */

static void field(ce_buf *out, const char *text)
{
	ce_buf_addc(out, '\t');
	for (; *text; text++)
		ce_buf_addc(out, *text == '\t' || *text == '\n' ? ' ' : *text);
}

void ce_profile_tsv(const ce_profile *p, ce_buf *out)
{
	rows list = without_stacks(p);

	ce_buf_adds(
		out,
		"kind\tfunction\tindex\tname\tposition\tfact\twhere\tcount\tbytes\toutlive\toutlive_bytes\n");
	for (uint32_t i = 0; i < list.n; i++) {
		const ce_profile_row *r = &list.at[i];

		ce_buf_adds(out, ce_profile_kind_name(r->key.kind));
		field(out, ce_text(&p->strings, r->key.function));
		ce_buf_addf(out, "\t%d", r->key.index == CE_PROFILE_NO_INDEX ? -1 : (int)r->key.index);
		field(out, ce_text(&p->strings, r->key.name));
		ce_buf_addc(out, '\t');
		position(p, &r->key, out);
		field(out, ce_text(&p->strings, r->key.fact));
		field(out, ce_text(&p->strings, r->key.where));
		ce_buf_addf(out, "\t%llu\t%llu\t%llu\t%llu\n", (unsigned long long)r->count,
		            (unsigned long long)r->bytes,
		            (unsigned long long)(r->key.kind == CE_PROFILE_ALLOC ? r->count - r->freed : 0),
		            (unsigned long long)(r->key.kind == CE_PROFILE_ALLOC ? r->bytes - r->freed_bytes
		                                                                 : 0));
	}
	ce_vec_free(&list);
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void add_text(json_t *o, const ce_profile *p, const char *key, ce_str text)
{
	if (text)
		json_object_set_new(o, key, ce_json_string(ce_text(&p->strings, text)));
}

static json_t *stack_json(const ce_profile *p, uint32_t stack)
{
	const ce_profile_stack *s = &p->stacks.at[stack];
	json_t *list = json_array();

	for (uint32_t i = 0; i < s->n; i++) {
		char pc[32];

		snprintf(pc, sizeof pc, "0x%llx", (unsigned long long)p->pcs.at[s->first + i]);
		json_array_append_new(list, json_string(pc));
	}
	return list;
}

static json_t *row_json(const ce_profile *p, const ce_profile_row *r)
{
	json_t *o = json_object();

	json_object_set_new(o, "kind", json_string(ce_profile_kind_name(r->key.kind)));
	add_text(o, p, "function", r->key.function);
	add_text(o, p, "file", r->key.file);
	json_object_set_new(o, "line", json_integer(r->key.line));
	json_object_set_new(o, "column", json_integer(r->key.col));
	if (r->key.index != CE_PROFILE_NO_INDEX)
		json_object_set_new(o, "index", json_integer(r->key.index));
	add_text(o, p, "name", r->key.name);
	add_text(o, p, "fact", r->key.fact);
	add_text(o, p, "where", r->key.where);
	json_object_set_new(o, "count", json_integer((json_int_t)r->count));
	if (r->bytes)
		json_object_set_new(o, "bytes", json_integer((json_int_t)r->bytes));
	if (r->key.kind == CE_PROFILE_ALLOC) {
		json_object_set_new(o, "outlive", json_integer((json_int_t)(r->count - r->freed)));
		json_object_set_new(o, "outlive_bytes",
		                    json_integer((json_int_t)(r->bytes - r->freed_bytes)));
	}
	if (r->key.stack)
		json_object_set_new(o, "stack", stack_json(p, r->key.stack));
	return o;
}

static json_t *module_json(const ce_profile *p, const ce_profile_module *m)
{
	char base[32];
	json_t *o = json_object();

	snprintf(base, sizeof base, "0x%llx", (unsigned long long)m->base);
	add_text(o, p, "path", m->path);
	json_object_set_new(o, "base", json_string(base));
	json_object_set_new(o, "size", json_integer((json_int_t)(m->end - m->base)));
	json_object_set_new(o, "offset", json_integer((json_int_t)m->offset));
	return o;
}

void ce_profile_json(const ce_profile *p, ce_buf *out)
{
	json_t *top = json_object(), *list = json_array(), *modules = json_array();

	for (uint32_t i = 0; i < p->rows.n; i++)
		json_array_append_new(list, row_json(p, &p->rows.at[i]));
	for (uint32_t i = 0; i < p->modules.n; i++)
		json_array_append_new(modules, module_json(p, &p->modules.at[i]));
	json_object_set_new(top, "version", json_integer(1));
	json_object_set_new(top, "rate", json_real(p->rate));
	json_object_set_new(top, "go", json_boolean(p->is_go));
	json_object_set_new(top, "complete", json_boolean(!p->is_full));
	json_object_set_new(top, "rows", list);
	json_object_set_new(top, "modules", modules);
	ce_json_line(out, top);
}
