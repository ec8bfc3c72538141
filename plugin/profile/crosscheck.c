/*
 * crosscheck.c - the join of predictions and observations by function and parameter.
 */
#include "profile/crosscheck.h"

#include <stdlib.h>
#include <xxhash.h>

static const struct {
	const char *name, *what;
} statuses[CE_CROSS_NSTATUS] = {
	{"contradicted", "proved, but seen: a defect of cgoescape, please report it"},
	{"confirmed", "predicted to leak, and seen"},
	{"otherwise", "predicted to leak, but seen elsewhere"},
	{"unseen", "predicted to leak, and never seen"},
	{"proved", "proved, and never seen"},
	{"unwatched", "never watched: these runs say nothing of it"},
};

const char *ce_cross_status_name(ce_cross_status s)
{
	return statuses[s].name;
}

const char *ce_cross_status_what(ce_cross_status s)
{
	return statuses[s].what;
}

static const char *keep_n(ce_cross *c, const char *text, size_t n)
{
	char *copy = ce_arena_alloc(&c->arena, n + 1);

	return memcpy(copy, text, n);
}

static const char *keep(ce_cross *c, const char *text)
{
	return keep_n(c, text, strlen(text));
}

/* ---- predictions ---------------------------------------------------------------------- */

enum { FIELDS = 5 };

/* The second word of a why: where the deciding step is. */
static const char *step_of(ce_cross *c, const char *why)
{
	const char *start = strchr(why, ' ');

	return start ? keep_n(c, start + 1, strcspn(start + 1, " ")) : "-";
}

static bool add_fact(ce_cross *c, const char *line, size_t n)
{
	const char *at[FIELDS];
	const char *end = line + n;
	char *rest;

	for (int i = 0; i < FIELDS; i++) {
		size_t length = i == FIELDS - 1 ? (size_t)(end - line) : strcspn(line, "\t\n");

		if (line > end || (i < FIELDS - 1 && line[length] != '\t'))
			return false;
		at[i] = keep_n(c, line, length);
		line += length + 1;
	}
	ce_push(&c->rows, ((ce_cross_row){.function = at[0],
	                                  .index = (int)strtol(at[1], &rest, 10),
	                                  .name = at[2],
	                                  .predicted = at[3],
	                                  .why = at[4],
	                                  .position = step_of(c, at[4]),
	                                  .observed = ""}));
	return rest != at[1] && !*rest;
}

bool ce_cross_facts(ce_cross *c, const char *path, const ce_buf *tsv, char **error)
{
	static const char header[] = "function\tindex\tname\tfacts\twhy\n";
	unsigned number = 1;

	if (tsv->n < sizeof header - 1 || memcmp(tsv->data, header, sizeof header - 1) != 0) {
		*error = ce_format(
			"%s:1: not a facts table: it begins with \"function, index, name, facts, why\"",
			path);
		return false;
	}
	for (const char *line = tsv->data + sizeof header - 1, *end; line < tsv->data + tsv->n;
	     line = end + (*end == '\n')) {
		end = line + strcspn(line, "\n");
		number++;
		if (!add_fact(c, line, (size_t)(end - line))) {
			*error = ce_format("%s:%u: not a row of five fields", path, number);
			return false;
		}
	}
	return true;
}

void ce_cross_allocation(ce_cross *c, const char *position, bool escapes)
{
	if (escapes)
		ce_push(&c->escaping, keep(c, position));
	else
		ce_push(&c->local, keep(c, position));
}

/* ---- observations ------------------------------------------------------------------------ */

typedef struct observation {
	ce_str function, file;
	int index;
	uint32_t line, col;
	uint64_t watched, seen;
	CE_VEC(const char *) facts; /* of the profile's strings: fact and where, by turns */
	bool is_predicted;
	bool is_owned; /* a prediction names its very file */
} observation;

typedef struct observations {
	const ce_profile *p;
	CE_VEC(observation) at;
	ce_map index;
} observations;

static uint64_t hash_of(const char *function, int index)
{
	return XXH64(function, strlen(function), (uint64_t)(uint32_t)index);
}

