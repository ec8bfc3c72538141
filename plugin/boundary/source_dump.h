/*
 * source_dump.h - the boundary as text, for tests and for curious users.
 */
#ifndef CGOESCAPE_SOURCE_DUMP_H
#define CGOESCAPE_SOURCE_DUMP_H

#include "cgoescape/source.h"

#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Print one line for the unit, each function and each parameter.
 *
 *     unit FILE [cgo]
 *     func NAME FILE:LINE:COL def|decl [FLAG...] [link=SYMBOL] [args=0,1,sret]
 *       param INDEX NAME FILE:LINE:COL [FLAG...] : TYPE
 *
 * Functions keep the order of the source; "-" stands for an unnamed parameter
 * and for an unknown place. The form is stable: tests compare it.
 */
void ce_source_dump(const ce_source *source, FILE *out);

#ifdef __cplusplus
}
#endif
#endif
