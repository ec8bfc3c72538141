#include "scan/config.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <yaml.h>

#include "base/path.h"
#include "graph/unit.h"

#define NAME ".cgoescape.yaml"

typedef enum checks { ANY_TEXT, CATEGORY, FAIL_WORD, FILE_NAME } checks;

static const struct {
	const char *name, *what;
	size_t field;
	checks checks;
} keys[] = {
	{"models", "summaries of library models, relative to this file", offsetof(ce_config, models),
         FILE_NAME},
	{"include", "files whose findings are reported, as globs; none: all", offsetof(ce_config, include),
         ANY_TEXT},
	{"exclude", "files whose findings are not, as globs", offsetof(ce_config, exclude), ANY_TEXT},
	{"functions", "entry points, as globs: only their findings are reported; none: of all",
         offsetof(ce_config, functions), ANY_TEXT},
	{"categories", "of leaks that are reported; none: all", offsetof(ce_config, categories), CATEGORY},
	{"handles", "types that only C makes objects of, as globs, or FUNCTION:PARAMETER",
         offsetof(ce_config, handles), ANY_TEXT},
	{"hooks", "variables that are taken to stay at their default", offsetof(ce_config, hooks), ANY_TEXT},
	{"fail-on", "levels and categories that make the exit status 1", offsetof(ce_config, fail_on),
         FAIL_WORD},
	{"editor", "kinds that the language server shows; with \"no-\" before: does not",
         offsetof(ce_config, editor), ANY_TEXT},
};

#define NKEYS (sizeof keys / sizeof *keys)

static ce_words *list_of(const ce_config *c, size_t key)
{
	return (ce_words *)((char *)c + keys[key].field);
}

char *ce_config_find(const char *folder)
{
	char *at = ce_path_join("/", folder);

	for (;;) {
		char *path = ce_format("%s/" NAME, strcmp(at, "/") == 0 ? "" : at), *up;

		if (access(path, F_OK) == 0) {
			free(at);
			return path;
		}
		free(path);
		if (strcmp(at, "/") == 0)
			break;
		up = ce_path_join(at, "..");
		free(at);
		at = up;
	}
	free(at);
	return NULL;
}

/* ---- read --------------------------------------------------------------------------------------- */

typedef struct reader {
	ce_config *c;
	yaml_document_t doc;
	char **error;
} reader;

static bool fail(reader *r, yaml_mark_t at, char *text)
{
	*r->error = ce_format("%s:%zu:%zu: %s", r->c->path, at.line + 1, at.column + 1, text);
	free(text);
	return false;
}

static char *keep(ce_config *c, const char *text)
{
	char *copy = ce_arena_alloc(&c->arena, strlen(text) + 1);

	return strcpy(copy, text);
}

static bool is_category(const char *word)
{
	return ce_category_of(word) != CE_CAT_NONE;
}

