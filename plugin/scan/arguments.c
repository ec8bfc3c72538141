#include "scan/arguments.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"

typedef enum form { CE_ALONE, CE_JOINED, CE_NEXT, CE_BOTH, CE_PREFIX } form;
typedef enum fate { CE_KEEP, CE_IGNORE, CE_REFUSE } fate;

typedef struct flag {
	const char *name;
	form form;
	fate fate;
} flag;

static const flag flags[] = {
#define CE_FLAG(name, form, fate) {name, CE_##form, CE_##fate},
#include "scan/flags.def"
};

/* The longest name that fits decides: "-include" is no "-i". */
static const flag *find_flag(const char *arg)
{
	const flag *best = NULL;
	size_t length = 0;

	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
		const flag *f = &flags[i];
		size_t n;
		bool fits;

		if (arg[1] != f->name[1])
			continue; /* databases have millions of arguments */
		n = strlen(f->name);
		fits = strncmp(arg, f->name, n) == 0;
		if ((f->form == CE_ALONE || f->form == CE_NEXT) && arg[fits ? n : 0])
			fits = false;
		if (f->form == CE_JOINED && fits && !arg[n])
			fits = false;
		if (fits && n >= length) {
			best = f;
			length = n;
		}
	}
	return best;
}

static bool takes_next(const flag *f, const char *arg)
{
	return f->form == CE_NEXT || (f->form == CE_BOTH && !arg[strlen(f->name)]);
}

/* ---- the compiler ------------------------------------------------------------------------- */

static bool ends_with(const char *text, size_t n, const char *end)
{
	size_t m = strlen(end);

	return n >= m && strncmp(text + n - m, end, m) == 0;
}

static bool is_wrapper(const char *word)
{
	static const char *const names[] = {"ccache", "sccache",    "distcc",  "icecc",
	                                    "gomacc", "buildcache", "cachecc1"};
	const char *base = ce_path_base(word);

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(base, names[i]) == 0)
			return true;
	return false;
}

/* Length of the base name without "-12", "-12.2.0", ".exe". */
static size_t stem(const char *base)
{
	size_t n = strlen(base), k;

	if (ends_with(base, n, ".exe"))
		n -= 4;
	for (k = n; k && (isdigit((unsigned char)base[k - 1]) || base[k - 1] == '.'); k--)
		;
	return k && k < n && base[k - 1] == '-' ? k - 1 : n;
}

static bool is_compiler(const char *word)
{
	static const char *const names[] = {
		"cc",  "gcc",     "clang",          "c99",         "c89", "c11", "c17", "icx", "tcc", "g++",
		"c++", "clang++", "afl-clang-fast", "hfuzz-clang", "nvc"};
	const char *base = ce_path_base(word);
	size_t n = stem(base);

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		size_t m = strlen(names[i]);

		/* Alone, or with a target before it: "aarch64-linux-gnu-gcc". */
		if (ends_with(base, n, names[i]) && (n == m || base[n - m - 1] == '-'))
			return true;
	}
	return false;
}

/* Takes all sources for C++. */
static bool is_of_cplusplus(const char *word)
{
	const char *base = ce_path_base(word);

	return ends_with(base, stem(base), "++");
}

/* "aarch64-linux-gnu" of a compiler for one; NULL. */
static char *target_of(ce_arena *a, const char *word)
{
	const char *base = ce_path_base(word);
	size_t n = stem(base), dashes = 0;
	char *target;

	while (n && base[n - 1] != '-')
		n--;
	for (size_t i = 0; i + 1 < n; i++)
		dashes += base[i] == '-';
	if (n < 2 || dashes == 0)
		return NULL; /* "musl-gcc", "afl-clang" name no target */
	target = ce_arena_alloc(a, n + sizeof "--target=");
	strcpy(target, "--target=");
	strncat(target, base, n - 1);
	return target;
}

/* ---- the source ------------------------------------------------------------------------------ */

static bool is_c_name(const char *file)
{
	const char *dot = strrchr(ce_path_base(file), '.');

	return dot && (strcmp(dot, ".c") == 0 || strcmp(dot, ".i") == 0);
}

/* ---- all arguments ------------------------------------------------------------------------------ */

typedef struct maker {
	ce_unit_args *out;
	const ce_command *c;
	const char *language; /* of the last -x, or the compiler's; NULL: by the file's name */
	bool has_target;
} maker;

static const char *cc1_word(const ce_command *c, uint32_t i)
{
	return i + 1 < c->argc && strcmp(c->argv[i], "-Xclang") == 0 ? c->argv[i + 1] : NULL;
}

/*
 * CMake's way to a precompiled header: -Xclang -include-pch -Xclang FILE -Xclang
 * -include -Xclang FILE.h. The header is read as what it is. All else that goes to
 * the compiler proper is refused.
 *
 * @return how many words it takes
 */
static uint32_t take_cc1(maker *m, uint32_t i)
{
	const char *first = cc1_word(m->c, i), *second = first ? cc1_word(m->c, i + 2) : NULL;

	if (first && second && strcmp(first, "-include-pch") == 0)
		return 4;
	if (first && second && strcmp(first, "-include") == 0) {
		ce_push(&m->out->at, "-include");
		ce_push(&m->out->at, second);
		return 4;
	}
	ce_push(&m->out->dropped, first ? first : m->c->argv[i]);
	return first ? 2 : 1;
}

