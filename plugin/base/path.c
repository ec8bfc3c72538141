#include "base/path.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

/* Drop the last name of b, unless there is none that ".." could take back. */
static bool go_up(ce_buf *b)
{
	size_t n = b->n, start;

	while (n && b->data[n - 1] == '/')
		n--;
	for (start = n; start && b->data[start - 1] != '/'; start--)
		;
	if (n == 0)
		return b->n > 0; /* "/..": the root */
	if (n - start == 2 && memcmp(b->data + start, "..", 2) == 0)
		return false;
	while (start > 1 && b->data[start - 1] == '/')
		start--;
	b->n = start;
	b->data[b->n] = 0;
	return true;
}

static void add_names(ce_buf *b, const char *path)
{
	while (*path) {
		size_t n = strcspn(path, "/");

		if (n && !(n == 1 && *path == '.') && !(n == 2 && memcmp(path, "..", 2) == 0 && go_up(b))) {
			if (b->n && b->data[b->n - 1] != '/')
				ce_buf_addc(b, '/');
			ce_buf_add(b, path, n);
		}
		path += n + (path[n] == '/');
	}
}

char *ce_path_join(const char *folder, const char *file)
{
	const char *first = *file == '/' ? file : folder;
	ce_buf b = {0};

	ce_buf_adds(&b, *first == '/' ? "/" : "");
	add_names(&b, first);
	if (first != file)
		add_names(&b, file);
	if (!b.n)
		ce_buf_addc(&b, '.');
	return b.data;
}

bool ce_path_inside(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	while (n && folder[n - 1] == '/')
		n--;
	return strncmp(path, folder, n) == 0 && (path[n] == '/' || path[n] == 0);
}

char *ce_path_relative(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	if (!ce_path_inside(path, folder))
		return ce_strdup(path);
	while (n && folder[n - 1] == '/')
		n--;
	path += n;
	while (*path == '/')
		path++;
	return ce_strdup(*path ? path : ".");
}

const char *ce_path_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}
