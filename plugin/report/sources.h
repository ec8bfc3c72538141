/*
 * sources.h - source files by line, read once: for columns, comments and listings.
 */
#ifndef CE_REPORT_SOURCES_H
#define CE_REPORT_SOURCES_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"

typedef struct ce_source_lines {
	char *path;
	uint32_t number; /* from 0, in order of first use */
	ce_buf text;
	CE_VEC(uint32_t) starts; /* byte offset of each line; empty when the file cannot be read */
} ce_source_lines;

/** Zero-initialised it is empty. */
typedef struct ce_sources {
	CE_VEC(ce_source_lines *) files;
	ce_map index; /* hash of the path -> files */
} ce_sources;

/** A file, read on first use; never NULL. What cannot be read has no lines. */
const ce_source_lines *ce_sources_get(ce_sources *s, const char *path);

/** Take this text for a file, instead of what is on disk; before it is read. */
void ce_sources_put(ce_sources *s, const char *path, const char *text, size_t n);

/** Line number `line` (from 1) without its end; NULL when there is none. */
const char *ce_source_line(const ce_source_lines *f, unsigned line, size_t *n);

/** Column in UTF-16 units of a byte column, both from 1; the same number where the
 * line cannot be read. */
unsigned ce_source_utf16(const ce_source_lines *f, unsigned line, unsigned col);

void ce_sources_free(ce_sources *s);

#endif