bool ce_is_fail_word(const char *word)
{
	static const char *const words[] = {"error", "warning", "note", "leak", "none"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return is_category(word);
}

/* No name has any; a NUL would even hide the rest of one. */
static bool has_control_characters(const yaml_node_t *n)
{
	for (size_t i = 0; i < n->data.scalar.length; i++)
		if (n->data.scalar.value[i] < ' ' || n->data.scalar.value[i] == 0x7f)
			return true;
	return false;
}

static bool take_word(reader *r, size_t key, const yaml_node_t *n)
{
	const char *text = (const char *)n->data.scalar.value;
	char *path;

	if (n->type != YAML_SCALAR_NODE)
		return fail(r, n->start_mark,
		            ce_format("%s: a text or a list of texts is wanted", keys[key].name));
	if (has_control_characters(n))
		return fail(
			r, n->start_mark,
			ce_format("%s: a line break or another control character in a text", keys[key].name));
	if (keys[key].checks == CATEGORY && !is_category(text))
		return fail(r, n->start_mark, ce_format("no category '%s' (docs/messages.md)", text));
	if (keys[key].checks == FAIL_WORD && !ce_is_fail_word(text))
		return fail(
			r, n->start_mark,
			ce_format("'%s' is neither error, warning, note, leak, none nor a category", text));
	if (keys[key].checks == FILE_NAME) {
		path = ce_path_join(r->c->folder, text);
		ce_push(list_of(r->c, key), keep(r->c, path));
		free(path);
	} else {
		ce_push(list_of(r->c, key), keep(r->c, text));
	}
	return true;
}

static bool take_value(reader *r, size_t key, yaml_node_t *n)
{
	if (n->type != YAML_SEQUENCE_NODE)
		return take_word(r, key, n);
	for (yaml_node_item_t *i = n->data.sequence.items.start; i < n->data.sequence.items.top; i++)
		if (!take_word(r, key, yaml_document_get_node(&r->doc, *i)))
			return false;
	return true;
}

static bool fail_key(reader *r, const yaml_node_t *n)
{
	ce_buf b = {0};

	ce_buf_addf(&b, "no key '%s'; the keys are ",
	            n->type == YAML_SCALAR_NODE ? (const char *)n->data.scalar.value : "...");
	for (size_t i = 0; i < NKEYS; i++)
		ce_buf_addf(&b, "%s%s", i ? ", " : "", keys[i].name);
	return fail(r, n->start_mark, b.data);
}

static bool take_pair(reader *r, const yaml_node_pair_t *pair, bool *seen)
{
	yaml_node_t *key = yaml_document_get_node(&r->doc, pair->key);
	size_t i = 0;

	while (key->type == YAML_SCALAR_NODE && i < NKEYS &&
	       strcmp(keys[i].name, (char *)key->data.scalar.value) != 0)
		i++;
	if (key->type != YAML_SCALAR_NODE || i == NKEYS)
		return fail_key(r, key);
	if (seen[i])
		return fail(r, key->start_mark, ce_format("%s stands here twice", keys[i].name));
	seen[i] = true;
	return take_value(r, i, yaml_document_get_node(&r->doc, pair->value));
}

static bool take_document(reader *r)
{
	yaml_node_t *root = yaml_document_get_root_node(&r->doc);
	bool seen[NKEYS] = {false};

	if (!root || (root->type == YAML_SCALAR_NODE && !root->data.scalar.length))
		return true; /* empty */
	if (root->type != YAML_MAPPING_NODE)
		return fail(r, root->start_mark, ce_strdup("'KEY: VALUE' lines are wanted"));
	for (yaml_node_pair_t *p = root->data.mapping.pairs.start; p < root->data.mapping.pairs.top; p++)
		if (!take_pair(r, p, seen))
			return false;
	return true;
}

bool ce_config_read(ce_config *c, const char *path, char **error)
{
	reader r = {.c = c, .error = error};
	yaml_parser_t parser;
	ce_buf text = {0};
	char *folder = ce_format("%.*s", (int)(ce_path_base(path) - path), path), *whole;
	char *cwd = getcwd(NULL, 0);
	bool ok;

	whole = ce_path_join(cwd ? cwd : "/", *folder ? folder : ".");
	c->path = keep(c, path);
	c->folder = keep(c, whole);
	free(cwd);
	free(whole);
	free(folder);
	if (!ce_file_read(&text, path, error))
		return false;
	yaml_parser_initialize(&parser);
	yaml_parser_set_input_string(&parser, (const unsigned char *)(text.data ? text.data : ""), text.n);
	if (yaml_parser_load(&parser, &r.doc)) {
		ok = take_document(&r);
		yaml_document_delete(&r.doc);
	} else {
		ok = fail(&r, parser.problem_mark, ce_strdup(parser.problem ? parser.problem : "no YAML"));
	}
	yaml_parser_delete(&parser);
	ce_buf_free(&text);
	return ok;
}

/* ---- print ------------------------------------------------------------------------------------------ */

static void add_word(ce_buf *out, const char *word)
{
	ce_buf_adds(out, "\n  - '");
	for (; *word; word++)
		ce_buf_addf(out, "%s%c", *word == '\'' ? "'" : "", *word);
	ce_buf_addc(out, '\'');
}

void ce_config_dump(const ce_config *c, ce_buf *out)
{
	if (c->path)
		ce_buf_addf(out, "# %s\n", c->path);
	for (size_t i = 0; i < NKEYS; i++) {
		const ce_words *list = list_of(c, i);

		ce_buf_addf(out, "# %s\n%s:%s", keys[i].what, keys[i].name, list->n ? "" : " []");
		for (uint32_t k = 0; k < list->n; k++)
			add_word(out, list->at[k]);
		ce_buf_addc(out, '\n');
	}
}

/* ---- use --------------------------------------------------------------------------------------------- */

static bool matches(const ce_words *globs, const char *name)
{
	for (uint32_t i = 0; i < globs->n; i++)
		if (fnmatch(globs->at[i], name, 0) == 0)
			return true;
	return false;
}

/* Globs are relative to the configuration's folder. */
static bool is_file_wanted(const ce_config *c, const ce_findings *l, const char *file)
{
	ce_findings rooted = {.root = c->folder ? c->folder : l->root};
	char *path;
	bool wanted;

	if (!c->include.n && !c->exclude.n)
		return true;
	path = ce_findings_path(&rooted, file);
	wanted = (!c->include.n || matches(&c->include, path)) && !matches(&c->exclude, path);
	free(path);
	return wanted;
}

static bool is_function_wanted(const ce_config *c, const char *name)
{
	size_t n;
	const char *start = ce_source_name(name, &n);
	char *own = ce_strndup(start, n);
	bool wanted = !c->functions.n || matches(&c->functions, name) || matches(&c->functions, own);

	free(own);
	return wanted;
}

bool ce_config_wants(const ce_config *c, const ce_findings *l, const char *function, const char *file)
{
	return is_function_wanted(c, function) && is_file_wanted(c, l, file);
}

/* What a comment demands is demanded of every function. */
static bool is_wanted(const ce_config *c, const ce_findings *l, const ce_finding *f)
{
	if (!is_file_wanted(c, l, f->loc.file))
		return false;
	return f->level == CE_LEVEL_ERROR ||
	       (is_function_wanted(c, f->function) &&
	        !(c->categories.n && *f->category && !matches(&c->categories, f->category)));
}

void ce_config_apply(const ce_config *c, ce_findings *l)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < l->at.n; i++)
		if (is_wanted(c, l, &l->at.at[i]))
			l->at.at[n++] = l->at.at[i];
	l->at.n = n;
	n = 0;
	for (uint32_t i = 0; i < l->functions.n; i++) {
		const ce_function *f = &l->functions.at[i];

		if (ce_config_wants(c, l, f->name, f->loc.file))
			l->functions.at[n++] = *f;
	}
	l->functions.n = n;
}

void ce_config_free(ce_config *c)
{
	for (size_t i = 0; i < NKEYS; i++)
		ce_vec_free(list_of(c, i));
	ce_arena_free(&c->arena);
}
