#include "lsp/compile.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"

void ce_compile_take(ce_compile *c, char *arg)
{
	c->argv = ce_realloc(c->argv, (c->n + 2) * sizeof *c->argv);
	c->argv[c->n++] = arg;
	c->argv[c->n] = NULL;
}

void ce_compile_free(ce_compile *c)
{
	for (size_t i = 0; i < c->n; i++)
		free(c->argv[i]);
	free(c->argv);
	free(c->directory);
	*c = (ce_compile){0};
}

bool ce_compile_of(const ce_lsp_options *o, const char *path, ce_compile *c)
{
	ce_compile_take(c, ce_strdup(o->clang));
	ce_compile_take(c, ce_strdup(path));
	c->directory = ce_strndup(path, (size_t)(ce_path_base(path) - path));
	return true;
}