static observation *observe(observations *o, const ce_profile_key *k, int index)
{
	uint64_t hash = hash_of(ce_text(&o->p->strings, k->function), index);
	uint32_t i;

	for (; (i = ce_map_get(&o->index, hash)) != CE_NONE; hash++)
		if (o->at.at[i].function == k->function && o->at.at[i].file == k->file &&
		    o->at.at[i].index == index)
			return &o->at.at[i];
	ce_map_put(&o->index, hash, o->at.n);
	ce_push(&o->at, ((observation){.function = k->function,
	                               .file = k->file,
	                               .index = index,
	                               .line = k->line,
	                               .col = k->col}));
	return &o->at.at[o->at.n - 1];
}

static void add_seen(const observations *o, observation *s, const ce_profile_row *r, const char *fact)
{
	const char *where =
		ce_text(&o->p->strings, r->key.kind == CE_PROFILE_SEEN ? r->key.where : r->key.name);

	s->seen += r->count;
	for (uint32_t i = 0; i < s->facts.n; i += 2)
		if (strcmp(s->facts.at[i], fact) == 0 && strcmp(s->facts.at[i + 1], where) == 0)
			return;
	ce_push(&s->facts, fact);
	ce_push(&s->facts, where);
}

static void observe_all(observations *o)
{
	for (uint32_t i = 0; i < o->p->rows.n; i++) {
		const ce_profile_row *r = &o->p->rows.at[i];

		switch ((ce_profile_kind)r->key.kind) {
		case CE_PROFILE_CALL:
			observe(o, &r->key, -1)->watched += r->count;
			break;
		case CE_PROFILE_CALLBACK:
			add_seen(o, observe(o, &r->key, -1), r, "callback");
			break;
		case CE_PROFILE_WATCHED:
			observe(o, &r->key, (int)r->key.index)->watched += r->count;
			break;
		case CE_PROFILE_SEEN:
			add_seen(o, observe(o, &r->key, (int)r->key.index), r,
			         ce_text(&o->p->strings, r->key.fact));
			break;
		default:
			break;
		}
	}
}

/* Without the file that may stand before it. */
static const char *bare_name(const char *function)
{
	const char *colon = strrchr(function, ':');

	return colon ? colon + 1 : function;
}

/* What was observed of a prediction's function. */
typedef struct found {
	observation all; /* added up; its facts are this struct's */
	uint32_t n;
	bool is_sure; /* it is one function, the predicted one */
} found;

static bool is_of_file(const observations *o, const observation *s, const char *base, size_t n)
{
	const char *file = ce_text(&o->p->strings, s->file), *slash = strrchr(file, '/');

	file = slash ? slash + 1 : file;
	return strncmp(file, base, n) == 0 && !file[n];
}

static void add_found(found *to, observation *s)
{
	s->is_predicted = true;
	to->n++;
	to->all.watched += s->watched;
	to->all.seen += s->seen;
	if (to->n == 1 || !to->all.line || (!to->all.facts.n && s->facts.n)) {
		to->all.file = s->file;
		to->all.line = s->line;
		to->all.col = s->col;
	}
	for (uint32_t i = 0; i < s->facts.n; i++)
		ce_push(&to->all.facts, s->facts.at[i]);
}

/* The next one of this name from a hash on, which goes on. */
static observation *next_observed(const observations *o, uint64_t *hash, const char *name, int index)
{
	for (uint32_t i; (i = ce_map_get(&o->index, *hash)) != CE_NONE;) {
		observation *s = &o->at.at[i];

		++*hash;
		if (s->index == index && strcmp(ce_text(&o->p->strings, s->function), name) == 0)
			return s;
	}
	return NULL;
}

/* Note which have a prediction that names their very file. */
static void find_owned(const ce_cross *c, observations *o)
{
	for (uint32_t i = 0; i < c->rows.n; i++) {
		const ce_cross_row *r = &c->rows.at[i];
		const char *name = bare_name(r->function);
		size_t n = name > r->function ? (size_t)(name - r->function) - 1 : 0;
		uint64_t hash = hash_of(name, r->index);

		for (observation *s; n && (s = next_observed(o, &hash, name, r->index));)
			s->is_owned |= is_of_file(o, s, r->function, n);
	}
}

