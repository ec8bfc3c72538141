#include "scan/handles.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/strings.h"

/* Words of a type that do not name it. */
static const char *skip_words(const char *type)
{
	static const char *const words[] = {"const ", "volatile ", "restrict ", "struct ", "union ", "enum "};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strncmp(type, words[i], strlen(words[i])) == 0)
			return skip_words(type + strlen(words[i]));
	return type;
}

/* "lua_State" of "const struct lua_State *const"; a typedef of a pointer is its own name. "": it is
 * a pointer to something else than an object with a name. */
static char *handle_name(const char *type)
{
	char *name = ce_strdup(skip_words(type)), *star = strrchr(name, '*');
	size_t n = star ? (size_t)(star - name) : strlen(name);

	while (n && name[n - 1] == ' ')
		n--;
	name[strcspn(name, "*([") < n ? 0 : n] = 0;
	return name;
}

static bool is_handle(const ce_config *c, const char *function, const ce_fact_row *r)
{
	size_t n;
	const char *own = ce_source_name(function, &n);
	char *type = handle_name(r->type), *param = ce_format("%.*s:%s", (int)n, own, r->name);
	bool is = false;

	for (uint32_t i = 0; i < c->handles.n && !is; i++) {
		const char *glob = skip_words(c->handles.at[i]);

		is = strchr(glob, ':') ? fnmatch(glob, param, 0) == 0 : *type && fnmatch(glob, type, 0) == 0;
	}
	free(param);
	free(type);
	return is;
}

static bool is_of_param(const ce_finding *f)
{
	switch (f->rule) {
	case CE_RULE_LEAKING_PARAM:
	case CE_RULE_LEAKING_CONTENT:
	case CE_RULE_LEAKING_RESULT:
	case CE_RULE_LEAKING_TO_PARAM:
	case CE_RULE_KEPT_GO_POINTER:
		return true;
	default:
		return false;
	}
}

/* The parameters that are handles, by function and name. */
static void find_handles(const ce_config *c, const ce_findings *l, ce_strings *names, ce_map *out)
{
	for (uint32_t i = 0; i < l->functions.n; i++) {
		const ce_function *f = &l->functions.at[i];

		for (uint32_t k = 0; k < f->nrows; k++)
			if (f->rows[k].index >= 0 && is_handle(c, f->name, &f->rows[k]))
				ce_map_put(
					out,
					ce_mix(ce_intern(names, f->name), ce_intern(names, f->rows[k].name)),
					k);
	}
}

void ce_handles_accept(const ce_config *c, ce_findings *l)
{
	ce_strings names;
	ce_map handles = {0};

	if (!c->handles.n)
		return;
	ce_strings_init(&names);
	find_handles(c, l, &names, &handles);
	for (uint32_t i = 0; i < l->at.n; i++) {
		ce_finding *f = &l->at.at[i];
		uint64_t key = ce_mix(ce_intern(&names, f->function), ce_intern(&names, f->subject));

		if (f->suppressed || !is_of_param(f) || f->level == CE_LEVEL_NONE ||
		    ce_map_get(&handles, key) == CE_NONE)
			continue;
		f->suppressed = "a handle, by the configuration";
		f->external = true;
	}
	ce_strings_free(&names);
	ce_map_free(&handles);
}
