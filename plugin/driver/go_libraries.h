/*
 * go_libraries.h - the summaries of libraries that a package links by -lNAME.
 */
#ifndef CE_DRIVER_GO_LIBRARIES_H
#define CE_DRIVER_GO_LIBRARIES_H

#include "driver/go_session.h"

/**
 * Look for a summary of each -lNAME among the linker's flags.
 *
 * The names tried are those of the library that the linker would take, from its full
 * version to its soname ("libz.so.1.2.13.esc", "libz.so.1.esc"), then "libz.esc" and
 * "z.esc"; the folders, in this order: the package's, the module's, the user's
 * ($XDG_DATA_HOME or ~/.local/share, /cgoescape), the one that ships with cgoescape.
 * What is found goes to t->libraries, what is not to t->missing. The C library needs
 * none: it has models. Of an archive or object that is named as a file: "libx.a.esc" or
 * "libx.esc" beside it, then in the same folders.
 */
void ce_go_find_libraries(ce_go_session *s, ce_go_target *t, const ce_go_strings *flags);

#endif
