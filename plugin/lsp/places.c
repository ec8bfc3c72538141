#include "lsp/places.h"

#include <stdlib.h>

#include "base/buf.h"

typedef struct ce_place_file {
	char *path;
	ce_doc_text text;
} ce_place_file;

ce_doc_text *ce_places_text(ce_places *p, const char *path)
{
	ce_place_file *f;
	ce_buf disk = {0};
	char *error = NULL;

	for (uint32_t i = 0; i < p->files.n; i++)
		if (strcmp(p->files.at[i]->path, path) == 0)
			return &p->files.at[i]->text;
	f = ce_calloc(1, sizeof *f);
	f->path = ce_strdup(path);
	if (!ce_file_read(&disk, path, &error))
		free(error);
	ce_text_set(&f->text, disk.data, disk.n);
	ce_buf_free(&disk);
	ce_push(&p->files, f);
	return &f->text;
}

void ce_places_free(ce_places *p)
{
	for (uint32_t i = 0; i < p->files.n; i++) {
		ce_text_free(&p->files.at[i]->text);
		free(p->files.at[i]->path);
		free(p->files.at[i]);
	}
	ce_vec_free(&p->files);
}

ce_range ce_place_range(ce_doc_text *t, unsigned line, unsigned col, ce_encoding e)
{
	size_t at = ce_text_clang_offset(t, line, col), n = ce_text_identifier(t, at);

	if (!n && at < ce_text_line_end(t, line ? line - 1 : 0))
		n = 1;
	return (ce_range){ce_text_position(t, at, e), ce_text_position(t, at + n, e)};
}
