/*
 * pprof.c - profiles in pprof's format: what `go tool pprof` shows, with labels that
 * keep all the rest, so that nothing is lost on the way there and back.
 */
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#include "profile.pb-c.h"
#include "profile/profile.h"

typedef CePprof__Profile pb_profile;

/* In the order of a sample's values. */
enum { CALLS, WATCHED, SEEN, SEEN_SPACE, CALLBACKS, OBJECTS, SPACE, OUTLIVE_OBJECTS, OUTLIVE_SPACE, NVALUES };

static const struct {
	const char *type, *unit;
} types[NVALUES] = {
	{"calls", "count"},       {"watched", "count"},         {"seen", "count"},
	{"seen_space", "bytes"},  {"callbacks", "count"},       {"alloc_objects", "count"},
	{"alloc_space", "bytes"}, {"outlive_objects", "count"}, {"outlive_space", "bytes"},
};

/* ---- writing: everything lives in an arena until it is packed ----------------------------- */

typedef struct writer {
	const ce_profile *p;
	ce_arena arena;
	ce_strings strings; /* string_table: number 0 is "" there, too */
	pb_profile out;
	ce_map functions, locations;
	CE_VEC(CePprof__Function *) function_list;
	CE_VEC(CePprof__Location *) location_list;
} writer;

#define NEW(w, Type, init)                                              \
	({                                                              \
		Type *new_ = ce_arena_alloc(&(w)->arena, sizeof *new_); \
		init(new_);                                             \
		new_;                                                   \
	})

static int64_t text(writer *w, const char *s)
{
	return ce_intern(&w->strings, s);
}

static int64_t own_text(writer *w, ce_str s)
{
	return text(w, ce_text(&w->p->strings, s));
}

static uint64_t function_id(writer *w, ce_str name, ce_str file)
{
	uint64_t key = (uint64_t)name << 32 | file;
	uint32_t i = ce_map_get(&w->functions, key);
	CePprof__Function *f;

	if (i != CE_NONE)
		return i + 1;
	f = NEW(w, CePprof__Function, ce_pprof__function__init);
	f->id = w->function_list.n + 1;
	f->name = f->system_name = own_text(w, name);
	f->filename = own_text(w, file);
	ce_map_put(&w->functions, key, w->function_list.n);
	ce_push(&w->function_list, f);
	return f->id;
}

static uint64_t mapping_id(const writer *w, uint64_t pc)
{
	for (uint32_t i = 0; i < w->p->modules.n; i++)
		if (pc >= w->p->modules.at[i].base && pc < w->p->modules.at[i].end)
			return i + 1;
	return 0;
}

/* A return address stands for the call before it. */
static uint64_t address_location(writer *w, uint64_t pc)
{
	uint32_t i = ce_map_get(&w->locations, pc);
	CePprof__Location *l;

	if (i != CE_NONE)
		return i + 1;
	l = NEW(w, CePprof__Location, ce_pprof__location__init);
	l->id = w->location_list.n + 1;
	l->address = pc - 1;
	l->mapping_id = mapping_id(w, pc);
	ce_map_put(&w->locations, pc, w->location_list.n);
	ce_push(&w->location_list, l);
	return l->id;
}

static uint64_t source_location(writer *w, const ce_profile_key *k)
{
	CePprof__Location *l = NEW(w, CePprof__Location, ce_pprof__location__init);
	CePprof__Line *line = NEW(w, CePprof__Line, ce_pprof__line__init);

	line->function_id = function_id(w, k->function, k->file);
	line->line = k->line;
	line->column = k->col;
	l->id = w->location_list.n + 1;
	l->n_line = 1;
	l->line = ce_arena_alloc(&w->arena, sizeof *l->line);
	l->line[0] = line;
	ce_push(&w->location_list, l);
	return l->id;
}

