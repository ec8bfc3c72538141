#include "lsp/overlay.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "report/json_text.h"

void ce_overlay_add(ce_overlay *o, const char *path, const ce_doc_text *text)
{
	ce_overlaid one = {ce_strdup(path), ce_text_hold(text), text->n};

	ce_push(&o->texts, one);
}

static char *text_path(const ce_overlay *o, uint32_t i)
{
	return ce_format("%s/%u", o->folder, i);
}

/* A new file in a folder of our own. (Unlike ce_file_write() it leaves the umask alone, for
 * other threads may start programs just now.) */
static bool write_new(const char *path, const char *bytes, size_t n, char **error)
{
	FILE *f = fopen(path, "wbxe");
	bool ok = f && fwrite(bytes, 1, n, f) == n;

	if (f)
		ok &= fclose(f) == 0;
	if (!ok)
		*error = ce_format("%s: cannot write: %s", path, strerror(errno));
	return ok;
}

static bool write_text(const ce_overlay *o, uint32_t i, json_t *roots, char **error)
{
	ce_overlaid *one = &o->texts.at[i];
	char *path = text_path(o, i);
	bool ok = write_new(path, one->bytes ? one->bytes->data : "", one->n, error);

	json_array_append_new(roots,
	                      json_pack("{s:s,s:o,s:o}", "type", "file", "name", ce_json_string(one->path),
	                                "external-contents", ce_json_string(path)));
	ce_bytes_drop(one->bytes);
	one->bytes = NULL;
	free(path);
	return ok;
}

/* The list is JSON, which is YAML. Names stay those of the files overlaid. */
bool ce_overlay_write(ce_overlay *o, const char *folder, char **error)
{
	json_t *roots;
	ce_buf list = {0};
	bool ok = true;

	if (!o->texts.n)
		return true;
	o->folder = ce_format("%s/XXXXXX", folder);
	if (!mkdtemp(o->folder)) {
		*error = ce_format("%s: cannot make a folder: %s", folder, strerror(errno));
		free(o->folder);
		o->folder = NULL;
		return false;
	}
	o->list = ce_format("%s/overlay.json", o->folder);
	roots = json_array();
	for (uint32_t i = 0; i < o->texts.n && ok; i++)
		ok = write_text(o, i, roots, error);
	ce_json_line(&list,
	             json_pack("{s:i,s:b,s:o}", "version", 0, "use-external-names", 0, "roots", roots));
	ok = ok && write_new(o->list, list.data, list.n, error);
	ce_buf_free(&list);
	return ok;
}

void ce_overlay_free(ce_overlay *o)
{
	for (uint32_t i = 0; i < o->texts.n; i++) {
		char *path = o->folder ? text_path(o, i) : NULL;

		if (path)
			unlink(path);
		free(path);
		free(o->texts.at[i].path);
		ce_bytes_drop(o->texts.at[i].bytes);
	}
	if (o->folder) {
		unlink(o->list);
		rmdir(o->folder);
	}
	ce_vec_free(&o->texts);
	free(o->folder);
	free(o->list);
	*o = (ce_overlay){0};
}
