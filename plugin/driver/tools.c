#include "driver/tools.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analysis.h"
#include "base/map.h"
#include "base/path.h"

char *ce_tool_plugin(void)
{
	char *models = ce_models_path(), *path;

	/* They are installed together. */
	if (!models)
		return NULL;
	path = ce_format("%.*s/cgoescape.so", (int)(ce_path_base(models) - models - 1), models);
	free(models);
	if (access(path, R_OK) == 0)
		return path;
	free(path);
	return NULL;
}

const char *ce_tool_clang(void)
{
	const char *clang = getenv("CGOESCAPE_CLANG");

	return clang && *clang ? clang : CGOESCAPE_CLANG;
}

static uint64_t add_file(uint64_t h, const char *path)
{
	struct stat st;

	if (!path || stat(path, &st) != 0)
		return ce_mix(h, 1);
	h = ce_mix(h, (uint64_t)st.st_size);
	h = ce_mix(h, (uint64_t)st.st_mtim.tv_sec);
	return ce_mix(h, (uint64_t)st.st_mtim.tv_nsec);
}

uint64_t ce_tools_identity(const char *plugin, const char *models)
{
	return add_file(add_file(add_file(0, "/proc/self/exe"), plugin), models);
}

char *ce_tool_cache(void)
{
	const char *own = getenv("CGOESCAPE_CACHE"), *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	const char *tmp = getenv("TMPDIR");

	if (own && *own)
		return ce_strdup(own);
	if (xdg && *xdg == '/')
		return ce_format("%s/cgoescape", xdg);
	if (home && *home == '/' && access(home, W_OK) == 0)
		return ce_format("%s/.cache/cgoescape", home);
	return ce_format("%s/cgoescape-%u", tmp && *tmp ? tmp : "/tmp", (unsigned)getuid());
}
