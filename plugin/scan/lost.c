#include "scan/lost.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/buf.h"
#include "base/path.h"

static bool is_one_of(const char *path, const char *const *endings, size_t n)
{
	const char *dot = strrchr(ce_path_base(path), '.');

	for (size_t i = 0; dot && i < n; i++)
		if (strcmp(dot, endings[i]) == 0)
			return true;
	return false;
}

/* Where a call of a C function is likelier than its definition. */
static bool calls_more(const char *path)
{
	static const char *const endings[] = {".cc",  ".cpp", ".cxx", ".c++", ".C",
	                                      ".CPP", ".cp",  ".mm",  ".cu"};

	return is_one_of(path, endings, sizeof endings / sizeof *endings);
}

static const char *skip_blanks(const char *p)
{
	while (isspace((unsigned char)*p))
		p++;
	return p;
}

/* "(...)" and then what no expression goes on with: a body, or a word or #if before it. One so
 * long that it is not looked at to its end has one. */
static bool has_body(const char *p)
{
	enum { MOST = 4096 };
	const char *start = p = skip_blanks(p);
	unsigned depth = 0;

	if (*p != '(')
		return false;
	do {
		depth += *p == '(';
		depth -= *p == ')';
	} while (*p++ && depth && p - start < MOST);
	if (depth)
		return true;
	p = skip_blanks(p);
	return *p == '{' || *p == '_' || *p == '#' || isalpha((unsigned char)*p) ||
	       (*p == '-' && p[1] == '>') || (*p == '/' && (p[1] == '/' || p[1] == '*')) ||
	       (*p == '[' && p[1] == '[');
}

/* '#include "x.c"': its definitions stand elsewhere, unless it is a header. */
static bool includes_source(const char *p)
{
	static const char *const headers[] = {".h", ".hh", ".hpp", ".hxx", ".h++", ".H"};
	const char *name;
	bool is_header;
	char *path;

	if (*p != '#' || strncmp(p = p + 1 + strspn(p + 1, " \t"), "include", 7) != 0)
		return false;
	name = p + strcspn(p, "\"<\n");
	if (*name != '"' && *name != '<')
		return true; /* by a macro */
	path = ce_strndup(name + 1, strcspn(name + 1, "\">\n"));
	is_header = !strchr(ce_path_base(path), '.') ||
	            is_one_of(path, headers, sizeof headers / sizeof *headers);
	free(path);
	return !is_header;
}

static void read_names(ce_lost *l, const char *p, bool bodies)
{
	while (*p) {
		const char *start = p;

		while (isalnum((unsigned char)*p) || *p == '_')
			p++;
		if (p == start)
			l->any |= includes_source(p++);
		else if (!bodies || has_body(p))
			ce_map_put(&l->names, XXH3_64bits(start, (size_t)(p - start)), 0);
	}
}

void ce_lost_read(ce_lost *l, const char *path)
{
	ce_buf text = {0};
	char *error = NULL;

	l->any = !path || !ce_file_read_found(&text, path, &error);
	for (char *p = text.data; p && (p = memchr(p, 0, (size_t)(text.data + text.n - p)));)
		*p = ' ';
	if (text.n)
		read_names(l, text.data, calls_more(path));
	ce_buf_free(&text);
	free(error);
}

bool ce_lost_may_define(const ce_lost *l, const char *name)
{
	return l->any || ce_map_get(&l->names, XXH3_64bits(name, strlen(name))) != CE_NONE;
}

void ce_lost_free(ce_lost_list *l)
{
	for (uint32_t i = 0; i < l->n; i++)
		ce_map_free(&l->at[i].names);
	ce_vec_free(l);
}
