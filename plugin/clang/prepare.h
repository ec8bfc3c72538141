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
 * Bring a module into the form that the lowering reads: scalars in SSA form,
 * always_inline bodies inlined (yet still there to be judged), branches on
 * constants gone, attributes of library functions inferred.
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
