#include "golang/cgo_build.h"

#include <ctype.h>
#include <regex.h>
#include <stdlib.h>

/* ---- words ------------------------------------------------------------------------------ */

/* One word as cmd/internal/quoted has it: a quote counts only at its start. */
static const char *plain_word(const char *text, char *word, size_t *n)
{
	char quote = *text == '"' || *text == '\'' ? *text++ : 0;

	while (*text && (quote ? *text != quote : !isspace((unsigned char)*text)))
		word[(*n)++] = *text++;
	return text + (quote && *text);
}

/* One word as cmd/go reads the output of pkg-config: nearly a shell's. */
static const char *shell_word(const char *text, char *word, size_t *n)
{
	char quote = 0;

	for (; *text && (quote || !isspace((unsigned char)*text)); text++) {
		if (*text == '\\' && text[1] && quote != '\'')
			word[(*n)++] = *++text;
		else if (quote ? *text == quote : *text == '"' || *text == '\'')
			quote = quote ? 0 : *text;
		else
			word[(*n)++] = *text;
	}
	return text;
}

void ce_go_split(ce_go_strings *out, const char *text, bool shell)
{
	char *word = ce_malloc(strlen(text) + 1);

	for (;;) {
		size_t n = 0;

		while (isspace((unsigned char)*text))
			text++;
		if (!*text)
			break;
		text = shell ? shell_word(text, word, &n) : plain_word(text, word, &n);
		word[n] = 0;
		ce_go_strings_add(out, word);
	}
	free(word);
}

static void add(ce_go_command *c, const char *word)
{
	ce_go_strings_add(&c->argv, word);
}

static void add_list(ce_go_command *c, const ce_go_strings *words)
{
	for (uint32_t i = 0; i < words->n; i++)
		add(c, words->at[i]);
}

static void add_split(ce_go_command *c, const char *text)
{
	ce_go_split(&c->argv, text, false);
}

/* The end of an argv for exec: NULL beyond its n words. */
static void finish(ce_go_command *c)
{
	ce_push(&c->argv, NULL);
	c->argv.n--;
}

void ce_go_command_free(ce_go_command *c)
{
	ce_go_strings_free(&c->argv);
	free(c->cwd);
	free(c->file);
	*c = (ce_go_command){0};
}

/* ---- flags of packages ------------------------------------------------------------------- */

static bool has_prefix(const char *text, const char *const *prefixes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strncmp(text, prefixes[i], strlen(prefixes[i])) == 0)
			return true;
	return false;
}

#define HAS_PREFIX(flag, list) has_prefix(flag, list, sizeof(list) / sizeof *(list))

bool ce_cgo_flag_allowed(const char *flag)
{
	static const char *const allowed[] = {
		"-D",        "-U",         "-I",        "-O",        "-W",    "-f",        "-m",
		"-g",        "-std=",      "--std=",    "-pthread",  "-ansi", "-nostdinc", "-isystem",
		"-iquote",   "-idirafter", "-isysroot", "--sysroot", "-arch", "-target",   "--target",
		"-pedantic", "-no-pie",    "-pie",      "-L",        "-l",    "-include",  "-pipe"};
	/* What writes files, loads code, or runs programs that a package could bring along. */
	static const char *const refused[] = {"-Wl,",
	                                      "-Wp,",
	                                      "-Wa,",
	                                      "-fplugin",
	                                      "-fpass-plugin",
	                                      "-mllvm",
	                                      "-fprofile",
	                                      "-fsave",
	                                      "-fdump",
	                                      "-fcrash",
	                                      "-fmodule",
	                                      "-foptimization",
	                                      "-ftime",
	                                      "-fembed",
	                                      "-fbuild",
	                                      "-fdiagnostics-",
	                                      "-fcs-profile",
	                                      "-fthinlto",
	                                      "-fuse-ld",
	                                      "-fprebuilt",
	                                      "-ftest-coverage",
	                                      "-fcoverage",
	                                      "-fstack-usage",
	                                      "-gen-",
	                                      "-gsplit",
	                                      "-fproc-stat",
	                                      "-fthin-link",
	                                      "-fcodegen-data",
	                                      "-fmemory-profile",
	                                      "-fno-integrated",
	                                      "-fopenmp-targets",
	                                      "-foffload",
	                                      "-fsycl",
	                                      "-module-",
	                                      "-include-pch"};

	/* The value of the word before: -I DIR, -arch ARCH. */
	if (flag[0] != '-')
		return flag[0] != '@';
	if (strcmp(flag, "-w") == 0 || strcmp(flag, "-v") == 0)
		return true;
	return HAS_PREFIX(flag, allowed) && !HAS_PREFIX(flag, refused);
}

