/* <regex.h>, <glob.h>, <fnmatch.h>, <wordexp.h>: patterns.
 * Assumed: patterns and texts are read only; a compiled pattern and the lists of glob and wordexp are new
 * memory hanging off the caller's record. glob calls its error function, and, with GLOB_ALTDIRFUNC, the
 * functions in the record. A translate table put into a pattern buffer by the caller stays the caller's. */
#include "model.h"
#include <glob.h>
#include <regex.h>
#include <wordexp.h>

int regcomp(regex_t *re, const char *pattern, int flags)
{
	re->buffer = model_new();
	re->fastmap = model_new();
	re->translate = model_new();
	return model_any();
}
MODEL_NOTHING(int, regexec, (const regex_t *re, const char *s, size_t n, regmatch_t match[n], int flags))
MODEL_NOTHING(size_t, regerror, (int e, const regex_t *re, char *buf, size_t n))
MODEL_VOID(regfree, (regex_t * re))
const char *re_compile_pattern(const char *pattern, size_t n, struct re_pattern_buffer *re)
{
	re->buffer = model_new();
	return model_data();
}
MODEL_NOTHING(int, re_compile_fastmap, (struct re_pattern_buffer * re))
MODEL_NOTHING(unsigned long, re_set_syntax, (unsigned long syntax))
static void set_registers(struct re_registers *regs)
{
	regs->start = model_either(regs->start, model_new());
	regs->end = model_either(regs->end, model_new());
}
int re_search(struct re_pattern_buffer *re, const char *s, regoff_t n, regoff_t start, regoff_t range,
              struct re_registers *regs)
{
	set_registers(regs);
	return model_any();
}
int re_match(struct re_pattern_buffer *re, const char *s, regoff_t n, regoff_t start,
             struct re_registers *regs)
{
	set_registers(regs);
	return model_any();
}
int re_search_2(struct re_pattern_buffer *re, const char *s, regoff_t n, const char *t, regoff_t m,
                regoff_t start, regoff_t range, struct re_registers *regs, regoff_t stop)
{
	set_registers(regs);
	return model_any();
}
int re_match_2(struct re_pattern_buffer *re, const char *s, regoff_t n, const char *t, regoff_t m,
               regoff_t start, struct re_registers *regs, regoff_t stop)
{
	set_registers(regs);
	return model_any();
}
void re_set_registers(struct re_pattern_buffer *re, struct re_registers *regs, __re_size_t n,
                      regoff_t *starts, regoff_t *ends)
{
	regs->start = starts;
	regs->end = ends;
}
MODEL_DATA(char *, re_comp, (const char *pattern))
MODEL_NOTHING(int, re_exec, (const char *s))

/* file names */
MODEL_NOTHING(int, fnmatch, (const char *pattern, const char *s, int flags))
static void find_paths(int (*failed)(const char *, int), glob_t *g)
{
	void *dir;
	g->gl_pathv = model_new();
	g->gl_pathv[model_any()] = model_new();
	failed(model_outside(), model_any());
	dir = g->gl_opendir(model_outside());
	g->gl_readdir(dir);
	g->gl_closedir(dir);
	g->gl_stat(model_outside(), model_outside());
	g->gl_lstat(model_outside(), model_outside());
}
int glob(const char *pattern, int flags, int (*failed)(const char *, int), glob_t *g)
{
	find_paths(failed, g);
	return model_any();
}
#undef glob64
#undef globfree64
int glob64(const char *pattern, int flags, int (*failed)(const char *, int), glob64_t *g)
{
	find_paths(failed, (glob_t *)g);
	return model_any();
}
MODEL_VOID(globfree, (glob_t * g))
MODEL_VOID(globfree64, (glob64_t * g))
MODEL_NOTHING(int, glob_pattern_p, (const char *pattern, int quote))

int wordexp(const char *s, wordexp_t *w, int flags)
{
	w->we_wordv = model_new();
	w->we_wordv[model_any()] = model_new();
	return model_any();
}
MODEL_VOID(wordfree, (wordexp_t * w))
