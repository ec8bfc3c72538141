/*
 * options.c - the keys of the plugin and of the pass, one row each.
 */
#define _POSIX_C_SOURCE 200809L /* strdup */

#include "cgoescape/plugin.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum form {
	FORM_FLAG,   /* KEY alone; a bool */
	FORM_NUMBER, /* KEY=WORD, a word of the list; an int */
	FORM_TEXT,   /* KEY=TEXT, a word of the list if there is one; a char * */
	FORM_LIST,   /* KEY=TEXT, repeatable; a char ** and behind it their number */
} form;

typedef struct word {
	const char *text;
	int number;
} word;

typedef struct key {
	const char *name;
	form form;
	size_t field;          /* offset in ce_options */
	const word *words;     /* accepted values, NULL for any */
	const char *otherwise; /* the value that KEY alone stands for, or NULL */
} key;

static const word levels[] = {{"1", 1}, {"2", 2}, {NULL, 0}};

static const word scopes[] = {
	{"cgo", CE_FUNCTIONS_CGO},
	{"extern", CE_FUNCTIONS_EXTERN},
	{"all", CE_FUNCTIONS_ALL},
	{NULL, 0},
};

static const word checks[] = {
	{"default", 1 + CE_FUNCTIONS_DEFAULT},
	{"cgo", 1 + CE_FUNCTIONS_CGO},
	{"extern", 1 + CE_FUNCTIONS_EXTERN},
	{"all", 1 + CE_FUNCTIONS_ALL},
	{NULL, 0},
};

static const word runtimes[] = {{"embed", 0}, {"link", 0}, {NULL, 0}};

static const word formats[] = {{"tsv", CE_PRINT_TSV}, {"editor", CE_PRINT_EDITOR}, {NULL, 0}};

static const word forms[] = {{"graph", 0}, {"summary", 0}, {"boundary", 0}, {NULL, 0}};

#define FIELD(f) offsetof(ce_options, f)

static const key keys[] = {
	{"m", FORM_NUMBER, FIELD(m), levels, "1"},
	{"functions", FORM_NUMBER, FIELD(functions), scopes, NULL},
	{"esc", FORM_TEXT, FIELD(esc), NULL, NULL},
	{"json", FORM_TEXT, FIELD(json), NULL, NULL},
	{"facts", FORM_TEXT, FIELD(facts), NULL, NULL},
	{"model", FORM_LIST, FIELD(models), NULL, NULL},
	{"hook", FORM_LIST, FIELD(hooks), NULL, NULL},
	{"format", FORM_NUMBER, FIELD(format), formats, NULL},
	{"program", FORM_LIST, FIELD(program), NULL, NULL},
	{"no-verdicts", FORM_FLAG, FIELD(no_verdicts), NULL, NULL},
	{"check", FORM_NUMBER, FIELD(check), checks, "default"},
	{"runtime", FORM_TEXT, FIELD(runtime), runtimes, NULL},
	{"quick", FORM_FLAG, FIELD(quick), NULL, NULL},
	{"q", FORM_FLAG, FIELD(quiet), NULL, NULL},
	{"v", FORM_FLAG, FIELD(verbose), NULL, NULL},
	{"dump", FORM_TEXT, FIELD(dump), forms, NULL},
};

#define NKEYS (sizeof(keys) / sizeof(keys[0]))

static bool fail(char **error, const char *format, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	*error = strdup(text);
	return false;
}

static const key *find_key(const char *arg, size_t length)
{
	for (size_t i = 0; i < NKEYS; i++)
		if (strlen(keys[i].name) == length && !strncmp(keys[i].name, arg, length))
			return &keys[i];
	return NULL;
}

static void append(char *list, size_t size, const char *text)
{
	size_t n = strlen(list);

	snprintf(list + n, size - n, "%s%s", n ? ", " : "", text);
}

static bool fail_key(char **error, const char *arg, size_t length)
{
	char list[256] = "";

	for (size_t i = 0; i < NKEYS; i++)
		append(list, sizeof(list), keys[i].name);
	return fail(error, "no option '%.*s'; the options are %s", (int)length, arg, list);
}

static bool fail_value(char **error, const key *k, const char *value)
{
	char list[256] = "";

	for (const word *w = k->words; w && w->text; w++)
		append(list, sizeof(list), w->text);
	if (!value && !k->words)
		return fail(error, "option '%s' needs a path: %s=PATH", k->name, k->name);
	if (!value)
		return fail(error, "option '%s' needs a value, one of: %s", k->name, list);
	if (!k->words)
		return fail(error, "option '%s' takes no value, '%s' given", k->name, value);
	return fail(error, "option '%s' has no value '%s'; the values are %s", k->name, value, list);
}

static const word *find_word(const key *k, const char *value)
{
	for (const word *w = k->words; w->text; w++)
		if (!strcmp(w->text, value))
			return w;
	return NULL;
}

static bool set_text(char **field, const char *value)
{
	char *copy = strdup(value);

	if (!copy)
		return false;
	free(*field);
	*field = copy;
	return true;
}

/* The number stands behind the array. */
static bool add_text(char ***list, const char *value)
{
	size_t *n = (size_t *)(list + 1);
	char **longer = realloc(*list, (*n + 1) * sizeof(*longer));

	if (!longer)
		return false;
	*list = longer;
	longer[*n] = strdup(value);
	if (!longer[*n])
		return false;
	++*n;
	return true;
}

static bool store(ce_options *o, const key *k, const char *value, const word *w)
{
	void *field = (char *)o + k->field;

	switch (k->form) {
	case FORM_FLAG:
		*(bool *)field = true;
		return true;
	case FORM_NUMBER:
		memcpy(field, &w->number, sizeof(w->number));
		return true;
	case FORM_TEXT:
		return set_text(field, value);
	case FORM_LIST:
		return add_text(field, value);
	}
	return false;
}

bool ce_options_set(ce_options *o, const char *arg, char **error)
{
	size_t length = strcspn(arg, "=");
	const char *value = arg[length] ? arg + length + 1 : NULL;
	const key *k = find_key(arg, length);
	const word *w = NULL;

	if (!k)
		return fail_key(error, arg, length);
	if (!value)
		value = k->otherwise;
	if (k->form == FORM_FLAG && !k->words) {
		if (value)
			return fail_value(error, k, value);
	} else if (!value || !*value) {
		return fail_value(error, k, NULL);
	}
	if (k->words && !(w = find_word(k, value)))
		return fail_value(error, k, value);
	return store(o, k, value, w) || fail(error, "out of memory");
}

void ce_options_clear(ce_options *o)
{
	for (size_t i = 0; i < o->nmodels; i++)
		free(o->models[i]);
	free(o->models);
	for (size_t i = 0; i < o->nhooks; i++)
		free(o->hooks[i]);
	free(o->hooks);
	for (size_t i = 0; i < o->nprogram; i++)
		free(o->program[i]);
	free(o->program);
	free(o->esc);
	free(o->json);
	free(o->facts);
	free(o->dump);
	free(o->runtime);
	memset(o, 0, sizeof(*o));
}