static void set_values(int64_t *v, const ce_profile_row *r)
{
	static const int counts[] = {CALLS, WATCHED, SEEN, OBJECTS, CALLBACKS};

	v[counts[r->key.kind]] = (int64_t)r->count;
	if (r->key.kind == CE_PROFILE_SEEN)
		v[SEEN_SPACE] = (int64_t)r->bytes;
	if (r->key.kind == CE_PROFILE_ALLOC) {
		v[SPACE] = (int64_t)r->bytes;
		v[OUTLIVE_OBJECTS] = (int64_t)(r->count - r->freed);
		v[OUTLIVE_SPACE] = (int64_t)(r->bytes - r->freed_bytes);
	}
}

static void add_label(writer *w, CePprof__Sample *s, const char *key, int64_t str, int64_t num)
{
	CePprof__Label *l = NEW(w, CePprof__Label, ce_pprof__label__init);

	l->key = text(w, key);
	l->str = str;
	l->num = num;
	s->label[s->n_label++] = l;
}

static void add_labels(writer *w, CePprof__Sample *s, const ce_profile_key *k)
{
	const struct {
		const char *key;
		ce_str value;
	} texts[] = {{"function", k->function},
	             {"file", k->file},
	             {"name", k->name},
	             {"fact", k->fact},
	             {"where", k->where}};

	s->label = ce_arena_alloc(&w->arena, 9 * sizeof *s->label);
	add_label(w, s, "kind", text(w, ce_profile_kind_name(k->kind)), 0);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (texts[i].value)
			add_label(w, s, texts[i].key, own_text(w, texts[i].value), 0);
	add_label(w, s, "line", 0, k->line);
	add_label(w, s, "column", 0, k->col);
	if (k->index != CE_PROFILE_NO_INDEX)
		add_label(w, s, "index", 0, k->index);
}

static CePprof__Sample *sample_of(writer *w, const ce_profile_row *r)
{
	CePprof__Sample *s = NEW(w, CePprof__Sample, ce_pprof__sample__init);
	const ce_profile_stack *stack = &w->p->stacks.at[r->key.stack];

	s->n_value = NVALUES;
	s->value = ce_arena_alloc(&w->arena, NVALUES * sizeof *s->value);
	set_values(s->value, r);
	s->location_id = ce_arena_alloc(&w->arena, (stack->n + 1) * sizeof *s->location_id);
	s->location_id[s->n_location_id++] = source_location(w, &r->key);
	/* The innermost address is in the function of the source location. */
	for (uint32_t i = 1; i < stack->n; i++)
		s->location_id[s->n_location_id++] = address_location(w, w->p->pcs.at[stack->first + i]);
	add_labels(w, s, &r->key);
	return s;
}

static void add_types(writer *w)
{
	w->out.n_sample_type = NVALUES;
	w->out.sample_type = ce_arena_alloc(&w->arena, NVALUES * sizeof *w->out.sample_type);
	for (int i = 0; i < NVALUES; i++) {
		CePprof__ValueType *t = NEW(w, CePprof__ValueType, ce_pprof__value_type__init);

		t->type = text(w, types[i].type);
		t->unit = text(w, types[i].unit);
		w->out.sample_type[i] = t;
	}
	w->out.default_sample_type = text(w, types[SEEN].type);
}

static void add_mappings(writer *w)
{
	w->out.n_mapping = w->p->modules.n;
	w->out.mapping = ce_arena_alloc(&w->arena, (w->p->modules.n + 1) * sizeof *w->out.mapping);
	for (uint32_t i = 0; i < w->p->modules.n; i++) {
		const ce_profile_module *m = &w->p->modules.at[i];
		CePprof__Mapping *out = NEW(w, CePprof__Mapping, ce_pprof__mapping__init);

		out->id = i + 1;
		out->memory_start = m->base;
		out->memory_limit = m->end;
		out->file_offset = m->offset;
		out->filename = own_text(w, m->path);
		w->out.mapping[i] = out;
	}
}

