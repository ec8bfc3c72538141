#include "analysis.h"

#include <dirent.h>
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

#include "summary/esc.h"

void ce_analysis_add(ce_analysis *a, ce_unit *u)
{
	ce_push(&a->units, u);
}

static void take_unit(void *ctx, ce_unit *u)
{
	ce_analysis_add(ctx, u);
}

bool ce_analysis_read(ce_analysis *a, const char *path, bool as_model, char **error)
{
	uint32_t before = a->units.n;
	bool ok = ce_esc_read_file(path, take_unit, a, error);

	for (uint32_t i = before; i < a->units.n && as_model; i++) {
		a->units.at[i]->is_library = !a->units.at[i]->is_model;
		a->units.at[i]->is_model = true;
	}
	return ok;
}

static int is_summary(const struct dirent *e)
{
	size_t n = strlen(e->d_name);

	return n > 4 && strcmp(e->d_name + n - 4, ".esc") == 0;
}

static bool read_list(ce_analysis *a, const char *path, char **error)
{
	ce_buf list = {0};
	bool ok = ce_file_read(&list, path, error);

	for (char *line = list.data, *end; ok && line && (end = strchr(line, '\n')); line = end + 1) {
		*end = 0;
		ok = ce_analysis_read(a, line, false, error);
	}
	ce_buf_free(&list);
	return ok;
}

bool ce_analysis_read_all(ce_analysis *a, const char *path, char **error)
{
	struct dirent **files;
	size_t length = strlen(path);
	int n = scandir(path, &files, is_summary, alphasort);
	bool ok = true;

	if (n < 0 && length > 6 && strcmp(path + length - 6, ".units") == 0)
		return read_list(a, path, error);
	if (n < 0)
		return ce_analysis_read(a, path, false, error);
	for (int i = 0; i < n; i++) {
		char *file = ce_format("%s/%s", path, files[i]->d_name);

		ok = ok && ce_analysis_read(a, file, false, error);
		free(file);
		free(files[i]);
	}
	free(files);
	return ok;
}

/* The folder of the object that this code is in. A program that was found on PATH
 * is known by its name alone. */
static char *own_folder(void)
{
	Dl_info info;
	char *path = NULL, *slash;

	if (dladdr((void *)own_folder, &info) && info.dli_fname && strchr(info.dli_fname, '/'))
		path = realpath(info.dli_fname, NULL);
	if (!path)
		path = realpath("/proc/self/exe", NULL);
	slash = path ? strrchr(path, '/') : NULL;
	if (slash)
		*slash = 0;
	return path;
}

static char *find_beside(const char *name)
{
	static const char *const places[] = {"", "/../lib", "/../lib/cgoescape"};
	char *folder = own_folder(), *found = NULL;

	for (size_t i = 0; folder && !found && i < sizeof places / sizeof *places; i++) {
		char *path = ce_format("%s%s/%s", folder, places[i], name);

		if (access(path, R_OK) == 0)
			found = path;
		else
			free(path);
	}
	free(folder);
	return found;
}

char *ce_models_path(void)
{
	return find_beside("cgoescape-models.esc");
}

char *ce_runtime_path(void)
{
	return find_beside("cgoescape-runtime.bc");
}

/* Go's order: callees first, in order of declaration otherwise. */
static int by_component(const void *a, const void *b, void *program)
{
	const ce_program *p = program;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	if (p->fns.at[x].scc != p->fns.at[y].scc)
		return p->fns.at[x].scc < p->fns.at[y].scc ? -1 : 1;
	return x < y ? -1 : x > y;
}

void ce_analysis_run(ce_analysis *a, bool whole, bool explained, ce_buf *problems)
{
	ce_ids order = {0};

	a->program = ce_link(a->units.at, a->units.n, whole, problems);
	a->program->quick = a->quick;
	for (uint32_t i = 0; i < a->assumed.n; i++)
		ce_program_assume(a->program, a->assumed.at[i], whole);
	a->linked = clock();
	if (a->memo)
		ce_memo_begin(a->memo, a->program);
	ce_program_solve(a->program, a->memo);
	a->solved = clock();
	for (uint32_t f = 0; f < a->program->fns.n; f++)
		if (a->program->fns.at[f].reported)
			ce_push(&order, f);
	if (order.n)
		qsort_r(order.at, order.n, sizeof *order.at, by_component, a->program);
	for (uint32_t i = 0; i < order.n; i++)
		ce_push(&a->verdicts, explained ? ce_memo_judge(a->memo, a->program, order.at[i])
		                                : ce_judge(a->program, order.at[i]));
	ce_vec_free(&order);
}

static uint32_t count_nameless(const ce_program *p)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < p->fns.n; i++)
		n += p->fns.at[i].base == i && p->fns.at[i].func->flags & CE_FUNC_NAMELESS;
	return n;
}

void ce_analysis_stats(const ce_analysis *a, ce_buf *out)
{
	const ce_stats *s = &a->program->stats;
	uint32_t nameless = count_nameless(a->program);

	ce_buf_addf(out,
	            "%llu solutions, %llu steps, %llu nodes, %llu rounds, %llu coarser, %llu given up "
	            "(limit), at most "
	            "%llu solutions of one function",
	            (unsigned long long)s->solves, (unsigned long long)s->steps, (unsigned long long)s->nodes,
	            (unsigned long long)s->rounds, (unsigned long long)s->retries,
	            (unsigned long long)s->tops, (unsigned long long)s->max_iterations);
	if (nameless)
		ce_buf_addf(out,
		            ", %u functions (limit) with so many variables that values in them have no names",
		            nameless);
}

void ce_analysis_free(ce_analysis *a)
{
	for (uint32_t i = 0; i < a->verdicts.n; i++)
		ce_verdict_free(a->verdicts.at[i]);
	ce_vec_free(&a->verdicts);
	ce_program_free(a->program);
	for (uint32_t i = 0; i < a->units.n; i++)
		ce_unit_free(a->units.at[i]);
	ce_vec_free(&a->units);
	ce_vec_free(&a->assumed);
}
