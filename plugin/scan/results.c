#include "scan/results.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "scan/index.h"

/* ---- read ------------------------------------------------------------------------------------- */

static const char *text(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));

	return s ? s : "";
}

static ce_loc place(const json_t *o)
{
	return (ce_loc){text(o, "file"), (unsigned)json_integer_value(json_object_get(o, "line")),
	                (unsigned)json_integer_value(json_object_get(o, "column"))};
}

static void add_finding(ce_findings *l, const json_t *o)
{
	ce_finding f = {.rule = ce_rule_of(text(o, "rule")),
	                .category = text(o, "category"),
	                .function = text(o, "function"),
	                .subject = text(o, "subject"),
	                .message = text(o, "message"),
	                .loc = place(o)};

	/* Of another version; or gone already when that report was made. */
	if (f.rule == CE_NRULES || strcmp(text(o, "state"), "absent") == 0)
		return;
	f.fingerprint = strtoull(text(o, "fingerprint"), NULL, 16);
	ce_findings_add(l, &f);
}

static void add_function(ce_findings *l, const json_t *o)
{
	CE_VEC(ce_fact_row) rows = {0};
	ce_function f = {.name = text(o, "name"), .loc = place(o)};
	size_t i;
	json_t *row;

	json_array_foreach(json_object_get(o, "facts"), i, row)
		ce_push(&rows, ((ce_fact_row){(int)json_integer_value(json_object_get(row, "index")),
	                                      text(row, "name"), text(row, "facts"), text(row, "why"), f.loc,
	                                      text(row, "type")}));
	f.rows = rows.at;
	f.nrows = rows.n;
	ce_findings_function(l, &f);
	ce_vec_free(&rows);
}

static bool read_json(const char *path, ce_findings *l, char **error)
{
	json_error_t e;
	json_t *o = json_load_file(path, 0, &e), *item;
	size_t i;
	bool ok = o && json_is_array(json_object_get(o, "findings"));

	if (!o)
		*error = ce_format("%s:%d:%d: %s", path, e.line > 0 ? e.line : 1, e.column > 0 ? e.column : 1,
		                   e.text);
	else if (!ok)
		*error = ce_format("%s: no report of cgoescape: it has no \"findings\"", path);
	json_array_foreach(json_object_get(o, "findings"), i, item) add_finding(l, item);
	json_array_foreach(json_object_get(o, "functions"), i, item) add_function(l, item);
	json_array_foreach(json_object_get(o, "notices"), i,
	                   item) if (strcmp(text(item, "level"), "error") == 0)
		ce_findings_notice(l, place(item), CE_LEVEL_ERROR, text(item, "message"));
	json_decref(o);
	return ok;
}

typedef struct rows {
	CE_VEC(ce_fact_row) at;
	char *function;
} rows;

static void flush(ce_findings *l, rows *r)
{
	ce_function f = {.name = r->function, .loc = {"", 0, 0}, .rows = r->at.at, .nrows = r->at.n};

	if (r->function)
		ce_findings_function(l, &f);
	r->at.n = 0;
}

/* Five fields; the line is cut into them. */
static bool split(char *line, char **fields)
{
	for (int i = 0; i < 5; i++) {
		fields[i] = line;
		line = strchr(line, '\t');
		if (!line != (i == 4))
			return false;
		if (line)
			*line++ = 0;
	}
	return true;
}

static bool read_tsv(const char *path, ce_findings *l, char *data, char **error)
{
	rows r = {0};
	unsigned number = 1;
	bool ok = true;

	for (char *line = strchr(data, '\n'), *end; ok && line && line[1]; line = end) {
		char *fields[5];

		number++;
		end = strchr(++line, '\n');
		if (end)
			*end = 0;
		if (!split(line, fields)) {
			*error = ce_format("%s:%u: five fields with tabs between them are wanted", path,
			                   number);
			ok = false;
			break;
		}
		if (!r.function || strcmp(r.function, fields[0]) != 0 || strcmp(fields[1], "-1") == 0)
			flush(l, &r);
		r.function = fields[0];
		ce_push(&r.at,
		        ((ce_fact_row){atoi(fields[1]), fields[2], fields[3], fields[4], {"", 0, 0}, ""}));
	}
	flush(l, &r);
	ce_vec_free(&r.at);
	return ok;
}

bool ce_results_read(const char *path, ce_findings *l, char **error)
{
	static const char header[] = "function\tindex\tname\tfacts\twhy\n";
	ce_buf b = {0};
	bool ok;

	if (ce_is_index(path))
		return ce_index_read(path, (ce_index_wish){0}, l, error);
	if (!ce_file_read(&b, path, error))
		return false;
	if (b.n >= sizeof header - 1 && strncmp(b.data, header, sizeof header - 1) == 0)
		ok = read_tsv(path, l, b.data, error);
	else
		ok = read_json(path, l, error);
	ce_buf_free(&b);
	return ok;
}

/* ---- baseline ------------------------------------------------------------------------------------ */