bool ce_cgo_flag_matches(const char *pattern, const char *flag)
{
	regex_t re;
	regmatch_t m;
	bool all;

	if (!*pattern || regcomp(&re, pattern, REG_EXTENDED) != 0)
		return false;
	all = regexec(&re, flag, 1, &m, 0) == 0 && m.rm_so == 0 && !flag[m.rm_eo];
	regfree(&re);
	return all;
}

bool ce_cgo_pattern_is_good(const char *pattern)
{
	regex_t re;

	if (!*pattern)
		return true;
	if (regcomp(&re, pattern, REG_EXTENDED) != 0)
		return false;
	regfree(&re);
	return true;
}

bool ce_cgo_pkg_config_allowed(const char *word)
{
	static const char *const allowed[] = {"--static",        "--shared",
	                                      "--pure",          "--define-variable=",
	                                      "--define-prefix", "--dont-define-prefix",
	                                      "--keep-system-",  "--dont-relocate-paths",
	                                      "--with-path=",    "--cflags",
	                                      "--libs",          "--maximum-traverse-depth="};

	return word[0] == '-' ? HAS_PREFIX(word, allowed) : word[0] != '@';
}

bool ce_cgo_calls_stay(const char *flag)
{
	static const char *const moving[] = {"--wrap", "-wrap", "--defsym", "-defsym"};

	/* -Wl,--wrap=f; of -Xlinker and --for-linker the value may be a word of its own. */
	for (const char *part = flag; part; part = strpbrk(part, ",=")) {
		part += *part == ',' || *part == '=';
		if (HAS_PREFIX(part, moving))
			return false;
	}
	return true;
}

/* ---- the target --------------------------------------------------------------------------- */

const char *ce_cgo_target(const ce_go_env *env)
{
	static const struct {
		const char *os, *arch, *triple;
	} triples[] = {
		{"linux", "amd64", "x86_64-linux-gnu"},
		{"linux", "386", "i386-linux-gnu"},
		{"linux", "arm64", "aarch64-linux-gnu"},
		{"linux", "arm", "arm-linux-gnueabihf"},
		{"linux", "riscv64", "riscv64-linux-gnu"},
		{"linux", "ppc64le", "powerpc64le-linux-gnu"},
		{"linux", "ppc64", "powerpc64-linux-gnu"},
		{"linux", "s390x", "s390x-linux-gnu"},
		{"linux", "mips", "mips-linux-gnu"},
		{"linux", "mipsle", "mipsel-linux-gnu"},
		{"linux", "mips64", "mips64-linux-gnuabi64"},
		{"linux", "mips64le", "mips64el-linux-gnuabi64"},
		{"linux", "loong64", "loongarch64-linux-gnu"},
		{"windows", "amd64", "x86_64-w64-windows-gnu"},
		{"windows", "386", "i686-w64-windows-gnu"},
		{"windows", "arm64", "aarch64-w64-windows-gnu"},
		{"darwin", "amd64", "x86_64-apple-darwin"},
		{"darwin", "arm64", "arm64-apple-darwin"},
		{"freebsd", "amd64", "x86_64-unknown-freebsd"},
		{"freebsd", "arm64", "aarch64-unknown-freebsd"},
		{"android", "arm64", "aarch64-linux-android"},
		{"android", "arm", "armv7a-linux-androideabi"},
	};

	if (strcmp(env->goos, env->gohostos) == 0 && strcmp(env->goarch, env->gohostarch) == 0)
		return NULL;
	for (size_t i = 0; i < sizeof triples / sizeof *triples; i++)
		if (strcmp(env->goos, triples[i].os) == 0 && strcmp(env->goarch, triples[i].arch) == 0)
			return triples[i].triple;
	return NULL;
}

