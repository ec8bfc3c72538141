#include "report/finding.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/map.h"
#include "base/path.h"

static const struct {
	const char *name, *what;
	ce_level level;
} rules[] = {
#define CE_RULE(id, name, level, what) {name, what, level},
#include "report/rules.def"
};

const char *ce_rule_name(ce_rule r)
{
	return rules[r].name;
}

ce_rule ce_rule_of(const char *name)
{
	int i = 0;

	while (i < CE_NRULES && strcmp(rules[i].name, name) != 0)
		i++;
	return (ce_rule)i;
}

const char *ce_rule_what(ce_rule r)
{
	return rules[r].what;
}

ce_level ce_rule_level(ce_rule r)
{
	return rules[r].level;
}

const char *ce_rule_help(ce_rule r)
{
	if (strncmp(rules[r].name, "cgo-", 4) == 0)
		return "go.md#check";
	if (r == CE_RULE_ASSERTION_FAILED || r == CE_RULE_COMMENT_WRONG)
		return "scan.md#comments-in-the-source";
	return rules[r].level < CE_LEVEL_WARNING ? "messages.md#verdicts--m"
	                                         : "messages.md#warnings-no-key-needed";
}

const char *ce_level_name(ce_level l)
{
	static const char *const names[] = {"none", "note", "warning", "error"};

	return names[l];
}

/* ---- the list --------------------------------------------------------------------------- */

char *ce_findings_keep(ce_findings *l, const char *text)
{
	size_t n = text ? strlen(text) : 0;
	char *s = ce_arena_alloc(&l->arena, n + 1);

	if (n)
		memcpy(s, text, n);
	return s;
}

static ce_loc keep_loc(ce_findings *l, ce_loc loc)
{
	if (loc.file)
		loc.file = ce_findings_keep(l, loc.file);
	return loc;
}

ce_finding *ce_findings_add(ce_findings *l, const ce_finding *f)
{
	ce_finding k = *f;
	ce_finding_step *steps = ce_arena_alloc(&l->arena, (f->nsteps + 1) * sizeof *steps);

	for (uint32_t i = 0; i < f->nsteps; i++)
		steps[i] = (ce_finding_step){keep_loc(l, f->steps[i].loc),
		                             ce_findings_keep(l, f->steps[i].text)};
	k.steps = steps;
	k.category = ce_findings_keep(l, f->category);
	k.function = ce_findings_keep(l, f->function);
	k.subject = ce_findings_keep(l, f->subject);
	k.message = ce_findings_keep(l, f->message);
	k.suppressed = f->suppressed ? ce_findings_keep(l, f->suppressed) : NULL;
	k.loc = keep_loc(l, f->loc);
	if (!k.loc.file)
		k.loc.file = "";
	if (k.level == CE_LEVEL_NONE)
		k.level = ce_rule_level(k.rule);
	ce_push(&l->at, k);
	return &l->at.at[l->at.n - 1];
}

void ce_finding_set_steps(ce_findings *l, ce_finding *f, const ce_finding_step *steps, uint32_t n)
{
	ce_finding_step *copy = ce_arena_alloc(&l->arena, (n + 1) * sizeof *copy);

	if (n)
		memcpy(copy, steps, n * sizeof *copy);
	f->steps = copy;
	f->nsteps = n;
}

void ce_findings_notice(ce_findings *l, ce_loc loc, ce_level level, const char *text)
{
	ce_push(&l->notices, ((ce_notice){keep_loc(l, loc), level, ce_findings_keep(l, text)}));
}

const char *ce_source_name(const char *shown, size_t *n)
{
	const char *colon = strrchr(shown, ':'), *own = colon ? colon + 1 : shown;

	*n = strcspn(own, "@");
	return own;
}

