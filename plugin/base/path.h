/*
 * path.h - file names as texts: nothing here looks at the disk.
 */
#ifndef CE_PATH_H
#define CE_PATH_H

#include <stdbool.h>

/** file if it is absolute, else folder/file; without "//", "." and, where a name stands
 * before it, "..". The caller frees. */
char *ce_path_join(const char *folder, const char *file);

/** path as seen from the folder when it is inside, else path itself. Both absolute and
 * without "." and "..". The caller frees. */
char *ce_path_relative(const char *path, const char *folder);

/** What stands after the last slash. */
const char *ce_path_base(const char *path);

/** Reports whether a path is a folder or inside it. */
bool ce_path_inside(const char *path, const char *folder);

#endif