/*
 * A static function may be predicted as "file.c:function", by the unit's own source; it is
 * observed in the file it is written in, which may be a header or Go code. Where no
 * function of that name was observed in that file it may be any that is not of another source.
 */
static found find_observed(observations *o, const char *function, int index)
{
	const char *colon = strrchr(function, ':'), *name = bare_name(function);
	size_t n = colon ? (size_t)(colon - function) : 0;
	found out = {.is_sure = true};

	for (int any = !colon; !out.n && any < 2; any++) {
		uint64_t hash = hash_of(name, index);

		for (observation *s; (s = next_observed(o, &hash, name, index));)
			if (!colon || (any ? !s->is_owned : is_of_file(o, s, function, n)))
				add_found(&out, s);
		out.is_sure = out.n == 1 && !(colon && any);
	}
	return out;
}

/* ---- the join -------------------------------------------------------------------------------- */

static bool has_word(const char *facts, const char *word, size_t n)
{
	for (; *facts; facts += strcspn(facts, "+"), facts += *facts == '+')
		if (strncmp(facts, word, n) == 0)
			return true;
	return false;
}

/* A leak at level 0 is predicted. */
static bool is_leak(const char *facts)
{
	return has_word(facts, "direct", 6) || has_word(facts, "result:0", 8) || has_word(facts, "param:", 6);
}

/* Linked objects are reached through several parameters: any of them is right. */
static bool is_predicted(const ce_cross_row *r, const observation *o)
{
	for (uint32_t i = 0; i < o->facts.n; i += 2) {
		const char *fact = o->facts.at[i];
		size_t n = strncmp(fact, "param:", 6) == 0 ? 6 : strlen(fact);

		if (!has_word(r->predicted, fact, n))
			return false;
	}
	return true;
}

static bool is_proof(const ce_cross_row *r)
{
	return r->index < 0 ? strcmp(r->predicted, "nocallback=yes") == 0 : !is_leak(r->predicted);
}

/* Of several functions of one name it may have been one that is predicted to do it. */
static bool may_be_another(const ce_cross *c, const ce_cross_row *r)
{
	for (uint32_t i = 0; i < c->rows.n; i++) {
		const ce_cross_row *other = &c->rows.at[i];

		if (other->index == r->index && !is_proof(other) &&
		    strcmp(bare_name(other->function), bare_name(r->function)) == 0)
			return true;
	}
	return false;
}

static ce_cross_status judge(const ce_cross *c, const ce_cross_row *r, const found *f)
{
	if (!f->all.watched && !f->all.seen)
		return CE_CROSS_UNWATCHED;
	if (!f->all.seen)
		return is_proof(r) ? CE_CROSS_PROVED : CE_CROSS_UNSEEN;
	if (is_proof(r))
		return !f->is_sure && may_be_another(c, r) ? CE_CROSS_UNWATCHED : CE_CROSS_CONTRADICTED;
	return r->index < 0 || is_predicted(r, &f->all) ? CE_CROSS_CONFIRMED : CE_CROSS_OTHERWISE;
}

static const char *facts_text(ce_cross *c, const observation *o)
{
	ce_buf b = {0};
	const char *text;

	for (uint32_t i = 0; i < o->facts.n; i += 2)
		ce_buf_addf(&b, "%s%s %s", i ? ", " : "", o->facts.at[i], o->facts.at[i + 1]);
	text = b.n ? keep(c, b.data) : "";
	ce_buf_free(&b);
	return text;
}

static const char *place(ce_cross *c, const ce_profile *p, ce_str file, uint32_t line, uint32_t col)
{
	char *text = ce_format("%s:%u:%u", ce_text(&p->strings, file), line, col);
	const char *kept = keep(c, line ? text : "-");

	free(text);
	return kept;
}

static int by_status(const void *a, const void *b)
{
	const ce_cross_row *x = a, *y = b;
	int by_name;

	if (x->status != y->status)
		return x->status < y->status ? -1 : 1;
	by_name = strcmp(x->function, y->function);
	return by_name ? by_name : (x->index > y->index) - (x->index < y->index);
}

