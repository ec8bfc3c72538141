/*
 * cache.h - unit summaries kept by what they are made of.
 *
 * A command (flags, folder, tool) has a manifest: the files that were read and a
 * hash of each, and the name of the summary. It holds while every file still has
 * its hash. Summaries are named by their own contents. All files appear at once,
 * by renaming; several scans may share a cache. What is old goes (scan/trim.h).
 *
 *	DIR/manifests/ab/cdef...      "cgoescape 1", the summary's name, then HASH PATH a line
 *	DIR/units/12/3456....esc
 *
 * As in other compiler caches, a header that newly appears earlier on the include
 * path is not noticed.
 */
#ifndef CE_SCAN_CACHE_H
#define CE_SCAN_CACHE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"

/** A hash of contents, in hexadecimal. */
typedef struct ce_key {
	char hex[33];
} ce_key;

ce_key ce_key_of(const void *bytes, size_t n);
/** Half of it as a number, for maps. */
uint64_t ce_key_number(const ce_key *key);

/** A file as it was when it was looked at, once in a run. */
typedef struct ce_file_state {
	char *path;
	ce_key key;         /* "" when it cannot be read */
	bool speaks;        /* "cgoescape" stands in it: maybe a comment for us */
	int64_t changed_ns; /* time of the last change */
} ce_file_state;

typedef struct ce_cache {
	char *dir; /* NULL: nothing is kept */
	int lock;  /* of scan/trim.h */
	CE_VEC(ce_file_state) files;
	ce_map index; /* hash of the path -> files */
} ce_cache;

/** @param dir  copied; made when something is first kept. Nobody trims it until ce_cache_free() */
void ce_cache_open(ce_cache *c, const char *dir);
void ce_cache_free(ce_cache *c);

/** The number of a file in c->files; read on first use. */
uint32_t ce_cache_file(ce_cache *c, const char *path);

/** Whether the compiler, started at `started_ns` (CLOCK_REALTIME_COARSE, as files have it), has read what was
 * hashed: false when the file has changed since, or cannot be read. */
bool ce_cache_is_settled(const ce_cache *c, uint32_t file, int64_t started_ns);

/** What is kept for a command. */
typedef struct ce_kept {
	ce_key unit;
	ce_ids files; /* of ce_cache.files: all that was read */
} ce_kept;

/** Look a command up. False when it is new or a file has changed. Free kept->files. */
bool ce_cache_find(ce_cache *c, const ce_key *command, ce_kept *kept);

/** Keep the bytes of a summary; its key is set even when that fails.
 * @retval false  *error says why; the caller frees */
bool ce_cache_keep_unit(ce_cache *c, const ce_buf *esc, ce_key *unit, char **error);

/** Keep a manifest. Files that have changed since `started_ns` (CLOCK_REALTIME) may not
 * be what the compiler has read: then nothing is kept, which is no error. */
bool ce_cache_keep(ce_cache *c, const ce_key *command, const ce_kept *kept, int64_t started_ns, char **error);

/**
 * Path of what is kept of a whole program: DIR/programs/HASH.ENDING. The caller frees.
 *
 * @param database  the path by which its compilation database is named, absolute
 * @param ending    "sqlite": the index; "units": the summaries it was linked of, a path a line;
 *                  "memo": its solutions and verdicts (memo/memo.h)
 */
char *ce_cache_program(const char *dir, const char *database, const char *ending);

/** Path of a summary. The caller frees. */
char *ce_cache_unit_path(const ce_cache *c, const ce_key *unit);

/** Read the paths from a dependency file of make's syntax; relative ones are joined to
 * the folder. The first target is left out. */
void ce_read_depfile(ce_cache *c, const char *text, const char *folder, ce_ids *files);

#endif