/* gccArchArgs() of cmd/go. */
static void add_arch(ce_go_command *c, const ce_go_env *env)
{
	static const struct {
		const char *arch, *flags;
	} flags[] = {
		{"386", "-m32"},
		{"amd64", "-m64"},
		{"arm", "-marm"},
		{"s390x", "-m64 -march=z13"},
		{"mips64", "-mabi=64"},
		{"mips64le", "-mabi=64"},
		{"mips", "-mabi=32 -march=mips32"},
		{"mipsle", "-mabi=32 -march=mips32"},
		{"loong64", "-mabi=lp64d"},
	};
	bool mips64 = strncmp(env->goarch, "mips64", 6) == 0, mips = strncmp(env->goarch, "mips", 4) == 0;
	const char *floats = mips64 ? env->mips64 : env->mips;

	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
		if (strcmp(env->goarch, flags[i].arch) == 0)
			add_split(c, flags[i].flags);
	if (mips && strcmp(floats, "softfloat") == 0)
		add(c, "-msoft-float");
	else if (mips && strcmp(floats, "hardfloat") == 0)
		add_split(c, mips64 ? "-mhard-float" : "-mhard-float -mfp32 -mno-odd-spreg");
}

/* What the user's CC says besides its name: flags, and by a prefix the target. */
static void add_compiler(ce_go_command *c, const ce_go_env *env, const char *clang)
{
	ce_go_strings words = {0};
	const char *target = ce_cgo_target(env);

	add(c, clang);
	ce_go_split(&words, env->cc, false);
	if (target) {
		ce_push(&c->argv, ce_format("--target=%s", target));
	}
	for (uint32_t i = 1; i < words.n; i++)
		if (words.at[i][0] == '-')
			add(c, words.at[i]);
	ce_go_strings_free(&words);
}

/* ---- commands ------------------------------------------------------------------------------ */

/* Preprocessor's flags, then pkg-config's, then the object folder, then the compiler's. */
static void add_flags(ce_go_command *c, const ce_go_env *env, const ce_go_package *p, const char *objdir,
                      const ce_go_strings *pkg_config)
{
	add_split(c, env->cppflags);
	add_list(c, &p->cppflags);
	add_list(c, pkg_config);
	add(c, "-I");
	ce_push(&c->argv, ce_format("%s/", objdir));
	add_split(c, env->cflags);
	add_list(c, &p->cflags);
}

static void plan_cgo(ce_cgo_build *out, const ce_go_env *env, const ce_go_package *p, const char *objdir,
                     const char *clang, const ce_go_strings *pkg_config)
{
	ce_go_command *c = &out->cgo, cc = {0};
	char *text = ce_strdup("CC=");

	ce_push(&c->argv, ce_format("%s/cgo", env->tooldir));
	add(c, "-objdir");
	ce_push(&c->argv, ce_format("%s/", objdir));
	add(c, "-importpath");
	add(c, p->import_path);
	add(c, "--");
	add_flags(c, env, p, objdir, pkg_config);
	add(c, "-O0"); /* it wants types: optimising takes most of its time */
	for (uint32_t i = 0; i < p->cgo_files.n; i++)
		ce_push(&c->argv, ce_format("%s/%s", p->dir, p->cgo_files.at[i]));
	finish(c);
	c->cwd = ce_strdup(p->dir);
	add_compiler(&cc, env, clang);
	for (uint32_t i = 0; i < cc.argv.n; i++) {
		char quote = strchr(cc.argv.at[i], '"') ? '\'' : '"';
		char *longer = ce_format("%s%s%c%s%c", text, i ? " " : "", quote, cc.argv.at[i], quote);

		free(text);
		text = longer;
	}
	ce_push(&out->env, text);
	ce_go_command_free(&cc);
	ce_push(&out->env, ce_format("GOOS=%s", env->goos));
	ce_push(&out->env, ce_format("GOARCH=%s", env->goarch));
	ce_push(&out->env, ce_strdup("CGO_LDFLAGS="));
	ce_push(&out->env, ce_strdup("TERM=dumb"));
}

