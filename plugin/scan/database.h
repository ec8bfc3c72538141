/*
 * database.h - compile_commands.json: how each source is compiled.
 */
#ifndef CE_SCAN_DATABASE_H
#define CE_SCAN_DATABASE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/mem.h"

/** One entry. Texts belong to the database. */
typedef struct ce_command {
	const char *directory; /* absolute */
	const char *file;      /* as written; relative to the directory */
	const char *path;      /* of the file, absolute, without "." and ".." */
	const char *output;    /* of the entry or of -o, as written; "" when unknown */
	char **argv;           /* NULL-terminated; response files are expanded */
	uint32_t argc;
} ce_command;

typedef struct ce_database {
	CE_VEC(ce_command) at;
	ce_arena arena;
} ce_database;

/**
 * Read a database, entry by entry: its size does not matter. Both forms of an entry
 * ("command", a line as a shell has it; "arguments", a list). Keys that are not
 * known are ignored, entries that equal an earlier one are dropped.
 *
 * @param path         the file, or the folder it is in (also "build" in that folder)
 * @param[out] said    a line for each entry that is left out, "PATH:LINE: ..."
 * @param[out] error   "PATH:LINE:COL: ..." when false is returned; the caller frees.
 *                     Entries before the bad place are there.
 */
bool ce_database_read(ce_database *d, const char *path, ce_buf *said, char **error);
void ce_database_free(ce_database *d);

/** Which file ce_database_read() takes; NULL when there is none. The caller frees. */
char *ce_database_find(const char *path);

/** Divide a command line into words as a POSIX shell does, without any expansion.
 * The words belong to the arena. */
char **ce_split_command(ce_arena *a, const char *line, uint32_t *n);

#endif
