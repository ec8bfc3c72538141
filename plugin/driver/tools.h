/*
 * tools.h - where our own parts and the compiler are.
 */
#ifndef CE_DRIVER_TOOLS_H
#define CE_DRIVER_TOOLS_H

#include <stdint.h>

/** The plugin beside this program; NULL when it is not there. The caller frees. */
char *ce_tool_plugin(void);

/** The compiler that loads it: $CGOESCAPE_CLANG, else the one of this build's LLVM. */
const char *ce_tool_clang(void);

/** Changes when this program, the plugin or the models do: their sizes and times. */
uint64_t ce_tools_identity(const char *plugin, const char *models);

/** The cache: $CGOESCAPE_CACHE, $XDG_CACHE_HOME/cgoescape, ~/.cache/cgoescape, or a folder
 * for the user in the temporary folder. The caller frees. */
char *ce_tool_cache(void);

#endif
