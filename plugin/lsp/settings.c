#include "lsp/settings.h"

#include <limits.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { MAX_JOBS = 64, MAX_MS = 3600 * 1000 };

typedef enum form { FLAG, NUMBER, SCOPE } form;

typedef struct setting {
	const char *name;
	form form;
	size_t field;
	unsigned least, most;
} setting;

#define FIELD(f) offsetof(ce_settings, f)

static const setting table[] = {
	{"warnings", FLAG, FIELD(warnings), 0, 0},
	{"leaks", FLAG, FIELD(leaks), 0, 0},
	{"escapes", FLAG, FIELD(escapes), 0, 0},
	{"proved", FLAG, FIELD(proved), 0, 0},
	{"flows", FLAG, FIELD(flows), 0, 0},
	{"hover", FLAG, FIELD(hover), 0, 0},
	{"inlayHints", FLAG, FIELD(inlay_hints), 0, 0},
	{"codeLens", FLAG, FIELD(code_lens), 0, 0},
	{"codeActions", FLAG, FIELD(actions), 0, 0},
	{"functions", SCOPE, FIELD(functions), 0, 0},
	{"debounce", NUMBER, FIELD(debounce_ms), 0, MAX_MS},
	{"timeout", NUMBER, FIELD(timeout_ms), 1, MAX_MS},
	{"jobs", NUMBER, FIELD(jobs), 1, MAX_JOBS},
	{"maxHints", NUMBER, FIELD(max_hints), 0, INT_MAX},
	{"clangdTimeout", NUMBER, FIELD(clangd_timeout_ms), 1, MAX_MS},
};

static const char *const scopes[] = {NULL, "cgo", "extern", "all"};

void ce_settings_default(ce_settings *s)
{
	*s = (ce_settings){
		.warnings = true,
		.leaks = true,
		.escapes = true,
		.flows = true,
		.hover = true,
		.inlay_hints = true,
		.code_lens = true,
		.actions = true,
		.debounce_ms = 20,
		.timeout_ms = 120 * 1000,
		.jobs = 2,
		.max_hints = 1000,
		.clangd_timeout_ms = 15 * 1000,
	};
}

const char *ce_settings_functions(const ce_settings *s)
{
	return scopes[s->functions];
}

static int find_scope(const char *word)
{
	for (int i = 1; word && i < (int)(sizeof scopes / sizeof *scopes); i++)
		if (strcmp(scopes[i], word) == 0)
			return i;
	return 0;
}

static const setting *find(const char *name)
{
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (strcmp(table[i].name, name) == 0)
			return &table[i];
	return NULL;
}

bool ce_settings_switch(ce_settings *s, const char *word)
{
	bool off = strncmp(word, "no-", 3) == 0;
	const setting *t = find(off ? word + 3 : word);

	if (!t || t->form != FLAG)
		return false;
	*(bool *)((char *)s + t->field) = !off;
	return true;
}

/* Returns what the value should have been, or NULL. */
static char *store(ce_settings *s, const setting *t, const json_t *value)
{
	void *field = (char *)s + t->field;
	json_int_t n = json_integer_value(value);
	int scope = find_scope(json_string_value(value));

	switch (t->form) {
	case FLAG:
		if (!json_is_boolean(value))
			return ce_format("%s: true or false", t->name);
		*(bool *)field = json_is_true(value);
		return NULL;
	case NUMBER:
		if (!json_is_integer(value) || n < t->least || n > t->most)
			return ce_format("%s: a number from %u to %u", t->name, t->least, t->most);
		*(unsigned *)field = (unsigned)n;
		return NULL;
	default:
		if (!scope)
			return ce_format("%s: \"cgo\", \"extern\" or \"all\"", t->name);
		*(int *)field = scope;
		return NULL;
	}
}

char *ce_settings_take(ce_settings *s, const json_t *object)
{
	char *first = NULL;
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)object, name, value)
	{
		const setting *t = find(name);
		char *wrong = t ? store(s, t, value) : ce_format("%s: no such setting", name);

		if (first)
			free(wrong);
		else
			first = wrong;
	}
	return first;
}
