#include "driver/gates.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "driver/output.h"
#include "scan/handles.h"
#include "scan/results.h"

char *ce_gates_file(const ce_args *args, const char *folder)
{
	return args->config ? ce_strdup(args->config) : args->no_config ? NULL : ce_config_find(folder);
}

bool ce_gates_read(ce_config *c, const ce_args *args, const char *path, char **error)
{
	return (!path || ce_config_read(c, path, error)) && ce_fail_on_check(args->fail_on, error);
}

char *ce_gates_root(const ce_config *c, const char *folder)
{
	char *at = ce_strdup(c->folder ? c->folder : folder);

	for (bool found = c->folder != NULL; !found;) {
		char *git = ce_path_join(at, ".git"), *up = ce_path_join(at, "..");

		found = access(git, F_OK) == 0;
		if (!found && strcmp(at, "/") == 0) {
			free(at);
			at = ce_strdup(folder);
			found = true;
		} else if (!found) {
			free(at);
			at = ce_strdup(up);
		}
		free(git);
		free(up);
	}
	return at;
}

char *ce_gates_fail_on(const ce_config *c, const ce_args *args)
{
	ce_buf b = {0};

	if (args->fail_on)
		return ce_strdup(args->fail_on);
	for (uint32_t i = 0; i < c->fail_on.n; i++)
		ce_buf_addf(&b, "%s%s", i ? "," : "", c->fail_on.at[i]);
	return b.data;
}

int ce_gates_dump(const ce_config *c)
{
	ce_buf b = {0};

	ce_config_dump(c, &b);
	return ce_output_print(&b) ? EXIT_CLEAN : EXIT_TROUBLE;
}

void ce_gates_apply(ce_findings *l, const ce_config *c, const ce_cache *read, const ce_ids *files,
                    ce_sources *sources, const char *cwd, ce_functions_known known)
{
	bool *seen = ce_calloc(read->files.n + 1, sizeof *seen);

	for (uint32_t i = 0; i < files->n; i++) {
		const ce_file_state *f = &read->files.at[files->at[i]];
		char *shown;

		if (seen[files->at[i]] || !f->speaks)
			continue;
		seen[files->at[i]] = true;
		shown = ce_path_relative(f->path, cwd);
		ce_comments_apply(l, sources, shown, known);
		free(shown);
	}
	free(seen);
	ce_handles_accept(c, l);
	ce_config_apply(c, l);
	ce_findings_finish(l);
}

bool ce_gates_baseline(ce_findings *l, const ce_args *args, char **error)
{
	ce_findings old = {0};
	bool ok = !args->baseline || ce_results_read(args->baseline, &old, error);

	if (args->baseline && ok)
		ce_baseline_apply(l, &old);
	ce_findings_free(&old);
	return ok;
}