/* A generated unit is compiled in the object folder, a file of the package in its own.
 * Paths are absolute where go build has relative ones: so are the positions then. */
static void plan_unit(ce_cgo_build *out, const ce_go_env *env, const ce_go_package *p, const char *objdir,
                      const char *clang, const ce_go_strings *pkg_config, const char *file, bool generated)
{
	ce_go_command c = {.cwd = ce_strdup(generated ? objdir : p->dir)};
	bool windows = strcmp(env->goos, "windows") == 0;

	c.file = ce_format("%s/%s", c.cwd, file);
	add_compiler(&c, env, clang);
	add(&c, "-I");
	add(&c, p->dir);
	if (!windows)
		add(&c, "-fPIC");
	add_arch(&c, env);
	add(&c, windows ? "-mthreads" : "-pthread");
	add(&c, "-fno-caret-diagnostics");
	add(&c, "-Qunused-arguments");
	add(&c, "-fmessage-length=0");
	add_flags(&c, env, p, objdir, pkg_config);
	add(&c, "-c");
	add(&c, c.file);
	finish(&c);
	ce_push(&out->units, c);
}

void ce_cgo_plan(ce_cgo_build *out, const ce_go_env *env, const ce_go_package *p, const char *objdir,
                 const char *clang, const ce_go_strings *pkg_config)
{
	*out = (ce_cgo_build){0};
	plan_cgo(out, env, p, objdir, clang, pkg_config);
	plan_unit(out, env, p, objdir, clang, pkg_config, "_cgo_export.c", true);
	for (uint32_t i = 0; i < p->cgo_files.n; i++) {
		const char *name = p->cgo_files.at[i];
		char *file = ce_format("%.*s.cgo2.c", (int)(strlen(name) - strlen(".go")), name);

		plan_unit(out, env, p, objdir, clang, pkg_config, file, true);
		free(file);
	}
	for (uint32_t i = 0; i < p->c_files.n; i++)
		plan_unit(out, env, p, objdir, clang, pkg_config, p->c_files.at[i], false);
}

void ce_cgo_use_copy(ce_go_command *cgo, const char *file, const char *copy)
{
	static const char option[] = "-trimpath=";
	bool first = strncmp(cgo->argv.at[1], option, strlen(option)) != 0;
	char *word = ce_format("%s%s%s=>%s", first ? option : cgo->argv.at[1], first ? "" : ";", copy, file);

	for (uint32_t i = 0; i < cgo->argv.n; i++)
		if (strcmp(cgo->argv.at[i], file) == 0) {
			free(cgo->argv.at[i]);
			cgo->argv.at[i] = ce_strdup(copy);
		}
	if (first) {
		ce_push(&cgo->argv, NULL);
		memmove(&cgo->argv.at[2], &cgo->argv.at[1], (cgo->argv.n - 2) * sizeof *cgo->argv.at);
		finish(cgo);
	} else {
		free(cgo->argv.at[1]);
	}
	cgo->argv.at[1] = word;
}

void ce_cgo_build_free(ce_cgo_build *b)
{
	ce_go_command_free(&b->cgo);
	ce_go_strings_free(&b->env);
	for (uint32_t i = 0; i < b->units.n; i++)
		ce_go_command_free(&b->units.at[i]);
	ce_vec_free(&b->units);
}

void ce_cgo_pkg_config(ce_go_command *out, const ce_go_env *env, const ce_go_package *p, const char *kind)
{
	*out = (ce_go_command){0};
	if (!p->pkg_config.n)
		return;
	add(out, env->pkg_config[0] ? env->pkg_config : "pkg-config");
	add(out, kind);
	for (uint32_t i = 0; i < p->pkg_config.n; i++)
		if (strncmp(p->pkg_config.at[i], "--", 2) == 0 && p->pkg_config.at[i][2])
			add(out, p->pkg_config.at[i]);
	add(out, "--");
	for (uint32_t i = 0; i < p->pkg_config.n; i++)
		if (strncmp(p->pkg_config.at[i], "--", 2) != 0)
			add(out, p->pkg_config.at[i]);
	finish(out);
	out->cwd = ce_strdup(p->dir);
}