static void join_rows(ce_cross *c, observations *o)
{
	find_owned(c, o);
	for (uint32_t i = 0; i < c->rows.n; i++) {
		ce_cross_row *r = &c->rows.at[i];
		found f = find_observed(o, r->function, r->index);

		r->status = judge(c, r, &f);
		c->count[r->status]++;
		if (!f.n)
			continue;
		r->watched = f.all.watched;
		r->seen = f.all.seen;
		r->observed = facts_text(c, &f.all);
		r->position = place(c, o->p, f.all.file, f.all.line, f.all.col);
		ce_vec_free(&f.all.facts);
	}
	for (uint32_t i = 0; i < o->at.n; i++)
		if (!o->at.at[i].is_predicted) {
			c->unpredicted++;
			c->unpredicted_seen += o->at.at[i].seen && o->at.at[i].index >= 0;
		}
	if (c->rows.n)
		qsort(c->rows.at, c->rows.n, sizeof *c->rows.at, by_status);
}

/* ---- allocations -------------------------------------------------------------------------------- */

static bool is_listed(const char *const *list, uint32_t n, const char *position)
{
	for (uint32_t i = 0; i < n; i++)
		if (strcmp(list[i], position) == 0)
			return true;
	return false;
}

static bool is_proved(const ce_cross *c, const ce_profile *p, const ce_profile_row *r, const char *position)
{
	/* Several calls of a macro, or copies of a header's function, have one position. */
	if (is_listed(c->escaping.at, c->escaping.n, position))
		return false;
	return is_listed(c->local.at, c->local.n, position) ||
	       strcmp(ce_text(&p->strings, r->key.fact), "local") == 0;
}

static ce_cross_alloc *alloc_of(ce_cross *c, const ce_cross_alloc *like)
{
	for (uint32_t i = 0; i < c->allocs.n; i++)
		if (strcmp(c->allocs.at[i].position, like->position) == 0 &&
		    strcmp(c->allocs.at[i].text, like->text) == 0 &&
		    strcmp(c->allocs.at[i].function, like->function) == 0)
			return &c->allocs.at[i];
	ce_push(&c->allocs, *like);
	return &c->allocs.at[c->allocs.n - 1];
}

static int by_bytes(const void *a, const void *b)
{
	const ce_cross_alloc *x = a, *y = b;

	return x->bytes != y->bytes ? (x->bytes > y->bytes ? -1 : 1) : strcmp(x->position, y->position);
}

static void join_allocs(ce_cross *c, const ce_profile *p)
{
	for (uint32_t i = 0; i < p->rows.n; i++) {
		const ce_profile_row *r = &p->rows.at[i];
		ce_cross_alloc *a;

		if (r->key.kind != CE_PROFILE_ALLOC)
			continue;
		a = &(ce_cross_alloc){.function = keep(c, ce_text(&p->strings, r->key.function)),
		                      .text = keep(c, ce_text(&p->strings, r->key.name)),
		                      .position = place(c, p, r->key.file, r->key.line, r->key.col)};
		if (!is_proved(c, p, r, a->position))
			continue;
		a = alloc_of(c, a);
		a->objects += r->count;
		a->bytes += r->bytes;
		a->outlive += r->count - r->freed;
		a->outlive_bytes += r->bytes - r->freed_bytes;
	}
	if (c->allocs.n)
		qsort(c->allocs.at, c->allocs.n, sizeof *c->allocs.at, by_bytes);
}

void ce_cross_join(ce_cross *c, const ce_profile *p)
{
	observations o = {.p = p};

	observe_all(&o);
	join_rows(c, &o);
	join_allocs(c, p);
	for (uint32_t i = 0; i < o.at.n; i++)
		ce_vec_free(&o.at.at[i].facts);
	ce_vec_free(&o.at);
	ce_map_free(&o.index);
}

void ce_cross_free(ce_cross *c)
{
	ce_vec_free(&c->rows);
	ce_vec_free(&c->allocs);
	ce_vec_free(&c->local);
	ce_vec_free(&c->escaping);
	ce_arena_free(&c->arena);
}