void ce_baseline_apply(ce_findings *l, const ce_findings *baseline)
{
	ce_map old = {0}, now = {0};
	uint32_t n = l->at.n;

	for (uint32_t i = 0; i < baseline->at.n; i++)
		ce_map_put(&old, baseline->at.at[i].fingerprint, i);
	for (uint32_t i = 0; i < n; i++) {
		ce_finding *f = &l->at.at[i];

		ce_map_put(&now, f->fingerprint, i);
		if (f->level != CE_LEVEL_NONE)
			f->state = ce_map_get(&old, f->fingerprint) == CE_NONE ? CE_STATE_NEW
			                                                       : CE_STATE_UNCHANGED;
	}
	for (uint32_t i = 0; i < baseline->at.n; i++) {
		const ce_finding *f = &baseline->at.at[i];
		ce_finding *gone;

		if (ce_rule_level(f->rule) == CE_LEVEL_NONE || ce_map_get(&now, f->fingerprint) != CE_NONE)
			continue;
		gone = ce_findings_add(l, f);
		gone->state = CE_STATE_ABSENT;
	}
	ce_map_free(&old);
	ce_map_free(&now);
}

/* ---- differences ----------------------------------------------------------------------------------- */

static bool has_word(const char *facts, const char *word, size_t n)
{
	while (*facts) {
		size_t k = strcspn(facts, "+");

		if (k == n && strncmp(facts, word, n) == 0)
			return true;
		facts += k + (facts[k] == '+');
	}
	return false;
}

/* Reports whether a has a leak that b has not. */
static bool has_more(const char *a, const char *b)
{
	while (*a) {
		size_t k = strcspn(a, "+");

		if (!(k == 4 && strncmp(a, "none", 4) == 0) && !has_word(b, a, k))
			return true;
		a += k + (a[k] == '+');
	}
	return false;
}

/* Every direct leak is worse than what it hides. */
static bool is_direct(const char *facts)
{
	return has_word(facts, "direct", 6);
}

static int callback_rank(const char *facts)
{
	static const char *const order[] = {"nocallback=yes", "nocallback=depends", "nocallback=unknown",
	                                    "nocallback=no"};

	for (int i = 0; i < 4; i++)
		if (strcmp(facts, order[i]) == 0)
			return i;
	return 2;
}

static ce_change compare(const ce_fact_row *old, const ce_fact_row *now)
{
	int a, b;

	if (strcmp(old->facts, now->facts) == 0)
		return CE_CHANGE_NONE;
	if (now->index < 0) {
		a = callback_rank(old->facts);
		b = callback_rank(now->facts);
		return b > a ? CE_CHANGE_WORSE : CE_CHANGE_BETTER;
	}
	if (is_direct(old->facts) != is_direct(now->facts))
		return is_direct(now->facts) ? CE_CHANGE_WORSE : CE_CHANGE_BETTER;
	if (has_more(now->facts, old->facts))
		return has_more(old->facts, now->facts) ? CE_CHANGE_KIND : CE_CHANGE_WORSE;
	return CE_CHANGE_BETTER;
}

typedef struct differ {
	ce_buf *out;
	bool worse;
} differ;

static void put(differ *d, ce_change change, const char *function, const ce_fact_row *old,
                const ce_fact_row *now)
{
	static const char *const words[] = {"", "worse", "better", "changed", "new", "gone"};
	const ce_fact_row *any = now ? now : old;

	if (change == CE_CHANGE_NONE)
		return;
	d->worse |= change == CE_CHANGE_WORSE || change == CE_CHANGE_KIND;
	/* What a new function promises nobody relied on; what it leaks is told. */
	d->worse |= change == CE_CHANGE_NEW && now->index >= 0 && strcmp(now->facts, "none") != 0;
	ce_buf_addf(d->out, "%s\t%s:%s\t%s\t%s\t%s\n", words[change], function,
	            any->index < 0 ? "nocallback" : any->name, old ? old->facts : "-", now ? now->facts : "-",
	            now ? now->why : "");
}

/* Rows are sorted by index. */
static void compare_functions(differ *d, const ce_function *old, const ce_function *now)
{
	const char *name = now ? now->name : old->name;
	uint32_t i = 0, k = 0, nold = old ? old->nrows : 0, nnow = now ? now->nrows : 0;

	while (i < nold || k < nnow) {
		if (k == nnow || (i < nold && old->rows[i].index < now->rows[k].index)) {
			put(d, CE_CHANGE_GONE, name, &old->rows[i], NULL);
			i++;
		} else if (i == nold || now->rows[k].index < old->rows[i].index) {
			put(d, CE_CHANGE_NEW, name, NULL, &now->rows[k]);
			k++;
		} else {
			put(d, compare(&old->rows[i], &now->rows[k]), name, &old->rows[i], &now->rows[k]);
			i++;
			k++;
		}
	}
}

bool ce_results_diff(const ce_findings *old, const ce_findings *now, ce_buf *out)
{
	differ d = {.out = out};
	uint32_t i = 0, k = 0;

	/* Both are sorted by name; of several with one name the first goes with the first. */
	while (i < old->functions.n || k < now->functions.n) {
		const ce_function *a = i < old->functions.n ? &old->functions.at[i] : NULL;
		const ce_function *b = k < now->functions.n ? &now->functions.at[k] : NULL;
		int c = !a ? 1 : !b ? -1 : strcmp(a->name, b->name);

		compare_functions(&d, c <= 0 ? a : NULL, c >= 0 ? b : NULL);
		i += c <= 0;
		k += c >= 0;
	}
	return d.worse;
}