/* -Wp,-DX,-UY,-MD,FILE: what defines and undefines is kept. */
static void take_wp(maker *m, const char *arg)
{
	for (const char *p = arg + 4; *p;) {
		size_t n = strcspn(p, ",");

		if (n > 2 && p[0] == '-' && (p[1] == 'D' || p[1] == 'U')) {
			char *word = ce_arena_alloc(&m->out->arena, n + 1);

			memcpy(word, p, n);
			ce_push(&m->out->at, word);
		}
		p += n + (p[n] == ',');
	}
}

/* @return how many words the argument takes */
static uint32_t take(maker *m, uint32_t i)
{
	const char *arg = m->c->argv[i], *value;
	const flag *f;
	uint32_t n;

	if (arg[0] != '-' || !arg[1])
		return 1; /* an input: ours is put at the end */
	if (strcmp(arg, "-Xclang") == 0)
		return take_cc1(m, i);
	if (strncmp(arg, "-Wp,", 4) == 0) {
		take_wp(m, arg);
		return 1;
	}
	f = find_flag(arg);
	if (!f) {
		ce_push(&m->out->unknown, arg);
		return 1;
	}
	n = takes_next(f, arg) && i + 1 < m->c->argc ? 2 : 1;
	if (f->fate == CE_REFUSE)
		ce_push(&m->out->dropped, arg);
	if (f->fate != CE_KEEP)
		return n;
	value = n == 2 ? m->c->argv[i + 1] : arg + strlen(f->name);
	if (strcmp(f->name, "-x") == 0)
		m->language = value;
	m->has_target |= strncmp(f->name, "-target", 7) == 0 || strncmp(f->name, "--target", 8) == 0;
	ce_push(&m->out->at, arg);
	if (n == 2)
		ce_push(&m->out->at, value);
	return n;
}

static ce_unit_kind kind_of(const maker *m)
{
	bool is_c = m->language ? strcmp(m->language, "c") == 0 || strcmp(m->language, "cpp-output") == 0
	                        : is_c_name(m->c->file);

	if (m->language && ends_with(m->language, strlen(m->language), "-header"))
		return CE_UNIT_HEADER;
	return is_c ? CE_UNIT_C : CE_UNIT_OTHER_LANGUAGE;
}

ce_unit_kind ce_unit_args_make(ce_unit_args *out, const ce_command *c, const char **why)
{
	maker m = {.out = out, .c = c};
	uint32_t i = 0;
	char *target;

	while (i < c->argc && is_wrapper(c->argv[i]))
		i++;
	if (i == c->argc || !is_compiler(c->argv[i])) {
		*why = "is no compiler that is known, nor a wrapper of one";
		return is_c_name(c->file) ? CE_UNIT_REFUSED : CE_UNIT_OTHER_LANGUAGE;
	}
	if (i + 1 < c->argc && strcmp(c->argv[i + 1], "-cc1") == 0 && is_c_name(c->file)) {
		*why = "is a step of another command, which is not there";
		return CE_UNIT_STEP;
	}
	m.language = is_of_cplusplus(c->argv[i]) ? "c++" : NULL;
	target = target_of(&out->arena, c->argv[i]);
	for (i++; i < c->argc;)
		i += take(&m, i);
	if (target && !m.has_target)
		ce_push(&out->at, target);
	return kind_of(&m);
}

bool ce_unit_args_drop(ce_unit_args *a, const char *arg)
{
	for (uint32_t i = 0; i < a->at.n; i++) {
		if (strcmp(a->at.at[i], arg) != 0)
			continue;
		ce_push(&a->unknown, a->at.at[i]);
		memmove(a->at.at + i, a->at.at + i + 1, (a->at.n - i - 1) * sizeof *a->at.at);
		a->at.n--;
		return true;
	}
	return false;
}

void ce_unit_args_free(ce_unit_args *a)
{
	ce_vec_free(&a->at);
	ce_vec_free(&a->dropped);
	ce_vec_free(&a->unknown);
	ce_arena_free(&a->arena);
}

/* ---- link units --------------------------------------------------------------------------------- */

static const char *folder_of(ce_arena *a, const ce_command *c, const char *end)
{
	char *part = ce_strndup(c->output, (size_t)(end - c->output)),
	     *whole = ce_path_join(c->directory, part);
	char *kept = ce_arena_alloc(a, strlen(whole) + 1);

	strcpy(kept, whole);
	free(part);
	free(whole);
	return kept;
}

const char *ce_link_unit(ce_arena *a, const ce_command *c)
{
	const char *p = strstr(c->output, "CMakeFiles/"), *end;
	ce_command shared = {.directory = c->directory, .output = ".libs"};

	if (p && (end = strstr(p, ".dir/")))
		return folder_of(a, c, end + strlen(".dir"));
	if (strstr(c->output, "/.libs/") || strncmp(c->output, ".libs/", 6) == 0)
		return folder_of(a, &shared, shared.output + strlen(shared.output));
	end = strstr(c->output, ".p/");
	return end ? folder_of(a, c, end + strlen(".p")) : "";
}

char *ce_target_name(const char *target)
{
	const char *base = ce_path_base(target), *dot = strrchr(base, '.');

	if (strcmp(base, ".libs") == 0)
		return ce_strdup("shared");
	return ce_strndup(base, dot ? (size_t)(dot - base) : strlen(base));
}