void ce_findings_function(ce_findings *l, const ce_function *f)
{
	ce_function k = *f;
	ce_fact_row *rows = ce_arena_alloc(&l->arena, (f->nrows + 1) * sizeof *rows);

	for (uint32_t i = 0; i < f->nrows; i++)
		rows[i] = (ce_fact_row){f->rows[i].index,
		                        ce_findings_keep(l, f->rows[i].name),
		                        ce_findings_keep(l, f->rows[i].facts),
		                        ce_findings_keep(l, f->rows[i].why),
		                        keep_loc(l, f->rows[i].loc),
		                        ce_findings_keep(l, f->rows[i].type)};
	k.rows = rows;
	k.name = ce_findings_keep(l, f->name);
	k.loc = keep_loc(l, f->loc);
	ce_push(&l->functions, k);
}

void ce_findings_free(ce_findings *l)
{
	ce_vec_free(&l->at);
	ce_vec_free(&l->functions);
	ce_vec_free(&l->notices);
	ce_arena_free(&l->arena);
}

char *ce_findings_path(const ce_findings *l, const char *file)
{
	char *cwd = getcwd(NULL, 0), *whole = ce_path_join(cwd ? cwd : "/", file), *path;

	path = ce_path_relative(whole, l->root ? l->root : cwd ? cwd : "/");
	free(cwd);
	free(whole);
	return path;
}

/* ---- order and identity ------------------------------------------------------------------- */

static int by_place(const void *a, const void *b)
{
	const ce_finding *x = a, *y = b;
	int c = strcmp(x->loc.file, y->loc.file);

	if (c)
		return c;
	if (x->loc.line != y->loc.line)
		return x->loc.line < y->loc.line ? -1 : 1;
	if (x->loc.col != y->loc.col)
		return x->loc.col < y->loc.col ? -1 : 1;
	if ((c = strcmp(x->message, y->message)) || (c = strcmp(x->function, y->function)))
		return c;
	return strcmp(x->category, y->category);
}

/* A function in a header is found in each unit that includes it, under the unit's name. */
static bool same(const ce_finding *x, const ce_finding *y)
{
	return x->rule == y->rule && x->loc.line == y->loc.line && x->loc.col == y->loc.col &&
	       strcmp(x->loc.file, y->loc.file) == 0 && strcmp(x->message, y->message) == 0 &&
	       strcmp(x->subject, y->subject) == 0;
}

static void drop_repeated(ce_findings *l)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < l->at.n; i++)
		if (n == 0 || !same(&l->at.at[n - 1], &l->at.at[i]))
			l->at.at[n++] = l->at.at[i];
	l->at.n = n;
}

/* ":LINE:COL", and how long that is; 0: something else. */
static size_t place_length(const char *p)
{
	size_t line = *p == ':' ? strspn(p + 1, "0123456789") : 0;
	size_t col = line && p[1 + line] == ':' ? strspn(p + 2 + line, "0123456789") : 0;

	return col ? 2 + line + col : 0;
}

/* A message without the places that it names, "FILE:LINE:COL" or "line N". The caller frees. */
static char *without_places(const char *text)
{
	ce_buf b = {0};

	ce_buf_adds(&b, "");
	while (*text) {
		size_t n = place_length(text);

		if (n)
			while (b.n && !strchr(" (", b.data[b.n - 1]))
				b.data[--b.n] = 0;
		else if (b.n >= 5 && strcmp(b.data + b.n - 5, "line ") == 0)
			n = strspn(text, "0123456789");
		if (!n)
			ce_buf_addc(&b, *text++);
		text += n;
	}
	return b.data;
}

/* All but the places: what stands there, not where. */
static uint64_t identity(const ce_finding *f, const char *path)
{
	const char *last = f->nsteps ? f->steps[f->nsteps - 1].text : "";
	char *message = without_places(f->message);
	char *all = ce_format("%s\n%s\n%s\n%s\n%s\n%s\n%s", ce_rule_name(f->rule), path, f->function,
	                      f->subject, message, f->category, last);
	uint64_t h = XXH3_64bits(all, strlen(all));

	free(message);
	free(all);
	return h;
}

