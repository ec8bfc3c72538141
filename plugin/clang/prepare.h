/*
 * prepare.h - the passes that a module goes through before the analysis.
 */
#ifndef CGOESCAPE_PREPARE_H
#define CGOESCAPE_PREPARE_H

#include <llvm-c/Types.h>

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Inline the functions of <immintrin.h> and its like: to be inlined always, and
 * without a place of their own to report. What goes through a vector register
 * is seen as a copy of memory only then. Before anything is noted of the
 * functions' bodies (ce_lower_note_arrays()), which is to hold for what is
 * inlined as well.
 *
 * @retval false  LLVM refused the pass; the module is still valid
 */
bool ce_prepare_intrinsics(LLVMModuleRef module);

/**
 * Bring a module into the form that the lowering reads: scalars in SSA form,
 * branches on constants gone, attributes of library functions inferred.
 *
 * Symbols, linkage and signatures are as before. Functions lose `optnone`,
 * which would keep the passes away.
 *
 * @retval false  LLVM refused the pipeline; the module is still valid
 */
bool ce_prepare_module(LLVMModuleRef module);

#ifdef __cplusplus
}
#endif
#endif
