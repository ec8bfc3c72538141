/*
 * overlay.h - texts that the editor has and the disk has not, for the compiler: a
 * virtual file system in which they stand under their own names.
 */
#ifndef CE_LSP_OVERLAY_H
#define CE_LSP_OVERLAY_H

#include "lsp/text.h"

typedef struct ce_overlaid {
	char *path;
	ce_bytes *bytes; /* until they are written */
	size_t n;
} ce_overlaid;

/** Zero-initialised it is empty. */
typedef struct ce_overlay {
	char *list;   /* for -ivfsoverlay; NULL: nothing is unsaved */
	char *folder; /* of its own; NULL as above */
	CE_VEC(ce_overlaid) texts;
} ce_overlay;

/** The text as it is now; it may change before it is written. */
void ce_overlay_add(ce_overlay *o, const char *path, const ce_doc_text *text);

/** Write list and texts into a new folder below this one; nothing for an empty one. */
bool ce_overlay_write(ce_overlay *o, const char *folder, char **error);

/** Remove what was written. */
void ce_overlay_free(ce_overlay *o);

#endif