static int by_function(const void *a, const void *b)
{
	const ce_function *x = a, *y = b;

	return strcmp(x->name, y->name);
}

void ce_findings_finish(ce_findings *l)
{
	ce_map count = {0};
	char *path = NULL;

	if (l->at.n)
		qsort(l->at.at, l->at.n, sizeof *l->at.at, by_place);
	drop_repeated(l);
	/* A merge sort: those of one name stay in order. */
	if (l->functions.n)
		qsort(l->functions.at, l->functions.n, sizeof *l->functions.at, by_function);
	for (uint32_t i = 0; i < l->at.n; i++) {
		const ce_finding *f = &l->at.at[i];
		uint32_t *same_so_far;
		uint64_t h;

		/* They are sorted by file. */
		if (!path || strcmp(f->loc.file, l->at.at[i - 1].loc.file) != 0) {
			free(path);
			path = ce_findings_path(l, f->loc.file);
		}
		h = identity(f, path);
		same_so_far = ce_map_at(&count, h);

		/* Those that nothing but the place tells apart are numbered. */
		*same_so_far = *same_so_far == CE_NONE ? 0 : *same_so_far + 1;
		l->at.at[i].fingerprint = *same_so_far ? ce_mix(h, *same_so_far) : h;
	}
	free(path);
	ce_map_free(&count);
}

/* ---- counts ---------------------------------------------------------------------------------- */

static void add_count(ce_buf *out, const char *before, unsigned n, const char *one)
{
	if (n)
		ce_buf_addf(out, "%s%u %s%s", before, n, one, n == 1 ? "" : "s");
}

typedef struct category_count {
	const char *name;
	unsigned n;
} category_count;

static int by_count(const void *a, const void *b)
{
	const category_count *x = a, *y = b;

	return x->n != y->n ? (x->n > y->n ? -1 : 1) : strcmp(x->name, y->name);
}

void ce_findings_summary(const ce_findings *l, ce_buf *out)
{
	unsigned levels[4] = {0}, states[CE_STATE_ABSENT + 1] = {0}, suppressed = 0;
	CE_VEC(category_count) categories = {0};

	for (uint32_t i = 0; i < l->at.n; i++) {
		const ce_finding *f = &l->at.at[i];
		uint32_t k = 0;

		suppressed += f->suppressed != NULL;
		if (f->suppressed)
			continue;
		states[f->state] += f->level != CE_LEVEL_NONE;
		if (f->state == CE_STATE_ABSENT)
			continue;
		levels[f->level]++;
		if (f->level == CE_LEVEL_NONE || !*f->category)
			continue;
		while (k < categories.n && strcmp(categories.at[k].name, f->category) != 0)
			k++;
		if (k == categories.n)
			ce_push(&categories, ((category_count){f->category, 0}));
		categories.at[k].n++;
	}
	add_count(out, "", levels[CE_LEVEL_ERROR], "error");
	add_count(out, out->n ? ", " : "", levels[CE_LEVEL_WARNING], "warning");
	add_count(out, out->n ? ", " : "", levels[CE_LEVEL_NOTE], "leak");
	if (!out->n)
		ce_buf_adds(out, "nothing found");
	if (categories.n)
		qsort(categories.at, categories.n, sizeof *categories.at, by_count);
	for (uint32_t i = 0; i < categories.n; i++)
		ce_buf_addf(out, "%s%u %s", i ? ", " : ": ", categories.at[i].n, categories.at[i].name);
	if (states[CE_STATE_NEW] || states[CE_STATE_UNCHANGED] || states[CE_STATE_ABSENT])
		ce_buf_addf(out, "; %u new, %u in the baseline", states[CE_STATE_NEW],
		            states[CE_STATE_UNCHANGED]);
	if (states[CE_STATE_ABSENT])
		ce_buf_addf(out, ", %u gone", states[CE_STATE_ABSENT]);
	if (suppressed)
		ce_buf_addf(out, "; %u suppressed", suppressed);
	ce_vec_free(&categories);
}
