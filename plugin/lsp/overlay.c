#include "lsp/overlay.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "report/json_text.h"

void ce_overlay_add(ce_overlay *o, const char *path, const ce_doc_text *text)
{
	if (!o->roots)
		o->roots = json_array();
	json_array_append_new(o->roots, json_pack("{s:s,s:o}", "type", "file", "name", ce_json_string(path)));
	ce_push(&o->texts, text);
}

static char *text_path(const ce_overlay *o, uint32_t i)
{
	return ce_format("%s/%u", o->folder, i);
}

/* The list is JSON, which is YAML. Names stay those of the files overlaid. */
bool ce_overlay_write(ce_overlay *o, const char *folder, char **error)
{
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
	for (uint32_t i = 0; i < o->texts.n && ok; i++) {
		char *path = text_path(o, i);

		json_object_set_new(json_array_get(o->roots, i), "external-contents", ce_json_string(path));
		ok = ce_file_write(path, o->texts.at[i]->data, o->texts.at[i]->n, error);
		free(path);
	}
	ce_json_line(&list,
	             json_pack("{s:i,s:b,s:O}", "version", 0, "use-external-names", 0, "roots", o->roots));
	ok = ok && ce_file_write(o->list, list.data, list.n, error);
	ce_buf_free(&list);
	return ok;
}

void ce_overlay_free(ce_overlay *o)
{
	for (uint32_t i = 0; i < o->texts.n && o->folder; i++) {
		char *path = text_path(o, i);

		unlink(path);
		free(path);
	}
	if (o->folder) {
		unlink(o->list);
		rmdir(o->folder);
	}
	json_decref(o->roots);
	ce_vec_free(&o->texts);
	free(o->folder);
	free(o->list);
	*o = (ce_overlay){0};
}
