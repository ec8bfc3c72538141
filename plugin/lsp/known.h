/*
 * known.h - what is known of functions that no open document defines: by the index of the
 * last scan of the program.
 */
#ifndef CE_LSP_KNOWN_H
#define CE_LSP_KNOWN_H

#include <jansson.h>
#include <stdbool.h>

/**
 * The record of a function with external linkage, as those of reports: name, nocallback,
 * findings; and noescape, if all its parameters are proved. NULL: there is none, or there are several.
 *
 * @param index  need not be there
 */
json_t *ce_known_function(const char *index, const char *name);

/** Reports whether several files define a function of the name with external linkage. It takes
 * longer: the whole index is looked through. */
bool ce_known_several(const char *index, const char *name);

#endif
