#include "golang/go_list.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

const char ce_go_list_fields[] =
	"Dir,ImportPath,Name,Standard,Module,Error,GoFiles,CgoFiles,CFiles,CXXFiles,MFiles,FFiles,SFiles,"
	"SwigFiles,SwigCXXFiles,SysoFiles,HFiles,IgnoredGoFiles,IgnoredOtherFiles,CgoCFLAGS,CgoCPPFLAGS,"
	"CgoLDFLAGS,CgoPkgConfig";

#define ENV_NAMES(X)                                  \
	X(cc, "CC")                                   \
	X(cflags, "CGO_CFLAGS")                       \
	X(cppflags, "CGO_CPPFLAGS")                   \
	X(ldflags, "CGO_LDFLAGS")                     \
	X(cgo_enabled, "CGO_ENABLED")                 \
	X(goos, "GOOS")                               \
	X(goarch, "GOARCH")                           \
	X(gohostos, "GOHOSTOS")                       \
	X(gohostarch, "GOHOSTARCH")                   \
	X(version, "GOVERSION")                       \
	X(tooldir, "GOTOOLDIR")                       \
	X(pkg_config, "PKG_CONFIG")                   \
	X(cflags_allow, "CGO_CFLAGS_ALLOW")           \
	X(cflags_disallow, "CGO_CFLAGS_DISALLOW")     \
	X(cppflags_allow, "CGO_CPPFLAGS_ALLOW")       \
	X(cppflags_disallow, "CGO_CPPFLAGS_DISALLOW") \
	X(mips, "GOMIPS")                             \
	X(mips64, "GOMIPS64")                         \
	X(gomod, "GOMOD")                             \
	X(gowork, "GOWORK")                           \
	X(experiment, "GOEXPERIMENT")

#define NAME(field, name) name,
const char *const ce_go_env_names[] = {ENV_NAMES(NAME) NULL};

void ce_go_strings_add(ce_go_strings *list, const char *text)
{
	ce_push(list, ce_strdup(text));
}

void ce_go_strings_free(ce_go_strings *list)
{
	for (uint32_t i = 0; i < list->n; i++)
		free(list->at[i]);
	ce_vec_free(list);
}

static char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return ce_strdup(text ? text : "");
}

static void add_all(ce_go_strings *list, const json_t *object, const char *key)
{
	const json_t *array = json_object_get(object, key);

	for (size_t i = 0; i < json_array_size(array); i++) {
		const char *text = json_string_value(json_array_get(array, i));

		if (text)
			ce_go_strings_add(list, text);
	}
}

static char *parse_error(const char *what, const json_error_t *e)
{
	return ce_format("the output of %s is not as expected: %s (line %d)", what, e->text, e->line);
}

/* ---- go env --------------------------------------------------------------------------- */

bool ce_go_env_parse(ce_go_env *env, const char *json, size_t n, char **error)
{
	json_error_t e;
	json_t *object = json_loadb(json, n, 0, &e);

	*env = (ce_go_env){0};
	if (!object) {
		*error = parse_error("go env", &e);
		return false;
	}
#define READ(field, name) env->field = text_of(object, name);
	ENV_NAMES(READ)
	if (sscanf(env->version, "go1.%u", &env->minor) != 1)
		env->minor = 0;
	json_decref(object);
	return true;
}

void ce_go_env_free(ce_go_env *env)
{
#define FREE(field, name) free(env->field);
	ENV_NAMES(FREE)
	*env = (ce_go_env){0};
}

/* ---- go list -------------------------------------------------------------------------- */

static void read_error(ce_go_package *p, const json_t *object)
{
	const json_t *error = json_object_get(object, "Error");

	p->error = text_of(error, "Err");
	p->error_pos = text_of(error, "Pos");
}

static void read_package(ce_go_packages *out, const json_t *object)
{
	static const char *const not_c[] = {"CXXFiles",  "MFiles",       "FFiles",   "SFiles",
	                                    "SwigFiles", "SwigCXXFiles", "SysoFiles"};
	ce_go_package p = {
		.dir = text_of(object, "Dir"),
		.import_path = text_of(object, "ImportPath"),
		.name = text_of(object, "Name"),
		.module_dir = text_of(json_object_get(object, "Module"), "Dir"),
		.standard = json_is_true(json_object_get(object, "Standard")),
	};

	read_error(&p, object);
	add_all(&p.cgo_files, object, "CgoFiles");
	add_all(&p.c_files, object, "CFiles");
	for (size_t i = 0; i < sizeof not_c / sizeof *not_c; i++)
		add_all(&p.not_c, object, not_c[i]);
	add_all(&p.go_files, object, "GoFiles");
	add_all(&p.h_files, object, "HFiles");
	add_all(&p.ignored, object, "IgnoredGoFiles");
	add_all(&p.ignored, object, "IgnoredOtherFiles");
	add_all(&p.cflags, object, "CgoCFLAGS");
	add_all(&p.cppflags, object, "CgoCPPFLAGS");
	add_all(&p.ldflags, object, "CgoLDFLAGS");
	add_all(&p.pkg_config, object, "CgoPkgConfig");
	ce_push(&out->list, p);
}

/* One object after the other, without anything between them. */
bool ce_go_list_parse(ce_go_packages *out, const char *json, size_t n, char **error)
{
	while (n && (*json == '\n' || *json == ' ')) {
		json++;
		n--;
	}
	while (n) {
		json_error_t e;
		json_t *object = json_loadb(json, n, JSON_DISABLE_EOF_CHECK, &e);

		if (!object) {
			*error = parse_error("go list", &e);
			return false;
		}
		read_package(out, object);
		json_decref(object);
		json += e.position;
		n -= (size_t)e.position;
		while (n && (*json == '\n' || *json == ' ')) {
			json++;
			n--;
		}
	}
	return true;
}

void ce_go_packages_free(ce_go_packages *out)
{
	for (uint32_t i = 0; i < out->list.n; i++) {
		ce_go_package *p = &out->list.at[i];
		char *texts[] = {p->dir, p->import_path, p->name, p->module_dir, p->error, p->error_pos};
		ce_go_strings *lists[] = {&p->cgo_files, &p->go_files,  &p->c_files, &p->h_files,
		                          &p->not_c,     &p->ignored,   &p->cflags,  &p->cppflags,
		                          &p->ldflags,   &p->pkg_config};

		for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
			free(texts[k]);
		for (size_t k = 0; k < sizeof lists / sizeof *lists; k++)
			ce_go_strings_free(lists[k]);
	}
	ce_vec_free(&out->list);
}
