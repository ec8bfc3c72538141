/*
 * c_header.h - proved parameters as attributes in the headers that declare them.
 */
#ifndef CE_C_HEADER_H
#define CE_C_HEADER_H

#include "golang/go_emit.h"

/** A header and where an attribute belongs in it. */
typedef struct ce_c_header {
	char *path;
	ce_buf text;
	CE_VEC(size_t) places; /* ascending */
} ce_c_header;

typedef CE_VEC(ce_c_header) ce_c_headers;

/**
 * Find the parameters in headers.
 *
 * @param dump    boundary dumps (boundary/source_dump.h) of units that call the functions, as the
 *                compiler printed them: they say where each parameter is declared
 * @param r       the verdicts; they must hold for every caller. Of a function whose nocallback
 *                is not proved nothing is taken: a hook might keep what it gets
 * @param folder  only headers in there
 */
void ce_c_headers_read(ce_c_headers *out, const char *dump, const ce_go_result *r, const char *folder);

/** The edits; they borrow the old texts. A parameter that is followed by anything but a comma or
 * bracket (an attribute, a macro for one) stays as it is. */
void ce_c_headers_edit(ce_go_edits *out, const ce_c_headers *h);

void ce_c_headers_free(ce_c_headers *h);

#endif