static void fill(writer *w)
{
	char rate[64];

	add_types(w);
	add_mappings(w);
	w->out.time_nanos = (int64_t)w->p->started;
	w->out.sample = ce_arena_alloc(&w->arena, (w->p->rows.n + 1) * sizeof *w->out.sample);
	for (uint32_t i = 0; i < w->p->rows.n; i++)
		w->out.sample[w->out.n_sample++] = sample_of(w, &w->p->rows.at[i]);
	w->out.n_function = w->function_list.n;
	w->out.function = w->function_list.at;
	w->out.n_location = w->location_list.n;
	w->out.location = w->location_list.at;
	snprintf(rate, sizeof rate, "rate=%.9g", w->p->rate);
	w->out.n_comment = 1;
	w->out.comment = ce_arena_alloc(&w->arena, sizeof *w->out.comment);
	w->out.comment[0] = text(w, rate);
	w->out.n_string_table = w->strings.texts.n;
	w->out.string_table = (char **)w->strings.texts.at;
}

static bool compress_bytes(const uint8_t *bytes, size_t n, ce_buf *out)
{
	z_stream z = {0};
	uint8_t *room;
	size_t bound;
	bool ok;

	if (deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return false;
	bound = deflateBound(&z, n);
	room = ce_malloc(bound);
	z.next_in = (uint8_t *)bytes;
	z.avail_in = (uInt)n;
	z.next_out = room;
	z.avail_out = (uInt)bound;
	ok = n <= UINT32_MAX && deflate(&z, Z_FINISH) == Z_STREAM_END;
	if (ok)
		ce_buf_add(out, room, z.total_out);
	deflateEnd(&z);
	free(room);
	return ok;
}

bool ce_profile_pprof(const ce_profile *p, ce_buf *out)
{
	writer w = {.p = p};
	uint8_t *bytes;
	size_t n;
	bool ok;

	ce_strings_init(&w.strings);
	ce_pprof__profile__init(&w.out);
	fill(&w);
	n = ce_pprof__profile__get_packed_size(&w.out);
	bytes = ce_malloc(n + 1);
	ce_pprof__profile__pack(&w.out, bytes);
	ok = compress_bytes(bytes, n, out);
	free(bytes);
	ce_map_free(&w.functions);
	ce_map_free(&w.locations);
	ce_vec_free(&w.function_list);
	ce_vec_free(&w.location_list);
	ce_strings_free(&w.strings);
	ce_arena_free(&w.arena);
	return ok;
}

/* ---- reading -------------------------------------------------------------------------------------- */

/* A small file may claim to be a large one. */
#define UNPACKED_MAX ((size_t)1 << 30)

static bool unpack_bytes(const ce_buf *in, ce_buf *out)
{
	z_stream z = {.next_in = (uint8_t *)in->data, .avail_in = (uInt)in->n};
	uint8_t piece[65536];
	int status = in->n <= UINT32_MAX ? inflateInit2(&z, 15 + 16) : Z_DATA_ERROR;

	while (status == Z_OK && out->n < UNPACKED_MAX) {
		z.next_out = piece;
		z.avail_out = sizeof piece;
		status = inflate(&z, Z_NO_FLUSH);
		ce_buf_add(out, piece, sizeof piece - z.avail_out);
	}
	inflateEnd(&z);
	return status == Z_STREAM_END;
}

static const char *table_text(const pb_profile *in, int64_t i)
{
	return i >= 0 && (uint64_t)i < in->n_string_table ? in->string_table[i] : "";
}

static bool has_our_types(const pb_profile *in)
{
	if (in->n_sample_type != NVALUES)
		return false;
	for (int i = 0; i < NVALUES; i++)
		if (strcmp(table_text(in, in->sample_type[i]->type), types[i].type) != 0)
			return false;
	return true;
}

static bool set_kind(ce_profile_key *k, const char *name)
{
	for (k->kind = 0; k->kind < CE_PROFILE_NKINDS; k->kind++)
		if (strcmp(ce_profile_kind_name(k->kind), name) == 0)
			return true;
	return false;
}

static bool read_labels(ce_profile *p, const pb_profile *in, const CePprof__Sample *s, ce_profile_key *k)
{
	bool known = false;

	for (size_t i = 0; i < s->n_label; i++) {
		const CePprof__Label *l = s->label[i];
		const char *key = table_text(in, l->key), *value = table_text(in, l->str);
		const struct {
			const char *key;
			ce_str *to;
		} texts[] = {{"function", &k->function},
		             {"file", &k->file},
		             {"name", &k->name},
		             {"fact", &k->fact},
		             {"where", &k->where}};

		if (strcmp(key, "kind") == 0)
			known = set_kind(k, value);
		else if (strcmp(key, "line") == 0)
			k->line = (uint32_t)l->num;
		else if (strcmp(key, "column") == 0)
			k->col = (uint32_t)l->num;
		else if (strcmp(key, "index") == 0)
			k->index = (uint32_t)l->num;
		for (size_t t = 0; t < sizeof texts / sizeof *texts; t++)
			if (strcmp(key, texts[t].key) == 0)
				*texts[t].to = ce_intern(&p->strings, value);
	}
	return known;
}

/* Values that are not of the sample's kind mean nothing, as set_values() leaves them. */
static void read_values(ce_profile_row *row, const CePprof__Sample *s)
{
	static const int counts[] = {CALLS, WATCHED, SEEN, OBJECTS, CALLBACKS};
	const int64_t *v = s->value;

	row->count += (uint64_t)v[counts[row->key.kind]];
	if (row->key.kind == CE_PROFILE_SEEN)
		row->bytes += (uint64_t)v[SEEN_SPACE];
	if (row->key.kind == CE_PROFILE_ALLOC) {
		row->bytes += (uint64_t)v[SPACE];
		row->freed += (uint64_t)v[OBJECTS] - (uint64_t)v[OUTLIVE_OBJECTS];
		row->freed_bytes += (uint64_t)v[SPACE] - (uint64_t)v[OUTLIVE_SPACE];
	}
}

static bool read_sample(ce_profile *p, const pb_profile *in, const CePprof__Sample *s)
{
	ce_profile_key k = {.index = CE_PROFILE_NO_INDEX};

	if (s->n_value != NVALUES || !read_labels(p, in, s, &k))
		return false;
	read_values(ce_profile_row_of(p, &k), s);
	return true;
}

static void read_comments(ce_profile *p, const pb_profile *in)
{
	for (size_t i = 0; i < in->n_comment; i++) {
		const char *c = table_text(in, in->comment[i]);
		double rate = strncmp(c, "rate=", 5) == 0 ? strtod(c + 5, NULL) : 1;

		if (rate < p->rate)
			p->rate = rate;
	}
	if (!p->started || (uint64_t)in->time_nanos < p->started)
		p->started = (uint64_t)in->time_nanos;
}

bool ce_profile_read_pprof(ce_profile *p, const char *path, const ce_buf *bytes, char **error)
{
	ce_buf raw = {0};
	pb_profile *in = NULL;
	bool ok = false;

	if (!unpack_bytes(bytes, &raw))
		*error = ce_format("%s: damaged: not a whole gzip file", path);
	else if (!(in = ce_pprof__profile__unpack(NULL, raw.n, (uint8_t *)(raw.data ? raw.data : ""))))
		*error = ce_format("%s: not a pprof profile", path);
	else if (!has_our_types(in))
		*error = ce_format("%s: a pprof profile of something else, not of escapes", path);
	else
		ok = true;
	for (size_t i = 0; ok && i < in->n_sample; i++)
		if (!read_sample(p, in, in->sample[i])) {
			*error = ce_format("%s: sample %zu: labels are missing", path, i + 1);
			ok = false;
		}
	if (ok)
		read_comments(p, in);
	if (in)
		ce_pprof__profile__free_unpacked(in, NULL);
	ce_buf_free(&raw);
	return ok;
}
